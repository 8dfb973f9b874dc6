"""The files that go with a pack: copied under neutral names, without what they say beside their pages."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

from alongside.errors import AlongsideError
from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.library.files.index import path_of
from alongside.packs.picture_file import read_picture
from alongside.packs.plan import PackPlan, PlannedAttachment
from alongside.render.manifest import sha256

_PICTURES = frozenset({".png", ".jpg", ".jpeg"})
_NOTES = frozenset({"/Text", "/Popup", "/FileAttachment", "/Sound", "/Movie", "/RichMedia", "/Screen"})
_ROOT_GONE = ("/Metadata", "/PieceInfo", "/OpenAction", "/AA", "/Collection", "/AF")
_ANYWHERE_GONE = ("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/AF")


@dataclass(frozen=True, slots=True)
class Appendix:
    """A file ready to be written."""

    name: str
    data: bytes
    findings: tuple[Finding, ...]


def file_name(attachment: PlannedAttachment) -> str:
    """ "appendix-01.pdf": nothing of the name it had, which may tell of a person or a place."""
    suffix = PurePosixPath(attachment.name).suffix.lower()
    plain = suffix[1:].isalnum() and suffix.isascii() and len(suffix) <= 8
    return f"appendix-{attachment.number:02d}{suffix if plain else ''}"


def appendices(plan: PackPlan, folder: Path | None) -> Iterator[Appendix]:
    """Each appendix of the plan. Raises AlongsideError for one that is no longer the file that was planned with."""
    for item in plan.attachments:
        path = path_of(item.name, folder) if folder is not None else None
        try:
            data = path.read_bytes() if path is not None else b""
        except OSError:
            data = b""
        if sha256(data) != item.sha256:
            raise AlongsideError(
                _("The file for appendix {n} changed while the pack was built.").format(n=item.number),
                where=", ".join(item.refs),
                remedy=_("Look at it, then build again."),
            )
        clean = cleaned(data, item.name)
        place = Place(pack=plan.title, ref=item.refs[0] if item.refs else None)
        told = (
            finding(
                "attachment.not_cleaned",
                place,
                _("Appendix {n} goes out as it is: {why}.").format(n=item.number, why=clean.why),
                _("Look at its properties (who wrote it, where) before you send it, or attach a PDF in its place."),
            ),
        )
        yield Appendix(file_name(item), clean.data, told if clean.why else ())


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file's content; `why` tells what stood in the way of cleaning it, and is empty where nothing did."""

    data: bytes
    why: str = ""


def cleaned(data: bytes, name: str) -> Cleaned:
    """The content without what a camera or a program wrote beside it. The same file gives the same bytes."""
    suffix = PurePosixPath(name).suffix.lower()
    try:
        if suffix in _PICTURES:
            return Cleaned(read_picture(data, name).data)
        if suffix == ".pdf":
            return Cleaned(_bare_pdf(data))
    except AlongsideError as error:
        return Cleaned(data, error.what.rstrip("."))
    return Cleaned(data, _("files of this kind are not cleaned"))


def _bare_pdf(data: bytes) -> bytes:
    # It takes half a second to load, and only who attaches PDFs needs it.
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        with warnings.catch_warnings(action="ignore"):
            reader = PdfReader(BytesIO(data))
            if reader.is_encrypted:
                raise AlongsideError(_("it is locked by a password"))
            if _signed(reader):
                raise AlongsideError(_("it is signed, and a change would break the signature"))
            writer = PdfWriter(clone_from=reader)
            _strip(writer)
            stream = BytesIO()
            writer.write(stream)
            return stream.getvalue()
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        raise AlongsideError(_("its content is damaged or unusual")) from error


def _signed(reader: Any) -> bool:
    fields = reader.get_fields() or {}
    return any(item.get("/FT") == "/Sig" and item.get("/V") is not None for item in fields.values())


def _strip(writer: Any) -> None:
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject  # noqa: PLC0415

    root = writer.root_object
    for key in _ROOT_GONE:
        root.pop(key, None)
    names = root.get("/Names")
    if names is not None:
        for key in ("/EmbeddedFiles", "/JavaScript"):
            names.get_object().pop(key, None)
    for page in writer.pages:
        notes = page.get("/Annots")
        if notes is None:
            continue
        kept = ArrayObject()
        for note in notes.get_object():
            found = note.get_object()
            if found.get("/Subtype") in _NOTES:
                continue
            for key in ("/T", "/Contents", "/RC", "/M", "/CreationDate", "/NM", "/Popup"):
                if found.get("/Subtype") != "/Widget" or key in {"/M", "/CreationDate"}:
                    found.pop(key, None)
            kept.append(note)
        page[NameObject("/Annots")] = kept
    for item in list(writer._objects):
        if isinstance(item, DictionaryObject):
            for key in _ANYWHERE_GONE:
                item.pop(key, None)
    writer.metadata = None
    _forget_unreachable(writer)


def _forget_unreachable(writer: Any) -> None:
    """Take out whatever no page leads to any more: it would still be in the file for anybody to read."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject  # noqa: PLC0415

    reached: set[int] = set()
    left: list[Any] = [writer.root_object]
    while left:
        item = left.pop()
        if isinstance(item, IndirectObject):
            if item.idnum not in reached:
                reached.add(item.idnum)
                left.append(item.get_object())
        elif isinstance(item, DictionaryObject):
            left += item.values()
        elif isinstance(item, ArrayObject):
            left += item
    root = writer.root_object.indirect_reference
    reached.add(root.idnum)
    for at in range(len(writer._objects)):
        if at + 1 not in reached:
            writer._objects[at] = None
