"""How fast packs are filled, against docxtpl on the same template and the same words.

Run as a script: `python tests/benchmarks/render_packs.py [RUNS]`. Prints a table; asserts nothing, for clocks differ.
Each figure is the median of RUNS (20) runs unless it says otherwise, in seconds of the processor; the engines take
turns.
"""

import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import pypdfium2
from docx import Document
from docxtpl import DocxTemplate

from alongside.checks.pack import check_pack
from alongside.library.workbook import read_library
from alongside.packs.edit import set_text
from alongside.packs.frameworks import load_frameworks
from alongside.packs.pack import HeadingBlock, changed, load_pack
from alongside.packs.planning import plan_pack
from alongside.packs.recipes import load_recipe
from alongside.render.document import Draft, drafted
from alongside.render.environment import environment
from alongside.render.layout import Layout
from alongside.render.layout_process import LayoutProcess
from alongside.render.pdf import page_count, to_pdf
from alongside.render.template import PackTemplate
from alongside.workspace import Workspace, copy_sample

WORDS = """
people panel review door kitchen choice risk plan person staff change month talk visit night easy read picture
meeting group agreed asked tried wrote lessened safe free told quarter record question answer morning trust
time
"""
SECTIONS = 12
ROWS = 360
PARAGRAPHS = 78  # of a section: 168 pages in all
COLUMNS = ("number", "action", "owner", "due", "state")


def template(path: Path) -> None:
    """A template of a long pack: sections with paragraphs and a table each, a header and a footer."""
    made = Document()
    for relation in [key for key, item in made.part.rels.items() if item.reltype.endswith("/stylesWithEffects")]:
        del made.part.rels[relation]
    made.add_heading("{{ title }}", 0)
    made.add_paragraph("For {{ buyer }}, {{ day }}.")
    made.add_paragraph("{%p for section in sections %}")
    made.add_heading("{{ section.number }}. {{ section.heading }}", 1)
    made.add_paragraph("{%p for text in section.paragraphs %}")
    made.add_paragraph("{{ text }}")
    made.add_paragraph("{%p endfor %}")
    grid = made.add_table(4, len(COLUMNS))
    grid.style = "Table Grid"
    for cell, heading in zip(grid.rows[0].cells, COLUMNS, strict=True):
        cell.text = heading.capitalize()
    grid.cell(1, 0).text = "{%tr for row in section.rows %}"
    for cell, heading in zip(grid.rows[2].cells, COLUMNS, strict=True):
        cell.text = f"{{{{ row.{heading} }}}}"
    grid.cell(3, 0).text = "{%tr endfor %}"
    made.add_paragraph("{%p endfor %}")
    made.sections[0].header.paragraphs[0].text = "{{ title }}"
    made.sections[0].footer.paragraphs[0].text = "{{ buyer }}"
    made.save(str(path))


