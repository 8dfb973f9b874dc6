"""What was corrected before in the files of one buyer, kept by the buyer's name and done again with the next file."""

import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from rapidfuzz import fuzz

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.intake.asked import Asked
from alongside.intake.corrected import EDITABLE, Corrected, Entry, begin, merge, split
from alongside.intake.laid_out import Cell, Part, Table
from alongside.intake.limits import limit_of_cell
from alongside.packs.buyer_file import Marking
from alongside.packs.pack import Limit, LimitKind

LIKE = 92  # per cent of likeness from which a text counts as one that was marked before
_SHORTEST = 12  # characters; shorter texts are compared exactly
_ROWS = 2  # limits that stand in one column before it is taken for the column of limits
_MOST = 2_000


class _Kept(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    pass


class Correction(_Kept, frozen=True, kw_only=True):
    """What was done with the question of that text. None: it was left as it was read."""

    text: str  # as it was read
    out: bool = False
    number: str | None = None
    words: str | None = None  # its text
    guidance: str | None = None
    section: str | None = None
    limit: Limit | None = None
    weight: float | None = None
    weight_unit: str | None = None
    marking: Marking | None = None
    options: tuple[str, ...] | None = None
    splits: tuple[int, ...] = ()  # places in the text
    merged: tuple[str, ...] = ()  # the texts that it was merged with


class LimitColumn(_Kept, frozen=True, kw_only=True):
    """In this buyer's tables the limits stand in a column."""

    column: int  # from 0
    kind: LimitKind


class Memory(_Kept, frozen=True, kw_only=True):
    """All that is kept of one buyer."""

    buyer: str
    corrections: tuple[Correction, ...] = ()
    limit_column: LimitColumn | None = None
    numbers_out: tuple[str, ...] = ()  # forms of number that no question has: "#", "a.#"


def buyer_file_of(folder: Path, buyer: str) -> Path:
    """Where a buyer's corrections are kept in a folder; the same for every way of writing the name."""
    key = _key(buyer)
    stem = re.sub(r"[^a-z0-9]+", "-", key).strip("-")[:60]
    return folder / f"{stem or 'buyer'}-{hashlib.sha256(key.encode()).hexdigest()[:6]}.json"


def recall(folder: Path, buyer: str) -> Memory:
    """What is kept of a buyer; nothing where nothing is. Raises AlongsideError where the file cannot be read."""
    path = buyer_file_of(folder, buyer)
    try:
        return msgspec.json.decode(path.read_bytes(), type=Memory)
    except FileNotFoundError:
        return Memory(buyer=buyer)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise AlongsideError(
            _("What was corrected before for this buyer cannot be read."),
            where=path.name,
            remedy=_("Correct by hand, or delete that file in the folder “buyers”."),
        ) from error


def keep(memory: Memory, folder: Path) -> None:
    """Write a buyer's corrections, whole or not at all."""
    path = buyer_file_of(folder, memory.buyer)
    folder.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_bytes(msgspec.json.format(msgspec.json.encode(memory), indent=2) + b"\n")
    os.replace(draft, path)  # noqa: PTH105


def learned(memory: Memory, entries: Corrected, parts: Iterable[Part] = ()) -> Memory:
    """What was known and what these corrections add; of two for one text the newer stands."""
    found = {_key(item.text): item for item in memory.corrections}
    for entry in _firsts(entries):
        made = _correction(entry, entries) or _exception(memory, entry)
        for asked in entry.read:
            found.pop(_key(asked.text), None)
        if made is not None:
            found[_key(made.text)] = made
    column = _limit_column(entries, _cells(parts)) or memory.limit_column
    return Memory(
        buyer=memory.buyer,
        corrections=tuple(found.values())[-_MOST:],
        limit_column=column,
        numbers_out=tuple(sorted(_numbers_out(entries) | _still_out(memory, entries))),
    )


def recollected(memory: Memory, asked: Iterable[Asked], parts: Iterable[Part] = ()) -> Corrected:
    """What was read, with what is remembered done to it; each entry says what was done."""
    entries = begin(asked)
    known = {_key(item.text): item for item in memory.corrections}
    outs = [item for item in memory.corrections if item.out and len(item.text) >= _SHORTEST]
    cells = _cells(parts) if memory.limit_column else {}
    for entry in entries:
        exact = known.get(_key(entry.asked.text))
        if exact is not None:
            entries = _again(entries, entry, exact)
            continue
        like = next((item for item in outs if _alike(item.text, entry.asked.text)), None)
        if like is not None:
            entries = _with(entries, replace(entry, out=True, remembered=_left_out(like.text)))
        elif entry.asked.number and shape(entry.asked.number) in memory.numbers_out:
            said = _("Left out, as numbers like “{number}” were before.").format(number=entry.asked.number)
            entries = _with(entries, replace(entry, out=True, remembered=said))
        elif memory.limit_column and entry.asked.limit.kind is LimitKind.NONE:
            entries = _with(entries, _limited(entry, memory.limit_column, cells))
    return entries


def shape(number: str) -> str:
    """The form of a number: "3.2" is "#.#", "Q4(b)" is "q#(a)"."""
    return re.sub(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z])", "a", re.sub(r"\d+", "#", number.strip())).casefold()


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _alike(one: str, other: str) -> bool:
    return len(other) >= _SHORTEST and fuzz.ratio(_key(one), _key(other)) >= LIKE


