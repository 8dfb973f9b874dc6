"""Writes answers into a buyer's file of any kind, and looks whether all of them arrived."""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO

from alongside.errors import AlongsideError
from alongside.findings import Finding, finding
from alongside.i18n import _
from alongside.intake.answering import CHOOSING, Answer, Written
from alongside.intake.asked import FileKind
from alongside.intake.word_bytes import parsed
from alongside.intake.word_finding import words_in
from alongside.intake.word_writing import write_word
from alongside.intake.workbook_writing import cell_of, write_workbook
from alongside.library.editing.book import EditableBook
from alongside.packs.answered import linked, plain_text
from alongside.packs.formatted import plain


def write_answers(data: bytes, name: str, kind: FileKind, answers: Sequence[Answer]) -> Written:
    """The buyer's file with the answers in it and Findings for those that could not be put in.

    Raises AlongsideError for a file that nothing can be written into.
    """
    if kind is FileKind.PDF:
        raise AlongsideError(
            _("A PDF has no places that can be filled without changing it."),
            where=name,
            remedy=_("The answers come as a Word document of our own."),
        )
    if kind is FileKind.WORD:
        written = write_word(data, name, answers)
        lost = tuple(_lost_from_word(written, name))
    else:
        written = write_workbook(data, name, answers)
        lost = tuple(_lost_from_workbook(written, name))
    return replace(written, findings=(*written.findings, *lost))


def _lost_from_word(written: Written, name: str) -> Iterator[Finding]:
    with zipfile.ZipFile(BytesIO(written.data)) as archive:
        parts = {answer.where.part for answer in written.done}
        whole = {part: _folded(words_in(parsed(archive.read(part)))) for part in parts}
    for answer in written.done:
        if answer.slot in CHOOSING or answer.options:
            continue
        for piece in answer.pieces:
            said = (
                [plain(cell) for row in (piece.table.headings, *piece.table.rows) for cell in row]
                if (piece.table)
                else [linked(piece.runs)]
            )
            for text in said:
                if _folded(text) not in whole[answer.where.part]:
                    yield _lost(answer, name, text)


def _lost_from_workbook(written: Written, name: str) -> Iterator[Finding]:
    book = EditableBook(written.data)
    for answer in written.done:
        held = book.value(*cell_of(book, answer))
        if held != plain_text(answer.marked).replace("\r\n", "\n").replace("\r", "\n"):
            yield _lost(answer, name, answer.text)


def _lost(answer: Answer, name: str, text: str) -> Finding:
    line = " ".join(text.split())
    return finding(
        "answer.lost_text",
        answer.place(name),
        _("This text did not arrive in the file: “{text}”.").format(text=line if len(line) < 60 else f"{line[:59]}…"),
        _("Put it in by hand, and tell us of the file."),
    )


def _folded(text: str) -> str:
    return "".join(text.split())
