"""Alongside: from what a care provider knows to Word documents that show people share in decisions."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("alongside")
except PackageNotFoundError:  # run from a plain source folder
    __version__ = "0+source"
