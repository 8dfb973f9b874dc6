"""What a build writes to the ledger of use, and how the command line tells it and takes in outcomes."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alongside.cli import main
from alongside.library.ledger.store import read_ledger
from alongside.packs.edit import add_block
from alongside.packs.pack import (
    AnswerBlock,
    EvidenceBlock,
    FigureBlock,
    Pack,
    PackKind,
    Question,
    StoryBlock,
    TableBlock,
    load_pack,
    save_pack,
)
from alongside.workspace import SAMPLE_DAY, Workspace, copy_sample

DAY = ("--today", SAMPLE_DAY)
Build = Callable[[Path, Path], None]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_sample(tmp_path_factory.mktemp("ledger") / "sample").folder


@pytest.fixture
def workspace(sample: Path, tmp_path: Path) -> Workspace:
    return Workspace(Path(shutil.copytree(sample, tmp_path / "workspace")))


@pytest.fixture
def pack(workspace: Workspace) -> Path:
    """A small pack with one of each that the ledger tells of."""
    blocks = (
        EvidenceBlock(id="b1", ref="EV-001"),
        StoryBlock(id="b2", ref="ST-03", length="60"),
        FigureBlock(id="b3", ref="K11"),
        TableBlock(id="b4", ref="restrictions_by_type"),
    )
    questions = (
        Question(id="q1", number="Q01", text="How do people take part?", blocks=blocks),
        Question(id="q2", number="Q02", text="And?", blocks=(EvidenceBlock(id="b5", ref="EV-001", length="250"),)),
    )
    made = Pack(
        id="p1", kind=PackKind.TENDER, title="Small", recipe="tender_response", framework_id="CQC-SAF-2023",
        service_ids=("OAK",), questions=questions,
    )  # fmt: skip
    path = workspace.packs / "small.pack.json"
    save_pack(made, path)
    return path


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Type a command and take its document apart."""

    def run(*words: object) -> Any:
        assert main([*map(str, words), "--json", *DAY]) in {0, 1}
        return json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def build(capsys: pytest.CaptureFixture[str]) -> Build:
    """Build a pack into a folder."""

    def run(pack: Path, out: Path) -> None:
        assert main(["pack", "build", str(pack), "--out", str(out), *DAY]) == 0
        capsys.readouterr()

    return run


def test_a_build_is_on_record_with_what_it_released(pack: Path, workspace: Workspace, tmp_path: Path, build: Build):
    build(pack, tmp_path / "out")
    ledger = read_ledger(workspace.ledger).ledger
    (built,) = ledger.builds.values()
    assert (built.pack, built.purpose, built.day.isoformat(), built.final) == ("p1", "tender", SAMPLE_DAY, False)
    assert {item.ref: item.questions for item in built.items} == {"EV-001": ("q1", "q2"), "ST-03": ("q1",)}
    assert built.stories == ("ST-03",)
    listed = json.loads((tmp_path / "out" / "small" / "manifest.json").read_text(encoding="utf-8"))
    assert dict(built.outputs) == {name: item["sha256"] for name, item in listed["outputs"].items()}
    assert {item.ref: item.version for item in built.items} == {
        item["ref"]: item["version"] for item in listed["items"]
    }
    released = ledger.released[built.released]
    assert released.services == ("OAK",)
    (figure,) = [item for item in released.figures if item.id == "K11"]
    assert figure.questions == ("q1",)
    assert figure.value
    assert figure.period
    assert "restrictions_by_type" in {table.id for table in released.tables}
    assert not (tmp_path / "out" / "ledger").exists()


def test_building_the_same_again_counts_once(pack: Path, workspace: Workspace, tmp_path: Path, build: Build):
    build(pack, tmp_path / "out")
    (path,) = workspace.ledger.glob("*.jsonl")
    before = path.read_bytes()
    build(pack, tmp_path / "out")  # unchanged
    build(pack, tmp_path / "elsewhere")  # made again
    assert path.read_bytes() == before
    save_pack(add_block(load_pack(pack), "q2", AnswerBlock(id="b9", ref="AN-01")), pack)
    build(pack, tmp_path / "out")
    assert len(read_ledger(workspace.ledger).ledger.builds) == 2


