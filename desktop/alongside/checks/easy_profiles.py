"""Whose Easy Read rules a copy is held against (domain 7): the published sets differ; ours is the strictest."""

from dataclasses import dataclass

from alongside.i18n import _
from alongside.packs.easy_read import ProfileName


@dataclass(frozen=True, slots=True)
class Profile:
    """Numbers of one rule set. None: it says nothing about that."""

    title: str
    note_words: int | None  # of a sentence: worth a look above this
    most_words: int  # of a sentence
    most_words_stop: bool  # whether more than that stops a final copy, or is only to be checked
    font: float  # points, at least
    pages: int | None  # to be checked above this
    pages_stop: int | None  # a final copy stops above this
    total_words: int | None
    picture_left: bool = True


STANDARD_FONT = 14  # the standard's own number was not read; the other two say 14
PROFILES = {
    ProfileName.STRICT: Profile(_("The strictest of all"), 10, 15, True, 14, 20, 24, 1000),
    ProfileName.GOV_UK: Profile(_("GOV.UK guidance"), 10, 15, True, 14, None, 24, None, False),
    ProfileName.DH: Profile(_("Department of Health, 2009 and 2010"), None, 15, False, 14, 20, None, None),
    ProfileName.STANDARD: Profile(
        _("Easy Read Standard, version 1.0"), None, 24, True, STANDARD_FONT, None, None, 1000, False
    ),
}
