"""The parts of a question: what a marker looks for one by one. Told from its words alone; nothing is invented."""

import re
from dataclasses import dataclass
from enum import StrEnum

from alongside.packs.pack import Question


class Asks(StrEnum):
    """What a part wants to be told."""

    HOW = "how"
    WHO = "who"
    EXAMPLE = "example"
    FIGURES = "figures"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a question."""

    name: str  # as the buyer letters it, "a"; else its number, "1"
    text: str
    asks: Asks


_LETTERED = re.compile(r"(?:^|(?<=[\s;:]))\(([a-z]|[ivx]{1,4})\)\s+", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.?!;])\s+(?=[A-Z(])|\n+")
# "identify, authorise, review and reduce restrictive practices": one part each, with what they are done to
_LISTED = re.compile(
    r"(?P<before>^.*?\b(?:you|we|they|staff|people|to) )"
    r"(?P<first>\w+(?:, \w+)+),? and (?P<last>\w+)(?P<after>(?: [\w-]+)+[?.])$"
)
_EXAMPLE = re.compile(r"\b(?:examples?|case stud(?:y|ies)|an? occasion|one decision)\b", re.IGNORECASE)
_FIGURES = re.compile(r"\b(?:figures?|numbers?|data|measures?|results?|statistics|kpis?)\b", re.IGNORECASE)
_WHO = re.compile(r"\b(?:who|whom|which roles?)\b", re.IGNORECASE)
_HOW = re.compile(r"\b(?:how|explain|describe|approach|set out)\b", re.IGNORECASE)
_FORM = re.compile(
    r"^(?:please cover|(?:one|two|three|\d+) (?:a4 )?(?:pages?|words)\b|one table\b|a table\b)[^.]*[.:]?$",
    re.IGNORECASE,
)


def parts_of(question: Question) -> tuple[Part, ...]:
    """The parts, in the order in which they are asked; a question in one piece is one part."""
    asked = question.text or question.heading
    for text in (question.guidance, asked):
        lettered = _lettered(text)
        if len(lettered) > 1:
            return lettered
    texts = [*_listed(asked)]
    for sentence in _SENTENCE.split(question.guidance):
        said = sentence.strip()
        if said and not _FORM.match(said) and said[0] != "(" and said.casefold() != asked.strip().casefold():
            texts.append(said)
    return tuple(Part(str(at), text, _asks(text)) for at, text in enumerate(texts, start=1))


def _lettered(text: str) -> tuple[Part, ...]:
    pieces = _LETTERED.split(text)
    found = zip(pieces[1::2], pieces[2::2], strict=True)
    told = ((name.lower(), piece.strip(" ;.\n").removesuffix("; and")) for name, piece in found)
    return tuple(Part(name, piece, _asks(piece)) for name, piece in told if piece)


def _listed(asked: str) -> tuple[str, ...]:
    sentences = [item.strip() for item in _SENTENCE.split(asked) if item.strip(" .?!()") and item.strip()[0] != "("]
    found: list[str] = []
    for sentence in sentences:
        listed = _LISTED.match(sentence)
        if listed is None or len(listed["after"].split()) > 4:
            found.append(sentence)
            continue
        words = [*listed["first"].split(", "), listed["last"]]
        found += [f"{listed['before']}{word}{listed['after']}" for word in words]
    return tuple(found)


def _asks(text: str) -> Asks:
    for pattern, asks in ((_EXAMPLE, Asks.EXAMPLE), (_FIGURES, Asks.FIGURES), (_WHO, Asks.WHO), (_HOW, Asks.HOW)):
        if pattern.search(text):
            return asks
    return Asks.OTHER
