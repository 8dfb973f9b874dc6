"""The summary in plain words says only what is released, in short sentences."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from alongside.library.workbook import read_library
from alongside.packs.frameworks import load_frameworks
from alongside.packs.pack import load_pack
from alongside.packs.plain_summary import PlainSummary, plain_summary
from alongside.packs.plan import PackPlan
from alongside.packs.planning import plan_pack

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def plan(root: Path) -> PackPlan:
    pack = load_pack(root / "samples" / "inspection" / "oakfield-row.pack.json")
    library = read_library(root / "content_library" / "library.xlsx", DAY)
    return plan_pack(pack, library, load_frameworks(root / "content_library"), DAY)


def _sentences(summary: PlainSummary | None) -> list[str]:
    assert summary is not None
    return [text for part in summary.parts for text in part.sentences]


def test_it_tells_released_figures(plan: PackPlan) -> None:
    assert "We had 60 reviews with people. People joined in 53 of them." in _sentences(plain_summary(plan))


def test_a_hidden_figure_is_not_told(plan: PackPlan) -> None:
    hidden = [replace(f, hidden=True, value="*", parts="*") if f.ref == "K03" else f for f in plan.figures]
    said = _sentences(plain_summary(replace(plan, figures=tuple(hidden))))
    assert not any("60 reviews with people" in text for text in said)
    assert any("very small" in text for text in said)


def test_no_figures_no_page(plan: PackPlan) -> None:
    assert plain_summary(replace(plan, figures=())) is None


def test_sentences_are_short(plan: PackPlan) -> None:
    summary = plain_summary(plan)
    pieces = [piece for text in _sentences(summary) for piece in text.split(". ")]
    assert max(len(piece.split()) for piece in pieces) <= 15


def test_the_list_of_words_has_only_words_of_the_page(plan: PackPlan) -> None:
    summary = plain_summary(plan)
    assert summary is not None
    text = " ".join(_sentences(summary)).casefold()
    assert summary.words
    assert all(term.casefold() in text for term, _meaning in summary.words)
