"""Everything about one person's code: what library, packs and ledger of use hold, as a page to hand over."""

from collections.abc import Sequence
from datetime import date

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.leaving.recall import recall_of
from alongside.library.columns import Column
from alongside.library.echoes import runs_of
from alongside.library.ledger.reading import all_uses
from alongside.library.ledger.store import read_ledger
from alongside.library.library import Library
from alongside.library.records import Record, Story, columns_of
from alongside.report import Cell, Report, ReportSection, ReportTable
from alongside.workspace import Workspace


def records_of(library: Library, code: str) -> tuple[Record, ...]:
    """Every record about the person, and every record that names the code in any field. Raises AlongsideError."""
    wanted = code.strip().casefold()
    found = tuple(
        record for record in library if any(_names(record, item, wanted) for item in columns_of(type(record)))
    )
    if not found or not wanted:
        raise AlongsideError(
            _("No record has the code {code}.").format(code=code),
            where=library.name,
            remedy=_("A code stands in the column person_ref, such as P-OAK-07; check it in the key to your codes."),
        )
    return found


def stories_of(library: Library, code: str) -> tuple[Story, ...]:
    """The person's stories."""
    wanted = code.strip().casefold()
    return tuple(story for story in library.stories if story.person_ref.casefold() == wanted)


def everything_about(code: str, workspace: Workspace, library: Library, today: date) -> Report:
    """All of it as a report: records field by field, packs, folders, and everybody who was given a story.

    Raises AlongsideError where nobody has the code.
    """
    records = records_of(library, code)
    ledger = read_ledger(workspace.ledger).ledger
    sections = [_section(record) for record in records]
    for story in stories_of(library, code):
        recall = recall_of(workspace, ledger, library, story.ref, [runs_of(story)])
        rows = tuple(
            (item.name or _("not known"), item.title, item.day, _("final") if item.final else _("draft"))
            for item in recall.recipients
        )
        table = ReportTable((_("Given to"), _("Pack"), _("Last built"), _("As")), rows)
        files = [*(path.name for path in recall.packs), *(path.name for path in recall.folders)]
        sections.append(
            ReportSection(
                _("Where the story {ref} is and went").format(ref=story.ref),
                tuple(files),
                (table,) if rows else (),
                _("No pack uses it, and nothing was built with it."),
            )
        )
    refs = {record.ref for record in records if record.ref and not isinstance(record, Story)}
    uses = [use for use in all_uses(ledger, library.usage) if use.ref in refs]
    if uses:
        used = tuple((use.ref, use.title, use.last, _("final") if use.final else _("draft")) for use in uses)
        sections.append(
            ReportSection(
                _("Other records that were used"), (),
                (ReportTable((_("Record"), _("Pack"), _("Last built"), _("As")), used),),
            )
        )  # fmt: skip
    notes = (
        _("Made from the library's rows, the packs and the ledger of use of this workspace alone."),
        _("Before it is handed over, somebody checks that it says nothing of another person."),
    )
    about = _("{code}, from {name}").format(code=code, name=library.name)
    title = _("Everything about one person")
    return Report(title, about, today, tuple(sections), library.is_example, _("Confidential"), notes)


def _names(record: Record, item: Column, wanted: str) -> bool:
    value = getattr(record, item.heading)
    texts: Sequence[object] = value if isinstance(value, tuple) else (value,)
    for text in texts:
        if isinstance(text, str) and wanted in text.casefold():
            words = text.casefold().replace(",", " ").replace(";", " ").replace(".", " ").replace(":", " ").split()
            if wanted in words or text.casefold().strip() == wanted:
                return True
    return False


def _section(record: Record) -> ReportSection:
    rows = tuple(
        (item.heading, _cell(getattr(record, item.heading)))
        for item in columns_of(type(record))
        if getattr(record, item.heading) not in ("", None, ())
    )
    heading = _("{ref} on the sheet {sheet}, row {row}").format(
        ref=record.ref or "–", sheet=record.sheet, row=record.row
    )
    return ReportSection(heading, (), (ReportTable((_("Field"), _("What it says")), rows),))


def _cell(value: object) -> Cell:
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return value if isinstance(value, str | int | float | date) else str(value)
