"""Reads a file of names that the user hands over: a workbook, separated values, or one name a line."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.names.register import Name
from alongside.library.taking_in.source import read_source

_FIRST = frozenset(
    {"first name", "firstname", "forename", "forenames", "given name", "given names", "first", "first names"}
)
_SURNAME = frozenset({"surname", "last name", "lastname", "family name", "last"})
_WHOLE = frozenset(
    {"name", "full name", "fullname", "person", "names", "service user", "staff", "staff name", "employee"}
)
_NICKNAME = frozenset(
    {"nickname", "nicknames", "known as", "preferred name", "also known as", "aka", "likes to be called", "alias"}
)
_TITLES = re.compile(r"^(?:mr|mrs|ms|miss|mx|dr|prof|sir|dame|rev)\.?\s+", re.IGNORECASE)
_CALLED = re.compile(r"[(“\"‘]([^)”\"’]{2,40})[)”\"’]")  # Elizabeth (Betty) Okafor
_PARTICLES = frozenset(
    {"van", "von", "de", "der", "den", "da", "di", "du", "la", "le", "el", "al", "bin", "ben", "ter", "st"}
)


def read_names(path: Path) -> tuple[Name, ...]:
    """The names of a file. Raises AlongsideError where it cannot be read or holds none."""
    lines = path.suffix.lower() == ".txt"  # where a comma parts the surname from what goes before it
    found = tuple(name for sheet in read_source(path).sheets for name in _of_rows(sheet.cells, lines=lines))
    if not found:
        raise AlongsideError(
            _("There is no name in this file."),
            where=path.name,
            remedy=_("Write one name on each line, or give the columns the headings “first name” and “surname”."),
        )
    return found


def name_of(text: str, nicknames: Sequence[str] = ()) -> Name | None:
    """A name written as one: "Jane Doe", "Doe, Jane", "Elizabeth (Betty) Okafor"; None for what is no name."""
    known = tuple(match.strip() for match in _CALLED.findall(text)) + tuple(nicknames)
    text = _TITLES.sub("", " ".join(_CALLED.sub(" ", text).split()))
    if not re.search(r"[^\W\d_]{2}", text):
        return Name(nicknames=known) if known else None
    if "," in text:
        last, _comma, first = text.partition(",")
        return Name(first.strip(), last.strip(), known)
    words = text.split()
    if len(words) == 1:
        return Name(first=words[0], nicknames=known)
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].lower().strip(".") in _PARTICLES:
        cut -= 1
    return Name(" ".join(words[:cut]), " ".join(words[cut:]), known)


def _of_rows(rows: Sequence[Sequence[object]], *, lines: bool) -> Iterator[Name]:
    filled = [row for row in rows if any(str(cell).strip() for cell in row)]
    head, places = next(
        ((number, found) for number, row in enumerate(filled[:10]) if (found := _places(row))), (-1, {})
    )
    for row in filled[head + 1 :]:
        cells = [str(cell).strip() for cell in row]
        if places:
            name = _placed(cells, places)
        elif lines:
            name = name_of(", ".join(cell for cell in cells if cell))
        elif len(cells) > 1 and all(cells[:2]):  # no headings: first name, surname
            name = Name(_TITLES.sub("", cells[0]), cells[1])
        else:
            name = name_of(next(cell for cell in cells if cell))
        if name is not None:
            yield name


def _places(row: Sequence[object]) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, cell in enumerate(row):
        said = " ".join(re.sub(r"[_\W]+", " ", str(cell)).casefold().split())
        for part, words in (("first", _FIRST), ("surname", _SURNAME), ("whole", _WHOLE), ("nickname", _NICKNAME)):
            if said in words:
                found.setdefault(part, number)
    return found


def _placed(cells: Sequence[str], places: dict[str, int]) -> Name | None:
    def cell(part: str) -> str:
        return cells[places[part]] if part in places else ""

    nicknames = tuple(item.strip() for item in re.split(r"[;,/]", cell("nickname")) if item.strip())
    if cell("first") or cell("surname"):
        own = name_of(cell("first"))
        first = " ".join(part for part in (own.first, own.surname) if part) if own else ""
        return Name(first, cell("surname"), nicknames + (own.nicknames if own else ()))
    return name_of(cell("whole"), nicknames) if cell("whole") or nicknames else None
