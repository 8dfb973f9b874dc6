"""Rules about stories and the permission behind them (domain 3.4). Messages name the story, never a person."""

from datetime import date, timedelta

from alongside.i18n import _
from alongside.library.record_rules.known import Check, DayCheck, Known, KnownToday, Says, listed
from alongside.library.records import Story
from alongside.library.triples import months_before

LIFE_MONTHS = 24  # of a permission, where no last day was agreed
ENDS_SOON_DAYS = 60
BY_OTHERS = {"best_interests_record", "third_party_authority"}


def consent_last_day(story: Story) -> date | None:
    """The last day the permission holds: as agreed, else 24 months after it was given; None where neither is known."""
    if story.consent_expires_on:
        return story.consent_expires_on
    return months_before(story.consent_given_on, -LIFE_MONTHS) if story.consent_given_on else None


def composite(story: Story, _known: Known) -> Says | None:
    if story.story_kind == "composite" and story.composite_declared != "Y":
        return Says(
            "composite_declared",
            _("{ref} blends several people, and its text is not known to say so.").format(ref=story.ref),
            _("Say it in the text, then write Y."),
        )
    return None


def no_words(story: Story, _known: Known) -> Says | None:
    if not story.what_person_said:
        return Says(
            "what_person_said",
            _("{ref} does not hold what the person said.").format(ref=story.ref),
            _("Add their own words, or what was observed of how they showed it."),
        )
    return None


def capacity_assessment(story: Story, _known: Known) -> Says | None:
    if story.capacity_for_this_decision not in {"lacks_capacity", "fluctuates"}:
        return None
    if story.capacity_assessed_on and story.assessed_by_role:
        return None
    return Says(
        "capacity_assessed_on",
        _("Capacity to share {ref} is in question, and the assessment's date or assessor is missing.").format(
            ref=story.ref
        ),
        _("Fill in capacity_assessed_on and assessed_by_role; the decision is about sharing this story."),
    )


def best_interests(story: Story, _known: Known) -> Says | None:
    if story.capacity_for_this_decision == "lacks_capacity" and story.consent_type not in BY_OTHERS:
        return Says(
            "consent_type",
            _("The person of {ref} lacks capacity for this decision, so their consent alone cannot carry it.").format(
                ref=story.ref
            ),
            _("Record the best-interests decision or the authority of a third party."),
        )
    return None


def no_consent(story: Story, _known: Known) -> Says | None:
    if story.consent_type in {"", "none"} and story.story_kind != "composite":
        return Says(
            "consent_type",
            _("{ref} has no recorded permission, so it cannot be used.").format(ref=story.ref),
            _("Ask, and record how the permission was given."),
        )
    return None


def consent_undated(story: Story, _known: Known) -> Says | None:
    if story.consent_type not in {"", "none"} and consent_last_day(story) is None:
        return Says(
            "consent_given_on",
            _("When the permission for {ref} was given, and until when it holds, is not known.").format(ref=story.ref),
            _("Fill in consent_given_on and consent_expires_on."),
        )
    return None


def consent_order(story: Story, _known: Known) -> Says | None:
    if story.consent_given_on and story.consent_expires_on and story.consent_expires_on < story.consent_given_on:
        return Says(
            "consent_expires_on",
            _("The permission for {ref} ends before it was given.").format(ref=story.ref),
            _("Check both dates."),
        )
    return None


def consent_expired(story: Story, known: KnownToday) -> Says | None:
    last = consent_last_day(story)
    if last and last < known.today and not story.withdrawn_on:
        return Says(
            "consent_expires_on",
            _("The permission for {ref} ended on {day}; it cannot be used.").format(
                ref=story.ref, day=last.isoformat()
            ),
            _("Ask the person again, in a format that suits them, or let the story rest."),
        )
    return None


def consent_ends_soon(story: Story, known: KnownToday) -> Says | None:
    last = consent_last_day(story)
    if last and not story.withdrawn_on and known.today <= last <= known.today + timedelta(days=ENDS_SOON_DAYS):
        return Says(
            "consent_expires_on",
            _("The permission for {ref} ends on {day}.").format(ref=story.ref, day=last.isoformat()),
            _("Ask the person now, so that a pack does not lose it on its last day."),
        )
    return None


