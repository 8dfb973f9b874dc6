"""A picture in a Word document: whole, in its frame, sharp, with words for those who cannot see it."""

from typing import Any
from xml.sax.saxutils import quoteattr

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.packs.picture import Picture
from alongside.render.drawn import part_being_filled

DOTS = 150  # an inch: house rule; a picture is never printed larger than it is sharp
_EMU = 36_000  # in a millimetre
_INCH = 25.4
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def printed_size(picture_px: tuple[int, int], frame_mm: tuple[float, float]) -> tuple[float, float]:
    """The width and height, in mm, at which the whole picture fits the frame and stays sharp.

    Both pairs are (width, height). Raises AlongsideError for a picture or a frame without area.
    """
    width, height = picture_px
    if min(width, height) < 1 or min(frame_mm) <= 0:
        raise AlongsideError(_("The picture is empty."), remedy=_("Export it again."))
    printed = min(frame_mm[0], frame_mm[1] * width / height, width / DOTS * _INCH)
    return printed, printed * height / width


class WordPicture:
    """Printed by a template it becomes the picture, in the body, a table, a header or a footer, as InlineImage does.

    `alternative` tells what it shows, for those who hear the document. `frame`: width and height, in mm, which it
    does not leave; it is never cropped. `template` is needed only where docxtpl's own way of rendering is used.
    """

    def __init__(self, picture: Picture, alternative: str, frame: tuple[float, float], template: Any = None) -> None:
        if not alternative.strip():
            raise AlongsideError(
                _("The picture has no alternative text."),
                remedy=_("Say in a sentence what it shows, for people who cannot see it."),
            )
        self._picture, self._alternative, self._template = picture, alternative, template
        self._size = printed_size((picture.width, picture.height), frame)

    def __html__(self) -> str:
        part = part_being_filled(self._template)
        if part is None:
            raise ValueError(_("a picture can only be printed into a document"))
        relation, number = part.add_picture(self._picture.data)
        inline = _inline(relation, number, self._alternative, *self._size)
        return f'</w:t></w:r><w:r><w:drawing>{inline}</w:drawing></w:r><w:r><w:t xml:space="preserve">'

    __str__ = __html__


def _inline(relation: str, number: int, alternative: str, width: float, height: float) -> str:
    across, down = max(1, round(width * _EMU)), max(1, round(height * _EMU))
    name = quoteattr(_("Picture {n}").format(n=number))
    told = quoteattr(" ".join(alternative.split()))
    return (
        f'<wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{across}" cy="{down}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{800_000 + number}" name={name} descr={told}/><wp:cNvGraphicFramePr>'
        f'<a:graphicFrameLocks xmlns:a="{_DRAWING}/main" noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr id="{number}" name={name} descr={told}/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip xmlns:r="{_RELATIONS}" r:embed="{relation}"/>'
        '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{across}" cy="{down}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline>"
    )
