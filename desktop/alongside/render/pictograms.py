"""Our own Easy Read pictures, drawn in code: simple, adult, matt colours, the same bytes on every run.

Each is drawn on a field of 100 by 100 with y downwards, twice as large as it is kept, so that its edges are smooth.
"""

from collections.abc import Callable
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

INK, TEAL, SAND, SKIN, BROWN, RED, GREEN, WHITE, GREY, BLUE = (
    "#26302E", "#3E7F7A", "#E9D9B8", "#C99A78", "#8A5A3C", "#A9483F", "#4F7F52", "#FFFFFF", "#C6CECC", "#5B7C9D",
)  # fmt: skip
PIXELS = 640
_TWICE = 2
_SCALE = PIXELS * _TWICE / 100
LINE = 3.0


class Pen:
    """Draws in units of the field."""

    def __init__(self) -> None:
        side = PIXELS * _TWICE
        self.image = Image.new("RGB", (side, side), WHITE)
        self._draw = ImageDraw.Draw(self.image)

    def box(  # noqa: PLR0917 - a place and a size
        self, x: float, y: float, wide: float, high: float, fill: str | None, r: float = 2, line: str = INK
    ) -> None:
        self._draw.rounded_rectangle(
            _scaled(x, y, x + wide, y + high), _px(r), fill=fill, outline=line, width=_px(LINE)
        )

    def disc(self, x: float, y: float, r: float, fill: str | None, line: str = INK) -> None:
        self._draw.ellipse(_scaled(x - r, y - r, x + r, y + r), fill=fill, outline=line, width=_px(LINE))

    def line(self, *points: tuple[float, float], colour: str = INK, wide: float = LINE) -> None:
        flat = [(x * _SCALE, y * _SCALE) for x, y in points]
        self._draw.line(flat, fill=colour, width=_px(wide), joint="curve")
        r = wide / 2
        for x, y in points:
            self._draw.ellipse(_scaled(x - r, y - r, x + r, y + r), fill=colour)

    def shape(self, *points: tuple[float, float], fill: str) -> None:
        self._draw.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=fill)
        self.line(*points, points[0])

    def arc(  # noqa: PLR0917 - a circle and two angles
        self, x: float, y: float, r: float, start: float, end: float, colour: str = INK, wide: float = LINE
    ) -> None:
        self._draw.arc(_scaled(x - r, y - r, x + r, y + r), start, end, fill=colour, width=_px(wide))

    def person(self, x: float, y: float, size: float = 1.0, shirt: str = TEAL, skin: str = SKIN) -> None:
        """Head and shoulders; (x, y) is the middle of the foot of the picture."""
        wide, high = 30 * size, 26 * size
        self.box(x - wide / 2, y - high, wide, high, shirt, 10 * size)
        self.disc(x, y - high - 11 * size, 11 * size, skin)

    def bubble(self, x: float, y: float, wide: float, high: float, foot: float) -> None:
        """A bubble of speech whose foot points to x = `foot`."""
        self.box(x, y, wide, high, WHITE, 6)
        self.shape((foot - 3, y + high - 1), (foot + 5, y + high - 1), (foot, y + high + 8), fill=WHITE)
        self.line((foot - 1, y + high - 1.5), (foot + 3, y + high - 1.5), colour=WHITE)

    def tick(self, x: float, y: float, size: float, colour: str = GREEN) -> None:
        wide = size * 0.22
        self.line((x - size / 2, y), (x - size / 8, y + size * 0.36), (x + size / 2, y - size * 0.4),
                  colour=colour, wide=wide)  # fmt: skip

    def cross(self, x: float, y: float, size: float, colour: str = RED) -> None:
        r, wide = size * 0.4, size * 0.22
        self.line((x - r, y - r), (x + r, y + r), colour=colour, wide=wide)
        self.line((x - r, y + r), (x + r, y - r), colour=colour, wide=wide)

    def question(self, x: float, y: float, size: float, colour: str = INK) -> None:
        r = size * 0.28
        self.arc(x, y - size * 0.2, r, 180, 420, colour, size * 0.14)
        self.line(
            (x + r * 0.5, y + r * 0.05), (x, y + size * 0.14), (x, y + size * 0.24), colour=colour, wide=size * 0.13
        )
        self.disc(x, y + size * 0.46, size * 0.08, colour, colour)


def _px(value: float) -> int:
    return max(1, round(value * _SCALE))


