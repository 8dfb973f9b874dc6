"""An Easy Read copy of a story: ideas with pictures, a word list, who made it. One JSON file, saved whole or not."""

import os
import tempfile
from datetime import date
from enum import StrEnum
from pathlib import Path

import msgspec
from msgspec import Struct

from alongside.errors import AlongsideError
from alongside.i18n import _

SCHEMA_VERSION = 1
SUFFIX = ".easyread.json"
FOLDER = "easy read"  # of a workspace: where the copies are kept
PICTURES = Path("pictures") / "easy read"  # of a workspace: the provider's own picture bank


class ProfileName(StrEnum):
    """Whose rules a copy is checked by (domain 7)."""

    STRICT = "strict"
    GOV_UK = "gov.uk"
    DH = "dh"
    STANDARD = "standard"


class _Value(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    pass


class Idea(_Value, frozen=True, kw_only=True):
    """One idea: a sentence or two, and the picture beside them."""

    id: str  # unique in its copy; never shown
    text: str = ""
    picture: str = ""  # a name in the picture bank, or one of ours; "" is a slot that is still empty
    alternative: str = ""  # what the picture shows; "" is as our own picture says
    original: str = ""  # what the story says, kept beside what was made of it
    own_words: bool = False  # the person's own: never split, never changed by the program
    heading: str = ""  # not "": a new part begins here


class Term(_Value, frozen=True, kw_only=True):
    """A hard word and what it means."""

    word: str
    meaning: str = ""


class Tested(_Value, frozen=True, kw_only=True):
    """That people with a learning disability went through it (ER19)."""

    who: str = ""  # by role or group, never a name
    on: date | None = None
    what_changed: str = ""

    @property
    def complete(self) -> bool:
        return bool(self.who.strip() and self.on and self.what_changed.strip())


class EasyRead(_Value, frozen=True, kw_only=True):
    """The whole copy."""

    schema: int = SCHEMA_VERSION
    story: str  # the id of the story it was made from
    title: str
    about: str = ""  # one or two sentences: what this is about
    made_by: str = ""  # who it is from
    ask: str = ""  # who to ask, and how
    supporter: str = ""  # whether a supporter can help
    ideas: tuple[Idea, ...] = ()
    words: tuple[Term, ...] = ()
    allowed: tuple[str, ...] = ()  # words that need no explaining here, such as the name used
    tested: Tested = Tested()
    pictures_suit: bool = False  # a person looked: no picture is childish (ER11)
    profile: ProfileName = ProfileName.STRICT
    example: bool = False  # made from sample data
    updated_on: date | None = None

    @property
    def first_lines(self) -> tuple[tuple[str, str], ...]:
        """What the first page says, each with its picture, in order; what is empty is left out."""
        lines = ((self.about, "paper"), (self.made_by, "house"), (self.ask, "phone"), (self.supporter, "staff"))
        return tuple((text, picture) for text, picture in lines if text.strip())

    @property
    def parts(self) -> tuple[tuple[str, tuple[Idea, ...]], ...]:
        """The ideas by their headings."""
        found: list[tuple[str, list[Idea]]] = []
        for idea in self.ideas:
            if idea.heading or not found:
                found.append((idea.heading, []))
            found[-1][1].append(idea)
        return tuple((heading, tuple(ideas)) for heading, ideas in found)


def to_json(copy: EasyRead) -> bytes:
    """As the file keeps it: indented, in a fixed order."""
    return msgspec.json.format(msgspec.json.encode(copy), indent=2) + b"\n"


def from_json(data: bytes, *, name: str = "") -> EasyRead:
    """Read a copy. Raises AlongsideError for anything that is none."""
    try:
        found = msgspec.json.decode(data, type=EasyRead)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise AlongsideError(
            _("This is not an Easy Read copy that Alongside can read ({reason}).").format(
                reason=str(error).rstrip(".")
            ),
            where=name,
            remedy=_("Make the copy again from its story."),
        ) from error
    if found.schema > SCHEMA_VERSION:
        raise AlongsideError(
            _("This copy was saved by a newer Alongside."),
            where=name,
            remedy=_("Update Alongside, then open it again."),
        )
    if len({idea.id for idea in found.ideas}) < len(found.ideas):
        raise AlongsideError(_("Two ideas of this copy share an id."), where=name, remedy=_("Make the copy again."))
    return found


def load_copy(path: Path) -> EasyRead:
    """Read the file. Raises AlongsideError."""
    try:
        return from_json(path.read_bytes(), name=path.name)
    except OSError as error:
        raise AlongsideError(
            _("The Easy Read copy cannot be opened: {reason}.").format(reason=error.strerror or error),
            where=path.name,
            remedy=_("Check that it is there and that you may read it."),
        ) from error


def save_copy(copy: EasyRead, path: Path) -> None:
    """Write it, and the folder where there is none. Raises AlongsideError where the disk refuses."""
    write_whole(path, to_json(copy))


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its target, then rename: the old file or the new one, never half of either.

    Raises AlongsideError where the disk refuses.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).replace(path)
        finally:
            Path(draft).unlink(missing_ok=True)
    except OSError as error:
        raise AlongsideError(
            _("The Easy Read copy cannot be written: {reason}.").format(reason=error.strerror or error),
            where=path.name,
            remedy=_("Close it if it is open in Word, and check that you may write there."),
        ) from error


def copy_path(folder: Path, story: str) -> Path:
    """Where the copy of a story is kept in the workspace at `folder`."""
    plain = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in story)
    return folder / FOLDER / f"{plain}{SUFFIX}"


def bank(folder: Path) -> dict[str, Path]:
    """The provider's own pictures in the workspace at `folder`, by name."""
    place = folder / PICTURES
    if not place.is_dir():
        return {}
    kinds = {".png", ".jpg", ".jpeg"}
    return {path.stem: path for path in sorted(place.iterdir()) if path.suffix.lower() in kinds}
