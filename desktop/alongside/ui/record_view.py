"""One library row in full: what it says, where it is used, what is wrong with it."""

from collections.abc import Sequence
from datetime import date
from html import escape

from PySide6.QtWidgets import QFrame, QTextBrowser

from alongside.findings import Finding
from alongside.i18n import _
from alongside.library.columns import Kind
from alongside.library.records import Record, columns_of
from alongside.packs.counting import count
from alongside.ui.look import Look
from alongside.ui.marks import mark_of
from alongside.ui.widgets import LEVELS
from alongside.ui.wording import SHEETS, label_of, title_of, value_text

_TEXTS = ("claim", "snippet_", "text", "what_person_said")  # headings whose words go into packs: at reading size


class RecordView(QTextBrowser):
    """Read only; the words can be selected and copied. Library text is escaped: it is never markup here."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: tuple[Record, Sequence[Finding], Sequence[str], date] | None = None
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("The row in full"))
        look.changed.connect(self._again)

    def show_nothing(self) -> None:
        self._shown = None
        self.clear()

    def show_record(self, record: Record, findings: Sequence[Finding], uses: Sequence[str], today: date) -> None:
        """Show a row; `uses` are places in packs, in words."""
        self._shown = (record, findings, uses, today)
        self._again()

    def _again(self) -> None:
        if self._shown is None:
            return
        self.setHtml(self._html(*self._shown))
        self.document().setDocumentMargin(2)
        self.verticalScrollBar().setValue(0)

    def _html(self, record: Record, findings: Sequence[Finding], uses: Sequence[str], today: date) -> str:
        colours, sizes, scale = self._look.theme.colours, self._look.theme.measures.type, self._look.scale
        small = f"font-size:{sizes.small * scale:.1f}pt;color:{colours.quiet}"
        mark = mark_of(record, today)
        tone = colours.named(mark.tone)
        dot = " &nbsp;·&nbsp; "
        origin = dot.join(
            escape(word) for word in (record.ref, SHEETS.get(record.sheet, ""), _("row {n}").format(n=record.row))
        )
        title = f"font-size:{sizes.heading * scale:.1f}pt;font-weight:600;margin:2px 0 6px 0"
        standing = f'<span style="color:{tone};font-weight:600">{escape(mark.word)}</span>'
        parts = [
            f'<p style="{small};margin:0">{origin}</p>',
            f'<p style="{title}">{escape(title_of(record))}</p>',
            f'<p style="margin:0 0 10px">{standing} <span style="color:{colours.quiet}">{escape(mark.why)}</span></p>',
        ]
        for finding in findings:
            _icon, level_tone, word = LEVELS[finding.level]
            parts.append(
                f'<p style="background:{colours.named(level_tone + "_soft")};margin:0 0 6px 0">'
                f'<span style="color:{colours.named(level_tone)};font-weight:600">{escape(word.capitalize())}.</span> '
                f"{escape(finding.message)} <span style='color:{colours.quiet}'>{escape(finding.remedy)}</span></p>"
            )
        if uses:
            listed = "<br>".join(escape(use) for use in uses)
            parts.append(
                f'<p style="{small};margin:6px 0 0 0">{escape(_("Used in"))}</p><p style="margin:0">{listed}</p>'
            )
        plain: list[str] = []
        for column in columns_of(type(record)):
            value = getattr(record, column.heading)
            text = value_text(value)
            if not text or column.heading in {"title", record.id_field}:
                continue
            if column.kind is Kind.PROSE or column.heading == "claim":
                reading = column.heading.startswith(_TEXTS)
                size = sizes.reading if reading else sizes.body
                words = f" &nbsp;·&nbsp; {count([text]).words} {escape(_('words'))}" if reading else ""
                body = "".join(
                    f'<p style="margin:0 0 6px 0;font-size:{size * scale:.1f}pt;line-height:135%">{escape(line)}</p>'
                    for line in text.splitlines()
                    if line.strip()
                )
                parts.append(
                    f'<p style="{small};margin:12px 0 2px 0">{escape(label_of(column.heading))}{words}</p>{body}'
                )
            else:
                plain.append(
                    f'<tr><td style="{small};padding:3px 14px 3px 0">{escape(label_of(column.heading))}</td>'
                    f'<td style="padding:3px 0">{escape(text)}</td></tr>'
                )
        if plain:
            parts.append(f'<table cellspacing="0" cellpadding="0" style="margin-top:14px">{"".join(plain)}</table>')
        return "".join(parts)
