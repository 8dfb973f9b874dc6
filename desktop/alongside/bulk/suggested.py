"""Suggestions for the questions of an opened pack: its library searched by words and meaning, its ledger asked."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from alongside.bulk.opened import library_of
from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.library.kept import open_library
from alongside.library.leaving.tombstones import without_left
from alongside.library.ledger.reading import ItemSummary, all_uses, summaries
from alongside.library.ledger.store import read_ledger
from alongside.library.library import Library
from alongside.library.records import Record
from alongside.library.search import By, SearchIndex
from alongside.library.search.cache import add_meaning, open_index
from alongside.library.search.model import load_model, model_installed
from alongside.packs.pack import Pack, Question, load_pack
from alongside.packs.suggesting import Find, Suggestions, suggest
from alongside.workspace import open_workspace


def finder(index: SearchIndex) -> Find:
    """The search as suggestions ask for it: without rows that were withdrawn."""

    def find(words: str, sheet: str, limit: int) -> Sequence[tuple[Record, float]]:
        found = index.find(_plain(words), sheet, limit, By.BOTH if index.has_meaning else By.WORDS)
        return [(hit.record, hit.score) for hit in found.hits if not hit.withdrawn]

    return find


def _plain(words: str) -> str:
    """A buyer's sentence is no query: what the query language would read as one of its signs is taken out."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in words).split())


def suggester(path: Path, today: date, job: JobControl) -> tuple[Pack, Library, Callable[[Question], Suggestions]]:
    """The pack, its library, and what suggests for a question of it. Raises AlongsideError."""
    pack = load_pack(path)
    ledger = read_ledger(open_workspace(path).ledger).ledger
    library = without_left(open_library(library_of(pack, path), today, job), tuple(ledger.tombstones.values()))
    index = open_index(library, job=job)
    if model_installed():
        add_meaning(index, library, load_model(), job=job)
    before: dict[str, ItemSummary] = {item.ref: item for item in summaries(all_uses(ledger, library.usage))}
    find = finder(index)
    return pack, library, lambda question: suggest(pack, question, library, find, today=today, before=before)


def question_named(pack: Pack, number: str, path: Path) -> Question:
    """The question of that number. Raises AlongsideError that lists those there are."""
    found = next((item for item in pack.questions if number.casefold() in {item.number.casefold(), item.id}), None)
    if found is None:
        raise AlongsideError(
            _("The pack has no question “{number}”.").format(number=number),
            where=path.name,
            remedy=_("Choose one of these: {known}.").format(
                known=", ".join(item.number for item in pack.questions) or _("none")
            ),
        )
    return found
