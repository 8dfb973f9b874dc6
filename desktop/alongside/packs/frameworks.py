"""Framework tables as data: versions, items, crosswalk, rating ladder and references, each a CSV a user can edit.

A workspace's tables replace ours row by row, by id, and add to them; what a workspace lacks comes from the program.
"""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from alongside.errors import AlongsideError
from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.resources import resource

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

STATUSES = ("draft", "live", "retired")
STRENGTHS = ("close", "part", "none")  # of a crosswalk; none takes one of ours away
RELEVANCES = ("0", "1", "2", "3")


@dataclass(frozen=True, slots=True)
class FrameworkVersion:
    """One version of one regulator's framework, as last checked."""

    framework_id: str
    name: str
    regulator: str
    nation: str
    sector: str
    status: str  # draft, live or retired
    valid_from: str  # ISO, may be a month alone
    valid_to: str
    source_url: str
    checked_on: str
    checked_by: str
    licence_note: str
    note: str

    def stamp(self) -> str:
        """What is printed on every cover: name, id, status and the day it was checked."""
        return f"{self.name} ({self.short_stamp()})"

    def short_stamp(self) -> str:
        """What is printed below every page, on one line: id, status and the day it was checked."""
        try:
            checked = date.fromisoformat(self.checked_on)
            day = f"{checked.day} {checked:%B %Y}"
        except ValueError:  # a month alone, or a user's own words
            day = self.checked_on
        return _("{id}, {status}, checked {day}").format(id=self.framework_id, status=self.status, day=day)


@dataclass(frozen=True, slots=True)
class FrameworkItem:
    """One item (quality statement, key line of enquiry, regulation). The note is ours."""

    framework_id: str
    item_id: str
    title: str
    key_question: str
    relevance: str  # 3 core, 2 strong, 1 supporting, 0 rarely used
    regs: str  # parted by ";"
    note: str


@dataclass(frozen=True, slots=True)
class CrosswalkLine:
    """One item's nearest item in another framework. `to_item` empty: none takes it over."""

    from_framework: str
    from_item: str
    to_framework: str
    to_item: str
    strength: str
    note: str


@dataclass(frozen=True, slots=True)
class LadderStep:
    """What one rating level looks like for one item, in our words."""

    framework_id: str
    item_id: str
    level: str
    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A law or guidance, with its state and the day that was checked."""

    ref_id: str
    short_title: str
    full_title: str
    nation: str
    kind: str
    status: str
    status_checked_on: str
    what_it_means_here: str
    safe_sentence_stub: str
    stale_phrases: str
    source_url: str


@dataclass(frozen=True, slots=True)
class Frameworks:
    """All framework tables of a workspace."""

    versions: tuple[FrameworkVersion, ...]
    items: tuple[FrameworkItem, ...]
    crosswalk: tuple[CrosswalkLine, ...]
    ladder: tuple[LadderStep, ...]
    references: tuple[Reference, ...]
    findings: tuple[Finding, ...] = ()  # rows of the workspace's tables that could not be used

    def version(self, framework_id: str) -> FrameworkVersion | None:
        """The version with that id."""
        return next((item for item in self.versions if item.framework_id == framework_id), None)

    def items_of(self, framework_id: str) -> tuple[FrameworkItem, ...]:
        """The items of one framework, in the file's order."""
        return tuple(item for item in self.items if item.framework_id == framework_id)

    def carried_to(self, item_id: str, framework_id: str) -> tuple[str, ...]:
        """The items of `framework_id` that a tag from another framework speaks to, either way across the crosswalk."""
        forth = [
            line.to_item for line in self.crosswalk if line.from_item == item_id and line.to_framework == framework_id
        ]
        back = [
            line.from_item for line in self.crosswalk if line.to_item == item_id and line.from_framework == framework_id
        ]
        return tuple(dict.fromkeys(item for item in (*forth, *back) if item))


_Any = TypeVar("_Any", bound="DataclassInstance")
_Row = TypeVar("_Row", FrameworkVersion, FrameworkItem, CrosswalkLine, LadderStep, Reference)
TABLES = {
    FrameworkVersion: "frameworks/versions.csv",
    FrameworkItem: "frameworks/items.csv",
    CrosswalkLine: "frameworks/crosswalk.csv",
    LadderStep: "frameworks/rating_ladder.csv",
    Reference: "references.csv",
}
_KEYS = {
    FrameworkVersion: ("framework_id",),
    FrameworkItem: ("framework_id", "item_id"),
    CrosswalkLine: ("from_framework", "from_item", "to_framework", "to_item"),
    LadderStep: ("framework_id", "item_id", "level"),
    Reference: ("ref_id",),
}
_NEEDED = {  # what must not be empty
    FrameworkVersion: ("framework_id", "name"),
    FrameworkItem: ("framework_id", "item_id", "title"),
    CrosswalkLine: ("from_framework", "from_item", "to_framework"),
    LadderStep: ("framework_id", "item_id", "level", "text"),
    Reference: ("ref_id", "short_title"),
}


