"""The words that a template may use, taken from a plan: exactly those that the recipe lists for the document."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.packs.formatted import is_table
from alongside.packs.notes import reference as source_reference
from alongside.packs.notes import with_bracket
from alongside.packs.pack import LimitKind, PackKind, PictureWidth, References
from alongside.packs.plan import PackPlan, Paragraph, PlannedBlock, PlannedQuestion, PlannedStory, PlannedTable, Style
from alongside.packs.recipes import Document
from alongside.render.appended_words import easy_words, glossary_words
from alongside.render.appendices import file_name
from alongside.render.charts import WIDTH, WordChart
from alongside.render.picture import WordPicture
from alongside.render.wording import length_text, limit_text, listed, long_day, moment, period, short_day, worded

Words = dict[str, object]

# Tables that open the summary of the register, in this order, where the plan holds them.
REGISTER_TABLES = (
    "restrictions_by_type",
    "restrictions_by_authority",
    "restrictions_by_view",
    "restriction_changes",
    "events_by_quarter",
)
REGISTER_FIGURES = ("K08", "K09", "K10", "K11", "K12", "K13", "K14", "K16", "K18", "K19")

# A number, a share or a range as figures print them, or a mark that stands for one.
_NUMBER = re.compile(
    r"[-+−]?[£]?\d[\d,.]*\s?%?(?:\s(?:of|to)\s\d[\d,.]*)?(?:\s\([\d,.]+\s?%\))?|\W{0,3}|n/a", re.IGNORECASE
)
# The frame of a picture, in mm: the measure of the templates or a part of it with room for a gap; height of a page.
_FRAMES = {
    PictureWidth.FULL: (WIDTH, 190.0),
    PictureWidth.HALF: (WIDTH / 2 - 2, 120.0),
    PictureWidth.THIRD: (WIDTH / 3 - 3, 80.0),
}
_PROCESS = "PROC"
_DIGEST_SHOWN = 12  # digits: enough to compare by eye


def context(plan: PackPlan, document: Document, *, final: bool) -> Words:
    """Every word the document's template may use. Raises AlongsideError for a group of words nobody fills."""
    unknown = [group for group in document.words if group not in _GROUPS]
    if unknown:
        raise AlongsideError(
            _("The recipe asks for the words “{group}”, which Alongside cannot fill.").format(group=unknown[0]),
            where=f"{plan.recipe}.toml",
            remedy=_("Put back the recipe that came with Alongside."),
        )
    words: Words = {}
    for group in document.words:
        words |= _GROUPS[group](plan, document, final)
    return words


def _document(plan: PackPlan, document: Document, final: bool) -> Words:
    marks = [*([] if final else [_("DRAFT")]), *([_("EXAMPLE")] if plan.example else [])]
    notices = [
        *([] if final else [_("Draft: for checking, not for sending.")]),
        *([_("Example only: the provider, the people and the figures are invented.")] if plan.example else []),
    ]
    return {
        "document": {
            "title": document.title,
            "subtitle": plan.title,
            "status": _("Final") if final else _("Draft"),
            "mark": " ".join(marks),
            "notice": " ".join(notices),
            "day": long_day(plan.day),
            "framework": plan.framework.stamp() if plan.framework else "",
            "stamp": plan.framework.short_stamp() if plan.framework else "",
        }
    }


def _pack(plan: PackPlan, document: Document, final: bool) -> Words:
    regulator = plan.framework.regulator if plan.framework else ""
    return {
        "pack": {
            "title": plan.title,
            "provider": plan.provider,
            "services": listed([service.service_name for service in plan.services]),
            "recipient": plan.brief.buyer if plan.kind is PackKind.TENDER else plan.brief.buyer or regulator,
            "reference": ", ".join(part for part in (plan.brief.reference, plan.brief.lot) if part),
            "period": period(plan.period_from, plan.period_to),
            "prepared_by": plan.brief.prepared_by_role,
        }
    }


def _brief(plan: PackPlan, document: Document, final: bool) -> Words:
    brief = plan.brief
    return {
        "brief": {
            "buyer": brief.buyer,
            "title": brief.title,
            "reference": brief.reference,
            "lot": brief.lot,
            "place": brief.place,
            "deadline": moment(brief.deadline_at),
        }
    }


def _questions(plan: PackPlan, document: Document, final: bool) -> Words:
    numbers = _Numbers(plan.references)
    return {
        "questions": [
            {
                "number": item.number,
                "heading": _heading(item),
                "text": item.text,
                "guidance": item.guidance,
                "limit": limit_text(item.limit),
                "weight": _weight(item),
                "length": length_text(item.counts, item.limit),
                "on_top": _has_own_pages(plan.questions, at),
                "blocks": _blocks(item.blocks, numbers, final),
            }
            for at, item in enumerate(plan.questions)
        ]
    }


