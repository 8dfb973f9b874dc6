"""Looks at a finished file for what a buyer's rules ask: fonts, sizes, margins, page size, pages, links, pictures."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pypdfium2
from lxml import etree

from alongside.errors import AlongsideError
from alongside.one_at_a_time import with_pdfium
from alongside.packs.checklist import FileFacts
from alongside.render.package import Parts, read_parts, tree_of
from alongside.render.pdf import page_count, to_pdf
from alongside.render.wordml import W

_TWIP_CM = 2.54 / 1440
_POINT_MM = 25.4 / 72
_A4 = (210, 297)
_TEXT_PARTS = re.compile(r"word/(?:document|footnotes|endnotes)\.xml")
_PICTURE = re.compile(r"word/media/.+\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg)", re.IGNORECASE)
_OUTSIDE = ("http:", "https:", "mailto:")


def facts_of(path: Path, *, answers: bool) -> FileFacts:
    """What the file tells. Of another kind than Word and PDF only its size is known. Raises AlongsideError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise AlongsideError(f"{error.strerror or error}.", where=path.name) from error
    match path.suffix.lower():
        case ".docx" | ".docm":
            return _word(path.name, data, answers)
        case ".pdf":
            return _pdf(path.name, data, answers)
    return FileFacts(path.name, len(data), answers=answers)


def _word(name: str, data: bytes, answers: bool) -> FileFacts:
    parts = read_parts(data, name)
    styles = _Styles(parts)
    looks = [look for part in parts if _TEXT_PARTS.fullmatch(part) for look in styles.looks(tree_of(parts[part], part))]
    body = tree_of(parts["word/document.xml"], name)
    margins, sizes = [], set()
    for section in body.iter(f"{W}sectPr"):
        margin, size = section.find(f"{W}pgMar"), section.find(f"{W}pgSz")
        if margin is not None:
            margins += [abs(int(float(margin.get(f"{W}{side}", "0")))) for side in ("top", "right", "bottom", "left")]
        if size is not None:
            sizes.add(_paper(*(float(size.get(f"{W}{side}", "0")) * _TWIP_CM * 10 for side in ("w", "h"))))
    links = sum(
        1
        for part, content in parts.items() if part.endswith(".rels")
        for relation in tree_of(content, part)
        if relation.get("TargetMode") == "External" and relation.get("Target", "").lower().startswith(_OUTSIDE)
    )  # fmt: skip
    try:
        pages = page_count(to_pdf(data, title=name))
    except AlongsideError:
        pages = None
    return FileFacts(
        name, len(data), pages, True, tuple(sorted({font for font, _size in looks if font})),
        min((size for _font, size in looks if size), default=None),
        min(margins) * _TWIP_CM if margins else None, tuple(sorted(sizes)), links,
        sum(1 for part in parts if _PICTURE.fullmatch(part)), answers,
    )  # fmt: skip


def _paper(width: float, height: float) -> str:
    short, long = sorted((round(width), round(height)))
    return "A4" if abs(short - _A4[0]) <= 2 and abs(long - _A4[1]) <= 2 else f"{short} x {long} mm"


class _Styles:
    """What a document's styles say of font and size, each after those it is based on."""

    def __init__(self, parts: Parts) -> None:
        tree = tree_of(parts["word/styles.xml"], "styles") if "word/styles.xml" in parts else etree.Element("none")
        self._styles = {style.get(f"{W}styleId", ""): style for style in tree.iter(f"{W}style")}
        self._normal = next(
            (key for key, style in self._styles.items()
             if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true"}), "",
        )  # fmt: skip
        self._default = _own(tree.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        self._theme = _theme_fonts(parts)

    def looks(self, tree: etree._Element) -> Iterator[tuple[str, float | None]]:
        """Font and size of each run that prints something."""
        for paragraph in tree.iter(f"{W}p"):
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            base = self._of(style.get(f"{W}val", "") if style is not None else self._normal)
            for run in paragraph.iter(f"{W}r"):
                if not "".join(text.text or "" for text in run.iter(f"{W}t")).strip():
                    continue
                properties = run.find(f"{W}rPr")
                named = properties.find(f"{W}rStyle") if properties is not None else None
                if properties is not None and properties.find(f"{W}vanish") is not None:
                    continue
                look = {**self._default, **base}
                if named is not None:
                    look |= self._of(named.get(f"{W}val", ""))
                look |= _own(properties)
                size = look.get("size")
                yield self._theme.get(look.get("font", ""), look.get("font", "")), float(size) / 2 if size else 10.0

    def _of(self, name: str, depth: int = 0) -> dict[str, str]:
        style = self._styles.get(name)
        if style is None or depth > 20:
            return {}
        based = style.find(f"{W}basedOn")
        before = self._of(based.get(f"{W}val", ""), depth + 1) if based is not None else {}
        return before | _own(style.find(f"{W}rPr"))


def _own(properties: etree._Element | None) -> dict[str, str]:
    found: dict[str, str] = {}
    if properties is None:
        return found
    fonts, size = properties.find(f"{W}rFonts"), properties.find(f"{W}sz")
    if fonts is not None:
        font = fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or fonts.get(f"{W}asciiTheme")
        if font:
            found["font"] = font
    if size is not None:
        found["size"] = size.get(f"{W}val", "")
    return found


def _theme_fonts(parts: Parts) -> Mapping[str, str]:
    name = next((part for part in parts if part.startswith("word/theme/") and part.endswith(".xml")), None)
    if name is None:
        return {}
    main = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    faces: dict[str, str] = {}
    for kind in ("major", "minor"):
        latin = next(tree_of(parts[name], name).iter(f"{main}{kind}Font"), None)
        face = latin.find(f"{main}latin") if latin is not None else None
        if face is not None:
            faces |= {f"{kind}HAnsi": face.get("typeface", ""), f"{kind}Ascii": face.get("typeface", "")}
    return faces


@with_pdfium
def _pdf(name: str, data: bytes, answers: bool) -> FileFacts:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return FileFacts(name, len(data), answers=answers)
    sizes, pictures, links = set(), 0, 0
    for page in document:
        width, height = page.get_size()
        sizes.add(_paper(width * _POINT_MM, height * _POINT_MM))
        pictures += sum(1 for _item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))
    links = data.count(b"/URI (") + data.count(b"/URI(")
    return FileFacts(
        name, len(data), len(document), False, None, None, None, tuple(sorted(sizes)), links, pictures, answers
    )
