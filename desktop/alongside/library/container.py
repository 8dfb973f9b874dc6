"""Is this file a workbook that can be opened safely? Cheap checks, before any parser sees it."""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import unquote

from lxml import etree

from alongside.errors import AlongsideError
from alongside.i18n import _

# House limits. A library of 200,000 rows of 27 filled fields stays below each, one of 50,000 below a quarter.
FILE_LIMIT = 250 * 2**20  # bytes on disk
ENTRY_LIMIT = 10_000
TOTAL_LIMIT = 1_500 * 2**20  # bytes of all parts, unpacked
PART_LIMIT = 700 * 2**20  # bytes of one sheet, unpacked
STRINGS_LIMIT = 200 * 2**20  # bytes of the table of shared texts, unpacked
SMALL_PART_LIMIT = 40 * 2**20  # bytes of the list of sheets, the styles ...
TEXT_LIMIT = 400_000_000  # characters of one sheet's texts, each counted as often as it is used
CHUNK = 4 * 2**20

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAMS = ("EncryptedPackage".encode("utf-16-le"), "EncryptionInfo".encode("utf-16-le"))
_PART = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MADE_SAFE = _("Open it in Excel, save it under a new name as an .xlsx workbook, and try again.")


@dataclass(frozen=True)
class Container:
    """A workbook file held in memory, with the way to each sheet's part."""

    kind: str  # xlsx, xlsb, ods or xls
    data: bytes
    archive: zipfile.ZipFile | None = None  # None for xls
    names: Mapping[str, str] = field(default_factory=dict)  # normalised part name -> the name in the archive
    sheets: Mapping[str, str] = field(default_factory=dict)  # sheet name -> part name; xlsx and xlsb only
    strings: str | None = None  # the part of shared texts
    dates_1904: bool = False  # the day count of old Macintosh workbooks

    def chunks(self, part: str, limit: int = PART_LIMIT) -> Iterator[bytes]:
        """The part's unpacked bytes, piece by piece. Raises AlongsideError where it is broken or too large."""
        assert self.archive is not None
        name = self.names.get(normal(part))
        if name is None:
            raise damaged(_("a part of it is missing"))
        seen = 0
        try:
            with self.archive.open(name) as stream:
                while chunk := stream.read(CHUNK):
                    seen += len(chunk)
                    if seen > limit:
                        raise too_large()
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise damaged(_("a part of it cannot be unpacked")) from error

    def has(self, part: str) -> bool:
        """Whether the part is there."""
        return normal(part) in self.names

    def size(self, part: str) -> int:
        """How many bytes the archive says the part has; 0 where it is not there."""
        assert self.archive is not None
        name = self.names.get(normal(part))
        return 0 if name is None else self.archive.getinfo(name).file_size

    def read(self, part: str) -> bytes:
        """A small part as a whole."""
        return b"".join(self.chunks(part, SMALL_PART_LIMIT))


def damaged(why: str) -> AlongsideError:
    """The error for a workbook that is broken."""
    return AlongsideError(
        _("This workbook is damaged: {why}.").format(why=why),
        remedy=_("Open it in Excel and let it repair the file, or go back to a copy that works."),
    )


def too_large() -> AlongsideError:
    """The error for a workbook that would not fit into memory."""
    return AlongsideError(
        _("This workbook unpacks to far more than a library ever holds, so it was not opened."),
        remedy=_("Check where the file came from. If it is yours, split it, or delete the unused rows and sheets."),
    )


def open_container(data: bytes) -> Container:
    """Look into the file without parsing it as a workbook. Raises AlongsideError with one sentence if it is none."""
    if not data:
        raise AlongsideError(
            _("This file is empty: it holds no bytes at all."),
            remedy=_("Copy it again from where it came from; if it lives in the cloud, wait until it has arrived."),
        )
    if data.startswith(OLE):
        if any(stream in data for stream in ENCRYPTED_STREAMS):
            raise AlongsideError(
                _("This workbook is protected by a password, so it cannot be read."),
                remedy=_("Open it in Excel, remove the password under File > Info > Protect Workbook, and save it."),
            )
        return Container("xls", data)
    if not data.startswith(b"PK") or not zipfile.is_zipfile(BytesIO(data)):
        if data.startswith(b"PK"):
            raise damaged(_("it was cut short or its end is missing"))
        raise not_a_workbook(_text_kind(data))
    return _open_zip(data)


def two_faced() -> AlongsideError:
    """The error for a file in which two programs would find two different workbooks, so that no check holds."""
    return AlongsideError(
        _("This file holds two parts of the same name or purpose, so what it says depends on who reads it."),
        remedy=_MADE_SAFE,
    )


def not_a_workbook(what: str = "") -> AlongsideError:
    """The error for a file of another kind."""
    message = _("This file is not a workbook.") if not what else _("This is {what}, not a workbook.").format(what=what)
    return AlongsideError(message, remedy=_("Choose an .xlsx, .xlsm, .xlsb, .ods or .xls file."))


def _text_kind(data: bytes) -> str:
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"%pdf"):
        return _("a PDF file")
    if head.startswith((b"<html", b"<!doctype html")):
        return _("a web page")
    if head and b"\0" not in data[:4096]:
        return _("a plain text file")
    return ""


