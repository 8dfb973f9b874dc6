"""The palette (Ctrl+K): questions, packs, places and actions by a few letters; library items by any of their words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QWidget

from alongside.i18n import _
from alongside.library.records import Record
from alongside.library.search import By, Hit
from alongside.ui.finder import FEW_ROWS, Finder
from alongside.ui.hit_list import HitList, Line
from alongside.ui.look import Look
from alongside.ui.marks import Mark
from alongside.ui.results import line_of
from alongside.ui.session import Session
from alongside.ui.widgets import column

SHOWN = 40
ITEMS = 20  # of the library, at most


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to reach. `go` is a bound method; `argument` is handed to it where there is one."""

    words: str
    group: str  # Question, Evidence, Pack, Place, Action
    icon: str
    go: Callable[..., object]
    argument: object = None

    def run(self) -> None:
        if self.argument is None:
            self.go()
        else:
            self.go(self.argument)


def matching(choices: Sequence[Choice], words: str) -> list[Choice]:
    """Those with every word, those first where each is the beginning of one; all for no words."""
    asked = words.lower().split()
    if not asked:
        return list(choices[:SHOWN])
    found = []
    for choice in choices:
        text = f"{choice.words} {choice.group}".lower()
        places = [text.find(word) for word in asked]
        if all(place >= 0 for place in places):
            starts = sum(0 if place == 0 or text[place - 1] in " ·(“" else 1 for place in places)
            found.append((starts, choice))
    found.sort(key=lambda item: item[0])  # among equals the order stays: questions, places, actions, items
    return [choice for _starts, choice in found[:SHOWN]]


class Palette(QFrame):
    """Lies over the window; Escape or a click elsewhere closes it."""

    def __init__(self, look: Look, window: QWidget, session: Session, reach: Callable[[str], object]) -> None:
        super().__init__(window)
        self._look, self._session, self._reach = look, session, reach
        self.finder = Finder(session.searches, self)
        self.finder.found.connect(self._found)
        self.finder.failed.connect(session.trouble)
        self._choices: Sequence[Choice] = ()
        self._before: QWidget | None = None
        self.setProperty("role", "panel")
        self.setAccessibleName(_("Go to anything"))
        inner = column(self, margin=12, space=8)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Go to a question, an item, a pack, a place, or do something"))
        self.search.setAccessibleName(_("Go to anything"))
        self.list = HitList(look, _("What was found"), lines=1)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner.addWidget(self.search)
        inner.addWidget(self.list, 1)
        self.search.textChanged.connect(self._show)
        self.search.returnPressed.connect(self._run_current)
        self.search.installEventFilter(self)
        self.list.clicked.connect(self._clicked)
        self.hide()

    def open(self, choices: Sequence[Choice]) -> None:
        """Offer these choices."""
        self._choices = choices
        self._before = QApplication.focusWidget()
        parent = self.parentWidget()
        if parent is not None:
            width = min(self._look.px(640), parent.width() - 80)
            height = min(self._look.px(440), parent.height() - 120)
            self.setGeometry((parent.width() - width) // 2, 72, width, height)
        self.search.clear()
        self._show("")
        self.show()
        self.raise_()
        self.search.setFocus()

    def close_palette(self) -> None:
        """Close and give the focus back."""
        self.hide()
        if self._before is not None:
            self._before.setFocus()
        self._before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.close_palette()
                return True
            if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
                self.list.step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
        if watched is self.search and event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        return super().eventFilter(watched, event)

    def _show(self, words: str) -> None:
        """What is reached by these letters at once; items of a large library come as soon as they are found."""
        session, index = self._session, self._session.index
        self.finder.forget()
        if not words.strip() or index is None:
            self._list(words, ())
        elif len(index.records) <= FEW_ROWS:
            self._list(words, session.find(words, "", ITEMS, By.BOTH).hits)
        else:
            self._list(words, ())
            self.finder.ask(lambda: (words, session.find(words, "", ITEMS, By.BOTH).hits))

    def _found(self, result: tuple[str, tuple[Hit, ...]]) -> None:
        words, hits = result
        if self.isVisible() and words == self.search.text():
            self._list(words, hits)

    def _list(self, words: str, hits: Sequence[Hit]) -> None:
        known, today = self._session.known, self._session.today
        services = {item.service_id: item.service_name for item in known.library.services} if known else {}
        chosen = matching(self._choices, words)
        lines = [Line(item.words, mark=Mark(item.icon, "quiet", item.group), value=item) for item in chosen]
        items = [line_of(hit, today, services) for hit in hits]
        named = known.library.get(words.strip().upper()) if known else None  # an id, typed whole, comes first
        if named is not None:
            items.sort(key=lambda line: line.value is not named)
            lines = items[:1] + lines + items[1:]
        else:
            lines += items
        self.list.show_lines(lines)

    def _clicked(self, _index: QModelIndex) -> None:
        self._run_current()

    def _run_current(self) -> None:
        line = self.list.current()
        if line is None:
            return
        self.close_palette()
        if isinstance(line.value, Choice):
            line.value.run()
        elif isinstance(line.value, Record):
            self._reach(line.value.ref)
