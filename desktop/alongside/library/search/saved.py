"""Searches kept under a name, in one small file of the workspace."""

import contextlib
import os
import tempfile
from pathlib import Path

import msgspec
from msgspec import Struct

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.search.index import By

FILE = "searches.json"
SCHEMA = 1
LONGEST_NAME = 80  # characters


class SavedSearch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One search as it was typed."""

    name: str
    query: str
    sheet: str = ""  # "": all sheets
    by: By = By.BOTH
    filters: dict[str, tuple[str, ...]] = {}  # noun -> values chosen, as `facets.Chosen`
    framework: str = ""  # the version whose items are filtered by; "": the tags as they stand


class _File(Struct, frozen=True, kw_only=True):
    schema: int = SCHEMA
    searches: tuple[SavedSearch, ...] = ()


def saved_searches(workspace: Path) -> tuple[SavedSearch, ...]:
    """All of a workspace, by name. Raises AlongsideError where its file cannot be read."""
    path = workspace / FILE
    try:
        held = msgspec.json.decode(path.read_bytes(), type=_File)
    except FileNotFoundError:
        return ()
    except (OSError, msgspec.DecodeError) as error:
        raise AlongsideError(
            _("The saved searches cannot be read."),
            where=FILE,
            remedy=_("Move the file out of the workspace to begin anew; nothing else depends on it."),
        ) from error
    if held.schema > SCHEMA:
        raise AlongsideError(
            _("The saved searches were kept by a newer version of Alongside."),
            where=FILE,
            remedy=_("Use that version, so that nothing of them is lost."),
        )
    return tuple(sorted(held.searches, key=lambda search: search.name.casefold()))


def save_search(workspace: Path, search: SavedSearch) -> tuple[SavedSearch, ...]:
    """Keep a search, in place of one with its name, and return all. Raises AlongsideError."""
    name = _proper(search.name)
    named = msgspec.structs.replace(search, name=name)
    return _write(workspace, (*_without(saved_searches(workspace), name), named))


def rename_search(workspace: Path, old: str, new: str) -> tuple[SavedSearch, ...]:
    """Call a search otherwise and return all. Raises AlongsideError, also where the new name is another's."""
    held = saved_searches(workspace)
    name = _proper(new)
    found = next((search for search in held if search.name == old), None)
    if found is None:
        return held
    others = tuple(search for search in held if search is not found)
    if len(_without(others, name)) < len(others):
        raise AlongsideError(
            _("There is a saved search “{name}” already.").format(name=name),
            remedy=_("Choose another name, or delete that one first."),
        )
    return _write(workspace, (*others, msgspec.structs.replace(found, name=name)))


def delete_search(workspace: Path, name: str) -> tuple[SavedSearch, ...]:
    """Forget a search and return the others. One that is not there is no error. Raises AlongsideError."""
    held = saved_searches(workspace)
    left = _without(held, name)
    return _write(workspace, left) if len(left) < len(held) else held


def _proper(typed: str) -> str:
    """A name without needless spaces. Raises AlongsideError for one that is none."""
    name = " ".join(typed.split())
    if not name or len(name) > LONGEST_NAME:
        raise AlongsideError(
            _("A saved search needs a name of 1 to {n} characters.").format(n=LONGEST_NAME),
            remedy=_("Give it a short name."),
        )
    return name


def _without(searches: tuple[SavedSearch, ...], name: str) -> tuple[SavedSearch, ...]:
    return tuple(search for search in searches if search.name.casefold() != name.casefold())


def _write(workspace: Path, searches: tuple[SavedSearch, ...]) -> tuple[SavedSearch, ...]:
    """Write the file whole or not at all."""
    ordered = tuple(sorted(searches, key=lambda search: search.name.casefold()))
    text = msgspec.json.format(msgspec.json.encode(_File(searches=ordered)), indent=2) + b"\n"
    try:
        handle, draft = tempfile.mkstemp(prefix=".searches-", suffix=".part", dir=workspace)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).replace(workspace / FILE)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(draft).unlink()
            raise
    except OSError as error:
        raise AlongsideError(
            _("The search could not be saved: {why}.").format(why=error.strerror or error),
            where=FILE,
            remedy=_("Check that the workspace can be written to."),
        ) from error
    return ordered
