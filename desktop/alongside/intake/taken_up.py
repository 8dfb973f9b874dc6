"""Makes a tender pack of what a buyer's file asks, and keeps the file in the workspace."""

import hashlib
import shutil
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.intake.asked import Asked, Questionnaire
from alongside.packs.buyer_file import BuyerFile, Slot, StatedRule, Where
from alongside.packs.buyer_rules import with_rule
from alongside.packs.edit import new_id
from alongside.packs.pack import Pack, Question, changed
from alongside.workspace import Workspace

_ANY = Where()


def question_of(asked: Asked, *, question_id: str, parent: str = "") -> Question:
    """A pack's question, empty, as the buyer asks it."""
    return Question(
        id=question_id,
        number=asked.number,
        text=asked.text,
        guidance=asked.guidance,
        section=asked.section,
        limit=asked.limit,
        weight=asked.weight,
        weight_unit=asked.weight_unit if asked.weight_unit != "%" else "",
        marking=asked.marking,
        options=asked.options,
        parent=parent,
        asked_id=asked.id,
        where=asked.where,
        slot=Slot(asked.slot),
        answer_where=asked.answer_where or _ANY,
    )


def questions_of_pack(asked: Iterable[Asked], known: Mapping[str, str] | None = None) -> tuple[Question, ...]:
    """All of them, each with an id of its own; a sub-question knows the question it is part of."""
    several = list(asked)
    ids = {item.id: new_id() for item in several} | dict(known or {})
    return tuple(question_of(item, question_id=ids[item.id], parent=ids.get(item.parent, "")) for item in several)


def take_up(
    base: Pack,
    asked: Iterable[Asked],
    source: BuyerFile,
    stated: Iterable[StatedRule],
    *,
    buyer: str,
) -> Pack:
    """An empty pack with all that the buyer asks and says; only rules that a person took are followed."""
    rules = tuple(stated)
    made = changed(
        base,
        brief=changed(base.brief, buyer=buyer or base.brief.buyer, title=base.title),
        questions=questions_of_pack(asked),
        source=source,
        stated_rules=rules,
    )
    for rule in rules:
        if rule.taken:
            made = with_rule(made, rule)
    return made


def keep_file(workspace: Workspace, path: Path, found: Questionnaire, today: date | None) -> BuyerFile:
    """Copy the buyer's file into the workspace, unless it is there already. Raises AlongsideError."""
    folder = workspace.buyer_files
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / path.name
        number = 2
        while target.exists() and digest_of(target) != found.digest:
            target = folder / f"{path.stem} ({number}){path.suffix}"
            number += 1
        if not target.exists():
            draft = target.with_name(f".{target.name}.part")
            shutil.copyfile(path, draft)
            if digest_of(draft) != found.digest:
                draft.unlink()
                raise AlongsideError(
                    _("The buyer’s file was changed while it was being read."),
                    where=path.name,
                    remedy=_("Read it again."),
                )
            draft.replace(target)
    except OSError as error:
        raise AlongsideError(
            _("The buyer’s file cannot be kept in the workspace: {reason}.").format(reason=error.strerror or error),
            where=path.name,
            remedy=_("Check that the workspace may be written to."),
        ) from error
    inside = target.relative_to(workspace.folder).as_posix()
    return BuyerFile(file=inside, sha256=found.digest, kind=found.kind, read_on=today)


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
