"""Edits on the disk: whole or not at all, kept while the file is taken, and no silent winner."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.library.editing.odd_sheets import part
from tests.library.workbooks import EVIDENCE, SERVICE, TODAY, write

from alongside.errors import AlongsideError
from alongside.library.editing import disk, journal
from alongside.library.editing.book import EditableBook
from alongside.library.editing.changes import AddRecord, RetireRecord, SetField, record_added
from alongside.library.editing.disk import Backups
from alongside.library.editing.journal import State
from alongside.library.editing.markup import spliced
from alongside.library.editing.saving import Outcome, apply_pending, edit_workbook, resolve, undo
from alongside.library.workbook import read_library

AT = datetime.fromisoformat("2026-11-01 09:30")
SECOND = {**EVIDENCE, "evidence_id": "EV-2", "title": "Second"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write(tmp_path / "library.xlsx", {"services": [SERVICE], "evidence": [EVIDENCE, SECOND]})


def digest(path: Path) -> str:
    return read_library(path, TODAY).digest


def title(value: str, **rest: object) -> SetField:
    return SetField(**{"sheet": "evidence", "row": 2, "heading": "title", "value": value, **rest})  # type: ignore[arg-type]


def titles(path: Path) -> list[str]:
    return [item.title for item in read_library(path, TODAY).records["evidence"]]  # type: ignore[attr-defined]


def save_elsewhere(path: Path, **cells: object) -> None:
    """As Excel would: the whole file anew."""
    book = load_workbook(path)
    for place, value in cells.items():
        book["evidence"][place] = value
    book.save(path)


def states(path: Path) -> list[State]:
    return [entry.state for entry in journal.read(path).entries.values()]


# --- the plain way --------------------------------------------------------------------------------


def test_an_edit_is_written_and_a_dated_copy_kept(path: Path):
    before = path.read_bytes()
    done = edit_workbook(path, [title("New")], expect_digest=digest(path), at=AT, by="Ann")
    assert done.state is State.APPLIED
    assert done.parts == ("xl/worksheets/sheet2.xml",)
    assert done.digest == digest(path)
    assert titles(path) == ["New", "Second"]
    (copy,) = (path.parent / "backups").iterdir()
    assert copy.name == "library 2026-11-01 09.30.00.xlsx"
    assert copy.read_bytes() == before
    assert sorted(item.name for item in path.parent.iterdir()) == [
        "backups", "library.xlsx", "library.xlsx.edits.jsonl", "library.xlsx.edits.lock",
    ]  # fmt: skip


def test_add_and_retire(path: Path):
    new = record_added("evidence", {"evidence_id": "EV-3", "title": "Third", "period_end": date(2026, 6, 30)})
    first = edit_workbook(path, [new], expect_digest=digest(path), at=AT)
    assert (first.state, titles(path)) == (State.APPLIED, ["Panel", "Second", "Third"])
    edit_workbook(path, [RetireRecord(sheet="evidence", row=3, ref="EV-2")], expect_digest=first.digest, at=AT)
    assert read_library(path, TODAY).records["evidence"][1].status == "withdrawn"
    assert read_library(path, TODAY).records["evidence"][2].period_end == date(2026, 6, 30)  # type: ignore[attr-defined]


def test_undo_is_another_edit_and_can_be_undone(path: Path):
    was = titles(path)
    edit = edit_workbook(
        path,
        [title("New"), AddRecord(sheet="evidence", fields=(("evidence_id", "EV-3"), ("title", "Third")))],
        expect_digest=digest(path), at=AT,
    )  # fmt: skip
    assert titles(path) == ["New", "Second", "Third"]
    back = undo(path, edit.edit, at=AT)
    assert (back.state, titles(path)) == (State.APPLIED, was)
    with pytest.raises(AlongsideError, match="undone already"):
        undo(path, edit.edit, at=AT)
    again = undo(path, back.edit, at=AT)
    assert (again.state, titles(path)) == (State.APPLIED, ["New", "Second", "Third"])


def test_undo_puts_back_what_no_value_can_tell(path: Path):
    rich = '<c r="C2" t="inlineStr"><is><r><rPr><b/></rPr><t>Pa</t></r><r><t>nel</t></r></is></c>'
    book = EditableBook(path.read_bytes())
    sheet = book.sheet("evidence")
    old = sheet.cell(2, 3)
    assert old is not None
    book._set_part("xl/worksheets/sheet2.xml", spliced(sheet.markup.data, [(old.tag.start, old.end, rich.encode())]))
    path.write_bytes(book.packed())
    before = part(path.read_bytes(), "xl/worksheets/sheet2.xml")
    done = edit_workbook(path, [title("New")], expect_digest=digest(path), at=AT)
    other = edit_workbook(path, [title("Two", row=3)], expect_digest=done.digest, at=AT)
    assert undo(path, done.edit, at=AT).state is State.APPLIED
    assert rich in part(path.read_bytes(), "xl/worksheets/sheet2.xml")
    assert undo(path, other.edit, at=AT).state is State.APPLIED
    assert part(path.read_bytes(), "xl/worksheets/sheet2.xml") == before
    edit_workbook(path, [title("New")], expect_digest=digest(path), at=AT)
    save_elsewhere(path, A9="x")  # another program may have numbered texts and styles anew
    last = list(journal.read(path).entries)[-1]
    assert undo(path, last, at=AT).state is State.APPLIED
    assert titles(path)[0] == "Panel"
    assert "<b/>" not in part(path.read_bytes(), "xl/worksheets/sheet2.xml")


def test_undo_does_not_push_over_what_came_later(path: Path):
    edit = edit_workbook(path, [title("New")], expect_digest=digest(path), at=AT)
    edit_workbook(path, [title("Newer")], expect_digest=edit.digest, at=AT)
    back = undo(path, edit.edit, at=AT)
    assert back.state is State.CONFLICT
    assert (back.clashes[0].mine, back.clashes[0].theirs) == ("Panel", "Newer")
    assert titles(path)[0] == "Newer"


def test_copies_are_kept_apart_and_ten_of_them(path: Path):
    state, at = digest(path), AT
    for number in range(14):
        state = edit_workbook(path, [title(f"t{number}")], expect_digest=state, at=at).digest
        at += timedelta(minutes=11)
    names = sorted(item.name for item in (path.parent / "backups").iterdir())
    assert len(names) == 10
    assert names[-1] == "library 2026-11-01 11.53.00.xlsx"
    for number in range(3):  # quick edits share the copy from before the first of them
        state = edit_workbook(
            path, [title(f"q{number}")], expect_digest=state, at=at + timedelta(seconds=number)
        ).digest
    assert len(disk.backups(path, Backups())) == 10
    assert sorted(item.name for item in (path.parent / "backups").iterdir())[-1] == "library 2026-11-01 12.04.00.xlsx"
    save_elsewhere(path, A9="x")  # somebody else's work gets its own copy at once
    edit_workbook(path, [title("z")], expect_digest=digest(path), at=at + timedelta(seconds=9), backups=Backups(keep=3))
    assert [when for when, _path in disk.backups(path, Backups())][-1] == at + timedelta(seconds=9)
    assert len(disk.backups(path, Backups())) == 3


def test_a_link_stays_a_link(path: Path, tmp_path: Path):
    link = tmp_path / "elsewhere" / "lib.xlsx"
    link.parent.mkdir()
    link.symlink_to(path)
    edit_workbook(link, [title("New")], expect_digest=digest(path), at=AT)
    assert link.is_symlink()
    assert titles(path)[0] == "New"


# --- taken by another program ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "content", "told"),
    [
        ("~$library.xlsx", b"\x03Ann" + b" " * 50, "Ann has this workbook open in Excel."),
        (".~lock.library.xlsx#", b",ann,desk,01.11.2026 09:00,file:///x;", "open in LibreOffice"),
        (
            ".~lock.library.xlsx#",
            b"Ann B,ann,desk,01.11.2026 09:00,file:///x;",
            "Ann B has this workbook open in LibreOffice",
        ),
    ],
)
def test_an_open_workbook_makes_the_edit_wait(path: Path, mark: str, content: bytes, told: str):
    before = path.read_bytes()
    lock = path.with_name(mark)
    lock.write_bytes(content)
    done = edit_workbook(path, [title("New")], expect_digest=digest(path), at=AT)
    assert done.state is State.PENDING
    assert told in done.reason
    assert path.read_bytes() == before
    assert apply_pending(path, at=AT)[0].state is State.PENDING
    save_elsewhere(path, C3="Third")  # what Excel was open for
    lock.unlink()
    (later,) = apply_pending(path, at=AT)
    assert (later.edit, later.state) == (done.edit, State.APPLIED)
    assert titles(path) == ["New", "Third"]
    assert apply_pending(path, at=AT) == ()


def test_a_mark_left_by_a_crash_can_be_passed(path: Path):
    path.with_name("~$library.xlsx").write_bytes(b"\x03Ann")
    assert (
        edit_workbook(path, [title("New")], expect_digest=digest(path), at=AT, although_open=True).state
        is State.APPLIED
    )


@pytest.mark.parametrize("step", ["snapshot", "check_writable", "put_in_place"])
def test_a_sharing_violation_makes_the_edit_wait(path: Path, step: str, monkeypatch: pytest.MonkeyPatch):
    before, state = path.read_bytes(), digest(path)

    def held(*_about: object) -> None:
        raise disk.Held("Held.")

    with monkeypatch.context() as patch:
        patch.setattr(disk, step, held)
        done = edit_workbook(path, [title("New", seen="Panel", ref="EV-1")], expect_digest=state, at=AT)
    assert done.state is State.PENDING
    assert path.read_bytes() == before
    assert not list(path.parent.glob(".*.part"))
    assert [item.state for item in apply_pending(path, at=AT)] == [State.APPLIED]
    assert titles(path)[0] == "New"


def test_permission_errors_are_told_as_held(path: Path, monkeypatch: pytest.MonkeyPatch):
    def denied(*_about: object, **_more: object) -> None:
        raise PermissionError(13, "sharing violation")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", denied)
        done = edit_workbook(path, [title("New")], expect_digest=digest(path), at=AT, backups=Backups(keep=0))
    assert done.state is State.PENDING
    assert "Your change is kept" in done.reason


# --- changed by somebody else ---------------------------------------------------------------------


def test_an_edit_finds_its_row_again(path: Path):
    state = digest(path)
    book = load_workbook(path)
    book["evidence"].insert_rows(2)
    book["evidence"]["A2"] = "EV-0"
    book.save(path)
    done = edit_workbook(path, [title("New", ref="EV-1", seen="Panel")], expect_digest=state, at=AT)
    assert done.state is State.APPLIED
    assert titles(path) == ["", "New", "Second"]


def test_both_changed_the_same_cell(path: Path):
    state = digest(path)
    save_elsewhere(path, C2="Theirs")
    theirs = path.read_bytes()
    done = edit_workbook(path, [title("Mine", ref="EV-1", seen="Panel")], expect_digest=state, at=AT)
    assert done.state is State.CONFLICT
    (clash,) = done.clashes
    assert (clash.seen, clash.mine, clash.theirs) == ("Panel", "Mine", "Theirs")
    assert clash.sentence() == "EV-1, title: you wrote “Mine”; meanwhile somebody else wrote “Theirs”."
    assert path.read_bytes() == theirs
    assert journal.read(path).entries[done.edit].clashes == done.clashes
    assert resolve(path, done.edit, mine=False, at=AT).state is State.SETTLED
    assert titles(path)[0] == "Theirs"


def test_mine_can_be_insisted_on(path: Path):
    state = digest(path)
    save_elsewhere(path, C2="Theirs")
    changes = [
        title("Mine", ref="EV-1", seen="Panel"),
        title("audit 2", ref="EV-1", seen=EVIDENCE["snippet_100"], heading="snippet_100"),
    ]
    done = edit_workbook(path, changes, expect_digest=state, at=AT)
    assert read_library(path, TODAY).records["evidence"][0].snippet_100 != "audit 2"  # type: ignore[attr-defined]
    settled = resolve(path, done.edit, mine=True, at=AT)
    assert settled.state is State.APPLIED
    record = read_library(path, TODAY).records["evidence"][0]
    assert (record.title, record.snippet_100) == ("Mine", "audit 2")  # type: ignore[attr-defined]
    assert states(path) == [State.SETTLED, State.APPLIED]


def test_what_is_not_known_to_be_unchanged_is_a_conflict(path: Path):
    state = digest(path)
    save_elsewhere(path, B9="x")
    assert edit_workbook(path, [title("Mine", ref="EV-1")], expect_digest=state, at=AT).state is State.CONFLICT
    gone = edit_workbook(path, [title("Mine", ref="EV-9", seen="Panel")], expect_digest=state, at=AT)
    assert gone.clashes[0].row == 0
    with pytest.raises(AlongsideError, match="no longer in the workbook"):
        resolve(path, gone.edit, mine=True, at=AT)


def test_two_writers_of_different_cells_need_not_have_looked(path: Path):
    state = digest(path)
    edit_workbook(path, [title("One")], expect_digest=state, at=AT)
    second = edit_workbook(path, [title("Two", row=3)], expect_digest=state, at=AT)
    assert second.state is State.APPLIED
    third = edit_workbook(path, [title("Three")], expect_digest=state, at=AT)
    assert third.state is State.CONFLICT
    assert titles(path) == ["One", "Two"]


def test_seen_may_be_the_field_or_the_cell(path: Path):
    state = digest(path)
    save_elsewhere(path, B9="x")
    changes = [
        title("EXP", ref="EV-1", heading="evidence_category", seen=("EXP", "PROC")),
        title("2026-07-01", ref="EV-1", heading="period_end", seen=date(2026, 6, 30)),
    ]
    assert edit_workbook(path, changes, expect_digest=state, at=AT).state is State.APPLIED


def test_a_record_of_the_same_id(path: Path):
    state = digest(path)
    new = record_added("evidence", {"evidence_id": "EV-2", "title": "Other"})
    done = edit_workbook(path, [new], expect_digest=state, at=AT)
    assert (done.state, done.clashes[0].theirs) == (State.CONFLICT, "Second")
    assert resolve(path, done.edit, mine=True, at=AT).state is State.APPLIED
    assert titles(path) == ["Panel", "Other"]


# --- what can never be written is told, not kept --------------------------------------------------


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (title("bell\x07"), "invisible character"),
        (title("x" * 40_000), "32,767"),
        (title("x", heading="nonsense"), "no column nonsense"),
        (title("x", sheet="stories"), "no sheet stories"),
        (record_added("evidence", {"title": "x"}), "needs an id"),
    ],
)
def test_what_cannot_be_written_leaves_nothing(path: Path, change: SetField, told: str):
    before = path.read_bytes()
    with pytest.raises(AlongsideError, match=told):
        edit_workbook(path, [title("fine"), change], expect_digest=digest(path), at=AT)
    assert path.read_bytes() == before
    assert journal.read(path).entries == {}


def test_a_formula_is_refused(path: Path):
    save_elsewhere(path, C2="=1+1")
    with pytest.raises(AlongsideError, match="The cell C2 holds a formula"):
        edit_workbook(path, [title("x")], expect_digest=digest(path), at=AT)


def test_a_formula_put_there_meanwhile_is_told_later(path: Path):
    lock = path.with_name("~$library.xlsx")
    lock.write_bytes(b"")
    done = edit_workbook(path, [title("x")], expect_digest=digest(path), at=AT)
    save_elsewhere(path, C2="=1+1")
    lock.unlink()
    (later,) = apply_pending(path, at=AT)
    assert later.state in {State.CONFLICT, State.REFUSED}
    assert journal.read(path).entries[done.edit].edit.changes[0].value == "x"  # type: ignore[union-attr]


def test_headings_are_no_record(path: Path):
    with pytest.raises(AlongsideError, match="holds its headings"):
        edit_workbook(path, [title("x", row=1)], expect_digest=digest(path), at=AT)


def test_a_full_disk_keeps_the_edit(path: Path, monkeypatch: pytest.MonkeyPatch):
    before, real = path.read_bytes(), Path.open

    def full(self: Path, mode: str = "r", *args: object, **more: object) -> object:
        if mode == "xb":
            raise OSError(28, "No space left on device")
        return real(self, mode, *args, **more)  # type: ignore[call-overload]

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", full)
        done = edit_workbook(path, [title("New")], expect_digest=digest(path), at=AT)
    assert done.state is State.PENDING
    assert "No space left" in done.reason
    assert path.read_bytes() == before
    assert apply_pending(path, at=AT)[0].state is State.APPLIED


def test_those_who_wait_together_clash_too(path: Path, monkeypatch: pytest.MonkeyPatch):
    state = digest(path)

    def held(*_about: object) -> None:
        raise disk.Held("Held.")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "snapshot", held)
        one = edit_workbook(path, [title("One")], expect_digest=state, at=AT)
        two = edit_workbook(path, [title("Two")], expect_digest=state, at=AT)
        three = edit_workbook(path, [title("Three", row=3)], expect_digest=state, at=AT)
    found = {item.edit: item.state for item in apply_pending(path, at=AT)}
    assert found == {one.edit: State.APPLIED, two.edit: State.CONFLICT, three.edit: State.APPLIED}
    assert titles(path) == ["One", "Three"]


@pytest.mark.parametrize("name", ["old.xls", "book.ods", "binary.xlsb", "not.xlsx", "missing.xlsx"])
def test_other_kinds_are_refused_politely(tmp_path: Path, name: str):
    import zipfile  # noqa: PLC0415 - for this test alone

    path = tmp_path / name
    if name == "old.xls":
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    elif name == "book.ods":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("content.xml", "<x/>")
    elif name == "binary.xlsb":
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        rels = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="{kind}/officeDocument" Target="xl/workbook.bin"/></Relationships>'  # noqa: E501
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("_rels/.rels", rels)
            archive.writestr("xl/workbook.bin", b"")
    elif name == "not.xlsx":
        path.write_text("hello")
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(AlongsideError) as caught:
        edit_workbook(path, [title("x")], expect_digest="", at=AT)
    if name in {"old.xls", "book.ods", "binary.xlsb"}:
        assert "does not write into them" in caught.value.what
        assert path.suffix in caught.value.what
    assert (path.read_bytes() if path.exists() else None) == before
    assert not list(tmp_path.glob("*.jsonl"))


# --- the journal ----------------------------------------------------------------------------------


def test_half_a_line_and_a_spoilt_one_lose_nothing_else(path: Path):
    path.with_name("~$library.xlsx").write_bytes(b"")
    one = edit_workbook(path, [title("One")], expect_digest=digest(path), at=AT)
    file = journal.beside(path, journal.JOURNAL)
    with file.open("ab") as stream:
        stream.write(file.read_bytes()[:60])  # ended while writing
    two = edit_workbook(path, [title("Two", row=3)], expect_digest=digest(path), at=AT)
    assert list(journal.read(path).entries) == [one.edit, two.edit]
    assert journal.read(path).spoilt == 1
    changed = [line.replace(b'"One"', b'"0ne"') for line in file.read_bytes().splitlines(keepends=True)]
    file.write_bytes(b"".join(changed))
    assert list(journal.read(path).entries) == [two.edit]


def test_every_line_is_json_with_a_checksum(path: Path):
    edit_workbook(path, [title("One"), title("2026", heading="period_start")], expect_digest=digest(path), at=AT)
    lines = [
        json.loads(line) for line in journal.beside(path, journal.JOURNAL).read_text(encoding="utf-8").splitlines()
    ]
    assert [line["kind"] for line in lines] == ["edit", "intent", "done"]
    assert all(len(line["sum"]) == 16 for line in lines)


def test_a_large_journal_is_made_smaller(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(journal, "COMPACT_FROM", 1)
    monkeypatch.setattr(journal, "KEPT_SETTLED", 3)
    state, done = digest(path), []
    for number in range(8):
        done.append(edit_workbook(path, [title(f"t{number}")], expect_digest=state, at=AT))
        state = done[-1].digest
    known = journal.read(path)
    assert list(known.entries) == [item.edit for item in done[-3:]]
    assert states(path) == [State.APPLIED] * 3
    undone: Outcome = undo(path, done[-1].edit, at=AT)
    assert (undone.state, titles(path)[0]) == (State.APPLIED, "t6")
