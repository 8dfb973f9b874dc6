"""How tasks in other processes tell how far they are and hear that they should stop: through files in one folder.

Every executor can use it, whatever it starts its workers with, as long as they see the folder that is built into.
"""

import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path

from alongside.job_control import JobControl, Progress

STOP = "stop"
LOOK = 0.05  # seconds; a check is asked for often, and the disk need not be


class Channel:
    """One folder for one run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def beside(cls, out: Path) -> "Channel":
        """A new one inside the folder that is built into."""
        folder = out / f".run.{secrets.token_hex(4)}"
        folder.mkdir(parents=True)
        return cls(folder)

    def control(self, number: int) -> JobControl:
        """For the task of that number, in the process that does it."""
        self._tell(number, Progress(0, 0, ""))
        return _Far(self, number)

    def stop(self) -> None:
        """Ask all tasks to stop at their next check."""
        with suppress(OSError):
            (self.folder / STOP).touch()

    def stopped(self) -> bool:
        """Whether they were asked to; also where the folder is gone, since then nobody waits for them."""
        return (self.folder / STOP).exists() or not self.folder.exists()

    def begun(self, number: int) -> bool:
        """Whether that task was begun."""
        return self._file(number).exists()

    def progress(self, number: int) -> Progress | None:
        """How far that task is; None where it has not said so yet."""
        try:
            done, total, what = self._file(number).read_text(encoding="utf-8").split(" ", 2)
            return Progress(int(done), int(total), what) if what else None
        except (OSError, ValueError):  # not begun, or just being written
            return None

    def forget(self, number: int) -> None:
        """As if that task had not been begun."""
        with suppress(OSError):
            self._file(number).unlink(missing_ok=True)

    def close(self) -> None:
        """Leave nothing."""
        shutil.rmtree(self.folder, ignore_errors=True)
        with suppress(OSError):
            self.folder.parent.rmdir()  # only where nothing was built into it

    def _file(self, number: int) -> Path:
        return self.folder / f"{number}.progress"

    def _tell(self, number: int, progress: Progress) -> None:
        with suppress(OSError):  # to tell how far it is must never stop the work
            self._file(number).write_text(f"{progress.done} {progress.total} {progress.what}", encoding="utf-8")


class _Far(JobControl):
    """The JobControl of a task in another process."""

    def __init__(self, channel: Channel, number: int) -> None:
        super().__init__(lambda progress: channel._tell(number, progress))
        self._channel = channel
        self._looked = 0.0

    def check(self) -> None:
        now = time.monotonic()
        if now - self._looked >= LOOK:
            self._looked = now
            if self._channel.stopped():
                self.cancel()
        super().check()
