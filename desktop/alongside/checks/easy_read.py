"""The checks of an Easy Read copy's words (domain 7, ER01 to ER11 and ER16 to ER20): each with its place and remedy."""

import re
from collections.abc import Callable, Iterator

from alongside.checks.easy_profiles import PROFILES, Profile
from alongside.checks.easy_words import is_common, reading_age, words_of
from alongside.findings import Finding, Level, Place, finding
from alongside.i18n import _, ngettext
from alongside.packs.easy_pictures import BY_NAME
from alongside.packs.easy_read import EasyRead, Idea
from alongside.packs.easy_read_draft import sentences

READING_AGE = 9
RARE_SHARE = 0.10
SAME = (  # words for the same thing: one of them is enough (ER18)
    ("staff", "carer", "carers", "worker", "workers", "support worker"),
    ("safe", "secure"),
    ("house", "home", "property", "accommodation"),
    ("meeting", "panel", "forum"),
    ("medicine", "medication", "tablets"),
    ("choose", "select", "opt"),
    ("help", "assist"),
)
IDIOMS = (
    "on the same page", "piece of cake", "under the weather", "at the end of the day", "keep an eye", "in a nutshell",
    "out of the blue", "step up", "on board", "flag up", "touch base", "over the moon", "get the ball rolling",
    "went flat", "looking over my shoulder",
)  # fmt: skip
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NUMBERS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fifteen|twenty|thirty|forty|fifty|hundred"
)
_SHORT = re.compile(r"\b\w+[’'](?:t|re|ve|ll|d|m)\b|\b(?:it|that|he|she|there|what|who|let)[’']s\b", re.IGNORECASE)
_PASSIVE = re.compile(
    r"\b(?:is|was|were|are|been|be|being)\s+(?:being\s+)?\w+(?:ed|en)\b(?:\s+by\b)?|\bis being\b", re.IGNORECASE
)
_NEGATIVE = re.compile(r"\b(?:do not|does not|did not|never|cannot|must not|no longer|not un\w+)\b", re.IGNORECASE)
_JOINS = re.compile(r"[;:–—]|\b(?:which|although|however|whereas|therefore)\b", re.IGNORECASE)
_ROMAN = re.compile(r"\b(?:II|III|IV|VI{1,3}|IX|XI{0,3})\b")
_DATE = re.compile(
    r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[:.]\d\d\b|\b(?:[01]\d|2[0-3])\d\d hours"
)
_ORDINAL = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)\b(?: (?:of )?(?:{_MONTHS}))?")

Says = tuple[str, str]
Check = Callable[[str, EasyRead], Says | None]


def check_copy(copy: EasyRead, bank: frozenset[str] = frozenset()) -> tuple[Finding, ...]:
    """Everything about the words and pictures of a copy. `bank`: names of the provider's own pictures."""
    profile = PROFILES[copy.profile]
    found: list[Finding] = []
    for number, idea in enumerate(copy.ideas, start=1):
        found += _idea(copy, idea, _place(copy, idea, number), profile, bank)
    found += _whole(copy, profile)
    return tuple(found)


def _place(copy: EasyRead, idea: Idea, number: int) -> Place:
    return Place(ref=copy.story, block=idea.id, paragraph=number)


def _idea(copy: EasyRead, idea: Idea, place: Place, profile: Profile, bank: frozenset[str]) -> Iterator[Finding]:
    if not idea.text.strip():
        yield finding("easy_read.er01", place, _("There are no words here."), _("Write a sentence, or take it out."))
    for sentence in sentences(idea.text):
        yield from _length(sentence, idea, place, profile)
        if idea.own_words:
            continue  # a person's words are not corrected
        for rule, check in SENTENCE_CHECKS.items():
            says = check(sentence, copy)
            if says is not None:
                yield finding(rule, place, *says)
    yield from _picture(idea, place, bank)


