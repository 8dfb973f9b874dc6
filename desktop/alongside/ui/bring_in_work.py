"""What the page for bringing in does off the window's thread: read, look ahead, write, take back. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.intake.answers import PastAnswers, answers_map, read_answers
from alongside.job_control import JobControl
from alongside.library.editing import saving
from alongside.library.editing.journal import State
from alongside.library.taking_in.arrival import arrive
from alongside.library.taking_in.map_file import read_map, save_map
from alongside.library.taking_in.mapping import ColumnMap, SourceMap, Sureness, TableMap, Treatment
from alongside.library.taking_in.meanings import Meanings, meanings_of
from alongside.library.taking_in.person_codes import PersonCodes, read_codes
from alongside.library.taking_in.placing import word_of
from alongside.library.taking_in.proposal import propose, propose_table, tables_of
from alongside.library.taking_in.regions import Table
from alongside.library.taking_in.report import Prepared, prepare, target_at
from alongside.library.taking_in.source import KINDS, Source, read_source
from alongside.library.taking_in.target import Target
from alongside.library.taking_in.writing import write_into
from alongside.workspace import Workspace

T = TypeVar("T")
WORD_KINDS = (".docx", ".docm")
ALL_KINDS = (*KINDS, *WORD_KINDS)
MAPS = "maps"  # the folder of a workspace that remembers maps
CODES = "person codes.csv"


@dataclass(frozen=True, slots=True)
class Opened:
    """A file with its tables, and the library it is to go into."""

    source: Source | None  # None for a Word file
    tables: tuple[Table, ...]
    mapping: SourceMap
    target: Target
    remembered: str = ""  # the name of the map that was used before
    answers: PastAnswers | None = None  # of a Word file

    @property
    def name(self) -> str:
        """The file's."""
        return self.source.name if self.source else self.answers.name if self.answers else ""


def open_file(path: Path, workspace: Workspace, job: JobControl) -> Opened:
    """Read a file; propose its map, or take the one that was remembered. Raises AlongsideError."""
    target = target_at(workspace.library, job)
    if path.suffix.lower() in WORD_KINDS:
        return Opened(None, (), answers_map(path.name), target, answers=read_answers(path))
    source = read_source(path, job)
    tables = tables_of(source)
    if not tables:
        raise AlongsideError(
            _("No table was found in this file."),
            where=path.name,
            remedy=_("A table has headings and rows below them."),
        )
    known = _remembered(workspace, tables)
    mapping = propose(source, target.services)
    if known is not None:
        mapping = SourceMap(
            known.name,
            tuple(_kept(known, one, new) for one, new in zip(tables, mapping.tables, strict=True)),
            known.clear_emptied,
        )
    return Opened(source, tables, mapping, target, known.name if known else "")


def _kept(known: SourceMap, table: Table, new: TableMap) -> TableMap:
    """The table as it was mapped before, with what is new in it as proposed."""
    old = known.for_table(table.sheet, table.headings)
    if old is None:
        return new
    columns = tuple(old.column(heading) or new.columns[at] for at, heading in enumerate(table.headings))
    return replace(old, sheet=table.sheet, columns=tuple(
        replace(column, source=heading) for column, heading in zip(columns, table.headings, strict=True)
    ))  # fmt: skip


def _remembered(workspace: Workspace, tables: tuple[Table, ...]) -> SourceMap | None:
    """The map of this workspace that knows most of these tables."""
    best, most = None, 0
    folder = workspace.folder / MAPS
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        try:
            known = read_map(path)
        except AlongsideError:
            continue
        found = sum(known.for_table(table.sheet, table.headings) is not None for table in tables)
        if found > most:
            best, most = known, found
    return best


@dataclass(frozen=True, slots=True)
class Ahead:
    """What would arrive by a map, and what each table's values mean by it."""

    prepared: Prepared
    meanings: tuple[Mapping[int, Meanings], ...] = ()  # of each table, by column


def look_ahead(opened: Opened, mapping: SourceMap, codes: Path | None, today: date, job: JobControl) -> Ahead:
    """What would arrive by this map."""
    prepared = _prepared(opened, mapping, codes, today, job)
    told = zip(opened.tables, mapping.tables, strict=True) if opened.source is not None else ()
    return Ahead(prepared, tuple(meanings_of(table, one, opened.target.services) for table, one in told))


