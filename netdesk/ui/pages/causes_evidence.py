"""The evidence of one cause, for and against: each piece with where it comes from and what it links to."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton, QWidget

from netdesk.core.records import KINDS
from netdesk.i18n import _
from netdesk.operations import causes
from netdesk.operations.cause_ledger import Entry
from netdesk.operations.purpose import evidence_of
from netdesk.ui.context import Context
from netdesk.ui.evidence_link import EvidenceChoice, evidence_button, has_page
from netdesk.ui.icons import put_icon
from netdesk.ui.widgets.autosave import Autosave, AutosaveText, Field
from netdesk.ui.widgets.basic import column, empty, inset_head, letter_tag, row
from netdesk.ui.widgets.choices import ChoiceField
from netdesk.ui.widgets.rows import Rows

Record = dict[str, Any]


def source_words() -> list[tuple[str, str]]:
    """(stored, shown) of the kinds of source, none first."""
    words = {
        "data": _("Data"),
        "observation": _("Observation"),
        "student voice": _("Student voice"),
        "family voice": _("Family voice"),
        "research": _("Research"),
        "experience": _("Experience"),
    }
    return [("", _("Where from?"))] + [(one, words[one]) for one in KINDS["evidence"].fields["source_kind"].choices]


class Piece(QWidget):
    """One piece of evidence: its words, its kind of source, what it links to, and a button to delete it."""

    def __init__(self, context: Context, side: str) -> None:
        super().__init__()
        self._context = context
        self._record: Record = {}
        mark = letter_tag("+" if side == "for" else "−")
        self._text = Field("", context, name="evidence_text", many=True, quiet=True)
        self._text.edit.setAccessibleName(_("Evidence for") if side == "for" else _("Evidence against"))
        self._source = ChoiceField(_("Where it comes from"), name="evidence_source", quiet=True)
        self._source.title.hide()
        self._source.setEnabled(not context.read_only)
        self._source.chosen.connect(lambda value: self._put({"source_kind": value}))
        self._link = EvidenceChoice(context, name="evidence_link", quiet=True, none=_("Link to data or a cycle"))
        self._link.title.hide()
        self._link.chosen.connect(lambda value: self._put({"link": value}))
        self._go = column(spacing=0)
        delete = QToolButton()
        delete.setObjectName("evidence_delete")
        delete.setAccessibleName(_("Delete this piece of evidence"))
        delete.setToolTip(_("Delete this piece of evidence"))
        delete.setEnabled(not context.read_only)
        put_icon(delete, "close", "quiet")
        delete.clicked.connect(lambda: context.edit(causes.DELETE_EVIDENCE, causes.delete_evidence, self._record["id"]))
        words = row(mark, spacing=4)
        words.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        words.addWidget(self._text, 1)
        words.addWidget(delete, 0, Qt.AlignmentFlag.AlignTop)
        about = column(self._source, self._link, self._go, spacing=0, margins=(24, 0, 0, 0))
        self.setLayout(column(words, about, spacing=0))

    def show_record(self, record: Record) -> None:
        """Show this piece."""
        self._record = record
        key = ("evidence", record["id"], "text")
        self._text.show_value(key, record.get("text") or "", lambda text: self._put({"text": text.strip()}))
        self._source.show_choices(source_words(), record.get("source_kind"))
        link = evidence_of(self._context.workspace, record.get("link"))
        self._link.show_link(record.get("link"), link)
        empty(self._go)
        if link is not None and has_page(link):
            self._go.addWidget(evidence_button(link, self._context.go.emit, name="evidence_go"))

    def _put(self, fields: dict[str, str | None]) -> bool:
        done = self._context.edit(causes.EDIT_EVIDENCE, causes.edit_evidence, self._record["id"], fields)
        return bool(done)


class NewPiece(AutosaveText):
    """An empty line under the pieces: Enter adds what was typed, and so does leaving it."""

    def __init__(self, context: Context, side: str) -> None:
        hint = _("Add evidence for …") if side == "for" else _("Add evidence against …")
        super().__init__(name=f"new_evidence_{side}", accessible=hint, hint=hint, quiet=True)
        self._context, self._side = context, side
        self.cause = ""
        self._binding = Autosave(self, context)
        self.setReadOnly(context.read_only)

    @property
    def _field(self) -> str:
        return f"evidence {self._side}"

    def show_cause(self, cause: str) -> None:
        """Take evidence for this cause from now on; what was typed before a crash stands there again."""
        if cause != self.cause:
            self._binding.commit()
            self.cause = cause
            self._begin()
            kept = self._context.workspace.draft("cause", cause, self._field)
            if kept:
                self.setPlainText(kept)

    def _begin(self) -> None:
        self.blockSignals(True)
        self.clear()
        self.blockSignals(False)
        self._fit()
        self._binding.show(("cause", self.cause, self._field), "", self._add)

    def _add(self, text: str) -> bool:
        words, cause = " ".join(text.split()), self.cause
        if words and self._context.edit(causes.ADD_EVIDENCE, causes.add_evidence, cause, self._side, words):
            self._context.workspace.drop_draft("cause", cause, self._field)
            self._begin()
        return False  # what was typed is a record now, and the line is empty again

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._binding.commit()
        else:
            super().keyPressEvent(event)


class EvidenceSide(QWidget):
    """The pieces for or against a cause, and the line to add one."""

    def __init__(self, context: Context, side: str) -> None:
        super().__init__()
        self._side = side
        self.pieces = Rows(lambda: Piece(context, side), name=f"evidence_{side}", spacing=4)
        self.new = NewPiece(context, side)
        title = inset_head(_("Evidence for") if side == "for" else _("Evidence against"))
        self.setLayout(column(title, self.pieces, self.new, spacing=4))

    def show_entry(self, entry: Entry) -> None:
        """Show the pieces of this cause."""
        self.pieces.show_records(list(entry.pieces_for if self._side == "for" else entry.pieces_against))
        self.new.show_cause(entry.cause["id"])
