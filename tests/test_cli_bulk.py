"""`pack build` with many packs, many services and another maker of PDFs, as typed."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from alongside.bulk import run
from alongside.cli import main
from alongside.packs.pack import Pack, PackKind, Question, TextBlock, save_pack
from alongside.render import libreoffice
from alongside.render.verify import verify
from alongside.workspace import SAMPLE_DAY, Workspace, copy_sample

DAY = ("--today", SAMPLE_DAY)


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
    """The sample workspace, laid down once; tests copy it."""
    return copy_sample(tmp_path_factory.mktemp("cli-bulk") / "sample").folder


@pytest.fixture
def packs(sample: Path, tmp_path: Path) -> list[Path]:
    """Five small packs that nothing blocks."""
    workspace = Workspace(Path(shutil.copytree(sample, tmp_path / "workspace")))
    made = []
    for number in range(1, 6):
        question = Question(id="q1", number="Q01", text="How?", blocks=(TextBlock(id="b1", text=f"So {number}."),))
        path = workspace.packs / f"small-{number}.pack.json"
        save_pack(
            Pack(
                id=f"p{number}", kind=PackKind.TENDER, title=f"Small {number}", recipe="tender_response",
                framework_id="CQC-SAF-2023", service_ids=("OAK",), questions=(question,),
            ),
            path,
        )  # fmt: skip
        made.append(path)
    return made


def test_many_packs_by_two_processes_and_again(typed, packs, tmp_path):
    code, out, err = typed("pack", "build", *packs, "--out", tmp_path / "out", "--jobs", 2, *DAY)
    assert (code, err) == (0, "")
    assert out.rstrip().endswith("5 built.")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [f"small-{n}" for n in range(1, 6)]
    packs[2].write_bytes(packs[2].read_bytes().replace(b"So 3.", b"So be it."))
    code, out, _err = typed("pack", "build", *packs, "--out", tmp_path / "out", "--jobs", 2, *DAY)
    assert code == 0
    assert out.rstrip().endswith("1 built, 4 unchanged.")
    assert out.count("unchanged):") == 4


@pytest.mark.parametrize("more", [(), ("--jobs", 2)])
def test_an_unchanged_pack_tells_a_program_the_same_again(typed, packs, tmp_path, more):
    words = ("pack", "build", *packs[:2], "--out", tmp_path / "out", "--pdf", "--json", *DAY, *more)
    first, again = (json.loads(typed(*words)[1])["packs"] for _ in range(2))
    assert [item.pop("state") for item in (*first, *again)] == ["built"] * 2 + ["unchanged"] * 2
    assert all(item["findings"] for item in first)
    assert again == first


def test_bad_packs_are_listed_at_the_end_and_stop_no_other(typed, packs, tmp_path):
    packs[1].write_text("{", encoding="utf-8")
    code, out, err = typed("pack", "build", *packs, "--out", tmp_path / "out", "--json", *DAY)
    report = json.loads(out)
    assert code == 2
    assert (err.count("\n"), err.startswith("1 of 5 was not built: small-2: ")) == (1, True)
    assert [item["pack"] for item in report["packs"]] == [path.name for path in packs if path != packs[1]]
    assert [item["pack"] for item in report["failed"]] == ["small-2.pack.json"]
    code, out, _err = typed("pack", "build", *packs, "--out", tmp_path / "out", *DAY)
    assert code == 2
    tail = out[out.index("Not built:") :].splitlines()
    assert tail[1].startswith("    small-2: ")
    assert tail[-1] == "4 unchanged, 1 not built."


@pytest.mark.parametrize("more", [(), ("--jobs", 2)])
def test_a_pack_that_is_not_there_is_named_and_the_others_are_built(typed, packs, tmp_path, more):
    code, out, err = typed(
        "pack", "build", tmp_path / "nope.json", packs[0], "--out", tmp_path / "out", "--json", *DAY, *more
    )
    report = json.loads(out)
    assert code == 2
    assert (report["failed"][0]["pack"], report["packs"][0]["state"]) == ("nope.json", "built")
    assert (err.count("\n"), "nope" in err, "Traceback" in err) == (1, True, False)
    assert (tmp_path / "out" / "small-1" / "tender_response.docx").is_file()


def test_many_bad_packs_are_one_sentence(typed, packs, tmp_path):
    for path in packs[:3]:
        path.write_text("[]", encoding="utf-8")
    code, _out, err = typed("pack", "build", *packs, "--out", tmp_path / "out", "--json", *DAY)
    assert (code, err) == (2, "3 of 5 were not built: small-1, small-2, small-3.\n")


def test_a_single_bad_pack_is_one_line_as_ever(typed, packs, tmp_path):
    packs[1].write_text("{", encoding="utf-8")
    code, out, err = typed("pack", "build", packs[1], "--out", tmp_path / "out", *DAY)
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_one_pack_for_every_service_or_for_some(typed, packs, tmp_path):
    code, out, _err = typed("pack", "build", packs[0], "--out", tmp_path / "all", "--every-service", "--json", *DAY)
    report = json.loads(out)
    services = [item["service"] for item in report["packs"]]
    assert code == 0
    assert len(services) >= 3
    assert sorted(path.name for path in (tmp_path / "all").iterdir()) == sorted(f"small-1-{item}" for item in services)
    code, out, _err = typed(
        "pack", "build", *packs[:2], "--out", tmp_path / "some", "--service", "MAR", "--service", "OAK", *DAY
    )
    assert code == 0
    assert sorted(path.name for path in (tmp_path / "some").iterdir()) == [
        "small-1-MAR", "small-1-OAK", "small-2-MAR", "small-2-OAK",
    ]  # fmt: skip
    assert "Small 1 [MAR] (draft):" in out


def test_a_service_that_is_not_there_is_listed_beside_those_that_are(typed, packs, tmp_path):
    code, out, _err = typed(
        "pack", "build", packs[0], "--out", tmp_path / "out", "--service", "OAK", "--service", "OKA", *DAY
    )
    assert code == 2
    assert "no service “OKA”. It has OAK, " in out
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["small-1-OAK"]


@pytest.mark.parametrize(
    "words", ["--every-service --service OAK", "--jobs 0", "--jobs many", "--pdf=quill", "--service"]
)
def test_wrong_use_is_one_line(typed, packs, tmp_path, words):
    code, out, err = typed("pack", "build", packs[0], "--out", tmp_path / "out", *words.split(), *DAY)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert not (tmp_path / "out").exists()


def test_a_plain_pdf_swallows_no_pack_and_says_who_made_it(typed, packs, tmp_path):
    code, out, _err = typed("pack", "build", "--pdf", packs[0], "--out", tmp_path / "out", *DAY)
    assert code == 0
    assert "PDF by the embedded converter" in out
    assert "an estimate" in out
    assert (tmp_path / "out" / "small-1" / "tender_response.pdf").is_file()


@pytest.mark.office
def test_libreoffice_is_named_with_its_pages(typed, packs, tmp_path, soffice):
    code, out, _err = typed("pack", "build", packs[0], "--pdf=libreoffice", "--out", tmp_path / "out", "--json", *DAY)
    report = json.loads(out)["packs"][0]
    assert code == 0
    assert report["pdf"]["maker"] == "libreoffice"
    assert report["pdf"]["pages_are_estimates"] is False
    assert report["pages"]["tender_response.pdf"] >= 1


def test_a_maker_that_is_not_here_is_refused_before_anything(typed, packs, tmp_path, monkeypatch):
    monkeypatch.setattr(libreoffice, "find_libreoffice", lambda: None)
    code, out, err = typed("pack", "build", *packs, "--pdf=libreoffice", "--out", tmp_path / "out", *DAY)
    assert (code, out) == (2, "")
    assert "LibreOffice was not found" in err
    assert "embedded" in err
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Word may be here")
def test_that_word_is_not_here_is_said_plainly(typed, packs, tmp_path):
    code, out, err = typed("pack", "build", packs[0], "--pdf=word", "--out", tmp_path / "out", "--json", *DAY)
    assert (code, json.loads(out)) == (2, {"error": err.strip()})
    assert err.startswith("Microsoft Word was not found on this computer.")


def test_a_fault_in_one_pack_is_logged(typed, packs, tmp_path, monkeypatch):
    def broken(*_: object) -> object:
        raise ZeroDivisionError("Mrs Example")

    monkeypatch.setattr("alongside.fault_log.user_log_path", lambda *_, **__: tmp_path)
    monkeypatch.setattr("alongside.bulk.work.perform", broken)
    code, out, _err = typed("pack", "build", *packs[:2], "--out", tmp_path / "out", *DAY)
    assert code == 2
    assert out.count("fault in Alongside (ZeroDivisionError)") == 2
    log = (tmp_path / "faults.log").read_text(encoding="utf-8")
    assert log.count("ZeroDivisionError") == 2
    assert "Example" not in log


def test_what_blocks_stops_only_its_own_final_pack(typed, packs, tmp_path):
    packs[0].write_bytes(packs[0].read_bytes().replace(b'"kind": "text"', b'"kind": "answer", "ref": "AN-NONE"'))
    code, out, _err = typed("pack", "build", *packs, "--final", "--out", tmp_path / "out", *DAY)
    assert code == 1
    assert out.rstrip().endswith("4 built, 1 blocked.")


@pytest.mark.skipif(os.name == "nt", reason="a test cannot type Ctrl-C on Windows")
@pytest.mark.parametrize("jobs", [1, 2])
def test_control_c_leaves_what_is_finished(packs, tmp_path, jobs):
    out = tmp_path / "out"
    words = ["pack", "build", *map(str, packs), "--out", str(out), "--jobs", str(jobs), "--every-service", *DAY]
    process = subprocess.Popen(
        [sys.executable, "-m", "alongside", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", start_new_session=True,
    )  # fmt: skip
    until = time.monotonic() + 60
    while time.monotonic() < until and not (out.is_dir() and list(out.glob("small-*"))):
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
    said, complained = process.communicate(timeout=60)
    assert process.returncode == 2
    assert said == ""
    assert complained.count("\n") == 1
    assert "Stopped when" in complained
    finished = list(out.iterdir())
    assert 1 <= len(finished) < 15
    assert all(not path.name.startswith(".") and verify(path) == () for path in finished)


def test_more_processes_than_packs_are_not_started(packs, tmp_path, monkeypatch, typed):
    asked: list[int] = []
    real = run.pool
    monkeypatch.setattr(run, "pool", lambda jobs: asked.append(jobs) or real(jobs))
    assert typed("pack", "build", *packs[:2], "--out", tmp_path / "out", "--jobs", 8, *DAY)[0] == 0
    assert asked == [2]
