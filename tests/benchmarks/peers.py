"""How fast packs are filled, against docxtpl, carbone and docxtemplater: the same pack, each in its own language.

    python tests/benchmarks/peers.py [RUNS]

One description gives the template of each engine: a heading, sections with paragraphs and a table, a header and a
footer. Each fills it with the same words; that all say the same in the end is checked first. RUNS (24) fillings each,
after some to get warm, in rounds that take turns; the median counts. Each engine runs in one process as its guide says,
with what it keeps from one filling to the next: ours keeps the compiled template, the others keep nothing. Ours packs
its zip less tightly, which the sizes show. carbone and docxtemplater come from npm into a folder that is thrown away;
without node or the network they are left out, and it is said why.

Exit code 1 where an engine is faster than ours, and 2 where the words differ.
"""

import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docxtpl import DocxTemplate

from alongside.render.environment import environment
from alongside.render.package import read_parts, tree_of
from alongside.render.pdf import page_count, to_pdf
from alongside.render.template import PackTemplate
from alongside.render.wordml import W, text_of

HERE = Path(__file__).resolve().parent
PACKAGES = ("carbone@3", "docxtemplater@3", "pizzip@3")
SECTIONS, ROWS, PARAGRAPHS = 12, 360, 76  # so many paragraphs in each section: 168 pages in all
COLUMNS = ("number", "action", "owner", "due", "state")
WARM, ROUNDS = 20, 3
WORDS = """
people panel review door kitchen choice risk plan person staff change month talk visit night easy read picture
meeting group agreed asked tried wrote lessened safe free told quarter record question answer morning trust time
"""


# --- one description, three languages -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Loop:
    """A list in the data, and the item that a field stands in."""

    name: str
    inside: "Loop | None" = None


SECTION = Loop("sections")
PARAGRAPH = Loop("paragraphs", SECTION)
ROW = Loop("rows", SECTION)


class Jinja:
    """docxtpl and ours."""

    def field(self, name: str, loop: Loop | None, _at: int = 0) -> str:
        return f"{{{{ {loop.name}_item.{name} }}}}" if loop else f"{{{{ {name} }}}}"

    def opens(self, loop: Loop) -> str:
        where = f"{loop.inside.name}_item.{loop.name}" if loop.inside else loop.name
        return f"{{%p for {loop.name}_item in {where} %}}"

    def closes(self, _loop: Loop) -> str:
        return "{%p endfor %}"


class Mustache:
    """docxtemplater."""

    def field(self, name: str, _loop: Loop | None, _at: int = 0) -> str:
        return f"{{{name}}}"

    def opens(self, loop: Loop) -> str:
        return f"{{#{loop.name}}}"

    def closes(self, loop: Loop) -> str:
        return f"{{/{loop.name}}}"


class Carbone:
    """carbone: no marks for a loop; what is to be repeated stands there for item i, and again, empty, for item i+1."""

    def field(self, name: str, loop: Loop | None, at: int = 0) -> str:
        if loop is None:
            return f"{{d.{name}}}"
        steps = [f"{loop.name}[i{'+1' if at else ''}]"]
        if loop.inside:
            steps.insert(0, f"{loop.inside.name}[i]")
        return f"{{d.{'.'.join(steps)}.{name}}}"


Language = Jinja | Mustache | Carbone


def template(path: Path, language: Language) -> None:
    """The template of a long pack, in one engine's language."""
    made = Document()
    for relation in [key for key, item in made.part.rels.items() if item.reltype.endswith("/stylesWithEffects")]:
        del made.part.rels[relation]
    made.add_heading(language.field("title", None), 0)
    made.add_paragraph(f"For {language.field('buyer', None)}, {language.field('day', None)}.")
    if not isinstance(language, Carbone):
        made.add_paragraph(language.opens(SECTION))
    made.add_heading(f"{language.field('number', SECTION)}. {language.field('heading', SECTION)}", 1)
    if not isinstance(language, Carbone):
        made.add_paragraph(language.opens(PARAGRAPH))
    made.add_paragraph(language.field("text", PARAGRAPH))
    after = language.field("text", PARAGRAPH, 1) if isinstance(language, Carbone) else language.closes(PARAGRAPH)
    made.add_paragraph(after)
    _table(made, language)
    if isinstance(language, Carbone):
        made.add_heading(f"{language.field('number', SECTION, 1)}. {language.field('heading', SECTION, 1)}", 1)
    else:
        made.add_paragraph(language.closes(SECTION))
    made.sections[0].header.paragraphs[0].text = language.field("title", None)
    made.sections[0].footer.paragraphs[0].text = language.field("buyer", None)
    made.save(str(path))


def _table(made: Any, language: Language) -> None:
    """Headings, and one row for each of the list."""
    cells = [language.field(name, ROW) for name in COLUMNS]
    match language:
        case Jinja():
            rows = [["{%tr for rows_item in sections_item.rows %}"], cells, ["{%tr endfor %}"]]
        case Mustache():
            rows = [[f"{{#rows}}{cells[0]}", *cells[1:-1], f"{cells[-1]}{{/rows}}"]]
        case Carbone():
            rows = [cells, [language.field(name, ROW, 1) for name in COLUMNS]]
    grid = made.add_table(1 + len(rows), len(COLUMNS))
    grid.style = "Table Grid"
    for cell, name in zip(grid.rows[0].cells, COLUMNS, strict=True):
        cell.text = name.capitalize()
    for line, texts in zip(list(grid.rows)[1:], rows, strict=True):
        for cell, text in zip(line.cells, texts, strict=False):
            cell.text = text


