"""Involvement that is told and not shown: a step without a change, a photo in place of people, nobody paid."""

import re
from collections.abc import Iterator

from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.packs.pack import Pack
from alongside.packs.plan import PackPlan, PlannedQuestion

ASKED = 4  # consultation: from this step on people gave something and may ask what came of it
_SAID = re.compile(r"\bco-?(?:produc|design)|\bpanel\b|\binvolve|\bexperts? by experience", re.IGNORECASE)


def check_involving(plan: PackPlan, pack: Pack) -> Iterator[Finding]:
    """What a reader who has sat on a panel would ask."""
    for source in plan.sources:
        level = source.involvement_level
        if level is not None and level >= ASKED and not source.change_told:
            yield finding(
                "involved.nothing_changed",
                Place(
                    workbook=plan.library_name, sheet=source.sheet, row=source.row, ref=source.ref, pack=plan.title
                ),
                _("{ref} records step {level} of the ladder, and nothing that changed because of it.").format(
                    ref=source.ref, level=level
                ),
                _("Fill in what_changed, or say honestly that nothing did yet and when people will hear."),
            )  # fmt: skip
    said = [question for question in plan.questions if _said(question)]
    for question in said:
        backed = {
            block.kind for block in question.blocks if block.kind not in {"text", "heading"} and not block.withheld
        }
        if backed == {"picture"}:
            yield finding(
                "involved.photo_only",
                Place(pack=plan.title, question=question.id, number=question.number),
                _("{number} speaks of involvement, and a picture is all that shows it.").format(number=question.number),
                _("Add what people said, what they decided, or what changed."),
            )
    record = plan.involved
    if said and record.activities and not record.paid and record.unpaid:
        yield finding(
            "involved.nobody_paid",
            Place(pack=plan.title),
            _("People shared in {n} activities in this period, and nobody is recorded as paid.").format(
                n=record.activities
            ),
            _("Say what people got for their time, or enter it in the sheet involvement."),
        )
    if said and not pack.panels:
        yield finding(
            "involved.no_panel",
            Place(pack=plan.title),
            _("No people who draw on support have read this pack."),
            _("Ask a panel to read it, and enter who read, how they were supported and what they changed."),
        )


def _said(question: PlannedQuestion) -> bool:
    return any(_SAID.search(paragraph.text) for block in question.blocks for paragraph in block.paragraphs)
