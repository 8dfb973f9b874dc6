"""What is read from a workbook, and what is said about everything that is wrong with it."""

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from tests.library.workbooks import EVIDENCE, SERVICE, TODAY, found, read, write

from alongside.findings import Level
from alongside.job_control import Cancelled, JobControl
from alongside.library.notes import PER_COLUMN
from alongside.library.records import COLUMNS
from alongside.library.workbook import read_library

MORNING = datetime.fromisoformat("2026-06-30 09:00")  # the clock on the wall, without a zone
SHEETS = {"services": [SERVICE], "evidence": [EVIDENCE]}


def evidence(**changes: object) -> dict[str, list[dict[str, object]]]:
    """A library with one piece of evidence, changed."""
    return {"services": [SERVICE], "evidence": [{**EVIDENCE, **changes}]}


def test_a_row_becomes_a_record(tmp_path: Path) -> None:
    library = read(tmp_path, SHEETS)
    item = library.evidence[0]
    assert (item.evidence_id, item.row, item.evidence_category) == ("EV-1", 2, ("EXP", "PROC"))
    assert item.period_end == date(2026, 6, 30)
    assert item.sample_size is None
    assert library.get("EV-1") is item
    assert library.get("nothing") is None
    assert library.name == "library.xlsx"
    assert len(library.digest) == 64
    assert library.services[0].people_supported == 12


def test_a_sound_workbook_has_nothing_to_report_but_what_is_missing(tmp_path: Path) -> None:
    rules = {item.rule for item in read(tmp_path, SHEETS).findings}
    assert rules <= {"sheet.missing", "heading.missing"}


def test_a_whole_workbook_without_rows_has_no_findings(tmp_path: Path) -> None:
    empty = {sheet: [] for sheet in COLUMNS} | {"lists": [{"a": 1}], "about": [{"key": "title", "value": "Ours"}]}
    library = read(tmp_path, empty)
    assert library.findings == ()
    assert library.about["title"] == "Ours"
    assert not library.is_example


def test_the_example_says_so(tmp_path: Path) -> None:
    assert read(tmp_path, SHEETS | {"about": [{"key": "example", "value": "yes"}]}).is_example
    assert read(tmp_path, SHEETS | {"about": [{"key": "note", "value": "EXAMPLE data"}]}).is_example


@pytest.mark.parametrize("spelt", ["Evidence", " EVIDENCE ", "evidence"])
def test_a_sheet_is_known_however_it_is_written(tmp_path: Path, spelt: str) -> None:
    assert len(read(tmp_path, {"services": [SERVICE], spelt: [EVIDENCE]}).evidence) == 1


@pytest.mark.parametrize("spelt", ["Evidence ID", "evidence-id", "EVIDENCE–ID", " evidence_id *", "Evidence\u00a0id"])
def test_a_heading_is_known_however_it_is_written(tmp_path: Path, spelt: str) -> None:
    row = {spelt if key == "evidence_id" else key: value for key, value in EVIDENCE.items()}
    assert read(tmp_path, {"services": [SERVICE], "evidence": [row]}).evidence[0].evidence_id == "EV-1"


def test_a_misspelt_heading_gets_a_suggestion(tmp_path: Path) -> None:
    row = {"snipet_100" if key == "snippet_100" else key: value for key, value in EVIDENCE.items()}
    library = read(tmp_path, {"services": [SERVICE], "evidence": [row]})
    (hit,) = found(library, "heading.misspelt")
    assert "snippet_100" in hit.remedy
    assert hit.where.sheet == "evidence"
    assert any("snipet_100" in item.remedy for item in found(library, "heading.missing"))


def test_a_misspelt_sheet_gets_a_suggestion(tmp_path: Path) -> None:
    library = read(tmp_path, {"services": [SERVICE], "evidense": [EVIDENCE]})
    (hit,) = [item for item in found(library, "sheet.missing") if item.where.sheet == "evidence"]
    assert "Did you mean" in hit.remedy
    assert "evidense" in hit.remedy


def test_a_missing_required_heading_blocks(tmp_path: Path) -> None:
    row = {key: value for key, value in EVIDENCE.items() if key != "claim"}
    (hit,) = found(read(tmp_path, {"services": [SERVICE], "evidence": [row]}), "heading.required")
    assert hit.level is Level.BLOCK
    assert hit.where.column == "claim"


