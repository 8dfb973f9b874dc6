"""Pictures in a pack: copied without what the camera wrote, found again, or missed in words."""

import hashlib
from pathlib import Path

import pytest
from tests.packs.conftest import DAY
from tests.photographs import SECRET, photo

from alongside.checks.pack import check_pack
from alongside.errors import AlongsideError
from alongside.findings import Level
from alongside.library.library import Library
from alongside.packs.edit import add_block
from alongside.packs.frameworks import Frameworks
from alongside.packs.pack import (
    Limit,
    LimitKind,
    Pack,
    PictureBlock,
    PictureWidth,
    TenderRules,
    TextBlock,
    changed,
    from_json,
    to_json,
)
from alongside.packs.picture import picture_ref
from alongside.packs.pictures import add_picture, read_pictures
from alongside.packs.plan import PackPlan
from alongside.packs.planning import plan_pack


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    source = tmp_path / "Garden day, by Sam.JPG"
    source.write_bytes(photo(size=(1200, 800)))
    return source


def planned(pack: Pack, library: Library, frameworks: Frameworks, folder: Path) -> PackPlan:
    return plan_pack(pack, library, frameworks, DAY, read_pictures(pack, folder))


def with_block(pack: Pack, **fields: object) -> Pack:
    block = PictureBlock(id="p1", **{"file": "a.jpg", "alternative": "A garden", **fields})  # type: ignore[arg-type]
    return add_block(pack, pack.questions[0].id, block)


def rules_of(plan: PackPlan) -> dict[str, Level]:
    return {item.rule: item.level for item in plan.findings if item.rule.startswith("plan.picture")}


def test_a_picture_is_copied_without_what_the_camera_wrote(photograph: Path, tmp_path: Path) -> None:
    block = add_picture(photograph, tmp_path / "files")
    kept = tmp_path / "files" / block.file
    assert block.file == "Garden-day-by-Sam.jpg"
    assert SECRET in photograph.read_bytes()
    assert SECRET not in kept.read_bytes()
    assert block.sha256 == hashlib.sha256(kept.read_bytes()).hexdigest()
    assert list(kept.parent.iterdir()) == [kept]


def test_the_same_picture_is_kept_once_and_another_of_its_name_beside_it(photograph: Path, tmp_path: Path) -> None:
    first = add_picture(photograph, tmp_path / "files")
    again = add_picture(photograph, tmp_path / "files")
    assert (again.file, again.sha256) == (first.file, first.sha256)
    assert again.id != first.id
    photograph.write_bytes(photo(size=(90, 90)))
    other = add_picture(photograph, tmp_path / "files")
    assert other.file == "Garden-day-by-Sam-2.jpg"


def test_what_is_no_picture_is_not_copied(tmp_path: Path) -> None:
    source = tmp_path / "a.png"
    source.write_bytes(b"<svg/>")
    with pytest.raises(AlongsideError, match="PNG and JPEG"):
        add_picture(source, tmp_path / "files")
    with pytest.raises(AlongsideError, match="cannot be copied"):
        add_picture(tmp_path / "none.png", tmp_path / "files")
    assert not (tmp_path / "files").exists()


def test_the_pack_file_keeps_it(pack: Pack) -> None:
    whole = with_block(pack, sha256="ab", caption="The garden", width=PictureWidth.HALF)
    assert from_json(to_json(whole)) == whole


def test_a_sound_picture_is_planned(
    pack: Pack, library: Library, frameworks: Frameworks, photograph: Path, tmp_path: Path
) -> None:
    block = changed(add_picture(photograph, tmp_path), alternative="Two people\nplant", caption="The  garden")
    whole = add_block(pack, pack.questions[0].id, block)
    plan = planned(whole, library, frameworks, tmp_path)
    shown = plan.questions[0].blocks[-1]
    assert shown.picture is not None
    assert (shown.picture.caption, shown.picture.alternative) == ("The garden", "Two people plant")
    assert (shown.picture.picture.width, shown.picture.picture.height) == (1200, 800)
    assert rules_of(plan) == {}


def test_a_caption_counts_as_the_rules_say(
    pack: Pack, library: Library, frameworks: Frameworks, photograph: Path, tmp_path: Path
) -> None:
    block = changed(add_picture(photograph, tmp_path), alternative="Ten words that nobody counts", caption="The garden")
    whole = add_block(pack, pack.questions[0].id, block)
    before = planned(pack, library, frameworks, tmp_path).questions[0].counts.words
    assert planned(whole, library, frameworks, tmp_path).questions[0].counts.words == before + 2
    silent = changed(whole, rules=TenderRules(count_captions=False))
    plain = changed(pack, rules=TenderRules(count_captions=False))
    assert (
        planned(silent, library, frameworks, tmp_path).questions[0].counts
        == planned(plain, library, frameworks, tmp_path).questions[0].counts
    )


