"""K08 to K13 and K27: the register of standing restrictions, as it stands on the last day.

The register keeps only its latest state. How many were open on a day (K08) and what was open on the eve (K11) can be
drawn back into the past; reviews, plans, views and authorities cannot, so they are given for the last day alone.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta

from alongside.figures.disclosure import counted
from alongside.figures.figure import Asked, Band, Figure, Sum
from alongside.figures.shares import (
    NO_WORDS,
    Measure,
    by_answer,
    is_one_of,
    rate,
    share,
    supported,
    unavailable,
    usable,
    without,
)
from alongside.i18n import _
from alongside.library.records import AUTHORITIES, Restriction, Service

SHEET = "restrictions"
OPEN = "restrictions.open"
AT_START = "restrictions.open_on_eve"
NO_AUTHORITY = frozenset({"none_recorded", "DoLS_applied_waiting"})
EASED = frozenset({"reduced", "removed"})
CONSULTED = ("yes_agreed", "yes_disagreed", "yes_unclear")
REGISTER_HOLDS = timedelta(days=90)  # how far back its latest state may stand for a day: each row is seen within 90
LATEST_ONLY = _("The register keeps only its latest state, so this cannot be told of a day so long ago.")
VIEWS = (*CONSULTED, "tried_not_able", "no")


def is_open(item: Restriction, day: date) -> bool:
    """Started on or before the day and not ended on or before it; opened and closed on one day is open on none."""
    return item.started_on is not None and item.started_on <= day and (item.ended_on is None or item.ended_on > day)


def open_on(asked: Asked, restrictions: Iterable[Restriction], day: date) -> tuple[Restriction, ...]:
    return tuple(item for item in usable(restrictions, asked) if is_open(item, day))


def register_speaks(asked: Asked) -> bool:
    """Whether the register's latest state may stand for the last day; it is not drawn back further into the past."""
    return asked.period.today - asked.period.last <= REGISTER_HOLDS


def k08(asked: Asked, restrictions: Iterable[Restriction], services: Iterable[Service]) -> Figure:
    what = Measure(
        "K08",
        _("Open restrictions per 10 people"),
        _("Restrictions open on the last day, per 10 people supported; a rule for everybody is one restriction."),
        SHEET,
        stock=True,
    )
    rows = open_on(asked, restrictions, asked.period.last)
    return rate(asked, what, rows, OPEN, supported(services, asked), per=10, unit=_("per 10 people"))


def k09(asked: Asked, restrictions: Iterable[Restriction]) -> Figure:
    what = Measure(
        "K09",
        _("Restrictions with a review in date"),
        _("Next review not before the last day, of restrictions open then; no date at all is not in date."),
        SHEET,
        stock=True,
    )
    return _of_open(asked, what, restrictions, lambda item: _review_in_date(item, asked.period.last))


def k10(asked: Asked, restrictions: Iterable[Restriction]) -> Figure:
    what = Measure(
        "K10",
        _("Restrictions with a live plan to reduce them"),
        _("A plan is written and its target day has not passed, of restrictions open on the last day."),
        SHEET,
        stock=True,
    )
    return _of_open(asked, what, restrictions, lambda item: _plan_live(item, asked.period.last))


def k11(asked: Asked, restrictions: Iterable[Restriction]) -> Figure:
    what = Measure(
        "K11",
        _("Restrictions reduced or removed"),
        _(
            "Reduced or removed in the period, of those open on the eve of it; ended because "
            "the person moved or died is no reduction."
        ),
        SHEET,
    )  # fmt: skip
    at_start = open_on(asked, restrictions, asked.period.eve)
    figure = share(asked, what, by_answer(at_start, lambda item: eased(item, asked)), AT_START)
    done = {
        kind: [item for item in at_start if item.reduction_outcome == kind and eased(item, asked)] for kind in EASED
    }
    names = tuple(f"restrictions.{kind}" for kind in sorted(EASED))
    return replace(
        figure,
        behind=(*figure.behind, *(counted(f"restrictions.{kind}", rows) for kind, rows in sorted(done.items()))),
        sums=(*figure.sums, Sum("K11.yes", names)),
    )


