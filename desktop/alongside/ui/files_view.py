"""The files that one record cites: how each stands, its first page or picture, and what can be done with it."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from alongside.errors import AlongsideError
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
from alongside.library.editing.changes import SetField
from alongside.library.files.cited import FileState, expiry_of, files_of
from alongside.library.records import Record, columns_of
from alongside.packs.measures import shown_day
from alongside.ui.ask import Ask, AskUser
from alongside.ui.files_work import SeenFile, see
from alongside.ui.jobs import Job
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.widgets import button, clear, column, label, row, scrolled

STATES = {  # icon, tone, words
    FileState.SOUND: ("check-circle", "good", _("As it was added")),
    FileState.UNLISTED: ("info", "info", _("Put here by hand, not checked")),
    FileState.CHANGED: ("warning", "warn", _("Changed since it was added")),
    FileState.MISSING: ("warning-octagon", "block", _("Not there")),
    FileState.OUTSIDE: ("warning-octagon", "block", _("No file of this library")),
}
TALL_PX = 300  # of a preview, at 100 %


def can_cite(record: Record) -> bool:
    """Whether records of this sheet have a column for files."""
    return any(item.heading == "files" for item in columns_of(type(record)))


class FilesView(QWidget):
    """Adding, opening, vouching for and taking out files; the record's row is changed by an edit that can be undone."""

    def __init__(self, look: Look, session: Session, ask: Ask | None = None) -> None:
        super().__init__()
        self._look, self._session = look, session
        self.ask: Ask = ask or AskUser(self)
        self._record: Record | None = None
        self._job: Job | None = None
        self._cards: list[FileCard] = []
        self.setAccessibleName(_("Files"))
        outer = column(self, space=8)
        top = row(space=8)
        self.expiry = label("", "small", wrap=True)
        top.addWidget(self.expiry, 1)
        self.add_button = button(_("Add a file …"), "", _("Copy a file beside the workbook and cite it here"))
        look.dress(self.add_button, "paperclip", "quiet", 16)
        self.add_button.clicked.connect(self.add)
        top.addWidget(self.add_button)
        top.setContentsMargins(0, 0, 8, 0)
        outer.addLayout(top)
        body = QWidget()
        self._list: QVBoxLayout = column(body, space=10)
        self._list.setContentsMargins(0, 4, 8, 16)
        outer.addWidget(scrolled(body), 1)
        look.changed.connect(self.refresh)

    def show_record(self, record: Record | None) -> None:
        """Show another record's files."""
        if record is self._record:
            return
        self._record = record
        self.refresh()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.refresh()

    def refresh(self) -> None:
        """Look at the files again."""
        record, folder = self._record, self._folder
        if not self.isVisible() or record is None or folder is None:
            return
        self._say_expiry(record)
        names = files_of(record)
        if not names:
            self._show(())
            return
        job = Job(_("Looking at files"), lambda control: see(names, folder, control), shown=False)
        self._job = job
        job.succeeded.connect(self._seen)
        job.failed.connect(self._session.trouble)
        self._session.jobs.start(job)

    @property
    def _folder(self) -> Path | None:
        return self._session.workspace.files if self._session.workspace else None

    def _seen(self, found: tuple[SeenFile, ...]) -> None:
        if self.sender() is self._job:  # not of a record that was left meanwhile
            self._show(found)

    def _say_expiry(self, record: Record) -> None:
        ends = expiry_of(record)
        today: date = self._session.today
        if ends is None:
            self.expiry.setText("")
        elif ends < today:
            self.expiry.setText(_("Good until {day}: that is past").format(day=shown_day(ends)))
        else:
            self.expiry.setText(_("Good until {day}").format(day=shown_day(ends)))

    def _show(self, found: Sequence[SeenFile]) -> None:
        clear(self._list)
        self._cards = []
        for seen in found:
            card = FileCard(self._look, seen, self._act)
            self._cards.append(card)
            self._list.addWidget(card)
        if not found:
            self._list.addWidget(label(_("No files yet"), "heading", wrap=True))
            hint = _(
                "A policy, a certificate, a picture: what proves the record. It is kept beside the workbook, and a "
                "pack can attach it."
            )
            self._list.addWidget(label(hint, "quiet", wrap=True))
        self._list.addStretch(1)

    # --- verbs --------------------------------------------------------------------------------------------------

    def add(self) -> None:
        """Ask for a file, copy it beside the workbook and cite it."""
        record, folder = self._record, self._folder
        if record is None or folder is None:
            return
        source = self.ask.file(_("Add a file"), Path.home(), _("All files (*)"))
        if source is None:
            return
        today = self._session.today

        def copy(_control: JobControl) -> str:
            from alongside.library.files.index import add_file  # noqa: PLC0415 - seldom needed

            return add_file(source, folder, today)

        job = Job(_("Copying the file"), copy)
        job.succeeded.connect(self._added)
        job.failed.connect(self._session.trouble)
        self._session.jobs.start(job)

    def _added(self, name: str) -> None:
        record = self._record
        if record is not None and name not in files_of(record):
            self._cite(record, (*files_of(record), name))

    def _cite(self, record: Record, names: Sequence[str]) -> None:
        change = SetField(
            sheet=record.sheet, row=record.row, ref=record.ref, heading="files", value=tuple(names),
            seen=getattr(record, "files", ()),
        )  # fmt: skip
        self._session.edits.save([change])

    def _act(self, seen: SeenFile, verb: str) -> None:
        record, folder = self._record, self._folder
        if record is None or folder is None:
            return
        if verb == "open" and seen.path is not None:
            if not self.ask.open(seen.path):
                trouble = AlongsideError(
                    _("No program of this computer opens this file."),
                    where=seen.file.name,
                    remedy=_("Install one for files of this kind."),
                )
                self._session.trouble.emit(trouble)
        elif verb == "drop":
            self._cite(record, [name for name in files_of(record) if name != seen.file.name])
        elif verb == "vouch":
            from alongside.library.files.index import enter_file  # noqa: PLC0415 - seldom needed

            try:
                enter_file(seen.file.name, folder, self._session.today)
            except AlongsideError as error:
                self._session.trouble.emit(error)
            self.refresh()


