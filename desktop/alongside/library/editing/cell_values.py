"""From a value to the XML of a cell, and back."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.editing.changes import Value, empty
from alongside.library.editing.markup import Markup, Tag, with_attribute

_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # read as the character of that code, so it is written as one itself
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_WHOLE_SECONDS = 1e-9  # of a day


def serial(value: date, *, from_1904: bool) -> int | float:
    """The number by which a workbook counts days. Raises AlongsideError for a day before its first."""
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001 - as Excel keeps it
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
    gone = moment - first
    days: int | float = gone.days
    if not from_1904 and moment < datetime(1900, 3, 1):  # noqa: DTZ001
        days -= 1  # Excel counts a 29 February 1900 that never was
    if days < (0 if from_1904 else 1):
        raise AlongsideError(
            _("A workbook cannot keep {day} as a date: it counts its days from {first}.").format(
                day=value.isoformat()[:10], first=_("1 January 1904") if from_1904 else _("1 January 1900")
            ),
            remedy=_("Write it as text, in a column that is not for dates."),
        )
    part = (gone - timedelta(days=gone.days)) / timedelta(days=1)
    return days + part if part else days


def day_of(number: float, *, from_1904: bool) -> date | datetime | float:
    """The day a cell's number stands for; the number itself where it is none."""
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
    if not from_1904 and number < 60:
        number += 1
    try:
        moment = first + timedelta(seconds=round(number * 86_400, 3))
    except OverflowError:
        return number
    if abs(number - round(number)) < _WHOLE_SECONDS:
        return moment.date()
    return moment


def cell(tag: bytes, markup: Markup, value: Value, *, style: int | None, from_1904: bool, rest: bytes = b"") -> bytes:
    """The whole cell.

    `tag` is its opening tag as it was, so that attributes nobody here knows stay; `rest` is what stands after the
    value and stays as well. Text is written into the cell itself (inlineStr), never into the table of shared
    texts: so one part of the file changes, and no other cell can be touched by it. "=1+1" is text there, no formula.
    """
    for name in ("t", "cm", "vm"):  # the type, and what only a computed or linked value has
        tag = with_attribute(tag, name, None)
    tag = with_attribute(tag, "s", str(style) if style else None)
    tag = (tag[:-2] if tag.endswith(b"/>") else tag[:-1]).rstrip()
    p = markup.prefix
    if empty(value):
        return tag + (b">" + rest + b"</" + p + b"c>" if rest else b"/>")
    if isinstance(value, str):
        kind = b"inlineStr"
        spaced = b' xml:space="preserve"' if value != value.strip() or "\n" in value or "  " in value else b""
        text = markup.encoded(_ESCAPE.sub("_x005F_", value))
        held = b"<%sis><%st%s>%s</%st></%sis>" % (p, p, spaced, text, p, p)
    else:
        kind, number = _number(value, from_1904=from_1904)
        held = b"<%sv>%s</%sv>" % (p, number.encode(), p)
    typed = b' t="' + kind + b'"' if kind else b""
    return tag + typed + b">" + held + rest + b"</" + p + b"c>"


def _number(value: Value, *, from_1904: bool) -> tuple[bytes, str]:
    if isinstance(value, bool):
        return b"b", "1" if value else "0"
    if isinstance(value, date):
        value = serial(value, from_1904=from_1904)
    return b"", repr(value)


def value_of(
    tag: Tag, inside: bytes, *, is_date: Callable[[int | None], bool], shared: Callable[[int], str], from_1904: bool
) -> Value:
    """What the cell holds. A formula's cell holds its stored result, an error its name ("#REF!")."""
    kind = tag.get("t") or "n"
    if kind == "inlineStr":
        return plain_text(inside)
    stored = _TEXT_V.search(inside)
    text = _decoded(stored[1]) if stored else ""
    if kind == "s":
        return shared(int(text)) if text.strip().isdigit() else ""
    if kind in {"str", "e", "d"}:
        return _unescaped(text)
    if kind == "b":
        return text.strip() == "1" if text.strip() else ""
    try:
        number = float(text)
    except ValueError:
        return _unescaped(text)
    if is_date(tag.number("s")):
        return day_of(number, from_1904=from_1904)
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


_TEXT_V = re.compile(rb"<(?:[\w.-]+:)?v(?:\s[^>]*)?>([^<]*)<")
_TEXT_T = re.compile(rb"<(?:[\w.-]+:)?t(?:\s[^>]*)?>([^<]*)<")
_PHONETIC = re.compile(rb"<((?:[\w.-]+:)?)rPh[\s>].*?</\1rPh\s*>", re.DOTALL)  # how the text is pronounced
_ASIDES = re.compile(rb"<!--.*?-->|<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


def plain_text(inside: bytes) -> str:
    """The text of a shared or inline string, its runs put together."""
    if b"<!" in inside:
        inside = _ASIDES.sub(_quoted, inside)
    return _unescaped("".join(_decoded(found) for found in _TEXT_T.findall(_PHONETIC.sub(b"", inside))))


def _quoted(found: re.Match[bytes]) -> bytes:
    return (found[1] or b"").replace(b"&", b"&amp;").replace(b"<", b"&lt;")


def _decoded(text: bytes) -> str:
    found = text.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return unescape(found) if "&" in found else found


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
