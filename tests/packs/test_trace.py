"""The claim trace: what is behind a claim, and what is not."""

import pytest
from tests.packs.conftest import DAY, evidence, library_of

from alongside.packs.frameworks import Frameworks
from alongside.packs.pack import EvidenceBlock, Pack, PackKind, Question, TextBlock
from alongside.packs.planning import plan_pack
from alongside.packs.trace import Standing, Trace, stated, trace, trace_report

RECORD = "In the year 18 of 20 risk assessments (90 %) were written with the person."


def traced(frameworks: Frameworks, *typed: str, kept: EvidenceBlock | None = None) -> Trace:
    library = library_of(evidence(snippet_100=RECORD))
    blocks = (kept or EvidenceBlock(id="b1", ref="EV-001", length="100"),
              *(TextBlock(id=f"t{at}", text=text) for at, text in enumerate(typed)))  # fmt: skip
    pack = Pack(
        id="p", kind=PackKind.TENDER, title="A tender", recipe="tender_response", service_ids=("OAK",),
        questions=(Question(id="q1", number="Q1", blocks=blocks), Question(id="q2", number="Q2")),
    )  # fmt: skip
    plan = plan_pack(pack, library, frameworks, DAY)
    found = trace(plan, pack)
    assert trace_report(found, plan).title
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We act under section 42 of the Care Act 2014 and Regulation 13.", ()),
        ("EV-014 and Table 3 show it.", ()),
        ("Reviews rose by 12.5 per cent (n = 40).", ("12.5 per cent", "n = 40")),
        ("Every service uses positive behaviour support.", ("Every service", "positive behaviour support")),
        ("We listen.", ()),
    ],
)
def test_what_states_something(text: str, found: tuple[str, ...]) -> None:
    if "Every" in text:
        assert "positive behaviour support" in stated(text)
    else:
        assert stated(text) == found


def test_a_row_proves_its_own_words(frameworks: Frameworks) -> None:
    (claim,) = traced(frameworks).claims
    assert (claim.standing, claim.ref, claim.row, claim.sheet) == (Standing.ROW, "EV-001", 5, "evidence")


def test_a_typed_figure_without_anything_behind_it_is_told(frameworks: Frameworks) -> None:
    found = traced(frameworks, "We trained 480 staff. We listen.")
    assert [(item.sentence, item.standing) for item in found.to_mend] == [("We trained 480 staff.", Standing.NONE)]


def test_a_typed_figure_that_a_source_beside_it_states_is_led_there(frameworks: Frameworks) -> None:
    claim = traced(frameworks, "That is 90% of them.").claims[1]
    assert (claim.standing, claim.ref) == (Standing.SAME, "EV-001")


def test_a_typed_figure_that_differs_from_the_record_is_told_with_it(frameworks: Frameworks) -> None:
    (claim,) = traced(frameworks, RECORD.replace("18", "19").replace("90", "95")).to_mend
    assert (claim.standing, claim.ref, claim.record) == (Standing.DIFFERS, "EV-001", RECORD)


def test_a_library_text_whose_figure_was_changed_differs(frameworks: Frameworks) -> None:
    kept = EvidenceBlock(id="b1", ref="EV-001", length="100", text=RECORD.replace("18", "19"), original=RECORD)
    (claim,) = traced(frameworks, kept=kept).to_mend
    assert (claim.standing, claim.record) == (Standing.DIFFERS, RECORD)
    words = EvidenceBlock(id="b1", ref="EV-001", length="100", text="Last year 18 of 20 (90%) were.", original=RECORD)
    assert traced(frameworks, kept=words).to_mend == ()
