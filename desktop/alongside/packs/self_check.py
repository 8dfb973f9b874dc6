"""What the evidence for a framework item can carry: each claim borne out or not, and the level of the rubric.

The rubric is `frameworks/rating_ladder.csv` (domain 1.5). It is a self-check of records: no rating, and none foretold.
Pure; the day is an argument.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from alongside.i18n import _
from alongside.packs.coverage import SEEN, Grade, Line, Proof
from alongside.packs.frameworks import Frameworks, LadderStep

CLOSE = "close"  # of a crosswalk: the rubric of so near an item holds too
STEPS = 4  # of a rubric this module can place evidence on, the best first
CO_DESIGN = 6  # step of the ladder of co-production
PARTNERS = frozenset({"family", "advocate", "self_advocacy_group", "commissioner", "professional"})
NOTICE = _("A self-check of what the records support. It is no rating and foretells none.")


@dataclass(frozen=True, slots=True)
class Triangulation:
    """Whether one row's claim is borne out by others that speak to the same item."""

    ref: str
    borne_out_by: tuple[str, ...]  # rows of another kind, recent and sourced
    lacks: tuple[str, ...]  # in words; empty: it holds

    @property
    def holds(self) -> bool:
        """Two kinds of evidence or more, one of them lived or seen."""
        return not self.lacks


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """How far up the rubric the evidence reaches."""

    level: str  # as the rubric calls it; empty: nothing to judge by
    says: str  # what that level looks like
    next_level: str  # empty: there is none above
    next_says: str
    needs: tuple[str, ...]  # what records the next level would take, in words


def triangulated(line: Line, today: date) -> tuple[Triangulation, ...]:
    """Each claim behind an item. A second kind bears it out; old rows, policies and rows without a source do not."""
    proofs = line.proofs
    sound = [proof for proof in proofs if _sound(proof, today)]
    return tuple(_triangulated(proof, sound, today) for proof in proofs)


def _triangulated(proof: Proof, sound: Sequence[Proof], today: date) -> Triangulation:
    others = tuple(item for item in sound if item.ref != proof.ref and item.categories - proof.categories)
    kinds = proof.categories.union(*(item.categories for item in others))
    lacks = []
    if not _sound(proof, today):
        lacks.append(_("to be recent, with a source, and more than policy"))
    if len(kinds) < 2:
        lacks.append(_("a second kind of evidence"))
    if not kinds & SEEN:
        lacks.append(_("people's experience or observation"))
    return Triangulation(proof.ref, tuple(item.ref for item in others), tuple(lacks))


def rubric_of(frameworks: Frameworks, item_id: str) -> tuple[LadderStep, ...]:
    """The item's own rubric, else that of an item the crosswalk calls close; empty where there is none."""
    near = [line.to_item for line in frameworks.crosswalk if line.from_item == item_id and line.strength == CLOSE]
    near += [line.from_item for line in frameworks.crosswalk if line.to_item == item_id and line.strength == CLOSE]
    for name in (item_id, *near):
        found = tuple(step for step in frameworks.ladder if step.item_id == name)
        if len(found) == STEPS:
            return found
    return ()


def self_check(line: Line, frameworks: Frameworks, today: date) -> SelfCheck | None:
    """The level the evidence supports; None where there is no rubric for the item.

    What is missing never makes the lowest level: it says that people are harmed, and no gap in a library shows that.
    """
    steps = rubric_of(frameworks, line.item.item_id)
    if not steps:
        return None
    best, good, less, _lowest = steps
    if line.grade is Grade.NONE:
        return SelfCheck("", "", less.level, less.text, (_("any evidence at all"),))
    if line.grade is not Grade.STRONG:
        return SelfCheck(less.level, less.text, good.level, good.text, _needs_good(line, today))
    needs = _needs_best(line, today)
    if needs:
        return SelfCheck(good.level, good.text, best.level, best.text, needs)
    return SelfCheck(best.level, best.text, "", "", ())


def check_sentence(checked: SelfCheck) -> str:
    """The self-check in one or two sentences."""
    first = (
        _("Self-check: the kinds of evidence there are carry “{level}” at most; whether they say so is yours to judge.")
        if checked.level
        else _("Self-check: nothing to judge by.")
    ).format(level=checked.level)
    if not checked.next_level:
        return first
    return (
        first + " " + _("“{level}” would need {needs}.").format(level=checked.next_level, needs=listed(checked.needs))
    )


def _needs_good(line: Line, today: date) -> tuple[str, ...]:
    sound = [proof for proof in line.proofs if _sound(proof, today)]
    kinds = frozenset[str]().union(*(proof.categories for proof in sound))
    lacks = (
        (not sound, _("evidence of the last twelve months that names its source and is more than policy")),
        (len(kinds) < 2, _("evidence of two kinds or more")),
        (not kinds & SEEN, _("people's own experience, or observation")),
        (not any(proof.result for proof in sound), _("a result: what changed, a figure, or how many were looked at")),
    )
    return tuple(words for missing, words in lacks if missing)


def _needs_best(line: Line, today: date) -> tuple[str, ...]:
    sound = [proof for proof in line.proofs if _sound(proof, today)]
    kinds = frozenset[str]().union(*(proof.categories for proof in sound))
    voices = {voice for proof in sound for voice in proof.voices}
    lacks = (
        ("EXP" not in kinds, _("people's own experience")),
        (
            not any(proof.ladder >= CO_DESIGN for proof in sound),
            _("work that people designed with you: step {n} of the ladder or above").format(n=CO_DESIGN),
        ),
        (not any(proof.lasting for proof in sound), _("a result that was seen to hold later")),
        ("PARTNER" not in kinds and not voices & PARTNERS, _("the view of families, advocates or partners outside")),
    )
    return tuple(words for missing, words in lacks if missing)


def _sound(proof: Proof, today: date) -> bool:
    return proof.recent(today) and proof.source and not proof.policy


def listed(words: Iterable[str]) -> str:
    """Words as a list in a sentence."""
    return "; ".join(words)
