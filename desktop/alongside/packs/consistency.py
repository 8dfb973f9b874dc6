"""The consistency board: risk assessment, care plan, practice and the person's own account side by side (domain 3.8).

One line is the newest comparison of one person and one topic. Pure; the day is an argument. A disagreement that is
explained is a good result: it shows that somebody listened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alongside.errors import AlongsideError
from alongside.figures.labels import in_words
from alongside.i18n import _, ngettext
from alongside.library.editing.changes import SetField
from alongside.library.library import Library
from alongside.library.record_rules.known import nothing
from alongside.library.records import Triple
from alongside.library.triples import (
    ALIGNED,
    COPY_TEXT,
    DATE_GAP,
    EXPLAINED,
    PAPER_GAP,
    PRACTICE_GAP,
    RESULTS,
    SLIP,
    UNRESOLVED,
    VOICE_MISSING,
    VOICE_STALE,
    aligned_or_explained,
    all_results,
    compared_on,
    copies,
    latest,
)
from alongside.report import Report, ReportSection, ReportTable

MOST_LEVEL = 4
LEVELS = (_("none"), _("a little"), _("some"), _("much"), _("prohibited"))  # of restriction, 0 to 4
_FULL, _HOLLOW = "●", "○"
# What must be looked at first: a person who is not heard before papers that differ.
GOOD = frozenset({ALIGNED, EXPLAINED})  # results that leave nothing to do
_FIRST = (UNRESOLVED, VOICE_MISSING, PRACTICE_GAP, SLIP, COPY_TEXT, PAPER_GAP, VOICE_STALE, DATE_GAP)
_REMEDIES: Mapping[str, str] = {
    UNRESOLVED: _("Go back to the person. If the difference stays, write down why and what was agreed."),
    VOICE_MISSING: _("Ask the person in the way they communicate best, and record what they say or show."),
    PRACTICE_GAP: _("Find out which is right: change what is done, or the papers with the person."),
    SLIP: _("Correct the record, and look whether the rest of it is about this person."),
    COPY_TEXT: _("Write what is true for this person, with them."),
    PAPER_GAP: _("Settle with the person which level is needed, and change the other paper the same day."),
    VOICE_STALE: _("Ask again: a view is fresh for six months and until the risk assessment changes."),
    DATE_GAP: _("Review both papers together."),
    EXPLAINED: _("Keep the explanation, and say it in the pack: it shows that the person was heard."),
    ALIGNED: "",
}


@dataclass(frozen=True, slots=True)
class Leg:
    """One of the sources. `level` None: not recorded, which is not none."""

    name: str
    says: str
    on: date | None
    level: int | None = None
    view: str = ""  # of the person, in words

    @property
    def dots(self) -> str:
        """The level of restriction as dots; a dash where it is not recorded."""
        return "–" if self.level is None else _FULL * self.level + _HOLLOW * (MOST_LEVEL - self.level)

    @property
    def level_words(self) -> str:
        """The level in words."""
        return _level(self.level)


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that the comparison shows."""

    key: str  # of library.triples.RESULTS
    words: str  # a sentence about this very line
    remedy: str
    others: tuple[str, ...] = ()  # ids of the comparisons it is about as well


