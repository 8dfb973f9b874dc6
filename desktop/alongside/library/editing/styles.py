"""Which styles of a workbook show a number as a date, and a new style where none fits."""

import re
from functools import cached_property

from alongside.i18n import _
from alongside.library.container import damaged
from alongside.library.editing.markup import Markup, Tag, with_attribute

_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
GENERAL, DAY, MOMENT = 0, 14, 22  # built-in formats; 14 and 22 are shown as the reader's own country writes dates
_MOST = 64_000  # cell styles; Excel opens no file with more


class Styles:
    """The styles part. `data` is what it has become; the same bytes as long as nothing was added."""

    def __init__(self, data: bytes | None) -> None:
        self.data = data
        self._added: dict[tuple[int, int], int] = {}

    @cached_property
    def _formats(self) -> list[int]:
        return [tag.number("numFmtId") or 0 for _markup, tag in self._cell_styles()]

    @cached_property
    def _codes(self) -> dict[int, str]:
        if self.data is None:
            return {}
        markup = Markup(self.data)
        return {tag.number("numFmtId") or 0: tag.get("formatCode") or "" for tag in markup.tags("numFmt")}

    def is_date(self, style: int | None) -> bool:
        """Whether a number in this style is shown as a date or a time."""
        if style is None or not 0 <= style < len(self._formats):
            return False
        number = self._formats[style]
        code = self._codes.get(number)
        if code is None:
            return number in _BUILT_IN_DATES
        return any(letter in _NOT_CODE.sub("", code.split(";")[0]).lower() for letter in "ymdhs")

    def like(self, style: int | None, number_format: int) -> int:
        """A style that differs from `style` in its number format alone; added to the part, once, where it is new."""
        base = style if style is not None and 0 <= style < len(self._formats) else 0
        if (base, number_format) not in self._added:
            self._added[base, number_format] = self._add(base, number_format)
        return self._added[base, number_format]

    def _add(self, base: int, number_format: int) -> int:
        if self.data is None or not self._formats:
            raise damaged(_("it has no styles"))
        if len(self._formats) >= _MOST:
            raise damaged(_("it has more styles than Excel can open"))
        markup, tag = self._cell_styles()[base]
        end = markup.closing("xf", tag)[1]
        new = with_attribute(tag.text, "numFmtId", str(number_format))
        new = with_attribute(new, "applyNumberFormat", "1") + markup.data[tag.end : end]
        listing = markup.first("cellXfs")
        if listing is None:
            raise damaged(_("it has no styles"))
        stop = markup.content_end("cellXfs", listing)
        count = len(self._formats)
        head = with_attribute(listing.text, "count", str(count + 1))
        data = markup.data
        self.data = data[: listing.start] + head + data[listing.end : stop] + new + data[stop:]
        self._formats.append(number_format)
        return count

    def _cell_styles(self) -> list[tuple[Markup, Tag]]:
        if self.data is None:
            return []
        markup = Markup(self.data)
        listing = markup.first("cellXfs")
        if listing is None:
            return []
        stop = markup.content_end("cellXfs", listing)
        return [(markup, tag) for tag in markup.tags("xf", listing.end, stop)]
