"""`story score`, `words check` and `pack panel`: would a neighbour know, is it fairly said, who has read it."""

from argparse import Namespace
from datetime import date
from pathlib import Path

from alongside.checks.fair_words import SUBJECTS, by_subject, read_house, unfair_as_typed
from alongside.checks.neighbour import Grade
from alongside.checks.recognised import Recognised, of_story, stated_lower
from alongside.commands.outcome import BLOCKED, DONE, Outcome, day_in_words
from alongside.commands.upkeep import place_of
from alongside.errors import AlongsideError
from alongside.i18n import _, ngettext
from alongside.job_control import JobControl
from alongside.library.records import Story
from alongside.library.workbook import read_rows
from alongside.packs.pack import PanelReview, changed, load_pack, save_pack
from alongside.render.said import UnreadableError, said_in


def score_stories(given: Namespace, today: date, job: JobControl) -> Outcome:
    """Each story's score with every sign and its remedy; exit code 1 where one is not fit for a final pack."""
    library = read_rows(given.workbook, job)
    stories = library.stories
    if given.ref:
        record = library.get(given.ref)
        if not isinstance(record, Story):
            raise AlongsideError(
                _("The library has no story {ref}.").format(ref=given.ref), where=library.name,
                remedy=_("Look whether the id is right."),
            )  # fmt: skip
        stories = (record,)
    found = [of_story(story, library, today) for story in stories]
    lines = [line for item in found for line in _lines(item)] or [_("There are no stories.")]
    document = {
        "workbook": library.name,
        "today": today,
        "stories": [
            {
                "ref": item.ref, "grade": item.grade.value, "points": item.points, "tested": item.tested,
                "stated": item.stated_risk,
                "signs": [
                    {"kind": sign.kind, "points": sign.points, "what": sign.what, "remedy": sign.remedy}
                    for sign in item.signs
                ],
            }
            for item in found
        ],
    }  # fmt: skip
    return Outcome(BLOCKED if any(_stops(item) for item in found) else DONE, lines, document)


def _stops(item: Recognised) -> bool:
    return item.grade is Grade.HIGH or (item.grade is Grade.MEDIUM and not item.tested)


def _lines(item: Recognised) -> list[str]:
    lines = [item.sentence()]
    for sign in item.signs:
        lines += [f"    {sign.what}", f"        {sign.remedy}"]
    if item.grade is Grade.HIGH:
        lines.append("    " + _("It stays out of a final pack."))
    elif item.grade is Grade.MEDIUM:
        lines.append(
            "    "
            + (
                _("A second person tried: the {role}.").format(role=item.tested_by)
                if item.tested
                else _("It stays out of a final pack until a second person has tried to find out who it is.")
            )
        )
    if stated_lower(item):
        lines.append("    " + _("The library states a lower risk."))
    return lines


def check_text(given: Namespace, _today: date, _job: JobControl) -> Outcome:
    """Unfair words of a text, or of a file of any kind that can be read, with why and what to write instead."""
    path = Path(given.text)
    rules = read_house(place_of(given.library).folder if given.library else Path())
    texts = _texts(path) if _is_file(path) else [given.text]
    hits = [hit for text in texts for hit in unfair_as_typed(text, rules.rules)]
    lines = []
    for hit in hits:
        lines += [f"“{hit.found}”  {hit.rule.why}", f"    {hit.rule.better}"]
        if hit.instead:
            lines.append("    " + _("Such as “{words}”.").format(words=hit.instead))
    lines += [f"{SUBJECTS[subject]}: {n}" for subject, n in by_subject(hits).items()]
    lines.append(
        ngettext("{n} word to look at.", "{n} words to look at.", len(hits)).format(n=len(hits))
        if hits
        else _("Nothing to report.")
    )
    document = {
        "hits": [
            {
                "rule": hit.rule.id, "subject": hit.rule.subject, "level": hit.rule.level, "found": hit.found,
                "why": hit.rule.why, "better": hit.rule.better, "instead": hit.instead,
            }
            for hit in hits
        ],
        "subjects": by_subject(hits),
    }  # fmt: skip
    return Outcome(DONE, [*(item.message for item in rules.findings), *lines], document)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a text too long for a name
        return False


def _texts(path: Path) -> list[str]:
    try:
        return [text for _part, text in said_in(path.read_bytes(), path.name)]
    except UnreadableError as error:
        raise AlongsideError(f"{error}.", where=path.name, remedy=_("Save it as .docx or .txt.")) from error


def record_panel(given: Namespace, today: date, _job: JobControl) -> Outcome:
    """Keep with the pack that people who draw on support have read it; without --who, tell who has."""
    path: Path = given.pack
    pack = load_pack(path)
    if given.who:
        review = PanelReview(
            who=given.who, on=given.on or today, supported=given.supported, changed=given.changed,
            paid={"yes": True, "no": False}.get(given.paid or ""), printed=given.printed,
        )  # fmt: skip
        pack = changed(pack, panels=(*pack.panels, review), updated_on=today)
        save_pack(pack, path)
    lines = []
    for panel in pack.panels:
        lines.append(_("{who} read it on {day}.").format(who=panel.who, day=day_in_words(panel.on)))
        if panel.supported:
            lines.append("    " + _("Supported by: {how}").format(how=panel.supported))
        lines.append("    " + _("Changed: {what}").format(what=panel.changed or _("nothing")))
    document = {
        "pack": path.name,
        "panels": [
            {
                "who": panel.who, "on": panel.on, "supported": panel.supported, "changed": panel.changed,
                "paid": panel.paid, "printed": panel.printed,
            }
            for panel in pack.panels
        ],
    }  # fmt: skip
    return Outcome(DONE, lines or [_("No panel has read it yet.")], document)
