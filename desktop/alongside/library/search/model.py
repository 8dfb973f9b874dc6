"""The model of meaning: wordllama, whose 256-dimension vectors of words come in its package. Needs no network.

It is loaded when it is first asked for, in half a second, never at the start of the program.
"""

import importlib
import importlib.util
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from alongside.errors import AlongsideError
from alongside.i18n import _

PACKAGE = "wordllama"
NAME = "l2_supercat_256"
DIMENSIONS = 256
_FETCHER = "requests"

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Model:
    """Turns text into vectors."""

    inference: Any  # wordllama's own object

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """One vector of length 1 a text; of length 0 for a text without words."""
        if not texts:
            return np.empty((0, DIMENSIONS), np.float32)
        found: Vectors = self.inference.embed([text or " " for text in texts], norm=False)
        found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), np.float32(1e-9))
        return found


def model_installed() -> bool:
    """Whether there is a model to load. Loads nothing."""
    return importlib.util.find_spec(PACKAGE) is not None


def load_model() -> Model:
    """The model. Raises AlongsideError where it is not installed or not whole."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # its threads and a later fork would be a warning
    try:
        package = _imported()
        folder = Path(str(package.__file__)).parent
        return Model(package.WordLlama.load(cache_dir=folder, disable_download=True))
    except (ImportError, OSError, ValueError) as error:
        raise AlongsideError(
            _("Search by meaning is not possible: its model is not installed."),
            remedy=_(
                "Search works by words. To search by meaning too, install Alongside again, with {package}."
            ).format(package=PACKAGE),
        ) from error


def _no_fetcher() -> ModuleType:
    """What the package gets in the place of the library it would download with, which opens a socket when imported."""

    def refuse(*_given: object, **_named: object) -> None:
        raise OSError("Alongside downloads nothing")

    module = ModuleType(_FETCHER)
    module.__dict__.update(get=refuse, RequestException=OSError)
    return module


def _imported() -> Any:
    """The package, without the log it would turn on for the whole program, and without a way to the network."""
    root = logging.getLogger()
    silence = logging.NullHandler()
    root.addHandler(silence)  # wordllama sets up logging for everyone, unless somebody has
    level = root.level
    fetcher = sys.modules.get(_FETCHER)
    sys.modules[_FETCHER] = _no_fetcher()
    try:
        return importlib.import_module(PACKAGE)
    finally:
        if fetcher is None:
            del sys.modules[_FETCHER]
        else:
            sys.modules[_FETCHER] = fetcher
        root.removeHandler(silence)
        root.setLevel(level)
