"""A form in Word filled: check boxes, text, drop-down and date controls, and the form fields of older files.

Each is found by its tag, its title or, in older files, its name. Nothing else in the file changes.
"""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from lxml import etree

from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.render.characters import clean
from alongside.render.control_dates import dated
from alongside.render.package import pack_parts, read_parts, tree_of
from alongside.render.scan import label, parts_with_text, shortened
from alongside.render.wordml import XML_SPACE, W, text_of

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
CHECKED, UNCHECKED, SYMBOLS = "2612", "2610", "MS Gothic"  # as Word draws a check box that says nothing else
Value = str | bool | date
REACH = 2_000  # runs behind the beginning of a form field in which its end is looked for
_KINDS = {f"{W14}checkbox": "check box", f"{W}text": "text", f"{W}dropDownList": "choice", f"{W}comboBox": "combo",
          f"{W}date": "date", f"{W}richText": "text"}  # fmt: skip
# What a control may be that no text can be put into.
_OTHERS = frozenset({f"{W}picture", f"{W}docPartObj", f"{W}docPartList", f"{W}citation", f"{W}bibliography",
                     f"{W}equation", f"{W}group"})  # fmt: skip
_OLD = {f"{W}checkBox": "check box", f"{W}textInput": "text", f"{W}ddList": "choice"}
_ON = frozenset({"1", "true", "on"})
_SIGNS_ON, _SIGNS_OFF = frozenset("☒☑✓✔✗✘"), frozenset("☐□▢")
_YES, _NO = frozenset({"yes", "true", "on", "1", "x", "☒", "☑"}), frozenset({"no", "false", "off", "0", "", "☐"})


@dataclass(frozen=True, slots=True)
class Control:
    """One control of a form as it stands."""

    number: int  # its place among the controls of the file, from 1
    part: str  # in words: "body", "header 1"
    tag: str
    title: str
    kind: str  # check box, text, choice, combo, date
    value: str  # what it shows; "yes" or "no" for a check box
    choices: tuple[str, ...]  # as they are shown
    locked: bool  # whoever made the form does not want it changed
    is_old: bool  # a form field of an older file


def read_controls(data: bytes, name: str) -> tuple[Control, ...]:
    """Every control that can be filled, in order. Raises AlongsideError for a file that cannot be opened."""
    numbers = count(1)
    return tuple(
        _told(control, label(part), next(numbers))
        for part, content in parts_with_text(read_parts(data, name))
        for control in _found(tree_of(content, name))
    )


def fill_controls(
    data: bytes, name: str, values: Mapping[str | int, Value], *, follow_signs: bool = False
) -> tuple[bytes, tuple[Finding, ...]]:
    """The file with each control of that tag, title or name filled, and what could not be. A number: by its place.

    `follow_signs`: a check box that is not named is on or off as the sign in it says, which a template may have
    printed there, and controls that were repeated get numbers of their own.

    A check box takes True, False, "yes" or "no"; a choice one of its entries; a date a day. A control that Word fills
    from the file's own data is cut loose from them, because Word would put the old value back.
    Raises AlongsideError for a file that cannot be opened.
    """
    parts = read_parts(data, name)
    wanted = {_key(key): (str(key), value) for key, value in values.items()}
    met: list[Finding] = []
    used: set[str | int] = set()
    numbers = count(1)
    rewritten = False
    for part, content in list(parts_with_text(parts)):
        tree = tree_of(content, name)
        changed = follow_signs and _numbered_anew(tree)
        for control in list(_found(tree)):
            keys: tuple[str | int, ...] = (next(numbers), *(_plain(known) for known in control.names if known))
            key = next((item for item in keys if item in wanted), None)
            if key is None:
                changed |= follow_signs and isinstance(control, _Modern) and control.follow_sign()
                continue
            used.add(key)
            why = control.refusal(wanted[key][1])
            if why:
                met.append(_not_filled(wanted[key][0], why, Place(template=name, part=label(part))))
                continue
            control.fill(wanted[key][1])
            changed = True
        if changed:
            parts[part] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            rewritten = True
    for key, (said, _value) in wanted.items():
        if key not in used:
            met.append(_not_filled(said, _("the form has no control of that name"), Place(template=name)))
    return (pack_parts(parts) if rewritten else data), tuple(met)


