"""From library, pack, framework and day to a frozen plan. Pure: reads no clock, no disk, no settings."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from alongside.figures.disclosure import Threshold
from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.library.echoes import told_texts
from alongside.library.files.cited import CitedFile
from alongside.library.library import Library
from alongside.library.record_rules.stories import consent_last_day
from alongside.library.records import Answer, Evidence, Metric, Record, Service, Story
from alongside.packs.attachments import NO_FILES, attached
from alongside.packs.chart import PlannedChart
from alongside.packs.charting import chart_ids, chart_name, planned_chart, planned_charts
from alongside.packs.consent import Refusal, refusal
from alongside.packs.counting import count
from alongside.packs.formatted import is_quote, is_table, printed_texts, with_form, without_quote
from alongside.packs.frameworks import Frameworks
from alongside.packs.involving import involved
from alongside.packs.kept_back import KeptBack, kept_back, not_to_be_shown, repeated, why
from alongside.packs.markdown import formatted, pieces
from alongside.packs.measures import THRESHOLD, measured, table_ids
from alongside.packs.notes import note_text
from alongside.packs.pack import (
    AnswerBlock,
    Block,
    Brief,
    ChartBlock,
    EvidenceBlock,
    FigureBlock,
    HeadingBlock,
    LibraryBlock,
    Pack,
    PictureBlock,
    Question,
    References,
    StoryBlock,
    TableBlock,
    TextBlock,
    changed,
    to_json,
)
from alongside.packs.picture import FoundPicture, picture_ref
from alongside.packs.plan import (
    FrameworkLine,
    PackPlan,
    Paragraph,
    PlannedBlock,
    PlannedFigure,
    PlannedPicture,
    PlannedQuestion,
    PlannedStory,
    PlannedTable,
    Source,
    Style,
)
from alongside.packs.references import Target, referring, targets
from alongside.packs.stated import stated
from alongside.packs.texts import library_text, paragraphs_of, version_of
from alongside.packs.traces import Traces, person_numbers, traces_of

TOLD_BY = {
    "first_person": _("told by the person"),
    "co_authored": _("written together with the person"),
    "staff_written_checked_by_person": _("written by staff and checked by the person"),
    "staff_written": _("written by staff"),
    "family_written": _("written by family"),
    "composite": _("a blend of several people's experiences"),
}
PERMITTED_BY = {
    "verbal_recorded": _("Said aloud and recorded"),
    "written": _("In writing"),
    "easy_read_form": _("Easy Read form"),
    "video": _("Video"),
    "third_party_authority": _("Given by someone with authority to decide"),
    "best_interests_record": _("Best interests record"),
}
NO_PICTURES: Mapping[str, FoundPicture] = MappingProxyType({})
COMPOSITE_NOTE = _("This account blends the experiences of several people.")


def plan_pack(
    pack: Pack,
    library: Library,
    frameworks: Frameworks,
    today: date,
    pictures: Mapping[str, FoundPicture] = NO_PICTURES,
    *,
    files: Mapping[str, CitedFile] = NO_FILES,
    also: Sequence[Library] = (),
) -> PackPlan:
    """Resolve every block, keep back what may not be used, number the sources and count the words.

    `pictures`: those that the pack names, from `packs.pictures.read_pictures`; `files`: those that its records cite,
    from `packs.attachments.read_attachments`. `also`: other libraries whose refused stories are kept out as well.
    """
    planner = _Planner(pack, library, today, pictures, also=also, files=files)
    questions = tuple(planner.question(planner.asked(question)) for question in pack.questions)
    version = frameworks.version(pack.framework_id)
    if pack.framework_id and version is None:
        planner.report(
            "plan.unknown_framework",
            _("The framework “{id}” is not among this workspace's framework tables.").format(id=pack.framework_id),
            _("Choose one that is, or add it to frameworks/versions.csv."),
        )
    sources = planner.sources()
    attachments, wrong = attached(pack, library, sources.values(), files, today, barred=planner.barred)
    planner.findings += wrong
    return PackPlan(
        pack_id=pack.id,
        kind=pack.kind,
        title=planner.unquoted(pack.title, _("the title")),
        recipe=pack.recipe,
        day=today,
        brief=planner.brief(),
        letter=tuple(
            with_form(piece)
            for piece in pieces(planner.unquoted(pack.letter, _("the covering letter")), links=planner.links)
        ),
        services=planner.services(),
        provider=library.about.get("provider", ""),
        framework=version,
        framework_lines=_framework_lines(pack, library, frameworks, sources.values()),
        period_from=pack.period_from,
        period_to=pack.period_to,
        example=pack.example or library.is_example,
        questions=tuple(_with_sources(question, sources) for question in questions),
        sources=tuple(sources.values()),
        stories=planner.stories(sources),
        figures=tuple(planner.figures.values()),
        tables=dict(planner.tables),
        charts=planned_charts(planner.figures, planner.tables),
        library_name=library.name,
        library_digest=library.digest,
        pack_digest=hashlib.sha256(to_json(pack)).hexdigest(),
        findings=tuple(planner.findings),
        references=pack.rules.references,
        attachments=attachments,
        kept_back=planner.kept_back,
        involved=involved(library, pack.service_ids, pack.period_from, pack.period_to),
    )


def _placeholder(record: Record) -> Source:
    """A source without its number and uses, which are known only once every question is planned."""
    evidence = record if isinstance(record, Evidence) else None
    kind = {"stories": _("story"), "answers": _("reusable answer"), "metrics": _("figure")}.get(record.sheet, "")
    return Source(
        number=0,
        ref=record.ref,
        sheet=record.sheet,
        row=record.row,
        title=str(getattr(record, "title", "") or getattr(record, "name", "")),
        kind=evidence.kind.replace("_", " ") if evidence else kind,
        categories=evidence.evidence_category if evidence else (("EXP",) if isinstance(record, Story) else ()),
        dated=(evidence.period_end if evidence else None) or getattr(record, "period_end", None) or record.source_date,
        owner_role=record.owner_role,
        held_in=record.source_doc,
        version=version_of(record),
        status=record.status,
        review_due=getattr(record, "review_due", None),
        usable_until=consent_last_day(record) if isinstance(record, Story) else None,
        involvement_level=evidence.involvement_level if evidence else None,
        used_in=(),
        period_from=evidence.period_start if evidence else getattr(record, "period_start", None),
        n=_size(record),
        draws_on=record.story_refs if isinstance(record, Answer) else (),
        change_told=bool(evidence and evidence.what_changed.strip()),
    )


def _size(record: Record) -> int | None:
    """Of how many a record speaks, where that is no small number."""
    if isinstance(record, Metric):
        size = int(record.denominator or 0) if record.suppression_state == "shown" else 0
    else:
        size = (record.sample_size or 0) if isinstance(record, Evidence) else 0
    return size if size >= Threshold(THRESHOLD).least_whole else None


@dataclass
class _Planner:
    pack: Pack
    library: Library
    today: date
    pictures: Mapping[str, FoundPicture]
    findings: list[Finding] = field(default_factory=list)
    uses: dict[str, dict[str, None]] = field(default_factory=dict)  # ref -> numbers of the questions, in order
    told: dict[str, Story] = field(default_factory=dict)  # stories in use, in order
    also: Sequence[Library] = ()
    kept_back: tuple[KeptBack, ...] = field(init=False)
    files: Mapping[str, CitedFile] = field(default_factory=dict)
    barred: Mapping[str, str] = field(init=False)  # files that may not be shown, with the story they belong to
    barred_contents: Mapping[str, str] = field(init=False)  # the same by their digest, for a copy under another name
    figures: Mapping[str, PlannedFigure] = field(init=False)
    tables: Mapping[str, PlannedTable] = field(init=False)
    captions: Mapping[str, Target] = field(init=False)

    def __post_init__(self) -> None:
        self.figures, self.tables = measured(
            self.library, self.pack.service_ids, self.pack.period_from, self.pack.period_to, self.today
        )
        self.captions = targets(self._captions())
        libraries = (self.library, *self.also)
        self.kept_back = kept_back(libraries, self.pack.kind.purpose, self.today)
        refused = {name: item.ref for item in self.kept_back for name in item.files}
        barred = {**not_to_be_shown(libraries), **refused}
        same = {found.sha256: ref for name, ref in barred.items() if (found := self.files.get(name)) and found.sha256}
        others = {name: same[found.sha256] for name, found in self.files.items() if found.sha256 in same}
        self.barred, self.barred_contents = {**others, **barred}, same

    def _captions(self) -> Iterator[tuple[str, bool]]:
        """The tables, charts and pictures that will have a caption, in order."""
        for question in self.pack.questions:
            for block in question.blocks:
                if isinstance(block, TableBlock) and block.ref in self.tables:
                    yield block.ref, False
                elif isinstance(block, ChartBlock) and self._planned_chart(block) is not None:
                    yield block.ref, True
                elif isinstance(block, PictureBlock) and block.caption.strip() and self._picture_file(block).picture:
                    yield picture_ref(block.file), True

    def _planned_chart(self, block: ChartBlock) -> PlannedChart | None:
        if block.ref not in chart_ids():
            return None
        return planned_chart(block.ref, self.figures, self.tables, target=block.target, changes=block.changes)

    def services(self) -> tuple[Service, ...]:
        known = {service.service_id: service for service in self.library.services}
        for service_id in self.pack.service_ids:
            if service_id not in known:
                self.report(
                    "plan.unknown_service",
                    _("The library has no service “{id}”.").format(id=service_id),
                    _("Choose the pack's services again."),
                )
        return tuple(known[service_id] for service_id in self.pack.service_ids if service_id in known)

    def report(
        self, rule: str, message: str, remedy: str, *, question: Question | None = None, block: Block | None = None,
        record: Record | None = None,
    ) -> None:  # fmt: skip
        place = Place(
            workbook=self.library.name if record else None,
            sheet=record.sheet if record else None,
            row=record.row if record else None,
            ref=record.ref if record else None,
            pack=self.pack.title,
            number=question.number if question else None,
            question=question.id if question else None,
            block=block.id if block else None,
        )
        self.findings.append(finding(rule, place, message, remedy))

    def unquoted(self, text: str, where: str, question: Question | None = None) -> str:
        """A text that is printed as it stands; where it repeats a story that is kept back, only that it does."""
        item = repeated([text], self.kept_back) if text else None
        if item is None:
            return text
        message = _("{where} is kept out of this pack. {reason}").format(
            where=f"{where[:1].upper()}{where[1:]}", reason=why(item)
        )
        self.report("consent.quoted", message, item.refused.remedy, question=question)
        return _("[Kept out: {reason}]").format(reason=why(item))

    def brief(self) -> Brief:
        """The brief, without what repeats a story that is kept back."""
        brief = self.pack.brief
        if repeated((*brief_texts(brief), *brief.priorities), self.kept_back) is None:
            return brief
        names = brief.__struct_fields__
        texts = {name: getattr(brief, name) for name in names if isinstance(getattr(brief, name), str)}
        where = _("the brief")
        return changed(
            brief,
            **{name: self.unquoted(text, where) for name, text in texts.items()},
            priorities=tuple(self.unquoted(text, where) for text in brief.priorities),
        )

    def asked(self, question: Question) -> Question:
        """The question, without what repeats a story that is kept back."""
        texts = {name: getattr(question, name) for name in ("number", "heading", "text", "guidance", "section")}
        if repeated(texts.values(), self.kept_back) is None:
            return question
        where = _("the question")
        return changed(question, **{name: self.unquoted(text, where, question) for name, text in texts.items()})

    def question(self, question: Question) -> PlannedQuestion:
        blocks = tuple(self.unless_kept_back(question, block) for block in question.blocks)
        return PlannedQuestion(
            id=question.id,
            number=question.number,
            heading=question.heading,
            text=question.text,
            guidance=question.guidance,
            section=question.section,
            limit=question.limit,
            weight=question.weight,
            weight_unit=question.weight_unit,
            status=question.status,
            blocks=blocks,
            counts=count([*self._counted(blocks), *self._counted_notes(blocks)]),
        )

    def _counted(self, blocks: Iterable[PlannedBlock]) -> list[str]:
        """What the buyer's rules count of an answer. What is kept back counts for nothing."""
        rules = self.pack.rules
        texts: list[str] = []
        for block in blocks:
            before = len(texts)
            for paragraph in block.paragraphs:
                skipped = paragraph.style is Style.WITHHELD or (
                    paragraph.style is Style.HEADING and not rules.count_headings
                )
                if not skipped and (rules.count_tables or not is_table(paragraph.text)):
                    texts += printed_texts(paragraph.text)
            if block.chart is not None and rules.count_captions:
                texts += [block.chart.title, block.chart.note]
            if block.picture is not None and rules.count_captions:
                texts.append(block.picture.caption)
            if block.table is not None:
                if rules.count_captions:
                    texts += [block.table.title, block.table.note]
                if rules.count_tables:
                    texts += [cell for row in (block.table.headings, *block.table.rows) for cell in row]
            if rules.references is References.BRACKETS and block.source and len(texts) > before:
                texts[-1] += f"[{list(self.uses).index(block.source.ref) + 1}]"  # its number to be
        return texts

    def paragraphs(self, text: str) -> tuple[Paragraph, ...]:
        """A text of the library or the writer as paragraphs with their form."""
        found = pieces(text, links=self.links)
        return tuple(Paragraph(with_form(referring(piece, self.captions))) for piece in found)

    @property
    def links(self) -> bool:
        """Whether a link may lead anywhere: a buyer may forbid it."""
        return self.pack.rules.hyperlinks_allowed is not False

    def _counted_notes(self, blocks: Iterable[PlannedBlock]) -> list[str]:
        rules = self.pack.rules
        if not rules.count_footnotes or rules.references in {References.INDEX, References.BRACKETS}:
            return []
        return list(dict.fromkeys(note_text(block.source) for block in blocks if block.source))

    def unless_kept_back(self, question: Question, block: Block) -> PlannedBlock:
        """The block; a grey one with the reason, where anything of it repeats a story that may not be told here."""
        used, told = {ref: dict(numbers) for ref, numbers in self.uses.items()}, dict(self.told)
        planned = self.block(question, block)
        if planned.withheld:
            return planned
        item = repeated(_printed(planned, told.keys() ^ self.told.keys(), self.library), self.kept_back)
        if item is None:
            return planned
        self.uses, self.told = used, told
        name = planned.source.ref if planned.source else _("This text")
        message = _("{name} is kept out of this pack. {reason}").format(name=name, reason=why(item))
        self.report("consent.quoted", message, item.refused.remedy, question=question, block=block)
        return PlannedBlock(block.id, planned.kind, (Paragraph(message, Style.WITHHELD),), None, withheld=why(item))

    def block(self, question: Question, block: Block) -> PlannedBlock:
        match block:
            case TextBlock():
                return PlannedBlock(block.id, "text", self.paragraphs(block.text), None)
            case HeadingBlock():
                return _plain(block, "heading", paragraphs_of(block.text), Style.HEADING)
            case FigureBlock():
                return self._figure(question, block)
            case TableBlock():
                return self._table(question, block)
            case ChartBlock():
                return self._chart(question, block)
            case PictureBlock():
                return self._picture(question, block)
            case EvidenceBlock() | StoryBlock() | AnswerBlock():
                return self._library_item(question, block)

    def _figure(self, question: Question, block: FigureBlock) -> PlannedBlock:
        record = self.library.get(block.ref)
        if isinstance(record, Metric):
            pack = self.pack
            said = stated(record, self.library, pack.service_ids, (pack.period_from, pack.period_to), self.today)
            if said.contradicted:
                self.report(
                    "plan.metric_disagrees",
                    _("{ref} states another figure than the records behind it; theirs is printed.").format(
                        ref=record.ref
                    ),
                    _("Correct the row in the sheet metrics, or the records."),
                    question=question,
                    block=block,
                    record=record,
                )
            self._use(record, question)
            return PlannedBlock(block.id, "figure", (Paragraph(said.figure.sentence),), _placeholder(record))
        if block.ref in self.figures:
            return PlannedBlock(block.id, "figure", (Paragraph(self.figures[block.ref].sentence),), None)
        return self._unknown(question, block, block.ref, _("figure"))

    def _table(self, question: Question, block: TableBlock) -> PlannedBlock:
        if block.ref in self.tables:
            return PlannedBlock(block.id, "table", (), None, table=self.tables[block.ref])
        if block.ref in table_ids():
            self.report(
                "plan.empty_table",
                _("There are no records for the table “{id}” in this period.").format(id=block.ref),
                _("Change the pack's period or services, or take the table out."),
                question=question,
                block=block,
            )
            note = _("No records for this table in the period.")
            return PlannedBlock(block.id, "table", (Paragraph(note, Style.NOTE),), None)
        return self._unknown(question, block, block.ref, _("table"))

    def _chart(self, question: Question, block: ChartBlock) -> PlannedBlock:
        if block.ref not in chart_ids():
            return self._unknown(question, block, block.ref, _("chart"))
        chart = self._planned_chart(block)
        if chart is not None:
            return PlannedBlock(block.id, "chart", (), None, chart=chart)
        self.report(
            "plan.empty_chart",
            _("There are no numbers for the chart “{name}” that may be shown.").format(name=chart_name(block.ref)),
            _("Change the pack's period or services, or take the chart out."),
            question=question,
            block=block,
        )
        note = _("No numbers for this chart that may be shown.")
        return PlannedBlock(block.id, "chart", (Paragraph(note, Style.NOTE),), None)

    def _picture_file(self, block: PictureBlock) -> FoundPicture:
        return self.pictures.get(block.file) or FoundPicture(
            None, trouble=_("The pictures of this pack were not read."), is_there=False
        )

    def _picture(self, question: Question, block: PictureBlock) -> PlannedBlock:
        found = self._picture_file(block)
        barred = self.barred.get(block.file) or self.barred_contents.get(found.sha256)
        if barred is not None:
            reason = _("The picture belongs to the story {ref}, whose permission covers no picture here.").format(
                ref=barred
            )
            remedy = _("Ask the person, and record it in consent_identifiable, or choose another picture.")
            self.report("consent.picture", reason, remedy, question=question, block=block)
            return PlannedBlock(block.id, "picture", (Paragraph(reason, Style.WITHHELD),), None, withheld=reason)
        if found.picture is None:
            rule = "plan.picture_broken" if found.is_there else "plan.picture_missing"
            self.report(rule, found.trouble, found.remedy, question=question, block=block)
            said = (Paragraph(found.trouble, Style.WITHHELD),)
            return PlannedBlock(block.id, "picture", said, None, withheld=found.trouble)
        caption, told = " ".join(block.caption.split()), " ".join(block.alternative.split())
        if block.sha256 and found.sha256 != block.sha256:
            self.report(
                "plan.picture_changed",
                _("The picture “{file}” is not the one that was added.").format(file=block.file),
                _("Look at it; to keep it, take the block out and add the picture again."),
                question=question,
                block=block,
            )
        if not told:
            self.report(
                "plan.picture_untold",
                _("The picture “{file}” has no alternative text.").format(file=block.file),
                _("Say in a sentence what it shows, for people who cannot see it."),
                question=question,
                block=block,
            )
        planned = PlannedPicture(
            found.picture, found.sha256, caption, told or caption or _("A picture that nobody described."), block.width
        )
        return PlannedBlock(block.id, "picture", (), None, picture=planned)

    def _unknown(self, question: Question, block: Block, ref: str, what: str) -> PlannedBlock:
        message = _("The library has no {what} “{ref}”.").format(what=what, ref=ref)
        self.report(
            "plan.unknown_item",
            message,
            _("Choose another in its place, or open the library this pack was made with."),
            question=question,
            block=block,
        )
        kind = str(block.__struct_config__.tag)
        return PlannedBlock(block.id, kind, (Paragraph(message, Style.WITHHELD),), None, withheld=message)

    def _library_item(self, question: Question, block: LibraryBlock) -> PlannedBlock:
        record = self.library.get(block.ref)
        expected: type[Record]
        expected, kind, what = {
            EvidenceBlock: (Evidence, "evidence", _("evidence")),
            StoryBlock: (Story, "story", _("story")),
            AnswerBlock: (Answer, "answer", _("answer")),
        }[type(block)]
        if record is None or not isinstance(record, expected):
            return self._unknown(question, block, block.ref, what)
        refused = self._refused(record)
        if refused is not None:
            message = _("{ref} is kept out of this pack. {reason}").format(ref=record.ref, reason=refused.reason)
            self.report(refused.rule, message, refused.remedy, question=question, block=block, record=record)
            return PlannedBlock(
                block.id, kind, (Paragraph(message, Style.WITHHELD),), None, withheld=refused.reason
            )  # fmt: skip
        original = library_text(block, self.library)
        text = block.text if block.text is not None else original
        if not text.strip():
            length = block.length if isinstance(block, EvidenceBlock | StoryBlock) else ""
            self.report(
                "plan.no_text",
                _("{ref} has no text at length {length}.").format(ref=record.ref, length=length or _("any")),
                _("Choose another length, or write the text in the library."),
                question=question,
                block=block,
                record=record,
            )
        if block.text is not None and block.original is not None and block.original != original:
            self.report(
                "plan.changed_since_edit",
                _("The library's text of {ref} has changed since it was edited here.").format(ref=record.ref),
                _("Compare the two and keep the better one."),
                question=question,
                block=block,
                record=record,
            )
        self._use(record, question)
        if isinstance(record, Story):
            self.told.setdefault(record.ref, record)
        return PlannedBlock(
            id=block.id,
            kind=kind,
            paragraphs=_styled(self.paragraphs(text), record),
            source=_placeholder(record),
            edited=block.text is not None,
        )

    def _refused(self, record: Record) -> Refusal | None:
        if isinstance(record, Story):
            return refusal(record, self.pack.kind.purpose, self.today)
        if record.status == "withdrawn":
            return Refusal("plan.withdrawn_item", _("It is withdrawn."), _("Choose something else in its place."))
        if isinstance(record, Answer):
            for ref in record.story_refs:
                story = self.library.get(ref)
                refused = (
                    refusal(story, self.pack.kind.purpose, self.today)
                    if isinstance(story, Story)
                    else Refusal(
                        "consent.missing",
                        _("The library does not hold that story, so no permission for it is known."),
                        _("Take the story out of story_refs and out of the text, or put its row back."),
                    )
                )
                if refused is not None:
                    reason = _("It draws on the story {ref}. {reason}").format(ref=ref, reason=refused.reason)
                    return Refusal(refused.rule, reason, refused.remedy)
        return None

    def _use(self, record: Record, question: Question) -> None:
        self.uses.setdefault(record.ref, {})[question.number] = None

    def sources(self) -> dict[str, Source]:
        found: dict[str, Source] = {}
        for number, (ref, numbers) in enumerate(self.uses.items(), start=1):
            record = self.library.get(ref)
            if record is not None:
                found[ref] = replace(_placeholder(record), number=number, used_in=tuple(numbers))
        return found

    def stories(self, sources: Mapping[str, Source]) -> tuple[PlannedStory, ...]:
        numbers = person_numbers(self.library)
        return tuple(
            _planned_story(story, sources[ref], traces_of(story, self.library, numbers), links=self.links)
            for ref, story in self.told.items()
        )


