"""The words of a narrative's last appendices: the page in plain words, and the glossary."""

from collections.abc import Iterator

from alongside.packs.formatted import printed_texts
from alongside.packs.glossary import terms_used
from alongside.packs.plain_summary import plain_summary
from alongside.packs.plan import PackPlan


def glossary_words(plan: PackPlan) -> dict[str, object]:
    """The terms that the document uses."""
    return {"glossary": [{"term": item.term, "meaning": item.meaning} for item in terms_used(_printed(plan))]}


def _printed(plan: PackPlan) -> Iterator[str]:
    """The words of the document's own parts, and of the figures behind them."""
    for question in plan.questions:
        yield from (question.heading, question.text)
        for block in question.blocks:
            yield from (text for paragraph in block.paragraphs for text in printed_texts(paragraph.text))
            if block.table is not None:
                yield from (block.table.title, block.table.note, *(cell for row in block.table.rows for cell in row))
            if block.chart is not None:
                yield from (block.chart.title, block.chart.note)
    for figure in plan.figures:
        yield from (figure.name, figure.definition)


def easy_words(plan: PackPlan) -> dict[str, object]:
    """The page in plain words; no parts where nothing is released."""
    summary = plain_summary(plan)
    parts = summary.parts if summary is not None else ()
    return {
        "easy": {
            "parts": [
                {"heading": part.heading, "sentences": [{"text": text} for text in part.sentences]} for part in parts
            ],
            "words": [
                {"term": term, "meaning": meaning} for term, meaning in (summary.words if summary is not None else ())
            ],
        }
    }