def _length(sentence: str, idea: Idea, place: Place, profile: Profile) -> Iterator[Finding]:
    count = len(sentence.split())
    if count > profile.most_words:
        stop = profile.most_words_stop and not idea.own_words
        remedy = (
            _("These are the person's own words: leave them, and say it in easier words in the next idea.")
            if idea.own_words
            else _("Say it in two sentences, or leave something out.")
        )
        yield Finding(
            rule="easy_read.er01",
            level=Level.BLOCK if stop else Level.WARN,
            where=place,
            message=_("This sentence has {n} words; {most} is the most.").format(n=count, most=profile.most_words),
            remedy=remedy,
        )
    elif profile.note_words is not None and count > profile.note_words and not idea.own_words:
        yield Finding(
            rule="easy_read.er01",
            level=Level.WARN,
            where=place,
            message=_("This sentence has {n} words.").format(n=count),
            remedy=_("Up to {n} are easiest.").format(n=profile.note_words),
        )


# --- one sentence ------------------------------------------------------------------------------------------------


def one_idea(sentence: str, _copy: EasyRead) -> Says | None:
    found = _JOINS.search(sentence)
    if found is None and sentence.count(",") <= 1:
        return None
    what = f"“{found[0]}”" if found else _("more than one comma")
    return _("This sentence may hold more than one idea ({what}).").format(what=what), _(
        "Make a sentence of each idea."
    )


def active(sentence: str, _copy: EasyRead) -> Says | None:
    found = _PASSIVE.search(sentence)
    if found is None:
        return None
    return _("“{words}” hides who does it.").format(words=found[0]), _("Say who does what: “We locked the door.”")


def contractions(sentence: str, _copy: EasyRead) -> Says | None:
    found = _SHORT.search(sentence)
    words = found[0] if found else next((item for item in IDIOMS if item in sentence.casefold()), "")
    if not words:
        return None
    return _("“{words}” is a short form or a figure of speech.").format(words=words), _(
        "Write the plain words in full."
    )


def plain_numbers(sentence: str, _copy: EasyRead) -> Says | None:
    found = re.search(rf"\d+(?:\.\d+)? ?%|per cent|percent|\b(?:{_NUMBERS})\b", sentence, re.IGNORECASE)
    found = found or _ROMAN.search(sentence)
    if found is None:
        return None
    return (
        _("“{words}” is not a plain number.").format(words=found[0]),
        _("Write digits, and “3 out of 10 people” where there is a percentage."),
    )


def plain_dates(sentence: str, _copy: EasyRead) -> Says | None:
    found = _DATE.search(sentence) or _ORDINAL.search(sentence)
    if found is None:
        return None
    return _("“{words}” is hard to read as a date or time.").format(words=found[0]), _("Write “Monday 4 May, 2pm”.")


SENTENCE_CHECKS: dict[str, Check] = {
    "easy_read.er02": one_idea,
    "easy_read.er05": active,
    "easy_read.er07": contractions,
    "easy_read.er08": plain_numbers,
    "easy_read.er09": plain_dates,
}


def _picture(idea: Idea, place: Place, bank: frozenset[str]) -> Iterator[Finding]:
    choose = _("Choose a picture that shows this idea.")
    if not idea.picture:
        yield finding("easy_read.er10", place, _("This idea has no picture."), choose)
    elif idea.picture not in BY_NAME and idea.picture not in bank:
        yield finding(
            "easy_read.er10",
            place,
            _("There is no picture called “{name}”.").format(name=idea.picture),
            _("Put it into the folder pictures/easy read of the workspace, or choose another."),
        )
    elif not idea.alternative.strip() and (idea.picture in bank or idea.picture not in BY_NAME):
        yield finding(
            "easy_read.er11", place, _("The picture has no alternative text."), _("Say in a few words what it shows.")
        )


# --- the whole ---------------------------------------------------------------------------------------------------


def hard_words(copy: EasyRead) -> dict[str, str]:
    """Words that are neither common nor allowed here, each with the id of the idea where it first stands."""
    allowed = {part.casefold() for item in copy.allowed for part in item.split()}
    found: dict[str, str] = {}
    for idea in copy.ideas:
        if idea.own_words:
            continue
        for word in words_of(idea.text):
            plain = word.casefold().replace("’", "'").removesuffix("'s")
            if plain not in allowed and not is_common(plain):
                found.setdefault(plain, idea.id)
    return found


