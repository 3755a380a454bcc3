"""The network's measure dictionary in a team: what is counted alike everywhere, and counting by it here."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QBoxLayout, QWidget

from netdesk.i18n import _, format_date
from netdesk.operations.dictionary import USE_ENTRY, Entry, Use, read_dictionary, use_entry
from netdesk.operations.network_aim import LINK_AIM, AimFit, link_aim, our_fit
from netdesk.ui.context import Context
from netdesk.ui.dialogs.base import Asking
from netdesk.ui.pages.story_parts import Link, entry, fill, nothing
from netdesk.ui.widgets.basic import Card, CardColumn, button, empty, label, row
from netdesk.ui.widgets.choices import ChoiceField


class UseEntry(Asking):
    """Asks which of our measures counts by the entry from now on; a new one is a choice too."""

    def __init__(self, parent: QWidget | None, entry_name: str, measures: list[tuple[str, str]]) -> None:
        super().__init__(
            parent,
            name="use_entry",
            title=_("Count by “{name}”").format(name=entry_name),
            words=_("From today on. Where your measure was counted otherwise, its chart shows a break."),
            deed=_("Count by it"),
        )
        self._measure = ChoiceField(_("Which measure?"), name="use_entry_measure")
        self._measure.show_choices([("", _("A new measure")), *measures], "")
        self.body.addWidget(self._measure)

    def measure(self) -> str | None:
        """The id of our measure; None for a new one."""
        return self._measure.value() or None


class SharedMeasures(CardColumn):
    """The dictionary's entries with our use of them, and our aim beside the network's."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def refresh(self) -> None:
        """Show them as they are now."""
        empty(self.cards)
        workspace = self._context.workspace
        aim = our_fit(workspace)
        if aim is not None:
            self.cards.addWidget(self._aim(aim))
        known = read_dictionary(workspace)
        if not known.entries:
            words = _(
                "The hub keeps definitions that all teams can count by, so that charts can stand side by side. They "
                "come with its next file."
            )
            self.cards.addWidget(nothing(_("No shared measures so far"), words, name="dictionary_empty"))
        for one in known.entries:
            uses = [use for use in known.uses if use.entry in (one.id, *one.older)]
            self.cards.addWidget(self._entry(one, uses))
        self.cards.addStretch(1)

    def _aim(self, aim: AimFit) -> Card:
        card = Card(_("Our aim beside the network's"), name="aim_fit")
        links: list[Link] = []
        if not self._context.read_only:
            wanted = None if aim.linked else aim.parent
            words = _("It does not serve the network's aim") if aim.linked else _("Our aim serves the network's")
            links.append((words, "link_aim", lambda: self._context.edit(LINK_AIM, link_aim, aim.aim, wanted)))
        state = _("linked") if aim.linked else _("not linked yet")
        rows = [
            entry(_("The network's aim"), aim.parent_sentence),
            entry(_("Our aim"), aim.sentence, *aim.misfits, quiet=(state,), links=links),
        ]
        return fill(card, rows)

    def _entry(self, one: Entry, uses: list[Use]) -> Card:
        note = _("version {n}, {day}").format(n=one.version, day=format_date(one.on))
        card = Card(str(one.fields.get("name") or _("Measure without a name")), name="dictionary_entry", note=note)
        for field, words in (
            ("text", _("Definition: {text}")),
            ("numerator", _("How many: {text}")),
            ("denominator", _("Out of: {text}")),
            ("exclusions", _("Left out: {text}")),
        ):
            if one.fields.get(field):
                card.body.addWidget(label(words.format(text=one.fields[field]), wrap=True))
        rows: list[QBoxLayout] = []
        for use in uses:
            differs = _("Counted otherwise here: {what}.").format(what=", ".join(use.differs)) if use.differs else ""
            newer = _("There is a newer version of this definition.") if use.newer else ""
            look = (_("Open"), "open_use", partial(self._context.go.emit, "measures", use.measure))
            rows.append(entry(use.name, differs, newer, quiet=(_("our measure"),), links=[look]))
        fill(card, rows)
        if not self._context.read_only:
            counting = button(_("Count by this definition"), partial(self.use, one), name="use_entry_button")
            card.body.addLayout(row(counting, 1))
        return card

    def use(self, one: Entry) -> None:
        """Ask which measure counts by the entry, and make it so from today on."""
        workspace, today = self._context.workspace, self._context.today()
        measures = [(found["id"], found.get("name") or _("Unnamed measure")) for found in workspace.select("measure")]
        dialog = UseEntry(self, str(one.fields.get("name") or ""), measures)
        if dialog.exec():
            measure = dialog.measure()
            outcome = self._context.edit(
                USE_ENTRY, lambda edit: use_entry(edit, one.id, since=today, measure=measure)
            )
            if outcome:
                self._context.go.emit("measures", outcome.value)
        dialog.deleteLater()
