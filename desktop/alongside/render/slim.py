"""A long template as its checker needs it: each paragraph without a field as its bare text, tables without settings.

The checker walks every element of a part. What it tells, and where, stays the same.
"""

from lxml import etree

from alongside.render.wordml import W, text_of

LONG = 200_000  # bytes of a part; below it the walk costs next to nothing
_SETTINGS = (f"{W}tblPr", f"{W}tblGrid", f"{W}trPr", f"{W}tcPr", f"{W}sectPr")
_PARAGRAPH, _SIMPLE, _MOVED = f"{W}p", f"{W}fldSimple", f"{W}moveFrom"


def slimmed(tree: etree._Element) -> bytes:
    """The part. The tree is changed."""
    etree.strip_elements(tree, *_SETTINGS, with_tail=False)
    for paragraph in list(tree.iter(_PARAGRAPH)):
        if next(paragraph.iterdescendants(_PARAGRAPH, _SIMPLE, _MOVED), None) is not None:
            continue
        text = text_of(paragraph)
        if "{" in text or "}" in text:
            continue
        tail = paragraph.tail
        paragraph.clear()
        paragraph.tail = tail
        if text:
            etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t").text = text
    made: bytes = etree.tostring(tree)
    return made
