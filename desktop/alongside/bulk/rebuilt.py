"""A built folder compared with what its sources give today: the same pack, library and templates, built anew.

A digest in the folder itself can be worked out again by whoever changed a file; what the sources give cannot.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import fields

from alongside import __version__
from alongside.bulk.opened import library_of, open_pack
from alongside.errors import AlongsideError
from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.packs.attachments import files_digest
from alongside.packs.pack import load_pack
from alongside.packs.pictures import known_digests, read_pictures
from alongside.render import manifest
from alongside.render.build import Built, build_pack, recipe_sha256
from alongside.render.compare import byte_differences, differences, pdf_differences
from alongside.render.manifest import Inputs, Manifest, PdfBy, file_sha256, frameworks_sha256
from alongside.render.pdf_makers import PdfMaker, embedded_version, makers_here
from alongside.render.verify import contents_of, verify
from alongside.workspace import Workspace, open_workspace

# Of the manifest; what is in the files is compared file by file, and told there.
_COMPARED_ELSEWHERE = frozenset({"outputs", "pdf", "self_sha256", "schema"})


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking at a built folder, or a zip of it, gave."""

    name: str
    listed: Manifest
    kept: tuple[Finding, ...]  # by digest
    again: tuple[Finding, ...]  # by building it again

    @property
    def findings(self) -> tuple[Finding, ...]:
        return (*self.kept, *self.again)

    @property
    def compared_in_full(self) -> bool:
        """Whether all that can be made again was."""
        return not any(item.rule == "output.not_rebuilt" for item in self.again)


def look_at(path: Path, pack: Path | None, job: JobControl) -> Looked:
    """Verify a built folder or a zip of it in both ways. `pack`: the file it was built from; None: look for it nearby.

    Raises Cancelled, and AlongsideError where there is nothing to verify or `pack` is none.
    """
    if pack is not None:
        load_pack(pack)  # what was named must be one; only what was looked for may be missing
    kept = verify(path)
    job.check()
    built = contents_of(path)
    again = compared(built.listed, built.files, pack or pack_of(built.listed, path), job)
    return Looked(path.resolve().name, built.listed, kept, again)


def compared(listed: Manifest, files: Mapping[str, bytes], pack: Path | None, job: JobControl) -> tuple[Finding, ...]:
    """What is different in the files, part by part or page by page; a Finding that says why where it cannot be told.

    `pack`: the pack's file, from `pack_of`. Raises Cancelled.
    """
    if pack is None:
        return (_not_rebuilt(_("the pack it was built from is not here")),)
    try:
        gone = _other_sources(listed, pack)
        if gone:
            return (_not_rebuilt(_("{what} is not as it was then").format(what=gone)),)
        maker, without = _maker(listed.pdf)
        service = listed.service_ids[0] if listed.service_ids else ""
        opened = open_pack(pack, listed.day, job, None, service)
        with TemporaryDirectory(prefix="alongside-", ignore_cleanup_errors=True) as made:
            again = build_pack(
                opened.plan,
                opened.recipe,
                opened.workspace.templates,
                Path(made) / "again",
                final=listed.final,
                pdf=bool(maker),
                maker=PdfMaker(maker or PdfMaker.EMBEDDED),
                job=job,
                inputs=Inputs(
                    listed.library_sha256,
                    listed.pack_sha256,
                    listed.frameworks_sha256,
                    listed.service_ids,
                    listed.files_sha256,
                ),
                files=opened.workspace.files,
                findings=opened.findings,
            )
            return (*_differences(listed, files, again), *without)
    except AlongsideError as error:
        return (_not_rebuilt(error.what.rstrip(".")),)


def _differences(listed: Manifest, files: Mapping[str, bytes], done: Built) -> Iterator[Finding]:
    folder = done.folder
    again = manifest.from_json((folder / manifest.NAME).read_bytes())
    for name in again.outputs:
        if name not in listed.outputs:
            yield _of_the_list(_("It does not name “{name}”, which the sources give.").format(name=name))
        elif name not in files:
            continue  # a file that is missing is told by its digest
        elif name.endswith(".docx"):
            yield from differences(files[name], (folder / name).read_bytes(), name)
        elif _laid_out(name, again) and done.pdf is not None and done.pdf.maker != PdfMaker.EMBEDDED:
            yield from pdf_differences(files[name], (folder / name).read_bytes(), name)
        else:
            yield from byte_differences(files[name], (folder / name).read_bytes(), name)
    for name in sorted(listed.outputs.keys() - again.outputs.keys()):
        if done.pdf is not None or not name.endswith(".pdf"):
            yield _of_the_list(_("It names “{name}”, which the sources do not give.").format(name=name))
    for field in fields(Manifest):
        if field.name in _COMPARED_ELSEWHERE or getattr(listed, field.name) == getattr(again, field.name):
            continue
        if field.name != "findings" or not _may_be_of_pdfs(listed, again):
            yield _of_the_list(_("It says something else under “{field}”.").format(field=field.name))
    if done.pdf is not None and done.pdf.maker != PdfMaker.EMBEDDED:
        yield _by_text(listed.pdf, done.pdf)


