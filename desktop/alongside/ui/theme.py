"""Every colour, space, radius and type size of the window, by name, and the one stylesheet made from them."""

from dataclasses import dataclass
from pathlib import Path
from string import Template

import msgspec
from msgspec import Struct

THEMES = Path(__file__).parent / "themes"
TEXT_SCALES = (100, 110, 125, 150, 175, 200)  # per cent


class Colours(Struct, frozen=True, forbid_unknown_fields=True):
    """Named colours as `#RRGGBB`. `*_soft` are backgrounds for text of the same name."""

    canvas: str  # behind everything
    surface: str  # cards, fields, paper
    sunken: str  # rail and status line
    hover: str
    line: str  # hairlines that only decorate
    edge: str  # borders that must be seen: 3:1
    text: str
    quiet: str
    disabled: str
    accent: str
    accent_hover: str
    accent_soft: str
    on_accent: str
    block: str
    block_soft: str
    warn: str
    warn_soft: str
    info: str
    info_soft: str
    good: str
    good_soft: str
    desk: str  # around the pages of the preview

    def named(self, name: str) -> str:
        """The colour of that name. AttributeError for an unknown one: a bug."""
        return str(getattr(self, name))


class Spaces(Struct, frozen=True):
    """Distances in px, on a grid of 4."""

    hair: int
    small: int
    medium: int
    normal: int
    wide: int
    broad: int


class Radii(Struct, frozen=True):
    """Radii of corners in px."""

    small: int
    normal: int
    large: int


class TypeSizes(Struct, frozen=True):
    """Sizes of type in pt at 100 %."""

    small: float
    body: float
    reading: float
    question: float
    heading: float
    title: float


class Measures(Struct, frozen=True):
    """What light and dark share."""

    space: Spaces
    radius: Radii
    type: TypeSizes
    icon: int  # px at 100 %


class _Palette(Struct, frozen=True):
    name: str
    dark: bool
    colours: Colours


@dataclass(frozen=True, slots=True)
class Theme:
    """One look: light or dark."""

    name: str
    dark: bool
    colours: Colours
    measures: Measures


def load_theme(name: str) -> Theme:
    """The theme called `light` or `dark`. Its files are part of the program: one that cannot be read is a bug."""
    palette = msgspec.json.decode((THEMES / f"{name}.json").read_bytes(), type=_Palette)
    measures = msgspec.json.decode((THEMES / "measures.json").read_bytes(), type=Measures)
    return Theme(palette.name, palette.dark, palette.colours, measures)


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def stylesheet(theme: Theme, scale: float) -> str:
    """The window's stylesheet; `scale` 1.0 is 100 % text."""
    words: dict[str, object] = {name: theme.colours.named(name) for name in Colours.__struct_fields__}
    for name in TypeSizes.__struct_fields__:
        words[f"t_{name}"] = f"{getattr(theme.measures.type, name) * scale:.2f}pt"
    words["r_small"], words["r"], words["r_large"] = (
        theme.measures.radius.small,
        theme.measures.radius.normal,
        theme.measures.radius.large,
    )
    return _SHEET.substitute(words)


