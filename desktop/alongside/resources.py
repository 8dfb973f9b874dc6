"""Where the starter library, templates and samples stand: in the package, or beside it in a source folder."""

from pathlib import Path

_INSTALLED = Path(__file__).parent / "_data"
_SOURCE = Path(__file__).parents[2]


def resource(name: str) -> Path:
    """The folder `templates`, `content_library` or `samples` that came with the program."""
    installed = _INSTALLED / name
    return installed if installed.is_dir() else _SOURCE / name
