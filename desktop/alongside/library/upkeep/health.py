"""The health of a library on one page: what is fresh, thin, doubled, dead, unused or over-told, and whose it is."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from alongside.findings import Finding
from alongside.library.ledger.reading import ItemSummary
from alongside.library.library import Library
from alongside.library.records import Answer, Evidence, Record, Story
from alongside.library.search.facets import Consent, Freshness, consent_of, freshness_of
from alongside.library.upkeep.conflicts import Conflict, conflicting_figures
from alongside.library.upkeep.due import GONE, Due, due_by, end_of_month, months_later
from alongside.library.upkeep.duplicates import Pair

UNUSED_MONTHS = 12
OVER_USED = 4  # packs of the last twelve months in which one story was told
THIN = 1  # usable items from which an item of a framework is thin; none is a gap
NO_OWNER = ""
QUOTED = (Evidence, Story, Answer)  # what goes into packs in words
DEAD = frozenset({"ref.dangling", "file.missing", "file.changed"})  # rules that say that something named is not there


@dataclass(frozen=True, slots=True)
class Share:
    """How many usable rows of one kind are fresh, and so on."""

    sheet: str
    total: int
    counts: Mapping[str, int]  # by Freshness

    def of(self, fresh: Freshness) -> int:
        """How many."""
        return self.counts.get(fresh, 0)


@dataclass(frozen=True, slots=True)
class Cover:
    """What supports one theme or framework item."""

    item: str
    title: str
    usable: int  # rows that may go into a pack today
    stale: int  # rows about it that may not, or are overdue
    voices: int  # of the usable ones: stories, or evidence of people's experience

    @property
    def gap(self) -> bool:
        """Nothing usable at all."""
        return not self.usable

    @property
    def thin(self) -> bool:
        """Hardly anything, or nobody's own voice."""
        return not self.gap and (self.usable <= THIN or not self.voices)


@dataclass(frozen=True, slots=True)
class OwnerLoad:
    """What one role keeps."""

    owner: str  # "": nobody's
    rows: int
    overdue: int
    soon: int  # due this month


@dataclass(frozen=True)
class Health:
    """Everything the page shows. Rows are told by themselves, so that a click leads there."""

    library: str  # the workbook's file name
    on: date
    shares: tuple[Share, ...]
    consent: Mapping[str, int]  # stories by Consent
    due: tuple[Due, ...]  # late, or due this month
    framework: tuple[Cover, ...]
    themes: tuple[Cover, ...]
    duplicates: tuple[Pair, ...]
    conflicts: tuple[Conflict, ...]
    dead: tuple[Finding, ...]
    unused: tuple[Record, ...]
    over_used: tuple[tuple[Record, int], ...]  # with the packs that told it
    owners: tuple[OwnerLoad, ...]

    @property
    def overdue(self) -> int:
        """Rows with a date that has passed."""
        return len({(due.record.sheet, due.record.ref) for due in self.due if due.day < self.on})

    @property
    def gaps(self) -> tuple[Cover, ...]:
        """Framework items and themes that nothing supports."""
        return tuple(cover for cover in (*self.framework, *self.themes) if cover.gap)


def library_health(
    library: Library,
    today: date,
    *,
    uses: Iterable[ItemSummary] = (),
    recent: Mapping[str, int] | None = None,
    framework: Sequence[tuple[str, str]] = (),
    duplicates: Sequence[Pair] = (),
) -> Health:
    """The page. `uses` tells when an item was last used, `recent` in how many packs of the last twelve months it was;
    `framework` gives id and title of the items to cover; `duplicates` come from `near_duplicates`, which takes longer.
    """
    used = {item.ref: item for item in uses}
    usable = [record for record in _quoted(library) if is_usable(record, today)]
    return Health(
        library=library.name,
        on=today,
        shares=tuple(_share(kind.sheet, library.of(kind), today) for kind in (Evidence, Answer)),
        consent=Counter(consent_of(story, today) for story in library.stories),
        due=due_by(library, end_of_month(today)),
        framework=tuple(_cover_framework(library, framework, usable)),
        themes=tuple(_cover_themes(library, usable)),
        duplicates=tuple(duplicates),
        conflicts=conflicting_figures(library),
        dead=tuple(found for found in library.findings if found.rule in DEAD),
        unused=tuple(record for record in usable if _unused(record, used.get(record.ref), today)),
        over_used=_over_used(library.stories, recent or {}),
        owners=_owners(library, today),
    )


def is_usable(record: Record, today: date) -> bool:
    """Whether a row could go into a pack today, as far as the row alone can say; a pack's checks may still say no."""
    if record.status in GONE:
        return False
    if isinstance(record, Story):
        return consent_of(record, today) in {Consent.GIVEN, Consent.ENDS_SOON}
    return freshness_of(record, today) is not Freshness.OVERDUE


def _quoted(library: Library) -> list[Record]:
    return [record for kind in QUOTED for record in library.of(kind)]


