"""Every text that a finished file of any kind holds, seen or not: by its content, not by its name."""

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.taking_in.csv_text import decoded
from alongside.one_at_a_time import with_pdfium
from alongside.render.package import ENTRY_LIMIT, TOTAL_LIMIT, XML_LIMIT, Parts, is_xml, read_parts, tree_of
from alongside.render.scan import label
from alongside.render.wordml import texts

# Attributes that people read or hear: alternative text, captions of tables, tags and titles of controls.
_SPOKEN = frozenset({"descr", "title", "alt", "val", "name", "string", "author", "initials", "tooltip", "displayname"})
_SPOKEN_OF = re.compile(
    r"\}(?:docPr|cNvPr|tblCaption|tblDescription|shape|alias|tag|textpath|comment|ins|del|moveFrom|moveTo|hyperlink|"
    r"rPrChange|pPrChange|sheet|definedName|person|docVar|placeholder)$"
)
_NO_TEXT = ("word/styles.xml", "word/theme/", "word/fontTable.xml", "word/numbering.xml")
_TIMES = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z?")  # of the properties: when it was saved
_DEEP = 3  # a file in a file in a file
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"RIFF")
_TEXTS = frozenset({".txt", ".csv", ".tsv", ".md", ".json", ".html", ".htm", ".xml", ".svg", ".rtf", ".log", ".eml"})
_ROW = re.compile(r"\}(?:si|is|comment|text|t|f)$")
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)

Said = tuple[str, str]  # the part that it is in, and the text


class UnreadableError(Exception):
    """A file, or one inside it, of which nothing can be read; says which and why."""


def said_in(data: bytes, name: str, deep: int = 0) -> Iterator[Said]:
    """Each text with the part that it is in. What cannot be read is an UnreadableError at its end; what is no whole
    file of its kind an AlongsideError."""
    if data.startswith(b"PK"):
        yield from _of_zip(data, name, deep)
    elif data[:1024].lstrip().startswith(b"%PDF"):
        yield from _of_pdf(data, name, deep)
    elif data.startswith(_PICTURES):
        yield from _of_picture(data)
    elif PurePosixPath(name).suffix.lower() in _TEXTS:
        yield from (("", line) for line in decoded(data).splitlines())
    elif data:
        raise UnreadableError(_("{name} is of a kind that cannot be looked through").format(name=name))


def _of_zip(data: bytes, name: str, deep: int) -> Iterator[Said]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.namelist()
    except _UNREADABLE:
        read_parts(data, name)  # tells what is wrong with it
        raise
    word = any(entry.startswith("word/") for entry in entries)
    parts = read_parts(data, name) if word else _plain_parts(data, name)
    unread: list[str] = []
    for part, content in sorted(parts.items()):
        try:
            yield from _of_part(part, content, deep)
        except UnreadableError as error:
            unread.append(str(error))
    if unread:
        raise UnreadableError("; ".join(unread))


def _of_part(part: str, content: bytes, deep: int) -> Iterator[Said]:
    if part.startswith(_NO_TEXT) or part.endswith("/") or not content:
        return
    said = label(part) if part.startswith("word/") else part
    if part.endswith((".rels", ".vml")) or is_xml(part):
        tree = tree_of(content, part)
        if part.endswith(".rels"):
            yield from ((said, target) for target in _outside(tree))
        else:
            yield from ((said, text) for text in _texts(tree, part))
    elif part.lower().endswith((".wmf", ".emf", ".odttf", ".ttf", ".fntdata", ".wdp", ".jfif")):
        return  # drawn, or a type: no words to be found
    elif part.startswith(("xl/printerSettings", "word/printerSettings")):
        return
    elif deep < _DEEP:
        for inside, text in said_in(content, PurePosixPath(part).name, deep + 1):
            yield f"{said}, {inside}" if inside else said, text
    else:
        raise UnreadableError(_("{name} is nested too deep").format(name=part))


def _plain_parts(data: bytes, name: str) -> Parts:
    """The members of a zip of any kind, within the limits of a Word file."""
    parts: Parts = {}
    room = TOTAL_LIMIT
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > ENTRY_LIMIT:
                raise UnreadableError(_("{name} is too large").format(name=name))
            for entry in entries:
                if entry.is_dir():
                    continue
                with archive.open(entry) as member:
                    content = member.read(min(room, XML_LIMIT if is_xml(entry.filename) else room) + 1)
                room -= len(content)
                if room < 0 or (is_xml(entry.filename) and len(content) > XML_LIMIT):
                    raise UnreadableError(_("{name} is too large").format(name=name))
                parts[entry.filename] = content
    except _UNREADABLE as error:
        raise UnreadableError(_("{name} is damaged or locked").format(name=name)) from error
    return parts


