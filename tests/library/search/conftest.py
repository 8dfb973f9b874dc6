"""What the tests of searching share."""

import pytest

from alongside.library.library import Library
from alongside.library.records import Evidence, Story
from alongside.library.search.model import Model, load_model


@pytest.fixture(scope="session")
def model() -> Model:
    """The real model, loaded once."""
    return load_model()


@pytest.fixture
def library() -> Library:
    """A few rows on different subjects."""
    subjects = (
        ("Medicines", "Tablets are counted at the end of each shift and signed for by two nurses."),
        ("Garden", "The vegetable beds were dug over and planted with beans and tomatoes in spring."),
        ("Locked kitchen", "The kitchen door is kept shut with a key because of the hot cooker."),
        ("Money", "Everyone has a bank card of their own and keeps the receipts in a purse."),
    )
    evidence = tuple(
        Evidence(row=at, evidence_id=f"EV-{at}", title=title, claim=claim)
        for at, (title, claim) in enumerate(subjects, start=2)
    )
    gone = Story(
        row=2, story_id="ST-1", title="A key to the kitchen", status="withdrawn",
        what_person_said="They locked the kitchen door. Now I cook.",
    )  # fmt: skip
    return Library("library.xlsx", "a" * 64, {"evidence": evidence, "stories": (gone,)})
