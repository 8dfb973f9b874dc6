"""The claim trace: each claim of a pack led back to the library's row behind it, or said to have none."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from alongside.i18n import _, ngettext
from alongside.packs.easy_read_draft import sentences
from alongside.packs.pack import LibraryBlock, Pack
from alongside.packs.plan import PackPlan, PlannedBlock, PlannedQuestion, Source, Style
from alongside.report import Report, ReportSection, ReportTable

_NEAR = 60  # of 100: two sentences that speak of one thing; a small number alone may count anything
_SMALL = re.compile(r"\d{1,2}")
_ALIKE = 86  # of 100: two sentences that say the same of other numbers
# What holds digits and claims nothing: law, record ids, forms of reference.
_NO_CLAIM = re.compile(
    r"\b(?:section|s\.|article|regulation|reg\.|schedule|part|chapter|clause|paragraph|question|appendix|annex|table|"
    r"figure|principle|step|level|stage|phase|version|lot|standard|KLOE|tier)\s*\d+[a-z]?\b|"
    r"\b[A-Z]{1,5}-?\d+[A-Za-z0-9-]*\b|\bAct\s+(?:19|20)\d\d\b|\bregulations\s+(?:19|20)\d\d\b|\b24/7\b|\[\d+\]",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.])(?:n\s*=\s*)?£?\d[\d,]*(?:\.\d+)?(?:\s?(?:%|per cent\b|percent\b))?", re.IGNORECASE)
_SPELT = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNTED = re.compile(
    rf"\b(?:{'|'.join(_SPELT)}|half|all|most|every)\s+(?:(?:in|out of|of)\s+(?:the\s+|our\s+)?)?"
    r"(?:(?:\w+)\s+)?(?:people|persons?|staff|services|tenants|families|months?|years?|reviews|restrictions|audits|"
    r"teams|members|managers)\b|\b(?:a|one|two|three)[ -](?:half|thirds?|quarters?)\b|"
    r"\b(?:half|doubled|halved|tripled)\b",
    re.IGNORECASE,
)  # fmt: skip
_PRACTICES = re.compile(
    r"\b(?:positive behaviou?r(?:al)? support|PBS plans?|active support|making safeguarding personal|talking mats|"
    r"circles? of support|restraint reduction network|RRN certified|PROACT-SCIPr?|MAYBO|STOMP|STAMP|LeDeR|makaton|"
    r"easy read|person[- ]centred risk assessments?|family group conferenc\w+|experts? by experience|"
    r"trauma[- ]informed (?:care|practice|support)|safety pods?|learning reviews?|restriction panels?|"
    r"human rights[- ]based approach|independent advoca\w+|post-incident (?:reviews?|debriefs?))",
    re.IGNORECASE,
)


class Standing(StrEnum):
    """What is behind a claim."""

    ROW = "row"  # it is a library row's own text
    RECORDS = "records"  # a figure, table or chart worked out from the records
    SAME = "same"  # typed, and a row used in the same answer says the same
    DIFFERS = "differs"  # a row or figure says it of another number
    NONE = "unsupported"  # typed, and nothing of this pack says it


SAID = {
    Standing.ROW: _("From the library"),
    Standing.RECORDS: _("Worked out from the records"),
    Standing.SAME: _("Typed; a source beside it says the same"),
    Standing.DIFFERS: _("Differs from the record"),
    Standing.NONE: _("Nothing behind it"),
}
TO_MEND = (Standing.DIFFERS, Standing.NONE)


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence that states a figure, a period or a practice by name."""

    question: str  # Question.id
    number: str
    block: str
    sentence: str
    stated: tuple[str, ...]  # the figures and practices in it
    standing: Standing
    ref: str = ""  # of what is behind it, or disagrees
    row: int | None = None  # as Excel numbers it
    sheet: str = ""
    title: str = ""
    record: str = ""  # DIFFERS: what the record says


@dataclass(frozen=True, slots=True)
class Trace:
    """All claims of a pack, in printed order, and the sources they lead to."""

    claims: tuple[Claim, ...]
    sources: tuple[Source, ...]

    @property
    def to_mend(self) -> tuple[Claim, ...]:
        return tuple(item for item in self.claims if item.standing in TO_MEND)

    def of(self, question: str) -> tuple[Claim, ...]:
        """The claims of one answer."""
        return tuple(item for item in self.claims if item.question == question)


def trace(plan: PackPlan, pack: Pack) -> Trace:
    """Lead each claim back to its row. What is kept back claims nothing."""
    originals = {
        block.id: block.original or "" for item in pack.questions for block in item.blocks
        if isinstance(block, LibraryBlock)
    }  # fmt: skip
    known = list(_known(plan))
    claims = [
        claim
        for question in plan.questions
        for block in question.blocks
        if not block.withheld
        for claim in _claims(question, block, originals, known)
    ]
    return Trace(tuple(claims), plan.sources)


@dataclass(frozen=True, slots=True)
class _Known:
    """A sentence that the library or the records state."""

    question: str  # where it is used; "": nowhere in the answers
    ref: str
    text: str
    source: Source | None
    said: frozenset[str]  # what it states
    masked: str  # the text without its numbers


def _statement(question: str, ref: str, text: str, source: Source | None) -> _Known:
    return _Known(question, ref, text, source, frozenset(_folded(word) for word in stated(text)), _masked(text))


