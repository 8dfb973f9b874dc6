"""What a buyer's file asks: questions, their limits and weights, and where each answer goes. Frozen values."""

from dataclasses import dataclass

from alongside.findings import Finding
from alongside.packs.buyer_file import NOWHERE, FileKind, Marking, Slot, StatedRule, Where
from alongside.packs.pack import Limit

__all__ = ["NOWHERE", "NO_LIMIT", "Asked", "FileKind", "Marking", "Questionnaire", "Slot", "Where"]
NO_LIMIT = Limit()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question, or one sub-question that is scored by itself."""

    id: str  # of this file, stable while the file is: made from place and text
    number: str  # as printed: "3.2", "Q4(b)"; "" where it has none
    text: str
    guidance: str = ""
    section: str = ""  # the headings it stands under
    limit: Limit = NO_LIMIT
    limit_text: str = ""  # the buyer's own words about length
    weight: float | None = None  # as the buyer gives it
    weight_unit: str = ""  # "%" or "marks"
    marking: Marking = Marking.UNKNOWN
    parent: str = ""  # the id of the question it is part of
    options: tuple[str, ...] = ()  # of a drop-down or check boxes
    where: Where = NOWHERE  # the question
    slot: Slot = Slot.NONE
    answer_where: Where = NOWHERE  # where the answer goes
    answer_now: str = ""  # what stands there already, if anything


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Everything a file asks. No questions: it is no question set, and `findings` says so."""

    file: str  # its name, never its whole path
    digest: str  # SHA-256 of the file
    kind: FileKind
    questions: tuple[Asked, ...]
    stated: tuple[StatedRule, ...] = ()  # what it says of form, for all answers
    buyer: str = ""  # who asks, where the file says so
    title: str = ""  # what the tender is called, where the file says so
    findings: tuple[Finding, ...] = ()
