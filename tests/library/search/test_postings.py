"""The index of positions, against SQLite's own."""

import random
import sqlite3
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.job_control import Cancelled, JobControl
from alongside.library.records import Answer, Evidence, Record, text_fields
from alongside.library.search.postings import HEAD_WEIGHT, HEADS, make_postings, text_of
from alongside.library.search.words import words_of

WORDS = (
    "people", "panel", "review", "door", "kitchen", "choice", "risk", "plan", "café", "person’s", "staff", "change",
    "night",
)  # fmt: skip


def rows(count: int, seed: int = 7) -> list[Record]:
    source = random.Random(seed)

    def prose(most: int) -> str:
        return " ".join(source.choices(WORDS, weights=range(1, len(WORDS) + 1), k=source.randrange(most)))

    return [
        Answer(
            row=at, answer_id=f"AN-{at}", title=prose(5), question=prose(9), text=prose(60), review_due=date(2026, 1, 2)
        )
        for at in range(count)
    ]


def fts5(records: list[Record]) -> sqlite3.Connection:
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE words USING fts5(head, body, tokenize='unicode61 remove_diacritics 2')")
    for number, record in enumerate(records):
        fields = {heading: text_of(value) for heading, value in text_fields(record).items()}
        head = " ".join(text for heading, text in fields.items() if heading in HEADS)
        base.execute("INSERT INTO words(rowid, head, body) VALUES (?, ?, ?)", (number, head, " ".join(fields.values())))
    return base


@pytest.mark.parametrize("word", ["people", "kitchen", "cafe", "person", "night", "2026"])
def test_scores_are_those_of_fts5(word: str) -> None:
    records = rows(60)
    postings = make_postings(records)
    ours = postings.bm25(postings.counts_of([postings.number_of[word]]))
    base = fts5(records)
    theirs = np.zeros(len(records))
    for row, score in base.execute(
        f"SELECT rowid, -bm25(words, {HEAD_WEIGHT}, 1) FROM words WHERE words MATCH ?", (word,)
    ):
        theirs[row] = score
    base.close()
    assert ours == pytest.approx(theirs, rel=1e-4, abs=1e-9)


@pytest.mark.parametrize("phrase", ["kitchen night", "cafe person", "staff change night", "night night"])
def test_phrases_stand_together_in_one_field(phrase: str) -> None:
    records = rows(80)
    postings = make_postings(records)
    found = postings.phrase([(postings.number_of[word],) for word in phrase.split()])
    expected = {
        at
        for at, record in enumerate(records)
        for value in text_fields(record).values()
        if f" {phrase} " in f" {' '.join(words_of(text_of(value)))} "
    }
    assert set(postings.rows_of(found).tolist()) == expected
    assert expected


TEXT = st.text(alphabet=st.sampled_from("ab é’_\x01\x1fß9-.\n"), max_size=12)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=8))
def test_each_word_stands_where_it_was_written(texts: list[tuple[str, str]]) -> None:
    records = [Evidence(row=at, evidence_id="", title=title, claim=claim) for at, (title, claim) in enumerate(texts)]
    postings = make_postings(records)
    for at, record in enumerate(records):
        here = {
            word
            for number, word in enumerate(postings.words)
            if at in postings.rows_of(postings.places([number])).tolist()
        }
        assert here == {word for value in text_fields(record).values() for word in words_of(text_of(value))}
    assert postings.rows == len(records)


def test_a_beginning_is_a_run_of_words() -> None:
    postings = make_postings(rows(20))
    assert [postings.words[at] for at in postings.beginning("p")] == [word for word in postings.words if word[0] == "p"]
    assert not postings.beginning("zzz")


def test_a_library_without_rows() -> None:
    postings = make_postings([])
    assert postings.rows == 0
    assert postings.bm25(postings.counts_of([])).tolist() == []


def test_the_work_stops_when_told() -> None:
    job = JobControl()
    job.cancel()
    with pytest.raises(Cancelled):
        make_postings(rows(3), job)


def test_more_words_than_two_bytes_can_count() -> None:
    records = [
        Answer(row=at, answer_id=f"AN-{at}", text=" ".join(f"w{at * 350 + word}" for word in range(350)) + " door")
        for at in range(200)
    ]
    found = make_postings(records)
    assert len(found.words) > 1 << 16
    assert found.rows_of(found.places([found.number_of["door"]])).tolist() == list(range(200))
    assert found.rows_of(found.places([found.number_of["w69999"]])).tolist() == [199]
    assert all(found.rows_of(found.places([found.number_of[f"w{at * 350}"]])).tolist() == [at] for at in range(200))
