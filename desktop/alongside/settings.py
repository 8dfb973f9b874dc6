"""What the user set for this computer: text scale, theme, the last workspace. One small JSON file."""

import contextlib
from pathlib import Path

import msgspec
from msgspec import Struct

APP = "Alongside"
BACKUPS_KEPT = 10  # dated copies of a workbook


class Settings(Struct, frozen=True, kw_only=True):
    """Unknown fields are from a newer version and are left out."""

    theme: str = "system"  # system, light or dark
    text_percent: int = 100
    backups: int = BACKUPS_KEPT  # dated copies of the library that are kept when it is edited
    keep_library: bool = True  # whether what was read of a large workbook is kept, so that it opens at once
    count_pages: bool = True  # whether LibreOffice or Word counts the pages of the open pack in the background
    libraries: tuple[str, ...] = ()  # other libraries that were looked at, the last one first
    lock_after: int = 0  # minutes without use, after which a workspace that was unlocked is locked again; 0: never
    synced: tuple[str, ...] = ()  # workspaces in a synced folder whose owner said that it is known
    account: str = ""  # the role or account that the log of exports names; typed, never taken from the computer
    workspace: str = ""  # the folder that was open last; "": none yet


def settings_file() -> Path:
    """Where the settings are kept on this computer."""
    from platformdirs import user_config_path  # noqa: PLC0415 - the command line needs none of it

    return user_config_path(APP, appauthor=False) / "settings.json"


def recovery_folder() -> Path:
    """Where a pack goes that could not be saved in its own place."""
    from platformdirs import user_data_path  # noqa: PLC0415

    return user_data_path(APP, appauthor=False) / "recovery"


def sample_folder() -> Path:
    """Where the first run lays the sample workspace."""
    from platformdirs import user_documents_path  # noqa: PLC0415

    return user_documents_path() / "Alongside sample"


def load_settings(path: Path) -> Settings:
    """The settings, or the defaults where there are none or they cannot be read: no reason to stop."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Settings)
    except (OSError, msgspec.DecodeError):
        return Settings()


def save_settings(settings: Settings, path: Path) -> None:
    """Keep the settings. A folder that cannot be written loses them, and nothing else."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".part")
        draft.write_bytes(msgspec.json.format(msgspec.json.encode(settings), indent=2) + b"\n")
        draft.replace(path)
