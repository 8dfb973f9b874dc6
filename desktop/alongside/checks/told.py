"""Whether the person of a story has seen how it is told, and what they said (a "no" keeps it out: `packs.consent`)."""

from collections.abc import Iterator

from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.packs.plan import PlannedStory


def told(story: PlannedStory, place: Place) -> Iterator[Finding]:
    """Nothing for a story of nobody in particular, or that its person agreed to."""
    ref = story.source.ref
    if story.told_answer == "change":
        yield finding(
            "consent.told_change",
            place,
            _("The person of {ref} asked for a change in how it is told.").format(ref=ref),
            _("Change it together with them, show it again, and record what they say."),
        )
    elif story.told_answer == "":
        yield finding(
            "consent.not_told",
            place,
            _("Whether the person of {ref} has seen how it is told is not recorded.").format(ref=ref),
            _("Make an Easy Read copy of the story, go through it together, and record what they say."),
        )
