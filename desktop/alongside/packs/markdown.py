"""The little Markdown that a writer may type. What is not clearly meant as form stays the text it is.

Word by word: **bold**, *italic*, [text](https://...). Line by line: "- " or "* " for a bullet, "1. " or "1) " for a
number, two spaces or more for the next level (three levels), "> " for a quotation, and a table of "|" with a line of
dashes under its headings. Each line is a paragraph of its own.

Stricter than Markdown elsewhere, because most texts were not written for it: a list has two items at least; it begins
with 1 and its numbers count on as they are typed (the second level shows them as letters); "> 5" is more than five;
stars form words only from their edges; underscores, "#", backslashes, addresses without brackets and HTML are text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.link import link as link_rule
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from alongside.packs.formatted import FormattedText, ListItem, Piece, Run, Runs, TextTable, has_form, plain

LEVELS = 3
SCHEMES = ("http://", "https://", "mailto:")
LONGEST = 20_000  # characters of a line whose words are looked at; a longer one is text
_COLUMNS = 63  # as many as Word holds in a table
_ITEM = re.compile(r"([ \t]*)(?:([-*])|(\d{1,3})[.)])[ \t]+(?=\S)")
_QUOTE = re.compile(r"\s*>(?!\s*\d)[ \t]*(?=\S)")
_DASHES = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_BAR = re.compile(r"(?<!\\)\|")
_STEP = 2  # spaces by which an item is set in, at least, to be on the next level
_TAB = "    "


def formatted(text: str, *, links: bool = True) -> str:
    """The text with its form beside it; the very text where it has none. `links` False: only their words are kept."""
    found = pieces(text, links=links)
    return FormattedText(found) if has_form(found) else text


def pieces(text: str, *, links: bool = True) -> tuple[Piece, ...]:
    """A text's paragraphs, list items, quotations and tables, in order. Empty lines go, and spaces at a line's ends."""
    lines = text.splitlines()
    items = _items(lines)
    found: list[Piece] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        table_end = _table_end(lines, at)
        if table_end:
            found.append(Piece(table=_table(lines[at], lines[at + 2 : table_end], links=links)))
            at = table_end
            continue
        if at in items:
            end = at + 1
            while end < len(lines) and end not in items and _goes_on(lines, end):
                end += 1
            said = [line[items[at].start :], *lines[at + 1 : end]]
            found.append(Piece(_runs(" ".join(part.strip() for part in said), links=links), item=items[at].item))
            at = end
            continue
        quote = _QUOTE.match(line)
        said_here = (line[quote.end() :] if quote else line).strip()
        if said_here:
            found.append(Piece(_runs(said_here, links=links), quote=bool(quote)))
        at += 1
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some of what a reader will see, and where each of its characters stands in the text as it was typed."""

    text: str
    places: tuple[int, ...]
    in_table: bool


def stretches(text: str) -> Iterator[Stretch]:
    """A text's words without the marks around them: a paragraph, an item's line or a cell at a time."""
    lines = text.splitlines(keepends=True)
    bare = [(line.splitlines() or [""])[0] for line in lines]
    items = _items(bare)
    start = at = 0
    while at < len(bare):
        table_end = _table_end(bare, at)
        end = table_end or at + 1
        if table_end:
            spans = [(row, *span) for row in range(at, table_end) if row != at + 1 for span in _cell_spans(bare[row])]
        elif at in items:
            while end < len(bare) and end not in items and _goes_on(bare, end):
                end += 1
            spans = [(at, items[at].start, len(bare[at])), *((row, 0, len(bare[row])) for row in range(at + 1, end))]
        else:
            quote = _QUOTE.match(bare[at])
            spans = [(at, quote.end() if quote else 0, len(bare[at]))]
        offsets = {}
        for row in range(at, end):
            offsets[row] = start
            start += len(lines[row])
        for row, begin, stop in spans:
            stretch = _stretch(text, offsets[row] + begin, offsets[row] + stop, in_table=bool(table_end))
            if stretch.text:
                yield stretch
        at = end


