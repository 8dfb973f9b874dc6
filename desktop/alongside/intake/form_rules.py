"""A buyer's rules on form out of its own sentences: font, size, margins, limits over all, files, deadlines."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from alongside.intake.laid_out import Line, Part, Table
from alongside.intake.limits import limits_in
from alongside.packs.buyer_file import StatedRule
from alongside.packs.pack import LimitKind

_LONGEST = 1_500  # characters of a paragraph that may hold a rule
_MOST = 60
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-Z(])|\n+")
_FONTS = (
    "Arial", "Calibri", "Verdana", "Times New Roman", "Helvetica", "Tahoma", "Cambria", "Aptos", "Segoe UI", "Garamond",
)  # fmt: skip
_FONT = re.compile(r"\b(" + "|".join(_FONTS) + r")\b", re.IGNORECASE)
_OF_FONT = re.compile(r"\b(?:fonts?|typefaces?|point|pt|text size)\b|\b\d{1,2}\s*(?:pt|point)", re.IGNORECASE)
_SIZE = re.compile(
    r"(?<![\d.])(?P<a>\d{1,2}(?:\.5)?)\s*[- ]?(?:pts?\b|points?\b)|"
    r"\b(?:font|text|type)\s+size\D{0,40}?(?P<b>\d{1,2}(?:\.5)?)(?![\d.]*\d)|"
    r"\b(?:" + "|".join(_FONTS) + r")\b,?\s+(?:font\s+)?(?:size\s+)?(?P<c>\d{1,2}(?:\.5)?)(?![\d.]*\d)",
    re.IGNORECASE,
)
_MARGIN = re.compile(
    r"\bmargins?\b\D{0,50}?(?P<a>\d+(?:\.\d+)?)\s*(?P<ua>cm|mm|inch|in\b|\")|"
    r"(?P<b>\d+(?:\.\d+)?)\s*(?P<ub>cm|mm|inch|in\b|\")\s*(?:page\s+)?margins?\b",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\b(?:total|overall|whole|entire|altogether|in all|across all|complete (?:response|submission|tender)|"
    r"all (?:of your )?(?:responses|answers) (?:together|combined))\b",
    re.IGNORECASE,
)
_TYPE = re.compile(r"(?<![\w])\.?(docx?|pdf|xlsx?|rtf|odt)\b|\b(?:Microsoft\s+|MS\s+)?(Word|Excel)\b", re.IGNORECASE)
_SENT = re.compile(
    r"\b(?:submit\w*|upload\w*|return\w*|sav(?:ed?|ing)|provided?|supplied|sent|format)\b", re.IGNORECASE
)
_NAMED = re.compile(
    r"\b(?:file\s*names?|files?\s+(?:must|should|are to|shall)\s+be\s+named|named?|naming)\b[^.“\"'‘]{0,80}"
    r"[“\"‘'](?P<a>[^”\"’']{3,80})[”\"’']",
    re.IGNORECASE,
)
_MB = re.compile(r"(?<![\d.])(\d{1,4}(?:\.\d+)?)\s*(?:MB\b|megabytes?\b)", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:not|no|never|without|cannot|prohibited|forbidden|disregarded|excluded|ignored|refrain)\b|n['’]t\b",
    re.IGNORECASE,
)
_MAY = re.compile(r"\b(?:may|can|permitted|allowed|accepted|welcome|should|must|please|encouraged)\b", re.IGNORECASE)
_PERMITTED = re.compile(r"\b(?:permitted|allowed|accepted|may be)\b", re.IGNORECASE)  # "please attach" asks for one
_COUNTING = re.compile(r"\bword\s*(?:count|limit)\b|\bcount(?:s|ed)?\s+(?:towards?|as|in)\b", re.IGNORECASE)
_COUNTED = {
    "count_headings": r"\bheadings?\b", "count_tables": r"\btables?\b", "count_captions": r"\bcaptions?\b",
    "count_footnotes": r"\bfoot\s*notes?\b",
}  # fmt: skip
_ALLOWED = {
    "attachments_allowed": r"\b(?:attachments?|appendi(?:x|ces)|annex(?:es)?|attach|append|additional documents?)\b",
    "hyperlinks_allowed": r"\b(?:hyper\s*links?|web\s*links?|links? to (?:web|other))\w*",
    "images_allowed": r"\b(?:images?|pictures?|photographs?|diagrams?)\b",
    "cross_reference_allowed": r"\bcross[- ]?refer\w*|"
    r"\brefer(?:ences?)? to (?:other|another) (?:answers?|responses?|questions?)\b",
}  # fmt: skip
_ANONYMOUS = re.compile(
    r"\banonym\w+|\b(?:not|without)\b.{0,60}\b(?:identif\w+|nam(?:e|ing)|reveal\w*)\b.{0,30}\b(?:your|the|bidd\w+)\s+"
    r"(?:organisation|company|bidder|name)",
    re.IGNORECASE,
)
_PASTED = re.compile(
    r"\b(?:type[dn]?|past(?:e|ed)|enter(?:ed)?|complet\w+|copied)\b.{0,60}\b(?:in|into|on|within)\b.{0,30}"
    r"\b(?:portal|text box(?:es)?|online form|system|e-?tendering)",
    re.IGNORECASE,
)
_OVER = re.compile(r"\b(?:exce(?:ss|eds?|eding)|beyond|over(?:\s+the)?|above)\b.{0,80}", re.IGNORECASE)
_CUT = re.compile(
    r"\bnot\s+be\s+(?:read|considered|evaluated|marked|scored|assessed|taken)|disregarded|ignored|struck|truncat\w+|"
    r"cut\s+off|discount",
    re.IGNORECASE,
)
_REJECT = re.compile(
    r"\b(?:reject\w*|disqualif\w*|excluded from|score of (?:0|zero)|deemed non-?compliant)\b",
    re.IGNORECASE,
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_DATE = re.compile(
    r"\b(?P<d>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m>" + "|".join(name[:3] for name in _MONTHS) + r")[a-z]*\.?,?\s+"
    r"(?P<y>20\d\d)\b|\b(?P<d2>\d{1,2})[/.](?P<m2>\d{1,2})[/.](?P<y2>20\d\d)\b|"
    r"\b(?P<y3>20\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?P<noon>(?:12(?:[:.]00)?\s*)?noon|midday)\b|\b(?P<h>[01]?\d|2[0-3])(?:[:.](?P<min>[0-5]\d))"
    r"\s*(?P<ap>[ap]\.?m\b)?|"
    r"\b(?P<h2>1[0-2]|[1-9])\s*(?P<ap2>[ap]\.?m\b)",
    re.IGNORECASE,
)
_DUE = re.compile(
    r"\b(?:deadline|closing|clos(?:es?|ed)|no later than|due|return(?:ed)?|submi\w+|received|by\b)", re.IGNORECASE
)
_QUERIES = re.compile(
    r"\b(?:clarifications?|queries|questions? (?:must|should|may|to the|about|from)|enquiries)\b", re.IGNORECASE
)
_BUYER = re.compile(
    r"^(?:contracting authority|buyer|authority|commissioner|council|client|issued by)"
    r"(?:\s+name)?\s*[:\-–]\s*(?P<a>.{3,120})$",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"\b(?P<a>(?:London Borough of |Royal Borough of |City of )?(?:[A-Z][\w&'’-]+ ){1,5}"
    r"(?:City |County |Borough |District |Metropolitan |Unitary )*(?:Council|Integrated Care Board|ICB|NHS Trust|"
    r"NHS Foundation Trust|Health Board|Combined Authority))\b"
)
_TITLE = re.compile(
    r"^(?:tender|contract|project|procurement|opportunity)(?:\s+(?:title|name|for))?\s*[:\-–]\s*(?P<a>.{5,160})$",
    re.IGNORECASE,
)
_EARLY = 40  # paragraphs among which the buyer and the title are looked for


def rules_in(parts: Iterable[Part]) -> tuple[StatedRule, ...]:
    """Each rule on form with the sentence that states it; of two that say the same, the first."""
    found: dict[tuple[str, str], StatedRule] = {}
    for line in _lines(parts):
        if len(line.text) > _LONGEST or len(found) >= _MOST:
            continue
        for sentence in _SENTENCE.split(line.text):
            said = " ".join(sentence.split())
            for field, value in _rules(said):
                found.setdefault((field, value), StatedRule(field=field, value=value, sentence=said, where=line.where))
    return tuple(found.values())


def buyer_in(parts: Iterable[Part]) -> str:
    """Who asks: as it is labelled, else the first council or NHS body that the first pages name; "": not said."""
    early = _early(parts)
    return _labelled(_BUYER, early) or next(
        (" ".join(match["a"].removeprefix("The ").split()) for line in early if (match := _WHO.search(line.text))), ""
    )


def title_in(parts: Iterable[Part]) -> str:
    """What the tender is called, where a label says so, else the first heading; "": not said."""
    early = _early(parts)
    return _labelled(_TITLE, early) or next(
        (line.text for line in early if line.level and 5 < len(line.text) < 120), ""
    )


def _labelled(pattern: re.Pattern[str], lines: Sequence[Line]) -> str:
    return next((match["a"].strip(" .") for line in lines if (match := pattern.match(line.text.strip()))), "")


def _early(parts: Iterable[Part]) -> list[Line]:
    lines = []
    for line in _lines(parts):
        lines.append(line)
        if len(lines) >= _EARLY:
            break
    return lines


def _lines(parts: Iterable[Part]) -> Iterator[Line]:
    for part in parts:
        if isinstance(part, Table):
            for row in part.rows:
                for cell in row:
                    yield from _lines(cell.parts)
        elif part.text:
            yield part


def _rules(text: str) -> Iterator[tuple[str, str]]:
    for rule in _KINDS:
        yield from rule(text)


def _of_font(text: str) -> Iterator[tuple[str, str]]:
    named = list(dict.fromkeys(match[1].title() for match in _FONT.finditer(text)))
    size = _SIZE.search(text)
    value = float(next(n for n in size.group("a", "b", "c") if n)) if size else 0.0
    if named and (_OF_FONT.search(text) or size):
        yield "font_names", "; ".join(next(font for font in _FONTS if font.lower() == name.lower()) for name in named)
    if 6 <= value <= 24 and (named or _OF_FONT.search(text)):
        yield "font_size_min", f"{value:g}"


def _of_margin(text: str) -> Iterator[tuple[str, str]]:
    match = _MARGIN.search(text)
    if match is None:
        return
    value, unit = float(match["a"] or match["b"]), (match["ua"] or match["ub"]).lower()
    value *= {"mm": 0.1, "cm": 1.0}.get(unit, 2.54)
    if 0 < value <= 10:
        yield "margin_min_cm", f"{value:.2f}".rstrip("0").rstrip(".")


def _of_length(text: str) -> Iterator[tuple[str, str]]:
    if _ALL.search(text):
        for said in limits_in(text):
            if said.limit.kind is LimitKind.WORDS:
                yield "total_word_limit", str(said.limit.value)
            elif said.limit.kind is LimitKind.PAGES:
                yield "page_limit", str(said.limit.value)
    if _COUNTING.search(text):
        for field, pattern in _COUNTED.items():
            if re.search(pattern, text, re.IGNORECASE):
                yield field, "no" if _NOT.search(text) or re.search(r"\bexclud", text, re.IGNORECASE) else "yes"
    over = _OVER.search(text)
    if over and re.search(r"\b(?:limit|count|words?|pages?|characters?)\b", text, re.IGNORECASE):
        if _REJECT.search(text):
            yield "over_limit_effect", "discretion" if re.search(r"\bmay\b", text, re.IGNORECASE) else "reject"
        elif _CUT.search(text):
            yield "over_limit_effect", "discretion" if re.search(r"\bmay\b", text, re.IGNORECASE) else "truncate"


def _of_files(text: str) -> Iterator[tuple[str, str]]:
    if _SENT.search(text) and re.search(r"\b(?:format|files?|documents?|version)\b", text, re.IGNORECASE):
        words = {"word": "docx", "excel": "xlsx", "doc": "docx", "xls": "xlsx"}
        kinds = [(match[1] or match[2]).lower() for match in _TYPE.finditer(text)]
        kept = list(dict.fromkeys(words.get(kind, kind) for kind in kinds))
        if kept and not _NOT.search(text):
            yield "file_types", "; ".join(kept)
    named = _NAMED.search(text)
    if named and re.search(r"\bfiles?\b", text, re.IGNORECASE):
        yield "filename_pattern", named["a"].strip()
    size = _MB.search(text)
    if size:
        yield "max_mb", f"{float(size[1]):g}"
    if _PASTED.search(text) and not _NOT.search(text):
        yield "portal_paste", "yes"


def _of_content(text: str) -> Iterator[tuple[str, str]]:
    for field, pattern in _ALLOWED.items():
        if re.search(pattern, text, re.IGNORECASE) and "?" not in text:
            if _NOT.search(text):
                yield field, "no"
            elif (_PERMITTED if field == "attachments_allowed" else _MAY).search(text):
                yield field, "yes"
    if _ANONYMOUS.search(text) and re.search(
        r"\b(?:responses?|answers?|submissions?|bids?|tenders?)\b", text, re.IGNORECASE
    ):
        yield "anonymous_submission", "yes"


def _of_days(text: str) -> Iterator[tuple[str, str]]:
    moment = _moment(text)
    if moment and _QUERIES.search(text):
        yield "clarification_deadline_at", moment
    elif moment and _DUE.search(text):
        yield "deadline_at", moment


def _moment(text: str) -> str:
    """The day a sentence names, with its time; noon where it gives none. "": no day, or none that there is."""
    match = _DATE.search(text)
    if match is None:
        return ""
    if match["m"]:
        month = next(at for at, name in enumerate(_MONTHS, start=1) if name.startswith(match["m"].lower()))
        day, year = int(match["d"]), int(match["y"])
    else:
        day, month, year = (int(match[f"{part}2"] or match[f"{part}3"]) for part in "dmy")
    hour, minute = _clock(text[: match.start()] + " " * (match.end() - match.start()) + text[match.end() :])
    try:
        return datetime(year, month, day, hour, minute).strftime("%Y-%m-%dT%H:%M")  # noqa: DTZ001 - the buyer's clock
    except ValueError:
        return ""


def _clock(text: str) -> tuple[int, int]:
    match = _TIME.search(text)
    if match is None or match["noon"]:
        return 12, 0
    hour, half = int(match["h"] or match["h2"]), (match["ap"] or match["ap2"] or "").lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    return (0 if half.startswith("a") and hour == 12 else hour), int(match["min"] or 0)


_KINDS: tuple[Callable[[str], Iterator[tuple[str, str]]], ...] = (
    _of_font, _of_margin, _of_length, _of_files, _of_content, _of_days,
)  # fmt: skip
