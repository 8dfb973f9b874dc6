"""The register of restrictions on paper: what must be acted on now, what is due, the whole, and the counts."""

from collections.abc import Mapping, Sequence
from datetime import date

from alongside.figures.disclosure import HIDDEN, LEAST_WHOLE, USUAL, Threshold
from alongside.figures.labels import in_words
from alongside.i18n import _, ngettext
from alongside.library.library import Library
from alongside.library.records import Metric
from alongside.packs.governance import governance_sections, traces
from alongside.packs.measures import measured, shown_number
from alongside.packs.plan import PlannedTable
from alongside.packs.restriction_groups import MHSDS, RRN, WALES, grouped
from alongside.packs.restrictive import ACT_NOW, Alarm, Entry, Register, happened_within, said
from alongside.report import Report, ReportSection, ReportTable

WHOLE = ("restriction_changes", "events_by_type", "debriefs")  # tables as packs print them, small numbers hidden
_LIFE = ("quality of life", "wellbeing", "well-being")


def affected(entry: Entry) -> str:
    """How many a blanket rule binds without need, as it may be printed."""
    n = entry.item.others_affected_n
    if n is None:
        return _("not known")
    return HIDDEN if Threshold(USUAL).is_small(n) else str(n)


def alarm_words(alarm: Alarm) -> str:
    """What is wrong with it and who has been told, as one text."""
    if alarm.told:
        return _("{words} Recorded as told: {who}.").format(words=alarm.words, who=", ".join(alarm.told))
    return _("{words} No record says that anyone outside was told.").format(words=alarm.words)


def life_measures(library: Library, today: date, services: Sequence[str] = ()) -> tuple[Metric, ...]:
    """Measures of quality of life in the sheet metrics, the newest first; none that is yet to come."""
    found = [
        item
        for item in library.metrics
        if item.status != "withdrawn"
        and (not services or item.service_id in services)
        and any(words in f"{item.name} {item.definition}".lower() for words in _LIFE)
        and (item.period_end is None or item.period_end <= today)
    ]
    return tuple(sorted(found, key=lambda item: item.period_end or date.min, reverse=True))


def life_value(item: Metric) -> str:
    """Its value as it may be printed."""
    few = item.denominator is not None and item.denominator < LEAST_WHOLE
    if item.value is None:
        return _("not recorded")
    if few or item.suppression_state == "hidden":
        return HIDDEN
    if item.denominator is None or item.suppression_state == "not_checked":
        return _("not shown: how many are behind it was not checked")
    return f"{shown_number(item.value)} {item.unit}".strip()


def whole(library: Library, today: date, services: Sequence[str] = ()) -> Mapping[str, PlannedTable]:
    """How the register changed in a year, the types of events and the debriefs, as released together."""
    _figures, tables = measured(library, tuple(services), None, today, today)
    return {key: tables[key] for key in WHOLE if key in tables}


def restrictions_report(shown: Register, library: Library, service: str, today: date) -> Report:
    """The whole of it. Records by their ids; no person's code and no account."""
    names = {item.service_id: f"{item.service_name} ({item.service_id})" for item in library.services}
    services = (service,) if service else ()
    return Report(
        title=_("Restrictions"),
        about=names.get(service, _("The whole provider")),
        on=today,
        sections=(
            _alarms(shown),
            _needs(shown),
            _register(shown),
            _blanket(shown),
            *_whole(library, today, services),
            _groups(shown, today),
            *governance_sections(traces(library, today, services)),
        ),
        example=library.is_example,
        notes=(
            _("For use in the service. The register holds the latest state of each restriction alone. Counts are "
              "hidden where they are small or would give a small one away; only the scope named above narrows it."),
            _("An incident may hold several types: incidents and types are never added up together."),
        ),
    )  # fmt: skip


