"""What is to be done and what became of it, as plain values that may travel to another process or machine."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from alongside.errors import AlongsideError
from alongside.findings import Finding
from alongside.i18n import _
from alongside.packs.pack import SUFFIX
from alongside.render.files import plain_name
from alongside.render.manifest import PdfBy


@dataclass(frozen=True, slots=True)
class Task:
    """One pack, for its own services or for one, to be built into one folder."""

    pack: Path
    target: Path
    day: date
    service: str = ""  # empty: those that the pack names
    final: bool = False
    pdf: str = ""  # a value of PdfMaker; empty: none

    @property
    def name(self) -> str:
        """What people know it by: its folder."""
        return self.target.name


class State(StrEnum):
    """What became of a task."""

    BUILT = "built"
    UNCHANGED = "unchanged"  # what it would be built from, and what was built, are the same as last time
    BLOCKED = "blocked"  # it was to be final, and something forbids it
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Done:
    """The end of a task."""

    task: Task
    state: State
    title: str = ""
    files: tuple[str, ...] = ()  # in the folder, the manifest last; empty: there is no folder
    findings: tuple[Finding, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)  # Findings of each level
    summary: Mapping[str, Any] = field(default_factory=dict)  # what the pack is, for a program
    pdf: PdfBy | None = None
    pages: Mapping[str, int] = field(default_factory=dict)  # of each PDF
    trouble: str = ""  # why it failed, in one sentence
    fault: tuple[str, ...] = ()  # where in the program, if that is at fault

    @property
    def blocks(self) -> int:
        """How many Findings block a final pack."""
        return self.counts.get("block", 0)


def tasks_for(
    packs: Iterable[Path], out: Path, day: date, *, services: Mapping[Path, Sequence[str]], final: bool, pdf: str
) -> tuple[Task, ...]:
    """A task for each pack, or for each of its `services` where they are given, each with a folder of its own in `out`.

    Raises AlongsideError where two would go into one folder.
    """
    tasks = [
        Task(pack, out / folder_name(pack, service), day, service, final, pdf)
        for pack in packs
        for service in services.get(pack, ("",))
    ]
    names = [task.name.casefold() for task in tasks]  # many disks do not tell capitals apart
    twice = next((task.name for task in tasks if names.count(task.name.casefold()) > 1), None)
    if twice is not None:
        raise AlongsideError(
            _("Two of these packs would go into one folder."),
            where=twice,
            remedy=_("Build them one after another, each with another --out."),
        )
    return tuple(tasks)


def folder_name(pack: Path, service: str = "") -> str:
    """The name of a pack's folder: the pack file's own, and the service's id; never a service's name."""
    stem = pack.name.removesuffix(SUFFIX) if pack.name.endswith(SUFFIX) else pack.stem
    return plain_name(f"{stem}-{service}") if service else stem
