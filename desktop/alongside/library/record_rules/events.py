"""Rules about single uses of a restrictive intervention (domain 3.6)."""

from datetime import timedelta

from alongside.i18n import _
from alongside.library.record_rules.known import Check, Known, Says, nothing
from alongside.library.record_rules.restrictions import RAISE_IT
from alongside.library.records import RpEvent

LONG_MINUTES = {"physical": 15.0, "mechanical": 60.0, "seclusion": 240.0, "long_term_segregation": 240.0}
LONG_OTHERWISE = 60.0  # minutes; all of these are house limits
RECORD_WITHIN = timedelta(hours=24)
PRONE_CODE = "01"
PRONE_SPLIT_MINUTES = 10.0  # where the national return divides prone holds


def minutes(event: RpEvent) -> float | None:
    """How long it took by the clock, or as stated where there is no end; None: not known, or its end comes first."""
    if event.start_at and event.end_at:
        took = (event.end_at - event.start_at).total_seconds() / 60
        return took if took >= 0 else None
    return event.duration_min


def order(event: RpEvent, _known: Known) -> Says | None:
    if event.start_at and event.end_at and event.end_at < event.start_at:
        return Says(
            "end_at",
            _("{ref} ends before it starts, so how long it took is not known.").format(ref=event.ref),
            _("Check both times; past midnight the date moves on too."),
        )
    return None


def long(event: RpEvent, _known: Known) -> Says | None:
    took = minutes(event)
    limit = min((LONG_MINUTES.get(kind, LONG_OTHERWISE) for kind in event.type), default=LONG_OTHERWISE)
    if took is not None and took > limit:
        return Says(
            "end_at" if event.end_at else "duration_min",
            _("{ref} took {took:.0f} minutes, which is long for its kind.").format(ref=event.ref, took=took),
            _("Check the times; if they are right, say what was learnt and who looked at it."),
        )
    return None


def duration(event: RpEvent, _known: Known) -> Says | None:
    if event.start_at and event.end_at and event.duration_min is not None and event.end_at >= event.start_at:
        took = (event.end_at - event.start_at).total_seconds() / 60
        if abs(took - event.duration_min) > 1:
            return Says(
                "duration_min",
                _("{ref} states {stated:g} minutes; by its start and end it took {took:.0f}.").format(
                    ref=event.ref, stated=event.duration_min, took=took
                ),
                _("The times count; correct them or empty duration_min."),
            )
    return None


def reason(event: RpEvent, _known: Known) -> Says | None:
    if event.reason in {"care_task", "property"}:
        return Says(
            "reason",
            _("{ref} was used for {reason}, which seldom justifies a restriction.").format(
                ref=event.ref, reason=event.reason
            ),
            _("Check what made it necessary and proportionate.") + " " + RAISE_IT,
        )
    return None


def untrained(event: RpEvent, _known: Known) -> Says | None:
    if event.staff_trained_current == "N":
        return Says(
            "staff_trained_current",
            _("{ref} involved staff whose training was not in date.").format(ref=event.ref),
            _("Book the training, and say what was done meanwhile.") + " " + RAISE_IT,
        )
    return None


def prone(event: RpEvent, _known: Known) -> Says | None:
    if event.prone_used == "Y" or PRONE_CODE in event.mhsds_code:
        longer = event.prone_min is not None and event.prone_min > PRONE_SPLIT_MINUTES
        message = (
            _("{ref} was a face-down hold of more than 10 minutes.") if longer else _("{ref} was a face-down hold.")
        )
        return Says("prone_used", message.format(ref=event.ref), RAISE_IT)
    return None


def debrief(event: RpEvent, _known: Known) -> Says | None:
    if event.debrief_person_held == "N" and nothing(event.debrief_not_held_reason):
        return Says(
            "debrief_not_held_reason",
            _("No debrief was held with the person after {ref}, and no reason is given.").format(ref=event.ref),
            _("Offer it in a format that suits them, or write why it was not held."),
        )
    return None


def no_efforts(event: RpEvent, _known: Known) -> Says | None:
    if nothing(event.efforts_to_avoid):
        return Says(
            "efforts_to_avoid",
            _("{ref} does not say what was done to avoid it.").format(ref=event.ref),
            _("Write what was tried first."),
        )
    return None


def late_record(event: RpEvent, _known: Known) -> Says | None:
    ended = event.end_at or event.start_at
    if ended and event.record_made_at and event.record_made_at - ended > RECORD_WITHIN:
        return Says(
            "record_made_at",
            _("{ref} was written down more than 24 hours after it ended.").format(ref=event.ref),
            _("Say why; records made on the day are the ones that are believed."),
        )
    return None


def early_record(event: RpEvent, _known: Known) -> Says | None:
    if event.start_at and event.record_made_at and event.record_made_at < event.start_at:
        return Says(
            "record_made_at",
            _("{ref} was written down before it began.").format(ref=event.ref),
            _("Check the dates."),
        )
    return None


CHECKS: dict[str, Check[RpEvent]] = {
    "event.order": order,
    "event.long": long,
    "event.duration": duration,
    "event.reason": reason,
    "event.untrained": untrained,
    "event.prone": prone,
    "event.debrief": debrief,
    "event.no_efforts": no_efforts,
    "event.late_record": late_record,
    "event.early_record": early_record,
}