def _open_zip(data: bytes) -> Container:
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError, NotImplementedError) as error:
        raise damaged(_("its list of parts cannot be read")) from error
    if len(entries) > ENTRY_LIMIT or sum(entry.file_size for entry in entries) > TOTAL_LIMIT:
        raise too_large()
    names: dict[str, str] = {}
    for entry in entries:
        if entry.flag_bits & 1:
            raise AlongsideError(_("This file is protected by a password, so it cannot be read."), remedy=_MADE_SAFE)
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise AlongsideError(_("This file is packed in a way that no workbook uses."), remedy=_MADE_SAFE)
        key = normal(entry.filename)
        if key in names:
            raise two_faced()
        names[key] = entry.filename
    if "content.xml" in names and "_rels/.rels" in names:
        raise two_faced()
    if "mimetype" in names and "content.xml" in names:
        return _ods(Container("ods", data, archive, names))
    return _package(Container("xlsx", data, archive, names))


def _ods(container: Container) -> Container:
    kind = container.read("mimetype")
    if b"spreadsheet" not in kind:
        raise not_a_workbook(_("a LibreOffice document of another kind"))
    if "meta-inf/manifest.xml" in container.names and b"encryption-data" in container.read("META-INF/manifest.xml"):
        raise AlongsideError(
            _("This workbook is protected by a password, so it cannot be read."),
            remedy=_("Open it in LibreOffice and save it without a password."),
        )
    return container


def _package(container: Container) -> Container:
    """Follow the relationships of an Office file to its sheets."""
    names = container.names
    if "_rels/.rels" not in names:
        raise not_a_workbook()
    main = next((part for kind, _id, part in relations(container, "") if kind.endswith("/officeDocument")), None)
    if main is None or normal(main) not in names:
        raise not_a_workbook()
    if main.rpartition("/")[2].lower() == "document.xml" or normal(main).startswith("word/"):
        raise not_a_workbook(_("a Word document"))
    if normal(main).startswith("ppt/"):
        raise not_a_workbook(_("a PowerPoint presentation"))
    folder, _slash, name = normal(main).rpartition("/")
    if name not in {"workbook.xml", "workbook.bin"} and f"{folder}/workbook.xml".lstrip("/") in names:
        raise two_faced()  # the reader would take the one of the usual name
    found = relations(container, main)
    strings = next((part for kind, _id, part in found if kind.endswith("/sharedStrings")), None)
    if strings is None:  # some readers look for it by its name alone
        strings = next((part for part in names if part.endswith(("/sharedstrings.xml", "/sharedstrings.bin"))), None)
    for part in names:
        if part.endswith((".rels", "styles.xml", "styles.bin")):
            container.read(part)  # the reader takes these whole
    if strings is not None and normal(strings) in names:
        for _chunk in container.chunks(strings, STRINGS_LIMIT):  # the real size and the checksum, not the declared ones
            pass
    if normal(main).endswith(".bin"):
        sheets = {part: part for kind, _id, part in found if kind.endswith("/worksheet")}
        return Container("xlsb", container.data, container.archive, names, sheets, strings)
    by_id = {relation: part for _kind, relation, part in found}
    sheets = {}
    book = _xml(container, main)
    old_mac = any(item.get("date1904", "").lower() in {"1", "true", "on"} for item in book.iter("{*}workbookPr"))
    for sheet in book.iter("{*}sheet"):
        relation = next((str(v) for k, v in sheet.attrib.items() if str(k).endswith("}id")), "")
        if relation in by_id:
            sheets[str(sheet.get("name", ""))] = by_id[relation]
    return Container("xlsx", container.data, container.archive, names, sheets, strings, old_mac)


def relations(container: Container, part: str) -> list[tuple[str, str, str]]:
    """What the part leads to inside the file, each as the type, the id and the part's name."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if normal(rels) not in container.names:
        return []
    found = []
    for item in _xml(container, rels).iter(_PART):
        target = unquote(str(item.get("Target", "")))
        if str(item.get("TargetMode", "")) != "External":
            whole = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            if not target.startswith("/") and folder and normal(target) in container.names:  # as from the top folder
                if normal(whole) in container.names:
                    raise two_faced()
                whole = target
            found.append((str(item.get("Type", "")), str(item.get("Id", "")), whole))
    return found


def _xml(container: Container, part: str) -> etree._Element:
    text = container.read(part)
    refuse_entities(text[:4096])
    try:
        return etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        raise damaged(_("a part of it is not well-formed")) from error


def refuse_entities(head: bytes) -> None:
    """No Office program writes a document type; a file that has one was made to do harm."""
    if re.search(rb"<!\s*(?:DOCTYPE|ENTITY)", head, re.IGNORECASE):
        raise AlongsideError(
            _("This file defines its own abbreviations, as no spreadsheet program does, so it was not opened."),
            remedy=_MADE_SAFE,
        )


def normal(name: str) -> str:
    """The name of a part as it is compared: without case, with plain slashes."""
    return name.replace("\\", "/").lstrip("/").lower()