@pytest.mark.parametrize(
    ("file", "content", "rule", "level"),
    [
        ("gone.jpg", None, "plan.picture_missing", Level.BLOCK),
        ("", None, "plan.picture_missing", Level.BLOCK),
        ("a.jpg", b"\xff\xd8 not one", "plan.picture_broken", Level.BLOCK),
        ("a.jpg", b"", "plan.picture_broken", Level.BLOCK),
        ("../secret.jpg", None, "plan.picture_missing", Level.BLOCK),
        ("/etc/passwd", None, "plan.picture_missing", Level.BLOCK),
        ("\\\\host\\share\\a.jpg", None, "plan.picture_missing", Level.BLOCK),
        ("a\0b.jpg", None, "plan.picture_missing", Level.BLOCK),
        ("n" * 5000, None, "plan.picture_missing", Level.BLOCK),
    ],
)
def test_trouble_is_a_finding_with_place_and_remedy(
    pack: Pack, library: Library, frameworks: Frameworks, tmp_path: Path, file: str, content: bytes | None, rule: str,
    level: Level,
) -> None:  # fmt: skip
    folder = tmp_path / "files"
    folder.mkdir()
    (tmp_path / "secret.jpg").write_bytes(photo())
    if content is not None:
        (folder / file).write_bytes(content)
    plan = planned(with_block(pack, file=file), library, frameworks, folder)
    (met,) = [item for item in plan.findings if item.rule.startswith("plan.picture")]
    assert (met.rule, met.level) == (rule, level)
    assert met.where.block == "p1"
    assert met.where.number == plan.questions[0].number
    assert met.message.endswith(".")
    assert met.remedy
    assert plan.questions[0].blocks[-1].withheld


def test_a_link_that_leads_out_of_the_folder_is_not_followed(
    pack: Pack, library: Library, frameworks: Frameworks, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (tmp_path / "secret.jpg").write_bytes(photo())
    (folder / "a.jpg").symlink_to(tmp_path / "secret.jpg")
    assert rules_of(planned(with_block(pack), library, frameworks, folder)) == {"plan.picture_missing": Level.BLOCK}


def test_one_without_words_or_of_another_content_is_doubted(
    pack: Pack, library: Library, frameworks: Frameworks, tmp_path: Path
) -> None:
    (tmp_path / "a.jpg").write_bytes(photo())
    plan = planned(with_block(pack, alternative=" ", sha256="0" * 64), library, frameworks, tmp_path)
    assert rules_of(plan) == {"plan.picture_changed": Level.WARN, "plan.picture_untold": Level.WARN}
    shown = plan.questions[0].blocks[-1].picture
    assert shown is not None
    assert shown.alternative  # Word and a screen reader get a sentence


def test_a_buyer_may_take_no_pictures(pack: Pack, library: Library, frameworks: Frameworks, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(photo())
    whole = changed(with_block(pack), rules=TenderRules(images_allowed=False))
    found = check_pack(planned(whole, library, frameworks, tmp_path), whole)
    assert [item.level for item in found if item.rule == "pack.pictures_forbidden"] == [Level.BLOCK]
    free = with_block(pack)
    assert not any(
        item.rule == "pack.pictures_forbidden"
        for item in check_pack(planned(free, library, frameworks, tmp_path), free)
    )


def test_a_text_refers_to_it(pack: Pack, library: Library, frameworks: Frameworks, tmp_path: Path) -> None:
    (tmp_path / "Garden day.jpg").write_bytes(photo())
    whole = with_block(pack, file="Garden day.jpg", caption="The garden")
    whole = add_block(whole, whole.questions[0].id, TextBlock(id="t", text="See [it](#garden-day)."))
    plan = planned(whole, library, frameworks, tmp_path)
    assert plan.questions[0].blocks[-1].paragraphs[0].text == "See Figure 1."


@pytest.mark.parametrize(
    ("file", "ref"), [("photos/Garden day.jpg", "garden-day"), ("2024.png", "picture-2024"), ("ü.png", "picture")]
)
def test_the_name_to_refer_by(file: str, ref: str) -> None:
    assert picture_ref(file) == ref


def test_a_picture_alone_is_no_proof(pack: Pack, library: Library, frameworks: Frameworks, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(photo())
    question = changed(pack.questions[0], blocks=(TextBlock(id="t", text="We do."),), limit=Limit(kind=LimitKind.NONE))
    whole = with_block(changed(pack, questions=(question,)))
    assert "pack.no_proof" in {item.rule for item in check_pack(planned(whole, library, frameworks, tmp_path), whole)}
