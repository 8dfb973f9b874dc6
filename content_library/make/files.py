"""The files that two records of the starter library cite: a policy of two pages and a certificate, both invented."""

from datetime import date
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from alongside.library.files.index import add_file

POLICY, CERTIFICATE = "restrictive-practice-policy.pdf", "restraint-training-certificate.png"
_ADDED = date(2026, 11, 2)
_POLICY = (
    (
        "Restrictive practice policy (EXAMPLE)",
        "Tamarind Lane Support (EXAMPLE). Adopted by the board, September 2026.",
        "",
        "1. Who wrote this",
        "The policy panel: people who use services, relatives and staff.",
        "",
        "2. What counts as a restriction",
        "Doors, drinks, phones, money, tone of voice, being watched, being held.",
        "",
        "3. Before anything is restricted",
        "Ask the person. Try something less. Write down who decided and why.",
        "A restriction made in a hurry lapses after seven days unless somebody",
        "has spoken with the person about it.",
    ),
    (
        "4. Two views on being held",
        "Some members want a promise that it will end. Others think such a",
        "promise is dishonest. We print both, and publish each year what was used.",
        "",
        "5. Review",
        "The panel looks at this policy again in September 2027.",
        "",
        "EXAMPLE: the provider, the people and this policy are invented.",
    ),
)


def write_files(folder: Path) -> None:
    """Lay the files down, with their list."""
    for old in folder.glob("*"):
        old.unlink()
    folder.mkdir(exist_ok=True)
    source = folder / ".source"
    source.mkdir()
    for name, data in ((POLICY, policy()), (CERTIFICATE, certificate())):
        (source / name).write_bytes(data)
        add_file(source / name, folder, _ADDED)
        (source / name).unlink()
    source.rmdir()
    (folder / ".files.lock").unlink(missing_ok=True)


def policy() -> bytes:
    """A PDF of two pages, written out so that the same words give the same bytes."""
    pages = [_page(lines) for lines in _POLICY]
    kids = " ".join(f"{3 + 2 * at} 0 R" for at in range(len(pages)))
    objects = ["<</Type/Catalog/Pages 2 0 R/Lang(en-GB)>>", f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>"]
    font = 3 + 2 * len(pages)
    fonts = f"/Resources<</Font<</F1 {font} 0 R/F2 {font + 1} 0 R>>>>"
    for at, content in enumerate(pages):
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {4 + 2 * at} 0 R{fonts}>>",
            f"<</Length {len(content)}>>stream\n{content}\nendstream",
        ]
    objects += [f"<</Type/Font/Subtype/Type1/BaseFont/{name}>>" for name in ("Helvetica", "Helvetica-Bold")]
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\n"
    return made + f"{end}startxref\n{len(made)}\n%%EOF\n".encode("ascii")


def _page(lines: tuple[str, ...]) -> str:
    drawn = ["BT 60 770 Td 18 TL"]
    for line in lines:
        plain = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        title = line == _POLICY[0][0]
        bold = title or line[:1].isdigit()
        drawn.append(f"/F{2 if bold else 1} {16 if title else 11} Tf ({plain}) Tj T*")
    return "\n".join([*drawn, "ET"])


def certificate() -> bytes:
    """A picture of a certificate, in the letters of our own window so that it looks the same everywhere."""
    fonts = Path(__file__).parents[2] / "desktop" / "alongside" / "ui" / "fonts"
    large = ImageFont.truetype(fonts / "Inter-SemiBold.otf", 44)
    small = ImageFont.truetype(fonts / "Inter-Regular.otf", 26)
    image = Image.new("RGB", (1200, 850), "#FFFFFF")
    draw = ImageDraw.Draw(image)
    draw.rectangle((30, 30, 1169, 819), outline="#0F6B66", width=6)
    for text, height, font in (
        ("Certificate (EXAMPLE)", 150, large),
        ("Tamarind Lane Support (EXAMPLE)", 300, small),
        ("holds certified training in the prevention and", 380, small),
        ("safe use of restrictive practice", 420, small),
        ("Standard: RRN, certified provider (EXAMPLE)", 520, small),
        ("Invented, like everything in this library", 700, small),
    ):
        width = draw.textlength(text, font=font)
        draw.text(((1200 - width) / 2, height), text, fill="#1F2421", font=font)
    target = BytesIO()
    image.convert("P", palette=Image.Palette.ADAPTIVE, colors=32).save(target, "PNG", optimize=True)
    return target.getvalue()
