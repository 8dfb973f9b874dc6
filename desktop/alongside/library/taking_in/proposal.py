"""Proposes where each table and column of a source goes, how sure that is, and why. Pure functions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations

from alongside.i18n import _
from alongside.library.cells import as_text
from alongside.library.columns import Column, Kind
from alongside.library.records import COLUMNS
from alongside.library.taking_in.days import Order
from alongside.library.taking_in.mapping import ColumnMap, SourceMap, Sureness, TableMap, Treatment
from alongside.library.taking_in.placing import key_text, listed
from alongside.library.taking_in.profile import Profile, private, profile
from alongside.library.taking_in.regions import Table, find_tables
from alongside.library.taking_in.source import Source
from alongside.library.taking_in.words import core, familiar, heading_words, known_headings, said, sheet_names

SURE, LIKELY, GUESS = 0.88, 0.7, 0.55
_FIT_SHARE = 0.3  # of a score that the values make up; the heading makes up the rest
_LEAST_SHEET = 1.3  # of a table's score, below which nobody can say where it goes
_KEY_ROWS = 2
_SLIP = 76.0  # percent alike; two headings that are less so are different words
_TEXT_KINDS = frozenset({Kind.TEXT, Kind.PROSE})
_NEVER = frozenset({"created_on", "updated_on", "used_in"})  # kept by the program; only under their own names
_SET_DRAFT = frozenset({"evidence", "stories", "answers"})  # texts that somebody must look at before they are used


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of a source with what was found out about it."""

    heading: str
    cells: tuple[object, ...]
    seen: Profile
    private: str


@dataclass(frozen=True, slots=True)
class _Match:
    target: str
    score: float
    reason: str


def tables_of(source: Source) -> tuple[Table, ...]:
    """All tables of a source."""
    return tuple(table for sheet in source.sheets for table in find_tables(sheet, familiar).tables)


def propose(source: Source, services: Mapping[str, str] | None = None) -> SourceMap:
    """A map for a source. `services` are the ids and names of the library's services, where there are any."""
    tables = tuple(propose_table(table, source.name, services or {}) for table in tables_of(source))
    stem = source.name.rsplit(".", 1)[0]
    return SourceMap(" ".join(stem.split()) or source.name, tables)


def propose_table(table: Table, file: str, services: Mapping[str, str], to: str | None = None) -> TableMap:
    """A map for one table; `to` is the sheet where the user has chosen one, "" for none."""
    columns = [_column(heading, index, table) for index, heading in enumerate(table.headings)]
    named = _named(table, file)
    if to is None:
        to, why = _best_sheet(columns, named) if table.rows else ("", _("it has no rows"))
    else:
        why = _("as chosen")
    if not to:
        kept = tuple(ColumnMap(column.heading, Treatment.NOTES, sureness=Sureness.NONE) for column in columns)
        return TableMap(table.sheet, "", kept, reason=why)
    fixed = dict(named.get(to, ((), 0.0))[0])
    matches = _assign(columns, to)
    mapped = tuple(_column_map(column, matches.get(column.heading), to, services) for column in columns)
    used = {item.to for item in mapped}
    fixed = {heading: value for heading, value in fixed.items() if heading not in used}
    if to in _SET_DRAFT and "status" not in used:
        fixed["status"] = "draft"
    if "service_id" not in used and to != "services":
        fixed["service_id"] = next(iter(services)) if len(services) == 1 else _service_named(table, file, services)
    return TableMap(table.sheet, to, mapped, _key(columns, mapped, to), tuple(fixed.items()), why)


def _column(heading: str, index: int, table: Table) -> _Column:
    cells = tuple(row.values[index] for row in table.rows)
    seen = profile(cells)
    return _Column(heading, cells, seen, private(heading, seen))


def _service_named(table: Table, file: str, services: Mapping[str, str]) -> str:
    """The service that the sheet, the title or the file is named after; "" for none."""
    text = f" {said(table.sheet)} {said(table.title)} {said(file.rsplit('.', 1)[0])} "
    return next((code for code, name in services.items() if name and f" {said(name)} " in text), "")


# --- which sheet ---------------------------------------------------------------------------------------------------


