"""What stays, as plain as what leaves; what was published and has changed; and words to read again before they go."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from netdesk.i18n import N_, _
from netdesk.operations.publish import SMALL_GROUPS, Caution
from netdesk.operations.source import title_of
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.dialogs.share import publish_record
from netdesk.ui.icons import picture
from netdesk.ui.outgoing import Held, Outgoing, kind_words
from netdesk.ui.widgets.basic import Card, boxed, button, column, empty, label, row, rule

#: A group shows this many by name and counts the rest: the side of the page is for what needs a look.
MOST = 12


def group_words(group: str) -> tuple[str, str]:
    """A group's heading and icon."""
    return {
        "small": (_("To protect small groups"), "shield"),
        "team": (_("Not published: only the team"), "people"),
        "never": (_("Never published"), "people"),
        "me": (_("Only me"), "lock"),
    }[group]


class HeldBack(QWidget):
    """The right side of what goes out."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._column = column(spacing=12)
        self.setLayout(self._column)

    def show_outgoing(self, outgoing: Outgoing | None) -> None:
        """Show what this bundle leaves out; None where there is no bundle to speak of."""
        empty(self._column)
        workspace = self._context.workspace
        changed = workspace.unpublished_changes() if workspace.team_id and not workspace.hub else []
        if outgoing is not None and outgoing.cautions:
            self._column.addWidget(self._cautions(outgoing.cautions))
        if changed:
            self._column.addWidget(self._changed(changed))
        self._column.addWidget(self._held(outgoing.held if outgoing is not None else ()))
        self._column.addStretch(1)

    def _held(self, held: tuple[Held, ...]) -> Card:
        card = Card(_("Held back"), name="held", note=_("not in this file"))
        if not held:
            words = _("Nothing is held back. Texts being typed and what is marked “Only me” never leave.")
            card.body.addWidget(label(words, "quiet", wrap=True))
        for group in ("small", "team", "never", "me"):
            found = [one for one in held if one.group == group]
            if not found:
                continue
            words, icon = group_words(group)
            head = row(picture(icon, "second", 14), spacing=6)
            head.addWidget(label(words, "head", wrap=True), 1)
            card.body.addLayout(head)
            for one in found[:MOST]:
                card.body.addLayout(self._line(one))
            if len(found) > MOST:
                more = _("and {n} more").format(n=len(found) - MOST)
                card.body.addWidget(label(more, "quiet"))
        return card

    def _line(self, one: Held) -> Any:
        text = column(label(one.title, "strong", wrap=True), label(one.words, "second", wrap=True), spacing=0)
        line = row(spacing=8, margins=(20, 0, 0, 0))
        line.addLayout(text, 1)
        deed = self._deed(one)
        if deed is not None:
            line.addWidget(deed, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _deed(self, one: Held) -> QWidget | None:
        if one.deed == "publish" and not self._context.read_only:
            spoken = _("Publish {title}").format(title=one.title)
            pressed = lambda: publish_record(self, self._context, one.kind, one.id)  # noqa: E731
            return button(_("Publish"), pressed, name="held_publish", role="link", accessible=spoken)
        if one.deed == "look":
            spoken = _("Look at {title}").format(title=one.title)
            return button(_("Look"), lambda: self._look(one), name="held_look", role="link", accessible=spoken)
        return None

    def _look(self, one: Held) -> None:
        workspace = self._context.workspace
        answers = dict(workspace.setting(SMALL_GROUPS, {}))
        if answers.pop(one.id, None) is not None:
            # Whoever looks may answer anew when it is published the next time.
            workspace.set_setting(SMALL_GROUPS, answers)
        self._context.go.emit(room_of(one.kind), one.id)

    def _changed(self, changed: list[tuple[str, str]]) -> Card:
        card = Card(_("Published, and changed since"), name="unshared", note=str(len(changed)))
        for n, (kind, record) in enumerate(changed[:MOST]):
            if n:
                card.body.addWidget(rule())
            card.body.addLayout(self._changed_line(kind, record))
        if len(changed) > 1 and not self._context.read_only:
            words = _("Publish all {n}").format(n=len(changed))
            all_of_them = button(words, lambda: self._publish_all(changed), name="publish_all")
            card.body.addLayout(row(all_of_them, 1))
        return card

    def _changed_line(self, kind: str, record: str) -> Any:
        found = self._context.workspace.get(kind, record) or {}
        title = title_of(found) or kind_words(kind)
        line = row(spacing=8)
        line.addLayout(column(label(title, "strong", wrap=True), label(kind_words(kind), "second"), spacing=0), 1)
        look = button(
            _("Look"), lambda: self._context.go.emit(room_of(kind), record), name="changed_look", role="link",
            accessible=_("Look at {title}").format(title=title),
        )  # fmt: skip
        line.addWidget(look, 0, Qt.AlignmentFlag.AlignTop)
        if not self._context.read_only:
            publish = button(
                _("Publish"), lambda: publish_record(self, self._context, kind, record), name="changed_publish",
                role="link", accessible=_("Publish {title}").format(title=title),
            )  # fmt: skip
            line.addWidget(publish, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _publish_all(self, changed: list[tuple[str, str]]) -> None:
        from netdesk.store.edit import Edit
        from netdesk.store.publish import republish

        def publish_them(edit: Edit) -> None:
            for kind, record in changed:
                republish(edit, kind, record)

        self._context.edit(N_("Publish what changed"), publish_them)

    def _cautions(self, cautions: tuple[Caution, ...]) -> QWidget:
        made = column(label(_("Read this again before it leaves"), "strong", wrap=True), spacing=6)
        for one in cautions[:4]:
            line = row(spacing=8)
            line.addWidget(label(one.text, "says", wrap=True), 1)
            owner = (one.kind, one.id) if one.kind in ("measure", "cycle", "aim", "charter") else None
            if owner is not None:
                look = button(
                    _("Look"), partial(self._context.go.emit, room_of(owner[0]), owner[1]), name="caution_look",
                    accessible=_("Look at {words}").format(words=one.words),
                )  # fmt: skip
                line.addWidget(look, 0, Qt.AlignmentFlag.AlignTop)
            made.addLayout(line)
        if len(cautions) > 4:
            made.addWidget(label(_("and {n} more").format(n=len(cautions) - 4), "second"))
        made.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        return boxed(made, "hint", name="cautions")


def room_of(kind: str) -> str:
    """The room in which a kind of record is worked on."""
    return {"measure": "measures", "cycle": "cycles"}.get(kind, "purpose")
