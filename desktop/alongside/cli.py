"""The command line: what was typed goes to a command, what it hands back goes to the screen. Never a traceback."""

import argparse
import contextlib
import errno
import importlib
import io
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.job_control import Cancelled, JobControl, Progress

if TYPE_CHECKING:
    from alongside.commands.outcome import Outcome

DONE, REFUSED = 0, 2
YEARS = range(2000, 2200)  # of the day that is taken for today: reviews and ages are counted from it both ways
MOST = 1_000_000  # of anything counted; whoever types more means all
_STEERING = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0x202E), "\N{REPLACEMENT CHARACTER}") | {0x0A: " "}
PDF_MAKERS = ("embedded", "libreoffice", "word")  # render.pdf_makers.PdfMaker; named here so that --help loads nothing
SEARCHES = ("words", "meaning", "both")  # library.search.By; named here for the same reason
TOLD_FORMATS = (  # library.records.FORMATS, likewise
    "easy_read", "audio", "video", "symbols", "bsl", "translated", "talking_mats", "large_print", "none",
)  # fmt: skip
EASY_READ_RULES = ("strict", "gov.uk", "dh", "standard")  # packs.easy_read.ProfileName, likewise
COMMANDS = (
    "demo", "library", "template", "pack", "coverage", "consistency", "restrictions", "figures", "questions", "names",
    "story", "person", "words", "workspace", "easy-read", "self-test",
)  # fmt: skip


class WrongUseError(Exception):
    """What was typed cannot be understood; says so in one sentence."""


def main(argv: Sequence[str] | None = None) -> int:
    """Do what was typed and return the exit code: 0 done, 1 done and something blocks, 2 not done."""
    typed = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    try:
        return _run(typed)
    except SystemExit as done:  # argparse has printed its help
        return int(done.code or DONE)
    except (WrongUseError, AlongsideError) as error:
        return _refuse(error.sentence() if isinstance(error, AlongsideError) else str(error), typed)
    except (KeyboardInterrupt, Cancelled):
        return _refuse(_("Stopped."), typed)
    except OSError as error:  # a full disk, a folder that may not be written: no fault of the program
        named = f" ({Path(str(error.filename)).name})" if error.filename else ""
        return _refuse(_("The computer refuses: {why}.").format(why=f"{error.strerror or error}{named}"), typed)
    except Exception as error:  # noqa: BLE001 - the one edge that catches all
        return _refuse(_fault_sentence(error), typed)


def _run(typed: list[str]) -> int:
    # A plain --pdf takes no word after it: that is a pack.
    given = parser_for(typed).parse_args([f"--pdf={PDF_MAKERS[0]}" if word == "--pdf" else word for word in typed])
    today = given.today or date.today()  # noqa: DTZ011 - the day on the user's own calendar
    if given.run == "window":
        return _window([str(_existing(path)) for path in given.paths], today)
    given.at = datetime.now().replace(microsecond=0)  # noqa: DTZ005 - the clock on the user's wall
    if given.run == "self-test":
        return int(_app().self_test(today))
    module, _colon, name = given.run.partition(":")
    command: Callable[[argparse.Namespace, date, JobControl], Outcome] = getattr(
        importlib.import_module(f"alongside.commands.{module}"), name
    )
    outcome = _with_progress(lambda job: command(given, today, job))
    for fault in outcome.faults:
        _log(fault)
    if given.json:
        _write_document(outcome.document)
    else:
        _write(sys.stdout, "".join(f"{_harmless(line)}\n" for line in outcome.lines))
    if outcome.complaint:
        _write(sys.stderr, f"{_harmless(' '.join(outcome.complaint.split()))}\n")
    return outcome.code


# --- what may be typed ------------------------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise WrongUseError(
            _("This cannot be understood: {message}; “{command} --help” tells what can be typed.").format(
                message=message.rstrip("."), command=self.prog
            )
        )


def parser_for(typed: Sequence[str]) -> argparse.ArgumentParser:
    """The window's parser where a workspace, a pack or nothing is named; else that of the commands."""
    if typed and (typed[0] in COMMANDS or typed[0] in {"-h", "--help", "--version"}):
        return _command_parser()
    parser = _Parser(prog="alongside", allow_abbrev=False)
    parser.add_argument("paths", nargs="?", type=lambda text: [Path(text)], default=[])
    _add_day(parser)
    parser.set_defaults(run="window")
    return parser


