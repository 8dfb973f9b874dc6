"""Make the six templates: `python templates/make/build.py` from the folder of the repository."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from templates.make.documents import DOCUMENTS, Made  # noqa: E402 - the folder above must be known first
from templates.make.package import package  # noqa: E402
from templates.make.pages import footer, header  # noqa: E402


def made(document: Made) -> bytes:
    """The bytes of one template: the same on every run."""
    return package(
        body=document.body(),
        headers=(header(first=False), header(first=True)),
        footers=(footer(letter=document.letter), footer(letter=document.letter)),
        keywords=document.keywords,
    )


def main() -> None:
    """Write all of them into `templates/`."""
    for document in DOCUMENTS:
        (ROOT / "templates" / document.file).write_bytes(made(document))
        print(f"templates/{document.file}")


if __name__ == "__main__":
    main()
