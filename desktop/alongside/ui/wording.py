"""Words on screen for sheets, fields and values. No Qt, no rules."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from alongside.i18n import _, ngettext
from alongside.library.columns import YES_NO
from alongside.library.records import Record
from alongside.packs.buyer_file import Marking
from alongside.packs.pack import Block, Limit, LimitKind, PackKind, References, Status

if TYPE_CHECKING:
    from alongside.render.manifest import PdfBy

SHEETS = {
    "services": _("Services"),
    "evidence": _("Evidence"),
    "stories": _("Stories"),
    "answers": _("Reusable answers"),
    "restrictions": _("Restrictions"),
    "rp_events": _("Uses of restriction"),
    "triples": _("Risk, plan and person"),
    "safeguarding": _("Safeguarding"),
    "incidents": _("Incidents"),
    "complaints": _("Complaints"),
    "training": _("Training"),
    "reviews": _("Reviews"),
    "involvement": _("Involvement"),
    "metrics": _("Metrics"),
    "actions": _("Actions"),
    "evidence_map": _("Evidence map"),
    "people_counts": _("Numbers of people"),
    "usage": _("Use in packs"),
}
STATUSES = {
    Status.NOT_STARTED: _("Not started"),
    Status.DRAFT: _("Draft"),
    Status.REVIEW: _("In review"),
    Status.SIGNED_OFF: _("Signed off"),
}
KINDS = {PackKind.TENDER: _("Tender response"), PackKind.INSPECTION: _("Inspection narrative")}
BLOCKS = {
    "evidence": _("Evidence"),
    "story": _("Story"),
    "answer": _("Reusable answer"),
    "figure": _("Figure"),
    "chart": _("Chart"),
    "table": _("Table"),
    "picture": _("Picture"),
    "heading": _("Heading"),
    "text": _("Text"),
}
REFERENCES = {
    References.INDEX: _("Numbers that lead to a list of the evidence"),
    References.BRACKETS: _("Numbers in brackets, [3], that lead to a list of the evidence"),
    References.FOOTNOTES: _("Footnotes, each on its page"),
    References.ENDNOTES: _("Endnotes, after the answers"),
}
LIMITS = {
    LimitKind.NONE: _("No limit"),
    LimitKind.WORDS: _("words"),
    LimitKind.CHARACTERS: _("characters"),
    LimitKind.CHARACTERS_NO_SPACES: _("characters without spaces"),
    LimitKind.PAGES: _("pages"),
}
MARKINGS = {
    Marking.SCORED: _("scored"),
    Marking.PASS_FAIL: _("pass or fail"),
    Marking.MANDATORY: _("mandatory"),
    Marking.INFORMATION: _("for information"),
    Marking.UNKNOWN: _("not said"),
}
CATEGORIES = {
    "EXP": _("People’s experience"),
    "STAFF": _("Staff and leaders"),
    "PARTNER": _("Partners"),
    "OBS": _("Observation"),
    "PROC": _("Processes"),
    "OUT": _("Outcomes"),
}
_SMALL_WORDS = {
    "id": "ID", "cqc": "CQC", "mhsds": "MHSDS", "msp": "MSP", "ra": "Risk assessment", "cp": "Care plan",
    "stomp": "STOMP", "mdt": "MDT", "dols": "DoLS", "s42": "Section 42", "rp": "Restrictive practice",
    "n": "number", "ld": "Learning disability", "obs": "Observation", "reid": "Re-identification",
    "art9": "Article 9",
}  # fmt: skip
_NAMES = ("title", "name", "service_name", "description", "topic", "activity", "action", "theme", "course", "what")


_CAPITALS = {word: word.upper() for word in ("cqc", "pbs", "gps", "bsl", "mca")}
_LABELS = {
    "snippet_100": _("About 100 words"),
    "snippet_250": _("About 250 words"),
    "snippet_500": _("About 500 words"),
    "text_60": _("About 60 words"),
    "text_150": _("About 150 words"),
    "text_300": _("About 300 words"),
    "text_500": _("About 500 words"),
}


def label_of(heading: str) -> str:
    """A sheet's heading as a label: "Period end"."""
    if heading in _LABELS:
        return _LABELS[heading]
    words = [_SMALL_WORDS.get(word, word) for word in heading.split("_")]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def day(value: date) -> str:
    """A day as people write it: "4 May 2026"."""
    return f"{value.day} {value:%b %Y}"


