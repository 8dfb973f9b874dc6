"""What the evidence supports: framework items against the six evidence categories, for a service, each graded.

The grades are those of domain 5.4. Pure; the day is an argument. Time grows with the rows, and not with the services:
`Coverage` goes through the library once and answers for each of them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from alongside.i18n import _
from alongside.library.library import Library
from alongside.library.records import EVIDENCE_CATEGORIES, Evidence, Story
from alongside.library.search.facets import Consent, consent_of
from alongside.library.triples import months_before
from alongside.packs.frameworks import FrameworkItem, Frameworks

WHOLE_PROVIDER = "ALL"
RECENT_MONTHS, OLD_MONTHS = 12, 18
SEEN = frozenset({"EXP", "OBS"})  # one of these is needed for strong evidence
PROCESS = "PROC"
GONE = frozenset({"withdrawn", "expired"})


class Grade(StrEnum):
    """How far a claim could rest on it."""

    STRONG = "strong"
    FAIR = "fair"
    WEAK = "weak"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Proof:
    """One row, as far as it counts as evidence."""

    ref: str
    title: str
    service_id: str
    categories: frozenset[str]
    on: date | None  # the end of what it speaks of; None: not known
    result: bool  # whether it shows a result
    source: bool  # whether it says where it comes from
    policy: bool  # a policy or procedure: says what should be, not what is
    voices: tuple[str, ...] = ()  # who took part, by `who_involved`; empty: not recorded, which is not nobody
    ladder: int = 0  # step of co-production, 1 to 7; 0: not recorded
    lasting: bool = False  # whether a result was seen to hold later

    def recent(self, today: date) -> bool:
        """Twelve months or less. What has no date is never recent: unknown is not yes."""
        return self.on is not None and months_before(today, RECENT_MONTHS) <= self.on

    def old(self, today: date) -> bool:
        """Over eighteen months, or undated."""
        return self.on is None or self.on < months_before(today, OLD_MONTHS)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one category says of one item."""

    grade: Grade
    reason: str
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One framework item: each category's cell, and what they come to together."""

    item: FrameworkItem
    cells: Mapping[str, Cell]  # by evidence category
    grade: Grade
    reason: str

    @property
    def refs(self) -> dict[str, tuple[str, ...]]:
        """The ids behind each category."""
        return {name: tuple(proof.ref for proof in cell.proofs) for name, cell in self.cells.items()}

    @property
    def categories(self) -> int:
        """Kinds of evidence there are; two or more make a statement hold."""
        return sum(1 for cell in self.cells.values() if cell.proofs)

    @property
    def process_only(self) -> bool:
        """Whether nothing but processes speaks to it: a draft must say so."""
        return any(cell.proofs for cell in self.cells.values()) and not any(
            cell.proofs for name, cell in self.cells.items() if name != PROCESS
        )

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """All that speak to it, each once."""
        return tuple({proof.ref: proof for cell in self.cells.values() for proof in cell.proofs}.values())

    @property
    def voices(self) -> Mapping[str, int]:
        """Who took part, with in how many rows; "" stands for the rows that do not say."""
        return Counter(voice for proof in self.proofs for voice in proof.voices or ("",))


class Coverage:
    """All services' evidence by framework item, gone through once."""

    def __init__(self, library: Library, frameworks: Frameworks, framework_id: str, today: date) -> None:
        self.framework_id = framework_id
        self._items = frameworks.items_of(framework_id)
        self._today = today
        carried = lru_cache(maxsize=None)(lambda tag: (tag, *frameworks.carried_to(tag, framework_id)))
        mine = {item.item_id for item in self._items}
        mapped: dict[str, list[str]] = {}
        for row in library.evidence_map:
            mapped.setdefault(row.evidence_id, []).append(row.framework_item)
        self._by_service: dict[str, dict[str, dict[str, Proof]]] = {}
        for proof, tags in _tagged(library, today):
            for tag in (*tags, *mapped.get(proof.ref, ())):
                for item in carried(tag):
                    if item in mine:
                        self._by_service.setdefault(proof.service_id, {}).setdefault(item, {})[proof.ref] = proof

    def of(self, service_id: str = "") -> tuple[Line, ...]:
        """One line for each item; "" is the whole provider. What is the whole provider's speaks for each service."""
        if service_id:
            sources = [self._by_service.get(name, {}) for name in (service_id, WHOLE_PROVIDER)]
        else:
            sources = list(self._by_service.values())
        return tuple(self._line(item, sources) for item in self._items)

    def _line(self, item: FrameworkItem, sources: Sequence[Mapping[str, Mapping[str, Proof]]]) -> Line:
        proofs = tuple({ref: p for found in sources for ref, p in found.get(item.item_id, {}).items()}.values())
        whole, why = grade(proofs, self._today)
        cells = {}
        for name in EVIDENCE_CATEGORIES:
            here = tuple(proof for proof in proofs if name in proof.categories)
            cells[name] = Cell(*_cell_grade(name, here, proofs, self._today), here)
        return Line(item, cells, whole, why)


