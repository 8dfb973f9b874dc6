"""Ticks check boxes and chooses from lists in a Word file: of content controls, legacy fields, and of letters."""

import re
from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from alongside.intake.answering import Answer, NotWritten, chosen, exactly
from alongside.intake.word_bytes import ChangedPart
from alongside.intake.word_controls import control_at, field_at, open_control, shown_as
from alongside.intake.word_finding import Places, all_of, clear, gone, paragraphs_in, put_words, words_in
from alongside.intake.word_made import House, Look, look_of, new_element, run, texts_in
from alongside.intake.wordml import STRICT, TRANSITIONAL, child_of, name_of, value_of

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_EMPTY_BOX, _TICKED_BOX = "\u2610", "\u2612"
_BOXES = re.compile("[\u2610-\u2612\u25a1\u25a2\u2751\u2752]")
_YES = frozenset({"yes", "y", "true", "x", "ticked", "tick", "\u2611", "\u2612", "\u2713", "\u2714", "agree", "agreed"})
_NO = frozenset({"no", "n", "false", "", "not ticked"})


# --- check boxes ----------------------------------------------------------------------------------------------------


def tick(part: ChangedPart, places: Places, answer: Answer) -> bool:
    """Tick the box that the answer names, and untick the others of the question; False where it names none.

    Raises NotWritten where the boxes are not there.
    """
    boxes = list(_boxes(places, answer))
    if not boxes:
        raise gone()
    said = answer.text
    if len(boxes) == 1:
        word = " ".join(said.split()).casefold().strip(" .")
        label = _label(boxes[0])
        if word in _YES or (label and exactly([label], said)):
            return _set(part, boxes[0], ticked=True)
        if word in _NO:
            return _set(part, boxes[0], ticked=False)
        return False
    labels = [_label(box) for box in boxes]
    wanted = {option for line in said.split("\n") if (option := exactly([text for text in labels if text], line))}
    if not wanted:
        one = chosen([text for text in labels if text], said)
        wanted = {one} if one else set()
    if not wanted:
        return False
    for box, label in zip(boxes, labels, strict=True):
        _set(part, box, ticked=label in wanted)
    return True


def _boxes(places: Places, answer: Answer) -> Iterator[etree._Element]:
    """The boxes of one question: those of its paragraph, else of its row; controls and legacy fields alike."""
    where = answer.where
    scope: etree._Element | None
    if where.paragraph is not None:
        scope = places.paragraph(where)
        found = list(_in(scope))
        if len(found) < 2 and len(answer.options) > 1:
            found = _further(scope, found, len(answer.options))
        if found:
            yield from found
            return
    if where.table is not None:
        cell = places.cell(where)
        found = list(_in(cell))
        row = next((above for above in cell.iterancestors() if name_of(above) == "tr"), None)
        if len(found) < 2 and len(answer.options) > 1 and row is not None:
            found = list(_in(row))
        yield from found
        return
    if where.control:
        yield from (item for item in _in(places.root) if _named(item) == where.control)


def _further(paragraph: etree._Element, found: list[etree._Element], most: int) -> list[etree._Element]:
    """The boxes of the paragraphs right below, as many as there are options."""
    after = paragraph.getnext()
    while after is not None and len(found) < most:
        more = list(_in(after)) if name_of(after) in {"p", "sdt"} else []
        if not more:
            break
        found += more
        after = after.getnext()
    return found


def _in(scope: etree._Element) -> Iterator[etree._Element]:
    for item in scope.iter():
        name = name_of(item)
        made = child_of_w14(item) if name == "sdt" else child_of(item, "checkBox") if name == "ffData" else None
        if made is not None:
            yield item


def child_of_w14(control: etree._Element) -> etree._Element | None:
    properties = child_of(control, "sdtPr")
    return None if properties is None else properties.find(f"{_W14}checkbox")


def _named(box: etree._Element) -> str:
    if name_of(box) == "ffData":
        return value_of(child_of(box, "name")) or ""
    properties = child_of(box, "sdtPr")
    return value_of(child_of(properties, "id")) or value_of(child_of(properties, "tag")) or ""


def _label(box: etree._Element) -> str:
    """The words right after a box, up to the next one; before it where none follow; else those of the next cell."""
    paragraph = next((above for above in box.iterancestors() if name_of(above) == "p"), None)
    if paragraph is None:
        paragraph = next(all_of(box, "p"), None)
    if paragraph is None:
        return ""
    seen, said = False, ""
    before = ""
    for item in paragraph.iter():
        if item is box:
            seen = True
            continue
        if seen and item in (boxes := set(_in(paragraph))) and item is not box and boxes:
            break
        if name_of(item) == "t" and not any(above in _controls(paragraph) for above in item.iterancestors()):
            if seen:
                said += item.text or ""
            else:
                before += item.text or ""
        elif name_of(item) == "tab" and said.strip():
            break
    words = re.split(r"\t|\s{3,}", _bare(said) or _bare(before))[0]
    if words:
        return words
    cell = next((above for above in paragraph.iterancestors() if name_of(above) == "tc"), None)
    for beside in (cell.getnext(), cell.getprevious()) if cell is not None else ():
        if beside is not None and name_of(beside) == "tc" and _bare(words_in(beside)):
            return _bare(words_in(beside))
    return ""


def _controls(paragraph: etree._Element) -> set[etree._Element]:
    return {item for item in _in(paragraph) if name_of(item) == "sdt"}


def _bare(text: str) -> str:
    return _BOXES.sub("", text).strip(" \t\n:;,.-–")


