"""Looks through a finished file, every part of it, for what could tell who somebody is."""

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from alongside.checks.identifiers import identifier_finding, identifiers_in
from alongside.errors import AlongsideError
from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.library.names.register import Register, names_in
from alongside.render.package import FILE_LIMIT
from alongside.render.said import PLACE_OF_CAMERA, UnreadableError, said_in

KINDS = (".docx", ".pdf", ".xlsx", ".xlsm", ".pptx", ".txt", ".csv", ".md", ".png", ".jpg", ".jpeg", ".zip")
_NUMBERS = frozenset({"private.nhs_number", "private.ni_number", "private.phone", "private.email"})
# What programs call themselves in the properties.
_MAKERS = frozenset({"python-docx", "openpyxl"})


def identifiers_of(docx: bytes, name: str, known: Sequence[str] = ()) -> tuple[Finding, ...]:
    """A Finding for each thing found, once for each document. `known`: texts that are meant to be there.

    Body, headers, footers, notes, comments, changes and hidden text, text boxes, alternative text, charts and the
    workbooks inside them, properties and custom XML are looked through. Raises AlongsideError for what is no Word file.
    """
    return looked_through(docx, name, known=known)


def looked_through(
    file: bytes | Path, name: str = "", names: Register | None = None, *, known: Sequence[str] = ()
) -> tuple[Finding, ...]:
    """A Finding for each thing found in a file of any kind, and in its name, each told once.

    `names` is the private list. `known` are texts that are meant to be there: one of several words, such as the name
    of a service, excuses listed names inside it too. Raises AlongsideError for a file that is not whole.
    """
    name = name or (file.name if isinstance(file, Path) else "")
    data = _bytes_of(file) if isinstance(file, Path) else file
    look = _Look(name, names, known)
    # A file called "Room 4" or "2024-01-02" tells nobody; a number or a listed name does.
    look.at(_("file name"), PurePosixPath(name).stem.replace("_", " "), _NUMBERS)
    try:
        for part, text in said_in(data, name):
            if text == PLACE_OF_CAMERA:
                look.found["private.place_of_camera", part] = _camera(Place(template=name, part=part))
            elif text not in _MAKERS:
                look.at(part, text)
    except UnreadableError as error:
        look.found["private.not_looked_through", ""] = finding(
            "private.not_looked_through",
            Place(template=name),
            _("Not all of it could be looked through for people: {why}.").format(why=error),
            _("Look at it yourself before it goes out, or attach it as a PDF with text."),
        )
    return tuple(look.found.values())


def name_finding(found: str, where: Place) -> Finding:
    """The Finding for a name of the private list."""
    return finding(
        "private.register_name",
        where,
        _("“{found}” is on your private list of names.").format(found=found),
        _("Write the name the person chose, or a role. A chosen name that somebody on the list has needs another."),
    )


def pseudonyms_listed(pseudonyms: Iterable[tuple[str, str]], names: Register | None) -> tuple[Finding, ...]:
    """A Finding for each name chosen for a story that is the name of somebody on the list. Pairs of ref and name."""
    return tuple(
        finding(
            "private.pseudonym_listed",
            Place(ref=ref),
            _("“{name}”, the name used in this story, is on your private list of names.").format(name=name),
            _("Choose another with the person: a reader would take it for somebody who lives or works with you."),
        )
        for ref, name in dict.fromkeys(pseudonyms)
        if names is not None and name and names.lists(name)
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """One look through a file, and what it has found so far."""

    name: str
    names: Register | None
    known: Sequence[str]
    found: dict[tuple[str, str], Finding] = field(default_factory=dict)

    def at(self, part: str, text: str, only: Container[str] | None = None) -> None:
        """Look at one text; of the rules only those named, and always for the list."""
        where = Place(template=self.name, part=part or None)
        for item in identifiers_in(text):
            if item.found not in self.known and (only is None or item.rule in only):
                self.found.setdefault((item.rule, item.found), identifier_finding(item, where))
        for hit in names_in(text, self.names, self.known) if self.names is not None else ():
            key = re.sub(r"\W+", " ", hit.found).casefold()
            self.found.setdefault(("private.register_name", key), name_finding(hit.found, where))


def _camera(where: Place) -> Finding:
    return finding(
        "private.place_of_camera",
        where,
        _("The picture says where on the map it was taken."),
        _("Save it without its properties: put it into an answer from the window, which takes them out."),
    )


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > FILE_LIMIT:
            raise AlongsideError(_("This file is too large to be looked through."), where=path.name)
        return path.read_bytes()
    except OSError as error:
        raise AlongsideError(
            _("It cannot be read: {reason}.").format(reason=error.strerror or error), where=path.name
        ) from error
