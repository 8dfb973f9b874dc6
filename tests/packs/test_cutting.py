from alongside.packs.counting import count
from alongside.packs.cutting import cut_points
from alongside.packs.pack import Limit, LimitKind, Status, TenderRules
from alongside.packs.plan import Paragraph, PlannedBlock, PlannedQuestion, PlannedTable, Style

RULES = TenderRules()


def question(limit: Limit, *blocks: PlannedBlock) -> PlannedQuestion:
    return PlannedQuestion("q", "1", "", "", "", "", limit, None, Status.DRAFT, blocks, count([]))


def block(name: str, text: str = "", **rest) -> PlannedBlock:
    return PlannedBlock(name, rest.pop("kind", "text"), (Paragraph(text),) if text else (), None, **rest)


def words(n: int) -> Limit:
    return Limit(kind=LimitKind.WORDS, value=n)


def test_the_cut_falls_after_the_last_word_allowed():
    asked = question(words(4), block("a", "one two"), block("b", "three four five"), block("c", "six"))
    texts = {"a": "one two", "b": "three four five", "c": "six"}
    assert cut_points(asked, RULES, texts) == {"b": len("three four"), "c": 0}


def test_what_fits_is_not_cut():
    assert cut_points(question(words(3), block("a", "one two three")), RULES, {"a": "one two three"}) == {}


def test_characters_count_with_and_without_spaces():
    text = {"a": "ab cd"}
    with_spaces = question(Limit(kind=LimitKind.CHARACTERS, value=3), block("a", "ab cd"))
    without = question(Limit(kind=LimitKind.CHARACTERS_NO_SPACES, value=3), block("a", "ab cd"))
    assert cut_points(with_spaces, RULES, text) == {"a": 3}
    assert cut_points(without, RULES, text) == {"a": 4}


def test_what_is_kept_back_takes_no_room():
    asked = question(words(2), block("a", "one two three", withheld="why"), block("b", "one two"))
    assert cut_points(asked, RULES, {"a": "one two three", "b": "one two"}) == {}


def test_headings_count_as_the_buyer_says():
    asked = question(words(2), block("a", "one two", kind="heading"), block("b", "three"))
    texts = {"a": "one two", "b": "three"}
    assert cut_points(asked, RULES, texts) == {"b": 0}
    assert cut_points(asked, TenderRules(count_headings=False), texts) == {}


def test_a_table_takes_room_where_tables_count():
    table = PlannedTable("Title", ("A", "B"), (("1", "2"),), "note")
    asked = question(words(6), block("t", kind="table", table=table), block("b", "one"))
    assert cut_points(asked, RULES, {"b": "one"}) == {"b": 0}
    assert cut_points(asked, TenderRules(count_tables=False, count_captions=False), {"b": "one"}) == {}


def test_a_note_under_a_story_takes_room():
    noted = PlannedBlock("a", "story", (Paragraph("one"), Paragraph("two three", Style.NOTE)), None)
    assert cut_points(question(words(3), noted, block("b", "four")), RULES, {"a": "one", "b": "four"}) == {"b": 0}


def test_pages_and_no_limit_cut_nothing():
    for limit in (Limit(), Limit(kind=LimitKind.PAGES, value=1)):
        assert cut_points(question(limit, block("a", "one " * 9_000)), RULES, {"a": "one " * 9_000}) == {}
