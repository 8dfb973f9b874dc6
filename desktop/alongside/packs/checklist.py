"""The last list before a tender is sent: each rule of the buyer's that a person took, held to the finished files."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from alongside.i18n import _
from alongside.packs.buyer_rules import DEADLINE, FIELDS
from alongside.packs.pack import Pack, TenderRules
from alongside.packs.plan import PackPlan

_POINT = 0.05  # font sizes of a PDF carry rounding
_MARGIN = 0.02  # cm
_JUDGED = frozenset({"font_size_min", "page_size"})  # notes and tables may be smaller, a plan may be A3
_METRIC_TWINS = {"liberation sans": "arial", "liberation serif": "times new roman", "carlito": "calibri"}
_BRACKETED = re.compile(r"\[([^\[\]]+)\]|<([^<>]+)>|\{([^{}]+)\}")
_ANY = "\N{REPLACEMENT CHARACTER}"  # stands for a document's own name
_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


class State(StrEnum):
    """What became of a rule."""

    MET = "met"
    NOT_MET = "not_met"
    BY_PERSON = "by_person"  # no file tells: somebody must look, and tick it
    TICKED = "ticked"


STATES = {
    State.MET: _("Met"), State.NOT_MET: _("Not met"), State.BY_PERSON: _("To be ticked"), State.TICKED: _("Ticked"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a finished file is, as it lies there. None: this kind of file does not tell."""

    name: str
    size: int  # bytes
    pages: int | None = None
    pages_are_estimates: bool = False
    fonts: tuple[str, ...] | None = None  # of the text in it
    least_size: float | None = None  # points, of any text in it
    least_margin: float | None = None  # cm, of any page
    page_sizes: tuple[str, ...] = ()  # "A4", else in mm
    links: int | None = None  # that lead outside the file
    pictures: int | None = None
    answers: bool = False  # whether it holds the answers; its pages count against the limit over all

    @property
    def suffix(self) -> str:
        return self.name.rpartition(".")[2].lower() if "." in self.name else ""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list."""

    field: str  # of the rules; "files" and "page_size" are the house's own
    title: str
    wanted: str
    found: str
    state: State
    sentence: str = ""  # the buyer's own

    @property
    def may_be_ticked(self) -> bool:
        """Whether a person may settle it: what no file tells, and what is small print, which buyers mean or do not."""
        judged = self.field in _JUDGED and self.state is State.NOT_MET
        return judged or self.state is State.BY_PERSON


def checklist(pack: Pack, plan: PackPlan, files: Sequence[FileFacts], ticked: Sequence[str] = ()) -> tuple[Check, ...]:
    """Every rule there is, met or not. A tick settles only what is for a person to judge."""
    sentences = {item.field: item.sentence for item in pack.stated_rules if item.taken}
    found = [*_own(files), *(check for rule in _RULES for check in rule(pack, plan, files))]
    return tuple(
        Check(
            item.field, item.title, item.wanted, item.found,
            State.TICKED if item.may_be_ticked and item.field in ticked else item.state,
            sentences.get(item.field, ""),
        )
        for item in found
    )  # fmt: skip


def _own(files: Sequence[FileFacts]) -> Iterator[Check]:
    names = ", ".join(item.name for item in files)
    state = State.MET if files and all(item.size for item in files) else State.NOT_MET
    yield Check("files", _("Files"), _("none empty"), names or _("no file"), state)
    sizes = sorted({size for item in files for size in item.page_sizes})
    if sizes:
        met = State.MET if sizes == ["A4"] else State.NOT_MET
        yield Check("page_size", _("Page size"), "A4", ", ".join(sizes), met)


def _check(field: str, wanted: str, found: str, met: bool | None) -> Check:
    state = State.BY_PERSON if met is None else State.MET if met else State.NOT_MET
    return Check(field, FIELDS[field], wanted, found, state)


def _fonts(pack: Pack, _plan: PackPlan, files: Sequence[FileFacts]) -> Iterator[Check]:
    wanted = pack.rules.font_names
    if wanted:
        used = sorted({font for item in files for font in item.fonts or ()})
        kept = {_twin(name) for name in wanted}
        others = [font for font in used if _twin(font) not in kept]
        yield _check("font_names", ", ".join(wanted), ", ".join(others or used), not others if used else None)
    if (least := pack.rules.font_size_min) is not None:
        sizes = [item.least_size for item in files if item.least_size is not None]
        smallest = min(sizes, default=None)
        said = _("{n:g} pt in {file}").format(
            n=smallest, file=next(item.name for item in files if item.least_size == smallest)
        ) if smallest is not None else ""  # fmt: skip
        met = smallest >= least - _POINT if smallest is not None else None
        yield _check("font_size_min", f"{least:g} pt", said, met)
    if (margin := pack.rules.margin_min_cm) is not None:
        margins = [item.least_margin for item in files if item.least_margin is not None]
        narrow = min(margins, default=None)
        met = narrow >= margin - _MARGIN if narrow is not None else None
        yield _check("margin_min_cm", f"{margin:g} cm", f"{narrow:.2f} cm" if narrow is not None else "", met)


def _twin(name: str) -> str:
    plain = re.sub(r"^[A-Z]{6}\+", "", name)
    plain = re.sub(r"[-,]?(?:bold|italic|oblique|regular|mt|ps|psmt)+$", "", plain.lower().replace("-", " ")).strip()
    spaced = {"liberationsans": "liberation sans", "timesnewroman": "times new roman"}.get(
        plain.replace(" ", ""), plain
    )
    return _METRIC_TWINS.get(spaced, spaced)


def _lengths(pack: Pack, plan: PackPlan, files: Sequence[FileFacts]) -> Iterator[Check]:
    if (limit := pack.rules.total_word_limit) is not None:
        words = sum(question.counts.words for question in plan.questions)
        yield _check("total_word_limit", f"{limit:,}", f"{words:,}", words <= limit)
    if (most := pack.rules.page_limit) is not None:
        told = [item for item in files if item.answers and item.pages is not None]
        pages = sum(item.pages or 0 for item in told)
        estimate = any(item.pages_are_estimates for item in told)
        met = None if not told or (estimate and pages <= most) else pages <= most
        said = (_("about {n}, an estimate") if estimate else "{n}").format(n=pages) if told else ""
        yield _check("page_limit", str(most), said, met)


def _files(pack: Pack, plan: PackPlan, files: Sequence[FileFacts]) -> Iterator[Check]:
    rules = pack.rules
    if rules.file_types:
        kinds = {kind.lower().lstrip(".") for kind in rules.file_types}
        others = [item.name for item in files if item.suffix not in kinds]
        yield _check("file_types", ", ".join(sorted(kinds)), ", ".join(others), not others if files else None)
    if rules.max_mb is not None:
        largest = max((item.size for item in files), default=0) / 1_000_000
        yield _check("max_mb", f"{rules.max_mb:g} MB", f"{largest:.2f} MB", largest <= rules.max_mb)
    if rules.filename_pattern:
        stem, known = file_stem(rules.filename_pattern, plan, _ANY)
        begins, _sign, ends = stem.partition(_ANY)
        fit = [item for item in files if item.name.startswith(begins) and item.name.rpartition(".")[0].endswith(ends)]
        met = bool(fit) if known else None
        yield _check("filename_pattern", rules.filename_pattern, ", ".join(item.name for item in files), met)


def _content(pack: Pack, _plan: PackPlan, files: Sequence[FileFacts]) -> Iterator[Check]:
    rules = pack.rules
    for field, allowed, counts in (
        ("hyperlinks_allowed", rules.hyperlinks_allowed, [item.links for item in files]),
        ("images_allowed", rules.images_allowed, [item.pictures for item in files]),
    ):
        known = [n for n in counts if n is not None]
        if allowed is False:
            yield _check(field, _("none"), f"{sum(known)}", not sum(known) if known else None)
    if rules.attachments_allowed is False:
        more = [item.name for item in files if not item.answers]
        yield _check("attachments_allowed", _("none"), ", ".join(more), not more if files else None)


def _by_person(pack: Pack, _plan: PackPlan, _files: Sequence[FileFacts]) -> Iterator[Check]:
    rules: TenderRules = pack.rules
    if pack.brief.deadline_at:
        yield _check(DEADLINE, pack.brief.deadline_at.replace("T", " "), _("to be sent before then"), None)
    if rules.portal_paste:
        yield _check("portal_paste", _("yes"), _("the texts are in the folder portal"), None)
    if rules.anonymous_submission:
        yield _check("anonymous_submission", _("yes"), _("look at covers, file names and properties"), None)
    if rules.cross_reference_allowed is False:
        yield _check("cross_reference_allowed", _("no"), _("look for “see our answer to …”"), None)


_Rule = Callable[[Pack, PackPlan, Sequence[FileFacts]], Iterator[Check]]
_RULES: tuple[_Rule, ...] = (_fonts, _lengths, _files, _content, _by_person)


def file_stem(pattern: str, plan: PackPlan, document: str = "") -> tuple[str, bool]:
    """The name that a buyer's pattern gives, without its ending, and whether all its places could be filled."""
    known = True

    def filled(match: re.Match[str]) -> str:
        nonlocal known
        word = next(part for part in match.groups() if part).casefold()
        values = (
            (("bidder", "supplier", "organisation", "company", "tenderer", "provider", "applicant"), plan.provider),
            (("lot",), plan.brief.lot),
            (("reference", "ref", "contract no", "tender no"), plan.brief.reference),
            (("date",), plan.day.isoformat()),
            (("document", "file"), document),
            (("title", "tender", "contract", "project"), plan.brief.title),
        )
        value = next((text for names, text in values if any(name in word for name in names) and text), "")
        known = known and bool(value)
        return value or match[0]

    stem = re.sub(r"\.(?:docx?|pdf|xlsx?|zip)$", "", _BRACKETED.sub(filled, pattern.strip()), flags=re.IGNORECASE)
    return " ".join(_UNFIT.sub(" ", stem).split()).strip(" .")[:90], known
