"""From records to released figures and tables: what hangs together is known to hang together."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.figures.disclosure import COVERED, HIDDEN
from alongside.figures.figure import Asked
from alongside.figures.kpis import all_figures
from alongside.figures.periods import Period
from alongside.figures.protection import System
from alongside.figures.release import release, system_of
from alongside.figures.tables import TABLES, all_tables
from alongside.library.library import Library
from alongside.library.records import (
    ATTENDED,
    AUTHORITIES,
    MSP_ASKED,
    MSP_MET,
    PERSON_CONSULTED,
    RESTRICTION_TYPES,
    Complaint,
    Incident,
    Record,
    Restriction,
    Review,
    RpEvent,
    Safeguarding,
    Service,
    Triple,
)

TODAY = date(2026, 11, 24)
START, END = date(2025, 11, 1), date(2026, 10, 31)
ASKED = Asked(Period(START, END, TODAY))
ANSWERS = ("Y", "N", "NK", "")


def library_of(records: Iterable[Record]) -> Library:
    by_sheet: dict[str, list[Record]] = {}
    for record in (Service(row=2, service_id="A", service_name="A", people_supported=24), *records):
        by_sheet.setdefault(record.sheet, []).append(record)
    return Library("x.xlsx", "0" * 64, {sheet: tuple(rows) for sheet, rows in by_sheet.items()})


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    """Some rows of every covered sheet, with any answers."""

    def pick(*options: Any) -> Any:
        return draw(st.sampled_from(options))

    def day() -> date:
        return START + timedelta(days=draw(st.integers(-40, 420)))

    made: list[Record] = []
    for at in range(draw(st.integers(0, 14))):
        common: dict[str, Any] = {"row": at + 2, "service_id": "A", "person_ref": f"P{draw(st.integers(1, 12))}"}
        began = datetime.combine(day(), datetime.min.time())
        made += [
            Restriction(
                **common,
                restriction_id=f"RS{at}",
                scope="individual",
                type=pick(*RESTRICTION_TYPES[:4]),
                started_on=date(2025, 1, 1) if pick(True, False) else day(),
                ended_on=pick(None, None, day()),
                authority=pick(*AUTHORITIES, ""),
                authority_expires_on=pick(None, day()),
                person_consulted=pick(*PERSON_CONSULTED, ""),
                reduction_outcome=pick("reduced", "removed", ""),
                reduction_outcome_on=pick(None, day()),
                reduction_plan=pick("", "Steps"),
                reduction_target_on=pick(None, END),
            ),
            Review(
                **common,
                id=f"RV{at}",
                kind=pick("risk", "care_plan"),
                done_on=pick(None, day(), DAY),
                co_produced=pick(*ANSWERS),
                person_attended=pick(*ATTENDED, ""),
                accessible_format_needed=pick(*ANSWERS),
                advocate_needed=pick(*ANSWERS),
            ),
            RpEvent(
                **common,
                event_id=f"RE{at}",
                start_at=began,
                end_at=pick(None, began),
                type=tuple({pick(*RESTRICTION_TYPES[:3]), pick(*RESTRICTION_TYPES[:3])}),
                in_care_plan=pick("planned", "unplanned", ""),
                debrief_person_held=pick(*ANSWERS),
                debrief_person_offered=pick(*ANSWERS),
                plan_changed=pick(*ANSWERS),
            ),
            Safeguarding(
                **common,
                id=f"SG{at}",
                raised_on=day(),
                s42_end=pick(None, day()),
                msp_outcomes_asked=pick(*MSP_ASKED, ""),
                msp_outcome_text=pick("", "Peace"),
                msp_met=pick(*MSP_MET, ""),
                council_told_on=pick(None, day()),
                theme=pick("a", "b", ""),
            ),
            Incident(**common, id=f"IN{at}", occurred_on=day(), theme=pick("Falls", "falls", "doors")),
            Complaint(
                **common,
                id=f"CO{at}",
                received=day(),
                about_restriction=pick(*ANSWERS),
                change_made=pick("Y", "N", "", "Moved"),
            ),
            Triple(
                **common,
                triple_id=f"TR{at}",
                topic="kitchen",
                reviewed_on=day(),
                person_says=pick("", "Yes"),
                person_view=pick("agrees", "disagrees"),
                ra_restriction_level=pick(None, 1),
                cp_restriction_level=pick(1, 2),
                difference_explained=pick("", "Talked"),
            ),
        ]
    return library_of(made)


DAY = date(2026, 3, 3)


def system_for(library: Library) -> System:
    figures = all_figures(ASKED, library)
    return system_of(all_tables(ASKED, library, figures), figures, ASKED.limit)


@settings(max_examples=8, deadline=None)
@given(libraries())
def test_every_sum_the_protection_relies_on_is_true_of_any_records(library: Library):
    system = system_for(library)
    assert system.untrue() == []
    names = {name for item in system.sums for name in (item.total, *item.parts)}
    assert all(name in system.counts for item in system.items.values() for name in item.counts)
    hidden = system.hidden()  # fills in what follows from the sums
    assert system.leaks(hidden) == []
    assert names <= set(system.counts)
    assert system.untrue() == []


@settings(max_examples=8, deadline=None)
@given(libraries())
def test_nothing_small_is_printed(library: Library):
    released = release(ASKED, library)
    for item in released.figures:
        figure = item.figure
        if figure.source_sheet not in COVERED or figure.suppressed or figure.value is None:
            continue
        printed = [*figure.counts, *(count for count in figure.beside if count.name in item.beside)]
        assert not [count for count in printed if 0 < count.n < 5], figure.id
        if figure.unit == "%":
            assert figure.denominator is not None
            assert figure.numerator is not None
            assert figure.denominator >= 10 or figure.denominator == 0
            assert not 0 < figure.denominator - figure.numerator < 5
    for table in released.tables:
        if table.source_sheet in COVERED:
            for row in table.rows:
                assert row[1] in {HIDDEN, "0"} or not row[1].isdigit() or int(row[1]) >= 5, table.id
            if table.hides:
                assert table.n is None


def restriction(at: int, **fields: Any) -> Restriction:
    return Restriction(
        row=at + 2,
        restriction_id=f"RS{at}",
        service_id="A",
        scope="individual",
        person_ref=f"P{at}",
        started_on=date(2025, 1, 1),
        **fields,
    )


def test_three_tables_and_the_figures_of_the_register_share_one_total():
    """20 open: 17 environmental and 3 others. A published 20 and a published 17 would give the 3 away."""
    kinds = ["environmental"] * 17 + ["surveillance"] * 3
    views = ["yes_agreed"] * 10 + ["yes_disagreed"] * 10
    rows = [
        restriction(at, type=kind, person_consulted=view, authority="CoP_order")
        for at, (kind, view) in enumerate(zip(kinds, views, strict=True))
    ]
    released = release(ASKED, library_of(rows))
    tables = {table.id: table for table in released.tables}
    figures = {item.figure.id: item.figure for item in released.figures}
    knows_total = (
        any(not figures[key].suppressed for key in ("K08", "K12", "K13")) or tables["restrictions_by_view"].n == 20
    )
    assert knows_total
    assert "17" not in [row[1] for row in tables["restrictions_by_type"].rows]
    assert tables["restrictions_by_type"].rows == (("Every row: too small to show", HIDDEN),)


def test_known_and_unknown_are_one_table():
    """20 reviews by how people joined, 18 with an answer to another question: the 2 stay unknown in number."""
    rows = [
        Review(
            row=at + 2,
            id=f"RV{at}",
            service_id="A",
            person_ref=f"P{at}",
            kind="care_plan",
            done_on=DAY,
            person_attended="in_person" if at < 10 else "declined",
            changes_made_because_of_person="NK" if at < 2 else "Y" if at < 11 else "N",
        )
        for at in range(20)
    ]
    released = release(ASKED, library_of(rows))
    k07 = next(item for item in released.figures if item.figure.id == "K07")
    joining = next(table for table in released.tables if table.id == "reviews_by_joining")
    assert "K07.unknown" not in k07.beside
    assert k07.figure.suppressed or (joining.n is None and HIDDEN in [row[1] for row in joining.rows])


def test_every_table_of_an_empty_library_is_left_out():
    assert release(ASKED, library_of([])).tables == ()
    assert set(TABLES) >= {"restrictions_by_type", "events_by_quarter", "actions"}
