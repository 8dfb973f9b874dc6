"""The documents, each as the XML of its body."""

from collections.abc import Callable
from dataclasses import dataclass

from templates.make.look import TEXT_WIDTH
from templates.make.pages import answer, captioned, contents, cover, masthead, section
from templates.make.parts import (
    cell,
    choose,
    each,
    listing,
    paragraph,
    released_table,
    row,
    run,
    tab,
    table,
    when,
)


@dataclass(frozen=True, slots=True)
class Made:
    """One template."""

    file: str
    keywords: str
    body: Callable[[], str]
    letter: bool = False  # no header on its first page, no framework in its footer


def tender_response() -> str:
    """Cover, contents, the answers, the evidence behind them. What is measured in pages has pages of its own."""
    number_and_heading = run("{{ question.number }}") + tab() + run("{{ question.heading }}")
    return (
        cover(("Closing", "{{ brief.deadline }}", "brief.deadline"))
        + contents('\\t "Answer Heading,1,Answer Heading On Top,1,Plain Heading,1"')
        + each(
            "question in questions",
            choose(
                ("question.on_top", paragraph("AnswerHeadingOnTop", number_and_heading, new_page=True)),
                ("", paragraph("AnswerHeading", number_and_heading)),
            ),
            _question_box(),
            paragraph("QuestionGap"),
            answer("question"),
        )
        + when("sources", _evidence_heading("PlainHeading"), _short_index())
        + section()
    )


def _question_box() -> str:
    limits = (
        run("{% if question.limit %}Limit: {% endif %}") + run("{{ question.limit }}", "Label")
        + run("{% if question.weight %}   Weight: {% endif %}") + run("{{ question.weight }}", "Label")
        + run("   This answer: ") + run("{{ question.length }}", "Label")
    )  # fmt: skip
    inside = cell(
        when("question.text", paragraph("AlongsideQuestion", "{{ question.text }}")),
        when("question.guidance", paragraph("QuestionGuidance", "{{ question.guidance }}")),
        paragraph("QuestionLimits", limits),
        width=TEXT_WIDTH,
    )
    return table(
        "QuestionBox", (TEXT_WIDTH,), row(inside), heading=False, about="The question, its limit and its weight"
    )


def _evidence_heading(style: str) -> str:
    return paragraph(style, "Evidence behind this document", new_page=True) + paragraph(
        "BodyText",
        "A small raised number in the text stands for one of these records. We hold each record and can show it.",
    )


def _short_index() -> str:
    return listing(
        "Evidence behind this document", "source in sources",
        ("No.", "{{ source.number }}", 0.7, True),
        ("Record", "{{ source.title }}", 5.2, False),
        ("Kind", "{{ source.kind }}", 2.6, False),
        ("Date", "{{ source.date }}", 1.7, False),
        ("Used in", "{{ source.used_in }}", 1.7, False),
    )  # fmt: skip


def inspection_narrative() -> str:
    """Cover, contents, numbered sections, appendices."""
    return (
        cover()
        + contents('\\o "1-1" \\t "Appendix Heading,1"')
        + each(
            "section in sections",
            paragraph("Heading1", "{{ section.heading }}"),
            when("section.text", paragraph("BodyText", "{{ section.text }}")),
            answer("section"),
        )
        + when("sources", _evidence_heading("AppendixHeading"), _short_index())
        + when("framework.lines", paragraph("AppendixHeading", "Framework map"), _framework_intro(), _framework_map())
        + when(
            "figures",
            paragraph("AppendixHeading", "Figures and how they are worked out"),
            paragraph("BodyText", "Every figure, with what it was worked out from and the definition it follows."),
            _figures(),
        )
        + paragraph("AppendixHeading", "How this document was made")
        + _made_from()
        + when("easy.parts", paragraph("AppendixHeading", "In plain words", new_page=True), _easy())
        + when("glossary", paragraph("AppendixHeading", "What our words mean", new_page=True), _glossary())
        + section()
    )


def _easy() -> str:
    return each(
        "part in easy.parts",
        paragraph("EasyHeading", "{{ part.heading }}"),
        each("sentence in part.sentences", paragraph("EasyText", "{{ sentence.text }}")),
    ) + when(
        "easy.words",
        paragraph("EasyHeading", "Word list"),
        each("word in easy.words", paragraph("EasyText", run("{{ word.term }}: ", "Strong"), "{{ word.meaning }}")),
    )


def _glossary() -> str:
    return listing(
        "What our words mean", "word in glossary",
        ("Term", "{{ word.term }}", 3.2, False),
        ("What we mean by it", "{{ word.meaning }}", 8.3, False),
    )  # fmt: skip


def _framework_intro() -> str:
    return paragraph(
        "BodyText",
        "Which records speak to which part of {{ document.framework }}. A part with none is a gap that we know of.",
    )


