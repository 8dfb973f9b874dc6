"""The measures K01 to K31, one pure function each, and all of them at once for a library."""

from alongside.figures.figure import Asked, Figure
from alongside.figures.kpis import events, restrictions, reviews, staff, voices
from alongside.library.library import Library

IDS = tuple(f"K{number:02d}" for number in range(1, 32))


def all_figures(asked: Asked, library: Library) -> tuple[Figure, ...]:
    """Every measure of the scope and period, in order, with its true numbers: release them before they are printed."""
    done, register, used = library.reviews, library.restrictions, library.rp_events
    return (
        reviews.k01(asked, done),
        reviews.k02(asked, done),
        reviews.k03(asked, done),
        reviews.k04(asked, done),
        reviews.k05(asked, done),
        reviews.k06(asked, done),
        reviews.k07(asked, done),
        restrictions.k08(asked, register, library.services),
        restrictions.k09(asked, register),
        restrictions.k10(asked, register),
        restrictions.k11(asked, register),
        restrictions.k12(asked, register),
        restrictions.k13(asked, register),
        events.k14(asked, used, library.services),
        *events.k15(asked, used),
        events.k16(asked, used),
        events.k17(asked, used),
        *events.k18(asked, used),
        events.k19(asked, used),
        events.k20(asked, used),
        *events.k21(asked, used, library.people_counts),
        voices.k22(asked, library.safeguarding),
        voices.k23(asked, library.safeguarding),
        voices.k24(asked, library.safeguarding),
        staff.k25(asked, library.training),
        staff.k26(asked, library.training),
        restrictions.k27(asked, register),
        voices.k28(asked, library.complaints),
        voices.k29(asked, library.metrics),
        voices.k30(asked, library.triples),
        *staff.k31(asked, library.involvement),
    )
