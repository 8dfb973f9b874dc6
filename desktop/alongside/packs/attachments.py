"""Files that go with a pack as appendices: those that its records cite, numbered in the order of the evidence index."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.library.files.cited import (
    CitedFile,
    FileState,
    expiry_of,
    files_of,
    folder_digest,
    look_at,
    trouble_with,
)
from alongside.library.library import Library
from alongside.library.records import Record, Story
from alongside.packs.consent import SHOWN_WITH
from alongside.packs.pack import AnswerBlock, EvidenceBlock, Pack, PictureBlock, StoryBlock
from alongside.packs.plan import PlannedAttachment, Source

NO_FILES: Mapping[str, CitedFile] = MappingProxyType({})


def read_attachments(pack: Pack, library: Library, folder: Path) -> Mapping[str, CitedFile]:
    """How each file stands that the pack would attach, and each that belongs to a story: it may be the same.

    Raises AlongsideError where their list cannot be read.
    """
    blocks = [block for question in pack.questions for block in question.blocks]
    if not pack.rules.attach_files and not any(isinstance(block, PictureBlock) for block in blocks):
        return NO_FILES
    refs = (
        ()
        if not pack.rules.attach_files
        else (block.ref for block in blocks if isinstance(block, EvidenceBlock | StoryBlock | AnswerBlock))
    )
    records = (*(library.get(ref) for ref in dict.fromkeys(refs)), *library.stories)
    return look_at((name for record in records if record is not None for name in files_of(record)), folder)


def files_digest(pack: Pack, folder: Path) -> str:
    """The digest of all files that the pack might attach; "" where it attaches none."""
    return folder_digest(folder) if pack.rules.attach_files else ""


def attached(
    pack: Pack, library: Library, sources: Iterable[Source], files: Mapping[str, CitedFile], today: date,
    *, barred: Collection[str] = (),
) -> tuple[tuple[PlannedAttachment, ...], tuple[Finding, ...]]:  # fmt: skip
    """The appendices, and what is wrong with them. What may not go, or is not there, has no number.

    `barred` are files that belong to stories whose permission does not cover them, whoever cites them.
    """
    if not pack.rules.attach_files:
        return (), ()
    findings: list[Finding] = []
    cited: dict[str, list[tuple[Source, Record]]] = {}
    for source in sources:
        record = library.get(source.ref)
        for name in files_of(record) if record is not None else ():
            if name in barred or (isinstance(record, Story) and record.consent_identifiable not in SHOWN_WITH):
                findings.append(_kept_back(pack, library, source))
            elif record is not None:
                cited.setdefault(name, []).append((source, record))
    found: list[PlannedAttachment] = []
    for name, owners in cited.items():
        source, record = owners[0]
        file = files.get(name) or CitedFile(name, FileState.MISSING)
        place = _place(pack, library, source)
        trouble = trouble_with(file)
        if trouble is not None and file.state is not FileState.UNLISTED:
            rule = "attachment.changed" if file.state is FileState.CHANGED else "attachment.missing"
            findings.append(finding(rule, place, trouble[1], trouble[2]))
        ends = expiry_of(record)
        if ends is not None and ends < today:
            findings.append(
                finding(
                    "attachment.expired",
                    place,
                    _("The file that {ref} cites was good until {day}.").format(
                        ref=source.ref, day=f"{ends:%d %B %Y}".lstrip("0")
                    ),
                    _("Add the new one and its date, or take the record out of the pack."),
                )
            )
        if file.there:
            refs = tuple(dict.fromkeys(item.ref for item, _record in owners))
            found.append(
                PlannedAttachment(
                    number=len(found) + 1, title=source.title, kind=source.kind, refs=refs, dated=source.dated,
                    expires=ends, pages=file.pages, name=name, sha256=file.sha256,
                )
            )  # fmt: skip
    if found and pack.rules.attachments_allowed is False:
        findings.append(
            finding(
                "attachment.not_allowed",
                Place(pack=pack.title),
                _("The buyer takes no attachments, and this pack attaches {n}.").format(n=len(found)),
                _("Choose in the pack's settings that files are not attached."),
            )
        )
    return tuple(found), tuple(findings)


def _kept_back(pack: Pack, library: Library, source: Source) -> Finding:
    return finding(
        "attachment.kept_back",
        _place(pack, library, source),
        _("The files of {ref} are not attached: its permission does not cover a picture or a recording.").format(
            ref=source.ref
        ),
        _("Ask the person, and record it in consent_identifiable, or leave it so."),
    )


def _place(pack: Pack, library: Library, source: Source) -> Place:
    return Place(workbook=library.name, sheet=source.sheet, row=source.row, ref=source.ref, pack=pack.title)
