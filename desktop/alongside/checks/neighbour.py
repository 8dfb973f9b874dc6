"""Would a neighbour know who this is? What a story gives away, added up (domain 6.3).

The reader to fear is a neighbour, a relative, a former colleague or a local journalist who knows the house. Each thing
that could lead them to the person is one point; few people in the service, and a rare mix of things, weigh more. It
is a prompt for somebody's judgement: a low score is no proof that nobody would know.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import combinations
from pathlib import Path

from alongside.checks.identifiers import identifiers_in
from alongside.checks.phrasing import Phrases, phrases
from alongside.i18n import _

MEDIUM, HIGH = 3, 5  # points from which a second person must look, and from which the story stays out
FEW_PEOPLE = 10  # a service with fewer is small enough for everybody to know everybody
UNKNOWN_PEOPLE = 6  # taken where nobody recorded how many there are: unknown is not many
BAND_SHARE = 0.25  # of people in a service who are of one age band
DETAIL_SHARE = 0.2  # who share one sensitive detail
ALONE, NEARLY_ALONE = 1.0, 3.0  # how many of the service's people fit: below, two points and one
_PICTURED = {"photo": _("a photo"), "voice": _("the voice"), "full": _("everything"), "first_name": _("the first name")}
_PLACES = re.compile(
    r"\b(?:[A-Z][\w’']+ ){1,3}(?:Street|Road|Lane|Avenue|Close|Crescent|Square|School|College|University|Park|Church"
    r"|Mosque|Temple|Synagogue|Hospital|Hospice|Station|Stadium|Library|Farm|Market|Pub|Inn|FC|United|Rovers)\b"
)
_DAY = re.compile(
    r"\b(?:[0-3]?\d(?:st|nd|rd|th)? (?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)|(?:January|February|March|April|June|July|August|September|October|November|December) [0-3]?\d"
    r"(?:st|nd|rd|th)?(?! ?\d{2})|[0-3]?\d[./][01]?\d[./](?:20)?\d\d|(?:19|20)\d\d-[01]\d-[0-3]\d)\b"
)
_NAMES = {"private.initials", "private.titled_name"}
_WHERE = {"private.postcode", "private.address", "private.room"}
_AGES = {"private.age", "private.birth_date"}


class Grade(StrEnum):
    """How likely it is that somebody near would know."""

    LOW = "low"
    MEDIUM = "medium"  # a second person must look
    HIGH = "high"  # it stays out


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the library says of a story beside its text. `people` None: nobody recorded how many there are."""

    age_band: str = ""
    details: tuple[str, ...] = ()  # the sensitive details that the text uses
    shown_as: str = ""  # how recognisable the person agreed to be
    others_recognisable: bool = False
    people: int | None = None  # supported by the service
    service_name: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that could lead somebody to the person."""

    kind: str
    what: str  # a sentence, with the words found
    remedy: str
    points: int = 1


@dataclass(frozen=True, slots=True)
class Score:
    """What a story gives away."""

    signs: tuple[Sign, ...]
    fitting: float  # about how many of the service's people all of it fits; a rough guess from shares

    @property
    def points(self) -> int:
        return sum(sign.points for sign in self.signs)

    @property
    def grade(self) -> Grade:
        return grade_of(self.points)


@dataclass(frozen=True, slots=True)
class Told:
    """One story of a pack, for the mosaic."""

    ref: str
    person: int | None  # the same for all stories of one person, and no code of theirs; None: not recorded
    service: str
    facts: Facts
    score: Score


@dataclass(frozen=True, slots=True)
class _Kind:
    id: str
    find: Phrases
    unless: Phrases | None
    share: float
    remedy: str


def grade_of(points: int) -> Grade:
    """Domain 6.3: up to 2 points low, 3 and 4 medium, from 5 high."""
    return Grade.HIGH if points >= HIGH else Grade.MEDIUM if points >= MEDIUM else Grade.LOW


def score(text: str, facts: Facts) -> Score:
    """What a text and the facts beside it give away together."""
    signs: list[Sign] = []
    people = UNKNOWN_PEOPLE if facts.people is None else facts.people
    fitting = float(people)
    for sign, share in (*_in_text(text, facts), *_in_facts(facts)):
        signs.append(sign)
        fitting *= share
    telling = len(signs)
    if telling and facts.age_band:
        fitting *= BAND_SHARE
    signs += _few(facts)
    if telling > 1 and fitting < NEARLY_ALONE:
        signs.append(_mix(fitting, people))
    return Score(tuple(signs), fitting)


def _mix(fitting: float, people: int) -> Sign:
    words = _("All of it together fits about {number} of the {people} people of the service, as a rough guess.")
    return Sign(
        "mix",
        words.format(number="1" if fitting < ALONE else f"{fitting:.0f}", people=people),
        _("Leave out what the story does not need, or say it more widely."),
        2 if fitting < ALONE else 1,
    )


def mosaic(told: Sequence[Told]) -> Iterator[tuple[str, Sign]]:
    """What the stories of one pack give away of each other's people: the ref of each story, and why."""
    shared: dict[str, list[str]] = {}
    for one, other in combinations(told, 2):
        if one.ref == other.ref:
            continue
        same = one.person is not None and one.person == other.person
        alike = (
            one.service == other.service
            and bool(one.facts.age_band)
            and one.facts.age_band == other.facts.age_band
            and bool(_rare(one.score) & _rare(other.score))
        )
        if same or alike:
            shared.setdefault(one.ref, []).append(other.ref)
            shared.setdefault(other.ref, []).append(one.ref)
    for ref, others in shared.items():
        yield (
            ref,
            Sign(
                "mosaic",
                _("Together with {others} it tells more of the same person.").format(others=", ".join(sorted(others))),
                _("Use one of them, or make sure that no reader can put them together."),
            ),
        )


