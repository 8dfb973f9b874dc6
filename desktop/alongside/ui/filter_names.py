"""What the library can be filtered by, in which order, and what each value is called. No Qt."""

from collections.abc import Mapping

from alongside.i18n import _
from alongside.library.library import Library
from alongside.library.records import RECORD_TYPES
from alongside.library.search.facets import (
    CONSENT,
    FACETS,
    FRESHNESS,
    ITEMS,
    OF_SHEET,
    SHEET,
    Consent,
    Freshness,
)
from alongside.packs.frameworks import Frameworks
from alongside.ui.wording import SHEETS, label_of, value_text

NOUNS = {
    SHEET: _("Sheet"),
    "kind": _("Kind"),
    "service_id": _("Service"),
    "evidence_category": _("Evidence category"),
    "involvement_level": _("Level of involvement"),
    ITEMS: _("Framework item"),
    FRESHNESS: _("Freshness"),
    CONSENT: _("Consent"),
    "owner_role": _("Owner"),
    "status": _("Status"),
}
_IN_ORDER = {
    FRESHNESS: (Freshness.OVERDUE, Freshness.DUE_SOON, Freshness.FRESH, Freshness.NO_DATE),
    CONSENT: (Consent.GIVEN, Consent.ENDS_SOON, Consent.EXPIRED, Consent.MISSING, Consent.WITHDRAWN),
}
_VALUES = {
    (FRESHNESS, Freshness.OVERDUE): _("Review overdue"),
    (FRESHNESS, Freshness.DUE_SOON): _("Review due within 30 days"),
    (FRESHNESS, Freshness.FRESH): _("Up to date"),
    (FRESHNESS, Freshness.NO_DATE): _("No review date"),
    (CONSENT, Consent.GIVEN): _("Given"),
    (CONSENT, Consent.ENDS_SOON): _("Ends within 30 days"),
    (CONSENT, Consent.EXPIRED): _("Ended"),
    (CONSENT, Consent.MISSING): _("Not recorded"),
    (CONSENT, Consent.WITHDRAWN): _("Withdrawn"),
    (SHEET, ""): _("Everything"),
}
_ALWAYS = ("evidence", "stories")  # sheets that are shown while they are empty
EVERY_SERVICE = "ALL"


def nouns_for(sheet: str) -> tuple[str, ...]:
    """What the rows of a sheet ("": of all) can be filtered by."""
    return (SHEET, *FACETS, *OF_SHEET.get(sheet, ()))


def noun_text(noun: str) -> str:
    """A noun's name: "Kind"."""
    return NOUNS.get(noun) or label_of(noun)


class Names:
    """What values are called in one library under one framework."""

    def __init__(self, library: Library, frameworks: Frameworks, framework: str) -> None:
        self.services = {item.service_id: item.service_name or item.service_id for item in library.services}
        self.services.setdefault(EVERY_SERVICE, _("The whole provider"))
        self._items = {item.item_id: item.title for item in frameworks.items_of(framework)}

    def of(self, noun: str, value: str) -> str:
        """A value in words."""
        known = _VALUES.get((noun, value))
        if known:
            return known
        if noun == SHEET:
            return SHEETS.get(value, value)
        if noun == "service_id":
            return self.services.get(value, value)
        if noun == ITEMS:
            title = self._items.get(value, "")
            return f"{value}  {title}" if title else value
        if noun == "involvement_level":
            return _("Level {n}").format(n=value)
        text = value_text(value)
        return text[:1].upper() + text[1:]

    def ordered(self, noun: str, totals: Mapping[str, int], library: Library) -> list[str]:
        """The values that any row has in the order in which they stand: the field's own, else the most frequent first.

        `totals` are the rows of the sheet that is shown with each value.
        """
        there = [value for value, number in totals.items() if number]
        if noun == SHEET:
            sheets = [kind.sheet for kind in RECORD_TYPES]
            return ["", *(sheet for sheet in sheets if library.records.get(sheet) or sheet in _ALWAYS)]
        if noun in _IN_ORDER:
            return [str(value.value) for value in _IN_ORDER[noun] if value in there]
        if noun == ITEMS:
            return [item for item in self._items if item in there]
        if noun == "involvement_level":
            return sorted(there, key=lambda value: -int(value) if value.isdigit() else 0)
        return sorted(there, key=lambda value: (-totals[value], value))
