"""Which blocks, at which lengths, serve a question best within its limit: an exact answer, with its reasons.

An integer programme: each candidate is in or out, an item comes at one length at most, the words of what is in stay
within the limit, every part of the question is served, each with recent proof, and somebody's own voice is heard. Where
all of that cannot be, as little as possible is given up; a voice first, then proof, and a part served at all last.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from alongside.errors import AlongsideError
from alongside.i18n import _, ngettext

WHOLE = ""  # the part of a question that has none


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One item at one length, for one question."""

    question: str
    item: str  # the library id
    length: str  # as a block names it
    words: int  # as the buyer's rule counts them
    value: float  # 0 or more: how well it answers, how fresh, how it scored before
    parts: frozenset[str]  # of the question, that it serves
    recent: bool = False  # proof not older than the rules for evidence ask
    voice: bool = False  # a person's own
    story: str = ""  # the story it tells: once in a pack

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from all others."""
        return self.question, self.item, self.length


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What one question asks for."""

    question: str
    limit: int  # words
    parts: tuple[str, ...] = (WHOLE,)
    fixed: int = 0  # words that stay whatever is chosen: what the writer typed


@dataclass(frozen=True, slots=True)
class Fit:
    """What was chosen, and what could not be had."""

    chosen: tuple[Candidate, ...]  # in the order of the questions, and of their parts
    value: float
    words: Mapping[str, int]  # by question, the fixed ones included
    unserved: tuple[tuple[str, str], ...] = ()  # question and part that nothing chosen serves
    unproved: tuple[tuple[str, str], ...] = ()  # served, and not by recent proof
    voiceless: tuple[str, ...] = ()  # questions in which nobody is heard
    exact: bool = True  # proved to be the best; False: the best that was found in the time

    def reasons(self, wanted: Sequence[Wanted]) -> tuple[str, ...]:
        """In words: what each chosen block is there for, and what is missing."""
        lines = []
        for ask in wanted:
            mine = [item for item in self.chosen if item.question == ask.question]
            n = self.words[ask.question]
            said = ngettext("{question}: {n} word of {limit}.", "{question}: {n} words of {limit}.", n)
            lines.append(said.format(question=ask.question, n=n, limit=ask.limit))
            lines += [_reason(item) for item in mine]
        for question, part in self.unserved:
            lines.append(_("{question}: nothing that fits serves {part}.").format(question=question, part=_part(part)))
        for question, part in self.unproved:
            said = _("{question}: no recent proof that fits serves {part}.")
            lines.append(said.format(question=question, part=_part(part)))
        for question in self.voiceless:
            lines.append(_("{question}: no person's own voice fits.").format(question=question))
        return tuple(lines)


def _reason(item: Candidate) -> str:
    also = [text for text, true in ((_("recent proof"), item.recent), (_("a person's voice"), item.voice)) if true]
    serves = ", ".join([*(_part(part) for part in sorted(item.parts)), *also])
    return _("{item} at {length}: {serves}").format(item=item.item, length=item.length, serves=serves)


def _part(part: str) -> str:
    return _("part {part}").format(part=part) if part else _("the question")


def _check(wanted: Sequence[Wanted], candidates: Sequence[Candidate]) -> None:
    names = {ask.question for ask in wanted}
    if len(names) != len(wanted) or len({item.key for item in candidates}) != len(candidates):
        raise ValueError("a question or a candidate is named twice")
    for item in candidates:
        if item.question not in names or item.words < 0 or item.value < 0:
            raise ValueError("a candidate of no question, or with words or value below nought")
    for ask in wanted:
        if ask.fixed > ask.limit:
            raise AlongsideError(
                _("What was typed in {question} is longer than its limit already.").format(question=ask.question),
                remedy=_("Shorten it first; only whole blocks are chosen."),
            )


# --- the exact way ----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Programme:
    """Columns and rows of an integer programme: maximise gain x, each row's sum within its bounds."""

    gain: list[float] = field(default_factory=list)
    rows: list[tuple[float, float, dict[int, float]]] = field(default_factory=list)

    def column(self, gain: float) -> int:
        self.gain.append(gain)
        return len(self.gain) - 1

    def row(self, least: float, most: float, weights: dict[int, float]) -> None:
        if weights:
            self.rows.append((least, most, weights))


def best_fit(
    wanted: Sequence[Wanted],
    candidates: Sequence[Candidate],
    *,
    total: int | None = None,
    told: Iterable[str] = (),
    seconds: float = 5.0,
) -> Fit:
    """The best choice for one question, or for all of a pack.

    `total` is a limit over all questions; `told` are stories that stand elsewhere in the pack and may not come again.
    Raises AlongsideError where typed text alone is over a limit.
    """
    _check(wanted, candidates)
    gone = frozenset(told)
    usable = [item for item in candidates if item.story not in gone or not item.story]
    programme, picks = _programme(wanted, usable, total)
    chosen, exact = _solved(programme, len(usable), seconds)
    return fit_of(wanted, [usable[at] for at in picks if chosen[at]], exact=exact)


