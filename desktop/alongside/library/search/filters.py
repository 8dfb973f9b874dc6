"""Which rows hold what a field must hold: `service:oak`, `before:2026-01`, `level:>=5`."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from alongside.library.columns import Kind
from alongside.library.records import COLUMNS, Record, Service
from alongside.library.search.days import as_day, days_of, own_day
from alongside.library.search.postings import Mask, Postings, heading_numbers
from alongside.library.search.query import AFTER, BEFORE, FIELDS, SHEET, FieldTest, sheets_named
from alongside.library.search.words import words_of

_KINDS = {column.heading: column.kind for columns in COLUMNS.values() for column in columns}
_DAYS = frozenset({Kind.DATE, Kind.DATETIME})
_NUMBERS = frozenset({Kind.INTEGER, Kind.NUMBER})
_REMEMBERED = 100  # tests

Numbers = npt.NDArray[np.float64]


class Filters:
    """The fields of one library's rows, as arrays that are made when they are first asked for."""

    def __init__(self, records: Sequence[Record], postings: Postings) -> None:
        self._records, self._postings = records, postings
        self._passed: dict[FieldTest, Mask | None] = {}  # one keystroke asks what the one before asked
        self._made: dict[str, Any] = {}  # a second thread may make the same again, which harms nobody

    def sheet(self, name: str) -> Mask:
        """The rows of one sheet."""
        return self._of_sheets((name,))

    def prepare(self) -> None:
        """Make what the first query would have to wait for."""
        self._of_sheets(())
        self._among("service_id", ())
        self._days()
        for heading in FIELDS["level"]:
            self._sizes(heading)

    def values_under(self, name: str) -> Mapping[str, int]:
        """Every value of a field of the query language with its number of rows, the most frequent first."""
        headings = FIELDS.get(name, ())
        having = {
            sheet: [column.heading for column in columns if column.heading in headings]
            for sheet, columns in COLUMNS.items()
        }

        def make() -> dict[str, int]:
            counts: Counter[str] = Counter()
            for record in self._records:
                for heading in having[record.sheet]:
                    value = getattr(record, heading)
                    if value not in ("", None, ()):
                        counts.update(map(str, value) if isinstance(value, tuple) else (str(value),))
            return dict(counts.most_common())

        found: Mapping[str, int] = self._array(f"values under {name}", make)
        return found

    def holds(self, test: FieldTest) -> Mask | None:
        """The rows that pass; None where the value says nothing yet, as a date half typed."""
        passed = self._passed  # another thread may begin a new one
        if test not in passed:
            if len(passed) >= _REMEMBERED:
                self._passed = passed = {}
            passed[test] = self._holds(test)
        return passed[test]

    def _holds(self, test: FieldTest) -> Mask | None:
        if test.field == SHEET:
            return self._of_sheets(sheets_named(test.value))
        if test.field in {BEFORE, AFTER}:
            return self._by_day(test)
        headings = FIELDS[test.field]
        if test.test or ".." in test.value:
            found = self._compared(headings, test)
            if found is not None or test.test:
                return found
        if test.field == "service":
            services = self._services(test)
            if services:
                return self._among("service_id", services)
        masks = [self._with_words(headings, value, exact=test.exact) for value in test.alternatives]
        return np.logical_or.reduce(masks) if masks else None

    # --- by what stands there ---------------------------------------------------------------------------------------

    def _with_words(self, headings: Sequence[str], value: str, *, exact: bool) -> Mask:
        """The rows with these words in these fields; where there are none, those with words that begin so."""
        words = words_of(value)
        numbers = [self._postings.number_of.get(word) for word in words]
        whole = [(number,) if number is not None else () for number in numbers]
        mask = self._in_fields(headings, whole)
        if exact or mask.any():
            return mask
        return self._in_fields(headings, [*whole[:-1], self._postings.beginning(words[-1])])

    def _in_fields(self, headings: Sequence[str], groups: Sequence[Sequence[int]]) -> Mask:
        mask = np.zeros(self._postings.rows, np.bool_)
        if len(groups) == 1:
            mask[self._postings.rows_in(groups[0], heading_numbers(headings))] = True
        elif all(len(group) for group in groups):
            places = self._postings.phrase(groups)
            if len(places):
                here = np.isin(self._postings.headings_of(places), heading_numbers(headings))
                mask[self._postings.rows_of(places[here])] = True
        return mask

    def _of_sheets(self, names: Sequence[str]) -> Mask:
        return self._among("sheet", names)

    def _among(self, attribute: str, wanted: Iterable[str]) -> Mask:
        """The rows that have one of these values there."""

        def make() -> tuple[dict[str, int], npt.NDArray[np.int32]]:
            number_of: dict[str, int] = {}
            every = [number_of.setdefault(getattr(row, attribute), len(number_of)) for row in self._records]
            return number_of, np.array(every, np.int32)

        number_of, numbers = self._array(attribute, make)
        right = np.zeros(len(number_of) + 1, np.bool_)
        right[[number_of[value] for value in wanted if value in number_of]] = True
        found: Mask = right[numbers]
        return found

    def _services(self, test: FieldTest) -> set[str]:
        """The ids of services with this id, or with these words in their name; else with a name that begins so."""
        known = [record for record in self._records if isinstance(record, Service)]
        for exact in (True, False):
            found = {
                service.service_id
                for service in known
                for value in test.alternatives
                if any(
                    _stands_in(words_of(value), words_of(text), exact=exact)
                    for text in (service.service_id, service.service_name)
                )
            }
            if found or test.exact:
                return found
        return set()

    # --- by size ----------------------------------------------------------------------------------------------------

    def _compared(self, headings: Sequence[str], test: FieldTest) -> Mask | None:
        masks = []
        for heading in headings:
            kind = _KINDS.get(heading)
            ends = _ends(test.value, days=kind in _DAYS) if kind in _DAYS | _NUMBERS else None
            if ends is not None:
                masks.append(_compare(self._sizes(heading), test.test, *ends))
        return np.logical_or.reduce(masks) if masks else None

    def _sizes(self, heading: str) -> Numbers:
        def make() -> Numbers:
            having = {sheet for sheet, columns in COLUMNS.items() if any(item.heading == heading for item in columns)}
            return _sizes_of([getattr(row, heading) if row.sheet in having else None for row in self._records])

        found: Numbers = self._array(heading, make)
        return found

    def _by_day(self, test: FieldTest) -> Mask | None:
        ends = _ends(test.value, days=True)
        if ends is None:
            return None
        return _compare(self._days(), "<" if test.field == BEFORE else ">", *ends)

    def _days(self) -> Numbers:
        found: Numbers = self._array("own day", lambda: _sizes_of([own_day(row) for row in self._records]))
        return found

    def _array(self, name: str, make: Callable[[], Any]) -> Any:
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]


