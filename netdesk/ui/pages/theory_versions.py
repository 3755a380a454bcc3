"""How the theory has changed: its versions with their reasons, and the difference from one of them on the canvas."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from netdesk.core.layout import DriverInput
from netdesk.core.theory_difference import CODES, Difference, differences
from netdesk.i18n import _, ngettext
from netdesk.operations import theory_versions
from netdesk.operations.source import Record
from netdesk.store.edit import Edit
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.diagram.theory_acts import TheoryActs
from netdesk.ui.shown import shown_date
from netdesk.ui.widgets.autosave import AutosaveLine, AutosaveText
from netdesk.ui.widgets.basic import boxed, button, column, empty, label, row, rule
from netdesk.ui.widgets.choices import ChoiceField


class VersionsPanel(QWidget):
    """Keeps versions, compares with one, and lists them all; ``closed`` when the person is done with it."""

    closed = Signal()

    def __init__(self, context: Context, acts: TheoryActs) -> None:
        super().__init__()
        self.setObjectName("theory_versions")
        self._context, self._acts = context, acts
        self._chosen = ""
        self._since = ChoiceField(_("What changed since"), name="version_since")
        self._since.chosen.connect(self.compare)
        self._found = column(spacing=4)
        self._list = column(spacing=8)
        self._name = AutosaveLine(name="version_name", accessible=_("Name of the version"), hint=_("After the winter"))
        self._because = AutosaveText(
            name="version_because", accessible=_("Why it changed"), hint=_("What made us change our mind?"), lines=2
        )
        self._keep = button(_("Keep this theory"), self.keep, name="version_keep", role="main")
        self._name.textChanged.connect(lambda text: self._keep.setEnabled(bool(text.strip())))
        self._keep.setEnabled(False)
        done = button(_("Close"), self.close_panel, name="versions_close", icon="close")
        title = row(label(_("How our theory has changed"), "section", wrap=True), spacing=8)
        title.setStretch(0, 1)
        title.addWidget(done, 0, Qt.AlignmentFlag.AlignTop)
        parts = column(title, self._since, spacing=10, margins=(16, 14, 16, 16))
        parts.addLayout(self._found)
        parts.addWidget(rule())
        keep_words = _("Keep the theory as it stands now, so that later changes can be seen against it.")
        self._new = QWidget()
        self._new.setLayout(
            column(
                label(_("Keep a version"), "head"), label(keep_words, "quiet", wrap=True), self._name, self._because,
                row(self._keep, 1), spacing=6,
            )
        )  # fmt: skip
        for field in (self._name, self._because):
            field.setReadOnly(context.read_only)
        parts.addWidget(self._new)
        parts.addWidget(rule())
        parts.addLayout(self._list)
        parts.addStretch(1)
        self.setLayout(parts)
        self._new.setVisible(not context.read_only)
        acts.shown_changed.connect(self.refresh)
        self.hide()

    def open(self) -> None:
        """Show the versions, and what changed since the newest."""
        self.show()
        found = theory_versions.versions(self._context.workspace, self._acts.root)
        self.compare(found[0]["id"] if found else "")

    def close_panel(self) -> None:
        """Show the theory plainly again."""
        self._chosen = ""
        self.hide()
        self._acts.compare(None)
        self.closed.emit()

    def compare(self, version: str) -> None:
        """Show the difference from this version on the canvas; "" shows none."""
        self._chosen = version
        found = theory_versions.version_input(self._context.workspace, version) if version else None
        self._acts.compare(found)

    def keep(self) -> None:
        """Keep the theory as it stands, with the reason."""
        made = self._context.edit(
            theory_versions.KEEP_THEORY,
            keep_now,
            self._acts.root,
            self._name.plain(),
            self._because.plain().strip(),
            self._context.today(),
        )
        if made:
            self._name.set_plain("")
            self._because.set_plain("")
            self.compare(made.value)

    def refresh(self) -> None:
        """Show the versions and the difference as they are now."""
        if self.isHidden():
            return
        workspace = self._context.workspace
        pictured = theory_versions.versions(workspace, self._acts.root)
        choices = [("", _("Nothing compared"))] + [(one["id"], _version_words(one)) for one in pictured]
        self._since.show_choices(choices, self._chosen)
        self._since.setVisible(bool(pictured))
        empty(self._found)
        if self._acts.compared is not None:
            self._show_differences(self._acts.compared)
        empty(self._list)
        everything = sorted(workspace.select("theory_version"), key=lambda one: one.get("on") or "", reverse=True)
        if everything:
            self._list.addWidget(label(_("Versions"), "head"))
        for one in everything:
            self._list.addWidget(self._version(one))

    def _show_differences(self, before: DriverInput) -> None:
        found = differences(before, self._acts.given)
        if not found:
            self._found.addWidget(label(_("Nothing has changed since."), "second", wrap=True))
        titles = {"added": _("Added"), "removed": _("Taken away"), "changed": _("Changed"), "moved": _("Moved")}
        for code in CODES:
            some = [one for one in found if one.code == code]
            if some:
                count = ngettext("{title}: {n}", "{title}: {n}", len(some)).format(title=titles[code], n=len(some))
                self._found.addWidget(label(count, "head"))
            for one in some:
                self._found.addWidget(self._difference(one))

    def _difference(self, one: Difference) -> QWidget:
        if one.node not in self._acts.graph.nodes:
            return label(one.words, "says", wrap=True)
        said = _("Show it: {words}").format(words=one.words)
        name = f"changed_{one.node}"
        show = button(
            _("Show"), lambda: self._acts.select_node(one.node), name=name, role="link", accessible=said
        )
        line = row(spacing=4)
        line.addWidget(label(one.words, "says", wrap=True), 1)
        line.addWidget(show, 0, Qt.AlignmentFlag.AlignTop)
        return boxed(line)

    def _version(self, record: Record) -> QWidget:
        name = label(record.get("name") or _("Without a name"), "strong", wrap=True)
        lines = column(name, label(shown_date(record.get("on")), "quiet"), spacing=0)
        if record.get("because"):
            lines.addWidget(label(record["because"], "says", wrap=True))
        made = boxed(lines)
        made.setContentsMargins(0, 0, 0, theme.px(4))
        return made


def _version_words(record: Record) -> str:
    return _("{name}, {date}").format(name=record.get("name") or "", date=shown_date(record.get("on")))


def keep_now(edit: Edit, aim: str, name: str, because: str, today: date) -> str:
    """Keep the theory of an aim as it stands today; the version's id."""
    return theory_versions.keep_version(edit, aim, name=name, because=because or None, on=today)
