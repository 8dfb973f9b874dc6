"""The parts of an Easy Read Word file around its body: styles, header, page numbers, pictures, clean properties."""

from datetime import date
from functools import cache
from xml.sax.saxutils import escape

from lxml import etree

from alongside.render.package import Parts, pack_parts, read_parts
from alongside.render.report_words import TEMPLATE
from alongside.resources import resource

FONT, INK, ACCENT = "Arial", "1F2826", "0F6B66"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
_PARTS = ("styles", "settings", "fontTable", "header", "footer")


class WordFile:
    """Keeps each picture once, and packs the whole."""

    def __init__(self) -> None:
        self._pictures: dict[bytes, tuple[str, str]] = {}  # bytes: name of the part, relation
        self._drawn = 0

    def add_picture(self, data: bytes, kind: str) -> tuple[int, str]:
        """The number of this drawing, and the relation of its picture."""
        self._drawn += 1
        if data not in self._pictures:
            at = len(self._pictures) + 1
            self._pictures[data] = (f"media/picture{at}.{kind}", f"rIdPicture{at}")
        return self._drawn, self._pictures[data][1]

    def packed(self, body: str, *, title: str, day: date, head: str, subject: str) -> bytes:
        """The file."""
        relations = [(f"rId{part}", f"{_OFFICE}/{part}", f"{part}.xml") for part in _PARTS]
        relations.append(("rIdtheme", f"{_OFFICE}/theme", "theme/theme1.xml"))
        relations += [(relation, f"{_OFFICE}/image", name) for name, relation in self._pictures.values()]
        texts = {
            "[Content_Types].xml": self._types(),
            "_rels/.rels": _relations(
                ("rId1", f"{_OFFICE}/officeDocument", "word/document.xml"),
                ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                ("rId3", f"{_OFFICE}/extended-properties", "docProps/app.xml"),
            ),
            "docProps/app.xml": (
                f'<Properties xmlns="{_OFFICE.replace("/relationships", "/extended-properties")}">'
                "<Application>Alongside</Application></Properties>"
            ),
            "docProps/core.xml": _core(title, subject, day),
            "word/_rels/document.xml.rels": _relations(*relations),
            "word/document.xml": f"<w:document {_NAMES}><w:body>{body}{_section()}</w:body></w:document>",
            "word/styles.xml": _styles(),
            "word/settings.xml": (
                f'<w:settings {_NAMES}><w:autoHyphenation w:val="0"/><w:compat><w:compatSetting '
                'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
                '<w:themeFontLang w:val="en-GB"/></w:settings>'
            ),
            "word/fontTable.xml": (
                f'<w:fonts {_NAMES}><w:font w:name="{FONT}"><w:altName w:val="Liberation Sans"/>'
                '<w:family w:val="swiss"/></w:font></w:fonts>'
            ),
            "word/header.xml": f"<w:hdr {_NAMES}>{_line('EasyReadMark', _said(head))}</w:hdr>",
            "word/footer.xml": f"<w:ftr {_NAMES}>{_line('EasyReadPageNumber', _page())}</w:ftr>",
        }
        parts: Parts = {
            name: etree.tostring(
                etree.fromstring(text.encode()), xml_declaration=True, encoding="UTF-8", standalone=True
            )
            for name, text in texts.items()
        }
        parts["word/theme/theme1.xml"] = _theme()
        parts |= {f"word/{name}": data for data, (name, _relation) in self._pictures.items()}
        return pack_parts(parts)

    def _types(self) -> str:
        kinds = {"document": "document.main", **{part: part for part in _PARTS}}
        parts = "".join(
            f'<Override PartName="/word/{part}.xml" ContentType="{_WORD}.{kind}+xml"/>' for part, kind in kinds.items()
        )
        images = "".join(f'<Default Extension="{kind}" ContentType="image/{kind}"/>' for kind in ("png", "jpeg"))
        parts += (
            '<Override PartName="/word/theme/theme1.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
        )
        return (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            f'ContentType="application/xml"/>{images}{parts}<Override PartName="/docProps/core.xml" '
            'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override '
            'PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'extended-properties+xml"/></Types>'
        )


