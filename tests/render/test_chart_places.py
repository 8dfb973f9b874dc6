"""A chart where Word or other programs have none is told with its place before a document is built."""

from pathlib import Path

from alongside.render.check import check_template
from alongside.render.package import pack_parts, read_parts


def rules(path: Path) -> list[tuple[str, str | None, str]]:
    return [
        (item.rule, item.where.part, item.level.value) for item in check_template(path, None) if "chart" in item.rule
    ]


def test_a_chart_in_a_header_or_footer_is_doubted(make) -> None:
    field = "{{ block.chart.drawing }}"
    assert rules(make(field, table=[[field]])) == []
    assert rules(make("x", header=field)) == [("template.chart_in_header", "header 1", "warn")]
    assert rules(make("x", footer=field)) == [("template.chart_in_header", "footer 1", "warn")]
    assert rules(make("x", header="{{ block.picture.drawing }}")) == []


def test_a_chart_in_a_note_is_refused(make, fill, tmp_path: Path) -> None:
    parts = read_parts(make("x").read_bytes(), "x")
    parts["word/footnotes.xml"] = (
        b'<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2">'
        b"<w:p><w:r><w:t>{{ block.chart.drawing }}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    (tmp_path / "n.docx").write_bytes(pack_parts(parts))
    assert rules(tmp_path / "n.docx") == [("template.no_charts_here", "footnotes", "block")]
