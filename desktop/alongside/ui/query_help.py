"""What can be typed into a search, each with an example that a click puts into the box."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from alongside.i18n import _
from alongside.ui.look import Look
from alongside.ui.widgets import button, column, icon_button, label, row, scrolled

EXAMPLES = (
    ("locked kitchen", _("Words, in any ending and any spelling; what the field also calls them is found too.")),
    (
        '"least restrictive"',
        _("In quotes: these words, together and as they stand; where nobody writes so, their other names."),
    ),
    ("-draft", _("A minus: rows without this word.")),
    (
        "service:oak",
        _("A field and what it holds: service, kind, theme, item, category, owner, status, consent, sheet."),
    ),
    ("kind:audit,survey", _("Values parted by commas: either will do.")),
    ('theme:"least restrictive"', _("A value of several words goes in quotes.")),
    ("level:>=5", _("Numbers and days compare with >, <, >= and <=.")),
    ("after:2025 before:2026-06", _("The day a row is about: a year, a month or a day.")),
    ("review_due:<2026-12", _("Any column of your sheets is a field too.")),
)


class QueryHelp(QWidget):
    """A page of examples."""

    wanted = Signal(str)  # an example
    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        body = QWidget()
        column(self).addWidget(scrolled(body))
        inner = column(body, margin=4, space=8)
        head = row(space=8)
        head.addWidget(label(_("What you can type"), "heading"), 1)
        self.close_button = icon_button(look, "x", _("Close the help"), "Esc")
        self.close_button.clicked.connect(self.closed)
        head.addWidget(self.close_button)
        inner.addLayout(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for number, (example, meaning) in enumerate(EXAMPLES):
            made = button(example, "link", _("Put it into the search"))
            made.setProperty("example", example)
            made.clicked.connect(self._clicked)
            grid.addWidget(made, number, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            told = label(meaning, "quiet", wrap=True)
            told.setContentsMargins(0, 4, 0, 4)
            grid.addWidget(told, number, 1)
        inner.addLayout(grid)
        more = _(
            "Words and meaning together find most: a row that says the same in other words is found too. Nothing you "
            "type can go wrong; what is not understood is said under the box."
        )
        inner.addWidget(label(more, "small", wrap=True))
        inner.addStretch(1)

    def _clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.wanted.emit(str(sender.property("example")))
