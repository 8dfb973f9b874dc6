"""Where the headings of a sheet are, which of its rows are filled, and what is wrong with either."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alongside.i18n import _
from alongside.library.cells import as_text, shown
from alongside.library.columns import Column
from alongside.library.headings import FIRST_ROWS, find_heading_row, key, meant
from alongside.library.notes import Notes
from alongside.library.scan import letters
from alongside.library.sheets import Sheet


@dataclass(frozen=True)
class Layout:
    """Where the headings of a sheet are."""

    heading_row: int  # index into the grid
    places: Mapping[str, int]  # heading of the contract -> index of its column


def filled_rows(columns: Sequence[Sequence[Any]], start: int) -> list[int]:
    """The places, from one on, at which any of the columns has something."""
    every = range(start, len(columns[0]) if columns else 0)
    blank: Sequence[int] = every
    for column in columns:
        blank = [at for at in blank if is_blank(column[at])]
        if not blank:
            return list(every)
    gone = set(blank)
    return [at for at in every if at not in gone]


def is_blank(value: object) -> bool:
    return value == "" or (type(value) is str and not value.strip())


def layout_of(sheet: Sheet, columns: Sequence[Column], notes: Notes) -> Layout | None:
    """Find the headings; say which are missing, doubled or unknown. None where there are none."""
    name = sheet.kind.sheet
    known = {key(column.heading): column.heading for column in columns}
    if all(is_blank(value) for column in sheet.columns for value in column):
        notes.add(
            "sheet.empty",
            _("The sheet {sheet} is empty; not even its headings are there.").format(sheet=name),
            _("Copy the headings from the starter library."),
            sheet=name,
        )
        return None
    first = list(zip(*(column[:FIRST_ROWS] for column in sheet.columns), strict=True))
    index = find_heading_row(first, known)
    if index is None:
        notes.add(
            "sheet.no_headings",
            _("No headings were found on the sheet {sheet}, so none of its rows was read.").format(sheet=name),
            _("Put the headings into row 1; they begin with {first}.").format(
                first=", ".join(column.heading for column in columns[:3])
            ),
            sheet=name,
        )
        return None
    if index > 0:
        notes.add(
            "sheet.heading_row",
            _("The headings of the sheet {sheet} are in row {row}, not in row 1; the rows above were left out.").format(
                sheet=name, row=index + 1
            ),
            _("Delete the rows above the headings, so that filters work in Excel."),
            sheet=name,
            row=index + 1,
        )
    return Layout(index, _places(sheet, index, known, columns, notes))


def _places(
    sheet: Sheet, index: int, known: Mapping[str, str], columns: Sequence[Column], notes: Notes
) -> dict[str, int]:
    name, row = sheet.kind.sheet, index + 1
    places: dict[str, int] = {}
    strangers: list[tuple[str, int]] = []
    for place, cell in enumerate(column[index] for column in sheet.columns):
        text = as_text(cell).strip()
        heading = known.get(key(text)) if text else None
        if heading is None:
            if text:
                strangers.append((text, place))
        elif heading in places:
            notes.add(
                "heading.duplicate",
                _("The heading {heading} is there twice; column {used} is read, {unused} is not.").format(
                    heading=heading, used=letters(places[heading] + 1), unused=letters(place + 1)
                ),
                _("Delete or rename one of the two."),
                sheet=name, row=row, column=heading,
            )  # fmt: skip
        else:
            places[heading] = place
    missing = [column for column in columns if column.heading not in places]
    for text, place in strangers:
        guess = meant(text, [column.heading for column in missing])
        notes.add(
            "heading.misspelt" if guess else "heading.unknown",
            _("The heading {text} in column {letter} is not one of the library's; its column is left alone.").format(
                text=shown(text), letter=letters(place + 1)
            ),
            _("Did you mean {guess}?").format(guess=guess) if guess else "",
            sheet=name, row=row, column=text[:60],
        )  # fmt: skip
    for column in missing:
        if not column.optional:
            _note_missing(column, name, row, strangers, notes)
    return places


def _note_missing(column: Column, sheet: str, row: int, strangers: Sequence[tuple[str, int]], notes: Notes) -> None:
    guess = next((text for text, _place in strangers if meant(text, [column.heading])), None)
    remedy = _("Add a column with this heading.") + " " + column.help
    if guess:
        remedy = _("Did you mean this by {guess}? If so, rename that heading.").format(guess=shown(guess))
    rule = "heading.required" if column.required else "heading.missing"
    message = _("The heading {heading} is missing on the sheet {sheet}.")
    if column.required:
        message = _("The heading {heading}, which every row needs, is missing on the sheet {sheet}.")
    notes.add(
        rule, message.format(heading=column.heading, sheet=sheet), remedy, sheet=sheet, row=row, column=column.heading
    )


def note_scan(sheet: Sheet, layout: Layout, notes: Notes) -> None:
    """Formula errors, formulas never worked out, and merged cells, as the look at the sheet's XML found them."""
    headings = {place + 1: heading for heading, place in layout.places.items()}
    name = sheet.kind.sheet
    for (row, column), text in sheet.scan.errors.items():
        if column in headings and row > layout.heading_row:
            notes.add(
                "cell.formula_error",
                _("The formula in {cell} gives {error}; the cell is read as empty.").format(
                    cell=f"{letters(column)}{row}", error=text
                ),
                _("Mend the formula, or type the value."),
                sheet=name, row=row, column=headings[column],
            )  # fmt: skip
    for row, column in sheet.scan.uncalculated:
        if column in headings and row > layout.heading_row:
            notes.add(
                "cell.formula_not_calculated",
                _("The formula in {cell} has no stored result; the cell is read as empty.").format(
                    cell=f"{letters(column)}{row}"
                ),
                _("Open the workbook in Excel and save it; Excel stores the results."),
                sheet=name, row=row, column=headings[column],
            )  # fmt: skip
    for (top, left), (bottom, right) in sheet.scan.merges:
        heading = headings.get(left)
        if heading and bottom > layout.heading_row:
            notes.add(
                "sheet.merged_cells",
                _("The cells {first} to {last} are merged; all but the first are read as empty.").format(
                    first=f"{letters(left)}{top}", last=f"{letters(right)}{bottom}"
                ),
                _("Unmerge them in Excel, under Home > Merge & Center, and fill each cell."),
                sheet=name, row=top, column=heading,
            )  # fmt: skip
