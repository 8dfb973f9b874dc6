"""A picture as a value, and the name by which a text refers to it."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is sound and says nothing beside itself."""

    data: bytes
    width: int  # pixels, and upright
    height: int


@dataclass(frozen=True, slots=True)
class FoundPicture:
    """What became of reading a picture."""

    picture: Picture | None
    sha256: str = ""  # of the file as it is now; empty: it cannot be read
    trouble: str = ""  # why there is no picture, in one sentence
    remedy: str = ""
    is_there: bool = True


def picture_ref(file: str) -> str:
    """The id by which a text refers to a picture with a caption: "garden-day" for "photos/Garden day.jpg"."""
    plain = re.sub(r"[^a-z0-9]+", "-", PurePosixPath(file).stem.lower()).strip("-")
    return plain if plain[:1].isalpha() else f"picture-{plain}".rstrip("-")
