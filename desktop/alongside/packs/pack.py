"""The pack: what a writer chose, wrote and decided. One JSON file, strict, saved whole or not at all."""

import os
import tempfile
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.packs.buyer_file import NOWHERE, BuyerFile, Clarification, Marking, Slot, StatedRule, Where

SCHEMA_VERSION = 1
SUFFIX = ".pack.json"


class PackKind(StrEnum):
    """What a pack is for; also the purpose that a story's permission must cover."""

    TENDER = "tender_response"
    INSPECTION = "inspection_narrative"

    @property
    def purpose(self) -> str:
        """The word of `consent_scope` that covers this kind."""
        return "tender" if self is PackKind.TENDER else "inspection"


class LimitKind(StrEnum):
    """What a buyer counts."""

    NONE = "none"
    WORDS = "words"
    CHARACTERS = "characters"  # with spaces
    CHARACTERS_NO_SPACES = "characters_no_spaces"
    PAGES = "pages"


class References(StrEnum):
    """How a document says where a claim comes from."""

    INDEX = "index"  # a raised number, which leads into the evidence index
    ENDNOTES = "endnotes"
    FOOTNOTES = "footnotes"
    BRACKETS = "brackets"  # "[3]" in the running text, which leads into the evidence index


class Status(StrEnum):
    """Where a question stands."""

    NOT_STARTED = "not_started"
    DRAFT = "draft"
    REVIEW = "review"
    SIGNED_OFF = "signed_off"


