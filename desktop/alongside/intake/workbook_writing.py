"""Writes answers into the cells of a buyer's workbook; every other byte of its parts stays as it was."""

from collections.abc import Iterator, Sequence

from alongside.errors import AlongsideError
from alongside.findings import Finding, finding
from alongside.i18n import _
from alongside.intake.answering import Answer, NotWritten, Written
from alongside.intake.asked import Slot
from alongside.intake.cell_choices import offered_by
from alongside.library.editing.book import EditableBook
from alongside.library.editing.changes import LONGEST_TEXT, Value, empty
from alongside.library.editing.sheet_xml import within
from alongside.library.scan import letters
from alongside.packs.answered import plain_text

_Cell = tuple[str, int, int]  # sheet, row and column from 1


def write_workbook(data: bytes, name: str, answers: Sequence[Answer]) -> Written:
    """The workbook with the answers in it; as it was where one is too long for any cell.

    Raises AlongsideError where it cannot be changed safely.
    """
    try:
        book = EditableBook(data)
    except AlongsideError as error:
        error.where = error.where or name
        raise
    too_long = tuple(found for answer in answers if (found := _too_long(answer, name)) is not None)
    if too_long:
        return Written(data, too_long)
    findings: list[Finding] = []
    placed: dict[str, list[tuple[Answer, int, int]]] = {}
    for answer in answers:
        try:
            sheet, row, column = cell_of(book, answer)
            findings += _about(book, (sheet, row, column), answer, name)
        except (NotWritten, AlongsideError) as trouble:
            findings.append(_told(trouble, answer, name))
        else:
            placed.setdefault(sheet, []).append((answer, row, column))
    done = [answer for sheet, cells in placed.items() for answer in _written(book, sheet, cells, findings, name)]
    return Written(book.packed() if done else data, tuple(findings), tuple(done))


def _written(
    book: EditableBook, sheet: str, cells: Sequence[tuple[Answer, int, int]], findings: list[Finding], name: str
) -> list[Answer]:
    """Write a sheet's answers in one step; one by one where that is refused, to tell which of them is at fault."""
    rows: dict[int, dict[int, Value]] = {}
    for answer, row, column in cells:
        rows.setdefault(row, {})[column] = plain_text(answer.marked)
    try:
        book.set_rows(sheet, rows, {})
        book.let_grow(sheet, rows)
    except AlongsideError:
        done = []
        for answer, row, column in cells:
            try:
                book.set_cells(sheet, row, {column: plain_text(answer.marked)})
                book.let_grow(sheet, [row])
            except AlongsideError as trouble:
                findings.append(_told(trouble, answer, name))
            else:
                done.append(answer)
        return done
    return [answer for answer, _row, _column in cells]


def _told(trouble: NotWritten | AlongsideError, answer: Answer, name: str) -> Finding:
    if isinstance(trouble, AlongsideError):
        trouble = NotWritten(trouble.what, trouble.remedy)
    return trouble.told(answer, name)


def cell_of(book: EditableBook, answer: Answer) -> _Cell:
    """The cell an answer goes to: of merged cells the first. Raises NotWritten where there is none."""
    where = answer.where
    if answer.slot is not Slot.CELL or where.row is None or where.column is None:
        raise NotWritten(_("The workbook has no place for this answer."), _("Put it into a document of your own."))
    row, column = where.row, where.column + 1
    for top, left, bottom, right in book.sheet(where.part).merges:
        if within(row, column, (top, left, bottom, right)):
            return where.part, top, left
    return where.part, row, column


def _too_long(answer: Answer, name: str) -> Finding | None:
    """The Finding for an answer that no cell can hold."""
    units = len(plain_text(answer.marked).encode("utf-16-le", "surrogatepass")) // 2
    if units <= LONGEST_TEXT:
        return None
    return finding(
        "answer.too_long",
        answer.place(name),
        _("The answer has {n} characters; a cell of a workbook holds {most}.").format(
            n=f"{units:,}", most=f"{LONGEST_TEXT:,}"
        ),
        _("Shorten it, or put it into a document of its own and refer to that."),
    )


def _about(book: EditableBook, cell: _Cell, answer: Answer, name: str) -> Iterator[Finding]:
    sheet, row, column = cell
    there = book.value(sheet, row, column)
    if not empty(there) and answer.now:
        yield finding(
            "answer.replaced",
            answer.place(name),
            _("What stood in this answer's place was replaced: “{text}”.").format(text=str(there)[:80]),
            _("Compare with the buyer's file if those were the buyer's words."),
        )
    offered = offered_by(book, sheet, row, column)
    if offered and answer.text.strip() not in offered:
        yield finding(
            "answer.not_a_choice",
            answer.place(name),
            _("The cell {cell} takes only what its list offers, and “{text}” is not in it.").format(
                cell=f"{letters(column)}{row}", text=" ".join(answer.text.split())[:60]
            ),
            _("Choose one of: {options}.").format(options="; ".join(offered[:12])),
        )
