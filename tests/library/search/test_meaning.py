"""Searching by meaning, with the real model, and without it."""

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.errors import AlongsideError
from alongside.job_control import Cancelled, JobControl
from alongside.library.library import Library
from alongside.library.records import Answer, Training
from alongside.library.search import By, SearchIndex
from alongside.library.search import model as models
from alongside.library.search.meaning import NOT_AT_ALL, make_meaning
from alongside.library.search.model import Model, load_model, model_installed
from alongside.library.search.passages import LONGEST, SHORTEST, passages_of


@pytest.fixture
def index(library: Library, model: Model) -> SearchIndex:
    made = SearchIndex(library)
    made.add_meaning(model)
    return made


QUESTION = "growing salad outside"  # none of these words is in the library


def test_what_no_word_finds_its_meaning_does(index: SearchIndex) -> None:
    assert index.find(QUESTION).hits == ()
    assert index.find(QUESTION, by=By.MEANING).hits[0].record.ref == "EV-3"
    assert index.find(QUESTION, by=By.BOTH).by is By.BOTH


def test_the_reason_is_the_closest_sentence(index: SearchIndex) -> None:
    hit = index.find(QUESTION, by=By.MEANING).hits[0]
    assert hit.reason.by_meaning
    assert hit.why == (
        "claim: «The vegetable beds were dug over and planted with beans and tomatoes in spring.» (by meaning)"
    )


def test_where_the_words_stand_they_are_the_reason(index: SearchIndex) -> None:
    hit = index.find("kitchen door", by=By.BOTH).hits[0]
    assert hit.record.ref == "EV-4"
    assert not hit.reason.by_meaning
    assert "«kitchen» «door»" in hit.why


def test_withdrawn_rows_are_last_by_meaning_too(index: SearchIndex) -> None:
    for by in By:
        hits = index.find("locked kitchen door key", by=by).hits
        assert [hit.withdrawn for hit in hits] == sorted(hit.withdrawn for hit in hits)
        assert hits[-1].withdrawn


def test_fields_and_quotes_hold_by_meaning_too(index: SearchIndex) -> None:
    assert {hit.record.ref for hit in index.find("cooking sheet:stories", by=By.MEANING).hits} <= {"ST-1"}
    assert {hit.record.ref for hit in index.find('food "kitchen door"', by=By.BOTH).hits} == {"EV-4", "ST-1"}
    assert index.find("sheet:evidence", by=By.MEANING).total == 4


def test_nonsense_is_near_to_nothing(index: SearchIndex) -> None:
    assert index.find("xyzzy plugh", by=By.BOTH).hits == ()


def test_without_the_model_it_goes_by_words_and_says_so(library: Library) -> None:
    found = SearchIndex(library).find("kitchen", by=By.BOTH)
    assert found.by is By.WORDS
    assert len(found.notes) == 1
    assert "by words alone" in found.notes[0]
    assert found.hits
    assert SearchIndex(library).find("kitchen").notes == ()


def test_a_model_that_is_not_installed_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "PACKAGE", "no_such_package_of_words")
    assert not model_installed()
    with pytest.raises(AlongsideError, match="not installed"):
        load_model()


def test_nothing_of_it_is_loaded_before_it_is_asked_for(root: Path) -> None:
    source = (
        "import sys; import alongside.library.search, alongside.library.search.cache, alongside.commands.searching\n"
        "from alongside.library.search.model import model_installed\n"
        "model_installed()\n"
        "print([name for name in ('wordllama', 'tokenizers', 'requests') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=True, cwd=root / "desktop"
    )
    assert done.stdout.strip() == "[]"


def test_loading_leaves_the_log_of_the_program_alone(root: Path) -> None:
    source = (
        "import logging; from alongside.library.search.model import load_model; load_model()\n"
        "print(logging.getLogger().handlers, logging.getLogger().level == logging.WARNING)"
    )
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=True, cwd=root / "desktop"
    )
    assert done.stdout.strip() == "[] True"


def test_the_work_stops_when_told(library: Library, model: Model) -> None:
    index = SearchIndex(library)
    job = JobControl(report=lambda _: job.cancel())
    with pytest.raises(Cancelled):
        index.add_meaning(model, job)
    assert not index.has_meaning


def test_bytes_keep_the_closeness(library: Library, model: Model) -> None:
    records = tuple(library)
    question = model.vectors([QUESTION])[0]
    exact = [max(model.vectors(passages_of(record)) @ question) for record in records]
    assert make_meaning(records, model).closeness(question) == pytest.approx(np.array(exact), abs=0.01)


def test_a_row_without_text_is_near_to_nothing(model: Model) -> None:
    meaning = make_meaning((Training(row=2, id="T"), Training(row=3, id="U", course="Easy Read")), model)
    assert meaning.closeness(model.vectors(["easy words"])[0])[0] == NOT_AT_ALL
    assert make_meaning((), model).closeness(model.vectors(["easy words"])[0]).tolist() == []


WORDS = st.lists(st.sampled_from(["one", "two.", "three!", "four"]), max_size=600).map(" ".join)


@given(WORDS)
@settings(max_examples=50)
def test_passages_hold_every_word_in_its_order(text: str) -> None:
    passages = passages_of(Answer(row=2, answer_id="A", title="", text=text))
    assert " ".join(passages).split() == text.split()
    assert all(len(passage.split()) <= LONGEST for passage in passages)
    assert all(len(passage.split()) >= SHORTEST for passage in passages[:-1] if "." in passage or "!" in passage)


def test_a_passage_begins_with_what_the_row_is_called() -> None:
    row = Answer(row=2, answer_id="A", title="Doors", text="Open. " * 200)
    assert len(passages_of(row)) == 3
    assert all(passage.startswith("Doors. ") for passage in passages_of(row))


@given(st.text(max_size=40))
@settings(max_examples=40, deadline=None)
def test_no_text_is_an_error(typed: str) -> None:
    index = _shared()
    for by in By:
        for hit in index.find(typed, by=by).hits:
            assert hit.why


_MADE: list[SearchIndex] = []


def _shared() -> SearchIndex:
    if not _MADE:
        rows = (Answer(row=2, answer_id="A", title="Doors", text="They stand open. Café."),)
        index = SearchIndex(Library("library.xlsx", "0", {"answers": rows}))
        index.add_meaning(load_model())
        _MADE.append(index)
    return _MADE[0]


def test_a_search_for_it_loads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    find: Callable[..., ModuleSpec | None] = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: looked.append(name) or find(name))
    assert model_installed()
    assert looked == [models.PACKAGE]
