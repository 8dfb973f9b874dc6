"""Searches kept under a name."""

from pathlib import Path

import pytest

from alongside.errors import AlongsideError
from alongside.library.search import By
from alongside.library.search.saved import FILE, SavedSearch, delete_search, rename_search, save_search, saved_searches

ONE = SavedSearch(name="Locked doors", query="kind:audit door", sheet="evidence", by=By.WORDS)
TWO = SavedSearch(name="a panel", query="panel")


def test_saved_and_found_again_by_name(tmp_path: Path) -> None:
    assert saved_searches(tmp_path) == ()
    save_search(tmp_path, ONE)
    assert save_search(tmp_path, TWO) == (TWO, ONE) == saved_searches(tmp_path)


def test_one_of_the_same_name_is_replaced(tmp_path: Path) -> None:
    save_search(tmp_path, ONE)
    again = SavedSearch(name="  locked  DOORS ", query="door")
    (kept,) = save_search(tmp_path, again)
    assert (kept.name, kept.query) == ("locked DOORS", "door")


def test_deleting(tmp_path: Path) -> None:
    save_search(tmp_path, ONE)
    save_search(tmp_path, TWO)
    assert delete_search(tmp_path, "no such name") == (TWO, ONE)
    assert delete_search(tmp_path, "A PANEL") == (ONE,) == saved_searches(tmp_path)
    assert delete_search(tmp_path, "Locked doors") == ()


def test_filters_are_kept(tmp_path: Path) -> None:
    search = SavedSearch(name="Late", query="", filters={"freshness": ("overdue",)}, framework="CQC-SAF-2023")
    save_search(tmp_path, search)
    assert saved_searches(tmp_path) == (search,)


def test_renaming(tmp_path: Path) -> None:
    save_search(tmp_path, ONE)
    save_search(tmp_path, TWO)
    first, second = rename_search(tmp_path, "a panel", " Panels ")
    assert (first, second.name, second.query) == (ONE, "Panels", TWO.query)
    assert saved_searches(tmp_path) == (first, second)
    assert rename_search(tmp_path, "no such name", "x") == (first, second)
    assert rename_search(tmp_path, "Panels", "PANELS")[1].name == "PANELS"
    with pytest.raises(AlongsideError, match="already"):
        rename_search(tmp_path, "PANELS", "locked doors")
    with pytest.raises(AlongsideError, match="name"):
        rename_search(tmp_path, "PANELS", " ")


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_is_needed(tmp_path: Path, name: str) -> None:
    with pytest.raises(AlongsideError, match="name"):
        save_search(tmp_path, SavedSearch(name=name, query="x"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text", ["", "{", '{"searches": 3}', '{"searches": [{"name": "x"}]}', '{"schema": 2, "searches": []}', "\x00"]
)
def test_a_file_that_cannot_be_read_is_not_written_over(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    for work in (lambda: saved_searches(tmp_path), lambda: save_search(tmp_path, ONE)):
        with pytest.raises(AlongsideError) as caught:
            work()
        assert caught.value.where == FILE
    assert (tmp_path / FILE).read_text() == text


def test_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_search(tmp_path, ONE)
    before = (tmp_path / FILE).read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(AlongsideError, match="No space"):
        save_search(tmp_path, TWO)
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    assert (tmp_path / FILE).read_bytes() == before
