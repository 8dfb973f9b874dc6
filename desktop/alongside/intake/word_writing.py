"""Writes answers into a Word file: cells, controls, fields, boxes, below questions. Nothing else changes."""

import zipfile
from collections.abc import Sequence
from io import BytesIO

from lxml import etree

from alongside.errors import AlongsideError
from alongside.findings import Finding, finding
from alongside.i18n import _
from alongside.intake.answering import Answer, NotWritten, Written, exactly, not_a_choice
from alongside.intake.asked import Slot
from alongside.intake.recognise import choices
from alongside.intake.word_bytes import ChangedPart
from alongside.intake.word_choices import choose_from_list, has_glyphs, tick, tick_glyph
from alongside.intake.word_controls import control_at, fill_control, fill_field
from alongside.intake.word_finding import (
    Places,
    clear,
    ends_section,
    following,
    is_empty,
    paragraphs_in,
    put_words,
    words_in,
)
from alongside.intake.word_house import Offered, house_of
from alongside.intake.word_made import Look, blocks_of, empty_paragraph, look_below, look_of, runs_of, shape
from alongside.intake.wordml import name_of
from alongside.library.editing.archive import pack, replaced
from alongside.packs.formatted import Piece, Run


def write_word(data: bytes, name: str, answers: Sequence[Answer]) -> Written:
    """The file with the answers in it. Raises AlongsideError where it cannot be changed safely."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _refuse_signed(archive, name)
            _refuse_repeated(archive, name)
            numbers = {item.filename: at for at, item in enumerate(archive.infolist())}
            parts = {answer.where.part for answer in answers} or {"word/document.xml"}
            held = {part: archive.read(part) for part in parts if part in numbers}
            house = house_of(archive, next(iter(sorted(held)), "word/document.xml"))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise AlongsideError(_("This is no Word file that can be read."), where=name) from error
    changed: dict[int, bytes] = {}
    findings: list[Finding] = []
    done: list[Answer] = []
    for part in sorted(parts):
        mine = [answer for answer in answers if answer.where.part == part]
        if part not in held:
            findings += [_gone().told(answer, name) for answer in mine]
            continue
        writer = _Writer(ChangedPart(held[part]), house, name)
        for answer in mine:
            try:
                writer.write(answer)
                done.append(answer)
            except NotWritten as trouble:
                findings.append(trouble.told(answer, name))
        findings += writer.findings
        if writer.part.changed:
            changed[numbers[part]] = writer.part.packed()
    made = replaced(data, {number: pack(content) for number, content in changed.items()}) if changed else data
    return Written(made, tuple(findings), tuple(done))


def _gone() -> NotWritten:
    return NotWritten(_("The place for this answer is not in the file any more."), _("Read the buyer's file again."))


def _refuse_signed(archive: zipfile.ZipFile, name: str) -> None:
    if any(part.startswith("_xmlsignatures/") for part in archive.namelist()):
        raise AlongsideError(
            _("This file is signed, and any change would break the signature."),
            where=name,
            remedy=_("Ask the buyer for a copy without a signature."),
        )


def _refuse_repeated(archive: zipfile.ZipFile, name: str) -> None:
    names = archive.namelist()
    if len(set(names)) < len(names):
        raise AlongsideError(
            _("This Word file holds two parts of one name, so nothing can be put into it safely."),
            where=name,
            remedy=_("Open it in Word, save it as .docx, and try again."),
        )


class _Writer:
    """Puts answers into one part."""

    def __init__(self, part: ChangedPart, house: Offered, name: str) -> None:
        self.part, self.name = part, name
        self.house = house.for_part(part.root)
        self.places = Places(part.root)
        self.findings: list[Finding] = []

    def write(self, answer: Answer) -> None:
        """Raises NotWritten where the place is not as it should be."""
        if answer.slot is Slot.CHECK_BOX:
            self._tick(answer)
        elif answer.slot is Slot.DROP_DOWN:
            self._choose(answer)
        elif answer.slot is Slot.CONTROL:
            fill_control(self.part, control_at(self.places, answer.where), answer, self.house)
        elif answer.slot is Slot.FIELD:
            fill_field(self.part, self.places, answer, self.house)
        elif answer.slot is Slot.CELL:
            self._cell(answer)
        elif answer.slot is Slot.BELOW:
            self._below(answer)
        else:
            raise NotWritten(
                _("The file has no place for this answer."), _("Put the answer into a document of your own.")
            )

    # --- choices ---

    def _tick(self, answer: Answer) -> None:
        if not tick(self.part, self.places, answer):
            self.findings.append(not_a_choice(answer, self.name))

    def _choose(self, answer: Answer) -> None:
        if not choose_from_list(self.part, self.places, answer, self.house):
            self.findings.append(not_a_choice(answer, self.name))

    def _chosen_in(self, paragraph: etree._Element, answer: Answer) -> bool:
        """Whether the answer is a choice that the paragraph offers: boxes of letters, or "Yes / No"."""
        if has_glyphs(paragraph):
            if tick_glyph(paragraph, answer):
                self.part.touch(paragraph)
                return True
            return False
        offered = choices(words_in(paragraph))
        option = exactly(offered or (), answer.text) if offered else None
        if option is None:
            return False
        look = look_of(paragraph, self.house)
        clear(paragraph)
        put_words(paragraph, runs_of(Piece((Run(option),)), look))
        self.part.touch(paragraph)
        return True

    # --- text ---

    def _cell(self, answer: Answer) -> None:
        cell = self.places.cell(answer.where)
        inside = [control for control in cell.iter() if name_of(control) == "sdt"]
        if inside and not any(words_in(item).strip() for item in paragraphs_in(cell) if not _in_control(item, cell)):
            try:
                fill_control(self.part, control_at(self.places, answer.where), answer, self.house)
            except NotWritten:
                pass
            else:
                return
        own = paragraphs_in(cell)
        if not own:
            raise NotWritten(_("The cell for this answer is damaged."), _("Open the file in Word and save it again."))
        for paragraph in own:
            if self._chosen_in(paragraph, answer):
                return
        if all(is_empty(paragraph) for paragraph in own):
            self._fill(own[0], answer)
            return
        standing = self._standing(own, answer)
        if standing:
            self._replace(standing, answer)
            return
        last = [paragraph for paragraph in own if not is_empty(paragraph)][-1]
        self._after(last, answer)

    def _below(self, answer: Answer) -> None:
        paragraph = self.places.paragraph(answer.where) if answer.where.paragraph is not None else None
        if paragraph is None:
            self._cell(answer)
            return
        if self._chosen_in(paragraph, answer):
            return
        if is_empty(paragraph):
            self._fill(paragraph, answer)
            self._drop_lines(paragraph)
            return
        ahead: list[etree._Element] = []
        after = following(paragraph)
        while after is not None and len(ahead) < 400:
            ahead.append(after)
            after = following(after)
        standing = self._standing(ahead, answer)
        if standing:
            self._replace(standing, answer)
        else:
            self._after(paragraph, answer)

    def _standing(self, paragraphs: Sequence[etree._Element], answer: Answer) -> list[etree._Element]:
        """The paragraphs of an answer that stands there already."""
        said = {" ".join(line.split()) for line in answer.now.split("\n") if line.strip()}
        return [item for item in paragraphs if " ".join(words_in(item).split()) in said] if said else []

    def _replace(self, standing: Sequence[etree._Element], answer: Answer) -> None:
        self.findings.append(
            finding(
                "answer.replaced",
                answer.place(self.name),
                _("What stood in this answer's place was replaced: “{text}”.").format(text=_short(answer.now)),
                _("Compare with the buyer's file if those were the buyer's words."),
            )
        )
        self._fill(standing[0], answer)
        for item in standing[1:]:
            if not ends_section(item):
                self.part.remove(item)

    def _after(self, paragraph: etree._Element, answer: Answer) -> None:
        after = following(paragraph)
        if after is not None and is_empty(after) and not ends_section(after):
            self._fill(after, answer)
            self._drop_lines(after)
            return
        look = look_below(paragraph, self.house)
        self.part.insert_after(paragraph, self._blocks(answer, look, closed=False))

    def _fill(self, paragraph: etree._Element, answer: Answer) -> None:
        """Into a paragraph that holds nothing, or what is to be replaced; what follows comes after it."""
        look = look_of(paragraph, self.house)
        clear(paragraph)
        pieces = answer.marked
        if not pieces:
            return
        if pieces[0].table is not None or ends_section(paragraph):
            self.part.insert_before(paragraph, blocks_of(pieces, look))
            self.part.touch(paragraph)
            return
        shape(paragraph, pieces[0], look)
        put_words(paragraph, runs_of(pieces[0], look))
        self.part.touch(paragraph)
        if len(pieces) > 1:
            self.part.insert_after(paragraph, self._blocks(answer, look, closed=True)[1:])

    def _blocks(self, answer: Answer, look: Look, *, closed: bool) -> list[etree._Element]:
        """The answer's paragraphs and tables, a paragraph without words after a table that would end them."""
        pieces = answer.marked
        made: list[etree._Element] = []
        for piece, block in zip(pieces, blocks_of(pieces, look), strict=True):
            if piece.table is not None and made and name_of(made[-1]) == "tbl":
                made.append(empty_paragraph(look))
            made.append(block)
        if made and name_of(made[-1]) == "tbl":
            made.append(empty_paragraph(look))
        return made

    def _drop_lines(self, paragraph: etree._Element) -> None:
        """Take away the further lines of dots or strokes that were drawn to be written on."""
        after = following(paragraph)
        while after is not None and _is_line(after) and not ends_section(after):
            self.part.remove(after)
            after = following(paragraph)


def _in_control(paragraph: etree._Element, cell: etree._Element) -> bool:
    if any(name_of(item) == "sdt" for item in paragraph):
        return True
    for above in paragraph.iterancestors():
        if above is cell:
            return False
        if name_of(above) == "sdt":
            return True
    return False


def _is_line(paragraph: etree._Element) -> bool:
    said = words_in(paragraph).strip()
    return len(said) >= 5 and not said.strip("_.…-–— \t") and is_empty(paragraph)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:79]}…"
