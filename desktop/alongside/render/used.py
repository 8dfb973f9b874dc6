"""What a build tells the ledger of use: what of the library is in it, and every number that a reader may find there."""

from collections.abc import Iterable, Iterator, Mapping

from alongside.errors import AlongsideError
from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.library.ledger.entries import (
    Asked,
    Build,
    ItemUse,
    Released,
    ReleasedFigure,
    ReleasedTable,
)
from alongside.library.ledger.store import LedgerFile
from alongside.packs.chart import PlannedChart
from alongside.packs.plan import PackPlan, PlannedFigure, PlannedTable
from alongside.packs.recipes import Document
from alongside.render.context import REGISTER_FIGURES, REGISTER_TABLES
from alongside.render.manifest import Inputs, Output


def build_of(
    plan: PackPlan, inputs: Inputs, documents: Iterable[Document], outputs: Mapping[str, Output], *, final: bool
) -> tuple[Build, Released]:
    """The entry for a pack that is being built, and what is released with it."""
    released = released_by(plan, documents)
    services = inputs.service_ids or tuple(service.service_id for service in plan.services)
    return Build(
        pack=plan.pack_id,
        title=plan.title,
        kind=plan.kind.value,
        purpose=plan.kind.purpose,
        audience=plan.brief.buyer or next((item.regulator for item in plan.services if item.regulator), ""),
        day=plan.day,
        final=final,
        example=plan.example,
        services=services,
        framework=plan.framework.framework_id if plan.framework else "",
        pack_sha256=inputs.pack_sha256,
        library_sha256=inputs.library_sha256,
        questions=tuple(Asked(id=item.id, number=item.number, heading=item.heading) for item in plan.questions),
        items=_items(plan),
        released=released.id,
        outputs=tuple(sorted((name, output.sha256) for name, output in outputs.items())),
    ), released


def recorded(
    ledger: LedgerFile,
    plan: PackPlan,
    inputs: Inputs,
    documents: Iterable[Document],
    outputs: Mapping[str, Output],
    *,
    final: bool,
) -> tuple[Finding, ...]:
    """Tell the ledger of a build; a Finding where it cannot be told."""
    try:
        ledger.record_build(*build_of(plan, inputs, documents, outputs, final=final))
    except AlongsideError as error:
        return (
            finding(
                "ledger.not_written",
                Place(pack=plan.title),
                _("This build is not on record in the ledger of use. {reason}").format(reason=error.what),
                error.remedy,
            ),
        )
    return ()


def _items(plan: PackPlan) -> tuple[ItemUse, ...]:
    asked: dict[str, dict[str, None]] = {}
    for question in plan.questions:
        for block in question.blocks:
            if block.source:
                asked.setdefault(block.source.ref, {})[question.id] = None
    return tuple(
        ItemUse(
            ref=source.ref,
            sheet=source.sheet,
            version=source.version,
            questions=tuple(asked.get(source.ref, ())),
            draws_on=source.draws_on,
        )
        for source in plan.sources
    )


def released_by(plan: PackPlan, documents: Iterable[Document]) -> Released:
    """Every number that the documents print or may print: a provider's own template may list any figure offered to it.

    Rather one too many than one too few: it is asked whether a hidden number follows from two packs together.
    """
    words = [(document.only_if == "register", set(document.words)) for document in documents]
    listed = {
        figure.ref
        for figure in plan.figures
        for register, groups in words
        if "figures" in groups and (not register or figure.ref in REGISTER_FIGURES)
    }
    figures: dict[str, ReleasedFigure] = {}
    tables: dict[str, ReleasedTable] = {}
    placed = _placed(plan)
    for item in plan.figures:
        if item.ref in placed or item.ref in listed:
            figures[item.ref] = _figure(item, placed.get(item.ref, ()))
    for question in plan.questions:
        for block in question.blocks:
            if block.kind == "figure" and block.source and not block.withheld:  # a row of the sheet metrics
                said = " ".join(paragraph.text for paragraph in block.paragraphs)
                numbers = placed[block.source.ref]
                figures[block.source.ref] = ReleasedFigure(
                    id=block.source.ref, period="", value=said, questions=numbers
                )
            if block.table is not None:
                name = next((ref for ref, table in plan.tables.items() if table is block.table), block.table.title)
                tables[name] = _table(name, block.table)
            if block.chart is not None:
                tables[block.chart.ref] = _chart(block.chart)
    if any("summary" in groups for _register, groups in words):
        for name in REGISTER_TABLES:
            if name in plan.tables:
                tables[name] = _table(name, plan.tables[name])
    return Released(
        services=tuple(service.service_id for service in plan.services),
        period_from=plan.period_from,
        period_to=plan.period_to,
        figures=tuple(figures[name] for name in sorted(figures)),
        tables=tuple(tables[name] for name in sorted(tables)),
    )


def _placed(plan: PackPlan) -> dict[str, tuple[str, ...]]:
    """The figures that a writer placed, and the questions they stand in."""
    by_sentence = {figure.sentence: figure.ref for figure in plan.figures}
    found: dict[str, dict[str, None]] = {}
    for question in plan.questions:
        for block in question.blocks:
            if block.kind != "figure" or block.withheld:
                continue
            said = [by_sentence[item.text] for item in block.paragraphs if item.text in by_sentence]
            for ref in [block.source.ref] if block.source else said:
                found.setdefault(ref, {})[question.id] = None
    return {ref: tuple(questions) for ref, questions in found.items()}


def _figure(item: PlannedFigure, questions: tuple[str, ...]) -> ReleasedFigure:
    return ReleasedFigure(
        id=item.ref, period=item.period, value=item.value, parts=item.parts, hidden=item.hidden, questions=questions
    )


def _table(name: str, table: PlannedTable) -> ReleasedTable:
    return ReleasedTable(id=name, title=table.title, headings=table.headings, rows=table.rows, note=table.note)


def _chart(chart: PlannedChart) -> ReleasedTable:
    return ReleasedTable(
        id=chart.ref,
        title=chart.title,
        headings=("", *(series.name for series in chart.series)),
        rows=tuple(_points(chart)),
        note=chart.note,
        chart=True,
    )


def _points(chart: PlannedChart) -> Iterator[tuple[str, ...]]:
    for at, category in enumerate(chart.categories):
        values = (series.values[at] for series in chart.series)
        yield (category, *("" if value is None else f"{value:g}" for value in values))
