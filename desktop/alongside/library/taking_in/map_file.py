"""The map as a TOML file that a person can read and edit."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.columns import Kind
from alongside.library.headings import key, meant
from alongside.library.records import COLUMNS
from alongside.library.taking_in.days import Order
from alongside.library.taking_in.mapping import ColumnMap, SourceMap, Sureness, TableMap, Treatment

VERSION = 1
KEEP, CLEAR = "keep", "clear"  # what becomes of a cell that was emptied in the file
_NOT_FIELDS = {item.value: item for item in (Treatment.NOTES, Treatment.LEAVE_OUT)}
_MOST = 2 * 2**20  # bytes

_HEAD = _(
    "How Alongside takes this spreadsheet in. Edit it, then use it again with next month's file.\n"
    "\n"
    "name         what the rows are known by: keep it, or next month's rows count as new ones.\n"
    "emptied      “keep”: what was emptied in the file stays here, and is told; “clear”: it is emptied here too.\n"
    "[[table]]    one table of the file; sheet is where it was. to is a sheet of the library, or empty: not taken in.\n"
    "key          the headings that tell one row from all others; without any, a changed row counts as a new one.\n"
    "[table.set]  what every row gets, such as service_id.\n"
    "[[table.column]]  from is the heading there; to is a column of ours, or “notes”, or “leave out”.\n"
    "order        for days such as 04/03/2026: “day first” or “month first”.\n"
    "codes        true: names become person codes; the list of names stays where --person-codes says.\n"
    "[table.column.values]  what a cell says there = what it says in the library."
)


def map_text(mapping: SourceMap) -> str:
    """The map as TOML, with comments that explain it."""
    lines = [f"# {line}".rstrip() for line in _HEAD.splitlines()]
    lines += ["", f"version = {VERSION}", f"name = {_quoted(mapping.name)}"]
    lines.append(f"emptied = {_quoted(CLEAR if mapping.clear_emptied else KEEP)}")
    for table in mapping.tables:
        lines += ["", "", "[[table]]", f"sheet = {_quoted(table.sheet)}", f"to = {_quoted(table.to)}"]
        if table.reason:
            lines[-1] += f"  # {_comment(table.reason)}"
        lines.append(f"key = [{', '.join(map(_quoted, table.key))}]")
        if table.to:
            unused = _unused(table)
            if unused:
                lines.append(f"# {_('Columns of ours that nothing goes to')}: {', '.join(unused)}")
        lines += ["", "[table.set]", *(f"{_name(heading)} = {_quoted(value)}" for heading, value in table.fixed)]
        for column in table.columns:
            lines += ["", "[[table.column]]", *_column_lines(column)]
    return "\n".join(lines) + "\n"


def _unused(table: TableMap) -> list[str]:
    used = {column.to for column in table.columns} | {heading for heading, _value in table.fixed}
    return [
        column.heading + (" (" + _("needed") + ")" if column.required else "")
        for column in COLUMNS[table.to]
        if column.heading not in used and column.kind is not Kind.ID
    ]


def _column_lines(column: ColumnMap) -> Iterable[str]:
    told = column.to if column.treatment in {Treatment.FIELD, Treatment.PERSON_CODES} else column.treatment.value
    sure = {
        Sureness.SURE: _("sure"), Sureness.LIKELY: _("likely"), Sureness.GUESS: _("a guess"), Sureness.NONE: "",
    }[column.sureness]  # fmt: skip
    why = ": ".join(part for part in (sure, column.reason) if part)
    if why:
        yield f"# {_comment(why)}"
    yield f"from = {_quoted(column.source)}"
    yield f"to = {_quoted(told)}"
    if column.treatment is Treatment.PERSON_CODES:
        yield "codes = true"
    if column.order is not None:
        yield f"order = {_quoted(column.order.value)}"
    if column.values:
        yield "[table.column.values]"
        yield from (f"{_quoted(said)} = {_quoted(value)}" for said, value in column.values)


def _comment(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _name(text: str) -> str:
    return text if text.replace("_", "").isascii() and text.replace("_", "").isalnum() else _quoted(text)


def _quoted(text: str) -> str:
    special = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    made = "".join(
        special.get(letter) or (letter if letter >= " " and letter != "\x7f" else f"\\u{ord(letter):04x}")
        for letter in text
    )
    return f'"{made}"'


def save_map(mapping: SourceMap, path: Path) -> None:
    """Write the map, whole or not at all. OSError where it cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_text(map_text(mapping), encoding="utf-8", newline="\n")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


# --- reading -------------------------------------------------------------------------------------------------------


