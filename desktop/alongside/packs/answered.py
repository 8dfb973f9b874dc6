"""What the blocks of a question say, as one formatted text for a form that is not ours; and the same without form."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from alongside.packs.formatted import Piece, Run, Runs, TextTable, pieces_of, plain
from alongside.packs.plan import PlannedBlock, PlannedQuestion, PlannedTable, Style


@dataclass(frozen=True, slots=True)
class AnswerText:
    """An answer, in order. Charts and pictures cannot go into somebody else's form: they are named in `left_out`."""

    pieces: tuple[Piece, ...]
    left_out: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """As plain text, a line for each paragraph."""
        return plain_text(self.pieces)

    @property
    def is_empty(self) -> bool:
        return not any(piece.text.strip() for piece in self.pieces)


def answer_text(question: PlannedQuestion, *, final: bool) -> AnswerText:
    """What is printed of a question's blocks. In a draft the reason stands where a text is kept back."""
    pieces: list[Piece] = []
    left_out: list[str] = []
    for block in question.blocks:
        if block.withheld and final:
            continue
        pieces += _pieces(block)
        if block.chart is not None:
            left_out.append(block.chart.title)
        if block.picture is not None:
            left_out.append(block.picture.caption or block.picture.alternative)
    return AnswerText(tuple(pieces), tuple(left_out))


def _pieces(block: PlannedBlock) -> Iterator[Piece]:
    for paragraph in block.paragraphs:
        for piece in pieces_of(paragraph.text):
            if paragraph.style is Style.HEADING:
                yield replace(piece, runs=tuple(replace(run, bold=True) for run in piece.runs))
            elif paragraph.style is Style.QUOTE:
                yield replace(piece, quote=True)
            else:
                yield piece
    if block.table is not None:
        yield from _table(block.table)


def _table(table: PlannedTable) -> Iterator[Piece]:
    if table.title:
        yield Piece((Run(table.title, bold=True),))
    columns = range(len(table.headings))
    rows = tuple(tuple(_cell(row[at] if at < len(row) else "") for at in columns) for row in table.rows)
    yield Piece(table=TextTable(tuple(_cell(text) for text in table.headings), rows))
    if table.note:
        yield Piece((Run(table.note),))


def _cell(text: str) -> Runs:
    return (Run(text),) if text else ()


# --- without form ---------------------------------------------------------------------------------------------------


def plain_text(pieces: Iterable[Piece]) -> str:
    """The text without form: each paragraph a line, bullets and numbers typed, cells parted by tabs."""
    return "\n".join(plain_line(piece) for piece in pieces)


def plain_line(piece: Piece) -> str:
    """One paragraph, or the lines of one table."""
    if piece.table is not None:
        return piece.text
    return f"{item_mark(piece)}{linked(piece.runs)}"


def item_mark(piece: Piece) -> str:
    """What stands before an item of a list: its number as it was typed, or a bullet."""
    if piece.item is None:
        return ""
    inset = "    " * (piece.item.level - 1)
    return f"{inset}{piece.item.number}. " if piece.item.number is not None else f"{inset}\N{BULLET} "


def linked(runs: Sequence[Run]) -> str:
    """The words, each address behind the words that lead to it."""
    return "".join(shown(run) for run in runs)


def shown(run: Run) -> str:
    """A run's words, and the address they lead to where they do not say it themselves."""
    if not run.link or run.link.startswith("#") or run.link.removeprefix("mailto:") in run.text:
        return run.text
    return f"{run.text} ({run.link})"


def form_lost(pieces: Iterable[Piece]) -> tuple[str, ...]:
    """What a text loses where there is no form: some of "bold", "italic", "quotation", "table"."""
    lost: dict[str, None] = {}
    for piece in pieces:
        if piece.table is not None:
            lost["table"] = None
        if piece.quote:
            lost["quotation"] = None
        for run in piece.runs:
            if run.bold and plain((run,)).strip():
                lost["bold"] = None
            if run.italic and plain((run,)).strip():
                lost["italic"] = None
    return tuple(lost)
