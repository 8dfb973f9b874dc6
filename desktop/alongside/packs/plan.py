"""The plan: everything a document needs, decided and frozen. Rendering meets this and never the library."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from alongside.findings import Finding
from alongside.library.records import Service
from alongside.packs.chart import PlannedChart
from alongside.packs.counting import Counts
from alongside.packs.frameworks import FrameworkVersion
from alongside.packs.involving import Involved
from alongside.packs.kept_back import KeptBack
from alongside.packs.pack import Brief, Limit, PackKind, PictureWidth, References, Status
from alongside.packs.picture import Picture
from alongside.packs.traces import Traces


class Style(StrEnum):
    """What a paragraph is; templates map each to a named style of their own."""

    BODY = "body"
    HEADING = "heading"
    QUOTE = "quote"  # a person's own words
    NOTE = "note"  # under a figure or a table
    WITHHELD = "withheld"  # a grey block with the reason: the text itself is not in the plan


@dataclass(frozen=True, slots=True)
class Source:
    """Where a block's text comes from: the claim trace's other end."""

    number: int  # in the evidence index, from 1, in order of first use
    ref: str
    sheet: str
    row: int  # as Excel numbers it
    title: str
    kind: str
    categories: tuple[str, ...]
    dated: date | None  # end of the period, else the source's date
    owner_role: str
    held_in: str  # the source document's name
    version: str  # first 12 hex digits of the digest of the item's texts
    status: str  # of the library row: draft, checked, approved, expired
    review_due: date | None  # None: no review is planned
    usable_until: date | None  # a story's permission: its last day; None for anything else
    involvement_level: int | None  # evidence: step on the ladder of co-production
    used_in: tuple[str, ...]  # numbers of the questions
    period_from: date | None = None  # first day of the period that ends on `dated`; None: it is a day
    n: int | None = None  # how many were looked at or answered; None: not known, or too few to be told
    draws_on: tuple[str, ...] = ()  # stories behind a reusable answer: told with it
    change_told: bool = False  # the record says what changed because of people's involvement


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, list item or small table."""

    text: str  # may be a FormattedText: the same text with its form
    style: Style = Style.BODY


@dataclass(frozen=True, slots=True)
class PlannedTable:
    """A table as released: whatever had to be hidden is hidden already."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str  # n, period, source, and what is hidden


@dataclass(frozen=True, slots=True)
class PlannedPicture:
    """A picture ready to print."""

    picture: Picture
    sha256: str  # of its file
    caption: str  # empty: it has no number
    alternative: str  # never empty: the caption, or that nothing is said, stands in
    width: PictureWidth


@dataclass(frozen=True, slots=True)
class PlannedFigure:
    """A figure as released, in words ready to print. Hidden: `value` and `parts` are the neutral mark."""

    ref: str  # K11 or M-05
    name: str
    value: str  # "50 %", "8.0 per 1,000 days"
    parts: str  # "9 of 18"
    period: str
    source: str  # the sheet or survey
    definition: str  # with its version
    sentence: str  # all of it in one sentence, for a block in running text
    hidden: bool


@dataclass(frozen=True, slots=True)
class PlannedBlock:
    """One block, resolved. `source` is None for typed text and headings."""

    id: str
    kind: str  # the block's tag: evidence, story, answer, figure, table, chart, picture, heading, text
    paragraphs: tuple[Paragraph, ...]
    source: Source | None
    table: PlannedTable | None = None
    chart: PlannedChart | None = None
    picture: PlannedPicture | None = None
    withheld: str = ""  # why the text is kept back; empty: it is not
    edited: bool = False  # the writer changed the library's text


@dataclass(frozen=True, slots=True)
class PlannedQuestion:
    """A question or section with its blocks in order and its length."""

    id: str
    number: str
    heading: str
    text: str
    guidance: str
    section: str
    limit: Limit
    weight: float | None
    status: Status
    blocks: tuple[PlannedBlock, ...]
    counts: Counts
    weight_unit: str = ""  # "": per cent; "marks"


@dataclass(frozen=True, slots=True)
class PlannedStory:
    """A story that this pack may use on this day, in its parts. No person's code: it is never printed."""

    source: Source
    title: str
    pseudonym: str
    age_band: str
    composite: bool
    situation: str
    action: str
    words: str  # what the person said
    outcome: str
    learning: str
    restriction_before: str
    restriction_after: str
    told_by: str  # the story's kind, in words
    permission: str  # one line: how and until when
    check_in: date | None = None  # when the person is to be asked again; None: not planned
    others_recognisable: bool = False  # family or staff
    unexplained: bool = False  # how it was explained, or who was there, is not recorded
    told_answer: str | None = ""  # what the person said to how it is told; "": not asked, None: nobody to ask
    traces: Traces = field(default_factory=Traces)  # what could lead somebody to the person; printed nowhere


@dataclass(frozen=True, slots=True)
class FrameworkLine:
    """One framework item and what in this pack speaks to it."""

    item_id: str
    title: str
    key_question: str
    refs: tuple[str, ...]
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedAttachment:
    """A file that goes with the pack."""

    number: int  # of the appendix, from 1
    title: str  # of the record that cites it
    kind: str
    refs: tuple[str, ...]  # every record that cites it
    dated: date | None
    expires: date | None  # the last day it may be relied on; None: it has none
    pages: int | None  # None: not known
    name: str  # in the folder `files`; never printed
    sha256: str  # as it was planned with


@dataclass(frozen=True, slots=True)
class PackPlan:
    """A pack on one day, ready to be checked and rendered."""

    pack_id: str
    kind: PackKind
    title: str
    recipe: str
    day: date
    brief: Brief
    letter: tuple[str, ...]  # paragraphs
    services: tuple[Service, ...]
    provider: str
    framework: FrameworkVersion | None
    framework_lines: tuple[FrameworkLine, ...]
    period_from: date | None
    period_to: date | None
    example: bool
    questions: tuple[PlannedQuestion, ...]
    sources: tuple[Source, ...]  # the evidence index, by number
    stories: tuple[PlannedStory, ...]
    figures: tuple[PlannedFigure, ...]  # every measure of the recipe for these services and this period, as released
    tables: dict[
        str, PlannedTable
    ]  # every table of packs.tables for these services and this period, as released, by id
    library_name: str
    library_digest: str
    pack_digest: str
    findings: tuple[Finding, ...]  # what planning itself met: unknown items, withheld blocks
    references: References = References.INDEX
    attachments: tuple[PlannedAttachment, ...] = ()
    charts: dict[str, PlannedChart] = field(default_factory=dict)  # every chart there are numbers for, by id
    involved: Involved = field(default_factory=Involved)
    kept_back: tuple[KeptBack, ...] = ()  # stories that may not be told here: what no output may repeat
