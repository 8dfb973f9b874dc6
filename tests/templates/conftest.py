"""Two plans made by hand, long and varied enough that every part of every template is on paper."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from alongside.library.records import Service
from alongside.packs.counting import count
from alongside.packs.frameworks import FrameworkVersion
from alongside.packs.pack import Brief, Limit, LimitKind, PackKind, Status
from alongside.packs.plan import (
    FrameworkLine,
    PackPlan,
    Paragraph,
    PlannedAttachment,
    PlannedBlock,
    PlannedFigure,
    PlannedQuestion,
    PlannedStory,
    PlannedTable,
    Source,
    Style,
)
from alongside.packs.recipes import Document, Recipe, load_recipe

DAY = date(2026, 11, 24)


def prose(text: str) -> str:
    """One paragraph, written here over several lines."""
    return " ".join(text.split())


PANEL = (
    prose("""
        The Rights and Restrictions Panel meets every month and sees each open restriction at least every 90
        days. Two safety advisers with lived experience, an independent advocate and a relative sit beside the
        practice lead, who chairs. People may come, send a message or send a supporter; four in five reviews
        since last November have had one of the three.
    """),
    prose("""
        The panel asks the same five questions of every restriction: what is it for, who said so, what does the
        person think of it today, what else has been tried, and what is the next step towards ending it. A step
        that has no date goes back to the team that week, and the practice lead tells the quality and safety
        committee how many did.
    """),
)
CARDS = (
    prose("""
        My Risk, My Say is a conversation in six cards, held on an ordinary day and never in the hours after an
        incident. The person chooses the place, the format and who is there. Each card is answered in the
        person's own way (Easy Read, photos, Talking Mats or recorded sound) and the answers go into the plan in
        their words, before ours.
    """),
)
LEARNED = (
    prose("""
        In March the audit of night practice found that two teams were recording door alarms under different
        headings, so the panel could not see them together. Recording was changed in April; the count went up
        before it went down, and we said so to the people concerned, to their families and to the commissioner.
    """),
)
STORY = (
    Paragraph("“I make my own tea now. Nobody has to come with a key.”", Style.QUOTE),
    Paragraph(
        prose("""
        Marlow (a chosen name) told the Say So group that a locked kitchen made the evening feel like waiting.
        The team tried three calm evenings with the door open, a kettle that pours safely and a member of staff
        in the next room. Marlow moved the cards on the weighing board: burnt toast on one side, supper when I
        want it on the other. The lock came off in May and has stayed off; the plan is looked at again in
        January.
    """)
    ),
)
HEADINGS = (
    "Deciding together about everyday risks",
    "Positive risk: two examples that changed a life",
    "Identifying, authorising, reviewing and reducing restriction",
    "Safeguarding made personal, from first concern to closure",
    "The first 48 hours and the month after",
    "When someone has been held three times in a week",
)
QUESTIONS = (
    "How will people who use the service shape decisions about their own risks, including people who do not use words?",
    "Explain your approach to positive risk-taking and give two examples where it changed someone's life.",
    "How do you identify, authorise, review and reduce restrictive practices?",
    "How will you make safeguarding personal from first concern to closure?",
    prose("""
        A person with capacity wants to do something that staff think unsafe. Set out what your team does in the
        first 48 hours and the following month.
    """),
    prose("""
        A person you support has been physically restrained three times in a week. What happens, who decides,
        and how is the person involved?
    """),
)
SECTIONS = (
    "Who we support and what matters to them",
    "In people's words",
    "Our judgement, and what we are not yet good at",
    "Involving people in decisions about risk",
    "Restriction: what we count, who agreed, what has eased",
    "Safeguarding with the person",
)

BY_TYPE = PlannedTable(
    "Open restrictions by type",
    ("Type", "Open", "With a dated step", "Share"),
    (
        ("Environmental", "7", "6", "86%"),
        ("Surveillance", "–", "–", "–"),
        ("Pressure or a thing kept back", "–", "–", "–"),
        ("All types", "15", "12", "80%"),
    ),
    "Restrictions register on 31 October 2026, n = 15. A dash stands for a number that is hidden because it is small.",
)
BY_QUARTER = PlannedTable(
    "Events and rate, by quarter",
    ("Quarter", "Events", "Support days", "Per 1,000 days", "Debrief held"),
    (
        ("Nov 2025 to Jan 2026", "22", "2,208", "10.0", "17 of 22 (77%)"),
        ("Feb to Apr 2026", "19", "2,136", "8.9", "15 of 19 (79%)"),
        ("May to Jul 2026", "16", "2,208", "7.2", "13 of 16 (81%)"),
        ("Aug to Oct 2026", "13", "2,208", "5.9", "11 of 13 (85%)"),
    ),
    "Events log, 1 November 2025 to 31 October 2026, n = 70 events, 24 people. One event may be of more than one type.",
)
BY_VIEW = PlannedTable(
    "What people think of their restriction",
    ("View", "Restrictions"),
    (("Agreed", "5"), ("Disagreed", "5"), ("Asked, not able to say", "5")),
    "Restrictions register on 31 October 2026, n = 15.",
)

FRAMEWORK = FrameworkVersion(
    "CQC-SAF-2023", "CQC single assessment framework", "CQC", "England", "all", "live", "2023-11", "", "https://",
    "2026-11-23", "content lead", "", "",
)  # fmt: skip
SERVICE = Service(
    row=2, service_id="OAK", service_name="Oakfield Row (EXAMPLE)", nation="ENG", service_type="supported_living",
    population=("LD", "autism"), capacity=26, people_supported=24, regulator="CQC", regulator_ref="", rating="",
    rating_date=None, dols_applies="N", use_of_force_act_applies="N",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One document of one pack."""

    plan: PackPlan
    recipe: Recipe
    document: Document

    @property
    def template(self) -> Path:
        return Path(__file__).resolve().parents[2] / "templates" / self.document.template


