"""What a buyer's file asks: questions, their limits and weights, and where each answer goes. Frozen values."""

from dataclasses import dataclass
from enum import StrEnum

from alongside.findings import Finding
from alongside.packs.pack import Limit

NO_LIMIT = Limit()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question, or one sub-question that is scored by itself."""

    id: str  # of this file, stable while the file is: made from place and text
    number: str  # as printed: "3.2", "Q4(b)"; "" where it has none
    text: str
    guidance: str = ""
    section: str = ""  # the headings it stands under
    limit: Limit = NO_LIMIT
    limit_text: str = ""  # the buyer's own words about length
    weight: float | None = None  # as the buyer gives it
    weight_unit: str = ""  # "%" or "marks"
    marking: Marking = Marking.UNKNOWN
    parent: str = ""  # the id of the question it is part of
    options: tuple[str, ...] = ()  # of a drop-down or check boxes
    where: Where = NOWHERE  # the question
    slot: Slot = Slot.NONE
    answer_where: Where = NOWHERE  # where the answer goes
    answer_now: str = ""  # what stands there already, if anything


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRules:
    """What the file says of form, for all answers. None or "": it does not say."""

    font_names: tuple[str, ...] = ()
    font_size_min: float | None = None
    margin_min_cm: float | None = None
    total_word_limit: int | None = None
    page_limit: int | None = None
    file_types: tuple[str, ...] = ()
    filename_pattern: str = ""
    deadline_at: str = ""  # local time in Europe/London, "2026-12-11T12:00"
    clarification_deadline_at: str = ""
    portal: bool | None = None
    said: tuple[str, ...] = ()  # the sentences that these were taken from


NO_RULES = FormRules()


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Everything a file asks. No questions: it is no question set, and `findings` says so."""

    file: str  # its name, never its whole path
    digest: str  # SHA-256 of the file
    kind: FileKind
    questions: tuple[Asked, ...]
    rules: FormRules = NO_RULES
    findings: tuple[Finding, ...] = ()