def _stretch(text: str, begin: int, end: int, *, in_table: bool) -> Stretch:
    typed = text[begin:end]
    begin += len(typed) - len(typed.lstrip())
    seen = plain(_runs(typed.strip().replace("\\|", "|") if in_table else typed.strip(), links=True))
    places = []
    for letter in seen:  # what is seen is what was typed, without some marks
        begin = text.index(letter, begin)
        places.append(begin)
        begin += 1
    return Stretch(seen, tuple(places), in_table)


# --- lines ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Item:
    start: int  # where in its line the words begin
    item: ListItem


def _items(lines: Sequence[str]) -> dict[int, _Item]:
    """The lines that are items of a list of two at least."""
    found: dict[int, _Item] = {}
    neighbours: list[int] = []  # items with nothing but empty lines between them
    chains: dict[int, list[int]] = {}  # numbers that go on from each other, by the line of the last
    open_levels: list[tuple[int, int | None, int]] = []  # how far set in, last number, its line

    def close() -> None:
        # A number alone may still go on from one further up, past a paragraph.
        if len(neighbours) == 1 and len(chains.get(neighbours[0], ())) < 2:
            lonely.append(neighbours[0])
        neighbours.clear()

    lonely: list[int] = []
    for at, line in enumerate(lines):
        match = _ITEM.match(line)
        if match is None:
            if line.strip() and not (neighbours and _goes_on(lines, at)):
                close()
            continue
        indent = len(match[1].replace("\t", _TAB))
        number = int(match[3]) if match[3] else None
        if not neighbours:  # after a paragraph only numbers of the first level go on
            open_levels = open_levels[:1]
            indent = min(indent, open_levels[0][0]) if open_levels else indent
        while open_levels and indent < open_levels[-1][0] and len(open_levels) > 1:
            open_levels.pop()
        deeper = bool(neighbours) and indent >= open_levels[-1][0] + _STEP
        before = None if deeper or not open_levels else open_levels[-1]
        goes_on = number is not None and before is not None and before[1] is not None and number == before[1] + 1
        if number is not None and number != 1 and not goes_on:
            close()
            continue
        chain = [*chains.get(before[2], ()), at] if goes_on and before is not None else [at]
        if number is not None:
            chains[at] = chain
        for earlier in chain[:-1]:
            if earlier in lonely:
                lonely.remove(earlier)
        if deeper or not open_levels:
            open_levels.append((indent, number, at))
        else:
            kept = before[1] if number is None and before is not None and not neighbours else number
            open_levels[-1] = (open_levels[-1][0], kept, at if number is not None or before is None else before[2])
        neighbours.append(at)
        found[at] = _Item(match.end(), ListItem(min(len(open_levels), LEVELS), number))
    close()
    return {at: item for at, item in found.items() if at not in lonely}


def _goes_on(lines: Sequence[str], at: int) -> bool:
    """Whether a line belongs to the item above it: set in, with no empty line between."""
    line = lines[at]
    return (
        bool(line.strip())
        and line.startswith(("  ", "\t"))
        and bool(lines[at - 1].strip())
        and _table_end(lines, at) == 0
    )


def _table_end(lines: Sequence[str], at: int) -> int:
    """The line after the table that begins here; 0 where none does."""
    if at + 1 >= len(lines) or "|" not in lines[at] or "|" not in lines[at + 1]:
        return 0
    if not _DASHES.fullmatch(lines[at + 1]) or "|" not in lines[at]:
        return 0
    columns = len(_cell_spans(lines[at]))
    if columns != len(_cell_spans(lines[at + 1])) or columns > _COLUMNS:
        return 0
    end = at + 2
    while end < len(lines) and "|" in lines[end] and len(_cell_spans(lines[end])) <= _COLUMNS:
        end += 1
    return end


