"""`questions answer` as a person and as a program use it."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from msoffcrypto.format.ooxml import OOXMLFile
from tests.intake.forms import Known, sheet_table, word_prose, word_table

from alongside.cli import main
from alongside.packs.pack import (
    Limit,
    LimitKind,
    Pack,
    PackKind,
    Question,
    TextBlock,
    load_pack,
    save_pack,
)
from alongside.workspace import SAMPLE_DAY, Workspace, copy_sample

DAY = ("--today", SAMPLE_DAY)
ASKED = (
    Known("Describe how people who use the service decide about restrictions on their lives.", "Involvement"),
    Known("How do you learn from incidents, and how do you tell the people concerned?", "Involvement"),
)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_sample(tmp_path_factory.mktemp("answering") / "sample").folder


@pytest.fixture
def workspace(sample: Path, tmp_path: Path) -> Workspace:
    return Workspace(Path(shutil.copytree(sample, tmp_path / "workspace")))


@pytest.fixture
def pack(workspace: Workspace) -> Path:
    """A pack that answers both questions; nothing blocks it. Its library is the example's."""
    path = workspace.packs / "small.pack.json"
    questions = tuple(
        Question(
            id=f"q{at}",
            number=f"1.{at}",
            text=item.text,
            blocks=(TextBlock(id=f"b{at}", text=f"**Well**, this is answer {at}."),),
        )
        for at, item in enumerate(ASKED, start=1)
    )
    save_pack(Pack(id="p1", kind=PackKind.TENDER, title="Small", recipe="tender_response",
                   framework_id="CQC-SAF-2023", questions=questions), path)  # fmt: skip
    return path


