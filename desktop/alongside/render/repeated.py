"""What a repetition repeats and Word wants only once: bookmarks, and shapes in the way of older files."""

import re
from itertools import count

_BOOKMARK = re.compile(r"<w:bookmark(Start|End)\b[^>]*>")
_ID, _NAME = re.compile(r'(\bw:id=")([^"]*)'), re.compile(r'(\bw:name=")([^"]*)')
_KIND = re.compile(r'<v:shapetype\b[^>]*?\sid="([^"]*)"[^>]*?(?:/>|>.*?</v:shapetype>)', re.DOTALL)
# A shape, what is drawn beside it by its name, and its number among the shapes of the part.
_SHAPE = re.compile(r'(<v:(?!shapetype\b)\w+\b[^>]*>)|(\bShapeID=")([^"]*)')
_OWN, _NUMBER = re.compile(r'(\sid=")([^"]*)'), re.compile(r'(\so:spid=")([^"]*)')
_NUMBERED = re.compile(r"_x0000_s(\d+)\Z")
_LONGEST = 40  # letters of a bookmark's name


def with_own_ids(xml: str) -> str:
    """A filled part with each bookmark and each shape under a name of its own."""
    if xml.count("<w:bookmarkStart") > 1:
        xml = _own_bookmarks(xml)
    if xml.count("<v:") > 1:
        xml = _own_shapes(xml)
    return xml


def _own_bookmarks(xml: str) -> str:
    taken = set(re.findall(r'<w:bookmarkStart\b[^>]*\bw:id="([^"]*)"', xml))
    free = (str(number) for number in count(620_000) if str(number) not in taken)
    met: set[str] = set()
    names: set[str] = set()
    now: dict[str, str] = {}  # the id that a repeated one has in this turn

    def made(found: re.Match[str]) -> str:
        mark = found[0]
        number = _ID.search(mark)
        if number is None:
            return mark
        if found[1] == "Start":
            now[number[2]] = next(free) if number[2] in met else number[2]
            met.add(number[2])
            name = _NAME.search(mark)
            if name is not None:
                mark = _replaced(mark, name, _own_name(name[2], names))
        return _ID.sub(lambda at: f"{at[1]}{now.get(at[2], at[2])}", mark, count=1)

    return _BOOKMARK.sub(made, xml)


def _own_shapes(xml: str) -> str:
    kinds: set[str] = set()

    def once(found: re.Match[str]) -> str:
        """Every shape points to its kind by a name, so the first is enough."""
        again = found[1] in kinds
        kinds.add(found[1])
        return "" if again else found[0]

    xml = _KIND.sub(once, xml)
    highest = max((int(number) for number in re.findall(r'\so:spid="_x0000_s(\d+)"', xml)), default=1025)
    free = count(highest + 1)
    names: set[str] = set()
    numbers: set[str] = set()
    now: dict[str, str] = {}

    def made(found: re.Match[str]) -> str:
        if found[1] is None:
            return f"{found[2]}{now.get(found[3], found[3])}"
        shape = found[1]
        own, number = _OWN.search(shape), _NUMBER.search(shape)
        if own is not None:
            numbered = _NUMBERED.match(own[2])
            again = own[2] in names
            name = f"_x0000_s{next(free)}" if again and numbered else _own_name(own[2], names)
            names.add(name)
            now[own[2]] = name
            shape = _replaced(shape, own, name)
            number = _NUMBER.search(shape)
        if number is not None:
            if number[2] in numbers:
                shape = _replaced(shape, number, f"_x0000_s{next(free)}")
            numbers.add(number[2])
        return shape

    return _SHAPE.sub(made, xml)


def _own_name(name: str, taken: set[str]) -> str:
    """The name, with a number behind it where it is taken; it is taken from here on."""
    made, number = name, 1
    while made in taken:
        number += 1
        end = f"_{number}"
        made = f"{name[: _LONGEST - len(end)]}{end}"
    taken.add(made)
    return made


def _replaced(mark: str, found: re.Match[str], value: str) -> str:
    return f"{mark[: found.start(2)]}{value}{mark[found.end(2) :]}"
