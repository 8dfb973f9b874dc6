"""What in a text could tell who somebody is: numbers, dates of birth, addresses, telephones, initials, titled names.

Pure. Each rule is a pattern with a test of its own, so that look-alikes (a telephone number that is a reference, a date
that is a statute's) stay what they are. Domain 6.3 and 6.6 say which of them stop a final pack.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from alongside.findings import Finding, Place, finding
from alongside.i18n import _

_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_DATE = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTHS},?\s+(?:19|20)\d{{2}}|"
    r"(?:19|20)\d{2}-\d{2}-\d{2})"
)
_AREAS = frozenset(
    re.findall(
        r"\w+",
        "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH "
        "EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M "
        "ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST "
        "SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE ",
    )
)
_STREETS = (
    "Road|Street|Avenue|Lane|Close|Drive|Way|Gardens|Crescent|Terrace|Grove|Square|Mews|Rise|Walk|Court|Place|Hill|Row"
)
_TITLES = r"Mr|Mrs|Ms|Miss|Mx|Dr|Prof(?:essor)?|Sir|Dame|Rev(?:erend)?|Nurse|Auntie|Uncle|Aunt"
# Things that are so many years old and are nobody: "a three-year-old policy".
_THINGS = (
    r"policy|plan|audit|building|contract|service|system|agreement|record|framework|house|report|certificate|practice|"
    r"problem|rule|lock|vehicle|minibus|kitchen|boiler|complaint|case|data|document|partnership|company|charity|scheme"
)


@dataclass(frozen=True, slots=True)
class Identifier:
    """One place in a text."""

    rule: str  # an id of the table of rules
    found: str  # as written
    start: int


_Test = Callable[["re.Match[str]", str], bool]


def _always(_match: "re.Match[str]", _text: str) -> bool:
    return True


def nhs_number(digits: str) -> bool:
    """Whether ten digits are an NHS number: the last is the check digit, modulus 11, over weights 10 to 2."""
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = (11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11) % 11
    return check == int(digits[9])


def _nhs(match: "re.Match[str]", text: str) -> bool:
    digits = re.sub(r"\D", "", match[0])
    if match[0].startswith("0") and re.search(
        r"(?:tel|phone|call|ring|mobile)\W*$", text[: match.start()], re.IGNORECASE
    ):
        return False
    return nhs_number(digits)


def _postcode(match: "re.Match[str]", _text: str) -> bool:
    return match["area"].upper() in _AREAS


def _phone(match: "re.Match[str]", text: str) -> bool:
    digits = re.sub(r"\D", "", match[0])
    digits = "0" + digits[2:].lstrip("0") if digits.startswith("44") else digits
    before = text[max(0, match.start() - 24) : match.start()]
    if re.search(
        r"(?:\bref(?:erence)?|\bno\.?|number|invoice|order|contract|£)\W*$", before, re.IGNORECASE
    ) and not re.search(r"(?:phone|tel|mobile|contact|call)\w*\W+(?:no\.?|number)?\W*$", before, re.IGNORECASE):
        return False
    return len(digits) in {10, 11} and digits[1] in "12378" and not nhs_number(digits)


def _ni(match: "re.Match[str]", _text: str) -> bool:
    return match[0][:2].upper() not in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}


def _birth_year(match: "re.Match[str]", text: str) -> bool:
    """A day by itself: that of a birth if it lies too far back to be a record's, and no law or founding is near."""
    year = int(match["year"])
    near = text[max(0, match.start() - 60) : match.end() + 40]
    other = (
        r"\b(?:act|regulations?|since|founded|opened|established|registered|incorporated|law|came into|built|began)\b"
    )
    return 1900 <= year <= 2012 and not re.search(other, near, re.IGNORECASE)


def _age(match: "re.Match[str]", text: str) -> bool:
    years = int(match["years"])
    after = text[match.end() : match.end() + 24]
    band = r"\s*(?:-|–|to|and\s+(?:over|above|under|older)|or\s+(?:over|older|under)|\+|plus)"
    thing = rf"\s*-?\s*(?:{_THINGS})\b"
    return years <= 115 and not re.match(band, after, re.IGNORECASE) and not re.match(thing, after, re.IGNORECASE)


def _initials(match: "re.Match[str]", text: str) -> bool:
    plain = re.sub(r"\W", "", match[0])
    if plain in {"UK", "US", "NB", "PS", "AM", "PM", "EU", "USA", "NI", "BC", "AD", "QC", "KC", "MP", "DC", "OK"}:
        return False
    # "Q.A. report", initials in a reference such as "Smith, J.A. (2019)" are names too, and are told.
    return not re.match(r"\s*(?:Ltd|plc|LLP)\b", text[match.end() :])