def _numbered_anew(tree: etree._Element) -> bool:
    """Give each control that repeats the number of another its own; whether there was one."""
    taken: set[str] = set()
    again: list[etree._Element] = []
    for number in tree.iter(f"{W}id"):
        parent = number.getparent()
        if parent is not None and parent.tag == f"{W}sdtPr":
            if _value(number) in taken:
                again.append(number)
            taken.add(_value(number))
    free = (str(at) for at in count(1) if str(at) not in taken)
    for number in again:
        number.set(f"{W}val", next(free))
    return bool(again)


def _key(key: str | int) -> str | int:
    return _plain(key) if isinstance(key, str) else key


def _not_filled(key: str, why: str, place: Place) -> Finding:
    return finding(
        "output.control_not_filled",
        place,
        _("“{name}” was not filled: {why}.").format(name=shortened(key), why=why),
        _("Fill it in Word, or correct the name or the value."),
    )


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _told(control: "_Modern | _Old", part: str, number: int) -> Control:
    return Control(
        number=number,
        part=part, tag=control.names[0], title=control.names[1], kind=control.kind, value=control.value(),
        choices=tuple(shown for shown, _value in control.choices()), locked=control.locked,
        is_old=isinstance(control, _Old),
    )  # fmt: skip


def _found(tree: etree._Element) -> Iterator["_Modern | _Old"]:
    if next(tree.iter(f"{W}sdt", f"{W}ffData"), None) is None:
        return
    old = next(tree.iter(f"{W}ffData"), None) is not None
    runs = list(tree.iter(f"{W}r")) if old else []  # a large template has a hundred thousand
    places = {run: number for number, run in enumerate(runs)}
    for element in list(tree.iter(f"{W}sdt", f"{W}fldChar")):
        if element.tag == f"{W}sdt":
            made = _modern(element)
            if made is not None:
                yield made
            continue
        data = element.find(f"{W}ffData")
        settings = next((child for child in data if child.tag in _OLD), None) if data is not None else None
        run = element.getparent()
        if data is not None and settings is not None and run in places:
            yield _Old(runs, places[run], data, settings)


def _modern(element: etree._Element) -> "_Modern | None":
    properties, content = element.find(f"{W}sdtPr"), element.find(f"{W}sdtContent")
    if properties is None or content is None:
        return None
    tags = {str(child.tag) for child in properties}
    if tags & _OTHERS or any(tag.endswith(("}repeatingSection", "}repeatingSectionItem")) for tag in tags):
        return None
    settings = next((child for child in properties if child.tag in _KINDS), None)
    if settings is None and len(list(content.iter(f"{W}p"))) > 1:
        return None  # a frame around much of the document
    if any(True for _inner in content.iter(f"{W}sdt")):
        return None
    return _Modern(element, properties, content, settings)


