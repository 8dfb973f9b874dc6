"""The records of the library, one frozen dataclass a sheet. Field names are the headings (domain: what providers keep).

Every record knows its row as Excel numbers it. Empty text is "", an empty date or number None, an empty list ().
Not known ("NK") and blank are never No.
"""

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from alongside.library.columns import Column, Kind, column, declared_column

Day = date  # for the one record with a field called date

CONFIDENTIALITY = ("public", "commercial", "internal", "restricted")
STATUS = ("draft", "checked", "approved", "expired", "withdrawn")
NATIONS = ("ENG", "WAL", "SCO", "NIR")
SERVICE_TYPES = (
    "care_home", "nursing_home", "supported_living", "domiciliary", "extra_care", "shared_lives", "mh_hospital",
    "ld_hospital", "childrens_home", "day", "other",
)  # fmt: skip
POPULATIONS = ("LD", "autism", "MH", "dementia", "older", "PD", "ABI", "substance", "young_adult")
EVIDENCE_KINDS = (
    "policy", "procedure", "audit", "survey", "feedback", "compliment", "complaint_learning", "meeting_minutes",
    "training", "supervision", "dashboard", "risk_assessment_sample", "care_plan_sample", "pbs_plan",
    "capacity_record", "best_interests", "advocacy", "debrief", "observation", "external_report", "award",
    "co_produced_product", "easy_read_product",
)  # fmt: skip
EVIDENCE_CATEGORIES = ("EXP", "STAFF", "PARTNER", "OBS", "PROC", "OUT")
WHO_INVOLVED = (
    "people_supported", "family", "advocate", "self_advocacy_group", "staff", "commissioner", "professional",
)  # fmt: skip
FORMATS = ("easy_read", "audio", "video", "symbols", "bsl", "translated", "talking_mats", "large_print", "none")
STORY_KINDS = (
    "first_person", "co_authored", "staff_written_checked_by_person", "staff_written", "family_written", "composite",
)  # fmt: skip
AGE_BANDS = ("16-17", "18-24", "25-34", "35-44", "45-54", "55-64", "65-74", "75-84", "85+")
TOLD_ANSWERS = ("agree", "change", "no")
CAPACITY = ("has_capacity", "lacks_capacity", "fluctuates", "not_assessed")
LAWFUL_BASES = (
    "consent", "legitimate_interests", "contract", "legal_obligation", "public_task", "recognised_legitimate_interest",
)  # fmt: skip
ART9_CONDITIONS = ("explicit_consent", "care_management_9_2_h", "safeguarding_9_2_g", "not_needed_anonymous")
CONSENT_TYPES = (
    "none", "verbal_recorded", "written", "easy_read_form", "video", "third_party_authority", "best_interests_record",
)  # fmt: skip
CONSENT_SCOPES = ("tender", "inspection", "website", "social_media", "training", "conference", "internal_only")
CONSENT_IDENTIFIABLE = ("anonymised_only", "first_name", "photo", "voice", "full")
ANONYMISATION_LEVELS = ("identifiable", "pseudonymised", "anonymised_tested")
RISK_LEVELS = ("low", "medium", "high")
PROTECTED_DETAILS = ("ethnicity", "religion", "sexuality", "health", "offending", "immigration")
TAGS = ("CP", "SG", "RK", "RP", "GV", "WF", "CM", "EQ")
RESTRICTION_TYPES = (
    "physical", "mechanical", "chemical", "environmental", "seclusion", "long_term_segregation", "surveillance",
    "psychological", "cultural", "coercion_or_withheld_item",
)  # fmt: skip
RESTRICTION_SUBTYPES = (
    "bed_rails", "lap_belt", "locked_door", "locked_kitchen", "sensor", "cctv", "gps", "obs_1to1", "obs_2to1",
    "phone_or_internet", "money", "food", "smoking", "visitors", "community_access", "covert_medicine",
    "prn_psychotropic", "clothing", "window_restrictor", "other",
)  # fmt: skip
AUTHORITIES = (
    "capacitated_consent", "best_interests_MCA", "DoLS_standard", "DoLS_urgent", "CoP_order", "MHA_detained", "MHA_CTO",
    "DoLS_applied_waiting", "court_order_other", "assessed_not_a_DoL", "none_recorded",
)  # fmt: skip
PERSON_CONSULTED = ("yes_agreed", "yes_disagreed", "yes_unclear", "tried_not_able", "no")
HOW_CONSULTED = (
    "easy_read", "talking_mats", "social_story", "video", "visit", "interpreter", "known_staff", "repeated_times",
)  # fmt: skip
ADVOCATE_TYPES = (
    "IMCA", "IMHA", "Care_Act", "RPR_1.2rep", "non_statutory", "none_offered", "offered_declined",
)  # fmt: skip
REDUCTION_STEPS = ("planned", "trialled", "reduced", "removed", "increased", "unchanged")
EVENT_REASONS = (
    "self_harm_risk", "harm_to_others", "care_task", "absence_risk", "property", "medicines", "other",
)  # fmt: skip
MHSDS_CODES = (
    "01", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15", "16", "17",
)  # fmt: skip
INJURY = ("none", "minor", "serious")
PLACE_TYPES = (
    "bedroom", "bathroom", "lounge", "kitchen", "dining_room", "corridor", "garden", "vehicle", "community", "other",
)  # fmt: skip
NOTIFIED = ("family", "advocate", "commissioner", "CQC", "safeguarding", "none")
TOPICS = (
    "going_out", "kitchen", "money", "medicines", "visitors", "phone_internet", "night_checks", "relationships", "food",
    "smoking_alcohol", "self_harm", "mobility_falls", "travel", "contact_with_others",
)  # fmt: skip
PERSON_VIEWS = ("agrees", "disagrees", "mixed", "unknown")
RAISED_BY = ("person", "staff", "family", "professional", "anonymous")
ABUSE_TYPES = (
    "physical", "domestic", "sexual", "psychological", "financial", "modern_slavery", "discriminatory",
    "organisational", "neglect", "self_neglect",
)  # fmt: skip
SOURCES_OF_RISK = ("provider_staff", "known", "unknown", "other_person_supported")
THRESHOLDS = ("met_s42", "not_met", "other_enquiry", "advice")
ENQUIRY_OUTCOMES = ("substantiated", "partly", "inconclusive", "not", "ceased_at_person_request")
MSP_ASKED = ("Y", "N", "not_able")
MSP_MET = ("fully", "partly", "not")
RISK_AFTER = ("remained", "reduced", "removed")
ATTENDED = ("in_person", "remote", "part", "by_other_means", "declined", "not_invited")
AGREED = ("signed", "agreed_other_way", "declined", "not_asked")
REVIEW_KINDS = ("risk", "risk_assessment", "care_plan", "restriction", "medicines", "placement", "best_interests")
COURSES = (
    "RRN_certified", "PBS", "MCA", "safeguarding_level", "OMMT_tier", "communication", "trauma", "easy_read",
)  # fmt: skip
ACTION_SOURCES = ("audit", "event", "complaint", "safeguarding", "involvement", "triple", "review")
STRENGTHS = ("weak", "fair", "strong")


