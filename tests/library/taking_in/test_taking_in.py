"""Three old spreadsheets are taken in wholly, again next month without doubles, and no cell of any is lost."""

# ruff: noqa: E501 - what people write, a list a line

import shutil
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tests.library.taking_in import messy
from tests.library.workbooks import TODAY

from alongside.errors import AlongsideError
from alongside.library.cells import as_text, tidy_ref
from alongside.library.columns import Kind
from alongside.library.editing import saving
from alongside.library.editing.changes import _NOT_IN_XML
from alongside.library.editing.journal import State
from alongside.library.records import COLUMNS
from alongside.library.scan import letters
from alongside.library.taking_in.map_file import map_from_text, map_text
from alongside.library.taking_in.mapping import ColumnMap, SourceMap, TableMap, Treatment
from alongside.library.taking_in.person_codes import PersonCodes, read_codes
from alongside.library.taking_in.proposal import propose
from alongside.library.taking_in.regions import find_tables
from alongside.library.taking_in.report import prepare, target_at
from alongside.library.taking_in.source import Source, read_source, sheet_of
from alongside.library.taking_in.taking import take
from alongside.library.taking_in.target import new_target
from alongside.library.taking_in.words import familiar
from alongside.library.taking_in.writing import write_into, write_new
from alongside.library.workbook import read_library

AT = datetime(2026, 11, 24, 9, 30)  # noqa: DTZ001 - a workbook's days have no zone
MAKERS = {
    "DoLS tracker.xlsx": messy.dols_tracker,
    "incidents.xlsx": messy.incident_log,
    "compliments & evidence.csv": messy.compliments,
}


@pytest.fixture(params=sorted(MAKERS))
def source_file(request, tmp_path):
    return MAKERS[request.param](tmp_path / request.param)


def mapped(path: Path, services=None) -> SourceMap:
    """The proposed map, through its file."""
    return map_from_text(map_text(propose(read_source(path), services)))


def bring(path: Path, mapping: SourceMap, library: Path, codes=None):
    prepared = prepare(read_source(path), mapping, target_at(library), TODAY, codes=codes)
    if library.exists():
        write_into(library, prepared.arrival, expect_digest=prepared.target.digest, at=AT)
    else:
        write_new(library, prepared.arrival, AT)
    return prepared


def texts_of(path: Path) -> str:
    book = CalamineWorkbook.from_path(path)
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    return "\n".join(as_text(value) for row in rows for value in row)


# --- three old clients ------------------------------------------------------------------------------------------


def test_every_cell_of_an_old_spreadsheet_is_in_the_library_the_notes_or_a_finding(source_file, tmp_path):
    mapping = mapped(source_file)
    library = tmp_path / "library.xlsx"
    prepared = bring(source_file, mapping, library)
    there = texts_of(library)
    told = "\n".join(item.message for item in prepared.findings)
    for sheet in read_source(source_file).sheets:
        for table in find_tables(sheet, familiar).tables:
            map_ = mapping.for_table(sheet.name, table.headings)
            assert map_ is not None
            if not map_.to:
                continue
            kinds = {column.heading: column.kind for column in COLUMNS[map_.to]}
            taken = {row.row: row for row in prepared.taken.rows if row.sheet == sheet.name}
            for row in table.rows:
                for heading, value in zip(table.headings, row.values, strict=True):
                    told_of = map_.column(heading)
                    if value == "" or told_of.treatment is Treatment.LEAVE_OUT:
                        continue
                    typed = kinds.get(told_of.to) not in {Kind.TEXT, Kind.PROSE, Kind.ID, None}
                    placed = typed and taken[row.number].fields.get(told_of.to) is not None
                    said = as_text(value)
                    assert placed or said in there or said in told, (heading, value)


