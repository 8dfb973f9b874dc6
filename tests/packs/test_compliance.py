"""The compliance matrix as a page to keep."""

from datetime import date

from alongside.packs.compliance import matrix_report
from alongside.packs.pack import Pack, PackKind, Question


def test_each_question_is_a_row() -> None:
    asked = (Question(id="a", number="1", text="How?", weight=10), Question(id="b", number="1a", parent="a"))
    pack = Pack(id="p", kind=PackKind.TENDER, title="A", recipe="tender_response", questions=asked)
    (section,) = matrix_report(pack, date(2026, 11, 24)).sections
    assert [row[:4] for row in section.tables[0].rows] == [("1", "", "How?", "scored"), ("1a", "1", "", "should")]
    assert matrix_report(Pack(id="p", kind=PackKind.TENDER, title="A", recipe="r"), date(2026, 1, 1)).sections[0].empty
