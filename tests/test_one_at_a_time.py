"""PDFium is asked by one thread at a time: by two at once it ends the process."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import docx

from alongside.render.layout import texts_by_page
from alongside.render.page_numbers import page_texts
from alongside.render.pdf import to_pdf


def test_several_threads_read_pdfs() -> None:
    made = docx.Document()
    for number in range(120):
        made.add_paragraph(f"Meeting {number} changed one thing.")
    out = BytesIO()
    made.save(out)
    pdf = to_pdf(out.getvalue(), title="Meetings")
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda n: (page_texts if n % 2 else texts_by_page)(pdf), range(120)))
    assert all(len(pages) == len(found[0]) for pages in found)
