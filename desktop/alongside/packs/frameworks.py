"""Framework tables as data: versions, items, crosswalk, rating ladder and references, each a CSV a user can edit."""

import csv
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import TypeVar

from alongside.errors import AlongsideError
from alongside.i18n import _


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


_Row = TypeVar("_Row", FrameworkVersion, FrameworkItem, CrosswalkLine, LadderStep, Reference)


def load_frameworks(folder: Path) -> Frameworks:
    """Read `folder`/frameworks/*.csv and `folder`/references.csv. Raises AlongsideError."""
    tables = folder / "frameworks"
    return Frameworks(
        versions=_read(tables / "versions.csv", FrameworkVersion),
        items=_read(tables / "items.csv", FrameworkItem),
        crosswalk=_read(tables / "crosswalk.csv", CrosswalkLine),
        ladder=_read(tables / "rating_ladder.csv", LadderStep),
        references=_read(folder / "references.csv", Reference),
    )


def _read(path: Path, kind: type[_Row]) -> tuple[_Row, ...]:
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
            return tuple(kind(*((line[name] or "").strip() for name in wanted)) for line in reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise AlongsideError(
            _("The framework table cannot be read ({reason}).").format(reason=error),
            where=path.name,
            remedy=_("Save it from Excel as “CSV UTF-8”, or copy the file that came with Alongside."),
        ) from error
