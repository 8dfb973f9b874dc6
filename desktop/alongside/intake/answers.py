"""Past tender answers out of Word files: each question or heading with its answer, as drafts for the sheet answers."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from alongside.findings import Finding, Place, finding
from alongside.i18n import _, ngettext
from alongside.intake.word_text import Grid, Paragraph, Part, Words, read_word
from alongside.library.editing.changes import _NOT_IN_XML
from alongside.library.taking_in.mapping import SourceMap, TableMap
from alongside.library.taking_in.taking import Taken, TakenRow
from alongside.packs.formatted import plain
from alongside.packs.markdown import pieces

TITLE = 120  # characters of a title
_LONG_QUESTION = 1_500
_QUESTION = re.compile(
    r"(?:q(?:uestion)?\.?\s*)?\d+(?:\.\d+)*[a-z]?[.):\s]\s*\S.*|q(?:uestion)?\.?\s*\d+.*|.*\?\s*(?:[(\[].*)?",
    re.IGNORECASE | re.DOTALL,
)
_NUMBER = re.compile(
    r"^\s*(?:(?:q(?:uestion)?\.?\s*)?\d+(?:\.\d+)*[a-z]?\s*[.):\-–]?\s+|q(?:uestion)?\.?\s*\d+\s*[.):\-–]?\s*)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:q|question)\.?\s*\d", re.IGNORECASE)
_ASKS = frozenset({"question", "questions", "requirement", "criteria", "criterion", "method statement", "you asked"})
_ANSWERS = frozenset({
    "answer", "answers", "response", "responses", "our response", "our answer", "bidder response", "tenderer response",
    "supplier response", "provider response", "reply", "your response", "bidders response", "tenderers response",
})  # fmt: skip
_FORM = re.compile(r"[-*]\s|\d{1,3}[.)]\s|>|\|")


# A row, the cells that ask, the cells that answer, the question, the answer.
_Pair = tuple[int, list[tuple[int, int]], list[tuple[int, int]], str, str]


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """One question as it was asked, and what was answered."""

    question: str
    text: str  # in our small Markdown
    place: str  # where in the file: "heading", "table 2, row 3"


@dataclass(frozen=True, slots=True)
class PastAnswers:
    """All of a file."""

    name: str
    answers: tuple[PastAnswer, ...]
    rest: tuple[str, ...]  # texts that answer nothing, in their order
    pictures: int

    def taken(self) -> Taken:
        """The answers as rows that arrive in the library."""
        seen: dict[str, int] = {}
        rows = []
        for number, answer in enumerate(self.answers, start=1):
            own = _digest(answer.question)
            count = seen[own] = seen.get(own, 0) + 1
            fields = {
                "title": title_of(answer.question), "question": _clean(answer.question), "text": _clean(answer.text),
                "status": "draft",
            }  # fmt: skip
            rows.append(
                TakenRow(
                    "answers", answer.place, number, fields, "", own if count == 1 else f"{own}-{count}",
                    _digest(answer.question + "\x1f" + answer.text),
                )
            )  # fmt: skip
        return Taken(tuple(rows), self.findings())

    def findings(self) -> tuple[Finding, ...]:
        """What of the file is in no answer."""
        place = Place(workbook=self.name)
        found = [
            finding(
                "taking_in.loose_text", place, _("This answers no question: {text}").format(text=text),
                _("Copy it into an answer if it belongs to one."),
            )
            for text in self.rest
        ]  # fmt: skip
        if self.pictures:
            told = ngettext("{n} picture is not taken in.", "{n} pictures are not taken in.", self.pictures)
            found.append(
                finding("taking_in.loose_text", place, told.format(n=self.pictures), _("Keep the Word file for them."))
            )
        return tuple(found)


def answers_map(name: str) -> SourceMap:
    """What the rows of a Word file are known by when it is taken in again."""
    return SourceMap(name.rsplit(".", 1)[0], (TableMap("", "answers", ()),))


def title_of(question: str) -> str:
    """The question in a few words: its first line without its number."""
    first = " ".join(_NUMBER.sub("", question, count=1).strip().split("\n")[0].split()) or " ".join(question.split())
    if len(first) <= TITLE:
        return first
    return first[: TITLE - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def read_answers(path: Path) -> PastAnswers:
    """The questions and answers of a Word file. Raises AlongsideError where it cannot be read."""
    reading = _Reading(path.name)
    parts = read_word(path)
    reading.level = _question_level(parts)
    for part in parts:
        reading.take(part)
    reading.close()
    return PastAnswers(path.name, tuple(reading.answers), tuple(reading.rest), reading.pictures)


def _question_level(parts: Sequence[Part]) -> int:
    """The level of the headings that ask; 0 where headings do not ask, and each of them begins an answer."""
    asking: dict[int, int] = {}
    for part in parts:
        if isinstance(part, Paragraph) and part.level and asks(part.text):
            asking[part.level] = asking.get(part.level, 0) + 1
    return max(asking, key=lambda level: (asking[level], level)) if asking else 0


def asks(text: str) -> bool:
    """Whether a text looks like a question of a tender."""
    return bool(text) and len(text) <= _LONG_QUESTION and bool(_QUESTION.fullmatch(text.strip()))


@dataclass(slots=True)
class _Reading:
    name: str
    answers: list[PastAnswer] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    pictures: int = 0
    level: int = 0
    tables: int = 0
    question: str = ""
    place: str = ""
    parts: list[Part] = field(default_factory=list)

    def take(self, part: Part) -> None:
        """Read the next part of the body."""
        if isinstance(part, Grid):
            self._grid(part)
            return
        self.pictures += part.pictures
        if self._begins(part):
            self.close()
            self.question, self.place = part.text, _("heading")
        elif part.text:
            label = _label(part.text)
            if label in _ANSWERS and self.question and not self.parts:
                return  # "Response:" between the question and its answer
            self.parts.append(part)

    def _begins(self, part: Paragraph) -> bool:
        """Whether a paragraph is the next question."""
        if not part.text:
            return False
        if part.level:
            return not self.level or part.level <= self.level
        bold_question = part.all_bold and not part.item and len(part.text) < _LONG_QUESTION and asks(part.text)
        numbered = (
            bool(re.match(r"(?:q|question)\.?\s*\d", part.text, re.IGNORECASE)) and len(part.text) < _LONG_QUESTION
        )
        return (bold_question and ("?" in part.text or bool(_NUMBER.match(part.text)))) or numbered

    def close(self) -> None:
        """The answer so far is complete."""
        text = markdown_of(self.parts)
        if self.question and text:
            self.answers.append(PastAnswer(self.question, text, self.place))
        elif self.question or text:
            self.rest += [item for item in (self.question, text) if item]
        self.question, self.parts = "", []

    # --- tables ---

    def _grid(self, grid: Grid) -> None:
        self.tables += 1
        self.pictures += _pictures(grid)
        pairs = list(self._pairs(grid))
        if not pairs:
            if any(_cell_text(cell) for row in grid.rows for cell in row):
                self.parts.append(grid)
            return
        self.close()
        used: set[tuple[int, int]] = set()
        for row, asked, answered, question, answer in pairs:
            place = _("table {table}, row {row}").format(table=self.tables, row=row + 1)
            self.answers.append(PastAnswer(question, answer, place))
            used |= {*asked, *answered}
        for at, row_cells in enumerate(grid.rows):
            for column, cell in enumerate(row_cells):
                text = _cell_text(cell)
                if text and (at, column) not in used and _label(text) not in _ASKS | _ANSWERS:
                    self.rest.append(text)

    def _pairs(self, grid: Grid) -> Iterator[_Pair]:
        """The questions of a table with their answers; none where it is a table of another kind."""
        rows = grid.rows
        heads = [_label(_cell_text(cell)) for cell in rows[0]] if rows else []
        asked = next((at for at, text in enumerate(heads) if text in _ASKS or text.startswith("question")), None)
        answered = next((at for at, text in enumerate(heads) if text in _ANSWERS or "response" in text), None)
        if asked is not None and answered is not None and asked != answered:
            for at, row in enumerate(rows[1:], start=1):
                if max(asked, answered) < len(row):
                    yield from _pair(at, (at, asked), (at, answered), row[asked], row[answered])
            return
        waiting: tuple[int, int] | None = None
        found: list[_Pair] = []
        for at, row in enumerate(rows):
            filled = [column for column, cell in enumerate(row) if _cell_text(cell)]
            if not filled:
                continue
            first, last = filled[0], filled[-1]
            text, label = _cell_text(row[first]), _label(_cell_text(row[first]))
            if label in _ASKS and last > first:
                waiting = (at, last)
            elif (label in _ANSWERS or label.split(":")[0] in _ANSWERS) and waiting is not None:
                where = (at, last)
                found += _pair(waiting[0], waiting, where, rows[waiting[0]][waiting[1]], row[last])
                waiting = None
            elif last == first and asks(text) and waiting is None:
                waiting = (at, first)  # the question in a box of its own; the answer stands in the next one
            elif waiting is not None and last == first and len(rows[waiting[0]]) == len(row) == 1:
                found += _pair(waiting[0], waiting, (at, first), rows[waiting[0]][waiting[1]], row[first])
                waiting = None
            elif last > first and asks(text) and len(row) <= 3 and "?" in text:
                found += _pair(at, (at, first), (at, last), row[first], row[last])
        yield from found
        if not found and waiting is not None and len(rows) == 1 and len(rows[0]) == 1:
            # A box with the question alone: what follows it answers it.
            self.close()
            self.question, self.place = _cell_text(rows[0][0]), _("table {table}").format(table=self.tables)


def _pair(
    row: int, asked: tuple[int, int], answered: tuple[int, int], question: Sequence[Part], answer: Sequence[Part]
) -> Iterator[_Pair]:
    text = markdown_of(answer)
    if _cell_text(question) and text:
        yield row, [asked], [answered], _cell_text(question), text


def _label(text: str) -> str:
    return " ".join(text.replace("’", "").replace("'", "").strip(" :*.").casefold().split())


def _cell_text(cell: Sequence[Part]) -> str:
    found = []
    for part in cell:
        if isinstance(part, Paragraph):
            found.append(part.text)
        else:
            found += [_cell_text(inner) for row in part.rows for inner in row]
    return "\n".join(text for text in found if text)


def _pictures(grid: Grid) -> int:
    return sum(
        part.pictures if isinstance(part, Paragraph) else _pictures(part)
        for row in grid.rows for cell in row for part in cell
    )  # fmt: skip


def _digest(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).casefold().encode("utf-8", "replace")).hexdigest()[:12]


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)


# --- as our small Markdown -----------------------------------------------------------------------------------------


def markdown_of(parts: Sequence[Part]) -> str:
    """Paragraphs, lists, tables, bold and italic words as the writer would type them; every word of them."""
    blocks: list[str] = []
    numbers: list[int] = [0, 0, 0]
    in_list = counting = False
    for at, part in enumerate(parts):
        if isinstance(part, Grid):
            blocks.append("\n" + _table(part))
            in_list = False
            continue
        text = _marked(part)
        if not text:
            continue
        if part.item and _has_neighbour(parts, at):
            level = part.item - 1
            if not level and part.numbered is not counting:
                in_list, counting = False, part.numbered  # another list begins
            numbers[level] = numbers[level] + 1 if in_list else 1
            numbers[level + 1 :] = [0] * (2 - level)
            mark = f"{numbers[level]}." if part.numbered else "-"
            line = f"{'   ' * level}{mark} " + text.replace("\n", " ")
            blocks.append(line if in_list else f"\n{line}")
            in_list = True
            continue
        if part.level:
            text = text if text.startswith("**") else _bold(text)
        numbers, in_list = [0, 0, 0], False
        blocks.append(f"\n{text}")
    return "\n".join(blocks).strip("\n")


def _has_neighbour(parts: Sequence[Part], at: int) -> bool:
    beside = [parts[other] for other in (at - 1, at + 1) if 0 <= other < len(parts)]
    return any(isinstance(part, Paragraph) and part.item for part in beside)


def _bold(text: str) -> str:
    made = f"**{text}**"
    return made if _reads_as(made, text) else text


def _marked(paragraph: Paragraph) -> str:
    """The paragraph's words with marks round the bold and italic ones, where they can be read back as such."""
    lines: list[list[Words]] = [[]]
    for words in paragraph.words:
        for number, text in enumerate(words.text.split("\n")):
            if number:
                lines.append([])
            if text:
                lines[-1].append(Words(text.replace("\t", " "), words.bold, words.italic, words.link))
    found = []
    for line in lines:
        bare = "".join(words.text for words in line).strip()
        if not bare:
            continue
        made = "".join(_with_marks(words, heading=paragraph.level > 0) for words in line).strip()
        found.append(made if _reads_as(made, bare) else bare)
    return "\n".join(found)


