"""The look in use: theme, text scale, fonts and icons. Widgets ask it; nothing else knows a colour."""

import importlib.util
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from PySide6.QtCore import QDir, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QStyleFactory, QWidget

from alongside.ui.theme import Theme, load_theme, stylesheet

FONTS = Path(__file__).parent / "fonts"
SYSTEM, LIGHT, DARK = "system", "light", "dark"


class Look(QObject):
    """Holds the theme; `changed` tells those who paint for themselves."""

    changed = Signal()

    def __init__(self, app: QApplication, name: str = SYSTEM, percent: int = 100) -> None:
        super().__init__()
        self._app = app
        self._name, self._percent = name, percent
        self._icons: dict[tuple[str, str, int], QIcon] = {}
        self._codes: dict[str, str] = {}
        self._icon_family = ""
        self._images = TemporaryDirectory(prefix="alongside-look-")
        app.setStyle(QStyleFactory.create("Fusion"))
        for file in ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf"):
            QFontDatabase.addApplicationFont(str(FONTS / file))
        self.theme: Theme = load_theme(self._resolved())
        self._apply()
        app.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def name(self) -> str:
        """`system`, `light` or `dark`: what was asked for."""
        return self._name

    @property
    def percent(self) -> int:
        """Text scale in per cent."""
        return self._percent

    @property
    def scale(self) -> float:
        return self._percent / 100

    def px(self, value: float) -> int:
        """A length in px that grows with the text."""
        return round(value * self.scale)

    def colour(self, name: str) -> QColor:
        """A colour of the theme, for painting."""
        return QColor(self.theme.colours.named(name))

    def font(self, size: str = "body", weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """A font of the theme, for painting: a name of theme.TypeSizes."""
        font = QFont(self._app.font())
        font.setPointSizeF(getattr(self.theme.measures.type, size) * self.scale)
        font.setWeight(weight)
        return font

    def use(self, name: str, percent: int) -> None:
        """Change theme and text scale at once."""
        if (name, percent) == (self._name, self._percent):
            return
        self._name, self._percent = name, percent
        self._renew()

    def dress(self, widget: QWidget, icon: str, colour: str = "quiet", size: int = 0) -> None:
        """Give a button or label an icon that follows the theme. `size` in px at 100 %; 0: the theme's."""
        widget.setProperty("icon_name", icon)
        widget.setProperty("icon_colour", colour)
        widget.setProperty("icon_size", size)
        self._dress(widget)

    def icon(self, name: str, colour: str = "quiet", size: int = 0) -> QIcon:
        """An icon in a colour of the theme; checked buttons show it in the accent."""
        px = self.px(size or self.theme.measures.icon)
        key = (name, colour, px)
        if key not in self._icons:
            icon = QIcon()
            icon.addPixmap(self._pixmap(name, self.colour(colour), px))
            icon.addPixmap(self._pixmap(name, self.colour("disabled"), px), QIcon.Mode.Disabled)
            icon.addPixmap(self._pixmap(name, self.colour("accent"), px), QIcon.Mode.Normal, QIcon.State.On)
            self._icons[key] = icon
        return self._icons[key]

    def paint_icon(self, painter: QPainter, rect: QRectF, name: str, colour: str) -> None:
        """Draw an icon into a rectangle, sharp at any scale."""
        self._paint(painter, rect, name, self.colour(colour))

    def _system_changed(self) -> None:
        if self._name == SYSTEM:
            self._renew()

    def _renew(self) -> None:
        self.theme = load_theme(self._resolved())
        self._icons.clear()
        self._apply()
        for widget in self._app.allWidgets():
            if widget.property("icon_name"):
                self._dress(widget)
        self.changed.emit()

    def _resolved(self) -> str:
        if self._name in {LIGHT, DARK}:
            return self._name
        return DARK if self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT

    def _apply(self) -> None:
        font = QFont("Inter")
        font.setPointSizeF(self.theme.measures.type.body * self.scale)
        font.setStyleHint(QFont.StyleHint.SansSerif)
        self._app.setFont(font)
        self._app.setPalette(self._palette())
        self._save_images()
        self._app.setStyleSheet(stylesheet(self.theme, self.scale))

    def _palette(self) -> QPalette:
        role = QPalette.ColorRole
        palette = QPalette()
        for group, name in (
            (role.Window, "canvas"),
            (role.WindowText, "text"),
            (role.Base, "surface"),
            (role.AlternateBase, "canvas"),
            (role.Text, "text"),
            (role.Button, "surface"),
            (role.ButtonText, "text"),
            (role.ToolTipBase, "text"),
            (role.ToolTipText, "canvas"),
            (role.PlaceholderText, "quiet"),
            (role.Highlight, "accent"),
            (role.HighlightedText, "on_accent"),
            (role.Link, "accent"),
            (role.Mid, "line"),
            (role.Dark, "edge"),
            (role.Light, "surface"),
            (role.Shadow, "edge"),
        ):
            palette.setColor(group, self.colour(name))
        for group in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, group, self.colour("disabled"))
        return palette

    def _save_images(self) -> None:
        """A stylesheet takes its few images from files only."""
        folder = self._images.name
        for file, icon, colour in (("caret", "caret-down", "quiet"), ("check", "check-bold", "on_accent")):
            self._pixmap(icon, self.colour(colour), 16).save(str(Path(folder) / f"{file}.png"))
        QDir.setSearchPaths("look", [folder])

    def _dress(self, widget: QWidget) -> None:
        name, colour = str(widget.property("icon_name")), str(widget.property("icon_colour"))
        size = int(widget.property("icon_size") or 0)
        px = self.px(size or self.theme.measures.icon)
        if isinstance(widget, QAbstractButton):
            widget.setIcon(self.icon(name, colour, size))
            widget.setIconSize(QSize(px, px))
        elif isinstance(widget, QLabel):
            widget.setPixmap(self._pixmap(name, self.colour(colour), px))
            widget.setFixedWidth(px + 2)

    def _pixmap(self, name: str, colour: QColor, px: int) -> QPixmap:
        ratio = max(1.0, self._app.devicePixelRatio())
        pixmap = QPixmap(round(px * ratio), round(px * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self._paint(painter, QRectF(0, 0, px, px), name, colour)
        painter.end()
        return pixmap

    def _paint(self, painter: QPainter, rect: QRectF, name: str, colour: QColor) -> None:
        self._load_icons()
        font = QFont(self._icon_family)
        font.setPixelSize(max(1, round(rect.height())))
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.setFont(font)
        painter.setPen(colour)
        glyph = chr(int(self._codes[name], 16))
        metrics = QFontMetricsF(font)
        at = QPointF(
            rect.center().x() - metrics.horizontalAdvance(glyph) / 2,
            rect.center().y() + (metrics.ascent() - metrics.descent()) / 2,
        )
        painter.drawText(at, glyph)

    def _load_icons(self) -> None:
        """Phosphor's font out of qtawesome's folder. Importing qtawesome itself would cost a third of a start."""
        if self._codes:
            return
        spec = importlib.util.find_spec("qtawesome")
        if spec is None or not spec.submodule_search_locations:
            raise ModuleNotFoundError("qtawesome")
        folder = Path(spec.submodule_search_locations[0]) / "fonts"
        names = next(folder.glob("phosphor-charmap-*.json")).read_bytes()
        self._codes = msgspec.json.decode(names, type=dict[str, str])  # name -> "0xf371"
        number = QFontDatabase.addApplicationFont(str(next(folder.glob("phosphor-*.ttf"))))
        self._icon_family = QFontDatabase.applicationFontFamilies(number)[0]
