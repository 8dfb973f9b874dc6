"""The walls of the house: who may import whom, what each floor may touch, and what no file may name."""

import ast
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from alongside.rules import RULES

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "desktop" / "alongside"

# From the ground up; imports run from a later line to an earlier one, or stay inside one package of their line.
FLOORS: tuple[frozenset[str], ...] = (
    frozenset(
        {
            "",
            "errors",
            "rules",
            "findings",
            "i18n",
            "job_control",
            "one_at_a_time",
            "settings",
            "workspace",
            "resources",
            "fault_log",
            "ahead",
            "installation",
            "report",
            "synced",
            "temporary",
        }
    ),
    frozenset({"library"}),
    frozenset({"figures"}),
    frozenset({"packs"}),
    frozenset({"checks"}),
    frozenset({"render", "intake"}),
    frozenset({"bulk", "leaving", "locking"}),
    frozenset({"ui"}),
    frozenset({"app"}),
    frozenset({"commands"}),
    frozenset({"cli"}),
    frozenset({"__main__"}),
)
GROUND = FLOORS[0]
FLOOR_OF = {part: number for number, parts in enumerate(FLOORS) for part in parts}

QT = {"PySide6", "shiboken6", "qtawesome", "qtpy", "PySide6Qlementine", "PySide6_Qlementine", "qlementine"}
WORKBOOKS = {"python_calamine", "openpyxl"}
WORD = {"docx", "docxtpl", "docxtpl_lint", "docxcompose"}
NETWORK = {
    "socket", "socketserver", "ssl", "http", "urllib", "requests", "urllib3", "httpx", "aiohttp", "ftplib", "smtplib",
    "poplib", "imaplib", "telnetlib", "xmlrpc", "websockets",
}  # fmt: skip
QT_NETWORK = ("PySide6.QtNetwork", "PySide6.QtWebEngine", "PySide6.QtWebSockets", "PySide6.QtHttpServer")
HARMLESS = ("urllib.parse",)  # takes addresses apart; opens none

MAY_READ_THE_CLOCK = {"ui", "app", "cli", "__main__"}
CLOCK_METHODS = {"now", "utcnow", "today"}
CLOCK_FUNCTIONS = {"time", "time_ns", "localtime", "gmtime", "ctime", "asctime"}


def under(name: str) -> str:
    """The package or module right under `alongside` that a dotted name leads to; "" for `alongside` itself."""
    return f"{name}.".split(".")[1]


@dataclass(frozen=True)
class Import:
    """One name brought in, resolved as far as a source file tells."""

    name: str  # "alongside.library.columns", "openpyxl"
    line: int
    level: int  # 0: absolute


