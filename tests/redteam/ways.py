"""Ways to get a story that may not be told into a final file. Each is what somebody might do, in a hurry or on purpose.

A way changes a workspace and its pack; `WAYS` names each with one line for people. The tests show that none gets in.
"""

import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
from docx import Document
from lxml import etree
from PIL import Image, PngImagePlugin

from alongside.library.editing.changes import SetField
from alongside.library.editing.saving import edit_workbook
from alongside.library.files.index import add_file
from alongside.library.workbook import read_rows
from alongside.packs.pack import (
    AnswerBlock,
    Brief,
    ChartBlock,
    EvidenceBlock,
    FigureBlock,
    HeadingBlock,
    Override,
    Pack,
    PackKind,
    PictureBlock,
    Question,
    RecordingChange,
    StoryBlock,
    TenderRules,
    TextBlock,
    changed,
    load_pack,
    save_pack,
)
from alongside.workspace import Workspace

DAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 10, 0)  # noqa: DTZ001 - the clock on the user's wall
STORY, OTHER = "ST-01", "ST-02"
MARKS = ("quillfeather", "drawbridge", "marmalade", "lighthouse")
SAID = "“I told the quillfeather man that his old drawbridge would not hold my chair.”"
TOLD = (
    "On a wet Tuesday the person kept marmalade sandwiches for the lighthouse keeper and waited by the drawbridge "
    "until the quillfeather man came back with the key."
)
WHOLE = f"{SAID}\n\n{TOLD}"


def story_fields() -> dict[str, Any]:
    """The marked story, with all that permits it."""
    return {
        "title": "Over the bridge", "what_person_said": SAID, "situation": TOLD, "action": TOLD, "outcome": TOLD,
        "learning": "We asked.", "text_60": WHOLE, "text_150": WHOLE, "text_300": WHOLE, "text_500": WHOLE,
    }  # fmt: skip


def base_pack() -> Pack:
    """A pack that nothing blocks."""
    blocks = (TextBlock(id="b1", text="See the policy."), EvidenceBlock(id="b2", ref="EV-027"))
    question = Question(id="q1", number="Q01", text="What is your policy?", blocks=blocks)
    second = Question(id="q2", number="Q02", text="And then?", blocks=(TextBlock(id="c1", text="We go on."),))
    return Pack(
        id="p1", kind=PackKind.TENDER, title="Team", recipe="tender_response", framework_id="CQC-SAF-2023",
        service_ids=("OAK",), rules=TenderRules(attach_files=True), questions=(question, second),
    )  # fmt: skip


@dataclass(frozen=True)
class Way:
    """One way in. `fields`: what is wrong with the permission, where it is the permission that is tried."""

    name: str
    does: Callable[[Workspace], None]
    fields: dict[str, Any] | None = None


def pack_path(place: Workspace) -> Path:
    return place.packs / "team.pack.json"


def _pack(place: Workspace, **changes: Any) -> None:
    save_pack(changed(load_pack(pack_path(place)), **changes), pack_path(place))


def _block(*blocks: Any) -> Callable[[Workspace], None]:
    """Put blocks at the end of the first answer."""

    def does(place: Workspace) -> None:
        pack = load_pack(pack_path(place))
        first = changed(pack.questions[0], blocks=(*pack.questions[0].blocks, *blocks))
        _pack(place, questions=(first, *pack.questions[1:]))

    return does


def _text(text: str) -> Callable[[Workspace], None]:
    return _block(TextBlock(id="x1", text=text))


def _row(ref: str, block: Any, **values: Any) -> Callable[[Workspace], None]:
    """Write the story into a row of the library, and use that row."""

    def does(place: Workspace) -> None:
        edit_row(place, ref, **values)
        _block(block)(place)

    return does


def edit_row(place: Workspace, ref: str, **values: Any) -> None:
    library = read_rows(place.library)
    record = library.get(ref)
    assert record is not None
    fields = [
        SetField(sheet=record.sheet, row=record.row, ref=ref, heading=heading, value=value)
        for heading, value in values.items()
    ]
    edit_workbook(place.library, fields, expect_digest=library.digest, at=AT)


