"""What a note at a claim says: where it comes from, of when, and of how many."""

from alongside.i18n import _
from alongside.packs.formatted import FormattedText, Note, Piece, Run
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


def reference(source: Source, references: References) -> str:
    """What stands behind a claim: its number in the evidence index, or a note in its place.

    Where a document can hold no note, the number is printed.
    """
    number = str(source.number)
    if references is References.INDEX:
        return number
    note = Note(note_text(source), at_end=references is References.ENDNOTES)
    return FormattedText((Piece((Run(number, note=note),)),))
