"""A program outside Alongside: run with a bound on its time, and ended with all that it started."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from alongside.job_control import JobControl

LOOK = 0.1  # seconds between two looks at the clock and at the user's wish to stop
WAIT_FOR_END = 10  # seconds; a program that is killed and still there is the system's own trouble


class TooSlowError(Exception):
    """The program was not done in time and was ended."""


def run(command: Sequence[str], folder: Path, seconds: float, job: JobControl) -> tuple[int, str]:
    """Run a program in `folder` and give its exit code and what it said.

    Raises TooSlowError after that many seconds, Cancelled when the user says stop, and OSError where it cannot be
    started. However this ends, the program and its children have ended too.
    """
    said = folder / "said.txt"  # a file: a pipe that nobody empties would make it hang
    with said.open("wb") as heard:
        process = subprocess.Popen(  # noqa: S603 - whole paths, no shell
            list(command),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=heard,
            stderr=subprocess.STDOUT,
            start_new_session=os.name != "nt",
            creationflags=_no_window(),
        )
    try:
        _wait(process, seconds, job)
    finally:
        end_tree(process)
    return process.returncode, said.read_text(encoding="utf-8", errors="replace")


def in_folders(names: Sequence[str], folders: Sequence[str | Path]) -> Path | None:
    """The first of these programs in the first of these folders that holds one.

    Folders that are not whole paths are passed over: a program beside a pack from a stranger must never be run.
    """
    for folder in map(Path, folders):
        for name in names:
            program = folder / name
            if folder.is_absolute() and program.is_file() and os.access(program, os.X_OK):
                return program
    return None


def search_path(surroundings: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """The folders that the system looks for programs in."""
    return tuple(folder.strip('"') for folder in surroundings.get("PATH", "").split(os.pathsep) if folder)


def system_program(*parts: str) -> Path:
    """A program that belongs to Windows, by its place under the system's folder."""
    return Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", *parts)


def end_tree(process: "subprocess.Popen[bytes]") -> None:
    """End a program of `run` and its children."""
    if os.name == "nt":
        if process.poll() is None:
            end_by_id(process.pid)
    else:
        # The group may outlive its first process: soffice is a script that starts the real program.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        process.wait(WAIT_FOR_END)


def end_by_id(number: int) -> None:
    """End a process of Windows and its children."""
    with suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(  # noqa: S603 - the system's own program, by its whole path
            [str(system_program("taskkill.exe")), "/F", "/T", "/PID", str(number)],
            check=False,
            capture_output=True,
            timeout=WAIT_FOR_END,
            creationflags=_no_window(),
        )


def _wait(process: "subprocess.Popen[bytes]", seconds: float, job: JobControl) -> None:
    until = time.monotonic() + seconds
    while True:
        with suppress(subprocess.TimeoutExpired):
            process.wait(LOOK)
            return
        job.check()
        if time.monotonic() > until:
            raise TooSlowError


def _no_window() -> int:
    return int(getattr(subprocess, "CREATE_NO_WINDOW", 0))