def of_owner(health: Health, owner: str, library: Library) -> Health:
    """The page of one role: its rows alone. What covers a framework or a theme is nobody's own and stays as it is."""

    def own(record: Record | None) -> bool:
        return record is not None and record.owner_role == owner

    on = health.on
    records = {kind: [record for record in library.of(kind) if own(record)] for kind in QUOTED}
    return replace(
        health,
        shares=tuple(_share(kind.sheet, records[kind], on) for kind in (Evidence, Answer)),
        consent=Counter(consent_of(story, on) for story in records[Story] if isinstance(story, Story)),
        due=tuple(due for due in health.due if own(due.record)),
        duplicates=tuple(pair for pair in health.duplicates if own(pair.one) or own(pair.other)),
        conflicts=tuple(item for item in health.conflicts if any(own(stated.record) for stated in item.stated)),
        dead=tuple(found for found in health.dead if own(library.get(found.where.ref or ""))),
        unused=tuple(record for record in health.unused if own(record)),
        over_used=tuple((record, packs) for record, packs in health.over_used if own(record)),
        owners=tuple(load for load in health.owners if load.owner == owner),
    )


def _share(sheet: str, records: Sequence[Record], today: date) -> Share:
    counted = Counter(
        str(fresh) for record in records if record.status not in GONE and (fresh := freshness_of(record, today))
    )
    return Share(sheet, counted.total(), counted)


def _cover_framework(
    library: Library, framework: Sequence[tuple[str, str]], usable: Sequence[Record]
) -> Iterable[Cover]:
    by_item = _by_item(library, usable)
    every = _by_item(library, _quoted(library))
    for item, title in framework:
        yield _cover(item, title, by_item.get(item, {}), every.get(item, {}))


def _by_item(library: Library, records: Sequence[Record]) -> dict[str, dict[str, Record]]:
    """By framework item, the rows that say they support it or that the sheet evidence_map says it of."""
    mapped: defaultdict[str, set[str]] = defaultdict(set)
    for row in library.evidence_map:
        mapped[row.evidence_id].add(row.framework_item)
    found: defaultdict[str, dict[str, Record]] = defaultdict(dict)
    for record in records:
        items: set[str] = set(getattr(record, "framework_items", ())) | mapped.get(record.ref, set())
        for item in items:
            found[item][record.ref] = record
    return found


def _cover_themes(library: Library, usable: Sequence[Record]) -> Iterable[Cover]:
    """The words in the columns `themes` and `tags`: those that rows of this library use."""
    now, every = _by_theme(usable), _by_theme(_quoted(library))
    for theme in sorted(every, key=str.casefold):
        yield _cover(theme, "", now.get(theme, {}), every[theme])


def _by_theme(records: Sequence[Record]) -> dict[str, dict[str, Record]]:
    found: defaultdict[str, dict[str, Record]] = defaultdict(dict)
    for record in records:
        for theme in (*getattr(record, "themes", ()), *getattr(record, "tags", ())):
            found[theme][record.ref] = record
    return found


def _cover(item: str, title: str, usable: Mapping[str, Record], every: Mapping[str, Record]) -> Cover:
    return Cover(item, title, len(usable), len(every) - len(usable), sum(map(has_voice, usable.values())))


def has_voice(record: Record) -> bool:
    """Whether people themselves speak in it: a story, or evidence of people's experience."""
    return isinstance(record, Story) or (isinstance(record, Evidence) and "EXP" in record.evidence_category)


def _unused(record: Record, used: ItemSummary | None, today: date) -> bool:
    """Usable, known for a year, and in no pack of that year."""
    since = months_later(today, -UNUSED_MONTHS)
    known_since = record.created_on or record.updated_on or record.source_date
    if known_since is not None and known_since > since:
        return False
    return used is None or used.last is None or used.last < since


def _over_used(stories: Iterable[Story], recent: Mapping[str, int]) -> tuple[tuple[Record, int], ...]:
    found = [(story, recent.get(story.ref, 0)) for story in stories]
    often: list[tuple[Record, int]] = [(story, n) for story, n in found if n >= OVER_USED]
    return tuple(sorted(often, key=lambda pair: (-pair[1], pair[0].ref)))


def _owners(library: Library, today: date) -> tuple[OwnerLoad, ...]:
    rows: Counter[str] = Counter()
    late: Counter[str] = Counter()
    soon: Counter[str] = Counter()
    for record in library:
        if record.status in GONE:
            continue
        owner = record.owner_role.strip()
        rows[owner] += 1
    for due in due_by(library, end_of_month(today)):
        (late if due.day < today else soon)[due.record.owner_role.strip()] += 1
    found = (OwnerLoad(owner, n, late[owner], soon[owner]) for owner, n in rows.items())
    return tuple(sorted(found, key=lambda load: (-load.overdue, -load.rows, load.owner)))
