"""Who makes a pack's PDFs: the embedded converter always, LibreOffice or Word where they are and where chosen."""

import importlib.metadata
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.render import libreoffice, word
from alongside.render.pdf import to_pdf
from alongside.render.pdf_finish import finish_pdf, producer_of

_PRODUCER = re.compile(r"LibreOffice (\d+(?:\.\d+)*)")


class PdfMaker(StrEnum):
    """The programs that can turn a Word file into a PDF."""

    EMBEDDED = "embedded"
    LIBREOFFICE = "libreoffice"
    WORD = "word"

    @property
    def spoken(self) -> str:
        """As a sentence names it."""
        return {
            PdfMaker.EMBEDDED: _("the embedded converter"),
            PdfMaker.LIBREOFFICE: _("LibreOffice"),
            PdfMaker.WORD: _("Microsoft Word"),
        }[self]

    @property
    def estimates(self) -> bool:
        """Whether its page counts are estimates. What a reader sees in Word, only Word lays out for certain."""
        return self is PdfMaker.EMBEDDED


@dataclass(frozen=True, slots=True)
class ToConvert:
    """One finished Word file."""

    docx: bytes
    title: str


def makers_here() -> tuple[PdfMaker, ...]:
    """Those that this computer has, the embedded one first."""
    found = [PdfMaker.EMBEDDED]
    if libreoffice.find_libreoffice() is not None:
        found.append(PdfMaker.LIBREOFFICE)
    if word.word_is_here():
        found.append(PdfMaker.WORD)
    return tuple(found)


def require(maker: PdfMaker) -> None:
    """Raise AlongsideError where this computer does not have that maker."""
    here = makers_here()
    if maker not in here:
        raise AlongsideError(
            _("{maker} was not found on this computer.").format(maker=maker.spoken),
            remedy=_("Install it, or choose one of {names}.").format(names=", ".join(here)),
        )


def embedded_version() -> str:
    """The embedded converter's own version."""
    try:
        return importlib.metadata.version("office2pdf-python")
    except importlib.metadata.PackageNotFoundError:
        return ""


def make_pdfs(
    maker: PdfMaker, documents: Sequence[ToConvert], job: JobControl, told: Callable[[int], object] = lambda _done: None
) -> tuple[list[bytes], str]:
    """The PDF of each document with title, language and bookmarks, and the maker's version; "" where it is not known.

    The embedded converter gives the same bytes for the same document, the others do not. `told` hears how many are
    done. Raises AlongsideError and Cancelled.
    """
    if not documents:
        return [], ""
    raw, version = ([], embedded_version()) if maker is PdfMaker.EMBEDDED else as_they_come(maker, documents, job)
    finished = []
    for number, item in enumerate(documents):
        job.check()
        made = to_pdf(item.docx, title=item.title, job=job) if maker is PdfMaker.EMBEDDED else raw[number]
        finished.append(finish_pdf(made, item.docx, item.title))
        told(number + 1)
    return finished, version


def as_they_come(maker: PdfMaker, documents: Sequence[ToConvert], job: JobControl) -> tuple[list[bytes], str]:
    """The same as LibreOffice or Word writes them: enough to count pages. Raises AlongsideError and Cancelled."""
    files = [item.docx for item in documents]
    if maker is PdfMaker.WORD:
        return word.convert(files, job)
    raw = libreoffice.convert(files, job)
    found = _PRODUCER.search(producer_of(raw[0])) if raw else None
    return raw, found.group(1) if found else ""
