"""The shapes of what tells who somebody is: a pattern each, and a test that leaves look-alikes what they are.

A telephone number may be a reference, a date a statute's, a "room 4" one to meet in. `tests/checks/test_labelled.py`
measures how well they are told apart.
"""

import re
from collections.abc import Callable

_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_DATE = (
    r"(?:\d{1,2}[./ -]\d{1,2}[./ -](?:(?:19|20)\d{2}|\d{2}(?!\d))|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:the\s+)?{_MONTHS},?\s+(?:19|20)\d{{2}}|"
    r"(?:19|20)\d{2}-\d{2}-\d{2})"
)
_BIRTH = r"(?:d\.?\s?o\.?\s?b\.?|date[\s-]+of[\s-]+birth|birth[\s-]?date)"
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
    "Road|Street|Avenue|Lane|Close|Drive|Way|Gardens|Crescent|Terrace|Grove|Square|Mews|Rise|Walk|Court|Place|Hill|Row|"
    "View|Parade|Rd|St|Ave|Ln|Cres"
)
# What is counted, and so is no street: "2 Staff Drive the minibus".
_COUNTED_WORDS = (
    "service services "
    "month months people staff hour hours week weeks day days year years car cars minute minutes step steps way ways "
    "time times person persons garden page pages principles cats homes teams men women tenants colleagues"
)
_COUNTED = frozenset(_COUNTED_WORDS.split())
_TITLES = (
    r"Mr|Mrs|Ms|Miss|Mx|Dr|Prof(?:essor)?|Sir|Dame|Rev(?:erend)?|Nurse|Auntie|Uncle|Aunt|Sister|Cllr|Councillor|Lord|"
    r"Lady|Judge|PC|PCSO|DC|Sgt|Inspector"
)
# after a title: an office, a thing, a shop
_NO_NAME_WORDS = (
    "call associate associates prescriber prescribers consultant consultants manager managers practitioner "
    "practitioners specialist specialists director lead leads educator team teams bank station world support school "
    "men mayor mayoress chancellor justice chief chapel lieutenant company companies organisation service services "
    "and or the in of for to word screening by with led adviser advisers inspector training"
)
_NO_NAME = frozenset(_NO_NAME_WORDS.split())
# Things that are so many years old and are nobody: "a three-year-old policy".
_THINGS = (
    r"policy|plan|audit|building|contract|service|system|agreement|record|framework|house|report|certificate|practice|"
    r"problem|rule|lock|vehicle|minibus|kitchen|boiler|complaint|case|data|document|partnership|company|charity|scheme|"
    r"home|organisation|provider|lease|team|restriction|carpet|roof|lift|law|act"
)
_PERSON = (
    r"man|woman|lady|gentleman|boy|girl|person|tenant|resident|wife|husband|partner|son|daughter|mother|father|mum|dad|"
    r"brother|sister|friend|carer|patient|male|female|adult|teenager|someone"
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_NUMBER = (
    rf"(?:(?:{_TENS})(?:[- ](?:{_UNITS}))?|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    rf"nineteen|{_UNITS})"
)
_ENDS = (  # what follows an age, and hardly ever a count
    r"(?=\s*(?:[.,;:)!?”\"’]|$)|\s+(?:and|when|who|with|in|on|now|next|this|last|today|years?)\b)"
)
# Letters with full stops that are nobody's.
_SHORT_FORMS_WORDS = (
    "UK US NB PS AM PM EU USA NI BC AD QC KC MP DC OK MA BA RSVP DIY CV TV BBC FAQ AGM WI NHS CQC GP VIP AKA RIP MDT "
    "PRN EHCP SALT ASD PTO ADHD OCD PTSD DOB IE EG ITV UN"
)
_SHORT_FORMS = frozenset(_SHORT_FORMS_WORDS.split())
_LOW = re.IGNORECASE

Test = Callable[["re.Match[str]", str], bool]


def _always(_match: "re.Match[str]", _text: str) -> bool:
    return True


def _before(match: "re.Match[str]", text: str, most: int = 40) -> str:
    return text[max(0, match.start() - most) : match.start()]


def nhs_number(digits: str) -> bool:
    """Whether ten digits are an NHS number: the last is the check digit, modulus 11, over weights 10 to 2."""
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = (11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11) % 11
    return check == int(digits[9])


