"""Small workbooks, written as a person would have them, for the tests of this folder."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from alongside.findings import Finding
from alongside.library.library import Library
from alongside.library.records import COLUMNS
from alongside.library.workbook import read_library

TODAY = date(2026, 11, 1)

SERVICE = {
    "service_id": "OAK", "service_name": "Oak", "nation": "ENG", "service_type": "supported_living",
    "people_supported": 12, "dols_applies": "N",
}  # fmt: skip
EVIDENCE = {
    "evidence_id": "EV-1", "service_id": "OAK", "title": "Panel", "kind": "audit", "evidence_category": "EXP; PROC",
    "claim": "People sit on the panel.", "snippet_100": "Six people sit on the panel.",
    "period_start": date(2026, 1, 1), "period_end": date(2026, 6, 30), "status": "approved",
}  # fmt: skip


def write(path: Path, sheets: Mapping[str, Iterable[Mapping[str, Any]]], headings: Iterable[str] = ()) -> Path:
    """A workbook with these rows; a sheet has the headings its rows use, or all of the contract without rows."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        listed = list(rows)
        sheet = book.create_sheet(name)
        used = list(dict.fromkeys(key for row in listed for key in row)) or [c.heading for c in COLUMNS.get(name, ())]
        used += [heading for heading in headings if heading not in used]
        sheet.append(used)
        for row in listed:
            sheet.append([row.get(heading) for heading in used])
    book.save(path)
    return path


def read(tmp_path: Path, sheets: Mapping[str, Iterable[Mapping[str, Any]]], today: date = TODAY) -> Library:
    """Write and read back."""
    return read_library(write(tmp_path / "library.xlsx", sheets), today)


def found(library: Library, rule: str) -> list[Finding]:
    """The findings of one rule."""
    return [item for item in library.findings if item.rule == rule]