def coverage(
    library: Library, frameworks: Frameworks, framework_id: str, service_id: str, today: date
) -> tuple[Line, ...]:
    """The lines of one service; "" is the whole provider."""
    return Coverage(library, frameworks, framework_id, today).of(service_id)


def grade(proofs: Iterable[Proof], today: date) -> tuple[Grade, str]:
    """What these come to together, and why, in words (domain 5.4)."""
    every = tuple(proofs)
    if not every:
        return Grade.NONE, _("Nothing speaks to it.")
    sound = [proof for proof in every if proof.recent(today) and proof.source and not proof.policy]
    if not sound:
        return Grade.WEAK, _why_weak(every, today)
    kinds = frozenset().union(*(proof.categories for proof in sound))
    lacks = []
    if len(kinds) < 2:
        lacks.append(_("a second kind of evidence"))
    if not kinds & SEEN:
        lacks.append(_("people's experience or observation"))
    if not any(proof.result for proof in sound):
        lacks.append(_("a result"))
    if not lacks:
        return Grade.STRONG, _("Recent, from several kinds of evidence with people's experience or observation, "
                               "with a result and its source.")  # fmt: skip
    if kinds == {PROCESS}:
        return Grade.WEAK, _("Only processes speak to it.")
    return Grade.FAIR, _("Recent; what is missing for strong is {what}.").format(what=_listed(lacks))


def _cell_grade(name: str, here: Sequence[Proof], every: Sequence[Proof], today: date) -> tuple[Grade, str]:
    """A category's own proof; strong where the other categories bear it out."""
    if not here:
        return Grade.NONE, _("Nothing of this kind.")
    own, why = grade(here, today)
    if own is Grade.WEAK or name == PROCESS:
        return (Grade.WEAK if own is Grade.WEAK else Grade.FAIR), why
    if own is Grade.FAIR and any(proof.result and proof.recent(today) and proof.source for proof in here):
        whole, _reason = grade(every, today)
        if whole is Grade.STRONG:
            return Grade.STRONG, _("Recent, with a result and its source, and borne out by other kinds of evidence.")
    return own, why


def _why_weak(proofs: Sequence[Proof], today: date) -> str:
    if all(proof.policy for proof in proofs):
        return _("Only policy: it says what should happen.")
    if all(proof.old(today) for proof in proofs):
        return _("All of it is over 18 months old, or has no date.")
    if not any(proof.source for proof in proofs):
        return _("None of it names its source.")
    return _("None of it is recent and names its source, policies apart.")


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else _("{first} and {last}").format(
        first=", ".join(words[:-1]), last=words[-1]
    )  # fmt: skip


def _tagged(library: Library, today: date) -> Iterator[tuple[Proof, tuple[str, ...]]]:
    for evidence in library.evidence:
        if evidence.status not in GONE:
            yield _of_evidence(evidence), evidence.framework_items
    for story in library.stories:
        told = consent_of(story, today) in {Consent.GIVEN, Consent.ENDS_SOON}
        if told and story.status not in GONE:
            yield _of_story(story), story.framework_items


def _of_evidence(row: Evidence) -> Proof:
    return Proof(
        ref=row.ref,
        title=row.title,
        service_id=row.service_id,
        categories=frozenset(row.evidence_category),
        on=row.period_end or row.source_date,
        result=bool(row.what_changed or row.metric_ref or row.sample_size is not None),
        source=bool(row.source_doc or row.method),
        policy=row.kind in {"policy", "procedure"},
        voices=row.who_involved,
        ladder=row.involvement_level or 0,
    )


def _of_story(row: Story) -> Proof:
    return Proof(
        ref=row.ref,
        title=row.title,
        service_id=row.service_id,
        categories=frozenset({"EXP"}),
        on=row.outcome_sustained_at or row.outcome_date or row.source_date or row.consent_given_on,
        result=bool(row.outcome or row.outcome_value),
        source=True,  # the person
        policy=False,
        voices=("people_supported",),
        lasting=row.outcome_sustained_at is not None,
    )
