"""How wide the columns of a table are, by what they hold."""

import re
from collections.abc import Sequence

_LETTER = 125  # twentieths of a point: a wide letter of a table's size
CELL_ROOM = 200  # twentieths of a point that the sides of a cell take
_SPACE = re.compile(r"[ \t\n]+")  # what a line may break at: not at a no-break space


def column_widths(lines: Sequence[Sequence[str]], total: int) -> list[int]:
    """Widths that fill `total`, in twentieths of a point: room for the longest word, the rest by the longest cell."""
    columns = range(len(lines[0]))
    words = [max((len(word) for line in lines for word in _SPACE.split(line[at])), default=1) for at in columns]
    needed = [CELL_ROOM + _LETTER * min(word, 24) for word in words]
    if sum(needed) > total:
        needed = [total * wide // sum(needed) for wide in needed]
    longest = [max(4, *(min(60, len(line[at])) for line in lines)) for at in columns]
    room = total - sum(needed)
    made = [wide + room * part // sum(longest) for wide, part in zip(needed, longest, strict=True)]
    made[0] += total - sum(made)
    return made
