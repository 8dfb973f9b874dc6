"""Puts a pack's answers into the buyer's own file, whole or not at all, and looks through what came out."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from alongside.bulk.opened import OpenedPack
from alongside.errors import AlongsideError
from alongside.findings import Finding, Place, blocking, finding
from alongside.i18n import _
from alongside.installation import installation
from alongside.intake.answering import CHOOSING, Answer, chosen, not_a_choice
from alongside.intake.asked import Asked, FileKind, Marking, Questionnaire, Slot
from alongside.intake.matching import matched
from alongside.intake.reading import FormFile, asked_in, read_form
from alongside.intake.writing import write_answers
from alongside.job_control import JobControl, Progress
from alongside.library.editing.changes import _NOT_IN_XML
from alongside.library.ledger.store import LedgerFile
from alongside.library.names.register import Register
from alongside.packs.answered import AnswerText, answer_text, form_lost
from alongside.packs.counting import count, over
from alongside.packs.formatted import Piece
from alongside.packs.pack import LimitKind, Question
from alongside.packs.plan import PackPlan, PlannedQuestion
from alongside.packs.portal import PortalAnswer, portal_answers, portal_text
from alongside.render.document import rendered
from alongside.render.files import write_whole
from alongside.render.manifest import Inputs, Output, file_sha256, frameworks_sha256, sha256
from alongside.render.private import looked_through
from alongside.render.used import recorded

_MUST = frozenset({Marking.MANDATORY, Marking.PASS_FAIL})
_NEVER = frozenset({"answer.too_long"})  # what is not written even as a draft


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of the buyer's file."""

    path: Path | None  # None: nothing was written, and the Findings say why
    kind: FileKind | None  # of the buyer's file; None: plain text for a portal
    asked: int  # questions of the file, or of the pack where there is no file
    written: int  # answers that are in it
    findings: tuple[Finding, ...]
    final: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for."""

    source: Path
    out: Path
    final: bool = False
    password: str | None = None  # used and forgotten
    unprotected: bool = False  # a copy without the password may be written
    noted: bool = True  # in the ledger of use; not where it is made to be looked at and thrown away


def answer_file(opened: OpenedPack, wanted: Wanted, job: JobControl, names: Register | None = None) -> Answered:
    """Write the answers into a copy of the buyer's file at `wanted.out`; the file itself is only read.

    A final one is written only where nothing blocks it. Raises AlongsideError where nothing can be written at all.
    """
    _refuse_in_place(wanted)
    job.report(Progress(0, 3, _("Reading the buyer's file")))
    form = read_form(wanted.source, wanted.password)
    questionnaire = asked_in(form)
    if form.protected and not wanted.unprotected:
        raise AlongsideError(
            _("The buyer's file is protected by a password, and Alongside writes only files without one."),
            where=form.name,
            remedy=_("Say that a copy without a password will do (--unprotected); protect it again in Word or Excel."),
        )
    job.check()
    if form.kind is FileKind.PDF:
        return _as_our_own(opened, wanted, questionnaire, names)
    job.report(Progress(1, 3, _("Writing the answers")))
    answers, before = answers_for(opened, form, questionnaire, final=wanted.final)
    written = write_answers(form.data, form.name, form.kind, answers)
    job.check()
    job.report(Progress(2, 3, _("Looking through the finished file")))
    _refuse_unmarked(opened.plan, answers, final=wanted.final)
    people = _people(written.data, form, wanted.out.name, opened.plan, names)
    told = tuple(_told_of_file(form))
    findings = (*opened.findings, *before, *written.findings, *people, *told)
    stopped = any(item.rule in _NEVER for item in findings) or (wanted.final and bool(blocking(findings)))
    if not stopped:
        _refuse_changed(wanted.source, form)
        if wanted.noted:
            findings += _noted(opened, wanted.out, written.data, final=wanted.final)
        write_whole(wanted.out, written.data)
    path = None if stopped else wanted.out
    return Answered(
        path, form.kind, len(questionnaire.questions), 0 if stopped else len(written.done), findings, wanted.final
    )


def answer_portal(opened: OpenedPack, out: Path, *, final: bool) -> Answered:
    """Write the answers as plain text, ready to paste, with what cannot be plain told. Raises AlongsideError."""
    answers = portal_answers(opened.plan, final=final)
    findings = (*opened.findings, *(told for item in answers for told in _about_portal(item, opened.plan.title)))
    stopped = final and bool(blocking(findings))
    if not stopped:
        text = portal_text(answers, opened.plan.title, mark_of(opened.plan, final=final)).encode("utf-8", "replace")
        findings += _noted(opened, out, text, final=final)
        write_whole(out, text)
    done = sum(1 for item in answers if not item.answer.is_empty)
    return Answered(None if stopped else out, None, len(answers), 0 if stopped else done, findings, final)


def mark_of(plan: PackPlan, *, final: bool) -> str:
    """The words that stand before what may not go out, or is made up; "" for what may go out."""
    marks = [*([] if final else [_("DRAFT")]), *([_("EXAMPLE")] if plan.example else [])]
    return " ".join(marks)


# --- before anything is written -------------------------------------------------------------------------------------


def answers_for(
    opened: OpenedPack, form: FormFile, questionnaire: Questionnaire, *, final: bool
) -> tuple[tuple[Answer, ...], tuple[Finding, ...]]:
    """The pack's answers with their places in the file, and what is wrong with them before they are written."""
    pack, plan = opened.pack, opened.plan
    found = matched(pack.questions, questionnaire.questions)
    same = pack.source is None or pack.source.sha256 == form.digest
    findings: list[Finding] = []
    if not same:
        findings.append(
            finding(
                "answer.source_changed",
                Place(workbook=form.name),
                _("The buyer's file is not the one that was read into this pack."),
                _("Read it into the pack again, and look at what changed."),
            )
        )
    mark = mark_of(plan, final=final)
    answers: list[Answer] = []
    answered: set[str] = set()
    for question, planned in zip(pack.questions, plan.questions, strict=True):
        asked = found.get(question.id)
        said = answer_text(planned, final=final)
        answer = _answer(question, asked, said, mark, trusted=same)
        if asked is not None:
            answered.add(asked.id)
        if said.is_empty:
            findings += _unanswered(question, asked, form.name)
        elif answer is None:
            findings.append(_not_asked(question, form.name))
        else:
            findings += _about(answer, said, planned, asked, form.name)
            answers.append(answer)
    parents = {item.parent for item in questionnaire.questions if item.parent}
    for asked in questionnaire.questions:
        if asked.id not in answered and asked.id not in parents:
            findings += _unanswered(None, asked, form.name)
    return tuple(answers), tuple(findings)