def _command_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="alongside",
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description=_("From what a care provider knows to Word documents that show people share in decisions."),
        epilog=_(
            "Without a command the window opens: alongside [WORKSPACE|PACK] [--today DATE]\n"
            "Exit codes: 0 done, 1 done and something blocks a final pack, 2 not done."
        ),
    )
    parser.add_argument("--version", action="version", version=f"Alongside {_version()}")
    commands = parser.add_subparsers(title=_("commands"), metavar="COMMAND", required=True)

    demo = _add(commands, "demo", _("copy the sample workspace and build its two packs"), "demo:demo")
    demo.add_argument("--out", required=True, type=Path, metavar="DIR", help=_("a new folder"))

    library = _group(commands, "library", _("look into a content library"))
    checked = _add(library, "check", _("list all that is wrong with a workbook"), "libraries:check")
    checked.add_argument("workbook", type=Path, metavar="WORKBOOK")
    _add(
        library,
        "clear-cache",
        _("take away what is kept of large libraries to open them sooner"),
        "libraries:clear_cache",
    )
    searched = _add(library, "search", _("find records by words and by meaning"), "searching:search")
    searched.add_argument("workbook", type=Path, metavar="WORKBOOK")
    searched.add_argument("words", nargs="*", metavar="WORDS")
    searched.add_argument("--limit", type=_positive, default=20, metavar="N", help=_("how many at most (20)"))
    searched.add_argument("--sheet", metavar="S", help=_("only in this sheet"))
    searched.add_argument(
        "--by", choices=SEARCHES, help=_("how; both where the model for searching by meaning is installed")
    )
    searched.add_argument("--filter", action="append", default=[], metavar="NAME=VALUE",
                          help=_("only such rows, as kind=audit or freshness=overdue; may be repeated"))  # fmt: skip
    searched.add_argument("--framework", metavar="ID", help=_("the version whose items framework_items= names"))
    searched.add_argument("--facets", action="store_true", help=_("count what else could be filtered by"))
    searched.add_argument("--saved", metavar="NAME", help=_("a search that was saved in the workspace"))

    _add_editing(library)
    _add_upkeep(library)

    _add_uses_and_copy(library)
    _add_convert(library)

    _add_template(commands)

    pack = _group(commands, "pack", _("check, build and verify packs"))
    _add_checking(pack)
    built = _add(pack, "build", _("write a pack's Word documents"), "packs:build")
    built.add_argument("packs", nargs="+", type=Path, metavar="PACK")
    built.add_argument("--out", required=True, type=Path, metavar="DIR", help=_("where the packs' folders go"))
    built.add_argument("--final", action="store_true", help=_("without the draft mark; refused where something blocks"))
    built.add_argument(
        "--pdf",
        choices=PDF_MAKERS,
        default="",
        metavar="MAKER",
        help=_("a PDF beside each Word document; --pdf=libreoffice or --pdf=word for another maker than our own"),
    )
    which = built.add_mutually_exclusive_group()
    which.add_argument(
        "--service",
        action="append",
        dest="services",
        metavar="ID",
        help=_("for this service instead of the pack's own; may be repeated"),
    )
    which.add_argument("--every-service", action="store_true", help=_("for each service of the library"))
    built.add_argument(
        "--jobs", type=_positive, default=1, metavar="N", help=_("how many processes share the work (1)")
    )
    verified = _add(pack, "verify", _("tell whether a built pack is as it was written"), "packs:verify")
    verified.add_argument("path", type=Path, metavar="DIR|ZIP")
    verified.add_argument(
        "--pack", type=Path, metavar="PACK", help=_("the pack it was built from, where it is not in the same workspace")
    )

    _add_outcome(pack)
    _add_composing(pack)
    _add_suggesting(pack)
    _add_sending(pack)
    _add_privacy(commands, pack)
    _add_leaving(commands)
    _add_workspace(commands)

    _add_inspecting(commands)
    _add_questions(commands)
    _add(commands, "self-test", _("open the window, build a pack, and close again"), "self-test", reports=False)
    return parser


def _add_template(commands: Any) -> None:
    template = _group(commands, "template", _("look into a Word template"))
    tested = _add(template, "check", _("find what would go wrong when it is filled"), "templates:check")
    tested.add_argument("template", type=Path, metavar="TEMPLATE")
    tested.add_argument("--recipe", metavar="R", help=_("the kind of pack it is for, such as tender_response"))


def _add_privacy(commands: Any, pack: Any) -> None:
    scanned = _add(pack, "scan", _("look through finished files for what tells who somebody is"), "privacy:scan")
    scanned.add_argument("path", type=Path, metavar="FILE|DIR")
    names = _group(commands, "names", _("keep a private list of names that no document may hold"))
    added = _add(names, "add", _("add the names of a file to the list, as hashes that tell no name"), "privacy:add")
    added.add_argument("file", type=Path, metavar="FILE", help=_("one name a line, or a .csv or .xlsx with headings"))
    checked = _add(names, "check", _("look through files for the names of the list alone"), "privacy:check")
    checked.add_argument("path", type=Path, metavar="FILE|DIR")
    _add(names, "forget", _("take the list away, and the key that it was made with"), "privacy:forget")


