"""Words that put a person down, hide who decides, or claim more than is shown. The rules are data: `fair_words.csv`.

A house may keep a file of the same form in its workspace: a row with a new id adds a rule, one with an id of ours
takes our rule's place, and the level `off` switches it off. How phrases are written: `alongside.checks.phrasing`.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from alongside.checks.phrasing import Phrases, phrases
from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.library.phrases import quotations
from alongside.packs.plan import PackPlan, Style

HOUSE_FILE = "fair_words.csv"  # in a workspace
LEVELS = {"warn": "words.unfair", "info": "words.fairer"}  # a level of the file and the rule its Findings carry
OFF = "off"
SUBJECTS: Mapping[str, str] = {
    "label": _("Labels"),
    "deficit": _("What is missing in a person"),
    "power": _("Power over people"),
    "person": _("The person is missing"),
    "decider": _("Nobody decides"),
    "absolute": _("Absolutes"),
    "bare": _("Claims without a fact"),
    "superlative": _("Praise without a figure"),
    "shifted": _("Responsibility moved to the person"),
    "framing": _("Safety or freedom alone"),
    "voice": _("Whose voice"),
    "law": _("Law"),
    "house": _("House style"),
}
HEADINGS = (
    "id", "subject", "find", "unless", "within", "least_words", "why", "better", "replace", "source", "level",
)  # fmt: skip
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)\]]*\s+(?=[^\sa-z])|\n+")
_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_COUNTED = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class FairRule:
    """One row of the file, made ready."""

    id: str
    subject: str  # a key of SUBJECTS
    find: Phrases
    unless: Phrases | None
    whole: bool  # the text is looked at as one, and not each sentence
    least_words: int  # of a text that is looked at as one; a shorter one is left alone
    why: str
    better: str
    replace: str  # what may be put in place of the words found; "" where only a person can say it better
    source: str
    level: str  # a key of LEVELS


@dataclass(frozen=True, slots=True)
class FairHit:
    """One place in a text."""

    rule: FairRule
    found: str
    start: int  # offsets into the text
    end: int

    @property
    def instead(self) -> str:
        """What may be put there, with the capital of what stands there; "" where there is nothing ready."""
        words = self.rule.replace
        return words[:1].upper() + words[1:] if self.found[:1].isupper() else words


@dataclass(frozen=True, slots=True)
class FairRules:
    """The rules in force, and what could not be read of a house's own."""

    rules: tuple[FairRule, ...]
    findings: tuple[Finding, ...] = ()


@cache
def shipped() -> tuple[FairRule, ...]:
    """The rules that come with the program."""
    text = Path(__file__).with_name("fair_words.csv").read_text(encoding="utf-8")
    return tuple(_rule(row) for row in csv.DictReader(io.StringIO(text)))


@lru_cache(maxsize=4)
def with_house(text: str, file: str = HOUSE_FILE) -> FairRules:
    """The shipped rules with a house's own over them. A row that cannot be used is left out and told."""
    rules = {rule.id: rule for rule in shipped()}
    found: list[Finding] = []
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), restval="")
    missing = [name for name in ("id", "find") if name not in (rows.fieldnames or ())]
    if missing:
        return FairRules(
            tuple(rules.values()),
            (
                _told(
                    Place(workbook=file, row=1),
                    _("{file} has no column “{name}”.").format(file=file, name=missing[0]),
                    _("Its first row names the columns: {names}.").format(names=", ".join(HEADINGS)),
                ),
            ),
        )
    try:
        for row in rows:
            place = Place(workbook=file, row=rows.line_num)
            name = (row.get("id") or "").strip()
            if not any((value or "").strip() for key, value in row.items() if key is not None):
                continue
            if (row.get("level") or "").strip().casefold() == OFF and name:
                rules.pop(name, None)
                continue
            try:
                rules[name] = _rule(row, subject="house")
            except ValueError as error:
                found.append(_told(place, str(error), _("Look at the guide to fair words, and correct the row.")))
    except csv.Error:
        found.append(
            _told(
                Place(workbook=file), _("{file} cannot be read to its end.").format(file=file),
                _("Save it anew from Excel as CSV (UTF-8)."),
            )
        )  # fmt: skip
    return FairRules(tuple(rules.values()), tuple(found))


def read_house(folder: Path) -> FairRules:
    """The rules of a workspace: those shipped where it has no file of its own."""
    path = folder / HOUSE_FILE
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return FairRules(shipped())
    except (OSError, UnicodeDecodeError):
        told = _told(
            Place(workbook=HOUSE_FILE), _("{file} cannot be read.").format(file=HOUSE_FILE),
            _("Save it anew from Excel as CSV (UTF-8)."),
        )  # fmt: skip
        return FairRules(shipped(), (told,))
    return with_house(text)


