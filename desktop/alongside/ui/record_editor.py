"""The form in which one record is edited in place, or a new one is written; only what changed is handed on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from alongside.findings import Finding
from alongside.i18n import _, ngettext
from alongside.library.columns import Column, Kind
from alongside.library.editing.changes import Change, SetField, Value, empty, record_added
from alongside.library.editing.draft import STOPS, Checker, field_read, record_of
from alongside.library.records import BY_SHEET, Record, columns_of
from alongside.ui.fields import Field, LineControl, spaced
from alongside.ui.look import Look
from alongside.ui.widgets import Elided, button, clear, column, frame, label, row, scrolled
from alongside.ui.wording import SHEETS, title_of

CHECK_AFTER_MS = 250
HOUSEKEEPING = ("created_on", "updated_on", "owner_role", "source_doc", "source_date", "confidentiality")
OF_THE_PROGRAM = frozenset({"used_in"})  # nobody types it


@dataclass(frozen=True, slots=True)
class Editing:
    """What is being edited: a record of the library, or a new one that begins with some values."""

    sheet: str
    record: Record | None = None  # None: a new one
    values: Mapping[str, Any] = field(default_factory=dict)  # to begin with, in place of the record's own
    missing: frozenset[str] = frozenset()  # headings that the workbook lacks

    @property
    def key(self) -> tuple[str, str]:
        """By which an unfinished edit is found again."""
        return self.sheet, self.record.ref if self.record else ""

    def starting(self, heading: str) -> Any:
        """What the workbook holds."""
        return getattr(self.record, heading) if self.record is not None else None


class RecordEditor(QWidget):
    """Edits one record. `saved` hands over the changes; nothing is written before."""

    saved = Signal(object)  # tuple[Change, ...]
    cancelled = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.editing: Editing | None = None
        self._checker: Checker | None = None
        self.fields: dict[str, Field] = {}
        self._own: dict[str, list[Finding]] = {}  # what reading a field found, by heading
        self._read_values: dict[str, Any] = {}  # what each field means, by heading
        self._stops: list[Finding] = []  # what would be lost or refused
        self._touched: set[str] | None = None  # of a new record, the fields to speak of; None: all
        self._more: QWidget | None = None
        self._more_button: QWidget | None = None
        self.setAccessibleName(_("Edit a record"))
        outer = column(self, space=0)
        head = column(space=2)
        head.setContentsMargins(0, 0, 12, 12)
        self.kicker = label("", "small")
        self.title = Elided("", "heading")
        head.addWidget(self.kicker)
        head.addWidget(self.title)
        outer.addLayout(head)
        self._form = QWidget()
        self._inner = column(self._form, space=8)
        self._inner.setContentsMargins(0, 0, 12, 16)
        self._area: QScrollArea = scrolled(self._form)
        outer.addWidget(self._area, 1)
        foot = frame("foot")
        line = row(foot, space=8)
        line.setContentsMargins(0, 10, 12, 0)
        self.said = label("", "small", wrap=True)
        line.addWidget(self.said, 1)
        self.cancel = button(_("Cancel"), "quiet", _("Leave it as it is (Esc)"))
        self.save = button(_("Save"), "primary", _("Write it into the workbook (Ctrl+S)"))
        self.cancel.clicked.connect(self._cancelled)
        self.save.clicked.connect(self.submit)
        line.addWidget(self.cancel)
        line.addWidget(self.save)
        outer.addWidget(foot)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHECK_AFTER_MS)
        self._timer.timeout.connect(self.check)

    # --- what is shown ------------------------------------------------------------------------------------------

    def edit(self, editing: Editing, checker: Checker, ids: Mapping[str, Sequence[str]]) -> None:
        """Show the form; `ids` are those of each sheet, offered where a field names a record."""
        self.editing, self._checker = editing, checker
        self._show_head()
        clear(self._inner)
        self.fields, self._own, self._read_values = {}, {}, {}
        self._touched = set() if editing.record is None else None
        kind = BY_SHEET[editing.sheet]
        columns = [item for item in columns_of(kind) if item.heading not in editing.missing | OF_THE_PROGRAM]
        first = [item for item in columns if self._comes_first(item)]
        rest = [item for item in columns if item not in first]
        self._general = column(space=2)
        self._inner.addLayout(self._general)
        for item in first:
            self._add(item, ids)
        self._more = self._more_button = None
        if rest:
            more = QWidget()
            self._more = more
            inside = column(more, space=8)
            words = ngettext("Show {n} more field", "Show {n} more fields", len(rest)).format(n=len(rest))
            opener = button(words, "link")
            opener.setProperty("flush", "true")
            opener.clicked.connect(self.show_more)
            self._more_button = opener
            self._inner.addWidget(opener, 0, Qt.AlignmentFlag.AlignLeft)
            spaced(inside, _("More fields"))
            for item in rest:
                self._add(item, ids, inside)
            more.hide()
            self._inner.addWidget(more)
        self._inner.addStretch(1)
        self._area.verticalScrollBar().setValue(0)
        for heading in self.fields:
            self._read(heading)
        self._show_units()
        self.check()

    def show_more(self) -> None:
        """Show the fields that are empty and seldom needed."""
        if self._more is not None and self._more_button is not None:
            self._more.show()
            self._more_button.hide()

    def focus_first(self) -> None:
        """Put the cursor where writing begins."""
        title = next((self.fields[name] for name in ("title", "service_name", "name") if name in self.fields), None)
        target = title or next(iter(self.fields.values()), None)
        if target is not None:
            target.setFocus()

    def _show_head(self) -> None:
        editing = self.editing
        if editing is None:
            return
        where = SHEETS.get(editing.sheet, editing.sheet)
        if editing.record is None:
            self.kicker.setText(where)
            self.title.set_whole(_("New record"))
            self.save.setText(_("Add"))
        else:
            self.kicker.setText(f"{editing.record.ref}  ·  {where}")
            self.title.set_whole(title_of(editing.record))
            self.save.setText(_("Save"))
        self.save.setAccessibleName(self.save.text())

    def _comes_first(self, item: Column) -> bool:
        """What is needed or filled; of a new record, all that is written and not only kept."""
        editing = self.editing
        if editing is None:
            return False
        held = editing.values.get(item.heading, editing.starting(item.heading))
        if item.required or not empty(held) or item.heading == "status":
            return True
        if editing.record is None:
            return item.heading not in HOUSEKEEPING and item.kind in {Kind.PROSE, Kind.DATE}
        return False

    def _add(self, item: Column, ids: Mapping[str, Sequence[str]], into: Any = None) -> None:
        editing = self.editing
        if editing is None:
            return
        made = Field(self._look, item)
        made.show_value(editing.values.get(item.heading, editing.starting(item.heading)))
        if item.refers_to:
            made.control.suggest(ids.get(item.refers_to, ()))
        made.edited.connect(self._edited)
        self.fields[item.heading] = made
        (into if into is not None else self._inner).addWidget(made)

    # --- what is typed ------------------------------------------------------------------------------------------

    @property
    def changed(self) -> dict[str, Value]:
        """The fields that differ from the workbook, as the record would keep them."""
        editing = self.editing
        if editing is None:
            return {}
        found = {}
        for heading, made in self.fields.items():
            value = self._value(heading)
            before = editing.starting(heading)
            differs = value != before and not (empty(value) and empty(before))
            if differs or self._unreadable(heading, made):
                found[heading] = value
        return found

    @property
    def typed(self) -> dict[str, Any]:
        """The changed fields, to go on with later."""
        return {heading: self._value(heading) for heading in self.changed}

    def _value(self, heading: str) -> Any:
        return self._read_values.get(heading)

    def _unreadable(self, heading: str, made: Field) -> bool:
        return any(item.rule in STOPS for item in self._own.get(heading, ())) and not empty(made.value())

    def _edited(self, heading: str) -> None:
        if self._touched is not None:
            self._touched.add(heading)
        self._read(heading)
        self._show_units()
        self.said.setText("")
        self._timer.start()

    def _read(self, heading: str) -> None:
        editing = self.editing
        if editing is None:
            return
        made = self.fields[heading]
        ref, number = (editing.record.ref, editing.record.row) if editing.record else ("", 0)
        value, said = field_read(editing.sheet, made.column, made.value(), row=number, ref=ref)
        self._read_values[heading] = value
        self._own[heading] = said

    def _show_units(self) -> None:
        """A stated figure's unit is a field of its own; it stands beside the figures it belongs to."""
        unit = self.fields.get("unit")
        if unit is None:
            return
        for heading in ("value", "target"):
            made = self.fields.get(heading)
            if made is not None and isinstance(made.control, LineControl):
                made.control.show_unit(str(unit.value() or ""))

    def check(self) -> None:
        """Hold the rules against the record as it stands, and say beside each field what is wrong."""
        editing, checker = self.editing, self._checker
        if editing is None or checker is None:
            return
        values = {heading: self._read_values[heading] for heading in self.fields}
        number = editing.record.row if editing.record else 0
        found = checker.findings(
            record_of(editing.sheet, values, number), was=editing.record.ref if editing.record else None
        )
        changed = self.changed
        general = []
        by_heading: dict[str, list[Finding]] = {}
        for item in found:
            if item.where.column in self.fields:
                by_heading.setdefault(str(item.where.column), []).append(item)
            else:
                general.append(item)
        for heading, made in self.fields.items():
            said = [*self._own.get(heading, ()), *by_heading.get(heading, ())]
            made.say(said if self._touched is None or heading in self._touched else ())
            made.mark_changed(heading in changed and editing.record is not None)
        clear(self._general)
        for item in general if self._touched is None or self._touched else ():
            self._general.addWidget(label(item.message, "small", wrap=True, tone="warn"))
        own = [item for heading in self.fields if heading in changed for item in self._own[heading]]
        self._stops = [item for item in (*own, *found) if item.rule in STOPS]
        self.save.setEnabled(bool(changed))

    # --- verbs --------------------------------------------------------------------------------------------------

    def submit(self) -> None:
        """Hand over what changed, unless something would be lost."""
        editing = self.editing
        if editing is None:
            return
        self._timer.stop()
        self.check()
        stop = next(iter(self._stops), None)
        if stop is not None:
            self._touched = None
            self.check()
            self.said.setText(_("Not saved: {message}").format(message=stop.message))
            heading = stop.where.column or ""
            if heading in self.fields:
                self.show_field(heading)
            return
        changes = self._changes(editing)
        if changes:
            self.saved.emit(changes)

    def show_field(self, heading: str) -> None:
        """Bring a field into view and put the cursor into it."""
        made = self.fields[heading]
        if self._more is not None and self._more.isAncestorOf(made):
            self.show_more()
        self._area.ensureWidgetVisible(made)
        made.setFocus()

    def _changes(self, editing: Editing) -> tuple[Change, ...]:
        changed = self.changed
        if editing.record is None:
            filled = {heading: value for heading, value in changed.items() if not empty(value)}
            return (record_added(editing.sheet, filled),) if filled else ()
        record = editing.record
        return tuple(
            SetField(
                sheet=editing.sheet,
                row=record.row,
                ref=record.ref,
                heading=heading,
                value=value,
                seen=getattr(record, heading),
            )
            for heading, value in changed.items()
        )

    def _cancelled(self) -> None:
        self.cancelled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
            return
        super().keyPressEvent(event)
