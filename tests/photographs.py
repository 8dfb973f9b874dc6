"""Photographs made for tests, with everything beside them that a camera writes."""

import io

from PIL import Image, PngImagePlugin

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
