"""Rows of a cycle's sheet: data to collect, tasks, field notes, people."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QToolButton, QWidget

from netdesk.i18n import N_, _
from netdesk.operations import people
from netdesk.ui import theme
from netdesk.ui.context import Context, delete_record
from netdesk.ui.icons import put_icon
from netdesk.ui.pages.cycle_depth import is_asked
from netdesk.ui.shown import choice_words, read_field, shown_value
from netdesk.ui.widgets.autosave import Field, Save
from netdesk.ui.widgets.basic import QUIET_INSET, column, label, row
from netdesk.ui.widgets.choices import QuietCombo


class _PartRow(QWidget):
    """One part of a cycle, with fields that save themselves and a button to delete it."""

    kind = ""
    edit_label = ""
    delete_label = ""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._fields: dict[str, Field] = {}
        self.record = ""

    def show_record(self, record: dict[str, Any]) -> None:
        """Show the record's values."""
        self.record = record["id"]
        for name, field in self._fields.items():
            field.show_value((self.kind, self.record, name), shown_value(self.kind, name, record), self._saver(name))

    def take_focus(self) -> None:
        """Put the cursor in the row's first field."""
        next(iter(self._fields.values())).edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _field(self, name: str, title: str, hint: str, *, many: bool = True) -> Field:
        made = Field(title, self._context, name=f"{self.kind}_{name}", hint=hint, many=many, quiet=True)
        made.title.hide()
        self._fields[name] = made
        return made

    def _delete_button(self) -> QToolButton:
        made = QToolButton()
        made.setObjectName(f"{self.kind}_delete")
        made.setAccessibleName(_(self.delete_label))
        made.setToolTip(_(self.delete_label))
        put_icon(made, "close", "quiet")
        made.setEnabled(not self._context.read_only)
        made.clicked.connect(lambda: self._context.edit(self.delete_label, delete_record, self.kind, self.record))
        return made

    def _saver(self, name: str) -> Save:
        def save(text: str) -> bool:
            value = read_field(self.kind, name, text, self._context.today())
            return bool(self._context.put(self.edit_label, self.kind, self.record, {name: value}))

        return save


class TaskRow(_PartRow):
    """A task: done or not, what it is, who does it and by when."""

    kind = "task"
    edit_label = N_("Edit a task")
    delete_label = N_("Delete task")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._done = QCheckBox()
        self._done.setObjectName("task_done")
        self._done.setAccessibleName(_("Done"))
        self._done.setFixedHeight(26)
        self._done.setEnabled(not context.read_only)
        self._done.clicked.connect(self._tick)
        line = row(spacing=0, margins=(8, 0, 0, 0))
        line.addWidget(self._done, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._field("what", _("Task"), _("What has to be done")), 1)
        line.addWidget(self._delete_button(), 0, Qt.AlignmentFlag.AlignTop)
        self._who = QuietCombo(quiet=True)
        self._who.setObjectName("task_who")
        self._who.setEnabled(not context.read_only)
        self._who.activated.connect(self._choose)
        due = self._field("due", _("Due"), _("Due day"), many=False)
        due.setMaximumWidth(theme.px(124))
        self._more = QWidget()
        more = row(spacing=2, margins=(26, 0, 0, 0))
        more.addWidget(self._who, 1, Qt.AlignmentFlag.AlignTop)
        more.addWidget(due, 1, Qt.AlignmentFlag.AlignTop)
        self._more.setLayout(more)
        self.setLayout(column(line, self._more, spacing=0))

    def show_record(self, record: dict[str, Any]) -> None:
        super().show_record(record)
        named = people.names(self._context.workspace)
        self._who.clear()
        self._who.addItem(_("Who?"), "")
        for id_, name in sorted(named.items(), key=lambda one: one[1].casefold()):
            self._who.addItem(name, id_)
        self._who.setCurrentIndex(max(0, self._who.findData(record.get("who") or "")))
        self._who.setAccessibleName(_("Who does it: {task}").format(task=record.get("what", "")))
        detail = not record.get("done") and is_asked("task_detail", record.get("depth"))
        self._more.setVisible(detail or bool(record.get("who") or record.get("due")))
        self._done.setChecked(bool(record.get("done")))
        self._done.setAccessibleName(_("Done: {task}").format(task=record.get("what", "")))

    def take_focus(self) -> None:
        self._fields["what"].edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        self._context.put(N_("Say who does a task"), "task", self.record, {"who": self._who.currentData() or None})

    def _tick(self, done: bool) -> None:
        label = N_("Tick a task") if done else N_("Untick a task")
        self._context.put(label, "task", self.record, {"done": done})