def _prepared(opened: Opened, mapping: SourceMap, codes: Path | None, today: date, job: JobControl) -> Prepared:
    if opened.source is None:
        assert opened.answers is not None
        taken = opened.answers.taken()
        return Prepared(taken, arrive(taken, mapping, opened.target, opened.name, today), opened.target)
    known = read_codes(codes) if codes is not None else PersonCodes()
    return prepare(opened.source, mapping, opened.target, today, codes=known, job=job)


def bring(prepared: Prepared, library: Path, codes: Path | None, at: datetime) -> str:
    """Write what arrives. Returns the edit's id, "" where there was nothing to write. Raises AlongsideError."""
    if codes is not None and prepared.taken.codes.codes:
        codes.write_text(prepared.taken.codes.text(), encoding="utf-8", newline="")
    outcome = write_into(library, prepared.arrival, expect_digest=prepared.target.digest, at=at)
    if outcome is None:
        return ""
    if outcome.state is not State.APPLIED:
        raise AlongsideError(
            _("The rows are kept and wait: {why}").format(
                why=outcome.reason or " ".join(clash.sentence() for clash in outcome.clashes[:2])
            ),
            where=library.name,
        )
    return outcome.edit


def take_back(library: Path, edit: str, at: datetime) -> None:
    """Undo what was brought in. Raises AlongsideError where that cannot be."""
    outcome = saving.undo(library, edit, at=at)
    if outcome.state is not State.APPLIED:
        raise AlongsideError(outcome.reason or _("The rows have been changed since; they stay."), where=library.name)


def remember(mapping: SourceMap, workspace: Workspace) -> Path:
    """Keep a map in the workspace."""
    stem = "".join(letter if letter.isalnum() or letter in " -_" else "-" for letter in mapping.name).strip() or "map"
    path = workspace.folder / MAPS / f"{stem[:80]}.toml"
    save_map(mapping, path)
    return path


# --- changing a map ------------------------------------------------------------------------------------------------


def with_sheet(opened: Opened, mapping: SourceMap, at: int, sheet: str) -> SourceMap:
    """The map with a table going to another sheet, its columns proposed anew."""
    made = propose_table(opened.tables[at], opened.name, opened.target.services, sheet)
    return _with_table(mapping, at, made)


def with_column(mapping: SourceMap, at: int, column: int, treatment: Treatment, to: str) -> SourceMap:
    """The map with one column going elsewhere."""
    table = mapping.tables[at]
    old = table.columns[column]
    made = ColumnMap(
        old.source, treatment, to, old.order, old.values if to == old.to else (), Sureness.SURE, _("chosen by you")
    )
    return _with_table(mapping, at, replace(table, columns=_put(table.columns, column, made)))


def with_meaning(mapping: SourceMap, at: int, column: int, said: str, means: str) -> SourceMap:
    """The map with one value of a column meaning something else; "": it is kept in the notes."""
    table = mapping.tables[at]
    old = table.columns[column]
    others = tuple(pair for pair in old.values if word_of(pair[0]) != word_of(said))
    made = replace(old, values=(*others, (said, means)))
    return _with_table(mapping, at, replace(table, columns=_put(table.columns, column, made)))


def with_emptied(mapping: SourceMap, clear: bool) -> SourceMap:
    """The map with what was emptied in the source emptied in the library too, or not."""
    return replace(mapping, clear_emptied=clear)


def with_fixed(mapping: SourceMap, at: int, heading: str, value: str) -> SourceMap:
    """The map with a value that every row of a table gets; none for ""."""
    table = mapping.tables[at]
    fixed = {name: said for name, said in table.fixed if name != heading}
    if value:
        fixed[heading] = value
    return _with_table(mapping, at, replace(table, fixed=tuple(fixed.items())))


def _with_table(mapping: SourceMap, at: int, table: TableMap) -> SourceMap:
    return replace(mapping, tables=_put(mapping.tables, at, table))


def _put(items: tuple[T, ...], at: int, item: T) -> tuple[T, ...]:
    return (*items[:at], item, *items[at + 1 :])


def needs_codes(mapping: SourceMap) -> bool:
    """Whether some names become codes."""
    return any(
        column.treatment is Treatment.PERSON_CODES for table in mapping.tables if table.to for column in table.columns
    )


def counts(prepared: Prepared) -> Mapping[str, int]:
    """How many rows are new, changed, unchanged and gone."""
    found = prepared.arrival
    return {"new": found.new, "changed": found.changed, "unchanged": found.unchanged, "vanished": found.vanished}


def refreshed(opened: Opened, workspace: Workspace, job: JobControl) -> Opened:
    """The same file beside the library as it is now."""
    return replace(opened, target=target_at(workspace.library, job))
