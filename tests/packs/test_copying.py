"""A record goes into another library with where it is from; a permission only where it covers what is named."""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from alongside.errors import AlongsideError
from alongside.library.editing.changes import AddRecord
from alongside.library.editing.journal import State
from alongside.library.files.cited import FileState, look_at
from alongside.library.library import Library
from alongside.library.records import Answer, Evidence, Record, Restriction, Service, Story, Usage
from alongside.library.workbook import read_library
from alongside.packs.consent import refusal
from alongside.packs.copying import copied
from alongside.packs.copying_over import Shelf, copy_over
from alongside.workspace import SAMPLE_DAY, copy_sample

DAY = date.fromisoformat(SAMPLE_DAY)
AT = datetime.fromisoformat("2026-11-24T09:30")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def story() -> Story:
    return Story(
        row=2, story_id="ST-03", service_id="OAK", title="A key of her own", story_kind="co_authored", person_ref="P-1",
        what_person_said="Mine.", text_60="A key.", consent_type="written", consent_scope=("tender", "training"),
        consent_given_on=date(2026, 1, 1), consent_expires_on=date(2027, 1, 1), consent_identifiable="photo",
        lawful_basis="consent", art9_condition="explicit_consent", capacity_for_this_decision="has_capacity",
        anonymisation_level="anonymised_tested", reid_risk="low", status="approved", files=("photo.jpg",),
        source_doc="Story file 3",
    )  # fmt: skip


def library(*records: Record, provider: str = "Ours", name: str = "ours.xlsx") -> Library:
    by_sheet: dict[str, tuple[Record, ...]] = {}
    for record in records:
        by_sheet[record.sheet] = (*by_sheet.get(record.sheet, ()), record)
    return Library(name, "d", by_sheet, {"provider": provider} if provider else {})


def arrived(change: AddRecord) -> Story:
    return Story(row=9, **dict(change.fields))  # type: ignore[arg-type]


def test_a_record_arrives_as_a_draft_with_where_it_is_from():
    evidence = Evidence(
        row=2, evidence_id="EV-014", service_id="OAK", title="Audit", kind="audit", metric_ref="M-5", status="approved",
        owner_role="manager", source_doc="Audit file", used_in="P1", framework_items=("SAF-S4",),
    )  # fmt: skip
    target = library(Evidence(row=2, evidence_id="EV-064"), provider="Theirs", name="theirs.xlsx")
    made = copied(evidence, library(evidence), target, DAY)
    fields = dict(made.change.fields)
    assert made.ref == fields["evidence_id"] == "EV-065"
    assert fields["source_doc"] == "Ours (ours.xlsx), EV-014, copied on 24 November 2026; there from: Audit file"
    assert fields["status"] == "draft"
    assert fields["framework_items"] == ("SAF-S4",)
    assert not {"service_id", "metric_ref", "used_in", "owner_role"} & fields.keys()
    assert len(made.said) == 3


@pytest.mark.parametrize(
    ("provider", "uses", "kept"),
    [
        ("Ours", ("tender",), ("tender",)),
        (" OURS ", ("tender", "training"), ("tender", "training")),
        ("Ours", (), None),  # nobody said what for
        ("Ours", ("inspection",), None),  # not covered
        ("Ours", ("tender", "website"), None),  # not covered in part
        ("Theirs", ("tender",), None),  # given to another
        ("", ("tender",), None),  # not known to whom
    ],
)
def test_a_permission_goes_along_only_where_it_covers_what_is_named(
    story: Story, provider: str, uses: tuple[str, ...], kept: tuple[str, ...] | None
):
    target = library(Service(row=2, service_id="OAK"), provider=provider, name="other.xlsx")
    made = copied(story, library(story), target, DAY, uses=uses)
    found = arrived(made.change)
    if kept is None:
        assert found.consent_type == "none"
        assert found.consent_scope == ()
        assert found.consent_given_on is None
        assert found.files == made.files == ()
        assert any("not consented" in said for said in made.said)
        for purpose in ("tender", "inspection", "training"):
            refused = refusal(found, purpose, DAY)
            assert refused is not None
            assert refused.rule == "consent.missing"
    else:
        assert set(found.consent_scope) == set(kept)
        assert refusal(found, kept[0], DAY) is None
        assert found.files == ("photo.jpg",)
    assert found.person_ref == ("P-1" if provider.strip().casefold() == "ours" else "")
    assert found.what_person_said == "Mine."


