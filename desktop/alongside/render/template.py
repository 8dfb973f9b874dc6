"""docxtpl's DocxTemplate, drop-in; with the product's own environment no text is lost and no name is silent."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from os import PathLike, fspath
from pathlib import Path
from typing import IO, Any, NoReturn

from docx.opc.part import Part
from docxtpl import DocxTemplate
from jinja2 import Environment, TemplateSyntaxError
from jinja2.exceptions import SecurityError, TemplateError, UndefinedError
from lxml import etree
from rapidfuzz import process

from alongside.errors import AlongsideError
from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.render.contents import empty_contents, fill_contents
from alongside.render.environment import SOURCE, PackEnvironment, TooMuch, environment, tallied
from alongside.render.marks import FIELDS, marks_of
from alongside.render.package import damaged, parser, read_parts, repack, tree_of
from alongside.render.scan import lost_text, not_arrived, shortened
from alongside.render.wordml import XML_SPACE, W, texts

__all__ = ["PackTemplate", "environment"]

NOTES = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml": "footnotes",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml": "endnotes",
}
TITLE_LIMIT = 255  # characters: what the properties of an Office file hold
# What docxtpl lets a template write where it wants the mark itself.
_SPELT_MARKS = {"{_{": "{{ '{{' }}", "}_}": "{{ '}}' }}", "{_%": "{{ '{%' }}", "%_}": "{{ '%}' }}"}
_PERSONAL = ("Company", "Manager", "HyperlinkBase", "Template")
_STALE = ("TotalTime", "Pages", "Words", "Characters", "CharactersWithSpaces", "Lines", "Paragraphs")
_FAULTS = (
    TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError, MemoryError,
)  # fmt: skip
_MISSING = re.compile(r"""(?:no attribute|no element) (['"]?)(.+)\1$|^(['"])(.+)\3 is undefined$""")


class PackTemplate(DocxTemplate):  # type: ignore[misc] # docxtpl has no types
    """A Word template. Called as docxtpl is called, it does as docxtpl does, and saves the same bytes each time."""

    def render(self, context: dict[str, Any], jinja_env: Environment | None = None, autoescape: bool = False) -> None:
        """As docxtpl; with the environment of `environment()` as `fill`, which also tells what it met."""
        if isinstance(jinja_env, PackEnvironment):
            self.fill(context, jinja_env)
        else:
            super().render(context, jinja_env, autoescape)

    def fill(self, context: dict[str, Any], strict: PackEnvironment | None = None) -> tuple[Finding, ...]:
        """Fill the template and tell which text did not arrive as it was.

        Raises AlongsideError, with the file's name and the text around, for a template that cannot be filled.
        """
        env = strict or environment()
        self._open()
        empty_contents(self.docx)
        met: list[Finding] = []
        body = self._filled(self.get_xml(), self.docx.part, label="body", context=context, env=env, met=met)
        tree = self.fix_tables(etree.tostring(body, encoding="unicode"))
        self.fix_docpr_ids(tree)
        self.map_tree(tree)
        fill_contents(self.docx)
        for label, relation, part in self._headers_and_footers():
            filled = self._filled(self.get_part_xml(part), part, label=label, context=context, env=env, met=met)
            self.map_headers_footers_xml(relation, _serialised(filled))
        for label, part in self._notes():
            filled = self._filled(_bare(part.blob), part, label=label, context=context, env=env, met=met)
            part._blob = _serialised(filled)
        self.is_rendered = True
        return tuple(met)

    def describe(self, *, title: str, subject: str, day: date, language: str = "en-GB") -> None:
        """Set the document's properties. Whoever made or last saved the template is not named."""
        properties = self.docx.core_properties
        keywords = properties.keywords
        for child in list(properties._element):
            properties._element.remove(child)
        noon = datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001 - python-docx writes it as UTC
        properties.title, properties.subject = title[:TITLE_LIMIT], subject[:TITLE_LIMIT]
        properties.language, properties.revision = language, 1
        if keywords:
            properties.keywords = keywords
        properties.created = properties.modified = noon
        for part in self.docx.part.package.iter_parts():
            if part.partname == "/docProps/app.xml":
                _without(part, (*_PERSONAL, *_STALE))

    def save(self, filename: IO[bytes] | str | PathLike[str], *args: Any, **kwargs: Any) -> None:
        """As docxtpl, but with the parts in a fixed order and without times: equal content, equal bytes."""
        buffer = BytesIO()
        super().save(buffer, *args, **kwargs)
        data = repack(buffer.getvalue())
        if isinstance(filename, str | PathLike):
            Path(fspath(filename)).write_bytes(data)
            return
        if self.crc_to_new_media or self.crc_to_new_embedded or self.zipname_to_replace:
            filename.seek(0)  # docxtpl leaves a stream at its start after a replacement
            filename.truncate()
            filename.write(data)
            filename.seek(0)
        else:
            filename.write(data)

    def faults(self, strict: PackEnvironment | None = None) -> Iterator[tuple[str, str, str]]:
        """Each part that the product's environment does not accept: the part, why, and the text around.

        Nothing is filled. Raises AlongsideError for a file that cannot be opened.
        """
        env = strict or environment()
        self._open()
        for label, xml, _part in self._parts():
            source = self._source(xml, label)
            try:
                env.from_string(source)
            except TemplateSyntaxError as error:
                yield label, str(error.message or error), _around(error, source)
            except _FAULTS as error:
                yield label, str(error) or type(error).__name__, ""

    @property
    def name(self) -> str:
        """The file's name, without a folder: a path may carry a person's name."""
        file = self.template_file
        return Path(fspath(file)).name if isinstance(file, str | PathLike) else _("template")

    # --- from here on: the strict way only ----------------------------------------------------------------------

    def _open(self) -> None:
        file = self.template_file
        if isinstance(file, str | PathLike):
            try:
                data = Path(fspath(file)).read_bytes()
            except OSError as error:
                raise AlongsideError(
                    _("The template cannot be opened: {reason}.").format(reason=error.strerror or error),
                    where=self.name,
                    remedy=_("Put back the template that came with Alongside."),
                ) from error
        else:
            file.seek(0)
            data = file.read()
            file.seek(0)
        read_parts(data, self.name)
        try:
            self.render_init()
        except Exception as error:  # python-docx raises whatever a broken package makes it trip over
            raise damaged(self.name, str(error)) from error

    def _headers_and_footers(self) -> Iterator[tuple[str, str, Part]]:
        for uri, kind in ((self.HEADER_URI, "header"), (self.FOOTER_URI, "footer")):
            for relation, part in list(self.get_headers_footers(uri)):
                yield _label(part, kind), relation, part

    def _notes(self) -> Iterator[tuple[str, Part]]:
        for part in list(self.docx.part.package.iter_parts()):
            if part.content_type in NOTES:
                yield NOTES[part.content_type], part

    def _parts(self) -> Iterator[tuple[str, str, Part]]:
        yield "body", self.get_xml(), self.docx.part
        for label, _relation, part in self._headers_and_footers():
            yield label, self.get_part_xml(part), part
        for label, part in self._notes():
            yield label, _bare(part.blob), part

    def _filled(
        self,
        xml: str,
        part: Part,
        *,
        label: str,
        context: dict[str, Any],
        env: PackEnvironment,
        met: list[Finding],
    ) -> etree._Element:
        source = self._source(xml, label)
        self.current_rendering_part = part
        with tallied() as tally:
            try:
                filled = _bounded(env.from_string(source).generate(context))
            except _FAULTS as error:
                self._blame(error, source, label, context)
        filled = re.sub(r"\n<w:p([ >])", r"<w:p\1", filled)
        if "\a" in filled or "\f" in filled:
            filled = self.resolve_listing(filled)  # only docxtpl's Listing and RichText bring these
        try:
            tree = etree.fromstring(filled, parser())
        except etree.XMLSyntaxError as error:
            raise AlongsideError(
                _("Filled with this pack, the template gives a page that Word cannot open ({reason}).").format(
                    reason=error
                ),
                where=f"{self.name}, {label}",
                remedy=_(
                    "Check the template: a row, cell or paragraph field may begin in one place and end elsewhere."
                ),
            ) from error
        _rescue_bare_text(tree)
        _break_lines(tree)
        place = Place(template=self.name, part=label)
        met += [lost_text(text, place) for text in not_arrived(tally.printed, tree)]
        met += [_replaced(text, place) for text in dict.fromkeys(tally.replaced)]
        return tree

    def _source(self, xml: str, label: str) -> str:
        """A part as Jinja reads it, one paragraph a line."""
        if "{" in xml:
            marks = marks_of(list(texts(tree_of(xml.encode(), self.name))))
            if marks.unclosed is not None:
                raise AlongsideError(
                    _("A field of the template begins and does not end: “{around}”.").format(
                        around=shortened(marks.around)
                    ),
                    where=f"{self.name}, {label}",
                    remedy=_("Put the closing marks behind it, in the same paragraph."),
                )
            if marks.fields > FIELDS:
                raise AlongsideError(
                    _("The template has more fields than Alongside fills."),
                    where=f"{self.name}, {label}",
                    remedy=_("Use a loop instead of repeating fields."),
                )
            if marks.fields:  # docxtpl's search for split marks takes seconds on a long document
                xml = self.patch_xml(xml)
        for spelt, mark in _SPELT_MARKS.items():
            xml = xml.replace(spelt, mark)
        return re.sub(r"<w:p([ >])", r"\n<w:p\1", xml)

    def _blame(self, error: Exception, source: str, label: str, context: dict[str, Any]) -> NoReturn:
        around = shortened(_around(error, source))
        near = _(" near “{around}”").format(around=around) if around else ""
        where = f"{self.name}, {label}"
        if isinstance(error, SecurityError):
            what = _("The template was stopped{near}: {reason}.").format(near=near, reason=str(error).rstrip("."))
            remedy = _("Take that field out, or put back the template that came with Alongside.")
        elif isinstance(error, UndefinedError):
            word = _missing_word(error)
            what = _("The template uses the word “{word}”{near}, which this document does not offer.").format(
                word=word, near=near
            )
            remedy = _did_you_mean(word, context)
        elif isinstance(error, TemplateSyntaxError):
            what = _("A field of the template is not written correctly{near}: {reason}.").format(
                near=near, reason=str(error.message).rstrip(".")
            )
            remedy = _("Correct the field in Word, or put back the template that came with Alongside.")
        else:
            what = _("A field of the template cannot be worked out{near}: {reason}.").format(
                near=near, reason=str(error).rstrip(".") or type(error).__name__
            )
            remedy = _("Correct the field in Word, or put back the template that came with Alongside.")
        raise AlongsideError(what, where=where, remedy=remedy) from error


def _label(part: Part, kind: str) -> str:
    number = re.search(r"(\d+)\.xml$", str(part.partname))
    return f"{kind} {number.group(1)}" if number else kind


def _bare(blob: bytes) -> str:
    return re.sub(r"^\s*<\?xml[^>]*\?>\s*", "", blob.decode("utf-8-sig"))


def _bounded(pieces: Iterator[str]) -> str:
    kept, size = [], 0
    for piece in pieces:
        size += len(piece)
        if size > SOURCE:
            raise TooMuch(_("it makes more text than a document ever holds"))
        kept.append(piece)
    return "".join(kept)


def _around(error: Exception, source: str) -> str:
    """The paragraph's text at the fault: its fields as they are written, without the XML."""
    line = getattr(error, "lineno", None)
    if line is None:
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename in {"<template>", "<unknown>"}:
                line = trace.tb_lineno
            trace = trace.tb_next
    lines = source.split("\n")
    if line is None or not 1 <= line <= len(lines):
        return ""
    bare = re.sub(r"<[^>]*>", "", lines[line - 1])
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def _missing_word(error: UndefinedError) -> str:
    match = _MISSING.search(str(error))
    return (match.group(2) or match.group(4)) if match else str(error)


def _did_you_mean(word: str, context: dict[str, Any]) -> str:
    names: dict[str, None] = {}
    waiting: list[object] = [context]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            names |= dict.fromkeys(str(key) for key in item)
            waiting.extend(item.values())
        elif isinstance(item, list | tuple):
            waiting.extend(item[:1])
    near = process.extractOne(word, list(names), score_cutoff=70)
    if near:
        return _("Did you mean “{word}”? Correct it in the template.").format(word=near[0])
    return _("Take the word out of the template, or choose one from the list in templates/README.md.")


def _replaced(text: str, place: Place) -> Finding:
    return finding(
        "output.replaced_character",
        place,
        _("A character that Word cannot hold was replaced by � in “{text}”.").format(text=shortened(text)),
        _("Type that passage anew in the library or in the pack."),
    )


def _serialised(tree: etree._Element) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _without(part: Part, names: Sequence[str]) -> None:
    try:
        tree = etree.fromstring(part.blob, parser())
    except etree.XMLSyntaxError:
        return  # Word ignores it, and so does everybody
    for child in list(tree):
        if etree.QName(child).localname in names:
            tree.remove(child)
    part._blob = _serialised(tree)


# --- text that docxtpl would lose -------------------------------------------------------------------------------


def _rescue_bare_text(tree: etree._Element) -> None:
    """Give a run to text that stands in none, as `{{r word }}` and `{{p word }}` leave it: Word would skip it."""
    for tag, wrapped in ((f"{W}p", _run), (f"{W}hyperlink", _run), (f"{W}tc", _paragraph), (f"{W}body", _paragraph)):
        for element in list(tree.iter(tag)):
            _wrap_bare(element, wrapped)


def _wrap_bare(element: etree._Element, wrapped: Callable[[str], etree._Element]) -> None:
    if element.text and element.text.strip():
        element.insert(0, wrapped(element.text))
        element.text = None
    for child in list(element):
        tail = child.tail
        if tail and tail.strip():
            child.tail = None
            child.addnext(wrapped(tail))


def _run(text: str) -> etree._Element:
    run = etree.Element(f"{W}r")
    etree.SubElement(run, f"{W}t").text = text
    return run


def _paragraph(text: str) -> etree._Element:
    paragraph = etree.Element(f"{W}p")
    paragraph.append(_run(text))
    return paragraph


def _break_lines(tree: etree._Element) -> None:
    """Write line ends and tabs as Word does, inside their run, and keep every space."""
    for element in list(tree.iter(f"{W}t")):
        text = element.text or ""
        if text != text.strip() or "  " in text:
            element.set(XML_SPACE, "preserve")
        parent = element.getparent()
        if parent is None or parent.tag != f"{W}r" or not ("\n" in text or "\t" in text):
            continue
        place = parent.index(element)
        parent.remove(element)
        for piece in re.split(r"([\n\t])", text):
            if piece == "\n":
                made = etree.Element(f"{W}br")
            elif piece == "\t":
                made = etree.Element(f"{W}tab")
            elif piece:
                made = etree.Element(f"{W}t")
                made.text = piece
                made.set(XML_SPACE, "preserve")
            else:
                continue
            parent.insert(place, made)
            place += 1
