"""Rules about evidence and reusable answers (domain 3.3)."""

import re

from alongside.i18n import _
from alongside.library.record_rules.known import PERCENTAGE, Check, DayCheck, Known, KnownToday, Says
from alongside.library.records import Answer, Evidence
from alongside.library.triples import months_before

FRESH_MONTHS, USABLE_MONTHS = 18, 36
CO_DESIGN = 5  # the ladder step from which a change must be shown
SUPERLATIVE = re.compile(
    r"\b(?:best(?![- ]interests?\b)|always|never|world[- ]class|unrivalled|unparalleled|second to none|guarantee[sd]?"
    r"|100\s?(?:%|per ?cent\b))",
    re.IGNORECASE,
)
_SUPERLATIVE_WORDS = ("best", "always", "never", "world", "unrivalled", "unparalleled", "second to", "guarantee", "100")
WORDINGS = ("snippet_100", "snippet_250", "snippet_500")
POLICIES = {"policy", "procedure"}


def period_order(item: Evidence, _known: Known) -> Says | None:
    if item.period_start and item.period_end and item.period_end < item.period_start:
        return Says(
            "period_end",
            _("The period of {ref} ends before it starts.").format(ref=item.ref),
            _("Check both dates; they may be swapped."),
        )
    return None


def old(item: Evidence, known: KnownToday) -> Says | None:
    limit = months_before(known.today, USABLE_MONTHS)
    if item.period_end and limit <= item.period_end < months_before(known.today, FRESH_MONTHS):
        return Says(
            "period_end",
            _("The period of {ref} ended more than 18 months ago ({day}).").format(
                ref=item.ref, day=item.period_end.isoformat()
            ),
            _("Bring it up to date, or say its age where you use it."),
        )
    return None


def very_old(item: Evidence, known: KnownToday) -> Says | None:
    if item.period_end and item.period_end < months_before(known.today, USABLE_MONTHS):
        return Says(
            "period_end",
            _("The period of {ref} ended more than 36 months ago ({day}); it cannot go into a tender.").format(
                ref=item.ref, day=item.period_end.isoformat()
            ),
            _("Replace it, or set its status to expired."),
        )
    return None


def sample(item: Evidence, _known: Known) -> Says | None:
    if item.sample_size is not None and item.population_size is not None and item.sample_size > item.population_size:
        return Says(
            "sample_size",
            _("{ref} looked at {sample} out of {population}: the sample is larger than the whole.").format(
                ref=item.ref, sample=item.sample_size, population=item.population_size
            ),
            _("Check both numbers; they may be swapped."),
        )
    return None


def percentage(item: Evidence, _known: Known) -> Says | None:
    if item.sample_size is not None and item.population_size is not None:
        return None
    for heading in ("claim", *WORDINGS):
        if PERCENTAGE.search(getattr(item, heading)):
            lacking = "sample_size" if item.sample_size is None else "population_size"
            return Says(
                lacking,
                _("{ref} quotes a percentage in {heading}, and {lacking} is empty.").format(
                    ref=item.ref, heading=heading, lacking=lacking
                ),
                _("Write how many were looked at (sample_size), and out of how many (population_size)."),
            )
    return None


def what_changed(item: Evidence, _known: Known) -> Says | None:
    if item.involvement_level is not None and item.involvement_level >= CO_DESIGN and not item.what_changed:
        return Says(
            "what_changed",
            _("{ref} claims step {level} of the ladder and does not say what changed.").format(
                ref=item.ref, level=item.involvement_level
            ),
            _("Write what people said and what was done, or lower the step."),
        )
    return None


def superlative(item: Evidence, _known: Known) -> Says | None:
    if item.metric_ref or not _may_boast(item.claim.lower()):
        return None
    found = SUPERLATIVE.search(item.claim)
    if found:
        return Says(
            "claim",
            _("The claim of {ref} says “{found}” without a metric behind it.").format(ref=item.ref, found=found[0]),
            _("Name the metric in metric_ref, or claim less."),
        )
    return None


def _may_boast(claim: str) -> bool:
    for word in _SUPERLATIVE_WORDS:  # noqa: SIM110 - asked of every row, and three times as fast as any()
        if word in claim:
            return True
    return False


def experience_by_staff(item: Evidence, _known: Known) -> Says | None:
    if "EXP" in item.evidence_category and item.who_involved and set(item.who_involved) <= {"staff"}:
        return Says(
            "who_involved",
            _("{ref} counts as people's experience, and only staff took part.").format(ref=item.ref),
            _("Add people's own accounts, or file it under STAFF."),
        )
    return None


def policy_past_review(item: Evidence, known: KnownToday) -> Says | None:
    if item.kind in POLICIES and item.review_due and item.review_due < known.today:
        return Says(
            "review_due",
            _("The policy {ref} is past its own review date ({day}).").format(
                ref=item.ref, day=item.review_due.isoformat()
            ),
            _("Have it reviewed before you show it to anyone."),
        )
    return None


def review_overdue(item: Evidence, known: KnownToday) -> Says | None:
    if item.kind not in POLICIES and item.review_due and item.review_due < known.today:
        return Says(
            "review_due",
            _("{ref} was due for a check on {day}.").format(ref=item.ref, day=item.review_due.isoformat()),
            _("Check that it still holds, and set the next date."),
        )
    return None


def no_wording(item: Evidence, _known: Known) -> Says | None:
    if not (item.snippet_100 or item.snippet_250 or item.snippet_500):
        return Says(
            "snippet_100",
            _("{ref} has no ready wording, so a pack can only cite it.").format(ref=item.ref),
            _("Write about 100 words that a writer may copy."),
        )
    return None


def answer_review_overdue(item: Answer, known: KnownToday) -> Says | None:
    if item.review_due and item.review_due < known.today:
        return Says(
            "review_due",
            _("The answer {ref} was due for a check on {day}.").format(ref=item.ref, day=item.review_due.isoformat()),
            _("Read it against today's practice, and set the next date."),
        )
    return None


def answer_percentage(item: Answer, _known: Known) -> Says | None:
    if PERCENTAGE.search(item.text) and not item.metric_refs and not item.evidence_refs:
        return Says(
            "text",
            _("The answer {ref} quotes a percentage and names neither metric nor evidence.").format(ref=item.ref),
            _("Fill in metric_refs or evidence_refs."),
        )
    return None


CHECKS: dict[str, Check[Evidence]] = {
    "evidence.period_order": period_order,
    "evidence.sample": sample,
    "evidence.percentage_without_n": percentage,
    "evidence.what_changed": what_changed,
    "evidence.superlative": superlative,
    "evidence.experience_by_staff": experience_by_staff,
    "evidence.no_wording": no_wording,
}
TODAY: dict[str, DayCheck[Evidence]] = {
    "evidence.old": old,
    "evidence.very_old": very_old,
    "evidence.policy_past_review": policy_past_review,
    "evidence.review_overdue": review_overdue,
}
ANSWER_CHECKS: dict[str, Check[Answer]] = {
    "answer.percentage_without_source": answer_percentage,
}
ANSWERS_TODAY: dict[str, DayCheck[Answer]] = {
    "answer.review_overdue": answer_review_overdue,
}
