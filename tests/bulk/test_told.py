"""A folder found unchanged says what was said when it was built."""

import shutil
from dataclasses import replace

import pytest

from alongside.bulk import told
from alongside.bulk.run import run_tasks
from alongside.bulk.tasks import State
from alongside.job_control import JobControl
from alongside.packs.pack import EvidenceBlock, changed, load_pack, save_pack


@pytest.fixture
def task(packs, tasks_in, tmp_path):
    (path,) = packs(1)
    pack = load_pack(path)
    (question,) = pack.questions
    unknown = (*question.blocks, EvidenceBlock(id="b9", ref="EV-999"))
    save_pack(changed(pack, questions=(changed(question, blocks=unknown),)), path)
    (made,) = tasks_in(tmp_path / "out", [path], pdf="embedded")
    return made


def done(task):
    return run_tasks([task], JobControl())[0]


def test_the_same_is_said_again(task):
    first, again = done(task), done(task)
    assert (first.state, again.state) == (State.BUILT, State.UNCHANGED)
    assert any("EV-999" in item.message for item in first.findings)
    assert replace(again, state=State.BUILT, summary=first.summary) == first
    assert set(again.summary) == set(first.summary)


def test_a_folder_that_was_moved_is_known_by_what_it_holds(task, tmp_path):
    first = done(task)
    moved = replace(task, target=tmp_path / "elsewhere" / task.name)
    shutil.copytree(task.target, moved.target)
    again = done(moved)
    assert (again.state, again.findings) == (State.UNCHANGED, first.findings)


def test_what_nobody_remembers_is_built_again(task, workspace):
    first = done(task)
    for path in workspace.told.iterdir():
        path.write_text("{", encoding="utf-8")
    again = done(task)
    assert (again.state, again.findings) == (State.BUILT, first.findings)
    assert done(task).state is State.UNCHANGED


def test_few_are_kept(task, workspace, monkeypatch):
    monkeypatch.setattr(told, "KEPT", 1)
    done(task)
    done(replace(task, pdf=""))
    assert len(list(workspace.told.iterdir())) == 1


def test_nothing_of_it_is_in_what_is_built(task):
    done(task)
    assert {path.suffix for path in task.target.iterdir()} == {".docx", ".pdf", ".json"}
    assert [path.name for path in task.target.glob("*.json")] == ["manifest.json"]
