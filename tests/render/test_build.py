"""A pack's folder: whole, the same each time, and gone when stopped."""

import dataclasses
import json
from pathlib import Path

import pytest

from alongside import __version__
from alongside.errors import AlongsideError
from alongside.findings import Finding, Level, Place
from alongside.job_control import Cancelled, JobControl
from alongside.packs.plan import PackPlan
from alongside.packs.recipes import load_recipe
from alongside.render.build import Built, build_pack
from alongside.render.document import render_document
from alongside.render.manifest import Inputs
from alongside.render.package import read_parts
from alongside.render.verify import verify

INPUTS = Inputs(library_sha256="1" * 64, pack_sha256="2" * 64)
BOTH = ("tender_response", "inspection_narrative")


def built(plan: PackPlan, templates: Path, target: Path, **more: object) -> Built:
    more = {"final": False, "pdf": False, "job": JobControl(), "inputs": INPUTS} | more
    recipe = load_recipe(templates / "recipes", plan.recipe)
    return build_pack(plan, recipe, templates, target, **more)


@pytest.mark.parametrize("name", BOTH)
def test_building_twice_gives_the_same_bytes(plans, templates, tmp_path, name):
    first = built(plans[name], templates, tmp_path / "a", pdf=True)
    second = built(plans[name], templates, tmp_path / "b", pdf=True)
    assert first.files == second.files
    assert first.findings == ()
    for file in first.files:
        assert (first.folder / file).read_bytes() == (second.folder / file).read_bytes(), file
    assert sorted(path.name for path in first.folder.iterdir()) == sorted(first.files)
    assert verify(first.folder) == ()


@pytest.mark.parametrize("name", BOTH)
def test_every_output_is_valid_word(plans, templates, tmp_path, assert_valid_docx, name):
    made = built(plans[name], templates, tmp_path / "a")
    for file in made.files:
        if file.endswith(".docx"):
            assert_valid_docx(made.folder / file)


@pytest.mark.office
@pytest.mark.parametrize("name", BOTH)
def test_every_output_opens_in_libreoffice(plans, templates, tmp_path, soffice, name):
    made = built(plans[name], templates, tmp_path / "a")
    for file in made.files:
        if file.endswith(".docx"):
            assert soffice(made.folder / file).read_bytes().startswith(b"%PDF-")


def test_the_manifest_says_what_it_was_made_from(plans, templates, tmp_path):
    plan = plans["tender_response"]
    warn = Finding(rule="output.replaced_character", level=Level.WARN, where=Place(), message="x")
    made = built(plan, templates, tmp_path / "a", findings=(warn,))
    text = (made.folder / "manifest.json").read_text(encoding="utf-8")
    listed = json.loads(text)
    assert list(listed) == sorted(listed)
    assert (listed["library_sha256"], listed["pack_sha256"]) == ("1" * 64, "2" * 64)
    assert listed["app_version"] == __version__
    assert listed["day"] == plan.day.isoformat()
    assert (listed["final"], listed["example"]) == (False, True)
    assert listed["framework"]["checked_on"] == plan.framework.checked_on
    assert {item["ref"]: item["version"] for item in listed["items"]} == {
        source.ref: source.version for source in plan.sources
    }
    assert set(listed["templates"]) == {
        "tender_response.docx",
        "covering_letter.docx",
        "evidence_index.docx",
        "story_sheet.docx",
    }
    assert listed["findings"] == {"block": 0, "warn": 1, "info": 0}
    assert set(listed["outputs"]) == set(made.files) - {"manifest.json"}
    assert str(tmp_path) not in text
    assert "/" not in text.replace("</", "")
    for story in plan.stories:
        assert story.pseudonym not in text


def test_a_document_is_left_out_where_the_plan_has_nothing_for_it(plans, templates, tmp_path):
    plan = dataclasses.replace(plans["tender_response"], stories=(), letter=())
    assert built(plan, templates, tmp_path / "a").files == (
        "tender_response.docx",
        "evidence_index.docx",
        "manifest.json",
    )
    inspection = dataclasses.replace(plans["inspection_narrative"], tables={})
    assert "restriction_register.docx" not in built(inspection, templates, tmp_path / "b").files


def test_a_stopped_build_leaves_nothing_behind(plans, templates, tmp_path):
    job = JobControl(report=lambda _progress: job.cancel())
    with pytest.raises(Cancelled):
        built(plans["tender_response"], templates, tmp_path / "pack", job=job)
    assert list(tmp_path.iterdir()) == []


