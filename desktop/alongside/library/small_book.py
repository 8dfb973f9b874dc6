"""A small workbook made of a large one: its list of sheets and its styles, and at most one sheet, for the parser."""

import posixpath
import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook

from alongside.library.container import Container, normal
from alongside.library.scan import letters

BEGIN, END = b"<sheetData>", b"</sheetData>"
BEFORE = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
AFTER = b"</worksheet>"
ACROSS = 16  # cells in a row


def small_book(container: Container, part: str | None = None, sheet: bytes = b"") -> CalamineWorkbook:
    """The workbook without its sheets and shared texts; `sheet` stands in for the one in `part`."""
    file = BytesIO()
    left_out = {*map(normal, container.sheets.values()), normal(container.strings or "")}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, written in container.names.items():
            if part is not None and name == normal(part):
                archive.writestr(written, sheet)
            elif name not in left_out and _of_the_frame(name):
                archive.writestr(written, container.read(name))
    file.seek(0)
    return CalamineWorkbook.from_filelike(file)


def what_the_parser_says(
    container: Container, cells: Sequence[str], part: str | None = None, before: bytes = BEFORE, after: bytes = AFTER
) -> list[Any]:
    """The value of each cell, given as its XML from behind its address on; "" for an empty one.

    The cells may be of the sheet in `part`, with what stands `before` and `after` its rows. Raises CalamineError.
    """
    if not cells:
        return []
    lines = []
    for row, start in enumerate(range(0, len(cells), ACROSS), start=1):
        line = enumerate(cells[start : start + ACROSS], start=1)
        written = "".join(f'<c r="{letters(column)}{row}"{cell}' for column, cell in line)
        lines.append(f'<row r="{row}">{written}</row>')
    sheet = b"".join((before, BEGIN, "".join(lines).encode(), END, after))
    name, place = next((name, where) for name, where in container.sheets.items() if part in {None, where})
    read = small_book(container, place, sheet).get_sheet_by_name(name).to_python(skip_empty_area=False)
    found: list[Any] = [""] * len(cells)
    for number in range(len(cells)):
        at, column = divmod(number, ACROSS)
        if at < len(read) and column < len(read[at]):
            found[number] = read[at][column]
    return found


def _of_the_frame(name: str) -> bool:
    """Whether the parser looks at this part before it looks at a sheet."""
    return name.endswith(".rels") or (name.endswith(".xml") and posixpath.dirname(name) in {"", "xl"})