def _left_out(text: str) -> str:
    return _("Left out, as “{text}” was before.").format(text=" ".join(text.split())[:60])


def _with(entries: Corrected, changed: Entry) -> Corrected:
    return tuple(changed if entry.id == changed.id else entry for entry in entries)


def _firsts(entries: Corrected) -> list[Entry]:
    """Each thing that was read once, however many parts were made of it."""
    seen: set[tuple[str, ...]] = set()
    found = []
    for entry in entries:
        ids = tuple(asked.id for asked in entry.read)
        if ids not in seen:
            seen.add(ids)
            found.append(entry)
    return found


def _correction(entry: Entry, entries: Corrected) -> Correction | None:
    if not entry.changed:
        return None
    read, now = entry.read[0], entry.asked
    if entry.part is not None:
        return _splits(entry, entries)
    if entry.out:
        return Correction(text=read.text, out=True)
    texts = tuple(asked.text for asked in entry.read[1:])
    base = now if not texts else replace(now, text=read.text)
    return Correction(text=read.text, merged=texts, **_differences(read, base))


def _splits(entry: Entry, entries: Corrected) -> Correction | None:
    """Where a question was split, as long as its parts have the words that were read."""
    whole = entry.read[0].text
    parts = [(item.part, item.asked.text) for item in entries if item.read == entry.read and item.part is not None]
    if len(entry.read) > 1 or any(not whole[start:end].strip().endswith(text) for (start, end), text in parts):
        return None
    return Correction(text=whole, splits=tuple(sorted(start for (start, _end), _text in parts if start)))


def _exception(memory: Memory, entry: Entry) -> Correction | None:
    """A question that a rule of likeness would leave out, and that was put back: it is remembered as it is."""
    asked = entry.read[0]
    outs = (item.text for item in memory.corrections if item.out)
    rules_it_out = bool(asked.number) and shape(asked.number) in memory.numbers_out
    if not entry.changed and (rules_it_out or any(_alike(text, asked.text) for text in outs)):
        return Correction(text=asked.text)
    return None


def _differences(read: Asked, now: Asked) -> dict[str, Any]:
    names = {"text": "words"}
    return {
        names.get(field, field): getattr(now, field)
        for field in sorted(EDITABLE)
        if getattr(read, field) != getattr(now, field)
    }


