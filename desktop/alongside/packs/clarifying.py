"""The log of clarifications: what was asked of the buyer, what came back, and what it changes. Pure functions."""

from alongside.i18n import _
from alongside.packs.buyer_file import Clarification
from alongside.packs.pack import Pack, Question, changed
from alongside.packs.reopening import reopened


def log_clarification(pack: Pack, entry: Clarification) -> Pack:
    """The pack with this entry, new or in the stead of the one of its id. What a new answer touches is reopened."""
    before = next((item for item in pack.clarifications if item.id == entry.id), None)
    if before is None:
        kept = (*pack.clarifications, entry)
    else:
        kept = tuple(entry if item.id == entry.id else item for item in pack.clarifications)
    made = changed(pack, clarifications=kept)
    if not entry.answer.strip():
        return made
    news = before is None or (before.answer, before.effect) != (entry.answer, entry.effect)
    old = set(before.touches) if before is not None else set()
    touched = set(entry.touches) if news else set(entry.touches) - old
    return changed(
        made, questions=tuple(_touched(item, entry) if item.id in touched else item for item in made.questions)
    )


def remove_clarification(pack: Pack, clarification_id: str) -> Pack:
    """The pack without one entry; what it reopened stays open."""
    return changed(pack, clarifications=tuple(item for item in pack.clarifications if item.id != clarification_id))


def _touched(question: Question, entry: Clarification) -> Question:
    what = entry.effect.strip() or entry.answer.strip()
    why = _("The buyer clarified: {what}").format(what=" ".join(what.split())[:200])
    return reopened(question, why)
