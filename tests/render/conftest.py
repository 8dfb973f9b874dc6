"""Small Word templates, made as they are needed."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument

from alongside.render.package import read_parts, tree_of
from alongside.render.template import PackTemplate
from alongside.render.wordml import texts

Make = Callable[..., Path]


def blank() -> WordDocument:
    """python-docx's own start, without the part that Word wants to repair."""
    made = Document()
    for relation in [key for key, item in made.part.rels.items() if item.reltype.endswith("/stylesWithEffects")]:
        del made.part.rels[relation]
    return made


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Make a template of some paragraphs; `table` adds a table of rows, `header` and `footer` their text."""

    def template(
        *paragraphs: str,
        table: list[list[str]] | None = None,
        header: str = "",
        footer: str = "",
        name: str = "small.docx",
    ) -> Path:
        made = blank()
        for text in paragraphs:
            made.add_paragraph(text)
        if table:
            grid = made.add_table(len(table), len(table[0]))
            for row, cells in enumerate(table):
                for column, text in enumerate(cells):
                    grid.cell(row, column).text = text
        if header:
            made.sections[0].header.paragraphs[0].text = header
        if footer:
            made.sections[0].footer.paragraphs[0].text = footer
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        made.save(str(path))
        return path

    return template


def filled(path: Path, words: dict[str, object]) -> bytes:
    """The template filled the product's way."""
    template = PackTemplate(path)
    template.fill(words)
    stream = io.BytesIO()
    template.save(stream)
    return stream.getvalue()


def part_texts(data: bytes, part: str = "word/document.xml") -> list[str]:
    """Each paragraph of a part."""
    return list(texts(tree_of(read_parts(data, "x")[part], "x")))
