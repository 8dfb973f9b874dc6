"""What the ledger says of an item, of a pack, and of all."""

from datetime import date, datetime

from alongside.library.ledger.entries import Asked, Build, ItemUse, Ledger, Outcome, Result
from alongside.library.ledger.reading import all_uses, summaries, summary, told, uses_in, uses_of
from alongside.library.records import Usage

AT = datetime.fromisoformat("2026-11-24T09:30")
Q1, Q2 = Asked(id="q1", number="Q01"), Asked(id="q2", number="Q02", heading="Learning")


def build(pack: str, day: int, *items: ItemUse, final: bool = False) -> Build:
    return Build(
        pack=pack, title=f"Pack {pack}", kind="tender_response", purpose="tender", audience="A council",
        day=date(2026, 11, day), final=final, questions=(Q1, Q2), items=items,
    )  # fmt: skip


def item(ref: str, *questions: str, version: str = "v1", sheet: str = "evidence", on: tuple[str, ...] = ()) -> ItemUse:
    return ItemUse(ref=ref, sheet=sheet, version=version, questions=questions, draws_on=on)


def ledger(*builds: Build, outcomes: tuple[Outcome, ...] = ()) -> Ledger:
    return Ledger(builds={found.id: found for found in builds}, outcomes={found.id: found for found in outcomes})


def test_an_item_has_one_line_for_each_question_of_each_pack():
    known = ledger(
        build("a", 1, item("EV-1", "q1")),
        build("a", 3, item("EV-1", "q1", "q2", version="v2")),
        build("a", 4, item("EV-1", "q1", version="v2"), final=True),
        build("b", 2, item("EV-1", "q2"), item("EV-2", "q1")),
    )
    first, second, third = uses_of(known, "EV-1")
    assert (first.pack, first.question, first.first, first.last, first.final) == (
        "a", Q1, date(2026, 11, 1), date(2026, 11, 4), True,
    )  # fmt: skip
    assert (first.version, first.versions) == ("v2", 2)
    assert (second.pack, second.question, second.final) == ("a", Q2, False)
    assert (third.pack, third.question, third.last) == ("b", Q2, date(2026, 11, 2))
    assert {use.ref for use in uses_in(known, "b")} == {"EV-1", "EV-2"}


def test_a_text_that_came_back_is_the_last_version():
    known = ledger(*(build("a", day, item("EV-1", "q1", version=text)) for day, text in ((1, "x"), (2, "y"), (3, "x"))))
    (use,) = uses_of(known, "EV-1")
    assert (use.version, use.versions) == ("x", 2)


def test_outcomes_come_from_the_question_first():
    known = ledger(
        build("a", 1, item("EV-1", "q1", "q2")),
        outcomes=(
            Outcome(id="1", pack="a", at=AT, result=Result.WON, score=70, out_of=100, words="Good overall."),
            Outcome(id="2", pack="a", question="q2", at=AT, score=4, out_of=5, words="Clear measures."),
        ),
    )
    by_number = {use.question.number: use for use in uses_of(known, "EV-1") if use.question}
    assert (by_number["Q01"].result, by_number["Q01"].words) == (Result.WON, "Good overall.")
    assert by_number["Q02"].result is Result.WON
    assert by_number["Q02"].words == "Clear measures."
    assert by_number["Q02"].scored == known.outcomes["2"]
    assert summary("EV-1", uses_of(known, "EV-1")).best == 0.8


def test_a_story_is_found_through_the_answer_that_draws_on_it():
    known = ledger(
        build("a", 1, item("AN-1", "q1", sheet="answers", on=("ST-1",))),
        build("b", 2, item("ST-1", "q2", sheet="stories")),
    )
    direct, through = uses_of(known, "ST-1")
    assert (direct.pack, direct.through) == ("b", "")
    assert (through.pack, through.through) == ("a", "AN-1")
    assert [found.pack for found in told(known, "ST-1")] == ["b", "a"]
    assert told(known, "ST-2") == ()


def test_rows_of_the_sheet_usage_are_uses_too():
    row = Usage(
        row=2, id="US-1", item_ref="EV-1", pack="PK-1", purpose="inspection", audience="CQC",
        used_on=date(2026, 6, 18), state="final", outcome="Used at the visit",
    )  # fmt: skip
    newer, older = all_uses(ledger(build("a", 1, item("EV-1", "q1"))), [row])
    assert newer.pack == "a"
    assert (older.pack, older.final, older.told, older.question) == ("PK-1", True, "Used at the visit", None)


def test_a_pack_counts_once_in_a_summary():
    known = ledger(
        build("a", 1, item("EV-1", "q1", "q2"), item("EV-2", "q1"), final=True),
        build("b", 2, item("EV-1", "q1")),
        outcomes=(
            Outcome(id="1", pack="a", at=AT, result=Result.WON),
            Outcome(id="2", pack="b", at=AT, result=Result.LOST),
        ),
    )
    first, second = summaries(all_uses(known))
    assert (first.ref, first.packs, first.finals, first.won, first.lost, first.last) == (
        "EV-1", 2, 1, 1, 1, date(2026, 11, 2),
    )  # fmt: skip
    assert (second.ref, second.packs, second.best) == ("EV-2", 1, None)
