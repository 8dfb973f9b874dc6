"""What a column of somebody's table seems to hold, told by its values alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from alongside.library.cells import as_text
from alongside.library.taking_in.days import proven_order, read_clock, read_day
from alongside.library.taking_in.placing import NO, NOT_APPLICABLE, NOT_KNOWN, YES
from alongside.library.taking_in.words import people_words, said

LOOKED_AT = 400  # values of a column
_ID = re.compile(r"[A-Za-z]{1,6}[-/_ ]?\d{1,6}(?:[-/]\d{1,4})?|\d{1,6}")
_NAME = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Master)\.?\s+)?[A-Z][a-zé'’]+(?:[ -][A-Z]\.?)?"
    r"(?:[ -](?:Mc|Mac|O['’]|van |de )?[A-Z][a-zé'’]+){1,2}"
    r"|(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.?\s+[A-Z]\w*"
    r"|[A-Z][a-z'’]+(?:-[A-Z][a-z]+)?,\s*[A-Z][a-z.]*(?:\s[A-Z][a-z.]*)?"
    r"|[A-Z]\.\s?[A-Z][a-z]+"
    r"|[A-Z][a-z]+\s[A-Z]\.?"
    r"|[A-Z]\.\s?[A-Z]\.?"
)


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares are of the filled cells, 0 to 1."""

    filled: int
    rows: int
    dates: float
    numbers: float
    yes_no: float
    ids: float
    clock: float
    names: float  # of values that are written like a person's name
    first_names: float  # of values that begin or end with a usual first name
    longest: int
    usual_length: float
    distinct: int
    ambiguous: bool  # whether some of its days could be read both ways, and nothing proves which
    month_first: bool  # whether its days prove the American order
    samples: tuple[str, ...]

    @property
    def unique(self) -> bool:
        return self.filled > 0 and self.distinct == self.filled

    @property
    def is_long(self) -> bool:
        return self.usual_length > 60 or self.longest > 150


def profile(values: Sequence[object]) -> Profile:
    """Look at a column."""
    filled = [value for value in values if value != ""]
    looked = filled[:LOOKED_AT]
    texts = [" ".join(as_text(value).split()) for value in looked]
    words = [text.casefold() for text in texts]
    many = max(1, len(looked))
    order, needed = proven_order(filled)
    days = [value for value in looked if not isinstance(value, int | float) and read_day(value) is not None]
    dated = sum(isinstance(value, date | datetime) for value in looked)
    lengths = sorted(map(len, texts))
    yes = YES | NO | NOT_KNOWN | NOT_APPLICABLE | {"x"}
    names = [text for text in texts if _NAME.fullmatch(text)]
    return Profile(
        filled=len(filled),
        rows=len(values),
        dates=max(len(days), dated) / many,
        numbers=sum((isinstance(v, int | float) and not isinstance(v, bool)) or _is_number(v) for v in looked) / many,
        yes_no=sum(word in yes for word in words) / many,
        ids=sum(bool(_ID.fullmatch(text)) for text in texts) / many,
        clock=sum(read_clock(value) is not None for value in looked) / many,
        names=len(names) / many,
        first_names=sum(_has_first_name(text) for text in texts) / many,
        longest=max(lengths, default=0),
        usual_length=lengths[len(lengths) // 2] if lengths else 0.0,
        distinct=len({" ".join(as_text(value).split()).casefold() for value in filled}),
        ambiguous=needed and order is None,
        month_first=order is not None and order.value == "month first",
        samples=tuple(dict.fromkeys(texts))[:4],
    )


def _is_number(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[£+-]?\d[\d,]*(\.\d+)?%?", value.strip()))


def _has_first_name(text: str) -> bool:
    parts = re.split(r"[\s,.]+", text.casefold())
    return len(parts) <= 4 and bool({parts[0], parts[-1]} & people_words("first name"))


def private(heading: str, found: Profile) -> str:
    """Whether a column seems to hold people: "person", "staff", "details" of a person, or "" for none of them."""
    plain = said(heading.rsplit(" / ", 1)[-1])  # of two rows of headings, the lower one
    if plain in people_words("details"):
        return "details"
    if not found.filled:
        return ""
    initials = found.usual_length <= 4 and found.ids < 0.2 and plain in {"initials", "su", "su initials"}
    like_names = found.names >= 0.5 or initials
    words = set(plain.split())
    if plain in people_words("person") and (like_names or found.first_names >= 0.4):
        return "" if found.first_names < 0.1 and plain in {"name", "who"} else "person"
    if (plain in people_words("staff") or words & {"staff", "manager", "by", "keyworker"}) and (
        found.names >= 0.3 and found.first_names >= 0.2
    ):
        return "staff"
    if words & people_words("no person"):
        return ""
    if found.names >= 0.6 and found.first_names >= 0.4:
        return "person"
    return ""
