"""The neighbour's question held against a pack's stories and against one of the library: `checks.neighbour` scores."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alongside.checks.neighbour import Facts, Grade, Score, Sign, Told, grade_of, mosaic, score
from alongside.findings import Finding, Place, finding
from alongside.i18n import _, ngettext
from alongside.library.library import Library
from alongside.library.records import Story
from alongside.packs.pack import Pack, StoryBlock
from alongside.packs.plan import PackPlan, PlannedStory, Style
from alongside.packs.traces import Traces, person_numbers, traces_of

GRADES: Mapping[Grade, str] = {Grade.LOW: _("low"), Grade.MEDIUM: _("medium"), Grade.HIGH: _("high")}


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a story gives away, with what others beside it add."""

    ref: str
    signs: tuple[Sign, ...]
    tested: bool  # a second person tried to find out who it is, and their test stands
    tested_by: str
    stated_risk: str

    @property
    def points(self) -> int:
        return sum(sign.points for sign in self.signs)

    @property
    def grade(self) -> Grade:
        return grade_of(self.points)

    def sentence(self) -> str:
        """How likely it is, in words, and with how many points."""
        points = ngettext("{n} point", "{n} points", self.points).format(n=self.points)
        return _("{ref}: the risk that somebody near knows who it is is {grade} ({points}).").format(
            ref=self.ref, grade=GRADES[self.grade], points=points
        )


def of_story(story: Story, library: Library, day: date) -> Recognised:
    """One story of the library, by all of its texts, whichever of them a pack would use."""
    traces = traces_of(story, library, person_numbers(library))
    texts = (
        story.title, story.situation, story.action, story.what_person_said, story.outcome, story.learning,
        story.restriction_before, story.restriction_after, story.text_60, story.text_150, story.text_300,
        story.text_500,
    )  # fmt: skip
    found = score(_joined(texts), _facts(traces, story.age_band, story.family_or_staff_identifiable == "Y"))
    return Recognised(story.ref, found.signs, traces.tested_on(day), traces.checked_by, traces.stated_risk)


def of_pack(plan: PackPlan, pack: Pack) -> Iterator[tuple[PlannedStory, Recognised]]:
    """Each story that is told in the pack, by what is printed of it, the mosaic included."""
    told: list[tuple[Told, bool]] = []
    for story in plan.stories:
        facts = _facts(story.traces, story.age_band, story.others_recognisable)
        parts = _parts(story)
        printed = score(_joined((*parts, *_printed(plan, story))), facts)
        told.append(
            (
                Told(story.source.ref, story.traces.person, story.traces.service_id, facts, printed),
                _adds(printed, parts, pack, story.source.ref, facts),
            )
        )
    added: dict[str, list[Sign]] = {}
    for ref, sign in mosaic([item for item, _more in told]):
        added.setdefault(ref, []).append(sign)
    for story, (item, adds) in zip(plan.stories, told, strict=True):
        signs = (*item.score.signs, *added.get(item.ref, ()))
        traces = story.traces
        yield (
            story,
            Recognised(item.ref, signs, traces.tested_on(plan.day) and not adds, traces.checked_by, traces.stated_risk),
        )


def check_recognised(plan: PackPlan, pack: Pack) -> Iterator[Finding]:
    """High stays out; medium needs a second person's test; a stated risk below ours is questioned."""
    for story, found in of_pack(plan, pack):
        source = story.source
        place = Place(
            workbook=plan.library_name, sheet=source.sheet, row=source.row, ref=source.ref, pack=plan.title
        )  # fmt: skip
        why = " ".join(dict.fromkeys(sign.what for sign in found.signs))
        remedies = " ".join(dict.fromkeys(sign.remedy for sign in found.signs))
        message = f"{found.sentence()} {why}".strip()
        if found.grade is Grade.HIGH:
            yield finding("neighbour.high", place, message, remedies)
        elif found.grade is Grade.MEDIUM and not found.tested:
            ask = _("Or ask a second person to try to find out who it is, and record who looked and when.")
            yield finding("neighbour.medium", place, message, f"{remedies} {ask}")
        elif found.grade is Grade.MEDIUM:
            tested = _("Tested by the {role}; what would make it safer: {remedies}").format(
                role=found.tested_by, remedies=remedies
            )
            yield finding("neighbour.tested", place, message, tested)
        if stated_lower(found):
            yield finding(
                "neighbour.stated_lower",
                place,
                _("{ref} states the risk as {stated}; what is printed of it makes it {grade}.").format(
                    ref=found.ref, stated=GRADES[Grade(found.stated_risk)], grade=GRADES[found.grade]
                ),
                _("Look at reid_risk again, or change what gives the person away."),
            )


def stated_lower(found: Recognised) -> bool:
    """Whether the library states a lower risk than is found; what nobody stated is not lower."""
    order = list(Grade)
    return found.stated_risk in {grade.value for grade in Grade} and order.index(
        Grade(found.stated_risk)
    ) < order.index(found.grade)


def _facts(traces: Traces, age_band: str, others: bool) -> Facts:
    return Facts(
        age_band=age_band,
        details=traces.details,
        shown_as=traces.shown_as,
        others_recognisable=others,
        people=traces.people,
        service_name=traces.service_name,
    )


def _parts(story: PlannedStory) -> tuple[str, ...]:
    return (
        story.title, story.situation, story.action, story.words, story.outcome, story.learning,
        story.restriction_before, story.restriction_after,
    )  # fmt: skip


def _printed(plan: PackPlan, story: PlannedStory) -> Iterator[str]:
    """What the answers print of a story; of a reusable answer that draws on it, what quotes or names the person."""
    ref, name = story.source.ref, story.pseudonym.strip()
    for question in plan.questions:
        for block in question.blocks:
            source = block.source
            if source is None or (source.ref != ref and ref not in source.draws_on):
                continue
            for item in block.paragraphs:
                of_person = source.ref == ref or item.style is Style.QUOTE or (name and name in item.text)
                if of_person and item.style is not Style.WITHHELD:
                    yield item.text


def _adds(printed: Score, parts: Sequence[str], pack: Pack, ref: str, facts: Facts) -> bool:
    """Whether a text changed in the pack gives away more than the library's, which is what was tested."""
    blocks = [
        block
        for question in pack.questions
        for block in question.blocks
        if isinstance(block, StoryBlock) and block.ref == ref and block.text is not None
    ]
    if not blocks:
        return False
    tested = score(_joined((*parts, *(block.original or "" for block in blocks))), facts)
    known = {sign.what for sign in tested.signs}
    return any(sign.what not in known for sign in printed.signs if sign.kind != "mix")


def _joined(texts: Sequence[str]) -> str:
    return "\n".join(text for text in texts if text)