def read_map(path: Path) -> SourceMap:
    """The map in a file. Raises AlongsideError, with the place, for a file that is none."""
    try:
        if path.stat().st_size > _MOST:
            raise AlongsideError(_("This is too large for a map."), where=path.name)
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise AlongsideError(
            _("There is no such map."), where=path.name, remedy=_("Make one with --propose, and look through it.")
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise AlongsideError(_("This map cannot be read as a text file."), where=path.name) from error
    try:
        return map_from_text(text)
    except AlongsideError as error:
        error.where = f"{path.name}, {error.where}" if error.where else path.name
        raise


def map_from_text(text: str) -> SourceMap:
    """The map a text states. Raises AlongsideError where it states none."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AlongsideError(
            _("This map is not written as TOML wants it: {why}.").format(why=str(error).rstrip(".")),
            remedy=_("Texts stand in double quotes, and each name once."),
        ) from error
    if found.get("version") != VERSION:
        raise AlongsideError(
            _("This is not a map, or one of another version of Alongside."),
            remedy=_("It should say version = {version}.").format(version=VERSION),
        )
    name = _text(found, "name", "")
    if not name.strip():
        raise AlongsideError(_("The map has no name."), remedy=_('Give it one, such as name = "Incident log".'))
    tables = found.get("table", [])
    if not isinstance(tables, list) or not tables:
        raise AlongsideError(_("The map has no [[table]]."), remedy=_("Make one with --propose."))
    emptied = _text(found, "emptied", "") or KEEP
    if emptied not in {KEEP, CLEAR}:
        raise AlongsideError(_("“emptied” is “keep” or “clear”."))
    read = tuple(_table(item, number) for number, item in enumerate(tables, start=1))
    return SourceMap(name, read, emptied == CLEAR)


def _table(found: Any, number: int) -> TableMap:
    where = _("table {number}").format(number=number)
    if not isinstance(found, dict):
        raise AlongsideError(_("This is no table of a map."), where=where)
    to = _text(found, "to", where)
    if to and to not in COLUMNS:
        raise _unknown(_("The library has no sheet {name}."), to, COLUMNS, where)
    columns = found.get("column", [])
    if not isinstance(columns, list):
        raise AlongsideError(_("“column” is written as [[table.column]]."), where=where)
    known = [column.heading for column in COLUMNS[to]] if to else []
    fixed = found.get("set", {})
    if not isinstance(fixed, dict):
        raise AlongsideError(_("“set” is written as [table.set]."), where=where)
    for heading in fixed:
        if heading not in known and to:
            raise _unknown(_("The sheet {sheet} has no column {{name}}.").format(sheet=to), heading, known, where)
    read = tuple(_column(item, to, known, where) for item in columns)
    keys = found.get("key", [])
    if not isinstance(keys, list) or not all(isinstance(item, str) for item in keys):
        raise AlongsideError(_('“key” is a list of headings, such as key = ["Ref"].'), where=where)
    sources = {key(column.source) for column in read}
    for item in keys:
        if key(item) not in sources:
            raise AlongsideError(
                _("The key names the heading “{heading}”, which no column has.").format(heading=item), where=where
            )
    return TableMap(
        _text(found, "sheet", where), to, read, tuple(keys),
        tuple((heading, _plain(value)) for heading, value in fixed.items()),
    )  # fmt: skip


def _column(found: Any, to: str, known: Sequence[str], where: str) -> ColumnMap:
    if not isinstance(found, dict):
        raise AlongsideError(_("This is no column of a map."), where=where)
    source = _text(found, "from", where)
    where = f"{where}, {source}"
    target = _text(found, "to", where)
    codes = found.get("codes") is True
    treatment = _NOT_FIELDS.get(target or Treatment.NOTES.value, Treatment.FIELD)
    if treatment is Treatment.FIELD:
        if to and target not in known:
            raise _unknown(_("The sheet {sheet} has no column {{name}}.").format(sheet=to), target, known, where)
        treatment = Treatment.PERSON_CODES if codes else Treatment.FIELD
    told = found.get("order", "")
    order = next((item for item in Order if item.value == told), None)
    if told and order is None:
        raise AlongsideError(_("“order” is “day first” or “month first”."), where=where)
    values = found.get("values", {})
    if not isinstance(values, dict):
        raise AlongsideError(_("“values” is written as [table.column.values]."), where=where)
    return ColumnMap(
        source, treatment, target if treatment in {Treatment.FIELD, Treatment.PERSON_CODES} else "", order,
        tuple((said, _plain(value)) for said, value in values.items()),
    )  # fmt: skip


def _text(found: Mapping[str, Any], name: str, where: str) -> str:
    value = found.get(name, "")
    if not isinstance(value, str):
        raise AlongsideError(_("“{name}” is a text in double quotes.").format(name=name), where=where)
    return value


def _plain(value: object) -> str:
    return value if isinstance(value, str) else str(value)


def _unknown(message: str, name: str, known: Iterable[str], where: str) -> AlongsideError:
    guess = meant(name, known)
    remedy = _("Did you mean {guess}?").format(guess=guess) if guess else ""
    return AlongsideError(message.format(name=name), where=where, remedy=remedy)
