"""Looks through a finished file for the text of stories that may not be told in it, in every corner of it."""

import html
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import BytesIO

from alongside.errors import AlongsideError
from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.library.echoes import Heard
from alongside.packs.kept_back import KeptBack, why
from alongside.render.package import TOTAL_LIMIT, is_xml
from alongside.render.said import UnreadableError, said_in

_DEEP = 3  # a file in a file in a file


def repeats_in(data: bytes, name: str, kept: Sequence[KeptBack]) -> tuple[Finding, ...]:
    """A Finding for each story that the file repeats, in its text, its name, or anywhere between its marks."""
    if not kept:
        return ()
    found: dict[str, Finding] = {}
    for part, texts in _stretches(data, name):
        heard = Heard(texts)
        for item in kept:
            if item.ref not in found and heard.repeats(item.runs):
                found[item.ref] = finding(
                    "private.kept_back",
                    Place(template=name, part=part or None, ref=item.ref),
                    _("{name} is not fit to go out. {reason}").format(name=name, reason=why(item)),
                    item.refused.remedy,
                )
    return tuple(found.values())


def _stretches(data: bytes, name: str) -> Iterator[tuple[str, list[str]]]:
    yield _("file name"), [name.replace("_", " ")]
    said: dict[str, list[str]] = {}
    with suppress(UnreadableError, AlongsideError):  # what cannot be read is told by whoever looks for names
        for part, text in said_in(data, name):
            said.setdefault(part, []).append(text)
    yield from said.items()
    yield "", [text for texts in said.values() for text in texts]  # cut up over pages or parts
    yield from _raw(data, name, 0)


def _raw(data: bytes, name: str, deep: int) -> Iterator[tuple[str, list[str]]]:
    """What no reader of the kind of file tells: attributes, remarks, leftovers, names of parts."""
    if not data.startswith(b"PK"):
        if deep == 0 and not data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff")):
            yield "", [_plain(data)]
        return
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            room = TOTAL_LIMIT
            yield "", [archive.comment.decode("utf-8", "replace")]
            for entry in archive.infolist():
                yield entry.filename, [entry.filename, entry.comment.decode("utf-8", "replace")]
                room -= entry.file_size
                if entry.is_dir() or room < 0:
                    continue
                content = archive.read(entry)
                if is_xml(entry.filename) or entry.filename.endswith((".rels", ".vml")):
                    yield entry.filename, [_plain(content)]
                elif content.startswith(b"PK") and deep < _DEEP:
                    yield from _raw(content, entry.filename, deep + 1)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        return


def _plain(content: bytes) -> str:
    return html.unescape(content.decode("utf-8", "replace"))
