"""Write a pack's folder whole, or nothing at all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.findings import Finding, Level, blocking
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl, Progress
from alongside.library.ledger.store import LedgerFile
from alongside.library.names.register import Register
from alongside.packs.plan import PackPlan
from alongside.packs.recipes import Document, Recipe
from alongside.render import manifest
from alongside.render.appendices import appendices
from alongside.render.document import Rendered, rendered, titled, wanted
from alongside.render.files import check_replaceable, draft_folder, plain_name, replace_folder
from alongside.render.manifest import Inputs, Output, PdfBy, sha256
from alongside.render.pdf import page_count
from alongside.render.pdf_makers import PdfMaker, ToConvert, make_pdfs
from alongside.render.private import looked_through, pseudonyms_listed
from alongside.render.repeats import repeats_in
from alongside.render.scan import lost_from_plan
from alongside.render.used import recorded


@dataclass(frozen=True, slots=True)
class Built:
    """A finished folder."""

    folder: Path
    files: tuple[str, ...]  # names in the folder, the manifest last
    findings: tuple[Finding, ...]  # those handed in, then what looking through the output found
    pdf: PdfBy | None = None  # who made the PDFs, if any were made
    pages: Mapping[str, int] = field(default_factory=dict)  # of each PDF


def build_pack(
    plan: PackPlan,
    recipe: Recipe,
    templates: Path,
    target: Path,
    *,
    final: bool,
    pdf: bool,
    job: JobControl,
    inputs: Inputs,
    findings: tuple[Finding, ...] = (),
    maker: PdfMaker = PdfMaker.EMBEDDED,
    files: Path | None = None,
    ledger: LedgerFile | None = None,
    names: Register | None = None,
) -> Built:
    """Write every document of the recipe, and its PDF where asked for, into the folder `target`.

    The same plan and templates give the same bytes, but for PDFs of another maker than the embedded one. An older
    result in `target` is replaced when the new one is complete. Raises Cancelled when stopped, and AlongsideError
    where something cannot be made or, for a final pack, where a Finding forbids it; then `target` is as it was.
    `files` is the folder of the files that records cite. `ledger` is told before the folder gets its name: so nothing
    is ever out of which it does not know. `names` is the private list: who is on it is in no final pack.
    """
    _refuse_final(findings, final=final)
    check_replaceable(target, mark=manifest.NAME)
    documents = [document for document in recipe.documents if wanted(plan, document)]
    _check_names(documents, recipe)
    done: dict[str, Rendered] = {}
    outputs: dict[str, Output] = {}
    with draft_folder(beside=target) as draft:
        steps = len(documents) * (2 if pdf else 1)
        for number, document in enumerate(documents, start=1):
            job.check()
            made = rendered(plan, recipe, document, templates, final=final)
            done[document.file] = made
            outputs[document.file] = _write(draft / document.file, made.data)
            job.report(Progress(number, steps, document.title))
        pdf_by = None
        if pdf:
            wanted_pdfs = [ToConvert(done[item.file].data, titled(plan, item)) for item in documents]
            printed, version = make_pdfs(
                maker,
                wanted_pdfs,
                job,
                lambda n: job.report(Progress(len(documents) + n, steps, _pdf_of(documents[n - 1]))),
            )
            pdf_by = PdfBy(maker=maker.value, version=version, pages_are_estimates=maker.estimates)
            for document, page in zip(documents, printed, strict=True):
                name = Path(document.file).with_suffix(".pdf").name
                outputs[name] = _write(draft / name, page, pages=page_count(page))
            outputs = _side_by_side(outputs)
        met = tuple(finding for made in done.values() for finding in made.findings)
        letter = any("letter" in document.words for document in documents)
        lost = lost_from_plan(plan, (made.data for made in done.values()), letter=letter)
        appended = tuple(appendices(plan, files))
        kept_out = {item.name: repeats_in(item.data, item.name, plan.kept_back) for item in appended}
        for item in appended:
            if not kept_out[item.name]:
                outputs[item.name] = _write(draft / item.name, item.data)
        told = [item for name in outputs if name not in kept_out for item in _repeats(plan, draft / name)]
        told += [item for items in kept_out.values() for item in items]
        private = tuple(_private(plan, draft, outputs, {item.name for item in appended}, names))
        found = (*findings, *met, *lost, *private, *told, *(said for item in appended for said in item.findings))
        _refuse_final(found, final=final)
        listed = manifest.make_manifest(
            plan,
            inputs,
            outputs,
            final=final,
            templates={item.template: manifest.file_sha256(templates / item.template) for item in documents},
            recipe_sha256=recipe_sha256(templates, recipe.name),
            findings=found,
            pdf=pdf_by,
        )
        _write(draft / manifest.NAME, manifest.to_json(listed))
        job.check()
        if ledger is not None:
            found += recorded(ledger, plan, inputs, documents, outputs, final=final)
        folder = replace_folder(draft, target, mark=manifest.NAME)
    pages = {name: output.pages for name, output in outputs.items() if output.pages is not None}
    return Built(folder, (*outputs, manifest.NAME), found, pdf_by, pages)


def _repeats(plan: PackPlan, path: Path) -> tuple[Finding, ...]:
    """The stories that a finished file tells although they may not be told in it."""
    return repeats_in(path.read_bytes(), path.name, plan.kept_back) if plan.kept_back else ()


def _private(
    plan: PackPlan, draft: Path, outputs: Mapping[str, Output], appended: set[str], names: Register | None
) -> Iterator[Finding]:
    """What could tell who somebody is, in every file that was written, each thing once for a document and its PDF."""
    known = tuple(filter(None, (plan.provider, *(service.service_name for service in plan.services))))
    met: set[tuple[str, str, str]] = set()
    for name in outputs:
        stem = Path(name).stem
        for told in looked_through(draft / name, name, names, known=known):
            if (stem, told.rule, told.message) not in met:
                met.add((stem, told.rule, told.message))
                # An insurer's certificate has the insurer's address and telephone: for a person to judge.
                mild = name in appended and told.rule in {"private.postcode", "private.phone"}
                yield replace(told, level=Level.WARN) if mild else told
    yield from pseudonyms_listed(((story.source.ref, story.pseudonym) for story in plan.stories), names)


def _pdf_of(document: Document) -> str:
    return _("{title} as PDF").format(title=document.title)


def _side_by_side(outputs: dict[str, Output]) -> dict[str, Output]:
    """Each PDF after its Word file, in the order of the recipe."""
    stems = list(dict.fromkeys(Path(name).stem for name in outputs))
    ordered = sorted(outputs, key=lambda name: (stems.index(Path(name).stem), name.endswith(".pdf")))
    return {name: outputs[name] for name in ordered}


def _refuse_final(findings: tuple[Finding, ...], *, final: bool) -> None:
    stops = blocking(findings)
    if not final or not stops:
        return
    first = stops[0]
    more = len(stops) - 1
    rest = ngettext("There is {n} more like it.", "There are {n} more like it.", more).format(n=more) if more else ""
    raise AlongsideError(
        " ".join(
            part for part in (_("This pack cannot be final yet: {message}").format(message=first.message), rest) if part
        ),
        where=first.where.text(),
        remedy=first.remedy or _("Put it right, or build a draft."),
    )


def _check_names(documents: list[Document], recipe: Recipe) -> None:
    names = [plain_name(document.file) for document in documents]
    wrong = [name for name in names if not name.lower().endswith(".docx")]
    if wrong or len({name.lower() for name in names}) < len(names):
        raise AlongsideError(
            _("Each document of a recipe needs a file name of its own that ends in “.docx”."),
            where=f"{recipe.name}.toml",
            remedy=_("Put back the recipe that came with Alongside."),
        )


def _write(path: Path, data: bytes, *, pages: int | None = None) -> Output:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise AlongsideError(
            _("It cannot be written: {reason}.").format(reason=error.strerror or error),
            where=path.name,
            remedy=_("Check that the disk has room, or choose another folder."),
        ) from error
    return Output(sha256=sha256(data), size=len(data), pages=pages)


def recipe_sha256(templates: Path, name: str) -> str:
    """The digest of a recipe beside the templates; "" where the program's own is used, which its version tells."""
    path = templates / "recipes" / f"{name}.toml"
    return manifest.file_sha256(path) if path.is_file() else ""
