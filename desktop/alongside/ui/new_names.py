"""What a new record of each sheet is called on a button."""

from alongside.i18n import _

NEW = {
    "services": _("New service"),
    "evidence": _("New evidence"),
    "stories": _("New story"),
    "answers": _("New answer"),
    "restrictions": _("New restriction"),
    "rp_events": _("New use of restriction"),
    "triples": _("New comparison"),
    "safeguarding": _("New concern"),
    "incidents": _("New incident"),
    "complaints": _("New complaint"),
    "training": _("New course"),
    "reviews": _("New review"),
    "involvement": _("New activity"),
    "metrics": _("New metric"),
    "actions": _("New action"),
    "evidence_map": _("New link"),
    "people_counts": _("New count"),
}
FIRST = "evidence"  # where no one sheet is shown


def sheet_for(sheet: str) -> str:
    """The sheet a new record goes to when this one is shown; "" is all."""
    return sheet if sheet in NEW else FIRST
