"""A pack made to fit: what the exact fit chooses for its questions, told block by block, and the pack that results.

What the writer typed, edited or placed (headings, text, edits, tables, charts, pictures, figures, whole answers) always
stays; only unedited evidence and stories are kept, change their length, are left out or come in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.library import Library
from alongside.library.records import Answer, Evidence, Record, Story
from alongside.packs.counting import count
from alongside.packs.edit import new_id
from alongside.packs.fitting import Candidate, Fit, Wanted, best_fit
from alongside.packs.pack import (
    Block,
    EvidenceBlock,
    Limit,
    LimitKind,
    Pack,
    Question,
    StoryBlock,
    changed,
)
from alongside.packs.plan import PackPlan, PlannedQuestion
from alongside.packs.suggesting import Suggestion, Suggestions
from alongside.packs.texts import lengths_of, paragraphs_of, text_at

NEW = 10  # items that may come in, beside those that stand there
STANDS = 2.0  # what the writer chose is worth that much more than the same from the library
LONGER = 0.9  # power of its length in what a text is worth: nearly in proportion, so that no answer is a heap of scraps
COUNTED = frozenset({LimitKind.WORDS, LimitKind.CHARACTERS, LimitKind.CHARACTERS_NO_SPACES})


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one item in one question."""

    number: str  # the question's
    ref: str
    before: str | None  # the length it has; None: it does not stand there
    after: str | None  # the length it gets; None: it is left out
    why: str

    @property
    def sentence(self) -> str:
        """In words."""
        said = (
            _("{ref} comes in at {after}: {why}")
            if self.before is None
            else _("{ref} is left out ({before}): {why}")
            if self.after is None
            else _("{ref} stays at {after}: {why}")
            if self.before == self.after
            else _("{ref} goes from {before} to {after}: {why}")
        )
        return said.format(ref=self.ref, before=self.before, after=self.after, why=self.why)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The choice, told; nothing is changed until somebody takes `pack`."""

    pack: Pack
    lines: tuple[Line, ...]
    fit: Fit
    said: tuple[str, ...]  # lengths, and what is missing


def propose(
    pack: Pack,
    questions: Sequence[Question],
    plan: PackPlan,
    library: Library,
    suggested: Mapping[str, Suggestions],
    *,
    new: int = NEW,
    seconds: float = 5.0,
) -> Proposal:
    """What would fit best. `suggested` by question id. Raises AlongsideError where there is nothing to fit to.

    With all questions of the pack the total limit counts too; a story stands once in a pack.
    """
    fitted = [item for item in questions if item.limit.kind in COUNTED and item.limit.value > 0]
    if not fitted:
        raise AlongsideError(
            _("There is no limit of words or characters to fit to."),
            remedy=_("Pages are told from the laid-out document; set a limit of words to have blocks chosen."),
        )
    planned = {item.id: item for item in plan.questions}
    wanted: list[Wanted] = []
    candidates: list[Candidate] = []
    for question in fitted:
        found = suggested[question.id]
        stays = _stays(question, library)
        done = {name for item in found.found if item.record.ref in stays and not item.refused for name in item.parts}
        parts = tuple(part.name for part in found.parts if part.name not in done)
        wanted.append(
            Wanted(
                question=question.id, limit=question.limit.value, parts=parts,
                fixed=_fixed(question, planned[question.id], library),
            )
        )  # fmt: skip
        candidates += _candidates(question, found, library, new)
    total = _total(pack, fitted, plan)
    fit = best_fit(wanted, candidates, total=total, told=_told(pack, fitted, library), seconds=seconds)
    changed_pack = pack
    lines: list[Line] = []
    for question in fitted:
        chosen = {item.item: item for item in fit.chosen if item.question == question.id}
        lines += _lines(question, chosen, library)
        after = changed(question, blocks=tuple(_blocks(question, chosen, library)))
        changed_pack = changed(
            changed_pack, questions=tuple(after if item.id == after.id else item for item in changed_pack.questions)
        )
    return Proposal(changed_pack, tuple(lines), fit, tuple(_said(fit, fitted, suggested)))


def movable(block: Block, library: Library) -> bool:
    """Whether the fit may change its length or leave it out: evidence or a story, as the library has it."""
    if not isinstance(block, EvidenceBlock | StoryBlock) or block.text is not None:
        return False
    return isinstance(library.get(block.ref), Evidence | Story)


def _size(text: str, limit: Limit) -> int:
    return count(paragraphs_of(text)).against(limit) or 0


def _fixed(question: Question, planned: PlannedQuestion, library: Library) -> int:
    """What the answer counts without all that may move."""
    moves = sum(
        _size("\n".join(item.text for item in at.paragraphs), question.limit)
        for block, at in zip(question.blocks, planned.blocks, strict=True)
        if movable(block, library)
    )
    return max(0, (planned.counts.against(question.limit) or 0) - moves)


def _stays(question: Question, library: Library) -> frozenset[str]:
    """Library items in blocks that do not move."""
    return frozenset(getattr(block, "ref", "") for block in question.blocks if not movable(block, library)) - {""}


def _candidates(question: Question, found: Suggestions, library: Library, new: int) -> Iterable[Candidate]:
    standing = [block.ref for block in question.blocks if movable(block, library)]  # type: ignore[union-attr]
    fixed = _stays(question, library)
    by_ref = {item.record.ref: item for item in found.found}
    coming = [
        item.record.ref for item in found.found
        if not item.refused and not item.used_in and item.parts and isinstance(item.record, Evidence | Story)
        and item.record.status in {"checked", "approved"}
    ][:new]  # fmt: skip
    for ref in dict.fromkeys((*standing, *coming)):
        record = library.get(ref)
        if record is None or ref in fixed or (ref in by_ref and by_ref[ref].refused):
            continue  # a refused story that stands there is left out, with its reason
        yield from _at_lengths(question, record, by_ref.get(ref), stands=ref in standing)


def _at_lengths(question: Question, record: Record, item: Suggestion | None, *, stands: bool) -> Iterable[Candidate]:
    worth = max(0.05, item.worth if item else 0.3) ** 2 * (STANDS if stands else 1.0)
    story = isinstance(record, Story)
    for length in lengths_of(record):
        if length == "claim" and not stands:
            continue  # a claim by itself answers nothing; it is the shortest that what stands there can be
        n = _size(text_at(record, length), question.limit)
        yield Candidate(
            question=question.id, item=record.ref, length=length, words=n, value=worth * n**LONGER,
            parts=frozenset(item.parts if item else ()), recent=bool(item and item.recent), voice=story,
            story=record.ref if story or not stands else "",  # and nothing new comes into two answers
        )  # fmt: skip


def _told(pack: Pack, fitted: Sequence[Question], library: Library) -> frozenset[str]:
    """Stories that stand where nothing moves: in other questions, in edited blocks, behind reusable answers."""
    ids = {item.id for item in fitted}
    found: set[str] = set()
    for question in pack.questions:
        for block in question.blocks:
            if question.id in ids and movable(block, library):
                continue
            record = library.get(getattr(block, "ref", ""))
            if isinstance(record, Story):
                found.add(record.ref)
            elif isinstance(record, Answer):
                found.update(record.story_refs)
    return frozenset(found)


def _total(pack: Pack, fitted: Sequence[Question], plan: PackPlan) -> int | None:
    """What the pack's limit of words leaves to the questions that are fitted; None where there is none."""
    limit = pack.rules.total_word_limit
    if limit is None or any(item.limit.kind is not LimitKind.WORDS for item in fitted):
        return None
    ids = {item.id for item in fitted}
    return limit - sum(item.counts.words for item in plan.questions if item.id not in ids)


