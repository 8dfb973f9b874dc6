"""Each real file that asks something: read, corrected, made a pack, answered, handed back, read again."""

import shutil
from pathlib import Path

import pytest
from tests.bulk.conftest import DAY

from alongside.bulk.answering import Wanted, answer_file
from alongside.bulk.opened import open_pack
from alongside.errors import AlongsideError
from alongside.intake.asked import FileKind, Slot
from alongside.intake.corrected import questions
from alongside.intake.reading import asked_in, read_form
from alongside.intake.remembered import Memory, recollected
from alongside.intake.taken_up import keep_file, take_up
from alongside.job_control import JobControl
from alongside.packs.pack import TextBlock, changed, save_pack
from alongside.packs.recipes import load_recipe
from alongside.packs.starting import new_pack
from alongside.render.package import read_parts, tree_of
from alongside.render.wordml import texts
from alongside.workspace import Workspace

MOST = 60  # questions of a file that are answered: the rest is the same again
LARGE = 200_000  # bytes; a larger file takes half a minute and shows nothing more here


@pytest.mark.parametrize("folder", ["docx_real", "xlsx_real"])
def test_nothing_is_lost_on_the_way_there_and_back(
    folder: str, corpora: Path, workspace: Workspace, tmp_path: Path
) -> None:
    answered = 0
    for at, path in enumerate(sorted((corpora / folder).iterdir())):
        if path.stat().st_size > LARGE:
            continue
        try:
            form = read_form(path, None)
        except AlongsideError:
            continue  # refused in a sentence: tests/intake looks at that
        found = asked_in(form)
        asked = questions(recollected(Memory(buyer=""), found.questions, form.parts))
        if not asked or form.kind is FileKind.PDF:
            continue
        source = keep_file(workspace, Path(shutil.copy(path, tmp_path)), found, DAY)
        base = new_pack(load_recipe(workspace.recipes, "tender_response"), path.stem, (), "", DAY)
        pack = take_up(base, asked, source, found.stated, buyer="")
        typed = {item.id: f"Answer {n} of file {at}, quite so." for n, item in enumerate(pack.questions)}
        pack = changed(pack, questions=tuple(
            changed(item, blocks=(TextBlock(id=f"b-{item.id}", text=typed[item.id]),))
            if n < MOST and item.slot in {Slot.CELL, Slot.BELOW} and not item.options else item
            for n, item in enumerate(pack.questions)
        ))  # fmt: skip
        file = workspace.packs / f"real-{at}.pack.json"
        save_pack(pack, file)
        out = tmp_path / f"answered-{at}{path.suffix}"
        if path.suffix.lower() not in {".docx", ".xlsx", ".docm", ".xlsm"}:
            continue
        try:
            done = answer_file(
                open_pack(file, DAY, JobControl()), Wanted(workspace.folder / source.file, out), JobControl()
            )
        except AlongsideError:
            assert not out.exists()
            continue
        if done.path is None:
            continue
        answered += 1
        parts = read_parts(out.read_bytes(), out.name) if folder == "docx_real" else None
        if parts is not None:
            told = "\n".join(texts(tree_of(parts["word/document.xml"], out.name)))
            wanted = [typed[item.id] for item in pack.questions if item.blocks]
            lost = [text for text in wanted if text not in told]
            said = sum(1 for item in done.findings if item.rule in {"answer.not_written", "answer.no_question"})
            assert len(lost) <= said, f"{path.name}: {len(lost)} answers were lost without a word"
        asked_in(read_form(out, None))  # what came out can be read again
    assert answered