def test_a_heading_twice_blocks_and_the_first_is_read(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "services"
    sheet.append([*SERVICE, "Service name"])
    sheet.append([*SERVICE.values(), "Other"])
    book.save(tmp_path / "a.xlsx")
    library = read_library(tmp_path / "a.xlsx", TODAY)
    assert found(library, "heading.duplicate")[0].level is Level.BLOCK
    assert library.services[0].service_name == "Oak"


def test_headings_further_down_are_found_and_reported(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "services"
    sheet.append(["Our services, 2026"])
    sheet.append([])
    sheet.append(list(SERVICE))
    sheet.append(list(SERVICE.values()))
    book.save(tmp_path / "a.xlsx")
    library = read_library(tmp_path / "a.xlsx", TODAY)
    assert library.services[0].row == 4
    (hit,) = found(library, "sheet.heading_row")
    assert hit.where.row == 3
    assert "row 3" in hit.message


def test_a_sheet_without_headings_blocks(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "services"
    book.active.append(["OAK", "Oak"])
    book.save(tmp_path / "a.xlsx")
    (hit,) = found(read_library(tmp_path / "a.xlsx", TODAY), "sheet.no_headings")
    assert hit.level is Level.BLOCK


def test_unknown_sheets_and_columns_are_left_alone(tmp_path: Path) -> None:
    library = read(tmp_path, evidence(my_own_notes="x") | {"Rota": [{"a": 1}]})
    assert [item.level for item in found(library, "heading.unknown")] == [Level.INFO]
    assert [item.where.sheet for item in found(library, "sheet.unknown")] == ["Rota"]


def test_empty_rows_are_skipped_and_row_numbers_stay(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.xlsx", {"services": [SERVICE, {"service_id": "  "}, {}, {**SERVICE, "service_id": "ELM"}]}
    )
    assert [item.row for item in read_library(path, TODAY).services] == [2, 5]


def test_ids_missing_doubled_and_shared(tmp_path: Path) -> None:
    rows = [EVIDENCE, EVIDENCE, {**EVIDENCE, "evidence_id": None}, {**EVIDENCE, "evidence_id": "OAK"}]
    library = read(tmp_path, {"services": [SERVICE], "evidence": rows})
    (double,) = found(library, "id.duplicate")
    assert (double.level, double.where.row) == (Level.BLOCK, 3)
    (missing,) = found(library, "id.missing")
    assert (missing.level, missing.where.row) == (Level.BLOCK, 4)
    assert found(library, "id.shared")[0].where.row == 5
    assert len(library.evidence) == 4
    assert library.get("EV-1").row == 2  # type: ignore[union-attr]


def test_dangling_references_get_a_suggestion(tmp_path: Path) -> None:
    library = read(tmp_path, evidence(service_id="oak"))
    (hit,) = found(library, "ref.dangling")
    assert (hit.where.column, hit.where.ref) == ("service_id", "EV-1")
    assert "OAK" in hit.remedy
    assert not found(read(tmp_path, evidence(service_id="ALL")), "ref.dangling")


def test_each_of_several_references_is_looked_at(tmp_path: Path) -> None:
    answer = {"answer_id": "AN-1", "title": "A", "text": "B", "evidence_refs": "EV-1; EV-9"}
    library = read(tmp_path, SHEETS | {"answers": [answer]})
    (hit,) = found(library, "ref.dangling")
    assert "EV-9" in hit.message
    assert library.answers[0].evidence_refs == ("EV-1", "EV-9")


@pytest.mark.parametrize(
    ("changes", "rule", "heading"),
    [
        ({"period_end": "soon"}, "cell.bad_date", "period_end"),
        ({"period_end": "31/02/2026"}, "cell.bad_date", "period_end"),
        ({"period_end": 46_000}, "cell.bad_date", "period_end"),
        ({"period_end": date(2206, 6, 30)}, "cell.out_of_range", "period_end"),
        ({"period_end": "03/04/2026"}, "cell.date_as_text", "period_end"),
        ({"sample_size": "many"}, "cell.bad_number", "sample_size"),
        ({"sample_size": 3.5}, "cell.bad_number", "sample_size"),
        ({"sample_size": True}, "cell.bad_number", "sample_size"),
        ({"sample_size": -3}, "cell.out_of_range", "sample_size"),
        ({"involvement_level": 9}, "cell.out_of_range", "involvement_level"),
        ({"kind": "audti"}, "cell.not_on_list", "kind"),
        ({"evidence_category": "EXP; NONSENSE"}, "cell.not_on_list", "evidence_category"),
        ({"title": " Panel"}, "cell.stray_spaces", "title"),
        ({"kind": "audit "}, "cell.stray_spaces", "kind"),
        ({"evidence_id": "EV–1"}, "cell.lookalike_dash", "evidence_id"),
        ({"title": "x" * 121}, "cell.too_long", "title"),
        ({"snippet_100": "x" * 32_767}, "cell.cut_by_excel", "snippet_100"),
        ({"claim": None}, "cell.required", "claim"),
    ],
)
def test_a_bad_cell_is_a_finding_at_its_place(
    tmp_path: Path, changes: dict[str, object], rule: str, heading: str
) -> None:
    hits = found(read(tmp_path, evidence(**changes)), rule)
    assert len(hits) == 1
    assert (hits[0].where.workbook, hits[0].where.sheet) == ("library.xlsx", "evidence")
    assert (hits[0].where.row, hits[0].where.column) == (2, heading)
    assert hits[0].message.endswith(".")


def test_a_near_miss_on_a_list_gets_a_suggestion(tmp_path: Path) -> None:
    (hit,) = found(read(tmp_path, evidence(kind="audti")), "cell.not_on_list")
    assert "Did you mean audit?" in hit.remedy


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"period_end": "2026-06-30"}, "period_end", date(2026, 6, 30)),
        ({"period_end": MORNING}, "period_end", date(2026, 6, 30)),
        ({"period_end": "30 June 2026"}, "period_end", date(2026, 6, 30)),
        ({"period_end": "03/04/2026"}, "period_end", date(2026, 4, 3)),
        ({"sample_size": "1,200"}, "sample_size", 1200),
        ({"kind": "Audit"}, "kind", "audit"),
        ({"kind": "meeting minutes"}, "kind", "meeting_minutes"),
        ({"evidence_category": "exp;STAFF; exp"}, "evidence_category", ("EXP", "STAFF")),
        ({"evidence_category": "EXP, STAFF"}, "evidence_category", ("EXP", "STAFF")),
        ({"title": 12}, "title", "12"),
        ({"snippet_100": "a\r\nb "}, "snippet_100", "a\nb"),
        ({"kind": "nonsense"}, "kind", ""),
        ({"involvement_level": 9}, "involvement_level", None),
    ],
)
def test_what_a_cell_is_read_as(tmp_path: Path, changes: dict[str, object], field: str, value: object) -> None:
    assert getattr(read(tmp_path, evidence(**changes)).evidence[0], field) == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("Y", "Y"), ("yes", "Y"), (True, "Y"), ("No", "N"), (False, "N"), (0, "N"), ("nk", "NK"), ("not known", "NK"),
        (None, ""), ("maybe", "NK"),
    ],
)  # fmt: skip
def test_yes_no_and_not_known(tmp_path: Path, written: object, value: str) -> None:
    library = read(tmp_path, {"services": [{**SERVICE, "use_of_force_act_applies": written}]})
    assert library.services[0].use_of_force_act_applies == value
    assert bool(found(library, "cell.not_on_list")) == (written == "maybe")


def test_the_nought_that_excel_drops_from_a_code_comes_back(tmp_path: Path) -> None:
    event = {
        "event_id": "RE-1",
        "person_ref": "P-1",
        "start_at": MORNING,
        "efforts_to_avoid": "x",
        "mhsds_code": 7,
    }
    library = read(tmp_path, {"rp_events": [event]})
    assert library.rp_events[0].mhsds_code == ("07",)
    assert library.rp_events[0].start_at == MORNING


def test_formula_errors_and_formulas_never_worked_out(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", evidence(sample_size=1, population_size=2))
    book = load_workbook(path)
    sheet = book["evidence"]
    places = {cell.value: cell for cell in sheet[1]}
    bad = sheet.cell(2, places["sample_size"].column, "#REF!")
    bad.data_type = "e"
    sheet.cell(2, places["population_size"].column, "=1+1")
    book.save(path)
    library = read_library(path, TODAY)
    (error,) = found(library, "cell.formula_error")
    assert (error.where.row, error.where.column) == (2, "sample_size")
    assert "#REF!" in error.message
    (unknown,) = found(library, "cell.formula_not_calculated")
    assert unknown.where.column == "population_size"
    assert library.evidence[0].sample_size is None


def test_merged_cells_are_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"services": [SERVICE, {**SERVICE, "service_id": "ELM"}]})
    book = load_workbook(path)
    book["services"].merge_cells("B2:B3")
    book.save(path)
    library = read_library(path, TODAY)
    (hit,) = found(library, "sheet.merged_cells")
    assert "B2 to B3" in hit.message
    assert hit.where.column == "service_name"
    assert library.services[1].service_name == ""


def test_days_counted_from_1904_are_read_right(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"services": [SERVICE]})
    book = load_workbook(path)
    book.epoch = CALENDAR_MAC_1904
    sheet = book["services"]
    sheet.cell(1, 7, "rating_date")
    sheet.cell(2, 7, date(2026, 3, 4))
    book.save(path)
    library = read_library(path, TODAY)
    assert library.services[0].rating_date == date(2026, 3, 4)
    assert found(library, "workbook.dates_1904")


def test_a_hidden_sheet_is_read_and_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", SHEETS)
    book = load_workbook(path)
    book["evidence"].sheet_state = "veryHidden"
    book.save(path)
    library = read_library(path, TODAY)
    assert len(library.evidence) == 1
    assert found(library, "sheet.hidden")


def test_a_broken_column_does_not_bury_everything_else(tmp_path: Path) -> None:
    rows = [{**SERVICE, "service_id": f"S-{n}", "nation": "nowhere"} for n in range(PER_COLUMN + 40)]
    hits = found(read(tmp_path, {"services": rows}), "cell.not_on_list")
    assert len(hits) == PER_COLUMN + 1
    assert hits[-1].message.startswith("40 more")


def test_reading_reports_and_stops(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", SHEETS)
    seen: list[str] = []
    read_library(path, TODAY, JobControl(report=lambda progress: seen.append(progress.what)))
    assert len(seen) == 3
    job = JobControl(report=lambda _progress: job.cancel())
    with pytest.raises(Cancelled):
        read_library(path, TODAY, job)


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", evidence())
    book = load_workbook(path)
    cell = book["evidence"].cell(2, 3, "=HYPERLINK(1)")
    cell.data_type = "s"
    book.save(path)
    assert read_library(path, TODAY).evidence[0].title == "=HYPERLINK(1)"
