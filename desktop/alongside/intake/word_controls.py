"""Fills content controls and legacy text fields of a Word file."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime

from lxml import etree

from alongside.i18n import _
from alongside.intake.answering import Answer, NotWritten
from alongside.intake.asked import Where
from alongside.intake.word_bytes import ChangedPart
from alongside.intake.word_finding import Places, all_of, clear, gone, paragraphs_in, put_words
from alongside.intake.word_made import (
    House,
    Look,
    blocks_of,
    empty_paragraph,
    look_of,
    new_element,
    plain_runs,
    runs_of,
    shape,
)
from alongside.intake.wordml import child_of, name_of, value_of
from alongside.packs.formatted import Piece

_LOCKED = frozenset({"contentLocked", "sdtContentLocked"})
_BOUND = "dataBinding"
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d.%m.%Y", "%d %b %Y")


# --- content controls -----------------------------------------------------------------------------------------------


def control_at(places: Places, where: Where) -> etree._Element:
    """The control that `where` names. Raises NotWritten where it is not there."""
    scope = places.scope(where)
    near = list(_near(places, scope)) if scope is not None else list(all_of(places.root, "sdt"))
    named = [item for item in near if where.control and where.control in _names(item)]
    if named:
        return named[-1]
    if where.control:
        anywhere = [item for item in all_of(places.root, "sdt") if where.control in _names(item)]
        if len(anywhere) == 1:
            return anywhere[0]
        if scope is None:
            raise gone()
    usable = [item for item in near if not _names(item) or not where.control]
    if not usable:
        raise gone()
    return usable[0]


def _near(places: Places, scope: etree._Element) -> Iterator[etree._Element]:
    """Controls in a paragraph or cell, and those that it alone stands in."""
    for above in reversed(list(scope.iterancestors())):
        if name_of(above) == "sdt" and next(all_of(above, "p"), None) in (scope, next(all_of(scope, "p"), None)):
            yield above
    yield from all_of(scope, "sdt")


def _names(control: etree._Element) -> set[str]:
    properties = child_of(control, "sdtPr")
    return {value for kind in ("id", "tag") if (value := value_of(child_of(properties, kind)))}


def fill_control(part: ChangedPart, control: etree._Element, answer: Answer, house: House) -> None:
    """Put an answer into a control, which then shows no prompt any more. Raises NotWritten."""
    properties, content = open_control(control)
    pieces = answer.marked
    own = paragraphs_in(content)
    plain = child_of(properties, "text") is not None or child_of(properties, "date") is not None
    _date(properties, answer, house)
    _many_lines(properties, pieces, house)
    shown_as(properties)
    if not own:  # inside a paragraph
        look = _look_inside(properties, content, house)
        for item in list(content):
            content.remove(item)
        content.extend(plain_runs(pieces, look) if plain or len(pieces) > 1 or _tabled(pieces) else
                       runs_of(pieces[0], look) if pieces else [])  # fmt: skip
        part.touch(control)
        return
    first = own[0]
    look = _with_words(look_of(first, house), properties, house)
    clear(first)
    for item in own[1:]:
        parent = item.getparent()
        if parent is not None:
            parent.remove(item)
    if plain or not pieces:
        put_words(first, plain_runs(pieces, look))
    elif pieces[0].table is not None:
        for block in blocks_of(pieces, look):
            first.addprevious(block)
    else:
        shape(first, pieces[0], look)
        put_words(first, runs_of(pieces[0], look))
        last = first
        for block in blocks_of(pieces[1:], look):
            if name_of(block) == "tbl" and name_of(last) == "tbl":
                spacer = empty_paragraph(look)
                last.addnext(spacer)
                last = spacer
            last.addnext(block)
            last = block
        if name_of(last) == "tbl":
            last.addnext(empty_paragraph(look))
    part.touch(control)


def open_control(control: etree._Element) -> tuple[etree._Element, etree._Element]:
    """A control's properties and content. Raises NotWritten where an answer cannot stand in it."""
    properties, content = child_of(control, "sdtPr"), child_of(control, "sdtContent")
    if properties is None or content is None:
        raise gone()
    if any(name_of(item).endswith(_BOUND) for item in properties):
        raise NotWritten(
            _("This content control shows data that is kept elsewhere in the file, which is left as it is."),
            _("Fill this one in with Word."),
        )
    if value_of(child_of(properties, "lock")) in _LOCKED:
        raise NotWritten(_("The buyer has locked this content control."), _("Ask the buyer for an open one."))
    return properties, content


def shown_as(properties: etree._Element) -> None:
    """The control shows its own text now, no prompt."""
    prompt = child_of(properties, "showingPlcHdr")
    if prompt is not None:
        properties.remove(prompt)


