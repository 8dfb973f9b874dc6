"""Ledgers of several machines become one, whatever the order and however often."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.errors import AlongsideError
from alongside.library.ledger.entries import (
    Asked,
    Build,
    ItemUse,
    Ledger,
    Outcome,
    Released,
    ReleasedFigure,
    Result,
    check_outcome,
    merged,
    with_outputs,
)

AT = datetime.fromisoformat("2026-11-24T09:30")
NAMES = st.sampled_from(["a", "b", "c"])


def build(pack: str = "p1", day: int = 0, **more: object) -> Build:
    fields: dict[str, object] = {
        "pack": pack, "title": f"Pack {pack}", "kind": "tender_response", "purpose": "tender", "audience": "A council",
        "day": date(2026, 11, 1) + timedelta(days=day), "final": False,
    }  # fmt: skip
    return Build(**(fields | more))  # type: ignore[arg-type]


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    builds = draw(
        st.lists(
            st.builds(
                build,
                NAMES,
                st.integers(0, 3),
                final=st.booleans(),
                outputs=st.lists(st.tuples(NAMES, NAMES), max_size=3).map(lambda found: tuple(sorted(set(found)))),
            ),
            max_size=4,
        )
    )
    outcomes = draw(
        st.lists(
            st.builds(
                Outcome,
                id=st.sampled_from("xyz"),
                pack=NAMES,
                question=st.sampled_from(["", "q1"]),
                revision=st.integers(1, 3),
                at=st.integers(0, 3).map(lambda n: AT + timedelta(minutes=n)),
                result=st.sampled_from(Result),
                score=st.none() | st.integers(0, 5).map(float),
                words=st.sampled_from(["", "Clear."]),
            ),
            max_size=4,
        )
    )
    numbers = draw(st.lists(st.builds(Released, services=st.lists(NAMES, max_size=2).map(tuple)), max_size=3))
    return merged(
        [
            *(Ledger(builds={item.id: item}) for item in builds),
            *(Ledger(outcomes={item.id: item}) for item in outcomes),
            Ledger(released={item.id: item for item in numbers}),
        ]
    )


@given(ledgers(), ledgers())
def test_the_order_does_not_matter(one: Ledger, other: Ledger):
    assert merged([one, other]) == merged([other, one])
    both = merged([one, other])
    for pack in "abc":
        for question in ("", "q1"):
            assert both.outcome(pack, question) == merged([other, one]).outcome(pack, question)


@given(ledgers(), ledgers(), ledgers())
def test_nor_who_is_merged_first(one: Ledger, two: Ledger, three: Ledger):
    assert merged([merged([one, two]), three]) == merged([one, merged([two, three])]) == merged([three, one, two])


@given(ledgers(), ledgers())
def test_nor_that_it_is_done_twice(one: Ledger, other: Ledger):
    both = merged([one, other])
    assert merged([both, both]) == both
    assert merged([both, one]) == both
    assert merged([one]) == one
    assert merged([]) == Ledger()


def test_the_same_build_counts_once_and_another_day_again():
    first = build(outputs=(("answer.docx", "aa"),))
    again = build(outputs=(("answer.docx", "aa"), ("answer.pdf", "bb")))
    assert first.id == again.id
    both = merged([Ledger(builds={first.id: first}), Ledger(builds={again.id: again})])
    assert list(both.builds.values()) == [with_outputs(first, again.outputs)]
    assert build(day=1).id != first.id
    assert build(final=True).id != first.id
    assert build(items=(ItemUse(ref="EV-1", sheet="evidence", version="0"),)).id != first.id


def test_a_story_behind_an_answer_is_told_too():
    items = (
        ItemUse(ref="ST-1", sheet="stories", version="0"),
        ItemUse(ref="AN-1", sheet="answers", version="0", draws_on=("ST-2", "ST-1")),
    )
    assert build(items=items).stories == ("ST-1", "ST-2")


def test_the_later_word_stands_also_from_another_machine():
    early = Outcome(id="1", pack="p1", revision=1, at=AT, result=Result.WON)
    # Its clock is slow, but it had seen the first.
    late = Outcome(id="2", pack="p1", revision=2, at=AT - timedelta(days=9), result=Result.LOST)
    both = merged([Ledger(outcomes={"2": late}), Ledger(outcomes={"1": early})])
    assert both.outcome("p1") is late
    assert both.revision("p1") == 2
    assert both.revision("p2") == 0
    taken_back = Outcome(id="3", pack="p1", revision=3, at=AT)
    assert merged([both, Ledger(outcomes={"3": taken_back})]).outcome("p1") is None


def test_released_numbers_have_the_name_of_what_they_say():
    one = Released(figures=(ReleasedFigure(id="K01", period="2026", value="5"),))
    assert one.id == Released(figures=(ReleasedFigure(id="K01", period="2026", value="5"),)).id
    assert one.id != Released(figures=(ReleasedFigure(id="K01", period="2026", value="6"),)).id
    assert Asked(id="q", number="Q01").heading == ""


@pytest.mark.parametrize(("score", "out_of"), [(None, 10.0), (11.0, 10.0), (-1.0, None), (1.0, 0.0), (float("nan"), 9)])
def test_a_score_that_cannot_be_is_refused(score: float | None, out_of: float | None):
    with pytest.raises(AlongsideError):
        check_outcome(Outcome(id="1", pack="p", at=AT, score=score, out_of=out_of))
    check_outcome(Outcome(id="1", pack="p", at=AT, score=7.5, out_of=10.0))
