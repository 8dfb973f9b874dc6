"""Workbooks built by hand, part by part, for what spreadsheet programs write and openpyxl never would."""

import io
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"><alignment wrapText="1"/></xf>'
    '<xf numFmtId="0" fontId="0"/></cellXfs></styleSheet>'
)


def sheet(body: str, *, before: str = "", after: str = "", root: str = "") -> str:
    """A worksheet whose sheetData holds `body`."""
    return f'<worksheet xmlns="{MAIN}"{root}>{before}<sheetData>{body}</sheetData>{after}</worksheet>'


def workbook(
    worksheet: str | bytes,
    *,
    name: str = "evidence",
    extra: Mapping[str, str | bytes] | None = None,
    rels: str = "",
    old_mac: bool = False,
    styles: str = STYLES,
    strings: str = "",
    names: str = "",
    main: str = "workbook",
) -> bytes:
    """A whole file with one sheet."""
    shared = f'<Relationship Id="rId3" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>' if strings else ""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/{main}.xml"/></Relationships>',
        f"xl/{main}.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr date1904="{int(old_mac)}"/>'
        f'<sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets>{names}</workbook>',
        f"xl/_rels/{main}.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/>{shared}</Relationships>',
        "xl/worksheets/sheet1.xml": worksheet,
        "xl/styles.xml": styles,
        **({"xl/sharedStrings.xml": strings} if strings else {}),
        **({"xl/worksheets/_rels/sheet1.xml.rels": rels} if rels else {}),
        **(extra or {}),
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return held.getvalue()


def part(data: bytes, name: str = "xl/worksheets/sheet1.xml") -> str:
    """A part of the file as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return archive.read(name).decode()


def table(ref: str, columns: int, more: str = "") -> tuple[dict[str, str], str]:
    """A table over `ref`: its part, and the sheet's relationships to it."""
    listed = "".join(f'<tableColumn id="{n}" name="c{n}"/>' for n in range(1, columns + 1))
    content = (
        f'<table xmlns="{MAIN}" id="1" name="T" displayName="T" ref="{ref}"{more}><autoFilter ref="{ref}"/>'
        f'<tableColumns count="{columns}">{listed}</tableColumns></table>'
    )
    rels = (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/table" Target="../tables/table1.xml"/></Relationships>'
    )
    return {"xl/tables/table1.xml": content}, rels
