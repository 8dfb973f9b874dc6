"""What becomes of a cell that was emptied in its source since it was taken in."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest

from alongside.library.editing import saving
from alongside.library.editing.changes import SetField
from alongside.library.taking_in.map_file import map_from_text, map_text
from alongside.library.taking_in.mapping import SourceMap
from alongside.library.taking_in.proposal import propose
from alongside.library.taking_in.report import Prepared, prepare, target_at
from alongside.library.taking_in.source import Source, sheet_of
from alongside.library.taking_in.writing import write_into, write_new
from alongside.library.workbook import read_library

TODAY = date(2026, 11, 24)
AT = datetime.combine(TODAY, time(9))
HEADS = ["Incident no", "Date of incident", "Type", "Learning"]
FIRST = [HEADS, ["I1", "14/03/2026", "Fall", "Move the mat"], ["I2", "15/03/2026", "Fall", ""]]
EMPTIED = [HEADS, ["I1", "14/03/2026", "Fall", ""], ["I2", "15/03/2026", "Fall", ""]]


def log(rows: Sequence[Sequence[object]]) -> Source:
    return Source("log.csv", "", (sheet_of("incidents", rows),))


@pytest.fixture
def mapping() -> SourceMap:
    return propose(log(FIRST))


@pytest.fixture
def library(tmp_path: Path, mapping: SourceMap) -> Path:
    path = tmp_path / "library.xlsx"
    write_new(path, prepare(log(FIRST), mapping, target_at(path), TODAY).arrival, AT)
    return path


def arriving(library: Path, mapping: SourceMap, rows: Sequence[Sequence[object]] = EMPTIED) -> Prepared:
    return prepare(log(rows), mapping, target_at(library), TODAY)


def bring(library: Path, prepared: Prepared) -> None:
    write_into(library, prepared.arrival, expect_digest=prepared.target.digest, at=AT)


def rules(prepared: Prepared) -> list[str]:
    return [found.rule for found in prepared.findings]


def learning(library: Path) -> list[str]:
    return [record.learning for record in read_library(library, TODAY).incidents]


def test_it_is_kept_and_told_once(library: Path, mapping: SourceMap) -> None:
    prepared = arriving(library, mapping)
    assert (prepared.arrival.emptied, prepared.arrival.changed) == (1, 0)
    told = next(found for found in prepared.findings if found.rule == "taking_in.emptied")
    assert "kept here" in told.message
    assert "Move the mat" in told.message
    bring(library, prepared)
    assert learning(library) == ["Move the mat", ""]
    assert "taking_in.emptied" not in rules(arriving(library, mapping))


def test_it_is_emptied_where_the_map_says_so(library: Path, mapping: SourceMap) -> None:
    prepared = arriving(library, map_from_text(map_text(replace(mapping, clear_emptied=True))))
    assert (prepared.arrival.emptied, prepared.arrival.changed) == (1, 1)
    bring(library, prepared)
    assert learning(library) == ["", ""]


def test_what_the_user_wrote_where_the_source_never_had_anything_is_no_concern_of_its(
    library: Path, mapping: SourceMap
) -> None:
    edit = SetField(sheet="incidents", row=3, heading="learning", value="Mine", ref="I2")
    saving.edit_workbook(library, [edit], expect_digest=target_at(library).digest, at=AT)
    rows = [*FIRST[:2], ["I2", "16/03/2026", "Fall", ""]]
    prepared = arriving(library, replace(mapping, clear_emptied=True), rows)
    assert (prepared.arrival.emptied, prepared.arrival.changed) == (0, 1)
    bring(library, prepared)
    assert learning(library) == ["Move the mat", "Mine"]


def test_a_column_that_is_gone_empties_nothing(library: Path, mapping: SourceMap) -> None:
    rows = [row[:3] for row in FIRST]
    prepared = arriving(library, replace(mapping, clear_emptied=True), rows)
    assert prepared.arrival.emptied == 0
    assert "taking_in.column_missing" in rules(prepared)


def test_rows_that_an_older_version_took_in_are_not_told_as_changed(library: Path, mapping: SourceMap) -> None:
    target = target_at(library)
    incidents = target.sheets["incidents"]
    old = tuple(
        replace(row, origin=replace(row.origin, content=row.origin.digest)) for row in incidents.rows if row.origin
    )
    before = replace(target, sheets={**target.sheets, "incidents": replace(incidents, rows=old)})
    prepared = prepare(log(FIRST), mapping, before, TODAY)
    assert (prepared.arrival.unchanged, prepared.arrival.changes) == (2, ())
