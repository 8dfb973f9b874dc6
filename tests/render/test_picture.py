"""Pictures: whole, upright, sharp, told in words, and silent about who took them where."""

import io
import random
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
from PIL import Image, ImageChops, ImageCms, PngImagePlugin

from alongside.errors import AlongsideError
from alongside.render.picture import WordPicture, printed_size, read_picture

SECRET = b"Eastmoor 51.5N 0.1W"


def photo(kind: str = "JPEG", size: tuple[int, int] = (300, 200), orientation: int = 1, **options: object) -> bytes:
    """A picture red at its top left, with everything beside it that a camera writes."""
    image = Image.effect_noise(size, 20).convert("RGB")
    image.paste((200, 30, 30), (0, 0, size[0] // 2, size[1] // 2))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = exif[0x013B] = SECRET.decode()
    target = io.BytesIO()
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", SECRET.decode())
        image.save(target, "PNG", pnginfo=text, exif=exif)
    else:
        image.save(target, "JPEG", exif=exif, comment=SECRET, quality=90, **options)
    return target.getvalue()


def pixels(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGB")


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_blocks": 4}])
def test_what_a_camera_wrote_goes_and_the_picture_stays_bit_for_bit(options: dict[str, object]) -> None:
    before = photo(**options)
    picture = read_picture(before, "a.jpg")
    assert SECRET in before
    assert SECRET not in picture.data
    assert b"Exif" not in picture.data
    assert ImageChops.difference(pixels(before), pixels(picture.data)).getbbox() is None
    scan = before[before.index(b"\xff\xda") : before.rindex(b"\xff\xd9")]
    assert scan in picture.data  # not compressed anew
    assert (picture.width, picture.height) == (300, 200)


def test_what_stands_behind_the_picture_goes_too() -> None:
    whole = photo()
    assert read_picture(whole + SECRET, "a.jpg").data == read_picture(whole, "a.jpg").data


def test_a_png_keeps_its_colours_and_loses_its_words() -> None:
    before = photo("PNG")
    picture = read_picture(before, "a.png")
    assert SECRET in before
    assert SECRET not in picture.data
    assert ImageChops.difference(pixels(before), pixels(picture.data)).getbbox() is None


def test_a_profile_of_colours_stays() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = read_picture(photo(icc_profile=profile), "a.jpg")
    with Image.open(io.BytesIO(picture.data)) as image:
        assert image.info["icc_profile"] == profile


@pytest.mark.parametrize(("orientation", "corner"), [(3, (1, 1)), (6, (1, 0)), (8, (0, 1))])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photograph_taken_on_its_side_is_turned(kind: str, orientation: int, corner: tuple[int, int]) -> None:
    picture = read_picture(photo(kind, orientation=orientation), "a")
    assert (picture.width, picture.height) == ((300, 200) if orientation == 3 else (200, 300))
    image = pixels(picture.data)
    assert image.size == (picture.width, picture.height)
    spots = {
        (x, y): image.getpixel((x * (image.width - 1) // 1, y * (image.height - 1)))[0] > 150 + 0
        and image.getpixel((x * (image.width - 1), y * (image.height - 1)))[1] < 80
        for x in (0, 1)
        for y in (0, 1)
    }
    assert [spot for spot, red in spots.items() if red] == [corner]
    assert SECRET not in picture.data


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a" + bytes(40), b"<svg/>", b"%PDF-1.4", b"BM" + bytes(60), b"\xff\xd8", b"\x89PNG\r\n\x1a\n"]
)
def test_another_kind_or_an_empty_file_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(AlongsideError) as caught:
        read_picture(data, "logo.gif")
    assert caught.value.where == "logo.gif"
    assert caught.value.remedy


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_file_cut_short_or_scribbled_on_is_an_error_or_a_picture_never_a_fault(kind: str, refused) -> None:
    whole = photo(kind, (64, 48))
    for end in (len(whole) // 2, len(whole) - 20):
        with pytest.raises(AlongsideError):
            read_picture(whole[:end], "a")
    chance = random.Random(5)
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(2, len(data))] = chance.randrange(256)
        error = refused(lambda found=bytes(data): read_picture(found, "a"))
        assert error is None or error.remedy


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
