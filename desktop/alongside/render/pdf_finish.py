"""What every PDF of ours has, whoever made it: a title that is shown, a language, and a bookmark for each heading."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from lxml import etree

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.render.package import Parts, read_parts, tree_of
from alongside.render.page_numbers import last_pages_of
from alongside.render.wordml import W, text_of

if TYPE_CHECKING:
    from alongside.render.pdf_bookmarks import Wanted

LANGUAGE = "en-GB"  # where the document names none
DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
BODY_LEVEL = 9  # Word's number for text that is no heading


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of the Word file."""

    text: str
    level: int  # from 0


def finish_pdf(pdf: bytes, docx: bytes, title: str) -> bytes:
    """The PDF with what it lacked added at its end; the same two files give the same bytes. Raises AlongsideError."""
    # It takes half a second to load, and only who makes PDFs needs it.
    from pypdf.errors import PyPdfError  # noqa: PLC0415
    from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject  # noqa: PLC0415

    from alongside.render.pdf_bookmarks import add_bookmarks, bookmarks  # noqa: PLC0415
    from alongside.render.pdf_update import PdfUpdate  # noqa: PLC0415

    parts = read_parts(docx, title)
    headings = headings_of(parts)
    try:
        update = PdfUpdate(pdf)
        root = update.root
        update.change(root)
        if not str(root.get("/Lang", "")).strip():
            root[NameObject("/Lang")] = TextStringObject(language_of(parts))
        wishes = root.setdefault(NameObject("/ViewerPreferences"), DictionaryObject()).get_object()
        if getattr(wishes, "indirect_reference", None) is not None:
            update.change(wishes)
        wishes[NameObject("/DisplayDocTitle")] = BooleanObject(True)
        marks = list(bookmarks(root))
        if marks:
            titles = filled_titles([str(mark.get("/Title", "")) for mark in marks], headings)
            for mark, text in zip(marks, titles, strict=True):
                if str(mark.get("/Title", "")) != text:
                    update.change(mark)
                    mark[NameObject("/Title")] = TextStringObject(text)
        else:
            add_bookmarks(update, _placed(headings, pdf))
        info = update.info()
        if info.get("/Title") != title:
            info[NameObject("/Title")] = TextStringObject(title)
        return update.whole()
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise AlongsideError(
            _("The PDF cannot be given its title and bookmarks ({reason}).").format(
                reason=str(error).rstrip(".")[:160] or type(error).__name__
            ),
            where=title,
            remedy=_("Choose another converter, or use File > Save as > PDF in Word."),
        ) from error


def producer_of(pdf: bytes) -> str:
    """The program that says it made the PDF; "" where it says nothing."""
    from pypdf import PdfReader  # noqa: PLC0415
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        told = PdfReader(BytesIO(pdf)).metadata
    except (PyPdfError, ValueError):
        return ""
    return str(told.producer or "") if told else ""


def language_of(parts: Parts) -> str:
    """The language that the document's styles start from."""
    if STYLES in parts:
        for mark in tree_of(parts[STYLES], STYLES).iterfind(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang"):
            value = mark.get(f"{W}val") or ""
            if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
                return value
    return LANGUAGE


def headings_of(parts: Parts) -> tuple[Heading, ...]:
    """Every heading that holds a text, in the order of the document."""
    if DOCUMENT not in parts:
        return ()
    styles = _style_levels(parts)
    found = []
    for paragraph in tree_of(parts[DOCUMENT], DOCUMENT).iter(f"{W}p"):
        own = paragraph.find(f"{W}pPr/{W}outlineLvl")
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        named = styles.get(style.get(f"{W}val") or "", BODY_LEVEL) if style is not None else BODY_LEVEL
        level = _number(own) if own is not None else named
        text = " ".join(text_of(paragraph).split())
        if level < BODY_LEVEL and text:
            found.append(Heading(text, level))
    return tuple(found)


def filled_titles(titles: Sequence[str], headings: Sequence[Heading]) -> list[str]:
    """The titles of bookmarks, each empty one filled with its heading, which those around it tell."""
    filled = list(titles)
    if len(titles) == len(headings):
        return [title if title.strip() else heading.text for title, heading in zip(titles, headings, strict=True)]
    known = [_bare(heading.text) for heading in headings]
    gap: list[int] = []  # bookmarks without a title since the last one with
    at = 0
    for number, title in enumerate([*titles, None]):
        if title is not None and not title.strip():
            gap.append(number)
            continue
        found = _place(known, _bare(title), at) if title is not None else len(known)
        if found is None:
            continue  # a heading that only the converter sees
        for empty, heading in zip(gap, headings[at:found], strict=False):
            filled[empty] = heading.text
        gap, at = [], found + 1
    return [title if title.strip() else _("Heading") for title in filled]


def _place(known: Sequence[str], wanted: str, start: int) -> int | None:
    """Converters write numbers before a heading, so its end must fit."""
    return next((at for at in range(start, len(known)) if wanted.endswith(known[at])), None)


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _placed(headings: Sequence[Heading], pdf: bytes) -> list["Wanted"]:
    """A bookmark for each heading that is found in the pages."""
    from alongside.render.pdf_bookmarks import Wanted  # noqa: PLC0415

    pages = last_pages_of([heading.text for heading in headings], pdf)
    return [
        Wanted(heading.level, heading.text, page - 1)
        for heading, page in zip(headings, pages, strict=True)
        if page is not None
    ]


def _style_levels(parts: Parts) -> dict[str, int]:
    """The heading level of each style, by its id, also where it has it from the style it is based on."""
    own: dict[str, int] = {}
    base: dict[str, str] = {}
    for style in tree_of(parts[STYLES], STYLES).iter(f"{W}style") if STYLES in parts else ():
        name = style.get(f"{W}styleId") or ""
        level, parent = style.find(f"{W}pPr/{W}outlineLvl"), style.find(f"{W}basedOn")
        if level is not None:
            own[name] = _number(level)
        if parent is not None:
            base[name] = parent.get(f"{W}val") or ""
    levels = dict(own)
    for name in base:
        at, steps = name, 0
        while at not in own and at in base and steps < len(base):
            at, steps = base[at], steps + 1
        levels[name] = own.get(at, BODY_LEVEL)
    return levels


def _number(element: etree._Element) -> int:
    text = element.get(f"{W}val") or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) == 1 else BODY_LEVEL
