"""templates/README.md, written from the recipes: `python -m alongside.render.documentation [FOLDER]`."""

import sys
from collections.abc import Sequence
from pathlib import Path

from alongside.i18n import _
from alongside.packs.recipes import Document, Recipe, Word, load_recipe, recipe_names
from alongside.render import report_words

_HEAD = """\
# Templates

Each file here is an ordinary Word file. Open it in Word, change its styles, its cover or its sentences, save it: the
next pack looks like that. What stands between `{{` and `}}` is filled from the pack; what stands between `{%` and `%}`
repeats or leaves out a part.

- All formatting is in named styles: change “Body Text”, “Heading 1”, “Alongside Question”, “Person Words”, “Table
  Text” and so on once, and every page follows.
- `{%p for question in questions %}` ... `{%p endfor %}`: repeat the paragraphs between. `{%tr ... %}` repeats a row of
  a table, `{%tc ... %}` a cell. The line, row or cell that holds such a tag does not appear in the document.
- `{%p if pack.period %}` ... `{%p endif %}`: only where there is something.
- Beside what is written here a template has no words. A word it does not know stops the build and is named.
- A text may hold **bold**, *italic*, lists (“- ” or “1. ”, two spaces more for the next of three levels), quotations
  (“> ”), small tables of “|”, links in the form [words](https://...), and references in the form [words](#id) to a
  table, chart or picture of the pack by its id. They come out in “List Bullet”, “List Number 2”, “Quote”, “Hyperlink”,
  “Alongside Table” and so on. What is not clearly meant so stays as it was typed.
- A check box or another content control (Word's Developer tab) is filled where its tag or title is a word without
  `[]`, such as `pack.title`: in the body, tables, headers and footers. A check box is on where the word says yes or
  holds anything; tagged `document.status=Final`, where the word is that text. The recipe may give other names to words
  in a table of its own: `[controls]`, then `Provider = "pack.provider"`. In a repetition, type the sign into the box:
  `{% if paragraph.text %}☒{% else %}☐{% endif %}`. All other controls stay for whoever gets the document.
- A chart or picture may stand in the body or a table, a picture in a header or a footer too, in a paragraph of its own.
  Word also shows charts in headers and footers, but the standard (ECMA-376-1, 14.2.1) has them in the body alone and
  other programs keep to it; Word has none in footnotes, endnotes and comments. `template check` says where one is.
- A caption may carry the bookmark `_RefTable`, `_RefFigure` (of a chart) or `_RefPicture`; each gets its own number.
- The raised number of the evidence stands straight after the text, without a space, so that Word counts the same
  words as the buyer.
- The word across a draft is Word's own watermark, in the header; it is not there in a final document.
- Check a template after changing it: `alongside template check templates/tender_response.docx`.

`templates/make/build.py` makes the files as they came. This page is made from `templates/recipes`, and
for reports from the program (`python -m alongside.render.documentation`); change the recipes, not this page.
"""


def readme(folder: Path) -> str:
    """The page for the recipes in `folder`/recipes. Raises AlongsideError for a recipe that cannot be read."""
    recipes = [load_recipe(folder / "recipes", name) for name in recipe_names(folder / "recipes")]
    parts = [_HEAD]
    for recipe in recipes:
        parts += [_summary(recipe)]
    for file in dict.fromkeys(document.template for recipe in recipes for document in recipe.documents):
        parts.append(_template(file, recipes))
    parts.append(_words_of(report_words.TEMPLATE, report_words.TITLE, report_words.WORDS))
    return "\n".join(parts)


def _summary(recipe: Recipe) -> str:
    conditions = {
        "": "", "stories": _("where the pack tells a story"), "letter": _("where the pack has a letter"),
        "register": _("where the register has something to show"),
    }  # fmt: skip
    lines = [f"## {recipe.title}", "", recipe.help, "", "| Document | Template | Written |", "|---|---|---|"]
    for item in recipe.documents:
        when = conditions.get(item.only_if, item.only_if) or _("always")
        lines.append(_row(item.title, f"[{item.template}](#{_anchor(item.template)})", when))
    return "\n".join([*lines, ""])


def _template(file: str, recipes: Sequence[Recipe]) -> str:
    words: dict[str, Word] = {}
    users = [(recipe, item) for recipe in recipes for item in recipe.documents if item.template == file]
    for recipe, document in users:
        for word in recipe.words_of(document):
            words.setdefault(word.name, word)
    used = ", ".join(dict.fromkeys(_called(recipe, document) for recipe, document in users))
    return _words_of(file, used, tuple(words.values()))


def _words_of(file: str, used: str, words: Sequence[Word]) -> str:
    lines = [
        f"## {file}",
        "",
        _("For: {used}.").format(used=used),
        "",
        "| Word | What it is | Example |",
        "|---|---|---|",
    ]
    lines += [_row(f"`{word.name}`", word.help, word.example) for word in words]
    return "\n".join([*lines, ""])


def _called(recipe: Recipe, document: Document) -> str:
    return f"{document.title} ({recipe.title.lower()})"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _anchor(heading: str) -> str:
    return "".join(letter for letter in heading.lower() if letter.isalnum() or letter in "-_")


def main(arguments: Sequence[str]) -> None:
    """Write README.md into the folder of templates."""
    folder = Path(arguments[0]) if arguments else Path("templates")
    (folder / "README.md").write_text(readme(folder), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