def _again(entries: Corrected, entry: Entry, known: Correction) -> Corrected:
    if known.out:
        return _with(entries, replace(entry, out=True, remembered=_left_out(known.text)))
    if known.splits:
        for place in sorted(known.splits, reverse=True):
            try:
                entries = split(entries, entry.id, place)
            except AlongsideError:
                return entries
        said = _("Parted, as it was before.")
        return tuple(replace(item, remembered=said) if item.read == entry.read else item for item in entries)
    ids = [entry.id]
    for text in known.merged:
        ids += [item.id for item in entries if _key(item.asked.text) == _key(text) and item.id not in ids][:1]
    if known.merged:
        if len(ids) != len(known.merged) + 1:
            return entries
        entries = merge(entries, ids)
        entry = next(item for item in entries if item.id == ids[0] or any(a.id == ids[0] for a in item.read))
    fields = {
        name: value
        for field, name in ((field, {"words": "text"}.get(field, field)) for field in Correction.__struct_fields__)
        if name in EDITABLE and field != "text" and (value := getattr(known, field)) is not None
    }
    if not fields and not known.merged:
        return entries
    said = _("Merged and corrected, as it was before.") if known.merged else _("Corrected, as it was before.")
    return _with(entries, replace(entry, asked=replace(entry.asked, **fields), remembered=said))


# --- rules by likeness ---


def _numbers_out(entries: Corrected) -> set[str]:
    """Forms of number that stand before what is no question, three times at least, and before no question."""
    out = [shape(entry.asked.number) for entry in entries if entry.out and entry.asked.number]
    kept = {shape(entry.asked.number) for entry in entries if not entry.out}
    return {form for form in out if out.count(form) >= 3 and form not in kept}


def _still_out(memory: Memory, entries: Corrected) -> set[str]:
    kept = {shape(entry.asked.number) for entry in entries if not entry.out}
    return set(memory.numbers_out) - kept


_Cells = dict[tuple[str, int | None, int | None], dict[int, Cell]]


def _cells(parts: Iterable[Part]) -> _Cells:
    found: _Cells = {}
    for part in parts:
        if isinstance(part, Table):
            for row in part.rows:
                for cell in row:
                    place = cell.where
                    found.setdefault((place.part, place.table, place.row), {})[cell.column] = cell
    return found


def _row_of(asked: Asked, cells: _Cells) -> dict[int, Cell]:
    return cells.get((asked.where.part, asked.where.table, asked.where.row), {})


def _limit_column(entries: Corrected, cells: _Cells) -> LimitColumn | None:
    """The column that holds each limit a person put in; None: there is none, or several might be it."""
    put = [
        entry.asked
        for entry in entries
        if not entry.out and entry.read[0].limit != entry.asked.limit and entry.asked.limit.kind is not LimitKind.NONE
    ]
    if len(put) < _ROWS or len({asked.limit.kind for asked in put}) > 1:
        return None
    columns: set[int] | None = None
    for asked in put:
        held = {
            column
            for column, cell in _row_of(asked, cells).items()
            if re.sub(r"[\s,]", "", cell.text) == str(asked.limit.value)
        }
        columns = held if columns is None else columns & held
    return LimitColumn(column=min(columns), kind=put[0].limit.kind) if columns and len(columns) == 1 else None


def _limited(entry: Entry, known: LimitColumn, cells: _Cells) -> Entry:
    cell = _row_of(entry.asked, cells).get(known.column)
    heading = {LimitKind.WORDS: "word limit", LimitKind.PAGES: "page limit"}.get(known.kind, "character limit")
    said = limit_of_cell(cell.text, heading) if cell is not None and cell.text else None
    if said is None:
        return entry
    limit = Limit(kind=known.kind, value=said.limit.value)
    words = _("Its limit is taken from column {column}, as before.").format(column=_letter(known.column))
    return replace(entry, asked=replace(entry.asked, limit=limit, limit_text=said.text), remembered=words)


def _letter(column: int) -> str:
    made = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        made = chr(65 + rest) + made
    return made