def _cell_spans(line: str) -> list[tuple[int, int]]:
    """Where the cells of a line are, without the bars and spaces around."""
    start, end = len(line) - len(line.lstrip()), len(line.rstrip())
    bars = [found.start() for found in _BAR.finditer(line, start, end)]
    edges = [start - 1, *bars, end]
    if bars and bars[0] == start:
        edges = edges[1:]
    if bars and bars[-1] == end - 1 and len(edges) > 2:
        edges = edges[:-1]
    spans = []
    for left, right in pairwise(edges):
        cell = line[left + 1 : right]
        begin = left + 1 + len(cell) - len(cell.lstrip())
        spans.append((begin, max(begin, left + 1 + len(cell.rstrip()))))
    return spans


def _table(headings: str, rows: Sequence[str], *, links: bool) -> TextTable:
    lines = [
        [_runs(line[a:b].replace("\\|", "|"), links=links) for a, b in _cell_spans(line)] for line in (headings, *rows)
    ]
    columns = max(len(line) for line in lines)  # a longer row makes the table wider: no cell is lost
    filled = [tuple(line + [()] * (columns - len(line))) for line in lines]
    return TextTable(filled[0], tuple(filled[1:]))


# --- words ------------------------------------------------------------------------------------------------------


def _stars(state: StateInline, silent: bool) -> bool:
    """markdown-it's own rule for stars, from the edges of words only, as it has it for underscores."""
    if silent or state.src[state.pos] != "*" or state.src[max(0, state.pos - 1)] == "\\":
        return False
    scanned = state.scanDelims(state.pos, False)
    for _ in range(scanned.length):
        state.push("text", "", 0).content = "*"
        state.delimiters.append(
            Delimiter(
                marker=ord("*"),
                length=scanned.length,
                token=len(state.tokens) - 1,
                end=-1,
                open=scanned.can_open,
                close=scanned.can_close,
            )
        )
    state.pos += scanned.length
    return True


def _link(state: StateInline, silent: bool) -> bool:
    """markdown-it's own rule, but a picture stays text, and so does a link with a title that no print would show."""
    if state.pos and state.src[state.pos - 1] == "!":
        return False
    position, pending, tokens = state.pos, state.pending, len(state.tokens)
    delimiters, meta = len(state.delimiters), len(state.tokens_meta)
    if not link_rule(state, silent):
        return False
    if silent:
        return True
    opened = next((token for token in state.tokens[tokens:] if token.type == "link_open"), None)
    if opened is not None and "title" not in opened.attrs and state.src[state.pos - 1] == ")":
        return True
    state.pos, state.pending = position, pending
    del state.tokens[tokens:], state.delimiters[delimiters:], state.tokens_meta[meta:]
    return False


def _allowed(url: str) -> bool:
    return url.lower().startswith(SCHEMES) and not any(letter.isspace() or letter < " " for letter in url)


def _parser() -> MarkdownIt:
    made = MarkdownIt("zero").enable(["emphasis", "link"])
    made.inline.ruler.at("emphasis", _stars)
    made.inline.ruler.at("link", _link)
    made.validateLink = _allowed  # type: ignore[method-assign] # this is how the library is told
    made.normalizeLink = str  # type: ignore[method-assign,assignment] # an address is printed into the file as it was typed
    return made


_PARSER = _parser()


def _runs(text: str, *, links: bool) -> Runs:
    if not ("*" in text or "](" in text) or len(text) > LONGEST or "\0" in text:
        return (Run(text),) if text else ()
    (line,) = _PARSER.parseInline(text) or (Token("inline", "", 0),)
    runs: list[Run] = []
    look = Run("")
    depth = {"strong": 0, "em": 0}
    for token in line.children or ():
        kind, _, side = token.type.rpartition("_")
        if kind in depth:
            depth[kind] += token.nesting
            look = replace(look, bold=depth["strong"] > 0, italic=depth["em"] > 0)
        elif kind == "link":
            look = replace(look, link=str(token.attrs.get("href", "")) if side == "open" and links else "")
        elif token.content:
            runs.append(replace(look, text=token.content))
    return tuple(_joined(runs))


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    last: Run | None = None
    for run in runs:
        if last is not None and replace(last, text="") == replace(run, text=""):
            last = replace(last, text=last.text + run.text)
            continue
        if last is not None:
            yield last
        last = run
    if last is not None:
        yield last
