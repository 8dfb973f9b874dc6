"""The pictures that an Easy Read document can show: what each is called, shows, and which words call for it."""

import re
from dataclasses import dataclass

from alongside.i18n import _


@dataclass(frozen=True, slots=True)
class Pictogram:
    """One picture of ours, drawn in code by `render.pictograms`."""

    name: str
    shows: str  # its alternative text
    words: str = ""  # stems of words that it goes with, parted by "|"


PICTOGRAMS: tuple[Pictogram, ...] = (
    Pictogram("medicine", _("A bottle of medicine and two tablets"), "medic|tablet|pill|dose"),
    Pictogram("money", _("Coins and a bank note"), "money|paid|pay|bank|cost|budget|spend"),
    Pictogram("phone", _("A mobile phone"), "phone|call|text message|internet|online"),
    Pictogram("kitchen", _("A kettle on a hob"), "kitchen|kettle|hob|cook|supper|tea|toast|meal|lunch|dinner"),
    Pictogram("lock", _("A padlock"), "lock|key|unlock"),
    Pictogram("door", _("An open door"), "door|go in|room|bedroom|bathroom"),
    Pictogram("meeting", _("Three people around a table"), "meet|panel|review|group|council|team"),
    Pictogram("talking", _("Two people talking"), "said|say|ask|talk|told|tell|speak|listen|discuss"),
    Pictogram("choice", _("A person choosing between a tick and a cross"), "choose|chose|choice|decid|want"),
    Pictogram("walk", _("A person walking along a path"), "walk|road|shop|cross|trip|travel|bus|library|town"),
    Pictogram("clock", _("A clock"), "hour|minute|night|morning|evening|late|time|o'clock"),
    Pictogram("calendar", _("A page of a calendar"), "week|month|year|day|january|february|march|april|june|july|august"
              "|september|october|november|december"),
    Pictogram("paper", _("A sheet of paper with writing"), "paper|plan|record|form|passport|wrote|write|read|note"),
    Pictogram("safe", _("A shield with a tick"), "safe|risk|danger|protect|harm|hurt"),
    Pictogram("stop", _("A hand that says stop"), "stop|ended|remove|off|restrict|rule"),
    Pictogram("staff", _("A support worker beside a person"), "staff|worker|support|help|practitioner|manager|nurse"),
    Pictogram("house", _("A house"), "house|home|live|lives|flat|garden|household"),
    Pictogram("question", _("A person with a question mark"), "question|why|wonder|unsure"),
    Pictogram("better", _("An arrow that goes up"), "better|more|change|different|learn|now|improve"),
    Pictogram("feelings", _("A face that smiles and a face that is sad"), "feel|felt|happy|sad|angry|proud|scared"),
    Pictogram("person", _("A person")),
    Pictogram("tick", _("A tick"), ""),
    Pictogram("pencil", _("A pencil that writes"), ""),
    Pictogram("no", _("A cross"), ""),
)  # fmt: skip
BY_NAME = {item.name: item for item in PICTOGRAMS}
FALLBACK = "person"
SHORT = 5  # letters of a word that is looked for whole


def picture_for(text: str, otherwise: str = FALLBACK) -> str:
    """The name of the picture whose words stand earliest in a text: a proposal, for the writer to change."""
    lowered = text.casefold()
    found: list[tuple[int, int, str]] = []
    for order, item in enumerate(PICTOGRAMS):
        places = [at.start() for word in item.words.split("|") if word for at in re.finditer(_whole(word), lowered)]
        if places:
            found.append((min(places), order, item.name))
    return min(found)[2] if found else otherwise


def _whole(word: str) -> str:
    """A pattern for a word: a short one whole or with a common ending, so that "tea" is not found in "team"."""
    return rf"\b{word}(?:s|ed|ing)?\b" if len(word) <= SHORT else rf"\b{word}"


def shown_by(name: str) -> str:
    """The alternative text of one of our pictures; "" for a name that is none of ours."""
    item = BY_NAME.get(name)
    return item.shows if item else ""