class FileCard(QFrame):
    """One file."""

    def __init__(self, look: Look, seen: SeenFile, act: Callable[[SeenFile, str], None]) -> None:
        super().__init__()
        self._seen, self._act = seen, act
        self.setProperty("role", "panel")
        inner = column(self, margin=12, space=6)
        inner.addWidget(label(seen.file.name, wrap=True))
        icon, tone, words = STATES[seen.file.state]
        line = row(space=6)
        mark = QLabel()
        look.dress(mark, icon, tone, 15)
        line.addWidget(mark)
        facts = [words]
        if seen.file.pages:
            facts.append(ngettext("{n} page", "{n} pages", seen.file.pages).format(n=seen.file.pages))
        if seen.file.size:
            facts.append(_size(seen.file.size))
        line.addWidget(label("  ·  ".join(facts), "small", wrap=True), 1)
        inner.addLayout(line)
        self.preview: Preview | None = None
        if seen.image is not None:
            self.preview = Preview(look, seen.image)
            self.preview.setAccessibleName(_("First page of {name}").format(name=seen.file.name))
            inner.addWidget(self.preview)
        elif seen.file.there:
            inner.addWidget(label(_("Nothing of this kind of file can be shown here."), "quiet", wrap=True))
        foot = row(space=4)
        self.open_button = button(_("Open"), "link", _("With the program of this computer"))
        self.vouch_button = button(_("Vouch for it"), "link", _("I have looked: this is the right file"))
        self.drop_button = button(_("Take out"), "link", _("Cite it here no longer; the file itself stays"))
        self.open_button.setVisible(seen.file.there)
        self.vouch_button.setVisible(seen.file.state in {FileState.CHANGED, FileState.UNLISTED})
        for part, verb in ((self.open_button, "open"), (self.vouch_button, "vouch"), (self.drop_button, "drop")):
            part.setProperty("verb", verb)
            part.setAccessibleName(f"{part.text()}: {seen.file.name}")
            part.clicked.connect(self._clicked)
            foot.addWidget(part)
        foot.addStretch(1)
        inner.addLayout(foot)
        self.setAccessibleName(f"{seen.file.name}, {', '.join(facts)}")

    def _clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._act(self._seen, str(sender.property("verb")))


class Preview(QLabel):
    """A picture as wide as there is room, never taller than said."""

    def __init__(self, look: Look, image: QImage) -> None:
        super().__init__()
        self._look, self._image, self._tall = look, image, look.px(TALL_PX)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setMinimumWidth(40)

    def sizeHint(self) -> QSize:
        return QSize(200, self._height_for(max(self.width(), 200)))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._height_for(width)

    def _height_for(self, width: int) -> int:
        return min(self._tall, max(1, round(width * self._image.height() / max(1, self._image.width()))))

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        ratio = self.devicePixelRatioF()
        room = QSize(round(self.width() * ratio), round(self._height_for(self.width()) * ratio))
        shown = self._image.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        painter = QPainter(shown)
        painter.setPen(self._look.colour("edge"))  # the paper's edge, on a card as white as paper
        painter.drawRect(shown.rect().adjusted(0, 0, -1, -1))
        painter.end()
        shown.setDevicePixelRatio(ratio)
        self.setPixmap(QPixmap.fromImage(shown))


def _size(n: int) -> str:
    return _("{n:,.1f} MB").format(n=n / 2**20) if n >= 2**20 else _("{n:,} KB").format(n=max(1, n // 2**10))
