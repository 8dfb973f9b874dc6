"""The action plan: what is overdue, what is open, and what the finished actions have changed."""

from collections.abc import Sequence
from datetime import date

from alongside.i18n import _
from alongside.library.library import Library
from alongside.library.records import Action
from alongside.report import Report, ReportSection, ReportTable


def actions_of(library: Library, service_ids: Sequence[str], today: date) -> tuple[Action, ...]:
    """The actions that count for these services (none: all), those of the whole provider included, by day due."""
    kept = [
        item
        for item in library.actions
        if item.status != "withdrawn"
        and (not service_ids or item.service_id in {*service_ids, "ALL", ""})
        and (item.source_date is None or item.source_date <= today)
    ]
    return tuple(sorted(kept, key=lambda item: (item.due or date.max, item.id)))


def action_plan(
    library: Library, service_ids: Sequence[str], period: tuple[date | None, date | None], today: date
) -> Report:
    """Overdue first, then open, then done in the period with or without an effect. A missing day is said."""
    rows = actions_of(library, service_ids, today)
    waiting = [item for item in rows if item.done is None or item.done > today]
    overdue = [item for item in waiting if item.due is not None and item.due < today]
    later = [item for item in waiting if item not in overdue]
    first, last = period
    done = [
        item
        for item in rows
        if item.done is not None
        and item.done <= today
        and (first is None or item.done >= first)
        and (last is None or item.done <= last)
    ]
    finished = sorted(done, key=lambda item: (item.done or date.max, item.id))
    open_heads = (_("Id"), _("What"), _("Owner"), _("Due"))
    done_heads = (_("Id"), _("What"), _("Done"), _("What it changed"))
    names = {service.service_id: service.service_name for service in library.services}
    return Report(
        title=_("Action plan"),
        about=", ".join(names.get(name, name) for name in service_ids) or library.about.get("provider", ""),
        on=today,
        sections=(
            _section(_("Overdue"), open_heads, [_waiting(item) for item in overdue], _("Nothing is overdue.")),
            _section(_("Open"), open_heads, [_waiting(item) for item in later], _("Nothing else is open.")),
            _section(
                _("Done in the period"), done_heads, [_done(item) for item in finished], _("Nothing was finished.")
            ),
        ),
        example=library.is_example,
    )


def _section(
    heading: str, headings: tuple[str, ...], rows: Sequence[tuple[str | date, ...]], empty: str
) -> ReportSection:
    tables = (ReportTable(headings, tuple(rows)),) if rows else ()
    return ReportSection(heading, tables=tables, empty=empty)


def _waiting(item: Action) -> tuple[str | date, ...]:
    return item.id, item.what, item.owner_role or _("nobody yet"), item.due or _("no day yet")


def _done(item: Action) -> tuple[str | date, ...]:
    return item.id, item.what, item.done or "", item.evidence_of_effect.strip() or _("No effect on record yet.")
