"""A pack's pictures in its real documents: there, numbered with the charts, referred to, and told in words."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from openxml_audit import OpenXmlValidator
from tests.photographs import SECRET, photo

from alongside.packs.formatted import with_form
from alongside.packs.markdown import pieces
from alongside.packs.pack import PictureWidth
from alongside.packs.picture_file import read_picture
from alongside.packs.plan import PackPlan, Paragraph, PlannedBlock, PlannedPicture
from alongside.packs.recipes import Recipe, load_recipe
from alongside.packs.references import Target, referring
from alongside.render.document import rendered
from alongside.render.scan import lost_from_plan, seen_texts_of
from alongside.resources import resource

PICTURES = (("The garden", "Beds & a <path>", PictureWidth.FULL), ("", "A door", PictureWidth.THIRD),
            ("The door again", "A door", PictureWidth.HALF))  # fmt: skip


def blocks() -> tuple[PlannedBlock, ...]:
    data = read_picture(photo(size=(2000, 1000)), "a")
    (piece,) = pieces("See [it](#the-door), as it is.")
    text = with_form(referring(piece, {"the-door": Target("Figure 2", "_RefFigure2")}))
    return (
        *(
            PlannedBlock(f"p{n}", "picture", (), None, picture=PlannedPicture(data, "0", caption, told, width))
            for n, (caption, told, width) in enumerate(PICTURES)
        ),
        PlannedBlock("t", "text", (Paragraph(text),), None),
    )


@pytest.mark.parametrize("name", ["tender_response", "inspection_narrative"])
def test_they_stand_in_the_document(name: str, plans: dict[str, PackPlan], tmp_path: Path) -> None:
    plan = plans[name]
    first = replace(plan.questions[0], blocks=blocks())
    plan = replace(plan, questions=(first, *plan.questions[1:]))
    recipe: Recipe = load_recipe(resource("templates") / "recipes", name)
    made = rendered(plan, recipe, recipe.document(name), resource("templates"), final=True, numbered=False)
    assert made.findings == ()
    assert lost_from_plan(plan, [made.data], letter=False) == ()
    (tmp_path / "x.docx").write_bytes(made.data)
    found = OpenXmlValidator().validate(tmp_path / "x.docx")
    assert found.is_valid, [error.description for error in found.errors]
    document = docx.Document(io.BytesIO(made.data))
    widths = [round(shape.width.mm) for shape in document.inline_shapes][:3]
    assert widths == [162, 51, 79]
    drawn = [item for item in document.element.body.iter() if item.tag.endswith("}docPr")][:3]
    assert [item.get("descr") for item in drawn] == [told for _caption, told, _width in PICTURES]
    captions = [text for text in seen_texts_of(made.data) if text.startswith(("Figure 1", "Figure 2"))]
    assert captions == ["Figure 1: The garden", "Figure 2: The door again"]
    assert "See Figure 2, as it is." in seen_texts_of(made.data)
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        body = archive.read("word/document.xml").decode()
        assert body.count('w:name="_RefFigure2"') == 1
        assert not any(SECRET in archive.read(part) for part in archive.namelist())
