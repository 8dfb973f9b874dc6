"""`restrictions`: the register as a manager needs it, what must be acted on now first."""

from argparse import Namespace
from datetime import date

from alongside.commands.outcome import DONE, Outcome
from alongside.commands.readiness import known_service
from alongside.commands.upkeep import place_of, written_to
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.library.workbook import read_library
from alongside.packs.governance import traces
from alongside.packs.restriction_groups import SCHEMES, group_of
from alongside.packs.restrictive import ACT_NOW, register
from alongside.packs.restrictive_report import affected, alarm_words, restrictions_report


def restrictions(given: Namespace, today: date, job: JobControl) -> Outcome:
    """Alarms of the whole library, whatever the scope; then what is overdue or missing; the rest in the report."""
    library = read_library(given.workbook, today, job)
    service = known_service(library, given.service or "")
    services = (service,) if service else ()
    shown = register(library, today, services)
    written = []
    if given.out is not None:
        written = written_to(
            given.out, restrictions_report(shown, library, service, today), place_of(given.workbook), given.at
        )
    lines = [f"{_('ACT NOW')}: {ACT_NOW}"] if shown.alarms else []
    lines += [f"  {alarm.ref:<8} {alarm_words(alarm)}" for alarm in shown.alarms]
    for entry in shown.entries:
        if entry.needs:
            lines += [f"{entry.ref:<8} {entry.name}", *(f"         {need.words} {need.remedy}" for need in entry.needs)]
    total = _("{open} open, {due} overdue or without footing, {missing} with something missing.").format(
        open=len(shown.standing), due=shown.due, missing=shown.missing
    )
    document = {
        "workbook": library.name,
        "service": service,
        "today": today,
        "act_now": [
            {"ref": alarm.ref, "row": alarm.record.row, "sheet": alarm.record.sheet, "service": alarm.record.service_id,
             "words": alarm.words, "told": alarm.told, "remedy": ACT_NOW}
            for alarm in shown.alarms
        ],
        "due": shown.due,
        "missing": shown.missing,
        "restrictions": [
            {
                "ref": entry.ref, "row": entry.item.row, "service": entry.item.service_id, "open": entry.open,
                "name": entry.name, "authority": entry.item.authority, "last_review": entry.item.last_review_on,
                "next_review": entry.next_review, "advocate": entry.advocate,
                "groups": {scheme: group_of(scheme, entry.item) for scheme in SCHEMES},
                "needs": [{"rule": n.rule, "words": n.words, "remedy": n.remedy} for n in entry.needs],
                "steps": [{"on": step.on, "words": step.words, "ahead": step.ahead} for step in entry.steps],
            }
            for entry in shown.entries
        ],
        "blanket": [{"ref": entry.ref, "affected_without_need": affected(entry)} for entry in shown.blanket],
        "involvement": [
            {"ref": item.activity.ref, "step": item.activity.ladder, "what_changed": item.activity.what_changed,
             "actions": [action.ref for action in item.actions], "changed": [record.ref for record in item.changed],
             "gaps": item.gaps}
            for item in traces(library, today, services)
        ],
    }  # fmt: skip
    return Outcome(DONE, [*lines, total, *written], document)
