"""`demo`: the sample workspace, with its packs built, in a folder to look around in."""

from argparse import Namespace
from dataclasses import replace
from datetime import date
from pathlib import Path

from alongside.commands.opened import open_pack
from alongside.commands.outcome import Outcome, code_for, counts_line, day_in_words
from alongside.commands.packs import Written, folder_name, write, written_document, written_lines
from alongside.findings import blocking
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.library.library import Library
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
        libraries: dict[Path, Library] = {}
        built: list[Written] = []
        for path in workspace.pack_files():
            opened = open_pack(path, day, job, libraries)
            inside = Path(OUT, folder_name(path))
            made = write(opened, draft / inside, final=not blocking(opened.findings), pdf=False, job=job)
            built.append(replace(made, folder=target / inside))
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
        {"folder": str(target), "today": day, "packs": [written_document(made, day) for made in built]},
    )
