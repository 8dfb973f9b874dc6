"""`questions read`: what a buyer's file asks, numbered, with limits and weights and where each answer goes."""

from argparse import Namespace
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from alongside.commands.outcome import DONE, Outcome, finding_lines, findings_document
from alongside.commands.passwords import with_password
from alongside.commands.tendering import read_into
from alongside.i18n import _, ngettext
from alongside.intake.asked import Asked, Marking, Questionnaire, Where
from alongside.intake.reading import read_questions
from alongside.job_control import JobControl
from alongside.packs.pack import LimitKind


def read(given: Namespace, today: date, _job: JobControl) -> Outcome:
    """Every question of the file in its order; none, and a note that says so, where it is no question set."""
    if given.to is not None:
        found, told = read_into(given, today)
        lines = [told] if told else list(_lines(found))
        return Outcome(DONE, lines, {**_document(found), "pack": str(given.to.name) if told else ""})
    found = with_password(given, lambda password: read_questions(given.file, password))
    return Outcome(DONE, list(_lines(found)), _document(found))


def _lines(found: Questionnaire) -> Iterator[str]:
    section = ""
    for at, asked in enumerate(found.questions, start=1):
        if asked.section != section:
            section = asked.section
            yield section
        number = f"{asked.number}  " if asked.number else ""
        yield f"{at:>4}. {number}{' '.join(asked.text.split())}"
        about = _about(asked)
        if about:
            yield f"      {about}"
    if found.findings:
        yield from finding_lines(found.findings)
    n = len(found.questions)
    yield ngettext("{n} question.", "{n} questions.", n).format(n=n)


def _about(asked: Asked) -> str:
    units = {
        LimitKind.WORDS: _("{n} words"), LimitKind.CHARACTERS: _("{n} characters"),
        LimitKind.CHARACTERS_NO_SPACES: _("{n} characters without spaces"), LimitKind.PAGES: _("{n} pages"),
    }  # fmt: skip
    markings = {
        Marking.SCORED: _("scored"), Marking.PASS_FAIL: _("pass or fail"), Marking.MANDATORY: _("mandatory"),
        Marking.INFORMATION: _("for information"),
    }  # fmt: skip
    said = [units[asked.limit.kind].format(n=f"{asked.limit.value:,}")] if asked.limit.kind in units else []
    if asked.weight is not None:
        said.append(f"{asked.weight:g}%" if asked.weight_unit == "%" else _("{n} marks").format(n=f"{asked.weight:g}"))
    if asked.marking in markings:
        said.append(markings[asked.marking])
    if asked.options:
        said.append(_("choose from: {options}").format(options="; ".join(asked.options[:6])))
    return ", ".join([*said, asked.where.text()])


def _document(found: Questionnaire) -> Mapping[str, Any]:
    return {
        "file": found.file,
        "digest": found.digest,
        "kind": found.kind,
        "buyer": found.buyer,
        "title": found.title,
        "questions": [_asked(asked) for asked in found.questions],
        "rules": [
            {"field": rule.field, "value": rule.value, "sentence": rule.sentence, "where": _where(rule.where)}
            for rule in found.stated
        ],
        **findings_document(found.findings),
    }


def _asked(asked: Asked) -> dict[str, Any]:
    return {
        "id": asked.id, "number": asked.number, "text": asked.text, "guidance": asked.guidance,
        "section": asked.section, "limit": {"kind": asked.limit.kind, "value": asked.limit.value},
        "limit_text": asked.limit_text, "weight": asked.weight, "weight_unit": asked.weight_unit,
        "marking": asked.marking, "parent": asked.parent, "options": asked.options, "where": _where(asked.where),
        "slot": asked.slot, "answer_where": _where(asked.answer_where), "answer_now": asked.answer_now,
    }  # fmt: skip


def _where(where: Where) -> dict[str, Any]:
    return {name: value for name in where.__struct_fields__ if (value := getattr(where, name)) not in (None, "")}
