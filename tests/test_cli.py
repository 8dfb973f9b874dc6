"""The command line, as a person and as a program use it."""

import json
import os
import runpy
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alongside.cli import main, parser_for
from alongside.commands import libraries
from alongside.library import cache_files
from alongside.library.search import By
from alongside.library.search.saved import SavedSearch, save_search
from alongside.packs.edit import add_block
from alongside.packs.pack import AnswerBlock, EvidenceBlock, Pack, PackKind, Question, TextBlock, load_pack, save_pack
from alongside.workspace import LIBRARY, SAMPLE_DAY, Workspace, copy_sample

ROOT = Path(__file__).resolve().parents[1]
STARTER = ROOT / "content_library" / LIBRARY
CORPORA = ROOT.parent / "shared" / "corpora"
DAY = ("--today", SAMPLE_DAY)
SECONDS = 10  # of the processor, for one hostile file


@pytest.fixture(autouse=True)
def _no_real_log(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alongside.fault_log.user_log_path", lambda *_, **__: tmp_path_factory.getbasetemp())


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Type a command; get its exit code, what it printed and what it complained of."""

    def run(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        heard = capsys.readouterr()
        return code, heard.out, heard.err

    return run


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample workspace, laid down once; tests copy what they change."""
    return copy_sample(tmp_path_factory.mktemp("cli") / "sample").folder


@pytest.fixture
def workspace(sample: Path, tmp_path: Path) -> Workspace:
    """A sample workspace to change."""
    return Workspace(Path(shutil.copytree(sample, tmp_path / "workspace")))


@pytest.fixture
def pack(workspace: Workspace) -> Path:
    """A small pack that nothing blocks."""
    path = workspace.packs / "small.pack.json"
    question = Question(
        id="q1", number="Q01", text="How do people take part?", blocks=(TextBlock(id="b1", text="Well."),)
    )
    small = Pack(
        id="p1",
        kind=PackKind.TENDER,
        title="Small",
        recipe="tender_response",
        framework_id="CQC-SAF-2023",
        questions=(question,),
    )
    save_pack(small, path)
    return path


def spoil(pack: Path) -> None:
    """Put an item into the pack that its library does not hold."""
    save_pack(add_block(load_pack(pack), "q1", AnswerBlock(id="b2", ref="AN-NONE")), pack)


def one_line(err: str) -> bool:
    return err.count("\n") == 1 and err.endswith("\n") and "Traceback" not in err and len(err) > 20


# --- wrong use and faults ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "nonsense",
        "--nonsense",
        "demo",
        "library",
        "library chekc x.xlsx",
        "library check",
        "library check no/such/file.xlsx",
        "library check .",
        "library search x.xlsx",
        "library search x.xlsx words --limit 0",
        "library search x.xlsx words --limit many",
        "library check x.xlsx --today 0001-01-01",
        "library check x.xlsx --today 9999-12-31",
        "library search x.xlsx words --sheet nothing",
        "template check no.docx",
        "template check no.docx --recipe nothing",
        "pack check no.pack.json",
        "pack build --out x",
        "pack build no.pack.json --out x --fin",
        "pack verify nothing",
        "library check x.xlsx --today yesterday",
        "library check x.xlsx --today 2026-02-30",
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(typed, tmp_path, monkeypatch, words: str):
    monkeypatch.chdir(tmp_path)
    code, out, err = typed(*words.split())
    assert (code, out) == (2, "")
    assert one_line(err)
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_is_a_document_where_one_was_asked_for(typed):
    code, out, err = typed("library", "check", "no.xlsx", "--json")
    assert code == 2
    assert json.loads(out) == {"error": err.strip()}


@pytest.mark.parametrize("group", ["", "demo", "library", "library check", "pack", "pack build", "self-test"])
def test_help_is_given(typed, group: str):
    code, out, err = typed(*group.split(), "--help")
    assert (code, err) == (0, "")
    assert out.startswith("usage: alongside")


def test_the_version_is_told(typed):
    assert typed("--version")[:2] == (0, "Alongside 0.1.0\n")


def test_a_fault_is_told_in_a_sentence_and_logged_without_anything_that_identifies(typed, tmp_path, monkeypatch):
    def broken(*_: object) -> object:
        raise ZeroDivisionError("Mrs Example, born 1941")

    monkeypatch.setattr("alongside.fault_log.user_log_path", lambda *_, **__: tmp_path)
    monkeypatch.setattr(libraries, "check", broken)
    code, out, err = typed("library", "check", tmp_path / "Mrs Example.xlsx")
    assert (code, out) == (2, "")
    assert one_line(err)
    log = (tmp_path / "faults.log").read_text(encoding="utf-8")
    assert "ZeroDivisionError" in log
    assert "cli.py" in log
    assert "Example" not in log
    assert str(ROOT) not in log


def test_a_log_that_cannot_be_written_is_no_second_fault(typed, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr("alongside.fault_log.user_log_path", lambda *_, **__: tmp_path / "file" / "no folder")
    monkeypatch.setattr(libraries, "check", lambda *_: 1 // 0)
    code, _out, err = typed("library", "check", "x.xlsx")
    assert code == 2
    assert one_line(err)
    assert "ZeroDivisionError" in err


def test_control_c_stops(typed, monkeypatch):
    def stopped(*_: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(libraries, "check", stopped)
    assert typed("library", "check", "x.xlsx") == (2, "", "Stopped.\n")


def test_a_folder_that_refuses_is_no_fault_of_the_program(typed, monkeypatch):
    def refused(*_: object) -> object:
        raise PermissionError(13, "Permission denied", "/secret/place/library.xlsx")

    monkeypatch.setattr(libraries, "check", refused)
    code, _out, err = typed("library", "check", "x.xlsx")
    assert (code, err) == (2, "The computer refuses: Permission denied (library.xlsx).\n")


def test_what_a_cell_holds_cannot_steer_the_console(typed, tmp_path):
    code, _out, err = typed("library", "check", tmp_path / "\x1b[2J\x07evil.xlsx")
    assert code == 2
    assert "\x1b" not in err
    assert "evil.xlsx" in err


# --- library ----------------------------------------------------------------------------------------------------


def test_the_starter_library_has_nothing_that_blocks(typed):
    code, out, err = typed("library", "check", STARTER, "--json", *DAY)
    report = json.loads(out)
    assert (code, err) == (0, "")
    assert report["counts"]["block"] == 0
    assert len(report["findings"]) == sum(report["counts"].values())
    assert report["records"]["evidence"] >= 60
    assert report["today"] == SAMPLE_DAY


def test_words_and_document_count_the_same(typed):
    report = json.loads(typed("library", "check", STARTER, "--json", *DAY)[1])
    last = typed("library", "check", STARTER, *DAY)[1].splitlines()[-1]
    assert f"{report['counts']['block']} block" in last
    assert f"{report['counts']['warn']} to check" in last


@pytest.mark.parametrize("limit", ["99999999999999999999", "9" * 5000, "0007"])
def test_any_number_will_do_for_a_limit(typed, limit: str) -> None:
    code, told, _heard = typed("library", "search", STARTER, "kitchen", "--limit", limit, "--json", *DAY)
    assert code == 0
    assert json.loads(told)


@pytest.mark.parametrize("day", ["2000-01-01", "2199-12-31"])
def test_the_first_and_the_last_day_that_may_be_asked_about(typed, day: str) -> None:
    code, told, _heard = typed("library", "check", STARTER, "--json", "--today", day)
    assert code in {0, 1}
    assert json.loads(told)


@pytest.mark.parametrize("by", ["words", "meaning", "both"])
def test_the_search_says_why(typed, by: str) -> None:
    code, told, _heard = typed("library", "search", STARTER, "kitchen door", "--by", by, "--json", *DAY)
    report = json.loads(told)
    assert (code, report["by"], report["notes"]) == (0, by, [])
    assert len(report["hits"]) <= report["total"]
    for hit in report["hits"]:
        reason = hit["reason"]
        assert "«" in reason["excerpt"]
        assert hit["why"].startswith(f"{reason['field']}: {reason['excerpt']}")
        assert by != "words" or not reason["by_meaning"]


def test_the_search_goes_by_both_where_it_can(typed) -> None:
    assert json.loads(typed("library", "search", STARTER, "kitchen", "--json", *DAY)[1])["by"] == "both"


def test_without_the_model_the_search_goes_by_words_and_says_so(typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alongside.library.search.model.PACKAGE", "no_such_package_of_words")
    report = json.loads(typed("library", "search", STARTER, "kitchen", "--json", *DAY)[1])
    assert (report["by"], report["notes"]) == ("words", [])
    code, out, _err = typed("library", "search", STARTER, "kitchen", "--by", "both", *DAY)
    assert code == 0
    assert "its model is not installed" in out.splitlines()[0]
    assert "«" in out


def test_the_search_understands_fields(typed) -> None:
    report = json.loads(
        typed("library", "search", STARTER, "service:oak", "kind:audit", "--json", "--limit", 99, *DAY)[1]
    )
    assert report["hits"]
    assert {hit["sheet"] for hit in report["hits"]} == {"evidence"}


def test_the_search_filters_and_counts(typed) -> None:
    given = ("--filter", "kind=audit,survey", "--filter", "service=OAK", "--facets", "--json", "--limit", 99, *DAY)
    report = json.loads(typed("library", "search", STARTER, *given)[1])
    assert report["total"] == len(report["hits"]) > 0
    counts = report["facets"]
    assert counts["kind"]["audit"] + counts["kind"]["survey"] == report["total"]
    assert counts["service_id"]["OAK"] == report["total"]  # what another service would leave is told too
    assert len(counts["service_id"]) > 1
    _code, out, _err = typed("library", "search", STARTER, "debrief", "--facets", *DAY)
    assert "\nkind: " in out
    item = ("--framework", "CQC-ASC-2026-DRAFT", "--filter", "item=", "--json", *DAY)
    assert typed("library", "search", STARTER, *item)[0] == 2


def test_a_saved_search_is_run_from_the_command_line(typed, tmp_path: Path) -> None:
    workbook = tmp_path / "library.xlsx"
    shutil.copy2(STARTER, workbook)
    filters = {"kind": ("audit",)}
    save_search(tmp_path, SavedSearch(name="Audits", query="panel", sheet="evidence", by=By.WORDS, filters=filters))
    report = json.loads(typed("library", "search", workbook, "--saved", "audits", "--json", *DAY)[1])
    assert (report["words"], report["by"]) == ("panel", "words")
    assert report["hits"]
    assert {hit["sheet"] for hit in report["hits"]} == {"evidence"}
    code, _out, err = typed("library", "search", workbook, "--saved", "nothing", *DAY)
    assert code == 2
    assert "“Audits”" in err


def test_the_search_tells_slips(typed) -> None:
    report = json.loads(typed("library", "search", STARTER, "kind:audti", "door", "--by", "words", "--json", *DAY)[1])
    assert report["notes"] == ["No row has “audti” under kind. Did you mean “audit”?"]


def test_the_search_finds_and_keeps_to_sheet_and_limit(typed):
    found = json.loads(
        typed(
            "library", "search", STARTER, "restriction", "panel", "--sheet", "evidence", "--limit", 3, "--json", *DAY
        )[1]
    )["hits"]
    assert 1 <= len(found) <= 3
    assert {hit["sheet"] for hit in found} == {"evidence"}
    assert all(hit["ref"].startswith("EV-") and hit["row"] > 1 and hit["title"] for hit in found)


def test_finding_nothing_is_an_answer(typed):
    code, out, err = typed("library", "search", STARTER, "xylophonist", *DAY)
    assert (code, err) == (0, "")
    assert "xylophonist" in out


# --- template ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("template", sorted((ROOT / "templates").glob("*.docx")), ids=lambda path: path.stem)
def test_our_own_templates_can_be_filled(typed, template: Path):
    code, out, _err = typed("template", "check", template, "--json")
    report = json.loads(out)
    assert code == 0, report["findings"]
    assert report["recipes"]
    assert {item["rule"] for item in report["findings"]} <= {"template.unused_word"}


def test_a_template_of_another_name_is_held_against_the_recipe_asked_for(typed, tmp_path):
    other = shutil.copy(ROOT / "templates" / "covering_letter.docx", tmp_path / "ours.docx")
    assert typed("template", "check", other)[0] == 0
    code, out, _err = typed("template", "check", other, "--recipe", "tender_response", "--json")
    assert code == 0
    assert json.loads(out)["findings"] == []


# --- pack -------------------------------------------------------------------------------------------------------


def test_a_sound_pack_is_checked_built_and_verified(typed, workspace, pack, tmp_path):
    out_dir = tmp_path / "built"
    code, out, _err = typed("pack", "check", pack, "--json", *DAY)
    report = json.loads(out)
    assert code == 0, report["findings"]
    assert report["words"] == 1
    assert report["questions"][0]["number"] == "Q01"

    code, out, _err = typed("pack", "build", pack, "--out", out_dir, "--final", "--pdf", "--json", *DAY)
    built = json.loads(out)["packs"][0]
    assert code == 0, built["findings"]
    assert built["final"]
    assert Path(built["folder"]) == out_dir / "small"
    assert {"tender_response.docx", "tender_response.pdf", "manifest.json"} <= set(built["files"])
    assert {path.name for path in (out_dir / "small").iterdir()} == set(built["files"])
    assert [path.name for path in out_dir.iterdir()] == ["small"]

    assert typed("pack", "verify", out_dir / "small")[0] == 0
    zipped = tmp_path / "small.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        for path in (out_dir / "small").iterdir():
            archive.write(path, path.name)
    assert typed("pack", "verify", zipped)[0] == 0

    (out_dir / "small" / "tender_response.docx").write_bytes(b"changed")
    code, out, _err = typed("pack", "verify", out_dir / "small")
    assert code == 1
    assert "tender_response.docx" in out


def test_a_pack_to_verify_by_that_is_none_is_refused(typed, pack, tmp_path):
    assert typed("pack", "build", pack, "--out", tmp_path / "built", *DAY)[0] == 0
    code, out, err = typed(
        "pack", "verify", tmp_path / "built" / "small", "--pack", tmp_path / "no.pack.json", "--json"
    )
    assert (code, json.loads(out)) == (2, {"error": err.strip()})
    assert one_line(err)


def test_what_blocks_stops_a_final_pack_and_not_a_draft(typed, pack, tmp_path):
    spoil(pack)
    assert typed("pack", "check", pack, *DAY)[0] == 1
    code, out, _err = typed("pack", "build", pack, "--out", tmp_path / "built", "--final", *DAY)
    assert code == 1
    assert "not built" in out
    assert not (tmp_path / "built").exists()
    code, out, _err = typed("pack", "build", pack, "--out", tmp_path / "built", "--json", *DAY)
    built = json.loads(out)["packs"][0]
    assert code == 1
    assert not built["final"]
    assert (tmp_path / "built" / "small" / "tender_response.docx").is_file()


def test_several_packs_are_built_each_into_its_folder(typed, pack, tmp_path):
    second = Path(shutil.copy(pack, pack.with_name("second.pack.json")))
    assert typed("pack", "build", pack, second, "--out", tmp_path / "built", *DAY)[0] == 0
    assert sorted(path.name for path in (tmp_path / "built").iterdir()) == ["second", "small"]


def test_two_packs_for_one_folder_are_refused(typed, pack, tmp_path):
    code, _out, err = typed("pack", "build", pack, pack, "--out", tmp_path / "built", *DAY)
    assert code == 2
    assert one_line(err)
    assert not (tmp_path / "built").exists()


@pytest.mark.parametrize("library", ["/elsewhere/library.xlsx", r"\\machine\share\library.xlsx", r"C:\library.xlsx"])
def test_a_pack_cannot_send_the_reader_elsewhere(typed, pack, library: str):
    text = json.loads(pack.read_text(encoding="utf-8"))
    pack.write_text(json.dumps({**text, "library": library}), encoding="utf-8")
    code, _out, err = typed("pack", "check", pack, *DAY)
    assert code == 2
    assert "whole path" in err


def test_a_pack_may_have_its_library_beside_it(typed, workspace, pack):
    shutil.copy(workspace.library, pack.parent / "own.xlsx")
    text = json.loads(pack.read_text(encoding="utf-8"))
    pack.write_text(json.dumps({**text, "library": "own.xlsx"}), encoding="utf-8")
    assert json.loads(typed("pack", "check", pack, "--json", *DAY)[1])["library"]["workbook"] == "own.xlsx"


def test_the_day_decides(typed, workspace, pack):
    """What may be used depends on the day that is handed in, not on the clock."""
    save_pack(add_block(load_pack(pack), "q1", EvidenceBlock(id="b3", ref="EV-001")), pack)

    def rules(day: str) -> set[str]:
        return {
            item["rule"] for item in json.loads(typed("pack", "check", pack, "--json", "--today", day)[1])["findings"]
        }

    assert rules(SAMPLE_DAY) != rules("2036-01-01")


# --- demo -------------------------------------------------------------------------------------------------------


def test_the_demo_builds_both_packs_and_replaces_only_itself(typed, tmp_path):
    target = tmp_path / "demo"
    code, out, err = typed("demo", "--out", target, "--json")
    report = json.loads(out)
    assert (code, err) == (0, ""), report
    assert {item["kind"] for item in report["packs"]} == {"tender_response", "inspection_narrative"}
    assert all(item["final"] for item in report["packs"])
    for item in report["packs"]:
        assert {path.name for path in Path(item["folder"]).iterdir()} == set(item["files"])
        assert typed("pack", "verify", item["folder"])[0] == 0
    before = {path.relative_to(target): path.read_bytes() for path in target.rglob("*") if path.is_file()}

    (target / "stray.txt").write_text("from last time")
    code, out, _err = typed("demo", "--out", target)
    assert code == 0
    assert LIBRARY in out
    after = {path.relative_to(target): path.read_bytes() for path in target.rglob("*") if path.is_file()}
    assert after == before
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]


def test_the_demo_leaves_a_folder_that_it_did_not_make(typed, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    code, _out, err = typed("demo", "--out", tmp_path)
    assert code == 2
    assert one_line(err)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


# --- as a program of its own ------------------------------------------------------------------------------------------


def run(*words: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "alongside", *map(str, words)]
    return subprocess.run(command, capture_output=True, timeout=60, check=False, **options)


def test_the_program_ends_with_the_exit_code():
    done = run("library", "check", "no.xlsx")
    assert done.returncode == 2
    assert done.stdout == b""
    assert one_line(done.stderr.decode())


def test_output_is_utf8_whatever_the_console_says(tmp_path):
    surroundings = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0", "LC_ALL": "C"}
    done = run("library", "search", STARTER, "xylophonist", *DAY, env=surroundings)
    assert done.returncode == 0
    assert "“xylophonist”" in done.stdout.decode("utf-8")


def test_a_reader_that_goes_away_is_no_fault():
    process = subprocess.Popen(
        [sys.executable, "-m", "alongside", "library", "check", str(STARTER), "--json", *DAY],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_a_full_disk_is_told():
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "alongside", "library", "check", str(STARTER), "--json", *DAY]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert done.returncode == 2
    assert one_line(done.stderr.decode())


def test_help_loads_nothing_heavy():
    script = (
        "import sys; from alongside.cli import main; main(['--help']); "
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    heavy = {"msgspec", "lxml", "openpyxl", "docx", "docxtpl", "jinja2", "python_calamine", "rapidfuzz", "PySide6"}
    assert heavy & set(done.stderr.split()) == set()


# --- hostile files ----------------------------------------------------------------------------------------------------

WORKBOOKS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
DOCUMENTS = {".docx", ".dotx", ".docm"}


def files(endings: set[str]) -> list[Path]:
    """Real files of a kind, and every hostile one, since any file can be called anything."""
    found = sorted(path for path in CORPORA.rglob("*") if path.is_file())
    return [path for path in found if path.suffix in endings or "hostile" in path.parts]


CASES = [("library", path) for path in files(WORKBOOKS)] + [("template", path) for path in files(DOCUMENTS)]
ABSENT = pytest.mark.skip(reason="the corpora of real and hostile files are not beside this repository")


@pytest.mark.parametrize(
    ("command", "path"),
    CASES or [pytest.param("library", CORPORA, marks=ABSENT)],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_any_file_gets_an_answer(typed, command: str, path: Path):
    begun = time.process_time()
    code, out, err = typed(command, "check", path, "--json", *DAY)
    assert time.process_time() - begun < SECONDS
    document = json.loads(out)
    if code == 2:
        assert one_line(err)
        assert "fault in Alongside" not in err
        assert document == {"error": err.strip()}
    else:
        assert err == ""
        assert code == (1 if document["counts"]["block"] else 0)


# --- bad input, over all commands -----------------------------------------------------------------------------------

# Each command that reports, with what a user has to name; each BAD is tried in the place of each INPUT.
INPUT = "INPUT"
COMMANDS = {
    "demo": "demo --out INPUT",
    "library check": "library check INPUT",
    "library search": "library search INPUT words",
    "template check": "template check INPUT",
    "pack check": "pack check INPUT",
    "pack build": "pack build INPUT --out OUT",
    "questions answer": "questions answer INPUT --out OUT",
    "pack verify": "pack verify INPUT",
    "pack trace": "pack trace INPUT",
    "pack debrief": "pack debrief INPUT",
    "pack pir": "pack pir INPUT --out OUT",
    "pack actions": "pack actions INPUT",
    "pack redline": "pack redline INPUT INPUT",
    "pack suggest": "pack suggest INPUT",
    "pack fit": "pack fit INPUT",
    "pack checklist": "pack checklist INPUT",
    "pack submit": "pack submit INPUT --out OUT",
    "library edit": "library edit INPUT EV-001 title=Words",
    "library add": "library add INPUT evidence title=Words",
    "library retire": "library retire INPUT EV-001",
    "library pending": "library pending INPUT",
    "library undo": "library undo INPUT",
    "library uses": "library uses INPUT",
    "library health": "library health INPUT",
    "library due": "library due INPUT",
    "library history": "library history INPUT EV-001",
    "library still-true": "library still-true INPUT EV-001",
    "pack outcome": "pack outcome INPUT --won",
    "library convert": "library convert INPUT --propose OUT",
    "coverage": "coverage INPUT --framework CQC-SAF-2023",
    "consistency": "consistency INPUT",
    "library nations": "library nations INPUT",
    "restrictions": "restrictions INPUT",
    "library remap": "library remap INPUT --from CQC-SAF-2023 --to CQC-ASC-2026-DRAFT",
    "figures": "figures INPUT --from 2026-01-01 --to 2026-03-31",
    "library copy": "library copy INPUT EV-001 --into OUT",
    "pack picture": "pack picture INPUT Q01 OUT",
    "pack references": "pack references INPUT footnotes",
    "questions read": "questions read INPUT",
    "questions compare": "questions compare INPUT --pack INPUT",
    "questions matrix": "questions matrix INPUT",
    "story score": "story score INPUT",
    "pack panel": "pack panel INPUT",
    "story withdraw": "story withdraw INPUT ST-01",
    "story erase": "story erase INPUT ST-01 --yes",
    "person export": "person export INPUT P-1 --out OUT",
    "person erase": "person erase INPUT P-1 --yes",
    "easy-read make": "easy-read make INPUT ST-01 --out OUT.docx",
    "easy-read check": "easy-read check INPUT",
    "easy-read answer": "easy-read answer INPUT ST-01 agree",
    "workspace lock": "workspace lock INPUT",
    "workspace unlock": "workspace unlock INPUT",
    "workspace exports": "workspace exports INPUT",
    "workspace dpia": "workspace dpia INPUT --out OUT",
    "workspace clear-temporary": "workspace clear-temporary INPUT",
}
BAD = {
    "nothing": None,
    "folder": "",
    "empty": b"",
    "text": b"these are words\n",
    "binary": bytes(range(256)) * 40,
    "json of something else": b"[1, 2, 3]",
    "deep json": b"[" * 100_000,
    "cut zip": b"PK\x03\x04" + b"\0" * 40,
    "zip of nothing": b"PK\x05\x06" + b"\0" * 18,
}
# A folder that is not there is what a demo wants; what waits is kept beside a workbook, which need not be opened.
FINE = {"demo": ("nothing",), "library pending": tuple(name for name in BAD if name not in {"nothing", "folder"})}


def reporting_commands() -> set[str]:
    """Every command that takes --json, as the parser knows them."""
    found = set()

    def look(parser: Any, name: str) -> None:
        for action in parser._actions:
            if isinstance(action.choices, dict):
                for word, inner in action.choices.items():
                    look(inner, f"{name} {word}".strip())
        if any("--json" in action.option_strings for action in parser._actions):
            found.add(name)

    look(parser_for(["--help"]), "")
    return found


def test_the_table_has_every_command():
    without_input = {"library clear-cache", "names forget"}
    # These take whatever file there is: tests/library/names, render, test_cli_people.
    any_file = {"names add", "names check", "pack scan", "words check"}
    assert reporting_commands() <= {*COMMANDS, *without_input, *any_file}


@pytest.mark.parametrize(
    ("command", "bad"),
    [(command, bad) for command in COMMANDS for bad in BAD if bad not in FINE.get(command, ())],
)
@pytest.mark.parametrize("json_wanted", [True, False])
def test_bad_input_is_one_sentence_and_exit_code_2(typed, tmp_path, command, bad, json_wanted):
    path = tmp_path / "bad.docx"
    if bad == "folder":
        path.mkdir()
        (path / "something.txt").write_text("not Alongside's")
    elif BAD[bad] is not None:
        path.write_bytes(BAD[bad])
    words = [{INPUT: str(path), "OUT": str(tmp_path / "out")}.get(word, word) for word in COMMANDS[command].split()]
    code, out, err = typed(*words, *(("--json",) if json_wanted else ()))
    assert code == 2
    assert one_line(err)
    assert "fault in Alongside" not in err
    assert "cannot be understood: " not in err  # it is the input that is refused, and not how the command is typed
    if json_wanted:
        assert json.loads(out) == {"error": err.strip()}
    else:
        assert out == ""
    assert not (tmp_path / "out").exists()


def test_what_is_kept_can_be_taken_away(
    typed: Callable[..., tuple[int, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_files, "cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr(cache_files, "WORTH_KEEPING", 1)
    first = typed("library", "check", STARTER, *DAY)
    assert len(list((tmp_path / "cache").iterdir())) == 1
    assert typed("library", "check", STARTER, *DAY) == first
    assert typed("library", "clear-cache") == (0, "1 file was taken away.\n", "")
    assert list((tmp_path / "cache").iterdir()) == []
    assert typed("library", "clear-cache") == (0, "Nothing was kept of any library.\n", "")


def test_a_packed_program_can_be_its_own_worker(monkeypatch, capsys):
    """Else each worker process of a build would open another window."""
    asked: list[str] = []
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "argv", ["alongside", "--version"])
    monkeypatch.setattr("multiprocessing.freeze_support", lambda: asked.append(capsys.readouterr().out))
    monkeypatch.delitem(sys.modules, "alongside.__main__", raising=False)
    with pytest.raises(SystemExit) as done:
        runpy.run_module("alongside", run_name="__main__")
    assert (done.value.code, asked) == (0, [""])


# --- how long the documents are ---------------------------------------------------------------------------------


def test_a_pack_tells_how_long_its_documents_would_be(typed, pack: Path):
    _code, out, _err = typed("pack", "check", pack, "--json", *DAY)
    documents = {item["file"]: item for item in json.loads(out)["documents"]}
    main = documents["tender_response.docx"]
    assert main["pages_are_estimates"] is True
    assert main["laid_out_by"] == "embedded"
    assert main["pages"] >= 2
    assert main["words"] > 20
    told = typed("pack", "check", pack, *DAY)[1]
    assert f"tender_response.docx: about {main['pages']} pages, {main['words']:,} words" in told
    assert "pages estimated by the embedded converter" in told
    assert json.loads(typed("pack", "check", pack, "--json", "--pages", "none", *DAY)[1])["documents"] == []


def test_a_built_pack_tells_the_same_lengths(typed, pack: Path, tmp_path: Path):
    before = json.loads(typed("pack", "check", pack, "--json", *DAY)[1])["documents"]
    _code, out, _err = typed("pack", "build", pack, "--out", tmp_path / "out", "--json", *DAY)
    assert json.loads(out)["packs"][0]["documents"] == before


def test_a_broken_template_does_not_keep_the_findings_back(typed, pack: Path, workspace: Workspace):
    (workspace.templates / "tender_response.docx").write_bytes(b"no template")
    code, out, err = typed("pack", "check", pack, "--json", *DAY)
    report = json.loads(out)
    assert (code, err) == (0, "")
    assert report["documents"] == []
    assert "counts" in report
    assert "cannot be laid out" in typed("pack", "check", pack, *DAY)[1]