def _add_leaving(commands: Any) -> None:
    story = _group(commands, "story", _("take a story back, or erase it"))
    stopped = _("stop using a story, list where it went, draft the letters")
    back = _add(story, "withdraw", stopped, "leaving:withdraw_story")
    gone = _add(story, "erase", _("erase a story from everything"), "leaving:erase_story")
    _add_easy_read(commands)
    told_of = _add(story, "score", _("say whether a neighbour would know who it is"), "people:score_stories")
    told_of.add_argument("workbook", type=Path, metavar="WORKBOOK")
    told_of.add_argument("ref", nargs="?", default="", metavar="REF", help=_("one story; else all"))
    words = _group(commands, "words", _("look for words that put people down"))
    fair = _add(words, "check", _("list unfair words of a text or a file, and what to write"), "people:check_text")
    fair.add_argument("text", metavar="FILE|TEXT")
    fair.add_argument("--library", type=Path, metavar="WORKBOOK", help=_("hold its house's own rules as well"))
    person = _group(commands, "person", _("hand over or erase what is kept of a person"))
    told = _add(person, "export", _("write down everything about a person's code"), "leaving:export_person")
    all_gone = _add(person, "erase", _("erase all that names a person's code"), "leaving:erase_person")
    for parser in (back, gone, told, all_gone):
        parser.add_argument("workbook", type=Path, metavar="WORKBOOK")
    for parser in (back, gone):
        parser.add_argument("ref", metavar="REF", help=_("the story's id, such as ST-01"))
    for parser in (told, all_gone):
        parser.add_argument("code", metavar="CODE", help=_("as in the column person_ref, such as P-OAK-07"))
    back.add_argument("--out", type=Path, metavar="DIR", help=_("where the letters go, else beside the built packs"))
    told.add_argument("--out", required=True, type=Path, metavar="FILE", help=_("an .xlsx or .docx"))
    for parser in (gone, all_gone):
        parser.add_argument("--yes", action="store_true", help=_("really: it cannot be undone"))
        parser.add_argument("--delete", action="store_true", help=_("delete built folders and attached files too"))


def _add_workspace(commands: Any) -> None:
    workspace = _group(commands, "workspace", _("keep a workspace safe on this computer"))
    locked = _add(workspace, "lock", _("put it into one encrypted file"), "locking:lock_workspace")
    opened = _add(workspace, "unlock", _("put a locked workspace back"), "locking:unlock_workspace")
    cleared = _add(workspace, "clear-temporary", _("take away what ended runs left"), "locking:clear_leftovers")
    cleared.add_argument("workspace", nargs="?", type=Path, metavar="WORKSPACE")
    assessed = _add(
        workspace, "dpia", _("write a half-filled data protection impact assessment"), "locking:write_assessment"
    )
    assessed.add_argument("workspace", type=Path, metavar="WORKSPACE")
    assessed.add_argument("--out", required=True, type=Path, metavar="FILE", help=_("a .docx"))
    listed = _add(workspace, "exports", _("list what was exported, by whom and when"), "locking:show_exports")
    listed.add_argument("workspace", type=Path, metavar="WORKSPACE")
    for parser in (locked, opened):
        parser.add_argument("workspace", type=Path, metavar="WORKSPACE")
        parser.add_argument("--password-file", type=Path, metavar="FILE", help=_("its first line is the password"))
    opened.add_argument(
        "--rescue", type=Path, metavar="DIR", help=_("of a damaged one: what is whole, into a new folder")
    )