@dataclass
class _Modern:
    element: etree._Element
    properties: etree._Element
    content: etree._Element
    settings: etree._Element | None

    @property
    def names(self) -> tuple[str, str]:
        return _value(self.properties.find(f"{W}tag")), _value(self.properties.find(f"{W}alias"))

    @property
    def kind(self) -> str:
        return "text" if self.settings is None else _KINDS[str(self.settings.tag)]

    @property
    def locked(self) -> bool:
        return _value(self.properties.find(f"{W}lock")) in {"contentLocked", "sdtContentLocked"}

    def value(self) -> str:
        if self.kind == "check box" and self.settings is not None:
            return "yes" if _is_on(self.settings.find(f"{W14}checked"), W14) else "no"
        if self.properties.find(f"{W}showingPlcHdr") is not None:
            return ""
        lines = [text_of(paragraph) for paragraph in self.content.iter(f"{W}p")]
        return "\n".join(lines) if lines else text_of(self.content)

    def choices(self) -> tuple[tuple[str, str], ...]:
        """Each as it is shown and as it is kept."""
        if self.settings is None:
            return ()
        found = []
        for item in self.settings.iter(f"{W}listItem"):
            kept = item.get(f"{W}value", "")
            found.append((item.get(f"{W}displayText") or kept, kept))
        return tuple(found)

    def refusal(self, value: Value) -> str:
        """Why it cannot take the value; empty if it can."""
        if self.locked:
            return _("whoever made the form has locked it")
        return _refusal(self.kind, value, self.choices())

    def fill(self, value: Value) -> None:
        for child in list(self.properties):
            if etree.QName(child).localname in {"dataBinding", "showingPlcHdr"}:
                self.properties.remove(child)
        if self.kind == "check box" and self.settings is not None:
            self._check(_as_yes(value))
            return
        text = _as_text(value)
        if self.kind in {"choice", "combo"} and self.settings is not None:
            shown, kept = _chosen(text, self.choices()) or (text, text)
            text = shown
            self.settings.set(f"{W}lastValue", kept)
        elif self.kind == "date" and self.settings is not None and isinstance(value, date):
            self.settings.set(f"{W}fullDate", f"{value:%Y-%m-%d}T00:00:00Z")
            text = dated(value, _value(self.settings.find(f"{W}dateFormat")))
        self._write(text)

    def follow_sign(self) -> bool:
        """Be on or off as the sign in it says; whether that was anything new."""
        if self.kind != "check box" or self.settings is None:
            return False
        sign = text_of(self.content).strip() or "".join(text_of(item) for item in self.content.iter(f"{W}p")).strip()
        on = sign in _SIGNS_ON
        if (not on and sign not in _SIGNS_OFF) or on == (self.value() == "yes"):
            return False
        self._check(on)
        return True

    def _check(self, on: bool) -> None:
        settings = self.settings
        if settings is None:
            return
        checked = settings.find(f"{W14}checked")
        if checked is None:
            checked = etree.Element(f"{W14}checked")
            settings.insert(0, checked)
        checked.set(f"{W14}val", "1" if on else "0")
        state = settings.find(f"{W14}{'checkedState' if on else 'uncheckedState'}")
        code = state.get(f"{W14}val", "") if state is not None else ""
        font = state.get(f"{W14}font", "") if state is not None else ""
        try:
            symbol = chr(int(code, 16))
        except (ValueError, OverflowError):
            symbol, font = chr(int(CHECKED if on else UNCHECKED, 16)), SYMBOLS
        self._write(symbol, font=font or SYMBOLS)

    def _write(self, text: str, *, font: str = "") -> None:
        """Into the first run there is, in the look the control has for what is typed; all other runs go."""
        runs = list(self.content.iter(f"{W}r"))
        paragraphs = list(self.content.iter(f"{W}p"))
        if runs:
            run = runs[0]
            _drop_all(runs[1:])
            _drop_all(paragraphs[1:])
        else:
            run = etree.Element(f"{W}r")
            (paragraphs[0] if paragraphs else self.content).append(run)
        look = self.properties.find(f"{W}rPr")
        before = run.find(f"{W}rPr")
        made = copy.deepcopy(look) if look is not None else copy.deepcopy(before) if before is not None else None
        for child in list(run):
            run.remove(child)
        if made is not None:
            for style in made.findall(f"{W}rStyle"):
                if "placeholder" in style.get(f"{W}val", "").lower():
                    made.remove(style)
        if font:
            made = etree.Element(f"{W}rPr") if made is None else made
            _set_font(made, font)
        if made is not None and len(made):
            run.append(made)
        _put_text(run, text)