def _set(part: ChangedPart, box: etree._Element, *, ticked: bool) -> bool:
    if name_of(box) == "ffData":
        _set_legacy(part, box, ticked=ticked)
        return True
    made = child_of_w14(box)
    properties, content = open_control(box)
    assert made is not None  # that is how the box was found
    state = made.find(f"{_W14}checked")
    if state is None:
        state = etree.Element(f"{_W14}checked")
        made.insert(0, state)
    state.set(f"{_W14}val", "1" if ticked else "0")
    sign, font = _sign(made, ticked=ticked)
    for text in texts_in(content):
        text.text = sign
        break
    else:
        symbol = next((item for item in content.iter() if name_of(item) == "sym"), None)
        if symbol is not None:
            space = str(symbol.tag)[1:].partition("}")[0]
            symbol.set(f"{{{space}}}char", f"{ord(sign):04X}")
            if font:
                symbol.set(f"{{{space}}}font", font)
    shown_as(properties)
    part.touch(box)
    return True


def _sign(made: etree._Element, *, ticked: bool) -> tuple[str, str]:
    state = made.find(f"{_W14}{'checkedState' if ticked else 'uncheckedState'}")
    code = state.get(f"{_W14}val") if state is not None else None
    font = (state.get(f"{_W14}font") if state is not None else None) or ""
    try:
        return (chr(int(code, 16)) if code else (_TICKED_BOX if ticked else _EMPTY_BOX)), font
    except ValueError:
        return _TICKED_BOX if ticked else _EMPTY_BOX, font


def _set_legacy(part: ChangedPart, data: etree._Element, *, ticked: bool) -> None:
    box = child_of(data, "checkBox")
    assert box is not None  # that is how it was found
    space = STRICT if str(box.tag).startswith(f"{{{STRICT}}}") else TRANSITIONAL
    state = child_of(box, "checked")
    if state is None:
        state = etree.SubElement(box, f"{{{space}}}checked")
    state.set(f"{{{space}}}val", "1" if ticked else "0")
    part.touch(data)


# --- lists to choose from -------------------------------------------------------------------------------------------


def choose_from_list(part: ChangedPart, places: Places, answer: Answer, house: House) -> bool:
    """Choose what the answer names; False where the list does not offer it. Raises NotWritten where there is none."""
    try:
        control = control_at(places, answer.where)
    except NotWritten:
        return _choose_legacy(part, places, answer, house)
    properties = child_of(control, "sdtPr")
    listed = next(
        (found for kind in ("dropDownList", "comboBox") if (found := child_of(properties, kind)) is not None), None
    )
    if listed is None:
        return _choose_legacy(part, places, answer, house)
    properties, content = open_control(control)
    wanted = exactly([_shown(item) for item in listed], answer.text)
    item = next((item for item in listed if wanted is not None and _shown(item) == wanted), None)
    if item is None and name_of(listed) != "comboBox":
        return False
    said = _shown(item) if item is not None else answer.text
    if item is not None:
        listed.set(f"{{{house.space}}}lastValue", value_of(item, "value") or said)
    own = paragraphs_in(content)
    holder = own[0] if own else content
    first = next((found for found in content.iter() if name_of(found) == "r"), None)
    look = look_of(own[0], house) if own else Look(house, None, _words(first, house))
    if own:
        clear(holder)
        put_words(holder, [run(said, look)])
    else:
        for found in list(content):
            content.remove(found)
        content.append(run(said, look))
    shown_as(properties)
    part.touch(control)
    return True


def _words(found: etree._Element | None, house: House) -> etree._Element | None:
    if found is None:
        return None
    holder = new_element(house, "p")
    holder.append(deepcopy(found))
    return look_of(holder, house).words


def _shown(item: etree._Element) -> str:
    return value_of(item, "displayText") or value_of(item, "value") or ""


def _choose_legacy(part: ChangedPart, places: Places, answer: Answer, house: House) -> bool:
    data = field_at(places, answer.where, "ddList")
    listed = child_of(data, "ddList")
    assert listed is not None  # that is how it was found
    entries = [value_of(item) or "" for item in listed if name_of(item) == "listEntry"]
    wanted = exactly(entries, answer.text)
    if wanted is None:
        return False
    result = child_of(listed, "result")
    if result is None:
        result = new_element(house, "result")
        listed.insert(0, result)
    result.set(f"{{{house.space}}}val", str(entries.index(wanted)))
    part.touch(data)
    return True


# --- boxes that are letters -----------------------------------------------------------------------------------------


def has_glyphs(paragraph: etree._Element) -> bool:
    """Whether a paragraph offers choices by boxes that are mere letters: "☐ Yes  ☐ No"."""
    return bool(_BOXES.search(words_in(paragraph))) and not any(True for _box in _in(paragraph))


def tick_glyph(paragraph: etree._Element, answer: Answer) -> bool:
    """Tick the box before the words that the answer is; False where it is none of them."""
    held = list(texts_in(paragraph))
    whole = "".join(item.text or "" for item in held)
    places = [found.start() for found in _BOXES.finditer(whole)]
    labels = [
        _bare(re.split(r"\t|\s{2,}", whole[at + 1 : stop].strip())[0])
        for at, stop in zip(places, [*places[1:], len(whole)], strict=True)
    ]
    wanted = exactly([label for label in labels if label], answer.text)
    if wanted is None:
        return False
    at = places[labels.index(wanted)]
    for item in held:
        text = item.text or ""
        if at < len(text):
            item.text = f"{text[:at]}{_TICKED_BOX}{text[at + 1 :]}"
            return True
        at -= len(text)
    return False
