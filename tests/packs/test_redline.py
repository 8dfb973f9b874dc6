"""What changed between two versions of a pack."""

from tests.packs.conftest import DAY, library_of

from alongside.library.upkeep.difference import Part
from alongside.packs.frameworks import Frameworks
from alongside.packs.pack import Limit, LimitKind, Pack, PackKind, Question, TextBlock, changed
from alongside.packs.planning import plan_pack
from alongside.packs.redline import Version, in_a_sentence, marked, redline, version_of

ONE = Question(id="q1", number="Q1", blocks=(TextBlock(id="b1", text="We ask 26 people.\n\nWe listen."),))
TWO = Question(id="q2", number="Q2", blocks=(TextBlock(id="b2", text="Gone soon."),))
THREE = Question(id="q3", number="Q3", blocks=(TextBlock(id="b3", text="Here now."),))


def version(frameworks: Frameworks, *questions: Question) -> Version:
    pack = Pack(id="p", kind=PackKind.TENDER, title="A", recipe="tender_response", questions=questions)
    return version_of(plan_pack(pack, library_of(), frameworks, DAY), "a.pack.json")


def test_words_parts_and_facts(frameworks: Frameworks) -> None:
    block = TextBlock(id="b1", text="We ask 27 people.\n\nWe listen.")
    other = changed(ONE, blocks=(block,), limit=Limit(kind=LimitKind.WORDS, value=500))
    before, after = version(frameworks, ONE, TWO), version(frameworks, other, THREE)
    brief, first, new, gone = redline(before, after)
    assert not brief.differs
    assert first.facts == ("Limit: “–” became “500 words”.",)
    assert [(p.part, p.text) for p in first.lines[0]] == [
        (Part.SAME, "We ask "), (Part.GONE, "26"), (Part.NEW, "27"), (Part.SAME, " people.")
    ]  # fmt: skip
    assert [p.part for p in first.lines[1]] == [Part.SAME]
    assert (new.what, gone.what) == (Part.NEW, Part.GONE)
    assert in_a_sentence((brief, first, new, gone)) == "3 of 4 parts changed: 3 words new, 3 gone."


def test_the_same_twice_is_no_change(frameworks: Frameworks) -> None:
    same = version(frameworks, ONE, TWO)
    assert not any(item.differs for item in redline(same, same))


def test_both_sides_can_be_put_together_again() -> None:
    before, after = ["One.", "Two three.", "Five."], ["Two four.", "Six.", "Five."]
    lines = list(marked(before, after))
    for side, texts in ((Part.GONE, before), (Part.NEW, after)):
        whole = ["".join(p.text for p in line if p.part in {Part.SAME, side}) for line in lines]
        assert "".join(whole) == "".join(texts)