def _framework_map() -> str:
    return listing(
        "Framework map", "line in framework.lines",
        ("Id", "{{ line.item }}", 1.5, False),
        ("Statement", "{{ line.title }}", 3.6, False),
        ("Records", "{{ line.evidence }}", 3.2, False),
        ("Kinds of evidence", "{{ line.categories }}", 3.2, False),
    )  # fmt: skip


def _figures() -> str:
    return listing(
        "Figures and how they are worked out", "figure in figures",
        ("Id", "{{ figure.ref }}", 1.3, False),
        ("Figure", "{{ figure.name }}", 2.7, False),
        ("Value", "{{ figure.value }}", 1.6, True),
        ("Worked out from", "{{ figure.parts }}", 1.6, False),
        ("Definition", "{{ figure.definition }}", 3.8, False),
    )  # fmt: skip


def _made_from() -> str:
    return (
        paragraph(
            "BodyText",
            "The text and the figures come from one workbook, {{ library.name }} (SHA-256 begins "
            "{{ library.digest }}), as it stood on {{ document.day }}.",
        )
        + paragraph(
            "BodyText",
            "People are not named. A number so small that it could point to someone is hidden, together with any other "
            "number from which it could be worked out; one mark stands for all of them. Where something could not be "
            "known, it is counted as not known and never as “no”.",
        )
        + when("pack.period", paragraph("BodyText", "The evidence is from {{ pack.period }}."))
    )


def evidence_index() -> str:
    """Every record used, the framework it speaks to, and what it was made from."""
    record = (
        paragraph("TableText", "{{ source.title }}")
        + paragraph(
            "TableDetail",
            "{{ source.kind }}.{% if source.held_in %} Held in: {% endif %}{{ source.held_in }}"
            "{% if source.held_in %}.{% endif %} Kept by: {{ source.owner }}.",
        )
        + when("source.categories", paragraph("TableDetail", "Shows: {{ source.categories }}."))
    )
    return (
        masthead()
        + paragraph("Heading1", "Records used")
        + paragraph(
            "BodyText",
            "Each record that this pack rests on. In the text, a small raised number or a note with its ref "
            "stands for it.",
        )
        + listing(
            "Records used", "source in sources",
            ("No.", "{{ source.number }}", 0.8, True),
            ("Ref", "{{ source.ref }}", 1.2, False),
            ("Record, and where it is held", record, 6.2, False),
            ("Date", "{{ source.date }}", 1.6, False),
            ("Used in", "{{ source.used_in }}", 1.6, False),
        )
        + when("framework.lines", paragraph("Heading1", "Framework map"), _framework_intro(), _framework_map())
        + paragraph("Heading1", "How this index was made")
        + _made_from()
        + section()
    )  # fmt: skip


def appendix_list() -> str:
    """The files that go with a pack: which record cites each, and how long it is good for."""
    what = paragraph("TableText", "{{ item.title }}") + paragraph("TableDetail", "{{ item.file }}")
    return (
        masthead()
        + paragraph("Heading1", "Appendices")
        + paragraph(
            "BodyText",
            "The files that come with this pack. Each is cited by a record of the evidence index, under the ref "
            "given here.",
        )
        + listing(
            "Appendices", "item in attachments",
            ("No.", "{{ item.number }}", 0.8, True),
            ("What it is, and its file", what, 5.2, False),
            ("Cited by", "{{ item.refs }}", 1.5, False),
            ("Date", "{{ item.date }}", 1.7, False),
            ("Good until", "{{ item.expires }}", 1.7, False),
            ("Pages", "{{ item.pages }}", 0.9, True),
        )
        + section()
    )  # fmt: skip


def story_sheet() -> str:
    """The stories and their permissions, then one story a page: the person's words, what happened, what was learned."""
    parts = (("How things were", "situation"), ("What was done", "action"), ("What came of it", "outcome"),
             ("What we learned", "learning"))  # fmt: skip
    return (
        masthead()
        + paragraph("StoryHeading", "Stories in this pack")
        + paragraph(
            "BodyText",
            "Each is told with the permission given here, and only for as long as it lasts. The names are "
            "not people's own.",
        )
        + listing(
            "Stories in this pack",
            "story in stories",
            ("No.", "{{ story.number }}", 0.7, True),
            (
                "Story",
                paragraph("TableText", "{{ story.title }}") + paragraph("TableDetail", "{{ story.about }}"),
                5.0,
                False,
            ),
            ("Used in", "{{ story.used_in }}", 1.4, False),
            ("Permission", "{{ story.permission }}", 3.6, False),
        )
        + each(
            "story in stories",
            paragraph("StoryHeadingOnTop", "{{ story.title }}", new_page=True),
            when("story.about", paragraph("TableNote", "{{ story.about }}")),
            when("story.composite", paragraph("TableNote", "{{ story.composite }}")),
            when("story.words", paragraph("PersonWords", "{{ story.words }}")),
            *(
                when(
                    f"story.{word}",
                    paragraph("BlockHeading", heading),
                    paragraph("BodyText", f"{{{{ story.{word} }}}}"),
                )
                for heading, word in parts
            ),
            when("story.before or story.after", _before_and_after()),
            paragraph("TableNote", "{{ story.ref }}. Used in: {{ story.used_in }}. Permission: {{ story.permission }}"),
        )
        + section()
    )


