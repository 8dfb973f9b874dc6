"""Involvement that is told and not shown."""

from dataclasses import replace
from datetime import date

from tests.packs.conftest import DAY, evidence, frameworks, library, library_of, pack

from alongside.checks.involving import check_involving
from alongside.checks.pack import check_pack
from alongside.findings import Finding, Level
from alongside.library.library import Library
from alongside.library.records import Involvement
from alongside.packs.frameworks import Frameworks
from alongside.packs.pack import EvidenceBlock, Pack, PanelReview, TextBlock, changed
from alongside.packs.plan import PlannedBlock
from alongside.packs.planning import plan_pack

__all__ = ["frameworks", "library", "pack"]
SAID = TextBlock(id="t", text="The plan was written with our panel.")


def found(pack: Pack, library: Library, frameworks: Frameworks, *blocks: object) -> dict[str, Finding]:
    told = changed(pack, questions=(changed(pack.questions[0], blocks=blocks),))
    findings = check_pack(plan_pack(told, library, frameworks, DAY), told)
    return {item.rule: item for item in findings if item.rule.startswith("involved.")}


def activity(**fields: object) -> Involvement:
    told = {"row": 2, "id": "IV-1", "service_id": "OAK", "activity": "Panel", "date": date(2026, 5, 4), "paid": "N"}
    return Involvement(**{**told, **fields})  # type: ignore[arg-type]


def test_a_step_without_a_change(pack: Pack, frameworks: Frameworks) -> None:
    block = EvidenceBlock(id="e", ref="EV-001")
    assert (
        found(pack, library_of(evidence(what_changed=" ")), frameworks, block)["involved.nothing_changed"].level
        is Level.WARN
    )
    told = library_of(evidence(what_changed="The lock went."))
    assert "involved.nothing_changed" not in found(pack, told, frameworks, block)
    informed = library_of(evidence(involvement_level=3, what_changed=""))
    assert "involved.nothing_changed" not in found(pack, informed, frameworks, block)


def test_a_photo_alone_shows_no_influence(pack: Pack, library: Library, frameworks: Frameworks) -> None:
    def rules(*blocks: object) -> set[str]:
        told = changed(pack, questions=(changed(pack.questions[0], blocks=blocks),))
        plan = plan_pack(told, library, frameworks, DAY)
        photo = PlannedBlock(id="p", kind="picture", paragraphs=(), source=None)
        shown = replace(plan.questions[0], blocks=(*plan.questions[0].blocks, photo))
        return {item.rule for item in check_involving(replace(plan, questions=(shown,)), told)}

    assert "involved.photo_only" in rules(SAID)
    assert "involved.photo_only" not in rules(SAID, EvidenceBlock(id="e", ref="EV-001"))
    assert "involved.photo_only" not in rules(TextBlock(id="t", text="The garden has a path."))


def test_nobody_paid(pack: Pack, frameworks: Frameworks) -> None:
    def rules(*activities: Involvement, **fields: object) -> set[str]:
        return set(found(changed(pack, **fields), library_of(evidence(), *activities), frameworks, SAID))

    assert "involved.nobody_paid" in rules(activity())
    assert "involved.nobody_paid" not in rules(activity(), activity(row=3, id="IV-2", paid="Y"))
    assert "involved.nobody_paid" not in rules(activity(paid=""))  # not recorded is not unpaid
    assert "involved.nobody_paid" not in rules()
    assert "involved.nobody_paid" not in rules(activity(), period_from=date(2026, 6, 1))
    assert "involved.nobody_paid" not in rules(activity(service_id="ELM"))


def test_a_panel_that_read_it(pack: Pack, library: Library, frameworks: Frameworks) -> None:
    assert found(pack, library, frameworks, SAID)["involved.no_panel"].level is Level.INFO
    read = changed(pack, panels=(PanelReview(who="Three tenants", on=DAY),))
    assert "involved.no_panel" not in found(read, library, frameworks, SAID)