@dataclass
class _Old:
    """A form field of an older file: its settings stand in the mark that begins it, its text behind."""

    runs: Sequence[etree._Element]  # all of the part
    at: int  # which of them begins the field
    data: etree._Element
    settings: etree._Element

    @property
    def names(self) -> tuple[str, str]:
        return _value(self.data.find(f"{W}name")), _value(self.data.find(f"{W}helpText"))

    @property
    def kind(self) -> str:
        return _OLD[str(self.settings.tag)]

    @property
    def locked(self) -> bool:
        enabled = self.data.find(f"{W}enabled")
        return enabled is not None and not _is_on(enabled, W)

    def value(self) -> str:
        if self.kind == "check box":
            checked = self.settings.find(f"{W}checked")
            return "yes" if _is_on(checked if checked is not None else self.settings.find(f"{W}default"), W) else "no"
        if self.kind == "choice":
            place = _value(self.settings.find(f"{W}result")) or _value(self.settings.find(f"{W}default")) or "0"
            shown = self.choices()
            return shown[int(place)][0] if place.isdecimal() and int(place) < len(shown) else ""
        return "".join(text_of(run) for run in self._result()).strip("\N{EN SPACE}")

    def choices(self) -> tuple[tuple[str, str], ...]:
        entries = [_value(item) for item in self.settings.iter(f"{W}listEntry")]
        return tuple((entry, str(number)) for number, entry in enumerate(entries))

    def refusal(self, value: Value) -> str:
        if self.locked:
            return _("whoever made the form has locked it")
        most = _value(self.settings.find(f"{W}maxLength"))
        if self.kind == "text" and most.isdecimal() and 0 < int(most) < len(_as_text(value)):
            return _("it takes {n} characters at most").format(n=most)
        return _refusal(self.kind, value, self.choices())

    def fill(self, value: Value) -> None:
        if self.kind == "check box":
            for old in self.settings.findall(f"{W}checked"):
                self.settings.remove(old)
            etree.SubElement(self.settings, f"{W}checked").set(f"{W}val", "1" if _as_yes(value) else "0")
            return
        text = _as_text(value)
        if self.kind == "choice":
            chosen = _chosen(text, self.choices())
            for old in self.settings.findall(f"{W}result"):
                self.settings.remove(old)
            result = etree.Element(f"{W}result")
            result.set(f"{W}val", chosen[1] if chosen else "0")
            self.settings.insert(0, result)
            text = chosen[0] if chosen else text
            if not self._result():
                return  # Word draws it from the settings
        runs = self._result()
        if runs:
            first = runs[0]
            _drop_all(runs[1:])
            for child in list(first):
                if child.tag != f"{W}rPr":
                    first.remove(child)
        else:
            first = etree.Element(f"{W}r")
            end = self._mark("separate")
            if end is None:
                return
            end.addnext(first)
        _put_text(first, text)

    def _following(self) -> Iterator[tuple[etree._Element, str]]:
        """The runs of the field behind its beginning, each with the mark it holds, up to its end."""
        depth = 1
        for run in self.runs[self.at + 1 : self.at + 1 + REACH]:
            char = run.find(f"{W}fldChar")
            kind = char.get(f"{W}fldCharType", "") if char is not None else ""
            depth += (kind == "begin") - (kind == "end")
            if depth == 0:
                yield run, "end"
                return
            yield run, kind if depth == 1 else ""

    def _mark(self, kind: str) -> etree._Element | None:
        return next((run for run, mark in self._following() if mark == kind), None)

    def _result(self) -> list[etree._Element]:
        found: list[etree._Element] = []
        behind = False
        for run, mark in self._following():
            if mark == "separate":
                behind = True
            elif mark == "end":
                return found
            elif behind:
                found.append(run)
        return []


# --- small things -----------------------------------------------------------------------------------------------


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")


def _is_on(element: etree._Element | None, space: str) -> bool:
    """A switch without a value is on."""
    return element is not None and element.get(f"{space}val", "1").lower() in _ON


def _refusal(kind: str, value: Value, choices: tuple[tuple[str, str], ...]) -> str:
    if kind == "check box" and not isinstance(value, bool) and _plain(_as_text(value)) not in _YES | _NO:
        return _("a check box takes yes or no")
    if kind == "choice" and _chosen(_as_text(value), choices) is None:
        return _("it takes only {choices}").format(choices=", ".join(shown for shown, _kept in choices))
    return ""


def _chosen(text: str, choices: tuple[tuple[str, str], ...]) -> tuple[str, str] | None:
    wanted = _plain(text)
    by_text = next((item for item in choices if _plain(item[0]) == wanted), None)
    return by_text or next((item for item in choices if _plain(item[1]) == wanted), None)


def _as_yes(value: Value) -> bool:
    return value if isinstance(value, bool) else _plain(_as_text(value)) in _YES


def _as_text(value: Value) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return dated(value, "") if isinstance(value, date) else clean(value)[0]


def _put_text(run: etree._Element, text: str) -> None:
    for number, line in enumerate(text.split("\n")):
        if number:
            etree.SubElement(run, f"{W}br")
        made = etree.SubElement(run, f"{W}t")
        made.text = line
        made.set(XML_SPACE, "preserve")


def _set_font(look: etree._Element, font: str) -> None:
    for old in look.findall(f"{W}rFonts"):
        look.remove(old)
    fonts = etree.Element(f"{W}rFonts")
    for use in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(f"{W}{use}", font)
    look.insert(1 if len(look) and look[0].tag == f"{W}rStyle" else 0, fonts)


def _drop_all(elements: list[etree._Element]) -> None:
    for element in elements:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