_SHEET = Template("""
* { outline: none; }
QWidget { color: $text; font-size: $t_body; }
QMainWindow, QWidget[role="canvas"] { background: $canvas; }
QToolTip { background: $text; color: $canvas; border: none; padding: 6px 8px; }

QScrollArea, QAbstractScrollArea { border: none; background: transparent; }
QScrollArea > QWidget > QWidget[role="clear"], QStackedWidget { background: transparent; }

QLabel { background: transparent; }
QLabel[role="title"] { font-size: $t_title; font-weight: 600; }
QLabel[role="heading"] { font-size: $t_heading; font-weight: 600; }
QLabel[role="question"] { font-size: $t_question; font-weight: 500; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="reading"] { font-size: $t_reading; }
QLabel[role="quiet"] { color: $quiet; }
QLabel[role="small"] { color: $quiet; font-size: $t_small; }
QLabel[role="caps"] { color: $quiet; font-size: $t_small; font-weight: 600; }
QLabel[role="code"] { background: $sunken; border-radius: ${r_small}px; padding: 6px 8px; font-family: monospace; }
QLabel[role="number"] { font-size: $t_title; font-weight: 600; }
QLabel[tone="block"] { color: $block; }
QLabel[tone="warn"] { color: $warn; }
QLabel[tone="info"] { color: $info; }
QLabel[tone="good"] { color: $good; }
QLabel[tone="accent"] { color: $accent; }

QFrame[role="rail"] { background: $sunken; border: none; border-right: 1px solid $line; }
QFrame[role="status"] { background: $sunken; border: none; border-top: 1px solid $line; }
QFrame[role="head"] { background: $canvas; border: none; border-bottom: 1px solid $line; }
QFrame[role="side"] { background: $canvas; border: none; border-right: 1px solid $line; }
QFrame[role="aside"] { background: $canvas; border: none; border-left: 1px solid $line; }
QFrame[role="foot"] { background: $canvas; border: none; border-top: 1px solid $line; }
QFrame[role="card"] { background: $surface; border: 1px solid $line; border-radius: ${r_large}px; }
QFrame[role="card"]:hover { border-color: $edge; }
QFrame[role="card"]:focus, QFrame[role="card"][current="true"] { border: 1px solid $accent; }
QFrame[role="quote"] { border: none; border-left: 3px solid $edge; }
QFrame[role="panel"] { background: $surface; border: 1px solid $line; border-radius: ${r_large}px; }
QFrame[role="popup"] { background: $surface; border: 1px solid $edge; border-radius: ${r}px; }
QFrame[role="drop"] { background: $accent; border: none; max-height: 3px; min-height: 3px; }
QFrame[role="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="chip"] { background: $sunken; border: none; border-radius: ${r_small}px; }
QFrame[role="note"] { background: $sunken; border: none; border-radius: ${r}px; }
QFrame[role="note"][tone="block"] { background: $block_soft; }
QFrame[role="note"][tone="warn"] { background: $warn_soft; }
QFrame[role="note"][tone="info"] { background: $info_soft; }
QFrame[role="note"][tone="good"] { background: $good_soft; }

QPushButton { background: $surface; color: $text; border: 1px solid $edge; border-radius: ${r}px;
  padding: 6px 14px; font-weight: 500; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $sunken; }
QPushButton:focus { border: 2px solid $accent; padding: 5px 13px; }
QPushButton:disabled { color: $disabled; border-color: $line; background: $canvas; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600; }
QPushButton[role="primary"]:hover { background: $accent_hover; }
QPushButton[role="primary"]:focus { border: 2px solid $text; padding: 5px 13px; }
QPushButton[role="primary"]:disabled { background: $line; color: $quiet; border-color: $line; }
QPushButton[role="quiet"] { background: transparent; border: 1px solid transparent; color: $quiet; padding: 6px 10px; }
QPushButton[role="quiet"]:hover { background: $hover; color: $text; }
QPushButton[role="quiet"]:focus { border: 2px solid $accent; padding: 5px 9px; }
QPushButton[role="link"] { background: transparent; border: 1px solid transparent; color: $accent; padding: 3px 6px; }
QPushButton[role="link"]:hover { background: $accent_soft; }
QPushButton[role="link"]:focus { border: 2px solid $accent; padding: 2px 5px; }
QPushButton[role="link"][flush="true"] { margin-left: -6px; }
QPushButton[role="search"] { background: $surface; border: 1px solid $line; color: $quiet; text-align: left;
  padding: 6px 12px; font-weight: 400; }
QPushButton[role="search"]:hover { border-color: $edge; }
QPushButton[role="search"]:focus { border: 2px solid $accent; padding: 5px 11px; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: ${r}px; padding: 4px;
  color: $quiet; }
QToolButton:hover { background: $hover; color: $text; }
QToolButton:focus { border: 2px solid $accent; padding: 3px; }
QToolButton::menu-indicator { image: none; }
QToolButton[role="rail"] { padding: 8px 2px 6px 2px; font-size: $t_small; font-weight: 500; border-radius: ${r}px; }
QToolButton[role="rail"]:checked { background: $accent_soft; color: $accent; font-weight: 600; }
QToolButton[role="rail"]:focus { padding: 7px 1px 5px 1px; }
QToolButton[role="chip"] { background: $sunken; color: $quiet; font-size: $t_small; font-weight: 500;
  border-radius: ${r_small}px; padding: 3px 4px 3px 8px; }
QToolButton[role="chip"]:hover { background: $accent_soft; color: $accent; }
QToolButton[role="chip"]:focus { padding: 2px 3px 2px 7px; }
QToolButton[role="chip"]:disabled { background: transparent; color: $quiet; }
QToolButton[role="chip"]:checked { background: $accent_soft; color: $accent; font-weight: 600; }
QToolButton[role="chip"][tone="block"] { background: $block_soft; color: $block; }
QToolButton[role="chip"][tone="warn"] { background: $warn_soft; color: $warn; }
QToolButton[role="chip"][tone="good"] { background: $good_soft; color: $good; }
QToolButton[role="choice"] { background: $surface; color: $text; border: 1px solid $edge; font-size: $t_small;
  border-radius: ${r_small}px; padding: 3px 8px; }
QToolButton[role="choice"]:hover { background: $hover; }
QToolButton[role="choice"]:checked { background: $accent_soft; color: $accent; border-color: $accent;
  font-weight: 600; }
QToolButton[role="choice"]:focus { border: 2px solid $accent; padding: 2px 7px; }
QToolButton[role="segment"] { color: $quiet; font-size: $t_small; padding: 3px 7px; border-radius: ${r_small}px; }
QToolButton[role="segment"]:focus { padding: 2px 6px; }
QToolButton[role="segment"]:checked { background: $accent_soft; color: $accent; font-weight: 600; }
QToolButton[role="segment"]:disabled { color: $disabled; }
QToolButton[role="add"] { color: $quiet; padding: 6px 10px; font-weight: 500; }
QToolButton[role="add"]:focus { padding: 5px 9px; }
QToolButton[role="add"]:hover { background: $accent_soft; color: $accent; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QDateTimeEdit, QComboBox {
  background: $surface; color: $text; border: 1px solid $edge; border-radius: ${r}px; padding: 6px 10px;
  selection-background-color: $accent; selection-color: $on_accent; placeholder-text-color: $quiet; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus,
QDateTimeEdit:focus, QComboBox:focus { border: 2px solid $accent; padding: 5px 9px; }
QLineEdit:disabled, QComboBox:disabled,
QSpinBox:disabled { color: $disabled; border-color: $line; background: $canvas; }
QComboBox::drop-down, QDateEdit::drop-down, QDateTimeEdit::drop-down { border: none; width: 24px;
  background: none; }
QComboBox::down-arrow, QDateEdit::down-arrow, QDateTimeEdit::down-arrow {
  image: url(look:caret.png); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $edge; padding: 4px; outline: none;
  selection-background-color: $accent_soft; selection-color: $text; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {
  border: none; width: 0; }
QTextEdit[role="reading"] { border: none; background: transparent; font-size: $t_reading;
  padding: 0; border-radius: 0; }
QTextEdit[role="subheading"] { border: none; background: transparent; font-size: $t_heading; font-weight: 600;
  padding: 0; border-radius: 0; }
QTextEdit[role="subheading"]:focus { border: none; padding: 0; }
QTextEdit[role="reading"]:focus { border: none; padding: 0; }
QTextBrowser { border: none; background: transparent; padding: 0; }
QTextBrowser:focus { border: none; padding: 0; }

QCheckBox, QRadioButton { spacing: 8px; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator,
QTreeView[role="plan"]::indicator { width: 16px; height: 16px; border: 1px solid $edge;
  background: $surface; border-radius: ${r_small}px; }
QRadioButton::indicator { border-radius: 9px; }
QTreeView[role="plan"]::item { padding: 6px 4px; border-bottom: 1px solid $line; }
QCheckBox::indicator:checked, QTreeView[role="plan"]::indicator:checked { background: $accent;
  border-color: $accent; image: url(look:check.png); }
QRadioButton::indicator:checked { background: $surface; border: 5px solid $accent; width: 8px; height: 8px; }
QCheckBox:focus, QRadioButton:focus { color: $accent; text-decoration: underline; }

QAbstractItemView { background: transparent; border: none; selection-background-color: $accent_soft;
  selection-color: $text; alternate-background-color: $canvas; }
QListWidget::item { border-radius: ${r_small}px; padding: 5px 8px; }
QListWidget::item:hover { background: $hover; }
QListWidget::item:selected { background: $accent_soft; color: $text; }
QTableView { background: $surface; border: 1px solid $line; border-radius: ${r_large}px; gridline-color: transparent; }
QTableView:focus { border: 1px solid $accent; }
QTableView::item { padding: 4px 10px; border: none; border-bottom: 1px solid $line; }
QTableView::item:selected { background: $accent_soft; color: $text; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: $surface; color: $quiet; border: none; border-bottom: 1px solid $line;
  padding: 8px 10px; font-size: $t_small; font-weight: 600; }
QTableCornerButton::section { background: $surface; border: none; }

QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $quiet; padding: 8px 4px 7px 4px; margin: 0 10px 0 0; border: none;
  border-bottom: 2px solid transparent; font-weight: 500; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $accent; border-bottom: 2px solid $accent; font-weight: 600; }
QTabBar::tab:focus { background: $accent_soft; }
QTabBar QToolButton { background: $canvas; }
QTabWidget::pane { border: none; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $disabled; border-radius: 3px; margin: 3px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: $quiet; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none; border: none;
  width: 0; height: 0; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:hover { background: $accent; }

QProgressBar { background: $line; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QProgressBar[tone="block"]::chunk { background: $block; }
QProgressBar[tone="warn"]::chunk { background: $warn; }
QProgressBar[tone="good"]::chunk { background: $good; }

QMenuBar { background: $sunken; color: $text; border-bottom: 1px solid $line; padding: 2px 6px; }
QMenuBar::item { background: transparent; padding: 4px 9px; border-radius: ${r_small}px; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $surface; border: 1px solid $edge; padding: 6px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: ${r_small}px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 6px 8px; }
""")
