"""The marks of a template, `{{ }}` and `{% %}`, counted and paired in linear time before any parser sees them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# House limits, so that a template made to be slow is refused instead of being waited for.
REACH = 20_000  # characters from the opening of a field to its end
FIELDS = 20_000  # in one part
ROW_WORK = 20_000_000  # row and cell fields times paragraphs
MARKS = ("{{", "{%", "{#")  # with which a field begins
_OPENING = re.compile(r"\{([{%#])")
_CLOSING = {"{": "}}", "%": "%}", "#": "#}"}
_RAW = re.compile(r"-?\s*raw\s*-?%\}")
_END_RAW = re.compile(r"\{%-?\s*endraw\s*-?%\}")


@dataclass(frozen=True, slots=True)
class Marks:
    """What the marks of one part come to."""

    fields: int
    row_fields: int  # of table rows and cells
    unclosed: int | None  # the number, from 1, of the paragraph where a field begins that does not end
    around: str  # that paragraph from there

    def too_many(self, paragraphs: int) -> bool:
        """Whether checking the part would take longer than anybody waits."""
        return self.fields > FIELDS or self.row_fields * paragraphs > ROW_WORK


def marks_of(paragraphs: Sequence[str]) -> Marks:
    """Count and pair the fields of a part, given the text of each paragraph."""
    whole = "\n".join(paragraphs)
    fields = row_fields = place = 0
    while (opening := _OPENING.search(whole, place)) is not None:
        fields += 1
        row_fields += whole.startswith(("tr ", "tc "), opening.end())
        if opening.group(1) == "%" and _RAW.match(whole, opening.end()):
            end_raw = _END_RAW.search(whole, opening.end())
            if end_raw is None:
                return _unclosed(whole, opening.start(), fields, row_fields)
            place = end_raw.end()
            continue
        end = whole.find(_CLOSING[opening.group(1)], opening.end(), opening.end() + REACH)
        if end < 0:
            return _unclosed(whole, opening.start(), fields, row_fields)
        place = end + 2
    return Marks(fields, row_fields, None, "")


def _unclosed(whole: str, start: int, fields: int, row_fields: int) -> Marks:
    line_end = whole.find("\n", start)
    around = whole[start : line_end if line_end >= 0 else None]
    return Marks(fields, row_fields, whole.count("\n", 0, start) + 1, around[:200])
