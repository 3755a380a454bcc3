"""People and their computers: who was admitted, six words to compare by voice, and when each was last heard from."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from netdesk.core.cards import Card as MemberCard
from netdesk.core.cards import team_of, trusted
from netdesk.i18n import _, format_date
from netdesk.store.keys import verify
from netdesk.store.workspace import Workspace
from netdesk.sync.send import joined_teams
from netdesk.sync.trust import six_words
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.icons import picture
from netdesk.ui.widgets.basic import Card, CardColumn, button, column, empty, label, row, rule
from netdesk.ui.widgets.sides import Sides


def device_words(sign_public: str) -> str:
    """Six words that stand for a computer's key: its owner reads the same from their own Sharing page."""
    return six_words(hashlib.sha256(bytes.fromhex(sign_public)).digest())


def heard_words(workspace: Workspace, device: str, heard: dict[str, int]) -> str:
    """When a device was last heard from."""
    if device == workspace.device_id:
        return _("this computer")
    if device not in heard:
        return _("nothing heard yet")
    day = datetime.fromtimestamp(heard[device], UTC).astimezone().date()
    return _("last heard from {day}").format(day=format_date(day))


def role_words(role: str) -> str:
    """A card's role as people say it."""
    return {
        "owner": _("may admit others"), "member": _("member"), "viewer": _("may look"), "hub": _("the hub"),
    }.get(role, role)  # fmt: skip


class People(CardColumn):
    """The people of the team, the hub, and whose computers are trusted."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def refresh(self) -> None:
        """Show them as they are now."""
        empty(self.cards)
        workspace = self._context.workspace
        teams = set(workspace.setting("words_not_compared", []))
        if teams:
            note = _("Nobody compared the six words of your invite. Call a teammate and compare the words below.")
            self.cards.addWidget(label(note, "problem", wrap=True, name="words_not_compared"))
        self.cards.addWidget(self._people())
        others = self._others()
        if others is not None:
            self.cards.addWidget(others)
        self.cards.addStretch(1)

    def _cards(self) -> dict[str, list[MemberCard]]:
        """{person: good cards} of the team."""
        workspace = self._context.workspace
        found: dict[str, list[MemberCard]] = {}
        if workspace.root is not None:
            for card in trusted(workspace.cards(), workspace.root, verify).values():
                found.setdefault(card["person"], []).append(card)
        return found

    def _people(self) -> Card:
        workspace = self._context.workspace
        card = Card(_("People and their computers"), name="people")
        words = _("Each computer has six words. If your teammate's page says the same six, it is truly theirs.")
        card.body.addWidget(label(words, "second", wrap=True))
        cards, heard = self._cards(), workspace.last_heard()
        people = workspace.select("person") if workspace.team_id else []
        for person in people:
            card.body.addWidget(rule())
            name = person.get("name") or _("Somebody without a name")
            card.body.addLayout(self._person(name, person.get("role_title") or "", cards.pop(person["id"], []), heard))
        for left in cards.values():  # the hub's card names a person whom the team has no record of
            card.body.addWidget(rule())
            name = _("The hub") if any(one["role"] == "hub" for one in left) else _("Somebody without a name")
            card.body.addLayout(self._person(name, "", left, heard))
        if not self._context.read_only:
            adding = button(
                _("Admit a member or the hub"), lambda: self._context.go.emit("admit", ""), name="admit", icon="plus"
            )
            card.body.addSpacing(theme.px(4))
            card.body.addLayout(row(adding, 1))
        return card

    def _person(self, name: str, role: str, cards: list[MemberCard], heard: dict[str, int]) -> Any:
        text = column(label(name, "strong", wrap=True), spacing=2)
        if role:
            text.addWidget(label(role, "second", wrap=True))
        devices = column(spacing=6)
        for one in cards:
            devices.addLayout(self._device(one, heard))
        if not cards:
            devices.addWidget(label(_("has not joined with a computer yet"), "quiet", wrap=True))
        devices.addStretch(1)
        text.addStretch(1)
        line = Sides(spacing=16)
        for parts, share, least in ((text, 2, 160), (devices, 5, 240)):
            part = QWidget()
            part.setLayout(parts)
            part.setMinimumWidth(theme.px(least))
            line.add(part, share)
        return column(line, spacing=0)

    def _device(self, card: MemberCard, heard: dict[str, int]) -> Any:
        workspace = self._context.workspace
        parts = [heard_words(workspace, card["device"], heard), role_words(card["role"])]
        state = ", ".join(parts if card["device"] == workspace.device_id else parts[::-1])
        words = label(device_words(card["sign"]), name="six_words", wrap=True, selectable=True)
        words.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        line = row(spacing=8)
        line.addWidget(picture("computer", "second", 16), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(column(words, label(state, "second", wrap=True), spacing=0), 1)
        return line

    def _others(self) -> Card | None:
        """On the hub's workspace: the teams that admitted it."""
        workspace = self._context.workspace
        teams = joined_teams(workspace) if workspace.hub else {}
        if not teams:
            return None
        card = Card(_("Teams of the network"), name="teams")
        heard = workspace.last_heard()
        for n, (root, name) in enumerate(teams.items()):
            if n:
                card.body.addWidget(rule())
            devices = {one["device"] for one in workspace.cards() if team_of(one) == root}
            moments = [heard[device] for device in devices if device in heard]
            day = datetime.fromtimestamp(max(moments), UTC).astimezone().date() if moments else None
            said = _("last heard from {day}").format(day=format_date(day)) if day else _("nothing heard yet")
            card.body.addLayout(column(label(name, "strong", wrap=True), label(said, "second"), spacing=0))
        return card
