"""What a newer version of the buyer's file changes in a pack: shown one by one, taken over by choice, nothing lost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from alongside.i18n import _
from alongside.intake.asked import Asked
from alongside.intake.taken_up import question_of
from alongside.packs.buyer_file import BuyerFile, StatedRule
from alongside.packs.buyer_rules import FIELDS, with_rule
from alongside.packs.edit import new_id
from alongside.packs.pack import Limit, LimitKind, Pack, Question, changed
from alongside.packs.reopening import reopen, reopened

SAME_NUMBER, ALIKE = 55, 82  # per cent of likeness at which two texts are one question


class Kind(StrEnum):
    """What happened to a question or a rule."""

    ADDED = "added"
    GONE = "gone"
    REWORDED = "reworded"
    LIMIT = "limit"
    WEIGHT = "weight"
    NUMBER = "number"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Difference:
    """One change, with how it was and how it is now, in words."""

    kind: Kind
    question: str = ""  # the pack's id of it; "" for one that was added and for a rule
    number: str = ""
    before: str = ""
    after: str = ""
    asked: Asked | None = None
    rule: StatedRule | None = None


def compare(pack: Pack, asked: Sequence[Asked], stated: Iterable[StatedRule] = ()) -> tuple[Difference, ...]:
    """The differences between a pack and a reading, in the reading's order, what is gone last."""
    pairs = paired(pack, asked)
    of = {item.id: question for question, item in pairs}
    found: list[Difference] = []
    for item in asked:
        question = of.get(item.id)
        if question is None:
            found.append(Difference(Kind.ADDED, "", item.number, "", item.text, item))
        else:
            found += _changes(question, item)
    met = {question.id for question, _item in pairs}
    found += [
        Difference(Kind.GONE, question.id, question.number, question.text, "")
        for question in pack.questions
        if question.asked_id and question.id not in met
    ]
    return (*found, *_rules(pack, stated))


def paired(pack: Pack, asked: Sequence[Asked]) -> tuple[tuple[Question, Asked], ...]:
    """Which question of a pack is which of a reading: the same text first, then the same number and a like text, then
    a like text."""
    left, free = list(pack.questions), list(asked)
    found: list[tuple[Question, Asked]] = []

    def pair(good: float, by_number: bool) -> None:
        for item in list(free):
            scored = [
                (fuzz.ratio(_key(question.text), _key(item.text)), -at, question)
                for at, question in enumerate(left)
                if not by_number or (item.number and question.number == item.number)
            ]
            best = max(scored, key=lambda each: each[:2], default=None)
            if best is not None and best[0] >= good:
                found.append((best[2], item))
                left.remove(best[2])
                free.remove(item)

    for good, by_number in ((100, True), (100, False), (SAME_NUMBER, True), (ALIKE, False)):
        pair(good, by_number)
    return tuple(found)


def take_over(
    pack: Pack,
    chosen: Iterable[Difference],
    asked: Sequence[Asked],
    source: BuyerFile,
) -> Pack:
    """The pack with the chosen changes. Places in the file are always those of the new one. A question that is gone
    stays with its answer and says so; what is changed is reopened."""
    picked = list(chosen)
    at = {question.id: item for question, item in paired(pack, asked)}
    by_question: dict[str, list[Difference]] = {}
    for item in picked:
        by_question.setdefault(item.question, []).append(item)
    kept = tuple(_placed(_changed(question, by_question.get(question.id, ())), at) for question in pack.questions)
    made = changed(pack, questions=kept, source=source)
    for item in picked:
        if item.kind is Kind.ADDED and item.asked is not None:
            made = _added(made, item.asked, asked)
    for rule in (item.rule for item in picked if item.rule is not None):
        made = with_rule(made, rule)
        others = tuple(known for known in made.stated_rules if known.field != rule.field)
        made = changed(made, stated_rules=(*others, changed(rule, taken=True)))
    if any(item.kind is Kind.RULE and item.rule is not None and item.rule.field != "deadline_at" for item in picked):
        made = reopen(made, (q.id for q in made.questions if q.blocks), _("The buyer changed a rule for all answers."))
    return made


