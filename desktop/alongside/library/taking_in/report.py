"""One taking in from beginning to end: read, map, compare, and what there is to say of it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from alongside.findings import Finding
from alongside.job_control import JobControl
from alongside.library.taking_in.arrival import Arrival, arrive
from alongside.library.taking_in.mapping import SourceMap
from alongside.library.taking_in.person_codes import PersonCodes
from alongside.library.taking_in.source import Source
from alongside.library.taking_in.taking import Taken, take
from alongside.library.taking_in.target import Target, new_target, read_target


@dataclass(frozen=True, slots=True)
class Prepared:
    """What would happen, before anything is written."""

    taken: Taken
    arrival: Arrival
    target: Target

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All there is to say, of the source first."""
        return (*self.taken.findings, *self.arrival.findings)


def target_at(path: Path, job: JobControl | None = None) -> Target:
    """The workbook that is there, or one yet to be made."""
    return read_target(path, job) if path.exists() else new_target()


def prepare(
    source: Source,
    mapping: SourceMap,
    target: Target,
    today: date,
    *,
    codes: PersonCodes | None = None,
    job: JobControl | None = None,
) -> Prepared:
    """Work out what taking a source in would do to a library."""
    taken = take(source, mapping, services=target.services, codes=codes, job=job)
    return Prepared(taken, arrive(taken, mapping, target, source.name, today), target)
