"""The answers as plain text for a portal, one after the other, each with its count by the buyer's rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alongside.i18n import _
from alongside.packs.answered import AnswerText, answer_text
from alongside.packs.counting import count
from alongside.packs.pack import Limit, LimitKind
from alongside.packs.plan import PackPlan, PlannedQuestion

_LINE = "-" * 60


@dataclass(frozen=True, slots=True)
class PortalAnswer:
    """One answer to paste."""

    question: PlannedQuestion
    answer: AnswerText
    length: str  # "312 of 500 words"
    over: int  # words or characters over the limit as the portal counts what is pasted; 0: none


def portal_answers(plan: PackPlan, *, final: bool) -> tuple[PortalAnswer, ...]:
    """Each question's answer. What is counted is what is pasted: bullets and numbers of lists count too."""
    return tuple(_portal(item, answer_text(item, final=final)) for item in plan.questions)


def _portal(question: PlannedQuestion, answer: AnswerText) -> PortalAnswer:
    counts = count([answer.text] if answer.text else [])
    limit, counted = question.limit, counts.against(question.limit)
    over = max(0, counted - limit.value) if counted is not None else 0
    return PortalAnswer(question, answer, _length(limit, counted, counts.words, counts.characters), over)


def _length(limit: Limit, counted: int | None, words: int, characters: int) -> str:
    if counted is None:
        return _("{words:,} words, {characters:,} characters").format(words=words, characters=characters)
    unit = {
        LimitKind.WORDS: _("words"),
        LimitKind.CHARACTERS: _("characters"),
        LimitKind.CHARACTERS_NO_SPACES: _("characters without spaces"),
    }[limit.kind]
    return _("{n:,} of {most:,} {unit}").format(n=counted, most=limit.value, unit=unit)


def portal_text(answers: Sequence[PortalAnswer], title: str, mark: str) -> str:
    """The whole file. `mark` stands over every answer that may not go out as it is."""
    return "\n".join([title, *([mark] if mark else []), "", *_lines(answers, mark)])


def _lines(answers: Sequence[PortalAnswer], mark: str) -> Iterator[str]:
    for item in answers:
        question = item.question
        told = [part for part in (question.number, question.heading or " ".join(question.text.split())) if part]
        over = _("over by {n:,}").format(n=item.over) if item.over else ""
        yield _LINE
        yield "  ".join(told)
        yield ", ".join(part for part in (item.length, over, mark) if part)
        yield _LINE
        yield item.answer.text
        yield ""