def words(rows: int = ROWS, paragraphs: int = PARAGRAPHS) -> dict[str, Any]:
    """What fills it: so many rows and paragraphs, different everywhere, as real text is."""
    source = random.Random(7)

    def prose(count: int) -> str:
        return " ".join(source.choices(WORDS.split(), k=count)).capitalize() + "."

    return {
        "title": "Support that people choose", "buyer": "Eastmoor Council", "day": "24 November 2026",
        "sections": [
            {
                "number": str(number), "heading": prose(5), "paragraphs": [prose(75) for _ in range(paragraphs)],
                "rows": [
                    {"number": str(row), "action": prose(9), "owner": "manager", "due": "1 May", "state": "open & due"}
                    for row in range(rows // SECTIONS)
                ],
            }
            for number in range(1, SECTIONS + 1)
        ],
    }  # fmt: skip


def by_docxtpl(path: Path, filled: dict[str, Any]) -> bytes:
    """As docxtpl users do; with its escaping, without which it loses text."""
    return saved(DocxTemplate(path), filled, autoescape=True)


def by_ours(path: Path, filled: dict[str, Any]) -> bytes:
    """The same call, with the other class."""
    return saved(PackTemplate(path), filled, autoescape=True)


def by_strict(path: Path, filled: dict[str, Any]) -> bytes:
    """As the product calls it: sandboxed, strict, bounded."""
    return saved(PackTemplate(path), filled, jinja_env=environment())


def saved(engine: Any, filled: dict[str, Any], **options: Any) -> bytes:
    """The document's bytes."""
    engine.render(filled, **options)
    stream = BytesIO()
    engine.save(stream)
    return stream.getvalue()


def timed(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """Seconds; of the processor, unless another clock is given, so that others at work here do not count."""
    start = clock()
    work()
    return clock() - start


def medians(runs: int, *works: Callable[[], object], clock: Callable[[], float] = time.process_time) -> list[float]:
    """The median seconds of each, taking turns, so that a busy minute hits all alike."""
    for work in works:
        work()
    taken: list[list[float]] = [[timed(work, clock) for work in works] for _ in range(runs)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]


def many(path: Path, count: int) -> int:
    """Fill the long pack so many times, in this process."""
    filled = words()
    return sum(len(by_strict(path, filled)) for _ in range(count))


_CHILD = """
import resource, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import render_packs as bench
import docx, docxtpl, jinja2, docx.opc.pkgreader
engine, path, rows = getattr(bench, sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
filled = bench.words(rows, 2) if rows else bench.words()
clear, status = Path("/proc/self/clear_refs"), Path("/proc/self/status")

def peak():
    # KiB; on Linux since the last look, for a child starts with the peak of its parent.
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = int(status.read_text().split("VmHWM:")[1].split()[0])
    clear.write_text("5")
    return found

peak()
before = peak()
start = time.process_time()
engine(path, filled)
print(time.process_time() - start, (peak() - before) / 1024)
"""


def fresh(engine: str, path: Path, rows: int) -> tuple[float, float]:
    """Seconds and MiB of one filling in a new process; 0 rows: the long pack."""
    here = str(Path(__file__).parent)
    run = [sys.executable, "-c", _CHILD, here, engine, str(path), str(rows)]
    done = subprocess.run(run, check=True, capture_output=True, text=True)
    seconds, mebibytes = done.stdout.split()
    return float(seconds), float(mebibytes)


def line(what: str, *cells: str) -> None:
    """One row of the table."""
    print("| " + " | ".join([what, *cells]) + " |", flush=True)


def repeated(path: Path, runs: int) -> None:
    """The long pack again and again, in one process."""
    filled = words()
    theirs, ours, strict = medians(
        runs, *(lambda engine=engine: engine(path, filled) for engine in (by_docxtpl, by_ours, by_strict))
    )
    data = by_strict(path, filled)
    pages = page_count(to_pdf(data, title="x"))
    print(f"A pack of {pages} pages, {SECTIONS} sections, {ROWS} rows; {len(data) / 1024:.0f} KiB; {runs} runs\n")
    line("work", "docxtpl", "PackTemplate, same call", "as the product calls it", "ratio")
    line("---", "---", "---", "---", "---")
    ratios = f"{theirs / ours:.1f}x, {theirs / strict:.1f}x"
    line("repeated, ms", *(f"{1000 * value:.1f}" for value in (theirs, ours, strict)), ratios)


def cold(path: Path, runs: int) -> None:
    """The first filling in a new process."""
    names = ("by_docxtpl", "by_ours", "by_strict")
    taken = [[fresh(name, path, 0) for name in names] for _ in range(runs)]
    seconds = [statistics.median(row[column][0] for row in taken) for column in range(3)]
    memory = [statistics.median(row[column][1] for row in taken) for column in range(3)]
    ratios = f"{seconds[0] / seconds[1]:.1f}x, {seconds[0] / seconds[2]:.1f}x"
    line("cold, new process, ms", *(f"{1000 * value:.1f}" for value in seconds), ratios)
    line(
        "memory on top, MiB",
        *(f"{value:.1f}" for value in memory),
        f"{memory[2] / max(memory[0], 0.1):.2f} of docxtpl's",
    )


def growth(path: Path, runs: int) -> None:
    """Ten times the rows."""
    sizes = (120, 1_200, 12_000)
    data = {size: words(size, 2) for size in sizes}
    taken = medians(runs, *(lambda size=size: by_strict(path, data[size]) for size in sizes))
    shown = ", ".join(f"{size:,}: {1000 * value:.1f}" for size, value in zip(sizes, taken, strict=True))
    line("rows, ms", "", "", shown, f"{taken[1] / taken[0]:.1f}x, {taken[2] / taken[1]:.1f}x")
    theirs, ours = fresh("by_docxtpl", path, 12_000), fresh("by_strict", path, 12_000)
    line(
        "12,000 rows, one run, ms",
        f"{1000 * theirs[0]:.0f}",
        "",
        f"{1000 * ours[0]:.0f}",
        f"{theirs[0] / ours[0]:.1f}x",
    )
    line("12,000 rows, MiB on top", f"{theirs[1]:.0f}", "", f"{ours[1]:.0f}", f"{ours[1] / theirs[1]:.2f} of docxtpl's")


def two_processes(path: Path, runs: int) -> None:
    """The same work by one worker process and by two."""
    count = 200

    def by(workers: int) -> Callable[[], object]:
        return lambda: list(pools[workers].map(many, [path] * workers, [count // workers] * workers))

    with ProcessPoolExecutor(1) as one, ProcessPoolExecutor(2) as two:
        pools = {1: one, 2: two}
        single, double = medians(max(3, runs // 4), by(1), by(2), clock=time.perf_counter)
    line(f"{count} packs by 1 and 2 processes, s", "", "", f"{single:.2f}, {double:.2f}", f"{single / double:.2f}x")


def preview(path: Path, runs: int) -> None:
    """What follows one edit in a pack of 30 pages: filled again and laid out again."""
    data = words(60, 14)
    pages = page_count(to_pdf(by_strict(path, data), title="x"))

    def laid_out() -> bytes:
        return to_pdf(by_strict(path, data), title="x")

    fill, whole = medians(runs, lambda: by_strict(path, data), laid_out)
    line(
        f"filled and laid out whole, {pages} pages, ms",
        "",
        "",
        f"{1000 * fill:.1f} filled",
        f"{1000 * whole:.0f} with pages",
    )


def preview_refresh(_path: Path, runs: int) -> None:
    """The whole way of one edit in the sample packs, made 30 pages long: planned, checked, filled, laid out, loaded."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = copy_sample(Path(folder) / "workspace")
        for recipe, repeated_questions in (("tender_response", 5), ("inspection_narrative", 8)):
            refresh_of(workspace, recipe, repeated_questions, runs)


def refresh_of(workspace: Workspace, recipe_name: str, more: int, runs: int) -> None:
    """One sample pack, its first `more` questions told twice.

    In time of the processor, all processes together; and by the clock on the wall, with the laying out in another
    process as the window does it.
    """
    day = date(2026, 11, 24)
    library, frameworks = read_library(workspace.library, day), load_frameworks(workspace.frameworks)
    recipe = load_recipe(workspace.recipes, recipe_name)
    document = recipe.documents[0]
    sample = next(pack for pack in map(load_pack, workspace.pack_files()) if pack.recipe == recipe.name)
    again = tuple(
        changed(
            question,
            id=f"again-{question.id}",
            blocks=tuple(changed(block, id=f"again-{block.id}") for block in question.blocks),
        )
        for question in sample.questions[:more]
    )
    pack = changed(sample, questions=(*sample.questions, *again))
    place = next((q.id, b.id) for q in pack.questions for b in q.blocks if isinstance(b, HeadingBlock))
    edits = count()

    def edited(listed: tuple[int, ...] = ()) -> Draft:
        changed_pack = set_text(pack, *place, f"Edit {next(edits)}")
        plan = plan_pack(changed_pack, library, frameworks, day)
        check_pack(plan, changed_pack)
        return drafted(plan, recipe, document, workspace.templates, listed)

    def refreshed(layout: Layout | LayoutProcess) -> None:
        made = layout.lay_out(document.title, edited(pages.listed).data)
        loaded = pypdfium2.PdfDocument(made.pdf)
        loaded.close()

    here, over_there = Layout(), LayoutProcess()
    first = edited()
    over_there.settled(document.title, first.data, first.contents)
    pages = here.settled(document.title, first.data, first.contents)
    refreshed(here)
    refreshed(over_there)
    worked, filling, whole, waited = [], [], [], []
    for _run in range(runs):
        while here.ready_one():
            pass
        worked.append(timed(lambda: refreshed(here)))
        filling.append(timed(lambda: edited(pages.listed)))
        whole.append(timed(lambda: to_pdf(edited().data, title="x")))
        waited.append(timed(lambda: refreshed(over_there), time.perf_counter))
        time.sleep(0.3)  # a writer pauses, and the stretches are made ready
    over_there.close()
    middle = [1000 * statistics.median(item) for item in (whole, filling, worked, waited)]
    line(
        f"PREVIEW REFRESH after one edit, {recipe.title}, {pages.count} pages, ms",
        "",
        f"{middle[0]:.0f} with all pages laid out",
        f"{middle[1]:.0f} planned, checked, filled",
        f"{middle[2]:.0f} in all (goal 150); {middle[3]:.0f} on the wall",
    )


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.docx"
        template(path)
        for measure in (repeated, cold, growth, two_processes, preview, preview_refresh):
            measure(path, runs)


if __name__ == "__main__":
    main()