def _nhs(match: "re.Match[str]", text: str) -> bool:
    called = re.search(r"(?:tel|phone|call|ring|mobile)\W*$", _before(match, text), _LOW)
    return not (match[0].startswith("0") and called) and nhs_number(re.sub(r"\D", "", match[0]))


def _ni(match: "re.Match[str]", _text: str) -> bool:
    return match[0][:2].upper() not in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}


def _birth_year(match: "re.Match[str]", text: str) -> bool:
    """A day by itself: that of a birth if it lies too far back to be a record's, and no law or founding is near."""
    year = int(match["year"])
    near = text[max(0, match.start() - 60) : match.end() + 40]
    other = (
        r"\b(?:acts?|regulations?|since|founded|opened|established|registered|incorporated|law|came into|built|began|"
        r"ratified|adopted|convention|in force|commenced|treaty)\b"
    )
    return 1900 <= year <= 2012 and not re.search(other, near, _LOW)


def _born_in(match: "re.Match[str]", _text: str) -> bool:
    """A year: ideas are born in recent ones."""
    return 1900 <= int(match["year"]) <= 2012


def _postcode(match: "re.Match[str]", _text: str) -> bool:
    area = match["area"] or match["small"].upper()
    # "m1 2nd" is a motorway and a place in a row.
    return str(area) in _AREAS and not match[0].endswith(("st", "nd", "rd", "th"))


def _phone(match: "re.Match[str]", text: str) -> bool:
    digits = re.sub(r"\D", "", match[0])
    digits = "0" + digits[2:].lstrip("0") if digits.startswith("44") else digits
    near = _before(match, text, 24)
    if re.search(r"(?:\bref(?:erence)?|\bno\.?|number|invoice|order|contract|£)[\s:#]*$", near, _LOW) and not re.search(
        r"(?:phone|tel|mobile|contact|call|fax)\w*\W+(?:no\.?|number)?\W*$", near, _LOW
    ):
        return False
    return len(digits) in {10, 11} and digits[1] in "12378" and not nhs_number(digits)


def _age(match: "re.Match[str]", text: str) -> bool:
    years = next(item for item in match.groups() if item)
    before, after = _before(match, text), text[match.end() : match.end() + 34]
    band = r"\s*(?:-|–|to\b|years?\s+(?:to|and\s+over)\b|(?:and|or)\s+(?:over|above|under|older|below|up)|\+|plus|on\b)"
    law = (
        r"(?:over|under|below|above|from|until|till|before|after|minimum|maximum|average|median|mean|of)\s+(?:the\s+)?$"
    )
    share = r"\s*(?:%|per\s?cent|of\b(?!\s+age)|out of|marks|pages|pounds|hours|points|days|weeks)"
    return not (
        (years.isdigit() and int(years) > 115)
        or re.match(band, after, _LOW)
        or re.match(share, after, _LOW)
        or (match[0].lower().startswith("age") and re.search(law, before, _LOW))
    )


def _age_old(match: "re.Match[str]", text: str) -> bool:
    years = match["years"]
    after = text[match.end() : match.end() + 30]
    thing = re.search(
        rf"\b(?:{_THINGS})\b\s+(?:(?:that|is|are|was|were|now|over|about|nearly|only|just)\s+)*$",
        _before(match, text),
        _LOW,
    )
    return (
        not (years.isdigit() and int(years) > 115)
        and not re.match(rf"\W+(?:\w+\s+)?(?:{_THINGS})s?\b", after, _LOW)
        and not thing
    )


def _aside(match: "re.Match[str]", _text: str) -> bool:
    """ "Peter, 38, moved": a name, and not a heading, a month or a numbered thing."""
    other = r"(?:Regulations?|Sections?|Tables?|Questions?|Articles?|Schedule|Reg|Figures?|Appendix|Level|Part|Total)$"
    return not re.match(other, match["who"]) and not re.fullmatch(_MONTHS, match["who"], _LOW)


