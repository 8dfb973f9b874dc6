"""Rules about the other governance sheets (domain 3.9), and that nothing is recorded before it happens."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from alongside.i18n import _
from alongside.library.record_rules.known import Check, DayCheck, Known, KnownToday, Says
from alongside.library.records import Action, Involvement, Metric, Record, Review, Safeguarding, Training

CO_DESIGN = 5
REPORT_BACK_DAYS = 90
HAPPENED = {  # headings that tell of something done, so that a day to come is a slip
    "rp_events": ("start_at", "end_at", "record_made_at", "debrief_person_on"),
    "restrictions": ("last_review_on", "capacity_assessment_on"),
    "safeguarding": ("raised_on", "council_told_on", "s42_end"),
    "incidents": ("occurred_on", "person_told_on"),
    "complaints": ("received",),
    "reviews": ("done_on",),
    "triples": ("ra_date", "cp_date", "person_said_on", "obs_date", "reviewed_on"),
    "stories": ("consent_given_on", "withdrawn_on", "anonymisation_checked_on"),
    "actions": ("done",),
    "services": ("rating_date",),
}


def future_headings(record: Record, today: date) -> Sequence[str]:
    """The headings of a record whose day is still to come though it tells of the past."""
    found = []
    for heading in HAPPENED.get(record.sheet, ()):
        value = getattr(record, heading)
        if value is not None and (value.date() if isinstance(value, datetime) else value) > today:
            found.append(heading)
    return found


def enquiry_order(item: Safeguarding, _known: Known) -> Says | None:
    if item.s42_start and item.s42_end and item.s42_end < item.s42_start:
        return Says(
            "s42_end", _("The enquiry of {ref} ends before it starts.").format(ref=item.ref), _("Check both dates.")
        )
    return None


def told_early(item: Safeguarding, _known: Known) -> Says | None:
    if item.council_told_on and item.raised_on and item.council_told_on < item.raised_on:
        return Says(
            "council_told_on",
            _("The council was told of {ref} before it was raised.").format(ref=item.ref),
            _("Check both dates."),
        )
    return None


def not_told(item: Safeguarding, known: KnownToday) -> Says | None:
    if item.raised_on and not item.council_told_on and item.raised_on + timedelta(days=1) < known.today:
        return Says(
            "council_told_on",
            _("When the council was told of {ref} is not recorded.").format(ref=item.ref),
            _("Fill in the day, or tell the council now."),
        )
    return None


def outcome_words(item: Safeguarding, _known: Known) -> Says | None:
    if item.msp_outcomes_asked == "Y" and not item.msp_outcome_text:
        return Says(
            "msp_outcome_text",
            _("The person was asked what they wanted in {ref}, and what they said is not recorded.").format(
                ref=item.ref
            ),
            _("Write it in their words."),
        )
    return None


def training_count(item: Training, _known: Known) -> Says | None:
    if item.required_n is not None and item.in_date_n is not None and item.in_date_n > item.required_n:
        return Says(
            "in_date_n",
            _("{ref} counts {n} staff in date of {whole} who need it.").format(
                ref=item.ref, n=item.in_date_n, whole=item.required_n
            ),
            _("Check both numbers."),
        )
    return None


def training_expired(item: Training, known: KnownToday) -> Says | None:
    if item.expiry and item.expiry < known.today:
        return Says(
            "expiry",
            _("The certificate of {ref} ended on {day}.").format(ref=item.ref, day=item.expiry.isoformat()),
            _("Renew it before you name it in an answer."),
        )
    return None


def review_overdue(item: Review, known: KnownToday) -> Says | None:
    if item.due_on and not item.done_on and item.due_on < known.today:
        return Says(
            "due_on",
            _("The review {ref} was due on {day} and is not done.").format(ref=item.ref, day=item.due_on.isoformat()),
            _("Hold it with the person, or write why it waits."),
        )
    return None


def format_not_given(item: Review, _known: Known) -> Says | None:
    if item.accessible_format_needed == "Y" and item.accessible_format_given == "N":
        return Says(
            "accessible_format_given",
            _("An accessible format was needed at {ref} and was not given.").format(ref=item.ref),
            _("Give it now, and flag the need so that the next review meets it."),
        )
    return None


def no_advocate(item: Review, _known: Known) -> Says | None:
    if item.advocate_needed == "Y" and item.advocate_present != "Y" and not item.advocate_referred_on:
        return Says(
            "advocate_referred_on",
            _("An advocate was needed at {ref}, and none was asked for.").format(ref=item.ref),
            _("Refer now, and record the day."),
        )
    return None


def involvement_change(item: Involvement, _known: Known) -> Says | None:
    if item.ladder is not None and item.ladder >= CO_DESIGN and not item.what_changed:
        return Says(
            "what_changed",
            _("{ref} claims step {level} of the ladder and does not say what changed.").format(
                ref=item.ref, level=item.ladder
            ),
            _("Write what changed because of it, or lower the step."),
        )
    return None


def not_reported_back(item: Involvement, known: KnownToday) -> Says | None:
    if item.date and not item.reported_back_on and (known.today - item.date).days > REPORT_BACK_DAYS:
        return Says(
            "reported_back_on",
            _("Nobody is known to have told the people of {ref} what became of it.").format(ref=item.ref),
            _("Tell them, and record the day."),
        )
    return None


def metric_order(item: Metric, _known: Known) -> Says | None:
    if item.period_start and item.period_end and item.period_end < item.period_start:
        return Says(
            "period_end", _("The period of {ref} ends before it starts.").format(ref=item.ref), _("Check both dates.")
        )
    return None


def metric_n(item: Metric, _known: Known) -> Says | None:
    if item.value is not None and item.unit in {"%", "percent", "per cent"} and item.denominator is None:
        return Says(
            "denominator",
            _("{ref} is a percentage without n.").format(ref=item.ref),
            _("Write the whole into denominator."),
        )
    return None


def metric_part(item: Metric, _known: Known) -> Says | None:
    if (
        item.unit in {"%", "percent", "per cent"}
        and item.numerator is not None
        and item.denominator is not None
        and item.numerator > item.denominator
    ):
        return Says(
            "numerator",
            _("In {ref} the part ({part:g}) is larger than the whole ({whole:g}).").format(
                ref=item.ref, part=item.numerator, whole=item.denominator
            ),
            _("Check both numbers; they may be swapped."),
        )
    return None


def metric_sum(item: Metric, _known: Known) -> Says | None:
    if item.unit == "%" and item.numerator is not None and item.denominator and item.value is not None:
        share = 100 * item.numerator / item.denominator
        if abs(share - item.value) > 0.6:  # half a point is rounding
            return Says(
                "value",
                _("{ref} states {value:g} %, and its parts give {share:.1f} %.").format(
                    ref=item.ref, value=item.value, share=share
                ),
                _("Correct the value or its parts."),
            )
    return None


def metric_origin(item: Metric, _known: Known) -> Says | None:
    if item.value is not None and not (item.period_start and item.period_end and item.source_table):
        return Says(
            "period_start",
            _("{ref} is a figure without its whole period or its source.").format(ref=item.ref),
            _("Fill in period_start, period_end and source_table."),
        )
    return None


def action_overdue(item: Action, known: KnownToday) -> Says | None:
    if item.due and not item.done and item.due < known.today:
        return Says(
            "due",
            _("The action {ref} was due on {day} and is open.").format(ref=item.ref, day=item.due.isoformat()),
            _("Do it, or agree a new day with those who asked for it."),
        )
    return None


SAFEGUARDING: dict[str, Check[Safeguarding]] = {
    "safeguarding.order": enquiry_order,
    "safeguarding.told_early": told_early,
    "safeguarding.outcome_words": outcome_words,
}
SAFEGUARDING_TODAY: dict[str, DayCheck[Safeguarding]] = {
    "safeguarding.not_told": not_told,
}
TRAINING: dict[str, Check[Training]] = {
    "training.count": training_count,
}
TRAINING_TODAY: dict[str, DayCheck[Training]] = {
    "training.expired": training_expired,
}
REVIEWS: dict[str, Check[Review]] = {
    "review.format_not_given": format_not_given,
    "review.no_advocate": no_advocate,
}
REVIEWS_TODAY: dict[str, DayCheck[Review]] = {
    "review.overdue": review_overdue,
}
INVOLVEMENT: dict[str, Check[Involvement]] = {
    "involvement.what_changed": involvement_change,
}
INVOLVEMENT_TODAY: dict[str, DayCheck[Involvement]] = {
    "involvement.not_reported_back": not_reported_back,
}
METRICS: dict[str, Check[Metric]] = {
    "metric.order": metric_order,
    "metric.percentage_without_n": metric_n,
    "metric.part": metric_part,
    "metric.sum": metric_sum,
    "metric.origin": metric_origin,
}
ACTIONS_TODAY: dict[str, DayCheck[Action]] = {
    "action.overdue": action_overdue,
}
