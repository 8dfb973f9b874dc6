"""A workbook without a story: its row emptied but for a tombstone, its words taken out wherever a cell repeats them.

Every other cell stays byte for byte. The file's list of shared texts is cleaned too: a cell that is emptied leaves its
old text there, where nobody sees it and anybody can read it.
"""

import re
import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.columns import Kind
from alongside.library.container import normal
from alongside.library.echoes import Heard, Runs
from alongside.library.editing.book import EditableBook
from alongside.library.editing.changes import Value
from alongside.library.library import Library
from alongside.library.records import Record, Story, columns_of

ERASED = _("(erased)")
_KEPT = frozenset({"story_id", "story_kind", "service_id"})
_STRINGS = "xl/sharedStrings.xml"
_SHEETS = re.compile(r"xl/(?:work|chart|dialog)sheets/[^/]+\.xml")
_SHARED = re.compile(rb"<(?:\w+:)?c\b[^>]*\bt=\"s\"[^>]*>(.*?)</(?:\w+:)?c>", re.DOTALL)
_NUMBER = re.compile(rb"<(?:\w+:)?v>\s*(\d+)\s*</(?:\w+:)?v>")


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who or what is to leave."""

    refs: Collection[str]  # ids of the stories
    runs: Sequence[Runs]  # of their texts
    on: date
    person: str = ""  # the person's code; "": only the stories leave
    stand_in: str = ""  # put in the place of the code, so that figures of how many people stay right

    def repeats(self, *texts: str) -> bool:
        """Whether these texts, one after the other, repeat what is to leave."""
        return any(Heard(texts).repeats(runs) for runs in self.runs) or any(self.names(text) for text in texts)

    def names(self, text: str) -> bool:
        """Whether a text holds the person's code."""
        return bool(self.person) and _code(self.person).search(text) is not None


def stand_in() -> str:
    """A code that leads to nobody."""
    return f"GONE-{secrets.token_hex(3).upper()}"


class _Book(EditableBook):
    def names_of_parts(self) -> Iterable[str]:
        return tuple(self._numbers)

    def sheet_names(self) -> Iterable[str]:
        ours = {spelt: name for name, spelt in self.names.items()}
        return tuple(ours.get(name, name) for name in self._container.sheets)

    def put(self, part: str, content: bytes) -> None:
        self._set_part(part, content)


@dataclass(slots=True)
class Erased:
    """What became of a workbook."""

    data: bytes
    records: list[str] = field(default_factory=list)  # ids of the records of which something was taken out
    left: list[str] = field(default_factory=list)  # sentences: what could not be


def erased(data: bytes, library: Library, leaving: Leaving) -> Erased:
    """The workbook without what is to leave; `library` is what its rows say. Raises AlongsideError for a damaged."""
    book = _Book(data)
    result = Erased(data)
    before = _in_use(book)
    for record in library:
        values = _new_values(record, leaving)
        if not values and not (isinstance(record, Story) and record.ref in leaving.refs):
            continue
        cells = {column: value for name, value in values.items() if (column := _column(book, record.sheet, name))}
        if isinstance(record, Story) and record.ref in leaving.refs:
            cells |= _own_columns(book, record, cells)
        _write(book, record, cells, result)
        result.records.append(record.ref or f"{record.sheet} {record.row}")
    for name in book.sheet_names():
        _sweep(book, name, leaving, result)
    _clean_strings(book, before, leaving)
    result.data = book.packed() if book.changed else data
    return result


def without_repeats(text: str, leaving: Leaving) -> str:
    """The text without the paragraphs that repeat what is to leave, and without the person's code."""
    kept = [part for part in text.split("\n") if not any(Heard([part]).repeats(runs) for runs in leaving.runs)]
    left = "\n".join(kept) if len(kept) < len(text.split("\n")) else text
    if any(Heard([left]).repeats(runs) for runs in leaving.runs):
        left = ""
    return _code(leaving.person).sub(leaving.stand_in, left) if leaving.person else left


def _code(person: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(person)}(?![\w-])", re.IGNORECASE)


