"""A whole library re-mapped to another version of a framework: what carries over, what needs a decision, what stays.

Both tags are kept: a plan adds and never takes away, so nothing is lost and an older pack finds what it found. Pure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from alongside.library.editing.changes import AddRecord, SetField, record_added
from alongside.library.editing.draft import next_id
from alongside.library.library import Library
from alongside.library.records import Record
from alongside.packs.frameworks import Frameworks

CLOSE = "close"
TAGS = "framework_items"
Taken = Mapping[str, tuple[str, ...]]  # by item of the old version, the items of the new one that a person chose


@dataclass(frozen=True, slots=True)
class Way:
    """One way across: an item of the new version, how near it is, and our note."""

    to_item: str
    strength: str
    note: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """One item of the old version, and what becomes of the rows that carry it."""

    item_id: str
    carried: tuple[str, ...]  # items that rows get by themselves: close ones
    open: tuple[Way, ...]  # what a person must decide: part of it speaks to these
    refs: tuple[str, ...]  # rows that carry the tag

    @property
    def stays(self) -> bool:
        """Whether no item of the new version takes it over: its rows keep the old tag alone."""
        return not self.carried and not self.open


@dataclass(frozen=True, slots=True)
class Remap:
    """The plan."""

    from_id: str
    to_id: str
    items: tuple[Mapped, ...]  # of the old version, in its order, only those that rows carry
    changes: tuple[SetField | AddRecord, ...]
    rows: tuple[str, ...]  # ids of the rows that get a tag more

    @property
    def decisions(self) -> tuple[Mapped, ...]:
        """Items of which part is left to decide."""
        return tuple(item for item in self.items if item.open)


def ways(frameworks: Frameworks, from_id: str, to_id: str) -> dict[str, tuple[Way, ...]]:
    """The ways from each item of one version to those of another, whichever way round the crosswalk has them."""
    found: dict[str, dict[str, Way]] = {item.item_id: {} for item in frameworks.items_of(from_id)}
    for line in frameworks.crosswalk:
        ends = (line.from_framework, line.from_item), (line.to_framework, line.to_item)
        for (one, item), (other, to_item) in (ends, ends[::-1]):
            if (one, other) == (from_id, to_id) and item in found and to_item:
                found[item].setdefault(to_item, Way(to_item, line.strength, line.note))
    return {item: tuple(by_item.values()) for item, by_item in found.items()}


def remap(library: Library, frameworks: Frameworks, from_id: str, to_id: str, taken: Taken | None = None) -> Remap:
    """What it would take to have each row of the old version tagged for the new one too."""
    chosen = taken or {}
    across = ways(frameworks, from_id, to_id)
    gets = {
        item: tuple(dict.fromkeys((*(way.to_item for way in every if way.strength == CLOSE), *chosen.get(item, ()))))
        for item, every in across.items()
    }
    carrying: dict[str, list[str]] = {}
    changes: list[SetField | AddRecord] = []
    rows: list[str] = []
    for record, tags in _tagged(library):
        mine = [tag for tag in tags if tag in across]
        for tag in mine:
            carrying.setdefault(tag, []).append(record.ref)
        new = [item for tag in mine for item in gets[tag]]
        whole = tuple(dict.fromkeys((*tags, *new)))
        if whole != tuple(dict.fromkeys(tags)):
            rows.append(record.ref)
            changes.append(
                SetField(sheet=record.sheet, row=record.row, ref=record.ref, heading=TAGS, value=whole, seen=tags)
            )
    for added, ref in _mapped(library, across, gets, carrying):
        rows.append(ref)
        changes.append(added)
    items = tuple(
        Mapped(
            item.item_id,
            gets[item.item_id],
            tuple(way for way in across[item.item_id] if way.to_item not in gets[item.item_id]),
            tuple(dict.fromkeys(carrying[item.item_id])),
        )
        for item in frameworks.items_of(from_id)
        if item.item_id in carrying
    )
    return Remap(from_id, to_id, items, tuple(changes), tuple(dict.fromkeys(rows)))


def _tagged(library: Library) -> Iterator[tuple[Record, tuple[str, ...]]]:
    for record in library:
        tags = getattr(record, TAGS, ())
        if tags:
            yield record, tags


def _mapped(
    library: Library,
    across: Mapping[str, object],
    gets: Mapping[str, tuple[str, ...]],
    carrying: dict[str, list[str]],
) -> Iterator[tuple[AddRecord, str]]:
    """The sheet `evidence_map`: a row beside each that names an old item, of the same strength."""
    there = {(row.evidence_id, row.framework_item) for row in library.evidence_map}
    given: list[str] = []
    for row in library.evidence_map:
        if row.framework_item not in across:
            continue
        carrying.setdefault(row.framework_item, []).append(row.evidence_id)
        for item in gets[row.framework_item]:
            if (row.evidence_id, item) in there:
                continue
            there.add((row.evidence_id, item))
            ref = next_id(library, "evidence_map", given) or f"MP-{len(given) + 1:04d}"
            given.append(ref)
            fields = {
                "id": ref, "service_id": row.service_id, "evidence_id": row.evidence_id, "framework_item": item,
                "strength": row.strength, "note": row.note,
            }  # fmt: skip
            yield record_added("evidence_map", fields), row.evidence_id
