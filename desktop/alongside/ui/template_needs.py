"""What a template needs, in plain words: single values first, then each list with what every entry of it needs."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QTextBrowser

from alongside.i18n import _
from alongside.ui.look import Look

if TYPE_CHECKING:
    from alongside.render.needs import Need


class NeedsView(QTextBrowser):
    """Read only. Words of a template are escaped: they are never markup here."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._needs: Sequence[Need] = ()
        self._trouble = ""
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("What this template needs"))
        self.setViewportMargins(16, 8, 8, 8)
        look.changed.connect(self._show)

    def show_needs(self, needs: "Sequence[Need]", trouble: str) -> None:
        """Show these; `trouble` says why there are none to show."""
        self._needs, self._trouble = needs, trouble
        self._show()

    def _show(self) -> None:
        self.setHtml(self._html())
        self.verticalScrollBar().setValue(0)

    def _html(self) -> str:
        colours, sizes, scale = self._look.theme.colours, self._look.theme.measures.type, self._look.scale
        heading = f"font-size:{sizes.heading * scale:.1f}pt;font-weight:600;margin:14px 0 4px 0"
        small = f"font-size:{sizes.small * scale:.1f}pt;color:{colours.quiet}"
        if self._trouble:
            return f'<p style="color:{colours.block}">{escape(self._trouble)}</p>'
        if not self._needs:
            return f"<p>{escape(_('This template has no fields: it is printed as it is.'))}</p>"
        parts = [f'<p style="{heading}">{escape(_("Filled in once"))}</p>']
        parts += [self._line(need, small) for need in self._needs if not need.inside and not need.is_list]
        lists = [need.word.removesuffix("[]") for need in self._needs if need.is_list]
        for name in dict.fromkeys([*lists, *(need.inside for need in self._needs if need.inside)]):
            own = [need for need in self._needs if need.inside == name and not need.is_list]
            said = next((need.help for need in self._needs if need.word.removesuffix("[]") == name and need.help), "")
            if not own and not said:
                continue
            parts.append(f'<p style="{heading}">{escape(_list_words(name))}</p>')
            if said:
                parts.append(f"<p style='margin:0 0 6px 0'>{escape(said)}</p>")
            parts += [self._line(need, small) for need in own]
        return "".join(parts)

    def _line(self, need: "Need", small: str) -> str:
        if need.known is False:
            tone = self._look.theme.colours.block
            said = _("not offered; did you mean “{near}”?").format(near=need.near) if need.near else _("not offered")
            return (
                f'<p style="margin:0 0 8px 0"><b>{escape(_capital(need.spoken))}</b><br>'
                f'<span style="color:{tone}">{escape(_capital(said))}</span></p>'
            )
        example = "" if need.example in {"True", "False"} else need.example
        told = f'<br><span style="{small}">{escape(_("such as “{e}”").format(e=example))}</span>' if example else ""
        about = f"  {escape(need.help)}" if need.help else ""
        return f'<p style="margin:0 0 8px 0"><b>{escape(_capital(need.spoken))}</b>&nbsp; {about}{told}</p>'


def _list_words(name: str) -> str:
    steps = [step.replace("_", " ").replace(".", ": ") for step in name.split("[].")]
    if len(steps) == 1:
        return _("For each of the {whole}").format(whole=steps[0])
    return _("For each of the {part} in the {whole}").format(part=steps[-1], whole=steps[-2])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
