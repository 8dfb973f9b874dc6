"""manifest.json: what a folder was built from and what it holds, by digest. No paths and no names of people.

It holds a digest of itself, without that digest, too. This finds accidents and careless edits: a copy cut short, a
changed number, a line put in by hand. It proves nothing against a forger, who would work the digest out anew; what a
forger changed is found by building the pack again from its sources (`bulk.rebuilt`), and only there.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from alongside import __version__
from alongside.errors import AlongsideError
from alongside.findings import Finding, tally
from alongside.i18n import _
from alongside.packs.pack import SCHEMA_VERSION as PACK_SCHEMA
from alongside.packs.plan import PackPlan

NAME = "manifest.json"
SCHEMA_VERSION = 2
SEALED_SINCE = 2  # the first version whose manifest holds a digest of itself
SIZE_LIMIT = 8 * 2**20  # bytes; a pack of 60 questions has 20 kB


class _Value(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class Output(_Value, frozen=True, kw_only=True):
    """One file of the folder."""

    sha256: str
    size: int  # bytes
    pages: int | None = None  # of a PDF, as the program in `pdf` laid it out


class Item(_Value, frozen=True, kw_only=True):
    """One library item that the pack uses."""

    ref: str
    sheet: str
    version: str  # first 12 hex digits of the digest of its texts
    used_in: tuple[str, ...]  # numbers of the questions


class Framework(_Value, frozen=True, kw_only=True):
    """The framework version that is stamped on the documents."""

    id: str
    status: str
    checked_on: str


class PdfBy(_Value, frozen=True, kw_only=True):
    """The program that made the PDFs and so counted their pages."""

    maker: str  # "embedded", "libreoffice" or "word"
    version: str  # empty: it did not say
    pages_are_estimates: bool  # Word may break pages elsewhere


class Manifest(_Value, frozen=True, kw_only=True):
    """All of manifest.json."""

    schema: int
    app_version: str
    pack_schema: int
    pack_id: str
    kind: str
    recipe: str
    day: date
    final: bool
    example: bool
    framework: Framework | None
    library_sha256: str
    pack_sha256: str
    recipe_sha256: str  # empty: the recipe's file was not there
    templates: dict[str, str]  # SHA-256 by file name
    items: tuple[Item, ...]
    counts: dict[str, int]
    findings: dict[str, int]  # how many of each level when it was built
    outputs: dict[str, Output]  # by file name
    frameworks_sha256: str = ""  # of all framework tables; empty: not known
    service_ids: tuple[str, ...] = ()  # that the pack was built for, if not those of the pack's file
    pdf: PdfBy | None = None  # None: no PDFs were made
    files_sha256: str = ""  # of all files that records may cite; empty: none are attached
    pictures: tuple[str, ...] = ()  # digests of the files of its pictures, in alphabetical order
    self_sha256: str = ""  # of this file in the form of `to_json`, while this field is empty


class _Versioned(Struct):
    schema: int = 0


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files a pack is built from, by digest."""

    library_sha256: str
    pack_sha256: str
    frameworks_sha256: str = ""  # see `frameworks_sha256`; empty: not known
    service_ids: tuple[str, ...] = ()  # in place of those of the pack's file
    files_sha256: str = ""  # of all files that records may cite; empty: none are attached

    @classmethod
    def of(cls, library: Path, pack: Path) -> "Inputs":
        """The digests of the library's workbook and of the pack's file. Raises AlongsideError."""
        return cls(file_sha256(library), file_sha256(pack))


