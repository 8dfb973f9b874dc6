"""References to a table or figure of the same document: [see](#restrictions_by_type) is printed as "Table 2"."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count

from alongside.i18n import _
from alongside.packs.formatted import Piece, Run, Runs

# The words in brackets are for whoever reads the text before it is built.
_REFERENCE = re.compile(r"\[[^\[\]]*\]\(#([A-Za-z][\w-]*)\)")


@dataclass(frozen=True, slots=True)
class Target:
    """A caption that a text may refer to."""

    text: str  # "Table 2", as it is printed
    bookmark: str  # the name that templates give the caption's number


def targets(captions: Iterable[tuple[str, bool]]) -> dict[str, Target]:
    """By its id, each table or figure where it stands first. A caption: id, whether of a figure; in printed order."""
    tables, charts = count(1), count(1)
    found: dict[str, Target] = {}
    for ref, is_chart in captions:
        number = next(charts if is_chart else tables)
        text = (_("Figure {n}") if is_chart else _("Table {n}")).format(n=number)
        found.setdefault(ref, Target(text, f"_Ref{'Figure' if is_chart else 'Table'}{number}"))
    return found


def referring(piece: Piece, known: Mapping[str, Target]) -> Piece:
    """The piece with each reference as what it refers to. One to something unknown stays as it was typed."""
    if not known:
        return piece
    if piece.table is None:
        return replace(piece, runs=tuple(_runs(piece.runs, known)))
    table = replace(
        piece.table,
        headings=tuple(tuple(_runs(cell, known)) for cell in piece.table.headings),
        rows=tuple(tuple(tuple(_runs(cell, known)) for cell in row) for row in piece.table.rows),
    )
    return replace(piece, table=table)


def _runs(runs: Runs, known: Mapping[str, Target]) -> Iterator[Run]:
    for run in runs:
        place = 0
        for found in _REFERENCE.finditer(run.text):
            target = known.get(found[1])
            if target is None or run.link:
                continue
            if found.start() > place:
                yield replace(run, text=run.text[place : found.start()])
            yield replace(run, text=target.text, link=f"#{target.bookmark}")
            place = found.end()
        if place < len(run.text):
            yield replace(run, text=run.text[place:])
