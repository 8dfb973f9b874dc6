"""Whether a service carries a folder to other computers: told by names and marks on the disk, never by asking."""

import os
from collections.abc import Mapping
from pathlib import Path

_BY_NAME = (
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("icloud", "iCloud"),
    ("com~apple~clouddocs", "iCloud"),
    ("mobile documents", "iCloud"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("sharepoint", "SharePoint"),
)
_BY_MARK = (
    (".dropbox", "Dropbox"),
    (".dropbox.cache", "Dropbox"),
    (".tmp.drivedownload", "Google Drive"),
    (".tmp.driveupload", "Google Drive"),
    (".sync_journal.db", "Nextcloud"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
)
_BY_VARIABLE = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")


def synced_by(folder: Path, environment: Mapping[str, str] | None = None) -> str:
    """The name of the service that seems to synchronise the folder; empty: none was found, which proves nothing."""
    environment = os.environ if environment is None else environment
    roots = {Path(environment[name]) for name in _BY_VARIABLE if environment.get(name)}
    for here in (folder, *folder.parents):
        if here in roots:
            return "OneDrive"
        name = here.name.casefold()
        for beginning, service in _BY_NAME:
            if name == beginning or (name.startswith(beginning) and not name[len(beginning)].isalnum()):
                return service
        for mark, service in _BY_MARK:
            if _exists(here / mark):
                return service
    return ""


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False
