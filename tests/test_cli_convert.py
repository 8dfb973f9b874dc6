"""`library convert` as a person and as a program use it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from tests.library.taking_in import messy

from alongside.cli import main

DAY = ("--today", "2026-11-24")


@pytest.fixture(autouse=True)
def _no_real_log(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alongside.fault_log.user_log_path", lambda *_, **__: tmp_path_factory.getbasetemp())


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Type what follows `library convert`; get the exit code, what it printed and what it complained of."""

    def run(*words: object) -> tuple[int, str, str]:
        code = main(["library", "convert", *[str(word) for word in words], *DAY])
        heard = capsys.readouterr()
        return code, heard.out, heard.err

    return run


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return messy.incident_log(tmp_path / "incidents.xlsx")


def test_propose_then_convert_then_again(typed, log, tmp_path):
    mapping, out = tmp_path / "map.toml", tmp_path / "library.xlsx"
    code, said, _err = typed(log, "--propose", mapping)
    assert code == 0
    assert "Service User: leave out" in said
    assert "month first" in mapping.read_text(encoding="utf-8")
    assert not out.exists()
    code, said, _err = typed(log, "--map", mapping, "--out", out)
    assert code == 0
    assert "60 rows taken in: 60 new" in said
    code, said, _err = typed(log, "--map", mapping, "--out", out, "--json")
    told = json.loads(said)
    assert (code, told["new"], told["unchanged"], told["rows"]) == (0, 0, 60, {"incidents": 60})
    assert {"rule", "level", "where", "message", "remedy"} <= told["findings"][0].keys()


def test_a_trial_writes_nothing(typed, log, tmp_path):
    typed(log, "--propose", tmp_path / "map.toml")
    code, said, _err = typed(log, "--map", tmp_path / "map.toml", "--out", tmp_path / "library.xlsx", "--dry-run")
    assert code == 0
    assert "trial" in said
    assert not (tmp_path / "library.xlsx").exists()


def test_rows_go_into_a_library_that_is_there_with_a_backup(typed, root, tmp_path):
    library = Path(shutil.copy(root / "content_library" / "library.xlsx", tmp_path / "library.xlsx"))
    source = messy.compliments(tmp_path / "compliments.csv")
    typed(source, "--propose", tmp_path / "map.toml", "--out", library)
    before = library.read_bytes()
    code, said, _err = typed(source, "--map", tmp_path / "map.toml", "--out", library)
    assert code == 0
    assert "5 new" in said
    kept = [path.read_bytes() for path in tmp_path.rglob("library 2026-*.xlsx")]
    assert before in kept


def test_person_codes_need_a_place_for_their_list(typed, log, tmp_path):
    mapping = tmp_path / "map.toml"
    typed(log, "--propose", mapping)
    text = mapping.read_text(encoding="utf-8")
    coded = text.replace(
        'from = "Service User"\nto = "leave out"', 'from = "Service User"\nto = "person_ref"\ncodes = true'
    )
    mapping.write_text(coded, encoding="utf-8")
    code, _said, err = typed(log, "--map", mapping, "--out", tmp_path / "library.xlsx")
    assert code == 2
    assert "--person-codes" in err
    codes = tmp_path / "codes.csv"
    code, _said, _err = typed(log, "--map", mapping, "--out", tmp_path / "library.xlsx", "--person-codes", codes)
    assert code == 0
    assert "P-001,Margaret Hollis" in codes.read_text(encoding="utf-8")


def test_answers_of_a_word_file_arrive_as_drafts(typed, tmp_path):
    document = Document()
    document.add_heading("Q1 How do you involve people?", level=1)
    document.add_paragraph("They chair the board.")
    document.save(tmp_path / "tender.docx")
    out = tmp_path / "library.xlsx"
    code, said, _err = typed(tmp_path / "tender.docx", "--out", out)
    assert (code, "1 new" in said) == (0, True)
    code, said, _err = typed(tmp_path / "tender.docx", "--out", out)
    assert (code, "1 unchanged" in said) == (0, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "--out"),
        (("--out", "l.xlsx"), "--propose"),
        (("--out", "l.xlsx", "--map", "gone.toml"), "no such map"),
        (("--out", "incidents.xlsx", "--map", "map.toml"), "same file"),
    ],
)
def test_wrong_use_is_told_in_one_sentence(typed, log, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    typed(log, "--propose", tmp_path / "map.toml")
    code, _out, err = typed("incidents.xlsx", *words)
    assert code == 2
    assert said in err
    assert err.count("\n") == 1


def test_a_map_with_the_users_changes_is_not_replaced(typed, log, tmp_path):
    mapping = tmp_path / "map.toml"
    typed(log, "--propose", mapping)
    mapping.write_text("mine", encoding="utf-8")
    assert typed(log, "--propose", mapping)[0] == 2
    assert mapping.read_text(encoding="utf-8") == "mine"
    assert typed(log, "--propose", mapping, "--force")[0] == 0