class _Value(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    pass


class Limit(_Value, frozen=True, kw_only=True):
    """How long an answer may be; `value` 0 only with kind none."""

    kind: LimitKind = LimitKind.NONE
    value: int = 0


class _Block(_Value, frozen=True, kw_only=True, tag_field="kind"):
    id: str  # unique in its pack; never shown


class EvidenceBlock(_Block, frozen=True, kw_only=True, tag="evidence"):
    """A library item at a chosen length. `text` is the writer's edit, kept beside the `original` it was made from."""

    ref: str
    length: str = "100"  # "claim", "100", "250" or "500"
    text: str | None = None  # None: as the library has it
    original: str | None = None


class StoryBlock(_Block, frozen=True, kw_only=True, tag="story"):
    """A person's story at a chosen length."""

    ref: str
    length: str = "150"  # "60", "150", "300" or "500"
    text: str | None = None
    original: str | None = None


class AnswerBlock(_Block, frozen=True, kw_only=True, tag="answer"):
    """A reusable answer from the library."""

    ref: str
    text: str | None = None
    original: str | None = None


class FigureBlock(_Block, frozen=True, kw_only=True, tag="figure"):
    """A figure as one sentence: a row of `metrics` (M-05) or a measure worked out from the records (K11)."""

    ref: str


class TableBlock(_Block, frozen=True, kw_only=True, tag="table"):
    """A table worked out from the governance records, by its id in `packs.tables`."""

    ref: str


class RecordingChange(_Value, frozen=True, kw_only=True):
    """A day from which something was recorded differently, so that numbers before and after do not compare."""

    on: date
    text: str = ""


class ChartBlock(_Block, frozen=True, kw_only=True, tag="chart"):
    """A chart of released figures and tables, by its id in `packs.charting`."""

    ref: str
    target: float | None = None  # in the chart's unit; None: the chart's own, if it has one
    changes: tuple[RecordingChange, ...] = ()  # marked in a run chart


class PictureWidth(StrEnum):
    """How much of the page's width a picture may take; it is never cropped, nor printed larger than it is sharp."""

    FULL = "full"
    HALF = "half"
    THIRD = "third"


class PictureBlock(_Block, frozen=True, kw_only=True, tag="picture"):
    """A picture of the workspace's folder `files`."""

    file: str  # its path from there, with "/"
    sha256: str = ""  # of the file as it was chosen; empty: not known
    caption: str = ""  # empty: it is printed without a number
    alternative: str = ""  # what it shows, for people who cannot see it
    width: PictureWidth = PictureWidth.FULL


class HeadingBlock(_Block, frozen=True, kw_only=True, tag="heading"):
    """A short heading inside an answer."""

    text: str


class TextBlock(_Block, frozen=True, kw_only=True, tag="text"):
    """Text the writer typed; paragraphs parted by an empty line."""

    text: str


Block = (
    EvidenceBlock
    | StoryBlock
    | AnswerBlock
    | FigureBlock
    | TableBlock
    | ChartBlock
    | PictureBlock
    | HeadingBlock
    | TextBlock
)
LibraryBlock = EvidenceBlock | StoryBlock | AnswerBlock


class Question(_Value, frozen=True, kw_only=True):
    """A buyer's question, or a section of a narrative, and the blocks that answer it, in order."""

    id: str
    number: str  # as printed: "Q03" or "4"
    heading: str = ""  # a short title; a narrative's section title
    text: str = ""  # the question in full
    guidance: str = ""
    section: str = ""  # the recipe's section, for a narrative
    limit: Limit = Limit()
    weight: float | None = None  # per cent of the quality score, unless `weight_unit` says otherwise
    weight_unit: str = ""  # "": per cent; "marks"
    marking: Marking = Marking.UNKNOWN
    options: tuple[str, ...] = ()  # what the buyer lets one choose from
    parent: str = ""  # the id of the question that it is part of; it is scored by itself
    asked_id: str = ""  # `intake`'s id of it in the buyer's file
    where: Where = NOWHERE  # in the buyer's file
    slot: Slot = Slot.NONE
    answer_where: Where = NOWHERE  # where the answer goes in the buyer's file
    reopened: str = ""  # why it must be looked at again; "": it need not
    owner_role: str = ""
    status: Status = Status.NOT_STARTED
    blocks: tuple[Block, ...] = ()


class Brief(_Value, frozen=True, kw_only=True):
    """What the pack is for and who will read it."""

    buyer: str = ""
    title: str = ""
    reference: str = ""
    lot: str = ""
    place: str = ""
    deadline_at: str = ""  # local time in Europe/London, "2026-12-11T12:00"
    prepared_by_role: str = ""
    summary: str = ""
    priorities: tuple[str, ...] = ()


class TenderRules(_Value, frozen=True, kw_only=True):
    """The buyer's rules on form. None: the buyer does not say."""

    total_word_limit: int | None = None
    page_limit: int | None = None
    count_headings: bool = True
    count_tables: bool = True
    count_captions: bool = True
    count_footnotes: bool = False
    font_names: tuple[str, ...] = ()
    font_size_min: float | None = None  # points
    margin_min_cm: float | None = None
    file_types: tuple[str, ...] = ()
    max_mb: float | None = None
    filename_pattern: str = ""
    attachments_allowed: bool | None = None
    hyperlinks_allowed: bool | None = None
    images_allowed: bool | None = None
    anonymous_submission: bool = False
    cross_reference_allowed: bool | None = None
    portal_paste: bool = False
    references: References = References.INDEX
    attach_files: bool = False  # the files that its records cite go with it, as appendices with a list
    over_limit_effect: str = "truncate"  # truncate, reject or discretion
    clarification_deadline_at: str = ""
    language: str = "en"


class Override(_Value, frozen=True, kw_only=True):
    """A `warn` set aside, with a reason that goes into the record."""

    rule: str
    reason: str
    by_role: str
    on: date
    question: str = ""  # Question.id; empty: the whole pack
    ref: str = ""  # the library item concerned, if any
    words: str = ""  # of fair words: those that are left; empty: whatever the rule finds


class SignOff(_Value, frozen=True, kw_only=True):
    """Someone, by role, says that a question or the whole pack is right as it stood."""

    by_role: str
    on: date
    question: str = ""  # Question.id; empty: the whole pack
    digest: str = ""  # of what was signed


class PanelReview(_Value, frozen=True, kw_only=True):
    """People who draw on support read the pack: who by role and never by name, and what came of it."""

    who: str  # "Three tenants and a self-advocate"
    on: date
    supported: str = ""  # how they were helped to read and say what they thought
    changed: str = ""  # what they had changed; empty: nothing
    paid: bool | None = None  # None: not recorded
    printed: bool = False  # they wish it to be told in the documents


class Pack(_Value, frozen=True, kw_only=True, omit_defaults=False):
    """Everything a writer decided for one tender or one inspection."""

    schema: int = SCHEMA_VERSION
    id: str
    kind: PackKind
    title: str
    recipe: str  # the recipe's name, without .toml
    library: str = "library.xlsx"  # beside the workspace, or relative to the pack file
    framework_id: str = ""
    service_ids: tuple[str, ...] = ()
    period_from: date | None = None
    period_to: date | None = None
    example: bool = False  # sample data: every page says so
    brief: Brief = Brief()
    rules: TenderRules = TenderRules()
    letter: str = ""  # the covering letter's text; paragraphs parted by an empty line
    questions: tuple[Question, ...] = ()
    source: BuyerFile | None = None  # the buyer's file that it answers
    stated_rules: tuple[StatedRule, ...] = ()  # what that file says of form
    clarifications: tuple[Clarification, ...] = ()
    overrides: tuple[Override, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()
    panels: tuple[PanelReview, ...] = ()
    created_on: date | None = None
    updated_on: date | None = None


_Changed = TypeVar("_Changed", bound=Struct)


def changed(value: _Changed, **fields: object) -> _Changed:
    """A copy of a pack, question or block with some fields replaced."""
    return msgspec.structs.replace(value, **fields)


def to_json(pack: Pack) -> bytes:
    """The pack as the file keeps it: indented, in a fixed order, so that two versions compare line by line."""
    return msgspec.json.format(msgspec.json.encode(pack), indent=2) + b"\n"


def from_json(data: bytes, *, name: str = "") -> Pack:
    """Read a pack. Raises AlongsideError that names the place for anything a pack cannot hold."""
    try:
        schema = msgspec.json.decode(data, type=_Versioned).schema
        if schema > SCHEMA_VERSION:
            raise AlongsideError(
                _("This pack was saved by a newer Alongside."),
                where=name,
                remedy=_("Update Alongside, then open it again."),
            )
        return _checked(msgspec.json.decode(data, type=Pack), name)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise AlongsideError(
            _("This is not a pack that Alongside can read ({reason}).").format(reason=str(error).rstrip(".")),
            where=name,
            remedy=_("Open an earlier copy, or start a new pack."),
        ) from error


class _Versioned(Struct):
    schema: int = SCHEMA_VERSION


def _checked(pack: Pack, name: str) -> Pack:
    questions = [question.id for question in pack.questions]
    blocks = [block.id for question in pack.questions for block in question.blocks]
    for ids, what in ((questions, _("question")), (blocks, _("block"))):
        twice = next((item for item in ids if ids.count(item) > 1), None) if len(set(ids)) < len(ids) else None
        if twice is not None:
            raise AlongsideError(
                _("Two entries of this pack share the {what} id “{id}”.").format(what=what, id=twice),
                where=name,
                remedy=_("Open an earlier copy, or start a new pack."),
            )
    return pack


def load_pack(path: Path) -> Pack:
    """Read a pack file. Raises AlongsideError if it cannot be read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise AlongsideError(
            _("The pack cannot be opened: {reason}.").format(reason=error.strerror or str(error)),
            where=path.name,
            remedy=_("Check that it is there and that you may read it."),
        ) from error
    return from_json(data, name=path.name)


def save_pack(pack: Pack, path: Path) -> None:
    """Write the pack beside its target, then rename: the file is the old one or the new one, never half of either."""
    data = to_json(pack)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
