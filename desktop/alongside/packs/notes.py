"""What a note at a claim says: where it comes from, of when, and of how many."""

from dataclasses import replace

from alongside.i18n import _
from alongside.packs.formatted import FormattedText, Note, Piece, Run, is_table, pieces_of
from alongside.packs.measures import shown_period
from alongside.packs.pack import References
from alongside.packs.plan import Source


def note_text(source: Source) -> str:
    """One sentence: the record, its kind, its period or day, n, its ref."""
    kind = source.kind if source.kind.lower() not in source.title.lower() else ""
    size = _("n = {n}").format(n=f"{source.n:,}") if source.n else ""
    when = shown_period(source.period_from, source.dated)
    told = ", ".join(part for part in (source.title.rstrip("."), kind, when, size) if part)
    return _("{told} ({ref}).").format(told=told, ref=source.ref)


def bracketed(source: Source) -> str:
    """The number as running text, straight after the words: a space would be one word more to Word's count."""
    return f"[{source.number}]"


def with_bracket(text: str, bracket: str) -> str:
    """A paragraph with the reference at its end, in the look of its words."""
    if not bracket or is_table(text):
        return text
    *before, last = pieces_of(text)
    runs = (*last.runs, Run(bracket))
    if not before and last.is_plain:
        return f"{text}{bracket}"
    return FormattedText((*before, replace(last, runs=runs)))


def reference(source: Source, references: References) -> str:
    """What stands behind a claim: its number in the evidence index, or a note in its place.

    Where a document can hold no note, the number is printed.
    """
    number = str(source.number)
    if references is References.INDEX:
        return number
    if references is References.BRACKETS:
        return bracketed(source)
    note = Note(note_text(source), at_end=references is References.ENDNOTES)
    return FormattedText((Piece((Run(number, note=note),)),))
