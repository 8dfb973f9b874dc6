"""The work that leaves the UI thread. Each piece imports what it needs when it runs: none of it delays the window."""
# ruff: noqa: PLC0415

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from alongside.ahead import ReadAhead
from alongside.errors import AlongsideError
from alongside.findings import Finding, blocking
from alongside.job_control import JobControl, Progress
from alongside.library.library import Library
from alongside.packs.frameworks import Frameworks
from alongside.packs.pack import Pack, PackKind, PictureBlock, Status, load_pack
from alongside.workspace import Workspace

if TYPE_CHECKING:
    from alongside.checks.fair_words import FairRules
    from alongside.library.search import SearchIndex
    from alongside.packs.plan import PackPlan, PlannedFigure
    from alongside.render.layout import Pages
    from alongside.render.layout_process import LayoutProcess

BREATH = 0.005  # seconds between two steps of long work behind the window


@dataclass(frozen=True, slots=True)
class Card:
    """One pack as the Packs place shows it. `blocking` None: not counted yet."""

    path: Path
    title: str
    kind: PackKind | None  # None: the file cannot be read
    who: str  # buyer, or names of services
    deadline: str
    done: int  # questions in review or signed off
    started: int  # questions with anything in them
    total: int
    blocking: int | None
    error: str = ""
    uses: tuple[tuple[str, str], ...] = ()  # library id and the number of the question that uses it
    id: str = ""  # the pack's


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a workspace knows."""

    library: Library
    frameworks: Frameworks
    files: Path  # the folder of the pictures that packs name
    words: "FairRules | None" = None  # the rules for fair words with the house's own; None: those shipped


@dataclass(frozen=True, slots=True)
class Outlook:
    """A pack planned and checked on one day."""

    pack: Pack
    plan: "PackPlan"
    findings: tuple[Finding, ...]


def read_knowledge(workspace: Workspace, job: JobControl, ahead: ReadAhead | None = None) -> Knowledge:
    """Read the library's rows and the frameworks; `check_knowledge` is to follow. Raises AlongsideError.

    `ahead` is a reading that was begun before the window: taken if it is of this library and came to something.
    """
    from alongside.checks.fair_words import read_house
    from alongside.packs.frameworks import load_frameworks

    words = read_house(workspace.folder)
    frameworks = load_frameworks(workspace.frameworks)
    read = ahead.take() if ahead is not None and ahead.workbook == workspace.library else None
    if read is not None:
        from alongside.library.packed import unpacked

        return Knowledge(_without_left(unpacked(read), workspace), frameworks, workspace.files, words)
    from alongside.library.kept import open_rows

    return Knowledge(_without_left(open_rows(workspace.library, job), workspace), frameworks, workspace.files, words)


def _without_left(library: Library, workspace: Workspace) -> Library:
    """A copy of the workbook from before must not bring back a story that was taken back. Raises AlongsideError."""
    from alongside.library.ledger.store import read_ledger

    stones = read_ledger(workspace.ledger).ledger.tombstones.values()
    if not stones:
        return library
    from alongside.library.leaving.tombstones import without_left

    return without_left(library, stones)


def check_knowledge(known: Knowledge, today: date, job: JobControl) -> Knowledge:
    """Hold the rules of the domain against the library's records."""
    from alongside.library.workbook import check_records

    return replace(known, library=check_records(known.library, today, job))


def make_index(library: Library, job: JobControl) -> "SearchIndex":
    """Make ready to search by words, or take what was kept of an unchanged library."""
    from alongside.library.search.cache import open_index

    return open_index(library, job=job, keep=False)


def keep_library(base: Library, checked: Library, _job: JobControl) -> None:
    """Keep a large library as it was read, with what the rules find on any day, so that it opens at once again."""
    from alongside.library.kept import keep

    keep(replace(base, any_day=checked.any_day))


def add_meaning(index: "SearchIndex", library: Library, job: JobControl) -> None:
    """Let the index search by meaning too, in small steps that leave the window its turns. Raises AlongsideError.

    What was made to search by words is kept first, now that it no longer keeps anybody waiting.
    """
    from alongside.library.search.cache import add_meaning as read_by_meaning
    from alongside.library.search.cache import keep_index
    from alongside.library.search.model import load_model

    def step(progress: Progress) -> None:
        job.report(progress)
        time.sleep(BREATH)

    if index.made_now:
        keep_index(index, library)
    read_by_meaning(index, library, load_model(), job=JobControl(step))


def look_out(pack: Pack, known: Knowledge, today: date) -> Outlook:
    """Plan and check a pack."""
    from alongside.checks.pack import check_pack
    from alongside.packs.attachments import read_attachments
    from alongside.packs.pictures import read_pictures
    from alongside.packs.planning import plan_pack

    files = read_attachments(pack, known.library, known.files)
    plan = plan_pack(pack, known.library, known.frameworks, today, read_pictures(pack, known.files), files=files)
    return Outlook(pack, plan, check_pack(plan, pack, known.words))


def copy_picture(source: Path, folder: Path) -> PictureBlock:
    """A block for a picture, copied into the workspace's folder. Raises AlongsideError."""
    from alongside.packs.pictures import add_picture

    return add_picture(source, folder)