def source(number: int, ref: str, title: str, kind: str = "meeting_minutes", *used: str) -> Source:
    return Source(
        number=number, ref=ref, sheet="stories" if ref.startswith("ST") else "evidence", row=number + 1, title=title,
        kind=kind, categories=("EXP", "PROC"), dated=date(2026, 10, 31), owner_role="practice lead",
        held_in="Panel minutes, November 2025 to October 2026", version=f"{number:012x}", used_in=used or ("Q01",),
        status="approved", review_due=date(2027, 4, 30),
        usable_until=None, involvement_level=6,
    )  # fmt: skip


SOURCES = (
    source(1, "EV-014", "Rights and Restrictions Panel: minutes and decisions", "meeting_minutes", "Q01", "Q03", "Q06"),
    source(2, "EV-003", "My Risk, My Say: six cards, in four formats", "co_produced_product", "Q01", "Q02"),
    source(3, "EV-021", "Audit of night practice, March 2026", "audit", "Q02", "Q04"),
    source(4, "ST-03", "The kitchen door", "story", "Q02", "Q05"),
    source(5, "K14", "Restrictive events per 1,000 support days", "measure", "Q03"),
    *(
        source(number, f"EV-{number + 20:03}", f"A further record of how it was looked at together, number {number}")
        for number in range(6, 31)
    ),
)


def block(number: int, kind: str, text: tuple[str | Paragraph, ...], at: Source | None = None) -> PlannedBlock:
    paragraphs = tuple(item if isinstance(item, Paragraph) else Paragraph(item) for item in text)
    return PlannedBlock(f"b{number}", kind, paragraphs, at)