def _add_easy_read(commands: Any) -> None:
    easy = _group(commands, "easy-read", _("give a person their own copy of their story"))
    made = _add(easy, "make", _("write the Easy Read copy of a story as a Word document"), "easy_read:make")
    told = _add(easy, "answer", _("record what the person said to it in the library"), "easy_read:answer")
    for parser in (made, told):
        parser.add_argument("workbook", type=Path, metavar="WORKBOOK")
        parser.add_argument("story", metavar="STORY", help=_("its id, such as ST-01"))
    made.add_argument("--out", required=True, type=Path, metavar="FILE", help=_("a .docx"))
    made.add_argument("--final", action="store_true", help=_("without the mark of a first copy, if nothing blocks it"))
    made.add_argument("--again", action="store_true", help=_("draft it anew, and let go of the edited copy"))
    told.add_argument("said", choices=("agree", "change", "no"), help=_("what the person said"))
    told.add_argument("--on", type=_day, metavar="DATE", help=_("the day they said it (today)"))
    told.add_argument("--format", action="append", default=[], choices=TOLD_FORMATS, help=_("how it was shown to them"))
    told.add_argument("--supporter", default="", metavar="ROLE", help=_("who helped them to answer, by role"))
    told.add_argument("--although-open", action="store_true", help=_("write past a mark that a crash left behind"))
    checked = _add(easy, "check", _("hold a copy or a finished Word file to the Easy Read rules"), "easy_read:check")
    checked.add_argument("file", type=Path, metavar="FILE", help=_("an .easyread.json or a .docx"))
    checked.add_argument("--profile", choices=EASY_READ_RULES, help=_("whose rules (strict, or as the copy says)"))


def _add_composing(pack: Any) -> None:
    shown = _add(pack, "picture", _("put a picture at the end of an answer"), "composing:picture")
    shown.add_argument("pack", type=Path, metavar="PACK")
    shown.add_argument("question", metavar="QUESTION", help=_("its number, as in Q03"))
    shown.add_argument("picture", type=Path, metavar="PICTURE", help=_("a PNG or JPEG file, which is copied"))
    shown.add_argument("--alternative", default="", metavar="TEXT", help=_("what it shows, for who cannot see it"))
    shown.add_argument("--caption", default="", metavar="TEXT", help=_("printed below it, with a number"))
    shown.add_argument("--width", choices=("full", "half", "third"), default="full", help=_("of the page (full)"))
    panel = _add(pack, "panel", _("record that people who draw on support have read it"), "people:record_panel")
    panel.add_argument("pack", type=Path, metavar="PACK")
    panel.add_argument("--who", default="", metavar="TEXT", help=_("by role, never by name; without it: who has"))
    panel.add_argument("--supported", default="", metavar="TEXT", help=_("how they were helped to read it"))
    panel.add_argument("--changed", default="", metavar="TEXT", help=_("what they had changed"))
    panel.add_argument("--on", type=_day, metavar="DATE", help=_("the day; else today"))
    panel.add_argument("--paid", choices=("yes", "no"), help=_("whether they were paid"))
    panel.add_argument("--printed", action="store_true", help=_("they wish it to be told in the documents"))
    sources = _add(pack, "references", _("choose how a pack shows its sources"), "composing:references")
    sources.add_argument("pack", type=Path, metavar="PACK")
    sources.add_argument("shown", choices=("index", "brackets", "endnotes", "footnotes"))


def _add_suggesting(pack: Any) -> None:
    offered = _add(pack, "suggest", _("say what could answer each question, and why"), "suggesting:show_suggestions")
    offered.add_argument("pack", type=Path, metavar="PACK")
    offered.add_argument("--question", default="", metavar="N", help=_("only this one, by its number, as in Q03"))
    offered.add_argument("--limit", type=_positive, default=5, metavar="N", help=_("how many of each at most (5)"))
    fitted = _add(pack, "fit", _("choose blocks and lengths that fit the limits best"), "fitting:fit")
    fitted.add_argument("pack", type=Path, metavar="PACK")
    fitted.add_argument("--question", default="", metavar="N", help=_("only this one; else all, each story once"))
    fitted.add_argument("--write", action="store_true", help=_("change the pack; else only tell"))


def _add_sending(pack: Any) -> None:
    traced = _add(pack, "trace", _("lead each claim back to its row of the library"), "proving:show_trace")
    traced.add_argument("pack", type=Path, metavar="PACK")
    traced.add_argument("--out", type=Path, metavar="FILE", help=_("write it to this .xlsx or .docx"))
    looked = _add(pack, "debrief", _("score against weight, and what the evidence did"), "ledger:debrief_pack")
    looked.add_argument("pack", type=Path, metavar="PACK")
    looked.add_argument("--out", type=Path, metavar="FILE", help=_("write it to this .xlsx or .docx"))
    changes = _add(pack, "redline", _("tell what changed between two versions"), "redlining:show_redline")
    changes.add_argument("before", type=Path, metavar="A", help=_("a pack, a built folder or a Word document"))
    changes.add_argument("after", type=Path, metavar="B")
    changes.add_argument("--out", type=Path, metavar="FILE", help=_("a .docx with tracked changes"))
    listed = _add(pack, "checklist", _("hold the finished files to the buyer's rules"), "proving:show_checklist")
    sent = _add(pack, "submit", _("gather, name and check all that is sent to the buyer"), "proving:send")
    for parser in (listed, sent):
        parser.add_argument("pack", type=Path, metavar="PACK")
        parser.add_argument(
            "--tick", action="append", dest="ticked", default=[], metavar="RULE",
            help=_("somebody has looked, and this rule is kept; may be repeated"),
        )  # fmt: skip
        parser.add_argument(
            "--with", action="append", dest="also", type=Path, default=[], metavar="FILE",
            help=_("a file that goes along; may be repeated"),
        )  # fmt: skip
    sent.add_argument("--out", required=True, type=Path, metavar="ZIP|DIR", help=_("a .zip, or a new folder"))
    sent.add_argument("--draft", action="store_true", help=_("marked as a draft, whatever is not met yet"))
    boxed = _add(pack, "pir", _("the text boxes of a provider information return, 500 words each"), "narrating:pir")
    boxed.add_argument("pack", type=Path, metavar="PACK")
    boxed.add_argument("--out", required=True, type=Path, metavar="DIR", help=_("where the Word and text files go"))
    planned = _add(pack, "actions", _("actions overdue, open and done, and what they changed"), "narrating:actions")
    planned.add_argument("pack", type=Path, metavar="PACK")
    planned.add_argument("--out", type=Path, metavar="FILE", help=_("write it to this .xlsx or .docx"))