class DataRow(_PartRow):
    """Data to collect: in words, and the measure it goes into."""

    kind = "data_item"
    edit_label = N_("Edit data to collect")
    delete_label = N_("Delete data to collect")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._measure = QuietCombo(quiet=True)
        self._measure.setObjectName("data_item_measure")
        self._measure.setAccessibleName(_("Measure of this data"))
        self._measure.setEnabled(not context.read_only)
        self._measure.activated.connect(self._choose)
        line = row(spacing=4)
        line.addWidget(self._field("what", _("Data to collect"), _("What will you count or note?")), 1)
        line.addWidget(self._delete_button(), 0, Qt.AlignmentFlag.AlignTop)
        self._details = {
            "who": self._field("who", _("Who collects it"), _("Mai")),
            "when_text": self._field("when_text", _("When"), _("each morning")),
            "where": self._field("where", _("Where it is noted"), _("call sheet")),
            "minutes": self._field("minutes", _("Minutes it takes"), "5"),
        }
        details = column(spacing=0, margins=(0, 0, 0, 4))
        for left, right in (("who", "when_text"), ("where", "minutes")):
            pair = row(spacing=4)
            for name in (left, right):
                self._details[name].title.show()
                pair.addWidget(self._details[name], 1, Qt.AlignmentFlag.AlignTop)
            details.addLayout(pair)
        self._details_part = QWidget()
        self._details_part.setLayout(details)
        self.setLayout(column(line, self._measure, self._details_part, spacing=2))

    def show_record(self, record: dict[str, Any]) -> None:
        super().show_record(record)
        filled = any(record.get(name) for name in self._details)
        self._details_part.setVisible(is_asked("data_detail", record.get("depth"), filled))
        self._measure.clear()
        self._measure.addItem(_("No measure"), "")
        for one in self._context.workspace.select("measure"):
            self._measure.addItem(one.get("name") or _("Unnamed measure"), one["id"])
        self._measure.setCurrentIndex(max(0, self._measure.findData(record.get("measure") or "")))
        self._measure.setToolTip(self._measure.currentText())

    def _choose(self) -> None:
        chosen = self._measure.currentData() or None
        self._context.put(N_("Link measure to the cycle"), "data_item", self.record, {"measure": chosen})


class NoteRow(_PartRow):
    """A field note: the day, what was seen, and whether it went as planned."""

    kind = "field_note"
    edit_label = N_("Edit a field note")
    delete_label = N_("Delete field note")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._expected = QuietCombo(quiet=True)
        self._expected.setObjectName("field_note_expected")
        self._expected.setAccessibleName(_("Did it go as planned?"))
        words = choice_words()
        self._expected.addItem("–", "neither")
        for value in ("as planned", "not as planned"):
            self._expected.addItem(words[value], value)
        self._expected.setEnabled(not context.read_only)
        self._expected.activated.connect(self._choose)
        line = row(spacing=8)
        on = self._field("on", _("Day"), _("Day"), many=False)
        on.setFixedWidth(theme.px(130))
        line.addWidget(on, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._field("text", _("Field note"), _("What did you see?")), 1)
        # As wide as its longest choice, so that all notes stand alike and none is cut.
        self._expected.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToContents)
        self._expected.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._expected.setMinimumWidth(theme.px(150))
        line.addWidget(self._expected, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._delete_button(), 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)

    def show_record(self, record: dict[str, Any]) -> None:
        super().show_record(record)
        self._expected.setCurrentIndex(max(0, self._expected.findData(record.get("expected") or "neither")))

    def take_focus(self) -> None:
        self._fields["text"].edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _saver(self, name: str) -> Save:
        if name != "on":
            return super()._saver(name)

        def save(text: str) -> bool:
            day = read_field("annotation", "on", text, self._context.today())
            value = f"{day}T12:00:00Z" if day else None
            return bool(self._context.put(self.edit_label, self.kind, self.record, {"on": value}))

        return save

    def _choose(self) -> None:
        self._context.put(self.edit_label, "field_note", self.record, {"expected": self._expected.currentData()})


class PersonRow(_PartRow):
    """A person of the cycle and their part in it."""

    kind = "cycle_person"
    edit_label = N_("Edit a person's part")
    delete_label = N_("Take a person out of the cycle")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._name = label("", "strong", wrap=True, name="cycle_person_name")
        self._name.setContentsMargins(theme.px(QUIET_INSET), theme.px(5), 0, 0)
        self._out = self._delete_button()
        line = row(spacing=2)
        line.addWidget(self._name, 1, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._field("role", _("Part in the cycle"), _("Does what?")), 1, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._out, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)

    def show_record(self, record: dict[str, Any]) -> None:
        super().show_record(record)
        name = people.names(self._context.workspace).get(record.get("person") or "", _("Somebody"))
        self._name.setText(name)
        self._fields["role"].edit.setAccessibleName(_("Part of {name} in the cycle").format(name=name))
        self._out.setAccessibleName(_("Take {name} out of the cycle").format(name=name))
