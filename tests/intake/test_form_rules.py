"""A buyer's rules on form, from the sentences that state them."""

from pathlib import Path

import pytest
from docx import Document

from alongside.intake.form_rules import buyer_in, rules_in, title_in
from alongside.intake.laid_out import Line
from alongside.intake.reading import read_questions


def stated(text: str) -> dict[str, str]:
    return {rule.field: rule.value for rule in rules_in([Line(text)])}


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Responses must be in Arial, size 11.", {"font_names": "Arial", "font_size_min": "11"}),
        ("Use a minimum font size of 12 point.", {"font_size_min": "12"}),
        ("Use Arial or Calibri font, no smaller than 11pt, with margins of at least 2 cm.",
         {"font_names": "Arial; Calibri", "font_size_min": "11", "margin_min_cm": "2"}),
        ("Margins must be no less than 25mm on all sides.", {"margin_min_cm": "2.5"}),
        ("The total word count for the whole response must not exceed 8,000 words.", {"total_word_limit": "8000"}),
        ("Your entire submission must be no more than 20 pages.", {"page_limit": "20"}),
        ("Words in tables are included in the word count.", {"count_tables": "yes"}),
        ("Headings and footnotes do not count towards the word limit.",
         {"count_headings": "no", "count_footnotes": "no"}),
        ("Text beyond the word limit will not be evaluated.", {"over_limit_effect": "truncate"}),
        ("Responses that exceed the page limit may be rejected.", {"over_limit_effect": "discretion"}),
        ("Documents must be submitted in Word or PDF format.", {"file_types": "docx; pdf"}),
        ("Each file must be named “BidderName_Q1.docx”.", {"filename_pattern": "BidderName_Q1.docx"}),
        ("No file may be larger than 10 MB.", {"max_mb": "10"}),
        ("Attachments will not be considered.", {"attachments_allowed": "no"}),
        ("Do not cross-refer to other answers.", {"cross_reference_allowed": "no"}),
        ("Hyperlinks must not be included.", {"hyperlinks_allowed": "no"}),
        ("Answers must be typed into the text boxes of the portal.", {"portal_paste": "yes"}),
        ("The deadline for submission is 12 noon on 11 December 2026.", {"deadline_at": "2026-12-11T12:00"}),
        ("Tenders must be returned no later than 5:00pm on Friday 4th December 2026.",
         {"deadline_at": "2026-12-04T17:00"}),
        ("Clarification questions must be sent by 17:00 on 27 November 2026.",
         {"clarification_deadline_at": "2026-11-27T17:00"}),
    ],
)  # fmt: skip
def test_a_sentence_states_its_rule(text: str, rules: dict[str, str]):
    assert stated(text) == rules


@pytest.mark.parametrize(
    "text",
    [
        "Describe how you support people to keep in touch with their family by phone.",
        "The contract starts on 1 April 2027.",
        "Staff must complete 12 hours of training by 31 of each month.",
        "We support 11 people at this point.",
        "Submit by 31 February 2026.",
        "How many pages does your policy have in total?",
    ],
)
def test_other_sentences_state_none(text: str):
    assert stated(text) == {}


def test_a_rule_keeps_its_sentence_and_the_first_of_two_stands():
    rules = rules_in([Line("Please note. Use Arial 11. Good luck."), Line("Answers are in Arial 11 throughout.")])
    assert [(rule.field, rule.sentence) for rule in rules] == [
        ("font_names", "Use Arial 11."),
        ("font_size_min", "Use Arial 11."),
    ]


def test_buyer_and_title_are_found_where_they_are_said():
    lines = [Line("Tender title: Supported living in Eastmoor"), Line("Issued on behalf of Eastmoor Borough Council")]
    assert buyer_in(lines) == "Eastmoor Borough Council"
    assert title_in(lines) == "Supported living in Eastmoor"
    assert buyer_in([Line("Contracting authority: NHS Moorland ICB.")]) == "NHS Moorland ICB"
    assert buyer_in([Line("How do you work with the council?")]) == ""


def test_a_letter_states_no_rules(tmp_path: Path):
    document = Document()
    document.add_paragraph("Thank you for your letter in Arial 11.")
    document.save(str(tmp_path / "letter.docx"))
    assert read_questions(tmp_path / "letter.docx").stated == ()
