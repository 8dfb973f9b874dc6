"""The few shapes of WordprocessingML that more than one module reads: paragraphs, cells, text."""

from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SHOWN = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\N{NON-BREAKING HYPHEN}"}
_TEXT = frozenset({f"{W}t", f"{W}delText", f"{W}instrText"})
_SEEN = frozenset({f"{W}t"})  # without the instructions of fields and what is marked as deleted
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_PARAGRAPH = f"{W}p"


def text_of(paragraph: etree._Element, *, seen: bool = False) -> str:
    """The paragraph's own text; a text box inside it is other paragraphs' text. `seen`: only what a reader sees."""
    kinds = _SEEN if seen else _TEXT
    pieces: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == _PARAGRAPH:
            continue
        if element.tag in kinds or element.tag == _DRAWN:
            pieces.append(element.text or "")
        elif element.tag in _SHOWN:
            if element.get(f"{W}type") not in {"page", "column"}:
                pieces.append(_SHOWN[str(element.tag)])
        elif isinstance(element.tag, str) and element.tag != f"{W}tabs":
            waiting.extend(reversed(element))
    return "".join(pieces)


def texts(tree: etree._Element, *, seen: bool = False) -> Iterator[str]:
    """Each paragraph's text, in document order. `seen`: only what a reader sees."""
    return (text_of(paragraph, seen=seen) for paragraph in tree.iter(_PARAGRAPH))
