"""What goes to the buyer: the finished files under the buyer's names, checked, as a zip or a folder; whole or not."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from alongside.bulk.answering import Wanted, answer_file, mark_of
from alongside.bulk.opened import OpenedPack
from alongside.bulk.tasks import Task, folder_name
from alongside.bulk.work import build
from alongside.errors import AlongsideError
from alongside.findings import Finding, blocking
from alongside.i18n import _
from alongside.intake.asked import FileKind
from alongside.job_control import JobControl, Progress
from alongside.library.names.kept import open_register
from alongside.packs.checklist import Check, State, checklist, file_stem
from alongside.packs.pack import PackKind
from alongside.packs.portal import portal_answers
from alongside.render.files import draft_folder, plain_name, replace_folder, write_whole
from alongside.render.finished import facts_of
from alongside.render.manifest import NAME as MANIFEST
from alongside.render.package import pack_zip

PORTAL = "portal"
MARK = "SUBMISSION.txt"


@dataclass(frozen=True, slots=True)
class Submission:
    """What was, or would be, handed in."""

    path: Path | None  # None: nothing was written
    files: tuple[str, ...]
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]

    @property
    def stops(self) -> int:
        """How much stands in the way."""
        left = sum(1 for item in self.checks if item.state in {State.NOT_MET, State.BY_PERSON})
        return left + len(blocking(self.findings))


def submit(
    opened: OpenedPack, out: Path | None, job: JobControl, *, final: bool = True, ticked: Sequence[str] = (),
    also: Sequence[Path] = (), password: str | None = None,
) -> Submission:  # fmt: skip
    """Build, gather, name and check all that is sent; write it to `out`, a zip or a folder.

    Final: written only where each rule is met or ticked and nothing blocks. A draft is always written, and marked in
    each of its files. `out` None: look only. Raises AlongsideError.
    """
    if opened.pack.kind is not PackKind.TENDER:
        raise AlongsideError(_("Only a tender is sent to a buyer."), where=opened.path.name)
    looked = _gathered(opened, None, job, final=final, ticked=ticked, also=also, password=password)
    if out is None or (final and looked.stops):
        return looked
    return _gathered(opened, out, job, final=final, ticked=ticked, also=also, password=password)


def _gathered(
    opened: OpenedPack, out: Path | None, job: JobControl, *, final: bool, ticked: Sequence[str],
    also: Sequence[Path], password: str | None,
) -> Submission:  # fmt: skip
    """`out` None: made to be looked at, thrown away, and noted nowhere."""
    with tempfile.TemporaryDirectory(prefix="alongside-") as place:
        files, findings, answering = _made(
            opened, Path(place), job, final=final, also=also, password=password, noted=out is not None
        )
        named = _named(files, answering, opened)
        job.report(Progress(2, 3, _("Looking at the finished files")))
        facts = []
        for name, path in named.items():
            job.check()
            if not name.startswith(f"{PORTAL}/"):
                placed = Path(place) / "named" / name
                placed.parent.mkdir(exist_ok=True)
                placed.write_bytes(path.read_bytes())
                facts.append(facts_of(placed, answers=path in answering))
        checks = checklist(opened.pack, opened.plan, facts, ticked)
        done = Submission(None, tuple(named), checks, findings)
        if out is None or (final and done.stops):
            return done
        _write(out, {name: path.read_bytes() for name, path in named.items()})
        return Submission(out, tuple(named), checks, findings)


def _made(
    opened: OpenedPack,
    place: Path,
    job: JobControl,
    *,
    final: bool,
    also: Sequence[Path],
    password: str | None,
    noted: bool,
) -> tuple[list[Path], tuple[Finding, ...], set[Path]]:
    """Every file that could go out, what was found on the way, and which of them hold the answers."""
    rules, pack = opened.pack.rules, opened.pack
    kinds = {kind.lower().lstrip(".") for kind in rules.file_types}
    job.report(Progress(0, 3, _("Building the documents")))
    seen_final = final and not blocking(opened.findings)  # what blocks is told, and the drafts are looked at
    task = Task(
        opened.path, place / folder_name(opened.path), opened.plan.day, final=seen_final,
        pdf="embedded" if "pdf" in kinds else "",
    )  # fmt: skip
    done = build(task, opened, job, noted=noted)
    files = [task.target / name for name in done.files if name != MANIFEST]
    findings = done.findings
    holding = {item.file for item in opened.recipe.documents if "questions" in item.words}
    answering = {path for path in files if f"{path.stem}.docx" in holding}
    source = opened.workspace.folder / pack.source.file if pack.source is not None else None
    if source is not None and source.is_file() and pack.source and pack.source.kind is not FileKind.PDF:
        job.report(Progress(1, 3, _("Answering the buyer's file")))
        answered = place / "answered" / source.name
        answered.parent.mkdir()
        wanted = Wanted(source, answered, seen_final, password, password is not None, noted)
        told = answer_file(opened, wanted, job, open_register())
        findings = tuple(dict.fromkeys((*findings, *told.findings)))
        files = [*([answered] if told.path else []), *(path for path in files if path not in answering)]
        answering = {answered}
    if kinds:
        files = [
            path for path in files
            if _kind(path) in kinds
            or not any(other.stem == path.stem and _kind(other) in kinds for other in files if other != path)
        ]  # fmt: skip
    if rules.attachments_allowed is False:
        files = [path for path in files if path in answering]
    for path in also:
        if not path.is_file():
            raise AlongsideError(_("There is no file of this name."), where=path.name)
        files.append(path)
    if rules.portal_paste:
        files += _portal(opened, place, final=seen_final)
    return files, findings, answering


def _kind(path: Path) -> str:
    return path.suffix.lower().lstrip(".")


def _portal(opened: OpenedPack, place: Path, *, final: bool) -> list[Path]:
    """A text for each answer, as it is pasted."""
    folder = place / PORTAL
    folder.mkdir()
    mark = mark_of(opened.plan, final=final)
    made = []
    for at, item in enumerate(portal_answers(opened.plan, final=final), start=1):
        number = "".join(sign for sign in item.question.number if sign.isalnum() or sign in "-_.") or str(at)
        path = folder / f"{at:02}-{number.strip('.')[:40]}.txt"
        path.write_text("\n".join([*([mark] if mark else []), item.answer.text]), encoding="utf-8", errors="replace")
        made.append(path)
    return made


def _named(files: Sequence[Path], answering: set[Path], opened: OpenedPack) -> dict[str, Path]:
    """Each file under the name that the buyer wants, the answers first. Raises AlongsideError for two of one name."""
    pattern = opened.pack.rules.filename_pattern
    same, _known = file_stem(pattern, opened.plan, "-")
    each, _known = file_stem(pattern, opened.plan, "--")
    found: dict[str, Path] = {}
    taken: set[str] = set()
    for path in sorted(files, key=lambda item: item not in answering):
        stem, known = file_stem(pattern, opened.plan, path.stem.replace("_", " ").capitalize())
        first = path in answering and f"{stem}{path.suffix}".casefold() not in taken
        if path.parent.name == PORTAL:
            name = f"{PORTAL}/{path.name}"
        elif not (pattern and known):
            name = path.name
        elif same != each or first:  # the pattern names the document, or this is the answer
            name = f"{stem}{path.suffix}"
        else:
            name = f"{stem} - {path.name.replace('_', ' ')}"
        taken.add(name.casefold())
        if any(given.casefold() == name.casefold() for given in found):
            raise AlongsideError(_("Two files would have the same name."), where=name)
        found[name] = path
        plain_name(name.rpartition("/")[2])
    return found


def _write(out: Path, files: dict[str, bytes]) -> None:
    if out.suffix.lower() == ".zip":
        write_whole(out, pack_zip(files.items()))
        return
    if out.exists() and any(out.iterdir() if out.is_dir() else [out]):
        raise AlongsideError(
            _("There is something of that name already."), where=out.name, remedy=_("Choose a new folder.")
        )
    with draft_folder(beside=out) as draft:
        for name, data in files.items():
            (draft / name).parent.mkdir(exist_ok=True)
            (draft / name).write_bytes(data)
        replace_folder(draft, out, mark=MARK)