def _before_and_after() -> str:
    half = TEXT_WIDTH // 2
    widths = (half, TEXT_WIDTH - half)
    return table(
        "AlongsideTable", widths,
        row(*(cell(paragraph("TableHeading", text), width=width) for text, width in
              zip(("Restriction before", "Restriction after"), widths, strict=True)), heading=True),
        row(*(cell(paragraph("TableText", text), width=width) for text, width in
              zip(("{{ story.before }}", "{{ story.after }}"), widths, strict=True))),
        about="The restriction before and after",
    )  # fmt: skip


def restriction_register() -> str:
    """The register in tables and figures: never its rows."""
    return (
        masthead()
        + paragraph("Heading1", "Figures")
        + _figure_cards()
        + when(
            "summary",
            paragraph("Heading1", "The register in tables"),
            each("table in summary", captioned("table")),
        )
        + paragraph("Heading1", "How to read this summary")
        + paragraph(
            "BodyText",
            "A restriction is anything that limits what a person can do, where they can go, whom they meet or what "
            "they have, whoever asked for it: doors, money, food, phones and being watched are counted as well as "
            "being held. A rise after better recording is not a rise in restriction, and we say where that is so.",
        )
        + paragraph(
            "BodyText",
            "The register itself stays where it is kept: it is about individual people. A number so small that it "
            "could point to someone is hidden, together with any other number from which it could be worked out.",
        )
        + section()
    )


def _figure_cards() -> str:
    return listing(
        "Figures about restriction", "figure in figures",
        ("Figure", "{{ figure.name }}", 3.2, False),
        ("Value", "{{ figure.value }}", 1.5, True),
        ("Worked out from", "{{ figure.parts }}", 1.6, True),
        ("Period", "{{ figure.period }}", 3.7, False),
    )  # fmt: skip


def covering_letter() -> str:
    """One page on the provider's behalf."""
    return (
        paragraph("MastheadBand", "{{ pack.provider }}")
        + paragraph("LetterAddress", "{{ brief.buyer }}")
        + when("brief.place", paragraph("LetterAddress", "{{ brief.place }}"))
        + paragraph("LetterDate", "{{ document.day }}")
        + paragraph("LetterSubject", "{{ brief.title }}")
        + paragraph("LetterReference", "{{ pack.reference }}")
        + each("text in letter", paragraph("BodyText", "{{ text }}"))
        + paragraph("LetterClose", "Yours faithfully,")
        + paragraph("LetterSigned", "{{ pack.prepared_by }}")
        + paragraph("BodyText", "{{ pack.provider }}")
        + when("document.notice", paragraph("CoverNotice", "{{ document.notice }}"))
        + section()
    )


def report() -> str:
    """A page of tables to keep or to send, such as the health of a library: across the page, where tables have room."""
    part = (
        paragraph("Heading1", "{{ section.heading }}")
        + each("text in section.paragraphs", paragraph("BodyText", "{{ text }}"))
        + each("table in section.tables", released_table("table", kept=""), paragraph("TableNote", "{{ table.note }}"))
    )
    return (
        paragraph("MastheadTitle", "{{ document.title }}")
        + paragraph("MastheadSubtitle", "{{ document.subtitle }}")
        + when("document.notice", paragraph("CoverNotice", "{{ document.notice }}"))
        + each("section in sections", part)
        + each("text in notes", paragraph("TableNote", "{{ text }}"))
        + section()
    )


DOCUMENTS = (
    Made("tender_response.docx", "tender; co-production; safeguarding; risk; restriction", tender_response),
    Made("covering_letter.docx", "tender; letter", covering_letter, letter=True),
    Made("evidence_index.docx", "evidence; sources; framework", evidence_index),
    Made("appendix_list.docx", "evidence; appendices", appendix_list),
    Made("story_sheet.docx", "stories; lived experience; permission", story_sheet),
    Made(
        "inspection_narrative.docx", "inspection; co-production; safeguarding; risk; restriction", inspection_narrative
    ),
    Made("restriction_register.docx", "restriction; register; figures", restriction_register),
    Made("report.docx", "report", report),
)
