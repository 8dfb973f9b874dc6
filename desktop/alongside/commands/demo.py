"""`demo`: the sample workspace, with its packs built, in a folder to look around in."""

from argparse import Namespace
from dataclasses import replace
from datetime import date
from pathlib import Path

from alongside.bulk.opened import Libraries, open_pack
from alongside.bulk.tasks import Done, Task, folder_name
from alongside.bulk.work import build
from alongside.commands.outcome import Outcome, code_for, counts_line, day_in_words
from alongside.commands.packs import written_document, written_lines
from alongside.findings import blocking
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.render.files import check_replaceable, draft_folder, replace_folder
from alongside.workspace import LIBRARY, SAMPLE_DAY, copy_sample

MARK = "alongside-demo.txt"
OUT = "out"
_NOTE = _("""\
This folder was made by "alongside demo". Asking for the demo here again replaces the whole folder,
so copy it to another place, without this file, before you work in it.
""")


def demo(given: Namespace, _today: date, job: JobControl) -> Outcome:
    """Copy the sample and build its packs, on the day its records are written for unless another is given.

    A folder that an earlier demo made is replaced whole; any other that holds something is refused.
    """
    day = given.today or date.fromisoformat(SAMPLE_DAY)
    target = given.out
    check_replaceable(target, mark=MARK)
    with draft_folder(beside=target) as draft:
        workspace = copy_sample(draft)
        (draft / MARK).write_text(_NOTE, encoding="utf-8")
        libraries: Libraries = {}
        built: list[Done] = []
        for path in workspace.pack_files():
            opened = open_pack(path, day, job, libraries)
            inside = Path(OUT, folder_name(path))
            task = Task(path, draft / inside, day, final=not blocking(opened.findings))
            built.append(replace(build(task, opened, job), task=replace(task, target=target / inside)))
        replace_folder(draft, target, mark=MARK)
    findings = tuple(item for made in built for item in made.findings)
    lines = [_("The sample workspace is in {folder}, as on {day}.").format(folder=target, day=day_in_words(day)), ""]
    for made in built:
        lines += [*written_lines(made), f"    {counts_line(made.findings)}", ""]
    lines += [
        _("Look next: open one of these documents in Word, or the library in Excel:"),
        f"    {target / LIBRARY}",
        _("Or see it all in the window:"),
        f"    alongside {target}",
    ]
    return Outcome(
        code_for(findings),
        lines,
        {"folder": str(target), "today": day, "packs": [written_document(made) for made in built]},
    )
