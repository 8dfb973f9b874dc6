"""Real buyers' questions in a printed response: word for word, whatever marks stand in them."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
from tests.packs.conftest import library_of

from alongside.packs.frameworks import Frameworks
from alongside.packs.pack import Pack, PackKind, Question, TextBlock
from alongside.packs.planning import plan_pack
from alongside.packs.recipes import load_recipe
from alongside.render.document import render_document

SOME = 120  # questions; a long tender
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_the_questions_arrive_as_the_buyer_wrote_them(corpora: Path, root: Path):
    found = [
        item["question"].strip()
        for path in sorted((corpora / "questions").glob("*brief-responses.json"))
        + sorted((corpora / "questions").glob("hackney*.json"))
        for item in json.loads(path.read_text("utf-8"))
    ]
    texts = [text for text in dict.fromkeys(found) if text and "\n" not in text][:SOME]
    assert len(texts) == SOME
    assert any("{%" in text for text in texts)  # what a template engine would take for its own
    questions = tuple(
        Question(id=f"q{n}", number=f"Q{n}", text=text, blocks=(TextBlock(id=f"b{n}", text=f"Answer {n}."),))
        for n, text in enumerate(texts, start=1)
    )
    pack = Pack(id="p", kind=PackKind.TENDER, title="Long", recipe="tender_response", questions=questions)
    plan = plan_pack(pack, library_of(), Frameworks((), (), (), (), ()), date(2026, 11, 24))
    recipe = load_recipe(root / "templates" / "recipes", "tender_response")
    data = render_document(plan, recipe, recipe.document("tender_response"), root / "templates", final=False)
    printed = [
        "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
        for paragraph in docx.Document(BytesIO(data)).element.body.iter(f"{W}p")
    ]
    missing = [text for text in texts if text not in printed]
    assert missing == []
