"""How well the search ranks on questions with known answers; tests/benchmarks/search_relevance.py prints it."""

import importlib.util
from pathlib import Path

from alongside.library.search import By


def test_both_together_are_better_than_each_alone(root: Path, corpora: Path) -> None:
    assert corpora.is_dir()
    spec = importlib.util.spec_from_file_location("relevance", root / "tests" / "benchmarks" / "search_relevance.py")
    assert spec is not None
    assert spec.loader is not None
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    both = []
    for name in benchmark.NAMES:
        questions = benchmark.Questions(benchmark.SETS / name)
        words, meaning, together = (questions.ndcg(by) for by in (By.WORDS, By.MEANING, By.BOTH))
        assert together >= max(words, meaning), name
        both.append(together)
    assert sum(both) / len(both) >= benchmark.GOAL