def _initials(match: "re.Match[str]", text: str) -> bool:
    letters = re.sub(r"\W", "", match[0])
    after = text[match.end() : match.end() + 24]
    # "Q.A. report", initials in a reference such as "Smith, J.A. (2019)" are names too, and are told.
    return (
        letters not in _SHORT_FORMS
        and not re.match(r"\s*(?:Ltd|plc|LLP)\b", after)
        and not (letters in {"LD", "MH"} and re.match(r"\s+(?:nurs\w+|services?|teams?|provision|register)\b", after))
    )


def _titled(match: "re.Match[str]", text: str) -> bool:
    word = match["name"]
    shouting = match["title"].isupper() and match["title"] not in {"PC", "PCSO", "DC"}
    sure = not shouting or (word.isupper() and match["title"] != "MS" and len(word) > 2)
    return word[0].isupper() and word.lower() not in _NO_NAME and sure and word != "Christmas"


def _address(match: "re.Match[str]", _text: str) -> bool:
    return match["the"] is not None or match["first"].lower() not in _COUNTED


def _room(match: "re.Match[str]", text: str) -> bool:
    """A room to live in, not one to meet in; and no flat rate."""
    shared = (
        r"(?:meeting|conference|training|class|board|waiting|zoom|court|committee|interview|hearing|seminar|staff|"
        r"breakout|plant|consulting|clinic|treatment|lecture|store|server|teams|chat)\W*$"
    )
    amount = r"\s*(?:%|per\s?cent|p\b|grow|more|fee|uplift|rate|of\s+\d|metres|people|minutes|years)"
    after = text[match.end() : match.end() + 14]
    return not re.search(shared, _before(match, text, 16), _LOW) and not re.match(amount, after, _LOW)


def _case(match: "re.Match[str]", _text: str) -> bool:
    return len(re.sub(r"\D", "", match["value"])) >= 4