def _answer(
    question: Question, asked: Asked | None, said: AnswerText, mark: str, *, trusted: bool
) -> Answer | None:  # fmt: skip
    """The answer with its place: as the pack keeps it, corrected by a person; else as the file is read now."""
    if question.slot is not Slot.NONE and trusted:
        slot, where, options = question.slot, question.answer_where, question.options
    elif asked is not None and asked.slot is not Slot.NONE:
        slot, where, options = asked.slot, asked.answer_where, asked.options
    else:
        return None
    pieces = tuple(_clean(piece) for piece in said.pieces)
    marked = "" if slot in CHOOSING or (options and chosen(options, said.text) is not None) else mark
    return Answer(
        question=question.id, number=question.number, slot=slot, where=where, options=options, pieces=pieces,
        mark=marked, now=asked.answer_now if asked is not None and asked.answer_where == where else "",
    )  # fmt: skip


def _clean(piece: Piece) -> Piece:
    """Without the characters that no Office file can hold."""
    if not _NOT_IN_XML.search(piece.text):
        return piece
    runs = tuple(replace(run, text=_NOT_IN_XML.sub("", run.text)) for run in piece.runs)
    if piece.table is None:
        return replace(piece, runs=runs)
    rows = [
        tuple(tuple(replace(run, text=_NOT_IN_XML.sub("", run.text)) for run in cell) for cell in row)
        for row in (piece.table.headings, *piece.table.rows)
    ]
    return replace(piece, table=replace(piece.table, headings=rows[0], rows=tuple(rows[1:])))