def _add_checking(pack: Any) -> None:
    weighed = _add(pack, "check", _("list what blocks a pack, count its words, show what it covers"), "packs:check")
    weighed.add_argument("pack", type=Path, metavar="PACK")
    weighed.add_argument(
        "--pages",
        choices=(*PDF_MAKERS, "none"),
        default="embedded",
        metavar="MAKER",
        help=_("who counts the pages of the documents: embedded (an estimate), libreoffice, word, or none"),
    )


def _add_editing(library: Any) -> None:
    changed = _add(library, "edit", _("change fields of one record in the workbook"), "editing:edit")
    added = _add(library, "add", _("add a record to a sheet of the workbook"), "editing:add")
    retired = _add(library, "retire", _("keep a record and use it no more"), "editing:retire")
    waiting = _add(library, "pending", _("list, try again or settle changes that wait or clash"), "editing:pending")
    undone = _add(library, "undo", _("take back the last change that Alongside wrote"), "editing:undo")
    for parser in (changed, added, retired, waiting, undone):
        parser.add_argument("workbook", type=Path, metavar="WORKBOOK")
    changed.add_argument("ref", metavar="REF", help=_("the record's id, such as EV-014"))
    added.add_argument("sheet", metavar="SHEET", help=_("such as evidence"))
    for parser in (changed, added):
        parser.add_argument(
            "fields", nargs="+", metavar="FIELD=VALUE", help=_("a heading and what goes there; lists parted by “;”")
        )
    retired.add_argument("ref", metavar="REF", help=_("the record's id, such as EV-014"))
    for parser in (changed, added, retired, waiting):
        parser.add_argument(
            "--although-open",
            action="store_true",
            help=_("write past a mark that a program has it open: for one that a crash left behind"),
        )
    which = waiting.add_mutually_exclusive_group()
    which.add_argument("--apply", action="store_true", help=_("try to write what waits"))
    which.add_argument("--discard", metavar="CHANGE", help=_("let go of one change"))
    which.add_argument(
        "--mine", metavar="CHANGE", help=_("where both changed the same cell: write mine; “all” for every such change")
    )
    which.add_argument(
        "--theirs",
        metavar="CHANGE",
        help=_("where both changed the same cell: keep theirs; “all” for every such change"),
    )
    undone.add_argument("change", nargs="?", metavar="CHANGE", help=_("another one than the last"))


def _add_remap(library: Any) -> None:
    there = _add(library, "nations", _("tell the law, rules and words that hold for the services"), "nations:nations")
    there.add_argument("workbook", type=Path, metavar="WORKBOOK")
    there.add_argument("--service", metavar="ID", help=_("one service; else all"))
    there.add_argument("--out", type=Path, metavar="FILE", help=_("write it to this .xlsx or .docx"))
    mapped = _add(
        library, "remap", _("tag a library for another version of its framework"), "remapping:remap_library"
    )  # fmt: skip
    mapped.add_argument("workbook", type=Path, metavar="WORKBOOK")
    mapped.add_argument(
        "--from", required=True, dest="old", metavar="ID", help=_("the version its rows are tagged for")
    )
    mapped.add_argument("--to", required=True, dest="new", metavar="ID", help=_("the version they get tags of too"))
    mapped.add_argument("--take", action="append", default=[], metavar="OLD=NEW", help=_("a decision; may be repeated"))
    mapped.add_argument("--write", action="store_true", help=_("write it into the workbook, in one step"))
    mapped.add_argument("--although-open", action="store_true", help=_("write past a mark that a crash left behind"))


