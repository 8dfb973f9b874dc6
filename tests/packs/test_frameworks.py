"""A workspace's framework tables over ours: replaced by id, added to, bad rows told with file and row."""

import csv
from pathlib import Path

import pytest

from alongside.errors import AlongsideError
from alongside.packs.frameworks import load_frameworks
from alongside.resources import resource

ITEMS = "framework_id,item_id,title,key_question,relevance,regs,note\n"
CROSSWALK = "from_framework,from_item,to_framework,to_item,strength,note\n"
OURS = load_frameworks(resource("content_library"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "frameworks").mkdir()
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    (folder / "frameworks" / name).write_text(text, encoding="utf-8")


def test_what_a_workspace_lacks_is_ours(folder: Path) -> None:
    assert load_frameworks(folder) == OURS


def test_a_row_replaces_ours_in_its_place_and_a_new_one_is_added(folder: Path) -> None:
    write(
        folder, "items.csv", ITEMS + "CQC-SAF-2023,SAF-S1,Learning together,Safe,3,,Ours.\nRQIA,R1,Safe care,Safe,2,,\n"
    )
    found = load_frameworks(folder)
    assert not found.findings
    assert found.items[0].title == "Learning together"
    assert len(found.items) == len(OURS.items) + 1
    assert [item.item_id for item in found.items_of("RQIA")] == ["R1"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("items.csv", ITEMS + "\nCQC-SAF-2023,,No id,Safe,3,,\n", "item_id is empty"),
        ("items.csv", ITEMS + "\nNOWHERE,X1,Title,Safe,3,,\n", "NOWHERE"),
        ("items.csv", ITEMS + "\nRQIA,R1,Title,Safe,9,,\n", "relevance"),
        ("crosswalk.csv", CROSSWALK + "\nRQIA,R9,CQC-SAF-2023,SAF-S1,close,\n", "R9"),
        ("crosswalk.csv", CROSSWALK + "\nCQC-SAF-2023,SAF-S1,CQC-ASC-2026-DRAFT,D-S1,very,\n", "very"),
    ],
)
def test_a_bad_row_is_told_with_file_and_row_and_left_out(folder: Path, name: str, text: str, said: str) -> None:
    write(folder, name, text)
    found = load_frameworks(folder)
    (one,) = found.findings
    assert said in one.message
    assert (one.where.workbook, one.where.row) == (name, 3)
    assert (found.items, found.crosswalk) == (OURS.items, OURS.crosswalk)


def test_the_same_row_twice_is_told(folder: Path) -> None:
    write(folder, "items.csv", ITEMS + "RQIA,R1,One,Safe,2,,\nRQIA,R1,Two,Safe,2,,\n")
    found = load_frameworks(folder)
    assert "row 2" in found.findings[0].message
    assert found.items_of("RQIA")[0].title == "One"


def test_strength_none_takes_a_way_of_ours_out_of_the_crosswalk(folder: Path) -> None:
    line = OURS.crosswalk[0]
    row = f"{line.from_framework},{line.from_item},{line.to_framework},{line.to_item},none,\n"
    write(folder, "crosswalk.csv", CROSSWALK + row)
    assert len(load_frameworks(folder).crosswalk) == len(OURS.crosswalk) - 1


def test_a_heading_that_is_missing_is_one_sentence(folder: Path) -> None:
    write(folder, "items.csv", "framework_id,item_id\n")
    with pytest.raises(AlongsideError, match="missing"):
        load_frameworks(folder)


def test_our_own_tables_have_no_bad_row(folder: Path) -> None:
    for name in ("versions", "items", "crosswalk", "rating_ladder"):
        with (resource("content_library") / "frameworks" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        with (folder / "frameworks" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    assert load_frameworks(folder) == OURS
