"""Clarifications, what they reopen, and the compliance matrix that shows it."""

from datetime import date

from alongside.packs.buyer_file import BuyerFile, Clarification, FileKind, Marking, Where
from alongside.packs.clarifying import log_clarification, remove_clarification
from alongside.packs.compliance import matrix
from alongside.packs.pack import EvidenceBlock, Pack, PackKind, Question, Status, changed
from alongside.packs.reopening import looked_at, reopen

PACK = Pack(
    id="p",
    kind=PackKind.TENDER,
    title="A tender",
    recipe="tender_response",
    source=BuyerFile(file="buyer files/form.docx", sha256="0" * 64, kind=FileKind.WORD),
    questions=(
        Question(id="a", number="1", text="How?", marking=Marking.SCORED, status=Status.SIGNED_OFF,
                 blocks=(EvidenceBlock(id="x", ref="EV-001"),), where=Where(table=0, row=1)),
        Question(id="b", number="1(a)", text="Who?", parent="a", weight=5),
        Question(id="c", number="2", text="Insured?", marking=Marking.PASS_FAIL),
    ),
)  # fmt: skip
ASKED = Clarification(id="k", question="Do tables count?", asked_on=date(2026, 11, 20), touches=("a",))


def test_a_question_without_an_answer_touches_nothing():
    pack = log_clarification(PACK, ASKED)
    assert pack.clarifications == (ASKED,)
    assert pack.questions == PACK.questions


def test_an_answer_reopens_what_it_touches_once():
    answer = changed(ASKED, answer="Yes, they do.", effect="Tables count as words.", answered_on=date(2026, 11, 24))
    pack = log_clarification(log_clarification(PACK, ASKED), answer)
    first = pack.questions[0]
    assert (first.status, first.reopened) == (Status.DRAFT, "The buyer clarified: Tables count as words.")
    assert first.blocks == PACK.questions[0].blocks
    assert log_clarification(looked_at(pack, "a"), answer).questions[0].reopened == ""
    more = log_clarification(looked_at(pack, "a"), changed(answer, touches=("a", "b")))
    assert [bool(q.reopened) for q in more.questions] == [False, True, False]
    assert remove_clarification(pack, "k").clarifications == ()


def test_reopening_twice_says_both_reasons():
    pack = reopen(reopen(PACK, ["a"], "One."), ["a"], "Two.")
    assert pack.questions[0].reopened == "One. Two."
    assert reopen(pack, ["a"], "Two.") == pack


def test_a_scored_part_is_a_row_of_its_own():
    rows = matrix(PACK)
    assert [(row.number, row.part_of, row.type, row.met) for row in rows] == [
        ("1", "", "scored", "Y"),
        ("1(a)", "1", "scored", "N"),
        ("2", "", "must", "N"),
    ]
    assert (rows[0].source, rows[0].place, rows[0].refs) == ("form.docx", "table 1, row 2", ("EV-001",))
    opened = matrix(reopen(PACK, ["a"], "The buyer reworded it."))[0]
    assert (opened.met, opened.note) == ("partly", "The buyer reworded it.")
