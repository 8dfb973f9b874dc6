"""`questions read --to`, `questions compare` and `questions matrix`: a pack of what a buyer asks, and what changed."""

from argparse import Namespace
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path

from alongside.commands.outcome import DONE, Outcome
from alongside.commands.passwords import with_password
from alongside.errors import AlongsideError
from alongside.i18n import _, ngettext
from alongside.intake.asked import Questionnaire
from alongside.intake.compared import Difference, compare, said, take_over
from alongside.intake.corrected import questions
from alongside.intake.reading import asked_in, read_form
from alongside.intake.remembered import Memory, recall, recollected
from alongside.intake.taken_up import keep_file, take_up
from alongside.job_control import JobControl
from alongside.packs.compliance import matrix, matrix_report
from alongside.packs.pack import SUFFIX, Pack, load_pack, save_pack
from alongside.packs.recipes import load_recipe
from alongside.packs.starting import new_pack
from alongside.render.report_file import write_report
from alongside.workspace import Workspace, open_workspace

_RECIPE = "tender_response"


def read_into(given: Namespace, today: date) -> tuple[Questionnaire, str]:
    """Make a pack of the file at `--to`, corrected as before for its buyer; the sentence that tells of it.

    Rules on form are kept as the buyer states them and followed once a person takes them.
    """
    target: Path = given.to
    if not target.name.endswith(SUFFIX):
        raise AlongsideError(_("A pack’s file ends in {suffix}.").format(suffix=SUFFIX), where=target.name)
    if target.exists():
        raise AlongsideError(
            _("There is a file of that name already."), where=target.name, remedy=_("Choose another name.")
        )
    workspace = open_workspace(target)
    form = with_password(given, lambda password: read_form(given.file, password))
    found = asked_in(form)
    if not found.questions:
        return found, ""
    buyer = given.buyer or found.buyer
    memory = recall(workspace.buyers, buyer) if buyer else Memory(buyer="")
    entries = recollected(memory, found.questions, form.parts)
    recipe = load_recipe(workspace.recipes, _RECIPE)
    base = new_pack(recipe, given.title or found.title or given.file.stem, (), "", today)
    source = keep_file(workspace, given.file, found, today)
    asked = questions(entries)
    _save(take_up(base, asked, source, found.stated, buyer=buyer), target)
    n = len(asked)
    told = ngettext("{n} question is in {name}.", "{n} questions are in {name}.", n).format(n=n, name=target.name)
    again = sum(1 for entry in entries if entry.remembered)
    if again:
        told += " " + ngettext(
            "{n} correction was made as before.", "{n} corrections were made as before.", again
        ).format(n=again)
    return found, told


def compare_with(given: Namespace, today: date, _job: JobControl) -> Outcome:
    """What a file changes in a pack; with `--take` all of it is taken over, and no answer is lost."""
    pack = load_pack(given.pack)
    form = with_password(given, lambda password: read_form(given.file, password))
    found = asked_in(form)
    memory, workspace = _memory(given.pack, pack.brief.buyer)
    asked = questions(recollected(memory, found.questions, form.parts))
    if not asked:
        raise AlongsideError(
            _("This file asks nothing, so it cannot be compared."), where=given.file.name,
            remedy=_("Choose the file in which the buyer asks for answers."),
        )  # fmt: skip
    differences = compare(pack, asked, found.stated)
    lines = [said(item) for item in differences]
    n = len(differences)
    lines.append(ngettext("{n} change.", "{n} changes.", n).format(n=n))
    if given.take:
        if workspace is None:
            raise AlongsideError(
                _("The pack lies in no workspace, so the buyer’s file cannot be kept beside it."),
                where=given.pack.name,
                remedy=_("Move it into the folder packs of a workspace."),
            )
        source = keep_file(workspace, given.file, found, today)
        _save(take_over(pack, differences, asked, source), given.pack)
        lines.append(_("All of it is in the pack; what changed must be looked at again."))
    return Outcome(DONE, lines, {"taken": bool(given.take), "changes": _document(differences)})


def show_matrix(given: Namespace, today: date, _job: JobControl) -> Outcome:
    """Each question, and each sub-question that is scored, with who owns it and whether it is met."""
    pack = load_pack(given.pack)
    rows = matrix(pack)
    lines = []
    for row in rows:
        refs = f"  [{', '.join(row.refs)}]" if row.refs else ""
        lines.append(f"{row.number:<8} {row.type:<7} {row.met:<7} {' '.join(row.text.split())[:100]}{refs}")
        if row.note:
            lines.append(f"         {row.note}")
    n = len(rows)
    lines.append(ngettext("{n} requirement.", "{n} requirements.", n).format(n=n))
    if given.out is not None:
        write_report(given.out, matrix_report(pack, today), open_workspace(given.pack))
        lines.append(_("Written to {name}.").format(name=given.out.name))
    return Outcome(DONE, lines, {"requirements": [asdict(row) for row in rows]})


def _memory(pack: Path, buyer: str) -> tuple[Memory, Workspace | None]:
    try:
        workspace = open_workspace(pack)
    except AlongsideError:
        return Memory(buyer=""), None
    return (recall(workspace.buyers, buyer) if buyer else Memory(buyer="")), workspace


def _save(pack: Pack, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        save_pack(pack, path)
    except OSError as error:
        raise AlongsideError(
            _("The pack could not be saved: {reason}.").format(reason=error.strerror or error), where=path.name
        ) from error


def _document(differences: Iterable[Difference]) -> list[dict[str, str]]:
    return [
        {"kind": item.kind, "question": item.question, "number": item.number, "before": item.before,
         "after": item.after}
        for item in differences
    ]  # fmt: skip
