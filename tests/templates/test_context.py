"""What a template is given is what the recipe says it is given: no word more, no word less."""

import dataclasses
from datetime import date

import pytest

from alongside.errors import AlongsideError
from alongside.packs.counting import count
from alongside.packs.pack import Limit, LimitKind
from alongside.packs.plan import PlannedTable
from alongside.packs.recipes import Document, load_recipe
from alongside.render.context import context
from alongside.render.wording import length_text, limit_text, listed, long_day, moment, period, short_day, worded


def paths(value: object, name: str = "") -> set[str]:
    """Every path of a context, as recipes write them: "questions[].heading"."""
    if isinstance(value, dict):
        return {path for key, part in value.items() for path in paths(part, f"{name}.{key}" if name else key)}
    if isinstance(value, list):
        return {path for part in value for path in paths(part, f"{name}[]")}
    return {name}


def words(case, *, final: bool = False) -> dict[str, object]:
    return context(case.plan, case.document, final=final)


@pytest.mark.parametrize("final", [False, True])
def test_a_document_is_given_exactly_the_words_of_its_recipe(case, final: bool) -> None:
    assert paths(words(case, final=final)) == {word.name for word in case.recipe.words_of(case.document)}


def test_a_plan_with_nothing_in_it_still_gives_every_word_at_the_top(case) -> None:
    bare = dataclasses.replace(
        case.plan, questions=(), sources=(), stories=(), figures=(), tables={}, framework=None, framework_lines=(),
        letter=(), services=(), period_from=None, period_to=None,
    )  # fmt: skip
    given = context(bare, case.document, final=True)
    assert given.keys() == words(case).keys()
    assert given["document"]["framework"] == ""


def test_a_draft_says_so_and_a_final_example_still_says_that_it_is_one(case) -> None:
    real = dataclasses.replace(case.plan, example=False)

    def marks(plan: object, final: bool) -> tuple[str, str]:
        document = context(plan, case.document, final=final)["document"]
        return document["status"], document["mark"]

    assert marks(case.plan, False) == ("Draft", "DRAFT EXAMPLE")
    assert marks(case.plan, True) == ("Final", "EXAMPLE")
    assert marks(real, False) == ("Draft", "DRAFT")
    assert marks(real, True) == ("Final", "")


@pytest.fixture
def answer(cases):
    """The blocks of the first answer, in a draft or in a final document."""

    def blocks(final: bool) -> list[dict[str, object]]:
        return words(cases["tender:tender_response"], final=final)["questions"][0]["blocks"]

    return blocks


def test_the_reference_stands_on_the_last_paragraph_of_a_block_only(answer) -> None:
    evidence = answer(False)[3]
    assert [paragraph["reference"] for paragraph in evidence["paragraphs"]] == ["", "1"]
    assert [paragraph["reference"] for paragraph in answer(False)[0]["paragraphs"]] == [""]
    table = answer(False)[7]
    assert (table["table"]["reference"], table["paragraphs"]) == ("5", [])


def test_withheld_text_is_a_reason_in_a_draft_and_nothing_in_a_final(answer) -> None:
    kept_back = [block for block in answer(False) if block["kind"] == "withheld"]
    assert kept_back[0]["paragraphs"] == [
        {"style": "withheld", "text": "Withheld: the permission for this story has ended", "reference": ""}
    ]
    assert len(answer(True)) == len(answer(False)) - 1
    assert not [block for block in answer(True) if block["kind"] == "withheld"]


def test_a_story_keeps_the_persons_words_apart_from_ours(answer) -> None:
    story = answer(False)[4]
    assert [paragraph["style"] for paragraph in story["paragraphs"]] == ["words", "story"]


def test_the_length_of_an_answer_is_told_as_its_limit_counts(cases, tender) -> None:
    question = words(cases["tender:tender_response"])["questions"][0]
    assert question["limit"] == "750 words"
    assert question["weight"] == "10%"
    assert question["length"] == f"{tender.questions[0].counts.words} words"
    counts = count(["one two", "three"])
    assert length_text(counts, Limit(kind=LimitKind.CHARACTERS, value=1000)) == "13 characters with spaces"
    assert length_text(counts, Limit(kind=LimitKind.PAGES, value=2)) == "3 words"
    assert limit_text(Limit(kind=LimitKind.PAGES, value=1)) == "1 page"
    assert limit_text(Limit()) == ""


def test_tables_are_numbered_through_the_document_and_columns_of_numbers_are_known(cases, inspection) -> None:
    sections = words(cases["inspection:inspection_narrative"])["sections"]
    tables = [block["table"] for section in sections for block in section["blocks"] if block["has_table"]]
    assert [table["number"] for table in tables] == [str(number) for number in range(1, len(inspection.questions) + 1)]
    assert [heading["is_number"] for heading in tables[0]["headings"]] == [False, True, True, True, True]
    assert [heading["is_number"] for heading in tables[1]["headings"]] == [False, True, True, True]


def test_a_column_with_any_words_in_it_is_no_column_of_numbers_and_short_rows_are_filled(cases, inspection) -> None:
    table = PlannedTable("T", ("A", "B", "C"), (("x", "1", "late"), ("y", "12")), "")
    plan = dataclasses.replace(inspection, tables={"restrictions_by_type": table})
    shown = context(plan, cases["inspection:restriction_register"].document, final=True)["summary"][0]
    assert [heading["is_number"] for heading in shown["headings"]] == [False, True, False]
    assert [cell["text"] for cell in shown["rows"][1]["cells"]] == ["y", "12", ""]


def test_the_register_shows_the_figures_about_restriction_and_the_narrative_all_of_them(cases, inspection) -> None:
    register = words(cases["inspection:restriction_register"])["figures"]
    narrative = words(cases["inspection:inspection_narrative"])["figures"]
    assert [figure["ref"] for figure in register] == ["K11", "K12", "K14", "K13"]
    assert len(narrative) == len(inspection.figures)


def test_a_group_of_words_that_nobody_fills_is_named(tender) -> None:
    odd = Document("x", "X", "x.docx", "x.docx", ("document", "weather"))
    with pytest.raises(AlongsideError, match="weather"):
        context(tender, odd, final=False)


def test_the_narrative_has_the_sections_that_inspectors_look_for(root) -> None:
    recipe = load_recipe(root / "templates" / "recipes", "inspection_narrative")
    assert [section.number for section in recipe.sections] == [str(number) for number in range(1, 13)]
    assert all(section.help for section in recipe.sections)
    measures = {figure for section in recipe.sections for figure in section.figures}
    assert measures == {f"K{number:02}" for number in range(1, 32)} - {"K17"}  # K17 counts people: never printed


def test_dates_codes_and_lists_read_as_a_person_writes_them() -> None:
    assert long_day(date(2026, 11, 4)) == "4 November 2026"
    assert short_day(None) == ""
    assert short_day(date(2026, 9, 4)) == "4 Sep 2026"
    assert period(date(2025, 11, 1), None) == ""
    assert moment("2026-12-11T12:00") == "11 December 2026, 12:00"
    assert moment("2026-12-11") == "11 December 2026"
    assert moment("before noon") == "before noon"
    assert worded("EXP") == "People's experience"
    assert worded("meeting_minutes") == "Meeting minutes"
    assert worded("practice lead") == "Practice lead"
    assert worded("") == ""
    assert [listed(("a", "b", "c")[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
