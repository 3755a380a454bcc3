"""The measure dictionary at the hub: definitions with their versions, and who counts by which."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from netdesk.hub.dictionary import ADD_ENTRY, NEW_VERSION, Counting, EntryUse, add_entry, new_version, read_uses
from netdesk.i18n import _, format_date
from netdesk.ui.context import Context
from netdesk.ui.dialogs.network import DictionaryEntry
from netdesk.ui.pages.network_parts import RIGHT, NetworkTab
from netdesk.ui.pages.story_parts import nothing
from netdesk.ui.shown import choice_words
from netdesk.ui.widgets.basic import Card, button, column, label, row
from netdesk.ui.widgets.growing import Growing


class NetworkDictionary(NetworkTab):
    """One card an entry."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._list = Growing(spacing=16, right=RIGHT)
        self.setLayout(column(self._list, spacing=0))

    def look(self) -> Callable[[], Any]:
        return partial(read_uses, self.context.workspace)

    def show_found(self, found: tuple[EntryUse, ...]) -> None:
        self._list.clear()
        adding = None
        if not self.context.read_only:
            adding = button(_("Add a definition"), self.add, name="add_definition", icon="plus")
        if not found:
            words = _(
                "A definition that all teams can count by: what is counted, out of what, what is left out. Only what "
                "is counted alike can stand side by side."
            )
            self._list.add([nothing(_("The dictionary is empty so far"), words, name="no_entries", act=adding)])
        elif adding is not None:
            line = QWidget()
            line.setLayout(row(adding, 1))
            self._list.add([line])
        self._list.put_off([partial(self._entry, one) for one in found])

    def _entry(self, one: EntryUse) -> Card:
        said, version = one.entry.fields, one.entry.version
        note = _("version {n}, {day}").format(n=version, day=format_date(one.entry.on))
        card = Card(str(said.get("name") or _("Measure without a name")), name="network_entry", note=note)
        card.title.setWordWrap(True)
        card.heading.setStretch(0, 100)
        for field, words in (
            ("text", _("Definition: {text}")),
            ("numerator", _("How many: {text}")),
            ("denominator", _("Out of: {text}")),
            ("exclusions", _("Left out: {text}")),
            ("source", _("From: {text}")),
        ):
            if said.get(field):
                card.body.addWidget(label(words.format(text=said[field]), wrap=True, selectable=True))
        told = [choice_words().get(str(said.get(name)), "") for name in ("type", "better")]
        told = [str(said.get("unit") or ""), told[0], _("better: {way}").format(way=told[1].lower()) if told[1] else ""]
        card.body.addWidget(label("  ·  ".join(part for part in told if part), "second", wrap=True))
        groups = (
            (_("Count by this version"), [each.team_name for each in one.alike]),
            (_("Count by an older version"), [_older(each) for each in one.older]),
            (_("Count otherwise"), [_apart(each) for each in one.apart]),
            (_("Have a measure of this name that is not linked"), [each.team_name for each in one.unlinked]),
        )
        for title, lines in groups:
            if lines:
                card.body.addWidget(label(f"{title}  {len(lines)}", "head", wrap=True))
                joined = "; ".join(lines) if title == groups[2][0] else ", ".join(lines)
                card.body.addWidget(label(joined, wrap=True, selectable=True))
        if not any(lines for _title, lines in groups):
            card.body.addWidget(label(_("No team counts by it yet."), "quiet", wrap=True))
        if not self.context.read_only:
            newer = button(_("Make a new version"), partial(self.renew, one), name="new_version")
            newer.setAccessibleName(_("{deed}: {what}").format(deed=_("Make a new version"), what=said.get("name", "")))
            card.body.addLayout(row(newer, 1))
        return card

    def add(self) -> None:
        """Ask for a definition and add it."""
        dialog = DictionaryEntry(self, _("Add a definition"), {})
        self._ask(dialog, ADD_ENTRY, add_entry)

    def renew(self, one: EntryUse) -> None:
        """Ask what changes, and make the next version; teams go on counting by the one they chose."""
        words = _("Teams go on counting by the version they chose, and are told that there is a newer one.")
        dialog = DictionaryEntry(self, _("Make a new version"), one.entry.fields, words=words)
        self._ask(dialog, NEW_VERSION, lambda edit, said: new_version(edit, one.entry.id, said))

    def _ask(self, dialog: DictionaryEntry, deed: str, operation: Callable[[Any, Mapping[str, Any]], object]) -> None:
        if dialog.exec():
            said = dialog.fields()
            self.context.edit(deed, lambda edit: operation(edit, said))
        dialog.deleteLater()


def _older(one: Counting) -> str:
    return _("{team} (version {n})").format(team=one.team_name, n=one.version)


def _apart(one: Counting) -> str:
    return _("{team}: {what}").format(team=one.team_name, what=", ".join(one.differs))
