"""A story with marked words, put everywhere it can get to; then taken back, erased, and looked for in every byte."""

import contextlib
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest

from alongside.cli import main
from alongside.errors import AlongsideError
from alongside.job_control import JobControl
from alongside.leaving.erasing import Desk, Elsewhere, Report, erase
from alongside.leaving.leftovers import leftovers
from alongside.leaving.person import everything_about, stories_of
from alongside.leaving.recall import recall_of
from alongside.leaving.withdrawing import withdraw
from alongside.library.echoes import runs_of
from alongside.library.editing.changes import SetField
from alongside.library.editing.journal import State
from alongside.library.editing.saving import edit_workbook, history
from alongside.library.leaving.erased_workbook import Leaving
from alongside.library.leaving.tombstones import without_left
from alongside.library.ledger.store import read_ledger
from alongside.library.records import Story
from alongside.library.upkeep.versions import HistoryFile, read_versions
from alongside.library.workbook import read_rows
from alongside.packs.consent import refusal
from alongside.packs.edit import add_block
from alongside.packs.pack import StoryBlock, TextBlock, load_pack, save_pack
from alongside.render.said import UnreadableError, said_in
from alongside.workspace import Workspace, copy_sample

DAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 9, 0)  # noqa: DTZ001 - the clock on the user's wall
REF, CODE = "ST-01", "P-OAK-07"
MARK = "quillfeather"  # a word that nothing else in the world holds
SAID = f"“I asked the {MARK} man by the canal bridge whether his narrow boat still leaked in the rain.”"
INSTALLATION = "0" * 15 + "1"