def test_a_library_made_of_it_reads_back_clean(source_file, tmp_path):
    library = tmp_path / "library.xlsx"
    prepared = bring(source_file, mapped(source_file), library)
    read = read_library(library, TODAY)
    (sheet,) = {row.to for row in prepared.taken.rows}
    assert len(read.records[sheet]) == prepared.arrival.new == len(prepared.taken.rows)
    wrong = {"cell.bad_date", "cell.not_on_list", "cell.bad_number", "cell.cut_by_excel", "id.duplicate"}
    assert [item for item in read.findings if item.rule in wrong] == []


def test_the_same_file_again_changes_nothing(source_file, tmp_path):
    mapping, library = mapped(source_file), tmp_path / "library.xlsx"
    bring(source_file, mapping, library)
    before = library.read_bytes()
    again = bring(source_file, mapping, library)
    assert (again.arrival.new, again.arrival.changed, again.arrival.vanished) == (0, 0, 0)
    assert again.arrival.unchanged == len(again.taken.rows)
    assert library.read_bytes() == before


def test_the_tracker_is_understood(tmp_path):
    path = messy.dols_tracker(tmp_path / "DoLS tracker.xlsx")
    prepared = bring(path, mapped(path, {"ROW": "Rowan House"}), tmp_path / "library.xlsx")
    records = read_library(tmp_path / "library.xlsx", TODAY).restrictions
    first = records[0]
    assert (first.scope, first.authority, first.service_id) == ("individual", "DoLS_standard", "ROW")
    assert (first.started_on, first.authority_expires_on) == (date(2026, 1, 3), date(2027, 1, 2))
    assert [record.advocate_involved for record in records] == [
        "Y",
        "N",
        "Y",
        "NK",
        "",
        "NK",
        "Y",
        "N",
        "Y",
        "N",
        "N",
        "Y",
    ]
    assert records[7].capacity_assessment_on == date(2026, 2, 9)
    cells = {item.where.cell for item in prepared.findings if item.rule == "taking_in.not_placed"}
    assert cells == {"E11", "F15"}
    there = texts_of(tmp_path / "library.xlsx")
    assert "Capacity / IMCA involved?: Yes - since March" in there
    assert "Capacity / IMCA involved?: N/A" in there
    assert "=SUM of concerns, see file" in there


def test_american_days_are_read_where_a_column_proves_them(tmp_path):
    path = messy.incident_log(tmp_path / "incidents.xlsx")
    bring(path, mapped(path), tmp_path / "library.xlsx")
    months = {record.occurred_on.month for record in read_library(tmp_path / "library.xlsx", TODAY).incidents}
    assert months == {3, 4}


def test_days_that_can_be_read_both_ways_are_told():
    rows = [["Incident no", "Date of incident", "Type"], ["1", "04/03/2026", "Fall"], ["2", "05/06/2026", "Fall"]]
    source = Source("log.xlsx", "", (sheet_of("incidents", rows),))
    prepared = prepare(source, propose(source), new_target(), TODAY)
    (told,) = [item for item in prepared.findings if item.rule == "taking_in.date_order"]
    assert "2 dates" in told.message
    assert prepared.taken.rows[0].fields["occurred_on"] == date(2026, 3, 4)


# --- people -----------------------------------------------------------------------------------------------------


def test_names_are_left_out_unless_codes_are_asked_for(tmp_path):
    path = messy.incident_log(tmp_path / "incidents.xlsx")
    mapping = mapped(path)
    library = tmp_path / "library.xlsx"
    prepared = bring(path, mapping, library)
    there = texts_of(library)
    assert not [name for name in (*messy.NAMES, "Sue Barker") if name in there]
    named = [item for item in prepared.findings if item.rule == "taking_in.name_in_text"]
    assert any("Margaret" in item.message for item in named)


