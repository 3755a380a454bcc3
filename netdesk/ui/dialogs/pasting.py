"""What a pasted block would do, shown where it has problems or doubts, or would change points that are there."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from netdesk.i18n import _, ngettext
from netdesk.importers.pasted import Block
from netdesk.ui.dialogs.base import Asking
from netdesk.ui.widgets.basic import boxed, column, label, rule, scrolled


class PastePreview(Asking):
    """Lists what can be taken in and how it was read, what would be changed, and every line that cannot be read."""

    def __init__(self, parent: QWidget | None, block: Block, replaced: int) -> None:
        n = len(block.rows)
        deed = ngettext("Take in {n} row", "Take in {n} rows", n).format(n=n)
        super().__init__(parent, name="paste_preview", title=_("Before these rows go in"), deed=deed, width=600)
        self.accept_button.setEnabled(n > 0)
        told = []
        if n:
            told.append(ngettext("{n} row can be read.", "{n} rows can be read.", n).format(n=n))
        if replaced:
            told.append(
                ngettext(
                    "{n} point that is already there would change.",
                    "{n} points that are already there would change.",
                    replaced,
                ).format(n=replaced)
            )
        if block.new_groups:
            count = len(block.new_groups)
            told.append(
                ngettext("{n} new sub-group is made: {names}.", "{n} new sub-groups are made: {names}.", count).format(
                    n=count, names=", ".join(block.new_groups)
                )
            )
        if block.empty:
            told.append(
                ngettext(
                    "{n} row without a count stays empty.", "{n} rows without a count stay empty.", block.empty
                ).format(n=block.empty)
            )
        if block.problems:
            count = len(block.problems)
            told.append(
                ngettext(
                    "{n} row cannot be taken in; it is left as it is in your spreadsheet.",
                    "{n} rows cannot be taken in; they are left as they are in your spreadsheet.",
                    count,
                ).format(n=count)
            )
        self.body.addWidget(label(" ".join(told), wrap=True, name="paste_summary"))
        if block.doubts:
            self.body.addWidget(label(" ".join(block.doubts), "problem", wrap=True, name="paste_doubts"))
        if block.problems:
            self.body.addWidget(self._problems(block), 1)

    def _problems(self, block: Block) -> QWidget:
        inner = QWidget()
        made = column(spacing=8, margins=(12, 8, 12, 8))
        for place, problem in enumerate(block.problems):
            if place:
                made.addWidget(rule())
            line = _("Row {n}: {text}").format(n=problem.line, text=problem.text) if problem.line else problem.text
            made.addLayout(column(label(line, "strong", wrap=True), label(problem.why, "second", wrap=True), spacing=2))
        made.addStretch(1)
        inner.setLayout(made)
        area = scrolled(inner)
        area.setMinimumHeight(160)
        return boxed(column(area, spacing=0), "card", name="paste_problems")
