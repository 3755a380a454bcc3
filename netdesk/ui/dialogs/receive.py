"""Before anything lands: who made a bundle, and what taking it in would change here, record by record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLayout, QWidget

from netdesk.core.textdiff import Piece, sides
from netdesk.i18n import _, ngettext
from netdesk.store.workspace import Workspace
from netdesk.ui.dialogs.base import Asking
from netdesk.ui.field_words import field_words, value_words
from netdesk.ui.outgoing import kind_words, part_words
from netdesk.ui.record_history import diff_label
from netdesk.ui.shown import shown_moment
from netdesk.ui.widgets.basic import boxed, column, label, row, rule, scrolled
from netdesk.ui.widgets.frame import ElidedLabel

#: Records and, of each, values that are shown; the rest is counted.
RECORDS, VALUES = 40, 4
#: Unchanged words longer than this are shown by their two ends.
LONG = 90


class ReceivePreview(Asking):
    """Says who made a bundle and what taking it in would change; `found` is what `receive.preview` gives."""

    def __init__(self, parent: QWidget | None, found: dict[str, Any], name: str, workspace: Workspace) -> None:
        super().__init__(
            parent, name="receive_preview", title=name, words=_who(found), deed=_("Receive"), width=680
        )
        self._workspace = workspace
        known = found["signed"] == "known"
        if found["conflicts"]:
            text = ngettext(
                "{n} thing was changed here too: both versions are kept, and you decide in Sharing.",
                "{n} things were changed here too: both versions are kept, and you decide in Sharing.",
                found["conflicts"],
            ).format(n=found["conflicts"])
            self.body.addWidget(label(text, "problem", wrap=True, name="receive_conflicts"))
        details = found["details"]
        if details:
            self.body.addWidget(label(_("What would change here"), "head"))
            self.body.addWidget(self._records(details), 1)
        elif known and not found["missing"] and not found.get("already"):
            self.body.addWidget(label(_("Nothing here would look different."), wrap=True))
        self.accept_button.setEnabled(known and not found["missing"])

    def _records(self, details: list[dict[str, Any]]) -> QWidget:
        made = column(spacing=8, margins=(16, 10, 16, 10))
        for n, one in enumerate(details[:RECORDS]):
            if n:
                made.addWidget(rule())
            made.addLayout(self._record(n, one))
        if len(details) > RECORDS:
            rest = len(details) - RECORDS
            made.addWidget(rule())
            more = ngettext("and {n} more record", "and {n} more records", rest).format(n=rest)
            made.addWidget(label(more, "second", name="receive_more"))
        made.addStretch(1)
        inner = QWidget()
        inner.setLayout(made)
        area = scrolled(inner)
        area.setMinimumHeight(min(280, 90 + 60 * len(details)))
        return boxed(column(area, spacing=0), "card", name="receive_changes")

    def _record(self, n: int, one: dict[str, Any]) -> QLayout:
        what = {"new": _("new"), "deleted": _("deleted"), "restored": _("brought back")}.get(one["what"], _("changed"))
        kind = kind_words(one["kind"])
        line = row(spacing=12)
        line.addWidget(ElidedLabel(one["title"] or kind, "strong", name=f"receive_record_{n}"), 1)
        line.addWidget(label(f"{kind} · {what}" if one["title"] else what, "second", name=f"receive_what_{n}"))
        made = column(line, spacing=4)
        parts = [_part(part) for part in one["parts"] if part["what"] != "changed"]
        if parts:
            made.addWidget(label(", ".join(parts), "second", wrap=True, name=f"receive_parts_{n}"))
        for conflict in one["conflicts"]:
            made.addWidget(label(self._conflict(conflict), "problem", wrap=True, name=f"receive_conflict_{n}"))
        fields = one["fields"]
        for m, field in enumerate(fields[:VALUES]):
            made.addLayout(self._field(f"{n}_{m}", one, field))
        if len(fields) > VALUES:
            rest = len(fields) - VALUES
            more = ngettext("and {n} more change", "and {n} more changes", rest).format(n=rest)
            made.addWidget(label(more, "second", name=f"receive_more_{n}"))
        return made

    def _field(self, at: str, one: dict[str, Any], field: dict[str, Any]) -> QLayout:
        name = field_words(field["field"])
        if field["record"] != one["id"]:
            part = f"{kind_words(field['kind'])} “{field['title']}”" if field["title"] else kind_words(field["kind"])
            name = f"{part} · {name}"
        words = self._words(field)
        before, after = words(field["before"]), words(field["after"])
        old, new = sides(before, after)
        both = row(spacing=12)
        if before:
            both.addWidget(_version(f"receive_before_{at}", _("Before"), old, before, gone=True), 1)
        both.addWidget(_version(f"receive_after_{at}", _("After"), new, after, gone=False), 1)
        return column(ElidedLabel(name, "head"), both, spacing=2)

    def _words(self, field: dict[str, Any]) -> Callable[[Any], str]:
        """How a value of this field reads; what it names may only be in the bundle."""

        def words(value: Any) -> str:
            named = field["names"].get(value) if isinstance(value, str) else None
            return named or value_words(self._workspace, field["kind"], field["field"], value)

        return words

    def _conflict(self, conflict: dict[str, Any]) -> str:
        if conflict["field"] is None:
            return _("Changed here and deleted there, or the other way round: you decide in Sharing.")
        name = field_words(conflict["field"])
        words = _("“{field}” was changed here too: both versions are kept, and you decide in Sharing.")
        return words.format(field=name)


def _who(found: dict[str, Any]) -> str:
    if found.get("already"):
        return _("You have taken this file in already; taking it in again changes nothing.")
    if found["missing"]:
        return _("An earlier file is missing, so this one cannot be taken in yet: {what}").format(
            what="; ".join(str(one.get("words", "")) for one in found["missing"])
        )
    if found["signed"] != "known":
        return _("Its signature belongs to nobody that your team has admitted. It would be refused.")
    return _("Made by {person}, {when}.").format(person=found["from"], when=shown_moment(found["created"]))


def _part(part: dict[str, Any]) -> str:
    words = part_words(part["kind"], part["count"])
    return (_("{parts} deleted") if part["what"] == "deleted" else _("{parts} new")).format(parts=words)


def _version(name: str, title: str, pieces: list[Piece], text: str, *, gone: bool) -> QWidget:
    made = diff_label([_shortened(piece) for piece in pieces], gone=gone)
    made.setObjectName(name)
    made.setAccessibleName(f"{title}: {text}" if text else f"{title}: {_('empty')}")
    return made


def _shortened(piece: Piece) -> Piece:
    """A piece that both versions share, by its two ends where it is long."""
    text, own = piece
    if own or len(text) <= LONG:
        return piece
    return Piece(f"{text[: LONG // 2].rstrip()} … {text[-LONG // 2 :].lstrip()}", own)
