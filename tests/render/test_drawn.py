"""Charts and pictures without python-docx: the same parts, and a package that holds."""

import io
from pathlib import Path

import docx
import pytest
from docxtpl import InlineImage
from openxml_audit import OpenXmlValidator
from tests.photographs import photo
from tests.render.test_charts import BULLET, RUN

from alongside.packs.picture_file import read_picture
from alongside.render.charts import WordChart
from alongside.render.package import Parts, read_parts, tree_of
from alongside.render.picture import WordPicture
from alongside.render.template import PackTemplate

FIELDS = ("{{ run }}", "{{ bullet }}", "{{ picture }}")
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


DOOR = read_picture(photo(size=(600, 400)), "a")


def words(template: PackTemplate | None = None) -> dict[str, object]:
    picture = WordPicture(DOOR, "A door", (60, 60), template)
    return {"run": WordChart(RUN, template), "bullet": WordChart(BULLET, template), "picture": picture}


def saved(template: PackTemplate) -> bytes:
    stream = io.BytesIO()
    template.save(stream)
    return stream.getvalue()


def targets(parts: Parts, part: str) -> list[tuple[str, str]]:
    """Kind and target of each relation of a part to something drawn."""
    folder, _slash, name = part.rpartition("/")
    tree = tree_of(parts[f"{folder}/_rels/{name}.rels"], part)
    found = [(item.get("Type", "").rpartition("/")[2], item.get("Target", "")) for item in tree.iter(RELATION)]
    return sorted(item for item in found if item[0] in {"chart", "image", "package"})


def valid(data: bytes, path: Path) -> None:
    path.write_bytes(data)
    found = OpenXmlValidator().validate(path)
    assert found.is_valid, [error.description for error in found.errors]


def test_the_parts_are_those_that_python_docx_would_write(make, tmp_path: Path):
    path = make(*FIELDS, header="{{ run }}", table=[["{{ picture }}", "{{ bullet }}"]])
    ours = PackTemplate(path)
    ours.fill(words())
    theirs = PackTemplate(path)
    theirs.render(words(theirs), autoescape=True)
    assert ours._live is None, "python-docx was not needed"
    assert theirs._live is not None
    valid(saved(ours), tmp_path / "ours.docx")
    one, other = read_parts(saved(ours), "x"), read_parts(saved(theirs), "x")
    assert set(one) == set(other)
    drawn = [name for name in one if name.startswith(("word/charts/", "word/embeddings/", "word/media/"))]
    assert len([name for name in drawn if name.startswith("word/media/")]) == 1  # one picture, printed twice
    assert len(drawn) == 5 * 3 + 1 - 1 * 3  # four charts with workbook and relations, the picture
    for name in drawn:
        if not name.endswith(".rels"):
            assert one[name] == other[name], name
    for part in ("word/document.xml", "word/header1.xml", *(name for name in drawn if name.endswith("chart1.xml"))):
        assert targets(one, part) == targets(other, part)


def test_python_docx_opens_what_was_written(make):
    template = PackTemplate(make(*FIELDS))
    template.fill(words())
    opened = docx.Document(io.BytesIO(saved(template)))
    kinds = sorted(relation.reltype.rpartition("/")[2] for relation in opened.part.rels.values())
    assert kinds.count("chart") == 2
    assert kinds.count("image") == 1
    assert opened.inline_shapes[2].height.mm == pytest.approx(40, abs=0.1)


def test_charts_go_along_when_something_else_needs_python_docx(make, tmp_path: Path):
    path = make(*FIELDS, "{{ inline }}", header="{{ run }}")
    template = PackTemplate(path)
    inline = InlineImage(template, io.BytesIO(photo("PNG", (80, 80))))
    template.fill({**words(), "inline": inline})
    assert template._live is not None
    data = saved(template)
    valid(data, tmp_path / "whole.docx")
    parts = read_parts(data, "x")
    assert len([name for name in parts if name.startswith("word/media/")]) == 2
    assert [kind for kind, _target in targets(parts, "word/document.xml")] == ["chart", "chart", "image", "image"]
    assert [kind for kind, _target in targets(parts, "word/header1.xml")] == ["chart"]


def test_equal_fillings_give_equal_bytes(make):
    path, held = make(*FIELDS), words()

    def made() -> bytes:
        template = PackTemplate(path)
        template.fill(held)
        return saved(template)

    assert made() == made()
