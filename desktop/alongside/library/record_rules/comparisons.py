"""Findings from the comparison of risk assessment, care plan and person (domain 3.8)."""

from collections.abc import Iterator, Sequence
from datetime import date

from alongside.i18n import _
from alongside.library import triples as compare
from alongside.library.record_rules.known import Says
from alongside.library.records import Triple

_SAYS = {
    compare.PAPER_GAP: (
        "cp_restriction_level",
        _("In {ref} risk assessment and care plan restrict to different degrees."),
        _("Find out which is right, with the person, and change the other."),
    ),
    compare.PRACTICE_GAP: (
        "obs_level",
        _("In {ref} what staff do differs from what is written."),
        _("Change the practice or the papers; an unwritten restriction has no authority."),
    ),
    compare.VOICE_MISSING: (
        "person_says",
        _("{ref} does not hold what the person says."),
        _("Ask them, in a way that suits them, and write their words."),
    ),
    compare.VOICE_STALE: (
        "person_said_on",
        _("What the person says in {ref} is older than six months, older than the risk assessment, or undated."),
        _("Ask them again."),
    ),
    compare.UNRESOLVED: (
        "person_view",
        _("In {ref} the person disagrees, and neither a reason nor a decision is recorded."),
        _("Talk it through with them; write why it differs, or what was decided."),
    ),
    compare.EXPLAINED: (
        "person_view",
        _("In {ref} the person disagrees, and the record says why: an honest state."),
        "",
    ),
    compare.DATE_GAP: (
        "cp_date",
        _("In {ref} risk assessment and care plan lie more than 60 days apart."),
        _("Review both together."),
    ),
    compare.COPY_TEXT: (
        "ra_says",
        _("{ref} shares twelve or more words in a row with another person's record."),
        _("Write it for this person."),
    ),
    compare.SLIP: (
        "ra_says",
        _("{ref} holds another person's code, or calls the person “he” in one paper and “she” in the other."),
        _("Check whose record the text came from."),
    ),
}
RULES = {result: f"triple.{result}" for result in _SAYS}


def findings_of(triples: Sequence[Triple], today: date) -> Iterator[tuple[str, Triple, Says]]:
    """What the newest comparison of each person and topic shows, as (rule, triple, words); older ones are history."""
    found = compare.all_results(triples, today)
    for triple in compare.latest(triples):
        for result in compare.RESULTS:
            if result in found[triple.triple_id] and result in _SAYS:
                heading, message, remedy = _SAYS[result]
                yield RULES[result], triple, Says(heading, message.format(ref=triple.ref), remedy)
        if triple.ra_restriction_level is None or triple.cp_restriction_level is None:
            yield (
                "triple.levels_missing",
                triple,
                Says(
                    "ra_restriction_level",
                    _("{ref} lacks the level of restriction of risk assessment or care plan.").format(ref=triple.ref),
                    _("Write both, from 0 (none) to 4 (prohibited); without them nothing can be compared."),
                ),
            )
        if triple.person_view == "mixed" and not (triple.difference_explained or triple.resolution):
            yield (
                "triple.mixed_view",
                triple,
                Says(
                    "person_view",
                    _("In {ref} the person agrees in part, and which part is not explained.").format(ref=triple.ref),
                    _("Write what they agree to, what not, and why it stands."),
                ),
            )
