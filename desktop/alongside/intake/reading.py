"""Reads a buyer's file, whatever kind it is, into the questions it asks."""

import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.intake.asked import Asked, FileKind, Questionnaire
from alongside.intake.form import questions_of
from alongside.intake.form_rules import buyer_in, rules_in, title_in
from alongside.intake.laid_out import Part
from alongside.intake.locked import is_locked, unlocked
from alongside.intake.pdf import pdf_form
from alongside.intake.word import word_form
from alongside.intake.word_text import FILE_LIMIT
from alongside.intake.workbook import workbook_form

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_PARTS = 50_000


@dataclass(frozen=True, slots=True)
class FormFile:
    """A file as it is laid out, before anybody looks for questions in it."""

    name: str
    digest: str  # SHA-256
    kind: FileKind
    parts: tuple[Part, ...]
    data: bytes = field(default=b"", repr=False)  # what it holds; opened, where a password protected it
    protected: bool = False  # by a password


def read_questions(path: Path, password: str | None = None) -> Questionnaire:
    """What a file asks; its kind is told by its content. Raises AlongsideError where it cannot be read."""
    return asked_in(read_form(path, password))


def asked_in(form: FormFile) -> Questionnaire:
    """What a file that was read asks. Raises AlongsideError where it is nested too deeply."""
    try:
        asked = questions_of(form.parts, writable=form.kind is not FileKind.PDF)
    except RecursionError as error:
        raise AlongsideError(_("Its tables stand in one another too deeply to be read."), where=form.name) from error
    return Questionnaire(
        form.name,
        form.digest,
        form.kind,
        asked,
        stated=rules_in(form.parts) if asked else (),
        buyer=buyer_in(form.parts),
        title=title_in(form.parts),
        findings=_findings(form.name, asked),
    )


def read_form(path: Path, password: str | None = None) -> FormFile:
    """A file as it is laid out. Raises AlongsideError where it cannot be read, and PasswordNeeded where one is missing.

    The password is used and forgotten.
    """
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
    digest = hashlib.sha256(data).hexdigest()
    protected = is_locked(data)
    if protected:
        data = unlocked(data, path.name, password)
    kind = kind_of(data, path.name)
    parts: Sequence[Part]
    if kind is FileKind.PDF:
        parts = pdf_form(path, password)
    elif kind is FileKind.WORD:
        parts = word_form(path, data)
    else:
        parts = workbook_form(path, data)
    return FormFile(path.name, digest, kind, tuple(parts), data, protected)


def kind_of(data: bytes, name: str) -> FileKind:
    """What a file is by what it holds. Raises AlongsideError where it is none that we read."""
    if b"%PDF-" in data[:1024]:
        return FileKind.PDF
    if data.startswith(_OLE):
        if is_locked(data):
            unlocked(data, name, None)
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