def _named(table: Table, file: str) -> dict[str, tuple[tuple[tuple[str, str], ...], float]]:
    """For each sheet that the table's surroundings name: what is then known of its rows, and how clearly."""
    found: dict[str, tuple[tuple[tuple[str, str], ...], float]] = {}
    if table.sheet in COLUMNS:  # it is one of ours
        found[table.sheet] = ((), 2.0)
    places = ((table.sheet, 1.0), (table.title, 0.9), (file.rsplit(".", 1)[0], 0.6))
    for name in sheet_names():
        for text, weight in places:
            plain = f" {said(text)} "
            single = name.words.removesuffix("s")
            if f" {name.words} " in plain or (len(single) > 3 and f" {single} " in plain):
                weight += 0.02 * len(name.words.split())  # noqa: PLW2901 - the longer name says more
                before = found.get(name.sheet, ((), 0.0))
                if weight > before[1]:
                    found[name.sheet] = (name.fixed or before[0], weight)
                elif name.fixed and not before[0]:
                    found[name.sheet] = (name.fixed, before[1])
    return found


def _best_sheet(
    columns: Sequence[_Column], named: Mapping[str, tuple[tuple[tuple[str, str], ...], float]]
) -> tuple[str, str]:
    """The sheet these columns belong to, and why; "" where nobody can say."""
    best, best_score, best_known = "", 0.0, 0
    for sheet in COLUMNS:
        matches = _assign(columns, sheet)
        own = [item for item in matches.values() if item.target in _own_headings(sheet)]
        clear = sum(item.score**2 for item in own)
        needed = {column.heading for column in COLUMNS[sheet] if column.required and column.kind is not Kind.ID}
        has = sum(item.target in needed for item in own)
        score = clear * 0.55 + has * 0.35 + 2.2 * named.get(sheet, ((), 0.0))[1]
        if score > best_score + 1e-9:
            best, best_score, best_known = sheet, score, len(own)
    if best_score < _LEAST_SHEET or not best_known:
        return "", _("nothing in it says what kind of record it holds; choose a sheet, or leave it out")
    if best in named:
        return best, _("its name says so, and {n} of its columns fit").format(n=best_known)
    return best, _("{n} of its columns fit").format(n=best_known)


def _own_headings(sheet: str) -> frozenset[str]:
    common = {
        "service_id", "person_ref", "created_on", "updated_on", "owner_role", "source_doc", "source_date",
        "confidentiality", "status",
    }  # fmt: skip
    own = frozenset(column.heading for column in COLUMNS[sheet])
    return own - (common - {"service_id"} if sheet == "services" else common)


# --- which column --------------------------------------------------------------------------------------------------


def _assign(columns: Sequence[_Column], sheet: str) -> dict[str, _Match]:
    """The best column of ours for each of theirs, none used twice; the clearest are settled first."""
    scored: list[tuple[float, int, int, _Match]] = []
    own = _own_headings(sheet)
    for at, column in enumerate(columns):
        if column.private or not (column.seen.filled or column.seen.rows == 0):
            continue
        for order, target in enumerate(COLUMNS[sheet]):
            alike, told = _alike(column.heading, sheet, target.heading)
            if alike < (0.95 if target.heading in _NEVER else 0.5):
                continue
            fit = _fit(column, target)
            if fit is None:
                continue
            score = (1 - _FIT_SHARE) * alike + _FIT_SHARE * fit
            if target.heading not in own and score < LIKELY:
                continue  # what all sheets have is taken only where it is clearly meant
            scored.append((score, -order, -at, _Match(target.heading, score, told)))
    found: dict[str, _Match] = {}
    used: set[str] = set()
    for score, _order, at, match in sorted(scored, key=lambda item: item[:3], reverse=True):
        heading = columns[-at].heading
        if score >= GUESS and heading not in found and match.target not in used:
            found[heading] = match
            used.add(match.target)
    return found


def _alike(heading: str, sheet: str, target: str) -> tuple[float, str]:
    """How much a heading is like what ours is called, and like which of its names."""
    names = heading_words()[sheet][target]
    parts = [heading, *heading.split(" / ")[1:][-1:]]
    best, told = 0.0, ""
    for part in parts:
        share, name = _alike_names(part, names)
        if part is not heading:
            share -= 0.04
        if share > best:
            best, told = share, name
    return best, told


def _alike_names(heading: str, names: tuple[str, ...]) -> tuple[float, str]:
    shares = _shares(heading)
    best, told = 0.0, ""
    for order, name in enumerate(names):
        share = shares.get(name, 0.0)
        if share and order:
            share -= min(0.03, 0.02 + 0.001 * order)  # our own word for it comes first
        if share > best:
            best, told = share, name
    return best, told


