from pathlib import Path

from alongside.library.search import model
from alongside.packs.edit import set_text
from alongside.packs.pack import changed, load_pack
from alongside.ui.session import Session


def test_a_change_is_saved_a_moment_later(qtbot, session: Session, pack_file: Path):
    session.open_pack(pack_file)
    session.change(changed(session.pack, title="Renamed"), "rename")
    assert session.unsaved
    with qtbot.waitSignal(session.saved, timeout=3_000):
        pass
    assert load_pack(pack_file).title == "Renamed"
    assert not session.unsaved


def test_a_plan_follows_each_change(qtbot, session: Session, pack_file: Path):
    with qtbot.waitSignal(session.plan_changed):
        session.open_pack(pack_file)
    before = session.outlook.plan.questions[0].counts.words
    with qtbot.waitSignal(session.plan_changed):
        session.change(set_text(session.pack, "q1", "b2", "one two three four five"), "typing")
    assert session.outlook.plan.questions[0].counts.words == before + 2


def test_closing_saves_what_was_changed(session: Session, pack_file: Path):
    session.open_pack(pack_file)
    session.change(changed(session.pack, title="Renamed"), "rename")
    session.close_pack()
    assert load_pack(pack_file).title == "Renamed"
    assert session.pack is None


def test_undo_takes_back_and_is_saved_too(session: Session, pack_file: Path, pack):
    session.open_pack(pack_file)
    session.change(changed(session.pack, title="Renamed"), "rename")
    session.undo()
    session.save()
    assert load_pack(pack_file) == pack
    session.redo()
    assert session.pack.title == "Renamed"


def test_a_pack_that_cannot_be_saved_is_kept_and_offered_again(qtbot, session: Session, pack_file: Path):
    session.open_pack(pack_file)
    session.change(changed(session.pack, title="Renamed"), "rename")
    folder = pack_file.parent
    folder.rename(folder.with_name("away"))
    with qtbot.waitSignal(session.trouble) as told:
        session.save()
    assert "small.pack.json" in told.args[0].sentence()
    assert session.unsaved
    folder.with_name("away").rename(folder)
    session.unsaved = False  # as if the program had been ended here
    session.close_pack()
    with qtbot.waitSignal(session.recoverable):
        session.open_pack(pack_file)
    assert session.pack.title == "A small tender"
    session.recover()
    assert session.pack.title == "Renamed"
    session.save()
    assert load_pack(pack_file).title == "Renamed"
    session.close_pack()
    session.open_pack(pack_file)
    assert session.recovered is None


def test_a_broken_pack_is_told_and_not_opened(qtbot, session: Session, workspace):
    path = workspace.packs / "broken.pack.json"
    path.write_text("{", encoding="utf-8")
    with qtbot.waitSignal(session.trouble) as told:
        assert not session.open_pack(path)
    assert "broken.pack.json" in told.args[0].sentence()
    assert session.pack is None


def test_cards_say_where_each_pack_stands(qtbot, session: Session, pack_file: Path):
    (pack_file.parent / "broken.pack.json").write_text("{", encoding="utf-8")
    with qtbot.waitSignal(session.cards_changed):
        session.read_cards()
    small, broken = session.cards
    assert (small.title, small.who, small.total, small.started) == ("A small tender", "A council", 2, 1)
    assert small.blocking is not None
    assert broken.kind is None
    assert "cannot" in broken.error or "not a pack" in broken.error


def test_where_a_row_is_used_is_told_in_words(qtbot, session: Session, pack_file: Path):
    with qtbot.waitSignal(session.cards_changed):
        session.read_cards()
    assert session.uses_of("EV-001") == ("A small tender: Q01",)
    assert session.uses_of("EV-002") == ()


def test_a_search_gives_its_reason_with_the_words_marked(session: Session):
    found = session.find("restraint", "evidence")
    assert found.hits
    assert all(hit.record.sheet == "evidence" for hit in found.hits)
    assert "«" in found.hits[0].reason.excerpt


def test_no_words_give_all_rows_and_no_hit(session: Session, known):
    found = session.find("  ", "evidence")
    assert found.hits == ()
    assert found.total == len(known.library.evidence) == len(found.records)
    assert session.rows("", "evidence") == known.library.evidence


def test_until_meaning_is_read_a_search_goes_by_words_and_says_so(qtbot, session: Session, workspace):
    session.open_workspace(workspace)
    with qtbot.waitSignal(session.index_ready, timeout=20_000):
        pass
    early = session.find("going out on your own", "evidence", by="both")
    assert early.by == "words"
    assert early.notes == (session.meaning_says,)
    assert "yet" in session.meaning_says
    with qtbot.waitSignal(session.meaning_ready, timeout=20_000):
        pass
    assert session.meaning_says == ""
    later = session.find("going out on your own", "evidence", by="both")
    assert later.by == "both"
    assert later.notes == ()


def test_without_the_model_a_search_goes_by_words_and_says_why(qtbot, session: Session, workspace, monkeypatch):
    def none() -> None:
        raise ImportError

    monkeypatch.setattr(model, "_imported", none)
    session.open_workspace(workspace)
    with qtbot.waitSignal(session.meaning_ready, timeout=20_000):
        pass
    found = session.find("kitchen", "evidence", by="meaning")
    assert found.by == "words"
    assert "not installed" in found.notes[0]


def test_a_library_read_again_stops_reading_the_last_one_by_meaning(qtbot, session: Session, workspace):
    session.open_workspace(workspace)
    with qtbot.waitSignal(session.index_ready, timeout=20_000):
        pass
    session._read_by_meaning()
    job = session._meaning_job
    with qtbot.waitSignal(session.index_ready, timeout=20_000):
        session.read_library()
    assert session._meaning_job is not job
    assert session.meaning_says
