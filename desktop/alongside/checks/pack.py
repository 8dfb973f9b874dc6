"""What a pack must be before it may leave as final: each rule one small function from plan to Findings."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from alongside.checks.fair_words import FairRules, check_words
from alongside.checks.involving import check_involving
from alongside.checks.nation import check_nation
from alongside.checks.recognised import check_recognised
from alongside.checks.told import told
from alongside.findings import Finding, Level, Place, finding
from alongside.i18n import _
from alongside.library.phrases import stale_phrases
from alongside.packs.counting import over
from alongside.packs.measures import shown_day
from alongside.packs.pack import LimitKind, Pack, PackKind, StoryBlock
from alongside.packs.plan import PackPlan, PlannedBlock, PlannedQuestion, Source, Style

ENDS_SOON = timedelta(days=60)
OLD_MONTHS, TOO_OLD_MONTHS = 18, 36  # of evidence, from the end of its period
STORY_USES = 2  # in one pack
MAY_BE_SET_ASIDE = {"pack.overruled_law"}  # a block that a written reason lifts (domain notes 6.6); no other does
OVERRULED = {"phrase.overruled_case", "phrase.continuous_supervision"}
WORDS_A_PAGE = 550  # A4 in Arial 11 with a heading or two: a rough measure, called an estimate
UNITS = {
    LimitKind.WORDS: _("words"),
    LimitKind.CHARACTERS: _("characters, spaces included"),
    LimitKind.CHARACTERS_NO_SPACES: _("characters, spaces not counted"),
}
_COPRODUCED = re.compile(r"\bco-?produc", re.IGNORECASE)


def check_pack(plan: PackPlan, pack: Pack, words: FairRules | None = None) -> tuple[Finding, ...]:
    """Everything there is to say of the pack, what planning met included; what was set aside is turned into info.

    `words` are the rules for fair words with the house's own; without them those shipped hold.
    """
    found = [*plan.findings]
    for rule in _RULES:
        found += rule(plan, pack)
    if words is not None:
        found += words.findings
    found += check_words(plan, words.rules if words else None)
    return tuple(_set_aside(item, pack) for item in found)


def _set_aside(item: Finding, pack: Pack) -> Finding:
    """A warning that someone set aside with a reason is still shown, as info with that reason."""
    if item.level is not Level.WARN and item.rule not in MAY_BE_SET_ASIDE:
        return item
    for override in pack.overrides:
        same_ref = override.ref in {"", item.where.ref}
        # What is said of a library row has no one question: there the row alone is meant.
        here = same_ref and (
            override.question in {"", item.where.question} or bool(override.ref and not item.where.question)
        )
        meant = not override.words or f"“{override.words}”" in item.message  # of fair words, these alone
        if override.rule == item.rule and here and meant and override.reason.strip():
            reason = _("Set aside by the {role}: {reason}").format(role=override.by_role, reason=override.reason)
            return replace(item, level=Level.INFO, remedy=reason)
    return item


def _at(
    plan: PackPlan, question: PlannedQuestion | None = None, block: PlannedBlock | None = None,
    source: Source | None = None,
) -> Place:  # fmt: skip
    return Place(
        workbook=plan.library_name if source else None,
        sheet=source.sheet if source else None,
        row=source.row if source else None,
        ref=source.ref if source else None,
        pack=plan.title,
        number=question.number if question else None,
        question=question.id if question else None,
        block=block.id if block else None,
    )


def _limits(plan: PackPlan, _pack: Pack) -> Iterator[Finding]:
    for question in plan.questions:
        limit, counts = question.limit, question.counts
        if limit.kind is LimitKind.PAGES:
            estimate = counts.words / WORDS_A_PAGE
            if estimate > limit.value:
                yield finding(
                    "limit.pages",
                    _at(plan, question),
                    _(
                        "{number} has a limit of {limit} pages; its {words} words make about {pages}, as an estimate."
                    ).format(number=question.number, limit=limit.value, words=counts.words, pages=f"{estimate:.1f}"),
                    _("Look at the laid-out pages, and shorten the answer if they are too many."),
                )
            continue
        counted = counts.against(limit)
        if counted is None:
            continue
        if over(counts, limit):
            yield finding(
                "limit.over",
                _at(plan, question),
                _("{number} is {over} over its limit of {limit} {unit}.").format(
                    number=question.number, over=over(counts, limit), limit=limit.value, unit=UNITS[limit.kind]
                ),
                _("Choose shorter versions of some blocks, or take one out."),
            )
        elif limit.kind is LimitKind.WORDS and counts.words_strict > limit.value:
            yield finding(
                "limit.other_count",
                _at(plan, question),
                _(
                    "{number} keeps its limit of {limit} words as Word counts, but a stricter count gives {strict}."
                ).format(number=question.number, limit=limit.value, strict=counts.words_strict),
                _("Take out a few words, so that no way of counting is over."),
            )


def _total(plan: PackPlan, pack: Pack) -> Iterator[Finding]:
    limit = pack.rules.total_word_limit
    words = sum(question.counts.words for question in plan.questions)
    if limit is not None and words > limit:
        yield finding(
            "limit.total",
            _at(plan),
            _("The answers have {words} words together; the buyer takes {limit}.").format(words=words, limit=limit),
            _("Shorten the answers with the least marks per word."),
        )


def _answers(plan: PackPlan, _pack: Pack) -> Iterator[Finding]:
    for question in plan.questions:
        texts = [block for block in question.blocks if not block.withheld and block.kind != "heading"]
        if not any(block.paragraphs or block.table for block in texts):
            yield finding(
                "pack.unanswered",
                _at(plan, question),
                _("{number} has no answer yet.").format(number=question.number),
                _("Add evidence, a story, a figure or your own text."),
            )
            continue
        backed = [block for block in texts if block.kind not in {"text", "picture"}]
        categories = {category for block in backed if block.source for category in block.source.categories}
        if not backed:
            yield finding(
                "pack.no_proof",
                _at(plan, question),
                _("{number} rests on typed text alone.").format(number=question.number),
                _("Add a piece of evidence, a figure or a story that shows it."),
            )
        elif categories == {"PROC"} and not any(block.kind in {"figure", "table"} for block in backed):
            yield finding(
                "pack.process_only",
                _at(plan, question),
                _("{number} rests on policies and procedures alone.").format(number=question.number),
                _("Add what people say, what is seen, or a result."),
            )
        elif plan.kind is PackKind.TENDER and "EXP" not in categories:
            yield finding(
                "pack.no_voice",
                _at(plan, question),
                _("No one's own experience stands behind {number}.").format(number=question.number),
                _("A story, or evidence of what people say, would strengthen it."),
            )


def _setting(plan: PackPlan, pack: Pack) -> Iterator[Finding]:
    if not pack.framework_id:
        yield finding(
            "pack.no_framework",
            _at(plan),
            _("No framework version is chosen."),
            _("Choose one in the pack's settings; it is printed on every document."),
        )
    if not plan.services:
        yield finding(
            "pack.no_service",
            _at(plan),
            _("The pack is not about any service of the library."),
            _("Choose the services it is about."),
        )
    if plan.example:
        yield finding(
            "pack.example",
            _at(plan),
            _("The library or the pack is sample data."),
            _("Every page is marked EXAMPLE. Use your own library for a real pack."),
        )
    try:
        deadline = datetime.fromisoformat(pack.brief.deadline_at) if pack.brief.deadline_at else None
    except ValueError:
        deadline = None
    if deadline is not None and deadline.date() < plan.day:
        yield finding(
            "pack.deadline",
            _at(plan),
            _("The deadline was {day}.").format(day=shown_day(deadline.date())),
            _("Check the date in the brief."),
        )


def _pictures(plan: PackPlan, pack: Pack) -> Iterator[Finding]:
    if pack.rules.images_allowed is not False:
        return
    for question, block in _each(plan):
        if block.kind == "picture":
            yield finding(
                "pack.pictures_forbidden",
                _at(plan, question, block),
                _("{number} has a picture, and the buyer takes none.").format(number=question.number),
                _("Take it out, and say in words what it shows."),
            )


def _stories(plan: PackPlan, pack: Pack) -> Iterator[Finding]:
    used = Counter(
        block.source.ref
        for question in plan.questions
        for block in question.blocks
        if block.kind == "story" and block.source
    )
    for ref, times in used.items():
        if times > STORY_USES:
            yield finding(
                "pack.story_repeated",
                Place(pack=plan.title, ref=ref),
                _("The story {ref} is told {times} times in this pack.").format(ref=ref, times=times),
                _("Let someone else's experience speak in one of those answers."),
            )
    for story in plan.stories:
        end = story.source.usable_until
        if end is not None and end - plan.day < ENDS_SOON:
            yield finding(
                "consent.ends_soon",
                _at(plan, source=story.source),
                _("The permission for {ref} ends on {day}.").format(ref=story.source.ref, day=shown_day(end)),
                _("Ask the person whether it may be used for longer before you send the pack."),
            )
        if story.check_in is not None and story.check_in < plan.day:
            yield finding(
                "consent.check_in",
                _at(plan, source=story.source),
                _("The person of {ref} was to be asked on {day} whether they are still happy.").format(
                    ref=story.source.ref, day=shown_day(story.check_in)
                ),
                _("Ask them before you send the pack, and set the next date."),
            )
        yield from told(story, _at(plan, source=story.source))
        if story.others_recognisable:
            yield finding(
                "consent.others",
                _at(plan, source=story.source),
                _("Family or staff could be recognised in {ref}.").format(ref=story.source.ref),
                _("Ask them too, or change what points to them."),
            )
        if story.unexplained:
            yield finding(
                "consent.unexplained",
                _at(plan, source=story.source),
                _("How the permission for {ref} was explained, or who was there, is not recorded.").format(
                    ref=story.source.ref
                ),
                _("Fill in explained_in_format and consent_witness_role."),
            )
    edited = {
        block.id for question in pack.questions for block in question.blocks
        if isinstance(block, StoryBlock) and block.text is not None
    }  # fmt: skip
    for question, block in _each(plan):
        if block.id in edited and block.source:
            yield finding(
                "pack.words_edited",
                _at(plan, question, block, block.source),
                _("The text of {ref} was changed in {number}.").format(ref=block.source.ref, number=question.number),
                _("Check that the person's own words still stand, or ask them about the new text."),
            )


def _freshness(plan: PackPlan, _pack: Pack) -> Iterator[Finding]:
    for source in plan.sources:
        place = _at(plan, source=source)
        used = ", ".join(source.used_in)
        if source.sheet == "evidence" and source.dated is not None:
            age = _months(source.dated, plan.day)
            if age >= TOO_OLD_MONTHS and plan.kind is PackKind.TENDER:
                yield finding(
                    "pack.evidence_too_old",
                    place,
                    _("{ref} is {age} months old and is used in {used}.").format(ref=source.ref, age=age, used=used),
                    _("Replace it: a tender needs evidence from the last 36 months."),
                )
            elif age >= OLD_MONTHS:
                yield finding(
                    "pack.evidence_old",
                    place,
                    _("{ref} is {age} months old and is used in {used}.").format(ref=source.ref, age=age, used=used),
                    _("Look for something newer, or say why it still holds."),
                )
        if source.review_due is not None and source.review_due < plan.day:
            yield finding(
                "pack.evidence_review",
                place,
                _("The review of {ref} was due on {day}.").format(ref=source.ref, day=shown_day(source.review_due)),
                _("Ask its owner to check that it still holds."),
            )
        if source.status in {"draft", "checked", "expired"}:
            yield finding(
                "pack.evidence_status",
                place,
                _("{ref} has the status “{status}” and is used in {used}.").format(
                    ref=source.ref, status=source.status, used=used
                ),
                _("Have it approved, or choose something else."),
            )


def _coproduction(plan: PackPlan, _pack: Pack) -> Iterator[Finding]:
    for question, block in _each(plan):
        level = block.source.involvement_level if block.source else None
        said = any(_COPRODUCED.search(paragraph.text) for paragraph in block.paragraphs)
        if said and level is not None and level < 6:
            yield finding(
                "pack.coproduced",
                _at(plan, question, block, block.source),
                _("{number} speaks of co-production, but the evidence records step {level} of the ladder.").format(
                    number=question.number, level=level
                ),
                _("Say what people did: they were informed, consulted or helped to design."),
            )


def _stale_words(plan: PackPlan, _pack: Pack) -> Iterator[Finding]:
    """Law and terms that have moved on, in what will be printed; never in a person's own words."""
    nation = plan.services[0].nation if plan.services else "ENG"
    for question, block in _each(plan):
        for paragraph in block.paragraphs:
            if paragraph.style in {Style.QUOTE, Style.WITHHELD}:
                continue
            for stale in stale_phrases(paragraph.text, nation, quoted=True):  # style is held by the fair words
                rule = "pack.overruled_law" if stale.rule in OVERRULED else stale.rule
                message = f"{question.number}: {stale.message}"
                yield finding(rule, _at(plan, question, block, block.source), message, stale.remedy)


def _each(plan: PackPlan) -> Iterator[tuple[PlannedQuestion, PlannedBlock]]:
    for question in plan.questions:
        for block in question.blocks:
            yield question, block


def _months(since: date, day: date) -> int:
    """Whole calendar months from one day to another."""
    return (day.year - since.year) * 12 + day.month - since.month - (day.day < since.day)


def _reopened(plan: PackPlan, pack: Pack) -> Iterator[Finding]:
    del plan
    for question in pack.questions:
        if question.reopened:
            yield finding(
                "pack.reopened",
                Place(question=question.id, number=question.number),
                _("Question {number} must be looked at again: {why}").format(
                    number=question.number, why=question.reopened
                ),
                _("Read the answer against the change, then say that you looked."),
            )


_RULES: tuple[Callable[[PackPlan, Pack], Iterable[Finding]], ...] = (
    _setting,
    check_nation,
    _answers,
    _limits,
    _total,
    _pictures,
    _stories,
    check_recognised,
    _freshness,
    _coproduction,
    check_involving,
    _stale_words,
    _reopened,
)