def value_text(value: object) -> str:
    """A field's value in words; "" for an empty one."""
    if value is None or value in ("", ()):
        return ""
    if isinstance(value, datetime):
        return f"{day(value.date())}, {value:%H:%M}"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, tuple):
        return ", ".join(value_text(item) for item in value)
    if isinstance(value, float):
        return f"{value:g}"
    text = str(value)
    if text in YES_NO:
        return {"Y": _("Yes"), "N": _("No"), "NK": _("Not known")}[text]
    if text in CATEGORIES:
        return CATEGORIES[text]
    if text.islower() and " " not in text:
        words = text.replace("_", " ").replace("co produced", "co-produced").replace("co authored", "co-authored")
        return " ".join(_CAPITALS.get(word, word) for word in words.split())
    return text


def title_of(record: Record) -> str:
    """What a row is, in a few words, whatever its sheet."""
    for name in _NAMES:
        text = str(getattr(record, name, "") or "")
        if text:
            first = text.splitlines()[0][:140]
            shown = value_text(first) if "_" in first else first  # a choice's name, not anybody's words
            return shown[:1].upper() + shown[1:]
    for name in ("type", "subtype", "kind", "metric_id", "abuse_type"):
        text = value_text(getattr(record, name, ""))
        if text:
            return text[:1].upper() + text[1:]
    return record.ref or _("Row {n}").format(n=record.row)


def length_text(length: str) -> str:
    """A length's name on a button: "claim" or "250"."""
    return _("Claim") if length == "claim" else length


def counted_text(counted: int | None, words: int, limit: Limit) -> str:
    """A count against a limit: "812 of 1,000 words"."""
    if limit.kind is LimitKind.NONE:
        return ngettext("{n:,} word", "{n:,} words", words).format(n=words)
    if counted is None:
        pages = ngettext("{n} page", "{n} pages", limit.value).format(n=limit.value)
        return _("{n:,} words, limit {pages}").format(n=words, pages=pages)
    return _("{n:,} of {value:,} {unit}").format(n=counted, value=limit.value, unit=LIMITS[limit.kind])


def kind_of(block: Block) -> str:
    """The block's kind as the pack file writes it."""
    return str(block.__struct_config__.tag)


def days_left(deadline: str, today: date) -> int | None:
    """Days from today to a deadline written as ISO date and time; None where there is none or it cannot be read."""
    try:
        return (date.fromisoformat(deadline[:10]) - today).days
    except ValueError:
        return None


def deadline_text(deadline: str, today: date) -> str:
    """ "in 17 days", with what to do about a day gone by left to the reader."""
    left = days_left(deadline, today)
    if left is None:
        return ""
    if left < 0:
        return ngettext("{n} day ago", "{n} days ago", -left).format(n=-left)
    if left == 0:
        return _("due today")
    return ngettext("{n} day left", "{n} days left", left).format(n=left)


def pdf_words(pdf: "PdfBy", pages: Mapping[str, int]) -> str:
    """Who made the PDFs of a pack, and how many pages they have: an estimate where that program's count is one."""
    from alongside.render.pdf_makers import PdfMaker  # noqa: PLC0415 - not needed to start

    n = sum(pages.values())
    maker = " ".join(part for part in (PdfMaker(pdf.maker).spoken, pdf.version) if part)
    told = (
        ngettext("about {n} page, an estimate", "about {n} pages, an estimate", n)
        if pdf.pages_are_estimates
        else ngettext("{n} page", "{n} pages", n)
    )
    return _("PDF by {maker}: {pages}").format(maker=maker, pages=told.format(n=n))
