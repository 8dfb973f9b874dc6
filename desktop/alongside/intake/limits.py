"""Limits and weights out of a buyer's words: "max 500 words", "2 sides of A4", "3,000 characters", "(750)"."""

import re
from dataclasses import dataclass

from alongside.packs.pack import Limit, LimitKind

_SMALL = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "single": 1, "a": 1, "an": 1,
}  # fmt: skip
_TENS = {"hundred": 100, "thousand": 1_000}
_NUMBER = r"(?P<n>\d{1,3}(?:[,\s]\d{3})+|\d+(?:\.\d)?(?:\s?k\b)?|(?:" + "|".join(
    sorted(_SMALL, key=len, reverse=True)
) + r")(?:[\s-]+(?:hundred|thousand))?)"  # fmt: skip
_PAGE = r"(?:(?:single[- ])?(?:sides?|pages?|sheets?)(?:\s*\(?(?:of\s+)?A4\)?)?|A4\s+(?:sides?|pages?|sheets?))"
_UNIT = (
    r"(?P<unit>words?|wds?\b|chars?\b|characters?|" + _PAGE + r")"
    r"(?P<spaces>\s*\(?(?:(?:in|ex)(?:cluding|clusive of|cl?\.?)\s+spaces|with(?:out)?\s+spaces|no\s+spaces)\)?)?"
)
_LEAD = (
    r"(?:max(?:imum)?\.?(?:\s+(?:of|length|limit|response|word\s+count))*|up\s+to|(?:no|not)\s+more\s+than|"
    r"(?:must\s+)?not\s+(?:to\s+)?exceed(?:ing)?|limit(?:ed)?(?:\s+(?:to|of|is))?|within|less\s+than|fewer\s+than|"
    r"word\s+(?:count|limit)|character\s+(?:count|limit)|page\s+limit|at\s+most|under)"
)
# A number with its unit, as a limit is nearly always written.
_MEASURED = re.compile(rf"(?<![\w.,£])(?:{_NUMBER})\s*[- ]?\s*{_UNIT}(?!\w)", re.IGNORECASE)
# "Word limit: 500", "Max. characters 3000": the unit comes first.
_UNIT_FIRST = re.compile(
    rf"(?P<unit>word|character|char|page)s?\s*(?P<spaces>\((?:in|ex)cluding\s+spaces\))?\s*"
    rf"(?:count|limit|maximum|max\.?|allowance)?\s*(?:count|limit|maximum|max\.?|is|of|allowed|permitted)?\s*[:=\-–]?\s*"
    rf"(?:is\s+|of\s+)?(?:max(?:imum)?\.?\s*)?{_NUMBER}(?!\s*[%\w])",
    re.IGNORECASE,
)
_BARE = re.compile(r"\(\s*(?P<n>\d{2,5}|\d{1,2},\d{3})\s*\)\s*$")  # "... restrictive practices? (750)"
_LIMITING = re.compile(rf"\b{_LEAD}", re.IGNORECASE)
_LEAST = re.compile(
    r"\b(?:at\s+least|minimum(?:\s+of)?|min\.?|not\s+less\s+than|no\s+fewer\s+than|"
    r"(?<!\bno )(?<!\bnot )more\s+than|over)\s*$",
    re.IGNORECASE,
)
_NO_LIMIT = re.compile(r"\bno\s+(?:word|character|page)\s+(?:limit|count)\b|\bunlimited\b", re.IGNORECASE)
# What is measured in words or pages and is no answer: "attach a policy of up to 4 pages".
_ELSEWHERE = re.compile(
    r"\b(?:summary|abstract|policy|certificate|appendix|annex|attachment|cv|curriculum|per\s+(?:line|minute|page))\b",
    re.IGNORECASE,
)
_NOT_LENGTHS = re.compile(r"\bpage\s+\d+\s+of\s+\d+|\b(?:see|on|at|from)\s+pages?\s+\d+", re.IGNORECASE)
MOST_WORDS = 100_000
MOST_PAGES = 500


@dataclass(frozen=True, slots=True)
class Said:
    """A limit and the words that say it."""

    limit: Limit
    text: str
    start: int  # offset


def limits_in(text: str) -> tuple[Said, ...]:
    """Every limit that a text states, in its order. A least length is none, nor is "page 3 of 12"."""
    hidden = [match.span() for match in _NOT_LENGTHS.finditer(text)]
    found: list[Said] = []
    for pattern in (_MEASURED, _UNIT_FIRST):
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(a < end and start < b for a, b in hidden) or _LEAST.search(text[:start]):
                continue
            if any(said.start < end and start < said.start + len(said.text) for said in found):
                continue
            limit = _limit(match["n"], match["unit"], (match["spaces"] or "") + text[end : end + 24])
            if limit is None or (pattern is _UNIT_FIRST and match["unit"].lower() == "page" and not _said(match[0])):
                continue
            found.append(Said(limit, text[start:end], start))
    return tuple(sorted(found, key=lambda said: said.start))