def _about(
    answer: Answer, said: AnswerText, planned: PlannedQuestion, asked: Asked | None, name: str
) -> Iterator[Finding]:
    place = answer.place(name)
    if any(_NOT_IN_XML.search(piece.text) for piece in said.pieces):
        yield finding(
            "answer.character", place, _("A character that no Office file can hold was left out."),
            _("Look at the answer in the pack: something was pasted into it that is no text."),
        )  # fmt: skip
    yield from _left_out(said, place)
    if answer.options and answer.slot not in CHOOSING and chosen(answer.options, answer.text) is None:
        yield not_a_choice(answer, name)
    if asked is not None and planned.limit.kind is LimitKind.NONE and asked.limit.kind is not LimitKind.NONE:
        beyond = over(count([said.text]), asked.limit)
        if beyond:
            yield finding(
                "limit.over", place,
                _("The answer is {n:,} over the limit that the file states: “{limit}”.").format(
                    n=beyond, limit=asked.limit_text or f"{asked.limit.value:,}"
                ),
                _("Shorten the answer, and put the limit into the pack."),
            )  # fmt: skip
    mere_text = answer.slot is Slot.FIELD or (answer.where.table is None and answer.where.paragraph is None)
    lost = form_lost(said.pieces) if mere_text and answer.slot not in CHOOSING else ()
    if lost:
        yield _plain(lost, place)


def _left_out(said: AnswerText, place: Place) -> Iterator[Finding]:
    for title in said.left_out:
        yield finding(
            "answer.left_out", place, _("This chart or picture is left out: “{title}”.").format(title=title),
            _("Attach it, if the buyer takes attachments, or say in words what it shows."),
        )  # fmt: skip


def _plain(lost: Sequence[str], place: Place) -> Finding:
    words = {"bold": _("bold words"), "italic": _("italic words"), "quotation": _("quotations"), "table": _("tables")}
    return finding(
        "answer.plain", place,
        _("In this place there is only plain text: {what} came as such.").format(
            what=", ".join(words[item] for item in lost)
        ),
    )  # fmt: skip


def _unanswered(question: Question | None, asked: Asked | None, name: str) -> Iterator[Finding]:
    marking = asked.marking if asked is not None else question.marking if question is not None else Marking.UNKNOWN
    number = (asked.number if asked is not None else "") or (question.number if question is not None else "")
    text = " ".join((asked.text if asked is not None else question.text if question is not None else "").split())
    short = text if len(text) <= 70 else f"{text[:69]}…"
    place = Place(workbook=name, number=number or None, question=question.id if question is not None else None)
    if marking in _MUST:
        yield finding(
            "answer.mandatory", place, _("This must be answered and is not: “{text}”.").format(text=short),
            _("Answer it in the pack."),
        )  # fmt: skip
    elif marking is not Marking.INFORMATION:
        yield finding(
            "answer.missing", place, _("This question has no answer: “{text}”.").format(text=short),
            _("Answer it in the pack, or mark it as no question when you read the file."),
        )  # fmt: skip


def _not_asked(question: Question, name: str) -> Finding:
    return finding(
        "answer.no_question", Place(workbook=name, number=question.number or None, question=question.id),
        _("The buyer's file has no place for this answer."),
        _("Read the file into the pack again, or say where its answer goes."),
    )  # fmt: skip


# --- the file -------------------------------------------------------------------------------------------------------


def _refuse_in_place(wanted: Wanted) -> None:
    if wanted.out.is_dir():
        raise AlongsideError(
            _("This is a folder."), where=wanted.out.name, remedy=_("Name the file that is to be written.")
        )
    same = wanted.out.exists() and wanted.source.exists() and wanted.out.samefile(wanted.source)
    if same or wanted.out.resolve() == wanted.source.resolve():
        raise AlongsideError(
            _("The buyer's file itself is never written into."), where=wanted.out.name,
            remedy=_("Choose another name for the answered copy."),
        )  # fmt: skip


def _refuse_changed(source: Path, form: FormFile) -> None:
    try:
        now = hashlib.sha256(source.read_bytes()).hexdigest()
    except OSError:
        now = ""
    if now != form.digest:
        raise AlongsideError(
            _("The buyer's file changed while it was being answered, so nothing was written."), where=form.name,
            remedy=_("Close it in other programs, and try again."),
        )  # fmt: skip


def _refuse_unmarked(plan: PackPlan, answers: Sequence[Answer], *, final: bool) -> None:
    if final and plan.example and not any(answer.mark for answer in answers):
        raise AlongsideError(
            _("This pack is an example, and no answer of it can be marked as one in this file."),
            remedy=_("Use your own library, or write a draft."),
        )


