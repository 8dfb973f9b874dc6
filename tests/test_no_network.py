"""Nothing goes online: the whole program runs where the internet is forbidden, its worker processes too."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOLD = "touched the network"

# Python imports it in every process that it starts from here. The hook cannot be taken away, and what is caught
# cannot be lost by an `except` of a library: each attempt is written down as well.
FORBIDDING = f"""
import os, socket, sys
def _forbid(event, given):
    outward = event in {{"socket.getaddrinfo", "socket.gethostbyname", "urllib.Request", "http.client.connect"}}
    if event in {{"socket.__new__", "socket.connect", "socket.bind", "socket.sendto"}}:
        family = given[1] if event == "socket.__new__" else given[0].family
        outward = family in (socket.AF_INET, socket.AF_INET6)
    if outward:
        with open(os.environ["ALONGSIDE_TEST_TOUCHED"], "a") as file:
            print(event, " ".join(sys.argv), file=file)
        raise OSError("{TOLD}")
sys.addaudithook(_forbid)
with open(os.environ["ALONGSIDE_TEST_TOUCHED"] + ".started", "a") as file:
    print(os.getpid(), file=file)
"""


class Cage:
    """A place where Python has no internet."""

    def __init__(self, folder: Path) -> None:
        self.touched = folder / "touched.txt"
        (folder / "site").mkdir()
        (folder / "site" / "sitecustomize.py").write_text(FORBIDDING)
        home = folder / "home"
        home.mkdir()
        self._environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(folder / "site"), str(ROOT / "desktop"))),
            "ALONGSIDE_TEST_TOUCHED": str(self.touched),
            "QT_QPA_PLATFORM": "offscreen",
            **{name: str(home) for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")},
            **{f"XDG_{kind}_HOME": str(home / kind) for kind in ("CONFIG", "DATA", "CACHE")},
        }

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=540,
        )

    def alongside(self, *words: str | Path) -> None:
        done = self.run("-m", "alongside", *map(str, words), "--today", "2026-11-24")
        assert done.returncode in {0, 1}, done.stderr
        assert not self.touched.exists(), self.touched.read_text()

    @property
    def processes(self) -> int:
        return len(self.touched.with_name(self.touched.name + ".started").read_text().split())


@pytest.fixture(scope="module")
def cage(tmp_path_factory: pytest.TempPathFactory) -> Cage:
    return Cage(tmp_path_factory.mktemp("cage"))


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
        "import socket; socket.socket(socket.AF_INET6)",
        "import socket; socket.getaddrinfo('example.org', 80)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        (
            "import multiprocessing as m; p = m.get_context('spawn').Process(target=__import__('socket').socket, "
            "args=(2,)); p.start(); p.join(); raise SystemExit(p.exitcode)"
        ),
    ],
)
def test_the_cage_holds(tmp_path, attempt):
    """Else the tests below would prove nothing."""
    cage = Cage(tmp_path)
    assert cage.run("-c", attempt).returncode != 0
    assert cage.touched.read_text()


def test_the_command_line_needs_no_network(cage, tmp_path):
    demo = tmp_path / "demo"
    cage.alongside("demo", "--out", demo)
    book = next(demo.rglob("library.xlsx"))
    packs = sorted(demo.rglob("packs/*.pack.json"))
    cage.alongside("library", "check", book)
    for by in ("words", "both"):
        cage.alongside("library", "search", book, "people share in decisions", "--by", by)
    cage.alongside("coverage", book, "--framework", "CQC-SAF-2023")
    cage.alongside("figures", book, "--from", "2026-01-01", "--to", "2026-03-31")
    cage.alongside("consistency", book)
    cage.alongside("pack", "check", packs[0])
    before = cage.processes
    cage.alongside("pack", "build", *packs, "--out", tmp_path / "built", "--pdf", "--jobs", "2")
    assert cage.processes > before + 1  # its workers were held too
    cage.alongside("pack", "verify", next(path.parent for path in (tmp_path / "built").rglob("manifest.json")))
    cage.alongside("pack", "scan", tmp_path / "built")
    word = tmp_path / "word.txt"
    word.write_text("four odd green doors\n")
    cage.alongside("workspace", "lock", book.parent, "--password-file", word)
    cage.alongside("workspace", "unlock", book.parent, "--password-file", word)


def test_the_window_needs_no_network(cage):
    cage.alongside("self-test")


def test_the_model_of_meanings_is_told_not_to_download():
    """wordllama could fetch a model: its one use says that it may not."""
    uses = [
        path
        for path in (ROOT / "desktop").rglob("*.py")
        if "WordLlama" in (text := path.read_text(encoding="utf-8")) and "load(" in text
    ]
    assert uses
    for path in uses:
        assert "disable_download=True" in path.read_text(encoding="utf-8"), path


def test_libraries_that_could_go_online_are_not_ours_to_call():
    fetching = ("requests", "huggingface_hub", "urllib3", "httpx", "urllib.request", "http.client", "aiohttp")
    for path in (ROOT / "desktop").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for name in fetching:
            assert f"import {name}" not in text, path
            assert f"from {name} " not in text, path