def blocks(question: int) -> tuple[PlannedBlock, ...]:
    """A full answer: text, evidence, a story, a figure, a table, a heading, and something withheld."""
    n = question * 10
    table = BY_QUARTER if question % 2 else BY_TYPE
    return (
        block(n, "text", ("We begin with the person, not with the form. " + PANEL[0],)),
        block(n + 1, "heading", (Paragraph("How it is done, by whom and when", Style.HEADING),)),
        block(n + 2, "evidence", CARDS, SOURCES[1]),
        block(n + 3, "evidence", PANEL, SOURCES[0]),
        block(n + 4, "story", STORY, SOURCES[3]),
        block(n + 5, "heading", (Paragraph("What it has led to", Style.HEADING),)),
        block(n + 6, "figure", (prose("""
        Of 18 restrictions open on 31 October 2025, 9 (50%) were reduced or removed by 31 October 2026
        (restrictions register, n = 18).
    """),), SOURCES[4]),
        PlannedBlock(f"b{n + 7}", "table", (), SOURCES[4], table=table),
        PlannedBlock(f"b{n + 8}", "story", (), SOURCES[3], withheld="the permission for this story has ended"),
        block(n + 9, "evidence", LEARNED, SOURCES[2]),
    )  # fmt: skip


def planned(number: str, heading: str, text: str, at: int, **fields: object) -> PlannedQuestion:
    made = blocks(at)
    words = count(paragraph.text for item in made for paragraph in item.paragraphs)
    return PlannedQuestion(
        id=f"q{at}", number=number, heading=heading, text=text, guidance=str(fields.get("guidance", "")), section="",
        limit=fields.get("limit", Limit()), weight=fields.get("weight"), status=Status.DRAFT, blocks=made, counts=words,
    )  # type: ignore[arg-type]  # fmt: skip


