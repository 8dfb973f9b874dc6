"""The register of restrictions as a manager needs it: what is due or missing first, and what must be acted on now.

Pure; the day is an argument. Only a scope narrows it, and no scope hides an alarm: domain 6.6. Unknown is never no.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from alongside.figures.labels import in_words
from alongside.i18n import _
from alongside.library.library import Library
from alongside.library.record_rules import events as event_rules
from alongside.library.record_rules import restrictions as rules
from alongside.library.record_rules.known import KnownToday, Says, nothing
from alongside.library.records import Record, Restriction, RpEvent

ACT_NOW = rules.RAISE_IT
# The gravest first: what has no footing in law, then reviews, plans, the person's voice, the rest.
_FIRST = (
    "restriction.no_authority", "restriction.authority_expired", "restriction.review_long_overdue",
    "restriction.review_overdue", "restriction.review_undated", "restriction.no_plan", "restriction.not_consulted",
    "restriction.consultation_unknown", "restriction.no_view", "restriction.alternatives", "restriction.order",
)  # fmt: skip
_DUE = 5  # the first so many are overdue or without footing, the others missing


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that is overdue, missing or odd, with what to do."""

    rule: str
    words: str
    remedy: str

    @property
    def urgency(self) -> int:
        return _FIRST.index(self.rule) if self.rule in _FIRST else len(_FIRST)

    @property
    def due(self) -> bool:
        """Overdue or without footing, not merely missing."""
        return self.urgency < _DUE


@dataclass(frozen=True, slots=True)
class Step:
    """One point of a restriction's way. `on` None: the record has no day for it."""

    on: date | None
    words: str
    ahead: bool = False  # planned, not reached


@dataclass(frozen=True, slots=True)
class Entry:
    """One restriction of the register, as it stands."""

    item: Restriction
    open: bool
    needs: tuple[Need, ...]  # the gravest first
    steps: tuple[Step, ...]  # in order of time, those without a day last

    @property
    def ref(self) -> str:
        return self.item.ref

    @property
    def name(self) -> str:
        """What it is, in words."""
        kind = in_words(self.item.type)
        return f"{kind}: {in_words(self.item.subtype).lower()}" if self.item.subtype else kind

    @property
    def authority(self) -> str:
        until = self.item.authority_expires_on
        words = in_words(self.item.authority)
        return _("{authority}, until {day}").format(authority=words, day=until.isoformat()) if until else words

    @property
    def consulted(self) -> str:
        """Who was asked, and how; unknown is said, and is not no."""
        item = self.item
        answers = {"Y": _("asked"), "N": _("not asked")}
        said = [
            _("The person: {answer}.").format(answer=in_words(item.person_consulted).lower()),
            _("Family: {answer}.").format(answer=answers.get(item.family_consulted, _("not recorded"))),
        ]
        if item.how_consulted:
            said.append(_("How: {ways}.").format(ways=", ".join(in_words(way).lower() for way in item.how_consulted)))
        if item.mdt_roles:
            said.append(_("Professionals: {roles}.").format(roles=", ".join(item.mdt_roles)))
        return " ".join(said)

    @property
    def advocate(self) -> str:
        words = {"Y": _("Involved"), "N": _("Not involved")}.get(self.item.advocate_involved, _("Not recorded"))
        return f"{words} ({in_words(self.item.advocate_type)})" if self.item.advocate_type else words

    @property
    def next_review(self) -> date | None:
        return rules.next_review(self.item)


@dataclass(frozen=True, slots=True)
class Alarm:
    """A record that looks like unlawful or unreported restraint. The manager is told to act now."""

    record: Restriction | RpEvent
    words: str
    told: tuple[str, ...] = ()  # who was told, of those outside the service; () is no proof that nobody was
    here: bool = True  # in the scope that was asked for

    @property
    def ref(self) -> str:
        return self.record.ref


@dataclass(frozen=True, slots=True)
class Register:
    """All of a scope, and every alarm of the library."""

    entries: tuple[Entry, ...]
    events: tuple[RpEvent, ...]
    alarms: tuple[Alarm, ...]  # those in scope first; no scope takes one away

    @property
    def standing(self) -> tuple[Entry, ...]:
        """Those that are open."""
        return tuple(entry for entry in self.entries if entry.open)

    @property
    def blanket(self) -> tuple[Entry, ...]:
        """Rules that bind everybody."""
        return tuple(entry for entry in self.standing if entry.item.scope == "blanket")

    def narrowed(self, state: str) -> tuple[Entry, ...]:
        """The entries that are `open`, `due`, `missing` or `blanket`; "" for all. Alarms stay whatever is chosen."""
        match state:
            case "open":
                return self.standing
            case "blanket":
                return self.blanket
            case "due":
                return tuple(entry for entry in self.entries if any(need.due for need in entry.needs))
            case "missing":
                return tuple(entry for entry in self.entries if any(not need.due for need in entry.needs))
            case _:
                return self.entries

    @property
    def due(self) -> int:
        return sum(any(need.due for need in entry.needs) for entry in self.entries)

    @property
    def missing(self) -> int:
        return sum(any(not need.due for need in entry.needs) for entry in self.entries)


