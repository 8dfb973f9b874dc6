"""A document without a forced page break is laid out in pieces too, and shows what the whole shows after every edit."""

from collections.abc import Callable, Sequence

import pytest
from tests.render.test_layout import NUMBERED, NUMBERING, p, small

from alongside.render.layout import Layout, Pages, picture, texts_by_page
from alongside.render.package import Parts, pack_parts
from alongside.render.page_starts import page_starts
from alongside.render.pdf import parts_to_pdf
from alongside.render.stretches import parts_of, stretches

SAID = (
    "people panel review door kitchen choice risk plan person staff change month talk visit night easy read picture "
    "meeting group agreed asked tried wrote lessened safe free told quarter record question answer morning trust time"
)
WORDS = SAID.split()
SPACED = '<w:spacing w:before="120" w:after="160" w:line="276" w:lineRule="auto"/>'
KEPT = f'<w:keepNext/>{SPACED}<w:outlineLvl w:val="1"/>'
COLUMN = '<w:gridCol w:w="3000"/>'
Edit = Callable[[list[str]], None]


def prose(number: int, words: int = 70) -> str:
    """Text that stands nowhere else."""
    said = " ".join(WORDS[(number * 7 + at * (1 + number % 5)) % len(WORDS)] for at in range(words))
    return f"Paragraph {number}: {said}."


def table(number: int, rows: int) -> str:
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc>{p(f'{number}.{row}.{at} {prose(row, 6)}')}</w:tc>" for at in range(3)) + "</w:tr>"
        for row in range(rows)
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid>{COLUMN * 3}</w:tblGrid>{cells}</w:tbl>"


def body() -> list[str]:
    """Twelve pages or so: paragraphs, headings kept with what follows, a numbered list all through, tables."""
    made = []
    for number in range(60):
        if number % 6 == 0:
            made.append(p(f"Heading {number}", KEPT))
        made.append(p(prose(number), SPACED))
        if number % 4 == 1:
            made.append(p(f"Item {number} {prose(number, 9)}", NUMBERED))
        if number in {13, 40}:
            made.append(p(f"Table {number}: what was done", KEPT))
            made.append(table(number, 20 if number == 13 else 5))
            made.append(p(f"Note on table {number}", SPACED))
    return made


def document(parts: Sequence[str]) -> Parts:
    return small("".join(parts), numbering=NUMBERING)


def readied(parts: Sequence[str]) -> Layout:
    """A layout that knows the document and has all its pieces."""
    layout = Layout()
    layout.settled("x", pack_parts(document(parts)))
    while layout.ready_one():
        pass
    return layout


def same_as_whole(made: Pages, parts: Sequence[str]) -> bool:
    whole = parts_to_pdf(document(parts), "x")
    texts = texts_by_page(whole)
    return texts_by_page(made.pdf) == texts and all(
        picture(made.pdf, page) == picture(whole, page) for page in range(len(texts))
    )


def at(share: float, change: Callable[[str], str]) -> Edit:
    """Change the paragraph of prose that far down."""

    def edit(parts: list[str]) -> None:
        prosaic = [number for number, part in enumerate(parts) if "Paragraph" in part and "<w:tbl>" not in part]
        number = prosaic[min(len(prosaic) - 1, int(share * len(prosaic)))]
        parts[number] = change(parts[number])

    return edit


def word(part: str) -> str:
    return part.replace("</w:t>", " end</w:t>", 1)


def line(part: str) -> str:
    return part.replace("</w:t>", f" {prose(99, 14)}</w:t>", 1)


def page(part: str) -> str:
    return part.replace("</w:t>", f" {prose(98, 600)}</w:t>", 1)


def gone(_part: str) -> str:
    return ""


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("change", [line, page, gone])
def test_after_an_edit_the_pages_are_those_of_the_whole(share: float, change: Callable[[str], str]):
    parts = body()
    layout = readied(parts)
    assert layout.parts_used("x")
    for _again in range(2):
        at(share, change)(parts)
        assert same_as_whole(layout.lay_out("x", pack_parts(document(parts))), parts)
        while layout.ready_one():
            pass
    assert layout.settled("x", pack_parts(document(parts))).as_parts
    assert layout.parts_used("x")


@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_a_word_changed_lays_out_no_more_than_its_surroundings(share: float):
    sizes: list[int] = []

    def to_pdf(parts: Parts, title: str) -> bytes:
        sizes.append(len(parts["word/document.xml"]))
        return parts_to_pdf(parts, title)

    parts = body()
    layout = Layout(to_pdf)
    layout.settled("x", pack_parts(document(parts)))
    whole = sizes[0]
    while layout.ready_one():
        pass
    sizes.clear()
    at(share, word)(parts)
    made = layout.lay_out("x", pack_parts(document(parts)))
    assert not made.whole
    assert same_as_whole(made, parts)
    assert sum(sizes) < whole * 0.75


def test_items_added_and_taken_out_are_counted_over_all_pages():
    parts = body()
    layout = readied(parts)
    items = [number for number, part in enumerate(parts) if "Item" in part]
    parts[items[1]] = ""
    parts[items[8]] += p("One more item", NUMBERED)
    assert same_as_whole(layout.lay_out("x", pack_parts(document(parts))), parts)
    while layout.ready_one():
        pass
    parts[items[4]] += p("And one", NUMBERED)
    assert same_as_whole(layout.lay_out("x", pack_parts(document(parts))), parts)


def test_rows_added_to_a_table_over_several_pages():
    parts = body()
    layout = readied(parts)
    number = next(number for number, part in enumerate(parts) if part.startswith("<w:tbl>"))
    for rows in (21, 40):
        parts[number] = table(13, rows)
        assert same_as_whole(layout.lay_out("x", pack_parts(document(parts))), parts)


def test_a_piece_takes_along_the_first_words_of_the_next():
    parts = document(body())
    pages = texts_by_page(parts_to_pdf(parts, "x"))
    (stretch,) = stretches(parts, page_starts(parts_of(parts), pages))
    assert len(stretch.pieces) > 3
    assert all(piece.ahead for piece in stretch.pieces[:-1])
    assert stretch.pieces[-1].ahead is None
    assert stretch.from_piece(0).size < stretch.size  # without the words told twice


def test_a_guessed_page_start_that_is_none_is_seen_through():
    """Where nothing ends a page, a piece that ends there is not used."""
    parts = body()
    tree = parts_of(document(parts))
    wrong = page_starts(tree, ["".join(part.itertext()) for part in tree])  # as though each had a page of its own
    layout = readied(parts)
    layout._starts["x"] = wrong
    at(0.5, word)(parts)
    assert same_as_whole(layout.lay_out("x", pack_parts(document(parts))), parts)
