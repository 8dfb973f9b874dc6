"""What a person said to how their story is told, as changes of its row in the library."""

from collections.abc import Set as AbstractSet
from datetime import date

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.editing.changes import SetField, Value
from alongside.library.records import Story

COLUMNS = ("told_answer", "told_on", "told_format", "told_supporter")


def answered(
    story: Story, answer: str, on: date, *, formats: tuple[str, ...], supporter: str, today: date,
    missing: AbstractSet[str] = frozenset(),
) -> tuple[SetField, ...]:  # fmt: skip
    """The changes. `missing`: headings the workbook does not have. Raises AlongsideError where it cannot hold them,
    and for an answer of a day to come."""
    lacking = [heading for heading in COLUMNS if heading in missing]
    if lacking:
        raise AlongsideError(
            _("The sheet stories has no columns for what the person said."),
            where=", ".join(lacking),
            remedy=_("Add these headings to row 1 of the sheet, then record the answer again."),
        )
    if on > today:
        raise AlongsideError(_("The answer cannot be of a day to come."), remedy=_("Give the day it was given on."))
    values: dict[str, Value] = {
        "told_answer": answer, "told_on": on, "told_format": formats, "told_supporter": supporter.strip(),
        "updated_on": today,
    }  # fmt: skip
    return tuple(
        SetField(
            sheet=story.sheet, row=story.row, ref=story.ref, heading=heading, value=value, seen=getattr(story, heading)
        )
        for heading, value in values.items()
        if heading not in missing and getattr(story, heading) != value
    )
