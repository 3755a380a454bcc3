"""The aim: its parts, the sentence that writes itself from them, gentle notes, and how it has changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _
from netdesk.operations import aims
from netdesk.store.edit import Edit
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.icons import picture
from netdesk.ui.recolour import keep_coloured
from netdesk.ui.shown import read_field, shown_value
from netdesk.ui.widgets.autosave import AutosaveText, Field, Save
from netdesk.ui.widgets.basic import QUIET_INSET, Card, boxed, button, column, empty, label, row
from netdesk.ui.widgets.choices import ChoiceField
from netdesk.ui.widgets.share_level import ShareLevel

PARTS = ("what", "for_whom", "from", "to", "by")
#: What each note asks for, as a tick when it is there.
TICKS = (
    ("no_number", N_("a number")),
    ("no_date", N_("a date")),
    ("no_group", N_("a group")),
    ("no_baseline", N_("a baseline")),
    ("no_measure", N_("a measure")),
)


def current_aim(context: Context) -> dict[str, Any] | None:
    """The aim in use: the first active one, else the first."""
    return aims.aim_in_use(context.workspace)


def put_aim(edit: Edit, aim: str | None, fields: dict[str, Any]) -> str:
    """Put fields of the aim, which is made with its first words; its id."""
    if aim is None:
        return aims.add_aim(edit, fields)
    edit.put("aim", aim, fields)
    return aim


class Sentence(AutosaveText):
    """The composed sentence: read, selected, never typed into; can underline the words that a note means."""

    def __init__(self, *, name: str, accessible: str) -> None:
        super().__init__(name=name, accessible=accessible, quiet=True, large=True)
        self.setReadOnly(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)


def underline(widget: QTextEdit, span: tuple[int, int] | None) -> None:
    """Underline these characters with the dotted line of a gentle note; None takes the line away."""
    marks: list[Any] = []
    if span is not None and span[1] <= len(widget.toPlainText()):
        mark = QTextEdit.ExtraSelection()
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
        look.setUnderlineColor(QColor(theme.tokens().hint_edge))
        cursor = QTextCursor(widget.document())
        cursor.setPosition(span[0])
        cursor.setPosition(span[1], QTextCursor.MoveMode.KeepAnchor)
        mark.format, mark.cursor = look, cursor
        marks.append(mark)
    widget.setExtraSelections(marks)


class AimCard(Card):
    """The aim in parts, with its sentence and its notes while one types."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Aim"), name="aim")
        self._context = context
        self._aim: dict[str, Any] | None = None
        self._measure_shown: dict[str, Any] = {}
        self._kept: Any = None
        self._noted: Any = None
        self._fields: dict[str, Field] = {}
        self.body.setSpacing(12)

    def build(self) -> Iterator[None]:
        """Make what is on the card, with pauses; each part goes to its place as it is made."""
        context = self._context
        self._which = ChoiceField(_("The aim we work toward now"), name="aim_in_use")
        self._which.chosen.connect(self._use)
        self._another = button(_("Add another aim"), self._add_another, name="aim_another", role="link", icon="plus")
        self.heading.addWidget(self._another)
        self.body.addWidget(self._which)
        first, second = row(spacing=12), row(spacing=12)
        self.body.addLayout(first)
        self.body.addLayout(second)
        yield
        for name, title, hint in (
            ("what", _("What will change"), _("Raise weekly attendance")),
            ("for_whom", _("For whom"), _("our 148 seventh graders")),
        ):
            self._fields[name] = Field(title, context, name=f"aim_{name}", hint=hint, many=True)
            first.addWidget(self._fields[name], 1, Qt.AlignmentFlag.AlignTop)
        for name, title, hint, stretch in (
            ("from", _("From"), "89", 2), ("to", _("To"), "93", 2), ("by", _("By when"), _("May 29, 2026"), 3)
        ):  # fmt: skip
            self._fields[name] = Field(title, context, name=f"aim_{name}", hint=hint)
            second.addWidget(self._fields[name], stretch, Qt.AlignmentFlag.AlignTop)
        yield
        self._measure = ChoiceField(_("Measured by"), name="aim_measure")
        self._measure.chosen.connect(self._choose_measure)
        self._measure.setEnabled(not context.read_only)
        self.body.addWidget(self._measure)
        self.sentence = Sentence(name="aim_sentence", accessible=_("The aim's sentence"))
        reads = label(_("As it will read"), "accent")
        reads.setContentsMargins(theme.px(QUIET_INSET), 0, 0, 0)
        self.body.addWidget(boxed(column(reads, self.sentence, spacing=0, margins=(8, 10, 8, 6)), "sentence"))
        yield
        self._notes = column(spacing=8)
        self._ticks = column(spacing=0)
        self.body.addLayout(self._notes)
        self.body.addLayout(self._ticks)
        self._level = ShareLevel(context, name="aim_level", quiet=False)
        self.body.addWidget(self._level)
        for field in self._fields.values():
            field.edit.textChanged.connect(self._show_sentence)
        keep_coloured(self, self._show_sentence)  # for the line under its words

    def refresh(self) -> None:
        """Show the aim as it is now."""
        self._aim = current_aim(self._context)
        record = self._aim or {}
        key = record.get("id", "new")
        for name, field in self._fields.items():
            field.show_value(("aim", key, name), shown_value("aim", name, record), self._saver(name))
        measures = self._context.workspace.select("measure")
        self._measure_shown = next((one for one in measures if one["id"] == record.get("measure")), {})
        self._kept = self._context.workspace.setting(f"kept_solution:{key}")
        choices = [("", _("Choose a measure"))]
        choices += [(one["id"], one.get("name") or _("Unnamed measure")) for one in measures]
        self._measure.show_choices(choices, record.get("measure"))
        self._show_which()
        self._level.setVisible(self._aim is not None)
        if self._aim is not None:
            self._level.show_record("aim", key)
        self._show_sentence()

    def _show_which(self) -> None:
        workspace = self._context.workspace
        found = workspace.select("aim")
        choices = [(one["id"], aims.sentence_of(workspace, one) or _("An aim without words yet")) for one in found]
        self._which.show_choices(choices, self._aim["id"] if self._aim else None)
        self._which.setVisible(len(found) > 1)
        self._which.setEnabled(not self._context.read_only)
        said = self._aim is not None and any(self._aim.get(name) for name in PARTS)
        self._another.setVisible(said and not self._context.read_only)

    def _use(self, aim: str) -> None:
        self._context.save_typing()
        if aim and (self._aim is None or aim != self._aim["id"]):
            self._context.edit(aims.USE_AIM, aims.use_aim, aim)

    def _add_another(self) -> None:
        self._context.save_typing()
        if self._context.edit(aims.ADD_AIM, aims.add_another_aim):
            self._fields["what"].edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def aim(self) -> dict[str, Any] | None:
        """The aim shown, as stored."""
        return self._aim

    def _as_typed(self) -> dict[str, Any]:
        """The aim with what is typed but not saved yet; a part that cannot be read counts as not there."""
        typed: dict[str, Any] = dict(self._aim or {})
        for name, field in self._fields.items():
            try:
                value = read_field("aim", name, field.edit.plain(), self._context.today())
            except NetDeskError:
                value = None
            typed.pop(name, None)
            if value is not None:
                typed[name] = value
        return typed

    def _show_sentence(self) -> None:
        typed = self._as_typed()
        measure = self._measure_shown
        text = aims.compose_sentence(typed, measure_name=measure.get("name", ""), unit=measure.get("unit", ""))
        self.sentence.set_plain(text or _("The sentence writes itself as you fill in the parts."))
        said = any(typed.get(name) for name in PARTS)
        notes = aims.lint(typed) if said else []
        notes = [note for note in notes if note.code != "solution" or self._kept != typed.get("what")]
        self._show_underline(notes, typed, text)
        if self._noted != (notes, said):
            self._noted = (notes, said)
            self._show_notes(notes, said)

    def _show_underline(self, notes: list[aims.Lint], typed: dict[str, Any], sentence: str) -> None:
        solution = next((note for note in notes if note.span), None)
        what = self._fields["what"].edit
        assert isinstance(what, QTextEdit)
        underline(what, solution.span if solution else None)
        span = None
        if solution is not None and solution.span is not None:
            words = str(typed.get("what", ""))[solution.span[0] : solution.span[1]]
            at = sentence.find(words)
            span = (at, at + len(words)) if at >= 0 else None
        underline(self.sentence, span)

    def _show_notes(self, notes: list[aims.Lint], said: bool) -> None:
        empty(self._notes)
        empty(self._ticks)
        for note in notes:
            mark = label("?", "hint_mark")
            mark.setFixedSize(theme.px(20), theme.px(20))
            mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
            line = row(spacing=12)
            line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(label(note.text, wrap=True, name=f"lint_{note.code}"), 1)
            if note.code == "solution" and not self._context.read_only:
                line.addWidget(button(_("Move it to ideas"), self._move_solution, name="lint_move"))
                line.addWidget(button(_("Keep it"), self._keep_solution, name="lint_keep", role="link"))
            holder = QWidget()
            holder.setLayout(line)
            self._notes.addWidget(holder)
        missing = {note.code for note in notes}
        if said:
            there = [(code, words) for code, words in TICKS if code not in missing]
            beside = len(TICKS) if theme.px(100) <= 150 else 3
            for start in range(0, len(there), beside):
                line = row(spacing=16)
                for code, words in there[start : start + beside]:
                    tick = QWidget()
                    tick.setLayout(row(picture("matched-yes", "common", 13), label(_(words), "second"), spacing=6))
                    tick.setObjectName(f"tick_{code}")
                    line.addWidget(tick)
                line.addStretch(1)
                self._ticks.addLayout(line)

    def _saver(self, name: str) -> Save:
        def save(text: str) -> bool:
            value = read_field("aim", name, text, self._context.today())
            aim = self._aim["id"] if self._aim else None
            return bool(self._context.edit(aims.EDIT_AIM, put_aim, aim, {name: value}))

        return save

    def _choose_measure(self, measure: str) -> None:
        aim = self._aim["id"] if self._aim else None
        if measure or aim:
            self._context.edit(N_("Link measure to the aim"), put_aim, aim, {"measure": measure or None})

    def _move_solution(self) -> None:
        self._context.save_typing()
        if self._aim is not None:
            self._context.edit(N_("Move solution to ideas"), aims.move_solution_to_ideas, self._aim["id"])

    def _keep_solution(self) -> None:
        self._context.save_typing()
        if self._aim is not None:
            self._kept = self._aim.get("what")
            self._context.workspace.set_setting(f"kept_solution:{self._aim['id']}", self._kept)
            self._show_sentence()
