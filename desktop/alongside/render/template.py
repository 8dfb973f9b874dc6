"""docxtpl's DocxTemplate, drop-in and far faster; with the product's own environment no text is lost, no name silent.

Where nothing needs python-docx, a document is made from text: each part was read and compiled once in the process, is
filled, and goes into the file beside the parts that are copied as they lie in the template. Whatever does need
python-docx (docxtpl's own objects, whoever asks for `docx`) gets it, and the rest is done as docxtpl does it.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from os import PathLike, fspath
from pathlib import Path
from typing import IO, Any

from docx import Document
from docx.oxml.parser import parse_xml
from docxtpl import DocxTemplate
from jinja2 import Environment, TemplateSyntaxError, UndefinedError
from lxml import etree

from alongside.errors import AlongsideError
from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.render import listed, strings, tables
from alongside.render.additions import Additions
from alongside.render.blame import FAULTS, around_fault, fault_of, line_of, missing_word
from alongside.render.captions import numbered_captions
from alongside.render.compiled import Compiled, Kept, compiled, digest, numbered
from alongside.render.contents import Entry
from alongside.render.drawn import drawing_into
from alongside.render.environment import PackEnvironment, PlainEnvironment, Tally, environment, tallied
from alongside.render.marks import FIELDS, MARKS, marks_of
from alongside.render.opened import Filled, Opened, Unusual, opened
from alongside.render.package import damaged, order, parser, read_parts, repack, tree_of
from alongside.render.patched import patched
from alongside.render.places import place_of
from alongside.render.properties import PERSONAL, STALE, describe, described, filled_properties, without
from alongside.render.repair import recovered, repaired, well_formed
from alongside.render.repeated import with_own_ids
from alongside.render.rescue import break_lines, rescue_bare_text
from alongside.render.running import bounded, printed, run
from alongside.render.scan import lost_text, not_arrived, shortened
from alongside.render.typeset import typeset
from alongside.render.wordml import W, texts
from alongside.render.zipped import Contents, packed, zip_of

__all__ = ["PackTemplate", "environment"]

# What docxtpl lets a template write where it wants the mark itself.
_SPELT_MARKS = {"{_{": "{{ '{{' }}", "}_}": "{{ '}}' }}", "{_%": "{{ '{%' }}", "%_}": "{{ '%}' }}"}
_DOCUMENT = re.compile(r"<w:document[^>]*>")
_AS_DOCXTPL = PlainEnvironment()  # docxtpl's own default, for those who call it as docxtpl
_ESCAPING = PlainEnvironment(autoescape=True)
_STRICT = environment()
_patched: Kept[str] = Kept(64, 32 * 2**20)


class PackTemplate(DocxTemplate):  # type: ignore[misc] # docxtpl has no types
    """A Word template. Called as docxtpl is called, it does as docxtpl does, and saves the same bytes each time."""

    _live: Any = None  # python-docx's Document, once somebody needs it
    _opened: Opened | None = None  # while there is none: what the file holds
    _made: dict[str, str | bytes]  # by the name of the part: what was filled or changed
    _at: Any = None  # the part that is being filled, for docxtpl's objects
    _added: Additions  # beside the template's parts
    _filling = False
    _searched = True  # every text printed is looked for in what came out
    fills_strictly = False  # while it is filled the product's way, for what is printed into it
    _body_text = ""  # the filled body, its lists of contents still empty
    contents: tuple[Entry, ...] = ()  # the lines of the document's lists of contents

    def render(self, context: dict[str, Any], jinja_env: Environment | None = None, autoescape: bool = False) -> None:
        """As docxtpl; with the environment of `environment()` as `fill`, which also tells what it met."""
        if isinstance(jinja_env, PackEnvironment):
            self.fill(context, jinja_env)
            return
        file = self._plainly_opened()
        if file is None:
            self._opened = None
            super().render(context, jinja_env, autoescape)
            return
        if autoescape and jinja_env:
            jinja_env.autoescape = autoescape
        env = jinja_env or (_ESCAPING if autoescape else _AS_DOCXTPL)
        self._begin(file)
        try:
            for part in file.filled:
                self._made[part.name] = self._as_docxtpl(part, context, env)
        finally:
            self._filling = False
            self._at = None
        if self._live is None:
            self._made[file.core] = filled_properties(file, context, env)
        else:
            self._hand_over()
            self.render_properties(context, jinja_env)
        self.is_rendered = True

    def fill(
        self, context: dict[str, Any], strict: PackEnvironment | None = None, *, searched: bool = True
    ) -> tuple[Finding, ...]:
        """Fill the template and tell which text did not arrive as it was, and what was taken out as unsafe.

        `searched`: look for every text in what came out. Raises AlongsideError, with the file's name and the text
        around, for a template that cannot be filled.
        """
        env = strict or _STRICT
        file = self._strictly_opened()
        self._searched = searched
        self._begin(file)
        met = list(file.found)
        self.fills_strictly = True
        try:
            for part in file.filled:
                self._made[part.name] = self._filled(part, context, env, met)
        finally:
            self._filling = self.fills_strictly = False
            self._at = None
        if self._live is not None:
            self._hand_over()
            self._added.hand_over(self._live)
        else:
            self._made |= self._added.contents(lambda name: self._content(name) if name in self._made else None)
        self.is_rendered = True
        return tuple(met)

    def number_contents(self, pages: Sequence[int | None]) -> None:
        """Write into the lists of contents on which page each of `contents` is."""
        if self._opened is None or not self.contents:
            return
        body = self._opened.filled[0]
        self._made[body.name] = self._listed(self._body_text, pages)
        if self._live is not None:
            self._hand_over(body_only=True)

    def describe(self, *, title: str, subject: str, day: date, language: str = "en-GB") -> None:
        """Set the document's properties. Whoever made or last saved the template is not named."""
        if self._live is None and self._opened is not None:
            file = self._opened
            self._made[file.core] = described(file.core_xml, title=title, subject=subject, day=day, language=language)
            if file.app:
                self._made[file.app] = without(file.app_xml, (*PERSONAL, *STALE))
            return
        describe(self.docx.core_properties, title=title, subject=subject, day=day, language=language)
        for part in self.docx.part.package.iter_parts():
            if part.partname == "/docProps/app.xml":
                part._blob = without(part.blob, (*PERSONAL, *STALE))

    def save(self, filename: IO[bytes] | str | PathLike[str], *args: Any, **kwargs: Any) -> None:
        """As docxtpl, but with the parts in a fixed order and without times: equal content, equal bytes."""
        replacing = self.crc_to_new_media or self.crc_to_new_embedded or self.zipname_to_replace
        if self._live is None and self.is_rendered and not replacing and not self.pics_to_replace:
            data = self._written()
            self.is_saved = True
        else:
            buffer = BytesIO()
            super().save(buffer, *args, **kwargs)
            data = repack(buffer.getvalue())
        if isinstance(filename, str | PathLike):
            Path(fspath(filename)).write_bytes(data)
            return
        if replacing:
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
        env = strict or _STRICT
        file = self._strictly_opened()
        for part in file.filled:
            source = self._source(part)
            if not any(mark in source for mark in MARKS):
                continue
            try:
                compiled(source, env)
            except TemplateSyntaxError as error:
                yield part.label, str(error.message or error), around_fault(error, source)
            except FAULTS as error:
                yield part.label, str(error) or type(error).__name__, ""

    def sources(self) -> Iterator[tuple[Filled, str | AlongsideError]]:
        """Each part as Jinja reads it, or why it cannot be read. Raises AlongsideError for a broken file."""
        self._opened = self._strictly_opened()
        for part in self._opened.filled:
            try:
                yield part, self._source(part)
            except AlongsideError as error:
                yield part, error

    @property
    def holds_controls(self) -> bool:
        """Whether the template may have check boxes or other controls, to be filled when it is saved."""
        held = self._opened_now().worked_out
        found: bool | None = held.get(("controls",))
        if found is None:
            parts = self._opened_now().filled
            found = held.put(("controls",), any("<w:sdt>" in part.xml or "<w:ffData>" in part.xml for part in parts), 1)
        return found

    @property
    def name(self) -> str:
        """The file's name, without a folder: a path may carry a person's name."""
        file = self.template_file
        return Path(fspath(file)).name if isinstance(file, str | PathLike) else _("template")

    # --- docxtpl's own names, for its objects and its callers ---------------------------------------------------

    @property
    def docx(self) -> Any:
        """python-docx's Document: of the template, or of what was made of it. From here on all is done by it."""
        if self._live is None and self._opened is not None:
            if self._filling:
                file = self._opened
                self._live = Document(BytesIO(zip_of((name, file.members[name]) for name in file.order)))
            else:
                self._live = Document(BytesIO(self._written()))
        return self._live

    @docx.setter
    def docx(self, document: Any) -> None:
        self._live = document

    @property
    def current_rendering_part(self) -> Any:
        """The part that is being filled, as python-docx knows it."""
        if not isinstance(self._at, Filled):
            return self._at
        parts = self.docx.part.package.iter_parts()
        return next(part for part in parts if part.partname.membername == self._at.name)

    @current_rendering_part.setter
    def current_rendering_part(self, part: Any) -> None:
        self._at = part

    def new_subdoc(self, docpath: Any = None) -> Any:
        """As docxtpl."""
        from alongside.render.subdocument import SubDocument  # noqa: PLC0415 - seldom used, and slow to load

        self.init_docx()
        return SubDocument(self, docpath)

    def patch_xml(self, src_xml: str) -> str:
        """As docxtpl, once for each content."""
        key = digest(src_xml)
        found = _patched.get(key)
        if found is None:
            found = _patched.put(key, patched(src_xml, super().patch_xml), len(src_xml))
        return found

    def render_xml_part(
        self, src_xml: str, part: Any, context: dict[str, Any], jinja_env: Environment | None = None
    ) -> str:
        """As docxtpl, compiled once for each content."""
        self.current_rendering_part = part
        pieces, _code = printed(numbered(src_xml), jinja_env or _AS_DOCXTPL, context)
        return self._tidied("".join(pieces))

    # --- both ways ----------------------------------------------------------------------------------------------

    def _bytes(self) -> bytes:
        file = self.template_file
        if isinstance(file, str | PathLike):
            return Path(fspath(file)).read_bytes()
        file.seek(0)
        data: bytes = file.read()
        file.seek(0)
        return data

    def _begin(self, file: Opened) -> None:
        self._live, self._opened, self._made = None, file, {}
        self._added = Additions(Contents(file.members), file.filled[0].name)
        self._body_text, self.contents = "", ()
        self.pic_map: dict[str, Any] = {}
        self.docx_ids_index = 1000
        self.is_rendered = self.is_saved = False
        self._filling = True

    def _written(self) -> bytes:
        file = self._opened
        if file is None:
            raise ValueError("nothing was filled")
        names = sorted({*file.order, *self._made}, key=order)
        return zip_of(
            (name, packed(self._content(name)) if name in self._made else file.members[name]) for name in names
        )

    def _content(self, name: str) -> bytes:
        made = self._made[name]
        if isinstance(made, bytes):
            return made
        filled = self._opened.filled if self._opened else ()
        opening, closing = next(((item.opening, item.closing) for item in filled if item.name == name), ("", ""))
        return f"{opening}{made}{closing}".encode()

    def _hand_over(self, *, body_only: bool = False) -> None:
        """Put what was filled into python-docx's Document."""
        file = self._opened
        if file is None:
            return
        parts = {part.partname.membername: part for part in list(self._live.part.package.iter_parts())}
        for part in file.filled[:1] if body_only else file.filled:
            if part.is_body:
                tree = recovered(self._content(part.name).decode())
                self.map_tree(tree.find(f"{W}body"))
            elif part.relation:
                self.map_headers_footers_xml(part.relation, self._content(part.name))
            else:
                parts[part.name]._blob = self._content(part.name)

    def _gridded(self, xml: str, part: Filled) -> str:
        opening = _DOCUMENT.search(part.opening)
        return tables.fixed(xml, opening.group() if opening else "<w:body>", super().fix_tables)

    # --- as docxtpl ---------------------------------------------------------------------------------------------

    def _plainly_opened(self) -> Opened | None:
        """The file, where no Document is at hand that somebody may have changed, and python-docx is not needed."""
        if self._live is not None and not self.is_rendered:
            return None
        try:
            return opened(self._bytes(), self.name, strict=False)
        except (Unusual, OSError, ValueError, LookupError, RuntimeError, EOFError, etree.XMLSyntaxError):
            return None  # python-docx says what is wrong with it
        except Exception as error:
            if type(error).__name__ == "BadZipFile":
                return None
            raise

    def _as_docxtpl(self, part: Filled, context: dict[str, Any], env: Environment) -> str:
        key = ("as docxtpl", part.name)
        held = self._opened.worked_out if self._opened else Kept(1, 1)
        source = held.get(key)
        if source is None:
            source = held.put(key, numbered(self.patch_xml(part.xml)), len(part.xml))
        self._at = part
        pieces, code = printed(source, env, context)
        return self._finished(pieces, code, part)

    def _finished(self, pieces: Sequence[str], code: Compiled, part: Filled) -> str:
        """What docxtpl does to a filled part, and the repair of what it would lose."""
        xml = self._tidied("".join(pieces))
        opening, closing = part.opening, part.closing
        values = [piece for piece in pieces if id(piece) not in code.own]
        doubtful = not code.structure.sound or code.structure.marked or strings.unholdable(values)
        if doubtful and not well_formed(f"{opening}{xml}{closing}"):
            mended = self._tidied(repaired(pieces, code.own, opening))
            if well_formed(f"{opening}{mended}{closing}"):
                xml = mended
            elif part.is_body:
                xml = _body_of(recovered(f"{opening}{xml}{closing}"))
            else:
                parse_xml(xml.encode())  # raises, as docxtpl does
        if part.is_body:
            if doubtful or not code.structure.settled:
                xml = self._gridded(xml, part)
            xml = self._with_numbered_drawings(xml, part)
        elif part.relation and (doubtful or code.structure.spaced):
            xml = str(
                etree.tostring(parse_xml(xml.encode()), encoding="unicode")
            )  # without the gaps, as docxtpl reads it
        return xml

    def _tidied(self, xml: str) -> str:
        return strings.resolved(strings.spelt_marks(strings.joined_lines(xml)), super().resolve_listing)

    def _with_numbered_drawings(self, xml: str, part: Filled) -> str:
        made = strings.numbered_drawings(xml)
        if made is not None:
            return made
        tree = recovered(f"{part.opening}{xml}{part.closing}")
        self.fix_docpr_ids(tree)
        return _body_of(tree)

    # --- the strict way -----------------------------------------------------------------------------------------

    def _strictly_opened(self) -> Opened:
        try:
            data = self._bytes()
        except OSError as error:
            raise AlongsideError(
                _("The template cannot be opened: {reason}.").format(reason=error.strerror or error),
                where=self.name,
                remedy=_("Put back the template that came with Alongside."),
            ) from error
        if self._live is not None and not self.is_rendered:
            read_parts(data, self.name)
            data = _saved(self._live)  # somebody built on it, as for a sub-document
        try:
            try:
                return opened(data, self.name, strict=True)
            except Unusual:
                document = Document(BytesIO(data))
                document.core_properties  # noqa: B018 - makes them, where there are none
                return opened(repack(_saved(document)), self.name, strict=True)
        except AlongsideError:
            raise
        except Exception as error:  # python-docx raises whatever a broken package makes it trip over
            raise damaged(self.name, str(error)) from error

    def _filled(self, part: Filled, context: dict[str, Any], env: PackEnvironment, met: list[Finding]) -> str:
        source = self._source(part)
        self._at = part
        with tallied() as tally, drawing_into(lambda: self._added.host(part.name)):
            try:
                code = compiled(source, env)
                xml = bounded(run(code.code, env, context))
            except FAULTS as error:
                raise fault_of(error, source, self._place_of(error, source, part), context) from error
        xml = with_own_ids(numbered_captions(xml) if part.is_body else xml)
        root = part.opening if part.is_body else xml
        notes = self._added.notes() if part.is_body and tally.formatted else None  # Word has none elsewhere
        xml = typeset(xml, root, tally.formatted, self._added.links(part.name), self._added.shapes, notes=notes)
        xml = notes.settled(xml) if notes else xml
        place = Place(template=self.name, part=part.label)
        if not code.placed or tally.brought:
            xml = self._rescued(xml, part, tally, met, place)
        met += [_replaced(text, place) for text in dict.fromkeys(tally.replaced)]
        if part.is_body:
            if tally.brought or not code.structure.settled:
                xml = self._gridded(xml, part)
            xml = self._with_numbered_drawings(xml, part)
            self._body_text = xml
            xml = self._listed(xml)
        return xml

    def _listed(self, xml: str, pages: Sequence[int | None] = ()) -> str:
        """The body with its lists of contents."""
        file = self._opened
        if file is None or not file.contents:
            return xml
        made: tuple[Entry, ...] = ()
        whole = xml
        for field in file.contents:
            entries = listed.headings(whole, field, file.styles_xml, file.numbering_xml)
            xml = listed.written(xml, field, entries, pages[len(made) : len(made) + len(entries)])
            made += entries
        self.contents = made
        return xml

    def _rescued(self, xml: str, part: Filled, tally: Tally, met: list[Finding], place: Place) -> str:
        """The part after a parser looked at it, because some of what was printed may need it."""
        xml = strings.joined_lines(xml)
        if "\a" in xml or "\f" in xml:
            xml = self.resolve_listing(xml)  # only docxtpl's Listing and RichText bring these
        try:
            tree = etree.fromstring(f"{part.opening}{xml}{part.closing}".encode(), parser())
        except etree.XMLSyntaxError as error:
            raise AlongsideError(
                _("Filled with this pack, the template gives a page that Word cannot open ({reason}).").format(
                    reason=error
                ),
                where=f"{self.name}, {part.label}",
                remedy=_(
                    "Check the template: a row, cell or paragraph field may begin in one place and end elsewhere."
                ),
            ) from error
        if part.is_body:
            tree = tree.find(f"{W}body")
        rescue_bare_text(tree)
        break_lines(tree)
        if self._searched:
            met += [lost_text(text, place) for text in not_arrived(tally.printed, tree)]
        text: str = etree.tostring(tree, encoding="unicode", with_tail=False)
        return text

    def _place_of(self, error: Exception, source: str, part: Filled) -> str:
        word = missing_word(error) if isinstance(error, UndefinedError) else ""
        where = Place(template=self.name, part=part.label)
        return place_of(part.tree(), source, line_of(error), word, where).text()

    def _source(self, part: Filled) -> str:
        """A part as Jinja reads it, one paragraph a line."""
        held = self._opened_now().worked_out
        found: str | None = held.get(("source", part.name))
        if found is not None:
            return found
        xml = part.xml
        if "{" in xml:
            whole = f"{part.opening}{xml}{part.closing}" if part.is_body else xml
            marks = marks_of(list(texts(tree_of(whole.encode(), self.name))))
            if marks.unclosed is not None:
                raise AlongsideError(
                    _("A field of the template begins and does not end: “{around}”.").format(
                        around=shortened(marks.around)
                    ),
                    where=f"{self.name}, {part.label}",
                    remedy=_("Put the closing marks behind it, in the same paragraph."),
                )
            if marks.fields > FIELDS:
                raise AlongsideError(
                    _("The template has more fields than Alongside fills."),
                    where=f"{self.name}, {part.label}",
                    remedy=_("Use a loop instead of repeating fields."),
                )
            if marks.fields:  # docxtpl's search for split marks takes seconds on a long document
                xml = self.patch_xml(xml)
        for spelt, mark in _SPELT_MARKS.items():
            xml = xml.replace(spelt, mark)
        made: str = held.put(("source", part.name), numbered(xml), len(xml))
        return made

    def _opened_now(self) -> Opened:
        return self._opened if self._opened is not None else self._strictly_opened()


def _body_of(tree: etree._Element) -> str:
    body = tree.find(f"{W}body")
    return "" if body is None else str(etree.tostring(body, encoding="unicode", with_tail=False))


def _saved(document: Any) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _replaced(text: str, place: Place) -> Finding:
    return finding(
        "output.replaced_character",
        place,
        _("A character that Word cannot hold was replaced by � in “{text}”.").format(text=shortened(text)),
        _("Type that passage anew in the library or in the pack."),
    )