SHAPES: tuple[tuple[str, "re.Pattern[str]", Test], ...] = (
    ("private.email", re.compile(r"\b[\w.+'-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}\b"), _always),
    ("private.link", re.compile(r"\b(?:(?:https?|s?ftp|file)://|www\.)[^\s<>\"”)]+", _LOW), _always),
    (
        "private.case_reference",
        re.compile(
            r"\b(?:DoLS|MHA|CoP|Court\s+of\s+Protection|safeguarding|police|crime|hospital|ombudsman|tribunal|complaint|"
            r"LeDeR|Datix|CQC\s+notification|inquest|coroner(?:['’]s)?|case)\s+"
            r"(?:(?:case|application|incident|enquiry|notification|referral)\s+)?"
            r"(?:ref(?:erence)?|no|number|log)\b\.?\s*[:#]?\s*"
            r"(?P<value>[A-Z]{0,5}[-/ ]?\d[\w/-]*(?:\s\d{2,}\b){0,3})",
            _LOW,
        ),
        _case,
    ),
    ("private.nhs_number", re.compile(r"(?<![\w.£-])(?<!\d,)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\w|[.,]\d)"), _nhs),
    (
        "private.ni_number",
        re.compile(r"\b(?:QQ|[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]|OB) ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", _LOW),
        _ni,
    ),
    (
        "private.birth_date",
        re.compile(rf"(?:\b{_BIRTH}|\bborn|\bbirthday|\bb\.)[\s:=(–-]*(?:(?:is|was|on|the)\s+){{0,3}}{_DATE}", _LOW),
        _always,
    ),
    (
        "private.birth_date",
        re.compile(rf"\b{_DATE}\W{{1,3}}(?:as\s+)?(?:(?:his|her|their|the)\s+)?{_BIRTH}", _LOW),
        _always,
    ),
    (
        "private.birth_date",
        re.compile(
            rf"\b(?:born\s+in|year\s+of\s+birth\W+(?:is\s+)?)\s*(?:{_MONTHS}\s+)?(?P<year>(?:19|20)\d{{2}})\b", _LOW
        ),
        _born_in,
    ),
    (
        "private.birth_date",
        re.compile(r"(?<![\w/.-])\d{1,2}[./-]\d{1,2}[./-](?P<year>(?:19|20)\d{2})(?![\w/-])", _LOW),
        _birth_year,
    ),
    (
        "private.postcode",
        re.compile(
            r"\b(?P<area>[A-Z]{1,2})\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b|"
            r"\b(?P<small>[a-z]{1,2})\d[a-z\d]? \d[abd-hjlnp-uw-z]{2}\b"
        ),
        _postcode,
    ),
    (
        "private.phone",
        re.compile(
            r"(?<![\w.£/-])(?<!\d,)(?:\+44[ -]?(?:\(0\)[ -]?)?|\(?0)\d{2,4}\)?(?:[ -]?\d{2,4}){1,3}(?![\w/-]|[.,]\d)"
        ),
        _phone,
    ),
    (
        "private.age",
        re.compile(
            rf"\b(?P<years>\d{{1,3}}|{_NUMBER})"
            r"(?:[- ]years?[- ]olds?\b|\s?yrs?\.?\s+old\b|\s?y/?o\b|\s+years\s+of\s+age\b)",
            _LOW,
        ),
        _age_old,
    ),
    (
        "private.age",
        re.compile(
            rf"\b(?:(?:his|her|their|my)|(?-i:[A-Z]\w+)['’]s)\s+(\d{{1,3}})(?:st|nd|rd|th)\s+birthday|"
            rf"\bage(?:d|\s+of)?\s*:?\s*(\d{{1,3}})(?:\s+years)?\b(?![-–/.]?\d)|"
            rf"\b(?:he|she|I|who)(?:['’](?:s|m)|\s+(?:is|am|was|will\s+be|became))(?:\s+(?:now|just|only|still|almost|nearly))?"
            rf"\s+(\d{{1,2}})\b{_ENDS}|"
            rf"\b(?:he|she|I|they|who|just|(?-i:[A-Z][a-z]+))\s+turn(?:ed|ing|s)\s+(\d{{1,3}}|{_NUMBER})\b|"
            rf"\b(?:{_PERSON})\s+of\s+(\d{{1,3}})\b(?!\s+(?:people|tenants))|"
            rf"\bat\s+(\d{{1,2}}),?\s+(?:he|she|they|I)\b|"
            rf"\bnow\s+(\d{{2}})(?=[,)])|"
            rf"\b(?:{_PERSON})(?:\s+\w+){{0,4}}\s+\((\d{{1,2}})\)",
            _LOW,
        ),
        _age,
    ),
    (
        "private.age",
        re.compile(
            rf"\b(?P<who>[A-Z][a-z]+\*?|{_PERSON})(?:,\s+(?:now\s+)?(?P<years>[1-9]\d),(?=\s+[a-z])|\s+\([1-9]\d\)(?=,))"
        ),
        _aside,
    ),
    ("private.initials", re.compile(r"(?<![\w.])(?:[A-Z]\.\s?){1,3}[A-Z]\.(?!\w)"), _initials),
    (
        "private.titled_name",
        re.compile(
            rf"\b(?P<title>{_TITLES}|MR|MRS|DR|MISS|PROF)\b\.?\s+(?:[A-Z]\.?\s+)?(?P<name>(?!(?:and|or)\b)[^\W\d_][\w'’-]+)"
            r"(?:\s+[^\W\d_a-z][\w'’-]+)?"
        ),
        _titled,
    ),
    (
        "private.address",
        re.compile(
            rf"\b(?:(?:flat|unit)\s+\d+\w?,?\s+)?\d{{1,4}}[A-Za-z]?,?\s+(?P<first>[A-Z][\w'’]+)\s+"
            rf"(?:[A-Z][\w'’]+\s+){{0,2}}(?:{_STREETS})\b|"
            rf"\b\d{{1,4}}[A-Za-z]?,?\s+The\s+(?P<the>{_STREETS})\b"
        ),
        _address,
    ),
    (
        "private.room",
        re.compile(
            r"\b(?:room|bedroom|flat|apartment|studio|bungalow|rm)\s+(?:no\.?\s*|number\s+)?[1-9]\d{0,2}[A-Za-z]?\b|"
            rf"\bbedroom\s+(?:{_UNITS}|ten)\b|"
            r"\b(?-i:Flat|Room|Apartment)\s+(?-i:[A-H]\b(?!\s+[A-Z]))|"
            r"\b(?-i:Bed)\s+\d{1,2}(?=[,.:;)]|$)",
            _LOW,
        ),
        _room,
    ),
)
