"""The history of texts: what is kept, how it is read back, and that it can be forgotten."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.errors import AlongsideError
from alongside.library.library import Library
from alongside.library.records import Answer, Evidence, RpEvent
from alongside.library.upkeep.difference import Part, difference, in_words
from alongside.library.upkeep.versions import HistoryFile, Versions, forget, news, read_versions

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
MINE, THEIRS = "0123456789abcdef", "fedcba9876543210"


def library(*records: Evidence | Answer | RpEvent) -> Library:
    by_sheet: dict[str, tuple[Evidence | Answer | RpEvent, ...]] = {}
    for record in records:
        by_sheet[record.sheet] = (*by_sheet.get(record.sheet, ()), record)
    return Library("library.xlsx", "0" * 64, by_sheet)


PANEL = Evidence(row=2, evidence_id="EV-1", title="Restriction panel", claim="The panel meets each month.")


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_make_both_texts(before: str, after: str) -> None:
    pieces = difference(before, after)
    assert "".join(piece.text for piece in pieces if piece.part is not Part.NEW) == before
    assert "".join(piece.text for piece in pieces if piece.part is not Part.GONE) == after


def test_changed_words_stand_together() -> None:
    pieces = difference("The panel meets each month.", "The panel meets every second week.")
    assert in_words(pieces) == "The panel meets [-each month-]{+every second week+}."


def test_each_change_is_a_version(tmp_path: Path) -> None:
    file = HistoryFile(tmp_path / "history", MINE)
    assert len(file.keep(library(PANEL), AT)) == 1
    assert file.keep(library(PANEL), AT) == ()
    changed = replace(PANEL, claim="The panel meets each week.", updated_on=AT.date())
    (version,) = file.keep(library(changed), AT + timedelta(days=1), "Quality lead")
    assert (version.by, version.changed) == ("Quality lead", {"claim": "The panel meets each week."})
    history = read_versions(tmp_path / "history")
    first, second = history.of("EV-1")
    assert second.before == first.id
    assert history.texts_at("EV-1", first.id)["claim"] == "The panel meets each month."
    assert history.texts_at("EV-1") == {"evidence_id": "EV-1", "title": PANEL.title, "claim": changed.claim}


def test_a_row_that_went_is_known_and_a_lost_sheet_is_not_a_loss(tmp_path: Path) -> None:
    file = HistoryFile(tmp_path, MINE)
    other = replace(PANEL, evidence_id="EV-2", row=3)
    file.keep(library(PANEL, other), AT)
    assert file.keep(library(), AT) == ()  # the sheet could not be read
    (gone,) = file.keep(library(other), AT + timedelta(days=1))
    assert (gone.ref, gone.gone) == ("EV-1", True)
    (back,) = file.keep(library(PANEL, other), AT + timedelta(days=2))
    assert back.changed["claim"] == PANEL.claim


@pytest.mark.parametrize("ref", ["EV-1", 'EV "1"\\', "EV-é\t"])
def test_of_some_records_alone_no_other_is_noted_or_missed(tmp_path: Path, ref: str) -> None:
    file = HistoryFile(tmp_path, MINE)
    mine, other = replace(PANEL, evidence_id=ref), replace(PANEL, evidence_id="EV-2", row=3)
    only = frozenset({ref})
    assert [item.ref for item in file.keep(library(mine, other), AT, only=only)] == [ref]
    assert file.keep(library(mine, other), AT, only=only) == ()
    later = replace(mine, claim="The panel meets each week.")
    (version,) = file.keep(library(later), AT + timedelta(days=1), "Quality lead", only)
    assert version.changed == {"claim": later.claim}
    assert version.before == read_versions(tmp_path, only).of(ref)[0].id
    (rest,) = file.keep(library(later, other), AT + timedelta(days=2))
    assert (rest.ref, rest.by) == ("EV-2", "")
    assert [item.ref for item in file.keep(library(later), AT + timedelta(days=3), only=only)] == []


def test_events_are_history_themselves() -> None:
    assert news(Versions(), library(RpEvent(row=2, event_id="RE-1", how_used="x")), AT) == ()


def test_two_machines_and_a_torn_line(tmp_path: Path) -> None:
    HistoryFile(tmp_path, MINE).keep(library(PANEL), AT)
    changed = replace(PANEL, claim="The panel meets each week.")
    HistoryFile(tmp_path, THEIRS).keep(library(changed), AT + timedelta(hours=1))
    mine = HistoryFile(tmp_path, MINE)
    with mine.path.open("ab") as file:
        file.write(b'{"id":"half a li')
    mine.keep(library(PANEL), AT + timedelta(hours=2))
    assert [version.changed["claim"] for version in read_versions(tmp_path).of("EV-1")] == [
        PANEL.claim, changed.claim, PANEL.claim,
    ]  # fmt: skip


def test_what_is_to_be_forgotten_is_in_no_byte(tmp_path: Path) -> None:
    secret = replace(PANEL, evidence_id="EV-9", row=9, claim="Zebra crossing.")
    for name in (MINE, THEIRS):
        HistoryFile(tmp_path, name).keep(library(PANEL, secret), AT)
        with HistoryFile(tmp_path, name).path.open("ab") as file:
            file.write(b'{"ref":"EV-9","claim":"Zebra, torn')
    assert forget(tmp_path, ["EV-9"]) == 3
    assert not any(b"Zebra" in path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert read_versions(tmp_path).of("EV-1")


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "history").write_text("")
    with pytest.raises(AlongsideError, match="history"):
        HistoryFile(tmp_path / "history", MINE).keep(library(PANEL), AT)


def test_of_the_same_second_each_comes_after_the_one_it_came_from(tmp_path: Path) -> None:
    file = HistoryFile(tmp_path, MINE)
    texts = [f"The panel met {n} times." for n in range(9)]
    for text in texts:
        file.keep(library(replace(PANEL, claim=text)), AT)
    assert [version.changed["claim"] for version in read_versions(tmp_path).of("EV-1")] == texts
