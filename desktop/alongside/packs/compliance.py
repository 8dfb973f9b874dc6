"""The compliance matrix of a tender: each question, and each sub-question that is scored, is a row of its own."""

from dataclasses import dataclass
from datetime import date

from alongside.i18n import _
from alongside.packs.buyer_file import Marking
from alongside.packs.pack import LibraryBlock, Pack, Question, Status
from alongside.report import Report, ReportSection, ReportTable

_TYPES = {
    Marking.SCORED: "scored", Marking.PASS_FAIL: "must", Marking.MANDATORY: "must", Marking.INFORMATION: "info",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Requirement:
    """One row."""

    number: str
    source: str  # the buyer's file
    place: str  # in it
    text: str
    type: str  # scored, must, should or info
    part_of: str  # the number of the question that it is part of
    owner: str
    status: Status
    refs: tuple[str, ...]  # what of the library answers it
    met: str  # Y: signed off; partly: something is written; N
    note: str  # why it must be looked at again, and what the buyer clarified


def matrix(pack: Pack) -> tuple[Requirement, ...]:
    """All rows, in the pack's order."""
    numbers = {item.id: item.number for item in pack.questions}
    return tuple(_row(item, pack, numbers.get(item.parent, "")) for item in pack.questions)


def _row(question: Question, pack: Pack, part_of: str) -> Requirement:
    clarified = [
        item.effect or item.answer for item in pack.clarifications if question.id in item.touches and item.answer
    ]
    scored = question.marking is Marking.SCORED or (question.marking is Marking.UNKNOWN and question.weight is not None)
    signed = question.status is Status.SIGNED_OFF and not question.reopened
    return Requirement(
        number=question.number,
        source=pack.source.file.rsplit("/", 1)[-1] if pack.source else "",
        place=question.where.text(),
        text=question.text or question.heading,
        type="scored" if scored else _TYPES.get(question.marking, "should"),
        part_of=part_of,
        owner=question.owner_role,
        status=question.status,
        refs=tuple(dict.fromkeys(block.ref for block in question.blocks if isinstance(block, LibraryBlock))),
        met="Y" if signed and question.blocks else "partly" if question.blocks else "N",
        note=" ".join([*([question.reopened] if question.reopened else []), *clarified]),
    )


def matrix_report(pack: Pack, today: date) -> Report:
    """The matrix to keep, to print or to send round."""
    headings = (
        _("No."), _("Part of"), _("Requirement"), _("Kind"), _("Owner"), _("Status"), _("Met"), _("Behind it"),
        _("Place"), _("Note"),
    )  # fmt: skip
    rows = tuple(
        (item.number, item.part_of, item.text, item.type, item.owner, item.status.value.replace("_", " "), item.met,
         ", ".join(item.refs), item.place, item.note)
        for item in matrix(pack)
    )  # fmt: skip
    return Report(
        title=_("Compliance matrix"),
        about=pack.title,
        on=today,
        sections=(
            ReportSection(
                _("Requirements"),
                tables=(ReportTable(headings, rows),) if rows else (),
                empty=_("This pack has no questions yet."),
            ),
        ),
        example=pack.example,
    )