def _new_values(record: Record, leaving: Leaving) -> dict[str, Value]:
    """The fields of a record that change, with what they hold from now on."""
    columns = columns_of(type(record))
    if isinstance(record, Story) and record.ref in leaving.refs:
        gone: dict[str, Value] = {item.heading: None for item in columns if item.heading not in _KEPT}
        kept: dict[str, Value] = {
            "title": ERASED, "what_person_said": ERASED, "status": "withdrawn",
            "withdrawn_on": record.withdrawn_on or leaving.on,
        }  # fmt: skip
        return gone | kept
    theirs = bool(leaving.person) and getattr(record, "person_ref", "") == leaving.person
    values: dict[str, Value] = {}
    for item in columns:
        held = getattr(record, item.heading)
        if isinstance(held, tuple) and held:
            plain = tuple(without_repeats(part, leaving) for part in held)
            if plain != held:
                values[item.heading] = tuple(filter(None, plain))
        elif isinstance(held, str) and held:
            private = theirs and (item.kind is Kind.PROSE or (item.person and item.heading != "person_ref"))
            plain_text = "" if private else without_repeats(held, leaving)
            if plain_text != held:
                values[item.heading] = plain_text
    return values


def _column(book: EditableBook, sheet: str, heading: str) -> int | None:
    try:
        return book.column(sheet, heading)
    except AlongsideError:
        return None  # a heading that this workbook does not have


def _own_columns(book: EditableBook, record: Record, known: Collection[int]) -> dict[int, Value]:
    """Columns of the user's own in a row: what they say of the story is not known, so it goes."""
    contract = {
        at for item in columns_of(type(record)) if (at := _column(book, record.sheet, item.heading)) is not None
    }
    found = book.sheet(record.sheet).cells(record.row)
    return {
        item.column: None for item in found if item.held and item.column not in contract and item.column not in known
    }


def _write(book: EditableBook, record: Record, cells: dict[int, Value], result: Erased) -> None:
    try:
        book.set_cells(record.sheet, record.row, cells)
    except AlongsideError:  # a formula or merged cells in the way: cell by cell, and what is left is told
        for column, value in cells.items():
            try:
                book.set_cells(record.sheet, record.row, {column: value})
            except AlongsideError as error:
                result.left.append(f"{record.sheet} {record.row}: {error.sentence()}")


def _sweep(book: _Book, name: str, leaving: Leaving, result: Erased) -> None:
    """Any other cell that repeats what is to leave: on sheets and in columns of the user's own, in notes to oneself."""
    try:
        sheet = book.sheet(name)
        held = [
            (row, cell.column, text)
            for row in sheet.numbers
            for cell in sheet.cells(row)
            if isinstance(text := book.value(name, row, cell.column), str) and leaving.repeats(text)
        ]
    except AlongsideError:
        return  # a sheet of another kind, such as a chart on its own: what is left is told
    for row, column, text in held:
        try:
            book.set_cells(name, row, {column: without_repeats(text, leaving)})
            result.records.append(f"{name} {row}")
        except AlongsideError as error:
            result.left.append(f"{name} {row}: {error.sentence()}")


# --- the file's list of texts ------------------------------------------------------------------------------------


def _in_use(book: _Book) -> set[int]:
    """The shared texts that some cell shows."""
    found: set[int] = set()
    for name in book.names_of_parts():
        if _SHEETS.fullmatch(name):
            for cell in _SHARED.findall(book.part(name, 2**31)):
                found.update(map(int, _NUMBER.findall(cell)))
    return found


def _clean_strings(book: _Book, before: set[int], leaving: Leaving) -> None:
    """Empty the shared texts that no cell shows any more, and any left over that repeats what is to leave."""
    part = normal(_STRINGS)
    if part not in book.names_of_parts():
        return
    now = _in_use(book)
    tree = etree.fromstring(book.part(part, 2**31), etree.XMLParser(resolve_entities=False, huge_tree=True))
    changed = False
    for at, item in enumerate(item for item in tree if isinstance(item.tag, str) and item.tag.endswith("}si")):
        if at in now:
            continue
        text = "".join(map(str, item.itertext()))
        if text and (at in before or leaving.repeats(text)):
            item[:] = [etree.SubElement(item, item.tag[:-2] + "t")]
            changed = True
    if changed:
        book.put(part, etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))
