"""Reads a buyer's file, whatever kind it is, into the questions it asks."""

import hashlib
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.intake.asked import Asked, FileKind, Questionnaire
from alongside.intake.form import questions_of
from alongside.intake.laid_out import Part
from alongside.intake.pdf import pdf_form
from alongside.intake.word import word_form
from alongside.intake.word_text import FILE_LIMIT
from alongside.intake.workbook import workbook_form

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_PARTS = 50_000


def read_questions(path: Path) -> Questionnaire:
    """What a file asks; its kind is told by its content. Raises AlongsideError where it cannot be read."""
    try:
        if path.is_dir():
            raise AlongsideError(_("This is a folder."), remedy=_("Choose the buyer's file in it."))
        if path.stat().st_size > FILE_LIMIT:
            raise AlongsideError(_("This file is far too large for a form."), remedy=_("Is it the right one?"))
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise AlongsideError(_("There is no such file."), where=path.name, remedy=_("Check its name.")) from error
    except AlongsideError as error:
        error.where = error.where or path.name
        raise
    kind = kind_of(data, path.name)
    parts: Sequence[Part]
    if kind is FileKind.PDF:
        parts = pdf_form(path)
    elif kind is FileKind.WORD:
        parts = word_form(path)
    else:
        parts = workbook_form(path)
    try:
        asked = questions_of(parts, writable=kind is not FileKind.PDF)
    except RecursionError as error:
        raise AlongsideError(_("Its tables stand in one another too deeply to be read."), where=path.name) from error
    return Questionnaire(
        path.name, hashlib.sha256(data).hexdigest(), kind, asked, findings=_findings(path.name, asked)
    )  # fmt: skip


def kind_of(data: bytes, name: str) -> FileKind:
    """What a file is by what it holds. Raises AlongsideError where it is none that we read."""
    if b"%PDF-" in data[:1024]:
        return FileKind.PDF
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise AlongsideError(
                _("This file is protected by a password, so it cannot be read."),
                where=name,
                remedy=_("Open it with the password, save it without one, and try again."),
            )
        if "WordDocument".encode("utf-16-le") in data:
            raise AlongsideError(
                _("This is a Word file of before 2007."), where=name, remedy=_("Open it in Word and save it as .docx.")
            )
        return FileKind.WORKBOOK
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()[:_MOST_PARTS]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _unknown(name) from error
    if any(part.startswith("word/") for part in names):
        return FileKind.WORD
    if any(part.startswith("xl/") for part in names) or "content.xml" in names or "mimetype" in names:
        return FileKind.WORKBOOK
    if "[Content_Types].xml" in names:
        return FileKind.WORD if name.lower().endswith((".docx", ".docm", ".dotx")) else FileKind.WORKBOOK
    raise _unknown(name)


def _unknown(name: str) -> AlongsideError:
    return AlongsideError(
        _("This is no Word file, workbook or PDF that can be read."),
        where=name,
        remedy=_("Ask the buyer for a .docx, .xlsx or .pdf file."),
    )


def _findings(name: str, asked: Sequence[Asked]) -> tuple[Finding, ...]:
    if asked:
        return ()
    return (
        finding(
            "intake.no_questions",
            Place(workbook=name),
            _("No questions were found: this does not look like a question set."),
            _("Choose the file in which the buyer asks for answers."),
        ),
    )
