"""Who makes the PDFs, and what each PDF has whoever made it."""

import base64
import json
import os
import stat
import sys
import threading
import time
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from pypdf import PdfReader, PdfWriter
from pypdf.generic import Destination

from alongside.errors import AlongsideError
from alongside.job_control import Cancelled, JobControl
from alongside.packs.recipes import load_recipe
from alongside.render import libreoffice, outside, word
from alongside.render.build import build_pack
from alongside.render.manifest import Inputs, from_json
from alongside.render.package import read_parts
from alongside.render.pdf import to_pdf
from alongside.render.pdf_finish import Heading, filled_titles, finish_pdf, headings_of, producer_of
from alongside.render.pdf_makers import PdfMaker, ToConvert, embedded_version, make_pdfs, makers_here, require

TITLE = "Tender response: Élan — (draft)"
POSIX = pytest.mark.skipif(os.name == "nt", reason="the stand-in for LibreOffice is a shell script")


@pytest.fixture
def docx() -> bytes:
    """Headings on two levels and two pages, one with a tab; the list of contents repeats them."""
    made = Document()
    for text in ("Who we are", "Q01 How we listen", "Every day", "Q02 What changed"):
        made.add_paragraph(text)
    made.add_page_break()
    made.add_heading("Who we are", 1)
    made.add_paragraph("Some words.")
    made.add_heading("Q01\tHow we listen", 1)
    made.add_heading("Every day", 2)
    made.add_page_break()
    made.add_heading("Q02\tWhat changed", 1)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


OUTLINE = [(0, "Who we are", 1), (0, "Q01 How we listen", 1), (1, "Every day", 1), (0, "Q02 What changed", 2)]


def outline(pdf: bytes) -> list[tuple[int, str, int | None]]:
    """Level, text and page from 0 of each bookmark, as one reader sees them; another must see the same."""
    read = PdfReader(BytesIO(pdf))

    def below(items: list[object], level: int) -> list[tuple[int, str, int | None]]:
        found = []
        for item in items:
            if isinstance(item, list):
                found += below(item, level + 1)
            else:
                assert isinstance(item, Destination)
                found.append((level, " ".join(str(item.title).split()), read.get_destination_page_number(item)))
        return found

    seen = below(list(read.outline), 0)
    document = pypdfium2.PdfDocument(pdf)
    other = [
        (mark.level, " ".join(mark.get_title().split()), dest.get_index() if (dest := mark.get_dest()) else None)
        for mark in document.get_toc()
    ]
    document.close()
    assert seen == other
    return seen


def assert_finished(pdf: bytes) -> None:
    read = PdfReader(BytesIO(pdf))
    assert read.metadata is not None
    assert read.metadata.title == TITLE
    root = read.trailer["/Root"]
    assert root["/Lang"] == "en-US"  # as the styles of python-docx's own start say
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/MarkInfo"]["/Marked"]
    document = pypdfium2.PdfDocument(pdf)
    assert document.get_metadata_value("Title") == TITLE
    assert len(document) == 3
    document.close()


def test_the_embedded_converter_is_finished_and_gives_the_same_bytes(docx):
    (pdf,), version = make_pdfs(PdfMaker.EMBEDDED, [ToConvert(docx, TITLE)], JobControl())
    assert [pdf] == make_pdfs(PdfMaker.EMBEDDED, [ToConvert(docx, TITLE)], JobControl())[0]
    assert version == embedded_version() != ""
    assert_finished(pdf)
    assert outline(pdf) == OUTLINE
    assert any(not text for _level, text, _page in outline(to_pdf(docx, title=TITLE))), "what finishing is for"


@pytest.mark.office
def test_libreoffice_is_finished(docx, soffice):
    assert PdfMaker.LIBREOFFICE in makers_here()
    told: list[int] = []
    pdfs, version = make_pdfs(PdfMaker.LIBREOFFICE, [ToConvert(docx, TITLE)] * 2, JobControl(), told.append)
    assert told == [1, 2]
    assert version.split(".")[0].isdigit()
    for pdf in pdfs:
        assert "LibreOffice" in producer_of(pdf)
        assert_finished(pdf)
        assert outline(pdf) == OUTLINE


