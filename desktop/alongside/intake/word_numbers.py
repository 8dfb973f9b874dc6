"""What Word's automatic numbering prints before each paragraph: "3.2", "Q4", "(a)". It stands nowhere in the text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from alongside.intake.wordml import child_of, name_of, value_of

_DEEPEST = 9
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_MOST = 5_000


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str  # "decimal", "lowerLetter" ...
    shown: str  # "%1.%2"
    start: int


def labels_of(
    paragraphs: Iterable[etree._Element], numbering: etree._Element | None, styles: etree._Element | None
) -> dict[etree._Element, str]:
    """The printed number of each numbered paragraph. Bullets have none."""
    lists, levels = _lists(numbering)
    by_style = _styles(styles)
    counts: dict[str, list[int]] = {}
    found = {}
    for paragraph in paragraphs:
        properties = child_of(paragraph, "pPr")
        style = value_of(child_of(properties, "pStyle")) or ""
        own = child_of(properties, "numPr")
        from_style = by_style.get(style, ("", ""))
        number = value_of(child_of(own, "numId")) or from_style[0]
        at = value_of(child_of(own, "ilvl")) or from_style[1] or "0"
        if number in {"", "0"} or number not in lists or not at.isdigit() or int(at) >= _DEEPEST:
            continue
        depth, abstract = int(at), lists[number]
        level = levels.get((abstract, depth))
        if level is None:
            continue
        counted = counts.setdefault(abstract, [0] * _DEEPEST)
        starts = [levels[abstract, n].start if (abstract, n) in levels else 1 for n in range(_DEEPEST)]
        for above in range(depth):
            counted[above] = counted[above] or starts[above]
        counted[depth] = counted[depth] + 1 if counted[depth] else starts[depth]
        counted[depth + 1 :] = [0] * (_DEEPEST - depth - 1)
        text = _printed(level, counted, levels, abstract)
        if text:
            found[paragraph] = text
    return found


def _printed(level: _Level, counted: list[int], levels: dict[tuple[str, int], _Level], abstract: str) -> str:
    if level.kind in {"bullet", "none"}:
        return ""

    def one(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        of = levels.get((abstract, depth), level)
        return _counted(counted[depth], of.kind) if depth < _DEEPEST else ""

    return re.sub(r"%([1-9])", one, level.shown).strip()


def _counted(number: int, kind: str) -> str:
    if not 0 < number < _MOST:
        return str(number)
    if kind in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in {"lowerRoman", "upperRoman"}:
        text, left = "", number
        for value, sign in _ROMAN:
            text, left = text + sign * (left // value), left % value
        return text if kind == "lowerRoman" else text.upper()
    return f"{number:02}" if kind == "decimalZero" else str(number)


def _lists(numbering: etree._Element | None) -> tuple[dict[str, str], dict[tuple[str, int], _Level]]:
    """Which abstract list each number uses, and the levels of those."""
    lists: dict[str, str] = {}
    levels: dict[tuple[str, int], _Level] = {}
    for item in numbering if numbering is not None else ():
        if name_of(item) == "abstractNum":
            ref = value_of(item, "abstractNumId") or ""
            for level in item:
                at = value_of(level, "ilvl") or ""
                if name_of(level) == "lvl" and at.isdigit():
                    start = value_of(child_of(level, "start")) or "1"
                    levels[ref, int(at)] = _Level(
                        value_of(child_of(level, "numFmt")) or "decimal",
                        value_of(child_of(level, "lvlText")) or "",
                        int(start) if start.isdigit() and len(start) < 6 else 1,
                    )
        elif name_of(item) == "num":
            ref = value_of(child_of(item, "abstractNumId")) or ""
            number = value_of(item, "numId") or ""
            lists[number] = ref
            if any(name_of(child) == "lvlOverride" for child in item):  # it counts for itself
                lists[number] = f"{ref}/{number}"
                levels |= {(lists[number], at): level for (of, at), level in list(levels.items()) if of == ref}
    return lists, levels


def _styles(styles: etree._Element | None) -> dict[str, tuple[str, str]]:
    own: dict[str, tuple[str, str]] = {}
    based: dict[str, str] = {}
    for style in styles if styles is not None else ():
        if name_of(style) == "style":
            ref = value_of(style, "styleId") or ""
            numbers = child_of(child_of(style, "pPr"), "numPr")
            own[ref] = value_of(child_of(numbers, "numId")) or "", value_of(child_of(numbers, "ilvl")) or ""
            based[ref] = value_of(child_of(style, "basedOn")) or ""
    found = {}
    for ref, (first, depth) in own.items():
        number, level, at, seen = first, depth, ref, {ref}
        while not number and based.get(at, "") in own and based[at] not in seen:
            at = based[at]
            seen.add(at)
            number, level = own[at][0], level or own[at][1]
        found[ref] = number, level
    return found
