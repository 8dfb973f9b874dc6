"""The Word document of an Easy Read copy: valid, clean, by its own rules, and broken files are told."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]
from PIL import Image

from alongside.checks.easy_profiles import PROFILES
from alongside.packs.easy_pictures import BY_NAME
from alongside.packs.easy_read import EasyRead, Idea, ProfileName, Term
from alongside.render.easy_read import easy_read_document
from alongside.render.easy_read_check import check_file
from alongside.render.package import pack_parts, read_parts
from alongside.render.pdf import page_count, to_pdf
from alongside.render.pictograms import DRAWN, pictogram

DAY = date(2026, 11, 24)
STRICT = PROFILES[ProfileName.STRICT]
COPY = EasyRead(
    story="ST-1", title="Tea & <toast>", about="This is about tea.", made_by="It is from us.", ask="Ask Sam.",
    supporter="A friend can help.", words=(Term(word="panel", meaning="A group that looks at rules."),),
    ideas=tuple(
        Idea(id=f"i{at}", text="Kit makes tea.", picture=name, heading="How things were" if at % 5 == 0 else "")
        for at, name in enumerate(BY_NAME)
    ),
)  # fmt: skip


def rules(data: bytes, pages: int | None = None) -> set[str]:
    return {item.rule.removeprefix("easy_read.") for item in check_file(data, "copy.docx", STRICT, pages)}


@pytest.fixture(scope="module")
def made() -> bytes:
    return easy_read_document(COPY, DAY)


def test_word_has_nothing_to_repair(made: bytes, tmp_path: Path) -> None:
    path = tmp_path / "copy.docx"
    path.write_bytes(made)
    result = OpenXmlValidator().validate(str(path))
    assert result.is_valid, result.errors[:3]


def test_it_passes_its_own_checks_as_laid_out(made: bytes) -> None:
    assert check_file(made, "copy.docx", STRICT, page_count(to_pdf(made, title="copy"))) == ()


def test_the_same_copy_gives_the_same_bytes_and_names_nobody(made: bytes) -> None:
    assert easy_read_document(COPY, DAY) == made
    core = read_parts(made, "copy.docx")["docProps/core.xml"]
    assert b"creator" not in core
    assert b"lastModifiedBy" not in core


def test_each_picture_is_drawn_once_large_and_in_few_colours() -> None:
    assert set(DRAWN) == set(BY_NAME)
    for name in DRAWN:
        with Image.open(io.BytesIO(pictogram(name))) as image:
            assert image.size == (640, 640)
            assert image.getextrema() != (0, 0)


@pytest.mark.parametrize(("example", "final", "marks"), [(True, False, 2), (True, True, 1), (False, True, 0)])
def test_marks_stand_on_every_page_where_they_are_due(example: bool, final: bool, marks: int) -> None:
    copy = EasyRead(story="ST-1", title="Tea", example=example)
    with zipfile.ZipFile(io.BytesIO(easy_read_document(copy, DAY, final=final))) as archive:
        header = archive.read("word/header.xml")
    assert (b"EXAMPLE" in header) + (b"not finished" in header) == marks


def test_the_providers_own_picture_wins_and_a_missing_one_keeps_its_place() -> None:
    stream = io.BytesIO()
    Image.new("RGB", (300, 200), "#336666").save(stream, "PNG")
    copy = EasyRead(story="ST-1", title="Tea", ideas=(
        Idea(id="a", text="Kit makes tea.", picture="kitchen", alternative="Our kitchen"),
        Idea(id="b", text="Kit likes tea.", picture="teapot-to-come"),
    ))  # fmt: skip
    data = easy_read_document(copy, DAY, pictures={"kitchen": stream.getvalue(), "broken": b"no picture"})
    parts = read_parts(data, "copy.docx")
    assert stream.getvalue() in parts.values()
    assert b"Picture: teapot-to-come" in parts["word/document.xml"]
    assert rules(data) == {"er10"}


def test_the_answer_page_has_three_boxes_and_room_to_write(made: bytes) -> None:
    body = read_parts(made, "copy.docx")["word/document.xml"].decode()
    for words in (
        "How we tell your story",
        "Yes. You can tell",
        "Change it.",
        "No. Please keep",
        "Tell us more",
        "Date",
    ):
        assert words in body
    assert body.count("<w:tcBorders>") == 6


def _styles(old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        assert old.encode() in parts["word/styles.xml"]
        parts["word/styles.xml"] = parts["word/styles.xml"].replace(old.encode(), new.encode())

    return change


def _body(old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        assert old.encode() in parts["word/document.xml"]
        parts["word/document.xml"] = parts["word/document.xml"].replace(old.encode(), new.encode(), 1)

    return change


@pytest.mark.parametrize(
    ("rule", "harm"),
    [
        ("er12", _styles('w:sz w:val="32"', 'w:sz w:val="24"')),
        ("er12", _styles('w:ascii="Arial"', 'w:ascii="Times New Roman"')),
        ("er13", _styles('<w:jc w:val="left"/>', '<w:jc w:val="both"/>')),
        ("er13", _body("<w:r><w:t", "<w:r><w:rPr><w:i/></w:rPr><w:t")),
        ("er13", _body(">Kit makes tea.<", ">KITTY MAKES LOVELY COFFEE HERE<")),
        ("er14", _styles('w:line="360"', 'w:line="240"')),
        ("er15", _body("<w:cantSplit/>", "")),
        ("er11", _body('descr="', 'title="')),
        ("er11", _body('cx="1512000"', 'cx="1812000"')),
    ],
)  # fmt: skip
def test_a_file_that_was_spoilt_afterwards_is_told(made: bytes, rule: str, harm: Callable[..., None]) -> None:
    parts = dict(read_parts(made, "copy.docx"))
    harm(parts)
    assert rule in rules(pack_parts(parts))


def test_hyphenation_and_length_are_told(made: bytes) -> None:
    parts = dict(read_parts(made, "copy.docx"))
    parts["word/settings.xml"] = parts["word/settings.xml"].replace(b'autoHyphenation w:val="0"', b"autoHyphenation ")
    assert "er15" in rules(pack_parts(parts))
    assert [item.level.value for item in check_file(made, "copy.docx", STRICT, 21)] == ["warn"]
    assert [item.level.value for item in check_file(made, "copy.docx", STRICT, 25)] == ["block"]
