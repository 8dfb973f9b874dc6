"""What the page for an Easy Read copy does off the UI thread."""

# ruff: noqa: PLC0415 - seldom needed, and the window opens sooner without

from datetime import date
from pathlib import Path

from alongside.packs.easy_read import EasyRead, bank, write_whole


def document_of(copy: EasyRead, folder: Path, day: date, *, final: bool) -> bytes:
    """The Word file. Raises AlongsideError."""
    from alongside.render.easy_read import easy_read_document

    pictures = {name: path.read_bytes() for name, path in bank(folder).items()}
    return easy_read_document(copy, day, pictures=pictures, final=final)


def pages_of(copy: EasyRead, folder: Path, day: date) -> bytes:
    """The pages as they will be printed, as the embedded converter lays them out. Raises AlongsideError."""
    from alongside.render.pdf import to_pdf

    return to_pdf(document_of(copy, folder, day, final=False), title=copy.title)


def build(copy: EasyRead, folder: Path, out: Path, day: date, *, final: bool) -> Path:
    """Write the Word file into the folder of built packs. Raises AlongsideError."""
    path = out / f"easy-read-{copy.story}.docx"
    write_whole(path, document_of(copy, folder, day, final=final))
    return path
