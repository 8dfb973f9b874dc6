"""Forms filled: by tag, title or name, in real files, with nothing else changed."""

import io
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import docx
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from alongside.errors import AlongsideError
from alongside.render.control_dates import dated
from alongside.render.controls import fill_controls, read_controls
from alongside.render.wordml import W, text_of

SPACES = f'xmlns:w="{W[1:-1]}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def sdt(tag: str, settings: str, shown: str = "Click here", more: str = "") -> str:
    """A control inside a line, still showing what Word shows before it is filled."""
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="Title of {tag}"/><w:tag w:val="{tag}"/>{more}<w:showingPlcHdr/>{settings}'
        f'</w:sdtPr><w:sdtContent><w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>{shown}</w:t></w:r>'
        "</w:sdtContent></w:sdt>"
    )


def old(name: str, settings: str, result: str = "") -> str:
    """A form field of an older file."""
    behind = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}' if result else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="{name}"/><w:enabled/>{settings}</w:ffData>'
        '</w:fldChar></w:r><w:r><w:instrText xml:space="preserve"> FORM </w:instrText></w:r>'
        f'{behind}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


CHECK = (
    '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2611" w14:font="Segoe UI Symbol"/>'
    '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
)
LIST = (
    '<w:dropDownList><w:listItem w:displayText="Yes, always" w:value="1"/>'
    '<w:listItem w:value="Never"/></w:dropDownList>'
)
BLANK = "<w:r><w:t>\u2002</w:t></w:r>" * 2
FORM = [
    sdt("agree", CHECK, "☐"),
    sdt("name", "<w:text/>"),
    sdt("often", LIST),
    sdt("other", '<w:comboBox><w:listItem w:displayText="A" w:value="a"/></w:comboBox>'),
    sdt("day", '<w:date><w:dateFormat w:val="dd/MM/yyyy"/></w:date>'),
    sdt("kept", "<w:text/>", "as it is", more='<w:lock w:val="contentLocked"/>'),
    sdt("bound", "<w:text/>", more='<w:dataBinding w:xpath="/a" w:storeItemID="{1}"/>'),
    old("OldCheck", "<w:checkBox><w:sizeAuto/><w:default w:val=\"0\"/></w:checkBox>"),
    old("OldText", '<w:textInput><w:maxLength w:val="5"/></w:textInput>', BLANK),
    old("OldList", '<w:ddList><w:listEntry w:val="one"/><w:listEntry w:val="two"/></w:ddList>'),
]  # fmt: skip


@pytest.fixture
def form(make) -> bytes:
    path = make("A form", "x", table=[["cell", ""]])
    document = docx.Document(str(path))
    styles = document.styles.element
    styles.append(etree.fromstring(
        f'<w:style {SPACES} w:type="character" w:styleId="PlaceholderText"><w:name w:val="Placeholder Text"/></w:style>'
    ))  # fmt: skip
    for number, control in enumerate(FORM):
        holder = document.tables[0].cell(0, 1).paragraphs[0] if number == 1 else document.add_paragraph("Before: ")
        for item in etree.fromstring(f"<x {SPACES}>{control}</x>"):
            holder._p.append(item)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def shown(data: bytes) -> dict[str, str]:
    return {control.tag: control.value for control in read_controls(data, "form.docx")}


def test_every_kind_is_told_with_its_choices(form: bytes) -> None:
    controls = {control.tag: control for control in read_controls(form, "form.docx")}
    assert {tag: control.kind for tag, control in controls.items()} == {
        "agree": "check box", "name": "text", "often": "choice", "other": "combo", "day": "date", "kept": "text",
        "bound": "text", "OldCheck": "check box", "OldText": "text", "OldList": "choice",
    }  # fmt: skip
    assert controls["often"].choices == ("Yes, always", "Never")
    assert controls["OldList"].choices == ("one", "two")
    assert controls["kept"].locked
    assert controls["agree"].title == "Title of agree"
    assert {tag for tag, control in controls.items() if control.is_old} == {"OldCheck", "OldText", "OldList"}
    assert (controls["agree"].value, controls["name"].value, controls["OldText"].value) == ("no", "", "")