def make_manifest(
    plan: PackPlan,
    inputs: Inputs,
    outputs: Mapping[str, Output],
    *,
    final: bool,
    templates: Mapping[str, str],
    recipe_sha256: str,
    findings: tuple[Finding, ...],
    pdf: PdfBy | None = None,
) -> Manifest:
    """The manifest of a folder of `outputs`, made from `templates` (SHA-256 by file name)."""
    version = plan.framework
    blocks = [block for question in plan.questions for block in question.blocks]
    return Manifest(
        schema=SCHEMA_VERSION,
        app_version=__version__,
        pack_schema=PACK_SCHEMA,
        pack_id=plan.pack_id,
        kind=plan.kind.value,
        recipe=plan.recipe,
        day=plan.day,
        final=final,
        example=plan.example,
        framework=Framework(id=version.framework_id, status=version.status, checked_on=version.checked_on)
        if version
        else None,
        library_sha256=inputs.library_sha256,
        pack_sha256=inputs.pack_sha256,
        recipe_sha256=recipe_sha256,
        templates=dict(templates),
        items=tuple(
            Item(ref=source.ref, sheet=source.sheet, version=source.version, used_in=source.used_in)
            for source in sorted(plan.sources, key=lambda source: source.ref)
        ),
        counts={
            "questions": len(plan.questions),
            "blocks": len(blocks),
            "withheld": sum(1 for block in blocks if block.withheld),
            "tables": sum(1 for block in blocks if block.table is not None),
            "charts": sum(1 for block in blocks if block.chart is not None),
            "pictures": sum(1 for block in blocks if block.picture is not None),
            "appendices": len(plan.attachments),
            "items": len(plan.sources),
            "stories": len(plan.stories),
            "words": sum(question.counts.words for question in plan.questions),
        },
        findings={level.value: number for level, number in tally(findings).items()},
        outputs=dict(outputs),
        frameworks_sha256=inputs.frameworks_sha256,
        service_ids=inputs.service_ids,
        pdf=pdf,
        files_sha256=inputs.files_sha256,
        pictures=tuple(sorted({block.picture.sha256 for block in blocks if block.picture is not None})),
    )


def to_json(manifest: Manifest) -> bytes:
    """As the file keeps it, with its own digest: sorted keys, so that two manifests compare line by line."""
    return _plain(msgspec.structs.replace(manifest, self_sha256=_seal(manifest)))


def is_as_written(data: bytes) -> bool:
    """Whether a manifest is, to the byte, what `to_json` wrote. Raises AlongsideError for what `from_json` refuses.

    True too for one from before manifests held a digest of themselves: see `is_sealed`.
    """
    listed = from_json(data)
    return data == to_json(listed) if is_sealed(listed) else not listed.self_sha256


def is_sealed(manifest: Manifest) -> bool:
    """Whether it is of a version that holds a digest of itself."""
    return manifest.schema >= SEALED_SINCE


def _plain(manifest: Manifest) -> bytes:
    return msgspec.json.format(msgspec.json.encode(manifest, order="sorted"), indent=2) + b"\n"


def _seal(manifest: Manifest) -> str:
    return sha256(_plain(msgspec.structs.replace(manifest, self_sha256="")))


def from_json(data: bytes) -> Manifest:
    """Read a manifest. Raises AlongsideError for anything that is none."""
    try:
        if len(data) > SIZE_LIMIT:
            raise ValueError(_("it is too large"))
        if msgspec.json.decode(data, type=_Versioned).schema > SCHEMA_VERSION:
            raise AlongsideError(
                _("This folder was built by a newer Alongside."),
                where=NAME,
                remedy=_("Update Alongside and try again."),
            )
        return msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise AlongsideError(
            _("The list of what was built cannot be read ({reason}).").format(reason=str(error).rstrip(".")[:160]),
            where=NAME,
            remedy=_("Build the pack again, or go back to the folder as it was built."),
        ) from error


def sha256(data: bytes) -> str:
    """In hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def file_sha256(path: Path) -> str:
    """A file's digest. Raises AlongsideError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise AlongsideError(
            _("The file cannot be read: {reason}.").format(reason=error.strerror or error),
            where=path.name,
            remedy=_("Check that it is there and that you may read it."),
        ) from error


def frameworks_sha256(folder: Path) -> str:
    """One digest of all tables that `packs.frameworks.load_frameworks` reads from that folder."""
    tables = [*sorted((folder / "frameworks").glob("*.csv")), folder / "references.csv"]
    listed = "".join(f"{file_sha256(path)} {path.name}\n" for path in tables if path.is_file())
    return sha256(listed.encode())
