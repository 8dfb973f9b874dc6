"""The starter library as a workbook: our layout, and that every row is invented."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from alongside.library.new_workbook import Cover
from alongside.library.new_workbook import library_workbook as laid_out
from alongside.library.records import Record

_MADE = datetime(2026, 11, 24, 9, 0)  # noqa: DTZ001 - a workbook's own dates have no zone


def library_workbook(records: Mapping[str, Sequence[Record]], about: Sequence[tuple[str, str]]) -> bytes:
    """The bytes of the workbook; the same records give the same bytes."""
    return laid_out(
        records,
        Cover(
            title="Alongside starter library (EXAMPLE)",
            made=_MADE,
            header="EXAMPLE: every row is invented",
            footer="Tamarind Lane Support (EXAMPLE)",
            about=about,
        ),
    )