def _stands_in(part: Sequence[str], whole: Sequence[str], *, exact: bool) -> bool:
    for at in range(len(whole) - len(part) + 1):
        last = whole[at + len(part) - 1]
        if part[:-1] == whole[at : at + len(part) - 1] and (
            last == part[-1] or (not exact and last.startswith(part[-1]))
        ):
            return True
    return False


def _size(value: object) -> float:
    """A number or a day as a number; not a number where there is neither."""
    day = as_day(value)
    if day is not None:
        return float(day.toordinal())
    return float(value) if isinstance(value, int | float) else float("nan")


def _sizes_of(values: Sequence[Any]) -> Numbers:
    """The same of many values, of which few are different."""
    sizes = {value: _size(value) for value in set(values)}
    return np.array([sizes[value] for value in values], np.float64)


def _ends(value: str, *, days: bool) -> tuple[float, float] | None:
    """The least and the greatest that a value means: a day, month, year, number, or two of them with ".." between."""
    first, between, last = value.partition("..")
    ends = [_one(part, days=days) for part in ((first, last) if between else (value,))]
    found = [end for end in ends if end is not None]
    return (found[0][0], found[-1][1]) if len(found) == len(ends) else None


def _one(text: str, *, days: bool) -> tuple[float, float] | None:
    if days:
        found = days_of(text)
        return (float(found[0].toordinal()), float(found[1].toordinal())) if found else None
    try:
        number = float(text)
    except ValueError:
        return None
    return number, number


def _compare(sizes: Numbers, test: str, least: float, greatest: float) -> Mask:
    match test:
        case ">":
            return sizes > greatest
        case "<":
            return sizes < least
        case ">=":
            return sizes >= least
        case "<=":
            return sizes <= greatest
        case _:
            return (sizes >= least) & (sizes <= greatest)
