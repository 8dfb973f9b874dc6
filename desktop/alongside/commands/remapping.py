"""`library remap`: a whole library tagged for another version of its framework, the old tags kept."""

from argparse import Namespace
from collections.abc import Sequence
from datetime import date

from alongside.commands.editing import written
from alongside.commands.outcome import DONE, Outcome
from alongside.commands.readiness import known_framework
from alongside.commands.upkeep import place_of
from alongside.errors import AlongsideError
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
from alongside.library.workbook import read_rows
from alongside.packs.frameworks import Frameworks, load_frameworks
from alongside.packs.remapping import Mapped, Taken, remap, ways


def remap_library(given: Namespace, _today: date, job: JobControl) -> Outcome:
    """What carries over and what needs a decision; written in one step that can be undone where that is asked for."""
    library = read_rows(given.workbook, job)
    frameworks = load_frameworks(place_of(given.workbook).frameworks)
    for name in (given.old, given.new):
        known_framework(frameworks, name)
    _way_there(frameworks, given.old, given.new)
    plan = remap(library, frameworks, given.old, given.new, _taken(frameworks, given.old, given.new, given.take))
    lines = [line for item in plan.items for line in _said(item)]
    total = ngettext("{n} row gets a tag more.", "{n} rows get a tag more.", len(plan.rows)).format(n=len(plan.rows))
    document: dict[str, object] = {
        "workbook": library.name, "from": plan.from_id, "to": plan.to_id, "rows": plan.rows,
        "items": [
            {
                "item": item.item_id, "carried": item.carried, "refs": item.refs, "stays": item.stays,
                "decide": [{"item": way.to_item, "strength": way.strength, "note": way.note} for way in item.open],
            }
            for item in plan.items
        ],
    }  # fmt: skip
    lines += ["", total, _("Every tag that is there stays.")]
    if not given.write or not plan.changes:
        if plan.changes:
            lines.append(_("Nothing is written: add --write for that."))
        return Outcome(DONE, lines, document)
    outcome = written(given, library, plan.changes, [])
    return Outcome(outcome.code, [*lines, *outcome.lines], {**document, "written": outcome.document})


def _said(item: Mapped) -> list[str]:
    rows = ngettext("{n} row", "{n} rows", len(item.refs)).format(n=len(item.refs))
    if item.stays:
        return [f"{item.item_id:<10} {_('stays: nothing takes it over')} ({rows})"]
    said = [f"{item.item_id:<10} → {', '.join(item.carried)} ({rows})"] if item.carried else []
    return said + [
        f"{item.item_id:<10} ? {way.to_item} ({rows}): {_('decide')}. {way.note}  --take {item.item_id}={way.to_item}"
        for way in item.open
    ]


def _way_there(frameworks: Frameworks, old: str, new: str) -> None:
    if old == new or not any(ways(frameworks, old, new).values()):
        raise AlongsideError(
            _("The crosswalk has no way from {old} to {new}.").format(old=old, new=new),
            remedy=_("Add lines to frameworks/crosswalk.csv of the workspace."),
        )


def _taken(frameworks: Frameworks, old: str, new: str, typed: Sequence[str]) -> Taken:
    items = [{item.item_id for item in frameworks.items_of(name)} for name in (old, new)]
    found: dict[str, tuple[str, ...]] = {}
    for text in typed:
        one, sign, other = text.partition("=")
        if not sign or one not in items[0] or other not in items[1]:
            raise AlongsideError(
                _("“{text}” cannot be understood; write it as OLD=NEW, an item of each version.").format(text=text[:60])
            )
        found[one] = (*found.get(one, ()), other)
    return found
