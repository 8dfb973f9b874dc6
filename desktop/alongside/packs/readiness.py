"""What becomes of a coverage: gaps turned into actions, change since an earlier day, services side by side.

Pure; each day is an argument.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from alongside.i18n import _
from alongside.library.editing.changes import AddRecord, Value, record_added
from alongside.library.editing.draft import next_id
from alongside.library.library import Library
from alongside.library.records import Evidence, EvidenceMap, Record, Story
from alongside.packs.coverage import WHOLE_PROVIDER, Coverage, Grade, Line
from alongside.packs.frameworks import Frameworks

DAYS = {"3": 28, "2": 56, "1": 84}  # until a gap is to be closed, by the item's relevance; of 0 none is
NOBODY = _("Registered manager")  # who owns a gap that no row's owner speaks for
ORDER = (Grade.NONE, Grade.WEAK, Grade.FAIR, Grade.STRONG)


@dataclass(frozen=True, slots=True)
class GapAction:
    """What is to be done about one gap."""

    item_id: str
    what: str
    service_id: str
    owner_role: str
    due: date
    came_from_ref: str  # a row that falls short; empty: there is none at all


def gap_actions(
    lines: Iterable[Line], library: Library, service_id: str, today: date, *, owner: str = "", due: date | None = None
) -> tuple[GapAction, ...]:
    """An action for each item of weight with weak evidence or none, unless an open one names it already."""
    service = service_id or WHOLE_PROVIDER
    open_now = [row.what for row in library.actions if row.done is None and row.service_id == service]
    return tuple(
        GapAction(
            line.item.item_id,
            f"{line.item.item_id} {line.item.title}: {_to_do(line)}",
            service,
            owner or _owner(line, library),
            due or today + timedelta(days=DAYS[line.item.relevance]),
            next((proof.ref for proof in line.proofs), ""),
        )
        for line in lines
        if line.grade in {Grade.NONE, Grade.WEAK}
        and line.item.relevance in DAYS
        and not any(line.item.item_id in what.replace(":", " ").split() for what in open_now)
    )


def _to_do(line: Line) -> str:
    if line.grade is Grade.NONE:
        return _("find or gather what shows it, from what people say or what is seen first.")
    if line.process_only:
        return _("only processes speak to it; add what people say, what is seen, or what came of it.")
    return _("bring it up to date. {why}").format(why=line.reason)


def _owner(line: Line, library: Library) -> str:
    roles = Counter(row.owner_role for proof in line.proofs if (row := library.get(proof.ref)) and row.owner_role)
    return roles.most_common(1)[0][0] if roles else NOBODY


def added(actions: Sequence[GapAction], library: Library, today: date, waiting: Iterable[str] = ()) -> list[AddRecord]:
    """The rows of the sheet `actions` that these make. `waiting` are ids given out and not written yet."""
    taken, found = list(waiting), []
    for action in actions:
        ref = next_id(library, "actions", taken)
        taken.append(ref)
        fields: dict[str, Value] = {
            "id": ref, "service_id": action.service_id, "what": action.what, "came_from": "audit",
            "came_from_ref": action.came_from_ref, "due": action.due, "owner_role": action.owner_role,
            "created_on": today, "updated_on": today, "status": "draft",
        }  # fmt: skip
        found.append(record_added("actions", fields))
    return found


# --- change since an earlier day -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Earlier:
    """The library as far as it tells what was there on an earlier day."""

    library: Library
    left_out: tuple[str, ...]  # ids of evidence and stories written later, or of a time that had not come
    undated: tuple[str, ...]  # counted, although nothing tells since when they are there
    changed: tuple[str, ...]  # counted as they stand today: what they said then is not in the workbook


def as_of(library: Library, day: date) -> Earlier:
    """What counts as evidence, without the rows that came later, as far as their dates tell."""
    left_out, undated, changed = [], [], []
    kept: dict[str, tuple[Record, ...]] = dict(library.records)
    for kind in (Evidence, Story, EvidenceMap):
        rows = []
        for row in library.records.get(kind.sheet, ()):
            known = row.created_on or row.updated_on or row.source_date
            spoke = row.period_end if isinstance(row, Evidence) else None
            if (known and known > day) or (spoke and spoke > day):
                if kind is not EvidenceMap:
                    left_out.append(row.ref)
                continue
            if kind is EvidenceMap:
                pass  # a link, and no row that a reader would look for
            elif known is None and spoke is None:
                undated.append(row.ref)
            elif row.updated_on and row.updated_on > day:
                changed.append(row.ref)
            rows.append(row)
        kept[kind.sheet] = tuple(rows)
    return Earlier(replace(library, records=kept), tuple(left_out), tuple(undated), tuple(changed))


@dataclass(frozen=True, slots=True)
class Moved:
    """An item whose evidence is not what it was."""

    line: Line  # as it is now
    was: Grade
    came: tuple[str, ...]
    went: tuple[str, ...]

    @property
    def better(self) -> bool:
        return ORDER.index(self.line.grade) > ORDER.index(self.was)


def moved(before: Sequence[Line], now: Sequence[Line]) -> tuple[Moved, ...]:
    """The items whose grade or rows differ. Both of one framework."""
    found = []
    for old, new in zip(before, now, strict=True):
        was, is_now = ({proof.ref for proof in line.proofs} for line in (old, new))
        if old.grade is not new.grade or was != is_now:
            found.append(Moved(new, old.grade, tuple(sorted(is_now - was)), tuple(sorted(was - is_now))))
    return tuple(found)


def since(
    library: Library, frameworks: Frameworks, framework_id: str, service_id: str, days: tuple[date, date]
) -> tuple[tuple[Moved, ...], Earlier]:
    """What moved between two days. Each day's evidence is graded as old as it was then."""
    first, last = days
    earlier = as_of(library, first)
    before = Coverage(earlier.library, frameworks, framework_id, first).of(service_id)
    now = Coverage(library, frameworks, framework_id, last).of(service_id)
    return moved(before, now), earlier


def caveat(earlier: Earlier, day: date) -> str:
    """What the comparison cannot know, said plainly."""
    return _(
        "Compared with {day}. A row counts from the day it was written: {left} came later and are left out of the "
        "earlier day. {changed} were changed since and count as they stand today, as the workbook does not keep what "
        "they said. {undated} have no date and count on both days. Rows withdrawn or removed since are on neither."
    ).format(
        day=day.isoformat(), left=len(earlier.left_out), changed=len(earlier.changed), undated=len(earlier.undated)
    )


def side_by_side(covered: Coverage, library: Library) -> Mapping[str, tuple[Line, ...]]:
    """Each service's lines by its id. What is the whole provider's counts for each."""
    return {service.service_id: covered.of(service.service_id) for service in library.services if service.service_id}
