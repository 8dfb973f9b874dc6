"""A document's properties are those that Office knows, whatever docxcompose did to python-docx."""

from datetime import date

import docxcompose.utils  # noqa: F401 - gives python-docx's "cp:" another meaning, as docxtpl does by importing it
from lxml import etree

from alongside.render.properties import CORE, described

CONTENT = (
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Sam</dc:creator><cp:lastModifiedBy>Sam</cp:lastModifiedBy>'
    b"<cp:keywords>safeguarding; risk</cp:keywords></cp:coreProperties>"
)


def test_word_knows_each_property() -> None:
    made = etree.fromstring(described(CONTENT, title="T", subject="S", day=date(2026, 11, 24), language="en-GB"))
    spaces = {"http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
              "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"}  # fmt: skip
    assert {etree.QName(item).namespace for item in made} <= spaces
    assert made.findtext(f"{CORE}keywords") == "safeguarding; risk"
    assert made.findtext(f"{CORE}revision") == "1"
    assert b"Sam" not in etree.tostring(made)
