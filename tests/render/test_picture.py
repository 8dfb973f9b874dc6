"""Pictures: whole, sharp, told in words."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator
from tests.photographs import SECRET, photo

from alongside.errors import AlongsideError
from alongside.packs.picture_file import read_picture
from alongside.render.picture import WordPicture, printed_size


@given(
    st.tuples(st.integers(1, 9000), st.integers(1, 9000)),
    st.tuples(st.floats(1, 400), st.floats(1, 400)),
)
@settings(max_examples=200)
def test_the_whole_picture_fits_the_frame_and_stays_sharp(px: tuple[int, int], frame: tuple[float, float]) -> None:
    width, height = printed_size(px, frame)
    assert width <= frame[0] * 1.000001
    assert height <= frame[1] * 1.000001
    assert width / px[0] == pytest.approx(height / px[1])
    assert px[0] / (width / 25.4) >= 149.99
    assert (
        width == pytest.approx(frame[0])
        or height == pytest.approx(frame[1])
        or px[0] / (width / 25.4) == pytest.approx(150)
    )


def test_an_empty_picture_and_one_without_words_are_refused() -> None:
    with pytest.raises(AlongsideError, match="empty"):
        printed_size((0, 5), (10, 10))
    with pytest.raises(AlongsideError, match="alternative text"):
        WordPicture(read_picture(photo(), "a"), " ", (10, 10))


def test_it_is_printed_in_body_table_and_header(make, fill, tmp_path: Path) -> None:
    path = make("Before {{ p }} after", table=[["{{ p }}", "{{ q }}"]], header="{{ q }}")
    one = WordPicture(read_picture(photo(size=(1200, 800)), "a"), "A door & <garden>", (60, 60))
    two = WordPicture(read_picture(photo("PNG", (100, 400)), "b"), "A “key”", (60, 30))
    data = fill(path, {"p": one, "q": two})
    (tmp_path / "x.docx").write_bytes(data)
    found = OpenXmlValidator().validate(tmp_path / "x.docx")
    assert found.is_valid, [error.description for error in found.errors]
    document = docx.Document(io.BytesIO(data))
    (shape,) = document.inline_shapes if len(document.inline_shapes) == 1 else (document.inline_shapes[0],)
    assert (round(shape.width.mm, 1), round(shape.height.mm, 1)) == (60.0, 40.0)
    told = [item.get("descr") for item in document.element.body.iter() if item.tag.endswith("}docPr")]
    assert told == ["A door & <garden>", "A door & <garden>", "A “key”"]
    ids = [item.get("id") for item in document.element.body.iter() if item.tag.endswith("}docPr")]
    assert len(set(ids)) == 3
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        media = [name for name in archive.namelist() if name.startswith("word/media/")]
        assert len(media) == 2  # each once, however often it is shown
        assert not any(SECRET in archive.read(name) for name in archive.namelist())


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_shows_it_whole(make, fill, tmp_path: Path) -> None:
    source = tmp_path / "p.docx"
    picture = WordPicture(read_picture(photo(size=(1200, 800), orientation=6), "a"), "A door", (60, 60))
    source.write_bytes(fill(make("{{ p }}"), {"p": picture}))
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    page = pypdfium2.PdfDocument(tmp_path / "p.pdf")[0]
    (shown,) = [item for item in page.get_objects() if item.type == 3]
    left, bottom, right, top = shown.get_bounds()
    assert ((right - left) / 72 * 25.4, (top - bottom) / 72 * 25.4) == pytest.approx((40, 60), abs=0.5)