def brief_texts(brief: Brief) -> tuple[str, ...]:
    """Every text of the brief but its priorities."""
    return tuple(text for name in brief.__struct_fields__ if isinstance(text := getattr(brief, name), str))


def _printed(block: PlannedBlock, told: Iterable[str], library: Library) -> Iterator[str]:
    """All that a document may print of a block: its text, and in lists and on sheets of their own what is behind it."""
    yield from (paragraph.text for paragraph in block.paragraphs)
    source = block.source
    if source is not None:
        yield from (source.title, source.kind, source.owner_role, source.held_in)
    if block.table is not None:
        yield from (block.table.title, block.table.note)
        yield from (cell for row in (block.table.headings, *block.table.rows) for cell in row)
    if block.chart is not None:
        yield from (block.chart.title, block.chart.note, block.chart.alternative)
        yield from (mark.text for mark in block.chart.marks)
    if block.picture is not None:
        yield from (block.picture.caption, block.picture.alternative)
    for ref in told:
        record = library.get(ref)
        if isinstance(record, Story):
            yield from (record.title, record.pseudonym, *told_texts(record))


def _plain(block: Block, kind: str, texts: Sequence[str], style: Style = Style.BODY) -> PlannedBlock:
    return PlannedBlock(block.id, kind, tuple(Paragraph(text, style) for text in texts), None)


