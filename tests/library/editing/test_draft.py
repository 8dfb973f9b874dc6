"""A record while it is being written, the library after it is saved, and what can be taken back."""

import dataclasses
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from alongside.errors import AlongsideError
from alongside.library.columns import Kind
from alongside.library.editing import saving, takeback
from alongside.library.editing.changes import RetireRecord, SetField, record_added
from alongside.library.editing.disk import Backups
from alongside.library.editing.disk import backups as backups_of
from alongside.library.editing.draft import (
    Checker,
    copied,
    field_read,
    missing_columns,
    next_id,
    record_of,
    required_and_empty,
    text_for,
    with_changes,
)
from alongside.library.editing.patched import only_step, patched
from alongside.library.library import Library
from alongside.library.records import COLUMNS
from alongside.library.workbook import check_records, read_rows
from alongside.resources import resource

TODAY = date(2026, 11, 24)
NOW = datetime.fromisoformat("2026-11-24T10:00:00")


@pytest.fixture(scope="module")
def library() -> Library:
    return check_records(read_rows(resource("content_library") / "library.xlsx"), TODAY)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return Path(shutil.copy(resource("content_library") / "library.xlsx", tmp_path / "library.xlsx"))


def column(sheet: str, heading: str):
    return next(item for item in COLUMNS[sheet] if item.heading == heading)


def edit(path: Path, *changes, by: str = "me"):
    return saving.edit_workbook(path, changes, expect_digest=read_rows(path).digest, at=NOW, by=by)


@pytest.mark.parametrize(
    ("heading", "typed", "value", "rule"),
    [
        ("period_end", "4 May 2026", date(2026, 5, 4), None),
        ("period_end", "next spring", None, "cell.bad_date"),
        ("sample_size", "1,204", 1204, None),
        ("sample_size", "some", None, "cell.bad_number"),
        ("involvement_level", "9", None, "cell.out_of_range"),
        ("kind", "survey", "survey", None),
        ("kind", "horoscope", "", "cell.not_on_list"),
        ("who_involved", ("family", "staff"), ("family", "staff"), None),
        ("title", "", "", "cell.required"),
    ],
)
def test_words_in_a_field_are_read_as_in_a_cell(heading, typed, value, rule):
    read, found = field_read("evidence", column("evidence", heading), typed)
    assert read == value
    assert [item.rule for item in found] == ([rule] if rule else [])


def test_what_a_field_shows_is_read_back(library):
    for record in library:
        for item in COLUMNS[record.sheet]:
            value = getattr(record, item.heading)
            assert field_read(record.sheet, item, text_for(item, value))[0] == value, (record, item.heading)
            if item.kind in {Kind.CHOICES, Kind.WORDS}:
                assert field_read(record.sheet, item, value)[0] == value


def test_a_record_is_checked_as_reading_the_library_checks_it(library):
    checker = Checker(library, TODAY)
    for record in library:
        there = {
            (item.rule, item.message)
            for item in library.findings
            if item.where.row == record.row and item.where.sheet == record.sheet
        }
        found = {(item.rule, item.message) for item in checker.findings(record, was=record.ref)}
        apart = {pair for pair in there ^ found if not pair[0].startswith(("cell.", "heading.", "sheet."))}
        assert not apart, record


def test_an_id_must_be_free_and_a_reference_must_lead_somewhere(library):
    checker = Checker(library, TODAY)
    first, second = library.evidence[:2]
    taken = dataclasses.replace(first, evidence_id=second.ref, metric_ref="M-9999")
    rules = {item.rule for item in checker.findings(taken, was=first.ref)}
    assert {"id.duplicate", "ref.dangling"} <= rules
    assert "id.missing" in {item.rule for item in checker.findings(record_of("evidence", {}))}
    assert column("evidence", "claim") in required_and_empty("evidence", {"title": "x"})


def test_a_status_follows_the_one_before_it(library):
    checker = Checker(library, TODAY)

    def stopped(before: str, after: str, **more: object) -> bool:
        kind = library.stories if more else library.evidence
        first = dataclasses.replace(kind[0], status=before, **more)
        rows = {first.sheet: (first,)}
        alone = Checker(dataclasses.replace(library, records={**library.records, **rows}), TODAY)
        found = alone.findings(dataclasses.replace(first, status=after), was=first.ref)
        return "status.order" in {item.rule for item in found}

    assert [stopped("draft", after) for after in ("draft", "checked", "approved", "")] == [False, False, True, False]
    assert (stopped("withdrawn", "approved"), stopped("withdrawn", "draft")) == (True, False)
    assert stopped("withdrawn", "draft", withdrawn_on=TODAY)
    new = dataclasses.replace(library.evidence[0], evidence_id="EV-900", status="approved")
    assert "status.order" not in {item.rule for item in checker.findings(new)}


