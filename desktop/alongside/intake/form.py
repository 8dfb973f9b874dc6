"""Finds the questions of a laid out form: in prose, in tables with headings, and in boxes. Pure."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from alongside.intake.asked import NO_LIMIT, NOWHERE, Asked, Marking, Slot, Where
from alongside.intake.laid_out import Cell, Line, Part, Table
from alongside.intake.limits import Said, Weight, limit_in, limit_of_cell, limits_in, weight_in
from alongside.intake.recognise import (
    MOST_TEXT,
    Numbered,
    Role,
    answer_label,
    asks,
    choices,
    declares,
    guides,
    heads,
    instructs,
    interrogative,
    is_blank,
    is_contents,
    marking_in,
    marking_of_cell,
    names_section,
    notes,
    numbered,
    only_number,
    role_of,
)
from alongside.intake.word_spots import Spot

MOST = 5_000  # questions of one file
_DEEPEST = 40
_SURE_ROLES = frozenset({Role.ANSWER, Role.LIMIT, Role.WEIGHT, Role.MARKING})
_SUB_HEADING = 7  # the level of a heading that only its look shows
_NO_LEVEL = 99
_LONG_NUMBER = 12  # characters of a question's number, at most
_LOOKED_AT = 200
_ASKING = 0.25  # of the words of a sheet that holds many figures too
_BOX = 3  # cells, at most, of a table that is only there to be written into
_FIGURES = 0.4  # of a sheet's filled cells: where more hold numbers it is no form
_LONG_LABEL = 600
_SHORT = 100  # characters of what stands beside a box
_LABELLED = {
    "question": Role.QUESTION, "response": Role.ANSWER, "answer": Role.ANSWER, "guidance": Role.GUIDANCE,
    "word limit": Role.LIMIT, "weighting": Role.WEIGHT,
}  # fmt: skip
_MANY = 3  # numbered questions with a place each, that prove a form where nothing else does
_FEW = 2  # questions that no limit or number bears out make no question set
_RUNNING = 150  # characters of text below a question that make it a heading of a text


@dataclass(slots=True)
class _Draft:
    number: str
    text: str
    where: Where
    section: str
    sure: bool = False
    asking: bool = False
    sub: bool = False
    more: list[str] = field(default_factory=list)
    guidance: list[str] = field(default_factory=list)
    said: Said | None = None
    weight: Weight | None = None
    marking: Marking = Marking.UNKNOWN
    parent: "_Draft | None" = None
    options: list[str] = field(default_factory=list)
    slot: Slot = Slot.NONE
    answer_where: Where = NOWHERE
    last: Where = NOWHERE
    answer_now: list[str] = field(default_factory=list)
    strong: bool = False  # the place for its answer is a box, a control or said in words
    running: int = 0  # characters of text that followed and guided nobody

    def put(self, slot: Slot, where: Where, *, strong: bool = True) -> None:
        """The answer goes there, unless a better place is known."""
        if self.slot is Slot.NONE or (strong and not self.strong):
            self.slot, self.answer_where, self.strong = slot, where, strong


def questions_of(parts: Iterable[Part], *, writable: bool = True) -> tuple[Asked, ...]:
    """The questions of a form, in their order; none where it is no question set.

    `writable`: answers can be put into the file; not so in a PDF.
    """
    reading = _Reading(writable)
    for part in parts:
        reading.take(part)
    return reading.finish()


@dataclass(slots=True)
class _Reading:
    writable: bool
    drafts: list[_Draft] = field(default_factory=list)
    open: _Draft | None = None
    parent: _Draft | None = None
    headings: dict[int, str] = field(default_factory=dict)
    pending: tuple[Line, Numbered, int] | None = None  # a heading that may turn out to ask, and its level
    number: str = ""  # of a cell that holds nothing else
    awaiting: bool = False  # "Response:" was read; its cell comes next
    limit: Said | None = None  # for all answers of a section

    def take(self, part: Part, depth: int = 0) -> None:
        if isinstance(part, Table):
            self._table(part, depth)
        elif len(self.drafts) < MOST:
            self._line(part)

    # --- prose ---

    def _line(self, line: Line) -> None:
        text = line.text.strip()
        if is_blank(text):
            self._blank(line)
            return
        if is_contents(line.text) or len(text) > MOST_TEXT:
            return
        if answer_label(text):
            self._answer_label(line, text)
            return
        offered = choices(text)
        if offered and self.open is not None:
            self._offer(self.open, offered, line)
            return
        parted = numbered(text, line.label)
        rest = parted.rest
        if is_blank(rest) and parted.number:  # "Question 4" alone: its words come next
            self.number = parted.number
            self.open = None
            return
        if parted.sub and self.parent is not None and self._sub(line, parted):
            return
        if line.level and not parted.asked and not (asks(rest) and len(rest) > 12):
            self._heading(line, parted, line.level)
        elif names_section(text) or (not line.level and self._looks_like_heading(line, parted)):
            self._heading(line, parted, _SUB_HEADING + (not line.bold))
        elif self._begins(line, parted):
            self._question(line, parted)
        elif "." in parted.number and not (parted.sub or line.item or instructs(rest)) and len(rest) < _RUNNING * 3:
            self.open = self.parent = None
            self.pending = (line, parted, _NO_LEVEL)
        elif self.open is not None:
            self._follows(self.open, line, text)
        elif line.spots and parted.number:
            self._question(line, parted)

    def _looks_like_heading(self, line: Line, parted: Numbered) -> bool:
        if line.item or parted.sub or parted.asked or not heads(parted.rest) or line.spots or guides(parted.rest):
            return False
        if self.number or _measured(parted.rest):
            return False
        return line.bold or bool(parted.number)

    def _heading(self, line: Line, parted: Numbered, level: int) -> None:
        for deeper in [at for at in self.headings if at >= level]:
            del self.headings[deeper]
        self.headings[level] = " ".join(line.text.split())[:160]
        self.open = self.parent = None
        self.pending = (line, parted, level)
        self.number = ""
        said = limit_in(line.text)
        self.limit = said if said and level < _SUB_HEADING else None

    def _begins(self, line: Line, parted: Numbered) -> bool:
        rest = parted.rest
        if self.number and not parted.number:
            named = re.match(r"q(?P<whole>uest\w*)?", self.number, re.IGNORECASE)
            asked = named is not None and (bool(named["whole"]) or len(rest.split()) > 2)
            return not instructs(rest) and (asked or asks(rest) or interrogative(rest) or bool(_measured(rest)))
        if parted.asked:
            return len(rest) > 2 and (line.where.column is None or len(rest.split()) > 1)
        if parted.sub:
            return False
        if line.item and self.open is not None and not self.open.strong and not _measured(rest):
            return False  # a bullet of the question above
        if notes(rest) and not parted.asked:
            return False
        if guides(rest) and not parted.number and self.open is not None and not rest.rstrip().endswith("?"):
            return False
        if parted.number:
            measured = _measured(rest) and len(rest) < _LONG_LABEL
            return asks(rest) or ((interrogative(rest) or measured) and not instructs(rest))
        if not asks(rest):
            return False
        if self.open is not None and not self.open.strong and self.open.slot is Slot.NONE and self.open.number:
            return False  # a further sentence of a numbered question
        return rest.rstrip().endswith("?") or len(rest.split()) >= 4

    def _question(self, line: Line, parted: Numbered) -> _Draft:
        number = parted.number or self.number
        rest = parted.rest
        draft = _Draft(number, rest, line.where, self._section(), last=line.where)
        draft.asking = asks(rest) or interrogative(rest)
        draft.sure = parted.asked or bool(self.number and re.match(r"q", self.number, re.IGNORECASE))
        draft.said, draft.weight, draft.marking = limit_in(rest), weight_in(rest), marking_in(rest)
        draft.sure = draft.sure or bool(draft.asking and (draft.said or draft.weight))
        self.number, self.pending, self.awaiting = "", None, False
        self.drafts.append(draft)
        self.open = draft
        if not parted.sub:
            self.parent = draft
        self._spots(draft, line)
        return draft

    def _sub(self, line: Line, parted: Numbered) -> bool:
        """A part of the question above with a number of its own: a row of its own where it asks, else more text."""
        parent = self.parent
        assert parent is not None
        leads = parent.text.rstrip().endswith(":") or (parent.more and parent.more[-1].rstrip().endswith(":"))
        own = asks(parted.rest) or interrogative(parted.rest) or bool(_measured(parted.rest)) or bool(line.spots)
        guided = bool(parent.guidance) and guides(parent.guidance[-1]) and not _measured(parted.rest)
        if not own or guided:
            self.open = self.open or parent
            if self.open is parent and leads and not parent.guidance:
                parent.more.append(f"{parted.number} {parted.rest}")
            else:
                self.open.guidance.append(f"{parted.number} {parted.rest}")
            return True
        draft = self._question(line, parted)
        draft.parent, draft.sub, draft.sure = parent, True, draft.sure or parent.sure
        return True

    def _follows(self, draft: _Draft, line: Line, text: str) -> None:
        """A text below a question and no question itself."""
        draft.last = line.where if draft.slot is Slot.NONE else draft.last
        if line.spots and (not draft.strong or draft.slot is Slot.CHECK_BOX):
            self._spots(draft, line)
            if len(text) < _SHORT:
                return
        said = limit_in(text)
        weight = weight_in(text) or (
            weight_in(text, alone=True) if len(text) < 20 and re.search(r"%|mark|point", text) else None
        )
        marking = marking_in(text) if guides(text) or len(text) < 60 else Marking.UNKNOWN
        if said or weight:
            draft.said, draft.weight = draft.said or said, draft.weight or weight
            draft.sure = draft.sure or draft.asking or bool(draft.number)
        draft.marking = draft.marking or marking
        if (line.item or re.match(r"[-•–*▪o]\s", text)) and not draft.guidance and draft.slot is Slot.NONE:
            draft.more.append(text)
        elif draft.slot is Slot.BELOW and draft.answer_where is not NOWHERE and not guides(text) and not said:
            draft.answer_now.append(text)
        else:
            draft.guidance.append(text)
            if not guides(text) and not said and not weight:
                draft.running += len(text)

    def _blank(self, line: Line) -> None:
        draft = self.open
        if line.spots:
            if draft is None and self.pending is not None:
                draft = self._from_pending(strong=False)
            if draft is not None and not draft.strong:
                self._spots(draft, line)
                return
        if draft is not None and self.writable:
            lined = bool(re.search(r"[_.…]{5}", line.text))
            draft.put(Slot.BELOW, line.where, strong=lined)

    def _answer_label(self, line: Line, text: str) -> None:
        draft = self.open or self._from_pending(strong=True)
        if draft is None:
            return
        said, weight = limit_in(text), weight_in(text)
        draft.said, draft.weight = draft.said or said, draft.weight or weight
        draft.sure = True
        self.awaiting = True
        if line.spots:
            self._spots(draft, line)
        elif line.where.table is None and self.writable:
            draft.put(Slot.BELOW, line.where, strong=False)

    def _from_pending(self, *, strong: bool) -> _Draft | None:
        """The heading above was a question after all: a place for an answer follows it."""
        if self.pending is None or not (self.pending[1].number or strong):
            return None
        line, parted, level = self.pending
        self.headings.pop(level, None)
        draft = self._question(line, parted)
        draft.sure = draft.sure or bool(parted.number)
        return draft

    def _spots(self, draft: _Draft, line: Line) -> None:
        for spot in line.spots:
            self._spot(draft, spot, line.where, line.text)

    def _spot(self, draft: _Draft, spot: Spot, where: Where, beside: str) -> None:
        slot = Slot(spot.kind)
        place = Where(part=where.part, paragraph=where.paragraph, table=where.table, row=where.row, column=where.column,
                      control=spot.name)  # fmt: skip
        draft.put(slot, place)
        draft.sure = draft.sure or draft.asking or bool(draft.number)
        draft.options += [text for text in spot.options if text not in draft.options]
        if slot is Slot.CHECK_BOX and beside and beside.strip() != draft.text and len(beside) < 200:
            for text in re.split(r"[\u2610-\u2612\t•]+|\s{2,}", beside):
                if text.strip() and text.strip() not in draft.options and text.strip() not in draft.text:
                    draft.options.append(text.strip())
        if spot.text and slot is Slot.CONTROL and spot.text != draft.text and spot.text not in draft.text:
            draft.answer_now.append(spot.text)

    def _offer(self, draft: _Draft, offered: Sequence[str], line: Line) -> None:
        draft.options += [text for text in offered if text not in draft.options]
        draft.sure = draft.sure or draft.asking or bool(draft.number)
        if line.spots:
            self._spots(draft, line)
        elif line.where.column is not None:
            draft.put(Slot.CELL, _cell_place(line.where))
        elif self.writable:
            draft.put(Slot.BELOW, line.where, strong=False)

    def _section(self) -> str:
        return " / ".join(self.headings[level] for level in sorted(self.headings))

    # --- tables ---

    def _table(self, table: Table, depth: int) -> None:
        if depth > _DEEPEST:
            return
        self.awaiting = False
        if table.sheet and _holds_figures(table):
            return
        columns: dict[Role, list[tuple[int, str]]] = {}
        for row in table.rows:
            if len(self.drafts) >= MOST:
                return
            found = _headings(row)
            if found:
                columns = found
                self.open = self.pending = None
                self.number = ""
            elif columns:
                self._headed_row(row, columns, depth)
            else:
                self._boxes(row, depth, table)
        if columns:
            self.open = self.parent = self.pending = None
        if table.sheet:
            self.open = self.parent = self.pending = None
            self.headings.clear()
            self.number = ""

    def _headed_row(self, row: Sequence[Cell], columns: dict[Role, list[tuple[int, str]]], depth: int) -> None:
        """A row below headings."""
        cells = {role: [(_at(row, column), heading) for column, heading in known] for role, known in columns.items()}
        asked = next((cell for cell, _heading in cells.get(Role.QUESTION, [])), None)
        ref = next((cell for cell, _heading in cells.get(Role.REF, [])), None)
        filled = [cell for cell in row if not is_blank(cell.text) and not cell.goes_on]
        if not filled:
            self._answer_row(row)
            return
        answers = [(cell, heading) for cell, heading in cells.get(Role.ANSWER, []) if cell is not None]
        alone = len(filled) == 1
        text = asked.text.strip() if asked is not None and not asked.goes_on else ""
        same = len({cell.text for cell in filled}) == 1 and len(filled) == len(row) > 1
        wide = asked is not None and (asked is ref or (alone and len(row) == 1))
        if is_blank(text) or wide or same:
            lead = filled[0]
            waits = self.open is not None and not self.open.strong
            said = asks(lead.text) or heads(lead.text)
            if answer_label(lead.text) or (alone and wide and waits and not said):
                self._answer_row(row)
            elif alone or wide or same:
                self._alone(lead, row, ref)
            elif asked is not None and asked.goes_on and self.open is not None:
                self._more(self.open, cells)
            return
        assert asked is not None
        number = only_number(ref.text) if ref is not None else ""
        number = number or (" ".join(ref.text.split())[:24] if ref is not None and ref is not asked else "")
        first = numbered(text)
        if not number and alone and answers and not asks(first.rest) and not first.asked:
            has_place = len(row) > 1 and any(len(line.text) > 3 for line in asked.lines)
            if (heads(text) and (ref is not None or asked.lines[0].bold)) or instructs(text) or not has_place:
                self._title(text, 3)
                return
        if re.fullmatch(r"(?:sub-?\s*)?(?:grand\s+)?total.{0,20}", text, re.IGNORECASE) or (
            instructs(text) and not number
        ):
            return
        self._cell_question(asked, number, cells, answers)

    def _cell_question(
        self,
        asked: Cell,
        number: str,
        cells: dict[Role, list[tuple[Cell | None, str]]],
        answers: Sequence[tuple[Cell, str]],
    ) -> None:
        lines = [line for line in asked.lines if not is_blank(line.text) or line.spots]
        first = numbered(lines[0].text.strip(), lines[0].label if not number else "")
        keep = Numbered(number or first.number, first.rest if (not number or first.number) else lines[0].text.strip())
        if number and first.number and first.number.casefold() not in {number.casefold(), f"q{number}".casefold()}:
            keep = Numbered(number, lines[0].text.strip())
        section = next((cell.text for cell, _h in cells.get(Role.SECTION, []) if cell is not None and cell.text), "")
        if section:
            self._title(section, 3)
        draft = self._question(Line(lines[0].text, asked.where, spots=lines[0].spots), keep)
        draft.sure = True
        self.parent = draft
        for line in lines[1:]:
            parted = numbered(line.text.strip(), line.label)
            if parted.sub:
                self._sub(Line(line.text, asked.where, line.label, spots=line.spots), parted)
                if self.open is not draft and self.open is not None:
                    self._answers(self.open, answers)
            elif guides(line.text) or draft.guidance:
                self._follows(draft, Line(line.text, asked.where), line.text.strip())
            else:
                draft.more.append(line.text.strip())
                draft.said = draft.said or limit_in(line.text)
                draft.weight = draft.weight or weight_in(line.text)
        self.open = draft
        self._more(draft, cells)
        self._answers(draft, answers)

    def _more(self, draft: _Draft, cells: dict[Role, list[tuple[Cell | None, str]]]) -> None:
        """What the columns beside a question say about it."""
        for cell, heading in cells.get(Role.LIMIT, []):
            if cell is not None and cell.text:
                draft.said = limit_of_cell(cell.text, heading) or draft.said
        for cell, heading in cells.get(Role.WEIGHT, []):
            if cell is not None and cell.text:
                draft.weight = _weight_of(cell.text, heading) or draft.weight
        for cell, heading in cells.get(Role.MARKING, []):
            if cell is not None and cell.text:
                draft.marking = marking_of_cell(cell.text, heading) or draft.marking
        for cell, _heading in cells.get(Role.GUIDANCE, []):
            if cell is not None and cell.text and cell.text not in draft.guidance:
                draft.guidance.append(cell.text)
                draft.said = draft.said or limit_in(cell.text)
                draft.weight = draft.weight or weight_in(cell.text)
                draft.marking = draft.marking or marking_in(cell.text)

    def _answers(self, draft: _Draft, answers: Sequence[tuple[Cell, str]]) -> None:
        ordered = sorted(answers, key=lambda item: bool(re.match(r"y(?:es)?\s*/|complian", item[1], re.IGNORECASE)))
        for cell, heading in ordered:
            offered = choices(heading)
            if len(answers) == 1 and not draft.options:
                draft.options += offered
            draft.said = draft.said or limit_in(heading)
            for spot in cell.spots:
                self._spot(draft, spot, cell.where, cell.text)
            text = cell.text.strip()
            offered = choices(text)
            if offered:
                draft.options += [item for item in offered if item not in draft.options]
            said = limit_in(text) if len(text) < 120 else None
            draft.said = draft.said or said
            draft.put(Slot.CELL, cell.where)
            written = not is_blank(text) and not offered and not (said and len(text) < 60) and not cell.spots
            if written and cell.where == draft.answer_where:
                draft.answer_now.append(text)

    def _alone(self, cell: Cell, row: Sequence[Cell], ref: Cell | None) -> None:
        """A row with one filled cell: a heading, an instruction, or a question whose answer is the next row."""
        text = cell.text.strip()
        parted = numbered(text)
        if (asks(parted.rest) and (parted.number or ref is None or len(row) == 1)) or parted.asked:
            draft = self._question(Line(cell.lines[0].text, cell.where), numbered(cell.lines[0].text.strip()))
            for line in cell.lines[1:]:
                self._follows(draft, Line(line.text, cell.where), line.text)
            draft.sure = True
        elif heads(text) or names_section(text):
            self._title(text, 3)
        elif self.open is not None and (guides(text) or limits_in(text)):
            self._follows(self.open, Line(text, cell.where), text)

    def _title(self, text: str, level: int) -> None:
        for deeper in [at for at in self.headings if at >= level]:
            del self.headings[deeper]
        self.headings[level] = " ".join(text.split())[:160]
        self.open = self.parent = None

    def _answer_row(self, row: Sequence[Cell]) -> None:
        """A row that is there for the answer to the question above."""
        if self.open is None or self.open.strong or not row:
            return
        filled = [cell for cell in row if not is_blank(cell.text)]
        said = limit_in(filled[0].text) if filled else None
        self.open.said = self.open.said or said
        spots = [(spot, cell) for cell in row for spot in cell.spots]
        for spot, cell in spots:
            self._spot(self.open, spot, cell.where, cell.text)
        empty = [cell for cell in row if is_blank(cell.text)]
        target = (empty or [row[-1]])[0]
        self.open.put(Slot.CELL, target.where)
        if not empty and not answer_label(target.text):
            self.open.answer_now.append(target.text)

    # --- tables without headings: one cell after another ---

    def _boxes(self, row: Sequence[Cell], depth: int, table: Table) -> None:
        filled = [cell for cell in row if not is_blank(cell.text) or cell.nested]
        if not filled and (self.open is None or (table.sheet and self.open.strong)) and self.pending is None:
            return
        labelled = (
            _LABELLED.get(" ".join(filled[0].text.split()).strip(" :*.").casefold()) if len(filled) == 2 else None
        )
        if labelled is not None and self._labelled(labelled, filled[0], filled[1]):
            return
        asked_here = False
        for cell in row:
            if cell.goes_on:
                continue
            text = cell.text.strip()
            if cell.nested:
                for part in cell.parts:
                    self.take(part, depth + 1)
                continue
            if is_blank(text):
                if table.sheet and not asked_here and len(row) > 1 and cell.column < _first_column(filled):
                    continue
                self._blank_cell(cell, table)
                continue
            if self.awaiting and self.open is not None and not self.open.strong and not asks(text):
                self.open.put(Slot.CELL, cell.where)
                self.open.answer_now.append(text)
                self.awaiting = False
                continue
            if len(text) > _LONG_NUMBER and not re.search(r"[^\W\d_]{2}", text):
                continue  # a long number or date
            number = only_number(text)
            if number and len(row) > 1 and not (self.open is not None and asked_here):
                self.number, self.open, self.pending = number, None, None
                continue
            before = len(self.drafts)
            weight = weight_in(text, alone=True) if re.search(r"[%a-z]", text, re.IGNORECASE) else None
            if weight is not None and self.open is not None:
                self.open.weight = self.open.weight or weight
                continue
            for line in cell.lines:
                if line.text.strip() or line.spots:
                    self._line(Line(line.text, line.where, line.label, line.level, line.bold, line.item, line.spots))
            asked_here = asked_here or len(self.drafts) > before
            if len(self.drafts) == before and self.number and heads(text):
                self.number = ""

    def _blank_cell(self, cell: Cell, table: Table) -> None:
        draft = self.open
        if draft is None and self.pending is not None:
            line, parted, _level = self.pending
            beside = line.where.table == cell.where.table and line.where.part == cell.where.part
            box = sum(len(row) for row in table.rows) <= _BOX
            if not table.sheet and box and (parted.number or not beside or cell.spots) and line.where.column is None:
                draft = self._from_pending(
                    strong=bool(cell.where.table is not None and not beside and line.level == 0 and line.bold)
                )
        if draft is None:
            return
        for spot in cell.spots:
            self._spot(draft, spot, cell.where, cell.text)
        if draft.strong:
            return
        draft.put(Slot.CELL, cell.where)
        draft.sure = draft.sure or draft.asking or bool(draft.number)
        self.awaiting = False

    def _labelled(self, role: Role, label: Cell, cell: Cell) -> bool:
        """A row such as "Question | Describe ..." or "Word limit | 500"."""
        if role is Role.QUESTION and not is_blank(cell.text):
            lines = [line for line in cell.lines if line.text.strip()]
            draft = self._question(Line(lines[0].text, cell.where), numbered(lines[0].text.strip(), lines[0].label))
            draft.sure = True
            for line in lines[1:]:
                self._follows(draft, Line(line.text, cell.where), line.text.strip())
            return True
        if self.open is None:
            return False
        if role is Role.LIMIT:
            self.open.said = limit_of_cell(cell.text, label.text) or self.open.said
        elif role is Role.WEIGHT:
            self.open.weight = _weight_of(cell.text, label.text) or self.open.weight
        elif role is Role.GUIDANCE:
            self.open.guidance.append(cell.text)
            self.open.said = self.open.said or limit_in(cell.text)
        else:
            self._answers(self.open, [(cell, label.text)])
        return True

    # --- all together ---

    def finish(self) -> tuple[Asked, ...]:
        """What of the drafts are questions."""
        drafts = [draft for draft in self.drafts if not declares(draft.text)]
        for draft in drafts:
            draft.sure = draft.sure or (draft.strong and draft.asking)
        boxed = [draft for draft in drafts if draft.asking and draft.slot is not Slot.NONE and not draft.running]
        sure = [draft for draft in drafts if draft.sure]
        plain = boxed if self.writable else [draft for draft in drafts if draft.asking and draft.running <= _RUNNING]
        if not sure and len([draft for draft in plain if draft.number]) < _MANY:
            return ()
        kept = [draft for draft in drafts if draft.sure or self._likely(draft)]
        if len(kept) < _FEW and not any(
            draft.said or draft.weight or (draft.number and draft.strong) for draft in kept
        ):
            return ()
        chosen = {id(draft) for draft in kept}
        bare = [draft for draft in kept if draft.said is None and limit_in(_whole(draft), bare=True)]
        if len(bare) >= 2 and 2 * len(bare) >= sum(1 for draft in kept if draft.said is None):
            for draft in bare:
                draft.said = limit_in(_whole(draft), bare=True)
        ids: dict[int, str] = {}
        seen: set[str] = set()
        asked = []
        for draft in kept:
            own = hashlib.sha256(
                f"{draft.where.text()}\x1f{draft.text}\x1f{draft.number}".encode("utf-8", "replace")
            ).hexdigest()[:10]
            ids[id(draft)] = unique = own if own not in seen else f"{own}-{len(seen)}"
            seen.add(unique)
            parent = ids.get(id(draft.parent), "") if draft.parent is not None and id(draft.parent) in chosen else ""
            asked.append(self._asked(draft, unique, parent))
        return tuple(asked)

    def _likely(self, draft: _Draft) -> bool:
        """Whether a draft that nothing proves is kept, in a file that asks elsewhere."""
        if draft.running > _RUNNING:
            return False
        in_sheet = draft.where.row is not None and draft.where.table is None
        return draft.asking and ((bool(draft.number) and not in_sheet) or draft.slot is not Slot.NONE)

    def _asked(self, draft: _Draft, own: str, parent: str) -> Asked:
        marking = draft.marking
        if marking is Marking.UNKNOWN or (marking is Marking.MANDATORY and draft.weight):
            marking = Marking.SCORED if draft.weight else marking
        slot, place = draft.slot, draft.answer_where
        in_sheet = draft.where.row is not None and draft.where.table is None
        if slot is Slot.NONE and self.writable and not in_sheet:
            slot, place = Slot.BELOW, draft.last
        weight = draft.weight
        return Asked(
            id=own, number=draft.number, text=_whole(draft), guidance="\n".join(draft.guidance)[:MOST_TEXT * 2],
            section=draft.section, limit=draft.said.limit if draft.said else NO_LIMIT,
            limit_text=draft.said.text if draft.said else "", weight=weight.value if weight else None,
            weight_unit=weight.unit if weight else "", marking=marking, parent=parent, options=tuple(draft.options),
            where=draft.where, slot=slot, answer_where=place, answer_now="\n".join(draft.answer_now),
        )  # fmt: skip


def _holds_figures(table: Table) -> bool:
    """Whether a sheet is one of figures: no row of headings that ask, and many cells that hold a number."""
    texts = [cell.parts[0].text for row in table.rows for cell in row if cell.parts and isinstance(cell.parts[0], Line)]
    figures = sum(1 for text in texts if text and not any(sign.isalpha() for sign in text))
    if len(texts) < 20 or figures < _FIGURES * len(texts):
        return False
    if any(_headings(row) for row in table.rows[:_LOOKED_AT]):
        return False
    words = [text for text in texts if len(text) > _LONG_NUMBER and any(sign.isalpha() for sign in text)][:_LOOKED_AT]
    return sum(1 for text in words if asks(numbered(text).rest)) < _ASKING * len(words)


def _whole(draft: _Draft) -> str:
    return "\n".join([draft.text, *draft.more])


def _measured(text: str) -> bool:
    return limit_in(text) is not None or weight_in(text) is not None


def _first_column(cells: Sequence[Cell]) -> int:
    return min((cell.column for cell in cells), default=0)


def _cell_place(where: Where) -> Where:
    return Where(part=where.part, table=where.table, row=where.row, column=where.column)


def _at(row: Sequence[Cell], column: int) -> Cell | None:
    return next((cell for cell in row if cell.column <= column < cell.column + cell.span), None)


def _weight_of(text: str, heading: str) -> Weight | None:
    found = weight_in(text, alone=True) or weight_in(text)
    if found is None:
        return None
    if found.value < 1 and re.fullmatch(r"0?\.\d+", text.strip()) and re.search(r"weight|%", heading, re.IGNORECASE):
        return Weight(round(found.value * 100, 4), "%", found.text)  # a percentage as a workbook keeps it
    if not re.search(r"%|per\s?cent|mark|point", text, re.IGNORECASE) and re.search(
        r"mark|point|score", heading, re.IGNORECASE
    ):
        return Weight(found.value, "marks", found.text)
    return found


def _headings(row: Sequence[Cell]) -> dict[Role, list[tuple[int, str]]]:
    """What each column is for, where a row is one of headings; else nothing."""
    filled = [cell for cell in row if not is_blank(cell.text) and not cell.goes_on]
    if len(filled) < 2:
        return {}
    found: dict[Role, list[tuple[int, str]]] = {}
    for cell in filled:
        role = role_of(cell.text)
        if role is not None:
            found.setdefault(role, []).append((cell.column, cell.text))
    if len({cell.text.strip().casefold() for cell in filled}) < len(filled) and len(filled) < 3:
        return {}
    answers = any(re.search(r"response|answer|repl(?:y|ies)", text, re.I) for _at, text in found.get(Role.ANSWER, []))
    if Role.QUESTION not in found and answers and Role.LOOSE in found:
        found[Role.QUESTION] = found.pop(Role.LOOSE)[:1]
    if Role.QUESTION not in found:
        if Role.SECTION in found and answers:
            found[Role.QUESTION] = found.pop(Role.SECTION)[:1]
        else:
            return {}
    known = sum(len(columns) for columns in found.values())
    plain = re.search(r"question|ask", found[Role.QUESTION][0][1], re.IGNORECASE)
    if 2 * known < len(filled) or not (
        _SURE_ROLES & found.keys() or (plain and found.keys() & {Role.REF, Role.GUIDANCE})
    ):
        return {}
    if len(filled) == 2 and only_number(filled[0].text.replace("Question", "")) and not plain:
        return {}
    return found
