"""A redline as Word's own tracked changes."""

from datetime import date
from pathlib import Path

from lxml import etree
from openxml_audit import OpenXmlValidator

from alongside.library.upkeep.difference import Part, difference
from alongside.packs.redline import Changed
from alongside.render.package import read_parts
from alongside.render.redline_file import read_version, redline_document
from alongside.render.wordml import W, texts

LINE = difference("We ask 26 people & <all>.", "We ask 27 people & <all>.")


def test_what_is_gone_and_new_are_tracked_changes(root: Path, tmp_path: Path) -> None:
    found = (Changed("Q1", Part.SAME, ("Limit: “1” became “2”.",), (LINE,)), Changed("Q2", Part.SAME, (), ()))
    data = redline_document(found, ("a", "b"), date(2026, 11, 24), root / "templates")
    path = tmp_path / "redline.docx"
    path.write_bytes(data)
    tree = etree.fromstring(read_parts(data, "r")["word/document.xml"])
    assert ["".join(item.itertext()) for item in tree.iter(f"{W}del")] == ["26"]
    assert ["".join(item.itertext()) for item in tree.iter(f"{W}ins")] == ["27"]
    assert not any(0xE000 <= ord(sign) <= 0xF8FF for text in texts(tree) for sign in text)
    assert "We ask 27 people & <all>." in read_version(path).passages[0].lines  # as whoever accepts it reads it
    assert "Limit: “1” became “2”." in read_version(path).passages[0].lines
    assert OpenXmlValidator().validate(path).is_valid
