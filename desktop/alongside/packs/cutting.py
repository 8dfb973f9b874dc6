"""Where a limit cuts an answer: how much of each block an assessor would still read. Pure."""

import re
from collections.abc import Mapping

from alongside.packs.counting import count
from alongside.packs.pack import Limit, LimitKind, TenderRules
from alongside.packs.plan import PlannedBlock, PlannedQuestion, Style

_WORD = re.compile(r"\S+")


def cut_points(question: PlannedQuestion, rules: TenderRules, texts: Mapping[str, str]) -> dict[str, int]:
    """By block id the index in its text at which the limit is used up; blocks that fit whole are left out.

    `texts` are the blocks' own texts as they are edited, by block id. Page limits cut nothing here: text alone
    cannot tell.
    """
    limit = question.limit
    if limit.kind in {LimitKind.NONE, LimitKind.PAGES}:
        return {}
    left = limit.value
    cut: dict[str, int] = {}
    for block in question.blocks:
        if block.withheld or (block.kind == "heading" and not rules.count_headings):
            continue
        if block.id in texts:
            text = texts[block.id]
            ends = _ends(text, limit)
            if len(ends) > left:
                cut[block.id] = ends[left - 1] if left > 0 else 0
            left -= len(ends) + _length(_notes(block), limit)
        else:
            left -= _length(_other_words(block, rules), limit)
        left = max(0, left)
    return cut


def _ends(text: str, limit: Limit) -> list[int]:
    """Where each counted unit of a text ends."""
    if limit.kind is LimitKind.WORDS:
        return [found.end() for found in _WORD.finditer(text)]
    spaces = limit.kind is LimitKind.CHARACTERS
    return [at + 1 for at, letter in enumerate(text) if spaces or not letter.isspace()]


def _length(texts: list[str], limit: Limit) -> int:
    return (count(texts).against(limit) or 0) if texts else 0


def _notes(block: PlannedBlock) -> list[str]:
    return [paragraph.text for paragraph in block.paragraphs if paragraph.style is Style.NOTE]


def _other_words(block: PlannedBlock, rules: TenderRules) -> list[str]:
    """What counts of a figure or a table."""
    words = [paragraph.text for paragraph in block.paragraphs]
    if block.table is not None:
        if rules.count_captions:
            words += [block.table.title, block.table.note]
        if rules.count_tables:
            words += [cell for line in (block.table.headings, *block.table.rows) for cell in line]
    return words
