"""`library uses`: where the library's items went. `pack outcome`: what came of a pack or of one of its answers."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from typing import Any

from alongside.commands.libraries import title_of
from alongside.commands.outcome import DONE, Outcome, day_in_words, finding_lines, findings_document
from alongside.errors import AlongsideError
from alongside.i18n import _, ngettext
from alongside.installation import installation
from alongside.job_control import JobControl
from alongside.library.kept import open_library
from alongside.library.ledger import entries
from alongside.library.ledger.entries import WHOLE, Ledger, Result
from alongside.library.ledger.reading import ItemSummary, Use, all_uses, summaries
from alongside.library.ledger.store import LedgerFile, read_ledger
from alongside.library.library import Library
from alongside.packs.debrief import debrief, debrief_report, percent
from alongside.packs.pack import Pack, load_pack
from alongside.render.report_file import write_report
from alongside.workspace import open_workspace

RESULTS = {
    Result.WON: _("won"),
    Result.LOST: _("lost"),
    Result.WITHDRAWN: _("withdrawn"),
    Result.OPEN: _("not known yet"),
}


def uses(given: Namespace, today: date, job: JobControl) -> Outcome:
    """Every use of an item and what came of it; without a ref, how often each item was used."""
    workspace = open_workspace(given.source)
    workbook = given.source if given.source.is_file() else workspace.library
    library = open_library(workbook, today, job)
    read = read_ledger(workspace.ledger)
    found = all_uses(read.ledger, library.usage)
    if not given.ref:
        listed = summaries(found)
        lines = [_summary_line(item, library) for item in listed]
        head = ngettext("{n} item of {name} was used.", "{n} items of {name} were used.", len(listed)).format(
            n=len(listed), name=library.name
        )
        document: dict[str, Any] = {"items": [_summary_document(item, library) for item in listed]}
    else:
        record = library.get(given.ref)
        of_item = [use for use in found if use.ref == given.ref]
        if record is None and not of_item:
            raise AlongsideError(
                _("Neither the library nor the ledger of use knows “{ref}”.").format(ref=given.ref),
                where=library.name,
                remedy=_("Look its id up with “alongside library search”."),
            )
        head = " ".join((given.ref, title_of(record) if record else _("(no longer in the library)")))
        lines = [line for use in of_item for line in use_lines(use)] or [_("It was not used yet.")]
        document = {"ref": given.ref, "uses": [use_document(use) for use in of_item]}
    told = [*([""] if read.findings else []), *(finding_lines(read.findings) if read.findings else [])]
    return Outcome(
        DONE,
        [head, "", *lines, *told],
        {"workbook": library.name, "today": today, **document, **findings_document(read.findings)},
    )


def outcome(given: Namespace, today: date, _job: JobControl) -> Outcome:
    """Enter what came of a pack or a question; with nothing to enter, tell what is on record."""
    pack = load_pack(given.pack)
    workspace = open_workspace(given.pack)
    question = _question(pack, given.question)
    entered = given.result is not None or given.score is not None or given.words is not None
    if entered or given.forget:
        known = read_ledger(workspace.ledger).ledger.outcome(pack.id, question)
        LedgerFile(workspace.ledger, installation()).record_outcome(
            pack.id, question, at=datetime.combine(today, time(), UTC), **_entered(given, known)
        )
    ledger = read_ledger(workspace.ledger).ledger
    names = [(WHOLE, ""), *((item.id, item.number) for item in pack.questions)]
    held = [(number, found) for name, number in names if (found := ledger.outcome(pack.id, name)) is not None]
    lines = [f"{number + ': ' if number else ''}{line}" for number, found in held for line in outcome_lines(found)]
    return Outcome(
        DONE,
        [pack.title, "", *(lines or [_("Nothing is on record of what came of it.")])],
        {
            "pack": given.pack.name,
            "title": pack.title,
            "builds": _builds(ledger, pack),
            "outcomes": [{"question": number or None, **_outcome_document(found)} for number, found in held],
        },
    )


def _entered(given: Namespace, known: entries.Outcome | None) -> dict[str, Any]:
    """What was typed, over what is on record; --forget takes all away."""
    if given.forget:
        return {}
    kept = known or entries.Outcome(id="", pack="", at=datetime.min)  # noqa: DTZ901 - stands for nothing
    scored = given.score is not None
    return {
        "result": Result(given.result) if given.result is not None else kept.result,
        "score": given.score if scored else kept.score,
        "out_of": given.out_of if scored or given.out_of is not None else kept.out_of,
        "words": given.words if given.words is not None else kept.words,
    }


def _question(pack: Pack, number: str) -> str:
    if not number:
        return WHOLE
    found = next((item.id for item in pack.questions if number.casefold() in {item.number.casefold(), item.id}), None)
    if found is None:
        raise AlongsideError(
            _("The pack has no question “{number}”.").format(number=number),
            where=pack.title,
            remedy=_("Name it as it is printed, such as {example}.").format(
                example=pack.questions[0].number if pack.questions else "Q01"
            ),
        )
    return found


def _builds(ledger: Ledger, pack: Pack) -> list[dict[str, Any]]:
    found = sorted(
        (item for item in ledger.builds.values() if item.pack == pack.id), key=lambda item: (item.day, item.id)
    )
    return [
        {
            "day": item.day,
            "final": item.final,
            "services": item.services,
            "items": len(item.items),
            "outputs": dict(item.outputs),
        }
        for item in found
    ]


def outcome_lines(found: entries.Outcome) -> list[str]:
    """What came of something: the result and the score, then the assessor's words."""
    head = [RESULTS[found.result]] if found.result else []
    head += [score_text(found)] if found.score is not None else []
    return [line for line in (", ".join(head), f"“{found.words}”" if found.words else "") if line]


