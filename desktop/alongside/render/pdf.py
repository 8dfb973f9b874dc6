"""A Word file as PDF by the embedded converter, which needs no Office, and the number of a PDF's pages."""

import re
import zlib
from contextlib import suppress

from lxml import etree
from office2pdf import ConvertOptions, Format, Office2PdfError, convert_bytes

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.render.apart import LARGE, NoProcess, convert_apart
from alongside.render.chart_stand_in import without_charts
from alongside.render.compiled import Kept, digest
from alongside.render.package import Parts, pack_parts, parser, read_parts

CORE = "docProps/core.xml"
BODY = "word/document.xml"
OBJECTS_LIMIT = 64 * 2**20  # bytes of the lists of objects, unpacked
_laid: Kept[bytes] = Kept(4, 16 * 2**20)  # laid out last: to number the contents, then to count or to keep
_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_PAGES = re.compile(rb"/Type\s*/Pages\b")
_COUNT = re.compile(rb"/Count\s+(\d+)")
_OBJECT_STREAM = re.compile(rb"/Type\s*/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)


def to_pdf(docx: bytes, *, title: str, job: JobControl | None = None) -> bytes:
    """The document as a tagged PDF with that title. The same document gives the same bytes.

    A very large one can be stopped by its job. Raises AlongsideError and Cancelled.
    """
    key = (digest(docx), title)
    found = _laid.get(key)
    if found is not None:
        return found
    made = _converted(_titled(read_parts(docx, title), title), title, tagged=True, job=job)
    return _laid.put(key, made, len(made))


def parts_to_pdf(parts: Parts, title: str) -> bytes:
    """The pages to be looked at only, which is sooner done: without tags. Raises AlongsideError."""
    return _converted(parts, title, tagged=False)


def workbook_to_pdf(data: bytes, name: str) -> bytes:
    """A workbook's pages, to be looked at only. Raises AlongsideError."""
    options = ConvertOptions(tagged=False, include_warnings=False)
    try:
        return bytes(convert_bytes(data, Format.XLSX, options).pdf)
    except (Office2PdfError, ValueError, TypeError, RuntimeError) as error:
        raise AlongsideError(
            _("The workbook cannot be laid out ({reason}).").format(reason=str(error).rstrip(".")[:200]), where=name
        ) from error


def _converted(parts: Parts, title: str, *, tagged: bool, job: JobControl | None = None) -> bytes:
    docx = pack_parts(without_charts(parts), packed=False)
    try:
        if len(parts.get(BODY, b"")) >= LARGE:
            with suppress(NoProcess):
                return convert_apart(docx, tagged=tagged, job=job)
        options = ConvertOptions(tagged=tagged, include_warnings=False)
        return bytes(convert_bytes(docx, Format.DOCX, options).pdf)
    except (Office2PdfError, AlongsideError, ValueError, TypeError, RuntimeError) as error:
        reason = error.what if isinstance(error, AlongsideError) else str(error)
        raise AlongsideError(
            _("The document cannot be turned into a PDF ({reason}).").format(reason=reason.rstrip(".")[:200]),
            where=title,
            remedy=_("Open the Word file and use File > Save as > PDF."),
        ) from error


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has. Raises AlongsideError if it is none."""
    counts = [int(found.group(1)) for found in _page_trees(pdf)]
    if not pdf.startswith(b"%PDF-") or not counts:
        raise AlongsideError(
            _("This PDF cannot be read, so its pages cannot be counted."), remedy=_("Make the PDF again.")
        )
    return max(counts)  # the root of the tree counts all pages below it


def _page_trees(pdf: bytes) -> list[re.Match[bytes]]:
    found = []
    for content in (pdf, *_object_streams(pdf)):
        for mark in _PAGES.finditer(content):
            start = content.rfind(b"<<", 0, mark.start())
            end = content.find(b">>", mark.end())
            if start >= 0 and end >= 0:
                count = _COUNT.search(content, start, end)
                if count:
                    found.append(count)
    return found


def _object_streams(pdf: bytes) -> list[bytes]:
    """Newer PDFs keep their small objects in packed lists."""
    lists, size = [], 0
    for mark in _OBJECT_STREAM.finditer(pdf):
        unpacker = zlib.decompressobj()
        try:
            content = unpacker.decompress(pdf[mark.end() :], OBJECTS_LIMIT - size)
        except zlib.error:
            continue
        size += len(content)
        lists.append(content)
        if size >= OBJECTS_LIMIT:
            break
    return lists


def _titled(parts: Parts, title: str) -> Parts:
    if CORE not in parts:
        return parts
    try:
        tree = etree.fromstring(parts[CORE], parser())
    except etree.XMLSyntaxError:
        return parts
    element = tree.find(_DC_TITLE)
    if element is None:
        element = etree.SubElement(tree, _DC_TITLE)
    element.text = title
    return {**parts, CORE: etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)}
