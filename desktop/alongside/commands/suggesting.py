"""`pack suggest`: what could answer each question, why, and what nothing answers."""

from argparse import Namespace
from datetime import date
from typing import Any

from alongside.bulk.suggested import question_named, suggester
from alongside.commands.libraries import title_of
from alongside.commands.outcome import DONE, Outcome
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.packs.pack import Question
from alongside.packs.suggesting import Suggestions


def show_suggestions(given: Namespace, today: date, job: JobControl) -> Outcome:
    """Ranked suggestions with their reasons, question by question; gaps with who could fill them."""
    pack, _library, suggest = suggester(given.pack, today, job)
    asked = (question_named(pack, given.question, given.pack),) if given.question else pack.questions
    lines: list[str] = []
    documents = []
    for question in asked:
        job.check()
        found = suggest(question)
        lines += [*_lines(question, found, given.limit), ""]
        documents.append(_document(question, found, given.limit))
    return Outcome(DONE, lines[:-1], {"pack": given.pack.name, "today": today, "questions": documents})


def _lines(question: Question, found: Suggestions, limit: int) -> list[str]:
    lines = [f"{question.number}  {question.text or question.heading}".rstrip()]
    for at, item in enumerate(found.found[:limit], start=1):
        lines.append(f"{at:>4}. {item.record.ref:<10} {title_of(item.record)}")
        lines += [f"        {reason}" for reason in item.reasons]
    for gap in found.gaps:
        lines.append("    " + _("Nothing serves {name}: {text}").format(name=gap.part.name, text=gap.part.text))
        if gap.owners:
            lines.append("        " + _("Ask: {roles}.").format(roles="; ".join(gap.owners)))
    return lines


def _document(question: Question, found: Suggestions, limit: int) -> dict[str, Any]:
    return {
        "question": question.number,
        "parts": [{"name": part.name, "text": part.text, "asks": part.asks.value} for part in found.parts],
        "suggestions": [
            {
                "ref": item.record.ref, "sheet": item.record.sheet, "title": title_of(item.record),
                "worth": item.worth, "parts": item.parts, "recent": item.recent, "refused": item.refused,
                "used_in": item.used_in, "reasons": item.reasons,
            }
            for item in found.found[:limit]
        ],
        "gaps": [{"part": gap.part.name, "text": gap.part.text, "owners": gap.owners} for gap in found.gaps],
    }  # fmt: skip
