"""The debrief of a tender: score against weight, where marks were lost, which evidence stood there and elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from alongside.i18n import _
from alongside.library.ledger.entries import WHOLE, Ledger, Outcome
from alongside.library.ledger.reading import Use
from alongside.packs.pack import LibraryBlock, Pack
from alongside.report import Report, ReportSection, ReportTable


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer and what the assessor made of it."""

    number: str
    heading: str
    weight: float | None
    score: float | None
    out_of: float | None
    words: str
    refs: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """Of the highest mark; None: not scored, or nobody said out of how many."""
        return None if self.score is None or not self.out_of else self.score / self.out_of

    @property
    def lost(self) -> float | None:
        """Weight that was not won; None where score or weight is not known."""
        return None if self.share is None or self.weight is None else self.weight * (1 - self.share)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An item of this pack and how answers with it scored, this pack's and others'."""

    ref: str
    here: float | None  # mean share in this pack
    others: float | None  # mean share in all other packs
    packs: int  # other packs that were scored


@dataclass(frozen=True, slots=True)
class Debrief:
    """What is on record of a pack."""

    whole: Outcome | None
    answers: tuple[Answered, ...]
    items: tuple[Elsewhere, ...]

    @property
    def losses(self) -> tuple[Answered, ...]:
        """Where most weight was lost, first."""
        lost = [(item.lost, at, item) for at, item in enumerate(self.answers) if item.lost]
        return tuple(item for _lost, _at, item in sorted(lost, key=lambda found: (-found[0], found[1])))


def debrief(pack: Pack, ledger: Ledger, uses: Iterable[Use]) -> Debrief:
    """Scores as the ledger has them. An answer without a score of its own is not given the pack's."""
    answers = []
    for question in pack.questions:
        outcome = ledger.outcome(pack.id, question.id)
        refs = dict.fromkeys(block.ref for block in question.blocks if isinstance(block, LibraryBlock))
        answers.append(
            Answered(
                question.number, question.heading or question.text, question.weight,
                outcome.score if outcome else None, outcome.out_of if outcome else None,
                outcome.words if outcome else "", tuple(refs),
            )
        )  # fmt: skip
    kept = tuple(uses)
    return Debrief(ledger.outcome(pack.id, WHOLE), tuple(answers), _elsewhere(pack, answers, kept))


def _elsewhere(pack: Pack, answers: Iterable[Answered], uses: tuple[Use, ...]) -> tuple[Elsewhere, ...]:
    here: dict[str, list[float]] = {}
    for answer in answers:
        for ref in answer.refs:
            shares = here.setdefault(ref, [])
            if answer.share is not None:
                shares.append(answer.share)
    found = []
    for ref, shares in here.items():
        others: dict[str, list[float]] = {}
        for use in uses:
            scored = use.scored if use.ref == ref and use.pack != pack.id else None
            if scored is not None and scored.score is not None and scored.out_of:
                others.setdefault(use.pack, []).append(scored.score / scored.out_of)
        every = [share for item in others.values() for share in item]
        found.append(Elsewhere(ref, _mean(shares), _mean(every), len(others)))
    return tuple(found)


def _mean(shares: list[float]) -> float | None:
    return sum(shares) / len(shares) if shares else None


def percent(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}".replace("%", " %")


def debrief_report(found: Debrief, pack: Pack, today: date) -> Report:
    """Score against weight, losses first, and what the evidence did here and elsewhere."""
    rows = tuple(
        (
            item.number,
            item.heading[:90],
            item.weight,
            item.score,
            item.out_of,
            percent(item.share),
            item.lost,
            item.words,
        )
        for item in found.answers
    )  # fmt: skip
    losses = tuple(
        _("{number}: {lost:.1f} of {weight:g} lost. {words}").format(
            number=item.number, lost=item.lost or 0, weight=item.weight or 0, words=item.words
        ).strip()
        for item in found.losses
    )  # fmt: skip
    items = tuple((item.ref, percent(item.here), percent(item.others), item.packs) for item in found.items)
    head = (_("Question"), _("Heading"), _("Weight"), _("Score"), _("Of"), _("Share"), _("Weight lost"), _("Assessor"))
    return Report(
        title=_("Debrief"), about=pack.title, on=today,
        sections=(
            ReportSection(
                _("Where marks were lost"), losses,
                empty=_("No answer has both a weight and a score yet: “What came of it” under Packs takes them in."),
            ),
            ReportSection(_("Score against weight"), tables=(ReportTable(head, rows),) if rows else ()),
            ReportSection(
                _("The evidence in it"),
                tables=(ReportTable((_("Row"), _("Here"), _("Elsewhere"), _("Other packs scored")), items),)
                if items else (), empty=_("Nothing of the library was used."),
            ),
        ),
        example=pack.example,
        notes=(_("A share is the score out of the highest mark, of the answers in which a row stood. A row that stood "
                 "in a good answer did not by itself make it one; few bids prove little."),),
    )  # fmt: skip
