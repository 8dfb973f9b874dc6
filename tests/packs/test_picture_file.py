"""Picture files: sound or refused in words, upright, and silent about who took them where."""

import contextlib
import io
import random

import pytest
from PIL import Image, ImageChops, ImageCms
from tests.photographs import SECRET, photo, pixels

from alongside.errors import AlongsideError
from alongside.packs.picture_file import read_picture


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
def test_a_file_cut_short_or_scribbled_on_is_an_error_or_a_picture_never_a_fault(kind: str) -> None:
    whole = photo(kind, (64, 48))
    for end in (len(whole) // 2, len(whole) - 20):
        with pytest.raises(AlongsideError):
            read_picture(whole[:end], "a")
    chance = random.Random(5)
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(2, len(data))] = chance.randrange(256)
        with contextlib.suppress(AlongsideError):
            read_picture(bytes(data), "a")
