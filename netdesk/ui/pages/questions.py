"""The questions of a cycle: the prediction beside what happened and what was learned."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from netdesk.i18n import N_, _
from netdesk.operations import cycles
from netdesk.store.edit import Edit
from netdesk.ui import theme
from netdesk.ui.context import Context, delete_record
from netdesk.ui.dialogs.cycle import Amend
from netdesk.ui.icons import icon, picture, put_icon
from netdesk.ui.pages.cycle_depth import is_asked
from netdesk.ui.recolour import keep_coloured
from netdesk.ui.shown import choice_words, shown_moment, shown_value
from netdesk.ui.widgets.autosave import Field, Save
from netdesk.ui.widgets.basic import QUIET_INSET, button, column, empty, label, row
from netdesk.ui.widgets.choices import QuietCombo

MATCHED_ICONS = {
    "yes": ("matched-yes", "improvement"),
    "partly": ("matched-partly", "common"),
    "no": ("matched-no", "neutral"),
    "cannot tell": ("matched-unknown", "common"),
}
LABELS = {
    "text": N_("Edit a question"),
    "prediction": N_("Edit a prediction"),
    "because": N_("Edit a prediction"),
    "observed": cycles.STUDY,
    "learned": cycles.STUDY,
}
STRETCHES = (4, 4, 4, 4)
#: Below this width in design pixels the four stand below each other.
LEAST_WIDTH = 520


def amend(edit: Edit, question: str, prediction: str | None, because: str | None, reason: str | None) -> str:
    """Add an amendment; its id."""
    return cycles.amend(edit, question, prediction=prediction, because=because, reason=reason)


def in_columns(*widgets: QWidget) -> QHBoxLayout:
    """Four columns in fixed proportions, whatever they hold; widgets that are hidden give their room away."""
    line = row(spacing=12)
    for widget, stretch in zip(widgets, STRETCHES, strict=True):
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        widget.setSizePolicy(policy)
        line.addWidget(widget, stretch)
    return line


def turn(line: QHBoxLayout, stacked: bool) -> None:
    """Let the four stand below each other, or beside."""
    line.setDirection(QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight)
    for n, stretch in enumerate(STRETCHES):
        line.setStretch(n, 0 if stacked else stretch)


class QuestionHeads(QWidget):
    """The heads of the four columns; ``turned`` says that there is, or is no longer, too little room for columns."""

    turned = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.stacked = False
        self._studied = False
        self._after = [label(_("What happened"), "head", wrap=True), label(_("What we learned"), "head", wrap=True)]
        predicted = QFrame()
        predicted.setProperty("role", "tinted")
        self._predicted = label(_("We predict"), "accent")
        self._lock = row(spacing=4)
        self._lock_words = label("", "quiet", wrap=True, name="locked_at")
        self._lock.addWidget(picture("lock", "quiet", 13), 0, Qt.AlignmentFlag.AlignTop)
        self._lock.addWidget(self._lock_words, 1)
        self._lock_part = QWidget()
        self._lock_part.setLayout(self._lock)
        predicted.setLayout(column(self._predicted, self._lock_part, spacing=2, margins=(8, 4, 8, 4)))
        asked = label(_("Question"), "head")
        for one in (asked, *self._after):
            one.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
            one.setContentsMargins(theme.px(QUIET_INSET), 0, 0, 0)
        self._asked = asked
        self._columns = in_columns(asked, predicted, *self._after)
        self.setLayout(self._columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        stacked = self.width() < theme.px(LEAST_WIDTH)
        if stacked != self.stacked:
            self.stacked = stacked
            turn(self._columns, stacked)
            self._show_heads()
            self.turned.emit(stacked)

    def show_stage(self, studied: bool, locked_at: str = "") -> None:
        """Show the heads of what is known so far; ``locked_at`` is the instant at which all predictions locked."""
        self._lock_part.setVisible(bool(locked_at))
        self._lock_words.setText(_("locked {when}").format(when=shown_moment(locked_at)))
        self._predicted.setText(_("We predicted") if studied else _("We predict"))
        self._studied = studied
        self._show_heads()

    def _show_heads(self) -> None:
        # Below each other each part says itself what it is; what was predicted is still known by its ground.
        self._asked.setVisible(not self.stacked)
        for one in self._after:
            one.setVisible(self._studied and not self.stacked)


class QuestionRow(QWidget):
    """One question. Before Do its prediction is typed; after, it is locked and the result stands beside it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.record = ""
        self._question: dict[str, Any] = {}
        asked, predicted, self._happened, self._learned = QWidget(self), QFrame(self), QWidget(self), QWidget(self)
        predicted.setProperty("role", "tinted")
        self._columns = in_columns(asked, predicted, self._happened, self._learned)
        self.setLayout(self._columns)
        self._fields = {
            "text": self._field("text", _("Question"), _("What do you want to learn?"), strong=True),
            "prediction": self._field("prediction", _("Prediction"), _("What do you expect, in numbers if you can?")),
            "because": self._field("because", _("Because"), _("Because …")),
            "observed": self._field("observed", _("What happened"), _("What did you see? Numbers and words")),
            "learned": self._field("learned", _("What we learned"), _("A prediction that was wrong is a gain")),
        }
        self._locked = column(spacing=4, margins=(6, 4, 6, 4))
        self._locked_part = QWidget()
        self._locked_part.setLayout(self._locked)
        predicted.setLayout(
            column(
                self._fields["prediction"], self._fields["because"], self._locked_part, 1, spacing=0, margins=(4,) * 4
            )
        )
        self._matched = self._matched_combo()
        self._happened.setLayout(column(self._matched, self._fields["observed"], 1, spacing=4))
        self._learned.setLayout(column(self._fields["learned"], 1, spacing=4))
        self._delete = QToolButton()
        self._delete.setObjectName("question_delete")
        self._delete.setAccessibleName(_("Delete question"))
        self._delete.setToolTip(_("Delete question"))
        put_icon(self._delete, "close", "quiet")
        self._delete.clicked.connect(
            lambda: context.edit(N_("Delete question"), delete_record, "question", self.record)
        )
        first = row(spacing=2)
        first.addWidget(self._fields["text"], 1, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self._delete, 0, Qt.AlignmentFlag.AlignTop)
        asked.setLayout(column(first, 1, spacing=0))
        keep_coloured(self, self._fill_matched)

    def show_record(self, question: dict[str, Any]) -> None:
        """Show the question as it is now; it carries "amendments", "studied" and "depth" from the page."""
        self._question, self.record = question, question["id"]
        locked, studied = bool(question.get("locked_at")), bool(question.get("studied"))
        for name, field in self._fields.items():
            field.show_value(
                ("question", self.record, name), shown_value("question", name, question), self._saver(name)
            )
        self._fields["prediction"].setVisible(not studied)
        asked = is_asked("because", question.get("depth"), question.get("because"))
        self._fields["because"].setVisible(not studied and asked)
        self._locked_part.setVisible(studied)
        self._happened.setVisible(studied)
        self._learned.setVisible(studied)
        self._delete.setVisible(not studied and not self._context.read_only)
        self._matched.setCurrentIndex(max(0, self._matched.findData(question.get("matched") or "")))
        self._matched.setEnabled(not self._context.read_only)
        self._show_locked(locked)

    def show_stacked(self, stacked: bool) -> None:
        """Show the four parts below each other, each under its own head, or beside each other."""
        turn(self._columns, stacked)
        for name in ("observed", "learned"):
            self._fields[name].title.setVisible(stacked)

    def take_focus(self) -> None:
        """Put the cursor in the question."""
        self._fields["text"].edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_locked(self, locked: bool) -> None:
        empty(self._locked)
        question = self._question
        self._locked.addWidget(
            label(question.get("prediction") or _("Nothing was predicted."), wrap=True, name="locked_prediction")
        )
        if question.get("because"):
            because = _("Because {reason}").format(reason=question["because"])
            self._locked.addWidget(label(because, "second", wrap=True))
        if locked and not question.get("lock_in_head"):
            when = label(_("locked {when}").format(when=shown_moment(question["locked_at"])), "quiet", wrap=True)
            line = row(spacing=4)
            line.addWidget(picture("lock", "quiet", 13), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(when, 1)
            self._locked.addLayout(line)
        for one in question.get("amendments", ()):
            self._show_amendment(one)
        if locked and not self._context.read_only:
            self._locked.addLayout(row(button(_("Amend"), self._amend, name="amend_prediction", role="link"), 1))

    def _show_amendment(self, one: dict[str, Any]) -> None:
        """A later word: never in the place of the locked one, and one that came from elsewhere says so."""
        said = _("Came in after the lock: {prediction}") if one.get("late") else _("Later: {prediction}")
        words = one.get("prediction") or _("Because {reason}").format(reason=one.get("because") or "")
        self._locked.addSpacing(theme.px(4))
        self._locked.addWidget(label(said.format(prediction=words), wrap=True, name="amendment"))
        if one.get("prediction") and one.get("because"):
            because = _("Because {reason}").format(reason=one["because"])
            self._locked.addWidget(label(because, "second", wrap=True))
        if one.get("reason"):
            reason = _("What changed: {reason}").format(reason=one["reason"])
            self._locked.addWidget(label(reason, "second", wrap=True))
        by = [part for part in (one.get("by"), shown_moment(one.get("on"))) if part]
        self._locked.addWidget(label(", ".join(by), "quiet", wrap=True, name="amendment_by"))

    def _amend(self) -> None:
        dialog = Amend(self, self._question.get("prediction") or "")
        if dialog.exec():
            self._context.edit(
                cycles.AMEND,
                amend,
                self.record,
                dialog.answer("prediction"),
                dialog.answer("because"),
                dialog.answer("reason"),
            )
        dialog.deleteLater()

    def _matched_combo(self) -> QuietCombo:
        made = QuietCombo(self, quiet=True)
        made.setObjectName("question_matched")
        made.setAccessibleName(_("Was it as predicted?"))
        words = choice_words()
        made.addItem(_("As predicted?"), "")
        for value in MATCHED_ICONS:
            made.addItem(words[value], value)
        made.activated.connect(self._choose_matched)
        self._matched = made
        self._fill_matched()
        return made

    def _fill_matched(self) -> None:
        for n in range(self._matched.count()):
            look = MATCHED_ICONS.get(self._matched.itemData(n))
            self._matched.setItemIcon(n, icon(*look) if look else QIcon())

    def _choose_matched(self) -> None:
        value = self._matched.currentData() or None
        self._context.put(cycles.STUDY, "question", self.record, {"matched": value})

    def _field(self, name: str, title: str, hint: str, *, strong: bool = False) -> Field:
        made = Field(
            title, self._context, name=f"question_{name}", hint=hint, many=True, quiet=True, strong=strong
        )
        made.title.hide()
        return made

    def _saver(self, name: str) -> Save:
        def save(text: str) -> bool:
            value = text.rstrip() or None
            return bool(self._context.put(LABELS[name], "question", self.record, {name: value}))

        return save
