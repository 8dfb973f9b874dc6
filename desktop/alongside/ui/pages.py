"""Pages of a PDF that is held in memory: turned to by their words, which are marked."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF
from PySide6.QtPdf import QPdfDocument, QPdfSearchModel
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QWidget

from alongside.ui.look import Look
from alongside.ui.widgets import column

SEARCHED = 40  # characters; more of a text may break over lines, where a search would not see it


class Pages(QWidget):
    """Shows pages at the width there is."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._buffer: QBuffer | None = None
        # Qt takes children down in the order they were made, and a view must outlive what it shows.
        self.marked = QPdfSearchModel(self)
        self.pages = QPdfDocument(self)
        self.view = QPdfView(self)
        self.marked.setDocument(self.pages)
        self.view.setDocument(self.pages)
        self.view.setSearchModel(self.marked)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setPageSpacing(12)
        self.view.setAccessibleName(name)
        column(self, space=0).addWidget(self.view)
        self._paint_desk()
        look.changed.connect(self._paint_desk)

    def show_pdf(self, pdf: bytes) -> None:
        """Show these pages from the first; no bytes: none."""
        self.marked.setSearchString("")
        self.pages.close()
        if self._buffer is not None:
            self._buffer.deleteLater()
            self._buffer = None
        if not pdf:
            return
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.pages.load(self._buffer)
        self.view.pageNavigator().jump(0, QPointF(), 0)

    def mark(self, words: str) -> bool:
        """Turn to the first page that holds these words and mark them there. False where no page does."""
        asked = "".join(words.split())[:SEARCHED]
        self.marked.setSearchString("")
        if not asked:
            return False
        for page in range(self.pages.pageCount()):
            if asked in "".join(self.pages.getAllText(page).text().split()):
                self.view.pageNavigator().jump(page, QPointF(), 0)
                self.marked.setSearchString(" ".join(words.split())[:SEARCHED])
                return True
        return False

    def _paint_desk(self) -> None:
        palette = self.view.palette()
        palette.setColor(palette.ColorRole.Dark, self._look.colour("desk"))
        self.view.setPalette(palette)
