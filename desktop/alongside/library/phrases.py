"""Phrases that law, guidance or courtesy has left behind (domain: stale-phrase checker). Pure functions over text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alongside.i18n import _

ENGLAND_WALES_NI = frozenset({"ENG", "WAL", "NIR"})
NEAR = 160  # characters; about two lines


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase to look for. All patterns are searched without regard to case unless `exact`."""

    rule: str  # an id of the table of rules
    words: tuple[str, ...]  # plain lower-case fragments, one of which every match holds: the cheap first look
    pattern: str
    message: str
    remedy: str
    near: str = ""  # this too must stand within NEAR characters
    unless: str = ""  # not when this stands within NEAR characters: the writer knows
    nations: frozenset[str] = frozenset()  # where the rule holds; empty: everywhere
    style: bool = False  # a matter of tone: never inside a quotation
    exact: bool = False  # capitals matter


@dataclass(frozen=True, slots=True)
class StalePhrase:
    """One place in a text."""

    rule: str
    found: str  # the words as written
    start: int  # offset into the text
    message: str
    remedy: str


_PAST = (
    r"overrul|no longer|UKSC 16|until (?:2 )?June 2026|Attorney General|former(?:ly)?|used to be|replaced the|previous"
)
_RESPECT = _("Write what happened or what the person was telling you, in words they would accept.")

PHRASES: tuple[Phrase, ...] = (
    Phrase(
        "phrase.overruled_case", ("acid test", "cheshire west"), r"\bacid[ -]test\b|\bCheshire West\b",
        _("“{found}” is given as the test for a deprivation of liberty; it was overruled on 2 June 2026."),
        _("Look again at the conclusion under [2026] UKSC 16, and say so."), unless=_PAST,
    ),
    Phrase(
        "phrase.continuous_supervision", ("supervision and control",),
        r"\bcontinuous supervision and control\b", near=r"\bnot free to leave\b", unless=_PAST,
        message=_("“{found}” with “not free to leave” is the test that was overruled on 2 June 2026."),
        remedy=_("Describe the person's whole situation, wishes and feelings instead, as [2026] UKSC 16 asks."),
    ),
    Phrase(
        "phrase.lps_date", ("lps", "liberty protection"),
        r"\b(?:LPS|Liberty Protection Safeguards)\b[^.]{0,60}?\b(?:will|is (?:due )?to|are (?:due )?to)\b[^.]{0,40}?"
        r"\b(?:replace|come into|start|begin|take over)",
        _("“{found}” promises a start that nobody has set."),
        _("Say that the Liberty Protection Safeguards are planned, without a date."),
    ),
    Phrase(
        "phrase.ais_old", ("dcb", "accessible information"),
        r"\bDCB ?1605\b|\bfive steps\b(?=.{0,160}Accessible Information)"
        r"|(?<=Accessible Information Standard).{0,120}?\bfive steps\b",
        _("“{found}” is the former Accessible Information Standard."),
        _("It is DAPB1605 now, with six steps; review is the sixth."),
        unless=r"DAPB ?1605|formerly|replaced",
    ),
    Phrase(
        "phrase.meat", ("meat", "economically advantageous"),
        r"\bMEAT\b|\b[Mm]ost [Ee]conomically [Aa]dvantageous\b",
        _("“{found}” is the former rule for awards."),
        _("Under the Procurement Act 2023 it is the most advantageous tender."),
        nations=ENGLAND_WALES_NI, exact=True,
    ),
    Phrase(
        "phrase.old_procurement", ("ojeu", "pqq", "pcr 2015", "public contracts regulations 2015"),
        r"\bOJEU\b|\bPQQ\b|\bPCR 2015\b|\bPublic Contracts Regulations 2015\b",
        _("“{found}” belongs to the former procurement rules."),
        _(
            "New tenders use Find a Tender, the procurement specific questionnaire and the Procurement Act 2023; "
            "calls under an old framework may keep it."
        ),
        nations=ENGLAND_WALES_NI, exact=True,
    ),
    Phrase(
        "phrase.ppn_0620", ("06/20",), r"\bPPN ?0?6/20\b", _("“{found}” was replaced in February 2025."),
        _("Write PPN 002."),
    ),
    Phrase(
        "phrase.former_body", ("ccg", "clinical commissioning group", "public health england", "nhs digital"),
        r"\bCCGs?\b|\bClinical Commissioning Groups?\b|\bPublic Health England\b|\bNHS Digital\b",
        _("“{found}” no longer exists."),
        _("Write integrated care board, UK Health Security Agency or NHS England, as it fits."),
        unless=r"former|then |at the time|until 20\d\d|now (?:the|part)", exact=True,
    ),
    Phrase(
        "phrase.nearest_relative", ("nearest relative",),
        r"\bnearest relative\b[^.]{0,60}?\b(?:is|are|has been|have been|was) (?:now )?replaced\b",
        _("“{found}” speaks of a change as if it were in force."),
        _("The nominated person comes with the Mental Health Act 2025, in parts, over years; say that it is planned."),
    ),
    Phrase(
        "phrase.kloe_2017", ("kloe",), r"\bKLOEs? [SECRW][1-9](?:\.\d+)?\b",
        _("“{found}” is of the set that was retired in November 2023."),
        _("Name the quality statement, or the draft framework's own item."),
        nations=frozenset({"ENG"}),
    ),
    Phrase(
        "phrase.consented_to_restraint",
        ("consented to ",),
        r"\bconsented to (?:the |being )?restrain(?:t|ed)\b",
        _("“{found}” leaves open what made it lawful."),
        _("State the consent to the plan, or the authority under the Mental Capacity or Mental Health Act."),
    ),
    Phrase(
        "phrase.never_restrict", ("restrictive practice", "restrictive intervention", "use restraint"),
        r"\b(?:we|staff|our (?:teams?|staff|services?)) (?:do not|don't|never) use (?:any )?"
        r"(?:restrictive (?:practices?|interventions?)|restraint)\b",
        _("“{found}” is hard to believe; inspectors look for restrictions that nobody recognised."),
        _("Say which restrictions there are, however small, and how they are reduced."),
    ),
    Phrase(
        "phrase.style",
        (
            "challenging behaviour", "service user refused", "absconded", "compliant", "kicking off",
            "wandering", "suffer",
        ),
        r"\bchallenging behaviours?\b|\bservice users? refused\b|\babsconded\b|\bnon-?compliant\b|\bkicking off\b"
        r"|\bwandering\b|\bsuffer(?:s|ing) from\b",
        _("“{found}” may read as disrespectful."), _RESPECT, style=True,
    ),
)  # fmt: skip
_COMPILED = tuple(
    (
        phrase,
        re.compile(phrase.pattern, 0 if phrase.exact else re.IGNORECASE | re.DOTALL),
        re.compile(phrase.near, re.IGNORECASE) if phrase.near else None,
        re.compile(phrase.unless, re.IGNORECASE) if phrase.unless else None,
    )
    for phrase in PHRASES
)
_BETWEEN = "\0"
FIRST_WORDS = tuple(word for phrase in PHRASES for word in phrase.words)
_QUOTED = re.compile(
    r"“[^”]*”"
    r"|\"[^\"\n]*\""
    r"|(?<![\w’])‘.*?[^\s]’(?!\w)"
    r"|(?<![\w'])'(?=\S)[^\n]*?\S'(?!\w)",
    re.DOTALL,
)


