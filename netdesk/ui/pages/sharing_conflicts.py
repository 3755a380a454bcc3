"""Conflicts: both versions side by side with the words that differ; keep one, or write one from them."""

from __future__ import annotations

import html
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from netdesk.core.records import KINDS, LINK, TREES
from netdesk.core.textdiff import Piece, sides
from netdesk.i18n import N_, _
from netdesk.operations.source import title_of
from netdesk.store.edit import Edit
from netdesk.store.workspace import Workspace
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.dialogs.share import WriteOne
from netdesk.ui.field_words import field_words
from netdesk.ui.outgoing import kind_words
from netdesk.ui.recolour import keep_coloured
from netdesk.ui.shown import choice_words, shown_date, shown_moment, shown_number
from netdesk.ui.widgets.basic import Card, boxed, button, column, empty, label, row, scrolled


def settle(edit: Edit, conflict: str, keep: int) -> None:
    """Settle a conflict by one of its numbered values."""
    edit.settle(conflict, keep)


def settle_by_text(edit: Edit, conflict: str, text: str) -> None:
    """Settle a conflict by a text of one's own."""
    edit.settle(conflict, text=text)


class Conflicts(QWidget):
    """Every open conflict as a card."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._column = column(spacing=16)
        inner = QWidget()
        inner.setLayout(self._column)
        self.setLayout(column(scrolled(inner), spacing=0))

    def show_conflicts(self, conflicts: list[dict[str, Any]]) -> None:
        """Show these."""
        empty(self._column)
        if not conflicts:
            card = Card(_("No conflicts"), name="conflicts")
            words = _(
                "When two people change the same thing before they share, both versions stay here, side by side, until "
                "one of you decides. Nothing is overwritten without your knowing."
            )
            card.body.addWidget(label(words, "second", wrap=True))
            self._column.addWidget(card)
        for conflict in conflicts:
            self._column.addWidget(self._card(conflict))
        self._column.addStretch(1)

    def _card(self, conflict: dict[str, Any]) -> Card:
        workspace = self._context.workspace
        record = workspace.get(conflict["kind"], conflict["record"]) or {}
        name = title_of(record) or self._link_words(conflict, record) or kind_words(conflict["kind"])
        card = Card(_("{kind}: {name}").format(kind=kind_words(conflict["kind"]), name=name), name="conflict")
        card.title.setWordWrap(True)
        card.heading.setStretch(0, 1)
        card.heading.setStretch(1, 0)
        field = field_words(conflict.get("field") or "")
        both = _("{field}: changed by two people.").format(field=field)
        if can_be_written(conflict):
            both = _("{sentence} The words that differ are marked.").format(sentence=both)
        about = {
            "edit-vs-delete": _("One of you changed it, another deleted it."),
            "move": _("It was moved to two places."),
            "link": _("This link would close a circle."),
        }.get(conflict["type"], both)
        card.body.addWidget(label(about, "second", wrap=True))
        card.body.addLayout(self._versions(conflict))
        if can_be_written(conflict) and not self._context.read_only:
            write = button(
                _("Write one from them"), lambda: self._write_one(conflict, name, field), name="conflict_write",
                accessible=_("Write one from the versions of {name}").format(name=name),
            )  # fmt: skip
            card.body.addLayout(row(write, 1))
        return card

    def _versions(self, conflict: dict[str, Any]) -> Any:
        values = conflict["values"]
        texts = [self._value_words(conflict, value) for value in values]
        across = row(spacing=12)
        for n, value in enumerate(values):
            other = texts[1] if n == 0 and len(texts) > 1 else texts[0]
            pieces = sides(texts[n], other)[0] if can_be_written(conflict) else [Piece(texts[n], False)]
            across.addWidget(self._version(conflict, value, pieces), 1, Qt.AlignmentFlag.AlignTop)
        return across

    def _version(self, conflict: dict[str, Any], value: dict[str, Any], pieces: list[Piece]) -> QWidget:
        n, person = value["n"], value.get("person") or "?"
        who = label(person, "strong", wrap=True)
        when = label(shown_moment(value.get("when")), "quiet", wrap=True)
        keep = button(
            _("Keep this"), lambda: self._context.edit(N_("Settle a conflict"), settle, conflict["id"], n),
            name=f"keep_{n}", accessible=_("Keep the version of {person}").format(person=person),
        )  # fmt: skip
        keep.setEnabled(not self._context.read_only)
        body: QVBoxLayout = column(column(who, when, spacing=0), marked(pieces, "conflict_value"), spacing=8)
        body.addLayout(row(keep, 1))
        body.setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10))
        return boxed(body, "card")

    def _write_one(self, conflict: dict[str, Any], name: str, field: str) -> None:
        shown = [(one.get("person") or "?", self._value_words(conflict, one)) for one in conflict["values"]]
        dialog = WriteOne(self, _("{name}: {field}").format(name=name, field=field), shown)
        text = dialog.text() if dialog.exec() else None
        dialog.deleteLater()
        if text is not None:
            self._context.edit(N_("Settle a conflict"), settle_by_text, conflict["id"], text)

    def _link_words(self, conflict: dict[str, Any], record: dict[str, Any]) -> str:
        """A link of the theory by its two ends; "" for everything else."""
        if conflict["kind"] != LINK:
            return ""
        workspace = self._context.workspace
        found = record or next(iter(workspace.select(LINK, deleted=True, id=conflict["record"])), {})
        ends = [title_of(_node(workspace, found.get(end)) or {}) for end in ("parent", "child")]
        return _("{parent} → {child}").format(parent=ends[0], child=ends[1]) if all(ends) else ""

    def _place_words(self, conflict: dict[str, Any], place: Any) -> str:
        """Where a cause would hang; "" where the place is not one in a tree."""
        if conflict["kind"] not in TREES or not isinstance(place, list) or len(place) != 2:
            return ""
        if place[0] is None:
            return _("As a bone of its own")
        above = self._context.workspace.select(conflict["kind"], deleted=True, id=place[0])
        return _("Under “{name}”").format(name=title_of(above[0]) if above else "?")

    def _value_words(self, conflict: dict[str, Any], value: dict[str, Any]) -> str:
        kind, n = conflict["type"], value["n"]
        if kind == "edit-vs-delete":
            return _("Keep it, with the change") if n == 1 else _("Delete it")
        place = self._place_words(conflict, value.get("value")) if kind == "move" else ""
        if place:
            return _("{place} (as it is shown now)").format(place=place) if n == 1 else place
        if kind in ("move", "link"):
            return _("As it is shown now") if n == 1 else _("As it was wanted, if that can be")
        stored = value.get("value")
        if stored is None:
            return _("(empty)")
        spec = KINDS[conflict["kind"]].fields.get(conflict.get("field") or "")
        if spec is None:
            return str(stored)
        if spec.type == "num":
            return shown_number(stored)
        if spec.type == "date":
            return shown_date(stored)
        if spec.type == "choice":
            return choice_words().get(stored, stored)
        if spec.type == "pair":
            return shown_number(stored["v"]) if "v" in stored else f"{stored['n']}/{stored['d']}"
        if spec.type == "ref":
            found = next((self._context.workspace.get(one, stored) for one in spec.to or KINDS), None)
            return title_of(found or {}) or stored
        return str(stored)


def _node(workspace: Workspace, record: str | None) -> dict[str, Any] | None:
    """The aim, driver or change idea with this id, deleted or not."""
    for kind in ("driver", "change_idea", "aim"):
        found = workspace.select(kind, deleted=True, id=record or "")
        if found:
            return found[0]
    return None


def can_be_written(conflict: dict[str, Any]) -> bool:
    """Whether a conflict is about words, so that a version of one's own can be written."""
    if conflict["type"] not in ("value", "text") or conflict["kind"] not in KINDS:
        return False
    spec = KINDS[conflict["kind"]].fields.get(conflict.get("field") or "")
    return spec is not None and spec.type in ("text", "long")


def marked(pieces: list[Piece], name: str) -> QLabel:
    """The text with its own words marked, by a line under them as well as by colour; read out as plain text."""
    plain = "".join(piece.text for piece in pieces)
    made = label("", wrap=True, name=name, selectable=True)
    # A label whose text can be selected takes the focus by mouse only; Tab goes from button to button.
    made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    made.setTextFormat(Qt.TextFormat.RichText)
    keep_coloured(made, lambda: made.setText(_marked_up(pieces)))
    made.setAccessibleName(plain)
    return made


def _marked_up(pieces: list[Piece]) -> str:
    style = f"background:{theme.tokens().hint}; text-decoration:underline;"
    parts = []
    for piece in pieces:
        lead = len(piece.text) - len(piece.text.lstrip())
        words = html.escape(piece.text[lead:])
        space = html.escape(piece.text[:lead])
        parts.append(f'{space}<span style="{style}">{words}</span>' if piece.own else space + words)
    return f'<div style="white-space:pre-wrap">{"".join(parts)}</div>'