def _sections(plan: PackPlan, document: Document, final: bool) -> Words:
    numbers = _Numbers(plan.references)
    return {
        "sections": [
            {
                "number": item.number,
                "heading": _heading(item),
                "text": item.text,
                "blocks": _blocks(item.blocks, numbers, final, tagged=True),
            }
            for item in plan.questions
        ]
    }


def _has_own_pages(questions: Sequence[PlannedQuestion], at: int) -> bool:
    """Whether it begins a page: the first, an answer measured in pages, and what follows one."""
    return any(item.limit.kind is LimitKind.PAGES for item in questions[max(0, at - 1) : at + 1]) or at == 0


def _weight(item: PlannedQuestion) -> str:
    if item.weight is None:
        return ""
    return _("{n:g} marks").format(n=item.weight) if item.weight_unit == "marks" else f"{item.weight:g}%"


def _heading(item: PlannedQuestion) -> str:
    return item.heading or item.text


def _blocks(blocks: Sequence[PlannedBlock], numbers: "_Numbers", final: bool, *, tagged: bool = False) -> list[Words]:
    """`tagged`: a draft says where a claim rests on processes alone."""
    return [
        _block(block, numbers, process_only=tagged and not final and _process_only(block))
        for block in blocks
        if not (final and block.withheld)
    ]


def _process_only(block: PlannedBlock) -> bool:
    return block.source is not None and block.source.categories == (_PROCESS,)


def _block(block: PlannedBlock, numbers: "_Numbers", *, process_only: bool = False) -> Words:
    if block.withheld:
        kept_back = _("Withheld: {reason}").format(reason=block.withheld)
        paragraphs = [_paragraph(Paragraph(kept_back, Style.WITHHELD), block.kind, "")]
        return {"kind": "withheld", "paragraphs": paragraphs, **_NOTHING_SHOWN}
    reference = source_reference(block.source, numbers.references) if block.source else ""
    words = [index for index, paragraph in enumerate(block.paragraphs) if not is_table(paragraph.text)]
    last = words[-1] if words else len(block.paragraphs) - 1  # a number of its own below a table would look lost
    if numbers.references is References.BRACKETS and words:
        marked = replace(block.paragraphs[last], text=with_bracket(block.paragraphs[last].text, reference))
        block = replace(block, paragraphs=(*block.paragraphs[:last], marked, *block.paragraphs[last + 1 :]))
        reference = ""
    paragraphs = [
        _paragraph(paragraph, block.kind, reference if index == last else "")
        for index, paragraph in enumerate(block.paragraphs)
    ]
    made: Words = {"kind": block.kind, "paragraphs": paragraphs, **_NOTHING_SHOWN}
    below, behind = "" if paragraphs else reference, ""
    if numbers.references is References.BRACKETS:
        below, behind = "", below
    if process_only:
        told = _("Process only: nothing of this kind shows yet what people experienced or what was seen.")
        paragraphs.append(_paragraph(Paragraph(told, Style.WITHHELD), block.kind, ""))
    if block.table is not None:
        table = _table(block.table) | {"number": str(next(numbers.tables)), "reference": below}
        table["title"] = f"{block.table.title}{behind}"
        made |= {"has_table": True, "table": table}
    if block.chart is not None:
        chart: Words = {
            "number": str(next(numbers.figures)),
            "reference": below,
            "title": f"{block.chart.title}{behind}",
            "drawing": WordChart(block.chart),
            "note": block.chart.note,
        }
        made |= {"has_chart": True, "chart": chart}
    if block.picture is not None:
        shown = block.picture
        picture: Words = {
            "number": str(next(numbers.figures)) if shown.caption else "",
            "caption": shown.caption,
            "drawing": WordPicture(shown.picture, shown.alternative, _FRAMES[shown.width]),
        }
        made |= {"has_picture": True, "picture": picture}
    return made


@dataclass(frozen=True, slots=True)
class _Numbers:
    """What numbers tables and figures (charts and pictures) through the document, and how sources are referred to."""

    references: References

    tables: "count[int]" = field(default_factory=lambda: count(1))
    figures: "count[int]" = field(default_factory=lambda: count(1))


_NOTHING_SHOWN: Words = {
    "has_table": False,
    "table": {"number": "", "reference": "", "title": "", "headings": [], "rows": [], "note": ""},
    "has_chart": False,
    "chart": {"number": "", "reference": "", "title": "", "drawing": "", "note": ""},
    "has_picture": False,
    "picture": {"number": "", "caption": "", "drawing": ""},
}


def _paragraph(paragraph: Paragraph, kind: str, reference: str) -> Words:
    style = {Style.QUOTE: "words"}.get(paragraph.style, str(paragraph.style))
    if kind == "story" and style == "body":
        style = "story"
    return {"style": style, "text": paragraph.text, "reference": reference}


