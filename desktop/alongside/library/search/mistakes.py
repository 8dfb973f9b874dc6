"""What in a query says something else than it seems to: told in sentences, as nothing typed is ever an error."""

import re
from collections.abc import Iterable, Iterator

from alongside.i18n import _
from alongside.library.columns import Kind
from alongside.library.headings import meant
from alongside.library.records import BY_SHEET, COLUMNS
from alongside.library.search.index import SearchIndex
from alongside.library.search.query import (
    AFTER,
    BEFORE,
    FIELD_NAMES,
    FIELDS,
    LONGEST_TEXT,
    SHEET,
    FieldTest,
    parse,
    sheets_named,
)
from alongside.library.search.words import words_of

MOST = 3  # sentences
LONGEST_NAME = 60  # characters of a value that may have been meant
SHORTEST_PART = 4  # letters
_DAYS = frozenset(
    column.heading for columns in COLUMNS.values() for column in columns if column.kind in {Kind.DATE, Kind.DATETIME}
)
_NAMED = re.compile(r"(?<!\S)-?([^\W\d]\w+):(?=[^\s/:])")  # no clock time, no web address
_QUOTED = re.compile(r"[\"“”][^\"“”]*[\"“”]?")
_HALF_TYPED = re.compile(r"[\d./-]*(?:\.\.[\d./-]*)?")


def mistakes(typed: str, index: SearchIndex) -> tuple[str, ...]:
    """Unknown fields, sheets and values, and dates and numbers that are none. What is being typed is left in peace."""
    typed = typed[:LONGEST_TEXT]
    found = [*_unknown_fields(typed), *_tests(typed, index)]
    return tuple(dict.fromkeys(found))[:MOST]


def _unknown_fields(typed: str) -> Iterator[str]:
    for name in _NAMED.findall(_QUOTED.sub(lambda part: '"' * len(part[0]), typed)):
        if name.lower() not in FIELD_NAMES:
            near = meant(name, FIELD_NAMES)
            told = _("There is no field “{name}”: it is looked for as a word.").format(name=name)
            yield told + (" " + _("Did you mean {near}:?").format(near=near) if near else "")


def _tests(typed: str, index: SearchIndex) -> Iterator[str]:
    query = parse(typed)
    for test in (*query.tests, *query.tests_without):
        unfinished = not test.exact and typed.endswith(test.value)
        if unfinished and _HALF_TYPED.fullmatch(test.value) and len(test.value.rpartition("..")[2]) < len("2026-01-31"):
            continue
        rows = index.holding(test)
        if test.field == SHEET and not sheets_named(test.value):
            yield _("There is no sheet “{name}”.").format(name=test.value) + _near(test.value, BY_SHEET)
        elif rows is None:
            yield _no_size(test)
        elif not rows and not unfinished and test.field not in {BEFORE, AFTER} and not test.test:
            told = _("No row has “{value}” under {field}.").format(value=test.value, field=test.field)
            yield told + _near(test.value, index.values_under(test.field))


def _no_size(test: FieldTest) -> str:
    if test.field in {BEFORE, AFTER} or _DAYS.intersection(FIELDS[test.field]):
        return _("“{value}” is no day: type 2026, 2026-01, 2026-01-31 or 31/01/2026. It was left out.").format(
            value=test.value
        )
    return _("“{value}” cannot be compared with {field}: it was left out.").format(value=test.value, field=test.field)


def _near(value: str, known: Iterable[str]) -> str:
    names = [name for name in known if len(name) <= LONGEST_NAME]
    near = meant(value, names)
    if near is None:  # one word of a name will do
        part_of = {word: name for name in names for word in words_of(name) if len(word) >= SHORTEST_PART}
        near = part_of.get(meant(value, part_of) or "")
    return " " + _("Did you mean “{near}”?").format(near=near) if near else ""
