"""The chain in a panel: "why are we doing this?" and "what came of it?" as paths to click, and what is missing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from netdesk.i18n import _
from netdesk.operations import chain
from netdesk.operations.chain import Broken, Chain, Step, kind_words
from netdesk.ui import theme
from netdesk.ui.background import Reader
from netdesk.ui.context import Context
from netdesk.ui.icons import picture
from netdesk.ui.widgets.basic import ElidedButton, button, column, empty, inset, inset_head, label, row

#: The room that shows a link of the chain, and the icon that stands for it.
ROOMS = {
    "problem": "purpose", "aim": "purpose", "fishbone": "causes", "cause": "causes", "driver": "theory",
    "change_idea": "theory", "cycle": "cycles", "decision": "cycles", "measure": "measures",
}  # fmt: skip
_ICONS = {
    "problem": "find", "aim": "purpose", "fishbone": "causes", "cause": "causes", "driver": "theory",
    "change_idea": "theory", "cycle": "cycles", "decision": "decision-scale", "measure": "measures",
    "contribution": "people", "publication": "globe", "lineage": "people",
}  # fmt: skip


class ChainPanel(QWidget):
    """Both answers for one record; another one can be shown at any time."""

    def __init__(self, context: Context, *, name: str = "chain") -> None:
        super().__init__()
        self.setObjectName(name)
        self._context = context
        self._kind, self._id = "", ""
        self._shown: Chain | None = None
        self._lines = column(spacing=4)
        self.setLayout(self._lines)
        self._reader = Reader(self)
        self._reader.came.connect(self._show)
        context.closing.connect(self._reader.stop)

    def show_chain(self, kind: str, id_: str) -> None:
        """Show the chain through this record, as soon as it is read; nothing where it has none."""
        if (kind, id_) != (self._kind, self._id):
            self._kind, self._id, self._shown = kind, id_, None
            empty(self._lines)
        workspace = self._context.workspace
        self._reader.read(lambda: chain.chain(workspace, kind, id_))

    def finish(self) -> None:
        """Wait until the chain is read."""
        self._reader.finish()

    def _show(self, found: Chain) -> None:
        if found == self._shown:
            return
        self._shown = found
        kind, id_ = self._kind, self._id
        empty(self._lines)
        if not found.why:
            return
        self._lines.addWidget(inset_head(_("Why are we doing this?")))
        for step in found.why:
            self._lines.addWidget(self._step(step, "why", here=step.id == id_ and step.kind == kind))
        if len(found.why) == 1:
            self._lines.addWidget(inset(label(_("Nothing above it yet."), "quiet")))
        self._lines.addSpacing(theme.px(8))
        self._lines.addWidget(inset_head(_("What came of it?")))
        for step in found.came[1:]:
            self._lines.addWidget(self._step(step, "came"))
        if len(found.came) == 1:
            self._lines.addWidget(inset(label(_("Nothing yet."), "quiet")))
        if found.broken:
            self._lines.addSpacing(theme.px(8))
            self._lines.addWidget(inset_head(_("Missing in this chain")))
            for lack in found.broken:
                self._lines.addWidget(self._lack(lack))
        printing = button(_("Print this chain"), self._print, name="chain_print", role="link", icon="print")
        self._lines.addLayout(row(printing, 1))

    def _print(self) -> None:
        self._context.go.emit("print_chain", f"{self._kind}:{self._id}")

    def _go(self, kind: str, id_: str) -> None:
        if kind in ROOMS:
            self._context.go.emit(ROOMS[kind], "" if ROOMS[kind] == "purpose" else id_)

    def _step(self, step: Step, part: str, *, here: bool = False) -> QWidget:
        made = QWidget()
        inset = min(step.depth, 5) * 10 if part == "came" else step.depth * 18
        line: QHBoxLayout = row(spacing=6, margins=(8 + max(0, inset - (10 if part == "came" else 0)), 0, 0, 0))
        icon = picture(_ICONS[step.kind], "accent" if here else "second", 16)
        line.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        words = column(spacing=0)
        words.addWidget(self._title(step, part, here=here))
        if step.note:
            words.addWidget(label(step.note, "quiet", wrap=True))
        if step.also:
            also = _("also for: {names}").format(names="; ".join(step.also))
            words.addWidget(label(also, "quiet", wrap=True))
        line.addLayout(words, 1)
        made.setLayout(line)
        return made

    def _title(self, step: Step, part: str, *, here: bool) -> QWidget:
        said = _("{kind}: {title}").format(kind=kind_words(step.kind), title=step.title)
        if here or step.kind not in ROOMS:
            shown = label(step.title, "strong" if here else "says", wrap=True)
            shown.setAccessibleName(said)
            return shown
        name = f"chain_{part}_{step.kind}_{step.id}"
        return ElidedButton(step.title, lambda: self._go(step.kind, step.id), name=name, link=True, said=said)

    def _lack(self, lack: Broken) -> QWidget:
        made = QWidget()
        words = _("{title}: {words}").format(title=lack.title, words=lack.words)
        mend = button(_("Look"), lambda: self._go(lack.kind, lack.id), name=f"chain_mend_{lack.code}", role="link")
        mend.setAccessibleName(_("Look at {title}").format(title=lack.title))
        line = row(spacing=4)
        line.addWidget(label(words, "says", wrap=True), 1)
        line.addWidget(mend, 0, Qt.AlignmentFlag.AlignTop)
        made.setLayout(line)
        return made
