"""What is put together of stretches is what laying out the whole gives."""

from collections.abc import Callable
from datetime import date

import pypdfium2
import pytest

from alongside.library.workbook import read_library
from alongside.packs.edit import set_text
from alongside.packs.frameworks import load_frameworks
from alongside.packs.pack import HeadingBlock, Pack, changed, load_pack
from alongside.packs.planning import plan_pack
from alongside.packs.recipes import load_recipe
from alongside.render.document import render_document
from alongside.render.layout import Layout, page_count, texts_by_page
from alongside.render.package import Parts, pack_parts, read_parts
from alongside.render.pdf import parts_to_pdf, to_pdf
from alongside.render.stretches import MOST_CARRIED, stretches
from alongside.workspace import Workspace, copy_sample

DAY = date(2026, 11, 24)
Render = Callable[[Pack], bytes]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return copy_sample(tmp_path_factory.mktemp("layout") / "workspace")


@pytest.fixture(scope="module")
def render(workspace: Workspace) -> Render:
    library = read_library(workspace.library, DAY)
    frameworks = load_frameworks(workspace.frameworks)

    def rendered(pack: Pack) -> bytes:
        recipe = load_recipe(workspace.recipes, pack.recipe)
        plan = plan_pack(pack, library, frameworks, DAY)
        return render_document(plan, recipe, recipe.documents[0], workspace.templates, final=False, numbered=False)

    return rendered


def sample(workspace: Workspace, recipe: str, more: int = 0) -> Pack:
    """A sample pack with its first `more` questions told again at its end."""
    pack = next(pack for pack in map(load_pack, workspace.pack_files()) if pack.recipe == recipe)
    again = [
        changed(q, id=f"again-{q.id}", blocks=tuple(changed(b, id=f"again-{b.id}") for b in q.blocks))
        for q in pack.questions[:more]
    ]
    return changed(pack, questions=(*pack.questions, *again))


def seen(pdf: bytes) -> list[bytes]:
    """Each page as a picture."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [bytes(page.render(scale=0.7).buffer) for page in document]
    finally:
        document.close()


def small(body: str, **more: str) -> Parts:
    """A document without styles."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    r = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    extra = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{main}.{name.rstrip("1")}+xml"/>' for name in more
    )
    related = "".join(
        f'<Relationship Id="rId{name}" Type="{r}/{name.rstrip("1")}" Target="{name}.xml"/>' for name in more
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName='
        f'"/word/document.xml" ContentType="{main}.document.main+xml"/>{extra}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{r}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{related}</Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{w}" xmlns:r="{r}"><w:body>{body}<w:sectPr><w:pgSz w:w="11906" '
        'w:h="16838"/></w:sectPr></w:body></w:document>',
        **{f"word/{name}.xml": content for name, content in more.items()},
    }
    return {name: content.replace("W_NS", f'xmlns:w="{w}"').encode() for name, content in parts.items()}


