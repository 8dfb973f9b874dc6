"""Begins to read a library in a process of its own while the window's parts are still being loaded.

Loading and reading would else take turns at the one lock Python has, and the first frame would wait for both.
Whatever goes wrong over there, the window simply reads the library itself and says what is the matter.
"""

import subprocess
import sys
from pathlib import Path

LONGEST = 20  # seconds; by then something is wrong over there


class ReadAhead:
    """One reading that was begun. `take` may be asked once, from any thread; `close` ends what nobody took."""

    def __init__(self, workbook: Path) -> None:
        self.workbook = workbook
        flags = 0x08000000 if sys.platform == "win32" else 0  # CREATE_NO_WINDOW
        command = [sys.executable, "-c", _PROGRAM, str(Path(__file__).parents[1]), str(workbook)]
        self._process: subprocess.Popen[bytes] | None = subprocess.Popen(  # noqa: S603 - our own interpreter
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=flags,
        )

    def take(self) -> bytes | None:
        """What `library.packed.packed` made of the library; None where it failed, or was kept from before."""
        process, self._process = self._process, None
        if process is None:
            return None
        with process:
            try:
                data, _nothing = process.communicate(timeout=LONGEST)
            except subprocess.TimeoutExpired:
                process.kill()
                return None
        return data if process.returncode == 0 else None

    def close(self) -> None:
        """End the reading if nobody took it."""
        process, self._process = self._process, None
        if process is not None:
            with process:
                process.kill()


def begin(workbook: Path) -> ReadAhead | None:
    """Begin to read a workbook; None where no other process can be started, as in a program packed into one file."""
    if getattr(sys, "frozen", False) or not sys.executable:
        return None
    try:
        return ReadAhead(workbook)
    except OSError:
        return None


_PROGRAM = """
import sys
sys.path[0:1] = [sys.argv[1]]
from pathlib import Path
from alongside.library.kept import is_kept
from alongside.library.packed import packed
from alongside.library.workbook import read_rows
workbook = Path(sys.argv[2])
if is_kept(workbook):
    sys.exit("The window opens it sooner from what was kept.")
sys.stdout.buffer.write(packed(read_rows(workbook)))
"""
