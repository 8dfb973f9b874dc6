"""Characters that a Word file cannot hold, and the one way line ends are written in it."""

import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# XML 1.0 holds no control characters but tab and line end, no halves of a pair, no two last code points of plane 0.
_UNHOLDABLE = re.compile("[\x00-\x08\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|\r|\x0b")  # Word itself copies its manual line break as a vertical tab


def clean(text: str) -> tuple[str, bool]:
    """The text as Word will hold it, and whether a character had to be replaced. Line ends become one kind."""
    if text.isprintable():
        return text, False  # none of what follows is printable
    ended = _LINE_ENDS.sub("\n", text)
    held, replaced = _UNHOLDABLE.subn(REPLACEMENT, ended)
    return held, bool(replaced)
