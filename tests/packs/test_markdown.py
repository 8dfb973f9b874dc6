"""The little Markdown a writer may type: what is form, what stays text, and that no word is ever lost."""

import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.packs.conftest import DAY, evidence, library_of, story

from alongside.library.library import Library
from alongside.packs.counting import count
from alongside.packs.cutting import cut_points
from alongside.packs.formatted import FormattedText, ListItem, Run, is_table, pieces_of, printed_texts
from alongside.packs.frameworks import Frameworks
from alongside.packs.markdown import formatted, pieces, stretches
from alongside.packs.pack import Limit, LimitKind, Pack, TenderRules, TextBlock, changed
from alongside.packs.plan import Style
from alongside.packs.planning import plan_pack


def items(text: str) -> list[tuple[int, int | None, str] | str]:
    """Each piece: level, number and text of an item, or just the text."""
    return [(p.item.level, p.item.number, p.text) if p.item else p.text for p in pieces(text)]


@pytest.mark.parametrize(
    "text",
    [
        "5 * 3 = 15, 5*3*2, ** and *",
        "snake_case_words and __dunder__ and _so on_",
        "# not a heading",
        "<b>bold</b> &amp; &lt; \\*starred\\*",
        "`code` ~~struck~~ https://example.org",
        "[a](javascript:alert(1)) [b](file:///etc/passwd) [c](ftp://x) [d](//x)",
        "![picture](https://example.org/a.png)",
        '[a title](https://example.org "that no print shows")',
        "[a] (https://example.org) [b][c]",
        "> 50% of people",
        "- alone",
        "* Small numbers are hidden.",
        "2024. A year to remember.",
        "2. Our approach",
        "a | b",
        "| a | b |\n| c | d |",
        "a | b\n--|--|--",
        "***",
        "---",
        "    set in",
    ],
)
def test_what_is_not_clearly_form_stays_as_it_was_typed(text: str) -> None:
    assert formatted(text) is text
    assert [piece.text for piece in pieces(text)] == [line.strip() for line in text.split("\n")]


def test_bold_italic_and_links_are_runs() -> None:
    (piece,) = pieces("We **always *ask* first**, see [our **guide**](https://example.org/a_b?c=1&d).")
    assert piece.runs == (
        Run("We "),
        Run("always ", bold=True),
        Run("ask", bold=True, italic=True),
        Run(" first", bold=True),
        Run(", see "),
        Run("our ", link="https://example.org/a_b?c=1&d"),
        Run("guide", bold=True, link="https://example.org/a_b?c=1&d"),
        Run("."),
    )
    assert piece.text == "We always ask first, see our guide."


def test_without_links_their_words_stay() -> None:
    (piece,) = pieces("See [the **guide**](mailto:a@example.org).", links=False)
    assert piece.runs == (Run("See "), Run("the "), Run("guide", bold=True), Run(".")) or piece.text == "See the guide."
    assert not any(run.link for run in piece.runs)


def test_lists_have_three_levels_and_a_deeper_item_is_on_the_third() -> None:
    text = "- a\n- b\n  1. x\n  2. y\n     - deep\n       - deeper\n- c\nThen text."
    assert items(text) == [
        (1, None, "a"),
        (1, None, "b"),
        (2, 1, "x"),
        (2, 2, "y"),
        (3, None, "deep"),
        (3, None, "deeper"),
        (1, None, "c"),
        "Then text.",
    ]


def test_numbers_go_on_after_a_paragraph_and_are_printed_as_typed() -> None:
    assert items("1. one\nBetween.\n2. two\n  wrapped\n3) three") == [
        (1, 1, "one"), "Between.", (1, 2, "two wrapped"), (1, 3, "three"),
    ]  # fmt: skip
    assert items("1. one\n3. three") == ["1. one", "3. three"]
    assert items("1. a\n1. b") == [(1, 1, "a"), (1, 1, "b")]


def test_a_table_keeps_every_cell_and_a_bar_can_be_text() -> None:
    (piece, after) = pieces("| What | **n** |\n|---|--:|\n| a \\| b | 1 | more |\n| c |\nafter")
    assert piece.table is not None
    assert piece.table.lines() == (("What", "n", ""), ("a | b", "1", "more"), ("c", "", ""))
    assert piece.table.headings[1] == (Run("n", bold=True),)
    assert after.text == "after"
    assert is_table(FormattedText([piece]))


def test_a_quotation_is_somebodys_words() -> None:
    assert [(p.quote, p.text) for p in pieces("> It is *my* door.\n>So I say.\nText.")] == [
        (True, "It is my door."), (True, "So I say."), (False, "Text."),
    ]  # fmt: skip


def test_formatted_text_is_text_to_whoever_does_not_print() -> None:
    text = formatted("**a** b\n- c\n- d")
    assert isinstance(text, FormattedText)
    assert (text, text.upper(), f"{text}!") == ("a b\nc\nd", "A B\nC\nD", "a b\nc\nd!")
    assert pieces_of(pickle.loads(pickle.dumps(text))) == text.pieces
    assert list(printed_texts(text)) == ["a b", "c", "d"]


