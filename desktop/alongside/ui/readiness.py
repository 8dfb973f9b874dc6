"""How much evidence of each category speaks to each framework item, for a service. Pure; no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from alongside.library.library import Library
from alongside.library.records import EVIDENCE_CATEGORIES, Record
from alongside.packs.frameworks import FrameworkItem, Frameworks

WHOLE_PROVIDER = "ALL"


@dataclass(frozen=True, slots=True)
class ReadyLine:
    """One framework item and the ids that speak to it, by evidence category."""

    item: FrameworkItem
    refs: dict[str, tuple[str, ...]]

    @property
    def categories(self) -> int:
        """Kinds of evidence there are; two or more make a statement hold."""
        return sum(1 for found in self.refs.values() if found)


def readiness(library: Library, frameworks: Frameworks, framework_id: str, service_id: str) -> tuple[ReadyLine, ...]:
    """One line for each item; `service_id` "" is the whole provider. Withdrawn and expired rows speak to nothing."""
    speaking: dict[str, dict[str, dict[str, None]]] = {}
    for record, tags, categories in _tagged(library, service_id):
        for tag in tags:
            for item in dict.fromkeys((tag, *frameworks.carried_to(tag, framework_id))):
                for category in categories:
                    speaking.setdefault(item, {}).setdefault(category, {})[record.ref] = None
    return tuple(
        ReadyLine(item, {name: tuple(speaking.get(item.item_id, {}).get(name, ())) for name in EVIDENCE_CATEGORIES})
        for item in frameworks.items_of(framework_id)
    )


def _tagged(library: Library, service_id: str) -> list[tuple[Record, Sequence[str], Sequence[str]]]:
    found: list[tuple[Record, Sequence[str], Sequence[str]]] = []
    for evidence in library.evidence:
        found.append((evidence, evidence.framework_items, evidence.evidence_category))
    for story in library.stories:
        found.append((story, story.framework_items, ("EXP",)))
    return [
        (record, tags, categories)
        for record, tags, categories in found
        if record.status not in {"withdrawn", "expired"}
        and getattr(record, "withdrawn_on", None) is None
        and (not service_id or record.service_id in {service_id, WHOLE_PROVIDER})
    ]