def test_each_is_filled_and_read_again(form: bytes, tmp_path: Path) -> None:
    values = {
        "agree": True, "Title of name": "Oak & Ash <Ltd>\nLine two", "often": "1", "other": "Something else",
        "day": date(2026, 11, 4), "bound": "new", "oldcheck": "yes", "OldText": "abc", "OldList": "two",
    }  # fmt: skip
    data, met = fill_controls(form, "form.docx", values)
    assert met == ()
    assert shown(data) == {
        "agree": "yes", "name": "Oak & Ash <Ltd>\nLine two", "often": "Yes, always", "other": "Something else",
        "day": "04/11/2026", "kept": "", "bound": "new", "OldCheck": "yes", "OldText": "abc", "OldList": "two",
    }  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = archive.read("word/document.xml").decode()
    assert "☑" in body
    assert 'w:ascii="Segoe UI Symbol"' in body
    assert 'w:fullDate="2026-11-04T00:00:00Z"' in body
    assert "dataBinding" not in body
    assert body.count("PlaceholderText") == 1  # of the locked one
    (tmp_path / "f.docx").write_bytes(data)
    found = OpenXmlValidator().validate(tmp_path / "f.docx")
    assert found.is_valid, [error.description for error in found.errors]
    again, met = fill_controls(data, "form.docx", {"agree": False, "OldCheck": "no"})
    assert met == ()
    assert (shown(again)["agree"], shown(again)["OldCheck"]) == ("no", "no")


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("kept", "x", "locked"),
        ("often", "sometimes", "Yes, always, Never"),
        ("agree", "maybe", "yes or no"),
        ("OldText", "too long", "5 characters"),
        ("nobody", "x", "no control of that name"),
    ],
)
def test_what_cannot_be_filled_is_told_and_left(form: bytes, name: str, value: str, why: str) -> None:
    data, (met,) = fill_controls(form, "form.docx", {name: value})
    assert why in met.message
    assert shown(data) == shown(form)


def test_a_form_without_such_controls_comes_back_byte_for_byte(form: bytes) -> None:
    assert fill_controls(form, "form.docx", {"nobody": "x"})[0] == form
    assert fill_controls(form, "form.docx", {})[0] == form


@pytest.mark.parametrize(
    ("pattern", "text"),
    [("d MMMM yyyy", "4 November 2026"), ("ddd d MMM yy", "Wed 4 Nov 26"), ("M/d/yyyy", "11/4/2026"),
     ("dddd, d 'of' MMMM", "Wednesday, 4 of November"), ("", "4 November 2026")],
)  # fmt: skip
def test_a_day_is_written_as_the_control_asks(pattern: str, text: str) -> None:
    assert dated(date(2026, 11, 4), pattern) == text


def other_texts(data: bytes) -> Counter[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    return Counter(text_of(paragraph) for paragraph in body.iter(f"{W}p"))


def test_real_forms_are_filled_and_the_rest_stays(corpora: Path) -> None:
    kinds: Counter[str] = Counter()
    for path in sorted((corpora / "docx_real").glob("*.docx")):
        data = path.read_bytes()
        try:
            controls = read_controls(data, path.name)
        except AlongsideError:
            continue  # encrypted, strict, damaged: said elsewhere
        values: dict[str | int, str | bool | date] = {}
        for control in controls:
            if control.locked or (control.kind == "choice" and not control.choices):
                continue
            values[control.number] = {
                "check box": control.value != "yes",
                "choice": control.choices[-1] if control.choices else "",
                "date": date(2026, 11, 4),
            }.get(control.kind, "Filled")
            kinds[("old " if control.is_old else "") + control.kind] += 1
        filled, met = fill_controls(data, path.name, values)
        assert [item.message for item in met if "characters at most" not in item.message] == [], path.name
        left_out = {int(item.message.split("”")[0][1:]) for item in met}
        after = read_controls(filled, path.name)
        assert [control.number for control in after] == [control.number for control in controls]
        for control in after:
            if control.number in values and control.number not in left_out and control.kind != "date":
                wanted = values[control.number]
                told = {True: "yes", False: "no"}[wanted] if isinstance(wanted, bool) else wanted
                assert control.value == told, (path.name, control)
        changed = other_texts(data) - other_texts(filled)
        assert changed.total() <= len(values) * 3 + 1, path.name
        if values:
            docx.Document(io.BytesIO(filled))
    assert {"check box", "text", "choice", "date", "old check box", "old text"} <= set(kinds)
    assert kinds["check box"] > 20