def test_the_next_id_goes_on_as_the_sheet_does(library):
    number = max(int(item.ref[3:]) for item in library.evidence)
    assert next_id(library, "evidence") == f"EV-{number + 1:03d}"
    assert next_id(library, "evidence", [f"EV-{number + 1:03d}"]) == f"EV-{number + 2:03d}"
    assert next_id(Library("x", "", {"evidence": ()}), "evidence") == "EV-001"
    assert next_id(Library("x", "", {"evidence_map": ()}), "evidence_map") == ""


def test_a_copy_leaves_out_what_is_the_records_own(library):
    first = library.evidence[0]
    values = copied(first)
    assert values["title"] == first.title
    assert not {"evidence_id", "created_on", "used_in"} & values.keys()


def test_missing_columns_are_known(library):
    assert missing_columns(library, "evidence") == frozenset()


def test_a_patched_library_is_what_reading_gives(book):
    before = read_rows(book)
    item = before.evidence[3]
    changes = [
        SetField(sheet="evidence", row=item.row, ref=item.ref, heading="title", value="Another title"),
        SetField(sheet="evidence", row=item.row, ref=item.ref, heading="period_end", value=date(2026, 1, 5)),
        SetField(sheet="evidence", row=item.row, ref=item.ref, heading="metric_ref", value="M-none"),
    ]
    outcome = edit(book, *changes)
    made = patched(before, changes, outcome.digest)
    after = read_rows(book)
    assert made is not None
    assert (made.digest, dict(made.records)) == (after.digest, dict(after.records))
    assert set(made.findings) == set(after.findings)
    assert only_step(saving.history(book), outcome.edit, before.digest, outcome.digest)
    assert with_changes(item, changes) == made.get(item.ref)
    assert patched(before, [record_added("evidence", {"evidence_id": "EV-900"})], "x") is None
    moved = dataclasses.replace(changes[0], row=item.row + 1)
    assert patched(before, [moved], "x") is None


def test_undo_and_redo_are_told_by_the_journal_alone(book):
    item = read_rows(book).evidence[0]
    first = edit(book, SetField(sheet="evidence", row=item.row, ref=item.ref, heading="title", value="One"))
    second = edit(book, SetField(sheet="evidence", row=item.row, ref=item.ref, heading="title", value="Two"))
    assert takeback.undoable(saving.history(book)).edit.id == second.edit
    assert takeback.undoable(saving.history(book), "somebody else") is None
    assert takeback.redoable(saving.history(book)) is None
    back = saving.undo(book, second.edit, at=NOW, by="me")
    assert takeback.undoable(saving.history(book)).edit.id == first.edit
    assert takeback.redoable(saving.history(book)).edit.id == back.edit
    again = saving.undo(book, back.edit, at=NOW, by="me")
    assert read_rows(book).get(item.ref).title == "Two"
    assert takeback.redoable(saving.history(book)) is None
    assert takeback.undoable(saving.history(book)).edit.id == again.edit
    saving.undo(book, again.edit, at=NOW, by="me")
    edit(book, RetireRecord(sheet="evidence", row=item.row, ref=item.ref))
    assert takeback.redoable(saving.history(book)) is None


def test_an_edit_is_described(book):
    fields = [SetField(sheet="evidence", row=3, ref="EV-1", heading=name, value="x") for name in ("title", "claim")]
    assert takeback.described(fields, str.capitalize) == "EV-1: Title, Claim"
    many = [SetField(sheet="evidence", row=3, ref="EV-1", heading=f"h{n}", value="x") for n in range(5)]
    assert takeback.described(many) == "EV-1: 5 fields"
    assert takeback.described([record_added("evidence", {"evidence_id": "EV-9"})]) == "new record EV-9"


def test_a_backup_is_put_back_and_the_present_is_kept(book):
    original = book.read_bytes()
    item = read_rows(book).evidence[0]
    edit(book, SetField(sheet="evidence", row=item.row, ref=item.ref, heading="title", value="Changed"))
    changed = book.read_bytes()
    (_when, copy), *_rest = backups_of(book, Backups())
    kept = saving.restore_backup(book, copy, at=NOW + timedelta(seconds=5))
    assert book.read_bytes() == original
    assert kept is not None
    assert kept.read_bytes() == changed
    (book.parent / "~$library.xlsx").write_bytes(b"\x03Ann")
    with pytest.raises(AlongsideError, match="Ann"):
        saving.restore_backup(book, kept, at=NOW)
    assert book.read_bytes() == original
