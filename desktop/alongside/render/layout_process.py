"""Lays out in a process of its own: the converter holds Python's one lock, and typing would wait for it.

Between two requests the other process readies the stretches that the next edit leaves as they are.
"""

import pickle
import struct
import subprocess
import sys
import threading
import weakref
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, Any

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.render.contents import Entry
from alongside.render.layout import Layout, Pages

LONGEST = 60.0  # seconds for one document; by then something is wrong over there
_HEAD = struct.Struct("<Q")
_Request = tuple[str, str, bytes, tuple[Entry, ...]]


class LayoutProcess:
    """As `Layout`, from any thread. Where no other process can be started, in this one."""

    def __init__(self, longest: float = LONGEST) -> None:
        self._longest = longest
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._here: Layout | None = None
        self._end: weakref.finalize[Any, Any] | None = None

    def start(self) -> None:
        """Begin, so that the first pages come sooner."""
        with self._lock:
            self._begin()

    def lay_out(self, name: str, docx: bytes) -> Pages:
        """The pages of a document, sooner where it is like the one of that name before. Raises AlongsideError."""
        return self._asked("lay_out", name, docx)

    def settled(self, name: str, docx: bytes, contents: Sequence[Entry] = ()) -> Pages:
        """The pages laid out whole, held against what parts give, and counted. Raises AlongsideError."""
        return self._asked("settled", name, docx, tuple(contents))

    def close(self) -> None:
        """End the other process; the next request starts another."""
        with self._lock:
            self._stop()

    def _asked(self, verb: str, name: str, docx: bytes, contents: tuple[Entry, ...] = ()) -> Pages:
        with self._lock:
            self._begin()
            if self._here is not None:
                return _answer(self._here, verb, name, docx, contents)
            process = self._process
            if process is None or process.stdin is None or process.stdout is None:
                raise _stopped(name)
            watch = threading.Timer(self._longest, process.kill)
            watch.daemon = True
            watch.start()
            try:
                _write(process.stdin, (verb, name, docx, contents))
                answer = _read(process.stdout)
            except (OSError, EOFError, pickle.UnpicklingError) as error:
                self._stop()
                raise _stopped(name) from error
            finally:
                watch.cancel()
        if isinstance(answer, Pages):
            return answer
        what, where, remedy = answer
        raise AlongsideError(what, where=where, remedy=remedy)

    def _begin(self) -> None:
        if self._here is not None or (self._process is not None and self._process.poll() is None):
            return
        self._stop()
        if getattr(sys, "frozen", False) or not sys.executable:
            self._here = Layout()
            return
        flags = 0x08000000 if sys.platform == "win32" else 0  # CREATE_NO_WINDOW
        command = [sys.executable, "-c", _PROGRAM, str(Path(__file__).parents[2])]
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=flags,
            )
        except OSError:
            self._here = Layout()
            return
        self._end = weakref.finalize(self, _end, self._process)

    def _stop(self) -> None:
        if self._end is not None:
            self._end()
        self._process = self._end = None


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer until nobody asks any more."""
    asked: SimpleQueue[_Request | None] = SimpleQueue()

    def listen() -> None:
        with suppress(OSError, EOFError):
            while True:
                asked.put(_read(requests))
        asked.put(None)

    threading.Thread(target=listen, daemon=True).start()
    layout = Layout()
    idle = True  # nothing left to make ready
    while True:
        try:
            request = asked.get(block=idle)
        except Empty:
            try:
                idle = not layout.ready_one()
            except AlongsideError:
                idle = True  # whoever asks for it hears of it
            continue
        if request is None:
            return
        try:
            answer: object = _answer(layout, *request)
        except AlongsideError as error:
            answer = (error.what, error.where, error.remedy)
        _write(answers, answer)
        idle = False


def _answer(layout: Layout, verb: str, name: str, docx: bytes, contents: tuple[Entry, ...]) -> Pages:
    return layout.settled(name, docx, contents) if verb == "settled" else layout.lay_out(name, docx)


def _stopped(name: str) -> AlongsideError:
    return AlongsideError(
        _("The converter stopped before the pages were laid out."),
        where=name,
        remedy=_("Change anything to try again, or build the pack and open the Word file."),
    )


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()
    with suppress(subprocess.TimeoutExpired):
        process.wait(5)


def _write(stream: IO[bytes], message: object) -> None:
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_HEAD.pack(len(data)) + data)
    stream.flush()


def _read(stream: IO[bytes]) -> Any:
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise EOFError
    data = stream.read(_HEAD.unpack(head)[0])
    return pickle.loads(data)  # noqa: S301 - from this program's own process


_PROGRAM = """
import sys
sys.path[0:1] = [sys.argv[1]]
from alongside.render.layout_process import serve
serve(sys.stdin.buffer, sys.stdout.buffer)
"""
