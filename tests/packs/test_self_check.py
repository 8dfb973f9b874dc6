"""Claims borne out or not, and the level of the rubric that the evidence can carry."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from alongside.packs.coverage import Cell, Line, Proof, grade
from alongside.packs.frameworks import CrosswalkLine, FrameworkItem, Frameworks, LadderStep
from alongside.packs.self_check import rubric_of, self_check, triangulated

TODAY = date(2026, 11, 24)
ITEM = FrameworkItem("F", "S1", "Risk", "Safe", "3", "", "")
LEVELS = ("Outstanding", "Good", "Requires improvement", "Inadequate")
LADDER = tuple(LadderStep("F", "S1", level, f"as {level}") for level in LEVELS)
FRAMEWORKS = Frameworks(
    (), (ITEM,),
    (CrosswalkLine("F", "S1", "OLD", "K1", "close", ""), CrosswalkLine("F", "S1", "OLD", "K2", "part", "")),
    LADDER, (),
)  # fmt: skip
LIVED = Proof("EV-1", "Survey", "OAK", frozenset({"EXP"}), date(2026, 9, 1), result=True, source=True, policy=False)
AUDIT = replace(LIVED, ref="EV-2", categories=frozenset({"PROC"}), result=False)


def line(*proofs: Proof) -> Line:
    names = ("EXP", "STAFF", "PARTNER", "OBS", "PROC", "OUT")
    whole, why = grade(proofs, TODAY)
    cells = {n: Cell(whole, why, tuple(p for p in proofs if n in p.categories)) for n in names}
    return Line(ITEM, cells, whole, why)


def test_a_claim_holds_on_two_kinds_of_which_one_is_lived_or_seen() -> None:
    lived, audit = triangulated(line(LIVED, AUDIT), TODAY)
    assert lived.holds
    assert lived.borne_out_by == ("EV-2",)
    assert audit.holds
    (alone,) = triangulated(line(LIVED), TODAY)
    assert alone.lacks == ("a second kind of evidence",)
    papers = replace(AUDIT, ref="EV-3", categories=frozenset({"STAFF"}))
    assert all(
        claim.lacks == ("people's experience or observation",) for claim in triangulated(line(AUDIT, papers), TODAY)
    )


def test_an_old_row_bears_nothing_out() -> None:
    lived, old = triangulated(line(LIVED, replace(AUDIT, on=date(2024, 1, 1))), TODAY)
    assert not lived.holds
    assert not old.holds


def test_nothing_makes_no_level_and_never_the_lowest() -> None:
    found = self_check(line(), FRAMEWORKS, TODAY)
    assert found is not None
    assert found.level == ""
    assert found.next_level == "Requires improvement"


def test_the_next_level_says_what_it_would_need() -> None:
    found = self_check(line(LIVED), FRAMEWORKS, TODAY)
    assert found is not None
    assert (found.level, found.next_level) == ("Requires improvement", "Good")
    assert found.needs == ("evidence of two kinds or more",)
    found = self_check(line(LIVED, AUDIT), FRAMEWORKS, TODAY)
    assert found is not None
    assert (found.level, found.next_level, len(found.needs)) == ("Good", "Outstanding", 3)
    best = replace(LIVED, ladder=6, lasting=True, voices=("people_supported", "family"))
    found = self_check(line(best, AUDIT), FRAMEWORKS, TODAY)
    assert found is not None
    assert (found.level, found.next_level) == ("Outstanding", "")


def test_a_close_items_rubric_holds_and_a_part_of_it_does_not() -> None:
    assert rubric_of(FRAMEWORKS, "K1") == LADDER
    assert rubric_of(FRAMEWORKS, "K2") == ()
    assert self_check(replace(line(LIVED), item=replace(ITEM, item_id="K2")), FRAMEWORKS, TODAY) is None


PROOFS = st.builds(
    Proof,
    ref=st.integers(1, 50).map("EV-{}".format), title=st.just(""), service_id=st.just("OAK"),
    categories=st.frozensets(st.sampled_from(("EXP", "STAFF", "PARTNER", "OBS", "PROC", "OUT")), min_size=1),
    on=st.none() | st.dates(date(2024, 1, 1), TODAY), result=st.booleans(), source=st.booleans(), policy=st.booleans(),
    ladder=st.integers(0, 7), lasting=st.booleans(),
)  # fmt: skip


@given(st.lists(PROOFS, max_size=6, unique_by=lambda proof: proof.ref), PROOFS)
def test_more_evidence_never_lowers_the_level_and_a_step_above_always_has_needs(
    proofs: list[Proof], more: Proof
) -> None:
    before, after = (self_check(line(*rows), FRAMEWORKS, TODAY) for rows in (proofs, [*proofs, more]))
    if any(more.ref == proof.ref for proof in proofs):
        return
    assert before is not None
    assert after is not None
    order = ("", *reversed(LEVELS))
    assert order.index(after.level) >= order.index(before.level)
    assert before.level != "Inadequate"
    assert bool(before.next_level) == bool(before.needs)
