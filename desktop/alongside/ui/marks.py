"""Where a library row stands, as a mark and a word. Rules stay in packs; here they become one short sign. No Qt."""

from dataclasses import dataclass
from datetime import date, timedelta

from alongside.i18n import _
from alongside.library.record_rules.stories import consent_last_day
from alongside.library.records import Record, Story
from alongside.packs.consent import refusal
from alongside.packs.pack import PackKind
from alongside.ui.wording import day

SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Mark:
    """An icon, a tone of the theme and a word; never colour alone."""

    icon: str
    tone: str  # good, warn, block, info or quiet
    word: str
    why: str = ""  # a whole sentence for the detail


def mark_of(record: Record, today: date) -> Mark:
    """A story's permission, else the row's status and whether its review is due."""
    if isinstance(record, Story):
        return _permission(record, today)
    if record.status in {"withdrawn", "expired"}:
        return Mark("prohibit", "block", record.status.capitalize())
    due = getattr(record, "review_due", None)
    if due is not None and due < today:
        return Mark("clock", "warn", _("Review due"), _("Its review was due on {day}.").format(day=day(due)))
    if record.status == "approved":
        return Mark("check-circle", "good", _("Approved"))
    if record.status:
        return Mark("circle-dashed", "quiet", record.status.capitalize())
    return Mark("circle-dashed", "quiet", _("No status"))


def _permission(story: Story, today: date) -> Mark:
    refused = {kind: refusal(story, kind.purpose, today) for kind in PackKind}
    reasons = [item for item in refused.values() if item]
    if len(reasons) == len(refused):
        return Mark("prohibit", "block", _("Not usable"), f"{reasons[0].reason} {reasons[0].remedy}")
    end = consent_last_day(story)
    if end is not None and end - today <= SOON:
        return Mark("clock", "warn", _("Ends soon"), _("The permission ends on {day}.").format(day=day(end)))
    if reasons:
        only = next(kind for kind, item in refused.items() if item is None)
        word = {PackKind.TENDER: _("Tenders only"), PackKind.INSPECTION: _("Inspections only")}[only]
        return Mark("circle-half", "info", word, reasons[0].reason)
    until = _("Permission until {day}.").format(day=day(end)) if end else ""
    return Mark("check-circle", "good", _("Permitted"), until)
