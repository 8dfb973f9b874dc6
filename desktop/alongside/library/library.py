"""The library: all that one workbook says, frozen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar, cast

from alongside.findings import Finding
from alongside.library.records import (
    Action,
    Answer,
    Complaint,
    Evidence,
    EvidenceMap,
    Incident,
    Involvement,
    Metric,
    PeopleCount,
    Record,
    Restriction,
    Review,
    RpEvent,
    Safeguarding,
    Service,
    Story,
    Training,
    Triple,
    Usage,
)

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Library:
    """All records of a workbook as it stood when it was read, and all that was wrong with it."""

    name: str  # the workbook's file name, never its whole path
    digest: str  # SHA-256 of the file, in hex
    records: Mapping[str, tuple[Record, ...]]  # by sheet, each in the order of its rows
    about: Mapping[str, str] = field(default_factory=dict)  # the two first columns of the sheet `about`
    findings: tuple[Finding, ...] = ()
    any_day: tuple[Finding, ...] | None = None  # what the rules say that need no day; None: not looked at yet

    @cached_property
    def _by_ref(self) -> dict[str, Record]:
        by_ref: dict[str, Record] = {}
        for rows in self.records.values():
            for record in rows:
                ref = record.ref
                if ref:
                    by_ref.setdefault(ref, record)  # of two rows with one id the first counts; a Finding says so
        return by_ref

    def get(self, ref: str) -> Record | None:
        """The record with this id, of whichever sheet; None where there is none."""
        return self._by_ref.get(ref)

    def record_at(self, sheet: str, ref: str) -> Record | None:
        """The record of a sheet with this id; "#12" is the one in row 12, for a row without an id."""
        found = self._by_ref.get(ref)
        if found is not None and found.sheet == sheet:
            return found
        number = int(ref[1:]) if ref.startswith("#") and ref[1:].isdigit() else None
        rows = self.records.get(sheet, ())
        return next((item for item in rows if item.ref == ref or (item.row == number and not item.ref)), None)

    def __iter__(self) -> Iterator[Record]:
        for rows in self.records.values():
            yield from rows

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """All records of one kind, in the order of their rows."""
        return cast("tuple[R, ...]", self.records.get(kind.sheet, ()))

    @property
    def is_example(self) -> bool:
        """Whether the workbook says on its sheet `about` that it is sample data, which must never reach a real pack."""
        return any(
            value.strip().upper().startswith("EXAMPLE") or (key.strip().lower() == "example" and _says_yes(value))
            for key, value in self.about.items()
        )

    @property
    def services(self) -> tuple[Service, ...]:
        return self.of(Service)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return self.of(Evidence)

    @property
    def stories(self) -> tuple[Story, ...]:
        return self.of(Story)

    @property
    def answers(self) -> tuple[Answer, ...]:
        return self.of(Answer)

    @property
    def restrictions(self) -> tuple[Restriction, ...]:
        return self.of(Restriction)

    @property
    def rp_events(self) -> tuple[RpEvent, ...]:
        return self.of(RpEvent)

    @property
    def triples(self) -> tuple[Triple, ...]:
        return self.of(Triple)

    @property
    def safeguarding(self) -> tuple[Safeguarding, ...]:
        return self.of(Safeguarding)

    @property
    def incidents(self) -> tuple[Incident, ...]:
        return self.of(Incident)

    @property
    def complaints(self) -> tuple[Complaint, ...]:
        return self.of(Complaint)

    @property
    def training(self) -> tuple[Training, ...]:
        return self.of(Training)

    @property
    def reviews(self) -> tuple[Review, ...]:
        return self.of(Review)

    @property
    def involvement(self) -> tuple[Involvement, ...]:
        return self.of(Involvement)

    @property
    def metrics(self) -> tuple[Metric, ...]:
        return self.of(Metric)

    @property
    def actions(self) -> tuple[Action, ...]:
        return self.of(Action)

    @property
    def evidence_map(self) -> tuple[EvidenceMap, ...]:
        return self.of(EvidenceMap)

    @property
    def people_counts(self) -> tuple[PeopleCount, ...]:
        return self.of(PeopleCount)

    @property
    def usage(self) -> tuple[Usage, ...]:
        return self.of(Usage)


def _says_yes(value: str) -> bool:
    return value.strip().lower() in {"y", "yes", "true", "1"}
