"""References to tables and charts of the same document."""

from alongside.packs.formatted import Piece, Run
from alongside.packs.markdown import pieces
from alongside.packs.references import referring, targets

KNOWN = targets([("by_type", False), ("run", True), ("by_view", False), ("by_type", False)])


def runs(text: str) -> list[tuple[str, str, bool]]:
    (piece,) = pieces(text)
    return [(run.text, run.link, run.bold) for run in referring(piece, KNOWN).runs]


def test_captions_are_numbered_in_order_each_kind_by_itself_and_the_first_is_meant() -> None:
    assert {ref: (target.text, target.bookmark) for ref, target in KNOWN.items()} == {
        "by_type": ("Table 1", "_RefTable1"),
        "run": ("Figure 1", "_RefFigure1"),
        "by_view": ("Table 2", "_RefTable2"),
    }


def test_a_reference_is_printed_as_what_it_refers_to() -> None:
    assert runs("As [views](#by_view) and **[run](#run)** show.") == [
        ("As ", "", False),
        ("Table 2", "#_RefTable2", False),
        (" and ", "", False),
        ("Figure 1", "#_RefFigure1", True),
        (" show.", "", False),
    ]


def test_one_to_something_unknown_stays_as_it_was_typed() -> None:
    text = "As [this](#nowhere) and [that](#by type) show."
    assert runs(text) == [(text, "", False)]
    assert referring(Piece((Run("[a](#by_type)"),)), {}).text == "[a](#by_type)"


def test_in_cells_too() -> None:
    (piece,) = pieces("| a | b |\n|--|--|\n| [x](#run) | c |")
    table = referring(piece, KNOWN).table
    assert table is not None
    assert table.lines()[1] == ("Figure 1", "c")
