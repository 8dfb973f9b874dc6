"""Build the starter library: `python -m content_library.make [WORKBOOK]` from the root of the repository."""

import sys
from collections.abc import Sequence
from pathlib import Path

from content_library.make.chance import words
from content_library.make.files import write_files
from content_library.make.governance import governance
from content_library.make.source import prose
from content_library.make.workbook import library_workbook

from alongside.library.records import RECORD_TYPES, Evidence, Record, Story
from alongside.workspace import FILES

TARGET = Path(__file__).parents[1] / "library.xlsx"


def records() -> dict[str, tuple[Record, ...]]:
    """Every record of the starter library by sheet: the writers' prose and the governance rows."""
    written = prose()
    evidence = [item for item in written["evidence"] if isinstance(item, Evidence)]
    stories = [item for item in written["stories"] if isinstance(item, Story)]
    return {**written, **governance(evidence, stories)}


def about() -> tuple[tuple[str, str], ...]:
    """The rows of the first sheet."""
    written = words("about")
    first = ((key, value) for key, value in written["about"])
    return (*first, *((f"sheet {kind.sheet}", written["sheets"][kind.sheet]) for kind in RECORD_TYPES))


def main(arguments: Sequence[str]) -> int:
    """Write the workbook and say what is in it."""
    target = Path(arguments[0]) if arguments else TARGET
    made = records()
    target.write_bytes(library_workbook(made, about()))
    write_files(target.parent / FILES)
    print(f"{target.name}: " + ", ".join(f"{len(rows)} {sheet}" for sheet, rows in made.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
