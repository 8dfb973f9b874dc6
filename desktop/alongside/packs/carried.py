"""Which items of a framework the library's tags speak to, to filter by: themselves, or by the crosswalk."""

from alongside.library.search.facets import ITEMS, Facets
from alongside.packs.frameworks import Frameworks


def carried_to(framework: str, facets: Facets, frameworks: Frameworks) -> dict[str, tuple[str, ...]]:
    """For each tag of the library the items of a framework it speaks to: itself, or by the crosswalk."""
    own = {item.item_id for item in frameworks.items_of(framework)}
    return {
        tag: tuple(dict.fromkeys(((tag,) if tag in own else ()) + frameworks.carried_to(tag, framework)))
        for tag in facets.values(ITEMS)
    }


def likely_framework(facets: Facets, frameworks: Frameworks) -> str:
    """The version in whose items most of the library's tags are written."""
    totals = facets.totals(ITEMS)
    used = {
        version.framework_id: sum(totals.get(item.item_id, 0) for item in frameworks.items_of(version.framework_id))
        for version in frameworks.versions
    }
    return max(used, key=lambda key: used[key], default="")
