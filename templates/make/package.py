"""A Word file as a zip whose bytes depend on its content alone."""

import io
import zipfile

from lxml import etree
from templates.make.look import FONT, W, numbering_xml, styles_xml
from templates.make.theme import theme_xml

_NAMESPACES = (
    W + ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PARTS = {  # part: (its content type, relation, id)
    "styles": ("styles", "rIdStyles"),
    "numbering": ("numbering", "rIdNumbering"),
    "settings": ("settings", "rIdSettings"),
    "fontTable": ("fontTable", "rIdFonts"),
    "header1": ("header", "rIdHeader"),
    "header2": ("header", "rIdHeaderFirst"),
    "footer1": ("footer", "rIdFooter"),
    "footer2": ("footer", "rIdFooterFirst"),
}


def package(*, body: str, headers: tuple[str, str], footers: tuple[str, str], keywords: str) -> bytes:
    """The file. `headers` and `footers`: of pages after the first, of the first."""
    files = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            ("rId1", f"{_OFFICE}/officeDocument", "word/document.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ("rId3", f"{_OFFICE}/extended-properties", "docProps/app.xml"),
        ),
        "docProps/app.xml": _app(),
        "docProps/core.xml": _core(keywords),
        "word/_rels/document.xml.rels": _relations(
            *((where, f"{_OFFICE}/{kind}", f"{part}.xml") for part, (kind, where) in _PARTS.items()),
            ("rIdTheme", f"{_OFFICE}/theme", "theme/theme1.xml"),
        ),
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/fontTable.xml": _fonts(),
        "word/numbering.xml": numbering_xml(),
        "word/settings.xml": _settings(),
        "word/styles.xml": styles_xml(),
        "word/theme/theme1.xml": theme_xml(),
    }
    for at, (header, footer) in enumerate(zip(headers, footers, strict=True), start=1):
        files[f"word/header{at}.xml"] = f"<w:hdr {_NAMESPACES}>{header}</w:hdr>"
        files[f"word/footer{at}.xml"] = f"<w:ftr {_NAMESPACES}>{footer}</w:ftr>"
    return _zipped(files)


def _zipped(files: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:  # stored: no zlib version can change the bytes
        for name in sorted(files, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 0
            root = etree.fromstring(files[name].encode())
            archive.writestr(entry, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
    return target.getvalue()


def _content_types() -> str:
    kinds = {"document": "document.main", **{part: kind for part, (kind, _) in _PARTS.items()}}
    parts = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_WORD}.{kind}+xml"/>' for part, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>{parts}<Override PartName="/word/theme/theme1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override '
        'PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'extended-properties+xml"/></Types>'
    )


def _relations(*relations: tuple[str, str, str]) -> str:
    lines = "".join(f'<Relationship Id="{id_}" Type="{kind}" Target="{to}"/>' for id_, kind, to in relations)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _core(keywords: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{{ document.title }}: {{ document.subtitle }}</dc:title>'
        f"<dc:subject>{{{{ pack.recipient }}}}</dc:subject><cp:keywords>{keywords}</cp:keywords>"
        "<dc:language>en-GB</dc:language></cp:coreProperties>"
    )


def _app() -> str:
    return (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>Alongside</Application></Properties>"
    )


def _settings() -> str:
    return (
        f'<w:settings {_NAMESPACES}><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:updateFields w:val="true"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="en-GB"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
        "</w:settings>"
    )


def _fonts() -> str:
    return (
        f'<w:fonts {_NAMESPACES}><w:font w:name="{FONT}"><w:altName w:val="Liberation Sans"/>'
        '<w:panose1 w:val="020B0604020202020204"/><w:charset w:val="00"/><w:family w:val="swiss"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>'
    )
