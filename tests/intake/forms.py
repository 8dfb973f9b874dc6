"""Lays lists of questions out as buyers do, in Word files and workbooks, so that what they ask is known."""

import html
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook

from alongside.intake.asked import Questionnaire
from alongside.intake.limits import limits_in
from alongside.packs.pack import LimitKind

INTRODUCTION = (
    "Invitation to tender: quality questionnaire",
    "Bidders must complete every part of this document and return it through the portal by noon on 4 December.",
    "Please read the guidance before you begin. Do not change the layout of the form.",
    "We reserve the right to accept no tender at all.",
)
CLOSING = (
    "Declaration",
    "I confirm that the answers given in this document are true.",
    "Signed: ______________________",
)


@dataclass(frozen=True, slots=True)
class Known:
    """A question as it is known before it is laid out."""

    text: str
    section: str
    hint: str = ""
    limit: int = 0
    kind: LimitKind = LimitKind.NONE
    options: tuple[str, ...] = ()


SMALL = (
    Known("Describe how people who use the service decide about restrictions on their lives.", "Involvement",
          "Your response should give examples from the last 12 months.", 750, LimitKind.WORDS),
    Known("How do you learn from incidents, and how do you tell the people concerned?", "Involvement", "", 500,
          LimitKind.WORDS),
    Known("Please provide your policy on advance decisions.", "Involvement"),
    Known("Set out how staff are recruited, trained and supervised.", "Workforce",
          "We are looking for evidence of people taking part in interviews.", 3_000, LimitKind.CHARACTERS),
    Known("Does your organisation hold insurance of at least £5 million?", "Workforce", "", 0, LimitKind.NONE,
          ("Yes", "No")),
    Known("Give two examples of a restriction that was ended, and say what changed for the person.", "Workforce",
          "", 2, LimitKind.PAGES),
)  # fmt: skip


def known_of(path: Path) -> tuple[Known, ...]:
    """The questions of one of the corpora's lists; those with unfilled gaps, and what is no question, left out."""
    found = []
    for entry in json.loads(path.read_text(encoding="utf-8")):
        text = _plain(entry["question"])
        if not text or "{{" in text or "{%" in text or entry.get("type") in {"echo", "box_"} or len(text) < 3:
            continue
        words, signs = entry.get("max_words") or 0, entry.get("max_chars") or 0
        kind = LimitKind.WORDS if words else LimitKind.CHARACTERS if signs else LimitKind.NONE
        options = tuple(_plain(str(item)) for item in entry.get("options") or ())
        hint = _plain(entry.get("hint") or "")
        if limits_in(f"{text} {hint}"):
            hint = ""  # a second limit beside the one that is known
            if limits_in(text):
                continue
        found.append(
            Known(text, _plain(str(entry.get("section") or "")), "" if "{%" in hint or "{{" in hint else hint,
                  int(words or signs), kind, tuple(item for item in options if item)[:8])
        )  # fmt: skip
    return tuple(found)


def _plain(text: str) -> str:
    bare = html.unescape(re.sub(r"<[^>]+>", "", text)).replace("\xa0", " ")
    return re.sub(r"[ \t]+", " ", re.sub(r"\n\s*\n+", "\n", bare)).strip()


def limit_words(known: Known, way: int) -> str:
    """The limit as buyers word it, in one of several ways."""
    n = f"{known.limit:,}" if way % 2 else str(known.limit)
    unit = {LimitKind.WORDS: "words", LimitKind.CHARACTERS: "characters", LimitKind.PAGES: "sides of A4"}.get(
        known.kind
    )
    if unit is None:
        return ""
    return (f"Maximum {n} {unit}", f"(max. {n} {unit})", f"Your answer must be no more than {n} {unit}.",
            f"{unit.split()[0].rstrip('s').capitalize()} limit: {n}" if unit != "sides of A4" else f"Up to {n} {unit}")[
        way % 4]  # fmt: skip


# --- Word ---------------------------------------------------------------------------------------------------------


def _sections(known: Sequence[Known]) -> Iterator[tuple[str, list[Known]]]:
    section: str | None = None
    held: list[Known] = []
    for item in known:
        if item.section != section and held:
            yield section or "", held
            held = []
        section = item.section
        held.append(item)
    if held:
        yield section or "", held


def _document(known: Sequence[Known], lay: Callable[[Any, Known, str, int], None]) -> Any:
    document = Document()
    document.add_heading(INTRODUCTION[0], 0)
    for text in INTRODUCTION[1:]:
        document.add_paragraph(text)
    at = 0
    for number, (section, items) in enumerate(_sections(known), start=1):
        document.add_heading(f"Section {number}: {section}", 1)
        for within, item in enumerate(items, start=1):
            lay(document, item, f"{number}.{within}", at)
            at += 1
    document.add_heading(CLOSING[0], 1)
    for text in CLOSING[1:]:
        document.add_paragraph(text)
    return document