def _texts(tree: etree._Element, part: str) -> Iterator[str]:
    if part.startswith("word/") and "/charts/" not in part:
        yield from texts(tree)
    elif part.startswith(("xl/", "ppt/")):
        yield from _of_cells(tree)
    else:
        yield from (_TIMES.sub("", str(text)) for text in tree.itertext() if text.strip())
    for element in tree.iter():
        if isinstance(element.tag, str) and _SPOKEN_OF.search(element.tag):
            for key, value in element.attrib.items():
                if str(key).rpartition("}")[2].lower() in _SPOKEN:
                    yield str(value)


def _of_cells(tree: etree._Element) -> Iterator[str]:
    """What stands in cells, each as a whole: a text may lie in several pieces of its own form."""
    for element in tree.iter():
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag.endswith(("}si", "}is", "}p", "}text", "}definedName", "}oddHeader", "}oddFooter", "}f")):
            yield "".join(map(str, element.itertext()))
        elif tag.endswith("}v") and re.fullmatch(r"\d{10}", element.text or ""):  # an NHS number kept as a number
            yield str(element.text)


def _outside(rels: etree._Element) -> Iterator[str]:
    """Where links lead."""
    for relation in rels.iter():
        if relation.get("TargetMode") == "External":
            yield str(relation.get("Target"))


def _of_picture(data: bytes) -> Iterator[Said]:
    """What a camera or a program wrote beside the picture."""
    from PIL import ExifTags, Image  # noqa: PLC0415 - seldom needed

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(data)) as picture:
            exif = picture.getexif()
            held: list[Any] = [*picture.info.values(), *exif.values()]
            held += [item for ifd in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo) for item in exif.get_ifd(ifd).values()]
            place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    except Exception as error:
        raise UnreadableError(_("a picture cannot be looked through")) from error
    for item in held:
        text = item.decode("utf-8", "replace").replace("\0", "") if isinstance(item, bytes) else item
        if isinstance(text, str) and text.strip():
            yield _("beside the picture"), text
    if 2 in place and 4 in place:
        yield _("beside the picture"), PLACE_OF_CAMERA


PLACE_OF_CAMERA = "\0place"  # no text of a file: stands for a latitude and a longitude


def _of_pdf(data: bytes, name: str, deep: int) -> Iterator[Said]:
    pages = _pages_of_pdf(data, name)
    yield from ((_("page {n}").format(n=number), text) for number, text in enumerate(pages, start=1))
    yield from _beside_pages(data, name, deep)
    if not any(pages):
        raise UnreadableError(_("{name} has no text that could be read: its pages are pictures").format(name=name))


@with_pdfium
def _pages_of_pdf(data: bytes, name: str) -> list[str]:
    import pypdfium2  # noqa: PLC0415 - only where a PDF was made or attached

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(_("{name} is damaged or locked").format(name=name)) from error
    pages = []
    with document:
        for number in range(len(document)):
            page = document[number]
            layer = page.get_textpage()
            # A word parted at the end of a line has U+FFFE for its hyphen.
            text = re.sub("\ufffe[\r\n ]*", "", layer.get_text_bounded())
            layer.close()
            page.close()
            pages.append(" ".join(text.split()))
    return pages


def _beside_pages(data: bytes, name: str, deep: int) -> Iterator[Said]:
    """Properties, notes, filled fields, headings and attached files of a PDF."""
    from pypdf import PdfReader  # noqa: PLC0415

    files: list[tuple[str, bytes]] = []
    held: list[str] = []
    try:
        with warnings.catch_warnings(action="ignore"):
            reader = PdfReader(BytesIO(data))
            held += [str(value) for value in (reader.metadata or {}).values()]
            xmp = reader.xmp_metadata
            if xmp is not None and xmp.stream is not None:
                said = map(str, tree_of(xmp.stream.get_data(), name).itertext())
                held += [text for text in said if text.strip() and not _TIMES.match(text.strip())]
            for page in reader.pages:
                for note in page.get("/Annots") or ():
                    held += _of_note(note.get_object())
            held += [str(field.get("/V")) for field in (reader.get_fields() or {}).values() if field.get("/V")]
            held += [str(item.title) for item in _flat(reader.outline)]
            files = [(str(item.name), item.content) for item in reader.attachment_list]
    except AlongsideError:
        raise
    except Exception as error:
        raise UnreadableError(_("the properties of {name} cannot be read").format(name=name)) from error
    yield from ((_("beside the pages"), text) for text in held if not re.match(r"D:\d{8}", text))
    for file, content in files:
        yield _("attached file"), file
        if deep < _DEEP:
            yield from said_in(content, file, deep + 1)


def _of_note(note: Any) -> Iterator[str]:
    for key in ("/Contents", "/T", "/Subj", "/TU"):
        if note.get(key):
            yield str(note[key])
    action = note.get("/A")
    if action is not None and action.get_object().get("/URI"):
        yield str(action.get_object()["/URI"])


def _flat(items: Any) -> Iterator[Any]:
    for item in items:
        if isinstance(item, list):
            yield from _flat(item)
        else:
            yield item
