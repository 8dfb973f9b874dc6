"""The parts that charts and pictures bring into a document: gathered as bytes, or put into python-docx's package."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from itertools import count
from typing import Any, Protocol

from docx.opc.packuri import PackURI
from docx.opc.part import Part

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MEDIA = {b"\x89PNG": ("png", "image/png"), b"\xff\xd8\xff": ("jpg", "image/jpeg"), b"GIF8": ("gif", "image/gif")}
_TO_WORKBOOK = "rId1"

ChartXml = Callable[[str], bytes]  # a chart's part, given the id of its relation to its workbook


class Host(Protocol):
    """The part that a field is printed into."""

    @property
    def content_type(self) -> str: ...

    def add_chart(self, xml: ChartXml, workbook: bytes) -> tuple[str, int]:
        """Put it into the package; the relation of this part to it and its number."""

    def add_picture(self, data: bytes) -> tuple[str, int]:
        """The same. A picture that is there already is used again."""


_host: ContextVar[Callable[[], Host] | None] = ContextVar("host", default=None)


@contextmanager
def drawing_into(host: Callable[[], Host]) -> Iterator[None]:
    """What is drawn inside, in this thread, belongs to that part, which is asked for only where something is drawn."""
    token = _host.set(host)
    try:
        yield
    finally:
        _host.reset(token)


def part_being_filled(template: Any) -> Host | None:
    """The part in which a field is being printed; None outside a document."""
    filling = _host.get()
    if filling is not None:
        return filling()
    part = getattr(template, "current_rendering_part", None)
    return LiveHost(part) if part is not None else None


@dataclass(frozen=True, slots=True)
class LiveHost:
    """A part of python-docx's."""

    part: Any

    @property
    def content_type(self) -> str:
        return str(self.part.content_type)

    def add_chart(self, xml: ChartXml, workbook: bytes) -> tuple[str, int]:
        package = self.part.package
        taken = {item.partname.membername for item in package.iter_parts()}
        number, chart_name, book_name = _chart_names(taken)
        book = Part(PackURI(f"/{book_name}"), WORKBOOK_TYPE, workbook, package)
        chart = Part(PackURI(f"/{chart_name}"), CHART_TYPE, b"", package)
        chart._blob = xml(chart.relate_to(book, f"{_OFFICE}/package"))
        return self.part.relate_to(chart, f"{_OFFICE}/chart"), number

    def add_picture(self, data: bytes) -> tuple[str, int]:
        package = self.part.package
        relation = self.part.relate_to(package.get_or_add_image_part(BytesIO(data)), f"{_OFFICE}/image")
        return relation, sum(1 for item in package.image_parts if item is not None)


@dataclass(frozen=True, slots=True)
class Relation:
    """One line of a part's relations."""

    id: str
    kind: str
    target: str  # the name of a part


@dataclass
class Drawn:
    """What was drawn into one document. `parts`: the template's own, by name."""

    parts: Mapping[str, bytes]
    added: dict[str, tuple[bytes, str]] = field(default_factory=dict)  # by name: content and content type
    relations: dict[str, list[Relation]] = field(default_factory=dict)  # by the part they go out from
    _pictures: dict[bytes, str] = field(default_factory=dict)  # digest: name

    def chart(self, host: str, xml: ChartXml, workbook: bytes) -> tuple[str, int]:
        number, chart_name, book_name = _chart_names({*self.parts, *self.added})
        self.added[book_name] = (workbook, WORKBOOK_TYPE)
        self.added[chart_name] = (xml(_TO_WORKBOOK), CHART_TYPE)
        self.relations[chart_name] = [Relation(_TO_WORKBOOK, f"{_OFFICE}/package", book_name)]
        return self._related(host, f"{_OFFICE}/chart", chart_name), number

    def picture(self, host: str, data: bytes) -> tuple[str, int]:
        key = sha256(data).digest()
        name = self._pictures.get(key)
        if name is None:
            ending, kind = next(
                (found for start, found in _MEDIA.items() if data.startswith(start)), ("png", "image/png")
            )
            taken = {item.rpartition(".")[0] for item in (*self.parts, *self.added)}
            at = next(at for at in count(1) if f"word/media/image{at}" not in taken)
            name = self._pictures[key] = f"word/media/image{at}.{ending}"
            self.added[name] = (data, kind)
        number = sum(1 for item in (*self.parts, *self.added) if item.startswith("word/media/"))
        return self._related(host, f"{_OFFICE}/image", name), number

    def _related(self, host: str, kind: str, target: str) -> str:
        lines = self.relations.setdefault(host, [])
        known = next((line.id for line in lines if line.target == target), "")
        if not known:
            known = f"rIdDrawn{len(lines) + 1}"
            lines.append(Relation(known, kind, target))
        return known

    def hand_over(self, document: Any) -> None:
        """Put all of it into python-docx's Document, under names that are free there."""
        package = document.part.package
        live: dict[str, Any] = {part.partname.membername: part for part in package.iter_parts()}
        taken = {name.lower() for name in live}
        made: dict[str, Any] = {}
        for name, (content, kind) in self.added.items():
            made[name] = Part(PackURI(f"/{_free(name, taken)}"), kind, content, package)
        for source, lines in self.relations.items():
            relations = (made.get(source) or live[source]).rels
            for line in lines:
                relations.add_relationship(line.kind, made[line.target], line.id)


@dataclass(frozen=True, slots=True)
class BytesHost:
    """A part of a document that is written without python-docx."""

    drawn: Drawn
    name: str
    content_type: str

    def add_chart(self, xml: ChartXml, workbook: bytes) -> tuple[str, int]:
        return self.drawn.chart(self.name, xml, workbook)

    def add_picture(self, data: bytes) -> tuple[str, int]:
        return self.drawn.picture(self.name, data)


def _chart_names(taken: set[str]) -> tuple[int, str, str]:
    number = next(at for at in count(1) if f"word/charts/chart{at}.xml" not in taken)
    book = next(name for at in count(1) if (name := f"word/embeddings/chart_numbers{at}.xlsx") not in taken)
    return number, f"word/charts/chart{number}.xml", book


def _free(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    found = next(
        item for item in (name, *(f"{stem}_{at}{dot}{ending}" for at in range(2, len(taken) + 3)))
        if item.lower() not in taken
    )  # fmt: skip
    taken.add(found.lower())
    return found
