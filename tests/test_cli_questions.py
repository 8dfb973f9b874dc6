"""`questions read` as a person and as a program use it."""

import json
from pathlib import Path

import pytest
from docx import Document
from tests.intake.forms import SMALL, sheet_table, word_table

from alongside.cli import main
from alongside.packs.pack import load_pack

DAY = ("--today", "2026-11-24")


def test_a_form_is_listed_with_numbers_limits_and_weights(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = word_table(SMALL, tmp_path / "form.docx")
    assert main(["questions", "read", str(path), *DAY]) == 0
    said = capsys.readouterr().out
    assert "   1. 1.1  Describe how people who use the service decide" in said
    assert "750 words, 6%, scored" in said
    assert said.rstrip().endswith("6 questions.")


def test_the_document_holds_each_question_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = sheet_table(SMALL, tmp_path / "form.xlsx")
    assert main(["questions", "read", str(path), "--json", *DAY]) == 0
    document = json.loads(capsys.readouterr().out)
    first = document["questions"][0]
    assert document["kind"] == "workbook"
    assert {
        "id",
        "number",
        "text",
        "guidance",
        "section",
        "limit",
        "weight",
        "marking",
        "slot",
        "where",
    } <= first.keys()
    assert first["limit"] == {"kind": "words", "value": 750}
    assert (first["slot"], first["answer_where"]) == ("cell", {"part": "1 Involvement", "row": 5, "column": 5})


def test_a_file_that_asks_nothing_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    document = Document()
    document.add_paragraph("Thank you for your letter.")
    document.save(str(tmp_path / "letter.docx"))
    assert main(["questions", "read", str(tmp_path / "letter.docx"), *DAY]) == 0
    assert "does not look like a question set" in capsys.readouterr().out
    assert main(["questions", "read", str(tmp_path / "letter.docx"), "--json", *DAY]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["questions"] == []
    assert told["counts"] == {"block": 0, "warn": 0, "info": 1}


def test_what_cannot_be_read_is_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "form.docx").write_bytes(b"no Word file")
    assert main(["questions", "read", str(tmp_path / "form.docx"), *DAY]) == 2
    heard = capsys.readouterr()
    assert (heard.out, heard.err.count("\n")) == ("", 1)
    assert main(["questions", "read", str(tmp_path / "missing.docx"), *DAY]) == 2
    assert "There is no such file" in capsys.readouterr().err


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    (folder / "packs").mkdir(parents=True)
    (folder / "library.xlsx").write_bytes(b"")
    return folder


def test_a_pack_is_made_of_a_form_and_compared_with_the_next_one(
    tmp_path: Path, workspace: Path, capsys: pytest.CaptureFixture[str]
):
    form, newer = word_table(SMALL, tmp_path / "form.docx"), word_table(SMALL[:-1], tmp_path / "newer.docx")
    target = workspace / "packs" / "east.pack.json"
    made = ["questions", "read", str(form), "--to", str(target), "--buyer", "Eastmoor Council", "--title", "East", *DAY]
    assert main(made) == 0
    assert capsys.readouterr().out.strip() == "6 questions are in east.pack.json."
    pack = load_pack(target)
    assert (pack.title, pack.brief.buyer, len(pack.questions)) == ("East", "Eastmoor Council", len(SMALL))
    assert (workspace / "buyer files" / "form.docx").read_bytes() == form.read_bytes()
    assert main(made) == 2
    assert "already" in capsys.readouterr().err

    assert main(["questions", "compare", str(newer), "--pack", str(target), "--json", *DAY]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [item["kind"] for item in document["changes"]] == ["gone"]
    assert load_pack(target) == pack
    assert main(["questions", "compare", str(newer), "--pack", str(target), "--take", *DAY]) == 0
    assert "looked at again" in capsys.readouterr().out
    assert load_pack(target).questions[-1].reopened

    assert main(["questions", "matrix", str(target), *DAY]) == 0
    assert capsys.readouterr().out.rstrip().endswith("6 requirements.")


def test_no_pack_is_made_of_a_file_that_asks_nothing(
    tmp_path: Path, workspace: Path, capsys: pytest.CaptureFixture[str]
):
    document = Document()
    document.add_paragraph("Thank you for your letter.")
    document.save(str(tmp_path / "letter.docx"))
    target = workspace / "packs" / "none.pack.json"
    assert main(["questions", "read", str(tmp_path / "letter.docx"), "--to", str(target), *DAY]) == 0
    assert "does not look like a question set" in capsys.readouterr().out
    assert not target.exists()