# Comparing, hashing and showing are written once, in Record, and not made anew for each class (eq, repr and match_args
# are off): these classes stand before the window's first frame, and so they come into being in half the time.


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False, match_args=False)
class Record:
    """What every row of the library has."""

    sheet: ClassVar[str] = ""
    id_field: ClassVar[str] = "id"

    row: int  # as Excel numbers it, so that a message can point at it
    service_id: str = column(
        Kind.TEXT, "The service this row is about; ALL for the whole provider.", refers_to="services"
    )
    created_on: date | None = column(Kind.DATE, "The day the row was first written.")
    updated_on: date | None = column(Kind.DATE, "The day the row was last changed.")
    owner_role: str = column(Kind.TEXT, "The role, not the name, of who keeps this row true.")
    source_doc: str = column(Kind.TEXT, "The document or system the row was taken from.")
    source_date: date | None = column(Kind.DATE, "The date of that document.")
    confidentiality: str = column(Kind.CHOICE, "Who may read it.", allowed=CONFIDENTIALITY)
    status: str = column(Kind.CHOICE, "Where the row stands; withdrawn rows are never used.", allowed=STATUS)

    @property
    def ref(self) -> str:
        """The id this row is cited by."""
        return str(getattr(self, self.id_field))

    def _values(self) -> tuple[object, ...]:
        return tuple(getattr(self, item.name) for item in dataclasses.fields(self))

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and isinstance(other, Record) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash((type(self), self.row, self.ref))

    def __repr__(self) -> str:
        return f"{type(self).__name__}(row={self.row}, ref={self.ref!r})"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False, match_args=False)
