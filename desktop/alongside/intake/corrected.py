"""What a person corrects of what was read in a buyer's file. Pure functions; undo is keeping the value before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.intake.asked import NOWHERE, Asked, Slot
from alongside.intake.recognise import asks, instructs, numbered
from alongside.packs.pack import LimitKind

EDITABLE = frozenset({
    "number", "text", "guidance", "section", "limit", "weight", "weight_unit", "marking", "options",
})  # fmt: skip
DEPTH = 500  # corrections that can be undone
_LONG = 1_200  # characters of a question in which several may stand
_MANY = 3  # question marks


@dataclass(frozen=True, slots=True)
class Entry:
    """One question as it stands now, and what of the file it was made from."""

    asked: Asked
    read: tuple[Asked, ...]  # as it was read; several were merged; that of a part is the whole
    out: bool = False  # it is no question
    part: tuple[int, int] | None = None  # from where to where in the text that was split
    remembered: str = ""  # what was remembered of this buyer and done here, in words

    @property
    def id(self) -> str:
        return self.asked.id

    @property
    def changed(self) -> bool:
        """Whether it is not as it was read."""
        return self.out or self.part is not None or self.read != (self.asked,)


Corrected = tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What was before, and what was then done to it, in the user's words."""

    before: Corrected
    what: str
    key: str = ""  # changes in a row with the same key undo as one; "" never joins


@dataclass(frozen=True, slots=True)
class Steps:
    """What can be undone and redone; for what was undone `before` is what it led to."""

    past: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()

    def done(self, before: Corrected, what: str, key: str = "") -> "Steps":
        """One more."""
        if key and self.past and self.past[-1].key == key and not self.undone:
            return self
        return Steps((*self.past, Step(before, what, key))[-DEPTH:])

    def undo(self, now: Corrected) -> "tuple[Steps, Corrected]":
        """One back; the same where there is none."""
        if not self.past:
            return self, now
        last = self.past[-1]
        return Steps(self.past[:-1], (*self.undone, replace(last, before=now, key=""))), last.before

    def redo(self, now: Corrected) -> "tuple[Steps, Corrected]":
        """One forth; the same where nothing was undone."""
        if not self.undone:
            return self, now
        last = self.undone[-1]
        return Steps((*self.past, replace(last, before=now)), self.undone[:-1]), last.before


def begin(asked: Iterable[Asked]) -> Corrected:
    """All as it was read."""
    return tuple(Entry(item, (item,)) for item in asked)


def questions(entries: Corrected) -> tuple[Asked, ...]:
    """What is asked after all corrections; a sub-question whose parent is out stands by itself."""
    kept = [entry.asked for entry in entries if not entry.out]
    ids = {item.id for item in kept}
    return tuple(item if not item.parent or item.parent in ids else replace(item, parent="") for item in kept)


def change(entries: Corrected, question_id: str, **fields: Any) -> Corrected:
    """One question with other words, limit, weight or the like."""
    unknown = set(fields) - EDITABLE
    if unknown:
        raise TypeError(f"not a person's to change: {sorted(unknown)}")
    if not str(fields.get("text", "x")).strip():
        raise AlongsideError(
            _("A question has words."), remedy=_("Mark it as not a question if nothing is asked here.")
        )
    return _each(entries, {question_id}, lambda entry: replace(entry, asked=replace(entry.asked, **fields)))


def leave_out(entries: Corrected, ids: Iterable[str]) -> Corrected:
    """These are no questions."""
    return _each(entries, set(ids), lambda entry: replace(entry, out=True))


def put_back(entries: Corrected, ids: Iterable[str]) -> Corrected:
    """These are questions after all."""
    return _each(entries, set(ids), lambda entry: replace(entry, out=False, remembered=""))