TENDER = PackPlan(
    pack_id="tender", kind=PackKind.TENDER, title="Supported living for adults with a learning disability, Lot 2",
    recipe="tender_response", day=DAY,
    brief=Brief(
        buyer="Eastmoor Borough Council (EXAMPLE)",
        title="Supported living for adults with a learning disability and autistic adults", reference="EBC-2026-117",
        lot="Lot 2", place="Eastmoor", deadline_at="2026-12-11T12:00", prepared_by_role="Bid lead",
        priorities=("Fewer restrictions",),
    ),
    letter=(
        prose("""
        Please find enclosed our response to Lot 2, with an index of the evidence behind it and a sheet for each
        story that it uses.
    """),
        prose("""
        People who are supported at Oakfield Row chose which of their stories we may tell, and read what is said
        of them before we sent it. Two safety advisers with lived experience read every answer and asked for
        changes to six of the twelve; we made them.
    """),
        prose("""
        Three things are not yet as good as they should be, and the response says so: advocates are short in our
        area, some reviews were late in the spring, and we could not find a way to ask some people about a
        restriction that worked for them. Each has an action with a date.
    """),
        "We would welcome a visit. The Say So group has offered to meet your panel at a time that suits both.",
    ),
    services=(SERVICE,), provider="Tamarind Lane Support (EXAMPLE)", framework=FRAMEWORK,
    framework_lines=tuple(
        FrameworkLine(f"SAF-S{number}", title, "Safe", refs, ("EXP", "PROC") if refs else ())
        for number, (title, refs) in enumerate(
            (("Learning culture", ("EV-014", "EV-021")), ("Safe systems, pathways and transitions", ()),
             ("Safeguarding", ("EV-026",)), ("Involving people to manage risks", ("EV-003", "EV-014", "ST-03"))),
            start=1,
        )
    ),
    period_from=date(2025, 11, 1), period_to=date(2026, 10, 31), example=True,
    questions=tuple(
        planned(f"Q{at:02}", heading, text, at, limit=Limit(kind=LimitKind.WORDS, value=750), weight=10.0,
                guidance="Describe the method, who leads it and what it has led to. Include at least one example.")
        for at, (heading, text) in enumerate(zip(HEADINGS, QUESTIONS, strict=True), start=1)
    ),
    sources=SOURCES,
    attachments=(
        PlannedAttachment(
            number=1, title="The restrictive practice policy, rewritten by the policy panel", kind="policy",
            refs=("EV-014", "EV-021"), dated=date(2026, 9, 30), expires=date(2027, 9, 30), pages=9, name="policy.pdf",
            sha256="0" * 64,
        ),
        PlannedAttachment(
            number=2, title="RRN certificate", kind="training", refs=("EV-026",), dated=None, expires=None, pages=None,
            name="certificate.png", sha256="1" * 64,
        ),
    ),
    stories=tuple(
        PlannedStory(
            source=SOURCES[3], title=title, pseudonym=name, age_band="25 to 34", composite=composite,
            situation="The kitchen was locked from nine in the evening after a burn some years before. Nobody could "
            "say who had agreed to it, or when it would be looked at again.",
            action="The key worker and a safety adviser used the weighing board on two quiet afternoons. The team then "
            "tried three evenings with the door open and a kettle that pours safely.",
            words="“I make my own tea now. Nobody has to come with a key.”",
            outcome="The lock came off in May 2026 and has stayed off. There has been no burn since.",
            learning="Ask at a second time of day: the first answer, in the morning, was about breakfast.",
            restriction_before="Kitchen locked from 9 pm to 7 am.",
            restriction_after="No lock; a kettle that pours safely.",
            told_by="Written together with the person",
            permission="Agreed on an Easy Read form, for tenders, until 30 June 2027.",
        )
        for title, name, composite in (("The kitchen door", "Marlow", False), ("The late bus", "Wren", True))
    ),
    figures=tuple(
        PlannedFigure(
            ref=ref, name=name, value=value, parts=parts, period="1 November 2025 to 31 October 2026",
            source="Restrictions register", definition="Reduced or removed in the period, of those open on the eve of "
            "it; ended because the person moved or died is no reduction (version 1).",
            sentence=f"{name}: {value}, {parts}.", hidden=value == "–",
        )
        for ref, name, value, parts in (
            ("K11", "Restrictions reduced or removed", "50%", "9 of 18"),
            ("K12", "Person consulted on the restriction", "67%", "10 of 15"),
            ("K14", "Restrictive events per 1,000 support days", "8.0", "70 events"),
            ("K01", "Risk assessments made together", "86%", "38 of 44"),
            ("K13", "Restrictions with lawful authority recorded", "–", "–"),
        )
    ),
    tables={"restrictions_by_type": BY_TYPE, "restrictions_by_view": BY_VIEW, "events_by_quarter": BY_QUARTER},
    library_name="library.xlsx", library_digest="9f86d081884c7d659a2feaa0c55ad015", pack_digest="ab" * 32, findings=(),
)  # fmt: skip

INSPECTION = dataclasses.replace(
    TENDER,
    pack_id="inspection",
    kind=PackKind.INSPECTION,
    recipe="inspection_narrative",
    title="Oakfield Row (EXAMPLE): how people share decisions about risk and restriction",
    brief=Brief(prepared_by_role="Registered manager"),
    letter=(),
    questions=tuple(planned(str(at), heading, "", at) for at, heading in enumerate(SECTIONS, start=1)),
)


def _cases(root: Path) -> dict[str, Case]:
    cases = {}
    for plan in (TENDER, INSPECTION):
        recipe = load_recipe(root / "templates" / "recipes", plan.recipe)
        for document in recipe.documents:
            cases[f"{recipe.kind.purpose}:{document.id}"] = Case(plan, recipe, document)
    return cases


CASES = _cases(Path(__file__).resolve().parents[2])


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    """Each document of each kind of pack in turn."""
    return CASES[request.param]


@pytest.fixture(scope="session")
def cases() -> dict[str, Case]:
    """Every document of every kind of pack, by "purpose:document"."""
    return CASES


@pytest.fixture(scope="session")
def tender() -> PackPlan:
    """The plan of a tender response."""
    return TENDER


@pytest.fixture(scope="session")
def inspection() -> PackPlan:
    """The plan of an inspection narrative."""
    return INSPECTION
