"""A Word file as its parts: opened with bounds, because it may come from a stranger; packed the same way each time."""

import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from io import BytesIO

from lxml import etree

from alongside.errors import AlongsideError
from alongside.i18n import _

# House limits. The largest real template met so far (691 tables) unpacks to 12 MB, all parts together to 25 MB.
FILE_LIMIT = 64 * 2**20  # bytes on disk
ENTRY_LIMIT = 5_000
XML_LIMIT = 24 * 2**20  # bytes of one XML part, unpacked
TOTAL_LIMIT = 160 * 2**20  # bytes of all parts, unpacked
CHUNK = 2**20

CONTENT_TYPES = "[Content_Types].xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
MAIN_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACRO_TYPE = b"application/vnd.ms-word.document.macroEnabled.main+xml"
TEMPLATE_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
STRICT = b"http://purl.oclc.org/ooxml/"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that a zip can name; a part carries no time of its own
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)

Parts = dict[str, bytes]


def parser() -> etree.XMLParser:
    """A parser that resolves nothing, fetches nothing and repairs nothing."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def read_parts(data: bytes, name: str) -> Parts:
    """Every part of a Word document, by name. Raises AlongsideError, naming the file, for anything Word would not open
    or that was made to do harm: it never unpacks more than the limits above."""
    _refuse_other_files(data, name)
    parts = _unpack(data, name)
    kinds = parts.get(CONTENT_TYPES, b"")
    if MACRO_TYPE in kinds:
        raise AlongsideError(
            _("This Word file carries macros, which Alongside neither runs nor passes on."),
            where=name,
            remedy=_("Save it in Word as “Word Document (.docx)”, which leaves the macros out."),
        )
    if TEMPLATE_TYPE in kinds:
        raise AlongsideError(
            _("This is a template of Word's own kind (.dotx), which cannot be filled."),
            where=name,
            remedy=_("Open it in Word and save it as “Word Document (.docx)”."),
        )
    if STRICT in parts.get("_rels/.rels", b""):
        raise AlongsideError(
            _("This document was saved as “Strict Open XML”, which cannot be filled."),
            where=name,
            remedy=_("Open it in Word and save it as “Word Document (.docx)”, without “Strict”."),
        )
    if MAIN_TYPE not in kinds or "_rels/.rels" not in parts:
        raise AlongsideError(
            _("This is not a Word document."), where=name, remedy=_("Save it in Word as “Word Document (.docx)”.")
        )
    for part, content in parts.items():
        if is_xml(part):
            _refuse_entities(content, name)
    return parts


def is_xml(part: str) -> bool:
    """Whether a part of that name holds XML."""
    return part.lower().endswith((".xml", ".rels"))


def tree_of(content: bytes, name: str) -> etree._Element:
    """An XML part as a tree. Raises AlongsideError where it is broken."""
    try:
        return etree.fromstring(content, parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(name, str(error)) from error


def damaged(name: str, why: str) -> AlongsideError:
    """The error for a Word file that is broken."""
    return AlongsideError(
        _("This Word file is damaged ({why}).").format(why=why.rstrip(".")[:120]),
        where=name,
        remedy=_("Open it in Word and let it repair the file, or go back to a copy that works."),
    )


def pack_parts(parts: Mapping[str, bytes], *, packed: bool = True) -> bytes:
    """One zip for one content: content types first, relationships next, the rest by name; no times, no machine.

    Without `packed` the parts lie in it as they are, for a reader in this very process.
    """
    return pack_zip(((name, parts[name]) for name in sorted(parts, key=order)), packed=packed)


def pack_zip(entries: Iterable[tuple[str, bytes]], *, packed: bool = True) -> bytes:
    """Zip the entries in the order given, with nothing in it that differs from one machine or minute to the next."""
    buffer = BytesIO()
    method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in entries:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = method
            entry.create_system = 0
            entry.external_attr = 0
            archive.writestr(entry, content)
    return buffer.getvalue()


def repack(data: bytes) -> bytes:
    """A zip that we wrote ourselves, packed again in the fixed order and without times."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return pack_parts({name: archive.read(name) for name in archive.namelist()})


def order(name: str) -> tuple[int, str]:
    return (0 if name == CONTENT_TYPES else 1 if name == "_rels/.rels" else 2, name)


def _refuse_other_files(data: bytes, name: str) -> None:
    if not data:
        raise AlongsideError(
            _("This file is empty: it holds no bytes at all."),
            where=name,
            remedy=_("Copy it again from where it came from; if it lives in the cloud, wait until it has arrived."),
        )
    if len(data) > FILE_LIMIT:
        raise _too_large(name)
    if data.startswith(OLE):
        if ENCRYPTED_STREAM in data:
            raise AlongsideError(
                _("This document is protected by a password, so it cannot be read."),
                where=name,
                remedy=_("Open it in Word, remove the password under File > Info > Protect Document, and save it."),
            )
        raise AlongsideError(
            _("This is a document of the old Word format (.doc)."),
            where=name,
            remedy=_("Open it in Word and save it as “Word Document (.docx)”."),
        )
    if not zipfile.is_zipfile(BytesIO(data)):
        if data.startswith(b"PK"):
            raise damaged(name, _("it was cut short or its end is missing"))
        raise AlongsideError(
            _("This is not a Word document."), where=name, remedy=_("Save it in Word as “Word Document (.docx)”.")
        )


def _unpack(data: bytes, name: str) -> Parts:
    parts: Parts = {}
    seen: set[str] = set()
    total = 0
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > ENTRY_LIMIT or sum(entry.file_size for entry in entries) > TOTAL_LIMIT:
                raise _too_large(name)
            for entry in entries:
                _refuse_entry(entry, seen, name)
                limit = XML_LIMIT if is_xml(entry.filename) else TOTAL_LIMIT
                content = _unpacked(archive, entry, min(limit, TOTAL_LIMIT - total), name)
                total += len(content)
                if not entry.is_dir():
                    parts[entry.filename] = content
    except _UNREADABLE as error:
        raise damaged(name, str(error)) from error
    return parts


def _refuse_entry(entry: zipfile.ZipInfo, seen: set[str], name: str) -> None:
    key = entry.filename.replace("\\", "/").lstrip("/").lower()
    if key in seen:
        raise damaged(name, _("it holds two parts of the same name, so what it says depends on who reads it"))
    seen.add(key)
    if entry.flag_bits & 1:
        raise damaged(name, _("a part of it is locked by a password"))
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise damaged(name, _("it is packed in a way that Word does not read"))


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int, name: str) -> bytes:
    # The size that a zip declares may be a lie, so the bytes are counted as they come.
    if entry.file_size > limit:
        raise _too_large(name)
    pieces, size = [], 0
    with archive.open(entry) as stream:
        while piece := stream.read(CHUNK):
            size += len(piece)
            if size > limit:
                raise _too_large(name)
            pieces.append(piece)
    return b"".join(pieces)


def _too_large(name: str) -> AlongsideError:
    return AlongsideError(
        _("This file unpacks to far more than a Word document ever holds, so it was not opened."),
        where=name,
        remedy=_("Check where the file came from. If it is yours, take out large pictures and attached files."),
    )


def _refuse_entities(content: bytes, name: str) -> None:
    # A UTF-16 part would hide the mark; Word writes UTF-8.
    plain = content.replace(b"\0", b"") if content[:4].count(0) else content
    if _DOCTYPE.search(plain[:8192]):
        raise AlongsideError(
            _("This file defines its own abbreviations, as Word never does, so it was not opened."),
            where=name,
            remedy=_("Open it in Word, save it under a new name, and try again."),
        )