def load_frameworks(folder: Path) -> Frameworks:
    """Read `folder`/frameworks/*.csv and `folder`/references.csv over the tables that came with the program.

    A row that cannot be used is left out and told in `findings`. Raises AlongsideError for a file that cannot be read.
    """
    ours = resource("content_library")
    found: list[Finding] = []
    versions = _table(FrameworkVersion, ours, folder, found, _version_fault)
    known = {item.framework_id for item in versions}
    items = _table(FrameworkItem, ours, folder, found, lambda row: _item_fault(row, known))
    ids = {(item.framework_id, item.item_id) for item in items}
    crosswalk = _table(CrosswalkLine, ours, folder, found, lambda row: _crosswalk_fault(row, ids))
    return Frameworks(
        versions,
        items,
        tuple(line for line in crosswalk if line.strength != "none"),
        _table(LadderStep, ours, folder, found, lambda row: _ladder_fault(row, ids)),
        _table(Reference, ours, folder, found, lambda row: ""),
        tuple(found),
    )


def _table(
    kind: type[_Row], ours: Path, folder: Path, found: list[Finding], fault_of: Callable[[_Row], str]
) -> tuple[_Row, ...]:
    """The workspace's rows over ours. A row of the workspace's that is at fault leaves ours as it is."""
    name = TABLES[kind]
    rows: dict[tuple[str, ...], _Row] = {key_of(row): row for _at, row in read_table(ours / name, kind)}
    own = folder / name
    if not own.is_file() or own.resolve() == (ours / name).resolve():
        return tuple(rows.values())
    seen: dict[tuple[str, ...], int] = {}
    for at, row in read_table(own, kind):
        key = key_of(row)
        fault = _empty(row) or fault_of(row)
        if not fault and key in seen:
            fault = _("It says the same again as row {row}.").format(row=seen[key])
        if fault:
            where = Place(workbook=own.name, row=at)
            found.append(finding("framework.row", where, fault, _("Correct the row; until then it is left out.")))
            continue
        seen[key] = at
        rows[key] = row
    return tuple(rows.values())


def key_of(row: _Row) -> tuple[str, ...]:
    """What a row is known by: a row of the workspace's with the same replaces ours."""
    return tuple(str(getattr(row, name)) for name in _KEYS[type(row)])


def _empty(row: _Row) -> str:
    empty = [name for name in _NEEDED[type(row)] if not getattr(row, name)]
    return _("{heading} is empty.").format(heading=empty[0]) if empty else ""


def _version_fault(row: FrameworkVersion) -> str:
    if row.status not in STATUSES:
        return _("The status “{status}” is none of {names}.").format(status=row.status, names=", ".join(STATUSES))
    return ""


def _item_fault(row: FrameworkItem, versions: Iterable[str]) -> str:
    if row.framework_id not in versions:
        return _("No version has the id {id}.").format(id=row.framework_id)
    if row.relevance and row.relevance not in RELEVANCES:
        return _("The relevance “{given}” is none of 0 to 3.").format(given=row.relevance)
    return ""


def _crosswalk_fault(row: CrosswalkLine, items: Iterable[tuple[str, str]]) -> str:
    ends = [(row.from_framework, row.from_item), (row.to_framework, row.to_item)]
    for end in ends:
        if end[1] and end not in items:
            return _("{framework} has no item {item}.").format(framework=end[0], item=end[1])
    if row.to_item and row.strength not in STRENGTHS:
        return _("The strength “{given}” is none of {names}.").format(given=row.strength, names=", ".join(STRENGTHS))
    return ""


def _ladder_fault(row: LadderStep, items: Iterable[tuple[str, str]]) -> str:
    if (row.framework_id, row.item_id) not in items:
        return _("{framework} has no item {item}.").format(framework=row.framework_id, item=row.item_id)
    return ""


def read_table(path: Path, kind: type[_Any]) -> list[tuple[int, _Any]]:
    """Each row of a CSV with its line in the file. `kind` is a dataclass of texts. Raises AlongsideError."""
    wanted = [item.name for item in fields(kind)]
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [name for name in wanted if name not in (reader.fieldnames or ())]
            if missing:
                raise AlongsideError(
                    _("The heading “{name}” is missing.").format(name=missing[0]),
                    where=path.name,
                    remedy=_("Put it back, spelt like that, in the first line."),
                )
            return [
                (reader.line_num, kind(*((line[name] or "").strip() for name in wanted)))
                for line in reader
                if any(isinstance(value, str) and value.strip() for value in line.values())
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise AlongsideError(
            _("The framework table cannot be read ({reason}).").format(reason=error),
            where=path.name,
            remedy=_("Save it from Excel as “CSV UTF-8”, or copy the file that came with Alongside."),
        ) from error
