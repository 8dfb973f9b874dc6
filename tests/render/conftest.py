"""Small Word templates, made as they are needed."""

import importlib.util
import io
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from docx import Document
from docx.document import Document as WordDocument

from alongside.errors import AlongsideError
from alongside.packs.plan import PackPlan
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


Fill = Callable[[Path, dict[str, object]], bytes]
PartTexts = Callable[..., list[str]]


@pytest.fixture(scope="session")
def fill() -> Fill:
    """Fill a template the product's way and give its bytes."""

    def filled(path: Path, words: dict[str, object]) -> bytes:
        template = PackTemplate(path)
        template.fill(words)
        stream = io.BytesIO()
        template.save(stream)
        return stream.getvalue()

    return filled


@pytest.fixture(scope="session")
def refused() -> Callable[[Callable[[], object]], AlongsideError | None]:
    """Do something that may only end well or with an error for the user, and give that error."""

    def attempt(action: Callable[[], object]) -> AlongsideError | None:
        try:
            action()
        except AlongsideError as error:
            return error
        return None

    return attempt


@pytest.fixture(scope="session")
def part_texts() -> PartTexts:
    """Each paragraph of a part."""

    def texts_in(data: bytes, part: str = "word/document.xml") -> list[str]:
        return list(texts(tree_of(read_parts(data, "x")[part], "x")))

    return texts_in


def _plans() -> ModuleType:
    """The hand-made plans beside the templates' own tests, shared so that both look at the same pages."""
    path = Path(__file__).resolve().parents[1] / "templates" / "conftest.py"
    spec = importlib.util.spec_from_file_location("template_plans", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def plans() -> dict[str, PackPlan]:
    """A tender response and an inspection narrative, by recipe; without appendices, for their files are made up."""
    module = _plans()
    return {plan.recipe: replace(plan, attachments=()) for plan in (module.TENDER, module.INSPECTION)}


@pytest.fixture(scope="session")
def templates(root: Path) -> Path:
    """The templates that come with the product."""
    return root / "templates"
