"""Dates, codes and limits as a reader sees them in a document."""

from collections.abc import Sequence
from datetime import date, datetime

from alongside.i18n import _, ngettext
from alongside.packs.counting import Counts
from alongside.packs.pack import Limit, LimitKind

# Not from `strftime`: the machine's locale must not change a document.
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

# Only the codes whose words differ from their letters.
_CODES = {
    "EXP": "People's experience",
    "STAFF": "Staff and leaders",
    "PARTNER": "Partners",
    "OBS": "Observation",
    "PROC": "Processes",
    "OUT": "Outcomes",
    "pbs_plan": "Positive behaviour support plan",
    "complaint_learning": "Learning from a complaint",
    "risk_assessment_sample": "Sample of risk assessments",
    "care_plan_sample": "Sample of care plans",
    "best_interests": "Best interests record",
    "co_produced_product": "Product made together",
    "easy_read_product": "Easy Read product",
    "coercion_or_withheld_item": "Pressure or a thing kept back",
    "capacitated_consent": "The person's own consent",
    "best_interests_MCA": "Best interests decision (Mental Capacity Act)",
    "DoLS_standard": "DoLS, standard authorisation",
    "DoLS_urgent": "DoLS, urgent authorisation",
    "DoLS_applied_waiting": "DoLS applied for, waiting",
    "CoP_order": "Court of Protection order",
    "MHA_detained": "Mental Health Act, detained",
    "MHA_CTO": "Community treatment order",
    "court_order_other": "Another court order",
    "assessed_not_a_DoL": "Assessed: not a deprivation of liberty",
    "none_recorded": "None recorded",
    "yes_agreed": "Agreed",
    "yes_disagreed": "Disagreed",
    "yes_unclear": "Unclear",
    "tried_not_able": "Asked, not able to say",
    "no": "Not asked",
}


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def month_name(day: date) -> str:
    """November."""
    return str(_(_MONTHS[day.month - 1]))


def week_day(day: date) -> str:
    """Tuesday."""
    return str(_(_DAYS[day.weekday()]))


def long_day(day: date | None) -> str:
    """24 November 2026; empty for None."""
    return f"{day.day} {_(_MONTHS[day.month - 1])} {day.year}" if day else ""


def short_day(day: date | None) -> str:
    """24 Nov 2026; empty for None."""
    return f"{day.day} {_(_MONTHS[day.month - 1])[:3]} {day.year}" if day else ""


def moment(text: str) -> str:
    """A pack's local time, "2026-12-11T12:00", as 11 December 2026, 12:00. What is no such time stays as it is."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{long_day(at.date())}, {at:%H:%M}" if "T" in text else long_day(at.date())


def period(start: date | None, end: date | None) -> str:
    """1 November 2025 to 31 October 2026; empty unless both are known."""
    return _("{start} to {end}").format(start=long_day(start), end=long_day(end)) if start and end else ""


def worded(code: str) -> str:
    """A code of the library in words. Text that is no code stays as it is, but begins with a capital."""
    if code in _CODES:
        return _(_CODES[code])
    text = code.replace("_", " ") if " " not in code else code
    return text[:1].upper() + text[1:]


def listed(parts: Sequence[str]) -> str:
    """one; one and two; one, two and three."""
    if len(parts) < 2:
        return "".join(parts)
    return _("{first} and {last}").format(first=", ".join(parts[:-1]), last=parts[-1])


def limit_text(limit: Limit) -> str:
    """1,000 words; empty where there is no limit."""
    if limit.kind is LimitKind.NONE:
        return ""
    return _amount(limit.value, limit.kind)


def length_text(counts: Counts, limit: Limit) -> str:
    """How long an answer is, in what its limit counts; in words where the limit is in pages or there is none."""
    counted = counts.against(limit)
    return _amount(counts.words, LimitKind.WORDS) if counted is None else _amount(counted, limit.kind)


def _amount(number: int, kind: LimitKind) -> str:
    sentence = {
        LimitKind.WORDS: ngettext("{n} word", "{n} words", number),
        LimitKind.CHARACTERS: ngettext("{n} character with spaces", "{n} characters with spaces", number),
        LimitKind.CHARACTERS_NO_SPACES: ngettext(
            "{n} character without spaces", "{n} characters without spaces", number
        ),
        LimitKind.PAGES: ngettext("{n} page", "{n} pages", number),
    }[kind]
    return sentence.format(n=f"{number:,}")
