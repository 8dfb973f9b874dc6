"""K25, K26 and K31: training and paid involvement. They say nothing of a person "
"in care: no small numbers are hidden."""

from collections.abc import Iterable

from alongside.figures.figure import Asked, Figure, refs
from alongside.figures.shares import Measure, by_answer, plain, share, usable, yes_no
from alongside.i18n import _
from alongside.library.records import Involvement, Training


def standing(asked: Asked, training: Iterable[Training]) -> tuple[Training, ...]:
    """The newest row of each course of each service on or before the last day."""
    newest: dict[tuple[str, str], Training] = {}
    for item in usable(training, asked):
        if item.source_date is None or item.source_date > asked.period.last:
            continue
        key = (item.service_id, " ".join(item.course.lower().split()))
        kept = newest.get(key)
        if kept is None or (kept.source_date or item.source_date) <= item.source_date:
            newest[key] = item
    return tuple(newest.values())


def is_known(item: Training) -> bool:
    """Both numbers are there, and no more are in date than are required."""
    return item.required_n is not None and item.in_date_n is not None and item.in_date_n <= item.required_n


def k25(asked: Asked, training: Iterable[Training]) -> Figure:
    rows = [item for item in standing(asked, training) if item.standard == "RRN_certified"]
    known = [item for item in rows if is_known(item)]
    required, in_date = sum(item.required_n or 0 for item in known), sum(item.in_date_n or 0 for item in known)
    return Figure(
        id="K25",
        name=_("Staff with certified restraint-reduction training in date"),
        definition=_(
            "In date, of staff who need it: the newest row of each certified course on the "
            "last day, added up."
        ),
        numerator=in_date,
        denominator=required,
        unit="%",
        value=100 * in_date / required if required else None,
        n=required,
        unknown=len(rows) - len(known),
        period=asked.period,
        stock=True,
        services=asked.services,
        source_sheet="training",
        refs=refs(rows),
    )  # fmt: skip


def k26(asked: Asked, training: Iterable[Training]) -> Figure:
    what = Measure(
        "K26",
        _("Training sessions delivered with people with lived experience"),
        _("Delivered with people with lived experience, of sessions held in the period with an answer."),
        "training",
    )
    rows = [item for item in usable(training, asked) if item.source_date in asked.period]
    split = by_answer(rows, lambda item: yes_no(item.lived_experience_delivered))
    return share(asked, what, split, "training.sessions")


def shared(asked: Asked, involvement: Iterable[Involvement]) -> tuple[Involvement, ...]:
    return tuple(item for item in usable(involvement, asked) if item.date in asked.period)


def is_panel(item: Involvement) -> bool:
    return "panel" in item.activity.lower()


def k31(asked: Asked, involvement: Iterable[Involvement]) -> tuple[Figure, Figure]:
    """Paid person-hours, and places on panels. Places are attendances: one person may fill several."""
    rows = shared(asked, involvement)
    paid = [item for item in rows if item.paid == "Y"]
    unclear = [item for item in rows if yes_no(item.paid) is None or (item.paid == "Y" and item.hours is None)]
    hours = sum(item.hours or 0.0 for item in paid)
    counted_hours = [item for item in paid if item.hours is not None]
    panels = [item for item in rows if is_panel(item)]
    known = [item for item in panels if item.n_people is not None]
    places = sum(item.n_people or 0 for item in known)
    return (
        plain(
            asked,
            Measure(
                "K31",
                _("Paid hours of people with lived experience"),
                _("Person-hours of paid activities in the period."),
                "involvement",
            ),
            hours if counted_hours or not unclear else None,
            _("hours"),
            n=len(counted_hours),
            unknown=len(unclear),
            records=counted_hours,
        ),
        plain(
            asked,
            Measure(
                "K31-places",
                _("Places taken on panels by people with lived experience"),
                _("People at each panel in the period, added up: attendances, not different people."),
                "involvement",
            ),
            places if known or not panels else None,
            _("places"),
            n=len(known),
            unknown=len(panels) - len(known),
            records=known,
        ),
    )
