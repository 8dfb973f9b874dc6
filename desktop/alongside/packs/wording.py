"""Each measure as one sentence that reads well in print."""

from alongside.i18n import _

# {parts} is "9 of 18", {share} "50 %", {value} the number alone, {when} "between … and …" or "on …".
SENTENCES: dict[str, str] = {
    "K01": _("{parts} risk assessments ({share}) done {when} were written with the person."),
    "K02": _("{parts} reviews ({share}) done {when} were signed by the person or agreed in another way."),
    "K03": _("The person attended, or joined in another way, {parts} reviews ({share}) done {when}."),
    "K04": _("An accessible format was given in {parts} reviews ({share}) that needed one, done {when}."),
    "K05": _("An advocate was present at {parts} reviews ({share}) that needed one, done {when}."),
    "K06": _(
        "The referral to an advocate was made in time for {parts} reviews ({share}) that "
        "needed one, done {when}."
    ),
    "K07": _("{parts} reviews ({share}) done {when} changed something because of the person."),
    "K08": _("{part} restrictions were open {when}: {value} per 10 people supported."),
    "K09": _("{parts} restrictions open {when} ({share}) had a review in date."),
    "K10": _("{parts} restrictions open {when} ({share}) had a live plan to reduce them."),
    "K11": _("{parts} restrictions ({share}) open just before the period were reduced or removed {when}."),
    "K12": _("The person had been asked about {parts} restrictions ({share}) open {when}."),
    "K13": _("{parts} restrictions open {when} ({share}) had a lawful authority recorded that had not run out."),
    "K14": _("{part} restrictive events began {when}: {value} per 1,000 days of support."),
    "K15": _("The median restrictive event {when} lasted {value}."),
    "K15-longest": _("The longest restrictive event {when} lasted {value}."),
    "K16": _("{parts} restrictive events ({share}) {when} were unplanned."),
    "K17": _("{part} people had three or more restrictive events in one calendar quarter {when}."),
    "K18": _("A debrief was held with the person after {parts} restrictive events ({share}) {when}."),
    "K18-offered": _("A debrief was offered to the person after {parts} restrictive events ({share}) {when}."),
    "K19": _("{parts} debriefs held with the person ({share}) {when} changed a plan."),
    "K20": _("Somebody was hurt in {parts} restrictive events ({share}) {when}."),
    "K22": _("In {parts} safeguarding enquiries ({share}) that ended {when} the person was asked what they wanted."),
    "K23": _(
        "What the person wanted was fully or partly met in {parts} safeguarding "
        "enquiries ({share}) that ended {when}."
    ),
    "K24": _("The council was told on the same or the next day of {parts} concerns ({share}) raised {when}."),
    "K25": _("{parts} staff ({share}) who need certified restraint-reduction training were in date {when}."),
    "K26": _("{parts} training sessions ({share}) held {when} were delivered with people with lived experience."),
    "K27": _("{parts} psychotropic medicines used as a restriction ({share}) had a review in date {when}."),
    "K28": _("{parts} complaints about restriction ({share}) received {when} led to a change."),
    "K29": _("{parts} people who answered ({share}) agreed {when}: “I have a say about my risks and rules.”"),
    "K30": _(
        "In {parts} comparisons ({share}) {when}, risk assessment, plan and the person's "
        "own account agreed, or the difference was explained."
    ),
    "K31": _("People with lived experience were paid for {value} hours of involvement {when}."),
    "K31-places": _("People with lived experience took {value} places on panels {when}."),
}  # fmt: skip
HIDDEN_SENTENCE = _("{name}: not shown, because the number of people or records behind it is small.")
