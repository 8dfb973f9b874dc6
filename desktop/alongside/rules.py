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
    Rule("plan.unknown_item", "block", "Something the pack uses is not in the library.", "house"),
    Rule("plan.withdrawn_item", "block", "A withdrawn row is never used.", "domain 3.1"),
    Rule("plan.no_text", "block", "A chosen item has no text to print.", "house"),
    Rule("plan.unknown_service", "block", "The pack is about a service that the library does not hold.", "house"),
    Rule("plan.unknown_framework", "block", "The framework version has to be known.", "domain 6.6"),
    Rule("plan.empty_table", "warn", "A table without records says nothing.", "house"),
    Rule("plan.changed_since_edit", "warn", "The library moved on after a text was edited in the pack.", "house"),
    Rule("consent.withdrawn", "block", "A story is never used once permission is withdrawn.", "domain 3.4, 6.6"),
    Rule("consent.live", "block", "An open enquiry or court matter must not be spoken of.", "domain 3.4, 6.6"),
    Rule("consent.missing", "block", "No story is told without recorded permission.", "domain 3.4, 6.6"),
    Rule("consent.expired", "block", "Permission has an end; after it, ask again.", "domain 3.4, 6.6"),
    Rule("consent.scope", "block", "Permission for one use is not permission for another.", "domain 3.4, 6.6"),
    Rule("consent.capacity", "block", "Capacity to decide about sharing has to be settled lawfully.", "domain 6.2"),
    Rule("consent.deceased", "block", "Confidentiality continues after death.", "domain 3.4"),
    Rule("consent.recognisable", "block", "A story that points to a person is not anonymous.", "domain 6.3, 6.6"),
    Rule("consent.composite", "block", "A blended story has to say that it is one.", "domain 3.4, 6.6"),
    Rule("consent.ends_soon", "warn", "The buyer may still be reading after the permission has ended.", "house"),
    Rule("limit.over", "block", "Words beyond the limit may be struck out or the answer rejected.", "domain 4.3, 6.6"),
    Rule("limit.other_count", "warn", "Word, LibreOffice and portals count differently.", "domain 4.3"),
    Rule("limit.pages", "warn", "Pages can only be told from the laid-out document.", "domain 4.3"),
    Rule("limit.total", "block", "The whole response has a limit of its own.", "domain 4.3"),
    Rule("pack.unanswered", "block", "A question left empty scores nothing.", "domain 4.5"),
    Rule("pack.no_framework", "block", "Every pack states the framework version it was written against.", "domain 6.6"),
    Rule("pack.no_service", "warn", "Without a service there are no figures and no tables.", "house"),
    Rule("pack.no_proof", "warn", "A statement with nothing behind it reads as a promise.", "domain 4.5"),
    Rule("pack.no_voice", "info", "An answer gains from at least one person's own experience.", "domain 4.5"),
    Rule("pack.process_only", "warn", "A claim that rests on paper alone is shown as such.", "domain 5.4"),
    Rule("pack.story_repeated", "warn", "One person is not to stand for everyone.", "domain 6.6"),
    Rule("pack.words_edited", "warn", "A person's words are theirs; the original is kept.", "domain 6.6"),
    Rule("pack.deadline", "warn", "A late tender is not read.", "domain 4.3"),
    Rule("pack.example", "info", "Sample data is marked on every page.", "domain 6.6"),
    Rule("pack.evidence_old", "warn", "Evidence older than 18 months convinces nobody.", "domain 3.3, 6.6"),
    Rule("pack.evidence_too_old", "block", "Evidence older than 36 months is not used in a tender.", "domain 3.3"),
    Rule(
        "pack.evidence_review", "warn", "Nobody has checked since the review was due that it still holds.", "domain 3.3"
    ),
    Rule("pack.evidence_status", "warn", "The row is not approved.", "domain 3.1"),
    Rule("pack.coproduced", "warn", "Co-production is step 6 or 7 of the ladder, no less.", "domain 4.5, 6.6"),
    # --- template and render (template.*, output.*)
)
