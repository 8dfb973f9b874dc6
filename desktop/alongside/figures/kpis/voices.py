"""K22 to K24 and K28 to K30: safeguarding with the person, complaints, the survey, and the three that should agree."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from alongside.figures.disclosure import Count, counted, why_hidden
from alongside.figures.figure import Asked, Figure, Split, Sum, refs
from alongside.figures.periods import ONE_DAY
from alongside.figures.shares import NO_WORDS, NOT_KNOWN, Measure, by_answer, is_one_of, share, usable, without, yes_no
from alongside.i18n import _
from alongside.library.records import Complaint, Metric, Safeguarding, Triple
from alongside.library.triples import ALIGNED, EXPLAINED, aligned_or_explained, compared_on, copied_text, other_codes
from alongside.library.triples import results as compare

ENDED = "safeguarding.ended"
RAISED = "safeguarding.raised"
RECEIVED = "complaints.received"
COMPARED = "triples.compared"


def ended(asked: Asked, concerns: Iterable[Safeguarding]) -> tuple[Safeguarding, ...]:
    """The concerns whose enquiry ended in the period."""
    return tuple(item for item in usable(concerns, asked) if item.s42_end in asked.period)


def raised(asked: Asked, concerns: Iterable[Safeguarding]) -> tuple[Safeguarding, ...]:
    return tuple(item for item in usable(concerns, asked) if item.raised_on in asked.period)


def received(asked: Asked, complaints: Iterable[Complaint]) -> tuple[Complaint, ...]:
    return tuple(item for item in usable(complaints, asked) if item.received in asked.period)


def k22(asked: Asked, concerns: Iterable[Safeguarding]) -> Figure:
    what = Measure(
        "K22",
        _("Safeguarding: asked what they wanted to happen"),
        _("Asked, of enquiries that ended in the period; not able to be asked stays in the whole."),
        "safeguarding",
    )
    split = by_answer(ended(asked, concerns), lambda item: is_one_of(item.msp_outcomes_asked, ("Y",)))
    return share(asked, what, split, ENDED)


def k23(asked: Asked, concerns: Iterable[Safeguarding]) -> Figure:
    what = Measure(
        "K23",
        _("Safeguarding: what the person wanted was met"),
        _("Fully or partly met, of enquiries that ended in the period where the person said what they wanted."),
        "safeguarding",
    )
    rows = ended(asked, concerns)
    said = [item for item in rows if item.msp_outcome_text.strip().lower() not in NOT_KNOWN]
    figure = share(
        asked, what, by_answer(said, lambda item: is_one_of(item.msp_met, ("fully", "partly"))), "safeguarding.said"
    )
    silent = counted("safeguarding.silent", without(rows, said))
    return replace(
        figure,
        behind=(*figure.behind, silent, counted(ENDED, rows)),
        sums=(*figure.sums, Sum(ENDED, ("safeguarding.said", "safeguarding.silent"))),
    )


def k24(asked: Asked, concerns: Iterable[Safeguarding]) -> Figure:
    what = Measure(
        "K24",
        _("Safeguarding: council told the same or the next day"),
        _(
            "Told on the day or the day after, of concerns raised in the period; not told is "
            "late once the next day is over."
        ),
        "safeguarding",
    )  # fmt: skip
    split = by_answer(raised(asked, concerns), lambda item: told_in_time(item, asked.period.today))
    return share(asked, what, split, RAISED)


def told_in_time(item: Safeguarding, today: date) -> bool | None:
    """None: told before it was raised, or there is still time to tell."""
    if item.raised_on is None:
        return None
    told = item.council_told_on
    if told is None or told > today:
        return False if today > item.raised_on + ONE_DAY else None
    return None if told < item.raised_on else told <= item.raised_on + ONE_DAY


def k28(asked: Asked, complaints: Iterable[Complaint]) -> Figure:
    what = Measure(
        "K28",
        _("Complaints about restriction that led to a change"),
        _(
            "A change was made, of complaints about restriction received in the period with "
            "an answer; the count is of all of them."
        ),
        "complaints",
    )  # fmt: skip
    rows = received(asked, complaints)
    about = by_answer(rows, lambda item: yes_no(item.about_restriction))
    ours = [item for item in rows if item.about_restriction == "Y"]
    figure = share(asked, what, by_answer(ours, changed), "complaints.about_restriction")
    names = ("complaints.about_restriction", "complaints.other", "complaints.unclear")
    return replace(
        figure,
        behind=(
            *figure.behind,
            counted(names[1], about.no),
            counted(names[2], about.unknown),
            counted(RECEIVED, rows),
        ),
        sums=(*figure.sums, Sum(RECEIVED, names)),
    )


def changed(item: Complaint) -> bool | None:
    """Y or a text is a change; N, "none" and the like are none; NK and blank are not known."""
    said = item.change_made.strip().rstrip(".").lower()
    if said in NOT_KNOWN:
        return None
    return said not in NO_WORDS


def k29(asked: Asked, metrics: Iterable[Metric]) -> Figure:
    what = Measure(
        "K29",
        _("“I have a say about my risks and rules”"),
        _("Agree, of replies, all surveys of the period together."),
        "survey",
    )
    surveys = _surveys(asked, metrics)
    agree = int(sum(item.numerator or 0 for item in surveys))
    replies = int(sum(item.denominator or 0 for item in surveys))
    asked_n = [item.responses_asked for item in surveys]
    told = bool(surveys) and None not in asked_n
    silent = sum(number or 0 for number in asked_n) - replies if told else 0
    yes, no, known = Count("K29.yes", agree), Count("K29.no", replies - agree), Count("K29.known", replies)
    sent, quiet = Count("K29.asked", replies + silent), Count("K29.silent", silent)
    why = why_hidden(yes, no, replies, asked.limit) if replies else ""
    return Figure(
        id=what.id,
        name=what.name,
        definition=what.definition,
        numerator=agree,
        denominator=replies,
        unit="%",
        value=100 * agree / replies if replies else None,
        n=replies,
        unknown=max(0, silent),
        period=asked.period,
        services=asked.services,
        source_sheet=what.sheet,
        refs=refs(surveys),
        counts=(yes, known),
        beside=(sent,) if told and silent >= 0 else (),
        behind=(no, quiet),
        sums=(Sum(known.name, (yes.name, no.name)), Sum(sent.name, (known.name, quiet.name))),
        suppressed=bool(why),
        why=why,
    )


def _surveys(asked: Asked, metrics: Iterable[Metric]) -> list[Metric]:
    """Rows of `metrics` whose definition begins with K29. Where one row speaks for all, its services are in it."""
    rows = [
        item
        for item in usable(metrics, asked)
        if item.definition.strip().upper().startswith("K29")
        and item.period_end in asked.period
        and item.numerator is not None
        and item.denominator is not None
        and 0 <= item.numerator <= item.denominator
    ]
    whole = {item.period_end for item in rows if item.service_id == "ALL"}
    return [item for item in rows if item.service_id == "ALL" or item.period_end not in whole]


def k30(asked: Asked, triples: Iterable[Triple]) -> Figure:
    what = Measure(
        "K30",
        _("Risk assessment, plan and person agree, or the difference is explained"),
        _(
            "Nothing found, or only a disagreement that is explained, of comparisons made in "
            "the period; where a level is missing and nothing else is found, not known."
        ),
        "triples",
    )  # fmt: skip
    return share(asked, what, by_answer_of(compared(asked, triples)), COMPARED)


def compared(asked: Asked, triples: Iterable[Triple]) -> tuple[tuple[Triple, frozenset[str]], ...]:
    """The comparisons made in the period, each with what it found on the day it was made.

    Copied text and other people's codes are looked for across the whole sheet, not across the scope. A view is stale
    as of the day of the comparison: a period that is over must not change as the months go by.
    """
    everything = [item for item in triples if item.status != "withdrawn"]
    copied, slips = copied_text(everything), other_codes(everything)
    found = []
    for item in usable(everything, asked):
        day = compared_on(item)
        if day is None or day not in asked.period:
            continue
        what = compare(item, day, copied)
        if item.triple_id in slips:
            what = what - {ALIGNED} | {"pronoun_or_name_slip"}
        found.append((item, what))
    return tuple(found)


def by_answer_of(rows: Sequence[tuple[Triple, frozenset[str]]]) -> Split:
    found = {item.row: what for item, what in rows}
    return by_answer((item for item, _what in rows), lambda item: _agrees(item, found[item.row]))


def _agrees(item: Triple, found: frozenset[str]) -> bool | None:
    if not aligned_or_explained(found):
        return False
    levels_known = None not in (item.ra_restriction_level, item.cp_restriction_level)
    return True if levels_known or found == {EXPLAINED} else None
