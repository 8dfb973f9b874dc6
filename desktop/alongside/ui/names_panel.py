"""The part of Settings for the private list of names: how many are on it, adding a file of names, forgetting all."""

from pathlib import Path

from PySide6.QtWidgets import QFrame

from alongside.errors import AlongsideError
from alongside.i18n import _, ngettext
from alongside.ui.ask import Ask
from alongside.ui.session import Session
from alongside.ui.widgets import button, column, label, row


class NamesPanel(QFrame):
    """Reads no name itself: a file goes to the list, and what comes back is how many there are."""

    def __init__(self, session: Session, ask: Ask) -> None:
        super().__init__()
        self._session, self._ask = session, ask
        self.setProperty("role", "panel")
        inside = column(self, margin=20, space=8)
        inside.addWidget(label(_("Private list of names"), "heading"))
        about = _(
            "People you support and staff who must not be named. Every finished document is looked through for them, "
            "and one that names somebody cannot be final. Only hashes are kept, in your own folder on this computer "
            "and in no workspace; the names themselves are not. Give a text file with one name on each line, or a "
            "spreadsheet with first names and surnames."
        )
        inside.addWidget(label(about, "quiet", wrap=True))
        self.state = label("", wrap=True)
        inside.addWidget(self.state)
        line = row()
        self.add = button(_("Add a file of names"))
        self.forget = button(_("Forget the list"), "quiet")
        line.addWidget(self.add)
        line.addWidget(self.forget)
        line.addStretch(1)
        inside.addLayout(line)
        self.add.clicked.connect(self._add)
        self.forget.clicked.connect(self._forget)
        self.refresh()

    def refresh(self) -> None:
        """Say how many names are on the list."""
        from alongside.library.names.kept import open_register  # noqa: PLC0415 - seldom asked for

        try:
            register = open_register()
        except AlongsideError as error:
            self.state.setText(error.sentence())
            self.forget.setEnabled(True)
            return
        people = register.people if register is not None else 0
        said = ngettext("{n} name is on the list.", "{n} names are on the list.", people).format(n=people)
        self.state.setText(said if register is not None else _("There is no list yet."))
        self.forget.setEnabled(register is not None)

    def _add(self) -> None:
        from alongside.library.names.given import read_names  # noqa: PLC0415
        from alongside.library.names.kept import add_names  # noqa: PLC0415

        title = _("Add a file of names")
        kinds = _("Names (*.txt *.csv *.xlsx *.ods *.xls)")
        path = self._ask.file(title, Path.home(), kinds)
        if path is None:
            return
        try:
            names = read_names(path)
            add_names(names)
        except (AlongsideError, OSError) as error:
            self._ask.tell(title, error.sentence() if isinstance(error, AlongsideError) else str(error.strerror))
            return
        finally:
            self.refresh()
        added = ngettext("{n} name was added.", "{n} names were added.", len(names)).format(n=len(names))
        self._session.tell(added)

    def _forget(self) -> None:
        from alongside.library.names.kept import forget_names  # noqa: PLC0415

        title = _("Forget the list of names")
        asked = _("Documents will no longer be looked through for these names. Why is the list to go?")
        if self._ask.reason(title, asked) is None:
            return
        try:
            forget_names()
        except OSError as error:
            self._ask.tell(title, str(error.strerror))
        self.refresh()