@pytest.mark.parametrize(
    "change",
    [
        {"consent_expires_on": date(2026, 11, 1)}, {"safeguarding_or_legal_live": "Y"}, {"reid_risk": "high"},
        {"deceased": "Y"},
    ],
)  # fmt: skip
def test_what_may_not_be_told_here_is_not_permitted_there(story: Story, change: dict[str, object]):
    bad = replace(story, **change)  # type: ignore[arg-type]
    found = arrived(copied(bad, library(bad), library(), DAY, uses=("tender",)).change)
    assert found.consent_type == "none"
    assert refusal(found, "tender", DAY) is not None
    for heading in ("safeguarding_or_legal_live", "reid_risk", "deceased"):
        assert getattr(found, heading) == getattr(bad, heading)  # a warning is never lost


def test_what_is_never_copied(story: Story):
    ours, theirs = library(story), library(provider="Theirs")
    for record in (
        replace(story, withdrawn_on=DAY),
        replace(story, status="withdrawn"),
        Usage(row=2, id="U-1"),
        Service(row=2, service_id="OAK"),
        Answer(row=2, answer_id="AN-1", text="She told us.", story_refs=("ST-03",)),
        Restriction(row=2, restriction_id="RS-1", person_ref="P-1")
        if "restriction_id" in Restriction.__dataclass_fields__
        else Restriction(row=2, id="RS-1", person_ref="P-1"),
    ):
        with pytest.raises(AlongsideError):
            copied(record, ours, theirs, DAY)
    with pytest.raises(AlongsideError, match="no use"):
        copied(story, ours, theirs, DAY, uses=("tenders",))


@pytest.fixture
def shelves(tmp_path: Path) -> tuple[Path, Path]:
    one = copy_sample(tmp_path / "one").library
    other = Path(shutil.copytree(one.parent, tmp_path / "other")) / one.name
    shutil.rmtree(other.parent / "files")
    return one, other


def test_rows_and_files_arrive_in_the_other_workbook(shelves: tuple[Path, Path]):
    source, target = (Shelf(read_library(path, DAY), path) for path in shelves)
    records = [record for ref in ("EV-027", "EV-001", "ST-03") if (record := source.library.get(ref))]
    before = hashlib.sha256(shelves[0].read_bytes()).hexdigest()
    done = copy_over(records, source, target, DAY, uses=("tender",), at=AT)
    assert done.outcome.state is State.APPLIED
    read = read_library(shelves[1], DAY)
    for record, copy in zip(records, done.copies, strict=True):
        made = read.get(copy.ref)
        assert made is not None
        assert made.title == record.title  # type: ignore[attr-defined]
        assert record.ref in made.source_doc
        assert made.status == "draft"
    policy = read.get(done.copies[0].ref)
    assert isinstance(policy, Evidence)
    assert {item.state for item in look_at(policy.files, target.files).values()} == {FileState.SOUND}
    assert hashlib.sha256(shelves[0].read_bytes()).hexdigest() == before
    again = copy_over(records[:1], source, target, DAY, at=AT)  # by one who has not read it again
    assert len({record.ref for record in read_library(shelves[1], DAY)} & {again.copies[0].ref}) in {0, 1}


def test_into_itself_is_refused(shelves: tuple[Path, Path]):
    shelf = Shelf(read_library(shelves[0], DAY), shelves[0])
    with pytest.raises(AlongsideError):
        copy_over([shelf.library.evidence[0]], shelf, shelf, DAY, at=AT)


COPIER = """
import sys
from datetime import date, datetime
from pathlib import Path
from alongside.library.workbook import read_library
from alongside.packs.copying_over import Shelf, copy_over
day, at = date(2026, 11, 24), datetime(2026, 11, 24, 9, 30)
source = Shelf(read_library(Path(sys.argv[1]), day), Path(sys.argv[1]))
for number in range(3):
    target = Shelf(read_library(Path(sys.argv[2]), day), Path(sys.argv[2]))
    done = copy_over([source.library.evidence[int(sys.argv[3]) + number]], source, target, day, at=at)
    print(done.outcome.state.value, source.library.evidence[int(sys.argv[3]) + number].ref, flush=True)
"""


def test_two_people_copy_at_once_and_no_copy_is_lost(shelves: tuple[Path, Path]):
    copiers = [
        subprocess.Popen(
            [sys.executable, "-c", COPIER, *map(str, shelves), str(at)], stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "desktop")},
        )
        for at in (0, 10)
    ]  # fmt: skip
    told = [line.split() for copier in copiers for line in copier.communicate(timeout=120)[0].splitlines()]
    assert len(told) == 6
    read = read_library(shelves[1], DAY)
    applied = [ref for state, ref in told if state == "applied"]
    for ref in applied:
        assert [record for record in read.evidence if f", {ref}, copied on" in record.source_doc], ref
    refs = [record.ref for record in read.evidence]
    assert len(refs) == len(set(refs))
    assert all(state in {"applied", "conflict"} for state, _ref in told)
