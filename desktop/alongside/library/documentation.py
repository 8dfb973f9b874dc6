"""Writes content_library/README.md from the contract: `python -m alongside.library.documentation FILE`."""

import sys
from pathlib import Path

from alongside.i18n import _
from alongside.library.columns import Column, Kind
from alongside.library.records import BY_SHEET, COLUMNS

ABOUT = {
    "services": _("The services of the provider; every other sheet points here."),
    "evidence": _("What the provider can show: each with the claim it proves and ready wording at three lengths."),
    "stories": _("People's accounts, with the permission that governs each. Never a name: only codes and pseudonyms."),
    "answers": _("Answers to questions that buyers ask often, ready to be made local."),
    "restrictions": _(
        "The register of standing restrictions: authority, the person's view, review and reduction plan."
    ),
    "rp_events": _("Each use of a restrictive intervention, with who was told and what was learnt."),
    "triples": _("What risk assessment, care plan and the person say about one topic, side by side."),
    "safeguarding": _("Safeguarding concerns and what the person wanted from them."),
    "incidents": _("Incidents and near misses."),
    "complaints": _("Complaints and what changed because of them."),
    "training": _("Courses and sessions: who needs them, who is in date, who delivered them."),
    "reviews": _("Reviews and risk assessments: whether the person was there and what changed because of them."),
    "involvement": _("Activities in which people share in running the service."),
    "metrics": _("Figures as stated, each with its parts, period, source and definition."),
    "actions": _("What somebody promised to do, and whether it worked."),
    "evidence_map": _("How strongly a piece of evidence supports an item of a framework."),
    "people_counts": _("How many people of each group a service supports; counts only, for fair rates."),
    "usage": _("Where each item has been used; kept by the program."),
}
_KINDS = {
    Kind.ID: _("id"),
    Kind.TEXT: _("text"),
    Kind.PROSE: _("longer text"),
    Kind.INTEGER: _("whole number"),
    Kind.NUMBER: _("number"),
    Kind.DATE: _("date"),
    Kind.DATETIME: _("date and time"),
    Kind.YES_NO: _("Y, N or NK"),
    Kind.CHOICE: _("one of a list"),
    Kind.CHOICES: _("some of a list, parted by ;"),
    Kind.WORDS: _("list, parted by ;"),
}
_INTRODUCTION = _("""\
# The content library

This page is generated from the program's own table of columns; do not edit it by hand.

A library is a workbook with the sheets below. Row 1 of each sheet holds the headings, in any order; capitals, spaces
and dashes in a heading do not matter. Sheets and columns of your own are left alone.

- Dates are dates, or text written as 2026-03-14; a time follows after a space: 2026-03-14 21:30.
- Y is yes, N is no, NK is not known. An empty cell is not known either; neither is ever taken for no.
- Lists in one cell are parted by a semicolon.
- People are codes, staff are roles: no names anywhere in the library.
- An id is unique in its sheet, and best unique in the workbook. `ALL` as a service means the whole provider.
- Rows with the status `withdrawn` are never used.

Two more sheets hold no records: `lists`, the allowed values for the drop-downs, and `about`, what this workbook is. A
workbook whose sheet `about` says EXAMPLE is sample data and never reaches a real pack.
""")


def readme() -> str:
    """The whole page."""
    parts = [_INTRODUCTION]
    for sheet, columns in COLUMNS.items():
        parts += [
            f"## {sheet}\n",
            f"{ABOUT[sheet]} {_('One row')}: {_lower(BY_SHEET[sheet].__doc__ or '')}\n",
            _("| heading | holds | allowed | required | what for |"),
            "|---|---|---|---|---|",
            *map(_line, columns),
            "",
        ]
    return "\n".join(parts)


def _lower(sentence: str) -> str:
    first = sentence.splitlines()[0]
    return first[:1].lower() + first[1:]


def _line(column: Column) -> str:
    required = _("yes") if column.required else ""
    cells = (f"`{column.heading}`", _KINDS[column.kind], _allowed(column), required, column.help)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _allowed(column: Column) -> str:
    parts = []
    if column.allowed and column.kind is not Kind.YES_NO:
        parts.append(", ".join(f"`{item}`" for item in column.allowed))
    if column.refers_to:
        parts.append(_("an id of `{sheet}`").format(sheet=column.refers_to))
    if column.max_length is not None:
        parts.append(_("up to {count} characters").format(count=column.max_length))
    if column.at_least is not None and column.at_most is not None:
        parts.append(_("{low:g} to {high:g}").format(low=column.at_least, high=column.at_most))
    elif column.at_least is not None:
        parts.append(_("{low:g} or more").format(low=column.at_least))
    return "; ".join(parts)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(readme(), encoding="utf-8", newline="\n")
