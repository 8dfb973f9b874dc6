"""The mark that a field prints in place of a formatted text, until `render.typeset` puts the text there."""

import re

# Code points that are no characters, so that no text has them; a text that has them all the same is guarded.
OPEN, SHUT = "\ufdd0", "\ufdd1"
MARK = re.compile(f"{OPEN}(\\d*){SHUT}")  # without a number: the text itself had the opening


def mark(number: int) -> str:
    """What stands for the formatted text of that number."""
    return f"{OPEN}{number}{SHUT}"


def guarded(text: str) -> str:
    """A printed text in which no mark can be read."""
    return text.replace(OPEN, OPEN + SHUT) if OPEN in text else text
