"""`pack check`, `pack build` and `pack verify`."""

from argparse import Namespace
from datetime import date
from typing import Any

from alongside.commands.opened import OpenedPack, open_pack
from alongside.commands.outcome import Outcome, code_for, day_in_words, finding_lines, findings_document
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.packs.pack import LimitKind
from alongside.packs.plan import PlannedQuestion


def check(given: Namespace, today: date, job: JobControl) -> Outcome:
    """Findings, counts against limits and what each question draws on; exit code 1 where something blocks."""
    opened = open_pack(given.pack, today, job)
    plan = opened.plan
    words = sum(question.counts.words for question in plan.questions)
    head = _("{title}: {words:,} words in {n} parts, {sources} sources, looked at as on {day}.").format(
        title=plan.title, words=words, n=len(plan.questions), sources=len(plan.sources), day=day_in_words(today)
    )
    return Outcome(
        code_for(opened.findings),
        [head, "", *map(_question_line, plan.questions), "", *finding_lines(opened.findings)],
        pack_document(opened, today) | findings_document(opened.findings),
    )


def pack_document(opened: OpenedPack, today: date) -> dict[str, Any]:
    """What a pack is, how long each part is and what it covers, for a program."""
    plan = opened.plan
    covered = [line for line in plan.framework_lines if line.refs]
    return {
        "pack": opened.path.name,
        "title": plan.title,
        "kind": plan.kind.value,
        "today": today,
        "library": {"workbook": plan.library_name, "sha256": plan.library_digest},
        "words": sum(question.counts.words for question in plan.questions),
        "questions": [_question_document(question) for question in plan.questions],
        "coverage": {
            "framework": plan.framework.framework_id if plan.framework else None,
            "items": len(plan.framework_lines),
            "covered": len(covered),
            "not_covered": [line.item_id for line in plan.framework_lines if not line.refs],
        },
    }


def _question_document(question: PlannedQuestion) -> dict[str, Any]:
    return {
        "id": question.id,
        "number": question.number,
        "heading": question.heading,
        "status": question.status.value,
        "limit": {"kind": question.limit.kind.value, "value": question.limit.value},
        "counts": question.counts,
        "refs": [block.source.ref for block in question.blocks if block.source],
    }


def _question_line(question: PlannedQuestion) -> str:
    limit = question.limit
    counted = question.counts.against(limit)
    if limit.kind is LimitKind.PAGES:
        length = _("{words:,} words, limit {pages} pages").format(words=question.counts.words, pages=limit.value)
    elif counted is None:
        length = _("{words:,} words").format(words=question.counts.words)
    else:
        unit = _("words") if limit.kind is LimitKind.WORDS else _("characters")
        length = f"{counted:,}/{limit.value:,} {unit}"
    return f"{question.number:<5} {length:<24} {question.heading or question.text[:60]}".rstrip()
