"""What can be added to an answer: library items, figures and tables as one kind of row. No Qt."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from alongside.i18n import _, ngettext
from alongside.library.records import Answer, Evidence, Metric, Record, Story
from alongside.library.search.why import Why
from alongside.packs.charting import chart_ids, chart_name
from alongside.packs.consent import refusal
from alongside.packs.counting import count
from alongside.packs.edit import new_id
from alongside.packs.pack import (
    AnswerBlock,
    Block,
    ChartBlock,
    EvidenceBlock,
    FigureBlock,
    PackKind,
    StoryBlock,
    TableBlock,
)
from alongside.packs.plan import PackPlan
from alongside.packs.texts import lengths_of, text_at
from alongside.ui.marks import Mark, mark_of
from alongside.ui.wording import length_text, title_of

SHEET_OF = {"evidence": "evidence", "story": "stories", "answer": "answers"}


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to add."""

    kind: str  # evidence, story, answer, figure, chart or table
    ref: str
    title: str
    text: str  # what would stand in the answer, or the beginning of it
    mark: Mark | None
    lengths: tuple[tuple[str, str], ...]  # key and words of each button; at least one
    record: Record | None = None
    used: bool = False  # in this pack already
    why: Callable[[], Why | None] | None = None  # why a search found it


def offer_of(record: Record, kind: PackKind, used: frozenset[str], today: date) -> Offer | None:
    """A library row as an offer; None for a row that answers nothing."""
    if isinstance(record, Evidence | Story):
        lengths = tuple((length, _length_words(record, length)) for length in lengths_of(record))
        what = "evidence" if isinstance(record, Evidence) else "story"
        text = record.claim if isinstance(record, Evidence) else text_at(record, lengths[0][0] if lengths else "")
    elif isinstance(record, Answer):
        n = count([record.text]).words
        lengths, what, text = (("", ngettext("{n} word", "{n} words", n).format(n=n)),), "answer", record.text
    elif isinstance(record, Metric):
        lengths, what, text = (("", _("Add")),), "figure", record.definition
    else:
        return None
    mark = mark_of(record, today)
    if isinstance(record, Story):
        refused = refusal(record, kind.purpose, today)
        if refused is not None:
            mark = Mark("prohibit", "block", _("Not for this pack"), f"{refused.reason} {refused.remedy}")
            lengths = ()
    elif record.status == "withdrawn":
        lengths = ()
    return Offer(what, record.ref, title_of(record), text, mark, lengths, record, record.ref in used)


def _length_words(record: Record, length: str) -> str:
    n = count([text_at(record, length)]).words
    return (
        _("{length} · {n} words").format(length=length_text(length), n=n)
        if length == "claim"
        else _("{n} words").format(n=n)
    )


def offers_of(records: Iterable[Record], kind: PackKind, used: frozenset[str], today: date) -> tuple[Offer, ...]:
    """Those of the rows that can be offered, in the same order."""
    found = (offer_of(record, kind, used, today) for record in records)
    return tuple(offer for offer in found if offer is not None)


def measured_offers(plan: PackPlan, kind: str, used: frozenset[str]) -> tuple[Offer, ...]:
    """The figures, charts or tables worked out for the pack's services and period."""
    add = (("", _("Add")),)
    if kind == "figure":
        return tuple(
            Offer("figure", item.ref, item.name, item.sentence, None, add, None, item.ref in used)
            for item in plan.figures
        )
    if kind == "chart":
        return tuple(
            Offer("chart", ref, chart.title, chart.alternative, None, add, None, ref in used)
            for ref, chart in plan.charts.items()
        )
    return tuple(
        Offer("table", ref, table.title, table.note, None, add, None, ref in used) for ref, table in plan.tables.items()
    )


def names_of(plan: PackPlan) -> dict[str, str]:
    """What is worked out from the records, by id: each chart, table and figure in plain words."""
    return (
        {ref: chart_name(ref) for ref in chart_ids()}
        | {item.ref: item.name for item in plan.figures}
        | {ref: table.title for ref, table in plan.tables.items()}
        | {ref: chart.title for ref, chart in plan.charts.items()}
    )


def block_of(offer: Offer, length: str) -> Block:
    """The block that adds the offer at a length."""
    match offer.kind:
        case "evidence":
            return EvidenceBlock(id=new_id(), ref=offer.ref, length=length)
        case "story":
            return StoryBlock(id=new_id(), ref=offer.ref, length=length)
        case "answer":
            return AnswerBlock(id=new_id(), ref=offer.ref)
        case "figure":
            return FigureBlock(id=new_id(), ref=offer.ref)
        case "chart":
            return ChartBlock(id=new_id(), ref=offer.ref)
        case _:
            return TableBlock(id=new_id(), ref=offer.ref)
