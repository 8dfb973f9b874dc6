"""The buyer's document beside its questions: its pages, or its text where no page can be shown, the place marked."""

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QStackedWidget, QTextEdit, QWidget

from alongside.i18n import _
from alongside.intake.asked import Asked
from alongside.ui.intake_work import Opened, Shown, text_of
from alongside.ui.look import Look
from alongside.ui.pages import Pages
from alongside.ui.widgets import Segments, column, label, row

PAGES, TEXT = "pages", "text"


class IntakePages(QWidget):
    """Turns to the place of a question and marks it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown = Shown("", ())
        self._asked: Asked | None = None
        self._has_pages = False
        inner = column(self, space=0)
        bar = row(space=12)
        bar.setContentsMargins(16, 8, 16, 8)
        self.ways = Segments(_("The document as"), ((PAGES, _("Pages")), (TEXT, _("Text"))))
        self.ways.chosen.connect(self._chosen)
        bar.addWidget(self.ways)
        self.said = label("", "small", wrap=True)
        bar.addWidget(self.said, 1)
        inner.addLayout(bar)
        self.pages = Pages(look, _("The buyer’s document, page by page"))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setAccessibleName(_("The buyer’s document as text"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.pages)
        self._stack.addWidget(self.text)
        inner.addWidget(self._stack, 1)
        look.changed.connect(self._mark_text)

    @property
    def way(self) -> str:
        """Whether pages or the text are in sight."""
        return TEXT if self._stack.currentIndex() else PAGES

    def show_file(self, opened: Opened | None) -> None:
        """Show another file, or none."""
        self._asked = None
        self._shown = text_of(opened.form.parts) if opened is not None else Shown("", ())
        self.text.setPlainText(self._shown.text)
        self.pages.show_pdf(opened.pages if opened is not None else b"")
        self._has_pages = opened is not None and bool(opened.pages) and self.pages.pages.pageCount() > 0
        self.ways.show_choice(PAGES, self._has_pages)
        self.said.setText(opened.no_pages if opened is not None else "")
        self._show(PAGES if self._has_pages else TEXT)

    def show_place(self, asked: Asked | None) -> None:
        """Turn to a question and mark it, on the page and in the text."""
        self._asked = asked
        if self._has_pages and asked is not None:
            found = any(self.pages.mark(words) for words in _ways_of(asked))
            self.said.setText(
                asked.where.text() if found else _("Not found on the pages: {where}").format(where=asked.where.text())
            )
        elif asked is not None:
            self.said.setText(asked.where.text())
        self._mark_text()

    def _mark_text(self) -> None:
        asked = self._asked
        place = self._shown.find(asked.where, asked.text) if asked is not None else None
        if place is None:
            self.text.setExtraSelections([])
            return
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(place[0])
        self.text.setTextCursor(cursor)
        self.text.centerCursor()
        cursor.setPosition(place[1], QTextCursor.MoveMode.KeepAnchor)
        form = QTextCharFormat()
        form.setBackground(self._look.colour("accent_soft"))
        form.setForeground(self._look.colour("text"))
        marked = QTextEdit.ExtraSelection()
        marked.cursor, marked.format = cursor, form
        self.text.setExtraSelections([marked])

    def _chosen(self, key: str) -> None:
        self._show(key)

    def _show(self, key: str) -> None:
        self.ways.choose(key)
        self._stack.setCurrentIndex(0 if key == PAGES else 1)


def _ways_of(asked: Asked) -> tuple[str, ...]:
    """Words by which a question may be found on a page, the surest first."""
    first = asked.text.split("\n", 1)[0]
    words = first.split()
    return (first, " ".join(words[:4]), " ".join(words[2:6])) if len(words) > 4 else (first,)
