"""The consistency board: each result in words with a remedy, the most urgent first, on paper without people."""

from datetime import date
from typing import Any

import pytest
from tests.packs.conftest import DAY, library, library_of

from alongside.errors import AlongsideError
from alongside.library.library import Library
from alongside.library.records import Triple
from alongside.library.triples import RESULTS
from alongside.packs.consistency import Board, board, board_report, explained, narrowed

__all__ = ["library"]


def triple(ref: str = "TR-1", **fields: Any) -> Triple:
    usual: dict[str, Any] = {
        "row": 2, "triple_id": ref, "service_id": "OAK", "person_ref": "P-1", "topic": "kitchen", "status": "approved",
        "ra_says": "Tea with help.", "ra_date": date(2026, 9, 1), "ra_restriction_level": 1,
        "cp_says": "Tea with help.", "cp_date": date(2026, 9, 2), "cp_restriction_level": 1,
        "person_says": "I like my tea.", "person_said_on": date(2026, 9, 3), "person_view": "agrees",
    }  # fmt: skip
    return Triple(**{**usual, **fields})


def shown(library: Library, *triples: Triple) -> Board:
    return board(library_of(*library.services, *triples), DAY)


def test_all_agree(library: Library) -> None:
    (line,) = shown(library, triple()).lines
    assert [result.key for result in line.results] == ["aligned"]
    assert line.settled
    assert [leg.dots for leg in line.legs] == ["●○○○", "●○○○", "–", "–"]


@pytest.mark.parametrize(
    ("fields", "key", "words"),
    [
        ({"cp_restriction_level": 3}, "paper_gap", "The risk assessment says a little, the care plan much."),
        ({"obs_level": 4}, "practice_gap", "On paper a little; seen in practice: prohibited."),
        ({"person_says": ""}, "voice_missing", "account missing"),
        ({"person_said_on": None}, "voice_stale", "Nobody noted when"),
        ({"person_said_on": date(2026, 8, 1)}, "voice_stale", "changed after the person was asked"),
        ({"person_view": "disagrees"}, "voice_disagrees_unresolved", "not yet explained"),
        ({"cp_date": date(2026, 2, 1)}, "date_gap", "212 days apart"),
        ({"ra_says": "He cooks.", "cp_says": "She cooks."}, "pronoun_or_name_slip", "name or pronoun"),
    ],
)
def test_what_is_found_is_said_with_a_remedy(library: Library, fields: dict[str, Any], key: str, words: str) -> None:
    (line,) = shown(library, triple(**fields)).lines
    (found,) = [result for result in line.results if result.key == key]
    assert words in found.words
    assert found.remedy
    assert not line.settled


def test_a_disagreement_that_is_explained_is_a_good_result(library: Library) -> None:
    (line,) = shown(library, triple(person_view="disagrees", resolution="He has his own kettle.")).lines
    assert [result.key for result in line.results] == ["voice_disagrees_explained"]
    assert line.settled


def test_a_level_that_is_missing_is_not_none(library: Library) -> None:
    found = shown(library, triple(ra_restriction_level=None))
    assert found.lines[0].results == ()
    assert not found.lines[0].settled
    assert (found.unknown, found.settled) == (1, 0)


def test_copied_words_lead_to_the_other_record(library: Library) -> None:
    words = "Staff stand beside the cooker and remind her to turn off each ring in good time."
    found = shown(library, triple("TR-1", ra_says=words), triple("TR-2", person_ref="P-2", ra_says=words.upper()))
    for line, other in zip(sorted(found.lines, key=lambda line: line.ref), ("TR-2", "TR-1"), strict=True):
        (copied,) = [result for result in line.results if result.key == "copy_text"]
        assert copied.others == (other,)
        assert other in copied.words


def test_only_the_newest_of_a_person_and_topic_counts(library: Library) -> None:
    old = triple("TR-0", reviewed_on=date(2025, 9, 1), person_says="")
    found = shown(library, old, triple("TR-1", reviewed_on=date(2026, 9, 5)))
    assert [line.ref for line in found.lines] == ["TR-1"]


def test_who_is_not_heard_comes_first(library: Library) -> None:
    found = shown(
        library,
        triple("TR-1", person_ref="P-1"),
        triple("TR-2", person_ref="P-2", cp_restriction_level=2),
        triple("TR-3", person_ref="P-3", person_says=""),
        triple("TR-4", person_ref="P-4", ra_restriction_level=None),
    )
    assert [line.ref for line in found.lines] == ["TR-3", "TR-2", "TR-4", "TR-1"]
    assert list(found.counts) == list(RESULTS)


def test_on_paper_no_code_and_no_account_of_a_person(library: Library) -> None:
    found = shown(library, triple(person_ref="P-77", person_says="My own kettle!", cp_restriction_level=2))
    paper = repr(board_report(found, library, "", DAY))
    assert "TR-1" in paper
    assert "P-77" not in paper
    assert "kettle" not in paper


def test_an_empty_sheet_says_so(library: Library) -> None:
    report = board_report(shown(library), library, "", DAY)
    assert report.sections[0].empty
    assert not report.sections[0].tables


def test_a_day_in_the_future_is_doubted(library: Library) -> None:
    (line,) = shown(library, triple(ra_date=date(2099, 1, 1))).lines
    assert any("risk assessment" in doubt for doubt in line.doubts)


def test_lines_are_narrowed_by_topic_and_result(library: Library) -> None:
    made = shown(library, triple(), triple("TR-2", topic="money", person_says=""))
    assert [line.ref for line in narrowed(made, result="voice_missing")] == ["TR-2"]
    assert [line.ref for line in narrowed(made, topic="Kitchen")] == ["TR-1"]
    assert narrowed(made, "Kitchen", "voice_missing") == ()


def test_an_explanation_changes_only_what_is_new() -> None:
    item = triple(resolution="A kettle of his own.")
    changes = {
        change.heading: change.value for change in explained(item, "He wants tea at night.", item.resolution, DAY)
    }
    assert changes == {"difference_explained": "He wants tea at night.", "resolved_on": DAY}


@pytest.mark.parametrize("words", ["", "  ", "n/a", "None."])
def test_an_explanation_without_words_is_refused(words: str) -> None:
    with pytest.raises(AlongsideError):
        explained(triple(), words, "", DAY)