def _rare(found: Score) -> set[str]:
    return {sign.kind for sign in found.signs} & {kind.id for kind in _kinds()}


def _in_text(text: str, facts: Facts) -> Iterator[tuple[Sign, float]]:
    rules = {found.rule: found.found for found in reversed(list(identifiers_in(text)))}
    yield from _identified(
        rules, _NAMES, "name", _("“{found}” may name somebody."), _("Use the name the person chose, or a role.")
    )
    places = [match[0] for match in _PLACES.finditer(text)]
    if facts.service_name and facts.service_name in text:
        places.append(facts.service_name)
    if places or rules.keys() & _WHERE:
        found = places[0] if places else next(rules[rule] for rule in rules if rule in _WHERE)
        yield (
            Sign("place", _("“{found}” tells where.").format(found=found), _("Name the kind of place, not its name.")),
            0.5,
        )
    yield from _identified(
        rules, _AGES, "age", _("“{found}” tells the age."), _("Say an age band, such as “in her thirties”.")
    )
    day = _DAY.search(text)
    if day:
        yield Sign("day", _("“{found}” is the very day.").format(found=day[0]), _("Say the season or the year.")), 0.5
    folded = text.casefold()
    for kind in _kinds():
        if not kind.find.may_be_in(folded):
            continue
        for match in kind.find.pattern.finditer(text):
            if kind.unless and any(
                left.start() <= match.start() and match.end() <= left.end()
                for left in kind.unless.pattern.finditer(text)
            ):
                continue
            yield Sign(kind.id, _SAYS[kind.id].format(found=" ".join(match[0].split())), kind.remedy), kind.share
            break


def _identified(
    rules: dict[str, str], wanted: Iterable[str], kind: str, words: str, remedy: str
) -> Iterator[tuple[Sign, float]]:
    found = [rules[rule] for rule in rules if rule in set(wanted)]
    if found:
        yield Sign(kind, words.format(found=found[0]), remedy), 0.2


def _in_facts(facts: Facts) -> Iterator[tuple[Sign, float]]:
    for detail in facts.details:
        if detail != "health":
            yield (
                Sign(
                    f"detail {detail}",
                    _("The text uses a sensitive detail: {detail}.").format(detail=detail),
                    _("Leave it out unless the story is about it and the person wants it told."),
                ),
                DETAIL_SHARE,
            )
    if facts.others_recognisable:
        yield (
            Sign(
                "others",
                _("Family or staff could be recognised."),
                _("Take out what points to them, or ask them as well."),
            ),
            0.5,
        )
    if facts.shown_as in _PICTURED:
        yield (
            Sign(
                "shown",
                _("The person agreed to be shown with {what}.").format(what=_PICTURED[facts.shown_as]),
                _("Use no picture and no name unless the pack needs it."),
            ),
            0.5,
        )


def _few(facts: Facts) -> Iterator[Sign]:
    if facts.people is None:
        yield Sign(
            "few",
            _("Nobody recorded how many people the service supports."),
            _("Enter people_supported for the service: few people are easily known."),
        )
    elif facts.people < FEW_PEOPLE:
        yield Sign(
            "few",
            _("The service supports {people} people: they are easily known.").format(people=facts.people),
            _("Name the kind of service and not which one."),
        )


_SAYS = {
    "condition": _("“{found}” is rare."),
    "syndrome": _("“{found}” may be rare."),
    "press": _("“{found}”: people may have read of it."),
    "event": _("“{found}” is something that people remember."),
    "family": _("“{found}” tells of the family."),
    "work": _("“{found}” tells of a life's work."),
    "hobby": _("“{found}” is unusual enough to be known by."),
    "origin": _("“{found}” may fit one person alone where they live."),
    "body": _("“{found}” is what somebody sees in the street."),
}


@cache
def _kinds() -> tuple[_Kind, ...]:
    text = Path(__file__).with_name("neighbour_signs.csv").read_text(encoding="utf-8")
    return tuple(
        _Kind(
            row["id"],
            phrases(row["find"]),
            phrases(row["unless"]) if row["unless"] else None,
            float(row["share"]),
            row["remedy"],
        )
        for row in csv.DictReader(io.StringIO(text))
    )
