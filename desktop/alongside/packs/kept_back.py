"""The stories that may not be told in a pack, and by what they are known wherever their text turns up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from alongside.i18n import _
from alongside.library.echoes import Runs, heard, runs_of
from alongside.library.files.cited import files_of
from alongside.library.library import Library
from alongside.packs.consent import SHOWN_WITH, Refusal, refusal


@dataclass(frozen=True, slots=True)
class KeptBack:
    """A story that must not be told here. Its text is not in it, only what tells that a text is the same."""

    ref: str
    refused: Refusal
    runs: Runs
    files: tuple[str, ...] = ()  # that prove it: they show or tell the same


def kept_back(libraries: Sequence[Library], purpose: str, day: date) -> tuple[KeptBack, ...]:
    """Every story of these libraries that may not be told for the purpose on the day.

    Of one id in two libraries, each counts by its own permission: what one of them refuses is kept back.
    """
    found = []
    for library in libraries:
        for story in library.stories:
            refused = refusal(story, purpose, day)
            if refused is not None:
                found.append(KeptBack(story.ref, refused, runs_of(story), files_of(story)))
    return tuple(found)


def not_to_be_shown(libraries: Sequence[Library]) -> dict[str, str]:
    """Files of stories whose permission covers no picture of the person, with the story's id."""
    return {
        name: story.ref
        for library in libraries
        for story in library.stories
        if story.consent_identifiable not in SHOWN_WITH
        for name in files_of(story)
    }


def repeated(texts: Iterable[str], kept: Iterable[KeptBack]) -> KeptBack | None:
    """The first of the stories that these texts, read one after the other, repeat."""
    kept = tuple(kept)
    if not kept:
        return None
    text = heard(tuple(texts))
    return next((item for item in kept if text.repeats(item.runs)), None)


def why(item: KeptBack) -> str:
    """The reason, in two sentences, for a grey block."""
    return _("It repeats the story {ref}. {reason}").format(ref=item.ref, reason=item.refused.reason)
