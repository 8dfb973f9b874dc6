"""What is there and would be the same again is left; any difference is a reason to build."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from alongside.bulk import resume, run
from alongside.bulk.tasks import State
from alongside.job_control import JobControl
from alongside.render.manifest import NAME
from alongside.workspace import Workspace

Change = Callable[[Workspace, Path], None]


def state(task) -> State:
    return run.run_tasks([task], JobControl())[0].state


def longer(path: Path) -> None:
    """The same workbook or document with another digest: a zip may end in a comment."""
    data = path.read_bytes()
    assert data[-2:] == b"\0\0"
    path.write_bytes(data[:-2] + b"\x01\0!")


CHANGES: dict[str, Change] = {
    "pack": lambda w, _out: _sub(w.packs / "small-1.pack.json", "Answer 1.", "Another answer."),
    "library": lambda w, _out: longer(w.library),
    "template": lambda w, _out: longer(w.templates / "tender_response.docx"),
    "recipe": lambda w, _out: _append(w.recipes / "tender_response.toml", "\n# changed\n"),
    "frameworks": lambda w, _out: _append(w.frameworks / "frameworks" / "crosswalk.csv", "\n"),
    "references": lambda w, _out: _append(w.frameworks / "references.csv", "\n"),
    "a character of an output": lambda _w, out: longer(out / "tender_response.docx"),
    "an output gone": lambda _w, out: (out / "tender_response.docx").unlink(),
    "the list of outputs": lambda _w, out: _append(out / NAME, "}"),
    "no list": lambda _w, out: (out / NAME).unlink(),
}


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def _sub(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_a_reason_to_build(packs, tasks_in, workspace, tmp_path, change):
    (task,) = tasks_in(tmp_path / "out", packs(1))
    assert state(task) is State.BUILT
    assert state(task) is State.UNCHANGED
    CHANGES[change](workspace, task.target)
    assert resume.unchanged(task) is None
    if change == "no list":  # a folder without one may be somebody's own
        assert state(task) is State.FAILED
        return
    assert state(task) is State.BUILT
    assert state(task) is State.UNCHANGED


@pytest.mark.parametrize(
    "other", [{"day": date(2026, 11, 25)}, {"final": True}, {"pdf": "embedded"}, {"pdf": "libreoffice"}], ids=str
)
def test_another_wish_is_a_reason_to_build(packs, tasks_in, tmp_path, other):
    paths = packs(1)
    (task,) = tasks_in(tmp_path / "out", paths)
    (wished,) = tasks_in(tmp_path / "out", paths, **other)
    state(task)
    assert resume.unchanged(task)
    assert resume.unchanged(wished) is None


def test_another_service_is_a_reason_to_build(packs, tasks_in, tmp_path):
    (task,) = tasks_in(tmp_path / "out", packs(1), service="OAK")
    (other,) = tasks_in(tmp_path / "out", packs(1), service="MAR")
    state(task)
    task.target.rename(other.target)
    assert resume.unchanged(other) is None


def test_another_version_of_the_program_or_the_converter_is_a_reason_to_build(packs, tasks_in, tmp_path, monkeypatch):
    (task,) = tasks_in(tmp_path / "out", packs(1), pdf="embedded")
    state(task)
    assert resume.unchanged(task)
    with monkeypatch.context() as patch:
        patch.setattr(resume, "embedded_version", lambda: "99")
        assert resume.unchanged(task) is None
    monkeypatch.setattr(resume, "__version__", "99")
    assert resume.unchanged(task) is None


def test_a_file_put_beside_is_kept(packs, tasks_in, tmp_path):
    (task,) = tasks_in(tmp_path / "out", packs(1))
    state(task)
    (task.target / "notes.txt").write_text("mine", encoding="utf-8")
    assert state(task) is State.UNCHANGED
    assert (task.target / "notes.txt").is_file()


def test_an_unchanged_pack_tells_what_is_there(packs, tasks_in, tmp_path):
    (task,) = tasks_in(tmp_path / "out", packs(1), pdf="embedded")
    built, again = (run.run_tasks([task], JobControl())[0] for _ in range(2))
    assert set(again.files) == set(built.files)
    assert (again.title, again.counts, again.pdf, again.pages) == (built.title, built.counts, built.pdf, built.pages)
    assert again.summary["words"] == built.summary["words"]
