"""Folders that a service carries away are known by their names and marks."""

from pathlib import Path

import pytest

from alongside.synced import synced_by


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/people/a/OneDrive/Care", "OneDrive"),
        ("/people/a/OneDrive - Tamarind Lane/Care", "OneDrive"),
        ("/people/a/Dropbox (Work)/x/y/Care", "Dropbox"),
        ("/people/a/Library/CloudStorage/GoogleDrive-a@example.org/My Drive/Care", "Google Drive"),
        ("/people/a/Library/Mobile Documents/com~apple~CloudDocs/Care", "iCloud"),
        ("/people/a/Nextcloud/Care", "Nextcloud"),
        ("/people/a/Documents/Care", ""),
        ("/people/a/dropboxes of ours/Care", ""),
        ("/people/a/icloudy/Care", ""),
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
    assert synced_by(Path("/elsewhere/Care"), {"OneDriveCommercial": "/elsewhere"}) == "OneDrive"
