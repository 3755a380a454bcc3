"""The members of the team: name, role, where they work, and one's own word on being named."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QToolButton, QWidget

from netdesk.i18n import N_, _
from netdesk.operations import people, purpose
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.icons import put_icon
from netdesk.ui.shown import read_field, shown_value
from netdesk.ui.widgets.autosave import Field, Save
from netdesk.ui.widgets.basic import QUIET_INSET, column, row
from netdesk.ui.widgets.choices import QuietCombo

EDIT_MEMBER = N_("Edit member")


def tier_words() -> list[tuple[str, str]]:
    """Where a person works, with the words for it."""
    return [
        ("", _("Where?")),
        ("classroom", _("Classroom")),
        ("school", _("School")),
        ("district", _("District")),
        ("county", _("County")),
        ("hub", _("Hub")),
    ]


class MemberRow(QWidget):
    """One member. The writer's own row also asks whether the name may be published; nobody else can say that."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.record = ""
        self._fields = {
            "name": Field(_("Name"), context, name="person_name", hint=_("Name"), many=True, quiet=True, strong=True),
            "role_title": Field(_("Role"), context, name="person_role_title", hint=_("Role"), many=True, quiet=True),
        }
        self._tier = QuietCombo(quiet=True)
        self._tier.setObjectName("person_tier")
        for value, words in tier_words():
            self._tier.addItem(words, value)
        self._tier.setFixedWidth(theme.px(118))
        self._tier.activated.connect(self._choose)
        self._agrees = QCheckBox(_("My name and role may be published"))
        self._agrees.setObjectName("person_agrees")
        self._agrees.setAccessibleName(self._agrees.text())
        self._agrees.clicked.connect(self._agree)
        self._off = QToolButton()
        self._off.setObjectName("person_off")
        put_icon(self._off, "close", "quiet")
        keeps = self._off.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)  # the columns of one's own row stand as the others' do
        self._off.setSizePolicy(keeps)
        self._off.clicked.connect(lambda: context.edit(purpose.LEAVE_TEAM, purpose.leave_team, self.record))
        for one in (self._tier, self._agrees, self._off):
            one.setEnabled(not context.read_only)
        line = row(spacing=4)
        for field in self._fields.values():
            field.title.hide()
            line.addWidget(field, 3, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._tier, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._off, 0, Qt.AlignmentFlag.AlignTop)
        own = row(self._agrees, 1, margins=(QUIET_INSET, 0, 0, 4))
        self.setLayout(column(line, own, spacing=0))

    def show_record(self, record: dict[str, Any]) -> None:
        """Show this person."""
        self.record = record["id"]
        for name, field in self._fields.items():
            field.show_value(("person", self.record, name), shown_value("person", name, record), self._saver(name))
        name = record.get("name") or _("this member")
        self._tier.setCurrentIndex(max(0, self._tier.findData(record.get("tier") or "")))
        self._tier.setAccessibleName(_("Where {name} works").format(name=name))
        is_writer = self.record == self._context.workspace.writer_id
        self._agrees.setVisible(is_writer)
        self._agrees.setChecked(bool(record.get("agrees")))
        self._off.setVisible(not is_writer)
        words = _("Take {name} off the list").format(name=name)
        self._off.setAccessibleName(words)
        self._off.setToolTip(words)

    def take_focus(self) -> None:
        """Put the cursor in the name."""
        self._fields["name"].edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _saver(self, name: str) -> Save:
        def save(text: str) -> bool:
            value = read_field("person", name, text, self._context.today())
            return bool(self._context.put(EDIT_MEMBER, "person", self.record, {name: value}))

        return save

    def _choose(self) -> None:
        self._context.put(EDIT_MEMBER, "person", self.record, {"tier": self._tier.currentData() or None})

    def _agree(self, agrees: bool) -> None:
        if not self._context.edit(people.AGREE_TO_BE_NAMED, people.agree_to_be_named, self.record, agrees):
            self._agrees.setChecked(not agrees)