def suspects(texts: Sequence[str]) -> list[int]:
    """A quick first look at many texts: the places of those that may hold a phrase of the table.

    Most heaps of texts hold none, and others few different ones, so that each text is searched for these alone.
    """
    heap = _BETWEEN.join(texts).lower()
    words = [word for word in FIRST_WORDS if word in heap]
    if not words:
        return []
    lower = heap.split(_BETWEEN)
    if len(lower) != len(texts):  # a text with that very sign
        lower = [text.lower() for text in texts]
    return [place for place, text in enumerate(lower) if any(word in text for word in words)]


def quotations(text: str) -> Iterator[re.Match[str]]:
    """Where somebody's words are quoted, the marks included."""
    return _QUOTED.finditer(text)


def stale_phrases(text: str, nation: str = "ENG", *, quoted: bool = False) -> Iterator[StalePhrase]:
    """Each stale phrase of the text, in the order of the table.

    `nation` is where the text will be used; "" means that it is not known, and rules of one nation are then held too.
    `quoted` says that the whole text is somebody's own words, which are never corrected for style.
    """
    lower = text.lower()
    said: list[tuple[int, int]] | None = None
    for phrase, pattern, near, unless in _COMPILED:
        if not any(word in lower for word in phrase.words):
            continue
        if (phrase.nations and nation and nation not in phrase.nations) or (phrase.style and quoted):
            continue
        for match in pattern.finditer(text):
            around = text[max(0, match.start() - NEAR) : match.end() + NEAR]
            if (near and not near.search(around)) or (unless and unless.search(around)):
                continue
            if phrase.style:
                if said is None:
                    said = [found.span() for found in quotations(text)]
                if any(start <= match.start() < end for start, end in said):
                    continue
            found = " ".join(match[0].split())
            yield StalePhrase(phrase.rule, found, match.start(), phrase.message.format(found=found), phrase.remedy)
