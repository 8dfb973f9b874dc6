"""A report on the disk, as Excel or as Word, by its name's ending; whole or not at all."""

from pathlib import Path

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.report_workbook import report_workbook
from alongside.render.report_document import report_document
from alongside.render.report_words import TEMPLATE
from alongside.report import Report
from alongside.resources import resource
from alongside.workspace import Workspace


def write_report(path: Path, report: Report, place: Workspace) -> None:
    """Write it. Raises AlongsideError for another ending, or where the disk refuses."""
    match path.suffix.lower():
        case ".xlsx":
            content = report_workbook(report)
        case ".docx":
            own = (place.templates / TEMPLATE).is_file()
            content = report_document(report, place.templates if own else resource("templates"))
        case _:
            raise AlongsideError(
                _("A report is written as an Excel workbook or a Word document."),
                where=path.name,
                remedy=_("Let its name end in .xlsx or .docx."),
            )
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        raise AlongsideError(
            _("The report cannot be written: {why}.").format(why=error.strerror or error),
            where=path.name,
            remedy=_("Close it if it is open in Word or Excel, or choose another place."),
        ) from error
    finally:
        draft.unlink(missing_ok=True)
