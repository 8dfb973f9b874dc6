"""What a scored tender teaches."""

from datetime import UTC, date, datetime
from pathlib import Path

from alongside.library.ledger.entries import Asked, Build, ItemUse, Released
from alongside.library.ledger.reading import all_uses
from alongside.library.ledger.store import LedgerFile, read_ledger
from alongside.packs.debrief import debrief, debrief_report
from alongside.packs.pack import EvidenceBlock, Pack, PackKind, Question

AT = datetime(2026, 11, 24, tzinfo=UTC)


def built(pack: str) -> Build:
    return Build(
        pack=pack, title=pack, kind="tender", purpose="tender", audience="", day=AT.date(), final=True,
        questions=(Asked(id="q1", number="Q1"),),
        items=(ItemUse(ref="EV-001", sheet="evidence", version="v", questions=("q1",)),),
    )  # fmt: skip


def test_losses_come_first_and_other_packs_are_compared(tmp_path: Path) -> None:
    file = LedgerFile(tmp_path, "0" * 16)
    for name in ("p", "other"):
        file.record_build(built(name), Released())
    file.record_outcome("p", "q1", at=AT, score=6.0, out_of=10.0, words="Thin on outcomes.")
    file.record_outcome("p", "q2", at=AT, score=2.0, out_of=10.0)
    file.record_outcome("other", "q1", at=AT, score=9.0, out_of=10.0)
    ledger = read_ledger(tmp_path).ledger
    pack = Pack(
        id="p", kind=PackKind.TENDER, title="A", recipe="tender_response",
        questions=(
            Question(id="q1", number="Q1", weight=10, blocks=(EvidenceBlock(id="b", ref="EV-001"),)),
            Question(id="q2", number="Q2", weight=20), Question(id="q3", number="Q3", weight=5),
        ),
    )  # fmt: skip
    found = debrief(pack, ledger, all_uses(ledger))
    assert [(item.number, item.lost) for item in found.losses] == [("Q2", 16.0), ("Q1", 4.0)]
    (item,) = found.items
    assert (item.ref, item.here, item.others, item.packs) == ("EV-001", 0.6, 0.9, 1)
    assert found.answers[2].share is None  # no score of its own: it is not given the pack's
    report = debrief_report(found, pack, date(2026, 11, 24))
    assert report.sections[0].paragraphs[1] == "Q1: 4.0 of 10 lost. Thin on outcomes."
