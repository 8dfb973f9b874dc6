"""Tombstones of stories that left: how one is made, and how a copy that still has the story is kept from being used."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from hashlib import blake2b

from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.library.echoes import told_texts, words_of
from alongside.library.ledger.entries import Tombstone
from alongside.library.library import Library
from alongside.library.records import Record, Story

TELLING = 5  # words, from which a text by itself tells which story it is


def tombstone_of(story: Story, on: date, *, erased: bool) -> Tombstone:
    """All that is to be kept of a story."""
    key = secrets.token_hex(16)
    texts = tuple(_hash(key, text) for text in _texts(story))
    return Tombstone(key=key, ref=_hash(key, story.ref), texts=texts, on=on, erased=erased)


def stone_for(story: Story, stones: Iterable[Tombstone]) -> Tombstone | None:
    """The tombstone of a story: by its id, or by any text of it under whatever id."""
    texts = _texts(story)
    return next(
        (
            stone
            for stone in stones
            if is_of(stone, story.ref)
            or any(_hash(stone.key, text) in stone.texts for text in (texts if stone.texts else ()))
        ),
        None,
    )


def is_of(stone: Tombstone, ref: str) -> bool:
    """Whether it is the tombstone of the story with this id."""
    return _hash(stone.key, ref) == stone.ref


def without_left(library: Library, stones: Iterable[Tombstone]) -> Library:
    """The library with every story that has left counted as withdrawn, and a Finding for each that is still there.

    For a copy of the workbook from before: another computer's, a backup's, one out of an old e-mail.
    """
    stones = tuple(stones)
    if not stones:
        return library
    rows: list[Record] = []
    findings: list[Finding] = []
    for story in library.stories:
        stone = stone_for(story, stones)
        if stone is None or _asked_again(story, stone):
            rows.append(story)
            continue
        known = story.withdrawn_on is not None or story.status == "withdrawn"
        rows.append(replace(story, status="withdrawn", withdrawn_on=story.withdrawn_on or stone.on))
        if not known or (stone.erased and _texts(story)):
            findings.append(_left(library, story, stone))
    if all(new is old for new, old in zip(rows, library.stories, strict=True)):
        return library
    return replace(
        library, records={**library.records, Story.sheet: tuple(rows)}, findings=(*library.findings, *findings)
    )


def _asked_again(story: Story, stone: Tombstone) -> bool:
    """Whether the person gave permission anew after they had taken it back. What was erased stays erased."""
    return not stone.erased and story.consent_given_on is not None and story.consent_given_on > stone.on


def _left(library: Library, story: Story, stone: Tombstone) -> Finding:
    place = Place(workbook=library.name, sheet=story.sheet, row=story.row, ref=story.ref)
    day = f"{stone.on:%d %B %Y}".lstrip("0")
    said = (
        _("{ref} was erased on {day}, and this copy of the workbook still has it. It cannot be used.")
        if stone.erased
        else _("{ref} was withdrawn on {day}, and this copy of the workbook does not say so. It cannot be used.")
    )
    remedy = (
        _("Erase it here too: “Erase …” in the story's menu, or “alongside story erase”.")
        if stone.erased
        else _("Withdraw it here too, or go back to the workbook that says so.")
    )
    return finding("story.left", place, said.format(ref=story.ref, day=day), remedy)


def _texts(story: Story) -> tuple[str, ...]:
    words = (words_of(text) for text in told_texts(story))
    return tuple(" ".join(found) for found in words if len(found) >= TELLING)


def _hash(key: str, text: str) -> str:
    return blake2b(text.encode(), key=bytes.fromhex(key), digest_size=16).hexdigest()
