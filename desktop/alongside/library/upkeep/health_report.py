"""The health page as a report, to keep or to send."""

from datetime import date

from alongside.i18n import _, ngettext
from alongside.library.records import Record
from alongside.library.search.facets import Consent, Freshness
from alongside.library.search.passages import lead_of
from alongside.library.upkeep.conflicts import Conflict
from alongside.library.upkeep.health import UNUSED_MONTHS, Cover, Health
from alongside.report import Cell, Report, ReportSection, ReportTable

FRESH_WORDS = {
    Freshness.FRESH: _("fresh"),
    Freshness.DUE_SOON: _("due soon"),
    Freshness.OVERDUE: _("overdue"),
    Freshness.NO_DATE: _("without a date"),
}
CONSENT_WORDS = {
    Consent.GIVEN: _("given"),
    Consent.ENDS_SOON: _("ends soon"),
    Consent.EXPIRED: _("expired"),
    Consent.MISSING: _("missing"),
    Consent.WITHDRAWN: _("withdrawn"),
}


def health_report(health: Health, *, example: bool = False) -> Report:
    """Everything of the page. Rows are named by id and title; no person's code is printed."""
    return Report(
        title=_("Library health"),
        about=_("{library}, as on {day}").format(library=health.library, day=_day(health.on)),
        on=health.on,
        sections=(
            _freshness(health),
            _due(health),
            _covers(_("Framework items"), health.framework),
            _covers(_("Themes"), health.themes),
            _duplicates(health),
            _conflicts(health),
            _dead(health),
            _unused(health),
            _over_used(health),
            _owners(health),
        ),
        example=example,
        notes=(
            _("A row counts as usable if it is not retired, its date of review has not passed and, for a story, "
              "permission stands. Whether it may go into a given pack is checked again for that pack."),
        ),
    )  # fmt: skip


def title_of(record: Record) -> str:
    """What a row is called; a row of a register by what kind of thing it is, never by what it says of a person."""
    return lead_of(record) or str(getattr(record, "subtype", "") or getattr(record, "kind", "")).replace("_", " ")


def _in_words(heading: str) -> str:
    return heading.replace("_", " ")


def _freshness(health: Health) -> ReportSection:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (share.sheet.capitalize(), share.total, *(share.of(fresh) for fresh in Freshness))
        for share in health.shares
        if share.total
    )
    headings = (_("Sheet"), _("Rows"), *(FRESH_WORDS[fresh].capitalize() for fresh in Freshness))
    stories = tuple((CONSENT_WORDS[state], n) for state in Consent if (n := health.consent.get(state, 0)))
    tables = [ReportTable(headings, rows)] if rows else []
    if stories:
        tables.append(ReportTable((_("Permission for stories"), _("Stories")), stories))
    return ReportSection(_("Freshness"), tables=tuple(tables), empty=_("There is nothing to keep fresh yet."))


def _due(health: Health) -> ReportSection:
    rows = tuple(
        (
            due.record.ref,
            title_of(due.record),
            _in_words(due.heading),
            due.day,
            due.days_left(health.on),
            due.record.owner_role,
        )
        for due in health.due
    )
    headings = (_("Row"), _("Title"), _("What"), _("Due"), _("Days left"), _("Owner"))
    said = ngettext("{n} row is overdue.", "{n} rows are overdue.", health.overdue).format(n=health.overdue)
    return ReportSection(_("Due this month"), (said,), _table(headings, rows), _("Nothing is due this month."))


def _covers(heading: str, covers: tuple[Cover, ...]) -> ReportSection:
    titled = any(cover.title for cover in covers)
    rows = tuple((c.item, *((c.title,) if titled else ()), c.usable, c.voices, c.stale, _gap_words(c)) for c in covers)
    title = (_("Title"),) if titled else ()
    headings = (_("Item"), *title, _("Usable"), _("With people's voice"), _("Not usable"), _("Gap"))
    return ReportSection(heading, tables=_table(headings, rows), empty=_("None are named."))


def _gap_words(cover: Cover) -> str:
    if cover.gap:
        return _("nothing usable")
    if not cover.thin:
        return ""
    return _("nobody's own voice") if not cover.voices else _("one row only")


def _duplicates(health: Health) -> ReportSection:
    rows = tuple((p.one.ref, title_of(p.one), p.other.ref, title_of(p.other), p.why) for p in health.duplicates)
    headings = (_("Row"), _("Title"), _("And"), _("Its title"), _("Why"))
    return ReportSection(_("Said twice"), tables=_table(headings, rows), empty=_("No two rows say the same."))


def _conflicts(health: Health) -> ReportSection:
    rows = tuple(
        (
            conflict.measure,
            conflict.service_id,
            _period(conflict),
            stated.record.ref,
            _in_words(stated.heading),
            stated.said,
        )
        for conflict in health.conflicts
        for stated in conflict.stated
    )
    headings = (_("Measure"), _("Service"), _("Period"), _("Row"), _("Field"), _("Says"))
    return ReportSection(
        _("Figures that disagree"), tables=_table(headings, rows), empty=_("No two rows give a figure differently.")
    )


def _period(conflict: Conflict) -> str:
    first, last = conflict.period
    return " – ".join(_day(day) for day in (first, last) if day)


def _dead(health: Health) -> ReportSection:
    rows = tuple((found.where.text(), found.message, found.remedy) for found in health.dead)
    return ReportSection(
        _("Dead references"),
        tables=_table((_("Place"), _("What"), _("Remedy")), rows),
        empty=_("Everything that a row names is there."),
    )


def _unused(health: Health) -> ReportSection:
    said = ngettext("Not used in the last month.", "Not used in the last {n} months.", UNUSED_MONTHS)
    return ReportSection(
        _("Unused"), (said.format(n=UNUSED_MONTHS),), _table(_ROW, tuple(map(_row, health.unused))),
        _("Everything usable was used."),
    )  # fmt: skip


def _over_used(health: Health) -> ReportSection:
    rows = tuple((*_row(record), packs) for record, packs in health.over_used)
    return ReportSection(
        _("Stories told often"), tables=_table((*_ROW, _("Packs")), rows), empty=_("No story was told too often.")
    )


def _owners(health: Health) -> ReportSection:
    rows = tuple((load.owner or _("nobody"), load.rows, load.overdue, load.soon) for load in health.owners)
    headings = (_("Owner"), _("Rows"), _("Overdue"), _("Due this month"))
    return ReportSection(_("Owners"), tables=_table(headings, rows), empty=_("There are no rows."))


_ROW = (_("Row"), _("Title"), _("Owner"))


def _row(record: Record) -> tuple[str, str, str]:
    return record.ref, title_of(record), record.owner_role


def _table(headings: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...]) -> tuple[ReportTable, ...]:
    return (ReportTable(headings, rows),) if rows else ()


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