def read_cards(files: Sequence[Path], known: Knowledge | None, today: date, job: JobControl) -> tuple[Card, ...]:
    """The packs of a workspace, soonest deadline first; with blocking Findings where the library is known."""
    cards = []
    for path in files:
        job.check()
        try:
            pack = load_pack(path)
        except AlongsideError as error:
            cards.append(
                Card(path, path.name.removesuffix(".pack.json"), None, "", "", 0, 0, 0, None, error.sentence())
            )
            continue
        blocked = len(blocking(look_out(pack, known, today).findings)) if known else None
        cards.append(card_of(path, pack, known, blocked))
    return tuple(sorted(cards, key=lambda card: (not card.deadline, card.deadline, card.title)))


def card_of(path: Path, pack: Pack, known: Knowledge | None, blocked: int | None) -> Card:
    """A pack's card."""
    names = {service.service_id: service.service_name for service in known.library.services} if known else {}
    services = ", ".join(names.get(item, item) for item in pack.service_ids)
    return Card(
        path=path,
        id=pack.id,
        title=pack.title,
        kind=pack.kind,
        who=pack.brief.buyer or services,
        deadline=pack.brief.deadline_at,
        done=sum(1 for item in pack.questions if item.status in {Status.REVIEW, Status.SIGNED_OFF}),
        started=sum(1 for item in pack.questions if item.blocks),
        total=len(pack.questions),
        blocking=blocked,
        uses=tuple(
            dict.fromkeys(
                (ref, item.number)
                for item in pack.questions
                for block in item.blocks
                if (ref := getattr(block, "ref", ""))
            )
        ),
    )


def now() -> datetime:
    """The clock on the user's wall."""
    return datetime.now().replace(microsecond=0)  # noqa: DTZ005 - Excel keeps times without a zone, and so do we


def keep_history(library: Library, workspace: Workspace, at: datetime, by: str = "") -> None:
    """Note how the library's texts stand, where the history does not know it yet. Raises AlongsideError."""
    from alongside.installation import installation
    from alongside.library.upkeep.versions import HistoryFile, news, read_versions

    if news(read_versions(workspace.history), library, at, by):
        HistoryFile(workspace.history, installation()).keep(library, at, by)


def measure(
    known: Knowledge, services: tuple[str, ...], period: tuple[date, date], today: date, job: JobControl
) -> "tuple[PlannedFigure, ...]":
    """Every figure of these services and this period as it would be printed, then the library's own metrics."""
    from alongside.packs.measures import measured
    from alongside.packs.stated import stated

    figures, _tables = measured(known.library, services, *period, today)
    job.check()
    own = (item for item in known.library.metrics if not services or item.service_id in {*services, "ALL"})
    return (*figures.values(), *(stated(item, known.library, services, period, today).figure for item in own))


def warm_up(_job: JobControl) -> None:
    """Load what laying out needs, so that the first pages come sooner."""
    import alongside.render.document
    import alongside.render.pdf  # noqa: F401


def documents_of(plan: "PackPlan", workspace: Workspace) -> tuple[tuple[str, str], ...]:
    """Id and title of each document that the pack has anything for. Raises AlongsideError."""
    from alongside.packs.recipes import load_recipe
    from alongside.render.document import wanted

    recipe = load_recipe(workspace.recipes, plan.recipe)
    return tuple((item.id, item.title) for item in recipe.documents if wanted(plan, item))


@dataclass(frozen=True, slots=True)
class Shown:
    """Pages for the preview."""

    pages: "Pages"
    contents: tuple[int | None, ...]  # the pages in its list of contents, empty while they are not known


def lay_out(
    plan: "PackPlan",
    workspace: Workspace,
    document_id: str,
    by: "LayoutProcess",
    job: JobControl,
    *,
    contents: tuple[int | None, ...] = (),
) -> Shown:
    """One document for the preview, as soon as can be; `contents`: its page numbers before. Raises AlongsideError."""
    from alongside.packs.recipes import load_recipe
    from alongside.render.document import drafted

    recipe = load_recipe(workspace.recipes, plan.recipe)
    document = recipe.document(document_id)
    job.check()
    draft = drafted(plan, recipe, document, workspace.templates, contents)
    job.check()
    return Shown(by.lay_out(document.title, draft.data), draft.pages)


def settle(
    plan: "PackPlan",
    workspace: Workspace,
    document_id: str,
    by: "LayoutProcess",
    job: JobControl,
    *,
    contents: tuple[int | None, ...] = (),
) -> Shown:
    """The same laid out whole, with the right pages in its list of contents. Raises AlongsideError."""
    from alongside.packs.recipes import load_recipe
    from alongside.render.document import drafted

    recipe = load_recipe(workspace.recipes, plan.recipe)
    document = recipe.document(document_id)
    draft = drafted(plan, recipe, document, workspace.templates, contents)
    job.check()
    pages = by.settled(document.title, draft.data, draft.contents)
    if pages.listed != draft.pages:
        job.check()
        draft = drafted(plan, recipe, document, workspace.templates, pages.listed)
        pages = by.settled(document.title, draft.data, draft.contents)
    return Shown(pages, draft.pages)