@cache
def _theme() -> bytes:
    """The theme of the program's own templates: Word asks for one."""
    return read_parts((resource("templates") / TEMPLATE).read_bytes(), TEMPLATE)["word/theme/theme1.xml"]


def _relations(*relations: tuple[str, str, str]) -> str:
    lines = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{to}"/>' for key, kind, to in relations)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _core(title: str, subject: str, day: date) -> str:
    made = "".join(
        f'<dcterms:{word} xsi:type="dcterms:W3CDTF">{day.isoformat()}T12:00:00Z</dcterms:{word}>'
        for word in ("created", "modified")
    )
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title[:255])}</dc:title><dc:subject>{escape(subject)}</dc:subject>"
        f"<dc:language>en-GB</dc:language>{made}</cp:coreProperties>"
    )


def _said(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def _page() -> str:
    return '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _line(style: str, content: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>'


def _section() -> str:
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rIdheader"/><w:footerReference w:type="default" '
        'r:id="rIdfooter"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1300" w:right="1134" w:bottom="1400" '
        'w:left="1134" w:header="560" w:footer="480" w:gutter="0"/></w:sectPr>'
    )


def _styles() -> str:
    def style(  # noqa: PLR0917 - a row of a table
        key: str, name: str, size: int, more: str = "", look: str = "", line: int = 360
    ) -> str:
        spacing = more or '<w:spacing w:before="60" w:after="60" LINE/>'
        spacing = spacing.replace("LINE", f'w:line="{line}" w:lineRule="auto"')
        return (
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{key}"><w:name w:val="{name}"/>'
            f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{spacing}</w:pPr>'
            f'<w:rPr>{look}<w:sz w:val="{size * 2}"/><w:szCs w:val="{size * 2}"/></w:rPr></w:style>'
        )

    heading = (
        '<w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="160" LINE/><w:outlineLvl w:val="{at}"/>'
    )
    dashes = "".join(
        f'<w:{side} w:val="dashed" w:sz="8" w:space="6" w:color="54605E"/>'
        for side in ("top", "left", "bottom", "right")
    )
    accent = f'<w:b/><w:color w:val="{ACCENT}"/>'
    return (
        f'<w:styles {_NAMES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" '
        f'w:eastAsia="{FONT}" w:cs="{FONT}"/><w:color w:val="{INK}"/><w:sz w:val="32"/><w:szCs w:val="32"/>'
        '<w:lang w:val="en-GB"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:suppressAutoHyphens/>'
        '<w:spacing w:after="0" w:line="360" w:lineRule="auto"/><w:jc w:val="left"/></w:pPr></w:pPrDefault>'
        '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>"
        + style("EasyReadTitle", "Easy Read Title", 30, heading.format(before=0, at=0), accent)
        + style("EasyReadHeading", "Easy Read Heading", 22, heading.format(before=360, at=1), accent)
        + style("EasyReadText", "Easy Read Text", 16)
        + style("EasyReadPicture", "Easy Read Picture", 16, line=240)
        + style("EasyReadGap", "Easy Read Gap", 14, line=240)
        + style("EasyReadSlot", "Easy Read Picture To Come", 14,
                f'<w:pBdr>{dashes}</w:pBdr><w:spacing w:before="900" w:after="900" LINE/>', '<w:color w:val="54605E"/>')
        + style("EasyReadMark", "Easy Read Mark", 14, "", '<w:b/><w:color w:val="8A3A32"/>')
        + style("EasyReadPageNumber", "Easy Read Page Number", 24, "", "<w:b/>")
        + '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="EasyReadTable"><w:name w:val="Easy Read Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblCellMar><w:top w:w="140" w:type="dxa"/>'
        '<w:left w:w="57" w:type="dxa"/><w:bottom w:w="140" w:type="dxa"/><w:right w:w="170" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style></w:styles>"
    )  # fmt: skip