def _scaled(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    return left * _SCALE, top * _SCALE, right * _SCALE, bottom * _SCALE


def _medicine(pen: Pen) -> None:
    pen.box(22, 34, 36, 54, BLUE, 5)
    pen.box(26, 20, 28, 14, GREY, 3)
    pen.box(27, 50, 26, 22, WHITE, 1)
    pen.line((40, 55), (40, 67), wide=4)
    pen.line((34, 61), (46, 61), wide=4)
    pen.disc(74, 58, 9, SAND)
    pen.line((68, 58), (80, 58))
    pen.box(63, 74, 26, 12, RED, 6)


def _money(pen: Pen) -> None:
    pen.box(14, 22, 72, 36, GREEN, 3)
    pen.disc(50, 40, 11, SAND)
    pen.disc(34, 74, 13, SAND)
    pen.disc(58, 76, 11, GREY)
    for x, y, size in ((34, 74, 1.0), (58, 76, 0.8)):
        pen.line((x, y - 6 * size), (x, y + 6 * size))


def _phone(pen: Pen) -> None:
    pen.box(30, 10, 40, 80, INK, 7)
    pen.box(34, 18, 32, 56, BLUE, 2)
    pen.disc(50, 82, 3.5, GREY, GREY)


def _kitchen(pen: Pen) -> None:
    pen.box(12, 74, 76, 12, GREY, 2)
    pen.line((30, 72), (70, 72), wide=4)
    pen.shape((30, 68), (70, 68), (64, 38), (36, 38), fill=TEAL)
    pen.shape((68, 56), (84, 42), (79, 38), (66, 46), fill=TEAL)
    pen.arc(50, 36, 17, 180, 360, wide=4)
    pen.disc(50, 35, 3, INK)
    for x in (84, 90):
        pen.line((x, 32), (x - 3, 26), (x, 20), colour=GREY)


def _lock(pen: Pen) -> None:
    pen.arc(50, 42, 19, 180, 360, wide=7)
    pen.line((34.5, 42), (34.5, 50), wide=7)
    pen.line((65.5, 42), (65.5, 50), wide=7)
    pen.box(24, 46, 52, 40, SAND, 5)
    pen.disc(50, 62, 5, INK)
    pen.line((50, 64), (50, 75), wide=5)


def _door(pen: Pen) -> None:
    pen.box(24, 12, 50, 76, SAND, 1)
    pen.shape((24, 12), (54, 22), (54, 94), (24, 88), fill=TEAL)
    pen.disc(48, 57, 2.5, WHITE)
    pen.line((10, 88), (22, 88))
    pen.line((76, 88), (90, 88))


def _meeting(pen: Pen) -> None:
    pen.person(50, 62, 0.85, SAND, BROWN)
    pen.person(22, 76, 0.9, TEAL)
    pen.person(78, 76, 0.9, BLUE, BROWN)
    pen.box(10, 66, 80, 20, GREY, 9)
    pen.box(42, 71, 16, 9, WHITE, 1)


def _talking(pen: Pen) -> None:
    pen.person(26, 92, 1.0, TEAL)
    pen.person(74, 92, 1.0, BLUE, BROWN)
    pen.bubble(8, 8, 42, 24, 28)
    pen.bubble(56, 14, 34, 20, 74)
    for y in (16, 23):
        pen.line((15, y), (43, y))
    pen.line((63, 24), (83, 24))


def _choice(pen: Pen) -> None:
    pen.person(50, 94, 1.1, TEAL, BROWN)
    pen.disc(22, 26, 15, WHITE)
    pen.tick(22, 26, 18)
    pen.disc(78, 26, 15, WHITE)
    pen.cross(78, 26, 18)


def _walk(pen: Pen) -> None:
    pen.shape((8, 92), (92, 92), (70, 78), (34, 78), fill=SAND)
    pen.disc(52, 18, 9, SKIN)
    pen.line((52, 30), (49, 54), colour=TEAL, wide=13)
    pen.line((52, 34), (65, 46), (70, 42), colour=TEAL, wide=5)
    pen.line((50, 34), (38, 48), (40, 54), colour=TEAL, wide=5)
    pen.line((49, 58), (60, 70), (63, 86), wide=6)
    pen.line((48, 58), (42, 72), (32, 84), wide=6)
    pen.line((63, 86), (69, 86), wide=5)
    pen.line((32, 84), (37, 87), wide=5)


def _clock(pen: Pen) -> None:
    pen.disc(50, 50, 38, SAND)
    pen.disc(50, 50, 31, WHITE)
    for at in ((50, 23), (77, 50), (50, 77), (23, 50)):
        pen.disc(*at, 2, INK)
    pen.line((50, 50), (50, 30), wide=4)
    pen.line((50, 50), (64, 58), wide=4)


def _calendar(pen: Pen) -> None:
    pen.box(16, 20, 68, 66, WHITE, 4)
    pen.box(16, 20, 68, 18, TEAL, 4)
    for x in (32, 68):
        pen.line((x, 14), (x, 26), wide=5)
    for row in range(3):
        for across in range(4):
            mark = (row, across) == (1, 2)
            pen.box(23 + 14.5 * across, 44 + 13 * row, 10, 9, RED if mark else SAND, 1, INK if mark else GREY)


def _paper(pen: Pen) -> None:
    pen.shape((24, 10), (62, 10), (78, 26), (78, 90), (24, 90), fill=WHITE)
    pen.shape((62, 10), (78, 26), (62, 26), fill=SAND)
    for y in (40, 52, 64):
        pen.line((34, y), (68, y))
    pen.line((34, 76), (54, 76))


def _safe(pen: Pen) -> None:
    pen.shape((50, 10), (82, 22), (79, 54), (66, 76), (50, 90), (34, 76), (21, 54), (18, 22), fill=TEAL)
    pen.tick(50, 48, 38, WHITE)


def _stop(pen: Pen) -> None:
    pen.shape((35, 8), (65, 8), (90, 33), (90, 63), (65, 90), (35, 90), (10, 63), (10, 33), fill=RED)
    for x, top in ((38, 30), (46, 25), (54, 25), (62, 30)):
        pen.line((x, top), (x, 56), colour=WHITE, wide=6)
    pen.line((28, 50), (38, 62), colour=WHITE, wide=6)
    for y in (56, 61, 66):
        pen.line((42, y), (58, y), colour=WHITE, wide=14)


def _staff(pen: Pen) -> None:
    pen.person(33, 92, 1.15, SAND)
    pen.person(69, 92, 1.15, TEAL, BROWN)
    pen.box(62, 70, 15, 10, WHITE, 1)
    pen.line((65, 75), (73, 75), wide=2)
    pen.line((69, 64), (69, 70), wide=2)


def _house(pen: Pen) -> None:
    pen.box(22, 44, 56, 44, SAND, 1)
    pen.shape((12, 48), (50, 14), (88, 48), fill=TEAL)
    pen.box(43, 62, 15, 26, BROWN, 1)
    pen.box(28, 55, 11, 12, WHITE, 1)
    pen.box(62, 55, 11, 12, WHITE, 1)


def _question(pen: Pen) -> None:
    pen.person(34, 92, 1.2, TEAL)
    pen.bubble(50, 10, 40, 44, 58)
    pen.question(70, 31, 30)


def _better(pen: Pen) -> None:
    for at, (high, colour) in enumerate(((16, SAND), (30, SAND), (46, TEAL))):
        pen.box(16 + 24 * at, 88 - high, 18, high, colour, 1)
    pen.line((14, 60), (40, 42), (74, 20), wide=5)
    pen.line((58, 19), (75, 19), (72, 35), wide=5)


def _feelings(pen: Pen) -> None:
    for x, y, fill in ((32, 38, SAND), (68, 64, BLUE)):
        pen.disc(x, y, 23, fill)
        pen.disc(x - 8, y - 5, 2.5, INK)
        pen.disc(x + 8, y - 5, 2.5, INK)
    pen.arc(32, 38, 12, 25, 155, wide=3.5)
    pen.arc(68, 81, 12, 220, 320, wide=3.5)


def _person(pen: Pen) -> None:
    pen.person(50, 94, 1.7, TEAL)


def _tick(pen: Pen) -> None:
    pen.disc(50, 50, 40, WHITE)
    pen.tick(50, 50, 48)


def _pencil(pen: Pen) -> None:
    pen.shape((24, 66), (66, 20), (80, 33), (38, 79), fill=SAND)
    pen.shape((66, 20), (72, 14), (86, 27), (80, 33), fill=RED)
    pen.shape((24, 66), (38, 79), (18, 86), fill=WHITE)
    pen.line((18, 92), (82, 92))


def _no(pen: Pen) -> None:
    pen.disc(50, 50, 40, WHITE)
    pen.cross(50, 50, 46)


DRAWN: dict[str, Callable[[Pen], None]] = {
    "medicine": _medicine, "money": _money, "phone": _phone, "kitchen": _kitchen, "lock": _lock, "door": _door,
    "meeting": _meeting, "talking": _talking, "choice": _choice, "walk": _walk, "clock": _clock,
    "calendar": _calendar, "paper": _paper, "safe": _safe, "stop": _stop, "staff": _staff, "house": _house,
    "question": _question, "better": _better, "feelings": _feelings, "person": _person, "tick": _tick,
    "pencil": _pencil, "no": _no,
}  # fmt: skip


@cache
def pictogram(name: str) -> bytes:
    """The picture as PNG. KeyError for a name that is none of ours."""
    pen = Pen()
    DRAWN[name](pen)
    out = BytesIO()
    small = pen.image.resize((PIXELS, PIXELS), Image.Resampling.LANCZOS)
    small.quantize(64, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()
