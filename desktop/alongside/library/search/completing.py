"""How what is being typed may go on: names of fields, and the values that the library has under them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from alongside.i18n import _, ngettext
from alongside.library.records import BY_SHEET, Service
from alongside.library.search.index import SearchIndex
from alongside.library.search.query import AFTER, BEFORE, FIELD_NAMES, SHEET
from alongside.library.search.words import fold, words_of

MOST = 12
SHORTEST = 2  # letters before a field's name is offered: one says too little
LONGEST_VALUE = 60  # characters; a longer value is a text and no name
# What people filter by, with what each says; any heading of a sheet works too, and is offered once its name is typed.
COMMON = {
    "service": _("a service, by id or name"),
    "kind": _("what kind of row it is"),
    "theme": _("a theme, topic or tag"),
    "status": _("draft, checked, approved, expired, withdrawn"),
    "owner": _("the role that keeps the row true"),
    "category": _("category of evidence"),
    "item": _("item of a framework"),
    "level": _("level of involvement, as in level:>=5"),
    "consent": _("what a story's consent covers"),
    "sheet": _("one sheet"),
    "before": _("before a day, month or year"),
    "after": _("after a day, month or year"),
    "reg": _("a regulation"),
    "id": _("the row's id"),
}
_TOKEN = re.compile(
    r"(?<!\S)(?P<without>-?)(?P<field>[^\W\d]\w*)(?P<value>:(?:>=|<=|=|>|<)?(?P<text>\"[^\"]*|[^\s\"]*))?$"
)


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on."""

    text: str  # what is shown: "service:" or "Oakfield Row"
    note: str  # what it means, or how many rows have it
    typed: str  # the whole query with it, up to the cursor


def completions(typed: str, index: SearchIndex | None) -> tuple[Completion, ...]:
    """For a query up to the cursor: names of fields, or values of the field that is being filled in."""
    found = _TOKEN.search(typed)
    if found is None:
        return ()
    name = found["field"].lower()
    if found["value"] is None:
        return tuple(_fields(typed, name, found.start("field")))[:MOST]
    if index is None or name not in FIELD_NAMES or name in {BEFORE, AFTER}:
        return ()
    return tuple(_values(typed[: found.start("text")], found["text"], name, index))[:MOST]


def _fields(typed: str, begun: str, start: int) -> Iterator[Completion]:
    if len(begun) < SHORTEST:
        return
    names = [name for name in COMMON if name.startswith(begun)]
    if not names and len(begun) > SHORTEST:
        names = sorted(name for name in FIELD_NAMES if name.startswith(begun) and "_" in name)
    for name in names:
        yield Completion(f"{name}:", COMMON.get(name, _("a column of your sheets")), f"{typed[:start]}{name}:")


def _values(before: str, begun: str, field: str, index: SearchIndex) -> Iterator[Completion]:
    quoted = begun.startswith('"')
    done, comma, begun = ("", "", begun[1:]) if quoted else begun.rpartition(",")
    already = set(done.split(",")) if done else set()
    if field == SHEET:
        values = {name: sum(record.sheet == name for record in index.records) for name in BY_SHEET}
        values = {name: number for name, number in values.items() if number}
    else:
        values = dict(index.values_under(field))
    names = _service_names(index) if field == "service" else {}
    values = {value: number for value, number in values.items() if value not in names.values()}
    wanted = fold(begun)
    offered = []
    for value, number in values.items():
        shown = names.get(value, value)
        folded = (fold(shown), fold(value))
        if len(value) > LONGEST_VALUE or value in already or not words_of(value):
            continue
        starts = any(text.startswith(wanted) for text in folded)
        if starts or any(f" {wanted}" in text.replace("_", " ") for text in folded):
            offered.append((not starts, -number, shown, value, number))
    for _later, _less, shown, value, number in sorted(offered):
        plain = not quoted and value.replace("_", "").replace("-", "").isalnum()
        written = value if plain else f'"{value}"'
        head = before if not comma or not plain else f"{before}{done},"
        yield Completion(
            f"{value} · {shown}" if shown != value else value,
            ngettext("{n:,} row", "{n:,} rows", number).format(n=number),
            f"{head}{written} ",
        )


def _service_names(index: SearchIndex) -> dict[str, str]:
    return {
        record.service_id: record.service_name
        for record in index.records
        if isinstance(record, Service) and record.service_name
    }
