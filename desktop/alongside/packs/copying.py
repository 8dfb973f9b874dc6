"""A record taken from one library into another: what goes with it, what stays behind, and whether consent may follow.

Permission was given to somebody for something. It goes along only into a library of the same provider, only for the
uses that are named, and only where it covers them on the day; else the copy arrives as not consented.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.library.editing.changes import AddRecord, Value, record_added
from alongside.library.editing.draft import next_id
from alongside.library.library import Library
from alongside.library.records import CONSENT_SCOPES, Answer, Evidence, Record, Service, Story, Usage, columns_of
from alongside.packs.consent import refusal

# What was agreed and tested for one use, in one place: asked again, or not known there.
_CONSENT = (
    "consent_type", "consent_scope", "consent_identifiable", "consent_given_on", "consent_expires_on",
    "consent_witness_role", "explained_in_format", "lawful_basis", "art9_condition", "capacity_for_this_decision",
    "capacity_assessed_on", "assessed_by_role", "next_check_in_with_person",
    "told_answer", "told_on", "told_format", "told_supporter",
)  # fmt: skip
_TESTED = ("anonymisation_checked_by", "anonymisation_checked_on")  # against the neighbours of another place
_LEFT = frozenset({"used_in", "created_on", "updated_on", "owner_role", "status", "source_doc"})


@dataclass(frozen=True, slots=True)
class Copy:
    """A record ready to be added to another library."""

    ref: str  # its id there
    change: AddRecord
    files: tuple[str, ...]  # to be copied too; they keep their names unless those are taken
    said: tuple[str, ...]  # whole sentences: what was left behind and why


def copied(
    record: Record,
    source: Library,
    target: Library,
    today: date,
    *,
    uses: Collection[str] = (),
    taken: Collection[str] = (),
) -> Copy:
    """The record as it is to arrive in `target`.

    `uses`: what a story will be used for there, as words of `consent_scope`. `taken`: ids that are given out already.
    Raises AlongsideError for what is never copied: a withdrawn record, or one of a sheet the program keeps itself.
    """
    if isinstance(record, Usage | Service):
        raise AlongsideError(
            _("Rows of the sheet {sheet} are not copied: they belong to their own library.").format(sheet=record.sheet),
            where=record.ref,
        )
    if record.status == "withdrawn" or (isinstance(record, Story) and record.withdrawn_on is not None):
        raise AlongsideError(
            _("It is withdrawn, and what is withdrawn is not copied."),
            where=record.ref,
            remedy=_("Choose something else in its place."),
        )
    said: list[str] = []
    if isinstance(record, Answer) and record.story_refs:
        raise AlongsideError(
            _("It draws on stories ({refs}), whose permissions would no longer govern it.").format(
                refs=", ".join(record.story_refs)
            ),
            where=record.ref,
            remedy=_("Copy the stories, and write the answer anew from them."),
        )
    same = same_provider(source, target)
    person = next(
        (item.heading for item in columns_of(type(record)) if item.person and getattr(record, item.heading)), ""
    )
    if person and not same and not isinstance(record, Story):
        raise AlongsideError(
            _("It is about one person, and the other library is of another provider, or does not say of which."),
            where=record.ref,
            remedy=_("Say on the sheet about, under “provider”, whose each library is."),
        )
    ref = next_id(target, record.sheet, taken)
    values: dict[str, Any] = {
        column.heading: getattr(record, column.heading)
        for column in columns_of(type(record))
        if column.heading not in _LEFT
    }
    values[record.id_field] = ref
    if person and not same:
        values[person] = ""  # a code means something only to whoever keeps its key
    _without_strangers(record, target, values, said)
    if isinstance(record, Story):
        said += _consent(record, uses, today, values, same=same)
    values |= {
        "status": "draft",
        "created_on": today,
        "updated_on": today,
        "source_doc": provenance(record, source, today),
    }
    return Copy(ref, record_added(record.sheet, _filled(values)), tuple(values.get("files", ())), tuple(said))


def provenance(record: Record, source: Library, day: date) -> str:
    """Where a copy is from: "client.xlsx, EV-014, copied on 24 November 2026; there from: Policy v3"."""
    name = source.about.get("provider", "").strip()
    library = f"{name} ({source.name})" if name else source.name
    line = _("{library}, {ref}, copied on {day}").format(
        library=library, ref=record.ref, day=f"{day:%d %B %Y}".lstrip("0")
    )
    return _("{line}; there from: {before}").format(line=line, before=record.source_doc) if record.source_doc else line


def same_provider(source: Library, target: Library) -> bool:
    """Whether both workbooks say on their sheet `about` that they are of one provider."""
    names = [" ".join(library.about.get("provider", "").split()).casefold() for library in (source, target)]
    return bool(names[0]) and names[0] == names[1]


def _without_strangers(record: Record, target: Library, values: dict[str, Any], said: list[str]) -> None:
    """Leave out what points to a row that the target does not have: another row of that id is another thing."""
    service = str(values.get("service_id", ""))
    known = {item.service_id for item in target.services}
    if service not in {"", "ALL"} and service not in known:
        values["service_id"] = ""
        said.append(_("Its service {service} is not in {name}.").format(service=service, name=target.name))
    for column in columns_of(type(record)):
        if column.refers_to is None or column.heading == "service_id" or column.heading not in values:
            continue
        value = values[column.heading]
        if value:
            values[column.heading] = () if isinstance(value, tuple) else ""
            listed = ", ".join(value) if isinstance(value, tuple) else value
            said.append(
                _("What it refers to under {heading} stays behind: {refs}.").format(heading=column.heading, refs=listed)
            )
    if isinstance(record, Evidence) and record.metric_ref:
        said.append(_("Its wording quotes a figure whose row was not copied: check the number."))


def _consent(
    story: Story, uses: Collection[str], today: date, values: dict[str, Any], *, same: bool
) -> Iterator[str]:  # fmt: skip
    unknown = sorted(set(uses) - set(CONSENT_SCOPES))
    if unknown:
        raise AlongsideError(
            _("“{use}” is no use that a permission can cover.").format(use=unknown[0]),
            remedy=_("Choose from: {uses}.").format(uses=", ".join(CONSENT_SCOPES)),
        )
    why = ""
    if not uses:
        why = _("it was not said what the story will be used for there")
    elif not same:
        why = _("it was given to another provider, or it is not known that the provider is the same")
    else:
        refused = next((found for use in uses if (found := refusal(story, use, today)) is not None), None)
        why = refused.reason.rstrip(".") if refused is not None else ""
    if not why:
        kept = tuple(use for use in story.consent_scope if use in uses)
        values["consent_scope"] = kept
        if len(kept) < len(story.consent_scope):
            yield _("The permission goes along for {uses} only.").format(uses=", ".join(kept))
        return
    for heading in (*_CONSENT, *_TESTED):
        values[heading] = None
    values["consent_type"] = "none"
    if values.pop("files", ()):
        yield _("Its files stay behind.")
    yield _("It arrives as not consented: {why}.").format(why=why)
    yield _("Ask the person, in a form that works for them, before it is used there.")


def _filled(values: dict[str, Any]) -> dict[str, Value]:
    return {heading: value for heading, value in values.items() if value not in ("", None, ())}


def copyable(record: Record) -> bool:
    """Whether the record can be offered for copying at all."""
    withdrawn = record.status == "withdrawn" or getattr(record, "withdrawn_on", None) is not None
    return not isinstance(record, Usage | Service) and not withdrawn
