"""Files that go with a pack: cleaned, under neutral names, with a list; what is missing stops a final pack."""

import json
import shutil
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from alongside.bulk.opened import open_pack
from alongside.bulk.rebuilt import look_at
from alongside.bulk.tasks import State, Task
from alongside.bulk.work import perform
from alongside.job_control import JobControl
from alongside.packs.pack import (
    EvidenceBlock,
    Pack,
    PackKind,
    Question,
    StoryBlock,
    TenderRules,
    TextBlock,
    changed,
    load_pack,
    save_pack,
)
from alongside.render.appendices import cleaned
from alongside.workspace import SAMPLE_DAY, Workspace, copy_sample

DAY = date.fromisoformat(SAMPLE_DAY)
SECRET = "Margaret Secretname"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_sample(tmp_path_factory.mktemp("appendices") / "sample").folder


@pytest.fixture
def workspace(sample: Path, tmp_path: Path) -> Workspace:
    return Workspace(Path(shutil.copytree(sample, tmp_path / "workspace")))


@pytest.fixture
def pack(workspace: Workspace) -> Path:
    """A pack that rests on the policy, whose file is in the sample."""
    blocks = (TextBlock(id="b1", text="See the policy."), EvidenceBlock(id="b2", ref="EV-027"))
    question = Question(id="q1", number="Q01", text="What is your policy?", blocks=blocks)
    made = Pack(
        id="p1", kind=PackKind.TENDER, title="With files", recipe="tender_response", framework_id="CQC-SAF-2023",
        service_ids=("OAK",), rules=TenderRules(attach_files=True), questions=(question,),
    )  # fmt: skip
    path = workspace.packs / "files.pack.json"
    save_pack(made, path)
    return path


def build(pack: Path, tmp_path: Path, **more: object):
    return perform(Task(pack, tmp_path / "out", DAY, **more), JobControl())  # type: ignore[arg-type]


def rules_of(pack: Path) -> set[str]:
    return {item.rule for item in open_pack(pack, DAY, JobControl()).findings}


def test_a_cited_file_goes_with_the_pack_and_is_listed(pack: Path, workspace: Workspace, tmp_path: Path):
    done = build(pack, tmp_path, final=True)
    assert done.state is State.BUILT, done
    assert {"appendix-01.pdf", "appendix_list.docx"} <= set(done.files)
    listed = Document(str(tmp_path / "out" / "appendix_list.docx"))
    cells = [cell.text for table in listed.tables for row in table.rows for cell in row.cells]
    for said in ("1", "EV-027", "2", "appendix-01.pdf"):
        assert any(said in cell for cell in cells), (said, cells)
    for path in (tmp_path / "out").iterdir():
        assert b"restrictive-practice-policy" not in path.read_bytes()
    assert "appendix-01.pdf" in json.loads((tmp_path / "out" / "manifest.json").read_text())["outputs"]
    looked = look_at(tmp_path / "out", pack, JobControl())
    assert looked.kept == ()
    assert looked.again == ()


def test_only_if_the_pack_says_so(pack: Path, tmp_path: Path):
    save_pack(changed(load_pack(pack), rules=TenderRules()), pack)
    assert not [name for name in build(pack, tmp_path).files if name.startswith("appendix")]


def test_the_same_again_is_left_and_another_file_is_not(pack: Path, workspace: Workspace, tmp_path: Path):
    build(pack, tmp_path)
    assert build(pack, tmp_path).state is State.UNCHANGED
    file = workspace.files / "restrictive-practice-policy.pdf"
    file.write_bytes(file.read_bytes() + b"\n% changed\n")
    assert build(pack, tmp_path).state is State.BUILT
    assert "attachment.changed" in rules_of(pack)


def test_a_missing_file_stops_a_final_pack_and_no_draft(pack: Path, workspace: Workspace, tmp_path: Path):
    (workspace.files / "restrictive-practice-policy.pdf").unlink()
    assert build(pack, tmp_path, final=True).state is State.BLOCKED
    assert "attachment.missing" in rules_of(pack)
    assert build(pack, tmp_path).state is State.BUILT


def test_a_buyer_who_takes_none_is_told_of(pack: Path):
    save_pack(changed(load_pack(pack), rules=TenderRules(attach_files=True, attachments_allowed=False)), pack)
    assert "attachment.not_allowed" in rules_of(pack)


def test_a_story_s_picture_needs_its_own_permission(pack: Path, workspace: Workspace):
    from dataclasses import replace  # noqa: PLC0415

    from alongside.packs.attachments import attached  # noqa: PLC0415

    opened = open_pack(pack, DAY, JobControl())
    held = load_pack(pack)
    save_pack(
        changed(held, questions=(changed(held.questions[0], blocks=(StoryBlock(id="b3", ref="ST-03", length="60"),)),)),
        pack,
    )
    plan = open_pack(pack, DAY, JobControl()).plan
    from alongside.library.files.cited import look_at as look_at_files  # noqa: PLC0415
    from alongside.library.workbook import read_library  # noqa: PLC0415

    library = read_library(workspace.library, DAY)
    name = "restraint-training-certificate.png"
    files = look_at_files([name], workspace.files)
    for allowed, n in (("anonymised_only", 0), ("first_name", 0), ("photo", 1), ("full", 1)):
        stories = tuple(
            replace(story, files=(name,), consent_identifiable=allowed) if story.ref == "ST-03" else story
            for story in library.stories
        )
        known = replace(library, records={**library.records, "stories": stories})
        found, findings = attached(load_pack(pack), known, plan.sources, files, DAY)
        assert len(found) == n
        assert ("attachment.kept_back" in {item.rule for item in findings}) is (n == 0)
    assert opened.plan.attachments[0].refs == ("EV-027",)


def test_a_pdf_loses_what_it_says_beside_its_pages():
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": SECRET, "/Title": SECRET})
    writer.xmp_metadata = f"<x>{SECRET}</x>".encode()
    writer.add_attachment("secret.txt", SECRET.encode())
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(SECRET)}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    writer.add_annotation(page, Text(rect=(10, 10, 20, 20), text=SECRET, title_bar=SECRET))
    stream = BytesIO()
    writer.write(stream)
    assert SECRET.encode() in stream.getvalue()
    first = cleaned(stream.getvalue(), "policy.pdf")
    assert first.why == ""
    assert SECRET.encode() not in first.data
    read = PdfReader(BytesIO(first.data))
    assert len(read.pages) == 1
    assert not read.metadata
    assert not read.attachments
    assert cleaned(stream.getvalue(), "policy.pdf").data == first.data


def test_a_picture_loses_what_the_camera_wrote():
    exif = Image.Exif()
    exif[0x010E] = SECRET
    stream = BytesIO()
    Image.new("RGB", (40, 30), "red").save(stream, "JPEG", exif=exif)
    assert SECRET.encode() in stream.getvalue()
    found = cleaned(stream.getvalue(), "photo.JPG")
    assert found.why == ""
    assert SECRET.encode() not in found.data


def test_what_cannot_be_cleaned_goes_as_it_is_and_says_so():
    locked = PdfWriter()
    locked.add_blank_page(100, 100)
    locked.encrypt("word")
    stream = BytesIO()
    locked.write(stream)
    for data, name in ((stream.getvalue(), "a.pdf"), (b"%PDF-1.4 rubbish", "b.pdf"), (b"x", "c.docx"), (b"x", "d.png")):
        found = cleaned(data, name)
        assert found.data == data
        assert found.why