def _whole(copy: EasyRead, profile: Profile) -> Iterator[Finding]:
    place = Place(ref=copy.story)
    text = "\n".join(idea.text for idea in copy.ideas)
    yield from _hard(copy)
    nots = len(_NEGATIVE.findall("\n".join(idea.text for idea in copy.ideas if not idea.own_words)))
    if nots > max(2, len(copy.ideas) // 6):
        yield finding(
            "easy_read.er06",
            place,
            _("It says {n} times what is not, or is not to be done.").format(n=nots),
            _("Say what is, or what to do."),
        )
    if not copy.pictures_suit:
        yield finding(
            "easy_read.er11",
            place,
            _("Nobody has said that the pictures suit adults."),
            _("Look at each picture with somebody it is for, then tick “pictures suit”."),
        )
    total = len(text.split())
    if profile.total_words is not None and total > profile.total_words:
        yield Finding(
            rule="easy_read.er16",
            level=Level.WARN,
            where=place,
            message=_("It has {n:,} words; up to {most:,} can be read in one go.").format(
                n=total, most=profile.total_words
            ),
            remedy=_("Leave out what the person need not know, or make two."),
        )
    missing = [
        word
        for word, said in (
            (_("what it is about"), copy.about),
            (_("who it is from"), copy.made_by),
            (_("who to ask"), copy.ask),
            (_("whether a supporter can help"), copy.supporter),
        )
        if not said.strip()
    ]
    if missing:
        yield finding(
            "easy_read.er17", place, _("The first page does not say {what}.").format(what=", ".join(missing)),
            _("Fill it in."),
        )  # fmt: skip
    yield from _same(copy, place)
    if not copy.tested.complete:
        yield finding(
            "easy_read.er19",
            place,
            _("It is not told that people with a learning disability checked it: who, when, and what changed."),
            _("Go through it together, change what they ask for, and write it down. A draft can be made before."),
        )
    age = reading_age(text)
    if age > READING_AGE:
        yield finding(
            "easy_read.er20",
            place,
            _("The reading age is about {age:.0f}; {most} or below is easy.").format(age=age, most=READING_AGE),
            _("It is a rough measure: shorter sentences and shorter words bring it down."),
        )


def _hard(copy: EasyRead) -> Iterator[Finding]:
    hard = hard_words(copy)
    told = {item.word.casefold() for item in copy.words if item.meaning.strip()}
    numbers = {idea.id: at for at, idea in enumerate(copy.ideas, start=1)}
    total = {word.casefold() for idea in copy.ideas if not idea.own_words for word in words_of(idea.text)}
    if total and len(hard) / len(total) > RARE_SHARE:
        yield finding(
            "easy_read.er03",
            Place(ref=copy.story),
            ngettext("{n} of {all} words is not common.", "{n} of {all} words are not common.", len(hard)).format(
                n=len(hard), all=len(total)
            ),
            _("Use everyday words. Our list of them is short: allow a word that the person uses."),
        )
    for word, idea_id in hard.items():
        if word in told or _explained(copy, word, idea_id):
            continue
        yield finding(
            "easy_read.er04",
            Place(ref=copy.story, block=idea_id, paragraph=numbers[idea_id]),
            _("“{word}” may be hard, and is not explained.").format(word=word),
            _("Use another word, explain it in the next sentence or in the word list, or allow it."),
        )


def _explained(copy: EasyRead, word: str, idea_id: str) -> bool:
    """Whether the very next sentence says what the word means."""
    said = [(idea.id, sentence) for idea in copy.ideas for sentence in sentences(idea.text)]
    for at, (where, sentence) in enumerate(said[:-1]):
        if where == idea_id and word in sentence.casefold():
            after = said[at + 1][1].casefold()
            return bool(
                re.search(rf"\b{re.escape(word)}\b.{{0,20}}\b(?:is|are|means|mean)\b|^(?:this|that|it) means", after)
            )
    return False


def _same(copy: EasyRead, place: Place) -> Iterator[Finding]:
    text = "\n".join(idea.text for idea in copy.ideas if not idea.own_words).casefold()
    for group in SAME:
        used = [word for word in group if re.search(rf"\b{word}\b", text)]
        if len({word.removesuffix("s") for word in used}) > 1:
            yield finding(
                "easy_read.er18",
                place,
                _("It says {words}: do they mean the same?").format(words=", ".join(f"“{word}”" for word in used)),
                _("Use the same word for the same thing."),
            )
