"""Converts a very large document in a process of its own: the converter holds Python's one lock while it works, and a
window would stand still for as long. It can be stopped there, too.
"""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import JobControl

LARGE = 2**20  # bytes of a document's body from which on it is worth a process
LONGEST = 600.0  # seconds; by then something is wrong over there
_STEP = 0.2  # seconds between two looks whether to stop
_SAID = 3  # how the other process ends that tells a sentence and no pages


class NoProcess(Exception):  # noqa: N818 - it is no error: then it is done here
    """Another process cannot be started here."""


def convert_apart(docx: bytes, *, tagged: bool, job: JobControl | None = None) -> bytes:
    """The PDF as the converter gives it. Raises AlongsideError with what the converter said, Cancelled, NoProcess."""
    if getattr(sys, "frozen", False) or not sys.executable:
        raise NoProcess
    command = [sys.executable, "-c", _PROGRAM, str(Path(__file__).parents[2]), "tagged" if tagged else ""]
    flags = 0x08000000 if sys.platform == "win32" else 0  # CREATE_NO_WINDOW
    try:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, creationflags=flags
        )
    except OSError as error:
        raise NoProcess from error
    try:
        answer = _answer(process, docx, job)
    except BaseException:
        process.kill()
        with suppress(subprocess.TimeoutExpired, ValueError):
            process.communicate(timeout=5)
        raise
    if process.returncode == 0 and answer.startswith(b"%PDF-"):
        return answer
    if process.returncode == _SAID:
        raise AlongsideError(answer.decode("utf-8", "replace"))
    raise AlongsideError(_("the converter stopped before the pages were laid out"))


def _answer(process: "subprocess.Popen[bytes]", docx: bytes, job: JobControl | None) -> bytes:
    given: bytes | None = docx
    waited = 0.0
    while True:
        try:
            return process.communicate(given, timeout=_STEP)[0]
        except subprocess.TimeoutExpired:
            given = None
            waited += _STEP
            if job is not None:
                job.check()
            if waited > LONGEST:
                raise AlongsideError(_("the converter did not come to an end")) from None


def serve(tagged: bool) -> int:
    """Read a document from standard input and write its pages, or what is wrong with it."""
    from office2pdf import ConvertOptions, Format, convert_bytes  # noqa: PLC0415 - in the other process alone

    try:
        options = ConvertOptions(tagged=tagged, include_warnings=False)
        made = bytes(convert_bytes(sys.stdin.buffer.read(), Format.DOCX, options).pdf)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told on the other side
        sys.stdout.buffer.write(str(error).encode("utf-8", "replace"))
        return _SAID
    sys.stdout.buffer.write(made)
    return 0


_PROGRAM = """
import sys
sys.path[0:1] = [sys.argv[1]]
from alongside.render.apart import serve
sys.exit(serve(bool(sys.argv[2])))
"""
