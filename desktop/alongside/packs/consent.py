"""May this story be used, for this purpose, on this day? The first reason why not, or none.

Rules: domain notes 3.4 (stories) and 6.6 (block, warn, log).
"""

from dataclasses import dataclass
from datetime import date

from alongside.i18n import _
from alongside.library.record_rules.stories import consent_last_day
from alongside.library.records import Story

SHOWN_WITH = frozenset({"photo", "full"})  # words of consent_identifiable that let a picture of a person go out


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a text is kept back: the rule, a short reason for the grey block, and what would mend it."""

    rule: str
    reason: str
    remedy: str


def refusal(story: Story, purpose: str, day: date) -> Refusal | None:
    """The first reason that keeps the story out of a pack for `purpose` (a word of `consent_scope`) on `day`."""
    if story.withdrawn_on is not None or story.status == "withdrawn":
        return Refusal(
            "consent.withdrawn",
            _("The person withdrew their permission."),
            _("Take the story out; it may not be used again."),
        )
    if story.safeguarding_or_legal_live == "Y":
        return Refusal(
            "consent.live",
            _("A safeguarding or legal matter about this story is still open."),
            _("Use another story until the matter is closed."),
        )
    if story.told_answer == "no":
        return Refusal(
            "consent.told_no",
            _("The person saw how their story is told, and said no."),
            _("Take the story out. It may be used again only if they say so themselves."),
        )
    for check in (_not_permitted, _not_covered, _not_safe):
        found = check(story, purpose, day)
        if found:
            return found
    return None


def _not_permitted(story: Story, _purpose: str, day: date) -> Refusal | None:
    if story.consent_type in {"", "none"} or story.consent_given_on is None or story.consent_given_on > day:
        return Refusal(
            "consent.missing",
            _("No permission to use this story is recorded."),
            _("Ask the person, in a form that works for them, and record it in the library."),
        )
    end = consent_last_day(story)
    if end is not None and day > end:
        return Refusal(
            "consent.expired",
            _("The permission ended on {day}.").format(day=f"{end:%d %B %Y}".lstrip("0")),
            _("Ask the person whether they are still happy for it to be used, and record the new date."),
        )
    return None


def _not_covered(story: Story, purpose: str, _day: date) -> Refusal | None:
    if purpose not in story.consent_scope:
        return Refusal(
            "consent.scope",
            _("The person did not agree to this use ({purpose}).").format(purpose=purpose),
            _("Ask whether they agree to it, or choose a story whose permission covers it."),
        )
    if story.capacity_for_this_decision in {"lacks_capacity", "fluctuates"} and story.capacity_assessed_on is None:
        return Refusal(
            "consent.capacity",
            _("Capacity to decide about sharing this story was not assessed."),
            _("Record the assessment, or use a composite story."),
        )
    if story.capacity_for_this_decision == "lacks_capacity" and not (
        story.consent_type == "best_interests_record"
        and story.anonymisation_level == "anonymised_tested"
        and story.consent_identifiable == "anonymised_only"
    ):
        return Refusal(
            "consent.capacity",
            _("The person lacks capacity to decide about this, and the best-interests route is not complete."),
            _("It needs a best-interests record and a text tested as anonymous. Take advice before using it."),
        )
    if story.capacity_for_this_decision == "lacks_capacity" and not story.consulted:
        return Refusal(
            "consent.capacity",
            _("Who was consulted about what the person would want is not recorded."),
            _("Write in the column consulted, by role, who was asked, such as the person, family, an advocate."),
        )
    if story.deceased == "Y" and story.consent_type != "third_party_authority":
        return Refusal(
            "consent.deceased",
            _("The person has died, and no authority to go on telling the story is recorded."),
            _("Confidentiality continues after death: ask those who may speak for the person, and record it."),
        )
    return None


def _not_safe(story: Story, _purpose: str, _day: date) -> Refusal | None:
    if story.reid_risk == "high":
        return Refusal(
            "consent.recognisable",
            _("Someone who knows the service could recognise the person."),
            _("Make the text less particular and have a second person test it."),
        )
    if story.story_kind == "composite" and story.composite_declared != "Y":
        return Refusal(
            "consent.composite",
            _("The story blends several people and its text does not say so."),
            _("Say so in the text and record it in composite_declared."),
        )
    return None
