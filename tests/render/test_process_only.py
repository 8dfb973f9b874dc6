"""A draft narrative says where a claim rests on processes alone; a final one and a tender do not."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from alongside.library.workbook import read_library
from alongside.packs.frameworks import load_frameworks
from alongside.packs.pack import load_pack
from alongside.packs.plan import PackPlan
from alongside.packs.planning import plan_pack
from alongside.packs.recipes import load_recipe
from alongside.render.context import context

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def plan(root: Path) -> PackPlan:
    pack = load_pack(root / "samples" / "inspection" / "oakfield-row.pack.json")
    library = read_library(root / "content_library" / "library.xlsx", DAY)
    return plan_pack(pack, library, load_frameworks(root / "content_library"), DAY)


def _on(plan: PackPlan, *categories: str) -> PackPlan:
    questions = tuple(
        replace(
            question,
            blocks=tuple(
                replace(block, source=replace(block.source, categories=categories)) if block.source else block
                for block in question.blocks
            ),
        )
        for question in plan.questions
    )
    return replace(plan, questions=questions)


def _tags(root: Path, plan: PackPlan, *, final: bool) -> int:
    document = load_recipe(root / "templates" / "recipes", "inspection_narrative").document("inspection_narrative")
    sections: Any = context(plan, document, final=final)["sections"]
    texts = [p["text"] for section in sections for block in section["blocks"] for p in block["paragraphs"]]
    return sum(text.startswith("Process only:") for text in texts)


def test_a_draft_says_so(root: Path, plan: PackPlan) -> None:
    sourced = sum(bool(block.source) and not block.withheld for q in plan.questions for block in q.blocks)
    assert sourced
    assert _tags(root, _on(plan, "PROC"), final=False) == sourced


def test_a_second_kind_of_evidence_takes_it_away(root: Path, plan: PackPlan) -> None:
    assert _tags(root, _on(plan, "PROC", "EXP"), final=False) == 0


def test_a_final_document_has_none(root: Path, plan: PackPlan) -> None:
    assert _tags(root, _on(plan, "PROC"), final=True) == 0
