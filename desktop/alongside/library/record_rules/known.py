"""What a rule about one record may know: a few facts of the rest of the library, and some rules the day."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from alongside.library.records import Record, Service

R = TypeVar("R", bound=Record)
PERCENTAGE = re.compile(r"\d\s?%|\bper ?cent\b")
_NOTHING = {"", "none", "n/a", "na", "nil", "no", "not applicable", "tbc", "-", "none tried", "nothing"}


@dataclass(frozen=True, slots=True)
class Known:
    """Handed to every rule. Has no day: what is found with it holds on any day, and may be kept."""

    services: Mapping[str, Service] = field(default_factory=dict)  # by id
    uses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # item -> packs that used it

    def nation(self, service_id: str) -> str:
        """The nation of a service; the provider's own where all its services share one; "" where it is not known."""
        service = self.services.get(service_id)
        if service is not None:
            return service.nation
        nations = {item.nation for item in self.services.values()}
        return nations.pop() if len(nations) == 1 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownToday(Known):
    """Handed to the rules of a day. Reads no clock: the day is an argument of the check."""

    today: date


@dataclass(frozen=True, slots=True)
class Says:
    """What a rule has to say about a record; the place is added by whoever asked."""

    heading: str
    message: str
    remedy: str = ""


Check = Callable[[R, Known], Says | None]
DayCheck = Callable[[R, KnownToday], Says | None]  # what it says of a row may change overnight


def nothing(text: str) -> bool:
    """Whether a text says no more than "none"."""
    return text.strip().strip(".").lower() in _NOTHING


def days_between(earlier: date, later: date) -> int:
    """Days from one to the other; negative if they are the other way round."""
    return (later - earlier).days


def listed(names: Sequence[str]) -> str:
    """Names in a row, for a message."""
    return ", ".join(names)
