"""The words that the template of a report may use: a report is no pack, so that no recipe tells them."""

from alongside.i18n import _
from alongside.packs.recipes import Word

NAME = "report"  # where a recipe is asked for by name
TEMPLATE = "report.docx"
TITLE = _("Reports of readiness, of the library's health and of figures")
WORDS = (
    Word("document.title", _("What this report is."), _("Library health")),
    Word("document.subtitle", _("What it is about, and as on which day."), "library.xlsx, as on 24 November 2026"),
    Word("document.status", _("That it is a report."), _("Report")),
    Word("document.day", _("The day it was made for."), "24 November 2026"),
    Word("document.mark", _("The word large across each page of an example; else empty."), _("EXAMPLE")),
    Word(
        "document.notice",
        _("One sentence under the title where the library is an example; else empty."),
        _("Example only: the provider, the people and the figures are invented."),
    ),
    Word("document.stamp", _("Empty in a report; the foot of a page shares its words with other templates."), ""),
    Word("pack.title", _("The report's title, for the foot of a page."), _("Library health")),
    Word("pack.recipient", _("Empty in a report, which is for whoever made it."), ""),
    Word("sections[].heading", _("A section's heading."), _("Due this month")),
    Word("sections[].paragraphs[]", _("A paragraph of the section."), _("Three records are due.")),
    Word("sections[].tables[].title", _("The headings of the table in one line."), _("What, When, How often")),
    Word("sections[].tables[].headings[].text", _("A column's heading."), _("When")),
    Word("sections[].tables[].headings[].is_number", _("Whether the column holds numbers: right-aligned."), "True"),
    Word("sections[].tables[].rows[].cells[].text", _("One cell."), "15"),
    Word("sections[].tables[].rows[].cells[].is_number", _("Whether it is in a column of numbers."), "True"),
    Word("sections[].tables[].note", _("What stands under the table."), _("Of all rows.")),
    Word("notes[]", _("How it was counted, a paragraph each, at the end."), _("A record is fresh until its day.")),
)