def _look_inside(properties: etree._Element, content: etree._Element, house: House) -> Look:
    first = next((item for item in content.iter() if name_of(item) == "r"), None)
    made = look_of(first.getparent(), house) if first is not None else Look(house)  # type: ignore[arg-type]
    if first is not None:
        holder = new_element(house, "p")
        marks = new_element(house, "r")
        own = child_of(first, "rPr")
        if own is not None:
            marks.append(deepcopy(own))
        holder.append(marks)
        made = look_of(holder, house)
    return _with_words(made, properties, house)


def _with_words(look: Look, properties: etree._Element, house: House) -> Look:
    """The look that the control gives to what is typed into it, where it gives one."""
    own = child_of(properties, "rPr")
    if own is None or value_of(child_of(own, "rStyle")) in house.prompts:
        return look
    return Look(house, look.paragraph, own)


def _tabled(pieces: tuple[Piece, ...]) -> bool:
    return any(piece.table is not None for piece in pieces)


def _many_lines(properties: etree._Element, pieces: tuple[Piece, ...], house: House) -> None:
    """Let a control for plain text hold several lines, where it gets them."""
    text = child_of(properties, "text")
    if text is not None and (len(pieces) > 1 or _tabled(pieces)):
        text.set(f"{{{house.space}}}multiLine", "1")


def _date(properties: etree._Element, answer: Answer, house: House) -> None:
    """The day behind a date control, which a program reads, where the answer is one day."""
    found = child_of(properties, "date")
    if found is None:
        return
    for form in _DAYS:
        try:
            day = datetime.strptime(answer.text.strip(), form)  # noqa: DTZ007 - a day, as the control keeps it
        except ValueError:
            continue
        found.set(f"{{{house.space}}}fullDate", f"{day:%Y-%m-%d}T00:00:00Z")
        return
    if f"{{{house.space}}}fullDate" in found.attrib:
        del found.attrib[f"{{{house.space}}}fullDate"]


# --- legacy form fields ---------------------------------------------------------------------------------------------


def field_at(places: Places, where: Where, kind: str) -> etree._Element:
    """The `ffData` of a legacy field. Raises NotWritten where it is not there."""
    scope = places.scope(where)
    found = [
        item
        for item in all_of(scope if scope is not None else places.root, "ffData")
        if child_of(item, kind) is not None
    ]
    named = [item for item in found if value_of(child_of(item, "name")) == where.control]
    if not named and not found:
        raise gone()
    return (named or found)[0]


def fill_field(part: ChangedPart, places: Places, answer: Answer, house: House) -> None:
    """Put an answer into a legacy text field, with line breaks for paragraphs. Raises NotWritten."""
    data = field_at(places, answer.where, "textInput")
    most = value_of(child_of(child_of(data, "textInput"), "maxLength")) or ""
    pieces = answer.marked
    if most.isdigit() and int(most) and len(answer.text) > int(most):
        raise NotWritten(
            _("The form field takes {n} characters; the answer has {m}.").format(n=most, m=f"{len(answer.text):,}"),
            _("Shorten the answer."),
        )
    start = data.getparent()
    run_of_start = start.getparent() if start is not None else None
    if run_of_start is None:
        raise gone()
    between, middle, end = _field_runs(run_of_start)
    if end is None:
        raise NotWritten(_("This form field goes over several paragraphs."), _("Fill this one in with Word."))
    look = _look_of_run(next((item for item in between if child_of(item, "t") is not None), run_of_start), house)
    for item in between:
        parent = item.getparent()
        if parent is not None:
            parent.remove(item)
    if middle is None:
        middle = new_element(house, "r")
        middle.append(new_element(house, "fldChar", fldCharType="separate"))
        end.addprevious(middle)
    last = middle
    for made in plain_runs(pieces, look):
        last.addnext(made)
        last = made
    paragraph = next(above for above in run_of_start.iterancestors() if name_of(above) == "p")
    part.touch(paragraph)


def _look_of_run(run: etree._Element, house: House) -> Look:
    holder = new_element(house, "p")
    copied = new_element(house, "r")
    own = child_of(run, "rPr")
    if own is not None:
        copied.append(deepcopy(own))
    holder.append(copied)
    return Look(house, None, look_of(holder, house).words)


def _field_runs(
    start: etree._Element,
) -> tuple[list[etree._Element], etree._Element | None, etree._Element | None]:
    """The runs of a field's result, the run before them, and the one that ends the field, all in one paragraph."""
    between: list[etree._Element] = []
    middle: etree._Element | None = None
    depth = 1
    item = start.getnext()
    while item is not None:
        kind = value_of(child_of(item, "fldChar"), "fldCharType") if name_of(item) == "r" else None
        if kind == "begin":
            depth += 1
        elif kind == "separate" and depth == 1:
            middle = item
            item = item.getnext()
            continue
        elif kind == "end":
            depth -= 1
            if depth == 0:
                return between, middle, item
        if middle is not None and name_of(item) == "r":
            between.append(item)
        item = item.getnext()
    return between, middle, None