def _age_old(match: "re.Match[str]", text: str) -> bool:
    years = int(match["years"] or match["y2"])
    after = text[match.end() : match.end() + 30]
    return years <= 115 and not re.match(rf"\s+(?:\w+\s+)?(?:{_THINGS})\b", after, re.IGNORECASE)


_RULES: tuple[tuple[str, "re.Pattern[str]", _Test], ...] = (
    ("private.nhs_number", re.compile(r"(?<![\w.,£-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w,]|\.\d)"), _nhs),
    (
        "private.ni_number",
        re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", re.IGNORECASE),
        _ni,
    ),
    (
        "private.birth_date",
        re.compile(
            rf"\b(?:d\.?\s?o\.?\s?b\.?|date\s+of\s+birth|born(?:\s+on)?|birthday(?:\s+is)?(?:\s+on)?)"
            rf"\s*[:=\-–]?\s*(?:the\s+)?{_DATE}",
            re.IGNORECASE,
        ),
        _always,
    ),
    (
        "private.birth_date",
        re.compile(r"(?<![\w/.-])\d{1,2}[./-]\d{1,2}[./-](?P<year>(?:19|20)\d{2})(?![\w/-])", re.IGNORECASE),
        _birth_year,
    ),
    (
        "private.postcode",
        re.compile(r"\b(?P<area>[A-Z]{1,2})\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b"),
        _postcode,
    ),
    (
        "private.phone",
        re.compile(r"(?<![\w.,£/-])(?:\+44[ -]?(?:\(0\)[ -]?)?|\(?0)\d{2,4}\)?(?:[ -]?\d{2,4}){1,3}(?![\w,/-]|\.\d)"),
        _phone,
    ),
    ("private.email", re.compile(r"\b[\w.+'-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}\b"), _always),
    (
        "private.age",
        re.compile(
            r"\b(?:aged|age(?:\s+of)?|turned|turning|is|was|now)\s+(?P<years>\d{1,3})"
            r"(?=\s*(?:[.,;:)]|$|and\b|when\b|who\b|with\b|years?\s+old))"
            r"(?<!is \d)(?<!is \d\d)(?<!was \d)(?<!was \d\d)(?<!now \d)(?<!now \d\d)",
            re.IGNORECASE,
        ),
        _age,
    ),
    (
        "private.age",
        re.compile(
            r"\b(?P<years>\d{1,3})[- ]years?[- ]olds?\b|"
            r"\b(?:(?:on|for|before|after)\s+(?:his|her|their)\s+)(?P<y2>\d{1,3})(?:st|nd|rd|th)\s+birthday",
            re.IGNORECASE,
        ),
        _age_old,
    ),
    ("private.initials", re.compile(r"(?<![\w.])(?:[A-Z]\.\s?){1,3}[A-Z]\.(?!\w)"), _initials),
    (
        "private.titled_name",
        re.compile(rf"\b(?:{_TITLES})\.?\s+(?:[A-Z]\.?\s+)?[A-Z][a-z'’\-]+(?:\s+[A-Z][a-z'’\-]+)?"),
        _always,
    ),
    (
        "private.address",
        re.compile(rf"\b(?:flat\s+\d+\w?,?\s+)?\d{{1,4}}[A-Za-z]?,?\s+(?:[A-Z][a-z'’]+\s+){{1,3}}(?:{_STREETS})\b"),
        _always,
    ),
    (
        "private.room",
        re.compile(r"\b(?:room|bedroom|flat|apartment)\s+(?:no\.?\s*|number\s+)?\d{1,3}[A-Za-z]?\b", re.IGNORECASE),
        _always,
    ),
    (
        "private.case_reference",
        re.compile(
            r"\b(?:DoLS|DOLS|MHA|CoP|Court\s+of\s+Protection|safeguarding|police|crime|hospital)\s+"
            r"(?:case\s+|application\s+|incident\s+)?"
            r"(?:ref(?:erence)?|no\.?|number)\s*[:#]?\s*[A-Z]{0,4}[-/ ]?\d[\w/-]{3,}",
            re.IGNORECASE,
        ),
        _always,
    ),
    ("private.link", re.compile(r"\b(?:https?://|www\.)[^\s<>\"”)]+", re.IGNORECASE), _always),
)


def identifiers_in(text: str) -> Iterator[Identifier]:
    """Everything in a text that could tell who somebody is; of what overlaps, the first rule's."""
    taken: list[tuple[int, int]] = []
    for rule, pattern, test in _RULES:
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