def register(library: Library, today: date, services: Sequence[str] = ()) -> Register:
    """The register of some services, or of all: open before ended, what is due or missing first."""
    known = KnownToday(services={item.service_id: item for item in library.services}, today=today)
    rows = [item for item in library.restrictions if item.status != "withdrawn"]
    happened = [item for item in library.rp_events if item.status != "withdrawn"]
    entries = [_entry(item, known) for item in rows if _within(item, services)]
    entries.sort(key=lambda entry: (not entry.open, *_urgency(entry), entry.ref))
    alarms = [*_standing_alarms(rows, known, services), *_event_alarms(happened, known, services)]
    alarms.sort(key=_alarm_order)
    return Register(tuple(entries), tuple(item for item in happened if _within(item, services)), tuple(alarms))


def happened_within(items: Sequence[RpEvent], today: date, days: int = 365) -> tuple[RpEvent, ...]:
    """Events that began in the days up to today. One without a beginning, or that is yet to come, is in none."""
    first = today - timedelta(days=days)
    return tuple(item for item in items if item.start_at is not None and first < item.start_at.date() <= today)


def steps(item: Restriction, today: date) -> tuple[Step, ...]:
    """The way of a restriction as far as the register holds it, which keeps only the latest of each."""
    review, aim, outcome = rules.next_review(item), item.reduction_target_on, item.reduction_outcome_on
    made = [Step(item.started_on, _("Began"), _later(item.started_on, today))]
    if item.last_review_on:
        made.append(Step(item.last_review_on, _("Last reviewed"), _later(item.last_review_on, today)))
    if item.reduction_outcome:
        made.append(Step(outcome, in_words(item.reduction_outcome), _later(outcome, today)))
    if item.ended_on:
        made.append(Step(item.ended_on, _("Ended"), _later(item.ended_on, today)))
    else:
        if review:
            made.append(Step(review, _("Review was due") if review < today else _("Next review"), ahead=True))
        if aim:
            made.append(Step(aim, _("Aim of the plan, passed") if aim < today else _("Aim of the plan"), ahead=True))
    return tuple(sorted(made, key=lambda step: step.on or date.max))


def _later(day: date | None, today: date) -> bool:
    return day is not None and day > today


def _within(item: Record, services: Sequence[str]) -> bool:
    return not services or item.service_id in services


def _urgency(entry: Entry) -> tuple[int, int]:
    return (entry.needs[0].urgency if entry.needs else len(_FIRST) + 1, -len(entry.needs))


def _entry(item: Restriction, known: KnownToday) -> Entry:
    is_open = rules.is_open(item, known.today)
    needs = sorted(_needs(item, known, is_open), key=lambda need: need.urgency)
    return Entry(item, is_open, tuple(needs), steps(item, known.today))


def _needs(item: Restriction, known: KnownToday, is_open: bool) -> Iterator[Need]:
    for name, day_check in rules.TODAY.items():
        said = day_check(item, known)
        if said is not None:
            yield Need(name, said.message, said.remedy)
    for name, check in rules.CHECKS.items():
        said = check(item, known) if is_open or name == "restriction.order" else None
        if said is not None:
            yield Need(name, said.message, said.remedy)
    days = ((_("The last review"), item.last_review_on), (_("The outcome"), item.reduction_outcome_on),
            (_("The beginning"), item.started_on))  # fmt: skip
    for what, on in days:
        if on is not None and on > known.today:
            yield Need(
                "restriction.future",
                _("{what} of {ref} is dated in the future.").format(what=what, ref=item.ref),
                _("Check the date."),
            )
    if item.started_on is None:
        yield Need(
            "restriction.no_start",
            _("When {ref} began is not known; it is taken to stand.").format(ref=item.ref),
            _("Write the day, or the day by which it stood."),
        )


def _standing_alarms(rows: Sequence[Restriction], known: KnownToday, services: Sequence[str]) -> Iterator[Alarm]:
    for item in rows:
        for check in (rules.no_authority, rules.authority_expired):
            said = check(item, known)
            if said is not None:
                yield Alarm(item, said.message, here=_within(item, services))


def _alarm_order(alarm: Alarm) -> tuple[bool, bool, int, int]:
    """Standing restrictions, then face-down holds, then the rest, the newest first; a day not known comes first."""
    item = alarm.record
    if isinstance(item, Restriction):
        return not alarm.here, bool(alarm.told), 0, 0
    prone = item.prone_used == "Y" or event_rules.PRONE_CODE in item.mhsds_code
    newest = -item.start_at.toordinal() if item.start_at is not None else -date.max.toordinal()
    return not alarm.here, bool(alarm.told), 1 if prone else 2, newest


def _event_alarms(rows: Sequence[RpEvent], known: KnownToday, services: Sequence[str]) -> Iterator[Alarm]:
    for item in rows:
        said = [say.message for say in _grave(item, known)]
        if said:
            told = tuple(in_words(who) for who in item.notified_who if who.lower() in {"cqc", "safeguarding"})
            yield Alarm(item, " ".join(said), told, _within(item, services))


def _grave(item: RpEvent, known: KnownToday) -> Iterator[Says]:
    prone = event_rules.prone(item, known)
    if prone is not None:
        planned = {
            "planned": "", "unplanned": _("It was not planned."),
        }.get(item.in_care_plan, _("Whether it was planned is not recorded."))  # fmt: skip
        yield Says(prone.heading, f"{prone.message} {planned}".strip())
    for check in (event_rules.reason, event_rules.untrained):
        said = check(item, known)
        if said is not None:
            yield said


def said(text: str) -> str:
    """A text of the register, or that it is missing."""
    return _("Not recorded") if nothing(text) else text
