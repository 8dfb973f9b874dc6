"""Collects what is wrong with a workbook while it is read, without ever growing past all bounds."""

from collections import Counter

from alongside.findings import Finding, Place, finding
from alongside.i18n import _

PER_COLUMN = 500  # findings of one rule in one column; a broken column of 50,000 rows is one problem, not 50,000


class Notes:
    """The Findings of one reading, in the order they were met."""

    def __init__(self, workbook: str) -> None:
        self.workbook = workbook
        self.found: list[Finding] = []
        self._count: Counter[tuple[str, str | None, str | None]] = Counter()

    def add(
        self,
        rule: str,
        message: str,
        remedy: str = "",
        *,
        sheet: str | None = None,
        row: int | None = None,
        column: str | None = None,
        ref: str | None = None,
    ) -> None:
        """Keep one Finding, or only count it where there are very many of its kind already."""
        key = (rule, sheet, column)
        self._count[key] += 1
        if self._count[key] <= PER_COLUMN:
            place = Place(workbook=self.workbook, sheet=sheet, row=row, column=column, ref=ref or None)
            self.found.append(finding(rule, place, message, remedy))

    def full(self, rule: str, sheet: str, column: str) -> bool:
        """Whether more of this kind would only be counted."""
        return self._count[rule, sheet, column] >= PER_COLUMN

    def finish(self) -> tuple[Finding, ...]:
        """All Findings; those that were only counted are summed up at the end."""
        for (rule, sheet, column), count in self._count.items():
            if count > PER_COLUMN:
                place = Place(workbook=self.workbook, sheet=sheet, column=column)
                message = _("{count:,} more rows have the same problem.").format(count=count - PER_COLUMN)
                self.found.append(finding(rule, place, message, _("Mend the ones listed first, then check again.")))
        return tuple(self.found)