def _add_uses_and_copy(library: Any) -> None:
    _add_remap(library)
    copied = _add(library, "copy", _("copy records into another library, with where they are from"), "copying:copy")
    copied.add_argument("workbook", type=Path, metavar="WORKBOOK")
    copied.add_argument("refs", nargs="+", metavar="REF")
    copied.add_argument("--into", required=True, type=Path, metavar="WORKBOOK", help=_("the other library"))
    copied.add_argument(
        "--use",
        action="append",
        dest="uses",
        metavar="USE",
        help=_("what a story will be used for there, such as tender; without it, it arrives as not consented"),
    )

    used = _add(library, "uses", _("tell where an item went, and what came of it"), "ledger:uses")
    used.add_argument("source", type=Path, metavar="WORKSPACE|WORKBOOK")
    used.add_argument("ref", nargs="?", default="", metavar="REF", help=_("an item's id; without it, all in short"))


def _add_convert(library: Any) -> None:
    converted = _add(library, "convert", _("take in a spreadsheet, or the answers of a Word file"), "taking_in:convert")
    converted.add_argument("source", type=Path, metavar="SOURCE", help=_(".xlsx, .xls, .ods, .csv or .docx"))
    converted.add_argument("--map", type=Path, metavar="MAP", help=_("what goes where, as a TOML file"))
    converted.add_argument("--propose", type=Path, metavar="MAP", help=_("write a map to look through, nothing else"))
    converted.add_argument("--out", type=Path, metavar="WORKBOOK", help=_("a new library, or one that is there"))
    converted.add_argument(
        "--person-codes", type=Path, metavar="FILE", help=_("the list of who has which code; keep it apart")
    )
    converted.add_argument("--dry-run", action="store_true", help=_("only tell what would happen"))
    converted.add_argument("--force", action="store_true", help=_("replace a map that is there"))


def _add_outcome(pack: Any) -> None:
    came = _add(pack, "outcome", _("enter or tell what came of a pack, or of one answer"), "ledger:outcome")
    came.add_argument("pack", type=Path, metavar="PACK")
    results = came.add_mutually_exclusive_group()
    for word, summary in (
        ("won", _("the contract was won")),
        ("lost", _("it went to somebody else")),
        ("withdrawn", _("we or the buyer took it back")),
    ):
        results.add_argument(f"--{word}", dest="result", action="store_const", const=word, help=summary)
    came.add_argument("--score", type=_mark, metavar="N", help=_("the mark it got"))
    came.add_argument("--out-of", type=_mark, metavar="N", help=_("the highest mark it could get"))
    came.add_argument("--words", metavar="TEXT", help=_("what the assessor wrote"))
    came.add_argument("--question", default="", metavar="Q", help=_("of this question alone, such as Q03"))
    came.add_argument("--forget", action="store_true", help=_("take what was entered away"))


def _mark(text: str) -> float:
    try:
        mark = float(text)
    except ValueError:
        mark = -1.0
    if not 0 <= mark <= MOST:
        raise argparse.ArgumentTypeError(_("“{text}” is no mark; write it like 8 or 7.5").format(text=text))
    return mark


def _add_inspecting(commands: Any) -> None:
    covered = _add(commands, "coverage", _("show what the evidence supports of a framework"), "readiness:coverage")
    measured = _add(commands, "figures", _("work out the figures of a service and period"), "inspecting:figures")
    sides = _add(
        commands, "consistency", _("compare risk assessment, care plan, practice and the person's words"),
        "inspecting:consistency",
    )  # fmt: skip
    register = _add(
        commands, "restrictions", _("show the register of restrictions: what to act on now, what is due or missing"),
        "restrictions:restrictions",
    )  # fmt: skip
    for parser in (covered, sides, register, measured):
        parser.add_argument("workbook", type=Path, metavar="WORKBOOK")
        parser.add_argument("--service", metavar="ID", help=_("one service; else the whole provider"))
        parser.add_argument("--out", type=Path, metavar="FILE", help=_("write it to this .xlsx or .docx"))
    covered.add_argument("--framework", required=True, metavar="ID", help=_("such as CQC-SAF-2023"))
    covered.add_argument("--since", type=_day, metavar="DATE", help=_("what moved since that day"))
    covered.add_argument("--compare", action="store_true", help=_("all services side by side"))
    covered.add_argument("--actions", action="store_true", help=_("turn gaps into actions with owner and due day"))
    covered.add_argument("--owner", metavar="ROLE", help=_("who owns these actions; else who owns the evidence"))
    covered.add_argument("--due", type=_day, metavar="DATE", help=_("when they are due; else in four or eight weeks"))
    covered.add_argument("--write", action="store_true", help=_("write the actions into the workbook"))
    covered.add_argument("--although-open", action="store_true", help=_("write past a mark that a crash left behind"))
    covered.add_argument("--walk-round", type=Path, metavar="FILE", help=_("write a sheet to walk round with, a .docx"))
    measured.add_argument("--from", required=True, dest="first", type=_day, metavar="DATE", help=_("its first day"))
    measured.add_argument("--to", required=True, dest="last", type=_day, metavar="DATE", help=_("its last day"))


