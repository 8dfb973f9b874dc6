"""What the library says for a block, before any edit."""

import hashlib

from alongside.library.library import Library
from alongside.library.records import Answer, Evidence, Record, Story
from alongside.packs.pack import AnswerBlock, Block, EvidenceBlock, StoryBlock

EVIDENCE_LENGTHS = ("claim", "100", "250", "500")
STORY_LENGTHS = ("60", "150", "300", "500")


def text_at(record: Record, length: str) -> str:
    """The record's ready text at a length; "" where the library has none."""
    if isinstance(record, Evidence):
        return {
            "claim": record.claim,
            "100": record.snippet_100,
            "250": record.snippet_250,
            "500": record.snippet_500,
        }.get(length, "")
    if isinstance(record, Story):
        return {"60": record.text_60, "150": record.text_150, "300": record.text_300, "500": record.text_500}.get(
            length, ""
        )
    return record.text if isinstance(record, Answer) else ""


def lengths_of(record: Record) -> tuple[str, ...]:
    """The lengths at which the library has a text for the record."""
    known = EVIDENCE_LENGTHS if isinstance(record, Evidence) else STORY_LENGTHS if isinstance(record, Story) else ()
    return tuple(length for length in known if text_at(record, length))


def library_text(block: Block, library: Library) -> str:
    """What the library says for a block; "" for typed text, figures, tables and unknown items."""
    if not isinstance(block, EvidenceBlock | StoryBlock | AnswerBlock):
        return ""
    record = library.get(block.ref)
    if record is None:
        return ""
    return text_at(record, block.length if isinstance(block, EvidenceBlock | StoryBlock) else "")


def paragraphs_of(text: str) -> tuple[str, ...]:
    """A text's paragraphs: each line that holds something is one; spaces at its ends go."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def version_of(record: Record) -> str:
    """A short mark of the record's texts: another as soon as one of them changes."""
    texts = [text_at(record, length) for length in (*EVIDENCE_LENGTHS, *STORY_LENGTHS)]
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:12]