@lru_cache(maxsize=4096)
def _shares(heading: str) -> Mapping[str, float]:
    """How much a heading is like each name of any column that it is at all like."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - costs a tenth of a start

    plain, short = said(heading), core(heading)
    if not plain:
        return {}
    cores = _cores()
    found = {name: 0.95 if name != plain else 1.0 for name in cores.get(short, ())}
    if plain in known_headings():
        found[plain] = 1.0
    for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
        for other, score, _at in process.extract(short, cores.keys(), scorer=scorer, score_cutoff=_SLIP, limit=40):
            for name in cores[other]:
                found[name] = max(found.get(name, 0.0), 0.95 * score / 100)
    words = set(short.split())
    for word in words:
        for other in _by_word().get(word, ()):
            theirs = set(other.split())
            if theirs <= words or words <= theirs:
                share = 0.62 + 0.28 * min(len(words), len(theirs)) / max(len(words), len(theirs))
                for name in cores[other]:
                    found[name] = max(found.get(name, 0.0), share)
    return found


@cache
def _cores() -> Mapping[str, tuple[str, ...]]:
    """Every name of a column by its words that matter."""
    found: dict[str, list[str]] = {}
    for name in sorted(known_headings()):
        found.setdefault(core(name), []).append(name)
    return {short: tuple(names) for short, names in found.items()}


@cache
def _by_word() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for short in _cores():
        for word in short.split():
            found.setdefault(word, []).append(short)
    return {word: tuple(names) for word, names in found.items()}


# How a cell begins that answers yes or no and says more.
_ANSWERS = re.compile(r"(yes|no|y|n|x|tick|not|n/?[ak]|unknown|true|false)\b", re.IGNORECASE)


def _fit(column: _Column, target: Column) -> float | None:
    """How well the values suit a column of ours, 0 to 1; None where they cannot be meant for it."""
    seen = column.seen
    if not seen.filled:
        return 0.5
    match target.kind:
        case Kind.DATE | Kind.DATETIME:
            serials = seen.numbers if seen.dates < 0.1 and _serials(column.cells) else 0.0
            share = max(seen.dates, serials)
            return None if share < 0.4 else share
        case Kind.YES_NO:
            if seen.yes_no < 0.3 and (seen.is_long or not any(_ANSWERS.match(text) for text in seen.samples)):
                return None
            return max(0.15, seen.yes_no)
        case Kind.INTEGER | Kind.NUMBER:
            return None if seen.numbers < 0.5 else seen.numbers
        case Kind.CHOICE | Kind.CHOICES:
            share = _listed_share(column, target)
            if seen.dates > 0.5:
                return None
            return None if share < 0.15 else share
        case Kind.ID:
            if seen.is_long or seen.dates > 0.3 or (not seen.unique and seen.distinct < 0.8 * seen.filled):
                return None
            return max(seen.ids, 0.3)
        case Kind.PROSE:
            if seen.dates > 0.7 or seen.numbers > 0.7:
                return 0.1
            return 0.9 if seen.is_long else 0.55
        case Kind.WORDS:
            return None if seen.dates > 0.5 else 0.5
        case _:
            if target.heading == "person_ref":
                if seen.dates > 0.3:
                    return None
                return 0.9 if seen.ids > 0.5 or seen.usual_length <= 8 else 0.4
            if seen.dates > 0.7:
                return 0.1
            return 0.4 if seen.is_long else 0.65


def _serials(cells: Sequence[object]) -> bool:
    numbers = [value for value in cells if isinstance(value, int | float) and not isinstance(value, bool)]
    return bool(numbers) and all(30_000 < value < 60_000 for value in numbers)


def _listed_share(column: _Column, target: Column) -> float:
    texts = [as_text(value) for value in column.cells if value != ""][:200]
    if not texts:
        return 0.0
    plain = {text: bool(listed(text, target) or _parts_listed(text, target)) for text in set(texts)}
    return sum(plain[text] for text in texts) / len(texts)


def _parts_listed(text: str, target: Column) -> bool:
    head = text
    for sign in (" - ", ";", ",", "/", "\n", " ("):
        head = head.split(sign, 1)[0]
    return head != text and bool(listed(head, target))


def _column_map(column: _Column, match: _Match | None, to: str, services: Mapping[str, str]) -> ColumnMap:
    has_person = any(item.heading == "person_ref" for item in COLUMNS[to])
    if column.private == "person":
        why = _("these look like names of people supported, who have codes in the library, never names")
        if has_person:
            why += _("; choose person codes to tell them apart")
        return ColumnMap(column.heading, Treatment.LEAVE_OUT, sureness=Sureness.LIKELY, reason=why)
    if column.private == "staff":
        why = _("these look like names of staff or family, who appear by role in the library, never by name")
        return ColumnMap(column.heading, Treatment.LEAVE_OUT, sureness=Sureness.LIKELY, reason=why)
    if column.private == "details":
        why = _("this says who a person is, and the library needs no such detail")
        return ColumnMap(column.heading, Treatment.LEAVE_OUT, sureness=Sureness.LIKELY, reason=why)
    if match is None:
        why = _("no column of ours is like it") if column.seen.filled else _("it is empty")
        return ColumnMap(column.heading, Treatment.NOTES, sureness=Sureness.NONE, reason=why)
    sureness = Sureness.SURE if match.score >= SURE else Sureness.LIKELY if match.score >= LIKELY else Sureness.GUESS
    target = next(item for item in COLUMNS[to] if item.heading == match.target)
    order = Order.MONTH_FIRST if target.kind in {Kind.DATE, Kind.DATETIME} and column.seen.month_first else None
    reason = _reason(column, match, target)
    values = _service_values(column, services) if target.heading == "service_id" and to != "services" else ()
    return ColumnMap(column.heading, Treatment.FIELD, match.target, order, values, sureness, reason)


def _reason(column: _Column, match: _Match, target: Column) -> str:
    same = said(column.heading) == said(match.target)
    parts = [_("the same heading") if same else _("called “{name}”").format(name=match.reason)]
    seen = column.seen
    if target.kind in {Kind.DATE, Kind.DATETIME}:
        parts.append(_("{share:.0%} are dates").format(share=max(seen.dates, seen.numbers if seen.dates < 0.1 else 0)))
        if seen.ambiguous:
            parts.append(_("nothing shows whether day or month comes first: taken as day first"))
        if seen.month_first:
            parts.append(_("its own days show that the month comes first"))
    elif target.kind is Kind.YES_NO:
        parts.append(_("{share:.0%} are yes or no").format(share=seen.yes_no))
    elif target.kind in {Kind.CHOICE, Kind.CHOICES}:
        parts.append(_("{share:.0%} are on our list").format(share=_listed_share(column, target)))
    elif target.kind in {Kind.INTEGER, Kind.NUMBER}:
        parts.append(_("{share:.0%} are numbers").format(share=seen.numbers))
    return ", ".join(parts)


def _service_values(column: _Column, services: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """For each name of a service there, its id here."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - costs a tenth of a start

    names = {code: said(name) for code, name in services.items()}
    found: list[tuple[str, str]] = []
    for text in dict.fromkeys(" ".join(as_text(value).split()) for value in column.cells if value != ""):
        if text in services or len(found) > 200:
            continue
        best = process.extractOne(said(text), names, scorer=fuzz.WRatio, score_cutoff=86) if names else None
        if best:
            found.append((text, str(best[2])))
    return tuple(found)


