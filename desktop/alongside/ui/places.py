"""The places of the window: what they are called, how they are reached, and how each is made when it is first gone to.

A place's view is imported by its maker alone: the window opens sooner.
"""

# ruff: noqa: PLC0415

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QWidget

from alongside.findings import Finding
from alongside.i18n import _
from alongside.settings import Settings
from alongside.ui.ask import Ask
from alongside.ui.look import Look
from alongside.ui.session import Session

PACKS, LIBRARY, READINESS, FIGURES, SETTINGS = "packs", "library", "readiness", "figures", "settings"
TEMPLATES, HEALTH, VERIFY, BRING_IN, INTAKE = "templates", "health", "verify", "bring in", "intake"
CONSISTENCY, RESTRICTIONS = "consistency", "restrictions"
EASY_READ = "easy read"
REMAP = "another version"
PACK = "pack"  # an open pack; shown in the stead of all packs


class Hub(Protocol):
    """What a place needs of the window: its own parts, and where it may lead."""

    look: Look
    session: Session
    ask: Ask
    settings: Settings

    def show_ref(self, ref: str) -> None: ...
    def show_sheet(self, sheet: str) -> None: ...
    def show_finding(self, finding: Finding) -> None: ...
    def show_undo(self) -> None: ...
    def bring_in(self, path: Path | None) -> None: ...
    def leave_pack(self) -> None: ...
    def leave_intake(self) -> None: ...
    def read_document(self, path: Path | None) -> None: ...
    def choose_workspace(self) -> None: ...
    def open_workspace_folder(self) -> None: ...
    def go_library(self) -> None: ...
    def go_health(self) -> None: ...
    def go_templates(self) -> None: ...
    def go_verify(self) -> None: ...
    def show_easy_read(self, ref: str) -> None: ...
    def go(self, key: str) -> None: ...
    def use_look(self, name: str, percent: int) -> None: ...
    def use_keeping(self, wanted: bool) -> None: ...
    def keep_backups(self, number: int) -> None: ...
    def use_counting(self, wanted: bool) -> None: ...
    def use_lock_after(self, minutes: int) -> None: ...
    def use_account(self, account: str) -> None: ...
    def lock_workspace(self, password: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Place:
    """One place. Those without a place over them stand on the rail; those with a shortcut stand in the menu Go."""

    word: str
    icon: str
    keys: str
    make: Callable[[Hub], QWidget]
    under: str = ""  # the place on the rail that is lit meanwhile


def _packs(window: Hub) -> QWidget:
    from alongside.ui.packs_place import PacksPlace

    place = PacksPlace(window.look, window.session)
    place.sheet_wanted.connect(window.show_sheet)
    place.verify_wanted.connect(window.go_verify)
    place.document_wanted.connect(window.read_document)
    place.folder_wanted.connect(window.ask.open)
    return place


def _pack(window: Hub) -> QWidget:
    from alongside.ui.pack_place import PackPlace

    place = PackPlace(window.look, window.session, window.ask)
    place.left.connect(window.leave_pack)
    place.record_wanted.connect(window.show_finding)
    return place


def _library(window: Hub) -> QWidget:
    from alongside.ui.library_place import LibraryPlace

    place = LibraryPlace(window.look, window.session)
    place.pane.state_changed.connect(window.show_undo)
    place.pane.edits.standing_changed.connect(window.show_undo)
    place.bring_in_wanted.connect(window.bring_in)
    place.health_wanted.connect(window.go_health)
    place.pane.leaving.folder_wanted.connect(window.ask.open)
    place.pane.easy_read_wanted.connect(window.show_easy_read)
    return place


def _readiness(window: Hub) -> QWidget:
    from alongside.ui.readiness_place import ReadinessPlace

    place = ReadinessPlace(window.look, window.session)
    place.record_wanted.connect(window.show_ref)
    place.file_made.connect(window.ask.open)
    place.place_wanted.connect(window.go)
    return place


def _consistency(window: Hub) -> QWidget:
    from alongside.ui.consistency_place import ConsistencyPlace

    place = ConsistencyPlace(window.look, window.session, window.ask)
    place.record_wanted.connect(window.show_ref)
    place.left.connect(partial(window.go, READINESS))
    return place


def _restrictions(window: Hub) -> QWidget:
    from alongside.ui.restrictions_place import RestrictionsPlace

    place = RestrictionsPlace(window.look, window.session, window.ask)
    place.record_wanted.connect(window.show_ref)
    place.left.connect(partial(window.go, READINESS))
    return place


def _remap(window: Hub) -> QWidget:
    from alongside.ui.remap_place import RemapPlace

    place = RemapPlace(window.look, window.session)
    place.left.connect(partial(window.go, READINESS))
    return place


def _figures(window: Hub) -> QWidget:
    from alongside.ui.figures_place import FiguresPlace

    return FiguresPlace(window.look, window.session)


def _settings(window: Hub) -> QWidget:
    from alongside.ui.settings_place import SettingsPlace

    place = SettingsPlace(window.look, window.session, window.ask)
    place.look_wanted.connect(window.use_look)
    place.workspace_wanted.connect(window.choose_workspace)
    place.folder_wanted.connect(window.open_workspace_folder)
    place.templates_wanted.connect(window.go_templates)
    place.show_keeping(window.settings.keep_library)
    place.keeping_wanted.connect(window.use_keeping)
    place.backups_wanted.connect(window.keep_backups)
    place.show_counting(window.settings.count_pages)
    place.counting_wanted.connect(window.use_counting)
    place.lock_panel.account.setText(window.settings.account)
    place.lock_panel.lock_wanted.connect(window.lock_workspace)
    place.lock_panel.after.choose(str(window.settings.lock_after))
    place.lock_panel.after_wanted.connect(window.use_lock_after)
    place.lock_panel.account_wanted.connect(window.use_account)
    return place


def _templates(window: Hub) -> QWidget:
    from alongside.ui.templates_place import TemplatesPlace

    return TemplatesPlace(window.look, window.session, window.ask)


def _health(window: Hub) -> QWidget:
    from alongside.ui.health_place import HealthPlace

    place = HealthPlace(window.look, window.session, window.ask)
    place.record_wanted.connect(window.show_ref)
    place.left.connect(window.go_library)
    return place


def _bring_in(window: Hub) -> QWidget:
    from alongside.ui.bring_in import BringInPlace

    place = BringInPlace(window.look, window.session, window.ask)
    place.left.connect(window.go_library)
    place.done.connect(window.show_sheet)
    return place


def _intake(window: Hub) -> QWidget:
    from alongside.ui.intake_place import IntakePlace

    place = IntakePlace(window.look, window.session, window.ask)
    place.left.connect(window.leave_intake)
    place.undo_changed.connect(window.show_undo)
    return place


def _easy_read(window: Hub) -> QWidget:
    from alongside.ui.easy_read_place import EasyReadPlace

    place = EasyReadPlace(window.look, window.session, window.ask)
    place.left.connect(window.go_library)
    return place


def _verify(window: Hub) -> QWidget:
    from alongside.ui.verify_place import VerifyPlace

    return VerifyPlace(window.look, window.session, window.ask)


PLACES = {
    PACKS: Place(_("Packs"), "files", "Ctrl+1", _packs),
    LIBRARY: Place(_("Library"), "books", "Ctrl+2", _library),
    READINESS: Place(_("Readiness"), "grid-four", "Ctrl+3", _readiness),
    REMAP: Place(_("Another version of the framework"), "swap", "", _remap, READINESS),
    FIGURES: Place(_("Figures"), "chart-line-up", "Ctrl+4", _figures),
    CONSISTENCY: Place(_("What the sources say"), "scales", "Ctrl+7", _consistency, READINESS),
    RESTRICTIONS: Place(_("Restrictions"), "hand-palm", "Ctrl+8", _restrictions, READINESS),
    TEMPLATES: Place(_("Templates"), "file-text", "Ctrl+5", _templates, SETTINGS),
    HEALTH: Place(_("Library health"), "heartbeat", "Ctrl+6", _health, LIBRARY),
    BRING_IN: Place(_("Bring in a spreadsheet"), "download-simple", "", _bring_in, LIBRARY),
    INTAKE: Place(_("A buyer’s document"), "file-text", "", _intake, PACKS),
    EASY_READ: Place(_("Easy Read copy"), "book-open-text", "", _easy_read, LIBRARY),
    VERIFY: Place(_("Verify a built pack"), "shield-check", "", _verify, PACKS),
    SETTINGS: Place(_("Settings"), "gear-six", "Ctrl+,", _settings),
}
ON_RAIL = {key: place for key, place in PLACES.items() if not place.under}


def make(key: str, window: Hub) -> QWidget:
    """The view of a place, or of the open pack."""
    return _pack(window) if key == PACK else PLACES[key].make(window)