def merge(entries: Corrected, ids: Iterable[str]) -> Corrected:
    """One question made of several, in the order of the file: the first one's number and place, what the first of them
    says of limit and weight, and the answer's place that the last one has."""
    wanted = set(ids)
    several = [entry for entry in entries if entry.id in wanted]
    if len(several) < 2 or len(several) < len(wanted):
        raise AlongsideError(_("Merging takes two questions or more."), remedy=_("Choose them in the list first."))
    wholes = {entry.read for entry in several}
    if len(wholes) > 1 and any(entry.part is not None for entry in several):
        raise AlongsideError(
            _("One of these was split off another question."),
            remedy=_("Merge what was split first, or undo the split."),
        )
    first, rest = several[0], several[1:]
    own = first.asked
    for item in (entry.asked for entry in rest):
        words = f"{item.number} {item.text}".strip() if item.number else item.text
        slotted = item.slot is not Slot.NONE
        own = replace(
            own,
            text=f"{own.text}\n{words}",
            guidance="\n".join(part for part in (own.guidance, item.guidance) if part),
            limit=own.limit if own.limit.kind is not LimitKind.NONE else item.limit,
            limit_text=own.limit_text or item.limit_text,
            weight=own.weight if own.weight is not None else item.weight,
            weight_unit=own.weight_unit if own.weight is not None else item.weight_unit,
            marking=own.marking or item.marking,
            options=own.options or item.options,
            slot=item.slot if slotted else own.slot,
            answer_where=item.answer_where if slotted else own.answer_where,
            answer_now="\n".join(part for part in (own.answer_now, item.answer_now) if part),
        )
    read = tuple(dict.fromkeys(asked for entry in several for asked in entry.read))
    gone = {entry.id for entry in rest}
    own = replace(own, parent="" if own.parent in gone else own.parent)
    made = Entry(own, read)
    left = (made if entry is first else entry for entry in entries if entry.id not in gone)
    return tuple(
        replace(entry, asked=replace(entry.asked, parent=own.id)) if entry.asked.parent in gone else entry
        for entry in left
    )


def split(entries: Corrected, question_id: str, at: int) -> Corrected:
    """Two questions made of one, parted at a place in its text. The second keeps where the answer goes; the first keeps
    the rest; the limit stays with both, since the file does not say whose it is."""
    found: list[Entry] = []
    for entry in entries:
        if entry.id != question_id:
            found.append(entry)
            continue
        whole = entry.asked.text
        before, after = whole[:at].strip(), whole[at:].strip()
        if not before or not after:
            raise AlongsideError(
                _("A question is parted inside its text."), remedy=_("Put the cursor where the second one begins.")
            )
        parted = numbered(after)
        start = entry.part[0] if entry.part else 0
        end = entry.part[1] if entry.part else len(whole)
        first = replace(entry.asked, text=before, slot=Slot.NONE, answer_where=NOWHERE, answer_now="")
        second = replace(
            entry.asked,
            id=_free(f"{entry.id}+{start + at}", entries),
            number=parted.number,
            text=parted.rest.strip() or after,
            guidance="",
            weight=None,
            weight_unit="",
        )
        found += [
            replace(entry, asked=first, part=(start, start + at)),
            replace(entry, asked=second, part=(start + at, end)),
        ]
    return tuple(found)


def as_read(entries: Corrected, question_id: str) -> Corrected:
    """What was read, in the stead of what was made of it; what was split is whole again."""
    chosen = next(entry for entry in entries if entry.id == question_id)
    found: list[Entry] = []
    placed = False
    for entry in entries:
        if entry.read != chosen.read:
            found.append(entry)
        elif not placed:
            found += [Entry(asked, (asked,)) for asked in chosen.read]
            placed = True
    return tuple(found)


def doubts(entry: Entry, entries: Corrected, *, writable: bool) -> tuple[str, ...]:
    """Why a person should look at this one, each reason as a sentence. What a person changed is not doubted."""
    asked, others = entry.asked, [item.asked for item in entries if not item.out]
    if entry.out or entry.changed:
        return ()
    found = []
    if not (asks(asked.text) or instructs(asked.text) or asked.number or asked.options):
        found.append(_("It does not read like a question."))
    if len(asked.text) > _LONG or asked.text.count("?") >= _MANY:
        found.append(_("It may be several questions."))
    if not asked.number and _most(bool(item.number) for item in others):
        found.append(_("It has no number, and most others have one."))
    if asked.limit.kind is LimitKind.NONE and not asked.options and not asked.parent and _most(
        item.limit.kind is not LimitKind.NONE for item in others
    ):  # fmt: skip
        found.append(_("No limit was found, and most others have one."))
    if asked.number and sum(1 for item in others if item.number == asked.number and item.section == asked.section) > 1:
        found.append(_("Another question has the same number."))
    if writable and asked.slot is Slot.NONE:
        found.append(_("No place was found for its answer."))
    return tuple(found)


def _most(held: Iterable[bool]) -> bool:
    all_of = list(held)
    return len(all_of) > 3 and sum(all_of) > 0.7 * len(all_of)


def _each(entries: Corrected, ids: set[str], what: Any) -> Corrected:
    missing = ids - {entry.id for entry in entries}
    if missing:
        raise KeyError(sorted(missing)[0])
    return tuple(what(entry) if entry.id in ids else entry for entry in entries)


def _free(wanted: str, entries: Sequence[Entry]) -> str:
    taken = {entry.id for entry in entries}
    made, number = wanted, 2
    while made in taken:
        made, number = f"{wanted}-{number}", number + 1
    return made
