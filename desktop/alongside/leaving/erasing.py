"""A story, or all of a person, erased from a whole workspace and from what the program keeps elsewhere."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.installation import installation
from alongside.job_control import JobControl
from alongside.leaving.leftovers import leftovers
from alongside.leaving.recall import Recall, recall_of, strings_of
from alongside.library.cache_files import clear
from alongside.library.echoes import runs_of
from alongside.library.files.cited import files_of
from alongside.library.files.index import path_of
from alongside.library.leaving.erased_workbook import Leaving, stand_in, without_repeats
from alongside.library.leaving.kept_beside import erase_in_history, erase_in_workbook
from alongside.library.leaving.tombstones import tombstone_of
from alongside.library.ledger.store import LedgerFile, read_ledger
from alongside.library.library import Library
from alongside.library.records import Story
from alongside.packs.easy_read import copy_path
from alongside.packs.pack import AnswerBlock, EvidenceBlock, Pack, StoryBlock, from_json, load_pack, save_pack, to_json
from alongside.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Places outside the workspace where the program keeps things."""

    cache: Path
    recovery: Path


@dataclass(frozen=True, slots=True)
class Desk:
    """A library, the workbook it was read from, and the workspace around it."""

    workbook: Path
    workspace: Workspace
    library: Library


@dataclass(slots=True)
class Report:
    """What was erased, what is still to be decided, and what is left."""

    records: tuple[str, ...] = ()  # of which something was taken out
    history: tuple[str, ...] = ()  # whose history went
    packs: tuple[str, ...] = ()  # of which something was taken out
    deleted: tuple[str, ...] = ()  # built folders and files that were deleted
    to_decide: tuple[str, ...] = ()  # built folders and files that have it, and were not to be deleted
    recall: tuple[Recall, ...] = ()
    left: list[str] = field(default_factory=list)  # sentences, or files that still hold any of it


def erase(
    desk: Desk, stories: Sequence[Story], today: date, elsewhere: Elsewhere, job: JobControl, *,
    person: str = "", delete: bool = False,
) -> Report:  # fmt: skip
    """Erase these stories and, where one is named, all that the library says of a person.

    The tombstones come first. `delete`: built folders and attached files that have it are deleted too; else they are
    told. Raises AlongsideError where the workbook is open elsewhere: then nothing but the tombstones was written.
    """
    workspace, library = desk.workspace, desk.library
    leaving = Leaving(
        frozenset(story.ref for story in stories), tuple(runs_of(story) for story in stories), today,
        person=person, stand_in=stand_in() if person else "",
    )  # fmt: skip
    ledger = read_ledger(workspace.ledger).ledger
    recall = tuple(recall_of(workspace, ledger, library, item.ref, [runs_of(item)]) for item in stories)
    files = _own_files(stories, library, workspace)
    LedgerFile(workspace.ledger, installation()).record_tombstones(
        [tombstone_of(story, today, erased=True) for story in stories]
    )
    job.check()
    done = erase_in_workbook(desk.workbook, leaving)
    report = Report(tuple(done.records), recall=recall, left=list(done.left))
    report.history = erase_in_history(workspace.history, leaving)
    report.packs = tuple(_erase_in_packs(workspace, leaving, report.left))
    _erase_in_recovery(elsewhere.recovery, leaving)
    _forget_told(workspace.told, report.left)
    clear(elsewhere.cache)
    folders = dict.fromkeys(folder for item in recall for folder in item.folders)
    found = [*folders, *files]
    if delete:
        report.deleted = tuple(name for path in found if (name := _deleted(path, report.left)))
    else:
        report.to_decide = tuple(path.name for path in found)
    places = (workspace.folder, elsewhere.cache, elsewhere.recovery)
    report.left += leftovers([place for place in places if place.exists()], leaving, _marks(stories, person), job)
    return report


def _marks(stories: Sequence[Story], person: str) -> tuple[str, ...]:
    """What is looked for letter by letter: the code. Words of the stories are looked for by their runs."""
    return tuple(filter(None, (person, *(story.title for story in stories if len(story.title.split()) > 2))))


def _own_files(stories: Sequence[Story], library: Library, workspace: Workspace) -> tuple[Path, ...]:
    """Files that nothing but these stories cites, and the copies made of them."""
    refs = {story.ref for story in stories}
    others = {name for record in library if record.ref not in refs for name in files_of(record)}
    names = [name for story in stories for name in files_of(story) if name not in others]
    paths = [path_of(name, workspace.files) for name in dict.fromkeys(names)]
    paths += [copy_path(workspace.folder, story.ref) for story in stories]  # in Easy Read
    return tuple(path for path in paths if path is not None and path.is_file())


def _deleted(path: Path, left: list[str]) -> str:
    try:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    except OSError as error:
        left.append(_("{name} could not be deleted: {why}.").format(name=path.name, why=error.strerror or error))
        return ""
    return path.name


def _erase_in_packs(workspace: Workspace, leaving: Leaving, left: list[str]) -> list[str]:
    found = []
    for path in workspace.pack_files():
        try:
            pack = load_pack(path)
            new = without(pack, leaving)
            if new != pack:
                save_pack(new, path)
                found.append(path.name)
        except (AlongsideError, OSError):
            left.append(_("The pack {name} could not be read or written.").format(name=path.name))
    return found


def _erase_in_recovery(folder: Path, leaving: Leaving) -> None:
    """Later copies of packs: one that has any of it is deleted, for its pack was just put right."""
    for path in folder.glob("*.pack.json") if folder.is_dir() else ():
        try:
            pack = load_pack(path)
            if without(pack, leaving) != pack:
                path.unlink()
        except AlongsideError:
            path.unlink(missing_ok=True)


def _forget_told(folder: Path, left: list[str]) -> None:
    """What was found at each build may quote anything; without it a pack is built again, and no more is lost."""
    for path in folder.glob("*.json") if folder.is_dir() else ():
        _deleted(path, left)


def without(pack: Pack, leaving: Leaving) -> Pack:
    """The pack without the stories' blocks and without any text that repeats them."""
    questions = []
    for question in pack.questions:
        blocks = tuple(
            _plain_block(block, leaving)
            for block in question.blocks
            if not (isinstance(block, StoryBlock) and block.ref in leaving.refs)
        )
        questions.append(msgspec.structs.replace(question, blocks=blocks))
    new = msgspec.structs.replace(pack, questions=tuple(questions))
    if not leaving.repeats(*strings_of(new)):
        return new
    return from_json(msgspec.json.encode(_plain(msgspec.json.decode(to_json(new)), leaving)), name=pack.title)


def _plain_block(block: Any, leaving: Leaving) -> Any:
    """A library item's edited text goes whole: what is left of it would be nobody's."""
    if isinstance(block, EvidenceBlock | AnswerBlock | StoryBlock) and leaving.repeats(
        block.text or "", block.original or ""
    ):
        return msgspec.structs.replace(block, text=None, original=None)
    return block


def _plain(value: Any, leaving: Leaving) -> Any:
    if isinstance(value, str):
        return without_repeats(value, leaving)
    if isinstance(value, list):
        return [_plain(item, leaving) for item in value]
    return {key: _plain(item, leaving) for key, item in value.items()} if isinstance(value, dict) else value