def p(text: str, properties: str = "", more: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r>{more}</w:p>"


BREAK = "<w:pageBreakBefore/>"


@pytest.mark.parametrize(
    ("recipe", "more"), [("tender_response", 0), ("tender_response", 5), ("inspection_narrative", 0)]
)
def test_the_stretches_of_a_sample_pack_look_as_the_whole_does(
    workspace: Workspace, render: Render, recipe: str, more: int
):
    layout, docx = Layout(), render(sample(workspace, recipe, more))
    whole = layout.lay_out("x", docx)
    assert whole.whole
    while layout.ready_one():
        pass
    joined = layout.lay_out("x", docx)
    assert not joined.whole
    assert joined.count == whole.count == page_count(to_pdf(docx, title="x"))
    assert texts_by_page(joined.pdf) == texts_by_page(whole.pdf) == texts_by_page(to_pdf(docx, title="x"))
    assert seen(joined.pdf) == seen(whole.pdf)


def test_each_edit_shows_what_the_whole_shows(workspace: Workspace, render: Render):
    pack = sample(workspace, "tender_response", 5)
    layout = Layout()
    layout.lay_out("x", render(pack))
    headings = [(q.id, b.id) for q in pack.questions for b in q.blocks if isinstance(b, HeadingBlock)]
    ways = []
    for at, (question, block) in enumerate((headings[0], headings[len(headings) // 2], headings[-1])):
        for text in ("A new heading", f"{'A heading of a great many words ' * 12}{at}", "Short"):
            pack = set_text(pack, question, block, text)
            docx = render(pack)
            while layout.ready_one():
                pass
            made = layout.lay_out("x", docx)
            ways.append(made.whole)
            assert texts_by_page(made.pdf) == texts_by_page(to_pdf(docx, title="x"))
    assert ways.count(False) >= len(ways) // 2  # else nothing was gained


def test_only_the_stretch_that_changed_is_laid_out_again(workspace: Workspace, render: Render):
    sizes: list[int] = []

    def to_pdf(parts: Parts, title: str) -> bytes:
        sizes.append(len(parts["word/document.xml"]))
        return parts_to_pdf(parts, title)

    pack = sample(workspace, "tender_response", 5)
    layout = Layout(to_pdf)
    layout.lay_out("x", render(pack))
    while layout.ready_one():
        pass
    whole = sizes[0]
    sizes.clear()
    question = pack.questions[0]
    block = next(block for block in question.blocks if isinstance(block, HeadingBlock))
    assert not layout.lay_out("x", render(set_text(pack, question.id, block.id, "Another"))).whole
    assert len(sizes) == 1
    assert sizes[0] < whole / 3


def test_a_document_whose_parts_tell_something_else_is_laid_out_whole_from_then_on():
    layout = Layout(lambda parts, title: parts_to_pdf(_shouting(parts), title))
    docx = pack_parts(small(p("one") + p("two", BREAK) + p("three", BREAK)))
    assert layout.settled("x", docx).count == 3
    while layout.ready_one():
        pass
    assert not layout.parts_used("x")
    assert layout.lay_out("x", docx).whole
    assert layout.parts_used("y")


def _shouting(parts: Parts) -> Parts:
    body = parts["word/document.xml"]
    return {**parts, "word/document.xml": body.replace(b"three", b"THREE") if body.count(b"<w:p>") < 3 else body}


def test_settling_gives_the_whole_and_keeps_the_stretches(workspace: Workspace, render: Render):
    layout, docx = Layout(), render(sample(workspace, "tender_response"))
    whole = layout.settled("x", docx)
    assert whole.whole
    while layout.ready_one():
        pass
    assert layout.parts_used("x")
    assert not layout.lay_out("x", docx).whole
    assert layout.settled("x", docx).as_parts


def test_the_first_page_and_the_number_of_pages_are_written_into_a_stretch(workspace: Workspace, render: Render):
    parted = stretches(read_parts(render(sample(workspace, "tender_response")), "x"))
    piece = parted[2].pieces[0]
    text = texts_by_page(parts_to_pdf(piece.document(7, 40), "x"))[piece.skipped]
    assert "Page 7 of 40" in " ".join(text.split())


NUMBERING = (
    '<w:numbering W_NS><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)
NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>'


def test_what_hangs_together_stays_together():
    body = p("a", NUMBERED) + p("b", BREAK) + p("c", BREAK + NUMBERED) + p("d", BREAK)
    assert len(stretches(small(body, numbering=NUMBERING))) == 4
    assert len(stretches(small(body, numbering=NUMBERING), joined=True)) == 2
    plain = small(body.replace('numId w:val="5"', 'numId w:val="0"'), numbering=NUMBERING)
    assert len(stretches(plain, joined=True)) == 4
    many = p("a", NUMBERED) * (MOST_CARRIED + 1)
    assert len(stretches(small(many + p("b", BREAK) + p("c", BREAK + NUMBERED), numbering=NUMBERING))) == 0
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    across = p("a", "", field.format("begin")) + p("b", BREAK) + p("c", "", field.format("end")) + p("d", BREAK)
    assert len(stretches(small(across))) == 2


@pytest.mark.parametrize(
    "inner",
    [
        '<w:r><w:footnoteReference w:id="1"/></w:r>',
        '<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple>',
        '<w:fldSimple w:instr=" PAGEREF x "><w:r><w:t>1</w:t></w:r></w:fldSimple>',
    ],
)
def test_what_is_counted_through_a_document_keeps_it_whole(inner: str):
    assert len(stretches(small(p("a") + p("b", BREAK)))) == 2
    assert stretches(small(p("a") + p("b", BREAK, inner))) == ()


def test_sections_and_unusual_footers_keep_it_whole():
    body = p("a") + p("b", BREAK)
    assert stretches(small(p("a", "<w:sectPr/>") + body)) == ()
    assert stretches(small(p("a") + p("b"))) == ()
    plain = "<w:ftr W_NS><w:p>{}</w:p></w:ftr>"
    total = '<w:fldSimple w:instr="NUMPAGES"><w:r><w:t>9</w:t></w:r></w:fldSimple>'
    assert len(stretches(small(body, footer1=plain.format(total)))) == 2
    assert stretches(small(body, footer1=plain.format("<w:r><w:instrText>NUMPAGES</w:instrText></w:r>"))) == ()
    assert stretches(small(body, settings="<w:settings W_NS><w:evenAndOddHeaders/></w:settings>")) == ()
