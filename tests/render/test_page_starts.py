"""Pages that begin without being forced are found by the words of the parts around."""

from tests.render.test_layout import p, small

from alongside.render.page_starts import names, page_starts
from alongside.render.stretches import parts_of


def test_a_part_is_known_by_its_words_and_which_of_those_with_the_same_it_is():
    tree = parts_of(small(p("a") + p("b") + p("a")))
    assert names(tree) == [("a", 0), ("b", 0), ("a", 1)]


def test_a_page_starts_where_the_part_before_ended_on_the_page_before():
    tree = parts_of(small("".join(p(text) for text in ("one one", "two two", "three three", "four four"))))
    starts = page_starts(tree, ["Head one one two", "Head two three three", "Head four four"])
    called = names(tree)
    assert [starts.between(called[at - 1], called[at]) for at in range(1, 4)] == [False, False, True]


def test_words_that_stand_on_several_pages_are_taken_where_the_order_has_them():
    tree = parts_of(small("".join(p(text) for text in ("start", "same same", "middle", "same same", "end"))))
    starts = page_starts(tree, ["start same same", "middle", "same same end"])
    called = names(tree)
    assert [starts.between(called[at - 1], called[at]) for at in range(1, 5)] == [False, True, True, False]


def test_where_one_side_was_edited_the_other_is_known():
    before = parts_of(small(p("one") + p("two")))
    starts = page_starts(before, ["one", "two"])
    for first, last in (("one", "changed"), ("changed", "two")):
        edited = names(parts_of(small(p(first) + p(last))))
        assert starts.between(edited[0], edited[1])
    assert not starts.between(("changed", 0), ("too", 0))
    assert not starts.without(("one", 0), ("two", 0)).between(("one", 0), ("two", 0))
