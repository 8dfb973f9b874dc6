"""Content controls and legacy form fields of a Word file: what they are, what they offer, and where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from alongside.intake.wordml import STRICT, TRANSITIONAL, child_of, name_of, value_of

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_LISTS = ("dropDownList", "comboBox")
_NOT_FOR_TEXT = frozenset({"docPartObj", "docPartList", "citation", "bibliography", "equation", "picture", "group"})
_MOST = 200  # options of one list


@dataclass(frozen=True, slots=True)
class Spot:
    """One place made for an answer. `kind` names a member of `asked.Slot`."""

    kind: str  # "control", "field", "check_box" or "drop_down"
    name: str  # its id, tag or name, as `Where.control` keeps it
    title: str = ""  # as the person who fills the form in sees it
    options: tuple[str, ...] = ()
    text: str = ""  # what stands in it; "" where that is only a prompt


def spots_of(tree: etree._Element | None) -> dict[etree._Element, tuple[Spot, ...]]:
    """The spots of each paragraph. A control round whole paragraphs or cells counts for its first paragraph.

    Prompts ("Click here to enter text") are emptied in the tree, as nobody wrote them.
    """
    found: dict[etree._Element, list[Spot]] = {}
    if tree is None:
        return {}
    for control in list(tree.iter(f"{{{TRANSITIONAL}}}sdt", f"{{{STRICT}}}sdt")):
        spot = _control(control)
        home = _home(control)
        if spot is not None and home is not None:
            found.setdefault(home, []).append(spot)
    for data in tree.iter(f"{{{TRANSITIONAL}}}ffData", f"{{{STRICT}}}ffData"):
        home = _home(data)
        if home is not None:
            found.setdefault(home, []).append(_field(data))
    return {home: tuple(spots) for home, spots in found.items()}


def _home(element: etree._Element) -> etree._Element | None:
    """The paragraph it stands in, else the first paragraph inside it."""
    for above in element.iterancestors():
        name = name_of(above)
        if name == "p":
            return above
        if name == "tc":
            break
    return next(element.iter(f"{{{TRANSITIONAL}}}p", f"{{{STRICT}}}p"), None)


def _control(control: etree._Element) -> Spot | None:
    properties, content = child_of(control, "sdtPr"), child_of(control, "sdtContent")
    if properties is None or content is None:
        return None
    kinds = {name_of(item) for item in properties}
    if kinds & _NOT_FOR_TEXT or any(name.endswith("}repeatingSection") for name in kinds):
        return None
    locked = value_of(child_of(properties, "lock")) or ""
    name = value_of(child_of(properties, "id")) or value_of(child_of(properties, "tag")) or ""
    title = value_of(child_of(properties, "alias")) or value_of(child_of(properties, "tag")) or ""
    if child_of(properties, "showingPlcHdr") is not None:
        for text in content.iter(f"{{{TRANSITIONAL}}}t", f"{{{STRICT}}}t"):
            text.text = ""
    elif locked in {"contentLocked", "sdtContentLocked"}:
        return None  # the buyer's own words, kept from change
    said = "".join(_texts(content)).strip()
    if f"{_W14}checkbox" in kinds:
        return Spot("check_box", name, title)
    for kind in _LISTS:
        listed = child_of(properties, kind)
        if listed is not None:
            shown = (value_of(item, "displayText") or value_of(item, "value") or "" for item in listed)
            options = tuple(text for text in list(shown)[:_MOST] if text and not _prompts(text))
            return Spot("drop_down", name, title, options, "" if _prompts(said) else said)
    return Spot("control", name, title, (), said)


def _field(data: etree._Element) -> Spot:
    name = value_of(child_of(data, "name")) or ""
    if child_of(data, "checkBox") is not None:
        return Spot("check_box", name)
    listed = child_of(data, "ddList")
    if listed is not None:
        options = tuple(value_of(item) or "" for item in listed if name_of(item) == "listEntry")[:_MOST]
        return Spot("drop_down", name, "", tuple(text for text in options if text.strip() and not _prompts(text)))
    return Spot("field", name)


def _prompts(text: str) -> bool:
    words = text.casefold()
    return words.startswith(("choose ", "select ", "please select", "please choose", "click "))


def _texts(element: etree._Element) -> Iterator[str]:
    for text in element.iter(f"{{{TRANSITIONAL}}}t", f"{{{STRICT}}}t"):
        yield text.text or ""