def _may_be_of_pdfs(listed: Manifest, again: Manifest) -> bool:
    """Whether what more was found then may have been found in PDFs, which were not made again."""
    more = all(listed.findings.get(level, 0) >= n for level, n in again.findings.items())
    return more and listed.pdf is not None and again.pdf is None


def _laid_out(name: str, again: Manifest) -> bool:
    """Whether it is the PDF of one of our documents, and no appendix."""
    return name.endswith(".pdf") and Path(name).with_suffix(".docx").name in again.outputs


def _maker(made: PdfBy | None) -> tuple[str, tuple[Finding, ...]]:
    """Who is to make the PDFs again; "" and the reason where that cannot be done."""
    if made is None:
        return "", ()
    spoken = PdfMaker(made.maker).spoken if made.maker in list(PdfMaker) else made.maker
    if made.maker not in makers_here():
        return "", (_not_again(_("{maker} is not on this computer").format(maker=spoken)),)
    if made.maker == PdfMaker.EMBEDDED and made.version != embedded_version():
        return "", (_not_again(_("{maker} is of another version here").format(maker=spoken)),)
    return made.maker, ()


def pack_of(listed: Manifest, near: Path) -> Path | None:
    """The pack file with the recorded digest in the workspace around `near`; None if there is none."""
    try:
        workspace = open_workspace(near.resolve(), above=3)
    except AlongsideError:
        return None
    return next((path for path in _packs(workspace) if file_sha256(path) == listed.pack_sha256), None)


def _packs(workspace: Workspace) -> list[Path]:
    return [*workspace.pack_files(), *sorted(workspace.folder.glob("*.pack.json"))]


def _other_sources(listed: Manifest, pack: Path) -> str:
    """Which of the recorded sources has changed; empty: none."""
    workspace = open_workspace(pack)
    if listed.app_version != __version__:
        return _("Alongside")
    if file_sha256(pack) != listed.pack_sha256:
        return _("the pack")
    chosen = load_pack(pack)
    if listed.files_sha256 != files_digest(chosen, workspace.files):
        return _("a file in the folder “files”")
    if listed.pictures != known_digests(read_pictures(chosen, workspace.files)):
        return _("a picture")
    if file_sha256(library_of(chosen, pack)) != listed.library_sha256:
        return _("the library")
    if recipe_sha256(workspace.templates, listed.recipe) != listed.recipe_sha256:
        return _("the recipe")
    if listed.frameworks_sha256 and frameworks_sha256(workspace.frameworks) != listed.frameworks_sha256:
        return _("the framework")
    for name, digest in sorted(listed.templates.items()):
        path = workspace.templates / Path(name).name
        if not path.is_file() or file_sha256(path) != digest:
            return _("the template “{name}”").format(name=name)
    return ""


def _of_the_list(how: str) -> Finding:
    return finding(
        "output.not_as_built",
        Place(template=manifest.NAME),
        _("“{name}” is not what its sources give. {how}").format(name=manifest.NAME, how=how),
        _("Build the pack again, or ask whoever changed the file."),
    )


def _by_text(then: PdfBy | None, now: PdfBy) -> Finding:
    told = _("{maker} never makes the same PDF twice, so what each page says was compared, and not the bytes.")
    if then is not None and then.version != now.version:
        told += " " + _("It was {then} then and is {now} now, which may set pages elsewhere.")
    return finding(
        "output.compared_by_text",
        Place(),
        told.format(maker=PdfMaker(now.maker).spoken, then=then.version if then else "", now=now.version),
    )


def _not_again(why: str) -> Finding:
    return finding(
        "output.not_rebuilt",
        Place(),
        _("The PDFs were compared with their digests only: {why}.").format(why=why),
        _("Verify them on the computer that made them."),
    )


def _not_rebuilt(why: str) -> Finding:
    return finding(
        "output.not_rebuilt",
        Place(),
        _("The files were compared with their digests only: {why}.").format(why=why),
        _("Give the pack's file with --pack, with its library and templates as they were."),
    )
