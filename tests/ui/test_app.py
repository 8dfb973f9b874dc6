"""The program as a whole: how it begins, what it keeps, and its own self-test."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from alongside import app
from alongside.errors import AlongsideError
from alongside.settings import Settings, load_settings, save_settings


def test_the_self_test_is_content(root: Path):
    environment = {**os.environ, "PYTHONPATH": str(root / "desktop"), "QT_QPA_PLATFORM": "offscreen"}
    code = "import sys, datetime, alongside.app; sys.exit(alongside.app.self_test(datetime.date(2026, 11, 24)))"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_first_run_begins_with_a_copy_of_the_sample(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(app, "sample_folder", lambda: tmp_path / "Alongside sample")
    workspace, pack = app.first_workspace([], Settings())
    assert (workspace.library.is_file(), pack) == (True, None)
    assert len(workspace.pack_files()) == 2
    again, _pack = app.first_workspace([], Settings())  # the second run finds it there
    assert again.folder == workspace.folder


def test_the_last_workspace_is_opened_again_while_it_is_there(tmp_path: Path, sample, monkeypatch):
    monkeypatch.setattr(app, "sample_folder", lambda: tmp_path / "sample")
    assert app.first_workspace([], Settings(workspace=str(sample.folder)))[0].folder == sample.folder
    assert app.first_workspace([], Settings(workspace=str(tmp_path / "gone")))[0].folder == tmp_path / "sample"


def test_a_pack_named_on_the_command_line_is_opened_in_its_workspace(sample):
    pack = sample.pack_files()[0]
    workspace, found = app.first_workspace([str(pack)], Settings())
    assert (workspace.folder.resolve(), found) == (sample.folder.resolve(), pack.resolve())
    with pytest.raises(AlongsideError):
        app.first_workspace([str(Path(sys.prefix))], Settings())


def test_settings_are_kept_and_a_broken_file_is_no_reason_to_stop(tmp_path: Path):
    path = tmp_path / "deep" / "settings.json"
    assert load_settings(path) == Settings()
    kept = Settings(theme="dark", text_percent=150, workspace="here")
    save_settings(kept, path)
    assert load_settings(path) == kept
    path.write_text('{"theme": 7}', encoding="utf-8")
    assert load_settings(path) == Settings()