def _people(
    data: bytes, form: FormFile, name: str, plan: PackPlan, names: Register | None
) -> tuple[Finding, ...]:  # fmt: skip
    """What could tell who somebody is, but for what the buyer wrote."""
    known = tuple(filter(None, (plan.provider, *(service.service_name for service in plan.services))))
    buyers = {(item.rule, item.message) for item in looked_through(form.data, form.name, names, known=known)}
    return tuple(
        item for item in looked_through(data, name, names, known=known) if (item.rule, item.message) not in buyers
    )


def _told_of_file(form: FormFile) -> Iterator[Finding]:
    place = Place(workbook=form.name)
    if form.protected:
        yield finding(
            "answer.unprotected", place, _("The answered copy has no password; the buyer's file had one."),
            _("Protect it again in Word or Excel before you send it, if the buyer wants that."),
        )  # fmt: skip
    if form.name.lower().endswith((".docm", ".dotm", ".xlsm", ".xltm")):
        yield finding(
            "answer.macros_kept", place,
            _("The file holds macros of the buyer, which were kept as they are, and not run."),
        )  # fmt: skip


def _noted(opened: OpenedPack, out: Path, data: bytes, *, final: bool) -> tuple[Finding, ...]:
    """Tell the ledger of use first: so nothing is ever out of which it does not know."""
    inputs = Inputs(
        opened.plan.library_digest, file_sha256(opened.path), frameworks_sha256(opened.workspace.frameworks)
    )
    documents = [item for item in opened.recipe.documents if "questions" in item.words]
    outputs = {out.name: Output(sha256=sha256(data), size=len(data))}
    ledger = LedgerFile(opened.workspace.ledger, installation())
    return recorded(ledger, opened.plan, inputs, documents, outputs, final=final)


def _as_our_own(opened: OpenedPack, wanted: Wanted, questionnaire: Questionnaire, names: Register | None) -> Answered:
    """For a PDF, which has no places to fill: our own tender response as a Word document."""
    if wanted.out.suffix.lower() != ".docx":
        raise AlongsideError(
            _("A PDF has no places that can be filled, so the answers come as a Word document of our own."),
            where=wanted.out.name, remedy=_("Choose a name that ends in “.docx”."),
        )  # fmt: skip
    document = next((item for item in opened.recipe.documents if "questions" in item.words), None)
    if document is None:
        raise AlongsideError(_("The recipe of this pack has no document for answers."), where=opened.recipe.name)
    made = rendered(opened.plan, opened.recipe, document, opened.workspace.templates, final=wanted.final)
    known = tuple(filter(None, (opened.plan.provider, *(item.service_name for item in opened.plan.services))))
    people = looked_through(made.data, wanted.out.name, names, known=known)
    found: Mapping[str, Asked] = matched(opened.pack.questions, questionnaire.questions)
    met = {item.id for item in found.values()}
    missing = [told for item in questionnaire.questions if item.id not in met
               for told in _unanswered(None, item, questionnaire.file)]  # fmt: skip
    findings = (*opened.findings, *made.findings, *people, *missing)
    stopped = wanted.final and bool(blocking(findings))
    if not stopped:
        findings += _noted(opened, wanted.out, made.data, final=wanted.final)
        write_whole(wanted.out, made.data)
    done = (
        0 if stopped else sum(1 for item in opened.plan.questions if not answer_text(item, final=wanted.final).is_empty)
    )
    return Answered(
        None if stopped else wanted.out, FileKind.PDF, len(questionnaire.questions), done, findings, wanted.final
    )


def _about_portal(item: PortalAnswer, pack: str) -> Iterator[Finding]:
    place = Place(pack=pack, number=item.question.number or None, question=item.question.id)
    lost = form_lost(item.answer.pieces)
    if lost:
        yield _plain(lost, place)
    yield from _left_out(item.answer, place)
    if item.answer.is_empty:
        yield finding(
            "answer.missing", place, _("This question has no answer."), _("Answer it in the pack."),
        )  # fmt: skip
    if item.over:
        told = _("As it is pasted the answer is {n:,} over the limit.")
        yield finding("limit.over", place, told.format(n=item.over), _("Shorten the answer."))