def test_many_processes_record_all_they_build(pack: Path, workspace: Workspace, tmp_path: Path):
    packs = []
    for number in range(4):
        path = workspace.packs / f"more-{number}.pack.json"
        path.write_text(pack.read_text(encoding="utf-8").replace('"id": "p1"', f'"id": "m{number}"'), encoding="utf-8")
        packs.append(str(path))
    assert main(["pack", "build", *packs, "--out", str(tmp_path / "out"), "--jobs", "2", *DAY]) == 0
    read = read_ledger(workspace.ledger)
    assert sorted(item.pack for item in read.ledger.builds.values()) == ["m0", "m1", "m2", "m3"]
    assert read.findings == ()
    assert len(read.ledger.released) == 1


def test_the_documents_are_the_same_with_and_without_a_ledger(
    pack: Path, workspace: Workspace, tmp_path: Path, build: Build
):
    build(pack, tmp_path / "one")
    workspace.ledger.rename(tmp_path / "gone")
    workspace.ledger.write_text("a file in its place")
    build(pack, tmp_path / "two")  # told, and built all the same
    for path in (tmp_path / "one" / "small").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / "small" / path.name).read_bytes()


def test_a_ledger_that_cannot_be_written_is_told(pack: Path, workspace: Workspace, tmp_path: Path, typed: Any):
    workspace.ledger.write_text("a file in its place")
    (built,) = typed("pack", "build", pack, "--out", tmp_path / "out")["packs"]
    assert "ledger.not_written" in {item["rule"] for item in built["findings"]}


def test_uses_of_an_item_with_what_came_of_them(
    pack: Path, workspace: Workspace, tmp_path: Path, typed: Any, build: Build
):
    build(pack, tmp_path / "out")
    typed("pack", "outcome", pack, "--won")
    typed("pack", "outcome", pack, "--score", "4", "--out-of", "5", "--words", "Clear measures.", "--question", "q02")
    found = typed("library", "uses", workspace.folder, "EV-001")["uses"]
    ours = [use for use in found if use["pack"] == "p1"]
    assert [(use["question"], use["final"], use["result"], use["score"], use["words"]) for use in ours] == [
        ("Q01", False, "won", None, None), ("Q02", False, "won", 4, "Clear measures."),
    ]  # fmt: skip
    listed = {item["ref"]: item for item in typed("library", "uses", workspace.library)["items"]}
    assert listed["ST-03"]["packs"] >= 1
    assert listed["EV-001"]["best"] == 0.8


def test_outcomes_add_up_and_can_be_taken_away(pack: Path, typed: Any):
    typed("pack", "outcome", pack, "--lost", "--score", "61.5", "--out-of", "100")
    (whole,) = typed("pack", "outcome", pack, "--words", "Too general.")["outcomes"]
    assert (whole["result"], whole["score"], whole["out_of"], whole["words"]) == ("lost", 61.5, 100, "Too general.")
    assert typed("pack", "outcome", pack)["outcomes"] == [whole]
    assert typed("pack", "outcome", pack, "--forget")["outcomes"] == []


@pytest.mark.parametrize(
    "words",
    [("--won", "--lost"), ("--score", "12", "--out-of", "10"), ("--score", "-1"), ("--score", "nan"),
     ("--won", "--question", "Q99"), ("--out-of", "5", "--words", "x")],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_one_sentence(
    pack: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
):
    assert main(["pack", "outcome", str(pack), *words, *DAY]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "fault" not in told


def test_in_words(pack: Path, workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str], build: Build):
    build(pack, tmp_path / "out")
    main(["pack", "outcome", str(pack), "--won", "--words", "Clear.", *DAY])
    capsys.readouterr()
    assert main(["library", "uses", str(workspace.folder), "ST-03", *DAY]) == 0
    told = capsys.readouterr().out
    assert "Small, Q01, 24 November 2026, draft" in told
    assert "won" in told
    assert "“Clear.”" in told
    assert main(["library", "uses", str(workspace.folder), *DAY]) == 0
    assert "EV-001" in capsys.readouterr().out
    assert main(["library", "uses", str(workspace.folder), "EV-NONE", *DAY]) == 2


def test_the_demo_writes_a_ledger_too(tmp_path: Path):
    assert main(["demo", "--out", str(tmp_path / "demo")]) in {0, 1}
    ledger = read_ledger(tmp_path / "demo" / "ledger").ledger
    assert {item.kind for item in ledger.builds.values()} == {"tender_response", "inspection_narrative"}
    assert all(item.example for item in ledger.builds.values())
