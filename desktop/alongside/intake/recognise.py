"""Which texts of a form ask, which guide, which only head, instruct or declare. Pure; knows nothing of files."""

import re
from dataclasses import dataclass
from enum import StrEnum

from alongside.intake.asked import Marking

MOST_TEXT = 4_000  # characters of one question; what is longer is no question
_SHORT = 110  # characters of a heading

_WORD_Q = r"(?:(?:question|quest|qn|q)\b\.?\s*(?:no\b\.?|number)?\s*[:.#]?\s*)"
_CORE = r"(?:[A-Z]{1,4}[-.]?)?\d{1,3}(?:\.\d{1,3}){0,4}\.?(?:[a-z](?![a-z’'])|\s[a-z](?=[).:]))?"
_PARTS = r"(?:\s*\((?:[a-z]|[ivx]{1,4}|\d{1,2})\))*"
_ASKED_NUMBER = re.compile(rf"\s*(?P<n>{_WORD_Q}{_CORE}{_PARTS}|Q{_CORE}{_PARTS})\s*[.):\-–—|]*\s*", re.IGNORECASE)
_NUMBER = re.compile(rf"\s*(?P<n>{_CORE}{_PARTS})(?P<end>\s*[.):\-–—|]+\s*|\s+)(?=\S)")
_SECTION_NUMBER = re.compile(
    r"\s*(?:section|part|lot|schedule|appendix|annex|chapter)\s+[\dA-Z]{1,3}\b[\s.:\-–—]*", re.IGNORECASE
)
_SUB = re.compile(r"\s*(?P<n>\((?:[a-z]|[ivx]{1,5}|\d{1,2})\)|(?:[a-h]|[ivx]{2,4}|i|v|x)[.)])\s+(?=\S)")
_NUMBER_ONLY = re.compile(rf"\s*(?:{_WORD_Q})?(?P<n>{_CORE}{_PARTS}|[A-Z]{{1,4}}\d[\w.]*)\s*[.):]*\s*", re.IGNORECASE)