def score_text(found: entries.Outcome) -> str:
    """ "8 of 10", or "8" where the highest mark is not known."""
    score = f"{found.score:g}" if found.score is not None else ""
    return _("{score} of {out_of}").format(score=score, out_of=f"{found.out_of:g}") if found.out_of else score


def use_lines(use: Use) -> list[str]:
    """One use in words."""
    state = _("final") if use.final else _("draft")
    day = day_in_words(use.last) if use.last else _("day not known")
    place = use.question.number if use.question else ""
    head = ", ".join(part for part in (use.title, place, day, state, use.audience) if part)
    lines = [head]
    if use.through:
        lines.append("    " + _("in the answer {ref}, which draws on it").format(ref=use.through))
    said = [RESULTS[use.result]] if use.result else []
    if use.scored is not None:
        said.append(score_text(use.scored))
    lines += [f"    {line}" for line in (", ".join(said), f"“{use.words}”" if use.words else "", use.told) if line]
    return lines


def use_document(use: Use) -> dict[str, Any]:
    """One use for a program."""
    scored = use.scored
    return {
        "pack": use.pack,
        "title": use.title,
        "question": use.question.number if use.question else None,
        "through": use.through or None,
        "version": use.version,
        "versions": use.versions,
        "purpose": use.purpose,
        "audience": use.audience,
        "first": use.first,
        "last": use.last,
        "final": use.final,
        "example": use.example,
        "result": use.result.value or None,
        "score": scored.score if scored else None,
        "out_of": scored.out_of if scored else None,
        "words": use.words or use.told or None,
    }


def _outcome_document(found: entries.Outcome) -> dict[str, Any]:
    return {
        "result": found.result.value or None,
        "score": found.score,
        "out_of": found.out_of,
        "words": found.words or None,
        "day": found.at.date(),
    }


def _summary_line(item: ItemSummary, library: Library) -> str:
    record = library.get(item.ref)
    packs = ngettext("{n} pack", "{n} packs", item.packs).format(n=item.packs)
    parts: Sequence[str] = (
        f"{packs} ({_('{n} final').format(n=item.finals)})",
        day_in_words(item.last) if item.last else "",
        _("won {n}").format(n=item.won) if item.won else "",
        _("lost {n}").format(n=item.lost) if item.lost else "",
        _("best score {share:.0%}").format(share=item.best) if item.best is not None else "",
    )
    title = title_of(record) if record else _("(no longer in the library)")
    return f"{item.ref:<8} {', '.join(part for part in parts if part)}: {title}"


def _summary_document(item: ItemSummary, library: Library) -> dict[str, Any]:
    record = library.get(item.ref)
    return {
        "ref": item.ref,
        "title": title_of(record) if record else None,
        "packs": item.packs,
        "finals": item.finals,
        "won": item.won,
        "lost": item.lost,
        "last": item.last,
        "best": item.best,
    }


def debrief_pack(given: Namespace, today: date, job: JobControl) -> Outcome:
    """Score against weight, where marks were lost, and how the evidence did here and elsewhere."""
    pack = load_pack(given.pack)
    workspace = open_workspace(given.pack)
    ledger = read_ledger(workspace.ledger).ledger
    found = debrief(pack, ledger, all_uses(ledger, open_library(workspace.library, today, job).usage))
    report = debrief_report(found, pack, today)
    lines = [pack.title, ""]
    for item in found.answers:
        lost = "" if item.lost is None else _("{n:.1f} lost").format(n=item.lost)
        lines.append(f"{item.number:<6} {percent(item.share):>6}  {lost:<12} {item.words}".rstrip())
    lines += [
        f"{item.ref:<8} {percent(item.here):>6}  "
        + _("elsewhere {share} in {n}").format(share=percent(item.others) or "–", n=item.packs)
        for item in found.items
    ]
    if given.out is not None:
        write_report(given.out, report, workspace)
        lines.append(_("Written to {name}.").format(name=given.out.name))
    return Outcome(
        DONE, lines,
        {"pack": given.pack.name, "answers": [asdict(item) | {"share": item.share, "lost": item.lost}
                                              for item in found.answers],
         "items": [asdict(item) for item in found.items]},
    )  # fmt: skip
