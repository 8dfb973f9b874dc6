"""The text of a PDF as a laid out form: its lines joined to paragraphs, page by page."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pypdfium2

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.intake.asked import Where
from alongside.intake.laid_out import Line
from alongside.intake.locked import PasswordNeeded
from alongside.intake.recognise import answer_label, guides, is_contents, names_section, notes, numbered
from alongside.one_at_a_time import with_pdfium

MOST_PAGES = 400
_LONGEST = 200_000  # characters of one page
_FULL = 56  # characters of a line that may well be broken off
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_BEGINS = re.compile(r"\s*(?:[•▪●◦\-–*]\s|\(?[a-z]\)\s|\(?[ivx]{1,4}\)\s)")


def pdf_form(path: Path, password: str | None = None) -> tuple[Line, ...]:
    """The paragraphs of a PDF. Raises AlongsideError where it cannot be read or holds no text."""
    pages = _pages(path, password)
    if not any(text.strip() for text in pages):
        raise AlongsideError(
            _("This PDF holds pictures of pages and no text."),
            where=path.name,
            remedy=_("Ask the buyer for the Word or Excel file."),
        )
    lines = [text.replace("\x02", "").replace("\r\n", "\n").replace("\r", "\n").split("\n") for text in pages]
    running = _running(lines)
    found: list[Line] = []
    for number, page in enumerate(lines, start=1):
        kept = [line for line in page if _same(line) not in running]
        found += [Line(text, Where(page=number)) for text in _paragraphs(kept)]
    return tuple(found)


@with_pdfium
def _pages(path: Path, password: str | None) -> list[str]:
    try:
        document = pypdfium2.PdfDocument(path, password=password)
    except FileNotFoundError as error:
        raise AlongsideError(_("There is no such file."), where=path.name, remedy=_("Check its name.")) from error
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise PasswordNeeded(
                _("This PDF is protected by a password, so it cannot be read.")
                if password is None
                else _("That is not the password of this file."),
                where=path.name,
                remedy=_("Give its password: the buyer's instructions name it."),
            ) from error
        raise _damaged(path.name) from error
    try:
        found = []
        for at in range(min(len(document), MOST_PAGES)):
            page = document[at]
            text = page.get_textpage()
            found.append(text.get_text_bounded()[:_LONGEST])
            text.close()
            page.close()
        return found
    except pypdfium2.PdfiumError as error:
        raise _damaged(path.name) from error
    finally:
        document.close()


def _damaged(name: str) -> AlongsideError:
    return AlongsideError(_("This PDF is damaged, so it cannot be read."), where=name, remedy=_("Ask for it again."))


def _same(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split())).casefold()


def _running(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """The headers and footers: what stands at the top or bottom of most pages."""
    if len(pages) < 3:
        return frozenset({"page # of #", "#"})
    counted: Counter[str] = Counter()
    for page in pages:
        said = [line for line in page if line.strip()]
        counted.update({_same(line) for line in (*said[:2], *said[-2:])})
    often = {line for line, n in counted.items() if line and n >= max(3, 0.5 * len(pages)) and len(line) < 160}
    return frozenset(often | {"page # of #", "#"})


def _paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """Lines joined where the next goes on with the sentence."""
    open_text = ""
    longest = 0
    for line in lines:
        text = " ".join(line.split())
        if not text:
            if open_text:
                yield open_text
            open_text, longest = "", 0
            continue
        if open_text and _goes_on(open_text, text, longest):
            open_text += f" {text}"
        else:
            if open_text:
                yield open_text
            open_text, longest = text, 0
        longest = max(longest, len(text))
    if open_text:
        yield open_text


def _goes_on(before: str, text: str, longest: int) -> bool:
    if _BEGINS.match(text) or numbered(text).number or is_contents(before) or notes(text) or answer_label(text):
        return False
    if names_section(text):
        return False
    if text[:1].isupper() and guides(text) and longest < _FULL:
        return False
    if before.rstrip().endswith((".", "?", ":", ";", ")")):
        return text[:1].islower()
    return text[:1].islower() or longest > _FULL // 2
