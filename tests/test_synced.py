"""Folders that a service carries away are known by their names and marks."""

from pathlib import Path

import pytest

from alongside.synced import synced_by


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/home/a/OneDrive/Care", "OneDrive"),
        ("/home/a/OneDrive - Tamarind Lane/Care", "OneDrive"),
        ("/home/a/Dropbox (Work)/x/y/Care", "Dropbox"),
        ("/Users/a/Library/CloudStorage/GoogleDrive-a@example.org/My Drive/Care", "Google Drive"),
        ("/Users/a/Library/Mobile Documents/com~apple~CloudDocs/Care", "iCloud"),
        ("/home/a/Nextcloud/Care", "Nextcloud"),
        ("/home/a/Documents/Care", ""),
        ("/home/a/dropboxes of ours/Care", ""),
        ("/home/a/icloudy/Care", ""),
    ],
)
def test_by_name(path, service):
    assert synced_by(Path(path), {}) == service


def test_by_mark(tmp_path):
    (tmp_path / "shared" / "Care").mkdir(parents=True)
    assert synced_by(tmp_path / "shared" / "Care", {}) == ""
    (tmp_path / "shared" / ".sync_journal.db").touch()
    assert synced_by(tmp_path / "shared" / "Care", {}) == "Nextcloud"


def test_by_the_environment():
    assert synced_by(Path("/work/moved/Care"), {"OneDriveCommercial": "/work/moved"}) == "OneDrive"
