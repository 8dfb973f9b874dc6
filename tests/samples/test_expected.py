"""The documents built from the sample packs say what they said when somebody last read them."""

import zipfile
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from alongside.library.library import Library
from alongside.render.pdf import to_pdf

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BUILT = {
    "tender": ("eastmoor-lot-2", ("tender_response", "covering_letter", "evidence_index", "story_sheet")),
    "inspection": (
        "oakfield-row",
        ("inspection_narrative", "restriction_register", "evidence_index", "story_sheet"),
    ),
}
DOCUMENTS = [(place, document) for place, (_pack, documents) in BUILT.items() for document in documents]


@pytest.mark.parametrize(("place", "document"), DOCUMENTS)
def test_the_text_is_as_expected(
    root: Path, demo: Path, sample_library: Library, refresh: bool, place: str, document: str
) -> None:
    text = _text(demo / BUILT[place][0] / f"{document}.docx", sample_library.digest)
    expected = root / "samples" / place / "expected" / f"{document}.txt"
    if refresh:
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(text, encoding="utf-8", newline="\n")
    assert text == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("place", BUILT)
def test_every_document_is_expected(root: Path, demo: Path, place: str) -> None:
    built = {path.stem for path in (demo / BUILT[place][0]).glob("*.docx")}
    assert built == {path.stem for path in (root / "samples" / place / "expected").glob("*.txt")}


def test_answers_with_a_limit_in_pages_keep_it(demo: Path, samples) -> None:
    pages = _pages(demo / "eastmoor-lot-2" / "tender_response.docx")
    questions = samples["tender"].plan.questions
    starts = [_page_of(pages, question.number, question.heading) for question in questions]
    spans = {
        question.number: after - start
        for question, start, after in zip(questions, starts, starts[1:], strict=False)
        if str(question.limit.kind) == "pages"
    }
    assert spans["Q09"] == 2
    assert spans["Q10"] <= 2  # one page, and the table that the buyer takes below it


def test_the_narrative_is_six_to_twelve_pages_before_its_appendices(demo: Path) -> None:
    pages = _pages(demo / "oakfield-row" / "inspection_narrative.docx")
    cover = 1
    assert 6 <= _page_of(pages, "Appendix A:", "Evidence behind this document") - cover <= 12


def _text(docx: Path, digest: str) -> str:
    """The paragraphs of the body, one a line, without the digest of the library: each making of it has another."""
    with zipfile.ZipFile(docx) as file:
        body = etree.fromstring(file.read("word/document.xml"))
    lines = [
        "".join("\t" if node.tag == f"{W}tab" else node.text or "" for node in paragraph.iter(f"{W}t", f"{W}tab"))
        for paragraph in body.iter(f"{W}p")
    ]
    return "".join(f"{line.strip()}\n" for line in lines if line.strip()).replace(digest[:12], "(digest)")


def _pages(docx: Path) -> list[str]:
    pdf = pypdfium2.PdfDocument(to_pdf(docx.read_bytes(), title=docx.stem))
    try:
        return [pdf[number].get_textpage().get_text_range() for number in range(len(pdf))]
    finally:
        pdf.close()


def _page_of(pages: list[str], number: str, heading: str) -> int:
    """The page on which the heading stands: after the contents list, at the start of a line."""
    for page, text in enumerate(pages):
        plain = " ".join(text.split())
        if "Contents" not in plain and f"{number} {heading}" in plain:
            return page
    raise AssertionError(f"no page begins {number} {heading}")
