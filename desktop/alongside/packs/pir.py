"""The text boxes of a provider information return, from a narrative's text: 500 words each, nobody's story."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alongside.i18n import _
from alongside.packs.counting import count
from alongside.packs.formatted import is_table, printed_texts
from alongside.packs.plan import PackPlan, PlannedQuestion, Style
from alongside.report import Report, ReportSection

MOST_WORDS = 500
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’]?\s+(?=[A-Z“\"])")
_NOT_YET = re.compile(r"(?<!\S)not yet good\b", re.IGNORECASE)

# A box, and the sections of the narrative that it is made from.
_BOXES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("safe", _("Safe: what is going well"), ("involving_people_in_risk", "restriction", "safeguarding")),
    ("effective", _("Effective: what is going well"), ("consistency", "staff")),
    ("caring", _("Caring: what is going well"), ("who_we_support", "in_peoples_words")),
    ("responsive", _("Responsive: what is going well"), ("learning", "fairness")),
    ("well_led", _("Well-led: what is going well"), ("governance", "actions")),
)
_BARRIERS = ("barriers", _("What stands in the way of good care"))
_JUDGED = "judgements"  # the section that says what is not good enough yet


@dataclass(frozen=True, slots=True)
class Box:
    """One box as it may be pasted."""

    id: str
    heading: str
    paragraphs: tuple[str, ...]
    words: int  # at most MOST_WORDS
    left_out: int  # words of its sections for which there was no room


def boxes(plan: PackPlan) -> tuple[Box, ...]:
    """Every box; an empty one has no paragraphs."""
    by_section: dict[str, list[PlannedQuestion]] = {}
    for question in plan.questions:
        by_section.setdefault(question.section, []).append(question)
    made = []
    for box, heading, sections in _BOXES:
        parts = [[s for s in _sentences(by_section.get(name, ())) if not _NOT_YET.search(s)] for name in sections]
        made.append(_box(box, heading, parts))
    lacks = [[part for text in _texts(by_section.get(_JUDGED, ())) for part in _from_not_yet(text)]]
    return (*made, _box(*_BARRIERS, lacks))


def _sentences(questions: Sequence[PlannedQuestion]) -> list[str]:
    return [part.strip() for text in _texts(questions) for part in _SENTENCE_END.split(text) if part.strip()]


def _from_not_yet(text: str) -> list[str]:
    """What a paragraph says from the first “not yet good” on."""
    parts = [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]
    at = next((n for n, part in enumerate(parts) if _NOT_YET.search(part)), len(parts))
    return parts[at:]


def _texts(questions: Sequence[PlannedQuestion]) -> Iterator[str]:
    """Running text alone: a story could tell who somebody is, and a box holds no table."""
    for question in questions:
        for block in question.blocks:
            if block.withheld or block.kind in {"story", "heading"}:
                continue
            for paragraph in block.paragraphs:
                if paragraph.style is Style.BODY and not is_table(paragraph.text):
                    yield from (" ".join(text.split()) for text in printed_texts(paragraph.text))


def _box(name: str, heading: str, parts: Sequence[Sequence[str]]) -> Box:
    """Whole sentences from the start of each part; each part gets its share, and what one leaves the next may use."""
    left = MOST_WORDS
    taken: list[str] = []
    for at, sentences in enumerate(parts):
        share, kept = left // (len(parts) - at), []
        for sentence in sentences:
            words = count([sentence]).words
            if words > share:
                break
            kept.append(sentence)
            share -= words
            left -= words
        if kept:
            taken.append(" ".join(kept))
    total = count([text for part in parts for text in part]).words
    words = count(taken).words
    return Box(name, heading, tuple(taken), words, total - words)


def as_text(found: Sequence[Box]) -> str:
    """All boxes as plain text, each under a line that says what it is and how long."""
    parts = []
    for box in found:
        head = _("{heading} ({words} of {limit} words)").format(heading=box.heading, words=box.words, limit=MOST_WORDS)
        parts.append("\n".join([head, "", *(f"{text}\n" for text in box.paragraphs or (_("Nothing yet."),))]))
    return "\n".join(parts)


def as_report(plan: PackPlan, found: Sequence[Box]) -> Report:
    """The same, to be read in Word."""
    return Report(
        title=_("Text for the provider information return"),
        about=", ".join([service.service_name for service in plan.services] or [plan.provider]),
        on=plan.day,
        sections=tuple(
            ReportSection(
                _("{heading} ({words} of {limit} words)").format(
                    heading=box.heading, words=box.words, limit=MOST_WORDS
                ),
                box.paragraphs,
                empty=_("Nothing yet."),
            )
            for box in found
        ),
        example=plan.example,
        notes=(
            _("Whole sentences from the start of each section of the narrative, without people's stories. Look each "
              "box over before you paste it: a quotation or a rare event may still tell who somebody is."),
        ),
    )  # fmt: skip
