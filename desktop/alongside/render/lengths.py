"""The pages and words of each document of a pack, before anybody sends it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from alongside.job_control import JobControl
from alongside.packs.plan import PackPlan
from alongside.packs.recipes import Recipe
from alongside.render.document import render_document, titled, wanted
from alongside.render.length import Length, words_of
from alongside.render.package import read_parts
from alongside.render.pdf import page_count, to_pdf
from alongside.render.pdf_makers import PdfMaker, ToConvert, as_they_come


def _laid_out_here(title: str, docx: bytes) -> int:
    return page_count(to_pdf(docx, title=title))


def lengths_of_plan(
    plan: PackPlan,
    recipe: Recipe,
    templates: Path,
    job: JobControl,
    maker: PdfMaker = PdfMaker.EMBEDDED,
    *,
    embedded: Callable[[str, bytes], int] = _laid_out_here,
) -> dict[str, Length]:
    """By the name of the file: how long each document would be, laid out by that maker. Raises AlongsideError.

    `embedded` gives the pages of a document by its title and bytes, where the embedded converter counts them.
    """
    documents = [item for item in recipe.documents if wanted(plan, item)]
    made: list[ToConvert] = []
    for item in documents:
        job.check()
        made.append(ToConvert(render_document(plan, recipe, item, templates, final=False), titled(plan, item)))
    if maker is PdfMaker.EMBEDDED:
        pages = [embedded(item.title, item.docx) for item in made]
    else:
        pages = [page_count(pdf) for pdf in as_they_come(maker, made, job)[0]]
    return {
        document.file: _length(item.docx, counted, maker)
        for document, item, counted in zip(documents, made, pages, strict=True)
    }


def lengths_of_files(
    folder: Path, names: Sequence[str], pages: Mapping[str, int], maker: PdfMaker | None
) -> dict[str, Length]:
    """Those of documents that were written; `pages` of the PDFs beside them, by `maker`. Raises AlongsideError."""
    return dict(_written(folder, names, pages, maker))


def _written(
    folder: Path, names: Sequence[str], pages: Mapping[str, int], maker: PdfMaker | None
) -> Iterator[tuple[str, Length]]:
    for name in names:
        if not name.endswith(".docx"):
            continue
        docx = (folder / name).read_bytes()
        known = pages.get(f"{name.removesuffix('.docx')}.pdf")
        if known is not None and maker is not None:
            yield name, _length(docx, known, maker)
        else:
            yield name, _length(docx, page_count(to_pdf(docx, title=name)), PdfMaker.EMBEDDED)


def _length(docx: bytes, pages: int, maker: PdfMaker) -> Length:
    return Length(pages, words_of(read_parts(docx, "")), maker.value, maker.estimates)
