"""The walk-round sheet: what people and staff should be able to say, and what to look at, theme by theme.

Domain 5.2 in our own words. The service's own records stand beside it as prompts, by id and kind alone: nobody's code,
name or words. Pure; the day is an argument.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from alongside.figures.labels import in_words
from alongside.i18n import _
from alongside.library.library import Library
from alongside.library.records import Record, Safeguarding
from alongside.library.triples import months_before
from alongside.packs.consistency import board
from alongside.report import Report, ReportSection, ReportTable

MOST = 12  # prompts of a theme, the most urgent first: a sheet of paper is carried round
RECENT = 6  # months


@dataclass(frozen=True, slots=True)
class Theme:
    """One thing to walk round for."""

    key: str
    name: str
    people: tuple[str, ...]
    staff: tuple[str, ...]
    look: tuple[str, ...]
    outside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prompt:
    """One record to ask about, as no more than its id, its kind and what to find out."""

    ref: str
    what: str
    ask: str


THEMES = (
    Theme(
        "risk", _("A say over risk"),
        (
            _("I can tell you about a risk I chose to take, and who helped me think about it."),
            _("If I do not want something in my plan, I know it can be changed, and how."),
        ),
        (
            _("For the person they are with: the main risk, what the person wants, and the lightest thing that helps."),
            _("When the risk assessment was last talked through with the person, and what that changed."),
        ),
        (
            _("Are choices offered now, by voice, object or picture, and is the answer waited for?"),
            _("Do risk assessment and plan have the same date and the same level?"),
        ),
        (_("Would the social worker or advocate tell the same story of the last decision?"),),
    ),
    Theme(
        "restriction", _("Restriction"),
        (
            _("I know what I may not do here, why, and what has to happen for it to end."),
            _("Somebody asked me what I think of it."),
        ),
        (
            _("Every restriction on this shift, with doors, food, phone, money and watching among them."),
            _("Under which authority each stands, what lighter way was tried, and when it is looked at next."),
        ),
        (
            _("Locks, sensors, cameras, closed cupboards: is each one on the register, and whom does it limit?"),
            _("Does anyone live under a rule that was made for somebody else?"),
            _("How do staff speak when they say no?"),
        ),
        (_("Does the commissioner or the advocate know of each, and have they seen it reviewed?"),),
    ),
    Theme(
        "safeguarding", _("Safeguarding"),
        (
            _("I feel safe here. If I did not, I know whom to tell, inside and outside."),
            _("When I told somebody, I was asked what I wanted to happen."),
        ),
        (
            _("Early signs in people who do not use words, and what they would do in the next ten minutes."),
            _("The route outside the service, if the manager is the worry."),
        ),
        (
            _("Do people look at ease when a member of staff comes in?"),
            _("Is the number to call where people can see it, in a form they can use?"),
        ),
        (_("Would the council say that concerns come in time?"),),
    ),
    Theme(
        "learning", _("Learning"),
        (
            _("After something went wrong I was asked about it, and somebody told me what would be different."),
        ),
        (
            _("One thing done differently since the last incident, and whose idea it was."),
            _("What their own debrief was like."),
        ),
        (
            _("Is the changed way of working really in use today?"),
            _("Can the change be followed from the record to the minutes to the plan?"),
        ),
        (_("Were families told, and what do they say changed?"),),
    ),
    Theme(
        "culture", _("Culture"),
        (
            _("I can complain, and nobody is cross with me afterwards."),
            _("Things I asked for have been done, or I was told why not."),
        ),
        (
            _("When they last said that something was wrong, and what came of it."),
            _("What they would do if a colleague was rough or curt."),
        ),
        (
            _("Are visitors welcome unannounced? Are doors open, and do people come and go?"),
            _("What do rota and supervision records say of how the last month really was?"),
        ),
        (_("What would a visitor who comes often say?"),),
    ),
)  # fmt: skip


def walk_round(library: Library, service_id: str, today: date) -> Report:
    """The sheet of one service; "" is the whole provider."""
    names = {service.service_id: service.service_name for service in library.services}
    codes = frozenset(_codes(library))
    return Report(
        title=_("Walk-round sheet"),
        about=f"{names.get(service_id, _('The whole provider'))}, {today.isoformat()}",
        on=today,
        status=_("Working paper: keep it with you"),
        sections=tuple(_section(theme, prompts(theme.key, library, service_id, today, codes)) for theme in THEMES),
        example=library.is_example,
        notes=(
            _("Ask people in the way they communicate, with somebody they trust, and stop when they wish. Write no "
              "name on this sheet. A record is a place to start from: what you hear and see counts for more."),
            _("If you see restraint that looks unlawful, or that nobody reported, act now: make the person safe, tell "
              "the safeguarding lead and the council, and record it."),
        ),
    )  # fmt: skip


def _section(theme: Theme, found: tuple[Prompt, ...]) -> ReportSection:
    sides = (
        (_("What people should be able to say"), theme.people),
        (_("What staff should be able to say"), theme.staff),
        (_("What to look at"), theme.look),
        (_("What others would say"), theme.outside),
    )
    asked = tuple((side, text, "") for side, texts in sides for text in texts)
    tables = [ReportTable((_("Side"), _("Listen and look for"), _("Heard or seen")), asked)]
    if found:
        rows = tuple((item.ref, item.what, item.ask, "") for item in found)
        tables.append(ReportTable((_("Record"), _("What it is"), _("Find out"), _("Found")), rows))
    return ReportSection(theme.name, tables=tuple(tables))


def prompts(
    theme: str, library: Library, service_id: str, today: date, codes: Iterable[str] = ()
) -> tuple[Prompt, ...]:
    """The service's own records to ask about. A record whose id holds one of the codes is left out."""
    hidden = tuple(code.casefold() for code in codes if code)
    found = (item for item in _PROMPTS[theme](library, service_id, today) if item.ref)
    return tuple(item for item in found if not any(code in item.ref.casefold() for code in hidden))[:MOST]


