"""Counting the pages of the open pack, as it leaves the UI thread. It imports what it needs when it runs."""
# ruff: noqa: PLC0415

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alongside.job_control import JobControl
from alongside.workspace import Workspace

if TYPE_CHECKING:
    from alongside.packs.plan import PackPlan
    from alongside.packs.recipes import Recipe
    from alongside.render.layout_process import LayoutProcess
    from alongside.render.length import Length


@dataclass(frozen=True, slots=True)
class Maker:
    """A program that makes PDFs or lays out pages, by its key and its name in a sentence."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Measured:
    """One document of the pack, and how long it is."""

    id: str
    title: str
    file: str
    length: "Length"


def measured_of(recipe: "Recipe", lengths: Mapping[str, "Length"]) -> tuple[Measured, ...]:
    """The documents of a recipe with their lengths by file, in its order."""
    documents = [item for item in recipe.documents if item.file in lengths]
    return tuple(Measured(item.id, item.title, item.file, lengths[item.file]) for item in documents)


def exact_maker(_job: JobControl) -> Maker | None:
    """Who counts pages exactly on this computer; None: nobody.

    LibreOffice comes first: it runs without a window, and Word may be busy with what the user writes.
    """
    from alongside.render.pdf_makers import PdfMaker, makers_here

    here = makers_here()
    found = next((item for item in (PdfMaker.LIBREOFFICE, PdfMaker.WORD) if item in here), None)
    return Maker(found.value, found.spoken) if found else None


def exact(plan: "PackPlan", workspace: Workspace, maker: str, job: JobControl) -> tuple[Measured, ...]:
    """As LibreOffice or Word lays the documents out. Raises AlongsideError and Cancelled."""
    from alongside.packs.recipes import load_recipe
    from alongside.render.lengths import lengths_of_plan
    from alongside.render.pdf_makers import PdfMaker

    recipe = load_recipe(workspace.recipes, plan.recipe)
    lengths = lengths_of_plan(plan, recipe, workspace.templates, job, PdfMaker(maker))
    return measured_of(recipe, lengths)


def estimate(plan: "PackPlan", workspace: Workspace, by: "LayoutProcess", job: JobControl) -> tuple[Measured, ...]:
    """As the embedded converter lays them out, in a process of its own. Raises AlongsideError and Cancelled."""
    from alongside.packs.recipes import load_recipe
    from alongside.render.lengths import lengths_of_plan

    def pages(title: str, docx: bytes) -> int:
        job.check()
        return by.lay_out(title, docx).count

    recipe = load_recipe(workspace.recipes, plan.recipe)
    lengths = lengths_of_plan(plan, recipe, workspace.templates, job, embedded=pages)
    return measured_of(recipe, lengths)
