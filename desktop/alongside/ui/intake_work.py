"""What the page for a buyer's document does off the UI thread: reads, lays out, keeps, makes the pack. No Qt."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.intake.asked import FileKind, Questionnaire, Where
from alongside.intake.corrected import Corrected, begin, questions
from alongside.intake.laid_out import Part, Table
from alongside.intake.reading import FormFile, asked_in, read_form
from alongside.intake.remembered import Memory, keep, learned, recall, recollected
from alongside.intake.taken_up import keep_file, take_up
from alongside.job_control import JobControl, Progress
from alongside.packs.buyer_file import BuyerFile, StatedRule
from alongside.packs.pack import Pack
from alongside.packs.recipes import load_recipe
from alongside.packs.starting import new_pack
from alongside.render.pdf import to_pdf, workbook_to_pdf
from alongside.workspace import Workspace

KINDS = (".docx", ".docm", ".xlsx", ".xlsm", ".ods", ".pdf")
RECIPE = "tender_response"
_LARGEST = 20 * 2**20  # bytes that are laid out to be looked at


@dataclass(frozen=True, slots=True)
class Opened:
    """A buyer's file as it was read, and what was corrected of it at once."""

    path: Path
    form: FormFile
    found: Questionnaire
    memory: Memory
    entries: Corrected
    pages: bytes  # as PDF; none: `no_pages` says why
    no_pages: str = ""

    @property
    def remembered(self) -> int:
        """How many corrections were made as before."""
        return sum(1 for entry in self.entries if entry.remembered)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a new pack is made of beside the questions."""

    buyer: str
    title: str
    services: tuple[str, ...]
    framework: str
    rules: tuple[StatedRule, ...]
    today: date
    example: bool = False  # of sample data


def open_file(path: Path, buyers: Path, password: str | None, job: JobControl) -> Opened:
    """Read a buyer's file and lay its pages out. Raises PasswordNeeded, AlongsideError and Cancelled."""
    job.report(Progress(0, 2, path.name))
    form = read_form(path, password)
    found = asked_in(form)
    memory = recall(buyers, found.buyer) if found.buyer else Memory(buyer="")
    job.report(Progress(1, 2, _("laying the pages out")))
    job.check()
    pages, why = _pages(form) if found.questions else (b"", "")
    return Opened(path, form, found, memory, recollected(memory, found.questions, form.parts), pages, why)


def of_buyer(opened: Opened, buyers: Path, buyer: str) -> Opened:
    """The same file as another buyer's, with what is remembered of that one."""
    memory = recall(buyers, buyer) if buyer.strip() else Memory(buyer="")
    return replace(opened, memory=memory, entries=recollected(memory, opened.found.questions, opened.form.parts))


def as_read(opened: Opened) -> Corrected:
    """Without anything remembered."""
    return begin(opened.found.questions)


def make_pack(opened: Opened, entries: Corrected, wish: Wish, workspace: Workspace) -> Pack:
    """The pack, with the file kept and the corrections remembered. Raises AlongsideError."""
    source = keep_source(opened, workspace, wish.today)
    recipe = load_recipe(workspace.recipes, RECIPE)
    base = new_pack(recipe, wish.title, wish.services, wish.framework, wish.today, example=wish.example)
    made = take_up(base, questions(entries), source, wish.rules, buyer=wish.buyer)
    remember(opened, entries, workspace, wish.buyer)
    return made


def keep_source(opened: Opened, workspace: Workspace, today: date) -> BuyerFile:
    """Keep a copy of the file in the workspace."""
    return keep_file(workspace, opened.path, opened.found, today)


def remember(opened: Opened, entries: Corrected, workspace: Workspace, buyer: str) -> None:
    """Keep what was corrected for the buyer's next file; nothing where no buyer is named or nothing is new."""
    if not buyer.strip():
        return
    before = recall(workspace.buyers, buyer)
    after = learned(before, entries, opened.form.parts)
    if after != before:
        keep_memory(after, workspace)


def keep_memory(memory: Memory, workspace: Workspace) -> None:
    """Write a buyer's corrections. Raises AlongsideError."""
    try:
        keep(memory, workspace.buyers)
    except OSError as error:
        raise AlongsideError(
            _("The corrections cannot be kept: {reason}.").format(reason=error.strerror or error),
            remedy=_("Check that the workspace may be written to."),
        ) from error


def _pages(form: FormFile) -> tuple[bytes, str]:
    """The pages as PDF, or why there are none."""
    if form.kind is FileKind.PDF:
        return (form.data, "") if not form.protected else (b"", _("Pages behind a password are shown as text."))
    if len(form.data) > _LARGEST:
        return b"", _("This file is too large to be laid out: its text is shown.")
    try:
        if form.kind is FileKind.WORD:
            return to_pdf(form.data, title=form.name), ""
        return workbook_to_pdf(form.data, form.name), ""
    except AlongsideError:
        return b"", _("Its pages cannot be laid out here: its text is shown.")


# --- the text, where there are no pages ---


@dataclass(frozen=True, slots=True)
class Shown:
    """A file's text and where each of its places stands in it."""

    text: str
    places: tuple[tuple[Where, int, int], ...]  # from, to

    def find(self, where: Where, words: str) -> tuple[int, int] | None:
        """Where a question stands: by its place, else by its words."""
        at = next(((start, end) for place, start, end in self.places if place == where), None)
        if at is not None:
            return at
        same = [item for item in self.places if _cell(item[0]) == _cell(where) and where.row is not None]
        first = " ".join(words.split("\n", 1)[0].split())
        held = next((item for item in same if first[:30] in self.text[item[1] : item[2]]), None)
        found = held or (same[0] if same else None)
        if found is not None:
            return found[1], found[2]
        start = self.text.find(first[:60]) if first else -1
        return (start, start + len(first)) if start >= 0 else None


def text_of(parts: Sequence[Part]) -> Shown:
    """All that the file says, a line for each paragraph."""
    texts: list[str] = []
    places: list[tuple[Where, int, int]] = []
    length = 0
    for where, text in _lines(parts):
        if text:
            places.append((where, length, length + len(text)))
        texts.append(text)
        length += len(text) + 1
    return Shown("\n".join(texts), tuple(places))


def _cell(where: Where) -> tuple[object, ...]:
    return where.part, where.table, where.row


def _lines(parts: Iterable[Part]) -> Iterator[tuple[Where, str]]:
    for part in parts:
        if not isinstance(part, Table):
            yield part.where, f"{part.label} {part.text}".strip()
            continue
        for row in part.rows:
            for cell in row:
                yield from _lines(cell.parts)
        yield Where(), ""
