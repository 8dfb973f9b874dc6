"""What a command hands back: an exit code, the words for a person, the document for a program."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from alongside.findings import Finding, Level, Place, blocking, tally
from alongside.i18n import _, ngettext

DONE = 0
BLOCKED = 1  # done, with Findings at block level
REFUSED = 2  # wrong use, or input that cannot be read
SHOWN = 200  # Findings listed in words; --json lists them all


@dataclass(frozen=True, slots=True)
class Outcome:
    """`document` is what --json prints; the words and the document say the same."""

    code: int
    lines: Sequence[str]
    document: Mapping[str, Any] = field(default_factory=dict)
    faults: Sequence[Sequence[str]] = ()  # of the program in what could not be done, for its log
    complaint: str = ""  # one sentence for standard error, where some of what was asked for could not be done


def code_for(findings: Iterable[Finding]) -> int:
    """1 where something blocks, else 0."""
    return BLOCKED if blocking(findings) else DONE


def day_in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def finding_lines(findings: Sequence[Finding]) -> list[str]:
    """The Findings in words: what blocks first, then what to check, then what is only said; then a count of each."""
    marks = {Level.BLOCK: _("blocks"), Level.WARN: _("check"), Level.INFO: _("note")}
    ordered = sorted(findings, key=lambda item: list(Level).index(item.level))
    lines = []
    for item in ordered[:SHOWN]:
        lines.append(f"{marks[item.level]:<7} {item.where.text()}")
        lines.extend(f"        {text}" for text in (item.message, item.remedy) if text)
    if len(ordered) > SHOWN:
        lines.append(_("... and {n} more; --json lists them all.").format(n=len(ordered) - SHOWN))
    return [*lines, counts_line(findings)]


def counts_line(findings: Iterable[Finding]) -> str:
    """ "2 block a final pack, 14 to check, 3 notes." """
    return counts_line_of({level.value: n for level, n in tally(findings).items()})


def counts_line_of(counts: Mapping[str, int]) -> str:
    """As `counts_line`, where only the number of each level is known."""
    counted = {level: counts.get(level.value, 0) for level in Level}
    if not any(counted.values()):
        return _("Nothing to report.")
    return ", ".join(
        (
            ngettext("{n} blocks a final pack", "{n} block a final pack", counted[Level.BLOCK]).format(
                n=counted[Level.BLOCK]
            ),
            _("{n} to check").format(n=counted[Level.WARN]),
            ngettext("{n} note", "{n} notes", counted[Level.INFO]).format(n=counted[Level.INFO]) + ".",
        )
    )


def findings_document(findings: Sequence[Finding]) -> dict[str, Any]:
    """The Findings for a program: how many of each level, and each with its place."""
    return {
        "counts": {level.value: n for level, n in tally(findings).items()},
        "findings": [
            {
                "rule": item.rule,
                "level": item.level.value,
                "where": _place(item.where),
                "place": item.where.text(),
                "message": item.message,
                "remedy": item.remedy,
            }
            for item in findings
        ],
    }


def _place(where: Place) -> dict[str, object]:
    known = {item.name: getattr(where, item.name) for item in fields(where)}
    return {name: value for name, value in known.items() if value is not None}
