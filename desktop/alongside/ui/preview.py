"""The Preview tab: the documents as they will be printed, laid out again after each change."""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QTimer
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QComboBox, QStackedWidget, QWidget

from alongside.errors import AlongsideError
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
from alongside.packs.plan import PackPlan
from alongside.render.layout_process import LayoutProcess
from alongside.ui import work
from alongside.ui.jobs import Job
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import Empty, column, icon_button, label, row
from alongside.workspace import Workspace

LAY_OUT_AFTER_MS = 120  # enough for the rest of a word; laying out takes turns with nothing that types
READY_AFTER_MS = 1_000  # the pack is painted first
SETTLE_AFTER_MS = 1_500  # without an edit
ZOOM_STEP = 1.2
CONTENTS = "Contents"  # the heading of the templates' list of contents, which names every question too


class Preview(QWidget):
    """Shows one document of the pack. Works only while it is seen; the newest plan wins."""

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._session = session
        self._laid_out: tuple[str, str] | None = None  # pack digest and document shown
        self._running: Job | None = None
        self._again = False
        self._converter = LayoutProcess()
        self._settled: tuple[str, str] | None = None  # pack digest and document laid out whole
        self._contents: dict[str, tuple[int | None, ...]] = {}  # by document: the pages in its list of contents
        self._listed: tuple[int | None, ...] = ()  # those in the pages shown
        self._words_in: int | None = None  # words of the document shown
        self._buffer: QBuffer | None = None
        self._words = ""  # what to turn to once there are pages
        inner = column(self, space=0)
        bar = row(space=6)
        bar.setContentsMargins(16, 8, 12, 8)
        self.documents = QComboBox()
        self.documents.setAccessibleName(_("Document"))
        bar.addWidget(self.documents, 1)
        self.smaller = icon_button(look, "magnifying-glass-minus", _("Smaller"))
        self.larger = icon_button(look, "magnifying-glass-plus", _("Larger"))
        self.fit = icon_button(look, "arrows-out-line-horizontal", _("Fit the width"))
        for part, slot in ((self.smaller, self._smaller), (self.larger, self._larger), (self.fit, self._fit_width)):
            part.clicked.connect(slot)
            bar.addWidget(part)
        inner.addLayout(bar)
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setAccessibleName(_("Pages as they will be printed"))
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setPageSpacing(12)
        self._look = look
        self._paint_desk()
        look.changed.connect(self._paint_desk)
        self.trouble = Empty(look, "warning", _("These pages cannot be laid out"), "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.trouble)
        inner.addWidget(self._stack, 1)
        foot = row(space=8)
        foot.setContentsMargins(16, 6, 16, 6)
        self.said = label("", "small", wrap=True)
        foot.addWidget(self.said, 1)
        inner.addLayout(foot)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LAY_OUT_AFTER_MS)
        self._timer.timeout.connect(self.lay_out)
        self._settle_timer = QTimer(self)
        self._settle_timer.setSingleShot(True)
        self._settle_timer.setInterval(SETTLE_AFTER_MS)
        self._settle_timer.timeout.connect(self.settle)
        self._ready_timer = QTimer(self)
        self._ready_timer.setSingleShot(True)
        self._ready_timer.setInterval(READY_AFTER_MS)
        self._ready_timer.timeout.connect(self._converter.start)
        self.documents.activated.connect(self._document_chosen)
        self.view.pageNavigator().currentPageChanged.connect(self._page_changed)
        session.plan_changed.connect(self._plan_changed)
        session.pack_opened.connect(self._pack_opened)
        session.counts.changed.connect(self._counted)

    @property
    def up_to_date(self) -> bool:
        """Whether the pages shown are those of the pack as last planned."""
        plan = self._plan()
        return plan is not None and self._laid_out == (plan.pack_digest, str(self.documents.currentData()))

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._offer_documents()
        self.lay_out()

    def lay_out(self) -> None:
        """Lay the document out on a thread of the pool, unless the pages shown are the newest."""
        plan, workspace = self._plan(), self._session.workspace
        document_id = str(self.documents.currentData() or "")
        if plan is None or workspace is None or not document_id or self.up_to_date or not self.isVisible():
            return
        if self._running is not None:
            self._again = True
            return
        if self._laid_out is None or self._laid_out[1] != document_id:
            self.said.setText(_("Laying out …"))
        self._begin(work.lay_out, plan, workspace, document_id)

    def settle(self) -> None:
        """Lay the whole out once nobody has typed for a while: what the pages shown were put together from is checked,
        and the list of contents and the counts are made right."""
        plan, workspace = self._plan(), self._session.workspace
        if plan is None or workspace is None or not self.isVisible() or not self.up_to_date:
            return
        if self._running is None and not self.settled:
            self._begin(work.settle, plan, workspace, str(self.documents.currentData()))

    @property
    def settled(self) -> bool:
        """Whether the pages shown were laid out whole, with all that is counted on them."""
        return self.up_to_date and self._settled == self._laid_out

    def _begin(self, way: Callable[..., work.Shown], plan: PackPlan, workspace: Workspace, document_id: str) -> None:
        key, converter, contents = (plan.pack_digest, document_id), self._converter, self._contents.get(document_id, ())

        def lay(control: JobControl) -> tuple[tuple[str, str], work.Shown, bool]:
            made = way(plan, workspace, document_id, converter, control, contents=contents)
            return key, made, way is work.settle

        job = Job(_("Laying out the pages"), lay, shown=False)
        job.succeeded.connect(self._laid)
        if way is work.lay_out:  # what was laid out stays to be seen where the check of it fails
            job.failed.connect(self._failed)
        job.ended.connect(self._ended)
        self._running = job
        self._session.jobs.start(job)

    def _plan(self) -> PackPlan | None:
        return self._session.outlook.plan if self._session.outlook else None

    def _pack_opened(self) -> None:
        self._laid_out = self._settled = self._words_in = None
        self._contents.clear()
        self._ready_timer.start()
        self.documents.clear()
        self.said.clear()
        self.document.close()

    def _plan_changed(self) -> None:
        self._settle_timer.stop()
        if self.isVisible():
            self._offer_documents()
            self._timer.start()

    def _offer_documents(self) -> None:
        plan, workspace = self._plan(), self._session.workspace
        if plan is None or workspace is None:
            return
        try:
            offered = work.documents_of(plan, workspace)
        except AlongsideError as error:
            self._failed(error)
            return
        if [self.documents.itemData(at) for at in range(self.documents.count())] == [key for key, _title in offered]:
            return
        before = self.documents.currentData()
        self.documents.clear()
        for key, title in offered:
            self.documents.addItem(title, key)
        self.documents.setCurrentIndex(max(0, self.documents.findData(before)))

    def _document_chosen(self, _index: int) -> None:
        self.lay_out()

    def _laid(self, result: tuple[tuple[str, str], work.Shown, bool]) -> None:
        key, made, whole = result
        if whole:
            self._contents[key[1]] = made.contents
            self._settled = key
            self._words_in = made.pages.words
            if key != self._laid_out:
                return  # typed on meanwhile
            if made.pages.as_parts and made.contents == self._listed:
                self._page_changed(self.view.pageNavigator().currentPage())
                return  # it is what is shown
        same = self._laid_out is not None and self._laid_out[1] == key[1]
        self._words_in = self._words_in if whole or same else None
        self._listed = made.contents
        self._settle_timer.start()
        pdf = made.pages.pdf
        navigator = self.view.pageNavigator()
        page, place, zoom = navigator.currentPage(), navigator.currentLocation(), self.view.verticalScrollBar().value()
        buffer = QBuffer(self)
        buffer.setData(QByteArray(pdf))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.close()
        self.document.load(buffer)
        if self._buffer is not None:
            self._buffer.deleteLater()
        self._buffer = buffer
        self._laid_out = key
        self._stack.setCurrentIndex(0)
        if same and page < self.document.pageCount():
            navigator.jump(page, place if not place.isNull() else QPointF(), 0)
            self.view.verticalScrollBar().setValue(zoom)
        else:
            navigator.jump(0, QPointF(), 0)
            self.show_words(self._words)
        self._page_changed(navigator.currentPage())

    def _failed(self, error: Exception) -> None:
        sentence = error.sentence() if isinstance(error, AlongsideError) else str(error)
        self.trouble.sentence.setText(sentence)
        self.said.clear()
        self._stack.setCurrentIndex(1)

    def _ended(self) -> None:
        self._running = None
        if self._again:
            self._again = False
            self.lay_out()

    def _page_changed(self, page: int) -> None:
        pages = self.document.pageCount()
        if pages <= 0:
            return
        said = _("Page {page} of {pages}").format(page=page + 1, pages=pages)
        if self._words_in is not None:
            words = ngettext("{n:,} word", "{n:,} words", self._words_in).format(n=self._words_in)
            said = _("{page}, {words}").format(page=said, words=words)
        counted = self._session.counts.of_document(str(self.documents.currentData()))
        if counted is not None and not counted.length.estimate:
            by = self._session.counts.pages_text((counted,))
            self.said.setText(_("{counted}; {pages}").format(counted=said, pages=by))
        else:
            self.said.setText(_("{counted}; pages estimated by the embedded converter").format(counted=said))

    def _counted(self) -> None:
        if self.up_to_date and self._stack.currentIndex() == 0:
            self._page_changed(self.view.pageNavigator().currentPage())

    def show_words(self, words: str) -> None:
        """Turn to the first page that holds these words; stay where they are not found."""
        asked = "".join(words.split())[:60]
        self._words = words
        if not asked:
            return
        pages = ["".join(self.document.getAllText(page).text().split()) for page in range(self.document.pageCount())]
        holding = [page for page, text in enumerate(pages) if asked in text]
        past_contents = [page for page in holding if CONTENTS not in pages[page]]
        for page in (*past_contents, *holding)[:1]:
            self.view.pageNavigator().jump(page, QPointF(), 0)

    def _paint_desk(self) -> None:
        palette = self.view.palette()
        palette.setColor(palette.ColorRole.Dark, self._look.colour("desk"))
        self.view.setPalette(palette)

    def _smaller(self) -> None:
        self._zoom(1 / ZOOM_STEP)

    def _larger(self) -> None:
        self._zoom(ZOOM_STEP)

    def _zoom(self, by: float) -> None:
        if self.view.zoomMode() is QPdfView.ZoomMode.FitToWidth and self.document.pageCount() > 0:
            points = self.document.pagePointSize(0).width()
            self.view.setZoomFactor(self.view.viewport().width() / (points * self.logicalDpiX() / 72))
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(4.0, max(0.25, self.view.zoomFactor() * by)))

    def _fit_width(self) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