def test_a_name_has_the_same_code_next_month(tmp_path):
    path = messy.incident_log(tmp_path / "incidents.xlsx")
    table, other = mapped(path).tables
    coded = [
        replace(item, columns=tuple(
            ColumnMap("Service User", Treatment.PERSON_CODES, "person_ref") if c.source == "Service User" else c
            for c in item.columns
        )) for item in (table, other)
    ]  # fmt: skip
    mapping = map_from_text(map_text(SourceMap("incidents", tuple(coded))))
    prepared = bring(path, mapping, tmp_path / "library.xlsx", PersonCodes())
    kept = tmp_path / "codes.csv"
    kept.write_text(prepared.taken.codes.text(), encoding="utf-8")
    again = take(read_source(path), mapping, codes=read_codes(kept))
    assert [row.fields["person_ref"] for row in again.rows] == [row.fields["person_ref"] for row in prepared.taken.rows]
    assert len({row.fields["person_ref"] for row in again.rows}) == 12
    assert again.rows[0].fields["person_ref"] == "P-001"
    assert read_codes(kept).of("HOLLIS, Margaret") == "P-001"


# --- again next month -------------------------------------------------------------------------------------------


def test_a_changed_row_is_updated_and_told_and_a_missing_one_is_kept(tmp_path):
    mapping = mapped(messy.dols_tracker(tmp_path / "DoLS tracker.xlsx"))
    library = tmp_path / "library.xlsx"
    bring(tmp_path / "DoLS tracker.xlsx", mapping, library)
    renewed = messy.dols_tracker(tmp_path / "DoLS tracker April.xlsx", changed=True)
    again = bring(renewed, mapping, library)
    assert (again.arrival.new, again.arrival.changed, again.arrival.unchanged) == (0, 1, 11)
    (told,) = [item for item in again.findings if item.rule == "taking_in.changed"]
    assert "2027-01-02" in told.message
    assert "2028-01-31" in told.message
    read = read_library(library, TODAY).restrictions
    assert len(read) == 12
    assert read[0].authority_expires_on == date(2028, 1, 31)
    source = read_source(renewed)
    cut = replace(source, sheets=(replace(source.sheets[0], cells=source.sheets[0].cells[:-3], merges=()),))
    fewer = prepare(cut, mapping, target_at(library), TODAY)
    assert fewer.arrival.vanished > 0
    assert not [change for change in fewer.arrival.changes if getattr(change, "heading", "") == "status"]


def test_what_the_user_wrote_since_stays_where_the_source_says_nothing_new(tmp_path):
    path = messy.compliments(tmp_path / "compliments.csv")
    mapping, library = mapped(path), tmp_path / "library.xlsx"
    bring(path, mapping, library)
    from alongside.library.editing.changes import SetField  # noqa: PLC0415

    digest = target_at(library).digest
    edit = SetField(sheet="evidence", row=2, heading="title", value="A card that says it all", ref="C1")
    assert saving.edit_workbook(library, [edit], expect_digest=digest, at=AT).state is State.APPLIED
    assert bring(path, mapping, library).arrival.changes == ()
    assert read_library(library, TODAY).evidence[0].title == "A card that says it all"


def test_an_id_that_another_record_has_is_not_taken_from_it(root, tmp_path):
    library = Path(shutil.copy(root / "content_library" / "library.xlsx", tmp_path / "library.xlsx"))
    rows = [["Incident no", "Date of incident", "Type"], ["IN-001", "14/03/2026", "Fall"], ["", "15/03/2026", "Fall"]]
    source = Source("log.csv", "", (sheet_of("incidents", rows),))
    prepared = prepare(source, propose(source), target_at(library), TODAY)
    ids = [dict(change.fields)["id"] for change in prepared.arrival.changes]
    existing = {record.ref for record in read_library(library, TODAY).incidents}
    assert len(set(ids)) == 2
    assert not set(ids) & existing
    assert ("IN-001" in existing) == bool([item for item in prepared.findings if item.rule == "taking_in.id_taken"])


# --- into a workbook that is there ------------------------------------------------------------------------------


