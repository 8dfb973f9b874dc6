"""Changing single records from the command line: what is written, what waits, what clashes, what is taken back."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from alongside.cli import main
from alongside.library.workbook import read_rows
from alongside.resources import resource

TITLE = "Restrictive practice panel, with people on it"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return Path(shutil.copy(resource("content_library") / "library.xlsx", tmp_path / "library.xlsx"))


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        heard = capsys.readouterr()
        return code, heard.out, heard.err

    return run


@pytest.fixture
def opened(book: Path) -> Path:
    """The mark that Excel leaves beside an open workbook."""
    mark = book.with_name("~$library.xlsx")
    mark.write_bytes(b"\x03Ann".ljust(55))
    return mark


def test_fields_are_changed_and_taken_back(typed, book):
    before = book.read_bytes()
    code, out, _err = typed(
        "library", "edit", book, "EV-001", f"title={TITLE}", "period end=4 May 2026", "who_involved=family; staff"
    )
    item = read_rows(book).get("EV-001")
    assert code == 0
    assert "Written: EV-001" in out
    assert (item.title, str(item.period_end), item.who_involved) == (TITLE, "2026-05-04", ("family", "staff"))
    assert len(list((book.parent / "backups").iterdir())) == 1
    code, out, _err = typed("library", "undo", book)
    assert (code, "Undone: EV-001" in out) == (0, True)
    assert read_rows(book).records == read_rows_of(before, book).records
    code, _out, err = typed("library", "undo", book)
    assert (code, "nothing to undo" in err) == (2, True)


def test_the_history_tells_who_moved_a_status_on_and_each_step(typed, book, monkeypatch):
    monkeypatch.setattr("alongside.commands.editing.getuser", lambda: "ann")
    for words in (("edit", book, "EV-062", "status=checked"), ("edit", book, "EV-062", "status=approved")):
        assert typed("library", *words)[0] == 0
    assert typed("library", "undo", book)[0] == 0
    _code, out, _err = typed("library", "history", book, "EV-062", "--json")
    versions = json.loads(out)["versions"]
    assert [item["by"] for item in versions] == ["", "ann", "ann", "ann"]
    assert [item["changed"]["status"] for item in versions[1:]] == [
        "[-draft-]{+checked+}", "[-checked-]{+approved+}", "[-approved-]{+checked+}",
    ]  # fmt: skip


def read_rows_of(data: bytes, book: Path):
    other = book.with_name("before.xlsx")
    other.write_bytes(data)
    return read_rows(other)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("EV-001", "sample_size=many"), "not a number"),
        (("EV-001", "titel=x"), "Did you mean title?"),
        (("EV-001", "title"), "heading=value"),
        (("EV-9999", "title=x"), "No record has the id EV-9999"),
        (("EV-001", "evidence_id=EV-002"), "used already"),
        (("EV-062", "status=approved"), "It can become checked"),
    ],
)
def test_what_cannot_be_written_is_refused_in_one_line(typed, book, words, said):
    before = book.read_bytes()
    code, out, err = typed("library", "edit", book, *words)
    assert (code, out) == (2, "")
    assert said in err
    assert book.read_bytes() == before
    assert list(book.parent.iterdir()) == [book]


def test_a_record_is_added_with_the_next_id_and_retired(typed, book):
    rows = len(read_rows(book).evidence)
    code, out, _err = typed("library", "add", book, "evidence", "title=A new audit", "kind=audit", "--json")
    told = json.loads(out)
    item = read_rows(book).get(told["ref"])
    assert (code, told["state"], item.title, item.row) == (0, "applied", "A new audit", rows + 2)
    assert typed("library", "retire", book, told["ref"])[0] == 0
    assert read_rows(book).get(told["ref"]).status == "withdrawn"
    assert typed("library", "add", book, "evidense", "title=x")[0] == 2


def test_an_edit_waits_while_excel_has_the_workbook(typed, book, opened):
    before = book.read_bytes()
    code, out, _err = typed("library", "edit", book, "EV-001", f"title={TITLE}")
    assert code == 1
    assert "Ann has this workbook open in Excel" in out
    assert book.read_bytes() == before
    assert typed("library", "pending", book, "--apply")[0] == 1
    opened.unlink()
    code, out, _err = typed("library", "pending", book, "--apply")
    assert (code, "1 change written." in out) == (0, True)
    assert read_rows(book).get("EV-001").title == TITLE


def test_what_waits_can_be_let_go_or_written_past_a_stale_mark(typed, book, opened):
    typed("library", "edit", book, "EV-001", f"title={TITLE}")
    name = json.loads(typed("library", "pending", book, "--json")[1])["changes"][0]["change"]
    assert typed("library", "pending", book, "--discard", name)[0] == 0
    opened.touch()
    assert typed("library", "edit", book, "EV-002", f"title={TITLE}", "--although-open")[0] == 0
    assert read_rows(book).get("EV-001").title != TITLE
    assert read_rows(book).get("EV-002").title == TITLE


@pytest.mark.parametrize(("choice", "title"), [("--mine", "Mine"), ("--theirs", "Theirs")])
def test_a_clash_shows_both_and_is_settled(typed, book, opened, choice, title):
    typed("library", "edit", book, "EV-001", "title=Mine")
    opened.unlink()
    _someone_else_writes(book, "Theirs")
    code, out, _err = typed("library", "pending", book, "--apply")
    assert code == 1
    assert "you wrote “Mine”; meanwhile somebody else wrote “Theirs”" in out
    name = json.loads(typed("library", "pending", book, "--json")[1])["changes"][0]["change"]
    assert typed("library", "pending", book, choice, name[:8])[0] == 0
    assert read_rows(book).get("EV-001").title == title


@pytest.mark.parametrize(("choice", "said", "title"), [("--mine", "Yours", "Mine 2"), ("--theirs", "Left", "Theirs")])
def test_all_clashes_are_settled_at_once_and_of_several_of_mine_the_last_stands(
    typed, book, opened, choice, said, title
):
    typed("library", "edit", book, "EV-001", "title=Mine")
    typed("library", "edit", book, "EV-001", "title=Mine 2")
    opened.unlink()
    _someone_else_writes(book, "Theirs")
    typed("library", "pending", book, "--apply")
    code, out, _err = typed("library", "pending", book, choice, "all")
    assert (code, f"{said}" in out, "2 changes" in out) == (0, True, True)
    assert read_rows(book).get("EV-001").title == title
    assert typed("library", "pending", book, choice, "all")[0] == 2


def _someone_else_writes(book: Path, title: str) -> None:
    from alongside.library.editing.book import EditableBook  # noqa: PLC0415 - as another program: no journal

    opened = EditableBook(book.read_bytes())
    row = opened.rows_of("evidence", "EV-001")[0]
    opened.set_cells("evidence", row, {opened.column("evidence", "title"): title})
    book.write_bytes(opened.packed())
