"""What changed between two texts, in whole words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import LCSseq

_TOKEN = re.compile(r"\s+|\w+(?:['’\-]\w+)*|[^\w\s]")
_SPACE = re.compile(r"\s+")


class Part(StrEnum):
    """What became of some words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words in a row, with the spaces between them."""

    part: Part
    text: str


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """The texts laid over each other: the same and the gone pieces make `before`, the same and the new ones `after`."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    pieces: list[Piece] = []
    for operation in LCSseq.opcodes(old, new):
        gone = "".join(old[operation.src_start : operation.src_end])
        came = "".join(new[operation.dest_start : operation.dest_end])
        if operation.tag == "equal":
            pieces.append(Piece(Part.SAME, gone))
            continue
        if gone:
            pieces.append(Piece(Part.GONE, gone))
        if came:
            pieces.append(Piece(Part.NEW, came))
    return tuple(_joined(pieces))


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Words that changed on both sides of a lone space are one change: a reader sees phrases, not confetti."""
    gone = came = ""
    for at, piece in enumerate(pieces):
        lone = piece.part is Part.SAME and _SPACE.fullmatch(piece.text) and 0 < at < len(pieces) - 1
        if lone:
            gone, came = gone + piece.text, came + piece.text
        elif piece.part is Part.SAME:
            yield from _change(gone, came)
            gone = came = ""
            yield piece
        elif piece.part is Part.GONE:
            gone += piece.text
        else:
            came += piece.text
    yield from _change(gone, came)


def _change(gone: str, came: str) -> Iterator[Piece]:
    if gone == came:
        if gone:
            yield Piece(Part.SAME, gone)
        return
    if gone:
        yield Piece(Part.GONE, gone)
    if came:
        yield Piece(Part.NEW, came)


def in_words(pieces: tuple[Piece, ...], kept: int = 60) -> str:
    """One line: what stays in the middle is shortened, [-gone-] and {+new+} are marked."""
    shown = []
    for piece in pieces:
        if piece.part is Part.SAME:
            long = len(piece.text) > 2 * kept
            shown.append(f"{piece.text[:kept]} … {piece.text[-kept:]}" if long else piece.text)
        else:
            shown.append(f"[-{piece.text}-]" if piece.part is Part.GONE else f"{{+{piece.text}+}}")
    return "".join(shown)
