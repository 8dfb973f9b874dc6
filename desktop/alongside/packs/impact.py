"""A half-filled data protection impact assessment: what the workspace tells, and marks where the provider must say."""

from datetime import date

from alongside.i18n import _, ngettext
from alongside.library.library import Library
from alongside.library.records import Service
from alongside.report import Report, ReportSection, ReportTable

_ABOUT_PEOPLE = {
    "stories": _("Accounts of people's lives: health, care, wishes; some could be recognised"),
    "restrictions": _("Limits on a person's freedom, why, and who agreed, by code"),
    "rp_events": _("Each use of a restrictive practice, by code, day and kind"),
    "safeguarding": _("Concerns about abuse or neglect, by code"),
    "incidents": _("What happened to whom, by code"),
    "complaints": _("Complaints and what came of them"),
    "involvement": _("How people took part, and what changed"),
    "reviews": _("Reviews of care and of restrictions"),
    "training": _("Training of staff"),
    "triples": _("What person, staff and records say of one matter"),
}


def impact_assessment(library: Library, on: date, *, synced_by: str, locked_before: bool) -> Report:
    """The assessment as a page to fill in. It gives no legal advice, and says so first."""
    yours = _("[YOURS TO ANSWER]").replace(" ", "\N{NO-BREAK SPACE}")
    provider = library.about.get("provider", "").strip() or yours
    services = [item for item in library.records.get("services", ()) if isinstance(item, Service)]
    kept = [
        (sheet, len(library.records.get(sheet, ())), what)
        for sheet, what in _ABOUT_PEOPLE.items()
        if library.records.get(sheet)
    ]
    place = (
        _("The workspace lies in a folder of {service}, which copies it to other computers: {yours}").format(
            service=synced_by, yours=yours
        )
        if synced_by
        else _("No synchronising service was found around the workspace's folder; that proves nothing: {yours}").format(
            yours=yours
        )
    )
    locking = (
        _("A password has been used to lock this workspace.")
        if locked_before
        else _("Whether the workspace is locked by a password after work: {yours}").format(yours=yours)
    )
    sections = (
        ReportSection(
            _("How to use this page"),
            (
                _(
                    "This is a beginning and no legal advice. What the workspace tells is filled in; wherever {yours} "
                    "stands, only you can answer. Go through it with whoever advises you on data protection, before "
                    "stories and records are used in this way, and again when something changes."
                ).format(yours=yours),
            ),
        ),
        ReportSection(
            _("Who is responsible"),
            (
                _(
                    "The provider decides why and how the records are used: it is the controller. Its name: {provider}"
                ).format(provider=provider),
                _(
                    "Whoever writes for you from outside, such as a bid writer, and the contract with them: {yours}"
                ).format(yours=yours),
                _("Who advises on data protection, and who signs this page: {yours}").format(yours=yours),
            ),
            (
                ReportTable(
                    (_("Service"), _("Nation"), _("Kind"), _("People supported")),
                    tuple(
                        (item.service_name, item.nation, item.service_type.replace("_", " "), item.people_supported)
                        for item in services
                    ),
                ),
            )
            if services
            else (),
        ),
        ReportSection(
            _("What is done with records, and why"),
            (
                _(
                    "A workbook holds evidence, people's accounts and governance records. Alongside helps to "
                    "choose from it, checks permissions and small numbers, and writes documents for buyers and the "
                    "regulator. It decides nothing about a person, and is no care record."
                ),
                _("Why this is needed, and why less would not do: {yours}").format(yours=yours),
            ),
        ),
        ReportSection(
            _("What kinds of records there are"),
            (
                _(
                    "Counted in {name} on this day. Codes stand for people; who is who is kept elsewhere: {yours}"
                ).format(name=library.name, yours=yours),
            ),
            (ReportTable((_("Sheet"), _("Rows"), _("What it says of people")), tuple(kept)),) if kept else (),
            empty=_("No sheet about people holds a row yet."),
        ),
        ReportSection(
            _("What makes it lawful and fair"),
            (
                _("The lawful basis for each use, and the further condition for health records: {yours}").format(
                    yours=yours
                ),
                _(
                    "Helping somebody to live well and showing their story to a buyer are two purposes. Each account "
                    "has a permission of its own: who decided, for which uses, until when."
                ),
                _("How people who cannot decide this for themselves are protected: {yours}").format(yours=yours),
                _("What people were told, in which form, and what they thought of this page: {yours}").format(
                    yours=yours
                ),
                _("How long records and built packs are kept, and who deletes them: {yours}").format(yours=yours),
            ),
        ),
        ReportSection(
            _("What could go wrong, and what is done about it"),
            tables=(
                ReportTable(
                    (_("What could go wrong"), _("What the program does"), _("What you do, and what risk is left")),
                    (
                        (
                            _("An account is used without permission, or after it was taken back"),
                            _("It is kept out of documents; taking back lists where it went"),
                            yours,
                        ),
                        (
                            _("A neighbour recognises somebody"),
                            _("Each account is scored, and a second person asked; finished files are searched"),
                            yours,
                        ),
                        (
                            _("A small number points to one person"),
                            _("Small counts, and what would give them away, are hidden"),
                            yours,
                        ),
                        (
                            _("The laptop is lost or somebody looks at it"),
                            _("A workspace can be locked into one encrypted file; deleted files may still be found"),
                            yours,
                        ),
                        (
                            _("Records reach somebody through the internet"),
                            _("It never goes online; it points out a folder that is synchronised"),
                            yours,
                        ),
                        (
                            _("A document goes to the wrong person"),
                            _("Each export is logged with day, role and hash; what was sent cannot be called back"),
                            yours,
                        ),
                        (
                            _("Somebody asks for their records, or to be erased"),
                            _("Everything about a code is written out; erasing says what is left"),
                            yours,
                        ),
                    ),
                ),
            ),
        ),
        ReportSection(
            _("Where the records lie"),
            (
                _("On this computer, in the workspace's folder, and in what you back up: {yours}").format(yours=yours),
                place,
                locking,
                _("Whether the whole disk is encrypted, and who has an account on the computer: {yours}").format(
                    yours=yours
                ),
            ),
        ),
        ReportSection(
            _("What was decided"),
            (
                _("What is still to be done, by which role and day: {yours}").format(yours=yours),
                _("Agreed by (role), on; to be looked at again on: {yours}").format(yours=yours),
            ),
        ),
    )
    n = len(services)
    return Report(
        _("Data protection impact assessment"),
        ngettext("Half filled, for {n} service", "Half filled, for {n} services", n).format(n=n),
        on,
        sections,
        example=library.is_example,
        status=_("Half-filled form"),
        notes=(_("No legal advice: whoever answers for data protection must confirm every part of it."),),
    )