def test_a_stopped_build_leaves_the_older_result(plans, templates, tmp_path):
    made = built(plans["tender_response"], templates, tmp_path / "pack")
    before = {path.name: path.read_bytes() for path in made.folder.iterdir()}
    job = JobControl()

    def stop_late(progress: object) -> None:
        if progress.done == progress.total:
            job.cancel()

    job = JobControl(report=stop_late)
    with pytest.raises(Cancelled):
        built(plans["tender_response"], templates, tmp_path / "pack", pdf=True, job=job)
    assert {path.name: path.read_bytes() for path in made.folder.iterdir()} == before
    assert list(tmp_path.iterdir()) == [made.folder]


def test_progress_is_told_for_each_document(plans, templates, tmp_path):
    told = []
    built(plans["tender_response"], templates, tmp_path / "pack", job=JobControl(report=told.append))
    assert [(step.done, step.total, step.what) for step in told] == [
        (1, 4, "Tender response"), (2, 4, "Covering letter"), (3, 4, "Evidence index"), (4, 4, "Story sheet"),
    ]  # fmt: skip


def test_a_final_pack_with_a_block_is_refused_and_a_draft_is_not(plans, templates, tmp_path):
    block = Finding(rule="output.lost_text", level=Level.BLOCK, where=Place(number="Q01"), message="No permission.")
    with pytest.raises(AlongsideError) as caught:
        built(plans["tender_response"], templates, tmp_path / "pack", final=True, findings=(block, block))
    assert "No permission." in caught.value.what
    assert "1 more" in caught.value.what
    assert list(tmp_path.iterdir()) == []
    made = built(plans["tender_response"], templates, tmp_path / "pack", findings=(block,))
    assert json.loads((made.folder / "manifest.json").read_text())["findings"]["block"] == 1


def test_a_draft_is_watermarked_and_a_final_is_not(plans, templates):
    plan = dataclasses.replace(plans["tender_response"], example=False)
    recipe = load_recipe(templates / "recipes", plan.recipe)
    document = recipe.documents[0]

    def said(*, final: bool) -> bytes:
        data = render_document(plan, recipe, document, templates, final=final)
        return b"".join(read_parts(data, "x").values())

    assert b"DRAFT" in said(final=False)
    assert b"DRAFT" not in said(final=True)


def test_a_missing_template_is_told(plans, templates, tmp_path):
    recipe = load_recipe(templates / "recipes", "tender_response")
    with pytest.raises(AlongsideError) as caught:
        build_pack(
            plans["tender_response"],
            recipe,
            tmp_path,
            tmp_path / "x",
            final=False,
            pdf=False,
            job=JobControl(),
            inputs=INPUTS,
        )
    assert caught.value.where == "tender_response.docx"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("file", ["../x.docx", "x.txt", "tender_response.docx"])
def test_a_recipe_cannot_write_elsewhere(plans, templates, tmp_path, file):
    recipe = load_recipe(templates / "recipes", "tender_response")
    documents = (recipe.documents[0], dataclasses.replace(recipe.documents[2], file=file))
    with pytest.raises(AlongsideError):
        build_pack(
            plans["tender_response"], dataclasses.replace(recipe, documents=documents), templates, tmp_path / "x",
            final=False, pdf=False, job=JobControl(), inputs=INPUTS,
        )  # fmt: skip
    assert list(tmp_path.iterdir()) == []


def test_a_text_that_no_document_prints_is_told_and_stops_a_final(plans, templates, tmp_path):
    plan = plans["tender_response"]
    recipe = load_recipe(templates / "recipes", plan.recipe)
    short = dataclasses.replace(recipe, documents=recipe.documents[2:])  # without the response itself
    made = build_pack(plan, short, templates, tmp_path / "a", final=False, pdf=False, job=JobControl(), inputs=INPUTS)
    lost = [item for item in made.findings if item.rule == "output.lost_text"]
    assert any(item.where.number == "Q01" for item in lost)
    with pytest.raises(AlongsideError):
        build_pack(plan, short, templates, tmp_path / "b", final=True, pdf=False, job=JobControl(), inputs=INPUTS)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_inputs_are_read_from_files(tmp_path):
    (tmp_path / "a").write_bytes(b"")
    digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert Inputs.of(tmp_path / "a", tmp_path / "a") == Inputs(digest, digest)
    with pytest.raises(AlongsideError):
        Inputs.of(tmp_path / "b", tmp_path / "a")
