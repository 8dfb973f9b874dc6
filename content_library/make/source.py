"""The prose of the library (evidence, stories, answers) out of the TOML files its writers keep."""

import dataclasses
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from alongside.library.columns import MANY
from alongside.library.records import Answer, Evidence, Record, Story, columns_of

R = TypeVar("R", bound=Record)
SOURCE = Path(__file__).parents[1] / "source"


def prose(folder: Path = SOURCE) -> dict[str, tuple[Record, ...]]:
    """Evidence, stories and answers by sheet, each in the order of its ids. Files not written yet are no error."""
    tables: dict[str, list[dict[str, Any]]] = {"evidence": [], "stories": [], "answers": []}
    for path in sorted(folder.glob("*.toml")):
        for sheet, rows in tomllib.loads(path.read_text("utf-8")).items():
            if sheet not in tables:
                raise ValueError(f"{path.name}: [[{sheet}]] is no sheet of prose")
            tables[sheet] += rows
    return {
        "evidence": _records(Evidence, tables["evidence"]),
        "stories": _records(Story, tables["stories"]),
        "answers": _records(Answer, tables["answers"]),
    }


def _records(kind: type[R], tables: Iterable[dict[str, Any]]) -> tuple[R, ...]:
    """Records of a kind. ValueError for a heading that the contract does not know, or an id used twice."""
    ordered = sorted(tables, key=lambda table: str(table[kind.id_field]))
    many = {item.heading for item in columns_of(kind) if item.kind in MANY}
    known = {item.name for item in dataclasses.fields(kind)}
    made: list[R] = []
    for at, table in enumerate(ordered):
        wrong = set(table) - known
        if wrong:
            raise ValueError(f"{table[kind.id_field]}: no such column: {', '.join(sorted(wrong))}")
        values = {name: _clean(value, many=name in many) for name, value in table.items()}
        made.append(kind(row=at + 2, **values))
    refs = [item.ref for item in made]
    if len(set(refs)) != len(refs):
        twice = sorted({ref for ref in refs if refs.count(ref) > 1})
        raise ValueError(f"{kind.sheet}: used twice: {', '.join(twice)}")
    return tuple(made)


def _clean(value: Any, *, many: bool) -> Any:
    if many:
        return (
            tuple(value)
            if isinstance(value, list)
            else tuple(part.strip() for part in str(value).split(";") if part.strip())
        )
    return value.strip() if isinstance(value, str) else value
