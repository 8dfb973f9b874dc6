"""How long a finished document is: the words that Word counts in it, the pages of its layout and who laid them out."""

from dataclasses import dataclass

from alongside.i18n import _, ngettext
from alongside.packs.counting import count
from alongside.render.package import Parts, tree_of
from alongside.render.wordml import W, texts

_COUNTED = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")  # Word counts no headers and footers


@dataclass(frozen=True, slots=True)
class Length:
    """Of one document."""

    pages: int
    words: int
    maker: str  # who laid it out, as `PdfMaker` names it
    estimate: bool  # whether Word may come to other pages

    @property
    def text(self) -> str:
        """As a sentence says it."""
        said = _("{pages}, {words}").format(
            pages=ngettext("{n:,} page", "{n:,} pages", self.pages).format(n=self.pages),
            words=ngettext("{n:,} word", "{n:,} words", self.words).format(n=self.words),
        )
        return _("about {length}").format(length=said) if self.estimate else said


def words_of(parts: Parts) -> int:
    """The words of a document as Word counts them: body, tables, text boxes and notes, without the codes of fields."""
    said: list[str] = []
    for name in _COUNTED:
        if name in parts:
            tree = tree_of(parts[name], name)
            for code in tree.iter(f"{W}instrText", f"{W}delText"):
                code.text = None
            said += texts(tree)
    return count(said).words
