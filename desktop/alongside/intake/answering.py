"""An answer on its way into a buyer's file, and what became of the file. Frozen values."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.intake.asked import NOWHERE, Slot, Where
from alongside.packs.answered import plain_text
from alongside.packs.formatted import Piece, Run

CHOOSING = frozenset({Slot.CHECK_BOX, Slot.DROP_DOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What goes where."""

    question: str  # Question.id
    number: str  # as printed
    slot: Slot
    where: Where = NOWHERE
    options: tuple[str, ...] = ()
    pieces: tuple[Piece, ...]
    mark: str = ""  # "DRAFT", "EXAMPLE" or both: stands before the answer; "" where it may go out
    now: str = ""  # what stands in its place already

    @property
    def text(self) -> str:
        """Without form."""
        return plain_text(self.pieces)

    @property
    def marked(self) -> tuple[Piece, ...]:
        """The answer behind the word that says that it may not go out."""
        return (Piece((Run(self.mark, bold=True),)), *self.pieces) if self.mark else self.pieces

    def place(self, file: str) -> Place:
        """Where a Finding about it points to."""
        return Place(workbook=file, number=self.number or None, question=self.question, part=self.where.text() or None)


@dataclass(frozen=True, slots=True)
class Written:
    """The buyer's file with the answers in it."""

    data: bytes
    findings: tuple[Finding, ...] = ()
    done: tuple[Answer, ...] = ()  # those that are in it


class NotWritten(Exception):  # noqa: N818 - no error of the program: it becomes a Finding
    """Why an answer cannot stand in its place, and what to do: two sentences."""

    def __init__(self, why: str, remedy: str = "") -> None:
        super().__init__(why)
        self.why, self.remedy = why, remedy

    def told(self, answer: Answer, file: str) -> Finding:
        return finding("answer.not_written", answer.place(file), self.why, self.remedy)


def chosen(options: Sequence[str], text: str) -> str | None:
    """Which of the options an answer is, or begins with ("Yes. We hold ..."); None where it is none of them."""
    said = _folded(text)
    exact = next((option for option in options if _folded(option) == said), None)
    if exact is not None:
        return exact
    begins = [
        option
        for option in options
        if re.match(rf"\W*{re.escape(option.strip())}(?:[\s.,;:–—-]|$)", text, re.IGNORECASE)
    ]
    return max(begins, key=len, default=None)


def exactly(options: Iterable[str], text: str) -> str | None:
    """The option that the answer is, and nothing more."""
    said = _folded(text)
    return next((option for option in options if _folded(option) == said), None)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold().strip(" .")


def not_a_choice(answer: Answer, file: str) -> Finding:
    """The Finding for an answer that the buyer does not offer."""
    return finding(
        "answer.not_a_choice",
        answer.place(file),
        _("“{text}” is none of the answers to choose from.").format(text=_short(answer.text)),
        _("Choose one of: {options}.").format(options="; ".join(answer.options[:12])),
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
