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
_TEXT_TAGS = (*sorted(_TEXT), _DRAWN, *_SHOWN, _PARAGRAPH)
_SEEN_TAGS = (*sorted(_SEEN), _DRAWN, *_SHOWN, _PARAGRAPH)


def text_of(paragraph: etree._Element, *, seen: bool = False) -> str:
    """The paragraph's own text; a text box inside it is other paragraphs' text. `seen`: only what a reader sees."""
    pieces: list[str] = []
    for element in paragraph.iterdescendants(*(_SEEN_TAGS if seen else _TEXT_TAGS)):
        tag = str(element.tag)
        if tag == _PARAGRAPH:
            return _own_text(paragraph, _SEEN if seen else _TEXT)
        if tag not in _SHOWN:
            pieces.append(element.text or "")
        elif not _is_stop(element) and element.get(f"{W}type") not in {"page", "column"}:
            pieces.append(_SHOWN[tag])
    return "".join(pieces)


def _is_stop(element: etree._Element) -> bool:
    """Whether it is a tab stop in the paragraph's settings, and no tab in its text."""
    parent = element.getparent() if element.tag == f"{W}tab" else None
    return parent is not None and parent.tag == f"{W}tabs"


def _own_text(paragraph: etree._Element, kinds: frozenset[str]) -> str:
    """The same for a paragraph with others inside it, element by element."""
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