@dataclass(frozen=True, slots=True)
class Line:
    """One person and topic."""

    ref: str
    row: int
    person_ref: str
    topic: str  # in words
    service_id: str
    compared: date | None
    risk: Leg
    plan: Leg
    person: Leg
    practice: Leg
    family: Leg
    results: tuple[Result, ...]  # the gravest first
    explained: str
    resolution: str
    resolved_on: date | None
    doubts: tuple[str, ...] = ()  # days that cannot be right, each as a sentence

    @property
    def legs(self) -> tuple[Leg, ...]:
        """The four columns, the family's account aside."""
        return (self.risk, self.plan, self.practice, self.person)

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do."""
        return bool(self.results) and aligned_or_explained(frozenset(result.key for result in self.results))


@dataclass(frozen=True, slots=True)
class Board:
    """All lines of a scope, the most urgent first, and how many show each result."""

    lines: tuple[Line, ...]
    counts: Mapping[str, int]  # by result, in the order of RESULTS, zeros included
    unknown: int  # lines where a level is missing and nothing else was found

    @property
    def settled(self) -> int:
        """Lines that agree, or whose disagreement is explained."""
        return sum(line.settled for line in self.lines)


def board(library: Library, today: date, services: Sequence[str] = ()) -> Board:
    """The board of some services, or of all. Copied text is looked for across the whole sheet."""
    triples = [item for item in library.triples if item.status != "withdrawn"]
    found, shared = all_results(triples, today), copies(triples)
    lines = [
        _line(item, found[item.triple_id], shared.get(item.triple_id, {}), today)
        for item in latest(triples)
        if not services or item.service_id in services
    ]
    lines.sort(key=lambda line: (_urgency(line), line.topic, line.ref))
    counts = {key: sum(any(result.key == key for result in line.results) for line in lines) for key in RESULTS}
    return Board(tuple(lines), counts, sum(not line.results for line in lines))


def narrowed(shown: Board, topic: str = "", result: str = "") -> tuple[Line, ...]:
    """The lines of one topic, in words, and of one result; "" for all."""
    return tuple(
        line
        for line in shown.lines
        if (not topic or line.topic == topic) and (not result or any(found.key == result for found in line.results))
    )


def explained(item: Triple, why: str, agreed: str, today: date) -> tuple[SetField, ...]:
    """The changes that write an explanation down, dated today. Raises AlongsideError for one that says nothing."""
    texts = {"difference_explained": why.strip(), "resolution": agreed.strip()}
    if all(nothing(text) for text in texts.values()):
        raise AlongsideError(
            _("An explanation needs words."), remedy=_("Write why the sources differ, or what was agreed.")
        )
    wanted: dict[str, str | date] = {**texts, "resolved_on": today}
    return tuple(
        SetField(sheet=item.sheet, row=item.row, heading=name, value=value, ref=item.ref, seen=getattr(item, name))
        for name, value in wanted.items()
        if value != getattr(item, name)
    )


def board_report(shown: Board, library: Library, service: str, today: date) -> Report:
    """What the sources say, on paper, for the manager: records by their ids, no person's code and no account."""
    names = {item.service_id: item.service_name for item in library.services}
    lines = tuple(
        (
            line.topic, line.ref, line.risk.dots, line.plan.dots, line.practice.dots, line.person.view or "–",
            "; ".join(in_words(result.key) for result in line.results) or _("Not known: a level is missing"),
        )
        for line in sorted(shown.lines, key=lambda line: (line.topic, line.ref))
    )  # fmt: skip
    todo = tuple(
        (line.ref, line.topic, result.words, result.remedy)
        for line in shown.lines
        for result in line.results
        if result.key not in GOOD
    )
    counts = tuple((in_words(key), count) for key, count in shown.counts.items() if count)
    total = len(shown.lines)
    summary = ngettext(
        "{settled} of {total} comparison agrees, or its difference is explained.",
        "{settled} of {total} comparisons agree, or their difference is explained.",
        total,
    ).format(settled=shown.settled, total=total)
    return Report(
        title=_("What the sources say"),
        about=names.get(service, _("The whole provider")),
        on=today,
        sections=(
            ReportSection(
                _("By topic"),
                (summary,) if total else (),
                (
                    ReportTable(
                        (
                            _("Topic"), _("Record"), _("Risk assessment"), _("Care plan"), _("Practice"),
                            _("The person"), _("What is found"),
                        ),
                        lines,
                        _("Dots: how far someone is restricted, from none (○○○○) to prohibited (●●●●); –: not known."),
                    ),
                ) if lines else (),
                _("There is no comparison yet. Fill in the sheet triples."),
            ),
            ReportSection(
                _("How often"), (), (ReportTable((_("Result"), _("Comparisons")), counts),) if counts else ()
            ),
            ReportSection(
                _("What to do"),
                (),
                (ReportTable((_("Record"), _("Topic"), _("What"), _("Do")), todo),) if todo else (),
                _("Nothing: all agree, or the difference is explained."),
            ),
        ),
        example=library.is_example,
        notes=(
            _("For use in the service. Counts this small can point to a person: a pack prints them with small numbers "
              "hidden."),
        ),
    )  # fmt: skip