@dataclass(frozen=True)
class Module:
    """One source file."""

    name: str  # "alongside.library.columns"
    path: Path
    tree: ast.Module

    @property
    def part(self) -> str:
        """The package or module right under `alongside`; "" for `alongside` itself."""
        return under(self.name)

    def imports(self) -> Iterator[Import]:
        """All imports, those inside functions and under TYPE_CHECKING too: hiding an import mends no circle."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield Import(alias.name, node.lineno, 0)
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    whole = f"{node.module}.{alias.name}" if node.module else alias.name
                    yield Import(whole, node.lineno, node.level)

    def at(self, line: int) -> str:
        return f"{self.path.relative_to(ROOT).as_posix()}:{line}"


def module_from(source: str, name: str) -> Module:
    return Module(name, PACKAGE / "made_up.py", ast.parse(source))


@cache
def modules() -> tuple[Module, ...]:
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found.append(Module(name, path, ast.parse(path.read_text(encoding="utf-8"), str(path))))
    return tuple(found)


def own_module(name: str, known: frozenset[str]) -> str | None:
    """The module of ours that an imported name leads to: the name itself, or what it is taken from."""
    if name.partition(".")[0] != "alongside":
        return None
    while name not in known and "." in name:
        name = name.rpartition(".")[0]
    return name


# --- what each check finds in one module ------------------------------------------------------------------------


def upward(module: Module, known: frozenset[str]) -> list[str]:
    wrong = []
    for item in module.imports():
        target = own_module(item.name, known)
        if target is None:
            continue
        part = under(target)
        here, there = FLOOR_OF.get(module.part), FLOOR_OF.get(part)
        same = part == module.part or (part in GROUND and module.part in GROUND)
        if here is None or there is None or not (same or there < here):
            wrong.append(f"{module.at(item.line)} {module.name} imports {target}")
    return wrong


def foreign(module: Module, packages: set[str], allowed_in: set[str]) -> list[str]:
    if module.part in allowed_in:
        return []
    return [
        f"{module.at(item.line)} imports {item.name}"
        for item in module.imports()
        if item.level == 0 and item.name.split(".")[0] in packages and not item.name.startswith(HARMLESS)
    ]


def network(module: Module) -> list[str]:
    qt = [
        f"{module.at(item.line)} imports {item.name}" for item in module.imports() if item.name.startswith(QT_NETWORK)
    ]
    return foreign(module, NETWORK, set()) + qt


def clock_readings(module: Module) -> list[str]:
    """Readings of the wall clock. A stop watch (`time.monotonic`, `time.perf_counter`) tells no day and is fine."""
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if (isinstance(node, ast.Import) and alias.name == "time")
        or (isinstance(node, ast.ImportFrom) and node.module == "time" and alias.name in CLOCK_FUNCTIONS)
    }
    wrong = []
    for node in ast.walk(module.tree):
        called = node.func if isinstance(node, ast.Call) else node
        if isinstance(called, ast.Attribute):
            on = called.value.attr if isinstance(called.value, ast.Attribute) else getattr(called.value, "id", "")
            asks_day = called.attr in CLOCK_METHODS and (isinstance(node, ast.Call) or on in {"date", "datetime"})
            asks_time = called.attr in CLOCK_FUNCTIONS and names.get(on) == "time"
        else:
            asks_day = isinstance(node, ast.Call) and names.get(getattr(called, "id", "")) in CLOCK_FUNCTIONS
            asks_time = False
        if asks_day or asks_time:
            wrong.append(f"{module.at(called.lineno)} reads {ast.unparse(called)}")
    return wrong


def prints(module: Module) -> list[str]:
    return [
        f"{module.at(node.lineno)} prints"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Groups of modules that reach each other (Tarjan's strongly connected components)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in sorted(graph.get(name, ())):
            if other not in index:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], index[other])
        if low[name] == index[name]:
            group = []
            while True:
                group.append(stack.pop())
                if group[-1] == name:
                    break
            if len(group) > 1 or name in graph.get(name, ()):
                found.append(sorted(group))

    for name in sorted(graph):
        if name not in index:
            visit(name)
    return found


def named_rules(module: Module) -> list[tuple[str, int]]:
    """The rule ids that calls of `finding(...)` spell out."""
    named = []
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        first = node.args[0] if node.args else next((k.value for k in node.keywords if k.arg == "rule"), None)
        if called in {"finding", "Finding"} and isinstance(first, ast.Constant) and isinstance(first.value, str):
            named.append((first.value, node.lineno))
    return named


def texts(module: Module) -> set[str]:
    """All string constants that are not documentation."""
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return {
        node.value
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation
    }


def heads(module: Module) -> set[str]:
    """What f-strings that put a rule's id together begin with: "triple." of f"triple.{result}"."""
    first = [node.values[0] for node in ast.walk(module.tree) if isinstance(node, ast.JoinedStr) and node.values]
    found = {node.value for node in first if isinstance(node, ast.Constant)}
    return {text for text in found if isinstance(text, str) and re.fullmatch(r"([a-z0-9_]+\.)+", text)}


# --- the walls, on the real house -------------------------------------------------------------------------------


def test_every_module_has_a_floor():
    assert {module.part for module in modules()} - set(FLOOR_OF) == set()


def test_imports_run_downward_only():
    known = frozenset(module.name for module in modules())
    assert [line for module in modules() for line in upward(module, known)] == []


def test_no_circles():
    known = frozenset(module.name for module in modules())
    graph = {
        module.name: {
            target
            for item in module.imports()
            if (target := own_module(item.name, known)) is not None and target != module.name
        }
        for module in modules()
    }
    assert circles(graph) == []


def test_imports_are_absolute():
    assert [module.at(item.line) for module in modules() for item in module.imports() if item.level] == []


@pytest.mark.parametrize(
    ("packages", "allowed_in"),
    [(QT, {"ui", "app"}), (WORKBOOKS, {"library", "intake"}), (WORD, {"render", "intake"})],
    ids=["qt", "workbooks", "word"],
)
def test_each_outside_package_stays_in_its_room(packages: set[str], allowed_in: set[str]):
    assert [line for module in modules() for line in foreign(module, packages, allowed_in)] == []


def test_the_core_reads_no_clock():
    core = [module for module in modules() if module.part not in MAY_READ_THE_CLOCK]
    assert [line for module in core for line in clock_readings(module)] == []


def test_nothing_reaches_the_network():
    assert [line for module in modules() for line in network(module)] == []


def test_nothing_prints():
    assert [line for module in modules() for line in prints(module)] == []


def test_every_rule_that_a_finding_names_is_in_the_table():
    unknown = [
        f"{module.at(line)} names {rule}"
        for module in modules()
        for rule, line in named_rules(module)
        if rule not in RULES
    ]
    assert unknown == []


def test_every_rule_is_used():
    others = [module for module in modules() if module.name != "alongside.rules"]
    written = {text for module in others for text in texts(module)}
    families = {head for module in others for head in heads(module)}
    used = {rule for rule in RULES if any(rule == f"{head}{text}" for head in families for text in written)}
    assert sorted(set(RULES) - used - written) == []


def test_every_rule_can_be_read():
    for rule in RULES.values():
        assert rule.level in {"block", "warn", "info"}, rule.id
        assert re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)+", rule.id), rule.id
        assert rule.reason.strip().endswith((".", "?")), rule.id
        assert rule.source.strip(), rule.id


# --- the walls hold: each check finds what it is there to find -------------------------------------------------------


