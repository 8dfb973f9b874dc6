"""Word files as PDF by LibreOffice: no window, a profile of its own that is thrown away, and a bound on its time."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.render.outside import TooSlowError, in_folders, run, search_path

START_SECONDS = 90  # a new profile on a busy computer takes up to 20
DOCUMENT_SECONDS = 60  # for each document; 170 pages take 8
NAMES = ("soffice.com", "soffice.exe") if os.name == "nt" else ("soffice", "libreoffice")
_FILTER = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"}}'
)
# A template may come from a stranger: no macros, and no pictures or links fetched from elsewhere.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def find_libreoffice(surroundings: Mapping[str, str] = os.environ) -> Path | None:
    """The program: on the search path, else in the usual places of this system; None where there is none."""
    return in_folders(NAMES, (*search_path(surroundings), *_usual_folders(surroundings)))


def convert(documents: Sequence[bytes], job: JobControl) -> list[bytes]:
    """Each document as a tagged PDF with bookmarks, in one go. Raises AlongsideError and Cancelled."""
    program = find_libreoffice()
    if program is None:
        raise AlongsideError(
            _("LibreOffice is not on this computer."), remedy=_("Install it, or choose the embedded converter.")
        )
    with TemporaryDirectory(prefix="alongside-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        files = [folder / f"{number}.docx" for number in range(1, len(documents) + 1)]
        for file, data in zip(files, documents, strict=True):
            file.write_bytes(data)
        command = [
            str(program),
            f"-env:UserInstallation={_new_profile(folder / 'profile')}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard"),
            *("--convert-to", _FILTER, "--outdir", str(folder)),
            *map(str, files),
        ]
        try:
            code, said = run(command, folder, START_SECONDS + DOCUMENT_SECONDS * len(files), job)
        except TooSlowError as error:
            raise _failed(_("it did not answer and was ended")) from error
        except OSError as error:
            raise _failed(error.strerror or str(error)) from error
        made_files = [file.with_suffix(".pdf") for file in files]
        if code or not all(file.is_file() for file in made_files):
            raise _failed(_last_line(said, folder) or _("it wrote nothing"))
        return [file.read_bytes() for file in made_files]


def _new_profile(folder: Path) -> str:
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    return folder.as_uri()


def _usual_folders(surroundings: Mapping[str, str]) -> tuple[str, ...]:
    if os.name == "nt":
        roots = [surroundings.get(name) for name in ("ProgramW6432", "ProgramFiles", "ProgramFiles(x86)")]
        return tuple(rf"{root}\LibreOffice\program" for root in roots if root)
    if sys.platform == "darwin":
        inside = "Applications/LibreOffice.app/Contents/MacOS"
        return (f"/{inside}", str(Path.home() / inside))
    newest_first = sorted(map(str, Path("/opt").glob("libreoffice*/program")), reverse=True)
    return ("/usr/bin", "/usr/local/bin", "/usr/lib/libreoffice/program", *newest_first)


def _last_line(said: str, folder: Path) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip() and "javaldx" not in line]
    return lines[-1].replace(str(folder), "")[:160].rstrip(".") if lines else ""


def _failed(reason: str) -> AlongsideError:
    return AlongsideError(
        _("LibreOffice made no PDF ({reason}).").format(reason=reason),
        remedy=_("Try again, or choose the embedded converter."),
    )
