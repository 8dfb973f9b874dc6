"""Three spreadsheets as care providers keep them for years, for the tests of taking in."""

# ruff: noqa: E501, DTZ001 - the cells as they are written, a row a line

from datetime import date, datetime, time
from pathlib import Path

from openpyxl import Workbook

FIRST = (
    "Margaret",
    "Derek",
    "Joan",
    "Abdul",
    "Sheila",
    "Ronald",
    "Priya",
    "Colin",
    "Doris",
    "Kevin",
    "Elsie",
    "Harold",
)
LAST = (
    "Hollis",
    "Pryce",
    "Akhtar",
    "Whitcombe",
    "Danso",
    "Fenwick",
    "Rourke",
    "Bassett",
    "Omar",
    "Tully",
    "Vane",
    "Lund",
)
NAMES = [f"{first} {last}" for first, last in zip(FIRST, LAST, strict=True)]


def dols_tracker(path: Path, *, changed: bool = False) -> Path:
    """Title rows, two rows of headings with merged groups, a legend beside, a blank row, a total, real and typed days."""
    book = Workbook()
    sheet = book.active
    sheet.title = "DoLS tracker"
    sheet["A1"] = "Deprivation of Liberty Safeguards tracker - Rowan House"
    sheet.merge_cells("A1:J1")
    sheet["A2"] = "Keep up to date!! Ask Jo if unsure"
    groups = {"A4": "Resident", "C4": "Authorisation", "G4": "Capacity", "I4": "Other"}
    for place, text in groups.items():
        sheet[place] = text
    for span in ("A4:B4", "C4:F4", "G4:H4", "I4:K4"):
        sheet.merge_cells(span)
    heads = (
        "Name",
        "DOB",
        "DoLS type",
        "Case number",
        "Date granted",
        "Expiry date",
        "MCA completed",
        "IMCA involved?",
        "Restrictions in place",
        "Conditions met",
        "Comments",
    )
    for at, head in enumerate(heads, start=1):
        sheet.cell(5, at, head)
    kinds = ("Standard", "Urgent", "standard authorisation", "Applied - waiting", "Standard", "Court of Protection")
    imca = ("Y", "no", "✓", "N/A", None, "unknown", "Yes - since March", "N", "y", "x", "No", "Y")
    conditions = ("yes", "Yes", "NO", None, "n/a", "Y", "1", "0", "TRUE", "No", "yes", "Y")
    restrictions = ("Locked front door", "Bed rails at night; sensor mat", "Keypad, 1:1 in the community", "Lap belt")
    at = 6
    for number, name in enumerate(NAMES):
        if number == 7:
            at += 1  # somebody left a row empty
        granted: object = date(2026, 1 + number % 9, 3 + number)
        if number % 3 == 1:
            granted = f"{3 + number}/{1 + number % 9:02}/2026"
        if number == 5:
            granted = "awaiting BIA"
        expiry: object = date(2027, 1 + number % 9, 2 + number) if number != 8 else "TBC"
        row = (
            name, date(1940 + number, 5, 9), kinds[number % len(kinds)], f"LA/26/{1040 + number}", granted, expiry,
            f"{number + 2} Feb 26" if number % 2 else 46080 + number, imca[number],
            restrictions[number % len(restrictions)], conditions[number],
            "=SUM of concerns, see file" if number == 2 else f"Reviewed with family {number}" if number % 2 else None,
        )  # fmt: skip
        for column, value in enumerate(row, start=1):
            if value is not None:
                cell = sheet.cell(at, column)
                cell.value = value
                if isinstance(value, str) and value.startswith("="):
                    cell.data_type = "s"
        at += 1
    if changed:
        sheet.cell(6, 6).value = date(2028, 1, 31)  # the first one was renewed
    sheet.cell(at, 1, "Total")
    sheet.cell(at, 2, 12)
    sheet["M5"], sheet["N5"] = "Key", "Meaning"
    sheet["M6"], sheet["N6"] = "BIA", "Best interests assessor"
    book.save(path)
    return path


def incident_log(path: Path, *, rows: int = 30, month: int = 3) -> Path:
    """A sheet a month, banner rows, a repeated heading row, American days in one of them, every way to say yes."""
    book = Workbook()
    book.remove(book.active)
    for offset, name in enumerate(("March", "April")):
        sheet = book.create_sheet(f"{name} 2026")
        sheet.append(["INCIDENT LOG", None, None, None])
        sheet.append([])
        heads = [
            "Incident No.",
            "Date of incident",
            "Time",
            "Service User",
            "Type of incident",
            "Level of harm",
            "What led to it",
            "Restraint used?",
            "Duty of candour",
            "Lessons learnt",
            "Reported by",
            "Body map done",
        ]
        sheet.append(heads)
        said = ("Y", "N", "yes", "No", "TRUE", "n/a", None, "unknown", "✓", "0")
        harm = ("Minor", "near miss", "Moderate", "HIGH", "low", "Catastrophic!", "Amber")
        for number in range(rows):
            if number == 10:
                sheet.append(["Week commencing 11th"])
            if number == 20:
                sheet.append(heads)
            day: object = datetime(2026, month + offset, 1 + number % 28)
            if offset and number % 2:
                day = f"{month + offset}/{1 + number % 28}/2026"  # April was kept by an agency nurse, the American way
            elif number % 4 == 3:
                day = f"{1 + number % 28}.{month}.26"
            sheet.append([
                f"INC-{offset}{number:03}", day, time(9 + number % 10, 5) if number % 2 else "14:30", NAMES[number % 12],
                ("Fall", "Medication error", "Aggression / property", "Absence")[number % 4], harm[number % len(harm)],
                "Noise in the lounge" if number % 3 else f"{NAMES[number % 12].split()[0]} was waiting for lunch",
                said[number % len(said)], said[(number + 3) % len(said)],
                f"-Moved the handover; lesson {number}" if number % 5 == 0 else f"Talked it through at team meeting {number}",
                "Sue Barker", "x" if number % 2 else None,
            ])  # fmt: skip
    book.save(path)
    return path


def compliments(path: Path, *, separator: str = ";", encoding: str = "cp1252") -> Path:
    """The evidence folder's index with the compliments, out of another program: cp1252, semicolons, many-valued cells."""
    rows = [
        ["Ref", "Home", "Evidence", "Type", "Date received", "Received from", "Compliment", "Quality statement", "File"],
        ["C1", "Rowan House", "Card from a family", "Card", "04/02/2026", "Daughter", "“Mum’s room feels like hers”", "SAF-S4, SAF-C2", "cards\\c1.pdf"],
        ["C2", "Rowan House", "Email", "Email", "15/02/2026", "Social worker; GP", "Clear, kind notes – thank you", "SAF-S4", ""],
        ["C3", "Rowan Hse", "Residents’ meeting minutes", "minutes", "2 March 26", "Residents and family", "Menu changed\nafter the meeting", "SAF-R1/SAF-R2", "@minutes"],
        ["C4", "The Annexe", "Peer review", "External report", "31/03/26", "Council", "+3 points since last year", "", "peer.docx"],
        ["", "", "", "", "", "", "", "", ""],
        ["C5", "Rowan House", "Letter", "letter", "sometime in May", "Neighbour", "£50 given for the garden", "", "letter.pdf"],
    ]  # fmt: skip
    lines = []
    for row in rows:
        cells = [f'"{cell}"' if separator in cell or "\n" in cell else cell for cell in row]
        lines.append(separator.join(cells))
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path