_VERBS = (
    r"describe|explain|provide|set\s+out|demonstrate|outline|give|detail|state(?!\s+of)|confirm|list(?!\s+of)|identify|"
    r"specify|tell|summari[sz]e|evidence(?!\s+of)|show|illustrate|indicate|discuss|evaluate|propose|supply|advise|verify|"
    r"select|upload|attach|enclose|clarify|choose|tick"
)
_LEADS = (
    r"(?:(?:please|briefly|clearly|fully|further|also|then|you\s+(?:should|must|are\s+(?:asked|required)\s+to)|"
    r"kindly|if\s+[^?.]{3,160},|where\s+[^?.]{3,160},|using\s+[^?.]{3,160},|with\s+reference\s+to\s+[^?.]{3,160},|"
    r"in\s+(?:no\s+more\s+than|up\s+to|fewer\s+than|under|\d)[^?.]{1,60},?|for\s+each\s+[^?.]{3,120},|"
    r"(?:the\s+)?(?:bidders?|tenderers?|applicants?|potential\s+providers?|candidates?)\s+"
    r"(?:should|must|shall|are\s+(?:asked|required|requested|invited)\s+to|to))\s+)*"
)
_IMPERATIVE = re.compile(
    rf"[\W_]*(?:{_LEADS}(?:{_VERBS})|(?:the\s+)?(?:suppliers?|providers?|contractors?|organisations?)\s+"
    r"(?:should|must|(?:are|is)\s+(?:asked|required|requested|invited)\s+to)\s+"
    r"(?:describe|explain|set\s+out|demonstrate|outline))\b",
    re.IGNORECASE,
)
# Not "the supplier must provide the staff", which is a requirement.
_LATER = re.compile(
    rf"(?:[.?!:]\s+(?:please\s+)?|\bplease\s+|\b(?:you|bidders?|tenderers?|applicants?)\s+(?:should|must)\s+|"
    rf"\b(?:asked|requested|invited)\s+to\s+)(?:{_VERBS})\s+"
    r"(?:how|what|your|the|any|in|details?|an?|examples?|all|where|why|which|whether|us|with)\b",
    re.IGNORECASE,
)
_INTERROGATIVE = re.compile(
    r"[\W_]*(?:how|what|which|who|whom|whose|why|do|does|did|are|is|was|were|have|has|had|can|could|"
    r"would|should)\b",
    re.IGNORECASE,
)
_MARK = re.compile(r"\?(?:\s|$|[)\]”\"’'*])")
_ENDS = re.compile(r"\?[)\]”\"’'*\s]*(?:[(\[][^()\[\]]{1,200}[)\]][\s.]*)*$")
_CONTENTS = re.compile(r"(?:\.{3,}|…{2,}|_{3,}|(?:\s\.){3,}|\t)\s*(?:page\s*)?\d{1,3}\s*$", re.IGNORECASE)
_INSTRUCTS = re.compile(
    r"[\W_]*(?:please\s+|you\s+(?:must|should)\s+|(?:bidders?|tenderers?|suppliers?|applicants?)\s+"
    r"(?:must|should|shall|are\s+(?:required|asked|advised|reminded)\s+to)\s+)*"
    r"(?:note\b|read\b|ensure\b|complete\b|return\b|do\s+not\b|refer\b|answer\s+(?:all|every|each|the)\b|sign\b|"
    r"use\s+(?:the|this|black|arial|font)|keep\b|save\b|check\s+that|be\s+aware|"
    r"(?:contact|email)\s+(?!address|details|name|number)\w|remember\b|"
    r"(?:provide|give|set\s+out|submit|enter|type|write|insert|state|show)\s+(?:all\s+|your\s+|the\s+|an?\s+|any\s+)*"
    r"(?:responses?|answers?|repl(?:y|ies)|submissions?|tenders?|bids?|text)\s+"
    r"(?:in|to\s+(?:each|all|every|the)|using|by|within|below|here|on|for\s+each|as|under|at)\b|"
    r"(?:show|give|provide)\s+(?:all\s+)?prices?\b|"
    r"(?:select|tick|choose|use|highlight)\s+(?:the\s+)?(?:below|following|relevant|appropriate|correct)\b|"
    r"(?:select|choose)\s+(?:the\s+)?(?:\w+\s+){0,2}(?:headings?|tabs?|menus?|drop)\b)",
    re.IGNORECASE,
)
_DECLARES = re.compile(
    r"[\W_]*(?:(?:i|we|i/we|we/i|i\s*/\s*we)\s+(?:hereby\s+|also\s+|further\s+)?(?:certify|declare|confirm|understand|"
    r"accept|agree|undertake|acknowledge|warrant|apply|offer|have\s+read)\b|by\s+signing\b|signed\b|signature\b)",
    re.IGNORECASE,
)
_GUIDES = re.compile(
    r"[\W_]*(?:guidance|guide\b|notes?\b|please\s+note|evaluation|evaluators?\b|assess(?:ment|ors?|ed)\b|scoring|"
    r"(?:your|the|an?|all|good|full)\s+(?:\w+\s+)?(?:answers?|responses?|repl(?:y|ies)|submissions?|method\s+statement)\b|"
    r"you\s+(?:should|must|may|can|will|need)\b|responses?\s+(?:should|must|will|may|to|that)\b|hints?\b|help\b|"
    r"answers?\s+(?:should|must|will|may)\b|tips?\b|e\.?g\.?\b|for\s+example\b|what\s+(?:we|good|a\s+good)\b|"
    r"we\s+(?:are|expect|want|would|will)\b|"
    r"max(?:imum)?\b|word\s+(?:limit|count)|character\s+(?:limit|count)|page\s+limit|limit\b|up\s+to\s+\d|no\s+more\s+than|"
    r"weight(?:ing|ed)?\b|marks?\b|score[ds]?\b|available\s+marks|pass\s*/\s*fail|mandatory|this\s+question\b|"
    r"for\s+information|(?:bidders?|tenderers?|suppliers?|providers?)\s+(?:should|must|may|are|will)\b)",
    re.IGNORECASE,
)
_NOTES = re.compile(
    r"[\W_]*(?:guidance|notes?|please\s+note|hints?|tips?|help|evaluation\s+\w+|e\.?g\.?)\s*[:–-]", re.IGNORECASE
)
_WHO = (
    r"(?:(?:the\s+)?(?:bidders?|tenderers?|suppliers?|providers?|applicants?|contractors?|organisations?|your|our|"
    r"potential\s+suppliers?|candidates?)[’'`s]*\s+)?"
)
_ANSWER_LABEL = re.compile(
    rf"[\W_]*{_WHO}(?:responses?|answers?|repl(?:y|ies)|method\s+statement\s+response)"
    r"(?:\s+(?:here|below|box|to\s+(?:this\s+)?question(?:\s+[\w.()]+)?|(?:q\s?)?\d[\w.()]*))?\s*"
    r"(?P<more>[(\[:,–-].{0,160})?[\W_]*",
    re.IGNORECASE | re.DOTALL,
)
_PROMPT = re.compile(
    r"[\W_]*(?:click\s+(?:or\s+tap\s+)?here\b.{0,60}|(?:please\s+)?(?:insert|enter|type|write|add)\s+"
    r"(?:your\s+|the\s+|bidder\s+|supplier\s+|tenderer\s+|an?\s+)?(?:response|answer|text|reply|details|here|comments?)(?:\s+(?:here|below|in\s+this)\b.{0,60})?|"
    r"choose\s+an\s+item\.?|select\s+(?:an?\s+)?(?:item|option|answer)\.?|(?:response|answer)\s+here)[\W_]*",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"[\s_.…\u2002\u2003\u00a0\u200b\ufeff\-–—]*")
