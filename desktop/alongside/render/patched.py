"""docxtpl's `patch_xml`, on those blocks of a part that hold fields: on all of a long document it takes seconds."""

import re
from collections.abc import Callable

# Where one block of the part ends: a paragraph or a table that stands in no table.
_EDGE = re.compile(r"<w:tbl[ >]|</w:tbl>|</w:p>|<w:p(?: [^>]*)?/>|<w:txbxContent[ >]|</w:txbxContent>")
_KEPT = "\N{OBJECT REPLACEMENT CHARACTER}"
_MARK = re.compile(f"{_KEPT}(\\d+){_KEPT}")
_TAG = re.compile(r"<[^>]*>")
_OPENING = re.compile(r"\{[{%#]")
_CLOSING = re.compile(r"[}%#]\}")
LONG = 60_000  # characters; below it the search costs next to nothing


def patched(xml: str, patch: Callable[[str], str]) -> str:
    """What `patch(xml)` gives."""
    if len(xml) < LONG or _KEPT in xml:
        return patch(xml)
    blocks = _blocks(xml)
    kept: list[str] = []
    short: list[str] = []
    plain: list[str] = []
    for block in blocks:
        if "{" in block or "}" in block:
            if not _closed(block):
                return patch(xml)  # a field that runs over blocks takes in what is between them
            short += _shortened(plain, kept)
            plain = []
            short.append(block)
        else:
            plain.append(block)
    short += _shortened(plain, kept)
    return _MARK.sub(lambda found: kept[int(found[1])], patch("".join(short)))


def _blocks(xml: str) -> list[str]:
    found, depth, boxes, start = [], 0, 0, 0
    for edge in _EDGE.finditer(xml):
        mark = edge.group()
        if mark.startswith("<w:tbl"):
            depth += 1
        elif mark == "</w:tbl>":
            depth -= 1
        elif mark.startswith("<w:txbx"):
            boxes += 1
        elif mark == "</w:txbxContent>":
            boxes -= 1
            continue
        if depth == 0 and boxes == 0 and not mark.startswith("<w:txbx"):
            found.append(xml[start : edge.end()])
            start = edge.end()
    found.append(xml[start:])
    return found


def _closed(block: str) -> bool:
    text = _TAG.sub("", block)
    return len(_OPENING.findall(text)) == len(_CLOSING.findall(text))


def _shortened(plain: list[str], kept: list[str]) -> list[str]:
    """Blocks without a field, with a mark for those that no rule of docxtpl can reach from the fields around them.

    Its rules reach back to the last text and forward to the next, wherever these are: `{%-`, `-%}`, kept spaces.
    """
    texts = [number for number, block in enumerate(plain) if "<w:t>" in block or "<w:t " in block]
    if len(texts) < 3:
        return plain
    plain_texts = [number for number in texts if "<w:t>" in plain[number]]
    first, last = texts[0], min(texts[-1], plain_texts[-1] if plain_texts else texts[-1])
    if last - first < 2:
        return plain
    kept.append("".join(plain[first + 1 : last]))
    return [*plain[: first + 1], f"{_KEPT}{len(kept) - 1}{_KEPT}", *plain[last:]]
