"""Builds each object of the window once and hands it down; the self-test opens it all and builds a pack."""

import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from alongside.ahead import ReadAhead
from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.settings import Settings, load_settings, recovery_folder, sample_folder, save_settings, settings_file
from alongside.ui.ask import Ask, AskUser
from alongside.ui.jobs import Job, Jobs
from alongside.ui.look import Look
from alongside.ui.session import Session
from alongside.ui.tidying import Tidying
from alongside.ui.window import MainWindow
from alongside.workspace import Workspace, WorkspaceLockedError, copy_sample, locked_file, open_workspace


class SettingsKeeper(QObject):
    """Writes settings when the window changes them."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    @Slot(object)
    def keep(self, settings: Settings) -> None:
        save_settings(settings, self._path)


class Program:
    """Everything that lives as long as the window does."""

    def __init__(
        self,
        app: QApplication,
        settings: Settings,
        today: date,
        recovery: Path,
        ask: Ask | None = None,
        *,
        ahead: ReadAhead | None = None,
    ) -> None:
        self.tidying = Tidying()
        self.app = app
        self.look = Look(app, settings.theme, settings.text_percent)
        self.jobs = Jobs()
        self.session = Session(self.jobs, today, recovery, ahead)
        asking = ask or AskUser()
        self.window = MainWindow(self.look, self.session, asking, settings)
        self.window.first_painted.connect(self.tidying.begin)
        self.session.trouble.connect(self.tidying.begin)
        if isinstance(asking, AskUser):
            asking.window = self.window

    def start(self, workspace: Workspace, pack: Path | None = None) -> None:
        """Begin to read, then show: the library is read while the window comes up."""
        self.session.open_workspace(workspace, pack)
        self.window.show()


class Faults(QObject):
    """Whatever no one caught is told in the window and noted in the log; the program goes on."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """As `sys.excepthook`."""
        if isinstance(error, Exception):
            self._session.trouble.emit(error)
        else:
            sys.__excepthook__(kind, error, trace)


def application() -> QApplication:
    """The one QApplication."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Alongside")
    app.setApplicationDisplayName("Alongside")
    app.setDesktopFileName("alongside")
    return app


def run(arguments: Sequence[str], today: date, ahead: ReadAhead | None = None) -> int:
    """Open the window on a workspace or pack, else on the last one, else on a copy of the sample. Returns Qt's code."""
    app = application()
    kept = settings_file()
    settings = load_settings(kept)
    program = Program(app, settings, today, recovery_folder(), ahead=ahead)
    faults = Faults(program.session)
    sys.excepthook = faults.take
    keeper, leftovers = SettingsKeeper(kept), Leftovers(program)
    leftovers.setParent(program.window)
    program.window.settings_changed.connect(keeper.keep)
    try:
        program.start(*first_workspace(arguments, settings))
    except WorkspaceLockedError as error:
        program.window.show()
        program.window.lock_desk.show(error.folder)
    except AlongsideError as error:
        program.window.show()
        program.session.trouble.emit(error)
    return app.exec()


def first_workspace(arguments: Sequence[str], settings: Settings) -> tuple[Workspace, Path | None]:
    """The workspace to begin with, and a pack to open in it. Raises AlongsideError where what was named is none."""
    if arguments:
        path = Path(arguments[0]).resolve()
        return open_workspace(path), path if path.is_file() and path.name.endswith(".pack.json") else None
    last = Workspace(Path(settings.workspace))
    if settings.workspace and not last.folder.exists() and locked_file(last.folder).is_file():
        raise WorkspaceLockedError(last.folder)
    if settings.workspace and last.library.is_file():  # else it was moved, or is on another disk
        return last, None
    target = sample_folder()
    if (target / "library.xlsx").is_file():
        return Workspace(target), None
    return copy_sample(target), None


class Leftovers(QObject):
    """Takes away what earlier runs left behind, once the window is there."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._program = program
        program.window.first_painted.connect(self._clear)

    @Slot()
    def _clear(self) -> None:
        self._program.jobs.start(Job(_("Taking away what was left behind"), _clear_leftovers, shown=False))


def _clear_leftovers(_control: JobControl) -> int:
    import time  # noqa: PLC0415

    from alongside.temporary import OLD, clear_temporary  # noqa: PLC0415 - not needed to start

    return clear_temporary(time.time() - OLD)


class SelfTest(QObject):
    """Goes through the main job once: library, pack, build. `code` is what the command returns."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._program = program
        self._asked_to_build = False
        self.code = 1
        self.said = _("The window did not come up.")
        program.window.first_painted.connect(self._painted)
        program.session.plan_changed.connect(self._planned)
        program.session.trouble.connect(self._trouble)

    @Slot()
    def _painted(self) -> None:
        workspace = self._program.session.workspace
        files = workspace.pack_files() if workspace else ()
        self.said = _("The sample workspace has no pack that can be opened.")
        if not files or not self._program.session.open_pack(files[0]):
            self._program.app.exit(1)

    @Slot()
    def _planned(self) -> None:
        from alongside.ui.pack_place import PackPlace  # noqa: PLC0415 - not needed to start

        place = self._program.window.pack
        if self._asked_to_build or not isinstance(place, PackPlace):
            return
        self._asked_to_build = True
        self.said = _("The pack was not built.")
        place.show_build()
        place.build.finished.connect(self._built)
        place.build.build()

    @Slot(bool)
    def _built(self, done: bool) -> None:
        self.code = 0 if done else 1
        self.said = _("The window, a pack and its documents: all well.") if done else self.said
        self._program.window.close()
        self._program.app.exit(self.code)

    @Slot(object)
    def _trouble(self, error: Exception) -> None:
        self.said = error.sentence() if isinstance(error, AlongsideError) else repr(error)
        self._program.app.exit(1)


def self_test(today: date) -> int:
    """Open the window, offscreen unless told otherwise, on a copy of the sample, build a pack, close. 0: all well."""
    import os  # noqa: PLC0415 - nothing else here touches the environment

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="alongside-self-test-") as folder:
        app = application()
        program = Program(app, Settings(theme="light", count_pages=False), today, Path(folder) / "recovery")
        test = SelfTest(program)
        program.start(copy_sample(Path(folder) / "workspace"))
        app.exec()
        program.jobs.stop()
        sys.stderr.write(f"{test.said}\n")
        return test.code