_CHOICES = re.compile(
    r"[\W_]*(?P<a>yes|y|true|pass|agree|compliant)[\W_]*(?:/|or|,|\s|\|)[\W_]*"
    r"(?P<b>no|n|false|fail|disagree|non[- ]compliant)"
    r"(?:[\W_]*(?:/|or|,|\s|\|)[\W_]*(?P<c>n/?a|not\s+applicable|partial(?:ly)?|partially\s+compliant))?[\W_]*"
    r"(?:\(?(?:please\s+)?(?:delete|tick|circle|select|choose)\b.{0,60})?",
    re.IGNORECASE,
)
_PASS_FAIL = re.compile(r"\bpass\s*(?:/|or|\\|-|–|&)\s*fail\b|\bP\s*/\s*F\b", re.IGNORECASE)
_INFORMATION = re.compile(
    r"\b(?:for\s+)?information\s+only\b|\bnot\s+(?:be\s+)?(?:scored|evaluated|marked)\b|\bun-?scored\b|\bnon-?scored\b|"
    r"\bfor\s+information\b",
    re.IGNORECASE,
)
_SCORED = re.compile(
    r"\bscored\b|\bweighting\b|\bweighted\b|\bscore\s+available\b|\bmarks\s+available\b", re.IGNORECASE
)
_MANDATORY = re.compile(r"\bmandatory\b|\bmust\s+be\s+answered\b|\brequired\b", re.IGNORECASE)


