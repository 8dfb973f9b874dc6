"""K01 to K07: how people take part in reviews and risk assessments. Reviews belong to the day they were done."""

from collections.abc import Iterable
from dataclasses import replace

from alongside.figures.disclosure import counted
from alongside.figures.figure import Asked, Figure, Sum
from alongside.figures.shares import Measure, by_answer, is_one_of, share, usable, yes_no
from alongside.i18n import _
from alongside.library.records import ATTENDED, Review

SHEET = "reviews"
DONE = "reviews.done"
RISK_KINDS = frozenset({"risk", "risk_assessment"})
JOINED = ("in_person", "remote", "part", "by_other_means")


def done(asked: Asked, reviews: Iterable[Review]) -> tuple[Review, ...]:
    """The reviews done in the period."""
    return tuple(item for item in usable(reviews, asked) if item.done_on in asked.period)


def k01(asked: Asked, reviews: Iterable[Review]) -> Figure:
    rows = done(asked, reviews)
    risk = [item for item in rows if item.kind in RISK_KINDS]
    what = Measure(
        "K01",
        _("Risk assessments written with the person"),
        _("Written with the person, of reviews of risk and risk assessments done in the period."),
        SHEET,
    )
    figure = share(asked, what, by_answer(risk, lambda item: yes_no(item.co_produced)), "reviews.risk")
    other = counted("reviews.other", (item for item in rows if item.kind not in RISK_KINDS))
    return replace(
        figure,
        behind=(*figure.behind, other, counted(DONE, rows)),
        sums=(*figure.sums, Sum(DONE, ("reviews.risk", "reviews.other"))),
    )


def k02(asked: Asked, reviews: Iterable[Review]) -> Figure:
    what = Measure(
        "K02",
        _("Reviews signed or agreed in another way"),
        _("Signed or agreed in another way, of all reviews done; reviews where nobody asked stay in the whole."),
        SHEET,
    )
    agreed = ("signed", "agreed_other_way")
    split = by_answer(done(asked, reviews), lambda item: is_one_of(item.signed_or_agreed_by_person, agreed))
    return share(asked, what, split, DONE)


def k03(asked: Asked, reviews: Iterable[Review]) -> Figure:
    what = Measure(
        "K03",
        _("Reviews the person attended or joined in another way"),
        _(
            "In person, at a distance, for part of it or by other means, of reviews done; "
            "declined and not invited stay in the whole."
        ),
        SHEET,
    )  # fmt: skip
    rows = done(asked, reviews)
    figure = share(asked, what, by_answer(rows, lambda item: is_one_of(item.person_attended, JOINED)), DONE)
    ways = tuple(counted(f"reviews.{way}", (item for item in rows if item.person_attended == way)) for way in ATTENDED)
    joined = Sum("K03.yes", tuple(f"reviews.{way}" for way in JOINED))
    return replace(figure, behind=(*figure.behind, *ways), sums=(*figure.sums, joined))


def k04(asked: Asked, reviews: Iterable[Review]) -> Figure:
    what = Measure(
        "K04",
        _("Accessible format given when needed"),
        _("Given, of reviews done where an accessible format was needed."),
        SHEET,
    )
    return _of_needed(asked, what, done(asked, reviews), "accessible_format_needed", "accessible_format_given")


def k05(asked: Asked, reviews: Iterable[Review]) -> Figure:
    what = Measure(
        "K05",
        _("Advocate present when needed"),
        _("Advocate present, of reviews done where one was needed."),
        SHEET,
    )
    return _of_needed(asked, what, done(asked, reviews), "advocate_needed", "advocate_present")


def k06(asked: Asked, reviews: Iterable[Review]) -> Figure:
    what = Measure(
        "K06",
        _("Advocate referral made in time"),
        _(
            "Referred on or before the day of the review, of reviews done where an advocate "
            "was needed; no date is no referral."
        ),
        SHEET,
    )
    rows = [item for item in done(asked, reviews) if item.advocate_needed == "Y"]
    split = by_answer(rows, _referred_in_time)
    return _with_need(share(asked, what, split, "reviews.advocate_needed"), done(asked, reviews), "advocate_needed")


def k07(asked: Asked, reviews: Iterable[Review]) -> Figure:
    what = Measure(
        "K07",
        _("Reviews that changed because of the person"),
        _("Something changed because of the person, of reviews done."),
        SHEET,
    )
    split = by_answer(done(asked, reviews), lambda item: yes_no(item.changes_made_because_of_person))
    return share(asked, what, split, DONE)


def _referred_in_time(item: Review) -> bool:
    return bool(item.advocate_referred_on and item.done_on and item.advocate_referred_on <= item.done_on)


def _of_needed(asked: Asked, what: Measure, rows: tuple[Review, ...], needed: str, given: str) -> Figure:
    """Only a clear yes to the need is in the whole; where the need is not known the review is counted apart."""
    split = by_answer(
        [item for item in rows if getattr(item, needed) == "Y"], lambda item: yes_no(getattr(item, given))
    )
    return _with_need(share(asked, what, split, f"reviews.{needed}"), rows, needed)


def _with_need(figure: Figure, rows: tuple[Review, ...], needed: str) -> Figure:
    names = (f"reviews.{needed}", f"reviews.{needed}.not", f"reviews.{needed}.unknown")
    split = by_answer(rows, lambda item: yes_no(getattr(item, needed)))
    not_needed, unclear = counted(names[1], split.no), counted(names[2], split.unknown)
    return replace(
        figure,
        unknown_need=unclear,
        beside=(*figure.beside, unclear),
        behind=(*figure.behind, not_needed, unclear, counted(DONE, rows)),
        sums=(*figure.sums, Sum(DONE, names)),
    )
