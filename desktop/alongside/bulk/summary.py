"""What a pack is, how long each part is and what it covers, for a program to read."""

from datetime import date
from typing import Any

from alongside.packs.plan import PackPlan, PlannedQuestion


def summary_of(plan: PackPlan, pack: str, today: date) -> dict[str, Any]:
    """The pack of that file name as plain values."""
    covered = [line for line in plan.framework_lines if line.refs]
    return {
        "pack": pack,
        "title": plan.title,
        "kind": plan.kind.value,
        "today": today,
        "library": {"workbook": plan.library_name, "sha256": plan.library_digest},
        "words": sum(question.counts.words for question in plan.questions),
        "questions": [_question(question) for question in plan.questions],
        "coverage": {
            "framework": plan.framework.framework_id if plan.framework else None,
            "items": len(plan.framework_lines),
            "covered": len(covered),
            "not_covered": [line.item_id for line in plan.framework_lines if not line.refs],
        },
    }


def _question(question: PlannedQuestion) -> dict[str, Any]:
    return {
        "id": question.id,
        "number": question.number,
        "heading": question.heading,
        "status": question.status.value,
        "limit": {"kind": question.limit.kind.value, "value": question.limit.value},
        "counts": question.counts,
        "refs": [block.source.ref for block in question.blocks if block.source],
    }