def unfair(text: str, rules: Sequence[FairRule] | None = None) -> Iterator[FairHit]:
    """Each place of the text that a rule finds, in the order of the text; never inside a quotation."""
    said = [match.span() for match in quotations(text)]
    sentences = list(_sentences(text))
    long = len(_COUNTED.findall(text))
    found: list[FairHit] = []
    low = text.casefold()
    for rule in shipped() if rules is None else rules:
        if not rule.find.may_be_in(low):
            continue
        if rule.whole:
            if long < rule.least_words or (rule.unless and rule.unless.pattern.search(text)):
                continue
            spans = [match.span() for match in rule.find.pattern.finditer(text)][:1]
        else:
            spans = [
                match.span()
                for start, end in sentences
                for match in rule.find.pattern.finditer(text, start, end)
                if not (rule.unless and _elsewhere(rule.unless.pattern, text, (start, end), match.span()))
            ]
        found += [
            FairHit(rule, " ".join(text[start:end].split()), start, end)
            for start, end in spans
            if not any(first <= start < last for first, last in said)
        ]
    yield from sorted(found, key=lambda hit: (hit.start, hit.end))


def unfair_as_typed(text: str, rules: Sequence[FairRule] | None = None) -> tuple[FairHit, ...]:
    """Each place of a text with its signs for form as it is typed: a paragraph behind “>” is somebody's own words."""
    said = [match.span() for match in _QUOTED_LINE.finditer(text)]
    hits = _hits(text, _InForce(shipped() if rules is None else rules))
    return tuple(hit for hit in hits if not any(start <= hit.start < end for start, end in said))


def check_words(plan: PackPlan, rules: Sequence[FairRule] | None = None) -> Iterator[Finding]:
    """What a plan's answers say unfairly; never in a person's own words."""
    in_force = _InForce(shipped() if rules is None else rules)
    for question in plan.questions:
        for block in question.blocks:
            for paragraph in block.paragraphs:
                if paragraph.style in {Style.QUOTE, Style.WITHHELD}:
                    continue
                source = block.source
                place = Place(
                    workbook=plan.library_name if source else None, sheet=source.sheet if source else None,
                    row=source.row if source else None, ref=source.ref if source else None,
                    pack=plan.title, number=question.number, question=question.id, block=block.id,
                )  # fmt: skip
                for hit in _hits(paragraph.text, in_force):
                    yield finding(
                        LEVELS[hit.rule.level],
                        place,
                        f"{question.number}: “{hit.found}”. {hit.rule.why}",
                        hit.rule.better,
                    )


class _InForce:
    """Some rules, told from others without looking at each."""

    def __init__(self, rules: Sequence[FairRule]) -> None:
        self.rules = rules

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _InForce) and other.rules is self.rules

    def __hash__(self) -> int:
        return id(self.rules)


@lru_cache(maxsize=4_096)  # a key that is typed changes one text of a pack
def _hits(text: str, in_force: _InForce) -> tuple[FairHit, ...]:
    return tuple(unfair(text, in_force.rules))


def by_subject(hits: Iterable[FairHit]) -> dict[str, int]:
    """How many of each subject there are, in the order of SUBJECTS; only those that there are."""
    counts = dict.fromkeys(SUBJECTS, 0)
    for hit in hits:
        counts[hit.rule.subject] += 1
    return {subject: count for subject, count in counts.items() if count}


def _told(place: Place, message: str, remedy: str) -> Finding:
    return finding("words.house_file", place, message, remedy)


def _elsewhere(unless: re.Pattern[str], text: str, sentence: tuple[int, int], hit: tuple[int, int]) -> bool:
    """Whether what excuses a hit stands in its sentence, and not only within the words found."""
    return any(match.start() < hit[0] or match.end() > hit[1] for match in unless.finditer(text, *sentence))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _rule(row: Mapping[str, str | None], subject: str = "") -> FairRule:
    """A row made ready. Raises ValueError with a whole sentence."""
    cells = {name: (row.get(name) or "").strip() for name in HEADINGS}
    if not cells["id"]:
        raise ValueError(_("A rule has no id."))
    level = cells["level"].casefold() or "warn"
    if level not in LEVELS:
        raise ValueError(_("“{level}” is no level: it is warn, info or off.").format(level=cells["level"]))
    if cells["least_words"] and not cells["least_words"].isdecimal():
        raise ValueError(_("“{number}” is no number of words.").format(number=cells["least_words"]))
    kind = cells["subject"] if cells["subject"] in SUBJECTS else subject or "house"
    return FairRule(
        id=cells["id"],
        subject=kind,
        find=phrases(cells["find"]),
        unless=phrases(cells["unless"]) if cells["unless"] else None,
        whole=cells["within"].casefold() == "text",
        least_words=int(cells["least_words"] or 0),
        why=cells["why"] or _("The house style asks for other words."),
        better=cells["better"],
        replace=cells["replace"],
        source=cells["source"] or "house",
        level=level,
    )