def test_rows_go_into_the_workbook_and_nothing_else_of_it_changes(root, tmp_path):
    library = Path(shutil.copy(root / "content_library" / "library.xlsx", tmp_path / "library.xlsx"))
    before = {name: zipfile.ZipFile(library).read(name) for name in zipfile.ZipFile(library).namelist()}
    old = read_library(library, TODAY)
    path = messy.dols_tracker(tmp_path / "DoLS tracker.xlsx")
    prepared = bring(path, mapped(path, target_at(library).services), library)
    after = {name: zipfile.ZipFile(library).read(name) for name in zipfile.ZipFile(library).namelist()}
    assert before.keys() == after.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert len([name for name in changed if "worksheets/" in name]) == 1
    assert changed - {"xl/styles.xml", "xl/workbook.xml"} == {name for name in changed if "worksheets/" in name}
    new = read_library(library, TODAY)
    assert len(new.restrictions) == len(old.restrictions) + 12
    assert new.restrictions[: len(old.restrictions)] == old.restrictions
    assert prepared.arrival.extra == {"restrictions": ("taken_from", "notes")}
    assert list((tmp_path / "backups").iterdir()) or list(tmp_path.glob("*/*.xlsx"))


def test_undo_takes_all_of_it_back(root, tmp_path):
    library = Path(shutil.copy(root / "content_library" / "library.xlsx", tmp_path / "library.xlsx"))
    old = read_library(library, TODAY)
    path = messy.incident_log(tmp_path / "incidents.xlsx")
    prepared = prepare(read_source(path), mapped(path), target_at(library), TODAY)
    done = write_into(library, prepared.arrival, expect_digest=prepared.target.digest, at=AT)
    assert done.state is State.APPLIED
    assert saving.undo(library, done.edit, at=AT).state is State.APPLIED
    assert read_library(library, TODAY).incidents == old.incidents


def test_a_cell_that_begins_like_a_formula_is_text(tmp_path):
    rows = [["Incident no", "Date of incident", "Type", "Lessons learnt"]]
    rows += [[f"N{n}", f"{14 + n}/03/2026", text, text] for n, text in enumerate(["=1+1", "+3", "-2 beds", "@home"])]
    source = Source("log.csv", "", (sheet_of("incidents", rows),))
    library = tmp_path / "library.xlsx"
    write_new(library, prepare(source, propose(source), new_target(), TODAY).arrival, AT)
    assert [record.learning for record in read_library(library, TODAY).incidents] == ["=1+1", "+3", "-2 beds", "@home"]
    with zipfile.ZipFile(library) as book:
        sheets = [book.read(name) for name in book.namelist() if "worksheets/sheet" in name]
    assert not [sheet for sheet in sheets if b"<f>" in sheet.split(b"</sheetData>")[0]]


def test_a_text_longer_than_a_cell_goes_on_in_the_notes(tmp_path):
    long = "".join(f"lesson {n}, " for n in range(6_000))
    rows = [["Incident no", "Date of incident", "Lessons learnt"], ["N1", "14/03/2026", long]]
    source = Source("log.csv", "", (sheet_of("incidents", rows),))
    library = tmp_path / "library.xlsx"
    mapping = SourceMap("log", (propose(source).tables[0],))
    write_new(library, prepare(source, mapping, new_target(), TODAY).arrival, AT)
    row = target_at(library).sheets["incidents"].rows[0].values
    rest = "".join(str(row[name]) for name in ("notes", "notes 2") if name in row)
    assert str(row["learning"]) + rest.removeprefix("learning (2): ") == long


# --- maps -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not a map"), ("version = 1", "no name"), ("version = 1\nname = 'x'", "no [[table]]"),
        ("version = 1\nname = 'x'\n[[table]]\nto = 'incident'", "incidents"), ("x = = 1", "TOML"),
        ("version = 1\nname = 'x'\n[[table]]\nto = 'incidents'\n[[table.column]]\nfrom = 'A'\nto = 'learnin'", "learning"),
        ("version = 1\nname = 'x'\n[[table]]\nto = 'incidents'\nkey = ['B']", "key"),
        ("version = 1\nname = 'x'\n[[table]]\nto = 'incidents'\n[[table.column]]\nfrom = 'A'\norder = 'US'", "order"),
    ],
)  # fmt: skip
def test_a_map_that_is_none_is_refused_with_its_place(text, said):
    with pytest.raises(AlongsideError) as caught:
        map_from_text(text)
    assert said in caught.value.sentence()


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12)