def test_a_pdf_without_bookmarks_title_or_language_gets_them(docx):
    bare = PdfWriter()
    bare.append(BytesIO(to_pdf(docx, title="x")), import_outline=False)
    bare.metadata = None
    stream = BytesIO()
    bare.write(stream)
    assert outline(stream.getvalue()) == []
    pdf = finish_pdf(stream.getvalue(), docx, TITLE)
    assert outline(pdf) == OUTLINE
    root = PdfReader(BytesIO(pdf)).trailer["/Root"]
    assert root["/Lang"] == "en-US"
    assert PdfReader(BytesIO(pdf)).metadata.title == TITLE


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\n", b"%PDF-1.7\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF"])
@pytest.mark.filterwarnings("ignore")
def test_what_is_no_pdf_is_told(docx, pdf):
    with pytest.raises(AlongsideError, match="title and bookmarks"):
        finish_pdf(pdf, docx, TITLE)


def test_headings_come_from_styles_and_from_what_they_are_based_on(docx, templates):
    assert [(item.level, item.text) for item in headings_of(read_parts(docx, "x"))] == [row[:2] for row in OUTLINE]
    own = read_parts((templates / "tender_response.docx").read_bytes(), "x")
    assert {item.level for item in headings_of(own)} >= {0}


def test_empty_bookmarks_are_filled_from_those_around_them():
    headings = [Heading(text, 0) for text in ("A", "B", "C", "D")]
    assert filled_titles(["", "B", "", ""], headings) == ["A", "B", "C", "D"]
    assert filled_titles(["A", "", "1. D"], headings) == ["A", "B", "1. D"]
    assert filled_titles(["Else", "A", "", "C", "D", ""], headings)[2] == "B"
    assert all(filled_titles(["", "", "", "", "", ""], headings))


# --- in a pack ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("maker", [PdfMaker.EMBEDDED, pytest.param(PdfMaker.LIBREOFFICE, marks=pytest.mark.office)])
def test_the_manifest_says_who_laid_out_the_pages(plans, templates, tmp_path, maker, soffice):
    plan = plans["inspection_narrative"]
    recipe = load_recipe(templates / "recipes", plan.recipe)
    made = build_pack(
        plan, recipe, templates, tmp_path / "a", final=False, pdf=True, maker=maker, job=JobControl(),
        inputs=Inputs("1", "2"),
    )  # fmt: skip
    listed = from_json((made.folder / "manifest.json").read_bytes())
    assert listed.pdf is not None
    assert listed.pdf == made.pdf
    assert listed.pdf.maker == maker
    assert listed.pdf.version
    assert listed.pdf.pages_are_estimates is (maker is PdfMaker.EMBEDDED)
    pdfs = [name for name in made.files if name.endswith(".pdf")]
    assert made.files[:2] == ("inspection_narrative.docx", "inspection_narrative.pdf")
    for name in pdfs:
        document = pypdfium2.PdfDocument(made.folder / name)
        assert listed.outputs[name].pages == made.pages[name] == len(document)
        assert all(mark.get_title().strip() for mark in document.get_toc())
        document.close()


def test_a_manifest_from_before_can_be_read(plans, templates, tmp_path):
    plan = plans["tender_response"]
    recipe = load_recipe(templates / "recipes", plan.recipe)
    made = build_pack(
        plan, recipe, templates, tmp_path / "a", final=False, pdf=False, job=JobControl(), inputs=Inputs("1", "2")
    )
    listed = json.loads((made.folder / "manifest.json").read_text())
    for name in ("pdf", "service_ids", "frameworks_sha256"):
        del listed[name]
    assert from_json(json.dumps(listed).encode()).pdf is None


# --- a LibreOffice that misbehaves --------------------------------------------------------------------------------


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """Put a script in LibreOffice's place."""

    def put(script: str) -> Path:
        folder = tmp_path / "programs"
        folder.mkdir()
        program = folder / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(libreoffice, "find_libreoffice", lambda: program)
        return folder

    return put


def gone(pid: int) -> bool:
    for _ in range(100):
        try:
            if Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] == "Z":
                return True
            os.kill(pid, 0)
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


@POSIX
def test_one_that_hangs_is_ended_with_all_it_started(docx, stand_in, tmp_path, monkeypatch):
    stand_in(f"sleep 600 & echo $! > '{tmp_path}/child'; wait")
    monkeypatch.setattr(libreoffice, "START_SECONDS", 1)
    monkeypatch.setattr(libreoffice, "DOCUMENT_SECONDS", 0)
    begun = time.monotonic()
    with pytest.raises(AlongsideError, match="did not answer") as caught:
        libreoffice.convert([docx], JobControl())
    assert time.monotonic() - begun < 10
    assert "embedded" in caught.value.remedy
    assert gone(int((tmp_path / "child").read_text()))


