"""What a pack keeps of the buyer's file: where each question stands, where its answer goes, what was said on form."""

from datetime import date
from enum import StrEnum

from msgspec import Struct


class FileKind(StrEnum):
    """What a file was read as."""

    WORD = "word"
    WORKBOOK = "workbook"
    PDF = "pdf"


class Marking(StrEnum):
    """How an answer is assessed."""

    SCORED = "scored"
    PASS_FAIL = "pass_fail"  # noqa: S105 - no password
    MANDATORY = "mandatory"  # must be answered, and is not scored
    INFORMATION = "information"
    UNKNOWN = ""


class Slot(StrEnum):
    """What the answer is written into."""

    CELL = "cell"  # of a table or sheet
    BELOW = "below"  # an empty paragraph, or a new one, after the question
    CONTROL = "control"  # a content control
    FIELD = "field"  # a legacy form field
    CHECK_BOX = "check_box"
    DROP_DOWN = "drop_down"
    NONE = ""  # the file has no place for it, as in a PDF


class _Kept(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    pass


class Where(_Kept, frozen=True, kw_only=True):
    """A place in the buyer's file, exact enough to write there and to show it."""

    part: str = ""  # Word: the part's name; a workbook: the sheet; PDF: ""
    page: int | None = None  # from 1; PDF, or as laid out
    paragraph: int | None = None  # from 0 among all paragraphs of the part, those in tables too
    table: int | None = None  # from 0 among all tables of the part, in the order in which they begin
    row: int | None = None  # from 0 in a Word table; as Excel numbers it in a sheet
    column: int | None = None  # from 0
    control: str = ""  # a content control's or form field's id, tag or name

    def text(self) -> str:
        """In words: "table 2, row 3, column 1", "sheet Quality, row 7"."""
        shown = [self.part] if self.part and not self.part.startswith("word/") else []
        for name in ("page", "table", "row", "column", "paragraph"):
            value = getattr(self, name)
            if value is not None:
                shift = 0 if name == "page" or (name == "row" and self.table is None) else 1
                shown.append(f"{name} {value + shift}")
        return ", ".join([*shown, *([self.control] if self.control else [])])


NOWHERE = Where()


class BuyerFile(_Kept, frozen=True, kw_only=True):
    """The file that a pack answers, as it was read."""

    file: str  # its path from the workspace's folder, with "/"
    sha256: str
    kind: FileKind
    read_on: date | None = None


class StatedRule(_Kept, frozen=True, kw_only=True):
    """A rule on form with the buyer's own sentence for it."""

    field: str  # of `TenderRules`, or `deadline_at`
    value: str  # as the field is written: "11", "Arial; Calibri", "yes", "2026-12-11T12:00"
    sentence: str
    where: Where = NOWHERE
    taken: bool | None = None  # whether a person took it; None: nobody has said yet


class Clarification(_Kept, frozen=True, kw_only=True):
    """A question to the buyer, its answer, and what the answer changes."""

    id: str
    question: str
    asked_on: date | None = None
    answer: str = ""
    answered_on: date | None = None
    effect: str = ""  # what it changes, in words
    touches: tuple[str, ...] = ()  # ids of the pack's questions
