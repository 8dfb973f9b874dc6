"""What the values of a column mean, before and after somebody says otherwise."""

from dataclasses import replace
from datetime import date

import pytest

from alongside.library.taking_in.map_file import map_from_text, map_text
from alongside.library.taking_in.mapping import SourceMap
from alongside.library.taking_in.meanings import MOST, Meaning, meanings_of
from alongside.library.taking_in.proposal import propose, tables_of
from alongside.library.taking_in.report import prepare
from alongside.library.taking_in.source import Source, sheet_of
from alongside.library.taking_in.target import new_target

SERVICES = {"OAK": "Oakfield", "ASH": "Ashdown"}
ROWS = [
    ["Restriction no", "Home", "Description of restriction", "Type", "Advocate involved", "How consulted"],
    ["R1", "Oak Hse", "Kitchen locked", "Environmental", "x", "meeting, talking mats"],
    ["R2", "Oak Hse", "Bed rails", "bedrails", "", "Talking Mats; blether"],
    ["R3", "Ash", "Sensor", "Harness?", "x", ""],
]


@pytest.fixture
def source() -> Source:
    return Source("register.csv", "", (sheet_of("restrictions", ROWS),))


def found(source: Source, mapping: SourceMap, heading: str) -> dict[str, Meaning]:
    (table,) = tables_of(source)
    at = table.headings.index(heading)
    return {item.said: item for item in meanings_of(table, mapping.tables[0], SERVICES)[at].values}


def with_values(mapping: SourceMap, heading: str, **values: str) -> SourceMap:
    table = mapping.tables[0]
    columns = tuple(
        replace(item, values=tuple(values.items())) if item.source == heading else item for item in table.columns
    )
    return map_from_text(map_text(replace(mapping, tables=(replace(table, columns=columns),))))


def test_each_value_is_told_with_its_count_and_what_it_becomes(source: Source) -> None:
    kinds = found(source, propose(source, SERVICES), "Type")
    assert next(iter(kinds)) == "Harness?"  # what has no place comes first
    assert kinds["bedrails"].becomes == ("mechanical",)
    assert (kinds["Harness?"].placed, kinds["Harness?"].cells) == (False, 1)


def test_a_column_of_ticks_alone_says_yes_and_that_it_was_guessed(source: Source) -> None:
    (tick,) = found(source, propose(source, SERVICES), "Advocate involved").values()
    assert (tick.becomes, tick.cells, bool(tick.guessed)) == (("Y",), 2, True)


def test_the_parts_of_a_list_are_values_of_their_own(source: Source) -> None:
    parts = found(source, propose(source, SERVICES), "How consulted")
    assert {name for name in parts if name.casefold() == "talking mats"} == {"talking mats"}
    assert parts["talking mats"].cells == 2


def test_what_the_user_says_is_kept_in_the_map_and_taken_in(source: Source) -> None:
    mapping = propose(source, SERVICES)
    mapping = with_values(mapping, "Home", **{"Oak Hse": "OAK", "Ash": "ASH"})
    mapping = with_values(mapping, "Type", **{"Harness?": "mechanical", "bedrails": ""})
    assert found(source, mapping, "Home")["Oak Hse"] == Meaning("Oak Hse", 2, ("OAK",), yours=True)
    assert found(source, mapping, "Type")["bedrails"].yours
    rows = prepare(source, mapping, new_target(), date(2026, 11, 24)).taken.rows
    assert [row.fields.get("service_id") for row in rows] == ["OAK", "OAK", "ASH"]
    assert [row.fields.get("type") for row in rows] == ["environmental", None, "mechanical"]
    assert "bedrails" in rows[1].notes


def test_one_part_of_a_list_can_be_kept_in_the_notes(source: Source) -> None:
    mapping = with_values(propose(source, SERVICES), "How consulted", **{"talking mats": ""})
    row = prepare(source, mapping, new_target(), date(2026, 11, 24)).taken.rows[0]
    assert "talking mats" in row.notes


def test_a_column_of_many_different_texts_is_no_list(source: Source) -> None:
    rows = [ROWS[0], *([f"R{n}", "Oak", "Text", f"kind {n}", "x", ""] for n in range(MOST + 5))]
    long = Source("register.csv", "", (sheet_of("restrictions", rows),))
    (table,) = tables_of(long)
    meant = meanings_of(table, propose(source, SERVICES).tables[0], SERVICES)
    assert table.headings.index("Type") not in meant
