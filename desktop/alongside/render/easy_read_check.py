"""The checks of a finished Easy Read Word file (ER10 to ER16): pictures, letters, lines, rows and pages."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from PIL import Image, UnidentifiedImageError

from alongside.checks.easy_profiles import Profile
from alongside.findings import Finding, Level, Place, finding
from alongside.i18n import _
from alongside.render.package import Parts, read_parts, tree_of
from alongside.render.wordml import W

SANS = frozenset(
    {"arial", "liberation sans", "helvetica", "verdana", "tahoma", "calibri", "fs me", "open sans", "segoe ui"}
)
HEADING_POINTS = 18
LEAST_EMU = 1_440_000  # 4 cm
LINES = 360  # 240ths of a line: 1.5
SQUASHED = 0.03  # how far the sides' proportion may be from the picture's own
LEFT_SHARE = (0.2, 0.4)  # of the table's width, around the 30 % of the rule
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass(slots=True)
class _Look:
    """How text of a style is set; None: nothing says."""

    font: str = ""
    half_points: int = 0
    line: int = 0
    rule: str = ""
    align: str = ""
    level: int | None = None
    italic: bool = False
    underline: bool = False
    capitals: bool = False


def check_file(data: bytes, name: str, profile: Profile, pages: int | None = None) -> tuple[Finding, ...]:
    """All that the file says against the rules. `pages` as laid out, None: not counted. Raises AlongsideError."""
    parts = read_parts(data, name)
    body = tree_of(parts["word/document.xml"], name)
    place = Place(template=name)
    found = [
        *_letters(parts, body, name, profile),
        *_rows(body, name, profile),
        *_drawings(parts, body, name),
        *_breaks(parts, name),
    ]
    if pages is not None:
        found += _pages(pages, place, profile)
    return tuple(found)


def _pages(pages: int, place: Place, profile: Profile) -> Iterator[Finding]:
    stop = profile.pages_stop is not None and pages > profile.pages_stop
    if stop or (profile.pages is not None and pages > profile.pages):
        yield Finding(
            rule="easy_read.er16",
            level=Level.BLOCK if stop else Level.WARN,
            where=place,
            message=_("It has {n} pages.").format(n=pages),
            remedy=_("Leave out what the person need not know, or make two."),
        )


# --- letters and lines -------------------------------------------------------------------------------------------


def _letters(parts: Parts, body: etree._Element, name: str, profile: Profile) -> Iterator[Finding]:
    styles = _styles(parts, name)
    for number, paragraph in enumerate(body.iter(f"{W}p"), start=1):
        text = _text(paragraph)
        if not text.strip():
            continue
        place = Place(template=name, paragraph=number)
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        base = styles.get(style.get(f"{W}val", "") if style is not None else "", styles[""])
        own = _read(paragraph.find(f"{W}pPr"), None, base)
        for run in paragraph.iter(f"{W}r"):
            if not _text(run).strip():
                continue
            look = _read(None, run.find(f"{W}rPr"), own)
            says = _letter_trouble(look, profile)
            if says:
                yield finding("easy_read.er12", place, says, _("Use the styles of the document as they came."))
                break
        emphasis = _emphasis(_last_look(paragraph, own), text)
        if emphasis:
            yield finding("easy_read.er13", place, emphasis, _("Write plainly, to the left; bold for a key word only."))
        if own.line < LINES or own.rule not in {"", "auto"}:
            yield finding(
                "easy_read.er14", place, _("The lines stand closer than one and a half."), _("Set the spacing to 1.5.")
            )


def _text(element: etree._Element) -> str:
    return "".join(part.text or "" for part in element.iter(f"{W}t"))


def _last_look(paragraph: etree._Element, own: _Look) -> _Look:
    looks = [_read(None, run.find(f"{W}rPr"), own) for run in paragraph.iter(f"{W}r")]
    marked = next((look for look in looks if look.italic or look.underline or look.capitals), None)
    return marked or own


def _letter_trouble(look: _Look, profile: Profile) -> str:
    least = HEADING_POINTS if look.level is not None else profile.font
    if look.half_points < least * 2:
        return _("The letters are {n:g} points large; {least:g} is the least.").format(
            n=look.half_points / 2, least=least
        )
    if look.font.casefold() not in SANS:
        return _("The font is {name}.").format(name=look.font or _("not known"))
    return ""


def _emphasis(look: _Look, text: str) -> str:
    if look.align not in {"", "left", "start"}:
        return _("The text is not aligned to the left.")
    if look.italic or look.underline:
        return _("There is italic or underlined text.")
    long_words = [word for word in text.split() if len(word) > 4 and word.isalpha()]
    if look.capitals or (len(long_words) > 2 and all(word.isupper() for word in long_words)):
        return _("There is text in capitals.")
    return ""


def _styles(parts: Parts, name: str) -> dict[str, _Look]:
    """The look of each style by its id; "" is what all begin from."""
    tree = tree_of(parts["word/styles.xml"], name)
    defaults = tree.find(f"{W}docDefaults")
    start = _Look()
    if defaults is not None:
        start = _read(defaults.find(f"{W}pPrDefault/{W}pPr"), defaults.find(f"{W}rPrDefault/{W}rPr"), start)
    known = {style.get(f"{W}styleId", ""): style for style in tree.iter(f"{W}style")}
    made: dict[str, _Look] = {"": start}

    def look_of(key: str, depth: int = 0) -> _Look:
        if key not in made:
            style = known.get(key)
            if style is None or depth > len(known):
                return start
            based = style.find(f"{W}basedOn")
            below = look_of(based.get(f"{W}val", ""), depth + 1) if based is not None else start
            made[key] = _read(style.find(f"{W}pPr"), style.find(f"{W}rPr"), below)
        return made[key]

    for key in known:
        look_of(key)
    return made


def _read(paragraph: etree._Element | None, run: etree._Element | None, below: _Look) -> _Look:
    look = _Look(**{field: getattr(below, field) for field in _Look.__slots__})
    if paragraph is not None:
        spacing, align, level = (paragraph.find(f"{W}{tag}") for tag in ("spacing", "jc", "outlineLvl"))
        if spacing is not None and spacing.get(f"{W}line"):
            look.line, look.rule = int(spacing.get(f"{W}line", "0")), spacing.get(f"{W}lineRule", "")
        if align is not None:
            look.align = align.get(f"{W}val", "")
        if level is not None:
            look.level = int(level.get(f"{W}val", "0"))
    if run is not None:
        font, size = run.find(f"{W}rFonts"), run.find(f"{W}sz")
        if font is not None and font.get(f"{W}ascii"):
            look.font = font.get(f"{W}ascii", "")
        if size is not None:
            look.half_points = int(size.get(f"{W}val", "0"))
        look.italic = _on(run.find(f"{W}i"), look.italic)
        look.underline = _on(run.find(f"{W}u"), look.underline)
        look.capitals = _on(run.find(f"{W}caps"), _on(run.find(f"{W}smallCaps"), look.capitals))
    return look


def _on(element: etree._Element | None, below: bool) -> bool:
    return below if element is None else element.get(f"{W}val", "1") not in {"0", "false", "none"}


# --- rows and pictures -------------------------------------------------------------------------------------------


def _rows(body: etree._Element, name: str, profile: Profile) -> Iterator[Finding]:
    for number, row in enumerate(body.iter(f"{W}tr"), start=1):
        place = Place(template=name, cell=_("row {n}").format(n=number))
        if row.find(f"{W}trPr/{W}cantSplit") is None:
            yield finding(
                "easy_read.er15", place, _("This block may be split over two pages."), _("Keep the row on one page.")
            )
        cells = row.findall(f"{W}tc")
        words = "".join(map(_text, cells[1:]))
        framed = any(cell.find(f"{W}tcPr/{W}tcBorders") is not None for cell in cells)
        if len(cells) != 2 or framed or not words.strip():
            continue  # a row to mark or to write in
        if cells[0].find(f".//{W}drawing") is None:
            yield finding("easy_read.er10", place, _("There is no picture on the left."), _("Choose a picture."))
        elif profile.picture_left:
            widths = [int(size.get(f"{W}w", "0")) for size in row.iterfind(f"{W}tc/{W}tcPr/{W}tcW")]
            total = sum(widths)
            share = widths[0] / total if len(widths) == 2 and total else 0.0
            if not LEFT_SHARE[0] <= share <= LEFT_SHARE[1]:
                yield finding(
                    "easy_read.er10",
                    place,
                    _("The picture's column is not about 30 % wide."),
                    _("Set it to three tenths of the width."),
                )


def _drawings(parts: Parts, body: etree._Element, name: str) -> Iterator[Finding]:
    relations = parts.get("word/_rels/document.xml.rels")
    targets = {item.get("Id"): item.get("Target", "") for item in tree_of(relations, name)} if relations else {}
    for number, drawing in enumerate(body.iter(f"{W}drawing"), start=1):
        place = Place(template=name, cell=_("picture {n}").format(n=number))
        about = drawing.find(f".//{_WP}docPr")
        if about is None or not (about.get("descr") or "").strip():
            yield finding(
                "easy_read.er11",
                place,
                _("The picture has no alternative text."),
                _("Say in a few words what it shows."),
            )
        if drawing.find(f"{_WP}anchor") is not None:
            yield finding(
                "easy_read.er14", place, _("The picture floats over the text."), _("Set it in line with text.")
            )
        extent, blip = drawing.find(f".//{_WP}extent"), drawing.find(f".//{_A}blip")
        if extent is None or blip is None:
            continue
        wide, high = int(extent.get("cx", "0")), int(extent.get("cy", "0"))
        if max(wide, high) < LEAST_EMU:
            yield finding("easy_read.er11", place, _("The picture is smaller than 4 cm."), _("Make it larger."))
        data = parts.get(f"word/{targets.get(blip.get(f'{_R}embed'), '')}", b"")
        if high and _is_squashed(data, wide / high):
            yield finding("easy_read.er11", place, _("The picture is squashed."), _("Keep its own proportions."))


def _is_squashed(data: bytes, shown: float) -> bool:
    try:
        with Image.open(io.BytesIO(data)) as image:
            own = image.width / image.height
    except (UnidentifiedImageError, OSError, ValueError, ZeroDivisionError):
        return False
    return abs(shown / own - 1) > SQUASHED


def _breaks(parts: Parts, name: str) -> Iterator[Finding]:
    settings = parts.get("word/settings.xml")
    if settings is not None and _on(tree_of(settings, name).find(f"{W}autoHyphenation"), False):
        yield finding(
            "easy_read.er15", Place(template=name), _("Words may be divided at the end of a line."),
            _("Switch hyphenation off."),
        )  # fmt: skip