def _said(text: str) -> bool:
    return bool(re.search(r"limit|max|allow", text, re.IGNORECASE))


def limit_in(text: str, *, bare: bool = False) -> Said | None:
    """The limit a text puts on an answer; of several, the one that is said to be a limit, else the last.

    `bare`: a number in brackets at the end counts as words, as where all of a form's questions end so.
    """
    if _NO_LIMIT.search(text):
        return None
    found = limits_in(text)
    led = [said for said in found if _LIMITING.search(text[max(0, said.start - 60) : said.start + len(said.text)])]
    mine = [said for said in led or found if not _is_elsewhere(text, said)]
    if mine:
        return mine[-1]
    match = _BARE.search(text) if bare else None
    if match is None:
        return None
    return Said(Limit(kind=LimitKind.WORDS, value=_number(match["n"])), match[0].strip(), match.start())


def _is_elsewhere(text: str, said: Said) -> bool:
    """Whether the length is that of something attached, named in the same clause."""
    before = re.split(r"[.;?]", text[: said.start])[-1]
    return bool(
        re.search(r"\b(?:attach|append|enclose|upload|provide\s+a\s+copy)\w*\b", before, re.IGNORECASE)
    ) and bool(_ELSEWHERE.search(before))


def limit_of_cell(text: str, heading: str) -> Said | None:
    """The limit in a table's cell, whose column may say the unit: heading "Word limit", cell "500"."""
    said = limit_in(text)
    if said is not None:
        return said
    match = re.fullmatch(rf"\s*(?:max(?:imum)?\.?\s*)?{_NUMBER}\s*", text, re.IGNORECASE)
    unit = re.search(r"word|char|page|side", heading, re.IGNORECASE)
    if match is None or unit is None:
        return None
    limit = _limit(match["n"], unit[0], heading)
    return Said(limit, text.strip(), 0) if limit else None


def _limit(n: str, unit: str, about: str) -> Limit | None:
    value, word = _number(n), unit.lower()
    if word.startswith(("word", "wd")):
        kind = LimitKind.WORDS
    elif word.startswith("char"):
        without = re.search(
            r"ex\w*\.?\s*(?:of\s+)?spaces|without\s+spaces|no\s+spaces|not\s+\w+\s+spaces", about, re.IGNORECASE
        )
        kind = LimitKind.CHARACTERS_NO_SPACES if without else LimitKind.CHARACTERS
    else:
        kind = LimitKind.PAGES
    most = MOST_PAGES if kind is LimitKind.PAGES else MOST_WORDS
    return Limit(kind=kind, value=value) if 0 < value <= most else None


def _number(text: str) -> int:
    plain = text.strip().lower().replace(",", "")
    if plain.endswith("k"):
        return int(float(plain[:-1]) * 1_000)
    digits = re.sub(r"\s", "", plain)
    if re.fullmatch(r"\d+(?:\.\d)?", digits):
        return int(float(digits))
    total = 1
    for word in re.split(r"[\s-]+", plain):
        total *= _SMALL.get(word) or _TENS.get(word, 1)
    return total


# --- weights ------------------------------------------------------------------------------------------------------

_WEIGHT = re.compile(
    r"(?:weight(?:ing|ed)?|worth|available|score[ds]?|marks?)[^.\n\d%]{0,40}?(?P<a>\d{1,3}(?:\.\d+)?)\s*(?P<ua>%|per\s?cent|marks?|points?)?"
    r"|(?<![\w.])(?P<b>\d{1,3}(?:\.\d+)?)\s*(?P<ub>%|per\s?cent\b|marks?\b|points?\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Weight:
    """How much an answer counts. `unit`: "%" or "marks"."""

    value: float
    unit: str
    text: str


def weight_in(text: str, *, alone: bool = False) -> Weight | None:
    """The weight that a text states. Within prose a percentage counts only with a word such as weighting beside it.

    `alone`: the text is a cell or bracket that holds nothing else, so "10%" or "10" is one.
    """
    if alone:
        match = re.fullmatch(
            r"[(\s]*(?P<n>\d{1,3}(?:\.\d+)?)\s*(?P<u>%|per\s?cent|marks?|points?)?[)\s]*", text, re.IGNORECASE
        )
        return _weight(match["n"], match["u"] or "", text.strip()) if match else None
    for match in _WEIGHT.finditer(text):
        if match["a"]:
            return _weight(match["a"], match["ua"] or "", match[0])
        bracketed = text[: match.start()].rstrip().endswith(("(", "[")) and text[match.end() :].lstrip().startswith(
            (")", "]")
        )
        if bracketed:
            return _weight(match["b"], match["ub"], match[0])
    return None


def _weight(n: str, unit: str, text: str) -> Weight | None:
    value = float(n)
    word = "marks" if unit.lower().startswith(("mark", "point")) else "%"
    return Weight(value, word, text) if 0 < value <= (100 if word == "%" else 1_000) else None
