"""The Sharing room: what waits to leave, conflicts side by side, and the people of the team."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from netdesk.core.records import KINDS
from netdesk.i18n import N_, _, format_date, ngettext
from netdesk.operations.source import title_of
from netdesk.store.edit import Edit
from netdesk.ui.context import Context
from netdesk.ui.outgoing import kind_words
from netdesk.ui.shown import choice_words, shown_date, shown_moment, shown_number
from netdesk.ui.widgets.basic import Card, boxed, button, column, empty, label, row, rule, scrolled
from netdesk.ui.widgets.frame import HeaderButton, HeaderContent, Page


def settle(edit: Edit, conflict: str, keep: int) -> None:
    """Settle a conflict by one of its numbered values."""
    edit.settle(conflict, keep)


class SharingPage(Page):
    """Nothing leaves unseen, nothing is overwritten silently."""

    room = "sharing"

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._left = column(spacing=16)
        self._right = column(spacing=16)
        line = row(spacing=16, margins=(24, 16, 24, 16))
        line.addLayout(self._left, 7)
        line.addLayout(self._right, 4)
        inner = QWidget()
        inner.setLayout(line)
        self.setLayout(column(scrolled(inner), spacing=0))

    def header(self) -> HeaderContent:
        can = not self._context.read_only
        go = self._context.go.emit
        return HeaderContent(
            _("Sharing"),
            _("Nothing leaves unseen: you read the list first, then send the file."),
            buttons=(
                HeaderButton("receive", _("Receive"), lambda: go("receive", ""), "receive", enabled=can),
                HeaderButton("share_hub", _("Share with the hub"), lambda: go("share", "hub"), "sharing", enabled=can),
                HeaderButton(
                    "share_team", _("Share with the team"), lambda: go("share", "team"), main=True, enabled=can
                ),
            ),
        )

    def refresh(self, changed: set[tuple[str, str]] | None = None) -> None:
        empty(self._left)
        empty(self._right)
        conflicts = self._context.workspace.conflicts()
        self._left.addWidget(self._conflicts_card(conflicts))
        self._left.addWidget(self._unshared_card())
        self._left.addStretch(1)
        self._right.addWidget(self._people_card())
        self._right.addStretch(1)

    # Conflicts

    def _conflicts_card(self, conflicts: list[dict[str, Any]]) -> Card:
        card = Card(_("Conflicts"), name="conflicts", note=str(len(conflicts)) if conflicts else "")
        if not conflicts:
            words = _("None. Where two people change the same thing, both versions stay here until one of you decides.")
            card.body.addWidget(label(words, "quiet", wrap=True))
        for n, conflict in enumerate(conflicts):
            if n:
                card.body.addWidget(rule())
            card.body.addLayout(self._conflict(conflict))
        return card

    def _conflict(self, conflict: dict[str, Any]) -> Any:
        workspace = self._context.workspace
        record = workspace.get(conflict["kind"], conflict["record"]) or {}
        name = title_of(record) or kind_words(conflict["kind"])
        head = f"{kind_words(conflict['kind'])}: {name}"
        field = conflict.get("field")
        about = {
            "edit-vs-delete": _("One of you changed it, another deleted it."),
            "move": _("It was moved to two places."),
            "link": _("This link would close a circle."),
        }.get(conflict["type"], _("Changed by two people: {field}").format(field=(field or "").replace("_", " ")))
        sides = row(spacing=12)
        for value in conflict["values"]:
            sides.addWidget(self._version(conflict, value), 1, Qt.AlignmentFlag.AlignTop)
        return column(label(head, "strong", wrap=True), label(about, "second", wrap=True), sides, spacing=6)

    def _version(self, conflict: dict[str, Any], value: dict[str, Any]) -> QWidget:
        n = value["n"]
        text = self._value_words(conflict, value)
        who = _("{person}, {when}").format(person=value.get("person") or "?", when=shown_moment(value.get("when")))
        keep = button(
            _("Keep this"), lambda: self._context.edit(N_("Settle a conflict"), settle, conflict["id"], n),
            name=f"keep_{n}", accessible=_("Keep the version of {person}").format(person=value.get("person") or "?"),
        )  # fmt: skip
        keep.setEnabled(not self._context.read_only)
        body = column(label(text, wrap=True, name="conflict_value"), label(who, "quiet", wrap=True), spacing=4)
        body.addLayout(row(keep, 1))
        body.setContentsMargins(12, 10, 12, 10)
        return boxed(body, "card")

    def _value_words(self, conflict: dict[str, Any], value: dict[str, Any]) -> str:
        kind, n = conflict["type"], value["n"]
        if kind == "edit-vs-delete":
            return _("Keep it, with the change") if n == 1 else _("Delete it")
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

    # What waits to leave

    def _unshared_card(self) -> Card:
        workspace = self._context.workspace
        changed = workspace.unpublished_changes()
        card = Card(_("Published, and changed since"), name="unshared", note=str(len(changed)) if changed else "")
        if not changed:
            published = len(workspace.select("publication"))
            words = (
                ngettext(
                    "{n} record is published; the hub's copy is as you have it here.",
                    "{n} records are published; the hub's copies are as you have them here.",
                    published,
                ).format(n=published)
                if published
                else _("Nothing is published yet. The team shares all its work; the hub gets only what you publish.")
            )
            card.body.addWidget(label(words, "quiet", wrap=True))
        for kind, record in changed:
            found = workspace.get(kind, record) or {}
            line = row(spacing=8)
            line.addWidget(label(title_of(found) or kind_words(kind), "strong", wrap=True), 1)
            line.addWidget(label(kind_words(kind), "second"))
            card.body.addLayout(line)
        return card

    # People

    def _people_card(self) -> Card:
        workspace = self._context.workspace
        card = Card(_("People and devices"), name="people")
        heard = workspace.last_heard()
        devices: dict[str, list[dict[str, Any]]] = {}
        for one in workspace.cards():
            if workspace.root is None or one.get("team", workspace.root) == workspace.root:
                devices.setdefault(one["person"], []).append(one)
        for n, person in enumerate(workspace.select("person")):
            if n:
                card.body.addWidget(rule())
            cards = devices.get(person["id"], [])
            words = self._heard_words(cards, heard)
            text = column(label(person.get("name") or _("Somebody without a name"), "strong", wrap=True), spacing=0)
            text.addWidget(label(words, "second", wrap=True))
            card.body.addLayout(text)
        if not self._context.read_only:
            adding = button(
                _("Admit a member or the hub"), lambda: self._context.go.emit("admit", ""), name="admit", role="link",
                icon="plus",
            )  # fmt: skip
            card.body.addLayout(row(adding, 1))
        return card

    def _heard_words(self, cards: list[dict[str, Any]], heard: dict[str, int]) -> str:
        if any(one["device"] == self._context.workspace.device_id for one in cards):
            return _("this computer")
        if not cards:
            return _("has not joined with a computer yet")
        moments = [heard[one["device"]] for one in cards if one["device"] in heard]
        if not moments:
            return _("joined; nothing heard yet")
        day = datetime.fromtimestamp(max(moments), UTC).astimezone().date()
        return _("last heard from {day}").format(day=format_date(day))
