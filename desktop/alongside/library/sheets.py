"""An opened workbook, and its sheets as columns of cells: read straight from their XML, or by the parser."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeVar

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.cells import as_text, shown
from alongside.library.container import Container, damaged, too_large
from alongside.library.notes import Notes
from alongside.library.records import Record
from alongside.library.scan import SheetScan, scan_ods, scan_sheet, scan_xlsb, shared_sizes

if TYPE_CHECKING:
    from alongside.library.plain_sheet import PlainSheet

T = TypeVar("T")
WORTH = 2**20  # bytes of a sheet's XML; the parser reads a smaller one in no time
XLS_LIMIT = 40 * 2**20  # bytes; the old format cannot be looked into beforehand


class Source:
    """The opened file: the parser's view of it, and the parts it is packed from."""

    def __init__(self, container: Container) -> None:
        self.container = container
        large = container.kind == "xlsx" and any(container.size(part) >= WORTH for part in container.sheets.values())
        self._plainly = large  # what can be had without the parser is

    @cached_property
    def workbook(self) -> CalamineWorkbook:
        """All of it."""
        return guarded(lambda: CalamineWorkbook.from_filelike(BytesIO(self.container.data)))

    @cached_property
    def frame(self) -> CalamineWorkbook:
        """Its list of sheets, if nothing else."""
        if not self._plainly:
            return self.workbook
        from alongside.library.small_book import small_book  # noqa: PLC0415 - for large files alone

        try:
            return small_book(self.container)
        except (CalamineError, AlongsideError):
            return self.workbook

    @cached_property
    def string_sizes(self) -> list[int]:
        return shared_sizes(self.container)

    @cached_property
    def _shared(self) -> Sequence[str] | None:
        from alongside.library.shared_texts import shared_texts  # noqa: PLC0415 - see above

        return shared_texts(self.container)

    def plain(self, part: str) -> "PlainSheet | None":
        """A large sheet as it is read without the parser; None where it is small or written in an unusual way."""
        if not self._plainly or self.container.size(part) < WORTH:
            return None
        from alongside.library.plain_sheet import read_plain  # noqa: PLC0415 - see above

        return read_plain(self.container, part, self._shared)


@dataclass(frozen=True)
class Sheet:
    """One sheet of records as the workbook holds it."""

    kind: type[Record]
    name: str  # as the workbook spells it
    columns: Sequence[Sequence[Any]]  # from A1 on, all equally long
    scan: SheetScan


def look_ahead(container: Container) -> None:
    """What can be told only by looking at the whole file; xlsx is looked at sheet by sheet, as each is read."""
    if container.kind == "ods":
        scan_ods(container)
    elif container.kind == "xlsb":
        for part in container.sheets.values():
            scan_xlsb(container, part)
    elif container.kind == "xls" and len(container.data) > XLS_LIMIT:
        raise too_large()


def guarded(work: Callable[[], T]) -> T:
    """Do what calamine does; its errors, and its panics, which are no Exceptions, become one sentence."""
    try:
        return work()
    except PasswordError as error:
        raise AlongsideError(
            _("This workbook is protected by a password, so it cannot be read."),
            remedy=_("Open it in Excel, remove the password under File > Info > Protect Workbook, and save it."),
        ) from error
    except CalamineError as error:
        raise damaged(_("it does not hold what a workbook must hold")) from error
    except (KeyboardInterrupt, SystemExit, AlongsideError):
        raise
    except BaseException as error:  # pyo3's PanicException derives from BaseException
        if type(error).__name__ not in {"PanicException", "OSError", "ValueError", "OverflowError", "MemoryError"}:
            raise
        raise damaged(_("reading it failed part of the way")) from error


def load_sheet(source: Source, kind: type[Record], name: str, notes: Notes) -> Sheet | None:
    """The sheet's cells; None, with a Finding, where this sheet alone is broken."""
    try:
        scan = SheetScan()
        if source.container.kind == "xlsx":
            part = source.container.sheets.get(name)
            if part is None:
                raise damaged(_("a sheet it lists is not there"))
            plain = source.plain(part)
            if plain is not None:
                return Sheet(kind, name, plain.columns, plain.scan)
            scan = scan_sheet(source.container, part, source.string_sizes)
        sheet = guarded(lambda: source.workbook.get_sheet_by_name(name))
        if source.container.kind == "xls":
            _merges_of_xls(sheet, scan)
        grid = guarded(lambda: sheet.to_python(skip_empty_area=False))
        return Sheet(kind, name, list(zip(*grid, strict=True)), scan)
    except AlongsideError as error:
        if not isinstance(error.__cause__, CalamineError):
            error.where = f"{notes.workbook}, {name}"
            raise
        notes.add(
            "sheet.unreadable",
            _("The sheet {name} cannot be read: its cells are damaged.").format(name=shown(name)),
            _("Copy what you can see of it in Excel into a new sheet of the same name."),
            sheet=kind.sheet,
        )
        return None


def _merges_of_xls(sheet: CalamineSheet, scan: SheetScan) -> None:
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        scan.merges.append(((top + 1, left + 1), (bottom + 1, right + 1)))
        scan.merged += 1


def about_of(source: Source, name: str | None) -> dict[str, str]:
    """What the sheet `about` says: its first two filled columns, as words and their meanings."""
    if name is None:
        return {}
    if source.container.kind == "xlsx" and name in source.container.sheets:
        scan_sheet(source.container, source.container.sheets[name], source.string_sizes)
    try:
        grid = guarded(lambda: source.workbook.get_sheet_by_name(name).to_python(nrows=200))
    except AlongsideError:
        return {}  # nothing but the marks of a sample depends on it, and a broken sheet carries none
    about: dict[str, str] = {}
    for row in grid:
        texts = [as_text(cell).strip() for cell in row[:2]]
        if len(texts) == 2 and texts[0]:
            about.setdefault(texts[0], texts[1])
        elif texts and texts[0]:
            about.setdefault(texts[0], "")
    return about
