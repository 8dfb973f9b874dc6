"""The edits of one workbook, kept in a file beside it: what waits, what was written, what clashed.

One JSON object a line, each with a checksum. Lines are only ever added, so that a process ended from outside can
leave half a line at the end and nothing worse; whoever adds the next line begins a new one. What a line says is
counted only if its checksum is right. All writing happens under a lock that the system itself lets go of when its
holder dies.
"""

import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.checked_lines import add, from_line, sync_folder, to_line
from alongside.library.editing.applying import Clash, Headings, Since, Touched
from alongside.library.editing.changes import (
    UNSEEN,
    AddRecord,
    SetField,
    Unseen,
    from_json,
    to_json,
    value_from_json,
    value_to_json,
)
from alongside.library.headings import key

JOURNAL, LOCK = ".edits.jsonl", ".edits.lock"
PATIENCE = 30.0  # seconds to wait for another process that is saving
COMPACT_FROM = 8 * 2**20  # bytes; then what is settled and old is left out
KEPT_SETTLED = 500  # edits that can still be undone after that


class State(StrEnum):
    """What has become of an edit."""

    PENDING = "pending"  # kept, to be written when the workbook is free
    APPLIED = "applied"
    CONFLICT = "conflict"  # the user is to choose
    REFUSED = "refused"  # it cannot be written into this workbook
    SETTLED = "settled"  # the user chose


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Changes that are made together or not at all."""

    id: str
    at: datetime
    by: str
    base: str  # digest of the workbook the writer read; "" if not known
    changes: tuple[SetField | AddRecord, ...]
    undoes: str = ""  # the edit that this one takes back
    replaces: str = ""  # the clashing edit that this one settles
    headings: Headings = ()  # columns that are added first
    drops: Headings = ()  # columns that are taken out at the end, if they are empty then


@dataclass(frozen=True, slots=True)
class Entry:
    """An edit and what has become of it."""

    edit: Edit
    state: State = State.PENDING
    undo: tuple[SetField, ...] = ()
    clashes: tuple[Clash, ...] = ()
    reason: str = ""
    after: str = ""  # digest of the workbook it was written into, if it was


@dataclass(frozen=True, slots=True)
class Intent:
    """A save that was about to happen. Without a line that says it did, only the workbook's digest tells."""

    id: str
    before: str
    after: str
    undo: Mapping[str, tuple[SetField, ...]]  # id of each edit it holds


@dataclass(slots=True)
class Journal:
    """All that the file tells."""

    entries: dict[str, Entry] = field(default_factory=dict)
    done: list[Intent] = field(default_factory=list)
    open: Intent | None = None  # the last, where it is not known whether it happened
    spoilt: int = 0  # lines with a wrong checksum

    def pending(self) -> list[Entry]:
        """What waits, in the order it came."""
        return [entry for entry in self.entries.values() if entry.state is State.PENDING]

    def since(self, base: str, now: str) -> Since:
        """What is known of the way from one state of the workbook to another."""
        steps = {intent.before: intent for intent in self.done if intent.before != intent.after}
        here = base
        seen: Touched = frozenset()
        for _step in range(len(self.done) + 1):
            if here == now:
                return Since(True, seen)
            intent = steps.get(here)
            if intent is None:
                break
            seen |= touched(intent.undo)
            here = intent.after
        return Since(False)


def touched(undo: Mapping[str, tuple[SetField, ...]]) -> Touched:
    """The cells that these edits changed."""
    return frozenset((item.sheet, item.row, key(item.heading)) for changes in undo.values() for item in changes)


