"""What in a text could tell who somebody is: numbers, dates of birth, addresses, telephones, initials, titled names.

Pure. The patterns are in `alongside.checks.shapes`; domain 6.3 and 6.6 say which of them stop a final pack.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from alongside.checks.shapes import SHAPES
from alongside.findings import Finding, Place, finding
from alongside.i18n import _


@dataclass(frozen=True, slots=True)
class Identifier:
    """One place in a text."""

    rule: str  # an id of the table of rules
    found: str  # as written
    start: int


def identifiers_in(text: str) -> Iterator[Identifier]:
    """Everything in a text that could tell who somebody is; of what overlaps, the first rule's."""
    taken: list[tuple[int, int]] = []
    for rule, pattern, test in SHAPES:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(a < end and start < b for a, b in taken) or not test(match, text):
                continue
            taken.append((start, end))
            yield Identifier(rule, match[0], start)


_SAYS: dict[str, tuple[str, str]] = {
    "private.nhs_number": (_("“{found}” is an NHS number."), _("Take it out.")),
    "private.ni_number": (_("“{found}” looks like a National Insurance number."), _("Take it out.")),
    "private.birth_date": (
        _("“{found}” looks like a date of birth."),
        _("Say an age band, such as “in her thirties”."),
    ),
    "private.postcode": (_("“{found}” is a postcode."), _("Name the kind of place, not where it is.")),
    "private.phone": (_("“{found}” is a telephone number."), _("Take it out; a buyer knows how to reach you.")),
    "private.email": (_("“{found}” is an e-mail address."), _("Take it out; a buyer knows how to reach you.")),
    "private.age": (_("“{found}” tells an exact age."), _("Say an age band, such as “in his forties”.")),
    "private.initials": (
        _("“{found}” looks like somebody's initials."),
        _("Use the name the person chose, or a role."),
    ),
    "private.titled_name": (_("“{found}” looks like somebody's name."), _("Use the name the person chose, or a role.")),
    "private.address": (_("“{found}” looks like an address."), _("Name the kind of place, not where it is.")),
    "private.room": (_("“{found}” tells which room or flat."), _("Say “their own room”.")),
    "private.case_reference": (
        _("“{found}” is a reference of a case."),
        _("Say that there is one, and not its number."),
    ),
    "private.link": (_("“{found}” is a link."), _("Take it out, unless the buyer asks for links.")),
}


def identifier_finding(found: Identifier, where: Place) -> Finding:
    """The Finding. Its message quotes what was found: the user must see what to take out."""
    message, remedy = _SAYS[found.rule]
    return finding(found.rule, where, message.format(found=found.found), remedy)
