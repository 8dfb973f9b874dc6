"""What the library says beside a story's text that could lead somebody to its person, and who tested it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from alongside.library.library import Library
from alongside.library.records import Story

WHOLE_PROVIDER = "ALL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """No person's code is in it: `person` is a number that only tells two stories of one person from two people's."""

    details: tuple[str, ...] = ()  # sensitive details that the text uses
    shown_as: str = ""  # how recognisable the person agreed to be
    people: int | None = None  # supported by the service; None: nobody recorded it
    person: int | None = None  # None: whose story it is was not recorded
    service_id: str = ""
    service_name: str = ""
    checked_by: str = ""  # a role
    checked_on: date | None = None
    changed_on: date | None = None  # the day the row was last changed; None: not known
    stated_risk: str = ""  # low, medium, high; "": nobody stated it

    def tested_on(self, day: date) -> bool:
        """Whether a second person's test stands: someone is named, after the last change, and not in the future."""
        if not self.checked_by.strip() or self.checked_on is None or self.checked_on > day:
            return False
        return self.changed_on is None or self.checked_on >= self.changed_on


def person_numbers(library: Library) -> Mapping[str, int]:
    """A number for each person who tells a story. It stays in the program and is printed nowhere."""
    codes = dict.fromkeys(code for story in library.stories if (code := story.person_ref.strip()))
    return {code: number for number, code in enumerate(codes, start=1)}


def traces_of(story: Story, library: Library, numbers: Mapping[str, int]) -> Traces:
    """A story's traces; `numbers` from `person_numbers` of the same library."""
    services = {service.service_id: service for service in library.services}
    service = services.get(story.service_id)
    people = service.people_supported if service else None
    if story.service_id == WHOLE_PROVIDER and services:
        counts = [item.people_supported for item in services.values()]
        people = None if None in counts else sum(count or 0 for count in counts)
    return Traces(
        details=story.protected_details_used,
        shown_as=story.consent_identifiable,
        people=people,
        person=numbers.get(story.person_ref.strip()),
        service_id=story.service_id,
        service_name=service.service_name if service else "",
        checked_by=story.anonymisation_checked_by,
        checked_on=story.anonymisation_checked_on,
        changed_on=story.updated_on,
        stated_risk=story.reid_risk,
    )