def _say(container: Any, text: str, *, bold: bool = False) -> None:
    """The lines of a question as paragraphs of their own; those that begin with a dash as bullets."""
    first, *rest = text.split("\n")
    container.add_paragraph().add_run(first).bold = bold
    for line in rest:
        container.add_paragraph(line.strip())


def word_prose(known: Sequence[Known], path: Path) -> Path:
    """ "Q1.2 ..." with hint, limit, and an empty paragraph for the answer."""

    def lay(document: Any, item: Known, number: str, at: int) -> None:
        _say(document, f"Q{number} {item.text}", bold=bool(at % 2))
        if item.hint:
            document.add_paragraph(f"Guidance: {item.hint}")
        if item.limit:
            document.add_paragraph(limit_words(item, at))
        if item.options:
            document.add_paragraph("  ".join(f"\u2610 {option}" for option in item.options))
        document.add_paragraph("")

    _document(known, lay).save(str(path))
    return path


def word_boxes(known: Sequence[Known], path: Path) -> Path:
    """ "1.2 ..." in prose with a box of one cell below it."""

    def lay(document: Any, item: Known, number: str, at: int) -> None:
        limit = f" {limit_words(item, at)}" if item.limit else ""
        _say(document, f"{number} {item.text}{limit}")
        if item.hint:
            document.add_paragraph(f"Note: {item.hint}")
        document.add_table(1, 1).style = "Table Grid"
        document.add_paragraph("")

    _document(known, lay).save(str(path))
    return path


def _table_layout(document: Any, headings: Sequence[str]) -> Any:
    table = document.add_table(1, len(headings))
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, headings, strict=True):
        cell.text = text
    return table


def word_table(known: Sequence[Known], path: Path) -> Path:
    """One table a section: Ref, Question, Word limit, Weighting, Response."""
    document = _document((), lambda *_: None)
    at = 0
    for number, (section, items) in enumerate(_sections(known), start=1):
        document.add_heading(section, 1)
        table = _table_layout(
            document, ("Ref", "Question", "Limit (words unless said otherwise)", "Weighting", "Bidder response")
        )
        for within, item in enumerate(items, start=1):
            words = item.kind is LimitKind.WORDS
            limit = (str(item.limit) if words else limit_words(item, at)) if item.limit else ""
            row = table.add_row().cells
            row[0].text, row[1].text, row[2].text = f"{number}.{within}", item.text, limit
            row[3].text = f"{5 + within % 10}%"
            if item.hint:
                row[1].add_paragraph(f"Guidance: {item.hint}")
            at += 1
    document.save(str(path))
    return path


def word_rows(known: Sequence[Known], path: Path) -> Path:
    """One table: a merged row with the question, a merged row for the answer; sections as merged rows."""
    document = _document((), lambda *_: None)
    table = document.add_table(0, 2)
    table.style = "Table Grid"
    at = 0
    for number, (section, items) in enumerate(_sections(known), start=1):
        row = table.add_row().cells
        row[0].merge(row[1]).text = f"Section {number}: {section}"
        for within, item in enumerate(items, start=1):
            row = table.add_row().cells
            limit = f"\n{limit_words(item, at)}" if item.limit else ""
            row[0].text, row[1].text = f"Question {number}.{within}", f"{item.text}{limit}"
            row = table.add_row().cells
            row[0].merge(row[1]).text = "" if at % 2 else "Response:"
            if not at % 2:
                row = table.add_row().cells
                row[0].merge(row[1])
            at += 1
    document.save(str(path))
    return path


def word_controls(known: Sequence[Known], path: Path) -> Path:
    """ "Question 3: ..." with a content control below it; a drop-down where there are options."""

    def lay(document: Any, item: Known, number: str, at: int) -> None:
        _say(document, f"Question {number}: {item.text}")
        if item.limit:
            document.add_paragraph(limit_words(item, at))
        document.element.body.insert(len(document.element.body) - 1, control(f"{1000 + at}", item.options))

    _document(known, lay).save(str(path))
    return path


def control(name: str, options: Sequence[str] = ()) -> Any:
    """A content control round a paragraph that holds a prompt."""
    made, properties, content = (OxmlElement(tag) for tag in ("w:sdt", "w:sdtPr", "w:sdtContent"))
    for tag, value in (("w:id", name), ("w:showingPlcHdr", None)):
        element = OxmlElement(tag)
        if value is not None:
            element.set(qn("w:val"), value)
        properties.append(element)
    kind = OxmlElement("w:dropDownList" if options else "w:text")
    for option in options:
        listed = OxmlElement("w:listItem")
        listed.set(qn("w:displayText"), option)
        listed.set(qn("w:value"), option)
        kind.append(listed)
    properties.append(kind)
    paragraph, run, text = OxmlElement("w:p"), OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "Choose an item." if options else "Click or tap here to enter text."
    run.append(text)
    paragraph.append(run)
    content.append(paragraph)
    made.extend((properties, content))
    return made


