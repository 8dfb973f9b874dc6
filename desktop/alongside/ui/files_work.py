"""Looking at cited files, as it leaves the UI thread: how each stands, and a picture of its first page."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QImageReader, QPainter

from alongside.job_control import JobControl
from alongside.library.files.cited import CitedFile, look_at
from alongside.library.files.index import path_of

PREVIEW_PX = 900  # the longer side; drawn smaller, so that it is sharp on any screen
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp"})


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A file and its picture; None where there is nothing to be seen of it."""

    file: CitedFile
    path: Path | None
    image: QImage | None = None


def see(names: Sequence[str], folder: Path, job: JobControl) -> tuple[SeenFile, ...]:
    """Each file, with its picture or first page. Raises AlongsideError where the list of files cannot be read."""
    found = []
    for name, file in look_at(names, folder).items():
        job.check()
        path = path_of(name, folder)
        image = _image(path) if path is not None and file.there else None
        found.append(SeenFile(file, path, image))
    return tuple(found)


def _image(path: Path) -> QImage | None:
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        return _first_page(path)
    if suffix not in _PICTURES:
        return None
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > PREVIEW_PX:
        reader.setScaledSize(_fitted(size))
    image = reader.read()
    return None if image.isNull() else image


def _first_page(path: Path) -> QImage | None:
    from PySide6.QtPdf import QPdfDocument  # noqa: PLC0415 - for PDFs only

    document = QPdfDocument()
    try:
        if document.load(str(path)) is not QPdfDocument.Error.None_ or not document.pageCount():
            return None
        points = document.pagePointSize(0)
        size = QSize(max(1, round(points.width())), max(1, round(points.height())))
        drawn = document.render(0, _fitted(size))
        image = QImage(drawn.size(), QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)  # paper
        painter = QPainter(image)
        painter.drawImage(0, 0, drawn)
        painter.end()
        return image
    finally:
        document.close()


def _fitted(size: QSize) -> QSize:
    share = PREVIEW_PX / max(size.width(), size.height(), 1)
    return QSize(max(1, round(size.width() * share)), max(1, round(size.height() * share)))