def withdrawn(story: Story, known: Known) -> Says | None:
    if not story.withdrawn_on:
        return None
    packs = known.uses.get(story.ref, ())
    past = _(" It was used in: {packs}.").format(packs=listed(packs)) if packs else ""
    return Says(
        "withdrawn_on",
        _("The permission for {ref} was withdrawn on {day}; it is never used again.").format(
            ref=story.ref, day=story.withdrawn_on.isoformat()
        )
        + past,
        _("Set the row's status to withdrawn, and tell whoever received it. What was sent cannot be unsent."),
    )


def live(story: Story, _known: Known) -> Says | None:
    if story.safeguarding_or_legal_live == "Y":
        return Says(
            "safeguarding_or_legal_live",
            _("{ref} touches an enquiry or legal matter that is still open; it cannot be used.").format(ref=story.ref),
            _("Wait until the matter has ended, and ask the person again."),
        )
    return None


def high_risk(story: Story, _known: Known) -> Says | None:
    if story.reid_risk == "high":
        return Says(
            "reid_risk",
            _("Someone could recognise the person of {ref}; it cannot be used.").format(ref=story.ref),
            _("Take out details until two people who know the service no longer recognise them, then check again."),
        )
    return None


def others_recognisable(story: Story, _known: Known) -> Says | None:
    if story.family_or_staff_identifiable == "Y":
        return Says(
            "family_or_staff_identifiable",
            _("Family or staff could be recognised in {ref}, and the permission is not theirs.").format(ref=story.ref),
            _("Ask them too, or change what points to them."),
        )
    return None


def unchecked(story: Story, _known: Known) -> Says | None:
    if story.anonymisation_level == "anonymised_tested" and not story.anonymisation_checked_on:
        return Says(
            "anonymisation_checked_on",
            _("{ref} is called tested, and when it was tested is not known.").format(ref=story.ref),
            _("Fill in who checked and when, or call it pseudonymised."),
        )
    return None


def no_outcome(story: Story, _known: Known) -> Says | None:
    if not story.outcome and not story.outcome_measure:
        return Says(
            "outcome",
            _("{ref} does not say what is different now.").format(ref=story.ref),
            _("Add at least one result that was measured or that the person stated."),
        )
    return None


def title_tells(story: Story, _known: Known) -> Says | None:
    title = f" {story.title.lower()} "
    for name in (story.pseudonym, story.person_ref):
        if len(name) > 1 and f" {name.lower()} " in title.replace("’", " ").replace("'", " ").replace(",", " "):
            return Says(
                "title",
                _("The title of {ref} holds the name or code of its person; titles are shown in lists.").format(
                    ref=story.ref
                ),
                _("Choose a title that says what changed."),
            )
    return None


def check_in(story: Story, known: KnownToday) -> Says | None:
    due = story.next_check_in_with_person
    if due and due < known.today and not story.withdrawn_on:
        return Says(
            "next_check_in_with_person",
            _("The person of {ref} was to be asked on {day} whether they are still happy with it.").format(
                ref=story.ref, day=due.isoformat()
            ),
            _("Ask them, and set the next date."),
        )
    return None


CHECKS: dict[str, Check[Story]] = {
    "story.composite": composite,
    "story.no_words": no_words,
    "story.capacity_assessment": capacity_assessment,
    "story.best_interests": best_interests,
    "story.no_consent": no_consent,
    "story.consent_undated": consent_undated,
    "story.consent_order": consent_order,
    "story.withdrawn": withdrawn,
    "story.live_matter": live,
    "story.high_risk": high_risk,
    "story.others_recognisable": others_recognisable,
    "story.unchecked": unchecked,
    "story.no_outcome": no_outcome,
    "story.title": title_tells,
}
TODAY: dict[str, DayCheck[Story]] = {
    "story.consent_expired": consent_expired,
    "story.consent_ends_soon": consent_ends_soon,
    "story.check_in": check_in,
}