def _codes(library: Library) -> Iterator[str]:
    for row in library:
        code = getattr(row, "person_ref", "")
        if code:
            yield str(code)


def _here(row: Record, service_id: str) -> bool:
    return not service_id or row.service_id == service_id


def _risks(library: Library, service_id: str, today: date) -> Iterator[Prompt]:
    for line in board(library, today, (service_id,) if service_id else ()).lines:
        if not line.settled:
            for result in line.results[:1]:
                yield Prompt(line.ref, line.topic, result.remedy or _("Is it still so?"))


def _restrictions(library: Library, service_id: str, today: date) -> Iterator[Prompt]:
    here = [row for row in library.restrictions if _here(row, service_id)]
    live = [row for row in here if row.ended_on is None and row.status != "withdrawn"]
    for row in sorted(live, key=lambda row: (row.next_review_on or date.min, row.ref)):
        kind = in_words(row.subtype or row.type)
        if row.next_review_on is None:
            yield Prompt(row.ref, kind, _("No review day is recorded: who looks at it, and when?"))
        elif row.next_review_on < today:
            yield Prompt(row.ref, kind, _("Its review is overdue: is it still needed today?"))
        else:
            yield Prompt(row.ref, kind, _("Is it used as written, and can staff say why and until when?"))


def _concerns(library: Library, service_id: str, today: date) -> Iterator[Prompt]:
    recent = months_before(today, RECENT)
    rows = [row for row in library.safeguarding if _here(row, service_id) and row.raised_on]
    for row in sorted(rows, key=lambda row: row.raised_on or date.min, reverse=True):
        if _open(row) or (row.s42_end or row.raised_on or today) >= recent:
            ask = (
                _("Still open: is the person safe now, and do they know what happens next?")
                if _open(row)
                else _("Closed: was what the person wanted met, and can they say so?")
            )
            yield Prompt(row.ref, _("concern raised {day}").format(day=f"{row.raised_on:%B %Y}"), ask)


def _open(row: Safeguarding) -> bool:
    return row.s42_start is not None and row.s42_end is None


def _learning(library: Library, service_id: str, today: date) -> Iterator[Prompt]:
    recent = months_before(today, RECENT)
    for row in library.actions:
        if _here(row, service_id) and row.done and row.done >= recent:
            yield Prompt(row.ref, _("action done"), _("Is it in use today, and do people notice it?"))
    for row in library.actions:
        if _here(row, service_id) and row.done is None and row.due and row.due < today:
            yield Prompt(row.ref, _("action overdue"), _("What is in the way?"))


def _culture(library: Library, service_id: str, today: date) -> Iterator[Prompt]:
    recent = months_before(today, RECENT)
    rows = [row for row in library.complaints if _here(row, service_id)]
    for row in rows:
        if row.received and row.received >= recent:
            yield Prompt(row.ref, _("complaint"), _("Was the person told what came of it, and did anything change?"))


_PROMPTS: dict[str, Callable[[Library, str, date], Iterator[Prompt]]] = {
    "risk": _risks,
    "restriction": _restrictions,
    "safeguarding": _concerns,
    "learning": _learning,
    "culture": _culture,
}