def typed(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main(["questions", "answer", *map(str, words), *DAY])
    heard = capsys.readouterr()
    return code, heard.out, heard.err


def cells(path: Path) -> list[str]:
    return [row.cells[4].text for row in Document(str(path)).tables[0].rows[1:]]


def test_a_draft_is_written_beside_the_buyers_file_and_says_so(tmp_path: Path, pack: Path, capsys: Any):
    source = word_table(ASKED, tmp_path / "form.docx")
    before = source.read_bytes()
    code, out, _err = typed(capsys, pack, "--source", source, "--out", tmp_path / "answered.docx")
    assert code == 0
    assert "(draft): 2 of 2 questions answered." in out
    assert source.read_bytes() == before
    assert cells(tmp_path / "answered.docx") == [
        "DRAFT EXAMPLE\nWell, this is answer 1.", "DRAFT EXAMPLE\nWell, this is answer 2.",
    ]  # fmt: skip


def test_the_ledger_of_use_knows_of_it(tmp_path: Path, pack: Path, workspace: Workspace, capsys: Any):
    source = word_table(ASKED, tmp_path / "form.docx")
    before = "".join(path.read_text(encoding="utf-8") for path in workspace.ledger.glob("**/*.jsonl"))
    assert typed(capsys, pack, "--source", source, "--out", tmp_path / "answered.docx")[0] == 0
    after = "".join(path.read_text(encoding="utf-8") for path in workspace.ledger.glob("**/*.jsonl"))
    assert "answered.docx" in after
    assert "answered.docx" not in before


def test_made_up_data_is_marked_even_when_final(tmp_path: Path, pack: Path, capsys: Any):
    source = word_table(ASKED, tmp_path / "form.docx")
    code, out, _err = typed(capsys, pack, "--source", source, "--out", tmp_path / "answered.docx", "--final", "--json")
    told = json.loads(out)
    assert (code, told["final"], told["answers"], told["questions"]) == (0, True, 2, 2)
    assert [text.split("\n")[0] for text in cells(tmp_path / "answered.docx")] == ["EXAMPLE", "EXAMPLE"]


def test_nothing_final_is_written_where_something_blocks(tmp_path: Path, pack: Path, capsys: Any):
    short = load_pack(pack)
    tight = [
        Question(id=item.id, number=item.number, text=item.text, blocks=item.blocks,
                 limit=Limit(kind=LimitKind.WORDS, value=2))
        for item in short.questions
    ]  # fmt: skip
    save_pack(Pack(id="p1", kind=short.kind, title="Small", recipe=short.recipe, framework_id=short.framework_id,
                   questions=tuple(tight)), pack)  # fmt: skip
    source = word_table(ASKED, tmp_path / "form.docx")
    out = tmp_path / "answered.docx"
    code, said, _err = typed(capsys, pack, "--source", source, "--out", out, "--final")
    assert code == 1
    assert said.startswith("Nothing was written")
    assert not out.exists()
    assert typed(capsys, pack, "--source", source, "--out", out)[0] == 1  # a draft is, and tells what blocks
    assert out.exists()


def test_a_question_without_an_answer_is_told(tmp_path: Path, pack: Path, capsys: Any):
    source = word_table((*ASKED, Known("Please provide your policy on advance decisions.", "Involvement")),
                        tmp_path / "form.docx")  # fmt: skip
    code, said, _err = typed(capsys, pack, "--source", source, "--out", tmp_path / "a.docx")
    assert code == 0
    assert "This question has no answer: “Please provide your policy on advance decisions.”." in said


def test_the_buyers_file_is_never_written_into(tmp_path: Path, pack: Path, capsys: Any):
    source = word_table(ASKED, tmp_path / "form.docx")
    before = source.read_bytes()
    code, _out, err = typed(capsys, pack, "--source", source, "--out", source)
    assert (code, err.count("\n")) == (2, 1)
    assert "never written into" in err
    assert source.read_bytes() == before


def test_a_name_that_could_tell_who_somebody_is_blocks(tmp_path: Path, pack: Path, capsys: Any):
    told = load_pack(pack)
    first = Question(id="q1", number="1.1", text=ASKED[0].text,
                     blocks=(TextBlock(id="b1", text="NHS number 943 476 5919."),))  # fmt: skip
    save_pack(Pack(id="p1", kind=told.kind, title="Small", recipe=told.recipe, framework_id=told.framework_id,
                   questions=(first, told.questions[1])), pack)  # fmt: skip
    source = sheet_table(ASKED, tmp_path / "form.xlsx")
    code, out, _err = typed(capsys, pack, "--source", source, "--out", tmp_path / "a.xlsx", "--final", "--json")
    assert code == 1
    assert "private.nhs_number" in {item["rule"] for item in json.loads(out)["findings"]}
    assert not (tmp_path / "a.xlsx").exists()


def test_plain_text_for_a_portal_has_each_answer_with_its_count(tmp_path: Path, pack: Path, capsys: Any):
    code, _out, _err = typed(capsys, pack, "--portal", "--out", tmp_path / "portal.txt")
    assert code == 0
    text = (tmp_path / "portal.txt").read_text(encoding="utf-8")
    assert "1.1  Describe how people" in text
    assert "5 words, 23 characters, DRAFT EXAMPLE\n" in text
    assert "\nWell, this is answer 1.\n" in text


def locked(path: Path, password: str) -> Path:
    """The same file under a password."""
    made = path.with_name(f"locked-{path.name}")
    with path.open("rb") as plain, made.open("wb") as file:
        OOXMLFile(plain).encrypt(password, file)
    return made


def test_a_password_comes_from_a_file_and_a_copy_without_it_must_be_asked_for(tmp_path: Path, pack: Path, capsys: Any):
    source = locked(word_prose(ASKED, tmp_path / "form.docx"), "Eastmoor 7")
    key, wrong, out = tmp_path / "key.txt", tmp_path / "wrong.txt", tmp_path / "a.docx"
    key.write_text("Eastmoor 7\n", encoding="utf-8")
    wrong.write_text("Eastmoor 8\n", encoding="utf-8")
    assert "protected by a password" in typed(capsys, pack, "--source", source, "--out", out)[2]
    asked = (pack, "--source", source, "--out", out, "--password-file")
    assert "not the password" in typed(capsys, *asked, wrong)[2]
    assert "--unprotected" in typed(capsys, *asked, key)[2]
    assert not out.exists()
    code, said, _err = typed(capsys, *asked, key, "--unprotected")
    assert code == 0
    assert "The answered copy has no password" in said
    assert "this is answer 2." in "\n".join(item.text for item in Document(str(out)).paragraphs)
    assert main(["questions", "read", str(source), "--password-file", str(key), *DAY]) == 0
    assert "2 questions." in capsys.readouterr().out


def test_a_pack_without_a_file_says_how_to_name_one(tmp_path: Path, pack: Path, capsys: Any):
    code, _out, err = typed(capsys, pack, "--out", tmp_path / "a.docx")
    assert (code, err.count("\n")) == (2, 1)
    assert "--source" in err