_MEASURES = re.compile(
    r"(?:words?|characters?|pages?|sides?|%|per\s?cent|marks?|points?|million|hours?|days?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)


class Role(StrEnum):
    """What a column or a labelled row of a form is for."""

    REF = "ref"
    QUESTION = "question"
    ANSWER = "answer"
    LIMIT = "limit"
    WEIGHT = "weight"
    MARKING = "marking"
    GUIDANCE = "guidance"
    SECTION = "section"
    LOOSE = "loose"  # a question only where an answer stands beside it: "Description"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A text parted from its number."""

    number: str  # "" where it has none
    rest: str
    asked: bool = False  # the number says that it is a question: "Q4"
    sub: bool = False  # "(a)"


def numbered(text: str, label: str = "") -> Numbered:
    """The number a text begins with, or the one Word prints before it, and the rest."""
    if label:
        bare = label.strip()
        within = numbered(text)
        if within.asked:
            return within
        if re.fullmatch(r"\(?(?:[a-z]|[ivx]{1,5})[.)]+", bare):
            return Numbered(bare, text.strip(), sub=True)
        asked = bool(re.match(r"q(?:uestion)?\b|q\d", bare, re.IGNORECASE))
        return Numbered(bare.rstrip(".:)") if "(" not in bare else bare, text.strip(), asked)
    match = _ASKED_NUMBER.match(text)
    if match:
        return Numbered(" ".join(match["n"].split()).rstrip(".:"), text[match.end() :].strip(), asked=True)
    match = _SUB.match(text)
    if match:
        return Numbered(match["n"], text[match.end() :].strip(), sub=True)
    match = _NUMBER.match(text)
    if match:
        rest, number = text[match.end() :].strip(), match["n"].strip()
        plain = re.fullmatch(r"\d{1,3}", number) and not match["end"].strip() and "\t" not in match["end"]
        measured = _MEASURES.match(rest)
        lettered = re.fullmatch(r"[A-Z]{1,4}\d{1,3}", number) and not match["end"].strip()
        if not measured and (not (plain or lettered) or asks(rest)):
            return Numbered(number.rstrip("."), rest)
    return Numbered("", text.strip())


def only_number(text: str) -> str:
    """The number where a text is nothing else: "1.2", "Q4"; else ""."""
    match = _NUMBER_ONLY.fullmatch(text) if len(text) <= 24 else None
    return " ".join(text.split()).rstrip(".:") if match else ""


def asks(text: str) -> bool:
    """Whether a text without its number asks for something."""
    said = " ".join(text.split())
    if len(said) < 5 or len(said) > MOST_TEXT or instructs(said) or declares(said) or is_contents(text):
        return False
    if _ENDS.search(said):
        return any(letter.isalpha() for letter in said)
    if _IMPERATIVE.match(said):
        return len(said.split()) >= 3
    if _MARK.search(said) and (len(said) < 1_200):
        return True
    return bool(_LATER.search(said)) and not _GUIDES.match(said)


def interrogative(text: str) -> bool:
    """Whether a text begins as a question does, with or without a question mark."""
    return bool(_INTERROGATIVE.match(text)) and len(text.split()) >= 4 and not text.rstrip().endswith(".")


def instructs(text: str) -> bool:
    """Whether a text tells how to fill the form in."""
    return bool(_INSTRUCTS.match(text)) and not _ENDS.search(text)


def declares(text: str) -> bool:
    """Whether a text is what somebody signs."""
    return bool(_DECLARES.match(text)) and not _ENDS.search(text)


def is_contents(text: str) -> bool:
    """Whether a line belongs to a table of contents."""
    return bool(_CONTENTS.search(text))


def guides(text: str) -> bool:
    """Whether a text tells what a good answer holds, or how it is assessed."""
    return bool(_GUIDES.match(text))


def notes(text: str) -> bool:
    """Whether a text says of itself that it is guidance, whatever it asks: "Note: do you ..."."""
    return bool(_NOTES.match(text))


def is_blank(text: str) -> bool:
    """Whether nothing is written there but lines, dots or a prompt to write."""
    return bool(_EMPTY.fullmatch(text) or (len(text) < 120 and _PROMPT.fullmatch(text)))


def answer_label(text: str) -> bool:
    """Whether a text only says that the answer goes here: "Response (max 500 words):"."""
    return 3 < len(text.strip()) <= 200 and bool(_ANSWER_LABEL.fullmatch(text)) and not _MARK.search(text)


def choices(text: str) -> tuple[str, ...]:
    """The answers to choose from where a text is nothing else: "Yes / No / N/A"."""
    match = _CHOICES.fullmatch(" ".join(text.split())) if len(text) < 120 else None
    return tuple(match[name] for name in "abc" if match[name]) if match else ()


def heads(text: str) -> bool:
    """Whether a text is short enough, and still enough, to be a heading."""
    said = text.strip()
    return 1 < len(said) <= _SHORT and not asks(said) and not said.endswith((".", ";", ",")) and not instructs(said)


def names_section(text: str) -> bool:
    """ "Section 2: Quality", "Lot 3"."""
    return bool(_SECTION_NUMBER.match(text)) and len(text) <= 2 * _SHORT and not _ENDS.search(text)


def marking_in(text: str) -> Marking:
    """How an answer is assessed, where a text says so."""
    if _PASS_FAIL.search(text):
        return Marking.PASS_FAIL
    if _INFORMATION.search(text):
        return Marking.INFORMATION
    if _SCORED.search(text):
        return Marking.SCORED
    return (
        Marking.MANDATORY
        if re.search(r"\bmandatory\b|\bmust\s+be\s+answered\b", text, re.IGNORECASE)
        else Marking.UNKNOWN
    )


def marking_of_cell(text: str, heading: str) -> Marking:
    """As `marking_in`, for a cell of a column about it: "Pass/Fail", "Mandatory", "Y"."""
    said = marking_in(text)
    if said is not Marking.UNKNOWN:
        return said
    word = text.strip().casefold()
    if re.search(r"mandatory|required", heading, re.IGNORECASE) and word in {"yes", "y", "x", "✓", "true", "m"}:
        return Marking.MANDATORY
    if re.search(r"scored", heading, re.IGNORECASE) and word in {"yes", "y", "x", "✓"}:
        return Marking.SCORED
    return {"m": Marking.MANDATORY, "s": Marking.SCORED, "i": Marking.INFORMATION, "information": Marking.INFORMATION,
            "score": Marking.SCORED, "required": Marking.MANDATORY, "optional": Marking.INFORMATION}.get(
        word, Marking.UNKNOWN)  # fmt: skip


_ROLES: tuple[tuple[Role, str], ...] = (
    (Role.LIMIT, (
        r"(?:word|character|char|page|side)s?\s*(?:limit|count|max\w*|allow\w*)|.*\blimit\b.*|"
        r"max(?:imum)?\.?\s+"
        r"(?:no\.?\s+(?:of\s+)?|number\s+of\s+|response\s+)?(?:words?|characters?|chars?|pages?|length|"
        r"sides?)|"
        r"(?:response|answer)\s+length.*|no\.?\s+of\s+words"
    )),
    (Role.WEIGHT, (
        r".*\bweight(?:ing|s|ed)?\b.*|(?:max(?:imum)?\.?\s+|available\s+|total\s+)?(?:marks?|points?)"
        r"(?:\s+available)?(?:\s*\(?%\)?)?|%|(?:max(?:imum)?\.?|available)\s+score|score\s+available|"
        r"percentage|%\s*of\s*(?:total|quality).*"
    )),
    (Role.MARKING, (
        r"pass\s*/?\s*fail|(?:question|evaluation|marking|scoring|response|assessment)\s+(?:type|method)|"
        r"scored\??|mandatory\??(?:\s*\(?y/n\)?)?|mandatory\s*/.*|type|status|evaluated\??|"
        r"(?:pass/fail|scored)\s+or\s+.*|required\??"
    )),
    (Role.GUIDANCE, (
        r".*\bguidance\b.*|notes?(?:\s+(?:to|for)\s+.*)?|evaluation\s+(?:criteria|notes?|guidance)|"
        r"scoring\s+(?:criteria|notes?)|what\s+(?:we|good)\s+.*|instructions?|help(?:\s+text)?|hints?|"
        r"(?:further|additional)\s+(?:information|detail|explanation).{0,20}|evidence\s+required|"
        r"assessment\s+criteria|supporting\s+(?:notes?|text)"
    )),
    (Role.REF, (
        r"(?:question\s+|q\.?\s*|item\s+|criteri\w+\s+|requirement\s+|section\s+)?(?:ref(?:erence)?|no|"
        r"number|id|#|"
        r"nr|num)\.?(?:\s*(?:no|number|id)\.?)?|#|q|№|item|para(?:graph)?"
    )),
    (Role.QUESTION, (
        r"(?:the\s+)?(?:\w+\s+){0,3}questions?(?:\s+(?:text|wording|description|set))?(?:\s*/\s*\w+)?|"
        r"questions?\b[^\d?]{0,60}|method\s+statements?(?:\s+questions?)?|"
        r"(?:\w+\s+)?requirements?(?:\s+\w+)?|"
        r"(?:award\s+|quality\s+|selection\s+|sub-?)?criteri(?:on|a)(?:\s*/.*)?|"
        r"information\s+(?:required|requested)|"
        r"you\s+asked|(?:we\s+)?ask(?:ed)?|what\s+we\s+ask|query|details?\s+(?:required|requested)"
    )),
    (Role.ANSWER, (
        rf"{_WHO}(?:responses?|answers?|repl(?:y|ies)|comments?)\b.{{0,160}}|.{{0,40}}\b(?:response|"
        rf"answer)s?(?:\s*\(.*\))?|"
        r"y(?:es)?\s*/\s*n(?:o)?.{0,20}|complian(?:ce|t).{0,30}|(?:please\s+)?(?:enter|insert|type)\s+.*|"
        r"to\s+be\s+completed\s+by\s+.*|(?:bidder|supplier|tenderer)(?:\s+to\s+complete)?|your\s+\w+"
    )),
    (Role.SECTION, (
        r"section(?:\s+(?:title|name|heading))?|category|theme|topic|area|subject|domain|lot|heading"
    )),
    (Role.LOOSE, (
        r"description|details?|item\s+description|subject\s+matter|statement|text|title|specification.*|"
        r"name"
    )),
)  # fmt: skip
_COMPILED = tuple((role, re.compile(pattern, re.IGNORECASE)) for role, pattern in _ROLES)


def role_of(heading: str) -> Role | None:
    """What a column is for by its heading; None where the heading does not say."""
    said = " ".join(heading.replace("\u2019", "'").split()).strip(" :*.")
    if not said or len(said) > 200 or only_number(said):
        return None
    if len(said) > 90 and not answer_label(said):
        return None
    if _ENDS.search(said) and len(said.split()) > 3:
        return None
    return next((role for role, pattern in _COMPILED if pattern.fullmatch(said)), None)
