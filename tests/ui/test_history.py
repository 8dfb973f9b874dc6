from alongside.packs.pack import Pack, PackKind, changed
from alongside.ui.history import History, Step

START = Pack(id="p", kind=PackKind.TENDER, title="a", recipe="r")


def titled(title: str) -> Pack:
    return changed(START, title=title)


def test_undo_and_redo_walk_the_same_way():
    history = History(Step(START)).changed(titled("b"), "b").changed(titled("c"), "c")
    assert (history.pack.title, history.undoes) == ("c", "c")
    back = history.undo().undo()
    assert (back.pack.title, back.undoes, back.redoes) == ("a", "", "b")
    assert back.redo().redo().pack.title == "c"
    assert back.undo() == back
    assert history.redo() == history


def test_typing_undoes_as_one():
    history = History(Step(START)).changed(titled("b"), "typing", "t").changed(titled("bc"), "typing", "t")
    assert history.undo().pack.title == "a"


def test_typing_after_an_undo_is_a_change_of_its_own():
    history = History(Step(START)).changed(titled("b"), "typing", "t").changed(titled("c"), "other")
    again = history.undo().changed(titled("bd"), "typing", "t")
    assert again.undo().pack.title == "b"
    assert again.redoes == ""


def test_the_same_pack_is_no_change():
    history = History(Step(START))
    assert history.changed(titled("a"), "nothing") is history