def k12(asked: Asked, restrictions: Iterable[Restriction]) -> Figure:
    what = Measure(
        "K12",
        _("Person consulted on the restriction"),
        _("Asked, whatever the answer, of restrictions open on the last day; tried but not able stays in the whole."),
        SHEET,
        stock=True,
    )
    figure = _of_open(asked, what, restrictions, lambda item: is_one_of(item.person_consulted, CONSULTED))
    if figure.value is None:
        return figure
    rows = open_on(asked, restrictions, asked.period.last)
    parts = tuple(
        counted(f"{OPEN}.view.{view}", (item for item in rows if item.person_consulted == view)) for view in VIEWS
    )
    consulted = Sum("K12.yes", tuple(f"{OPEN}.view.{view}" for view in CONSULTED))
    return replace(
        figure,
        bands=tuple(Band(view, part.n) for view, part in zip(VIEWS, parts, strict=True)),
        beside=(*figure.beside, *parts),
        behind=(*figure.behind, *parts),
        sums=(*figure.sums, consulted),
    )


def k13(asked: Asked, restrictions: Iterable[Restriction]) -> Figure:
    what = Measure(
        "K13",
        _("Restrictions with lawful authority recorded"),
        _(
            "An authority that has not run out by the last day, of restrictions open then; "
            "an application that waits is none."
        ),
        SHEET,
        stock=True,
    )  # fmt: skip
    figure = _of_open(asked, what, restrictions, lambda item: _authority_holds(item, asked.period.last))
    if figure.value is None:
        return figure
    rows = open_on(asked, restrictions, asked.period.last)
    cells, sums, lasting = [], [], []
    for authority in (*AUTHORITIES, ""):
        under = [item for item in rows if item.authority == authority]
        name = f"{OPEN}.authority.{authority or 'blank'}"
        cells.append(counted(name, under))
        if authority and authority not in NO_AUTHORITY:
            holds = [item for item in under if _authority_holds(item, asked.period.last)]
            cells += [
                counted(f"{name}.holds", holds),
                counted(f"{name}.over", without(under, holds)),
            ]
            sums.append(Sum(name, (f"{name}.holds", f"{name}.over")))
            lasting.append(f"{name}.holds")
    return replace(figure, behind=(*figure.behind, *cells), sums=(*figure.sums, *sums, Sum("K13.yes", tuple(lasting))))


def k27(asked: Asked, restrictions: Iterable[Restriction]) -> Figure:
    what = Measure(
        "K27",
        _("Psychotropic medicine reviews in date"),
        _("Reviewed within the row's own frequency on the last day, of medicines used as a restriction and open then."),
        SHEET,
        stock=True,
    )
    if not register_speaks(asked):
        return unavailable(asked, what, "%", LATEST_ONLY)
    rows = open_on(asked, restrictions, asked.period.last)
    medicines = [item for item in rows if item.type == "chemical"]
    return share(
        asked, what, by_answer(medicines, lambda item: _medicine_in_date(item, asked.period.last)),
        f"{OPEN}.type.chemical",
    )  # fmt: skip


def eased(item: Restriction, asked: Asked) -> bool | None:
    """Reduced or removed in the period; not known where the outcome has no day."""
    if item.reduction_outcome not in EASED:
        return False
    return None if item.reduction_outcome_on is None else item.reduction_outcome_on in asked.period


def _of_open(
    asked: Asked, what: Measure, restrictions: Iterable[Restriction], answer: Callable[[Restriction], bool | None]
) -> Figure:
    if not register_speaks(asked):
        return unavailable(asked, what, "%", LATEST_ONLY)
    return share(asked, what, by_answer(open_on(asked, restrictions, asked.period.last), answer), OPEN)


def _review_in_date(item: Restriction, day: date) -> bool:
    due = item.next_review_on
    if due is None:
        last = item.last_review_on
        counts = last is not None and last <= day and (item.started_on is None or last >= item.started_on)
        if last is not None and counts and item.review_frequency_days:
            due = last + timedelta(days=item.review_frequency_days)
    return due is not None and due >= day


def _plan_live(item: Restriction, day: date) -> bool | None:
    if item.reduction_plan.strip().rstrip(".").lower() in NO_WORDS:
        return False
    return None if item.reduction_target_on is None else item.reduction_target_on >= day


def _authority_holds(item: Restriction, day: date) -> bool:
    on_the_list = item.authority in AUTHORITIES and item.authority not in NO_AUTHORITY
    return on_the_list and (item.authority_expires_on is None or item.authority_expires_on >= day)


def _medicine_in_date(item: Restriction, day: date) -> bool | None:
    """No review is not in date; a review without a frequency cannot be told."""
    if item.medicine_review_on is None or item.medicine_review_on > day:
        return False
    if item.review_frequency_days is None:
        return None
    return item.medicine_review_on + timedelta(days=item.review_frequency_days) >= day