def test_an_upward_import_is_found():
    known = frozenset({"alongside.library", "alongside.library.columns", "alongside.packs.pack", "alongside.i18n"})
    for source in (
        "from alongside.packs.pack import Pack",
        "import alongside.packs.pack",
        "def f():\n    from alongside.packs import pack",
    ):
        assert upward(module_from(source, "alongside.library.columns"), known), source
    assert upward(module_from("from alongside.library.columns import Kind", "alongside.i18n"), known)
    assert not upward(module_from("from alongside.library.columns import Kind", "alongside.packs.pack"), known)
    assert upward(module_from("import alongside.intake", "alongside.render.build"), known | {"alongside.intake"})


def test_a_circle_is_found():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]
    assert circles({"a": {"a"}}) == [["a"]]
    assert circles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import date\nday = date.today()",
        "import datetime as dt\nday = dt.datetime.now(dt.UTC)",
        "import time\nt = time.time()",
        "import time as clock\nt = clock.localtime()",
        "from time import time\nt = time()",
        "from datetime import date\nDay = date\nday: Day = Day.today()",
        "from datetime import date\nclock = date.today",
    ],
)
def test_a_reading_of_the_clock_is_found(source: str):
    assert clock_readings(module_from(source, "alongside.packs.pack"))


@pytest.mark.parametrize("source", ["import time\nt = time.monotonic()", "def f(self):\n    return self.today"])
def test_a_stop_watch_and_a_day_handed_in_are_no_clock(source: str):
    assert not clock_readings(module_from(source, "alongside.packs.pack"))


def test_a_way_to_the_network_is_found():
    for source in ("import socket", "from urllib.request import urlopen", "import http.client", "import requests"):
        assert network(module_from(source, "alongside.packs.pack")), source
    assert network(module_from("from PySide6.QtNetwork import QTcpSocket", "alongside.ui.main"))
    assert not network(module_from("from urllib.parse import quote", "alongside.packs.pack"))


def test_a_printed_word_and_a_misspelt_rule_are_found():
    assert prints(module_from("print('hello')", "alongside.packs.pack"))
    assert named_rules(module_from("finding('no.such', where, 'x')", "alongside.checks.a")) == [("no.such", 1)]
    assert heads(module_from("x = f'triple.{result}' + f'{y}.z' + f'A sentence. {x}'", "alongside.checks.a")) == {
        "triple."
    }
    assert texts(module_from('"""doc.text"""\nx = "used.rule"', "alongside.checks.a")) == {"used.rule"}


# --- what no file may name -----------------------------------------------------------------------------------------

# Put together here, so that this file does not name them either.
MACHINE_PATH = re.compile(r"(?<![\w.~:/-])/(?:" + "|".join(("work", "root", "home", "Users", "opt/pypi")) + r")/\w")
REGISTRY = re.compile(
    "|".join(
        re.escape(".".join(parts))
        for parts in (
            ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("deb", "debian", "org"),
            ("security", "debian", "org"), ("anaconda", "org"), ("crates", "io"),
        )
    )
)  # fmt: skip
OFFICE = {".docx", ".xlsx", ".dotx"}


def tracked() -> list[Path]:
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is not a clone: there is no list of the files that belong to it")
    return [path for name in listed.decode().split("\0") if name and (path := ROOT / name).is_file()]


def readable(path: Path) -> Iterator[tuple[str, str]]:
    """A file's text, and for an Office file the text of each of its XML parts; nothing for a picture."""
    if path.suffix in OFFICE:
        with zipfile.ZipFile(path) as whole:
            for part in whole.namelist():
                if part.endswith((".xml", ".rels")):
                    yield f"{path.name}/{part}", whole.read(part).decode("utf-8", "replace")
        return
    data = path.read_bytes()
    if b"\0" not in data[:8000]:
        yield path.name, data.decode("utf-8", "replace")


@pytest.mark.parametrize("forbidden", [MACHINE_PATH, REGISTRY], ids=["machine path", "package registry"])
def test_no_file_names_a_machine_or_a_registry(forbidden: re.Pattern[str]):
    found = [
        f"{path.relative_to(ROOT).as_posix()} ({part}): {match.group(0)}"
        for path in tracked()
        for part, text in readable(path)
        if (match := forbidden.search(text))
    ]
    assert found == []


def test_the_forbidden_names_are_recognised():
    for path in ("/".join(("", "work", "main")), "open('" + "/".join(("", "home", "anna", "x")) + "')"):
        assert MACHINE_PATH.search(path)
    assert not MACHINE_PATH.search("https://www.example.org/home/page")
    assert REGISTRY.search("https://files." + ".".join(("pythonhosted", "org")) + "/x")


# --- Qt is for the window alone -----------------------------------------------------------------------------------

WITHOUT_QT = """
import sys
from alongside.cli import main
code = main(sys.argv[1:])
qt = sorted(name for name in sys.modules if name.split(".")[0] in {"PySide6", "shiboken6", "qtawesome"})
if qt:
    sys.exit("Qt was loaded: " + ", ".join(qt[:3]))
sys.exit(code)
"""


def test_the_demo_is_built_without_qt(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_QT, "demo", "--out", str(tmp_path / "demo")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "demo" / "out").rglob("*.docx"))
