"""Rules about the register of standing restrictions (domain 3.5)."""

from datetime import date, timedelta

from alongside.i18n import _
from alongside.library.record_rules.known import Check, DayCheck, Known, KnownToday, Says, days_between, nothing
from alongside.library.records import Restriction

AGNI = date(2026, 6, 2)  # [2026] UKSC 16 overruled the test that earlier conclusions rest on
AUTHORITY_ENDS_SOON_DAYS = 28
LONG_OVERDUE_DAYS = 90
DOLS = {"DoLS_standard", "DoLS_urgent", "DoLS_applied_waiting"}
CONCLUDED = DOLS | {"CoP_order", "assessed_not_a_DoL"}
RAISE_IT = _("Raise this through your safeguarding procedure now; it may be notifiable to CQC and the council.")


def is_open(item: Restriction, day: date) -> bool:
    """Whether it stands on that day (figures.md: started by then, and not ended by then)."""
    return (item.started_on is None or item.started_on <= day) and (item.ended_on is None or item.ended_on > day)


def next_review(item: Restriction) -> date | None:
    """The day its review is due: as stated, else the last review and the row's own frequency; None: not known."""
    if item.next_review_on:
        return item.next_review_on
    if item.last_review_on and item.review_frequency_days:
        return item.last_review_on + timedelta(days=item.review_frequency_days)
    return None


def order(item: Restriction, _known: Known) -> Says | None:
    if item.started_on and item.ended_on and item.ended_on < item.started_on:
        return Says("ended_on", _("{ref} ended before it started.").format(ref=item.ref), _("Check both dates."))
    return None


def no_authority(item: Restriction, known: KnownToday) -> Says | None:
    if is_open(item, known.today) and item.authority in {"", "none_recorded"}:
        return Says(
            "authority",
            _("{ref} is in force and no authority for it is recorded.").format(ref=item.ref),
            RAISE_IT,
        )
    return None


def authority_waiting(item: Restriction, known: KnownToday) -> Says | None:
    if is_open(item, known.today) and item.authority == "DoLS_applied_waiting":
        return Says(
            "authority",
            _("{ref} rests on an application that has not been decided; that is no authority yet.").format(
                ref=item.ref
            ),
            _("Record what carries it meanwhile, and ask the authority for its decision."),
        )
    return None


def authority_expired(item: Restriction, known: KnownToday) -> Says | None:
    last = item.authority_expires_on
    if is_open(item, known.today) and last and last < known.today:
        return Says(
            "authority_expires_on",
            _("The authority for {ref} ended on {day}, and the restriction goes on.").format(
                ref=item.ref, day=last.isoformat()
            ),
            _("Renew the authority or end the restriction.") + " " + RAISE_IT,
        )
    return None


def authority_ends_soon(item: Restriction, known: KnownToday) -> Says | None:
    last = item.authority_expires_on
    if (
        is_open(item, known.today)
        and last
        and known.today <= last <= known.today + timedelta(days=AUTHORITY_ENDS_SOON_DAYS)
    ):
        return Says(
            "authority_expires_on",
            _("The authority for {ref} ends on {day}, within 28 days.").format(ref=item.ref, day=last.isoformat()),
            _("Ask for its renewal, or plan the end of the restriction, with the person."),
        )
    return None


def wrong_route(item: Restriction, known: Known) -> Says | None:
    service = known.services.get(item.service_id)
    if service is not None and service.dols_applies == "N" and item.authority in DOLS:
        return Says(
            "authority",
            _("{ref} names the deprivation of liberty safeguards, which do not apply to {service}.").format(
                ref=item.ref, service=service.ref
            ),
            _("Check the authority; in the community it is an order of the Court of Protection."),
        )
    return None


def reassess(item: Restriction, known: KnownToday) -> Says | None:
    concluded = item.capacity_assessment_on or item.started_on
    if (
        known.today >= AGNI
        and is_open(item, known.today)
        and item.authority in CONCLUDED
        and concluded
        and concluded < AGNI
        and not (item.last_review_on and item.last_review_on >= AGNI)
    ):
        return Says(
            "authority",
            _("Whether {ref} deprives of liberty was decided before 2 June 2026, under a test since overruled.").format(
                ref=item.ref
            ),
            _("Reassess? See [2026] UKSC 16."),
        )
    return None


def alternatives(item: Restriction, _known: Known) -> Says | None:
    if nothing(item.alternatives_tried):
        return Says(
            "alternatives_tried",
            _("{ref} does not say what was tried first; “none” needs a reason.").format(ref=item.ref),
            _("Write what was tried and how it went, or why nothing could be."),
        )
    return None


def not_consulted(item: Restriction, _known: Known) -> Says | None:
    if item.person_consulted == "no" and nothing(item.person_view):
        return Says(
            "person_view",
            _("The person was not asked about {ref}, and no reason is given.").format(ref=item.ref),
            _("Ask them, or write the reason into person_view."),
        )
    return None