def said(difference: Difference) -> str:
    """The change as one line."""
    numbered = f"{difference.number}: " if difference.number else ""
    words = {
        Kind.ADDED: _("new: {after}"),
        Kind.GONE: _("no longer asked: {before}"),
        Kind.REWORDED: _("reworded: “{before}” is now “{after}”"),
        Kind.LIMIT: _("limit: {before}, now {after}"),
        Kind.WEIGHT: _("weight: {before}, now {after}"),
        Kind.NUMBER: _("number: {before}, now {after}"),
        Kind.RULE: _("rule: {before}, now {after}"),
    }[difference.kind]
    return numbered + words.format(before=difference.before, after=difference.after)


def _changes(question: Question, item: Asked) -> list[Difference]:
    found = []
    if _key(question.text) != _key(item.text):
        found.append(Difference(Kind.REWORDED, question.id, item.number, question.text, item.text, item))
    if question.limit != item.limit:
        before, after = limit_text(question.limit), limit_text(item.limit)
        found.append(Difference(Kind.LIMIT, question.id, item.number, before, after, item))
    unit = item.weight_unit if item.weight_unit != "%" else ""
    if (question.weight, question.weight_unit if question.weight else "") != (item.weight, unit if item.weight else ""):
        before = weight_text(question.weight, question.weight_unit)
        after = weight_text(item.weight, item.weight_unit)
        found.append(Difference(Kind.WEIGHT, question.id, item.number, before, after, item))
    if question.number != item.number:
        found.append(Difference(Kind.NUMBER, question.id, item.number, question.number, item.number, item))
    return found


def _rules(pack: Pack, stated: Iterable[StatedRule]) -> list[Difference]:
    before = {rule.field: rule.value for rule in pack.stated_rules}
    return [
        Difference(Kind.RULE, "", FIELDS.get(rule.field, rule.field), before.get(rule.field, _("not said")), rule.value,
                   rule=rule)
        for rule in stated
        if before.get(rule.field) != rule.value
    ]  # fmt: skip


def _changed(question: Question, several: Iterable[Difference]) -> Question:
    for item in several:
        asked = item.asked
        if item.kind is Kind.GONE:
            question = reopened(question, _("The buyer no longer asks this. Its answer is kept here."))
        elif asked is None:
            continue
        elif item.kind is Kind.REWORDED:
            question = reopened(
                changed(question, text=asked.text, guidance=asked.guidance), _("The buyer reworded it.")
            )
        elif item.kind is Kind.LIMIT:
            question = reopened(changed(question, limit=asked.limit), _("The buyer changed its limit."))
        elif item.kind is Kind.WEIGHT:
            unit = asked.weight_unit if asked.weight_unit != "%" else ""
            question = changed(question, weight=asked.weight, weight_unit=unit)
        elif item.kind is Kind.NUMBER:
            question = changed(question, number=asked.number)
    return question


def _placed(question: Question, at: dict[str, Asked]) -> Question:
    item = at.get(question.id)
    if item is None:
        return question
    return changed(
        question, asked_id=item.id, where=item.where, slot=item.slot, answer_where=item.answer_where,
        options=item.options, marking=item.marking,
    )  # fmt: skip


def _added(pack: Pack, item: Asked, asked: Sequence[Asked]) -> Pack:
    """Put a new question after the one it follows in the file."""
    ids = {question.asked_id: question.id for question in pack.questions}
    order = [each.id for each in asked]
    before = set(order[: order.index(item.id)]) if item.id in order else set()
    place = max((at + 1 for at, question in enumerate(pack.questions) if question.asked_id in before), default=0)
    made = question_of(item, question_id=new_id(), parent=ids.get(item.parent, ""))
    return changed(pack, questions=(*pack.questions[:place], made, *pack.questions[place:]))


def limit_text(limit: Limit) -> str:
    """A limit in words."""
    words = {
        LimitKind.NONE: _("no limit"), LimitKind.WORDS: _("{n:,} words"), LimitKind.CHARACTERS: _("{n:,} characters"),
        LimitKind.CHARACTERS_NO_SPACES: _("{n:,} characters without spaces"), LimitKind.PAGES: _("{n:,} pages"),
    }  # fmt: skip
    return words[limit.kind].format(n=limit.value)


def weight_text(weight: float | None, unit: str) -> str:
    """A weight in words."""
    if weight is None:
        return _("not said")
    return _("{n:g} marks").format(n=weight) if unit == "marks" else f"{weight:g} %"


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()
