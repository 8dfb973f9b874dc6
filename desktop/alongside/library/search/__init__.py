"""Finding records: by words, by their meaning, by their fields."""

from alongside.library.search.index import By, Found, Hit, SearchIndex

__all__ = ["By", "Found", "Hit", "SearchIndex"]