def _table(table: PlannedTable) -> Words:
    columns = range(len(table.headings))
    rows = [[row[column] if column < len(row) else "" for column in columns] for row in table.rows]
    numbers = [bool(column) and _holds_numbers([row[column] for row in rows]) for column in columns]
    return {
        "title": table.title,
        "headings": [
            {"text": text, "is_number": is_number} for text, is_number in zip(table.headings, numbers, strict=True)
        ],
        "rows": [
            {"cells": [{"text": text, "is_number": is_number} for text, is_number in zip(row, numbers, strict=True)]}
            for row in rows
        ],
        "note": table.note,
    }


def _holds_numbers(cells: Sequence[str]) -> bool:
    return any(re.search(r"\d", cell) for cell in cells) and all(_NUMBER.fullmatch(cell.strip()) for cell in cells)


def _sources(plan: PackPlan, document: Document, final: bool) -> Words:
    noted = plan.references in {References.FOOTNOTES, References.ENDNOTES}
    if noted and {"questions", "sections"} & set(document.words):
        return {"sources": []}  # the document's own notes say it
    return {
        "sources": [
            {
                "number": str(source.number),
                "ref": source.ref,
                "title": source.title,
                "kind": worded(source.kind),
                "categories": ", ".join(map(worded, source.categories)),
                "date": short_day(source.dated),
                "owner": worded(source.owner_role),
                "held_in": source.held_in,
                "version": source.version,
                "used_in": ", ".join(source.used_in),
            }
            for source in plan.sources
        ]
    }


def _framework(plan: PackPlan, document: Document, final: bool) -> Words:
    return {
        "framework": {
            "lines": [
                {
                    "item": line.item_id,
                    "title": line.title,
                    "key_question": line.key_question,
                    "evidence": ", ".join(line.refs) or _("none in this pack"),
                    "categories": ", ".join(map(worded, line.categories)),
                }
                for line in plan.framework_lines
            ]
        }
    }


def _library(plan: PackPlan, document: Document, final: bool) -> Words:
    return {"library": {"name": plan.library_name, "digest": plan.library_digest[:_DIGEST_SHOWN]}}


def _stories(plan: PackPlan, document: Document, final: bool) -> Words:
    return {"stories": [_story(story) for story in plan.stories]}


def _story(story: PlannedStory) -> Words:
    teller = ", ".join(part for part in (story.pseudonym, story.age_band.replace("-", " to ")) if part)
    return {
        "number": str(story.source.number),
        "ref": story.source.ref,
        "title": story.title,
        "about": ". ".join(part.rstrip(".") for part in (teller, worded(story.told_by)) if part) + ".",
        "composite": _("This story is made from the experiences of several people.") if story.composite else "",
        "words": story.words,
        "situation": story.situation,
        "action": story.action,
        "outcome": story.outcome,
        "learning": story.learning,
        "before": story.restriction_before,
        "after": story.restriction_after,
        "permission": story.permission,
        "used_in": ", ".join(story.source.used_in),
    }


def _figures(plan: PackPlan, document: Document, final: bool) -> Words:
    restriction_only = document.only_if == "register"
    return {
        "figures": [
            {
                "ref": figure.ref,
                "name": figure.name,
                "value": figure.value,
                "parts": figure.parts,
                "period": figure.period,
                "source": figure.source,
                "definition": figure.definition,
                "sentence": figure.sentence,
                "hidden": figure.hidden,
            }
            for figure in plan.figures
            if not restriction_only or figure.ref in REGISTER_FIGURES
        ]
    }


def _summary(plan: PackPlan, document: Document, final: bool) -> Words:
    shown = [plan.tables[table] for table in REGISTER_TABLES if table in plan.tables]
    return {"summary": [_table(table) | {"number": str(number)} for number, table in enumerate(shown, start=1)]}


def _attachments(plan: PackPlan, document: Document, final: bool) -> Words:
    return {
        "attachments": [
            {
                "number": str(item.number),
                "title": item.title,
                "kind": item.kind,
                "refs": ", ".join(item.refs),
                "date": short_day(item.dated) if item.dated else "",
                "expires": short_day(item.expires) if item.expires else "",
                "pages": "" if item.pages is None else str(item.pages),
                "file": file_name(item),
            }
            for item in plan.attachments
        ]
    }


def _letter(plan: PackPlan, document: Document, final: bool) -> Words:
    return {"letter": list(plan.letter)}


def _glossary(plan: PackPlan, document: Document, final: bool) -> Words:
    return glossary_words(plan)


def _easy(plan: PackPlan, document: Document, final: bool) -> Words:
    return easy_words(plan)


_GROUPS: dict[str, Callable[[PackPlan, Document, bool], Words]] = {
    "document": _document,
    "pack": _pack,
    "brief": _brief,
    "questions": _questions,
    "sections": _sections,
    "sources": _sources,
    "framework": _framework,
    "library": _library,
    "stories": _stories,
    "figures": _figures,
    "summary": _summary,
    "letter": _letter,
    "attachments": _attachments,
    "glossary": _glossary,
    "easy": _easy,
}