def _known(plan: PackPlan) -> Iterator[_Known]:
    for question in plan.questions:
        for block in question.blocks:
            if block.withheld or block.edited or (block.source is None and block.kind not in {"figure"}):
                continue
            for text in _texts(block):
                yield _statement(question.id, block.source.ref if block.source else "", text, block.source)
    for figure in plan.figures:
        if not figure.hidden:
            yield _statement("", figure.ref, figure.sentence, None)


def _texts(block: PlannedBlock) -> Iterator[str]:
    for paragraph in block.paragraphs:
        if paragraph.style is not Style.HEADING:
            yield from sentences(paragraph.text)


def _claims(
    question: PlannedQuestion, block: PlannedBlock, originals: Mapping[str, str], known: list[_Known]
) -> Iterator[Claim]:
    original = {_folded(word) for word in stated(originals.get(block.id, ""))} if block.edited else set()
    before = sentences(originals.get(block.id, "")) if block.edited else ()
    for sentence in _texts(block):
        found = stated(sentence)
        if not found:
            continue
        source = block.source
        standing, ref, record = Standing.ROW, source.ref if source else "", ""
        if source is not None and block.edited:
            new = [word for word in found if _folded(word) not in original]
            if new:
                record = _nearest(sentence, before)
                standing = Standing.DIFFERS if record else Standing.NONE
        elif source is None and block.kind in {"figure", "table", "chart"}:
            standing = Standing.RECORDS
        elif source is None:
            standing, match = _of_typed(sentence, found, question.id, known)
            if match is not None:
                ref, source = match.ref, match.source
                record = match.text if standing is Standing.DIFFERS else ""
        yield Claim(
            question.id, question.number, block.id, sentence, found, standing, ref,
            source.row if source else None, source.sheet if source else "", source.title if source else "", record,
        )  # fmt: skip


def _of_typed(
    sentence: str, found: tuple[str, ...], question: str, known: Iterable[_Known]
) -> tuple[Standing, _Known | None]:
    wanted = {_folded(word) for word in found}
    masked, alike = _masked(sentence), None
    telling = not any(_SMALL.fullmatch(word) for word in wanted)
    for item in known:
        said = item.said
        beside = item.question == question and (telling or fuzz.token_set_ratio(masked, item.masked) >= _NEAR)
        if wanted <= said and (beside or fuzz.token_set_ratio(masked, item.masked) >= _ALIKE):
            return Standing.SAME, item
        if alike is None and said and said != wanted and fuzz.ratio(masked, item.masked) >= _ALIKE:
            alike = item
    return (Standing.DIFFERS, alike) if alike is not None else (Standing.NONE, None)


def _nearest(sentence: str, before: Iterable[str]) -> str:
    """The sentence of the record that says it of another number; "": none does."""
    masked = _masked(sentence)
    scored = sorted(((fuzz.ratio(masked, _masked(item)), item) for item in before if stated(item)), reverse=True)
    return scored[0][1] if scored and scored[0][0] >= _ALIKE else ""


def stated(text: str) -> tuple[str, ...]:
    """The figures, periods, counts and named practices of a text, each once."""
    bare = _NO_CLAIM.sub(" ", text)
    found = [match[0].strip() for pattern in (_NUMBER, _COUNTED, _PRACTICES) for match in pattern.finditer(bare)]
    return tuple(dict.fromkeys(found))


def _masked(text: str) -> str:
    return _NUMBER.sub("#", text).casefold()


def _folded(text: str) -> str:
    folded = " ".join(text.casefold().replace(",", "").replace("per cent", "%").replace("percent", "%").split())
    return folded.replace(" %", "%").removeprefix("n = ").removeprefix("n=")


# --- to keep and to hand over ---------------------------------------------------------------------------------------


def trace_report(found: Trace, plan: PackPlan) -> Report:
    """What has nothing behind it, each claim with its row, and the evidence index."""
    mend = tuple(
        (item.number, item.sentence, ", ".join(item.stated), SAID[item.standing], item.ref, item.record)
        for item in found.to_mend
    )
    every = tuple(
        (item.number, item.sentence, ", ".join(item.stated), SAID[item.standing], item.ref, item.row)
        for item in found.claims
    )
    index = tuple(
        (item.number, item.ref, item.title, item.dated, item.owner_role, item.held_in, ", ".join(item.used_in))
        for item in found.sources
    )
    n = len(found.to_mend)
    head = (_("Question"), _("Sentence"), _("States"), _("Behind it"), _("Row"))
    return Report(
        title=_("What each claim rests on"),
        about=plan.title,
        on=plan.day,
        sections=(
            ReportSection(
                _("To look at before it is sent"),
                paragraphs=(
                    ngettext("{n} claim has no source, or differs from it.",
                             "{n} claims have no source, or differ from it.", n).format(n=n),
                ),
                tables=(ReportTable((*head, _("The record says")), mend),) if mend else (),
            ),
            ReportSection(
                _("Every claim"), tables=(ReportTable((*head, _("Excel row")), every),) if every else (),
                empty=_("No answer states a figure, a period or a practice by name."),
            ),
            ReportSection(
                _("Evidence index"),
                tables=(ReportTable((_("No."), _("Row"), _("Title"), _("Date"), _("Owner"), _("Held in"),
                                     _("Used in")), index),) if index else (),
                empty=_("Nothing of the library is used."),
            ),
        ),
        example=plan.example,
        notes=(
            _("A claim is a sentence with a figure, a period, a count or a practice called by its name. References to "
              "laws, tables and records are none. Whether a sentence without any of these is true is for its "
              "writer to say."),
        ),
    )  # fmt: skip