MARKS = st.text(st.sampled_from("ab1 2.*-_>|()[]#\\<\n\t`!:"), max_size=80)
TYPED = (
    "- a", "* b", "1. c", "2. d", "3) e", "  - f", "    1. g", "\t- h", "| i | j |", "|--|--|", "k | l | m", "> n", "",
    "o **p** *q*", "[r](https://s.example)", "**", "*t", "  u", ">", "|", "- v | w", "--|--", "  > x", "![y](http://z)",
)  # fmt: skip
LINES = st.lists(st.sampled_from(TYPED), max_size=14).map("\n".join)


def letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]", text))


@given(MARKS | LINES)
def test_no_letter_is_lost_and_none_is_added(text: str) -> None:
    """Every letter and digit comes out in its order: as text, as the number of an item, or as where a link leads."""
    out = ""
    link = ""
    for piece in pieces(text):
        cells = [cell for row in (piece.table.headings, *piece.table.rows) for cell in row] if piece.table else []
        out += str(piece.item.number or "") if piece.item else ""
        for runs in cells or [piece.runs]:
            for run in runs:
                out += link if link != run.link else ""
                out, link = out + run.text, run.link
            out, link = out + link, ""
    assert letters(out) == letters(text)


@given(st.text(max_size=200) | MARKS | LINES)
def test_it_never_fails_and_what_is_read_is_what_was_typed(text: str) -> None:
    typed = iter("".join(text.split()))
    assert all(letter in typed for letter in "".join("".join(p.text for p in pieces(text)).split()))
    assert str(formatted(text)) == text or isinstance(formatted(text), FormattedText)


@given(MARKS | LINES)
def test_what_is_counted_while_typing_is_what_the_plan_counts(text: str) -> None:
    shown = [said for piece in pieces(text) for said in piece.texts()]
    seen = list(stretches(text))
    assert sum(len(stretch.text.split()) for stretch in seen) == count(shown).words
    for stretch in seen:
        assert all(text[place] == letter for letter, place in zip(stretch.text, stretch.places, strict=True))
        assert list(stretch.places) == sorted(set(stretch.places))


def with_text(pack: Pack, text: str, rules: TenderRules | None = None, words: int = 100) -> Pack:
    question = changed(
        pack.questions[0], blocks=(TextBlock(id="t", text=text),), limit=Limit(kind=LimitKind.WORDS, value=words)
    )
    return changed(pack, questions=(question,), rules=rules or TenderRules())


def test_marks_of_lists_are_not_counted_and_a_table_is_by_rule(
    pack: Pack, library: Library, frameworks: Frameworks
) -> None:
    text = "Three **things**:\n1. one\n2. two\n\n| a | b |\n|--|--|\n| c d | e |"
    for rules, words in ((TenderRules(), 9), (TenderRules(count_tables=False), 4)):
        (question,) = plan_pack(with_text(pack, text, rules), library, frameworks, DAY).questions
        assert question.counts.words == words
        assert cut_points(question, rules, {"t": text}) == {}


def test_the_limit_cuts_where_the_words_are(pack: Pack, library: Library, frameworks: Frameworks) -> None:
    text = "Two **words**\n- three\n- four"
    short = with_text(pack, text, words=3)
    (question,) = plan_pack(short, library, frameworks, DAY).questions
    assert cut_points(question, short.rules, {"t": text}) == {"t": text.index("three") + len("three")}


def test_a_buyer_who_forbids_links_gets_none(pack: Pack, library: Library, frameworks: Frameworks) -> None:
    text = "See [our guide](https://example.org)."
    for allowed, links in ((None, ["https://example.org"]), (True, ["https://example.org"]), (False, [])):
        planned = with_text(pack, text, TenderRules(hyperlinks_allowed=allowed))
        block = plan_pack(planned, library, frameworks, DAY).questions[0].blocks[0]
        assert block.paragraphs[0].text == "See our guide."
        assert [run.link for run in pieces_of(block.paragraphs[0].text)[0].runs if run.link] == links


def test_the_plan_keeps_form_beside_the_text(pack: Pack, frameworks: Frameworks) -> None:
    told = story(text_60="> I know the **crossing**.\n\n- By day\n- By night", situation="At *first*\n- a\n- b")
    block, *_ = (
        b
        for b in plan_pack(pack, library_of(evidence(), told), frameworks, DAY).questions[0].blocks
        if b.kind == "story"
    )
    assert [(p.style, p.text) for p in block.paragraphs] == [
        (Style.QUOTE, "I know the crossing."), (Style.BODY, "By day"), (Style.BODY, "By night"),
    ]  # fmt: skip
    assert pieces_of(block.paragraphs[1].text)[0].item == ListItem(1)
    (shown,) = plan_pack(pack, library_of(evidence(), told), frameworks, DAY).stories
    assert shown.situation == "At first\na\nb"
    assert [piece.item for piece in pieces_of(shown.situation)] == [None, ListItem(1), ListItem(1)]
