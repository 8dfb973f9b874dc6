import re
from itertools import product
from pathlib import Path

import pytest

import alongside.ui
from alongside.ui.theme import contrast, load_theme, stylesheet

UI = Path(alongside.ui.__file__).parent
GROUNDS = ("canvas", "surface", "sunken", "hover")
TEXTS = [
    *product(("text", "quiet"), (*GROUNDS, "accent_soft")),
    *product(("accent", "block", "warn", "info", "good"), ("canvas", "surface")),
    *((tone, f"{tone}_soft") for tone in ("accent", "block", "warn", "info", "good")),
    *(("text", f"{tone}_soft") for tone in ("block", "warn", "info", "good")),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("canvas", "text"),
]
MARKS = [
    *product(("edge", "accent"), GROUNDS),
    ("block", "line"),
    ("warn", "line"),
    ("good", "line"),
    ("accent", "line"),
]


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("fore", "ground"), TEXTS)
def test_text_can_be_read(name: str, fore: str, ground: str):
    colours = load_theme(name).colours
    assert contrast(colours.named(fore), colours.named(ground)) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("fore", "ground"), MARKS)
def test_marks_can_be_seen(name: str, fore: str, ground: str):
    colours = load_theme(name).colours
    assert contrast(colours.named(fore), colours.named(ground)) >= 3


def test_contrast_is_what_the_guidelines_say():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


def test_type_grows_with_the_scale():
    theme = load_theme("light")
    small = re.findall(r"font-size: ([\d.]+)pt", stylesheet(theme, 1))
    large = re.findall(r"font-size: ([\d.]+)pt", stylesheet(theme, 2))
    assert [float(size) * 2 for size in small] == pytest.approx([float(size) for size in large], abs=0.02)


def test_colours_stand_in_the_themes_alone():
    found = [
        f"{path.name}: {match.group(0)}"
        for path in UI.glob("*.py")
        for match in re.finditer(r"#[0-9A-Fa-f]{6}\b|rgba?\(|QColor\(\"", path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_events_are_never_processed_by_hand():
    assert [path.name for path in UI.glob("*.py") if "processEvents" in path.read_text(encoding="utf-8")] == []