@contextmanager
def locked(workbook: Path) -> Iterator[None]:
    """Hold the workbook's lock. Raises AlongsideError where another process holds it for long."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - for saving only; costs a quarter of a start

    lock = FileLock(beside(workbook, LOCK), timeout=PATIENCE)
    try:
        lock.acquire()
    except Timeout as error:
        raise AlongsideError(
            _("Another Alongside has been saving this workbook for too long, so your change was not kept."),
            where=workbook.name,
            remedy=_("Try again in a minute."),
        ) from error
    except OSError as error:
        raise _unusable(workbook, error) from error
    try:
        yield
    finally:
        lock.release()


def beside(workbook: Path, suffix: str) -> Path:
    """The journal's or the lock's place."""
    return workbook.with_name(workbook.name + suffix)


def new_id() -> str:
    """An id that no other process makes."""
    return secrets.token_hex(8)


def read(workbook: Path) -> Journal:
    """What the journal tells; an empty one where there is none."""
    journal = Journal()
    try:
        data = beside(workbook, JOURNAL).read_bytes()
    except FileNotFoundError:
        return journal
    except OSError as error:
        raise _unusable(workbook, error) from error
    lines = data.split(b"\n")
    for line in lines:
        if not line.strip():
            continue
        found = from_line(line)
        if found is None:
            journal.spoilt += line is not lines[-1]
            continue
        try:
            _take(journal, found)
        except (KeyError, TypeError, ValueError, AttributeError):
            journal.spoilt += 1
    return journal


def append(workbook: Path, lines: Sequence[Mapping[str, Any]]) -> None:
    """Add lines and wait until the disk has them. Only under the lock."""
    if not lines:
        return
    path = beside(workbook, JOURNAL)
    text = b"".join(to_line(line) for line in lines)
    try:
        add(path, text)
    except OSError as error:
        raise _unusable(workbook, error) from error


def compact(workbook: Path) -> None:
    """Leave out what was settled long ago, if the file has grown large. Only under the lock."""
    path = beside(workbook, JOURNAL)
    try:
        if path.stat().st_size < COMPACT_FROM:
            return
        found = [line for raw in path.read_bytes().split(b"\n") if (line := from_line(raw))]
    except OSError:
        return  # a large journal is a nuisance, not a fault
    entries = read(workbook).entries
    settled = [name for name, entry in entries.items() if entry.state in {State.APPLIED, State.SETTLED, State.REFUSED}]
    gone = set(settled[:-KEPT_SETTLED])
    kept = []
    for line in found:
        if line["kind"] == "intent":
            line["undo"] = {name: undo for name, undo in line["undo"].items() if name not in gone}
        elif (line.get("id") if line["kind"] == "edit" else line.get("edit")) in gone:
            continue
        kept.append(line)
    lasting = {line["id"] for line in kept if line["kind"] == "intent" and line["undo"]}
    kept = [line for line in kept if line["kind"] not in {"intent", "done"} or _save_of(line) in lasting]
    draft = path.with_name(f".{path.name}.part")
    with draft.open("wb") as file:
        file.write(b"".join(map(to_line, kept)))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def _save_of(line: Mapping[str, Any]) -> Any:
    return line["id"] if line["kind"] == "intent" else line["intent"]


# --- the lines ------------------------------------------------------------------------------------------------------


def edit_line(edit: Edit) -> dict[str, Any]:
    """A new edit."""
    found = {
        "kind": "edit", "id": edit.id, "at": edit.at.isoformat(), "by": edit.by, "base": edit.base,
        "changes": [to_json(change) for change in edit.changes], "undoes": edit.undoes, "replaces": edit.replaces,
    }  # fmt: skip
    found |= {name: part for name, part in (("headings", edit.headings), ("drops", edit.drops)) if part}
    return found


def intent_line(intent: Intent) -> dict[str, Any]:
    """A save that is about to happen."""
    undo = {name: [to_json(change) for change in changes] for name, changes in intent.undo.items()}
    return {"kind": "intent", "id": intent.id, "before": intent.before, "after": intent.after, "undo": undo}


def done_line(intent: Intent) -> dict[str, Any]:
    """It happened."""
    return {"kind": "done", "intent": intent.id}


def clash_line(edit: str, clashes: Sequence[Clash]) -> dict[str, Any]:
    """An edit that somebody else's change stands against."""
    told = []
    for clash in clashes:
        item = {
            "sheet": clash.sheet, "row": clash.row, "ref": clash.ref, "heading": clash.heading,
            "mine": value_to_json(clash.mine), "theirs": value_to_json(clash.theirs),
        }  # fmt: skip
        if not isinstance(clash.seen, Unseen):
            item["seen"] = value_to_json(clash.seen)
        told.append(item)
    return {"kind": "clash", "edit": edit, "clashes": told}


def refused_line(edit: str, reason: str) -> dict[str, Any]:
    """An edit that cannot be written."""
    return {"kind": "refused", "edit": edit, "reason": reason}


def settled_line(edit: str) -> dict[str, Any]:
    """A clash or refusal that the user has seen to."""
    return {"kind": "settled", "edit": edit}


def _take(journal: Journal, line: Mapping[str, Any]) -> None:
    entries = journal.entries
    match line["kind"]:
        case "edit":
            edit = Edit(
                id=str(line["id"]), at=datetime.fromisoformat(line["at"]), by=str(line["by"]), base=str(line["base"]),
                changes=tuple(from_json(change) for change in line["changes"]), undoes=str(line["undoes"]),
                replaces=str(line["replaces"]), headings=_headings(line.get("headings", ())),
                drops=_headings(line.get("drops", ())),
            )  # fmt: skip
            entries[edit.id] = Entry(edit)
            if edit.replaces in entries:
                entries[edit.replaces] = replace(entries[edit.replaces], state=State.SETTLED)
        case "intent":
            undo = {
                str(name): tuple(change for item in changes if isinstance(change := from_json(item), SetField))
                for name, changes in line["undo"].items()
            }
            journal.open = Intent(str(line["id"]), str(line["before"]), str(line["after"]), undo)
        case "done":
            intent = journal.open
            if intent is None or intent.id != line["intent"]:
                return
            journal.open = None
            journal.done.append(intent)
            for name, changes in intent.undo.items():
                if name in entries:
                    entries[name] = replace(
                        entries[name], state=State.APPLIED, undo=tuple(changes), after=intent.after, clashes=()
                    )
        case "clash":
            clashes = tuple(_clash(item) for item in line["clashes"])
            entries[line["edit"]] = replace(entries[line["edit"]], state=State.CONFLICT, clashes=clashes)
        case "refused":
            entries[line["edit"]] = replace(entries[line["edit"]], state=State.REFUSED, reason=str(line["reason"]))
        case "settled":
            entries[line["edit"]] = replace(entries[line["edit"]], state=State.SETTLED)


def _headings(found: Sequence[Sequence[str]]) -> Headings:
    return tuple((str(sheet), str(heading)) for sheet, heading in found)


def _clash(item: Mapping[str, Any]) -> Clash:
    return Clash(
        sheet=str(item["sheet"]), row=int(item["row"]), ref=str(item["ref"]), heading=str(item["heading"]),
        seen=value_from_json(item["seen"]) if "seen" in item else UNSEEN, mine=value_from_json(item["mine"]),
        theirs=value_from_json(item["theirs"]),
    )  # fmt: skip


def _unusable(workbook: Path, error: OSError) -> AlongsideError:
    return AlongsideError(
        _("Changes to this workbook cannot be kept beside it: {reason}.").format(reason=error.strerror or error),
        where=workbook.name,
        remedy=_("Check that you may write into its folder and that the disk has room."),
    )
