"""A redline: what changed between two versions of a pack or a document, part by part, in whole words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from alongside.i18n import _, ngettext
from alongside.library.upkeep.difference import Part, Piece, difference
from alongside.packs.answered import answer_text, plain_line
from alongside.packs.pack import Limit, LimitKind
from alongside.packs.plan import PackPlan, PlannedQuestion

Line = tuple[Piece, ...]  # one paragraph, what is gone and what is new in it marked


@dataclass(frozen=True, slots=True)
class Passage:
    """One part of a version: a question with its answer, or a whole document."""

    key: str  # what it is known by in the other version
    heading: str
    facts: tuple[tuple[str, str], ...]  # what is said of it beside its text, by name
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """One of two."""

    name: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of one part."""

    heading: str
    what: Part  # NEW: added; GONE: taken out; SAME: in both, and perhaps different
    facts: tuple[str, ...]  # in sentences: what changed beside its text
    lines: tuple[Line, ...]

    @property
    def differs(self) -> bool:
        return self.what is not Part.SAME or bool(self.facts) or self.words_new + self.words_gone > 0

    @property
    def words_new(self) -> int:
        return _words(self.lines, Part.NEW)

    @property
    def words_gone(self) -> int:
        return _words(self.lines, Part.GONE)


def _words(lines: Sequence[Line], part: Part) -> int:
    return sum(len(piece.text.split()) for line in lines for piece in line if piece.part is part)


def version_of(plan: PackPlan, name: str) -> Version:
    """A pack as it would be printed on its day. What is kept back is not told here either."""
    brief = Passage("", _("About this pack"), _brief_facts(plan), plan.letter)
    return Version(name, (brief, *map(_passage, plan.questions)))


def _brief_facts(plan: PackPlan) -> tuple[tuple[str, str], ...]:
    brief = plan.brief
    return (
        (_("Title"), plan.title), (_("Buyer"), brief.buyer), (_("Lot"), brief.lot),
        (_("Deadline"), brief.deadline_at.replace("T", " ")),
    )  # fmt: skip


def _passage(question: PlannedQuestion) -> Passage:
    answer = answer_text(question, final=True)
    lines = [line for piece in answer.pieces for line in plain_line(piece).split("\n") if line.strip()]
    heading = " ".join((question.number, question.heading or question.text)).strip()
    weight = "" if question.weight is None else f"{question.weight:g} {question.weight_unit or '%'}"
    facts = (
        (_("Number"), question.number), (_("Question"), question.text), (_("Guidance"), question.guidance),
        (_("Limit"), _limit(question.limit)), (_("Weight"), weight),
        (_("Status"), question.status.value.replace("_", " ")),
        (_("Left out of plain text"), ", ".join(answer.left_out)),
    )  # fmt: skip
    return Passage(question.id, heading[:120], facts, tuple(lines))


def _limit(limit: Limit) -> str:
    return "" if limit.kind is LimitKind.NONE else f"{limit.value:,} {limit.kind.value.replace('_', ' ')}"


def redline(before: Version, after: Version) -> tuple[Changed, ...]:
    """Each part of both, in the order of the newer one; what was taken out comes last."""
    old = {item.key: item for item in before.passages}
    new = {item.key for item in after.passages}
    changed = [_compared(old.get(item.key), item) for item in after.passages]
    return (*changed, *(_compared(item, None) for item in before.passages if item.key not in new))


def _compared(before: Passage | None, after: Passage | None) -> Changed:
    shown = after or before
    if shown is None:
        raise ValueError("nothing to compare")
    lines = tuple(marked(before.lines if before else (), after.lines if after else ()))
    if before is None or after is None:
        return Changed(shown.heading, Part.NEW if before is None else Part.GONE, (), lines)
    was = dict(before.facts)
    facts = tuple(
        _("{name}: “{before}” became “{after}”.").format(name=name, before=was.get(name) or "–", after=text or "–")
        for name, text in after.facts
        if was.get(name, "") != text
    )
    return Changed(shown.heading, Part.SAME, facts, lines)


def marked(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    """The paragraphs laid over each other. Equal ones are found first, so that long documents stay quick."""
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from ((Piece(Part.SAME, line),) for line in after[c:d])
        else:
            yield from _lines(difference("\n".join(before[a:b]), "\n".join(after[c:d])))


def _lines(pieces: Sequence[Piece]) -> Iterator[Line]:
    line: list[Piece] = []
    for piece in pieces:
        for at, text in enumerate(piece.text.split("\n")):
            if at:
                yield tuple(line)
                line = []
            if text:
                line.append(Piece(piece.part, text))
    if line:
        yield tuple(line)


def in_a_sentence(found: Sequence[Changed]) -> str:
    """ "3 of 14 parts changed: 40 words new, 12 gone." """
    n = sum(1 for item in found if item.differs)
    head = ngettext("{n} of {total} part changed", "{n} of {total} parts changed", len(found))
    return _("{head}: {new:,} words new, {gone:,} gone.").format(
        head=head.format(n=n, total=len(found)),
        new=sum(item.words_new for item in found),
        gone=sum(item.words_gone for item in found),
    )