def _add_questions(commands: Any) -> None:
    questions = _group(commands, "questions", _("look into a buyer's file"))
    read = _add(questions, "read", _("list what a buyer's file asks, with limits and weights"), "asking:read")
    read.add_argument("file", type=Path, metavar="FILE", help=_(".docx, .docm, .xlsx, .xlsm, .ods or .pdf"))
    read.add_argument("--to", type=Path, metavar="PACK", help=_("make a tender pack of it: a new .pack.json"))
    read.add_argument("--buyer", default="", metavar="NAME", help=_("who asks, where the file does not say"))
    read.add_argument("--title", default="", metavar="TITLE", help=_("what the pack is called"))
    against = _("what a newer file of the buyer changes in a pack")
    compared = _add(questions, "compare", against, "tendering:compare_with")
    compared.add_argument("file", type=Path, metavar="FILE")
    compared.add_argument("--pack", type=Path, required=True, metavar="PACK")
    compared.add_argument("--take", action="store_true", help=_("take all of it over; answers stay"))
    listed = _add(questions, "matrix", _("the compliance matrix of a pack"), "tendering:show_matrix")
    listed.add_argument("pack", type=Path, metavar="PACK")
    listed.add_argument("--out", type=Path, metavar="FILE", help=_("write it to this .xlsx or .docx"))
    answer = _add(questions, "answer", _("write a pack's answers into the buyer's own file"), "answering:answer")
    answer.add_argument("pack", type=Path, metavar="PACK")
    answer.add_argument("--source", type=Path, metavar="FILE", help=_("the buyer's file, which is only read"))
    answer.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("the answered copy"))
    answer.add_argument("--final", action="store_true", help=_("without the mark of a draft, if nothing blocks it"))
    answer.add_argument("--portal", action="store_true", help=_("plain text to paste, each answer with its count"))
    answer.add_argument(
        "--unprotected", action="store_true", help=_("write a copy without the password that the file has")
    )
    for parser in (read, compared, answer):
        parser.add_argument(
            "--password-file", type=Path, metavar="FILE", help=_("holds the password of the buyer's file")
        )


def _add_upkeep(library: Any) -> None:
    looked = _add(library, "health", _("what is fresh, thin, doubled, disagreeing or unused"), "upkeep:health")
    awaited = _add(library, "due", _("what somebody must look at again this month"), "upkeep:due")
    holds = _add(library, "still-true", _("mark records as checked, still true"), "upkeep:still_true")
    told = _add(library, "history", _("how a record's texts have changed"), "upkeep:history")
    for parser in (looked, awaited, holds, told):
        parser.add_argument("workbook", type=Path, metavar="WORKBOOK")
    looked.add_argument("--framework", metavar="ID", help=_("show what supports each of its items"))
    looked.add_argument("--out", type=Path, metavar="FILE", help=_("write the report to this .xlsx or .docx"))
    awaited.add_argument("--owner", metavar="ROLE", help=_("only what this role keeps"))
    awaited.add_argument("--by", type=_day, metavar="DATE", help=_("up to this day (the end of the month)"))
    holds.add_argument("refs", nargs="+", metavar="REF", help=_("the records' ids, such as EV-014"))
    holds.add_argument(
        "--months", type=_positive, default=12, metavar="N", help=_("until they are looked at again (12)")
    )
    told.add_argument("ref", metavar="REF", help=_("the record's id, such as EV-014"))


def _group(commands: Any, name: str, summary: str) -> Any:
    parser = commands.add_parser(name, help=summary, description=_sentence(summary), allow_abbrev=False)
    return parser.add_subparsers(title=_("commands"), metavar="COMMAND", required=True)


def _add(commands: Any, name: str, summary: str, run: str, *, reports: bool = True) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=_sentence(summary), allow_abbrev=False
    )
    if reports:
        parser.add_argument("--json", action="store_true", help=_("one JSON document instead of words"))
    _add_day(parser)
    parser.set_defaults(run=run, json=False) if not reports else parser.set_defaults(run=run)
    return parser


