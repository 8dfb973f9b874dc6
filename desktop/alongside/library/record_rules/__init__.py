"""The domain's own rules about records (domain 3.2 to 3.9 and 2.2): one small pure function a rule."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

from alongside.i18n import _
from alongside.job_control import JobControl
from alongside.library.notes import Notes
from alongside.library.phrases import FIRST_WORDS, stale_phrases, suspects
from alongside.library.record_rules import comparisons, events, evidence, governance, restrictions, services, stories
from alongside.library.record_rules.known import Check, DayCheck, Known, KnownToday, Says
from alongside.library.records import Record, Service, Triple, Usage

K = TypeVar("K", bound=Known)
CHECKS: dict[str, Mapping[str, Check[Any]]] = {
    "services": services.CHECKS,
    "evidence": evidence.CHECKS,
    "answers": evidence.ANSWER_CHECKS,
    "stories": stories.CHECKS,
    "restrictions": restrictions.CHECKS,
    "rp_events": events.CHECKS,
    "safeguarding": governance.SAFEGUARDING,
    "training": governance.TRAINING,
    "reviews": governance.REVIEWS,
    "involvement": governance.INVOLVEMENT,
    "metrics": governance.METRICS,
}
TODAY: dict[str, Mapping[str, DayCheck[Any]]] = {
    "services": services.TODAY,
    "evidence": evidence.TODAY,
    "answers": evidence.ANSWERS_TODAY,
    "stories": stories.TODAY,
    "restrictions": restrictions.TODAY,
    "safeguarding": governance.SAFEGUARDING_TODAY,
    "training": governance.TRAINING_TODAY,
    "reviews": governance.REVIEWS_TODAY,
    "involvement": governance.INVOLVEMENT_TODAY,
    "actions": governance.ACTIONS_TODAY,
}
HEAP = 100  # rows
MANY, SOME = 2_000, 20  # rows from which on looking for phrases is prepared for, and of which the rest are like
EVEN_WITHDRAWN = {"story.withdrawn"}  # all other rules leave withdrawn rows in peace: they are never used
TEXTS = {
    "evidence": ("title", "claim", "snippet_100", "snippet_250", "snippet_500", "what_changed"),
    "answers": ("title", "question", "text"),
    "stories": ("title", "situation", "action", "outcome", "learning", "text_60", "text_150", "text_300", "text_500"),
}
OWN_WORDS = {"stories": ("what_person_said",)}  # a person's own words, never corrected for style


def check(records: Mapping[str, Sequence[Record]], today: date, notes: Notes, job: JobControl | None = None) -> None:
    """Hold every rule against every record."""
    check_any_day(records, notes, job)
    check_today(records, today, notes, job)


def check_any_day(records: Mapping[str, Sequence[Record]], notes: Notes, job: JobControl | None = None) -> None:
    """Hold the rules against every record that say the same on any day."""
    known = Known(*_facts(records))
    for sheet, rows in records.items():
        if job is not None:
            job.check()
        for record, rule, says in _said(rows, CHECKS.get(sheet, {}), known):
            _note(rule, record, says, notes)
        if sheet in TEXTS:
            _check_phrases(sheet, rows, known, notes)


def check_today(
    records: Mapping[str, Sequence[Record]], today: date, notes: Notes, job: JobControl | None = None
) -> None:
    """Hold the rules against every record whose answer depends on the day: freshness, permissions, what is due."""
    known = KnownToday(*_facts(records), today=today)
    for sheet, rows in records.items():
        if job is not None:
            job.check()
        for record, rule, says in _said(rows, TODAY.get(sheet, {}), known):
            _note(rule, record, says, notes)
        if sheet in governance.HAPPENED:
            for record in rows:
                if record.status != "withdrawn":
                    _check_future(record, today, notes)
    compared = [row for row in records.get("triples", ()) if isinstance(row, Triple) and row.status != "withdrawn"]
    for rule, triple, says in comparisons.findings_of(compared, today):
        _note(rule, triple, says, notes)


def _said(
    rows: Sequence[Record], rules: Mapping[str, Callable[[Any, K], Says | None]], known: K
) -> Iterator[tuple[Record, str, Says]]:
    checks = tuple(rules.items())
    for record in rows if checks else ():
        withdrawn = record.status == "withdrawn"
        for rule, holds in checks:
            if not withdrawn or rule in EVEN_WITHDRAWN:
                says = holds(record, known)
                if says is not None:
                    yield record, rule, says


def _facts(records: Mapping[str, Iterable[Record]]) -> tuple[Mapping[str, Service], Mapping[str, tuple[str, ...]]]:
    """What the rules about one record need of all others: the services, and which packs used an item."""
    uses: dict[str, dict[str, None]] = defaultdict(dict)
    for use in records.get("usage", ()):
        if isinstance(use, Usage) and use.pack:
            uses[use.item_ref][use.pack] = None
    by_id = {row.service_id: row for row in records.get("services", ()) if isinstance(row, Service)}
    return by_id, {item: tuple(packs) for item, packs in uses.items()}


def _note(rule: str, record: Record, says: Says, notes: Notes) -> None:
    notes.add(rule, says.message, says.remedy, sheet=record.sheet, row=record.row, column=says.heading, ref=record.ref)


def _check_future(record: Record, today: date, notes: Notes) -> None:
    for heading in governance.future_headings(record, today):
        message = _("{ref} gives a day for {heading} that is still to come.").format(ref=record.ref, heading=heading)
        _note("record.future_date", record, Says(heading, message, _("Check the year.")), notes)


def _suspects(rows: Sequence[Record], heading: str) -> Iterator[Record]:
    """The rows whose text may hold a stale phrase; looked at in heaps, because most heaps hold none."""
    texts = list(map(attrgetter(heading), rows))
    look: Callable[[Sequence[str]], list[int]] = suspects
    if len(rows) > MANY:
        from alongside.library.first_look import FirstLook  # noqa: PLC0415 - numpy pays for many rows alone

        look = FirstLook(FIRST_WORDS, texts[:SOME]).suspects
    for start in range(0, len(rows), HEAP):
        yield from (rows[start + place] for place in look(texts[start : start + HEAP]))


def _check_phrases(sheet: str, rows: Sequence[Record], known: Known, notes: Notes) -> None:
    for heading in (*TEXTS[sheet], *OWN_WORDS.get(sheet, ())):
        quoted = heading in OWN_WORDS.get(sheet, ())
        for record in _suspects(rows, heading):
            text = getattr(record, heading)
            if record.status != "withdrawn":
                for hit in stale_phrases(text, known.nation(record.service_id), quoted=quoted):
                    message = f"{record.ref}: {hit.message}"
                    _note(hit.rule, record, Says(heading, message, hit.remedy), notes)