@given(NAMES.filter(str.strip), st.lists(st.tuples(NAMES, NAMES), max_size=3), NAMES)
def test_a_map_comes_back_from_its_file_as_it_was(name, values, heading):
    column = ColumnMap(heading, Treatment.FIELD, "learning", values=tuple(dict(values).items()))
    table = TableMap(
        heading, "incidents", (column,), (heading,) if heading.strip("_ -./*:") else (), (("theme", heading),)
    )
    back = map_from_text(map_text(SourceMap(name, (table,))))
    assert back == SourceMap(name, (table,))


# --- nothing is lost --------------------------------------------------------------------------------------------

HEADINGS = st.lists(
    st.sampled_from([
        "Incident No", "Date of incident", "Type", "Level of harm", "Lessons learnt", "Restraint used", "What led to it",
        "Colour", "Date informed", "Remarks", "Theme", "Owner", "Document", "Date raised", "Raised by", "Abuse", "Outcome",
        "Wishes", "Received", "How received", "Days to close", "Satisfied", "From whom", "Quality statement", "Review date",
    ]), min_size=2, max_size=8, unique=True,
)  # fmt: skip
SAID = st.one_of(
    st.just(""), st.text(st.characters(codec="utf-8"), max_size=30), st.sampled_from(
        ["Y", "n/a", "x", "✓", "4/3/26", "31/12/2025", "TBC", "Family; GP", "High", "=1+1", "Total", "12 days", "45%", "Fall, trip"]
    ), st.integers(-5, 50_000).map(float), st.dates(date(2000, 1, 1), date(2080, 1, 1)), st.booleans(),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["incidents", "safeguarding", "complaints", "evidence", "x"]), HEADINGS, st.data())
def test_no_cell_is_ever_lost(name, headings, data):
    rows = data.draw(st.lists(st.lists(SAID, min_size=len(headings), max_size=len(headings)), min_size=1, max_size=6))
    source = Source("f.xlsx", "", (sheet_of(name, [headings, *rows]),))
    mapping = map_from_text(map_text(propose(source))) if propose(source).tables else SourceMap("f", ())
    prepared = prepare(source, mapping, new_target(), TODAY)
    told = "\n".join(item.message + item.remedy for item in prepared.findings)
    unplaced = {
        (item.where.sheet, item.where.column, item.where.cell)
        for item in prepared.findings
        if item.rule == "taking_in.not_placed"
    }
    arrived: dict[int, list[str]] = {}
    full: dict[int, set[str]] = {}
    for row, change in zip(prepared.taken.rows, prepared.arrival.changes, strict=True):
        for heading, value in change.fields:
            parts = value if isinstance(value, tuple) else [as_text(value)]
            arrived.setdefault(row.row, []).extend(map(str, parts))
            full.setdefault(row.row, set()).add(heading)
    for table in find_tables(source.sheets[0], familiar).tables:
        map_ = mapping.for_table(table.sheet, table.headings)
        if map_ is None or not map_.to:
            assert f"{table.place}" in told
            continue
        kinds = {column.heading: column.kind for column in COLUMNS[map_.to]}
        for row in table.rows:
            for at, (heading, value) in enumerate(zip(table.headings, row.values, strict=True)):
                to = map_.column(heading)
                if as_text(value).strip() == "" or to is None or to.treatment is Treatment.LEAVE_OUT:
                    continue
                typed = kinds.get(to.to) not in {Kind.TEXT, Kind.PROSE, Kind.ID, None}
                said = _NOT_IN_XML.sub("\ufffd", as_text(value))
                texts = "\n".join(arrived.get(row.number, []))
                place = (table.sheet, heading, f"{letters(table.columns[at])}{row.number}")
                if place in unplaced:  # what a Finding says is kept in the notes is there
                    assert f"{heading}: {said}" in texts, (heading, value)
                kept = said in texts or tidy_ref(said) in texts or as_text(value) in told
                assert kept or (typed and to.to in full.get(row.number, set())), (heading, value)