def _add_day(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--today", type=_day, metavar="DATE", help=_("take this day for today, such as 2026-11-24"))


def _sentence(summary: str) -> str:
    return f"{summary[0].upper()}{summary[1:]}."


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("“{text}” is no date; write it like 2026-11-24").format(text=text)) from None
    if day.year not in YEARS:
        said = _("“{text}” is too far away; choose a day from {first} to {last}")
        raise argparse.ArgumentTypeError(said.format(text=text, first=YEARS[0], last=YEARS[-1]))
    return day


def _positive(text: str) -> int:
    if text.isascii() and text.isdigit() and text.strip("0"):
        digits = text.lstrip("0")
        return int(digits) if len(digits) < len(str(MOST)) else MOST
    raise argparse.ArgumentTypeError(_("“{text}” is no whole number above 0").format(text=text))


def _existing(path: Path) -> Path:
    if not path.exists() and not path.with_name(f"{path.name}.locked").is_file():  # a locked one: the window says so
        raise WrongUseError(
            _(
                "There is no command, workspace or pack called “{name}”; “alongside --help” tells what can be typed."
            ).format(name=path.name or path)
        )
    return path


# --- what is heard back ------------------------------------------------------------------------------------------


def _speak_utf8(stream: TextIO | None) -> None:
    """Output sent to a file or another program is UTF-8 on Windows too; a sign the console lacks is no error."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="replace")


def _write(stream: TextIO | None, text: str) -> None:
    """Write all of it, or nothing more once nobody reads: the work is done, and its exit code stands."""
    if stream is None:  # started without a console
        return
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        with contextlib.suppress(OSError, ValueError):  # a stream of a test or an editor may have no file
            # What is still buffered would raise again when Python closes the stream.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        gone = isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL)
        if not gone:
            raise


def _harmless(text: str) -> str:
    """The text without signs that steer a console: a cell or a file name may hold anything."""
    return text.translate(_STEERING)


def _write_document(document: object) -> None:
    import msgspec  # noqa: PLC0415 - not needed for --help

    text = msgspec.json.format(msgspec.json.encode(document), indent=2).decode()
    _write(sys.stdout, f"{text}\n")


def _refuse(sentence: str, typed: Sequence[str]) -> int:
    """Say why nothing was done: a sentence for a person, and for a program that asked for one a document too."""
    line = _harmless(" ".join(sentence.split()))
    _write(sys.stderr, f"{line}\n")
    if "--json" in typed:
        _write_document({"error": line})
    return REFUSED


def _with_progress(work: "Callable[[JobControl], Outcome]") -> "Outcome":
    """Do the work; someone who watches a console sees how far it is, in one line that goes away."""
    watched = sys.stderr if sys.stderr is not None and sys.stderr.isatty() else None
    if watched is None:
        return work(JobControl())

    def report(progress: Progress) -> None:
        share = f"{progress.done}/{progress.total} " if progress.total else ""
        _write(watched, f"\r\x1b[K{share}{progress.what}")

    try:
        return work(JobControl(report))
    finally:
        _write(watched, "\r\x1b[K")


def _log(fault: "Exception | Sequence[str]") -> Path | None:
    from alongside.fault_log import keep_fault  # noqa: PLC0415 - not needed unless something is wrong

    return keep_fault(fault, datetime.now().astimezone())


def _fault_sentence(error: Exception) -> str:
    log = _log(error)
    if log is None:
        return _("This is a fault in Alongside ({kind}), and nothing was done.").format(kind=type(error).__name__)
    return _("This is a fault in Alongside, and nothing was done; {log} says where it happened.").format(log=log)


def _version() -> str:
    from alongside import __version__  # noqa: PLC0415 - looking up a version reads the disk

    return __version__


def _window(paths: list[str], today: date) -> int:
    """Open the window. Its library is read elsewhere meanwhile; which one that is, `app.first_workspace` decides."""
    from alongside.ahead import begin  # noqa: PLC0415 - for the window alone
    from alongside.settings import load_settings, settings_file  # noqa: PLC0415
    from alongside.workspace import Workspace, open_workspace  # noqa: PLC0415

    try:
        kept = load_settings(settings_file()).workspace
        workspace = open_workspace(Path(paths[0]).resolve()) if paths else Workspace(Path(kept)) if kept else None
    except AlongsideError:
        workspace = None  # the window says what is the matter
    ahead = begin(workspace.library) if workspace is not None and workspace.library.is_file() else None
    try:
        return int(_app().run(paths, today, ahead))
    finally:
        if ahead is not None:
            ahead.close()


def _app() -> Any:
    return importlib.import_module("alongside.app")
