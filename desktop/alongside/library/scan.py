"""How much a sheet really holds, found in one pass over its XML, before a parser lays it out in memory."""

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from xml.parsers import expat

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.container import CHUNK, TEXT_LIMIT, Container, damaged, refuse_entities, too_large

CELL_LIMIT = 8_000_000  # cells from A1 to the last used row and column; 40 columns of 200,000 rows
TAG_LIMIT = 15_000_000  # tags that may be looked at one by one; about ten seconds' work
LISTED = 1_000  # how many places of one kind are kept

# One search each, for a pass over 100 MB counts: any cell that is not as Excel writes one in columns A to AZ above row
# 100,000, and any that is not so in columns A to ZZ. "<co" begins <cols> and the like.
_BEYOND_AZ = re.compile(rb'<c(?=[\s/>])(?! r="A?[A-Z][0-9]{1,5}")')
_BEYOND_ZZ = re.compile(rb'<c(?=[\s/>])(?! r="[A-Z]{1,2}[0-9]{1,7}")')
_CELL_ROW = re.compile(rb'<c r="[A-Z]{1,2}([0-9]{1,7})"')
_PREFIXED_CELL = re.compile(rb"<\w+:c[\s/>]")
_TWO_LETTERS = re.compile(rb'<c r="([A-Z]{2})[0-9]')
_COLUMN = re.compile(rb'<c r="([A-Z]{1,2})[0-9]')
_ROW = re.compile(rb'<row [^>]*?\br="([0-9]{1,9})"')
_ERROR = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*?\st="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v[^>]*>([^<]*)</v>')
_UNCALCULATED = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>/]*><f(?:\s[^>]*)?(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>')
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref\s*=\s*["\']([A-Za-z]+[0-9]+:[A-Za-z]+[0-9]+)')
_SHARED_PLAIN = re.compile(rb't="s"><v>([0-9]{1,9})')
_SHARED = re.compile(rb'\st="s"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v[^>]*>\s*([0-9]{1,9})')
_ADDRESS = re.compile(r"\s*([A-Za-z]{1,9})([0-9]{1,12})\s*")
Address = tuple[int, int]  # row and column, both from 1


@dataclass
class SheetScan:
    """What the pass found. Rows and columns count from 1; the lists stop at LISTED."""

    rows: int = 0  # the last row with a cell or a row element
    columns: int = 0
    errors: dict[Address, str] = field(default_factory=dict)  # #REF! and the like, which parsers read as blank
    uncalculated: list[Address] = field(default_factory=list)  # formulas without a stored result
    merges: list[tuple[Address, Address]] = field(default_factory=list)
    merged: int = 0


def address(text: str) -> Address | None:
    """Row and column of "B7", from 1; None for anything else."""
    found = _ADDRESS.fullmatch(text)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def letters(column: int) -> str:
    """The name of a column, from 1: 28 is "AB"."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def scan_sheet(container: Container, part: str, string_sizes: list[int]) -> SheetScan:
    """Scan one worksheet of an xlsx file. Raises AlongsideError where reading it would exhaust memory.

    `string_sizes` are the lengths of the shared texts (see `shared_sizes`).
    """
    scan, longest, plain, texts = SheetScan(), max(string_sizes, default=0), True, 0
    for number, chunk in enumerate(whole_rows(one_ahead(container.chunks(part)))):
        if not number:
            refuse_entities(chunk[:4096])
            if chunk[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in chunk[:64]:
                raise damaged(_("a sheet is written in an unusual encoding"))
        if plain:
            plain = _scan_plain(chunk, scan)
        if longest:
            texts += _text_used(chunk, string_sizes, longest)
        if texts > TEXT_LIMIT:
            raise too_large()
        if b"mergeCell " in chunk:
            note_merges(chunk, scan)
    if plain and scan.rows * scan.columns > CELL_LIMIT:
        scan.columns = _columns_used(container, part)
    if not plain or scan.rows * scan.columns > CELL_LIMIT:
        _refuse_too_much(container, part)
        _scan_exactly(container, part, scan, everything=not plain)
    return scan


def _columns_used(container: Container, part: str) -> int:
    """The last column of any cell of a plain sheet, filled or not."""
    names: set[bytes] = set()
    for chunk in whole_rows(container.chunks(part)):
        names.update(_COLUMN.findall(chunk))
    return max((column for name in names if (place := address(f"{name.decode()}1")) for column in place[1:]), default=0)


def _refuse_too_much(container: Container, part: str) -> None:
    """Raise AlongsideError where looking at a sheet cell by cell would take too long."""
    filled = tags = 0
    for chunk in container.chunks(part):
        filled += chunk.count(b"<v") + chunk.count(b"<is")
        tags += chunk.count(b"<")
        if filled > CELL_LIMIT or tags > TAG_LIMIT:
            raise too_large()


def refuse_too_many(rows: int, columns: int) -> None:
    """Raise AlongsideError where the area from A1 to the last cell is larger than a library's sheet can be."""
    if rows * columns > CELL_LIMIT:
        raise AlongsideError(
            _("A sheet reaches down to row {rows:,} and across to column {column}, too large to be read.").format(
                rows=rows, column=letters(columns)
            ),
            remedy=_(
                "Press Ctrl+End in Excel to see its last cell; delete the unused rows and columns before it, then save."
            ),
        )


def shared_sizes(container: Container) -> list[int]:
    """The length of each shared text of an xlsx file, in bytes, a little too large rather than too small."""
    if container.strings is None or container.kind != "xlsx" or not container.has(container.strings):
        return []
    sizes: list[int] = []
    rest = b""
    for number, chunk in enumerate(container.chunks(container.strings)):
        if not number:
            refuse_entities(chunk[:4096])
        if len(rest) > 40 * 2**20:
            raise too_large()  # one text a thousand times longer than a cell may hold
        pieces = re.split(rb"<(?:\w+:)?si[ />]", rest + chunk)
        sizes.extend(map(len, pieces[1:-1] if sizes else pieces[:-1]))
        rest = b"<si>" + pieces[-1] if len(pieces) > 1 or sizes else pieces[-1]
    sizes.append(len(rest))
    return sizes[1:]


def one_ahead(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same pieces, each unpacked while the one before is looked at."""
    with ThreadPoolExecutor(1) as other:
        coming = other.submit(next, chunks, None)
        while (chunk := coming.result()) is not None:
            coming = other.submit(next, chunks, None)
            yield chunk


def whole_rows(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes, cut where a row begins, so that no cell is cut in two."""
    rest = b""
    for chunk in chunks:
        joined = rest + chunk
        cut = joined.rfind(b"<row")
        if cut <= 0:
            cut = joined.rfind(b"<")
        if cut <= 0 or len(joined) - cut > 4 * CHUNK:
            cut = len(joined)
        yield joined[:cut]
        rest = joined[cut:]
    yield rest


def _scan_plain(chunk: bytes, scan: SheetScan) -> bool:
    """Scan a piece as Excel writes it; False where it is written in another way and needs the exact scan."""
    if b":" in chunk and b":c" in chunk and _PREFIXED_CELL.search(chunk):
        return False
    if _BEYOND_AZ.search(chunk):
        if _BEYOND_ZZ.search(chunk):
            return False
        for name in set(_TWO_LETTERS.findall(chunk)):
            scan.columns = max(scan.columns, (name[0] - 64) * 26 + name[1] - 64)
        scan.rows = max(scan.rows, *map(int, {b"0", *_CELL_ROW.findall(chunk)}))  # its row may say another number
    scan.columns = max(scan.columns, 52)  # an upper bound
    rows = _ROW.findall(chunk)
    if len(rows) != chunk.count(b"<row"):
        return False
    if rows:
        scan.rows = max(scan.rows, *map(int, rows))
    note_formulas(chunk, scan)
    return True


def note_formulas(chunk: bytes, scan: SheetScan) -> None:
    """Keep where formulas have an error or nothing for a result, in a piece as Excel writes it."""
    if b't="e"' in chunk:
        for where, text in _ERROR.findall(chunk):
            if len(scan.errors) < LISTED:
                scan.errors[address(where.decode()) or (0, 0)] = text.decode(errors="replace")
    if b"<f" in chunk and len(scan.uncalculated) < LISTED:
        scan.uncalculated += [address(where.decode()) or (0, 0) for where in _UNCALCULATED.findall(chunk)]


def _text_used(chunk: bytes, sizes: Sequence[int], longest: int) -> int:
    """How much text the shared strings of this piece unfold to: the reader copies each as often as it is used."""
    count = chunk.count(b't="s"')
    if count * longest <= TEXT_LIMIT // 200:
        return count * longest
    used = _SHARED_PLAIN.findall(chunk)
    if len(used) != count:
        used = _SHARED.findall(chunk)
    try:
        return sum(map(sizes.__getitem__, map(int, used)))
    except IndexError:  # a number that names no text; the reader says so
        return sum(sizes[index] for index in map(int, used) if index < len(sizes))


def note_merges(chunk: bytes, scan: SheetScan) -> None:
    """Keep which cells of a piece are merged."""
    for text in _MERGE.findall(chunk):
        scan.merged += 1
        if len(scan.merges) < LISTED:
            first, last = (address(corner.decode()) for corner in text.split(b":"))
            if first and last:
                scan.merges.append((first, last))


class _Exact:
    """Follows every cell of a sheet, however it is written. Only filled cells count: empty ones take no room."""

    def __init__(self, scan: SheetScan) -> None:
        self.scan = scan
        self.row = self.column = 0
        self.kind, self.formula, self.text = "", False, ""
        self.in_value = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            place = address(attributes["r"]) if "r" in attributes else None
            if place:
                self.row, self.column = place
            else:
                self.row, self.column = max(self.row, 1), self.column + 1
            self.kind, self.formula, self.text = attributes.get("t", ""), False, ""
        elif name in {"v", "is"}:
            self.in_value = True
            scan = self.scan
            if self.row > scan.rows or self.column > scan.columns:
                scan.rows, scan.columns = max(scan.rows, self.row), max(scan.columns, self.column)
                refuse_too_many(scan.rows, scan.columns)
        elif name == "row":
            stated = attributes.get("r", "").strip()
            self.row = int(stated) if stated.isdigit() else self.row + 1
            self.column = 0
        elif name == "f":
            self.formula = True

    def data(self, text: str) -> None:
        if self.in_value and len(self.text) < 64:
            self.text += text[:64]

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in {"v", "is"}:
            self.in_value = False
        elif name == "c":
            place = (self.row, self.column)
            if self.kind == "e" and self.text and len(self.scan.errors) < LISTED:
                self.scan.errors[place] = self.text
            elif self.formula and not self.text and len(self.scan.uncalculated) < LISTED:
                self.scan.uncalculated.append(place)


def _scan_exactly(container: Container, part: str, scan: SheetScan, *, everything: bool) -> None:
    """Measure the sheet cell by cell; with `everything`, find the errors too, because no pattern could."""
    scan.rows = scan.columns = 0
    seen, parser = _Exact(scan), _parser()
    parser.StartElementHandler = seen.start
    if everything:
        scan.errors.clear()
        scan.uncalculated.clear()
        parser.EndElementHandler, parser.CharacterDataHandler = seen.end, seen.data
    _feed(parser, container, part)


def _parser() -> expat.XMLParserType:
    def refuse(*_about: object) -> None:
        refuse_entities(b"<!DOCTYPE")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.buffer_text = True
    return parser


def _feed(parser: expat.XMLParserType, container: Container, part: str) -> None:
    try:
        for chunk in container.chunks(part):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise damaged(_("a sheet is not well-formed")) from error


def scan_ods(container: Container) -> None:
    """Raise AlongsideError where a sheet of an ODS file, with all its repeated rows and cells, is too large."""
    row = column = last_row = last_column = repeat_row = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, last_row, last_column, repeat_row
        name = tag.rpartition(":")[2]
        if name == "table":
            row = column = last_row = last_column = 0
        elif name == "table-row":
            repeat_row, column = _repeat(attributes, "table:number-rows-repeated"), 0
            row += repeat_row
        elif name in {"table-cell", "covered-table-cell"}:
            column += _repeat(attributes, "table:number-columns-repeated")
            if any(key.endswith(":value-type") for key in attributes):
                last_row, last_column = max(last_row, row), max(last_column, column)
                refuse_too_many(last_row, last_column)

    parser = _parser()
    parser.StartElementHandler = start
    _feed(parser, container, "content.xml")


def _repeat(attributes: dict[str, str], name: str) -> int:
    stated = attributes.get(name, "1")
    return int(stated) if stated.isdigit() else 1


def scan_xlsb(container: Container, part: str) -> None:
    """Raise AlongsideError where a sheet of an xlsb file reaches too far.

    Its records are a type and a size, each of up to two and four bytes of seven bits, then the content.
    """
    data = b"".join(container.chunks(part))
    place = row = last_row = last_column = 0
    end = len(data)
    while place < end:
        kind, place = _seven_bits(data, place, 2)
        size, place = _seven_bits(data, place, 4)
        if kind == 0 and size >= 4:  # a row: its number
            row = int.from_bytes(data[place : place + 4], "little") + 1
        elif 1 <= kind <= 11 and size >= 4:  # a cell of any type: its column
            last_row = max(last_row, row)
            last_column = max(last_column, int.from_bytes(data[place : place + 4], "little") + 1)
        place += size
    refuse_too_many(last_row, last_column)


def _seven_bits(data: bytes, place: int, most: int) -> tuple[int, int]:
    value = 0
    for step in range(most):
        if place >= len(data):
            break
        byte = data[place]
        place += 1
        value |= (byte & 0x7F) << (7 * step)
        if byte < 0x80:
            break
    return value, place