@POSIX
def test_one_that_ends_and_leaves_something_running_leaves_nothing(docx, stand_in, tmp_path):
    stand_in(f"sleep 600 & echo $! > '{tmp_path}/child'")
    with pytest.raises(AlongsideError, match="wrote nothing"):
        libreoffice.convert([docx], JobControl())
    assert gone(int((tmp_path / "child").read_text()))


@POSIX
def test_a_stop_ends_it(docx, stand_in, tmp_path):
    stand_in(f"echo $$ > '{tmp_path}/child'; sleep 600")
    job = JobControl()
    threading.Timer(0.3, job.cancel).start()
    with pytest.raises(Cancelled):
        libreoffice.convert([docx], job)
    assert gone(int((tmp_path / "child").read_text()))


@POSIX
@pytest.mark.parametrize(
    ("script", "said"),
    [("echo Error: source file could not be loaded >&2; exit 1", "could not be loaded"), ("exit 0", "wrote nothing")],
)
def test_one_that_fails_is_told_in_its_words(docx, stand_in, script, said):
    stand_in(script)
    with pytest.raises(AlongsideError, match=said):
        libreoffice.convert([docx], JobControl())


@POSIX
def test_each_run_has_a_profile_of_its_own_that_is_gone_after(docx, stand_in, tmp_path):
    stand_in(f"""echo "$@" > '{tmp_path}/typed'
    for word in "$@"; do
      case "$word" in -env:*) cp "${{word#*file://}}/user/registrymodifications.xcu" '{tmp_path}/profile' ;; esac
    done
    exit 1""")
    with pytest.raises(AlongsideError):
        libreoffice.convert([docx], JobControl())
    typed = (tmp_path / "typed").read_text()
    assert "--headless" in typed
    assert "DisableMacrosExecution" in (tmp_path / "profile").read_text()
    folder = Path(next(part for part in typed.split() if part.startswith("-env:")).split("file://")[1])
    assert not folder.exists()
    assert not folder.parent.exists()


@POSIX
def test_the_search_takes_whole_paths_alone(tmp_path, monkeypatch):
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    assert libreoffice.find_libreoffice({"PATH": "."}) != Path("soffice")
    assert outside.in_folders(["soffice"], [".", ""]) is None
    assert libreoffice.find_libreoffice({"PATH": str(tmp_path)}) == program
    program.chmod(0o644)
    assert outside.in_folders(["soffice"], [tmp_path]) is None


# --- Word: what can be tried without it -----------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="Word may be here")
def test_word_is_refused_where_it_is_not(docx):
    assert PdfMaker.WORD not in makers_here()
    with pytest.raises(AlongsideError, match="Word"):
        require(PdfMaker.WORD)
    with pytest.raises(AlongsideError, match="Word"):
        make_pdfs(PdfMaker.WORD, [ToConvert(docx, TITLE)], JobControl())


def test_word_is_asked_without_macros_for_each_document():
    *start, encoded = word.command(3)
    assert Path(start[0].replace("\\", "/")).name == "powershell.exe"
    assert "-NonInteractive" in start
    script = base64.b64decode(encoded).decode("utf-16-le")
    assert "1..3" in script
    assert "AutomationSecurity = 3" in script
    assert script.count("{") == script.count("}")


def test_a_word_that_is_not_ours_is_never_ended(tmp_path, monkeypatch):
    ended: list[int] = []
    monkeypatch.setattr(word, "end_by_id", ended.append)
    word.end_own_word(tmp_path)  # the script did not say which is its own
    (tmp_path / "word.pid").write_text("not a number")
    word.end_own_word(tmp_path)
    assert ended == []


# --- Word: a stand-in for PowerShell, given the very command that would be run --------------------------------------
# It does what the script asks of Word, by the names of files. Whether Word does as the script says, only Windows tells.