def _programme(
    wanted: Sequence[Wanted], usable: Sequence[Candidate], total: int | None
) -> tuple[_Programme, Sequence[int]]:
    programme = _Programme()
    scale = 1.0 / (1.0 + sum(item.value for item in usable))  # all values together are worth less than one voice
    picks = [programme.column(item.value * scale) for item in usable]
    by_item: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    by_story: defaultdict[str, list[int]] = defaultdict(list)
    for at, item in zip(picks, usable, strict=True):
        by_item[item.question, item.item].append(at)
        if item.story:
            by_story[item.story].append(at)
    for same in (*by_item.values(), *by_story.values()):
        if len(same) > 1:
            programme.row(0, 1, dict.fromkeys(same, 1.0))
    # What stands above something else costs more than all of it together, over all questions of the pack.
    asks = sum(len(ask.parts) for ask in wanted)
    voice = 1.0
    proof = voice * (1 + len(wanted))
    served = proof * (1 + asks)
    for ask in wanted:
        mine = [(at, item) for at, item in zip(picks, usable, strict=True) if item.question == ask.question]
        programme.row(0, ask.limit - ask.fixed, {at: float(item.words) for at, item in mine})
        for part in ask.parts:
            serving = [(at, item) for at, item in mine if part in item.parts]
            _asked(programme, served, [at for at, _item in serving])
            _asked(programme, proof, [at for at, item in serving if item.recent])
        _asked(programme, voice, [at for at, item in mine if item.voice])
    if total is not None:
        room = max(0, total - sum(ask.fixed for ask in wanted))
        programme.row(0, room, {at: float(item.words) for at, item in zip(picks, usable, strict=True)})
    return programme, picks


def _asked(programme: _Programme, worth: float, having: Sequence[int]) -> None:
    """One more thing to be had: worth that much if at least one of these is in."""
    if having:
        had = programme.column(worth)
        programme.row(0, float("inf"), {**dict.fromkeys(having, 1.0), had: -1.0})


def _solved(programme: _Programme, n: int, seconds: float) -> tuple[Sequence[bool], bool]:
    """Which of the first n columns are in, and whether that is proved to be the best."""
    if not n:
        return (), True
    import highspy  # noqa: PLC0415 - only for whoever asks for a fit
    import numpy as np  # noqa: PLC0415

    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 0)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 1e-9)
    solver.setOptionValue("time_limit", seconds)
    columns = len(programme.gain)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns, len(programme.rows)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.array(programme.gain)
    model.col_lower_, model.col_upper_ = np.zeros(columns), np.ones(columns)
    model.row_lower_ = np.array([least for least, _most, _weights in programme.rows])
    model.row_upper_ = np.array([most for _least, most, _weights in programme.rows])
    model.integrality_ = [highspy.HighsVarType.kInteger] * columns
    starts = np.cumsum([0, *(len(weights) for _least, _most, weights in programme.rows)])
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = starts
    model.a_matrix_.index_ = np.array([at for *_bounds, weights in programme.rows for at in weights])
    model.a_matrix_.value_ = np.array([w for *_bounds, weights in programme.rows for w in weights.values()])
    solver.passModel(model)
    solver.run()
    values = solver.getSolution().col_value
    exact = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    if len(values) < columns:
        return [False] * n, False
    return [value > 0.5 for value in values[:n]], exact


# --- the simple way, which the exact one must beat ------------------------------------------------------------------


def greedy_fit(
    wanted: Sequence[Wanted], candidates: Sequence[Candidate], *, total: int | None = None, told: Iterable[str] = ()
) -> Fit:
    """Question by question: first what serves a part still bare, then the most value a word, as long as it fits."""
    _check(wanted, candidates)
    stories = set(told)
    left = None if total is None else total - sum(ask.fixed for ask in wanted)
    chosen: list[Candidate] = []
    for ask in wanted:
        room = ask.limit - ask.fixed if left is None else min(ask.limit - ask.fixed, left)
        mine = [item for item in candidates if item.question == ask.question]
        taken: list[Candidate] = []
        for better in _passes(ask, taken):
            for item in sorted(mine, key=lambda item: (-item.value / max(1, item.words), item.key)):
                used = item.item in {other.item for other in taken} or item.story in stories
                if not used and item.words <= room and better(item):
                    taken.append(item)
                    room -= item.words
                    if item.story:
                        stories.add(item.story)
        if left is not None:
            left -= sum(item.words for item in taken)
        chosen += taken
    return fit_of(wanted, chosen)


def _passes(ask: Wanted, taken: Sequence[Candidate]) -> Iterable[Callable[[Candidate], bool]]:
    def serves_bare(item: Candidate) -> bool:
        return any(part in item.parts and not any(part in o.parts for o in taken) for part in ask.parts)

    def proves_bare(item: Candidate) -> bool:
        proved = {part for other in taken if other.recent for part in other.parts}
        return item.recent and any(part in item.parts and part not in proved for part in ask.parts)

    def speaks_first(item: Candidate) -> bool:
        return item.voice and not any(other.voice for other in taken)

    return (serves_bare, proves_bare, speaks_first, lambda _item: True)


def fit_of(wanted: Sequence[Wanted], chosen: Sequence[Candidate], *, exact: bool = True) -> Fit:
    """A choice, told: its words and value, and what it lacks."""
    order = {ask.question: at for at, ask in enumerate(wanted)}
    first = {(ask.question, part): at for ask in wanted for at, part in enumerate(ask.parts)}

    def place(item: Candidate) -> tuple[int, int, float, str]:
        served = [first[item.question, part] for part in item.parts if (item.question, part) in first]
        return order[item.question], min(served, default=len(first)), -item.value, item.item

    ordered = tuple(sorted(chosen, key=place))
    unserved, unproved, voiceless = [], [], []
    for ask in wanted:
        mine = [item for item in ordered if item.question == ask.question]
        for part in ask.parts:
            serving = [item for item in mine if part in item.parts]
            if not serving:
                unserved.append((ask.question, part))
            elif not any(item.recent for item in serving):
                unproved.append((ask.question, part))
        if not any(item.voice for item in mine):
            voiceless.append(ask.question)
    words = {
        ask.question: ask.fixed + sum(item.words for item in ordered if item.question == ask.question) for ask in wanted
    }
    return Fit(
        ordered, sum(item.value for item in ordered), words, tuple(unserved), tuple(unproved), tuple(voiceless), exact
    )
