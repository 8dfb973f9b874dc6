"""The exact fit: against every choice there is, on small questions; and what it says of itself."""

import random
from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.errors import AlongsideError
from alongside.packs.fitting import Candidate, Fit, Wanted, best_fit, fit_of, greedy_fit

PARTS = ("a", "b", "c")


def candidate(question: str, item: int, length: int, rng: random.Random) -> Candidate:
    told = f"ST-{rng.randrange(3)}" if rng.random() < 0.3 else ""
    return Candidate(
        question=question, item=f"EV-{item}", length=str(length), words=rng.randint(10, 120),
        value=round(rng.uniform(0, 10), 1), parts=frozenset(rng.sample(PARTS, rng.randint(0, 2))),
        recent=rng.random() < 0.5, voice=rng.random() < 0.3, story=told,
    )  # fmt: skip


def rank(fit: Fit) -> tuple[int, int, int, float]:
    """What is better is larger: parts served, then parts proved, then voices, then value."""
    return (
        -len(fit.unserved), -len(fit.unserved) - len(fit.unproved), -len(fit.voiceless), round(fit.value, 6),
    )  # fmt: skip


def allowed(chosen: Sequence[Candidate], wanted: Sequence[Wanted], total: int | None) -> bool:
    words = [sum(c.words for c in chosen if c.question == ask.question) + ask.fixed for ask in wanted]
    items = [(c.question, c.item) for c in chosen]
    stories = [c.story for c in chosen if c.story]
    return (
        all(n <= ask.limit for n, ask in zip(words, wanted, strict=True))
        and (total is None or sum(words) <= total)
        and len(set(items)) == len(items)
        and len(set(stories)) == len(stories)
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.booleans())
def test_nothing_that_is_allowed_is_better(seed: int, over_all: bool) -> None:
    rng = random.Random(seed)
    wanted = [Wanted(question=q, limit=rng.randint(60, 250), parts=PARTS, fixed=rng.randint(0, 40)) for q in ("1", "2")]
    total = rng.randint(100, 300) if over_all else None
    candidates = [candidate(q, item, n, rng) for q in ("1", "2") for item in range(2) for n in range(2)]
    found = best_fit(wanted, candidates, total=total)
    assert found.exact
    assert allowed(found.chosen, wanted, total)
    every = (c for n in range(len(candidates) + 1) for c in combinations(candidates, n) if allowed(c, wanted, total))
    assert rank(found) == max(rank(fit_of(wanted, chosen)) for chosen in every)


def sixty(seed: int) -> tuple[Wanted, list[Candidate]]:
    rng = random.Random(seed)
    return Wanted(question="3", limit=750, parts=PARTS), [candidate("3", at // 3, at % 3, rng) for at in range(60)]


@pytest.mark.parametrize("seed", range(5))
def test_sixty_blocks_are_never_worse_than_the_simple_way(seed: int) -> None:
    wanted, candidates = sixty(seed)
    assert rank(best_fit([wanted], candidates)) >= rank(greedy_fit([wanted], candidates))


def test_the_same_question_has_the_same_answer() -> None:
    wanted, candidates = sixty(7)
    assert best_fit([wanted], candidates) == best_fit([wanted], candidates)


def test_a_story_told_elsewhere_does_not_come_again() -> None:
    told = Candidate(
        question="1", item="ST-1", length="60", words=60, value=9, parts=frozenset({""}), voice=True, story="ST-1"
    )
    assert best_fit([Wanted(question="1", limit=100)], [told]).chosen == (told,)
    found = best_fit([Wanted(question="1", limit=100)], [told], told=["ST-1"])
    assert found.chosen == ()
    assert found.voiceless == ("1",)


def test_what_is_missing_is_said() -> None:
    ask = Wanted(question="Q3", limit=50, parts=("a", "b"))
    block = Candidate(question="Q3", item="EV-1", length="100", words=40, value=1, parts=frozenset({"a"}))
    said = best_fit([ask], [block]).reasons([ask])
    assert said == (
        "Q3: 40 words of 50.",
        "EV-1 at 100: part a",
        "Q3: nothing that fits serves part b.",
        "Q3: no recent proof that fits serves part a.",
        "Q3: no person's own voice fits.",
    )


def test_typed_text_over_the_limit_is_told() -> None:
    with pytest.raises(AlongsideError, match="longer than its limit"):
        best_fit([Wanted(question="1", limit=10, fixed=11)], [])


def test_no_candidates_are_an_answer() -> None:
    assert best_fit([Wanted(question="1", limit=10)], []).unserved == (("1", ""),)


def test_the_solver_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    wanted, candidates = sixty(1)
    best_fit([wanted], candidates)
    assert capfd.readouterr() == ("", "")
