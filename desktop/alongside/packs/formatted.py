"""Formatted text as frozen nouns: runs, list items, tables, and the text that carries them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or, `at_end`, an endnote."""

    text: str
    at_end: bool


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""  # where it leads: http, https, mailto, or # and a bookmark of the document; empty: nowhere
    note: Note | None = None  # stands in place of the text, where a note can stand


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class ListItem:
    """Where a paragraph stands in a list."""

    level: int  # from 1 to 3
    number: int | None = None  # as it was typed and is printed; None: a bullet


@dataclass(frozen=True, slots=True)
class TextTable:
    """A small table inside a text; every row has as many cells as there are headings."""

    headings: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]

    def lines(self) -> tuple[tuple[str, ...], ...]:
        """The cells as plain text, the headings first."""
        return tuple(tuple(plain(cell) for cell in row) for row in (self.headings, *self.rows))


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph, or one table in the place of a paragraph."""

    runs: Runs = ()
    item: ListItem | None = None
    quote: bool = False  # somebody's own words
    table: TextTable | None = None

    @property
    def text(self) -> str:
        """As plain text; a table with a tab between cells and a line for each row, as Word copies it."""
        if self.table is not None:
            return "\n".join("\t".join(line) for line in self.table.lines())
        return plain(self.runs)

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing about it but its text."""
        return (
            self.item is None
            and self.table is None
            and not self.quote
            and not any(run.bold or run.italic or run.link or run.note for run in self.runs)
        )

    def texts(self) -> Iterator[str]:
        """What must be found in print: the text, or each cell."""
        if self.table is not None:
            yield from (cell for line in self.table.lines() for cell in line)
        else:
            yield plain(run for run in self.runs if run.note is None)


class FormattedText(str):
    """Plain text to everybody who reads it, so that it is counted, searched and checked as text; the form beside it.

    A string and not a wrapper of one, because a template's word, a paragraph and a field of a story all are strings,
    and whoever does not print must not have to know that some of them have a form.
    """

    __slots__ = ("pieces",)
    pieces: tuple[Piece, ...]

    def __new__(cls, pieces: Iterable[Piece]) -> "FormattedText":
        held = tuple(pieces)
        made = super().__new__(cls, "\n".join(piece.text for piece in held))
        made.pieces = held
        return made

    def __reduce__(self) -> tuple[type["FormattedText"], tuple[tuple[Piece, ...]]]:
        return FormattedText, (self.pieces,)


def plain(runs: Iterable[Run]) -> str:
    """The runs' text."""
    return "".join(run.text for run in runs)


def with_form(piece: Piece) -> str:
    """The piece as text: a plain string where there is nothing about it but its text."""
    return piece.text if piece.is_plain else FormattedText((piece,))


def has_form(pieces: Iterable[Piece]) -> bool:
    """Whether any of the pieces is more than its text."""
    return not all(piece.is_plain for piece in pieces)


def pieces_of(text: str) -> tuple[Piece, ...]:
    """A text's pieces; one plain piece for a plain string."""
    return text.pieces if isinstance(text, FormattedText) else (Piece((Run(text),)),)


def printed_texts(text: str) -> Iterator[str]:
    """The stretches that must be found in a document which prints the text: paragraphs and cells."""
    if isinstance(text, FormattedText):
        for piece in text.pieces:
            yield from piece.texts()
    else:
        yield text


def note_texts(text: str) -> Iterator[str]:
    """What the notes of a text say."""
    for piece in text.pieces if isinstance(text, FormattedText) else ():
        yield from (run.note.text for run in piece.runs if run.note is not None)


def is_table(text: str) -> bool:
    """Whether the text is one table and nothing else."""
    pieces = pieces_of(text)
    return len(pieces) == 1 and pieces[0].table is not None


def is_quote(text: str) -> bool:
    """Whether the text is one quotation and nothing else."""
    pieces = pieces_of(text)
    return len(pieces) == 1 and pieces[0].quote


def without_quote(text: str) -> str:
    """The text of a quotation that something else says is one."""
    return with_form(replace(pieces_of(text)[0], quote=False)) if is_quote(text) else text
