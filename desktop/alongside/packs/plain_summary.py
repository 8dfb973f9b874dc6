"""A summary of a narrative in short plain sentences, from the figures that are released, with a list of its words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from alongside.i18n import _
from alongside.packs.plan import PackPlan, PlannedFigure

_PARTS = re.compile(r"([\d,]+) (?:of|over|in) ([\d,]+)")
_MOST_WORDS, _MOST_LACKS = 4, 3  # it is one page


@dataclass(frozen=True, slots=True)
class PlainPart:
    """A heading and its sentences."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlainSummary:
    """One page. `words`: each hard word in it, with what it means."""

    parts: tuple[PlainPart, ...]
    words: tuple[tuple[str, str], ...]


# Per part: the measure and what is said of its numerator {part} and denominator {whole}, as released.
_TOLD: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        _("Having a say"),
        (
            ("K03", _("We had {whole} reviews with people. People joined in {part} of them.")),
            ("K07", _("{part} of the {whole} reviews changed something because of what the person said.")),
            ("K29", _("{whole} people told us if they have a say about their risks and rules. {part} said yes.")),
        ),
    ),
    (
        _("Limits"),
        (
            ("K08", _("At the end there were {part} limits.")),
            ("K11", _("At the start there were {whole} limits. We eased {part} of them or took them away.")),
            ("K12", _("We asked the person about {part} of {whole} limits.")),
        ),
    ),
    (
        _("When staff step in"),
        (
            ("K14", _("Staff stopped or limited somebody {part} times.")),
            ("K18", _("They talked with the person after {part} of {whole} times.")),
            ("K20", _("Somebody was hurt {part} times.")),
        ),
    ),
)
_BETTER: tuple[tuple[str, str], ...] = (
    ("K09", _("We were late to look again at some limits.")),
    ("K10", _("Some limits have no plan to end them.")),
    ("K05", _("Some people needed an advocate and had none there.")),
    ("K04", _("Some people did not get information in the way they need.")),
    ("K25", _("Some staff must do their training again.")),
)
_WORDS: tuple[tuple[str, str, str], ...] = (
    (_("limit"), _("Limit"), _("A rule, a lock or a person that stops you from doing something.")),
    (_("review"), _("Review"), _("A meeting to look at your plan again.")),
    (_("risk"), _("Risk"), _("Something that could go wrong.")),
    (_("advocate"), _("Advocate"), _("A person who helps you to be heard. They do not work for us.")),
    (_("plan"), _("Plan"), _("What we wrote down about how you want to be helped.")),
)


def plain_summary(plan: PackPlan) -> PlainSummary | None:
    """What can be said. None where nothing is released: a page of nothing helps nobody."""
    figures = {figure.ref: figure for figure in plan.figures if not figure.hidden}
    told = [
        PlainPart(heading, tuple(said for ref, text in lines if (said := _said(figures, ref, text))))
        for heading, lines in _TOLD
    ]
    told = [part for part in told if part.sentences]
    if not told:
        return None
    better = tuple(text for ref, text in _BETTER if _lacks(figures, ref))[:_MOST_LACKS]
    if better:
        told.append(PlainPart(_("What we must do better"), better))
    notes = []
    if plan.period_from and plan.period_to:
        days = _day(plan.period_from), _day(plan.period_to)
        notes.append(_("We counted from {first} to {last}.").format(first=days[0], last=days[1]))
    if any(figure.hidden for figure in plan.figures):
        notes.append(_("We leave out very small numbers. They could show who a person is."))
    notes.append(_("You can ask us to tell you in another way."))
    told.append(PlainPart(_("About this page"), tuple(notes)))
    text = " ".join(sentence for part in told for sentence in (part.heading, *part.sentences)).casefold()
    words = [(shown, meaning) for word, shown, meaning in _WORDS if re.search(rf"\b{re.escape(word)}", text)]
    return PlainSummary(tuple(told), tuple(words[:_MOST_WORDS]))


def _numbers(figures: Mapping[str, PlannedFigure], ref: str) -> tuple[int, int] | None:
    match = _PARTS.match(figures[ref].parts) if ref in figures else None
    return (int(match[1].replace(",", "")), int(match[2].replace(",", ""))) if match else None


def _said(figures: Mapping[str, PlannedFigure], ref: str, text: str) -> str:
    numbers = _numbers(figures, ref)
    return text.format(part=numbers[0], whole=numbers[1]) if numbers else ""


def _lacks(figures: Mapping[str, PlannedFigure], ref: str) -> bool:
    numbers = _numbers(figures, ref)
    return numbers is not None and numbers[0] < numbers[1]


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