@pytest.fixture
def powershell(docx, tmp_path, monkeypatch):
    """Put a program in PowerShell's place and a Word into the registry; hand back what ended by its id."""
    ended: list[int] = []
    pdf = tmp_path / "made.pdf"
    pdf.write_bytes(to_pdf(docx, title="as Word has it"))

    def put(also: str = "", made: str = "asked") -> list[int]:
        program = tmp_path / "powershell.exe"
        program.write_text(
            f"""#!{sys.executable}
import base64, os, pathlib, re, shutil, sys, time
assert sys.argv[1:6] == ["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-EncodedCommand"]
script = base64.b64decode(sys.argv[6]).decode("utf-16-le")
asked = int(re.search(r"1\\.\\.(\\d+)", script)[1])
here = pathlib.Path.cwd()
assert sorted(path.name for path in here.glob("*.docx")) == [f"{{n}}.docx" for n in range(1, asked + 1)]
here.joinpath("word.pid").write_text("4242\\r\\n", "utf-8-sig")
{also}
for number in range(1, {made} + 1):
    assert here.joinpath(f"{{number}}.docx").read_bytes()[:2] == b"PK"
    shutil.copy({str(pdf)!r}, here / f"{{number}}.pdf")
here.joinpath("version.txt").write_text("16.0\\r\\n", "utf-8-sig")
""",
            encoding="utf-8",
        )
        program.chmod(0o755)
        monkeypatch.setattr(word, "system_program", lambda *_: program)
        monkeypatch.setattr(word, "word_is_here", lambda: True)
        monkeypatch.setattr(word, "end_by_id", ended.append)
        return ended

    return put


@POSIX
def test_what_word_makes_is_finished_and_its_version_is_told(docx, powershell):
    powershell()
    told: list[int] = []
    pdfs, version = make_pdfs(PdfMaker.WORD, [ToConvert(docx, TITLE)] * 2, JobControl(), told.append)
    assert (version, told) == ("16.0", [1, 2])
    for pdf in pdfs:
        assert_finished(pdf)
        assert outline(pdf) == OUTLINE


@POSIX
def test_a_pack_says_that_word_laid_out_its_pages(plans, templates, powershell, tmp_path):
    powershell()
    plan = plans["inspection_narrative"]
    recipe = load_recipe(templates / "recipes", plan.recipe)
    made = build_pack(
        plan, recipe, templates, tmp_path / "a", final=False, pdf=True, maker=PdfMaker.WORD, job=JobControl(),
        inputs=Inputs("1", "2"),
    )  # fmt: skip
    listed = from_json((made.folder / "manifest.json").read_bytes())
    assert listed.pdf is not None
    assert (listed.pdf.maker, listed.pdf.version, listed.pdf.pages_are_estimates) == ("word", "16.0", False)


@POSIX
@pytest.mark.parametrize(
    ("also", "made", "said"),
    [
        ("print('The RPC server is unavailable.'); sys.exit(1)", "asked", "RPC server is unavailable"),
        ("", "asked - 1", "Word made no PDF"),
    ],
)
def test_a_word_that_fails_is_told_in_its_words(docx, powershell, also, made, said):
    powershell(also, made)
    with pytest.raises(AlongsideError, match=said) as caught:
        word.convert([docx, docx], JobControl())
    assert "embedded" in caught.value.remedy


@POSIX
@pytest.mark.parametrize("how", ["stuck", "stopped"])
def test_a_word_that_is_stuck_or_stopped_is_ended_by_its_own_id(docx, powershell, tmp_path, monkeypatch, how):
    ended = powershell(f"open({str(tmp_path / 'child')!r}, 'w').write(str(os.getpid())); time.sleep(600)")
    monkeypatch.setattr(word, "START_SECONDS", 1)
    monkeypatch.setattr(word, "DOCUMENT_SECONDS", 0 if how == "stuck" else 60)
    monkeypatch.setattr(word, "WINDOWS", True)
    job = JobControl()
    if how == "stopped":
        threading.Timer(0.5, job.cancel).start()
    with pytest.raises(AlongsideError if how == "stuck" else Cancelled):
        word.convert([docx], job)
    assert ended == [4242]
    assert gone(int((tmp_path / "child").read_text()))


@pytest.mark.parametrize(("known", "here"), [(True, True), (False, False)])
def test_word_is_here_where_windows_knows_it(monkeypatch, known, here):
    class Registry:
        HKEY_CLASSES_ROOT = "classes"

        def OpenKey(self, root: str, name: str) -> str:
            assert (root, name) == ("classes", r"Word.Application\CLSID")
            if not known:
                raise FileNotFoundError(name)
            return name

        def CloseKey(self, _key: str) -> None: ...

    monkeypatch.setitem(sys.modules, "winreg", Registry())
    assert word.word_is_here() is here
