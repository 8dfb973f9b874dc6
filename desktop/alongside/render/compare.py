"""Two files that should be one: which part or page differs, in which paragraph, and how it reads there."""

from collections.abc import Iterator
from itertools import zip_longest

from lxml import etree
from pypdfium2 import PdfiumError

from alongside.errors import AlongsideError
from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.render.package import is_xml, parser, read_parts
from alongside.render.page_numbers import page_texts
from alongside.render.scan import label
from alongside.render.wordml import texts

_REMEDY = _("Build the pack again, or ask whoever changed the file.")
_SHOWN = 30  # characters around the first difference


def differences(found: bytes, expected: bytes, name: str) -> tuple[Finding, ...]:
    """A Finding for each part of `found` that is not as in `expected`; none where the files are equal, byte by byte."""
    if found == expected:
        return ()
    try:
        there, wanted = read_parts(found, name), read_parts(expected, name)
    except AlongsideError as error:
        return (_differs(Place(template=name), error.what),)
    told = []
    for part in sorted({*there, *wanted}):
        place = Place(template=name, part=label(part))
        if part not in there:
            told.append(_differs(place, _("This part is missing.")))
        elif part not in wanted:
            told.append(_differs(place, _("This part was added.")))
        elif there[part] != wanted[part]:
            told.append(_part(part, there[part], wanted[part], name))
    return tuple(told) or (
        _differs(Place(template=name), _("It holds the same, but was packed anew by another program.")),
    )


def pdf_differences(found: bytes, expected: bytes, name: str) -> tuple[Finding, ...]:
    """A Finding for each page of a PDF that says something else; none where all pages read alike."""
    try:
        there, wanted = page_texts(found), page_texts(expected)
    except PdfiumError as error:
        return (_differs(Place(template=name), _("It is no PDF that can be read ({why}).").format(why=error)),)
    told = []
    for number, (is_there, was) in enumerate(zip_longest(there, wanted), start=1):
        place = Place(template=name, part=_("page {n}").format(n=number))
        if is_there is None:
            told.append(_differs(place, _("This page is missing.")))
        elif was is None:
            told.append(_differs(place, _("This page was added.")))
        elif is_there != was:
            told.append(_differs(place, _reading(is_there, was)))
    return tuple(told)


def byte_differences(found: bytes, expected: bytes, name: str) -> tuple[Finding, ...]:
    """As `differences`, for a PDF that is made the same each time and for files of any other kind."""
    if found == expected:
        return ()
    if name.lower().endswith(".pdf"):
        return pdf_differences(found, expected, name) or (
            _differs(Place(template=name), _("Its pages read the same; something else of it was changed.")),
        )
    try:
        lines = [content.decode("utf-8").splitlines() for content in (found, expected)]
    except UnicodeDecodeError:
        return (_differs(Place(template=name), _("It was replaced.")),)
    for number, (is_there, was) in enumerate(zip_longest(*lines), start=1):
        if is_there != was:
            return (_differs(Place(template=name, part=_("line {n}").format(n=number)), _reading(is_there, was)),)
    return (_differs(Place(template=name), _("Only the ends of its lines were changed.")),)


def _part(part: str, there: bytes, wanted: bytes, name: str) -> Finding:
    place = Place(template=name, part=label(part))
    if not is_xml(part):
        return _differs(place, _("This part was replaced."))
    try:
        trees = [etree.fromstring(content, parser()) for content in (there, wanted)]
    except etree.XMLSyntaxError:
        return _differs(place, _("This part is damaged."))
    for number, (is_there, was) in enumerate(zip_longest(texts(trees[0]), texts(trees[1])), start=1):
        if is_there != was:
            place = Place(template=name, part=label(part), paragraph=number)
            return _differs(place, _reading(is_there, was))
    canonical = [etree.tostring(tree, method="c14n") for tree in trees]
    if canonical[0] == canonical[1]:
        return _differs(place, _("This part says the same, but was written by another program."))
    return _differs(place, _("The text is the same; something else of this part was changed."))


def _reading(there: str | None, was: str | None) -> str:
    if there is None:
        return _("A paragraph is missing: “{text}”.").format(text=(was or "")[: 2 * _SHOWN])
    if was is None:
        return _("A paragraph was added: “{text}”.").format(text=there[: 2 * _SHOWN])
    at = next(_first_difference(there, was))
    start = max(at - _SHOWN, 0)
    return _("It reads “{there}” and was built as “{was}”.").format(
        there=there[start : at + _SHOWN], was=was[start : at + _SHOWN]
    )


def _first_difference(one: str, other: str) -> Iterator[int]:
    yield from (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1])
    yield min(len(one), len(other))


def _differs(place: Place, how: str) -> Finding:
    return finding(
        "output.not_as_built",
        place,
        _("“{name}” is not what its sources give. {how}").format(name=place.template, how=how),
        _REMEDY,
    )