def _urgency(line: Line) -> int:
    keys = {result.key for result in line.results}
    if not keys:
        return len(_FIRST)
    return next((place for place, key in enumerate(_FIRST) if key in keys), len(_FIRST) + 1)


def _line(item: Triple, found: frozenset[str], shared: Mapping[str, str], today: date) -> Line:
    order = (*_FIRST, EXPLAINED, ALIGNED)
    return Line(
        ref=item.triple_id,
        row=item.row,
        person_ref=item.person_ref,
        topic=in_words(item.topic),
        service_id=item.service_id,
        compared=compared_on(item),
        risk=Leg(_("Risk assessment"), item.ra_says, item.ra_date, item.ra_restriction_level),
        plan=Leg(_("Care plan"), item.cp_says, item.cp_date, item.cp_restriction_level),
        person=Leg(
            _("The person"), item.person_says, item.person_said_on, view=in_words(item.person_view)
            if item.person_view else "",
        ),
        practice=Leg(_("Practice"), item.staff_practice_observed, item.obs_date, item.obs_level),
        family=Leg(_("Family or advocate"), item.family_or_advocate_says, None),
        results=tuple(_result(key, item, shared, today) for key in sorted(found, key=order.index)),
        explained=item.difference_explained,
        resolution=item.resolution,
        resolved_on=item.resolved_on,
        doubts=_doubts(item, today),
    )  # fmt: skip


def _doubts(item: Triple, today: date) -> tuple[str, ...]:
    days = {
        _("the risk assessment"): item.ra_date, _("the care plan"): item.cp_date,
        _("what the person said"): item.person_said_on, _("what was seen"): item.obs_date,
        _("the comparison"): item.reviewed_on, _("the agreement"): item.resolved_on,
    }  # fmt: skip
    said = [
        _("The date of {what} lies in the future: check it.").format(what=what)
        for what, on in days.items()
        if on is not None and on > today
    ]
    if item.resolved_on and item.person_said_on and item.resolved_on < item.person_said_on:
        said.append(_("It was settled before the person was last asked: look whether that still holds."))
    return tuple(said)


def _result(key: str, item: Triple, shared: Mapping[str, str], today: date) -> Result:
    others = tuple(sorted(shared)) if key == COPY_TEXT else ()
    return Result(key, _words(key, item, shared, today), _REMEDIES[key], others)


def _words(key: str, item: Triple, shared: Mapping[str, str], today: date) -> str:
    if key == PAPER_GAP:
        return _("The risk assessment says {ra}, the care plan {cp}.").format(
            ra=_level(item.ra_restriction_level), cp=_level(item.cp_restriction_level)
        )
    if key == PRACTICE_GAP:
        papers = (item.ra_restriction_level, item.cp_restriction_level)
        paper = " / ".join(dict.fromkeys(_level(level) for level in papers if level is not None))
        return _("On paper {paper}; seen in practice: {seen}.").format(paper=paper, seen=_level(item.obs_level))
    if key == VOICE_STALE:
        if item.person_said_on is None:
            return _("Nobody noted when the person said it.")
        if item.ra_date and item.person_said_on < item.ra_date:
            return _("The risk assessment changed after the person was asked.")
        return _("The person was last asked {days} days ago.").format(days=(today - item.person_said_on).days)
    if key == DATE_GAP and item.ra_date and item.cp_date:
        return _("The two papers are {days} days apart.").format(days=abs((item.ra_date - item.cp_date).days))
    if key == COPY_TEXT and shared:
        ref, words = next(iter(sorted(shared.items())))
        return _("The same words stand in {ref}, about another person: “{words} …”").format(ref=ref, words=words)
    return f"{in_words(key)}."


def _level(level: int | None) -> str:
    return _("not recorded") if level is None else LEVELS[level]