def _styled(paragraphs: Sequence[Paragraph], record: Record) -> tuple[Paragraph, ...]:
    if not isinstance(record, Story):
        return tuple(paragraphs)
    told = [
        Paragraph(without_quote(paragraph.text), Style.QUOTE) if _is_speech(paragraph.text) else paragraph
        for paragraph in paragraphs
    ]
    if record.story_kind == "composite":
        told.append(Paragraph(COMPOSITE_NOTE, Style.NOTE))
    return tuple(told)


def _is_speech(text: str) -> bool:
    return is_quote(text) or (text.startswith("“") and text.endswith("”") and text.count("“") == 1)


def _with_sources(question: PlannedQuestion, sources: Mapping[str, Source]) -> PlannedQuestion:
    blocks = tuple(
        replace(block, source=sources[block.source.ref]) if block.source else block for block in question.blocks
    )
    return replace(question, blocks=blocks)


def _planned_story(story: Story, source: Source, traces: Traces, *, links: bool) -> PlannedStory:
    end = consent_last_day(story)
    until = _("until {day}").format(day=f"{end:%d %B %Y}".lstrip("0")) if end else ""
    how = PERMITTED_BY.get(story.consent_type, "")
    return PlannedStory(
        source=source,
        title=story.title,
        pseudonym=story.pseudonym,
        age_band=story.age_band,
        composite=story.story_kind == "composite",
        situation=formatted(story.situation, links=links),
        action=formatted(story.action, links=links),
        words=formatted(story.what_person_said, links=links),
        outcome=formatted(story.outcome, links=links),
        learning=formatted(story.learning, links=links),
        restriction_before=formatted(story.restriction_before, links=links),
        restriction_after=formatted(story.restriction_after, links=links),
        told_by=TOLD_BY.get(story.story_kind, ""),
        permission=", ".join(part for part in (how, until) if part),
        check_in=story.next_check_in_with_person,
        others_recognisable=story.family_or_staff_identifiable == "Y",
        told_answer=None if story.story_kind == "composite" else story.told_answer,
        unexplained=not (story.explained_in_format and story.consent_witness_role),
        traces=traces,
    )


def _framework_lines(
    pack: Pack, library: Library, frameworks: Frameworks, sources: Iterable[Source]
) -> tuple[FrameworkLine, ...]:
    speaking: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for source in sources:
        record = library.get(source.ref)
        for tag in getattr(record, "framework_items", ()):
            for item in dict.fromkeys((tag, *frameworks.carried_to(tag, pack.framework_id))):
                refs, categories = speaking.setdefault(item, ({}, {}))
                refs[source.ref] = None
                categories.update(dict.fromkeys(source.categories))
    return tuple(
        FrameworkLine(item.item_id, item.title, item.key_question, tuple(refs), tuple(categories))
        for item in frameworks.items_of(pack.framework_id)
        for refs, categories in [speaking.get(item.item_id, ({}, {}))]
        if refs or item.relevance in {"2", "3"}
    )
