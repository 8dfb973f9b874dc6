"""Every rule of the program in one table: its id, its level, why it exists and where it comes from.

A rule's id is what a Finding carries, what an override names and what the user guide explains.
Add a rule here first; `findings.finding` refuses an id that is not here.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """`level` is block, warn or info; only a warn may be overridden, with a written reason."""

    id: str
    level: str
    reason: str  # one sentence for the user: why it matters
    source: str  # where the rule comes from; "house" is our own


def _table(*rules: Rule) -> dict[str, Rule]:
    table = {rule.id: rule for rule in rules}
    if len(table) != len(rules):
        raise ValueError("two rules share an id")
    return table


RULES: dict[str, Rule] = _table(
    # --- library: reading a workbook (sheet.*, cell.*) and the records' own rules (evidence.*, story.* ...)
    # --- pack: what a pack says and uses (pack.*, limit.*, consent.*, plan.*)
    # --- template and render (template.*, output.*)
)
