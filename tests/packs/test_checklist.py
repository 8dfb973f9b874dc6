"""The final checklist: each rule held to what the finished files are."""

from datetime import date

import pytest
from tests.packs.conftest import DAY

from alongside.library.library import Library
from alongside.packs.buyer_file import StatedRule
from alongside.packs.checklist import Check, FileFacts, State, checklist, file_stem
from alongside.packs.frameworks import Frameworks
from alongside.packs.pack import Brief, Pack, TenderRules, changed
from alongside.packs.planning import plan_pack

FILE = FileFacts("Answers.docx", 400_000, 9, True, ("Arial",), 11.0, 2.0, ("A4",), 0, 0, answers=True)
MORE = FileFacts("More.pdf", 2_500_000, 3, False, None, None, None, ("297 x 420 mm",), 1, 2)


@pytest.fixture
def states(pack: Pack, library: Library, frameworks: Frameworks):
    def of(*files: FileFacts, ticked: tuple[str, ...] = (), **rules: object) -> dict[str, Check]:
        asked = changed(pack, rules=TenderRules(**rules), brief=Brief(deadline_at="2026-12-11T12:00"))  # type: ignore[arg-type]
        plan = plan_pack(asked, library, frameworks, DAY)
        return {item.field: item for item in checklist(asked, plan, files, ticked)}

    return of


@pytest.mark.parametrize(
    ("rules", "files", "state"),
    [
        ({"font_names": ("Arial",)}, (FILE,), State.MET),
        ({"font_names": ("Calibri",)}, (FILE,), State.NOT_MET),
        ({"font_names": ("Arial",)}, (MORE,), State.BY_PERSON),
        ({"font_size_min": 11.0}, (FILE,), State.MET),
        ({"font_size_min": 12.0}, (FILE,), State.NOT_MET),
        ({"margin_min_cm": 2.5}, (FILE,), State.NOT_MET),
        ({"page_limit": 8}, (FILE, MORE), State.NOT_MET),
        ({"page_limit": 9}, (FILE, MORE), State.BY_PERSON),
        ({"total_word_limit": 1}, (FILE,), State.NOT_MET),
        ({"max_mb": 2.0}, (FILE, MORE), State.NOT_MET),
        ({"max_mb": 2.5}, (FILE, MORE), State.MET),
        ({"file_types": ("docx",)}, (FILE, MORE), State.NOT_MET),
        ({"hyperlinks_allowed": False}, (FILE, MORE), State.NOT_MET),
        ({"images_allowed": False}, (FILE,), State.MET),
        ({"attachments_allowed": False}, (FILE, MORE), State.NOT_MET),
        ({"filename_pattern": "Answers"}, (FILE,), State.MET),
        ({"filename_pattern": "Our bid"}, (FILE,), State.NOT_MET),
        ({"portal_paste": True}, (FILE,), State.BY_PERSON),
    ],
)
def test_each_rule(states, rules: dict[str, object], files: tuple[FileFacts, ...], state: State) -> None:
    (name,) = rules
    assert states(*files, **rules)[name].state is state


def test_the_deadline_is_ticked_by_a_person_and_a_broken_rule_is_not(states) -> None:
    ticked = ("deadline_at", "max_mb", "font_size_min")
    found = states(FILE, MORE, ticked=ticked, max_mb=1.0, font_size_min=12.0)
    assert found["deadline_at"].state is State.TICKED
    assert found["max_mb"].state is State.NOT_MET
    assert found["font_size_min"].state is State.TICKED  # small print is a matter of judgement


def test_paper_and_empty_files(states) -> None:
    assert states(FILE)["page_size"].state is State.MET
    assert states(FILE, MORE)["page_size"].state is State.NOT_MET
    assert states()["files"].state is State.NOT_MET
    assert states(FileFacts("a.docx", 0))["files"].state is State.NOT_MET


def test_the_buyers_sentence_stands_beside_its_rule(pack: Pack, library: Library, frameworks: Frameworks) -> None:
    rule = StatedRule(field="max_mb", value="5", sentence="Files must not exceed 5 MB.", taken=True)
    asked = changed(pack, rules=TenderRules(max_mb=5.0), stated_rules=(rule,))
    plan = plan_pack(asked, library, frameworks, DAY)
    assert next(i for i in checklist(asked, plan, [FILE]) if i.field == "max_mb").sentence == rule.sentence


def test_a_pattern_becomes_a_name(pack: Pack, library: Library, frameworks: Frameworks) -> None:
    asked = changed(pack, brief=Brief(lot="Lot 2", title="Living/well"))
    plan = plan_pack(asked, library, frameworks, date(2026, 11, 24))
    assert file_stem("[Lot] - <Tender title> - [date].docx", plan) == ("Lot 2 - Living well - 2026-11-24", True)
    assert file_stem("[Lot]_{document}", plan, "Annex") == ("Lot 2_Annex", True)
    assert file_stem("[envelope]", plan)[1] is False
