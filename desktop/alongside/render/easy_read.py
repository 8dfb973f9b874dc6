"""An Easy Read copy as a Word document: pictures on the left, words on the right, large, and a page to answer on."""

import io
from collections.abc import Mapping
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from PIL import Image, UnidentifiedImageError

from alongside.i18n import _
from alongside.packs.easy_pictures import shown_by
from alongside.packs.easy_read import EasyRead
from alongside.render.easy_read_file import WordFile
from alongside.render.pictograms import DRAWN, pictogram

PAGE, MARGIN = 11906, 1134  # A4 and 2 cm, in twentieths of a point
WIDTH = PAGE - 2 * MARGIN
LEFT = round(WIDTH * 0.30)
PICTURE = 1_512_000  # EMU: 4.2 cm, of the 4 cm that ER11 asks for at least
SMALL = 1_440_000  # 4 cm
BOX = 2400  # the side of the box to mark, in twentieths of a point


def easy_read_document(
    copy: EasyRead, day: date, *, pictures: Mapping[str, bytes] | None = None, final: bool = False
) -> bytes:
    """The bytes of the Word file. `pictures` are the provider's own, by name; they win over ours of the same name."""
    writer = _Writer(dict(pictures or {}))
    body = [writer.first_page(copy)]
    for number, (heading, ideas) in enumerate(copy.parts):
        rows = [writer.row(idea.picture, idea.text, idea.alternative) for idea in ideas]
        body.append(_paragraph("EasyReadHeading", heading, new_page=not number) if heading else "")
        body.append(_table(rows))
    if copy.words:
        rows = [writer.row("question", f"{item.word}\n{item.meaning}", "", bold_first=True) for item in copy.words]
        body += [_paragraph("EasyReadHeading", _("What the words mean")), _table(rows)]
    body.append(writer.answer_page(copy))
    marks = [
        _("EXAMPLE: made-up people.") if copy.example else "",
        "" if final else _("First copy: not finished."),
    ]
    return writer.file.packed(
        "".join(body), title=copy.title, day=day, head=" ".join(mark for mark in marks if mark), subject=_("Easy Read")
    )


class _Writer:
    """Collects the pictures while the body is written."""

    def __init__(self, own: dict[str, bytes]) -> None:
        self._own = own
        self.file = WordFile()

    def picture(self, name: str, alternative: str, size: int = PICTURE) -> str:
        """The run of a picture; where there is none of that name, a frame that says what to put there."""
        data = self._own.get(name) or (pictogram(name) if name in DRAWN else b"")
        shape = _shape(data)
        if shape is None:
            return ""
        wide, high = (size, round(size * shape[1] / shape[0])) if shape[0] >= shape[1] else (
            round(size * shape[0] / shape[1]), size)  # fmt: skip
        number, relation = self.file.add_picture(data, shape[2])
        told = alternative or ("" if name in self._own else shown_by(name))
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
            f'<wp:docPr id="{number}" name="Picture {number}" descr={quoteattr(told)}/>'
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
            f'<pic:nvPicPr><pic:cNvPr id="{number}" name="Picture {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing></w:r>"
        )

    def row(self, name: str, text: str, alternative: str, *, bold_first: bool = False) -> str:
        """A picture on the left and words on the right, on one page together."""
        drawing = self.picture(name, alternative)
        left = _paragraph("EasyReadPicture", drawing) if drawing else _slot(name)
        lines = text.split("\n") or [""]
        right = "".join(
            _paragraph("EasyReadText", _run(line, bold=bold_first and not at)) for at, line in enumerate(lines)
        )
        return _row(_cell(left, LEFT), _cell(right, WIDTH - LEFT))

    def first_page(self, copy: EasyRead) -> str:
        rows = [self.row(picture, text, "") for text, picture in copy.first_lines]
        return _paragraph("EasyReadTitle", copy.title) + (_table(rows) if rows else "")

    def answer_page(self, copy: EasyRead) -> str:
        """ "How we tell your story": three large boxes to mark, room to write, who helped, and what no means."""
        choices = (
            ("tick", _("Yes. You can tell my story like this.")),
            ("pencil", _("Change it. Then ask me again.")),
            ("no", _("No. Please keep my story private.")),
        )
        rows = [
            _row(
                _cell(_paragraph("EasyReadPicture", self.picture(name, "", SMALL)), LEFT),
                _cell(_paragraph("EasyReadText", words), WIDTH - LEFT - BOX),
                _cell(_paragraph("EasyReadText", ""), BOX, border=True),
                high=BOX,
            )
            for name, words in choices
        ]
        gap = _row(*(_cell(_paragraph("EasyReadGap", ""), wide) for wide in (LEFT, WIDTH - LEFT - BOX, BOX)))
        rows = [part for row in rows for part in (row, gap)][:-1]
        write = (
            _paragraph("EasyReadHeading", _("Tell us more"), new_page=True)
            + _paragraph("EasyReadText", _("You can write or draw here."))
            + _table([_row(_cell(_paragraph("EasyReadText", ""), WIDTH, border=True), high=7600)], (WIDTH,))
        )
        signed = [
            _row(
                _cell(_paragraph("EasyReadText", words), LEFT),
                _cell(_paragraph("EasyReadText", ""), WIDTH - LEFT, border=True),
                high=900,
            )
            for words in (_("Date"), _("Who helped me"))
        ]
        return (
            _paragraph("EasyReadHeading", _("How we tell your story"), new_page=True)
            + _paragraph("EasyReadText", _("This is your story. You choose. Mark one box."))
            + _table(rows, (LEFT, WIDTH - LEFT - BOX, BOX))
            + _paragraph("EasyReadText", _("Your support stays the same, whatever you choose."))
            + write
            + _paragraph("EasyReadText", "")
            + _table(signed)
        )


def _shape(data: bytes) -> tuple[int, int, str] | None:
    if not data:
        return None
    try:
        with Image.open(io.BytesIO(data)) as image:
            kind = {"PNG": "png", "JPEG": "jpeg"}.get(image.format or "")
            return (*image.size, kind) if kind else None
    except (UnidentifiedImageError, OSError, ValueError):
        return None


def _slot(name: str) -> str:
    words = _("Picture: {name}").format(name=name) if name else _("Picture")
    return _paragraph("EasyReadSlot", words)


def _run(text: str, *, bold: bool = False) -> str:
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _paragraph(style: str, content: str, *, new_page: bool = False) -> str:
    inside = content if content.startswith("<w:r>") else _run(content) if content else ""
    turn = "<w:pageBreakBefore/>" if new_page else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{turn}</w:pPr>{inside}</w:p>'


def _cell(content: str, wide: int, *, border: bool = False) -> str:
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="18" w:space="0" w:color="26302E"/>'
        for side in ("top", "left", "bottom", "right")
    )
    frame = f"<w:tcBorders>{edges}</w:tcBorders>" if border else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{frame}<w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'


def _row(*cells: str, high: int = 0) -> str:
    size = f'<w:trHeight w:val="{high}" w:hRule="atLeast"/>' if high else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{size}</w:trPr>{''.join(cells)}</w:tr>"


def _table(rows: list[str], columns: tuple[int, ...] = (LEFT, WIDTH - LEFT)) -> str:
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in columns)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="EasyReadTable"/><w:tblW w:w="{sum(columns)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0000" w:firstRow="0" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )
