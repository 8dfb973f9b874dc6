"""Reads a text file of separated values, whichever program wrote it: its encoding and its separator are found out."""

import codecs
import csv
import io
from collections import Counter

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.container import too_large

SEPARATORS = (",", ";", "\t", "|")
LOOKED_AT = 200  # lines by which the separator is found out
MOST_CELLS = 5_000_000
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_csv(data: bytes) -> list[list[object]]:
    """The cells, row by row, every one a text. Raises AlongsideError for a file that is no text."""
    text = decoded(data)
    rows: list[list[object]] = []
    cells = 0
    csv.field_size_limit(2**31 - 1)  # a cell longer than Excel's is kept all the same
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator(text)):
        cells += len(row)
        if cells > MOST_CELLS:
            raise too_large()
        rows.append(list(row))
    return rows


def decoded(data: bytes) -> str:
    """The text, as UTF-8, UTF-16 or the old Windows encoding. Raises AlongsideError where it is none of them."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise _no_text() from error
    head = data[:4096]
    if b"\0" in head:
        every_other = (head[0::2].count(0), head[1::2].count(0))
        half = len(head) // 2
        if max(every_other) < half // 2 or min(every_other) > half // 10:
            raise _no_text()
        try:
            return data.decode("utf-16-be" if every_other[0] > every_other[1] else "utf-16-le")
        except UnicodeDecodeError as error:
            raise _no_text() from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # Five bytes mean nothing in the Windows encoding; as Latin-1 they come through as they are.
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            return data.decode("latin-1")


def separator(text: str) -> str:
    """The sign that parts the cells: the one that gives most lines the same number of cells, and more than one."""
    lines = text[:200_000].splitlines()
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) == 5:
        return lines[0][4]
    head = "\n".join(lines[:LOOKED_AT])
    best, best_score = ",", 0.0
    for sign in SEPARATORS:
        if sign not in head:
            continue
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(head, newline=""), delimiter=sign) if row]
        except csv.Error:
            continue
        usual, count = Counter(widths).most_common(1)[0]
        if usual < 2:
            usual, count = max(widths), widths.count(max(widths))
        score = count / len(widths) * min(usual, 8) if usual > 1 else 0.0
        if score > best_score:
            best, best_score = sign, score
    return best


def _no_text() -> AlongsideError:
    return AlongsideError(
        _("This file is neither a workbook nor a text file of separated values."),
        remedy=_("Open it in the program it comes from, and save it as .xlsx or .csv."),
    )
