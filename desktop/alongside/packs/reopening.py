"""What a buyer changes must be looked at again: a question says why, and is no longer signed off."""

from collections.abc import Iterable

from alongside.packs.pack import Pack, Question, Status, changed


def reopened(question: Question, why: str) -> Question:
    """The question, open again; what it has been reopened for before stays said."""
    if question.reopened and why not in question.reopened:
        why = f"{question.reopened} {why}"
    elif question.reopened:
        why = question.reopened
    status = question.status if question.status is Status.NOT_STARTED else Status.DRAFT
    return changed(question, reopened=why, status=status)


def reopen(pack: Pack, ids: Iterable[str], why: str) -> Pack:
    """The pack with these questions open again."""
    wanted = set(ids)
    return changed(pack, questions=tuple(reopened(item, why) if item.id in wanted else item for item in pack.questions))


def looked_at(pack: Pack, question_id: str) -> Pack:
    """Somebody has looked at a reopened question again."""
    return changed(pack, questions=tuple(changed(q, reopened="") if q.id == question_id else q for q in pack.questions))
