"""Word files as PDF by Microsoft Word on Windows, asked through PowerShell. No test has run this with a real Word."""

import base64
import importlib
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import Cancelled, JobControl
from alongside.render.outside import TooSlowError, end_by_id, run, system_program

WINDOWS = os.name == "nt"
START_SECONDS = 90
DOCUMENT_SECONDS = 60
# Word is started by the system and not by PowerShell, so its id is kept: a stuck one can be ended by nothing else.
SCRIPT = r"""
$ErrorActionPreference = 'Stop'
$folder = (Get-Location).Path
$before = @(Get-Process WINWORD -ErrorAction SilentlyContinue | ForEach-Object { $_.Id })
$word = New-Object -ComObject Word.Application
try {
  $own = @(Get-Process WINWORD | ForEach-Object { $_.Id } | Where-Object { $before -notcontains $_ })
  if ($own.Count -eq 1) { Set-Content -LiteralPath (Join-Path $folder 'word.pid') -Value $own[0] }
  $word.Visible = $false
  $word.DisplayAlerts = 0
  $word.AutomationSecurity = 3
  $word.Options.UpdateLinksAtOpen = $false
  foreach ($number in 1..COUNT) {
    $document = $word.Documents.Open((Join-Path $folder "$number.docx"), $false, $true, $false)
    try {
      $file = Join-Path $folder "$number.pdf"
      $document.ExportAsFixedFormat($file, 17, $false, 0, 0, 1, 1, 0, $true, $true, 1, $true)
    } finally { $document.Close(0) }
  }
  Set-Content -LiteralPath (Join-Path $folder 'version.txt') -Value $word.Version
} finally { $word.Quit(0) }
"""


def word_is_here() -> bool:
    """Whether Windows knows a Word that other programs may ask."""
    try:
        winreg = importlib.import_module("winreg")
    except ImportError:  # only Windows has it
        return False
    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, r"Word.Application\CLSID"))
    except OSError:
        return False
    return True


def convert(documents: Sequence[bytes], job: JobControl) -> tuple[list[bytes], str]:
    """Each document as a tagged PDF with bookmarks, and Word's version. Raises AlongsideError and Cancelled."""
    if not word_is_here():
        raise AlongsideError(
            _("Word is not on this computer."), remedy=_("Choose LibreOffice or the embedded converter.")
        )
    with TemporaryDirectory(prefix="alongside-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        for number, data in enumerate(documents, start=1):
            (folder / f"{number}.docx").write_bytes(data)
        try:
            code, said = run(command(len(documents)), folder, START_SECONDS + DOCUMENT_SECONDS * len(documents), job)
        except TooSlowError as error:
            end_own_word(folder)
            raise _failed(_("it did not answer and was ended")) from error
        except Cancelled:
            end_own_word(folder)
            raise
        except OSError as error:
            raise _failed(error.strerror or str(error)) from error
        files = [folder / f"{number}.pdf" for number in range(1, len(documents) + 1)]
        if code or not all(file.is_file() for file in files):
            raise _failed(next((line.strip()[:160] for line in said.splitlines() if line.strip()), str(code)))
        version = folder / "version.txt"
        return [file.read_bytes() for file in files], version.read_text(
            "utf-8-sig"
        ).strip() if version.is_file() else ""


def command(count: int) -> list[str]:
    """PowerShell, told to ask Word for so many documents of the folder it starts in."""
    script = SCRIPT.replace("COUNT", str(count))
    encoded = base64.b64encode(script.encode("utf-16-le")).decode("ascii")
    shell = system_program("WindowsPowerShell", "v1.0", "powershell.exe")
    return [str(shell), "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-EncodedCommand", encoded]


def end_own_word(folder: Path) -> None:
    """End the Word that the script started, and no other: the user may have one open."""
    with suppress(OSError, ValueError):
        number = int((folder / "word.pid").read_text("utf-8-sig").strip())
        if WINDOWS:
            end_by_id(number)


def _failed(reason: str) -> AlongsideError:
    return AlongsideError(
        _("Word made no PDF ({reason}).").format(reason=reason.rstrip(".")),
        remedy=_("Close Word's windows and try again, or choose the embedded converter."),
    )