def every_text(path: Path) -> str:
    """All that can be read in a file, by other means than the program's own search."""
    data = path.read_bytes()
    found = [path.name, data.decode("utf-8", "replace"), data.decode("utf-16-le", "replace")]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            found += [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    with contextlib.suppress(UnreadableError, AlongsideError):  # else it was read as bytes
        found += [text for _part, text in said_in(data, path.name)]
    return "\n".join(found)


def holding(*places: Path, word: str = MARK) -> list[str]:
    """The files that hold a word, wherever in them."""
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    return sorted(path.name for path in files if word in every_text(path))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that has told the marked story in every way there is, with what the program keeps elsewhere."""
    folder = tmp_path_factory.mktemp("told")
    elsewhere = Elsewhere(folder / "cache", folder / "recovery")
    elsewhere.cache.mkdir()
    elsewhere.recovery.mkdir()
    place = copy_sample(folder / "work")
    library = read_rows(place.library)
    story, answer = library.get(REF), library.get("AN-05")
    assert isinstance(story, Story)
    cells = {"what_person_said": SAID, "text_150": f"{SAID}\n\nRobin went out alone.", "situation": SAID}
    changes = [
        SetField(sheet="stories", row=story.row, ref=REF, heading=heading, value=value)
        for heading, value in cells.items()
    ]
    changes.append(
        SetField(
            sheet="answers", row=answer.row, ref="AN-05", heading="text",
            value=f"We listen first.\n\n{SAID}\n\nThen we act.",
        )
    )  # fmt: skip
    edit_workbook(place.library, changes, expect_digest=library.digest, at=AT)
    # A second edit makes a backup that has the story; the journal has it twice by now.
    again = read_rows(place.library)
    note = SetField(sheet="stories", row=story.row, ref=REF, heading="learning", value=f"Learnt: {SAID}")
    later = datetime(2026, 11, 24, 12, 0)  # noqa: DTZ001
    edit_workbook(place.library, [note], expect_digest=again.digest, at=later)
    HistoryFile(place.history, INSTALLATION).keep(read_rows(place.library), AT)
    path = place.packs / "eastmoor-lot-2.pack.json"
    pack = load_pack(path)
    first = pack.questions[0].id
    pack = add_block(pack, first, StoryBlock(id="x1", ref=REF, length="150"))
    save_pack(pack, path)
    assert main(["pack", "build", str(path), "--out", str(place.out), "--pdf", "--today", DAY.isoformat()]) in {0, 1}
    place.told.mkdir(exist_ok=True)
    (place.told / ("1" * 32 + ".json")).write_text(json.dumps({"message": SAID}), encoding="utf-8")
    typed = add_block(pack, first, TextBlock(id="x2", text=f"As one person put it: {SAID}"))
    save_pack(typed, path)
    save_pack(typed, elsewhere.recovery / "later.pack.json")
    (elsewhere.cache / ("0" * 32 + ".records")).write_bytes(b"kept: " + SAID.encode())
    return folder


@pytest.fixture
def workspace(told: Path, tmp_path: Path) -> Workspace:
    """That workspace, to be changed."""
    shutil.copytree(told, tmp_path, dirs_exist_ok=True)
    return Workspace(tmp_path / "work")


@pytest.fixture
def elsewhere(workspace: Workspace) -> Elsewhere:
    folder = workspace.folder.parent
    return Elsewhere(folder / "cache", folder / "recovery")


def test_the_marked_words_are_everywhere_to_begin_with(workspace: Workspace, elsewhere: Elsewhere) -> None:
    """Else the tests below would prove nothing."""
    found = holding(workspace.folder, elsewhere.cache, elsewhere.recovery)
    assert {"library.xlsx", "library.xlsx.edits.jsonl", "eastmoor-lot-2.pack.json", "later.pack.json"} <= set(found)
    assert any(name.startswith("library 2026") for name in found)  # a backup
    assert any(name.endswith(".docx") for name in found)
    assert any(name.endswith(".pdf") for name in found)
    assert any(name.endswith(".jsonl") and name != "library.xlsx.edits.jsonl" for name in found)  # the history
    assert any(name.endswith(".records") for name in found)
    assert "1" * 32 + ".json" in found  # what was found when it was built


def erased(workspace: Workspace, elsewhere: Elsewhere, *, person: str = "", delete: bool = True) -> Report:
    library = read_rows(workspace.library)
    story = library.get(REF)
    assert isinstance(story, Story)
    desk = Desk(workspace.library, workspace, library)
    return erase(desk, [story], DAY, elsewhere, JobControl(), person=person, delete=delete)


@pytest.fixture(scope="module")
def gone(told: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """What `erased` leaves, done once."""
    folder = tmp_path_factory.mktemp("gone")
    shutil.copytree(told, folder, dirs_exist_ok=True)
    return folder, erased(Workspace(folder / "work"), Elsewhere(folder / "cache", folder / "recovery"))


@pytest.fixture
def take_out(workspace: Workspace, gone: tuple[Path, Report]) -> Callable[[], Report]:
    """Puts what is left after erasing in the place of this test's workspace."""

    def done() -> Report:
        folder, report = gone
        for place in folder.iterdir():
            shutil.rmtree(workspace.folder.parent / place.name)
            shutil.copytree(place, workspace.folder.parent / place.name)
        return report

    return done


def test_what_is_erased_is_in_no_byte_any_more(
    workspace: Workspace, elsewhere: Elsewhere, take_out: Callable[[], Report]
) -> None:
    before = read_rows(workspace.library)
    report = take_out()
    assert report.left == []
    assert holding(workspace.folder, elsewhere.cache, elsewhere.recovery) == []
    after = read_rows(workspace.library)
    assert after.get("AN-05").text == "We listen first.\n\n\nThen we act."  # its other words stay
    changed = set(report.records)
    untouched = [record for record in before if (record.ref or f"{record.sheet} {record.row}") not in changed]
    assert len(untouched) > 1_000
    assert all(after.record_at(item.sheet, item.ref or f"#{item.row}") == item for item in untouched)
    tomb = after.get(REF)
    assert (tomb.status, tomb.withdrawn_on, tomb.person_ref, tomb.pseudonym) == ("withdrawn", DAY, "", "")
    pack = load_pack(workspace.packs / "eastmoor-lot-2.pack.json")
    assert all(getattr(block, "ref", "") != REF for question in pack.questions for block in question.blocks)


def test_other_cells_of_the_workbook_stay_byte_for_byte(workspace: Workspace, take_out: Callable[[], Report]) -> None:
    with zipfile.ZipFile(workspace.library) as archive:
        before = {name: archive.read(name) for name in archive.namelist()}
    take_out()
    with zipfile.ZipFile(workspace.library) as archive:
        after = {name: archive.read(name) for name in archive.namelist()}
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed
    assert all(name.startswith("xl/worksheets/") or name == "xl/sharedStrings.xml" for name in changed)
    assert len(changed) <= 4


def test_built_folders_are_told_and_stay_where_nobody_said_to_delete_them(
    workspace: Workspace, elsewhere: Elsewhere
) -> None:
    report = erased(workspace, elsewhere, delete=False)
    assert "eastmoor-lot-2" in report.to_decide
    assert (workspace.out / "eastmoor-lot-2").is_dir()
    assert any(name.startswith("out/eastmoor-lot-2/") for name in report.left)  # and it says that it is still there


def test_all_of_a_person_can_be_erased_and_figures_still_count_people(
    workspace: Workspace, elsewhere: Elsewhere
) -> None:
    rows = read_rows(workspace.library)
    people = len({item.person_ref for item in rows.restrictions})
    report = erased(workspace, elsewhere, person=CODE)
    assert holding(workspace.folder, elsewhere.cache, elsewhere.recovery, word=CODE) == []
    assert report.left == []
    after = read_rows(workspace.library)
    assert len({item.person_ref for item in after.restrictions}) == people


def test_the_ledger_keeps_that_it_happened_and_nothing_else(
    workspace: Workspace, take_out: Callable[[], Report]
) -> None:
    take_out()
    (stone,) = read_ledger(workspace.ledger).ledger.tombstones.values()
    kept = json.dumps([stone.key, stone.ref, stone.texts])
    assert stone.erased
    assert MARK not in kept
    assert REF not in kept


def test_a_copy_from_before_is_blocked_when_it_is_opened(workspace: Workspace, take_out: Callable[[], Report]) -> None:
    """Another laptop's copy, also where the row has got another id meanwhile."""
    old = workspace.folder.parent / "old.xlsx"
    shutil.copy2(workspace.library, old)
    take_out()
    stones = tuple(read_ledger(workspace.ledger).ledger.tombstones.values())
    library = without_left(read_rows(old), stones)
    story = library.get(REF)
    assert isinstance(story, Story)
    assert refusal(story, "tender", DAY).rule == "consent.withdrawn"
    assert [item.rule for item in library.findings if item.rule == "story.left"] == ["story.left"]
    renamed = replace(read_rows(old).get(REF), story_id="ST-99", title="Another", pseudonym="Sam")
    moved = replace(library, records={**library.records, "stories": (renamed,)}, findings=())
    found = without_left(moved, stones).stories[0]
    assert found.status == "withdrawn"


def test_a_pack_built_on_an_old_copy_does_not_tell_it(
    workspace: Workspace, take_out: Callable[[], Report], tmp_path: Path
) -> None:
    old = tmp_path / "old.xlsx"
    shutil.copy2(workspace.library, old)
    path = workspace.packs / "eastmoor-lot-2.pack.json"
    pack = load_pack(path)
    take_out()
    shutil.copy2(old, workspace.library)
    save_pack(pack, path)
    out = tmp_path / "again"
    assert main(["pack", "build", str(path), "--out", str(out), "--final", "--today", DAY.isoformat()]) != 0
    assert not out.exists() or holding(out) == []
    assert main(["pack", "build", str(path), "--out", str(out), "--today", DAY.isoformat()]) == 1
    assert holding(out) == []  # the draft has a grey block


def test_withdrawing_lists_where_it_went_and_drafts_the_letters(workspace: Workspace) -> None:
    library = read_rows(workspace.library)
    done = withdraw(workspace.library, workspace, library, REF, DAY, at=AT)
    assert done.outcome.state is State.APPLIED
    after = read_rows(workspace.library).get(REF)
    assert isinstance(after, Story)
    assert (after.status, after.withdrawn_on) == ("withdrawn", DAY)
    assert refusal(after, "tender", DAY).rule == "consent.withdrawn"
    assert [item.name for item in done.recall.recipients] == ["Eastmoor Borough Council (EXAMPLE)"]
    assert "eastmoor-lot-2.pack.json" in {path.name for path in done.recall.packs}
    assert "eastmoor-lot-2" in {path.name for path in done.recall.folders}
    texts = {path.name: " ".join(text for _part, text in said_in(path.read_bytes(), path.name)) for path in done.papers}
    assert "note-to-the-person-easy-read.docx" in texts
    whole = " ".join(texts.values())
    assert "cannot be called back" in whole
    assert "EXAMPLE" in whole
    assert MARK not in whole
    assert CODE not in whole
    assert str(library.get(REF).title) not in whole


def test_an_open_workbook_lets_the_withdrawal_wait_and_the_story_is_unusable_all_the_same(workspace: Workspace) -> None:
    library = read_rows(workspace.library)
    workspace.library.with_name("~$library.xlsx").write_bytes(b"\x04Anna" + b" " * 100)
    done = withdraw(workspace.library, workspace, library, REF, DAY, at=AT)
    assert done.outcome.state is State.PENDING
    stones = tuple(read_ledger(workspace.ledger).ledger.tombstones.values())
    story = without_left(read_rows(workspace.library), stones).get(REF)
    assert isinstance(story, Story)
    assert refusal(story, "tender", DAY).rule == "consent.withdrawn"


def test_permission_given_anew_counts(workspace: Workspace) -> None:
    library = read_rows(workspace.library)
    withdraw(workspace.library, workspace, library, REF, DAY, at=AT)
    stones = tuple(read_ledger(workspace.ledger).ledger.tombstones.values())
    story = library.get(REF)
    assert isinstance(story, Story)
    anew = replace(story, consent_given_on=date(2027, 1, 5), withdrawn_on=None, status="approved")
    asked = replace(library, records={**library.records, "stories": (anew,)})
    assert without_left(asked, stones) is asked


def test_everything_about_a_person_is_all_there_is(workspace: Workspace) -> None:
    library = read_rows(workspace.library)
    report = everything_about(CODE, workspace, library, DAY)
    text = "\n".join(
        str(cell) for section in report.sections for table in section.tables for row in table.rows for cell in row
    )
    assert SAID in text
    named = [record for record in library if getattr(record, "person_ref", "") == CODE]
    headings = " ".join(section.heading for section in report.sections)
    assert named
    assert all(record.ref in headings for record in named)
    assert "Eastmoor Borough Council (EXAMPLE)" in text


def test_the_search_afterwards_finds_what_was_hidden_from_it(
    workspace: Workspace, take_out: Callable[[], Report]
) -> None:
    """The check is no rubber stamp: a copy under another name and kind is found and told."""
    story = read_rows(workspace.library).get(REF)
    assert isinstance(story, Story)
    leaving = Leaving({REF}, (runs_of(story),), DAY)
    take_out()
    assert leftovers([workspace.folder], leaving) == ()
    shut = workspace.folder / "notes" / "old things.zip"
    shut.parent.mkdir()
    with zipfile.ZipFile(shut, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("letter.txt", f"He said: {SAID}")
    assert leftovers([workspace.folder], leaving) == ("notes/old things.zip",)


def test_the_journal_cannot_bring_it_back(workspace: Workspace, take_out: Callable[[], Report]) -> None:
    take_out()
    left = history(workspace.library)
    assert all(MARK not in str(entry) for entry in left.entries.values())
    assert read_versions(workspace.history).of(REF) == ()
    assert stories_of(read_rows(workspace.library), CODE) == ()
    assert recall_of(
        workspace, read_ledger(workspace.ledger).ledger, read_rows(workspace.library), REF, []
    ).recipients  # who had it is still known
