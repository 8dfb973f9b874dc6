"""Changes to an Easy Read copy, each a pure function from copy to copy; undo is keeping the copy before."""

from collections.abc import Callable

import msgspec

from alongside.packs.easy_read import EasyRead, Idea, Term, Tested


def _with(copy: EasyRead, **fields: object) -> EasyRead:
    return msgspec.structs.replace(copy, **fields)


def with_idea(copy: EasyRead, idea_id: str, change: Callable[[Idea], Idea]) -> EasyRead:
    """The copy with one idea changed. KeyError for an unknown one."""
    _place(copy, idea_id)
    return _with(copy, ideas=tuple(change(item) if item.id == idea_id else item for item in copy.ideas))


def set_idea(copy: EasyRead, idea_id: str, **fields: object) -> EasyRead:
    """The copy with some fields of one idea replaced; where its text changes, what it was made from is kept."""

    def change(idea: Idea) -> Idea:
        if "text" in fields and not idea.original and fields["text"] != idea.text:
            fields.setdefault("original", idea.text)
        return msgspec.structs.replace(idea, **fields)

    return with_idea(copy, idea_id, change)


def add_idea(copy: EasyRead, idea: Idea, after: str = "") -> EasyRead:
    """The copy with one more idea, at the end or after another."""
    at = _place(copy, after) + 1 if after else len(copy.ideas)
    return _with(copy, ideas=(*copy.ideas[:at], idea, *copy.ideas[at:]))


def remove_idea(copy: EasyRead, idea_id: str) -> EasyRead:
    """The copy without one idea; the heading that began there goes to the next one of its part."""
    at = _place(copy, idea_id)
    rest = [*copy.ideas[:at], *copy.ideas[at + 1 :]]
    heading = copy.ideas[at].heading
    if heading and at < len(rest) and not rest[at].heading:
        rest[at] = msgspec.structs.replace(rest[at], heading=heading)
    return _with(copy, ideas=tuple(rest))


def move_idea(copy: EasyRead, idea_id: str, by: int) -> EasyRead:
    """The copy with one idea so many places further down; the headings stay where they are."""
    at = _place(copy, idea_id)
    to = max(0, min(len(copy.ideas) - 1, at + by))
    headings = [idea.heading for idea in copy.ideas]
    ideas = list(copy.ideas)
    ideas.insert(to, ideas.pop(at))
    return _with(
        copy,
        ideas=tuple(
            msgspec.structs.replace(idea, heading=heading) for idea, heading in zip(ideas, headings, strict=True)
        ),
    )


def set_words(copy: EasyRead, words: tuple[Term, ...]) -> EasyRead:
    """The copy with another word list."""
    return _with(copy, words=words)


def set_tested(copy: EasyRead, tested: Tested) -> EasyRead:
    """The copy with who went through it, when, and what changed."""
    return _with(copy, tested=tested)


def set_fields(copy: EasyRead, **fields: object) -> EasyRead:
    """The copy with other words on its first page, another profile, another day."""
    return _with(copy, **fields)


def _place(copy: EasyRead, idea_id: str) -> int:
    return {idea.id: at for at, idea in enumerate(copy.ideas)}[idea_id]
