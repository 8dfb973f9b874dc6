"""Every fault in one go, each with its place; and what a template needs, in plain words."""

import shutil
import time

import pytest

from alongside.errors import AlongsideError
from alongside.packs.recipes import Word, load_recipe, recipe_names
from alongside.render.document import rendered
from alongside.render.needs import needs, needs_lines
from alongside.render.template import PackTemplate
from alongside.render.tried import examples, tried


def test_all_faults_are_told_with_paragraph_and_cell(make):
    path = make(
        "Fine: {{ a }}",
        "First {{ titel }} here",
        "{%p for x in rowz %}",
        "{{ x }}",
        "{%p endfor %}",
        "Sum {{ a + 1 }}",
        table=[["ok", "{%tr for r in rows %}"], ["{{ r.nam }}", "{{ a }}"], ["{%tr endfor %}", ""]],
        header="{{ nowhere }}",
    )
    found = tried(path, {"a": "text", "title": "T", "rows": [{"name": "n"}]})
    told = [(item.rule, item.where.part, item.where.paragraph, item.where.cell) for item in found]
    assert told == [
        ("template.unknown_word", "body", 2, None),
        ("template.unknown_word", "body", 3, None),
        ("template.not_allowed", "body", 6, None),
        ("template.unknown_word", "body", 9, "table 1, row 2, cell 1"),
        ("template.unknown_word", "header 1", 1, None),
    ]
    assert "“titel”" in found[0].message
    assert "First" in found[0].message
    assert "title" in found[0].remedy
    assert all(item.remedy and item.where.template == "small.docx" for item in found)


def test_what_can_be_filled_has_no_faults(make):
    path = make("{{ a }}", table=[["{%tr for r in rows %}"], ["{{ r.name }}"], ["{%tr endfor %}"]])
    words = {"a": 1, "rows": [{"name": "n"}]}
    assert tried(path, words) == ()
    PackTemplate(path).fill(words)


def test_examples_of_a_recipe_fill_a_template():
    words = [
        Word("pack.title", "", "T"),
        Word("questions[].heading", "", "H"),
        Word("questions[].blocks[].text", "", "B"),
        Word("letter[]", "", "Dear"),
    ]
    assert examples(words) == {
        "pack": {"title": "T"},
        "questions": [{"heading": "H", "blocks": [{"text": "B"}]}],
        "letter": ["Dear"],
    }


def test_the_products_own_templates_can_be_filled_with_the_examples_of_their_recipes(templates):
    for name in recipe_names(templates / "recipes"):
        recipe = load_recipe(templates / "recipes", name)
        for document in recipe.documents:
            words = recipe.words_of(document)
            assert tried(templates / document.template, examples(words)) == (), document.template
            assert all(need.known for need in needs(templates / document.template, words)), document.template


def test_needs_are_said_without_jinja(make):
    path = make("{{ pack.title }} {{ pack.titel }}", "{%p for q in questions %}", "{{ q.heading }}", "{%p endfor %}")
    words = [
        Word("pack.title", "What it is about.", "Lot 2"),
        Word("questions[].heading", "A short heading.", "H"),
    ]
    found = needs(path, words)
    assert [(item.word, item.is_list, item.known, item.near) for item in found] == [
        ("pack.titel", False, False, "pack.title"),
        ("pack.title", False, True, ""),
        ("questions", True, True, ""),
        ("questions[].heading", False, True, ""),
    ]
    text = "\n".join(needs_lines(found))
    assert "{" not in text
    assert "title of the pack: What it is about. (such as “Lot 2”)" in text
    assert "titel of the pack: not offered; did you mean “pack.title”?" in text
    assert "a list of questions" in text
    assert "      heading: A short heading." in text
    assert all(item.known is None for item in needs(path))


def test_a_build_that_stops_tells_all_that_would_stop_it(make, plans, templates):
    recipe = load_recipe(templates / "recipes", "tender_response")
    document = recipe.document("covering_letter")
    path = make("{{ documant.title }}", "{{ nowhere }}", name=document.template)
    with pytest.raises(AlongsideError) as caught:
        rendered(plans["tender_response"], recipe, document, path.parent, final=False)
    assert "“documant”" in caught.value.what
    assert "“nowhere”" in caught.value.what
    assert caught.value.where == f"{document.template}, body, paragraph 1"
    assert "paragraph 2" in caught.value.what


def test_of_a_template_of_thousands_of_words_not_all_faults_are_looked_for(make, monkeypatch):
    """Each further fault takes another filling; a bound ends that after the first that is past it."""
    path = make(*(f"{{{{ v{number} }}}} and {{% if v{number} %}}x{{% endif %}}" for number in range(40)))
    monkeypatch.setattr("alongside.render.tried.SECONDS", 60.0)
    assert len(tried(path, {})) == 40
    monkeypatch.setattr("alongside.render.tried.SECONDS", 0.0)
    assert [item.where.paragraph for item in tried(path, {})] == [1]


def test_thousands_of_unknown_words_stop_a_build_within_seconds(make, plans, templates, tmp_path):
    path = make(*(f"{{{{ v{number} }}}} and {{% if v{number} %}}x{{% endif %}}" for number in range(1500)))
    recipe = load_recipe(templates / "recipes", "tender_response")
    shutil.copy(path, tmp_path / recipe.documents[0].template)
    begun = time.process_time()
    with pytest.raises(AlongsideError, match="v0"):
        rendered(plans["tender_response"], recipe, recipe.documents[0], tmp_path, final=False)
    assert time.process_time() - begun < 8