def _with_marks(words: Words, *, heading: bool) -> str:
    text = words.text
    inner = text.strip()
    if not inner:
        return text
    mark = ("**" if words.bold and not heading else "") + ("*" if words.italic else "")
    made = f"{mark}{inner}{mark[::-1]}"
    if words.link and words.link.startswith(("http://", "https://", "mailto:")) and inner != words.link:
        made = f"{mark}[{inner}]({words.link}){mark[::-1]}"
    return text[: len(text) - len(text.lstrip())] + made + text[len(text.rstrip()) :]


def _reads_as(made: str, bare: str) -> bool:
    """Whether the marks are read as marks, so that a reader sees exactly the words."""
    found = pieces(made)
    if _FORM.match(bare):
        return made == bare or (len(found) == 1 and plain(found[0].runs) == bare)
    return len(found) == 1 and found[0].table is None and plain(found[0].runs) == " ".join(bare.split(" "))


def _table(grid: Grid) -> str:
    """A table of the answer; where it cannot be one of ours, a line a row."""
    rows = [[" ".join(_cell_text(cell).split()).replace("|", "\\|") for cell in row] for row in grid.rows]
    rows = [row for row in rows if any(row)]
    width = max((len(row) for row in rows), default=0)
    if width < 2 or len(rows) < 2 or any("\\|" in cell for row in rows for cell in row):
        return "\n".join(" | ".join(cell for cell in row if cell) for row in rows).replace("\\|", "|")
    lines = ["| " + " | ".join([*row, *([""] * (width - len(row)))]) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])
