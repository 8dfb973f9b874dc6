"""Changes to a pack, each a pure function from pack to pack; undo is keeping the pack before."""

from collections.abc import Callable
from secrets import token_hex

from alongside.packs.pack import (
    AnswerBlock,
    Block,
    EvidenceBlock,
    HeadingBlock,
    Pack,
    Question,
    StoryBlock,
    TextBlock,
    changed,
)


def new_id() -> str:
    """An id for a question or block: short, unlikely to meet another, saying nothing."""
    return token_hex(4)


def question_of(pack: Pack, question_id: str) -> Question:
    """The question with that id. KeyError for an unknown one."""
    return {question.id: question for question in pack.questions}[question_id]


def with_question(pack: Pack, question_id: str, change: Callable[[Question], Question]) -> Pack:
    """The pack with one question changed. KeyError for an unknown one."""
    question_of(pack, question_id)
    questions = tuple(change(item) if item.id == question_id else item for item in pack.questions)
    return changed(pack, questions=questions)


def add_block(pack: Pack, question_id: str, block: Block, at: int | None = None) -> Pack:
    """The pack with a block put into a question, at the end unless `at` says where."""

    def add(question: Question) -> Question:
        place = len(question.blocks) if at is None else at
        return changed(question, blocks=(*question.blocks[:place], block, *question.blocks[place:]))

    return with_question(pack, question_id, add)


def remove_block(pack: Pack, question_id: str, block_id: str) -> Pack:
    """The pack without one block."""
    return with_question(
        pack, question_id, lambda q: changed(q, blocks=tuple(item for item in q.blocks if item.id != block_id))
    )


def move_block(pack: Pack, question_id: str, block_id: str, to: int) -> Pack:
    """The pack with one block moved so that it stands at index `to` of its question."""

    def move(question: Question) -> Question:
        moved = next(item for item in question.blocks if item.id == block_id)
        rest = [item for item in question.blocks if item.id != block_id]
        place = max(0, min(to, len(rest)))
        return changed(question, blocks=(*rest[:place], moved, *rest[place:]))

    return with_question(pack, question_id, move)


def replace_block(pack: Pack, question_id: str, block: Block) -> Pack:
    """The pack with the block of the same id replaced."""
    return with_question(
        pack,
        question_id,
        lambda q: changed(q, blocks=tuple(block if item.id == block.id else item for item in q.blocks)),
    )


def set_length(pack: Pack, question_id: str, block_id: str, length: str) -> Pack:
    """The pack with a library item at another length; an edit of the old length's text is dropped (undo has it)."""
    block = _block(pack, question_id, block_id)
    if not isinstance(block, EvidenceBlock | StoryBlock):
        raise TypeError("only evidence and stories have lengths")
    return replace_block(pack, question_id, changed(block, length=length, text=None, original=None))


def set_text(pack: Pack, question_id: str, block_id: str, text: str, *, library_text: str = "") -> Pack:
    """The pack with a block's text as the writer wants it.

    A library item keeps what the library said beside the edit; text equal to the library's is no edit.
    """
    block = _block(pack, question_id, block_id)
    if isinstance(block, TextBlock | HeadingBlock):
        return replace_block(pack, question_id, changed(block, text=text))
    if isinstance(block, EvidenceBlock | StoryBlock | AnswerBlock):
        if text == library_text:
            return replace_block(pack, question_id, changed(block, text=None, original=None))
        return replace_block(pack, question_id, changed(block, text=text, original=block.original or library_text))
    raise TypeError("figures and tables have no text of their own")


def _block(pack: Pack, question_id: str, block_id: str) -> Block:
    return {item.id: item for item in question_of(pack, question_id).blocks}[block_id]


def add_question(pack: Pack, question: Question) -> Pack:
    """The pack with one more question at the end."""
    return changed(pack, questions=(*pack.questions, question))


def remove_question(pack: Pack, question_id: str) -> Pack:
    """The pack without one question and all that answered it. KeyError for an unknown one."""
    question_of(pack, question_id)
    return changed(pack, questions=tuple(item for item in pack.questions if item.id != question_id))
