"""Alongside: from what a care provider knows to Word documents that show people share in decisions."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    __version__: str
else:

    def __getattr__(name: str) -> str:
        """Look the version up when it is asked for: that reads the disk, and few starts of the program ask."""
        if name != "__version__":
            raise AttributeError(name)
        from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

        try:
            return version("alongside")
        except PackageNotFoundError:  # run from a plain source folder
            return "0+source"
