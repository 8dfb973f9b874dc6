"""Rules about services (domain 3.2)."""

from alongside.i18n import _
from alongside.library.record_rules.known import Check, DayCheck, Known, KnownToday, Says
from alongside.library.records import Service
from alongside.library.triples import months_before

NO_DOLS = {"supported_living", "domiciliary", "shared_lives", "extra_care"}
IN_PATIENT = {"mh_hospital", "ld_hospital"}


def dols_type(service: Service, _known: Known) -> Says | None:
    if service.dols_applies == "Y" and service.service_type in NO_DOLS:
        return Says(
            "dols_applies",
            _("{ref} is {type}, where the deprivation of liberty safeguards do not apply.").format(
                ref=service.ref, type=service.service_type
            ),
            _("Write N. A deprivation of liberty there needs the Court of Protection."),
        )
    return None


def dols_nation(service: Service, _known: Known) -> Says | None:
    if service.dols_applies == "Y" and service.nation in {"SCO", "NIR"}:
        return Says(
            "dols_applies",
            _("{ref} is outside England and Wales, where the deprivation of liberty safeguards hold.").format(
                ref=service.ref
            ),
            _("Write N, and name the nation's own law."),
        )
    return None


def use_of_force(service: Service, _known: Known) -> Says | None:
    if service.use_of_force_act_applies == "Y" and not (service.nation == "ENG" and service.service_type in IN_PATIENT):
        return Says(
            "use_of_force_act_applies",
            _("The Use of Force Act is said to apply to {ref}, which is no hospital in England.").format(
                ref=service.ref
            ),
            _("Write N, unless the service treats mental health in-patients in England."),
        )
    return None


def old_rating(service: Service, known: KnownToday) -> Says | None:
    if service.rating_date and service.rating_date < months_before(known.today, 36):
        return Says(
            "rating_date",
            _("The rating of {ref} is older than three years ({day}).").format(
                ref=service.ref, day=service.rating_date.isoformat()
            ),
            _("Say how old it is wherever you quote it."),
        )
    return None


def no_people(service: Service, _known: Known) -> Says | None:
    if service.people_supported is None:
        return Says(
            "people_supported",
            _("How many people {ref} supports is not stated.").format(ref=service.ref),
            _("Write the number; rates, and the hiding of small numbers, need it."),
        )
    return None


CHECKS: dict[str, Check[Service]] = {
    "service.dols_type": dols_type,
    "service.dols_nation": dols_nation,
    "service.use_of_force": use_of_force,
    "service.people_missing": no_people,
}
TODAY: dict[str, DayCheck[Service]] = {
    "service.rating_old": old_rating,
}
