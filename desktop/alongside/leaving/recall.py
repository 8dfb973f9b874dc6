"""Where a story went: every pack that uses it, every folder that was built with it, everybody who was given it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from alongside.errors import AlongsideError
from alongside.library.echoes import Heard, Runs
from alongside.library.ledger.entries import Build, Ledger
from alongside.library.ledger.reading import told
from alongside.library.library import Library
from alongside.packs.pack import AnswerBlock, Pack, StoryBlock, load_pack, to_json
from alongside.render.manifest import NAME as MANIFEST
from alongside.render.manifest import file_sha256
from alongside.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who was given it, or may have been."""

    name: str  # as the pack's brief has it; "": not known
    title: str  # of the pack
    pack: str  # the pack's id
    day: date  # the last day on which it was built
    final: bool  # else only a draft was made


@dataclass(frozen=True, slots=True)
class Recall:
    """Where a story is and went."""

    packs: tuple[Path, ...]  # pack files that use or repeat it
    folders: tuple[Path, ...]  # built folders that have it
    recipients: tuple[Recipient, ...]  # the latest first


def recall_of(workspace: Workspace, ledger: Ledger, library: Library, ref: str, runs: Iterable[Runs]) -> Recall:
    """Where the story is and went. A pack that cannot be read counts as one that has it: somebody is to look."""
    runs = tuple(runs)
    builds = told(ledger, ref)
    digests = {digest for build in builds for _name, digest in build.outputs}
    return Recall(
        packs=tuple(path for path in workspace.pack_files() if _pack_has(path, library, ref, runs)),
        folders=tuple(folder for folder in built_folders(workspace) if _folder_has(folder, ref, digests)),
        recipients=_recipients(builds),
    )


def built_folders(workspace: Workspace) -> tuple[Path, ...]:
    """Every folder with a manifest under the folder of built packs."""
    found = workspace.out.rglob(MANIFEST) if workspace.out.is_dir() else ()
    return tuple(sorted(path.parent for path in found))


def pack_uses(pack: Pack, library: Library, ref: str) -> bool:
    """Whether the pack tells the story, by itself or in an answer that draws on it."""
    for question in pack.questions:
        for block in question.blocks:
            if isinstance(block, StoryBlock) and block.ref == ref:
                return True
            if isinstance(block, AnswerBlock) and ref in getattr(library.get(block.ref), "story_refs", ()):
                return True
    return False


def _pack_has(path: Path, library: Library, ref: str, runs: tuple[Runs, ...]) -> bool:
    try:
        pack = load_pack(path)
    except AlongsideError:
        return True
    heard = Heard(strings_of(pack))
    return pack_uses(pack, library, ref) or any(heard.repeats(item) for item in runs)


def strings_of(pack: Pack) -> list[str]:
    """Every text of a pack."""
    found: list[str] = []
    waiting: list[object] = [msgspec.json.decode(to_json(pack))]
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, str):
            found.append(item)
        elif isinstance(item, dict):
            waiting[:0] = item.values()
        elif isinstance(item, list):
            waiting[:0] = item
    return found


def _folder_has(folder: Path, ref: str, digests: set[str]) -> bool:
    try:
        listed = msgspec.json.decode((folder / MANIFEST).read_bytes())
        refs = {str(item.get("ref")) for item in listed.get("items", ())}
        return ref in refs or any(
            file_sha256(path) in digests for path in folder.iterdir() if path.is_file() and path.name != MANIFEST
        )
    except (OSError, msgspec.DecodeError, AttributeError):
        return True


def _recipients(builds: Iterable[Build]) -> tuple[Recipient, ...]:
    found: dict[tuple[str, str], Recipient] = {}
    for build in sorted(builds, key=lambda item: (item.final, item.day), reverse=True):
        found.setdefault(
            (build.audience, build.pack),
            Recipient(build.audience, build.title, build.pack, build.day, build.final),
        )
    return tuple(sorted(found.values(), key=lambda item: (item.final, item.day), reverse=True))