def _blocks(question: Question, chosen: Mapping[str, Candidate], library: Library) -> Iterable[Block]:
    placed: set[str] = set()
    for block in question.blocks:
        if not movable(block, library):
            yield block
        elif isinstance(block, EvidenceBlock | StoryBlock) and block.ref in chosen and block.ref not in placed:
            placed.add(block.ref)
            length = chosen[block.ref].length
            yield block if length == block.length else changed(block, length=length)
    for ref, item in chosen.items():
        if ref not in placed:
            made = StoryBlock if isinstance(library.get(ref), Story) else EvidenceBlock
            yield made(id=new_id(), ref=ref, length=item.length)


def _lines(question: Question, chosen: Mapping[str, Candidate], library: Library) -> Iterable[Line]:
    standing = {
        block.ref: block.length
        for block in question.blocks
        if isinstance(block, EvidenceBlock | StoryBlock) and movable(block, library)
    }
    for ref, length in standing.items():
        item = chosen.get(ref)
        why = _why(item) if item else _("others serve more within the limit, or it may not be used or told twice")
        yield Line(question.number, ref, length, item.length if item else None, why)
    for ref, item in chosen.items():
        if ref not in standing:
            yield Line(question.number, ref, None, item.length, _why(item))


def _why(item: Candidate) -> str:
    told = [_("serves {parts}").format(parts=", ".join(sorted(item.parts)))] if item.parts else []
    told += [_("recent proof")] if item.recent and item.parts else []
    told += [_("a person's voice")] if item.voice else []
    return "; ".join(told) or _("near to the question")


def _said(fit: Fit, fitted: Sequence[Question], suggested: Mapping[str, Suggestions]) -> Iterable[str]:
    numbers = {item.id: item.number for item in fitted}
    texts = {(name, part.name): part.text for name, found in suggested.items() for part in found.parts}
    for question in fitted:
        yield _("{number}: {n:,} of {limit:,}.").format(
            number=question.number, n=fit.words[question.id], limit=question.limit.value
        )
    for name, part in fit.unserved:
        yield _("{number}: no block chosen serves “{part}”; your own text may.").format(
            number=numbers[name], part=texts.get((name, part), part)
        )
    for name, part in fit.unproved:
        yield _("{number}: no recent proof for “{part}”.").format(
            number=numbers[name], part=texts.get((name, part), part)
        )
    for name in fit.voiceless:
        yield _("{number}: no person's own voice fits.").format(number=numbers[name])
    if not fit.exact:
        yield _("The best that was found in the time; it is not proved to be the best there is.")