def _alarms(shown: Register) -> ReportSection:
    here = [alarm for alarm in shown.alarms if alarm.here]
    rows = tuple((alarm.ref, alarm_words(alarm)) for alarm in here)
    beyond = len(shown.alarms) - len(here)
    more = ngettext(
        "{n} more record, of another service, needs the same.",
        "{n} more records, of other services, need the same.",
        beyond,
    ).format(n=beyond)  # fmt: skip
    return ReportSection(
        _("Act now"),
        (*((ACT_NOW,) if rows else ()), *((more,) if beyond else ())),
        (ReportTable((_("Record"), _("What it shows")), rows),) if rows else (),
        _("No record looks like unlawful or unreported restraint. That is no proof that there was none."),
    )


def _needs(shown: Register) -> ReportSection:
    rows = tuple(
        (entry.ref, need.words, need.remedy) for entry in shown.entries for need in entry.needs
    )  # the gravest entry first
    return ReportSection(
        _("Overdue or missing"), (),
        (ReportTable((_("Record"), _("What"), _("Do")), rows),) if rows else (),
        _("Nothing is overdue or missing."),
    )  # fmt: skip


def _register(shown: Register) -> ReportSection:
    rows = tuple(
        (
            entry.ref, entry.name, entry.authority, said(entry.item.alternatives_tried),
            _("{view}. Advocate: {advocate}").format(
                view=in_words(entry.item.person_consulted), advocate=entry.advocate.lower()
            ),
            _("Last {last}, next {next}").format(last=_day(entry.item.last_review_on), next=_day(entry.next_review)),
            said(entry.item.reduction_plan),
        )
        for entry in shown.standing
    )  # fmt: skip
    headings = (
        _("Record"), _("Restriction"), _("Authority"), _("Tried first"), _("The person"), _("Reviews"),
        _("Plan to reduce it"),
    )  # fmt: skip
    return ReportSection(
        _("The register"), (), (ReportTable(headings, rows),) if rows else (), _("No restriction is open.")
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else _("not known")


def _blanket(shown: Register) -> ReportSection:
    rows = tuple(
        (entry.ref, entry.name, said(entry.item.blanket_justification), affected(entry)) for entry in shown.blanket
    )
    headings = (_("Record"), _("Rule"), _("Why for everybody"), _("People it binds without need"))
    note = _("{mark} stands for a number that is hidden because it is small; not known is not none.").format(
        mark=HIDDEN
    )
    return ReportSection(
        _("Blanket restrictions"), (), (ReportTable(headings, rows, note),) if rows else (),
        _("No blanket restriction is open."),
    )  # fmt: skip


def _whole(library: Library, today: date, services: Sequence[str]) -> tuple[ReportSection, ...]:
    tables = whole(library, today, services)
    made = [
        ReportSection(
            table.title, () if table.rows else (table.note,),
            (ReportTable(table.headings, table.rows, table.note),) if table.rows else (),
        )
        for table in tables.values()
    ]  # fmt: skip
    life = tuple(
        (item.ref, item.name, item.period_end, life_value(item)) for item in life_measures(library, today, services)
    )
    made.append(
        ReportSection(
            _("How life is meanwhile"), (),
            (ReportTable((_("Record"), _("Measure"), _("Up to"), _("Value")), life),) if life else (),
            _("The sheet metrics holds no measure of quality of life. Fewer restrictions are only good if life gets "
              "better."),
        )
    )  # fmt: skip
    return tuple(made)


def _groups(shown: Register, today: date) -> ReportSection:
    standing = [entry.item for entry in shown.standing]
    events = happened_within(shown.events, today)
    tables, hidden = [], False
    for scheme, items, what in (
        (RRN, standing, _("open restrictions")), (WALES, standing, _("open restrictions")),
        (MHSDS, events, _("types in incidents of the last year")),
    ):  # fmt: skip
        found = grouped(scheme, items)
        hidden = hidden or found.hidden
        if found.counts:
            tables.append(ReportTable((f"{scheme}: {what}", _("Number")), found.counts))
    return ReportSection(
        _("As other schemes group them"),
        (_("A grouping with a small number in it is held back as a whole."),) if hidden else (),
        tuple(tables),
        _("There is nothing to group."),
    )
