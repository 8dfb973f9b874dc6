"""The right side of the Library place: one record to read, to edit in place, to copy, to retire; a new one to write."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QToolButton, QWidget

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.editing.changes import AddRecord, Change, RetireRecord
from alongside.library.editing.draft import Checker, copied, missing_columns, next_id, with_changes
from alongside.library.editing.journal import State
from alongside.library.editing.saving import Outcome
from alongside.library.editing.takeback import described, record_of
from alongside.library.library import Library
from alongside.library.records import BY_SHEET, Record, Story
from alongside.library.upkeep.status import may_follow, with_status
from alongside.ui.backups_view import BackupsView
from alongside.ui.clash_view import ClashView
from alongside.ui.fields import SUGGESTED
from alongside.ui.leaving_view import ERASE, PERSON, WITHDRAW, LeavingView
from alongside.ui.library_edits import LibraryEdits
from alongside.ui.look import Look
from alongside.ui.pending_banner import PendingBanner
from alongside.ui.record_editor import Editing, RecordEditor
from alongside.ui.record_view import RecordView
from alongside.ui.session import Session
from alongside.ui.widgets import button, column, frame, icon_button, label, row
from alongside.ui.wording import SHEETS, label_of, title_of, value_text

WITHDRAWN = "withdrawn"
MARK_AS = {  # the words of the menu; that a row is withdrawn is said by retiring it
    "checked": _("Mark as checked"),
    "approved": _("Mark as approved"),
    "draft": _("Make it a draft again"),
    "expired": _("Mark as expired"),
}


class RecordPane(QWidget):
    """Shows the record it is given. An unfinished edit stays with its record while another is looked at."""

    easy_read_wanted = Signal(str)  # the id of a story whose own copy is to be made
    record_wanted = Signal(str, str)  # sheet and id: show this row in the table
    came_forward = Signal()  # a form, a choice or the backups are to be seen now, whatever is in front of them
    state_changed = Signal()  # whether something can be saved, or is unfinished

    def __init__(self, look: Look, session: Session, view: RecordView) -> None:
        super().__init__()
        self._look, self._session, self.view = look, session, view
        self.edits: LibraryEdits = session.edits
        self.banner = PendingBanner(look, self.edits)
        self.record: Record | None = None
        self._unfinished: dict[tuple[str, str], tuple[Editing, dict[str, Any]]] = {}
        self._checker: tuple[Library, Checker] | None = None
        self._said = ""  # what to say once an edit is written
        self._wanted: tuple[str, str] | None = None  # a new record that the library does not have yet
        self._handed: tuple[str, str] | None = None  # whose edit is being written
        outer = column(self, space=8)
        outer.addLayout(self._bar())
        self.waits = frame("note", tone="info")
        inside = column(self.waits, margin=10, space=2)
        self.waits_words = label("", "small", wrap=True)
        inside.addWidget(self.waits_words)
        self.waits.hide()
        outer.addWidget(self.waits)
        self.editor = RecordEditor(look)
        self.clashes = ClashView(look)
        self.copies = BackupsView(look, self.edits)
        self.leaving = LeavingView(look, session)
        self._stack = QStackedWidget()
        for part in (view, self.editor, self.clashes, self.copies, self.leaving):
            self._stack.addWidget(part)
        outer.addWidget(self._stack, 1)
        self.editor.saved.connect(self._hand_over)
        self.editor.cancelled.connect(self._cancel)
        self.clashes.chosen.connect(self.edits.settle)
        self.clashes.all_chosen.connect(self.edits.settle_all)
        self.clashes.left.connect(self._read)
        self.copies.left.connect(self._read)
        self.leaving.left.connect(self._read)
        self.banner.clashes_wanted.connect(self.show_clashes)
        self.banner.reload_wanted.connect(session.read_library)
        self.edits.saved.connect(self._saved)
        self.edits.refused.connect(self._refused)
        self.edits.standing_changed.connect(self._standing_changed)
        session.library_changed.connect(self._show_wanted)
        self._show_bar()

    def _bar(self) -> QHBoxLayout:
        line = row(space=6)
        self.go_back = button("", "link", _("Go on with what is not saved yet"))
        self.go_back.clicked.connect(self._go_back)
        self.go_back.hide()
        line.addWidget(self.go_back)
        line.addStretch(1)
        self.edit_button = button(_("Edit"), "", _("Edit this record (F2)"))
        self._look.dress(self.edit_button, "pencil-simple", "quiet", 16)
        self.edit_button.clicked.connect(self.edit)
        self.more = icon_button(self._look, "dots-three-vertical", _("Status, copy, retire, backups"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.more)
        self.status_actions = {status: menu.addAction(words) for status, words in MARK_AS.items()}
        for action in self.status_actions.values():
            action.triggered.connect(self._mark)
        menu.addSeparator()
        self.copy_action = menu.addAction(_("Duplicate"))
        self.retire_action = menu.addAction(_("Retire: keep it, use it no more"))
        menu.addSeparator()
        self.easy_read_action = menu.addAction(_("Easy Read copy …"))
        self.easy_read_action.triggered.connect(self._easy_read)
        self.leaving_actions = {  # of stories alone: what their person may ask for
            WITHDRAW: menu.addAction(_("Withdraw … the person takes it back")),
            PERSON: menu.addAction(_("Everything about this person …")),
            ERASE: menu.addAction(_("Erase …")),
        }
        for action in self.leaving_actions.values():
            action.triggered.connect(self._leave)
        menu.addSeparator()
        self.backups_action = menu.addAction(_("Backups …"))
        self.copy_action.triggered.connect(self.duplicate)
        self.retire_action.triggered.connect(self.retire)
        self.backups_action.triggered.connect(self.show_backups)
        self.more.setMenu(menu)
        line.addWidget(self.edit_button)
        line.addWidget(self.more)
        line.setContentsMargins(0, 0, 8, 0)
        return line

    # --- what is shown ------------------------------------------------------------------------------------------

    @property
    def editing(self) -> bool:
        """Whether the form is open."""
        return self._stack.currentWidget() is self.editor

    @property
    def unfinished(self) -> tuple[str, ...]:
        """Ids of the records with edits that are not saved; "" stands for a new one."""
        self._put_aside()
        return tuple(ref for _sheet, ref in self._unfinished)

    def show_record(self, record: Record | None, uses: Sequence[str] = ()) -> None:
        """Show a record, or nothing. Where its edit was not finished, the form comes back with it."""
        same = record is not None and self.record is not None and _key(record) == _key(self.record)
        if same and record is not None and self.editing and self.editor.editing is not None:
            if record != self.record:
                self.record = record
                self._edit(self._editing(record, self.editor.typed))
            return
        if self.editing and self.editor.editing is not None and self.editor.editing.record is None and same:
            return
        self._put_aside()
        self.record = record
        if record is None:
            self.view.show_nothing()
        else:
            waiting = self.edits.waiting_for(record)
            shown = with_changes(record, waiting)
            self.view.show_record(shown, self._session.findings_of(record), uses, self._session.today)
            self.waits_words.setText(
                _("Waits to be written into the workbook: {what}.").format(what=described(waiting, label_of))
            )
            self.waits.setVisible(bool(waiting))
        kept = self._unfinished.pop(_key(record), None) if record is not None else None
        if kept is not None and record is not None:
            self._edit(self._editing(record, kept[1]))
        elif self._stack.currentWidget() not in {self.clashes, self.copies, self.leaving} or not same:
            self._stack.setCurrentWidget(self.view)
        self._show_bar()

    def _show_bar(self) -> None:
        reading = self._stack.currentWidget() is self.view
        record = self.record
        self.edit_button.setVisible(reading and record is not None)
        self.more.setVisible(reading)
        follow = may_follow(record) if record is not None else ()
        for status, action in self.status_actions.items():
            action.setVisible(status in follow)
        story = record if isinstance(record, Story) else None
        self.easy_read_action.setVisible(story is not None and story.status != WITHDRAWN)
        for mode, action in self.leaving_actions.items():
            action.setVisible(story is not None and (mode != PERSON or bool(story.person_ref)))
        self.copy_action.setEnabled(record is not None)
        self.retire_action.setEnabled(record is not None and record.status != WITHDRAWN)
        if not reading:
            self.waits.hide()
        left = [key for key in self._unfinished if self.record is None or key != _key(self.record)]
        self.go_back.setVisible(bool(left) and not self.editing)
        if left:
            name = left[-1][1] or _("the new record")
            self.go_back.setText(_("Not saved: {name}").format(name=name))
            self.go_back.setAccessibleName(self.go_back.text())
        self.state_changed.emit()

    def _standing_changed(self) -> None:
        if self._stack.currentWidget() is self.clashes:
            self._list_clashes()
        elif not self.editing and self.record is not None:
            self.record_wanted.emit(*_key(self.record))

    def show_clashes(self) -> None:
        """Show what is to be decided."""
        self._list_clashes()
        self.came_forward.emit()

    def _list_clashes(self) -> None:
        """What there still is to decide; nothing more leads back."""
        standing = self.edits.standing
        entries = (*standing.clashes, *standing.refused)
        if not entries:
            self._read()
            return
        self._put_aside()
        self.clashes.show_entries(entries)
        self._stack.setCurrentWidget(self.clashes)
        self._show_bar()

    def show_backups(self) -> None:
        """Show the dated copies of the workbook."""
        self._put_aside()
        self.copies.refresh()
        self._stack.setCurrentWidget(self.copies)
        self.came_forward.emit()
        self._show_bar()

    def _easy_read(self) -> None:
        if isinstance(self.record, Story):
            self.easy_read_wanted.emit(self.record.ref)

    def _leave(self) -> None:
        mode = next((known for known, action in self.leaving_actions.items() if action is self.sender()), "")
        if mode:
            self.show_leaving(mode)

    @property
    def leaving_offered(self) -> dict[str, str]:
        """What may be done for the story's person, by its word: nothing, where no story is shown."""
        ref = self.record.ref if self.record is not None else ""
        return {mode: f"{ref}: {action.text()}" for mode, action in self.leaving_actions.items() if action.isVisible()}

    def show_leaving(self, mode: str) -> None:
        """Show what will happen where the story's person takes it back, asks for all, or has it erased."""
        if isinstance(self.record, Story):
            self._put_aside()
            self.leaving.show_story(self.record, mode)
            self._stack.setCurrentWidget(self.leaving)
            self._show_bar()

    def _read(self) -> None:
        self._stack.setCurrentWidget(self.view)
        self._show_bar()
        if self.record is not None:
            self.record_wanted.emit(*_key(self.record))

    # --- editing ------------------------------------------------------------------------------------------------

    def edit(self) -> None:
        """Open the form on the record that is shown, with what waits for it already in it."""
        if self.record is not None and not self.editing:
            waiting = self.edits.waiting_for(self.record)
            after = with_changes(self.record, waiting)
            values = {change.heading: getattr(after, change.heading, None) for change in waiting}
            self._edit(self._editing(self.record, {name: values[name] for name in values if hasattr(after, name)}))
            self.editor.focus_first()

    def add(self, sheet: str) -> None:
        """Open the form for a new record of a sheet, its id proposed."""
        self._new(sheet, {})

    def duplicate(self) -> None:
        """Open the form for a new record that begins as a copy of the one shown."""
        if self.record is not None:
            self._new(self.record.sheet, copied(self.record))

    def _new(self, sheet: str, values: Mapping[str, Any]) -> None:
        known = self._session.known
        if known is None:
            return
        self._put_aside()
        missing = missing_columns(known.library, sheet)
        begun: dict[str, Any] = {BY_SHEET[sheet].id_field: next_id(known.library, sheet, self.edits.waiting_ids())}
        begun["created_on"] = self._session.today
        begun["status"] = "draft"
        services = known.library.services
        if len(services) == 1:
            begun["service_id"] = services[0].ref
        begun.update(values)
        begun = {heading: value for heading, value in begun.items() if heading not in missing}
        self._edit(Editing(sheet, None, begun, missing))
        self.editor.focus_first()

    def _editing(self, record: Record, values: Mapping[str, Any]) -> Editing:
        known = self._session.known
        missing = missing_columns(known.library, record.sheet) if known else frozenset()
        return Editing(record.sheet, record, values, missing)

    def _edit(self, editing: Editing) -> None:
        known = self._session.known
        if known is None:
            return
        library = known.library
        if self._checker is None or self._checker[0] is not library:
            self._checker = (library, Checker(library, self._session.today))
        ids = {sheet: [item.ref for item in rows] for sheet, rows in library.records.items() if len(rows) <= SUGGESTED}
        self.editor.edit(editing, self._checker[1], ids)
        self._stack.setCurrentWidget(self.editor)
        self.came_forward.emit()
        self._show_bar()

    def _put_aside(self) -> None:
        """Keep what is typed and not saved, by its record."""
        editing = self.editor.editing if self.editing else None
        if editing is not None:
            typed = self.editor.typed
            if typed and (editing.record is not None or set(typed) - set(editing.values)):
                self._unfinished[editing.key] = (editing, typed)
            else:
                self._unfinished.pop(editing.key, None)

    def _go_back(self) -> None:
        left = [key for key in self._unfinished if self.record is None or key != _key(self.record)]
        if not left:
            return
        sheet, ref = left[-1]
        if ref:
            self.record_wanted.emit(sheet, ref)
            return
        editing, typed = self._unfinished.pop((sheet, ref))
        self._edit(Editing(sheet, None, {**editing.values, **typed}, editing.missing))

    def _cancel(self) -> None:
        if self.editor.editing is not None:
            self._unfinished.pop(self.editor.editing.key, None)
        self._stack.setCurrentWidget(self.view)
        self._show_bar()
        self.view.setFocus()

    def save(self) -> None:
        """Save the form, if it is open."""
        if self.editing:
            self.editor.submit()

    def _mark(self) -> None:
        status = next((known for known, action in self.status_actions.items() if action is self.sender()), "")
        if status:
            self.mark(status)

    def mark(self, status: str) -> None:
        """Give the row the next status, dated today; History tells who did. Undo takes it back."""
        record = self.record
        if record is None or status not in may_follow(record):
            return
        missing = missing_columns(self._session.known.library, record.sheet) if self._session.known else frozenset()
        changes = [item for item in with_status(record, status, self._session.today) if item.heading not in missing]
        self._said = _("{ref} is marked as {status}.").format(
            ref=record.ref or title_of(record), status=value_text(status)
        )
        self.edits.save(changes)

    def retire(self) -> None:
        """Set the status to withdrawn; undo takes it back."""
        record = self.record
        if record is not None and record.status != WITHDRAWN:
            self._said = _("{ref} is withdrawn: it stays in the workbook and is no longer used.").format(
                ref=record.ref or title_of(record)
            )
            self.edits.save([RetireRecord(sheet=record.sheet, row=record.row, ref=record.ref, seen=record.status)])

    def _hand_over(self, changes: tuple[Change, ...]) -> None:
        self.editor.save.setEnabled(False)
        editing = self.editor.editing
        self._handed = editing.key if editing is not None else None
        first = changes[0]
        if isinstance(first, AddRecord):
            sheet, ref = record_of(first)
            self._said = _("{ref} was added to {sheet}.").format(ref=ref, sheet=SHEETS.get(sheet, sheet))
        else:
            self._said = ""
        self.edits.save(changes)

    # --- what became of it --------------------------------------------------------------------------------------

    def _saved(self, outcome: Outcome) -> None:
        """An edit was written, waits or clashes: the form is done with."""
        said, self._said = self._said, ""
        mine = self._handed is not None and self.editor.editing is not None and self.editor.editing.key == self._handed
        editing, self._handed = self.editor.editing, None
        if mine and editing is not None:
            self._unfinished.pop(editing.key, None)
            if self.editing:
                self._stack.setCurrentWidget(self.view)
        if outcome.state is State.APPLIED and said:
            self.banner.say_done(" ".join([said, *(item.message for item in outcome.findings)]), outcome.edit)
        elif outcome.findings:
            self.banner.say_trouble(" ".join(f"{item.message} {item.remedy}" for item in outcome.findings))
        else:
            self.banner.forget_done()
            self.view.setFocus()  # it may have been on the button that is gone now
        self._show_bar()
        if mine and editing is not None and editing.record is None:
            heading = BY_SHEET[editing.sheet].id_field
            self._wanted = (editing.sheet, str(self.editor.typed.get(heading, "")))
            self._show_wanted()
        elif self.record is not None:
            self.record_wanted.emit(*_key(self.record))
        if outcome.state in {State.CONFLICT, State.REFUSED}:
            self.edits.look()

    def _show_wanted(self) -> None:
        """Show the new record as soon as the library has it."""
        known = self._session.known
        if self._wanted is not None and known is not None and known.library.record_at(*self._wanted) is not None:
            wanted, self._wanted = self._wanted, None
            self.record_wanted.emit(*wanted)

    def _refused(self, error: AlongsideError) -> None:
        """It can never be made: the form stays, and says why."""
        self._said, self._handed = "", None
        if self.editing:
            self.editor.said.setText(error.sentence())
            self.editor.save.setEnabled(True)
        else:
            self.banner.say_trouble(error.sentence())


def _key(record: Record) -> tuple[str, str]:
    return record.sheet, record.ref or f"#{record.row}"
