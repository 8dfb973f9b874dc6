"""The large library that several benchmarks read, made once and kept in the temporary folder for the next of them."""

import getpass
import random
import tempfile
import zipfile
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from xml.sax.saxutils import escape

from alongside.library.records import COLUMNS, EVIDENCE_KINDS, Evidence, text_fields
from alongside.library.search.postings import text_of
from alongside.library.workbook import read_library

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 1)
ROWS = 50_000
DIFFERENT = 50_000  # rows with words of their own; beyond, they come again under other ids
_FIRST = date(1899, 12, 30)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SERVICES = (("OAK", "Oak House"), ("MAR", "Mar House"))


def folder() -> Path:
    """Where it is kept, for this user and version of what is made here."""
    made = Path(tempfile.gettempdir()) / f"alongside-benchmarks-{getpass.getuser()}-3"
    made.mkdir(mode=0o700, exist_ok=True)
    return made


def large_library(rows: int = ROWS) -> Path:
    """A workbook of so many rows of evidence with 20 filled fields, in the words of the starter library.

    Written as openpyxl writes its own, each text in its cell, but ten times sooner.
    """
    path = folder() / f"library-{rows}.xlsx"
    if not path.exists():
        draft = path.with_suffix(".part")
        _write(draft, rows)
        draft.replace(path)
    return path


def _words_of_the_starter() -> list[str]:
    library = read_library(ROOT / "content_library" / "library.xlsx", TODAY)
    return [word for record in library for value in text_fields(record).values() for word in text_of(value).split()]


def _row(source: random.Random, known: list[str]) -> dict[str, object]:
    def prose(count: int) -> str:
        return " ".join(source.choices(known, k=count)) + "."

    end = TODAY - timedelta(days=source.randrange(30, 900))
    return {
        "service_id": source.choice(("OAK", "MAR", "ALL")), "title": prose(6)[:120],
        "kind": source.choice(EVIDENCE_KINDS), "evidence_category": "EXP; PROC", "claim": prose(12)[:300],
        "snippet_100": prose(100), "snippet_250": prose(50), "period_end": end, "method": prose(8),
        "sample_size": source.randrange(5, 40), "population_size": source.randrange(40, 90),
        "involvement_level": source.randrange(1, 8), "who_involved": "people_supported; staff",
        "what_changed": prose(15), "limitations": prose(10), "framework_items": f"SAF-S{source.randrange(1, 9)}",
        "review_due": end + timedelta(days=365), "updated_on": end, "owner_role": "registered manager",
    }  # fmt: skip


def _cell(name: str, value: object) -> str:
    if isinstance(value, date):
        return f'<c r="{name}" s="1"><v>{(value - _FIRST).days}</v></c>'
    if isinstance(value, int):
        return f'<c r="{name}"><v>{value}</v></c>'
    return f'<c r="{name}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def _letters(place: int) -> str:
    return chr(65 + place) if place < 26 else f"A{chr(65 + place - 26)}"


def _sheet(archive: zipfile.ZipFile, number: int, headings: list[str], rows: Iterable[dict[str, object]]) -> None:
    columns = {heading: _letters(place) for place, heading in enumerate(headings)}
    with archive.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as part:
        part.write(f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
        head = "".join(_cell(f"{columns[heading]}1", heading) for heading in headings)
        part.write(f'<row r="1">{head}</row>'.encode())
        lines = enumerate(rows, start=2)
        while block := list(islice(lines, 1_000)):
            part.write("".join(
                f'<row r="{at}">{"".join(_cell(f"{columns[name]}{at}", value) for name, value in row.items())}</row>'
                for at, row in block
            ).encode())  # fmt: skip
        part.write(b"</sheetData></worksheet>")


def _write(path: Path, rows: int) -> None:
    source, known = random.Random(7), _words_of_the_starter()
    different = [_row(source, known) for _ in range(min(rows, DIFFERENT))]
    every = ({"evidence_id": f"EV-{at:06}", **different[at % len(different)]} for at in range(rows))
    services = (
        {"service_id": ref, "service_name": name, "nation": "ENG", "service_type": "care_home", "people_supported": 12}
        for ref, name in _SERVICES
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in _frame().items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
        _sheet(archive, 1, ["service_id", "service_name", "nation", "service_type", "people_supported"], services)
        _sheet(archive, 2, [column.heading for column in COLUMNS[Evidence.sheet]], every)


def _frame() -> dict[str, str]:
    """The parts of a workbook beside its sheets."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    relations = f'<Relationships xmlns="{_PACKAGE}/relationships">'
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet2.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'{relations}<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="services" sheetId="1" r:id="r1"/><sheet name="evidence" sheetId="2" r:id="r2"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"{relations}"
        f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{_OFFICE}/worksheet" Target="worksheets/sheet2.xml"/>'
        f'<Relationship Id="r3" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts>'
        '<fills count="1"><fill><patternFill/></fill></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }
