"""A first draft of an Easy Read copy from a story: its own sentences, apart; split only where that is safe.

Nothing is invented and no word of a person is changed. A sentence that stays too long is left for the writer.
"""

import re
from datetime import date

from alongside.i18n import _
from alongside.library.records import Story
from alongside.packs.easy_pictures import picture_for
from alongside.packs.easy_read import EasyRead, Idea

LONGEST = 15  # words of a sentence that needs no splitting (ER01)
_END = re.compile(r"[.!?][”\"’']?(?=\s+[“\"‘A-Z0-9]|\s*$)")
_SUBJECT = re.compile(r", (?:and|but|so) (?=(?:he|she|they|we|it|I|nobody|everybody) )", re.IGNORECASE)
_PARTS = (
    ("situation", _("How things were")),
    ("action", _("What we did")),
    ("what_person_said", _("What {name} said")),
    ("outcome", _("What is different now")),
    ("learning", _("What we learned")),
)


def draft(story: Story, provider: str, today: date, *, example: bool) -> EasyRead:
    """The draft of a story's copy. Who to ask is for the writer to fill in."""
    name = story.pseudonym or _("the person")
    ideas: list[Idea] = []
    for field, heading in _PARTS:
        begun = heading.format(name=name)
        for sentence in sentences(getattr(story, field)):
            quoted = "“" in sentence or '"' in sentence
            for text in (sentence,) if quoted else apart(sentence):
                changed = text != sentence or len(text.split()) > LONGEST
                ideas.append(
                    Idea(
                        id=f"i{len(ideas) + 1}",
                        text=text,
                        picture=picture_for(text, "talking" if quoted else "person"),
                        original=sentence if changed else "",
                        own_words=quoted,
                        heading=begun,
                    )
                )
                begun = ""
    return EasyRead(
        story=story.ref,
        title=story.title,
        about=_("This is a story about {name}.").format(name=name),
        made_by=_("This story is from {us}.").format(us=provider) if provider else "",
        ask="",
        supporter=_("Someone you trust can help you read this."),
        ideas=tuple(ideas),
        allowed=(story.pseudonym,) if story.pseudonym else (),
        example=example,
        updated_on=today,
    )


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text; what stands in quotation marks stays together with what leads up to it."""
    found: list[str] = []
    for paragraph in text.splitlines():
        start = 0
        for end in _END.finditer(paragraph):
            if paragraph.count("“", start, end.end()) > paragraph.count("”", start, end.end()):
                continue  # inside somebody's words
            found.append(paragraph[start : end.end()].strip())
            start = end.end()
        found.append(paragraph[start:].strip())
    return tuple(item for item in found if item)


def apart(sentence: str) -> tuple[str, ...]:
    """A long sentence as two or more, where a semicolon or a new subject parts it; else as it is."""
    if len(sentence.split()) <= LONGEST:
        return (sentence,)
    pieces = [piece for part in sentence.split("; ") for piece in _SUBJECT.split(part)]
    if len(pieces) == 1 or any(len(piece.split()) < 3 for piece in pieces):
        return (sentence,)
    return tuple(_sentence(piece) for piece in pieces)


def _sentence(piece: str) -> str:
    piece = piece.strip().rstrip(",")
    return f"{piece[:1].upper()}{piece[1:]}" if piece.endswith((".", "!", "?")) else f"{piece[:1].upper()}{piece[1:]}."