class Service(Record):
    """One service of the provider. Its id is `service_id`."""

    sheet: ClassVar[str] = "services"
    id_field: ClassVar[str] = "service_id"

    service_name: str = column(Kind.TEXT, "The service's name.", required=True, max_length=120)
    nation: str = column(Kind.CHOICE, "The nation whose law applies.", required=True, allowed=NATIONS)
    service_type: str = column(Kind.CHOICE, "The kind of service.", required=True, allowed=SERVICE_TYPES)
    population: tuple[str, ...] = column(Kind.CHOICES, "Who is supported.", allowed=POPULATIONS)
    capacity: int | None = column(Kind.INTEGER, "Places registered or contracted.", at_least=0)
    people_supported: int | None = column(
        Kind.INTEGER, "People supported now; needed for rates and for hiding small numbers.", at_least=0
    )
    regulator: str = column(Kind.TEXT, "Who regulates the service.")
    regulator_ref: str = column(Kind.TEXT, "The regulator's number for it.")
    rating: str = column(Kind.TEXT, "The latest published rating.")
    rating_date: date | None = column(Kind.DATE, "The day that rating was published.")
    dols_applies: str = column(Kind.YES_NO, "Whether the deprivation of liberty safeguards can apply here.")
    use_of_force_act_applies: str = column(
        Kind.YES_NO, "Y only for mental health units treating in-patients in England."
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False, match_args=False)
class Evidence(Record):
    """One thing the provider can show, with the claim it proves and ready wording."""

    sheet: ClassVar[str] = "evidence"
    id_field: ClassVar[str] = "evidence_id"

    evidence_id: str = column(Kind.ID, "A short id, such as EV-014.", required=True)
    title: str = column(Kind.TEXT, "What it is, in a few words.", required=True, max_length=120)
    kind: str = column(Kind.CHOICE, "The kind of proof.", required=True, allowed=EVIDENCE_KINDS)
    evidence_category: tuple[str, ...] = column(
        Kind.CHOICES, "Experience, staff, partners, observation, processes, outcomes.", required=True,
        allowed=EVIDENCE_CATEGORIES,
    )  # fmt: skip
    claim: str = column(Kind.TEXT, "One sentence this can prove.", required=True, max_length=300)
    snippet_100: str = column(Kind.PROSE, "Ready wording of about 100 words.")
    snippet_250: str = column(Kind.PROSE, "Ready wording of about 250 words.")
    snippet_500: str = column(Kind.PROSE, "Ready wording of about 500 words.")
    metric_ref: str = column(Kind.TEXT, "The metric, if the wording quotes a number.", refers_to="metrics")
    period_start: date | None = column(Kind.DATE, "First day of the period it speaks of.")
    period_end: date | None = column(Kind.DATE, "Last day of that period; evidence ages from here.")
    sample_size: int | None = column(Kind.INTEGER, "How many were looked at or answered.", at_least=0)
    population_size: int | None = column(Kind.INTEGER, "Out of how many.", at_least=0)
    method: str = column(Kind.TEXT, "How it was collected.")
    involvement_level: int | None = column(
        Kind.INTEGER, "Step on the ladder of co-production, 1 coercion to 7 co-production.", at_least=1, at_most=7
    )
    who_involved: tuple[str, ...] = column(Kind.CHOICES, "Who took part.", allowed=WHO_INVOLVED)
    accessible_format: tuple[str, ...] = column(Kind.CHOICES, "Formats offered.", allowed=FORMATS)
    what_changed: str = column(Kind.PROSE, "What changed because of it; needed from ladder step 5.")
    limitations: str = column(Kind.PROSE, "Its honest limits; shown to the writer, never printed by itself.")
    framework_items: tuple[str, ...] = column(Kind.WORDS, "Framework items it supports, such as SAF-S4.")
    regs: tuple[str, ...] = column(Kind.WORDS, "Regulations it supports, such as REG-9.")
    review_due: date | None = column(Kind.DATE, "The day someone must check that it still holds.")
    used_in: str = column(Kind.TEXT, "Packs that used it; kept by the program.")
    files: tuple[str, ...] = column(
        Kind.WORDS, "Files that prove it, by their names in the folder files beside the workbook.", optional=True
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False, match_args=False)
class Story(Record):
    """One person's account, with the permission that governs it."""

    sheet: ClassVar[str] = "stories"
    id_field: ClassVar[str] = "story_id"

    story_id: str = column(Kind.ID, "A short id, such as ST-03.", required=True)
    title: str = column(Kind.TEXT, "No name, place or rare condition.", required=True, max_length=120)
    story_kind: str = column(Kind.CHOICE, "Who wrote it.", required=True, allowed=STORY_KINDS)
    composite_declared: str = column(Kind.YES_NO, "Whether the printed text says that it blends several people.")
    person_ref: str = column(Kind.TEXT, "The person's code; never printed.", person=True)
    pseudonym: str = column(Kind.TEXT, "The name used in the text.")
    pseudonym_chosen_by_person: str = column(Kind.YES_NO, "Whether the person chose it.")
    age_band: str = column(Kind.CHOICE, "Never an exact age.", allowed=AGE_BANDS)
    protected_details_used: tuple[str, ...] = column(
        Kind.CHOICES, "Sensitive details the text uses; each adds risk.", allowed=PROTECTED_DETAILS
    )
    situation: str = column(Kind.PROSE, "How things were.")
    action: str = column(Kind.PROSE, "What was done, by whom, with the person.")
    what_person_said: str = column(Kind.PROSE, "The person's own words or observed communication.", required=True)
    outcome: str = column(Kind.PROSE, "What is different now.")
    learning: str = column(Kind.PROSE, "What the service learnt.")
    restriction_before: str = column(Kind.TEXT, "The restriction at the start.")
    restriction_after: str = column(Kind.TEXT, "The restriction now.")
    outcome_measure: str = column(Kind.TEXT, "What was measured, or what the person wanted.")
    outcome_value: str = column(Kind.TEXT, "The result.")
    outcome_date: date | None = column(Kind.DATE, "When the result was seen.")
    outcome_source: str = column(Kind.TEXT, "Where the result is recorded.")
    outcome_sustained_at: date | None = column(Kind.DATE, "The day it was last seen to hold.")
    text_60: str = column(Kind.PROSE, "Ready text of about 60 words.")
    text_150: str = column(Kind.PROSE, "Ready text of about 150 words.")
    text_300: str = column(Kind.PROSE, "Ready text of about 300 words.")
    text_500: str = column(Kind.PROSE, "Ready text of about 500 words.")
    co_author_role: str = column(Kind.TEXT, "Who helped to write it, by role.")
    co_author_credit_wanted: str = column(Kind.YES_NO, "Whether the co-author wants to be named by role.")
    payment_or_thanks: str = column(Kind.TEXT, "What the person got in return.")
    capacity_for_this_decision: str = column(
        Kind.CHOICE, "Capacity to decide about sharing this story for this purpose.", allowed=CAPACITY
    )
    capacity_assessed_on: date | None = column(Kind.DATE, "Needed where the person lacks capacity or it fluctuates.")
    assessed_by_role: str = column(Kind.TEXT, "Who assessed, by role.")
    lawful_basis: str = column(Kind.CHOICE, "The basis under UK GDPR Article 6.", allowed=LAWFUL_BASES)
    art9_condition: str = column(Kind.CHOICE, "The condition for health data.", allowed=ART9_CONDITIONS)
    consulted: tuple[str, ...] = column(
        Kind.WORDS, "Who was asked what the person would want, by role; needed where they lack capacity.", optional=True
    )
    consent_type: str = column(Kind.CHOICE, "How permission was recorded.", allowed=CONSENT_TYPES)
    consent_scope: tuple[str, ...] = column(Kind.CHOICES, "What it may be used for.", allowed=CONSENT_SCOPES)
    consent_identifiable: str = column(Kind.CHOICE, "How recognisable it may be.", allowed=CONSENT_IDENTIFIABLE)
    consent_given_on: date | None = column(Kind.DATE, "The day permission was given.")
    consent_expires_on: date | None = column(Kind.DATE, "The last day it may be used; 24 months unless agreed.")
    consent_witness_role: str = column(Kind.TEXT, "Who was there, by role.")
    explained_in_format: tuple[str, ...] = column(Kind.CHOICES, "How it was explained.", allowed=FORMATS)
    withdrawn_on: date | None = column(Kind.DATE, "The day permission was withdrawn; unusable from then on.")
    withdrawal_actions: str = column(Kind.TEXT, "What was done about it.")
    anonymisation_level: str = column(Kind.CHOICE, "How the text was made safe.", allowed=ANONYMISATION_LEVELS)
    anonymisation_checked_by: str = column(Kind.TEXT, "Who checked, by role.")
    anonymisation_checked_on: date | None = column(Kind.DATE, "When that was checked.")
    reid_risk: str = column(
        Kind.CHOICE, "Risk that someone recognises the person; high is never used.", allowed=RISK_LEVELS
    )
    family_or_staff_identifiable: str = column(Kind.YES_NO, "Whether others could be recognised.")
    safeguarding_or_legal_live: str = column(
        Kind.YES_NO, "Y while an enquiry, police matter, inquest or tribunal runs."
    )
    deceased: str = column(Kind.YES_NO, "Confidentiality continues after death.")
    next_check_in_with_person: date | None = column(Kind.DATE, "When to ask: still happy?")
    told_answer: str = column(
        Kind.CHOICE, "What the person said to how it is told, having seen it.", allowed=TOLD_ANSWERS, optional=True
    )
    told_on: date | None = column(Kind.DATE, "The day they said so.", optional=True)
    told_format: tuple[str, ...] = column(Kind.CHOICES, "How it was shown to them.", allowed=FORMATS, optional=True)
    told_supporter: str = column(Kind.TEXT, "Who helped them to answer, by role.", optional=True)
    themes: tuple[str, ...] = column(Kind.WORDS, "What it is about.")
    framework_items: tuple[str, ...] = column(Kind.WORDS, "Framework items it supports.")
    files: tuple[str, ...] = column(
        Kind.WORDS, "Files that prove it, by their names in the folder files beside the workbook.", optional=True
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False, match_args=False)
class Answer(Record):
    """A reusable answer to a question that buyers ask often."""

    sheet: ClassVar[str] = "answers"
    id_field: ClassVar[str] = "answer_id"

    answer_id: str = column(Kind.ID, "A short id, such as AN-07.", required=True)
    title: str = column(Kind.TEXT, "What it answers, in a few words.", required=True, max_length=120)
    question: str = column(Kind.PROSE, "The question it was written for.")
    bank_ref: str = column(Kind.TEXT, "The question of the starter bank it is closest to, such as Q03.")
    text: str = column(Kind.PROSE, "The answer.", required=True)
    tags: tuple[str, ...] = column(Kind.CHOICES, "Subjects.", allowed=TAGS)
    framework_items: tuple[str, ...] = column(Kind.WORDS, "Framework items it speaks to.")
    evidence_refs: tuple[str, ...] = column(Kind.WORDS, "Evidence behind it.", refers_to="evidence")
    story_refs: tuple[str, ...] = column(Kind.WORDS, "Stories it draws on.", refers_to="stories")
    metric_refs: tuple[str, ...] = column(Kind.WORDS, "Metrics it quotes.", refers_to="metrics")
    review_due: date | None = column(Kind.DATE, "The day someone must check that it still holds.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False, match_args=False)
class Restriction(Record):
    """One standing restriction of the register."""

    sheet: ClassVar[str] = "restrictions"
    id_field: ClassVar[str] = "restriction_id"

    restriction_id: str = column(Kind.ID, "A short id, such as RS-012.", required=True)
    scope: str = column(Kind.CHOICE, "One person, or a blanket rule.", required=True, allowed=("individual", "blanket"))
    person_ref: str = column(Kind.TEXT, "The person's code; empty for a blanket rule.", person=True)
    type: str = column(Kind.CHOICE, "The kind of restriction.", required=True, allowed=RESTRICTION_TYPES)
    subtype: str = column(Kind.CHOICE, "What it is.", allowed=RESTRICTION_SUBTYPES)
    description: str = column(Kind.PROSE, "What happens, in ordinary words.", required=True)
    risk_it_addresses: str = column(Kind.PROSE, "The harm it is meant to prevent.")
    started_on: date | None = column(Kind.DATE, "The day it began.", required=True)
    ended_on: date | None = column(Kind.DATE, "The day it ended; empty while it is open.")
    authority: str = column(Kind.CHOICE, "What makes it lawful.", allowed=AUTHORITIES)
    authority_ref: str = column(Kind.TEXT, "The authority's reference; never printed.", person=True)
    authority_expires_on: date | None = column(Kind.DATE, "The authority's last day.")
    conditions_met: str = column(Kind.YES_NO, "Whether its conditions are met.")
    capacity_assessment_on: date | None = column(Kind.DATE, "The day capacity for this decision was assessed.")
    decision_specific: str = column(Kind.YES_NO, "Whether that assessment was about this decision.")
    alternatives_tried: str = column(Kind.PROSE, "What was tried first; none needs a reason.")
    why_least_restrictive: str = column(Kind.PROSE, "Why nothing smaller meets the need.")
    person_consulted: str = column(
        Kind.CHOICE, "Whether the person was asked; no needs a reason.", allowed=PERSON_CONSULTED
    )
    person_view: str = column(Kind.PROSE, "Their words, or observed communication.")
    how_consulted: tuple[str, ...] = column(Kind.CHOICES, "How they were asked.", allowed=HOW_CONSULTED)
    family_consulted: str = column(Kind.YES_NO, "Whether family was asked.")
    advocate_involved: str = column(Kind.YES_NO, "Whether an advocate took part.")
    advocate_type: str = column(Kind.CHOICE, "The kind of advocate.", allowed=ADVOCATE_TYPES)
    mdt_roles: tuple[str, ...] = column(Kind.WORDS, "Professionals who took part, by role.")
    medicine_review_on: date | None = column(Kind.DATE, "For medicines only: the last review.")
    stomp_considered: str = column(Kind.YES_NO, "For medicines only.")
    review_frequency_days: int | None = column(Kind.INTEGER, "How often it must be reviewed.", at_least=1)
    last_review_on: date | None = column(Kind.DATE, "The last review.")
    next_review_on: date | None = column(Kind.DATE, "The next review.")
    person_at_review: str = column(Kind.CHOICE, "Whether the person was there.", allowed=("Y", "N", "other_way"))
    reduction_plan: str = column(Kind.PROSE, "Dated steps to lessen or end it; needed while it is open.")
    reduction_step: str = column(Kind.TEXT, "The step it is at.")
    reduction_target_on: date | None = column(Kind.DATE, "The day the plan aims at.")
    reduction_outcome: str = column(Kind.CHOICE, "What came of it.", allowed=REDUCTION_STEPS)
    reduction_outcome_on: date | None = column(Kind.DATE, "The day that outcome was reached.")
    blanket_justification: str = column(Kind.PROSE, "For a blanket rule: why.")
    others_affected_n: int | None = column(Kind.INTEGER, "People affected without needing it.", at_least=0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False, match_args=False)
class RpEvent(Record):
    """One use of a restrictive intervention."""

    sheet: ClassVar[str] = "rp_events"
    id_field: ClassVar[str] = "event_id"

    event_id: str = column(Kind.ID, "A short id, such as RE-0231.", required=True)
    person_ref: str = column(Kind.TEXT, "The person's code.", required=True, person=True)
    start_at: datetime | None = column(Kind.DATETIME, "When it began.", required=True)
    end_at: datetime | None = column(Kind.DATETIME, "When it ended.")
    duration_min: float | None = column(Kind.NUMBER, "Minutes; used only where there is no end.", at_least=0)
    place_type: str = column(Kind.CHOICE, "The kind of room, not the address.", allowed=PLACE_TYPES)
    type: tuple[str, ...] = column(Kind.CHOICES, "Kinds of restriction used.", allowed=RESTRICTION_TYPES)
    mhsds_code: tuple[str, ...] = column(
        Kind.CHOICES, "Codes of the national data set, such as 07.", allowed=MHSDS_CODES
    )
    reason: str = column(Kind.CHOICE, "Why; care_task and property are looked at.", allowed=EVENT_REASONS)
    in_care_plan: str = column(Kind.CHOICE, "Planned or not.", allowed=("planned", "unplanned"))
    how_used: str = column(Kind.PROSE, "What was done.")
    staff_roles: tuple[str, ...] = column(Kind.WORDS, "Who took part, by role.")
    staff_trained_current: str = column(Kind.YES_NO, "Whether their training was in date.")
    non_staff_involved: str = column(Kind.YES_NO, "Whether anyone else took part.")
    police_involved: str = column(Kind.YES_NO, "Whether police were involved.")
    ld_or_autism: str = column(Kind.YES_NO, "For totals only.", person=True)
    other_characteristics: str = column(Kind.TEXT, "For totals only.", person=True)
    efforts_to_avoid: str = column(Kind.PROSE, "What was tried first.", required=True)
    outcome: str = column(Kind.PROSE, "How it ended.")
    injury_person: str = column(Kind.CHOICE, "Injury to the person.", allowed=INJURY)
    injury_staff: str = column(Kind.CHOICE, "Injury to staff.", allowed=INJURY)
    injury_other: str = column(Kind.CHOICE, "Injury to anyone else.", allowed=INJURY)
    prone_used: str = column(Kind.YES_NO, "Face-down hold; Y is always flagged.")
    prone_min: float | None = column(Kind.NUMBER, "Minutes face down.", at_least=0)
    notified_who: tuple[str, ...] = column(Kind.CHOICES, "Who was told.", allowed=NOTIFIED)
    obs_after: str = column(Kind.TEXT, "Physical checks afterwards.")
    debrief_person_offered: str = column(Kind.YES_NO, "Debrief offered to the person.")
    debrief_person_held: str = column(Kind.YES_NO, "Debrief held with the person.")
    debrief_person_on: date | None = column(Kind.DATE, "When it was held.")
    debrief_person_format: str = column(Kind.CHOICE, "In which format.", allowed=FORMATS)
    debrief_person_view: str = column(Kind.PROSE, "What the person said.")
    debrief_not_held_reason: str = column(Kind.TEXT, "Needed where it was not held.")
    debrief_staff_held_on: date | None = column(Kind.DATE, "Debrief with staff.")
    learning: str = column(Kind.PROSE, "What was learnt.")
    plan_changed: str = column(Kind.YES_NO, "Whether a plan changed because of the debrief.")
    record_made_at: datetime | None = column(Kind.DATETIME, "When it was written down.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False, match_args=False)
class Triple(Record):
    """One person, one topic, one review: what risk assessment, care plan and the person say."""

    sheet: ClassVar[str] = "triples"
    id_field: ClassVar[str] = "triple_id"

    triple_id: str = column(Kind.ID, "A short id, such as TR-021.", required=True)
    person_ref: str = column(Kind.TEXT, "The person's code.", required=True, person=True)
    topic: str = column(Kind.CHOICE, "What it is about.", required=True, allowed=TOPICS)
    ra_says: str = column(Kind.PROSE, "What the risk assessment says.")
    ra_date: date | None = column(Kind.DATE, "Its date.")
    ra_restriction_level: int | None = column(Kind.INTEGER, "0 none to 4 prohibited.", at_least=0, at_most=4)
    cp_says: str = column(Kind.PROSE, "What the care plan says.")
    cp_date: date | None = column(Kind.DATE, "Its date.")
    cp_restriction_level: int | None = column(Kind.INTEGER, "0 none to 4 prohibited.", at_least=0, at_most=4)
    person_says: str = column(Kind.PROSE, "What the person says.")
    person_said_on: date | None = column(Kind.DATE, "When they said it.")
    person_said_how: str = column(Kind.TEXT, "In which way.")
    person_view: str = column(Kind.CHOICE, "Whether they agree.", allowed=PERSON_VIEWS)
    staff_practice_observed: str = column(Kind.PROSE, "What really happens.")
    obs_date: date | None = column(Kind.DATE, "When it was seen.")
    obs_level: int | None = column(Kind.INTEGER, "0 none to 4 prohibited.", at_least=0, at_most=4)
    family_or_advocate_says: str = column(Kind.PROSE, "What family or advocate says.")
    difference_explained: str = column(Kind.PROSE, "Why they differ, if they do.")
    resolution: str = column(Kind.PROSE, "What was decided.")
    resolved_on: date | None = column(Kind.DATE, "When.")
    reviewed_on: date | None = column(Kind.DATE, "The day the three were compared.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False, match_args=False)
class Safeguarding(Record):
    """One safeguarding concern."""

    sheet: ClassVar[str] = "safeguarding"

    id: str = column(Kind.ID, "A short id, such as SG-014.", required=True)
    person_ref: str = column(Kind.TEXT, "The person's code.", person=True)
    raised_on: date | None = column(Kind.DATE, "The day it was raised.", required=True)
    raised_by: str = column(Kind.CHOICE, "Who raised it.", allowed=RAISED_BY)
    abuse_type: tuple[str, ...] = column(Kind.CHOICES, "Kinds of abuse or neglect.", allowed=ABUSE_TYPES)
    source_of_risk: str = column(Kind.CHOICE, "Where the risk came from.", allowed=SOURCES_OF_RISK)
    location: str = column(Kind.TEXT, "Kind of place, not the address.")
    council_told_on: date | None = column(Kind.DATE, "The day the council was told.")
    threshold: str = column(Kind.CHOICE, "The council's decision.", allowed=THRESHOLDS)
    s42_start: date | None = column(Kind.DATE, "Enquiry began.")
    s42_end: date | None = column(Kind.DATE, "Enquiry ended.")
    outcome: str = column(Kind.CHOICE, "What was found.", allowed=ENQUIRY_OUTCOMES)
    msp_outcomes_asked: str = column(Kind.CHOICE, "Whether the person was asked what they wanted.", allowed=MSP_ASKED)
    msp_outcome_text: str = column(Kind.PROSE, "What they wanted, in their words.")
    msp_met: str = column(Kind.CHOICE, "Whether it was met.", allowed=MSP_MET)
    capacity: str = column(Kind.CHOICE, "Capacity for this decision.", allowed=CAPACITY)
    supported_by: str = column(Kind.CHOICE, "Who supported them.", allowed=("advocate", "family", "friend", "none"))
    risk_after: str = column(Kind.CHOICE, "The risk afterwards.", allowed=RISK_AFTER)
    person_feedback_after: str = column(Kind.PROSE, "What the person said about it.")
    cqc_notified: str = column(Kind.CHOICE, "Whether the regulator was told.", allowed=("yes", "no", "not_required"))
    theme: str = column(Kind.TEXT, "What it is about, for totals.")
    learning: str = column(Kind.PROSE, "What was learnt.")
    action_id: str = column(Kind.TEXT, "The action that followed.", refers_to="actions")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False, match_args=False)
class Incident(Record):
    """One incident or near miss."""

    sheet: ClassVar[str] = "incidents"

    id: str = column(Kind.ID, "A short id, such as IN-044.", required=True)
    person_ref: str = column(Kind.TEXT, "The person's code.", person=True)
    occurred_on: date | None = column(Kind.DATE, "The day it happened.", required=True)
    type: str = column(Kind.TEXT, "What kind of incident.")
    severity: str = column(Kind.CHOICE, "How bad.", allowed=("near_miss", "low", "moderate", "serious"))
    theme: str = column(Kind.TEXT, "For totals.")
    restriction_linked: str = column(Kind.YES_NO, "Whether a restriction played a part.")
    triggers: str = column(Kind.PROSE, "What led to it.")
    candour_applies: str = column(Kind.YES_NO, "Whether the duty of candour applies.")
    person_told_on: date | None = column(Kind.DATE, "When the person was told.")
    person_part_of_review: str = column(Kind.YES_NO, "Whether the person took part in the review.")
    learning: str = column(Kind.PROSE, "What was learnt.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False, match_args=False)
class Complaint(Record):
    """One complaint."""

    sheet: ClassVar[str] = "complaints"

    id: str = column(Kind.ID, "A short id, such as CO-009.", required=True)
    person_ref: str = column(Kind.TEXT, "The person's code.", person=True)
    received: date | None = column(Kind.DATE, "The day it came.", required=True)
    channel: str = column(Kind.TEXT, "How it came.")
    format_help_given: str = column(Kind.YES_NO, "Whether help to complain was given.")
    about_restriction: str = column(Kind.YES_NO, "Whether it is about a restriction.")
    acknowledged_days: int | None = column(Kind.INTEGER, "Days to acknowledge.", at_least=0)
    closed_days: int | None = column(Kind.INTEGER, "Days to close; empty while open.", at_least=0)
    outcome: str = column(Kind.CHOICE, "What was found.", allowed=("upheld", "partly_upheld", "not_upheld", "open"))
    person_satisfied: str = column(Kind.YES_NO, "Whether the person was satisfied.")
    change_made: str = column(Kind.PROSE, "What changed; a text, or N.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False, match_args=False)
class Training(Record):
    """One course, as it stood on a day, or one session delivered."""

    sheet: ClassVar[str] = "training"

    id: str = column(Kind.ID, "A short id, such as TN-011.", required=True)
    course: str = column(Kind.TEXT, "The course.", required=True)
    standard: str = column(Kind.CHOICE, "What it is held to.", allowed=COURSES)
    required_n: int | None = column(Kind.INTEGER, "Staff who need it.", at_least=0)
    in_date_n: int | None = column(Kind.INTEGER, "Staff whose training is in date.", at_least=0)
    expiry: date | None = column(Kind.DATE, "When the certificate ends.")
    lived_experience_delivered: str = column(Kind.YES_NO, "Whether people with lived experience delivered it.")
    competence_checked_n: int | None = column(Kind.INTEGER, "Staff whose practice was watched.", at_least=0)
    files: tuple[str, ...] = column(
        Kind.WORDS, "Files that prove it, by their names in the folder files beside the workbook.", optional=True
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False, match_args=False)
class Review(Record):
    """One review or risk assessment."""

    sheet: ClassVar[str] = "reviews"

    id: str = column(Kind.ID, "A short id, such as RV-101.", required=True)
    person_ref: str = column(Kind.TEXT, "The person's code.", required=True, person=True)
    kind: str = column(Kind.CHOICE, "What was reviewed.", required=True, allowed=REVIEW_KINDS)
    due_on: date | None = column(Kind.DATE, "The day it was due.")
    done_on: date | None = column(Kind.DATE, "The day it was done; empty while it is not.")
    person_attended: str = column(Kind.CHOICE, "Whether the person was there.", allowed=ATTENDED)
    co_produced: str = column(Kind.YES_NO, "Whether it was written with the person.")
    signed_or_agreed_by_person: str = column(Kind.CHOICE, "Whether they agreed, in any way.", allowed=AGREED)
    accessible_format_needed: str = column(Kind.YES_NO, "Whether an accessible format was needed.")
    accessible_format_given: str = column(Kind.YES_NO, "Whether it was given.")
    advocate_needed: str = column(Kind.YES_NO, "Whether an advocate was needed.")
    advocate_referred_on: date | None = column(Kind.DATE, "The day the referral was made.")
    advocate_present: str = column(Kind.YES_NO, "Whether the advocate was there.")
    changes_made_because_of_person: str = column(Kind.YES_NO, "Whether something changed because of the person.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False, match_args=False)
class Involvement(Record):
    """One activity in which people share in governance."""

    sheet: ClassVar[str] = "involvement"

    id: str = column(Kind.ID, "A short id, such as IV-018.", required=True)
    activity: str = column(Kind.TEXT, "What it was.", required=True)
    date: Day | None = column(Kind.DATE, "When.", required=True)
    n_people: int | None = column(Kind.INTEGER, "People with lived experience who took part.", at_least=0)
    ladder: int | None = column(Kind.INTEGER, "Step on the ladder, 1 to 7.", at_least=1, at_most=7)
    paid: str = column(Kind.YES_NO, "Whether they were paid.")
    hours: float | None = column(Kind.NUMBER, "Person-hours of the activity.", at_least=0)
    what_changed: str = column(Kind.PROSE, "What changed because of it.")
    reported_back_on: Day | None = column(Kind.DATE, "When people were told what changed.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False, match_args=False)
class Metric(Record):
    """One figure as stated, with all that a reader needs to trust it."""

    sheet: ClassVar[str] = "metrics"
    id_field: ClassVar[str] = "metric_id"

    metric_id: str = column(Kind.ID, "A short id, such as M-05.", required=True)
    name: str = column(Kind.TEXT, "What is measured.", required=True)
    definition: str = column(Kind.PROSE, "How it is worked out; K numbers where they apply.")
    numerator: float | None = column(Kind.NUMBER, "The part.")
    denominator: float | None = column(Kind.NUMBER, "The whole; n.")
    unit: str = column(Kind.TEXT, "%, per 1,000 days, hours ...")
    period_start: date | None = column(Kind.DATE, "First day of the period.")
    period_end: date | None = column(Kind.DATE, "Last day of the period.")
    value: float | None = column(Kind.NUMBER, "The figure, in its unit.")
    target: float | None = column(Kind.NUMBER, "What is aimed at.")
    source_table: str = column(Kind.TEXT, "The sheet or survey it comes from.")
    definition_version: str = column(Kind.TEXT, "The version of the definition.")
    suppression_state: str = column(Kind.CHOICE, "Whether it may be shown.", allowed=("shown", "hidden", "not_checked"))
    responses_asked: int | None = column(Kind.INTEGER, "For a survey: how many were asked.", at_least=0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False, match_args=False)
class Action(Record):
    """Something someone said they would do."""

    sheet: ClassVar[str] = "actions"

    id: str = column(Kind.ID, "A short id, such as AC-031.", required=True)
    what: str = column(Kind.PROSE, "What will be done.", required=True)
    came_from: str = column(Kind.CHOICE, "Where it came from.", allowed=ACTION_SOURCES)
    came_from_ref: str = column(Kind.TEXT, "The id of that row.")
    due: date | None = column(Kind.DATE, "When it is due.")
    done: date | None = column(Kind.DATE, "When it was done; empty while open.")
    evidence_of_effect: str = column(Kind.PROSE, "How we know it worked.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False, match_args=False)
class EvidenceMap(Record):
    """How strongly one piece of evidence supports one framework item."""

    sheet: ClassVar[str] = "evidence_map"

    id: str = column(Kind.ID, "A short id.", required=True)
    evidence_id: str = column(Kind.TEXT, "The evidence.", required=True, refers_to="evidence")
    framework_item: str = column(Kind.TEXT, "The framework item.", required=True)
    strength: str = column(Kind.CHOICE, "How strongly.", allowed=STRENGTHS)
    note: str = column(Kind.TEXT, "Why.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False, match_args=False)
class PeopleCount(Record):
    """How many people of a group a service supports; counts only."""

    sheet: ClassVar[str] = "people_counts"

    id: str = column(Kind.ID, "A short id.", required=True)
    as_on: date | None = column(Kind.DATE, "The day counted.", required=True)
    characteristic: str = column(Kind.TEXT, "ethnicity, sex, LD or autism ...", required=True)
    group: str = column(Kind.TEXT, "The group.", required=True)
    n_people: int | None = column(Kind.INTEGER, "People in the group.", required=True, at_least=0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False, match_args=False)
class Usage(Record):
    """One use of one item in one pack."""

    sheet: ClassVar[str] = "usage"

    id: str = column(Kind.ID, "A short id.", required=True)
    item_ref: str = column(Kind.TEXT, "The item used.", required=True)
    item_version: str = column(Kind.TEXT, "The version of its text.")
    pack: str = column(Kind.TEXT, "The pack's id.")
    purpose: str = column(Kind.CHOICE, "What for.", allowed=CONSENT_SCOPES)
    audience: str = column(Kind.TEXT, "Who received it.")
    used_on: date | None = column(Kind.DATE, "When.")
    state: str = column(Kind.CHOICE, "Draft or final.", allowed=("draft", "final"))
    outcome: str = column(Kind.TEXT, "What came of it.")


RECORD_TYPES: tuple[type[Record], ...] = (
    Service, Evidence, Story, Answer, Restriction, RpEvent, Triple, Safeguarding, Incident, Complaint, Training,
    Review, Involvement, Metric, Action, EvidenceMap, PeopleCount, Usage,
)  # fmt: skip
BY_SHEET: dict[str, type[Record]] = {kind.sheet: kind for kind in RECORD_TYPES}
PLAIN_SHEETS = ("lists", "about")  # sheets of the library that hold no records
_LAST = ("created_on", "updated_on", "owner_role", "source_doc", "source_date", "confidentiality", "status")


def _columns(kind: type[Record]) -> tuple[Column, ...]:
    found = {}
    for item in dataclasses.fields(kind):
        declared = declared_column(item)
        if declared is not None:
            found[item.name] = dataclasses.replace(declared, heading=item.name)
    if kind is Service:
        found["service_id"] = Column(heading="service_id", kind=Kind.ID, help="A short id, such as OAK.", required=True)
    first = (kind.id_field, "service_id")
    order = dict.fromkeys((*first, *(name for name in found if name not in _LAST), *_LAST))
    return tuple(found[name] for name in order)


COLUMNS: dict[str, tuple[Column, ...]] = {kind.sheet: _columns(kind) for kind in RECORD_TYPES}


def columns_of(kind: type[Record]) -> tuple[Column, ...]:
    """The columns of a sheet in the order a new workbook has them: id, service, its own, then what all rows have."""
    return COLUMNS[kind.sheet]


def text_fields(record: Record) -> dict[str, Any]:
    """Every filled field of a record by heading, for search and for a detail view."""
    filled = {}
    for item in columns_of(type(record)):
        value = getattr(record, item.heading)
        if value not in ("", None, ()):
            filled[item.heading] = value
    return filled
