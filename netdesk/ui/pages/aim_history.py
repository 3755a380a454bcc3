"""Every version of the aim's sentence, the newest first, with who kept it, why, and what evidence changed it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from netdesk.i18n import _
from netdesk.operations import purpose
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.pages.problem import add_reason
from netdesk.ui.shown import shown_date
from netdesk.ui.widgets.basic import Card, column, empty, label, row, rule
from netdesk.ui.widgets.frame import ElidedLabel


class AimHistoryCard(Card):
    """Every version of the aim's sentence, the newest first, with what changed it."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("How our aim has changed"), name="aim_history")
        self._context = context
        self.body.setContentsMargins(0, 0, 0, theme.px(8))
        self.body.setSpacing(0)

    def refresh(self, aim: dict[str, Any] | None) -> None:
        """Show the versions of this aim."""
        empty(self.body)
        workspace = self._context.workspace
        found = workspace.select("aim_version", aim=aim["id"]) if aim else []
        versions = sorted(found, key=lambda one: one.get("on") or "")
        if not versions:
            words = _("Press “This changes our aim” when something does: the sentence is kept with the reason.")
            self.body.addLayout(column(label(words, "quiet", wrap=True), margins=(20, 12, 20, 8)))
        names = purpose.authors(workspace, "aim_version", [one["id"] for one in versions]) if versions else {}
        for number, version in reversed(list(enumerate(versions, start=1))):
            line = row(spacing=12, margins=(20, 8, 20, 8))
            line.addWidget(label(str(number), "head"), 0, Qt.AlignmentFlag.AlignTop)
            when = column(label(shown_date(version.get("on")), "says"), spacing=0)
            if version["id"] in names:
                when.addWidget(ElidedLabel(names[version["id"]], "quiet"))
            line.addLayout(when, 2)
            line.setAlignment(when, Qt.AlignmentFlag.AlignTop)
            sentence = label(version.get("sentence", ""), "says", wrap=True)
            line.addWidget(sentence, 5, Qt.AlignmentFlag.AlignTop)
            add_reason(line, self._context, version.get("because", ""), version.get("evidence_link"), version["id"])
            if number != len(versions):
                self.body.addWidget(rule())
            self.body.addLayout(line)
        self.body.addStretch(1)