def _question(**changes: Any) -> Callable[[Workspace], None]:
    def does(place: Workspace) -> None:
        pack = load_pack(pack_path(place))
        _pack(place, questions=(changed(pack.questions[0], **changes), *pack.questions[1:]))

    return does


# --- pictures and attached files ---------------------------------------------------------------------------------


def _picture(**about: Any) -> Callable[[Workspace], None]:
    def does(place: Workspace) -> None:
        place.files.mkdir(exist_ok=True)
        Image.new("RGB", (80, 60), "teal").save(place.files / "drawn.png")
        _block(PictureBlock(id="x1", file="drawn.png", **{"alternative": "A bridge.", **about}))(place)

    return does


def _photo(name: str) -> Callable[[Workspace], None]:
    """The picture that proves the story, put into an answer by itself."""

    def does(place: Workspace) -> None:
        source = place.folder / "photo.png"
        about = PngImagePlugin.PngInfo()
        about.add_text("Comment", "quillfeather drawbridge marmalade lighthouse")
        Image.new("RGB", (60, 60), "navy").save(source, pnginfo=about)
        kept = add_file(source, place.files, DAY)
        edit_row(place, STORY, files=(kept,))
        if name:
            shutil.copy2(place.files / kept, place.files / name)
        source.unlink()
        _block(PictureBlock(id="x1", file=name or kept, alternative="Somebody by the water."))(place)

    return does


def _attached(name: str, make: Callable[[], bytes]) -> Callable[[Workspace], None]:
    """A file that an honest piece of evidence cites."""

    def does(place: Workspace) -> None:
        source = place.folder / name
        source.write_bytes(make())
        kept = add_file(source, place.files, DAY)
        source.unlink()
        edit_row(place, "EV-027", files=(kept,))

    return does


def _own_file(place: Workspace) -> None:
    """The story's own file, cited by a piece of evidence instead."""
    source = place.folder / "record.txt"
    source.write_text("quillfeather drawbridge", encoding="utf-8")
    kept = add_file(source, place.files, DAY)
    source.unlink()
    edit_row(place, STORY, files=(kept,))
    edit_row(place, "EV-027", files=(kept,))


def _saved(document: Any) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _word(text: str = "Minutes", comment: str = "") -> bytes:
    made = Document()
    paragraph = made.add_paragraph(text)
    if comment:
        made.add_comment(paragraph.runs, text=comment, author="", initials="")
    return _saved(made)