# --- workbooks ----------------------------------------------------------------------------------------------------


def sheet_table(known: Sequence[Known], path: Path) -> Path:
    """A sheet for each section, its header in row 4, the columns No., Question, Guidance, Max words, Response."""
    book = Workbook()
    cover = book.active
    cover.title = "Instructions"
    for at, text in enumerate(INTRODUCTION, start=1):
        cover.cell(at, 1, text)
    at = 0
    for number, (section, items) in enumerate(_sections(known), start=1):
        sheet = book.create_sheet(f"{number} {re.sub(r'[^A-Za-z ]', '', section)[:20]}")
        sheet["A1"], sheet["A2"] = section, "Answer in the column on the right."
        sheet.append([])
        sheet.append(["No.", "Question", "Guidance", "Word limit", "Max marks", "Supplier response"])
        for within, item in enumerate(items, start=1):
            words = item.kind is LimitKind.WORDS
            limit: Any = (item.limit if words else limit_words(item, at)) if item.limit else None
            sheet.append([f"{number}.{within}", item.text, item.hint or None, limit, 10, None])
            at += 1
    book.save(path)
    return path


def sheet_plain(known: Sequence[Known], path: Path) -> Path:
    """One sheet: Question and Answer, sections as rows of their own, the limit in the question's cell."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Questionnaire"
    sheet.append([INTRODUCTION[0]])
    sheet.append(["ID", "Question", "Yes/No", "Comments (supplier response)"])
    at = 0
    for number, (section, items) in enumerate(_sections(known), start=1):
        sheet.append([f"Section {number}: {section}"])
        for item in items:
            limit = f" {limit_words(item, at)}" if item.limit else ""
            sheet.append([at + 1, f"{item.text}{limit}", None, None])
            at += 1
    book.save(path)
    return path


LAYOUTS: dict[str, tuple[str, Callable[[Sequence[Known], Path], Path]]] = {
    "word prose": (".docx", word_prose),
    "word boxes": (".docx", word_boxes),
    "word table": (".docx", word_table),
    "word rows": (".docx", word_rows),
    "word controls": (".docx", word_controls),
    "sheets": (".xlsx", sheet_table),
    "one sheet": (".xlsx", sheet_plain),
}


# --- what was found against what is known ----------------------------------------------------------------------------


@dataclass(slots=True)
class Score:
    """Counts, added up over files."""

    known: int = 0
    found: int = 0
    right: int = 0
    limits_known: int = 0
    limits_found: int = 0
    limits_right: int = 0

    def add(self, other: "Score") -> None:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def ratios(self) -> tuple[float, float, float, float]:
        """Precision and recall of questions, then of limits."""
        return (self.right / max(self.found, 1), self.right / max(self.known, 1),
                self.limits_right / self.limits_found if self.limits_found else 1.0,
                self.limits_right / self.limits_known if self.limits_known else 1.0)  # fmt: skip


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def score(known: Sequence[Known], found: Questionnaire) -> tuple[Score, list[str]]:
    """How many were found, in order, with the right words and limit; and what was missed or invented."""
    result = Score(len(known), len(found.questions), 0, sum(1 for item in known if item.limit))
    result.limits_found = sum(1 for asked in found.questions if asked.limit.value)
    waiting: dict[str, list[Known]] = {}
    for item in known:
        waiting.setdefault(_folded(item.text), []).append(item)
    firsts = {_folded(item.text.split("\n")[0]): _folded(item.text) for item in known}
    wrong = []
    for asked in found.questions:
        said = _folded(asked.text)
        whole = firsts.get(_folded(asked.text.split("\n")[0]), "")
        kept = whole and _folded(f"{asked.text} {asked.guidance}").startswith(whole)  # later paragraphs may guide
        match = next((text for text in (said, *_shorter(said), whole if kept else "") if waiting.get(text)), None)
        if match is None:
            wrong.append(f"+ {asked.number} {asked.text[:90]!r}")
            continue
        item = waiting[match].pop(0)
        result.right += 1
        right = asked.limit.value == item.limit and (not item.limit or asked.limit.kind is item.kind)
        result.limits_right += right and bool(item.limit)
        if not right:
            wrong.append(
                f"~ {item.limit} {item.kind} read as {asked.limit.value} {asked.limit.kind}: {item.text[:60]!r}"
            )
    wrong += [f"- {item.text[:90]!r}" for left in waiting.values() for item in left]
    return result, wrong


def _shorter(said: str) -> Iterator[str]:
    """The text without a limit that was printed behind it."""
    for pattern in (
        (
            r" (?:max(?:imum)?|your answer must be no more than|up to|word limit|character limit)(?: [\d ]+)?"
            r"(?: words| characters| sides of a4)?$"
        ),
    ):
        bare = re.sub(pattern, "", said)
        if bare != said:
            yield bare
