"""Codes of the library in words, as tables print them."""

from alongside.i18n import _

_WORDS = {
    # restrictions
    "physical": _("Physical"),
    "mechanical": _("Mechanical"),
    "chemical": _("Medicine"),
    "environmental": _("Environmental"),
    "seclusion": _("Seclusion"),
    "long_term_segregation": _("Long-term segregation"),
    "surveillance": _("Surveillance"),
    "psychological": _("Psychological"),
    "cultural": _("Cultural"),
    "coercion_or_withheld_item": _("Pressure or a thing kept back"),
    # authorities
    "capacitated_consent": _("The person's own consent"),
    "best_interests_MCA": _("Best interests decision (Mental Capacity Act)"),
    "DoLS_standard": _("DoLS, standard authorisation"),
    "DoLS_urgent": _("DoLS, urgent authorisation"),
    "CoP_order": _("Court of Protection order"),
    "MHA_detained": _("Mental Health Act, detained"),
    "MHA_CTO": _("Mental Health Act, community treatment order"),
    "DoLS_applied_waiting": _("DoLS applied for, waiting"),
    "court_order_other": _("Another court order"),
    "assessed_not_a_DoL": _("Assessed: not a deprivation of liberty"),
    "none_recorded": _("None recorded"),
    # views
    "yes_agreed": _("Asked, agreed"),
    "yes_disagreed": _("Asked, disagreed"),
    "yes_unclear": _("Asked, answer unclear"),
    "tried_not_able": _("Tried, not able to ask in a way that worked"),
    "no": _("Not asked"),
    # reviews
    "in_person": _("In person"),
    "remote": _("At a distance"),
    "part": _("For part of it"),
    "by_other_means": _("By other means"),
    "declined": _("Chose not to join"),
    "not_invited": _("Not invited"),
    # triples
    "smoking_alcohol": _("Smoking and alcohol"),
    "mobility_falls": _("Moving about and falls"),
    "phone_internet": _("Phone and internet"),
    "aligned": _("All agree"),
    "paper_gap": _("Risk assessment and plan differ"),
    "practice_gap": _("Practice differs from paper"),
    "voice_missing": _("Person's own account missing"),
    "voice_stale": _("Person's own account out of date"),
    "voice_disagrees_unresolved": _("Person disagrees, not yet explained"),
    "voice_disagrees_explained": _("Person disagrees, explained"),
    "date_gap": _("Papers more than 60 days apart"),
    "copy_text": _("Same text in two people's papers"),
    "pronoun_or_name_slip": _("Another person's name or pronoun"),
}
NOT_RECORDED = _("Not recorded")


def in_words(code: str) -> str:
    """A code in words; a word the library's owner chose is only given a capital."""
    if not code:
        return NOT_RECORDED
    plain = code.replace("_", " ")
    return _WORDS.get(code, plain[:1].upper() + plain[1:])
