"""The theme: our colours and font where Word offers them to a user who restyles a template."""

from templates.make.look import ACCENT, FONT, GREY, INK, LINE, MARK, PAPER, QUIET, RULE, TINT

_COLOURS = {
    "dk1": INK, "lt1": PAPER, "dk2": ACCENT, "lt2": TINT, "accent1": ACCENT, "accent2": RULE, "accent3": QUIET,
    "accent4": LINE, "accent5": MARK, "accent6": GREY, "hlink": ACCENT, "folHlink": QUIET,
}  # fmt: skip
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="6350">{_FILL}<a:prstDash val="solid"/></a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def theme_xml() -> str:
    """The whole part word/theme/theme1.xml."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items())
    font = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    return (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Alongside"><a:themeElements>'
        f'<a:clrScheme name="Alongside">{colours}</a:clrScheme><a:fontScheme name="Alongside"><a:majorFont>{font}'
        f'</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme><a:fmtScheme name="Alongside"><a:fillStyleLst>'
        f"{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{_LINE * 3}</a:lnStyleLst><a:effectStyleLst>{_EFFECT * 3}"
        f"</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )
