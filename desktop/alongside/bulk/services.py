"""One pack for another service: whether the library has it, and what in the pack still speaks of others."""

from collections.abc import Iterator

from alongside.errors import AlongsideError
from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.library.library import Library
from alongside.packs.pack import Pack
from alongside.packs.plan import PackPlan
from alongside.packs.stated import WHOLE_PROVIDER

SHORTEST_NAME = 4  # characters; a shorter name would be found in words that mean something else


def service_ids(library: Library) -> tuple[str, ...]:
    """Every service that is still run, in the order of the sheet."""
    return tuple(
        service.service_id
        for service in library.services
        if service.status != "withdrawn" and service.service_id != WHOLE_PROVIDER
    )


def require_service(library: Library, service: str) -> None:
    """Raise AlongsideError unless the library has that service."""
    known = [item.service_id for item in library.services]
    if service in known:
        return
    raise AlongsideError(
        _("The library has no service “{id}”.").format(id=service),
        where=library.name,
        remedy=_("It has {ids}.").format(ids=", ".join(known) or _("none")),
    )


def of_other_services(plan: PackPlan, pack: Pack, library: Library, service: str) -> tuple[Finding, ...]:
    """What was chosen or typed for another service and would mislead in a pack about this one."""
    found = []
    for source in plan.sources:
        record = library.get(source.ref)
        about = record.service_id if record is not None else ""
        if about not in {"", service, WHOLE_PROVIDER}:
            found.append(
                finding(
                    "pack.other_service",
                    Place(workbook=library.name, sheet=source.sheet, row=source.row, ref=source.ref),
                    _("{ref} is about the service {other}, and this pack is built for {service}.").format(
                        ref=source.ref, other=about, service=service
                    ),
                    _("Choose something of this service or of the whole provider in its place."),
                )
            )
    own = {item.service_name.casefold() for item in library.services if item.service_id == service}
    others = [
        item.service_name
        for item in library.services
        if item.service_id not in {service, WHOLE_PROVIDER} and len(item.service_name) >= SHORTEST_NAME
    ]
    for place, text in _texts(plan, pack):
        said = text.casefold()
        for name in others:
            if name.casefold() in said and not any(name.casefold() in mine for mine in own):
                found.append(
                    finding(
                        "pack.other_service",
                        place,
                        _("The text names “{name}”, and this pack is built for {service}.").format(
                            name=name, service=service
                        ),
                        _("Make a copy of the pack for this service and put the text right there."),
                    )
                )
    return tuple(found)


def _texts(plan: PackPlan, pack: Pack) -> Iterator[tuple[Place, str]]:
    """All that a reader of the pack sees, place by place."""
    brief = pack.brief
    yield Place(pack=pack.title), " ".join((pack.title, brief.title, brief.place, brief.summary, *brief.priorities))
    yield Place(pack=pack.title, part=_("covering letter")), pack.letter
    for question in plan.questions:
        printed = (paragraph.text for block in question.blocks if not block.withheld for paragraph in block.paragraphs)
        yield (
            Place(number=question.number, question=question.id),
            "\n".join((question.heading, question.text, *printed)),
        )