def words() -> dict[str, Any]:
    """What fills it, different everywhere, as real text is, and with signs that XML writes otherwise."""
    source = random.Random(7)

    def prose(count: int) -> str:
        return " ".join(source.choices(WORDS.split(), k=count)).capitalize() + "."

    return {
        "title": "Support that people choose", "buyer": "Eastmoor & Westmoor Council", "day": "24 November 2026",
        "sections": [
            {
                "number": str(number), "heading": prose(5),
                "paragraphs": [{"text": prose(75)} for _ in range(PARAGRAPHS)],
                "rows": [
                    {"number": str(row), "action": prose(9), "owner": "manager", "due": "1 May", "state": "open & <x>"}
                    for row in range(ROWS // SECTIONS)
                ],
            }
            for number in range(1, SECTIONS + 1)
        ],
    }  # fmt: skip


# --- the engines ----------------------------------------------------------------------------------------------------


@dataclass
class Engine:
    """One engine, with what was measured of it in milliseconds."""

    name: str
    language: Language
    fill: Callable[[Path, dict[str, Any]], bytes] | None = None  # None: by node
    version: str = ""
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    filled: bytes = b""


def saved(engine: Any, filled: dict[str, Any], **options: Any) -> bytes:
    """The document's bytes."""
    engine.render(filled, **options)
    stream = BytesIO()
    engine.save(stream)
    return stream.getvalue()


def ours(path: Path, filled: dict[str, Any]) -> bytes:
    """As the product calls it: sandboxed, strict, bounded."""
    return saved(PackTemplate(path), filled, jinja_env=environment())


def docxtpl(path: Path, filled: dict[str, Any]) -> bytes:
    """With its escaping, without which it loses text."""
    return saved(DocxTemplate(path), filled, autoescape=True)


def measure(engine: Engine, path: Path, data: Path, runs: int, packages: Path) -> None:
    """So many fillings more, in this process or by node."""
    if engine.fill is None:
        out = path.with_suffix(".out")
        command = ["node", str(HERE / "peers.js"), *map(str, (packages, engine.name, path, data, WARM, runs, out))]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=packages)
        told = json.loads(done.stdout)
        engine.version, engine.filled = told["version"], out.read_bytes()
        engine.wall += told["wall"]
        engine.processor += told["processor"]
        return
    filled = json.loads(data.read_text(encoding="utf-8"))
    for run in range(WARM + runs):
        before, start = time.process_time(), time.perf_counter()
        engine.filled = engine.fill(path, filled)
        wall, processor = time.perf_counter() - start, time.process_time() - before
        if run >= WARM:
            engine.wall.append(1000 * wall)
            engine.processor.append(1000 * processor)


def installed(folder: Path) -> str:
    """Put the packages of npm into the folder; a sentence why they are not there, or nothing."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return "node and npm are not on this computer"
    command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder), *PACKAGES]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    except subprocess.TimeoutExpired:
        return "npm did not answer within four minutes"
    last = [line for line in done.stderr.splitlines() if line.strip()]
    return "" if done.returncode == 0 else f"npm could not install them: {last[0] if last else done.returncode}"


def said(docx: bytes) -> dict[str, list[str]]:
    """Every paragraph that says something, of the body, and of the header and the footer."""
    parts = read_parts(docx, "x")
    found = {}
    for name in sorted(parts):
        if name.startswith(("word/document", "word/header", "word/footer")) and name.endswith(".xml"):
            lines = (text_of(line) for line in tree_of(parts[name], name).iter(f"{W}p"))
            found[name] = [" ".join(text.split()) for text in lines if text.strip()]
    return found


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 24
    engines = [
        Engine("ours", Jinja(), ours, version=version("alongside")),
        Engine("docxtpl", Jinja(), docxtpl, version=version("docxtpl")),
    ]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        why = installed(folder)
        if why:
            print(f"carbone and docxtemplater were left out: {why}.\n")
        else:
            engines += [Engine("carbone", Carbone()), Engine("docxtemplater", Mustache())]
        data = folder / "words.json"
        data.write_text(json.dumps(words()), encoding="utf-8")
        for engine in engines:
            template(folder / f"{engine.name}.docx", engine.language)
        for number in range(ROUNDS):
            for engine in engines if number % 2 else reversed(engines):
                measure(engine, folder / f"{engine.name}.docx", data, -(-runs // ROUNDS), folder)
    first, *peers = engines
    expected = said(first.filled)
    for peer in peers:
        if said(peer.filled) != expected:
            print(f"{peer.name} says something else than ours, so nothing can be compared.")
            return 2
    pages = page_count(to_pdf(first.filled, title="x"))
    lines = sum(map(len, expected.values()))
    size = f"{pages} pages, {SECTIONS} sections, {ROWS} rows"
    print(f"A pack of {size}; {lines:,} paragraphs, the same in all; {len(first.wall)} runs\n")
    print("| engine | median ms | of the processor | KiB | ours is faster by |\n|---|---|---|---|---|")
    own = statistics.median(first.wall)
    for engine in engines:
        wall, processor = statistics.median(engine.wall), statistics.median(engine.processor)
        ratio = "" if engine is first else f"{wall / own:.1f}x"
        size = f"{len(engine.filled) / 1024:.0f}"
        print(f"| {engine.name} {engine.version} | {wall:.1f} | {processor:.1f} | {size} | {ratio} |")
    return 1 if any(statistics.median(peer.wall) < own for peer in peers) else 0


if __name__ == "__main__":
    sys.exit(main())
