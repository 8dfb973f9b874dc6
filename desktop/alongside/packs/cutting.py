"""Where a limit cuts an answer: how much of each block an assessor would still read. Pure."""

import re
from collections.abc import Mapping

from alongside.packs.counting import count
from alongside.packs.formatted import printed_texts
from alongside.packs.markdown import stretches
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
            ends = _ends(texts[block.id], limit, rules)
            if len(ends) > left:
                cut[block.id] = ends[left - 1] if left > 0 else 0
            left -= len(ends) + _length(_notes(block), limit)
        else:
            left -= _length(_other_words(block, rules), limit)
        left = max(0, left)
    return cut


def _ends(text: str, limit: Limit, rules: TenderRules) -> list[int]:
    """Where each counted unit of a text ends. The marks of its form are no units."""
    ends: list[int] = []
    for stretch in stretches(text):
        if stretch.in_table and not rules.count_tables:
            continue
        if limit.kind is LimitKind.WORDS:
            ends += [stretch.places[found.end() - 1] + 1 for found in _WORD.finditer(stretch.text)]
            continue
        spaces = limit.kind is LimitKind.CHARACTERS
        if spaces and ends:
            ends.append(stretch.places[0])  # the line end before it
        ends += [
            place + 1
            for letter, place in zip(stretch.text, stretch.places, strict=True)
            if spaces or not letter.isspace()
        ]
    return ends


def _length(texts: list[str], limit: Limit) -> int:
    return (count(texts).against(limit) or 0) if texts else 0


def _notes(block: PlannedBlock) -> list[str]:
    return [paragraph.text for paragraph in block.paragraphs if paragraph.style is Style.NOTE]


def _other_words(block: PlannedBlock, rules: TenderRules) -> list[str]:
    """What counts of a figure, a chart, a picture or a table."""
    words = [text for paragraph in block.paragraphs for text in printed_texts(paragraph.text)]
    if block.chart is not None and rules.count_captions:
        words += [block.chart.title, block.chart.note]
    if block.picture is not None and rules.count_captions:
        words.append(block.picture.caption)
    if block.table is not None:
        if rules.count_captions:
            words += [block.table.title, block.table.note]
        if rules.count_tables:
            words += [cell for line in (block.table.headings, *block.table.rows) for cell in line]
    return words
