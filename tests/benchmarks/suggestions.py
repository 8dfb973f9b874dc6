"""How often what answers a question is among the first five suggestions: the sample, and known answers.

    python tests/benchmarks/suggestions.py

Sample: each question of the tender asked of the starter library with the pack emptied; a hit is any item that its
writer chose. Sets: real questions whose answers were marked by others; they stand beside the repository, else they
are left out. By words alone, and ranked as suggested.
"""

import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "tests" / "benchmarks")]

from search_relevance import NAMES, SETS, Questions  # noqa: E402 - the path is set just above

from alongside.bulk.suggested import finder  # noqa: E402
from alongside.job_control import JobControl  # noqa: E402
from alongside.library.library import Library  # noqa: E402
from alongside.library.search import By, SearchIndex  # noqa: E402
from alongside.library.search.model import load_model  # noqa: E402
from alongside.library.workbook import read_library  # noqa: E402
from alongside.packs.pack import Pack, PackKind, Question, changed, load_pack  # noqa: E402
from alongside.packs.suggesting import SHEETS, suggest  # noqa: E402
from alongside.workspace import SAMPLE_DAY  # noqa: E402

AT = 5
TODAY = date.fromisoformat(SAMPLE_DAY)


def told(name: str, hits: Sequence[bool], words: Sequence[bool], seconds: float) -> None:
    n = len(hits)
    print(f"| {name} | {n} | {sum(words) / n:.2f} | {sum(hits) / n:.2f} | {seconds / n * 1000:.0f} ms |")


def suggested(index: SearchIndex, library: Library, pack: Pack, question: Question) -> list[str]:
    found = suggest(pack, question, library, finder(index), today=TODAY)
    return [item.record.ref for item in found.found if not item.refused][:AT]


def by_words(index: SearchIndex, text: str) -> set[str]:
    hits = index.find("".join(c if c.isalnum() else " " for c in text), None, 200, By.WORDS).hits
    return set([hit.record.ref for hit in hits if hit.record.sheet in SHEETS][:AT])


def sample() -> None:
    library = read_library(ROOT / "content_library" / "library.xlsx", TODAY, JobControl())
    index = SearchIndex(library)
    index.add_meaning(load_model())
    full = load_pack(ROOT / "samples" / "tender" / "eastmoor-lot-2.pack.json")
    empty = changed(full, questions=tuple(changed(item, blocks=()) for item in full.questions))
    hits, words, seconds = [], [], 0.0
    for question in full.questions:
        chosen = {ref for block in question.blocks if (record := library.get(ref := getattr(block, "ref", "")))
                  and record.sheet in SHEETS}  # fmt: skip
        if chosen:
            begun = time.perf_counter()
            first = suggested(index, library, empty, changed(question, blocks=()))
            seconds += time.perf_counter() - begun
            hits.append(bool(chosen & set(first)))
            words.append(bool(chosen & by_words(index, f"{question.text} {question.guidance}")))
    told("sample tender", hits, words, seconds)


def real(name: str) -> None:
    questions = Questions(SETS / name)
    library = Library("set.xlsx", "0", {"answers": questions.index.records})
    pack = Pack(id="p", kind=PackKind.TENDER, title="", recipe="tender_response")
    hits, words, begun = [], [], time.perf_counter()
    for asked, text in questions.asked.items():
        first = suggested(questions.index, library, pack, Question(id=asked, number=asked, text=text))
        right = {ref for ref, grade in questions.relevant[asked].items() if grade > 0}
        hits.append(bool(right & set(first)))
        words.append(bool(right & by_words(questions.index, text)))
    told(name, hits, words, time.perf_counter() - begun)


def main() -> int:
    print(f"| questions | n | hit rate at {AT}, words alone | as suggested | a question |\n|---|---|---|---|---|")
    sample()
    for name in NAMES if SETS.is_dir() else ():
        real(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