def consultation_unknown(item: Restriction, known: KnownToday) -> Says | None:
    if item.scope == "individual" and not item.person_consulted and is_open(item, known.today):
        return Says(
            "person_consulted",
            _("Whether the person was asked about {ref} is not recorded.").format(ref=item.ref),
            _("Ask them, and record how and what they said."),
        )
    return None


def no_view(item: Restriction, known: KnownToday) -> Says | None:
    asked = item.person_consulted not in {"", "no"}
    if asked and nothing(item.person_view) and is_open(item, known.today):
        return Says(
            "person_view",
            _("The person was asked about {ref}, and what they think of it is not recorded.").format(ref=item.ref),
            _("Write their words, or what was observed of how they showed it."),
        )
    return None


def no_plan(item: Restriction, known: KnownToday) -> Says | None:
    if is_open(item, known.today) and nothing(item.reduction_plan):
        return Says(
            "reduction_plan",
            _("{ref} is in force and has no plan to lessen or end it.").format(ref=item.ref),
            _("Write dated steps, made with the person."),
        )
    return None


def _overdue(item: Restriction, known: KnownToday) -> int:
    due = next_review(item)
    return days_between(due, known.today) if due and is_open(item, known.today) else 0


def review_overdue(item: Restriction, known: KnownToday) -> Says | None:
    days = _overdue(item, known)
    if 0 < days <= LONG_OVERDUE_DAYS:
        return Says(
            "next_review_on",
            _("The review of {ref} is {days} days overdue.").format(ref=item.ref, days=days),
            _("Review it with the person, and set the next date."),
        )
    return None


def review_long_overdue(item: Restriction, known: KnownToday) -> Says | None:
    days = _overdue(item, known)
    if days > LONG_OVERDUE_DAYS:
        return Says(
            "next_review_on",
            _("The review of {ref} is {days} days overdue: more than 90.").format(ref=item.ref, days=days),
            _("Review it this week, and ask why nobody noticed."),
        )
    return None


def review_undated(item: Restriction, known: KnownToday) -> Says | None:
    if is_open(item, known.today) and next_review(item) is None:
        return Says(
            "next_review_on",
            _("{ref} is in force and has no date for its review.").format(ref=item.ref),
            _("Set the next review, or the last one and how often."),
        )
    return None


def review_order(item: Restriction, _known: Known) -> Says | None:
    if item.last_review_on and item.next_review_on and item.next_review_on <= item.last_review_on:
        return Says(
            "next_review_on",
            _("The next review of {ref} is not after its last.").format(ref=item.ref),
            _("Set the date of the review to come."),
        )
    return None


def blanket(item: Restriction, _known: Known) -> Says | None:
    if item.scope == "blanket" and (nothing(item.blanket_justification) or item.others_affected_n is None):
        return Says(
            "blanket_justification",
            _("The blanket rule {ref} lacks its reason, or the number of people it affects without need.").format(
                ref=item.ref
            ),
            _("Fill in blanket_justification and others_affected_n."),
        )
    return None


def no_person(item: Restriction, _known: Known) -> Says | None:
    if item.scope == "individual" and not item.person_ref:
        return Says(
            "person_ref",
            _("{ref} is about one person, and no code says whom.").format(ref=item.ref),
            _("Write the person's code, or call it blanket."),
        )
    return None


def medicine_review(item: Restriction, known: KnownToday) -> Says | None:
    if item.type == "chemical" and is_open(item, known.today) and not item.medicine_review_on:
        return Says(
            "medicine_review_on",
            _("{ref} restricts by medicine, and no review of the medicine is recorded.").format(ref=item.ref),
            _("Ask the prescriber for a review, and record its date."),
        )
    return None


def capacity(item: Restriction, known: KnownToday) -> Says | None:
    if (
        item.authority == "best_interests_MCA"
        and is_open(item, known.today)
        and (item.capacity_assessment_on is None or item.decision_specific != "Y")
    ):
        return Says(
            "capacity_assessment_on",
            _("{ref} rests on best interests without an assessment of capacity for this decision.").format(
                ref=item.ref
            ),
            _("Record the day of the assessment, and that it was about this decision."),
        )
    return None


CHECKS: dict[str, Check[Restriction]] = {
    "restriction.order": order,
    "restriction.wrong_route": wrong_route,
    "restriction.alternatives": alternatives,
    "restriction.not_consulted": not_consulted,
    "restriction.review_order": review_order,
    "restriction.blanket": blanket,
    "restriction.no_person": no_person,
}
TODAY: dict[str, DayCheck[Restriction]] = {
    "restriction.no_authority": no_authority,
    "restriction.authority_waiting": authority_waiting,
    "restriction.authority_expired": authority_expired,
    "restriction.authority_ends_soon": authority_ends_soon,
    "restriction.reassess": reassess,
    "restriction.consultation_unknown": consultation_unknown,
    "restriction.no_view": no_view,
    "restriction.no_plan": no_plan,
    "restriction.review_overdue": review_overdue,
    "restriction.review_long_overdue": review_long_overdue,
    "restriction.review_undated": review_undated,
    "restriction.medicine_review": medicine_review,
    "restriction.capacity": capacity,
}
