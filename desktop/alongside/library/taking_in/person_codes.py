"""Codes in the place of people's names. The list of who is who is a file that is kept outside the library."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.cells import as_text
from alongside.library.taking_in.csv_text import read_csv

_NUMBER = re.compile(r"P-(\d+)")


@dataclass(frozen=True, slots=True)
class PersonCodes:
    """Who has which code."""

    codes: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # name as compared -> (code, name as written)

    def of(self, name: object) -> str:
        """The code of a name; "" where it has none yet."""
        found = self.codes.get(_plain(name))
        return found[0] if found else ""

    def with_names(self, names: Iterable[object]) -> "PersonCodes":
        """The same with a code for each name, in the order they come."""
        codes = dict(self.codes)
        last = max((int(found[1]) for code, _name in codes.values() if (found := _NUMBER.fullmatch(code))), default=0)
        for name in names:
            if _plain(name) and _plain(name) not in codes:
                last += 1
                codes[_plain(name)] = (f"P-{last:03}", " ".join(as_text(name).split()))
        return PersonCodes(codes)

    def text(self) -> str:
        """The list as a text file of separated values."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("code", "name"))
        writer.writerows(sorted(self.codes.values()))
        return out.getvalue()


def read_codes(path: Path) -> PersonCodes:
    """The list in a file; an empty one where the file is not there yet. Raises AlongsideError for another file."""
    try:
        rows = read_csv(path.read_bytes())
    except FileNotFoundError:
        return PersonCodes()
    except OSError as error:
        raise AlongsideError(
            _("The list of person codes cannot be read: {why}.").format(why=error.strerror or error), where=path.name
        ) from error
    if not rows or [str(cell).strip().lower() for cell in rows[0][:2]] != ["code", "name"]:
        raise AlongsideError(
            _("This is not a list of person codes: its first row should say code, name."),
            where=path.name,
            remedy=_("Choose another file; a new one is made where there is none."),
        )
    return PersonCodes(
        {_plain(row[1]): (str(row[0]).strip(), str(row[1])) for row in rows[1:] if len(row) > 1 and _plain(row[1])}
    )


def _plain(name: object) -> str:
    text = " ".join(as_text(name).split()).casefold()
    if text.count(",") == 1:  # "Smith, Ann" is Ann Smith
        last, first = (part.strip() for part in text.split(","))
        text = f"{first} {last}"
    return text.strip(" .")