def _zip_part(data: bytes, name: str, edit: Callable[[bytes], bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(entry, edit(content) if entry == name else content)
        if name not in old.namelist():
            new.writestr(name, edit(b""))
    return out.getvalue()


def _word_deleted() -> bytes:
    """A deletion that nobody accepted."""
    mark = (
        '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:del w:id="9" w:author="">'
        f'<w:r><w:delText xml:space="preserve">{TOLD}</w:delText></w:r></w:del></w:p>'
    ).encode()
    return _zip_part(_word(), "word/document.xml", lambda old: old.replace(b"<w:sectPr", mark + b"<w:sectPr", 1))


def _slides() -> bytes:
    """A slide show with the story in its speaker notes."""
    notes = (
        '<p:notes xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r>'
        f"<a:t>{TOLD}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:notes>"
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(
            "[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        )
        made.writestr("ppt/presentation.xml", "<p/>")
        made.writestr("ppt/notesSlides/notesSlide1.xml", notes)
    return out.getvalue()


def _hidden_sheet() -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook()
    book.active.append(["Minutes"])
    shut = book.create_sheet("old")
    shut.sheet_state = "veryHidden"
    shut.append([TOLD])
    return _saved(book)


def _packed_in() -> bytes:
    """A Word file in a zip file."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("minutes.docx", _word(TOLD))
    return out.getvalue()


def _pdf() -> bytes:
    from pypdf import PdfWriter  # noqa: PLC0415
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject  # noqa: PLC0415

    writer = PdfWriter()
    page = writer.add_blank_page(900, 200)
    font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
                             NameObject("/BaseFont"): NameObject("/Helvetica")})  # fmt: skip
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 9 Tf 10 100 Td ({TOLD}) Tj ET".encode())
    page[NameObject("/Contents")] = writer._add_object(stream)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


# --- templates ---------------------------------------------------------------------------------------------------


def _template(part: str, edit: Callable[[bytes], bytes]) -> Callable[[Workspace], None]:
    def does(place: Workspace) -> None:
        path = place.templates / "tender_response.docx"
        path.write_bytes(_zip_part(path.read_bytes(), part, edit))

    return does


def _in_body(xml: str) -> Callable[[Workspace], None]:
    return _template("word/document.xml", lambda old: _before_end(old, xml))


def _before_end(old: bytes, xml: str) -> bytes:
    at = old.rindex(b"<w:sectPr")
    return old[:at] + xml.encode() + old[at:]


def _run(text: str, look: str = "") -> str:
    return f'<w:p><w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def _letter_spaced(place: Workspace) -> None:
    """Each word in a run of its own, as Word leaves a text that was worked on."""
    runs = "".join(f'<w:r><w:t xml:space="preserve">{word} </w:t></w:r>' for word in TOLD.split())
    _in_body(f"<w:p>{runs}</w:p>")(place)


def _in_header(place: Workspace) -> None:
    path = place.templates / "tender_response.docx"
    with zipfile.ZipFile(path) as archive:
        name = next(item for item in archive.namelist() if item.startswith("word/header"))
        tree = etree.fromstring(archive.read(name))
    W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"  # noqa: N806
    paragraph = etree.SubElement(tree, f"{W}p")
    etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t").text = TOLD
    path.write_bytes(_zip_part(path.read_bytes(), name, lambda _old: etree.tostring(tree)))


def _custom_xml(place: Workspace) -> None:
    """A part that Word keeps and never shows."""
    path = place.templates / "tender_response.docx"
    made = Document(str(path))
    from docx.opc.packuri import PackURI  # noqa: PLC0415
    from docx.opc.part import Part  # noqa: PLC0415

    part = Part(PackURI("/customXml/item9.xml"), "application/xml", f'<x note="{TOLD}"/>'.encode(), made.part.package)
    made.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml")
    made.save(str(path))


# --- other ways --------------------------------------------------------------------------------------------------


def _nothing(_place: Workspace) -> None:
    return


def _cut_up(place: Workspace) -> None:
    """Six words a block: none by itself says much."""
    words = TOLD.split()
    pieces = [" ".join(words[at : at + 6]) for at in range(0, len(words), 6)]
    _block(*(TextBlock(id=f"x{number}", text=piece) for number, piece in enumerate(pieces)))(place)


def _over_two_answers(place: Workspace) -> None:
    pack = load_pack(pack_path(place))
    words = TOLD.split()
    first, second = pack.questions
    one = changed(first, blocks=(*first.blocks, TextBlock(id="x1", text=" ".join(words[:7]))))
    two = changed(second, blocks=(TextBlock(id="x2", text=" ".join(words[7:])), *second.blocks))
    _pack(place, questions=(one, two))


def _dangling_answer(place: Workspace) -> None:
    """An answer that draws on a story whose row was simply deleted."""
    edit_row(place, "AN-05", text="The quillfeather account, told anew.", story_refs=("ST-77",))
    _block(AnswerBlock(id="x1", ref="AN-05"))(place)


def _second_library(place: Workspace) -> None:
    """Another workbook, in which the same row is said to be permitted."""
    other = place.folder / "other.xlsx"
    shutil.copy2(place.library, other)
    library = read_rows(other)
    story = library.get(STORY)
    assert story is not None
    fields = [
        SetField(sheet="stories", row=story.row, ref=STORY, heading=heading, value=value)
        for heading, value in (("status", "approved"), ("withdrawn_on", None))
    ]
    edit_workbook(other, fields, expect_digest=library.digest, at=AT)
    _pack(place, library="other.xlsx")
    _block(StoryBlock(id="x1", ref=STORY))(place)


def _overridden(place: Workspace) -> None:
    rules = ("consent.withdrawn", "consent.quoted", "private.kept_back")
    _pack(place, overrides=tuple(Override(rule=rule, reason="I say so", by_role="me", on=DAY) for rule in rules))
    _block(StoryBlock(id="x1", ref=STORY), TextBlock(id="x2", text=TOLD))(place)


def _everywhere(place: Workspace) -> None:
    """The raw pack file, edited by hand."""
    _block(StoryBlock(id="x1", ref=STORY, text=WHOLE, original=WHOLE))(place)
    raw = msgspec.json.decode(pack_path(place).read_bytes())
    raw["brief"] = {**raw["brief"], "reference": TOLD, "lot": TOLD, "place": TOLD, "prepared_by_role": TOLD}
    pack_path(place).write_bytes(msgspec.json.encode(raw))


def _changed_here_and_there() -> str:
    words = TOLD.split()
    return " ".join("really" if at % 10 == 9 else word for at, word in enumerate(words))


_DELETED = (
    '<w:p><w:del w:id="99" w:author="x" w:date="2026-01-01T00:00:00Z">'
    f'<w:r><w:delText xml:space="preserve">{TOLD}</w:delText></w:r></w:del></w:p>'
)
_TELL = _block(StoryBlock(id="x1", ref=STORY, length="150"))
_PERMISSION: dict[str, dict[str, Any]] = {
    "the person withdrew it": {"withdrawn_on": date(2026, 9, 1)},
    "only its status says withdrawn": {"status": "withdrawn"},
    "the permission ended yesterday": {"consent_expires_on": date(2026, 11, 23)},
    "24 months have passed and no end was agreed": {"consent_expires_on": None, "consent_given_on": date(2024, 11, 1)},
    "no permission is recorded": {"consent_type": "none"},
    "how it was given is left empty": {"consent_type": None},
    "when it was given is left empty": {"consent_given_on": None, "consent_expires_on": date(2028, 1, 1)},
    "it is dated in the future": {"consent_given_on": date(2026, 12, 24)},
    "it covers inspections, not tenders": {"consent_scope": ("inspection",)},
    "it covers no use at all": {"consent_scope": ()},
    "a safeguarding matter is still open": {"safeguarding_or_legal_live": "Y"},
    "a neighbour would recognise the person": {"reid_risk": "high"},
    "it blends several people and does not say so": {"story_kind": "composite", "composite_declared": "N"},
    "the person has died and nobody may speak for them": {"deceased": "Y"},
    "the person lacks capacity and signed by themselves": {
        "capacity_for_this_decision": "lacks_capacity", "capacity_assessed_on": date(2026, 1, 1),
    },
    "a best-interests record that consulted nobody": {
        "capacity_for_this_decision": "lacks_capacity", "capacity_assessed_on": date(2026, 1, 1),
        "consent_type": "best_interests_record", "anonymisation_level": "anonymised_tested",
        "consent_identifiable": "anonymised_only", "consulted": (),
    },
    "capacity fluctuates and nobody assessed it": {
        "capacity_for_this_decision": "fluctuates", "capacity_assessed_on": None,
    },
}  # fmt: skip

WAYS: tuple[Way, ...] = (
    *(Way(f"as a story block: {name}", _TELL, fields) for name, fields in _PERMISSION.items()),
    Way(
        "as a story block whose text was edited in the pack",
        _block(StoryBlock(id="x1", ref=STORY, text=WHOLE, original="x")),
    ),
    Way("as the edited text of a piece of evidence", _block(EvidenceBlock(id="x1", ref="EV-027", text=WHOLE))),
    Way("as the edited text of a reusable answer", _block(AnswerBlock(id="x1", ref="AN-06", text=WHOLE))),
    Way(
        "in a reusable answer that draws on it",
        _row("AN-06", AnswerBlock(id="x1", ref="AN-06"), text="The quillfeather account.", story_refs=(STORY,)),
    ),
    Way(
        "in a reusable answer that quotes it and does not say so",
        _row("AN-06", AnswerBlock(id="x1", ref="AN-06"), text=f"We listen. {SAID}", story_refs=()),
    ),
    Way("in a reusable answer whose story was deleted", _dangling_answer),
    Way("in the wording of a piece of evidence", _row("EV-027", TextBlock(id="x1", text="Yes."), snippet_100=TOLD)),
    Way(
        "in the claim of a piece of evidence",
        _row("EV-026", EvidenceBlock(id="x1", ref="EV-026", length="claim"), claim=TOLD),
    ),
    Way(
        "in the title of a piece of evidence, for the index",
        _row("EV-027", TextBlock(id="x1", text="Yes."), title=TOLD[:110]),
    ),
    Way(
        "in the source document of a piece of evidence",
        _row("EV-027", TextBlock(id="x1", text="Yes."), source_doc=TOLD),
    ),
    Way("in the name of a metric", _row("M-05", FigureBlock(id="x1", ref="M-05"), name=TOLD)),
    Way("under the id of another person's story", _row(OTHER, StoryBlock(id="x1", ref=OTHER), text_150=WHOLE)),
    Way(
        "in a part of another person's story that only the story sheet prints",
        _row(OTHER, StoryBlock(id="x1", ref=OTHER), learning=TOLD),
    ),
    Way("typed into a text block", _text(TOLD)),
    Way("the person's own words alone, typed", _text(f"As somebody said: {SAID}")),
    Way("typed in capitals", _text(TOLD.upper())),
    Way("typed with hidden characters in the words", _text(TOLD.replace("e", "e\u200b"))),
    Way(
        "typed with other quotation marks, dashes and accents",
        _text(TOLD.replace("a", "á").replace(" the ", " – the – ")),
    ),
    Way("typed with a word changed here and there", _text(_changed_here_and_there())),
    Way("typed as a list, a few words a line", _text("\n".join(f"- {part}" for part in TOLD.split(" the ")))),
    Way("typed as a small table", _text(f"| Said | Done |\n|---|---|\n| {SAID} | {TOLD} |")),
    Way("as a heading", _block(HeadingBlock(id="x1", text=TOLD))),
    Way("cut up over several blocks", _cut_up),
    Way("cut up over two answers", _over_two_answers),
    Way("in the text of a question", _question(text=TOLD)),
    Way("in the heading of a question", _question(heading=TOLD)),
    Way("in the guidance of a question", _question(guidance=TOLD)),
    Way("in the covering letter", lambda place: _pack(place, letter=f"Dear all,\n\n{TOLD}\n\nYours")),
    Way("in the summary of the brief", lambda place: _pack(place, brief=Brief(buyer="A council", summary=TOLD))),
    Way(
        "in the priorities of the brief", lambda place: _pack(place, brief=Brief(buyer="A council", priorities=(TOLD,)))
    ),
    Way("as the buyer's name", lambda place: _pack(place, brief=Brief(buyer=TOLD))),
    Way("as the pack's title, and so in the document's properties", lambda place: _pack(place, title=TOLD)),
    Way("in every field of a pack file edited by hand", _everywhere),
    Way("as the caption of a picture", _picture(caption=TOLD)),
    Way("as the alternative text of a picture", _picture(alternative=TOLD)),
    Way("as the story's own picture", _photo("")),
    Way("as the story's own picture under another name", _photo("garden.png")),
    Way(
        "as the note of a change in a chart",
        _block(ChartBlock(id="x1", ref="events_run", changes=(RecordingChange(on=date(2026, 3, 1), text=TOLD),))),
    ),
    Way("in an attached Word file", _attached("minutes.docx", lambda: _word(TOLD))),
    Way("in a comment of an attached Word file", _attached("minutes.docx", lambda: _word(comment=TOLD))),
    Way("in a deletion of an attached Word file that nobody accepted", _attached("minutes.docx", _word_deleted)),
    Way("in the speaker notes of attached slides", _attached("slides.pptx", _slides)),
    Way("on a hidden sheet of an attached workbook", _attached("numbers.xlsx", _hidden_sheet)),
    Way("in an attached text file", _attached("notes.txt", WHOLE.encode)),
    Way("in an attached PDF", _attached("report.pdf", _pdf)),
    Way("in a Word file in an attached zip file", _attached("all.zip", _packed_in)),
    Way("as the story's own file, cited by a piece of evidence", _own_file),
    Way("in a template's own text", _in_body(_run(TOLD))),
    Way("in a template, each word in a run of its own", _letter_spaced),
    Way("in hidden text of a template", _in_body(_run(TOLD, "<w:rPr><w:vanish/></w:rPr>"))),
    Way("in a tracked deletion of a template", _in_body(_DELETED)),
    Way("in the header of a template", _in_header),
    Way("in a custom part of a template", _custom_xml),
    Way("from a second library that says it may be told", _second_library),
    Way("by setting the findings aside with a reason", _overridden),
)