# --- the key -------------------------------------------------------------------------------------------------------


def _key(columns: Sequence[_Column], mapped: Sequence[ColumnMap], to: str) -> tuple[str, ...]:
    """The headings that tell one row from another: an id, else two or three columns that do so together."""
    usable = [
        (column, told) for column, told in zip(columns, mapped, strict=True)
        if told.treatment in {Treatment.FIELD, Treatment.PERSON_CODES} and column.seen.filled
    ]  # fmt: skip
    kinds = {column.heading: column.kind for column in COLUMNS[to]}
    rows = max((column.seen.rows for column in columns), default=0)
    if rows < _KEY_ROWS:
        return next(((c.heading,) for c, told in usable if kinds[told.to] is Kind.ID), ())
    for column, told in usable:
        full = column.seen.filled >= 0.9 * rows and column.seen.unique
        if full and (kinds[told.to] is Kind.ID or (column.seen.ids > 0.8 and kinds[told.to] is Kind.TEXT)):
            return (column.heading,)
    parts = [
        column for column, told in usable
        if column.seen.filled == rows and not column.seen.is_long
        and kinds[told.to] in {Kind.DATE, Kind.DATETIME, Kind.TEXT, Kind.CHOICE, Kind.ID}
        and told.to not in {"status", "outcome", "authority", "severity"}
        and not ("review" in told.to or "expires" in told.to or "end" in told.to)
    ][:7]  # fmt: skip
    for size in (1, 2, 3):
        for chosen in combinations(parts, size):
            rows_said = list(zip(*(map(key_text, column.cells) for column in chosen), strict=True))
            if len(set(rows_said)) == len(rows_said) and (size > 1 or chosen[0].seen.ids > 0.5 or to == "evidence"):
                return tuple(column.heading for column in chosen)
    return ()
