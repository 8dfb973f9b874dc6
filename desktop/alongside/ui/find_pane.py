"""Finding in the library: the box, by words or by meaning, what is filtered by, and what was found."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from alongside.errors import AlongsideError
from alongside.i18n import _, ngettext
from alongside.library.records import Record
from alongside.library.search import By
from alongside.library.search.facets import SHEET, Facets
from alongside.library.search.saved import SavedSearch, delete_search, rename_search, save_search, saved_searches
from alongside.packs.carried import carried_to, likely_framework
from alongside.ui.filter_names import Names, noun_text, nouns_for
from alongside.ui.filters_pane import FiltersPane
from alongside.ui.finder import FEW_ROWS, Answer, Ask, Finder, answer, make_facets
from alongside.ui.flow import Flow
from alongside.ui.look import Look
from alongside.ui.query_box import QueryBox
from alongside.ui.query_help import QueryHelp
from alongside.ui.results import Results
from alongside.ui.session import FOUND, Session
from alongside.ui.widgets import Banner, Segments, button, chip, clear, column, icon_button, label, row
from alongside.ui.wording import SHEETS

SEARCH_AFTER_MS = 40  # two keys struck together are one search


class FindPane(QWidget):
    """The middle of the library. It fills the pane of filters too, which stands elsewhere."""

    moved = Signal()  # another record is the current one

    def __init__(self, look: Look, session: Session) -> None:
        super().__init__()
        self._look, self._session = look, session
        self._carried: dict[str, tuple[str, ...]] = {}
        self._names: Names | None = None
        self._facets: Facets | None = None
        self._facets_of: object = None  # the rows they were made of
        self._offered: tuple[object, ...] = ()
        self._deleted: SavedSearch | None = None
        self._asked: Ask | None = None  # what was answered last
        self.by = By.BOTH
        self.filters = FiltersPane(look)
        self.filters.tree.chosen = {SHEET: ("evidence",)}
        self.finder = Finder(session.searches, self)
        inner = column(self, margin=16, space=8)
        inner.setContentsMargins(16, 16, 16, 12)
        self._build_box(inner)
        self._build_notes(inner)
        self.results = Results(look, session.today)
        self.help = QueryHelp(look)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.results)
        self._pages.addWidget(self.help)
        inner.addWidget(self._pages, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_AFTER_MS)
        self._timer.timeout.connect(self.refresh)
        self._connect()

    def _build_box(self, inner: QVBoxLayout) -> None:
        line = row(space=4)
        self.box = QueryBox(self._look, self._session, _("Search the library"))
        self.keep = icon_button(self._look, "bookmark-simple", _("Save this search"), "Ctrl+D")
        self.keep.setShortcut("Ctrl+D")
        self.ask_help = icon_button(self._look, "question", _("What you can type"), "F1")
        self.ask_help.setShortcut("F1")
        self.ask_help.setCheckable(True)
        line.addWidget(self.box, 1)
        line.addWidget(self.keep)
        line.addWidget(self.ask_help)
        inner.addLayout(line)
        self.naming = QWidget()
        naming = row(self.naming, space=8)
        self.name = QLineEdit()
        self.name.setPlaceholderText(_("A name for this search"))
        self.name.setAccessibleName(_("A name for this search"))
        self.keep_now = button(_("Save"), "primary")
        self.keep_not = button(_("Cancel"), "quiet")
        naming.addWidget(self.name, 1)
        naming.addWidget(self.keep_now)
        naming.addWidget(self.keep_not)
        self.naming.hide()
        inner.addWidget(self.naming)

    def _build_notes(self, inner: QVBoxLayout) -> None:
        self.banner = Banner(self._look)
        self.slips = label("", "", wrap=True, tone="warn")
        self.slips.hide()
        line = Flow(space=8)
        self.filters_button = chip(_("Filters"))
        self.filters_button.setCheckable(True)
        self.filters_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._look.dress(self.filters_button, "funnel-simple", "quiet", 14)
        self.filters_button.hide()
        self.ways = Segments(
            _("Search by"), [(By.BOTH, _("Words and meaning")), (By.WORDS, _("Words")), (By.MEANING, _("Meaning"))]
        )
        self.ways.choose(self.by)
        self.said = label("", "small")
        self.said.setContentsMargins(4, 5, 0, 5)
        line.addWidget(self.filters_button)
        line.addWidget(self.ways)
        line.addWidget(self.said)
        self.note = label("", "small", wrap=True)
        self.note.hide()
        self._chips_box = QWidget()
        self._chips = Flow(self._chips_box, space=4)
        self._chips_box.hide()
        inner.addWidget(self.banner)
        inner.addWidget(self.slips)
        inner.addLayout(line)
        inner.addWidget(self.note)
        inner.addWidget(self._chips_box)

    def _connect(self) -> None:
        self.box.textChanged.connect(self._typed)
        self.box.to_results.connect(self.results.take_focus)
        self.results.list.left_upwards.connect(self.box.setFocus)
        self.results.moved.connect(self.moved)
        self.results.cleared.connect(self._nothing_acted)
        self.ways.chosen.connect(self._way_chosen)
        self.ask_help.toggled.connect(self.show_help)
        self.help.closed.connect(self._close_help)
        self.help.wanted.connect(self._example)
        self.keep.clicked.connect(self.start_saving)
        self.keep_now.clicked.connect(self._save)
        self.keep_not.clicked.connect(self.naming.hide)
        self.name.returnPressed.connect(self._save)
        self.banner.acted.connect(self._banner_acted)
        tree, saved = self.filters.tree, self.filters.saved
        tree.changed.connect(self._filtered)
        tree.framework_chosen.connect(self._framework_chosen)
        saved.wanted.connect(self.run_saved)
        saved.renamed.connect(self._rename)
        saved.deleted.connect(self._delete)
        self.finder.found.connect(self._found)
        self.finder.failed.connect(self._session.trouble)
        self._session.index_ready.connect(self.refresh)
        self._session.facets_ready.connect(self.refresh)
        self._session.meaning_ready.connect(self._meaning_ready)
        self._session.workspace_changed.connect(self._read_saved)
        self._read_saved()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.naming.isVisible():
            self.naming.hide()
            self.box.setFocus()
        elif event.key() == Qt.Key.Key_Escape and self.ask_help.isChecked():
            self._close_help()
        else:
            super().keyPressEvent(event)

    # --- what is asked for ------------------------------------------------------------------------------------------

    @property
    def sheet(self) -> str:
        """The sheet that is shown; "" is all."""
        return next(iter(self.filters.tree.chosen.get(SHEET, ())), "")

    def use(self, words: str, chosen: dict[str, tuple[str, ...]]) -> None:
        """Search for other words with other filters."""
        self.box.blockSignals(True)
        self.box.setText(words)
        self.box.blockSignals(False)
        self.filters.tree.chosen = {noun: values for noun, values in chosen.items() if values}
        self.filters.saved.let_go()
        self.refresh()

    def clear(self) -> None:
        """All rows of the sheet again."""
        self.use("", {SHEET: self.filters.tree.chosen.get(SHEET, ())})

    def show_sheet(self, sheet: str) -> None:
        """Show another sheet; "" is all. Words and other filters stay."""
        if sheet != self.sheet:
            self.filters.tree.choose(SHEET, sheet)

    def show_record(self, record: Record) -> None:
        """Show a row among those of its sheet, without words or filters."""
        self.use("", {SHEET: (record.sheet,)})
        self.results.select(record)

    def _typed(self, _text: str) -> None:
        self.banner.hide()
        self.filters.saved.let_go()
        self._timer.start()

    def _filtered(self) -> None:
        self.filters.saved.let_go()
        self.refresh()

    def _way_chosen(self, key: str) -> None:
        self.by = By(key)
        self.refresh()

    def _framework_chosen(self, key: str) -> None:
        tree = self.filters.tree
        tree.framework = key
        tree.chosen = {noun: values for noun, values in tree.chosen.items() if noun != "framework_items"}
        self.refresh()

    def _meaning_ready(self) -> None:
        if self.by is not By.WORDS and self.box.text().strip():
            self.refresh()

    # --- searching --------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what answers the words and the filters: at once without words, else as soon as it is found."""
        self._timer.stop()
        known, index = self._session.known, self._session.index
        if known is None:
            return
        facets = self._facets_now()
        self._offer(facets)
        self._show_chips()
        words, tree = self.box.text(), self.filters.tree
        self.ways.setEnabled(True)
        if words.strip() and index is not None:
            ask = Ask(words, self.by, FOUND, tree.chosen, nouns_for(self.sheet), self._carried)
            self.finder.ask(lambda: (ask, answer(index, facets, ask)))
            return
        self.finder.forget()
        self._browse(facets)
        self._tell((), (_("The words can be searched in a moment."),) if words.strip() else ())

    def _facets_now(self) -> Facets | None:
        """Those of the rows that are shown; None while those of a large library are still being made."""
        known, made = self._session.known, self._session.facets
        if known is None:
            return None
        if made is not None:
            self._facets, self._facets_of = made, known.library.records
        elif self._facets_of is not known.library.records:
            rows = tuple(known.library)
            self._facets = make_facets(rows, self._session.today) if len(rows) <= FEW_ROWS else None
            self._facets_of = known.library.records
        return self._facets

    def _offer(self, facets: Facets | None) -> None:
        """Show what there is to filter by, where that is not what was there before."""
        known, tree = self._session.known, self.filters.tree
        if known is None or facets is None:
            return
        if not tree.framework:
            tree.framework = likely_framework(facets, known.frameworks)
        what = (facets, known.frameworks, tree.framework, self.sheet)
        if len(self._offered) == len(what) and all(a is b or a == b for a, b in zip(what, self._offered, strict=True)):
            return
        self._offered = what
        self._carried = carried_to(tree.framework, facets, known.frameworks)
        names = self._names = Names(known.library, known.frameworks, tree.framework)
        nouns = []
        sheet = {SHEET: tree.chosen.get(SHEET, ())}
        totals = facets.counted(facets.mask({}), sheet, nouns_for(self.sheet), self._carried)
        for noun in nouns_for(self.sheet):
            values = names.ordered(noun, totals[noun], known.library)
            if values:
                nouns.append((noun, noun_text(noun), values))
        frameworks = [(item.framework_id, item.name) for item in known.frameworks.versions]
        tree.offer(nouns, names.of, frameworks)

    def _browse(self, facets: Facets | None) -> None:
        """Rows in the order of the sheet."""
        known, tree = self._session.known, self.filters.tree
        assert known is not None
        if facets is None:
            shown: Sequence[Record] = known.library.records.get(self.sheet, ()) if self.sheet else tuple(known.library)
        else:
            rows = facets.mask(tree.chosen, self._carried).nonzero()[0].tolist()
            shown = [facets.records[at] for at in rows]
            counts = facets.counted(facets.mask({}), tree.chosen, nouns_for(self.sheet), self._carried)
            self._show_counts(counts)
        self.results.show_records(shown, self.sheet)
        self.said.setText(ngettext("{n:,} row", "{n:,} rows", len(shown)).format(n=len(shown)))
        if not shown:
            self._tell_nothing(0)

    def _found(self, result: tuple[Ask, Answer]) -> None:
        ask, got = result
        found = got.found
        if found.matches is None:  # nothing in the query to look for
            self._browse(self._facets)
            self._tell(got.slips, ())
            return
        self._show_counts(got.counts)
        services = self._names.services if self._names is not None else {}
        before, self._asked = self._asked, ask
        same = before is not None and (before.words, before.by, before.chosen) == (ask.words, ask.by, ask.chosen)
        self.results.show_hits(found.hits, services, keep=same)
        n, total = len(found.hits), found.total
        all_shown = ngettext("{n:,} row, best first", "{n:,} rows, best first", total).format(n=total)
        self.said.setText(
            ""
            if not total
            else all_shown
            if n == total
            else _("the best {n} of {total:,} rows").format(n=n, total=total)
        )
        notes = found.notes
        if notes and self._session.meaning_says:
            notes = (self._session.meaning_says,)
        self._tell(got.slips, notes)
        if not found.hits:
            self._tell_nothing(sum(got.counts.get(SHEET, {}).values()) if ask.chosen.get(SHEET) else 0)

    def _show_counts(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        self.filters.tree.show_counts(counts, {SHEET: sum(counts.get(SHEET, {}).values())})

    def _tell(self, slips: Sequence[str], notes: Sequence[str]) -> None:
        for part, told in ((self.slips, slips), (self.note, notes)):
            part.setText("\n".join(told))
            part.setVisible(bool(told))

    def _tell_nothing(self, elsewhere: int) -> None:
        """Why there is nothing, and the one next step."""
        none = self.results.none
        sheet = SHEETS.get(self.sheet, self.sheet)
        if elsewhere:
            none.sentence.setText(
                ngettext(
                    "Nothing in “{sheet}” answers this; {n:,} row of another sheet does.",
                    "Nothing in “{sheet}” answers this; {n:,} rows of other sheets do.",
                    elsewhere,
                ).format(sheet=sheet, n=elsewhere)
            )
            action = _("Search everything")
        else:
            none.sentence.setText(
                _("No row has these words and filters. Take a filter away, or search with fewer words.")
            )
            action = _("Clear search and filters")
        none.action.setText(action)
        none.action.setAccessibleName(action)
        none.action.setProperty("everywhere", bool(elsewhere))

    def _nothing_acted(self) -> None:
        if self.results.none.action.property("everywhere"):
            self.show_sheet("")
        else:
            self.clear()

    # --- chips of what is chosen --------------------------------------------------------------------------------------

    def _show_chips(self) -> None:
        clear(self._chips)
        names = self._names
        chosen = {noun: values for noun, values in self.filters.tree.chosen.items() if noun != SHEET}
        for noun, values in chosen.items():
            for value in values:
                told = names.of(noun, value) if names is not None else value
                made = chip(f"{noun_text(noun)}: {told}")
                made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
                made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross after the words
                made.setToolTip(_("Take this filter away"))
                self._look.dress(made, "x", "quiet", 12)
                made.setProperty("noun", noun)
                made.setProperty("value", value)
                made.clicked.connect(self._chip_clicked)
                self._chips.addWidget(made)
        if chosen:
            all_away = button(_("Clear filters"), "link")
            all_away.clicked.connect(self._clear_filters)
            self._chips.addWidget(all_away)
        self._chips_box.setVisible(bool(chosen))
        n = sum(map(len, chosen.values()))
        self.filters_button.setText(_("Filters ({n})").format(n=n) if n else _("Filters"))
        self.filters_button.setAccessibleName(self.filters_button.text())

    def _chip_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.filters.tree.choose(str(sender.property("noun")), str(sender.property("value")))

    def _clear_filters(self) -> None:
        self.filters.tree.chosen = {SHEET: self.filters.tree.chosen.get(SHEET, ())}
        self._filtered()

    # --- help ---------------------------------------------------------------------------------------------------------

    def show_help(self, shown: bool) -> None:
        """What can be typed, in place of what was found."""
        self.ask_help.setChecked(shown)
        self._pages.setCurrentIndex(1 if shown else 0)

    def _close_help(self) -> None:
        self.show_help(False)
        self.box.setFocus()

    def _example(self, example: str) -> None:
        self.show_help(False)
        self.box.insert_example(example)

    # --- saved searches -----------------------------------------------------------------------------------------------

    def start_saving(self) -> None:
        """Ask for a name under the box."""
        names = self._names
        chosen = self.filters.tree.chosen.items()
        words = [names.of(noun, value) for noun, values in chosen if noun != SHEET for value in values] if names else []
        suggested = self.box.text().strip() or ", ".join(words) or SHEETS.get(self.sheet, _("Everything"))
        self.name.setText(suggested[:60])
        self.naming.show()
        self.name.setFocus()
        self.name.selectAll()

    def run_saved(self, search: SavedSearch) -> None:
        """Search as it was saved."""
        self.by = search.by
        self.ways.choose(search.by)
        if search.framework:
            self.filters.tree.framework = search.framework
        sheet = {SHEET: (search.sheet,)} if search.sheet else {}
        self.banner.hide()
        self.use(search.query, {**sheet, **search.filters})
        self._show_saved(search.name)

    def _save(self) -> None:
        workspace = self._session.workspace
        if workspace is None:
            return
        chosen = {noun: values for noun, values in self.filters.tree.chosen.items() if noun != SHEET}
        search = SavedSearch(
            name=self.name.text(),
            query=self.box.text().strip(),
            sheet=self.sheet,
            by=self.by,
            filters=chosen,
            framework=self.filters.tree.framework,
        )
        try:
            save_search(workspace.folder, search)
        except AlongsideError as error:
            self.banner.say(error.sentence(), "block")
            return
        self.naming.hide()
        self._show_saved(" ".join(search.name.split()))
        self.box.setFocus()

    def _rename(self, old: str, new: str) -> None:
        workspace = self._session.workspace
        if workspace is None:
            return
        try:
            rename_search(workspace.folder, old, new)
        except AlongsideError as error:
            self.banner.say(error.sentence(), "block")
            new = old
        self._show_saved(" ".join(new.split()))

    def _delete(self, search: SavedSearch) -> None:
        workspace = self._session.workspace
        if workspace is None:
            return
        try:
            delete_search(workspace.folder, search.name)
        except AlongsideError as error:
            self.banner.say(error.sentence(), "block")
            return
        self._deleted = search
        self._show_saved("")
        self.banner.say(_("The saved search “{name}” was deleted.").format(name=search.name), "info", _("Undo"), "undo")

    def _banner_acted(self, key: str) -> None:
        workspace, search = self._session.workspace, self._deleted
        if key != "undo" or workspace is None or search is None:
            return
        try:
            save_search(workspace.folder, search)
        except AlongsideError as error:
            self.banner.say(error.sentence(), "block")
            return
        self._deleted = None
        self._show_saved(search.name)

    def _read_saved(self) -> None:
        self._show_saved("")

    def _show_saved(self, current: str) -> None:
        workspace = self._session.workspace
        if workspace is None:
            return
        try:
            searches = saved_searches(workspace.folder)
        except AlongsideError as error:
            self.banner.say(error.sentence(), "warn")
            searches = ()
        self.filters.saved.show_searches(searches, current)
