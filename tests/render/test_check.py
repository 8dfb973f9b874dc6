"""A template is checked: everything at once, each with its place."""

import time
import zipfile
from functools import partial

import pytest

from alongside.errors import AlongsideError
from alongside.findings import Level
from alongside.packs.recipes import load_recipe
from alongside.render.check import check_template

WORDS = frozenset({"pack.title", "questions[].number", "questions[].blocks[].text", "letter[]"})


def rules(found):
    return [item.rule for item in found]


def test_the_products_own_templates_have_nothing_wrong(templates):
    for name in ("tender_response", "inspection_narrative"):
        recipe = load_recipe(templates / "recipes", name)
        for document in recipe.documents:
            words = frozenset(word.name for word in recipe.words_of(document))
            found = check_template(templates / document.template, words)
            assert [item for item in found if item.level is not Level.INFO] == [], document.template


def test_every_fault_is_told_with_its_place(make):
    path = make(
        "{{ pack.titel }}",
        "fine {{ pack.title }}",
        "text beside {%p if letter %}",
        "{%p endif %}",
        table=[["x", "{{ nope }}"], ["{%tr for q in questions %}", ""], ["{{ q.numbr }}", ""], ["{%tr endfor %}", ""]],
        header="{{ nope }}",
        name="mine.docx",
    )
    found = check_template(path, WORDS)
    assert {item.where.template for item in found} == {"mine.docx"}
    told = {(item.rule, item.where.part, item.where.paragraph, item.where.cell) for item in found}
    assert ("template.unknown_word", "body", 1, None) in told
    assert ("template.loses_text", "body", 3, None) in told
    assert ("template.unknown_word", "body", 6, "table 1, row 1, cell 2") in told
    assert ("template.unknown_word", "body", 9, "table 1, row 3, cell 1") in told
    unused = sorted(item.message for item in found if item.rule == "template.unused_word")
    assert len(unused) == 3  # blocks[].text, letter[] and number
    remedies = " ".join(item.remedy for item in found)
    assert "“pack.title”" in remedies
    assert "“questions[].number”" in remedies


def test_a_repetition_that_is_never_closed_puts_the_blame_on_no_other_field(make):
    path = make(
        "{%p for q in questions %}",
        "{{ q.number }}",
        "{%p for line in letter %}",
        "{{ line }}",
        "{%p endfor %}",
        header="{{ nope }}",
    )
    told = {(item.rule, item.where.part) for item in check_template(path, WORDS)}
    assert told == {("template.fault", "body"), ("template.unknown_word", "header 1")}


def test_without_words_any_word_will_do(make):
    assert check_template(make("{{ whatever.you.like }}"), None) == ()


@pytest.mark.parametrize(
    ("field", "rule"),
    [
        ("{{ a", "template.fault"),
        ("{% if a %}", "template.fault"),
        ("{% endfor %}", "template.fault"),
        ("{{ a b }}", "template.fault"),
        ("{{ a|nothing }}", "template.fault"),
        ("{%tr for a in b %}", "template.fault"),
        ("{{ a|safe }}", "template.not_allowed"),
        ("{% macro m() %}{% endmacro %}", "template.not_allowed"),
        ("{{ a.__class__ }}", "template.not_allowed"),
        ("{{ range(9) }}", "template.not_allowed"),
    ],
)
def test_each_kind_of_fault(make, field, rule):
    assert rule in rules(check_template(make(f"x {field}", "y"), None))


def test_a_link_to_the_outside_is_told(corpora):
    for name in ("remote_image", "remote_ole_link", "remote_altchunk", "javascript_links"):
        assert rules(check_template(corpora / "hostile" / f"own__{name}.docx", None)) == ["template.outside_link"], name


def test_hostile_files_end_soon_and_plainly(corpora, refused):
    for path in sorted((corpora / "hostile").iterdir()):
        began = time.process_time()
        error = refused(partial(check_template, path, WORDS))
        assert error is None or (error.where.startswith(path.name) and error.remedy), path.name
        assert time.process_time() - began < 20, path.name


def test_real_documents_are_checked_without_a_traceback(corpora, refused):
    for path in sorted((corpora / "docx_real").iterdir()):
        if path.stat().st_size > 400_000:
            continue
        error = refused(partial(check_template, path, None))
        assert error is None or error.where.startswith(path.name), path.name


@pytest.mark.parametrize(
    "text", ["{{ " * 30_000, "{# " + "x " * 200_000, "{% if a %}" * 30_000, "{%tr if a %}" * 15_000]
)
def test_a_template_made_to_be_slow_is_not_waited_for(make, text):
    path = make(*([text] if len(text) < 100_000 else [text[:200_000], "y"]), *(["x"] * 2_000))
    began = time.perf_counter()
    try:
        found = check_template(path, None)
    except AlongsideError:
        found = ()
    assert time.perf_counter() - began < 10
    assert all(item.rule.startswith("template.") for item in found)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(AlongsideError):
        check_template(tmp_path / "nothing.docx", None)


def test_a_zip_that_is_no_document_is_told(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.docx", "w") as archive:
        archive.writestr("a", "b")
    with pytest.raises(AlongsideError):
        check_template(tmp_path / "x.docx", None)
