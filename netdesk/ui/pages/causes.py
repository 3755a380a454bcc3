"""The Causes room: a fishbone as canvas and outline, the ledger of its causes, and the guided session."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QLineEdit, QStackedLayout, QWidget

from netdesk.i18n import _, ngettext
from netdesk.operations import cause_ledger, causes
from netdesk.operations.diagrams import fishbone_in_use
from netdesk.operations.purpose import problems
from netdesk.operations.source import title_of
from netdesk.store.edit import Edit
from netdesk.ui.context import Context
from netdesk.ui.diagram.cause_acts import CauseActs
from netdesk.ui.diagram.room import DiagramRoom, counted_work
from netdesk.ui.pages.causes_inspector import CauseInspector
from netdesk.ui.pages.causes_session import SessionBar
from netdesk.ui.widgets.basic import Card, Segments, button, column, empty, label, row, scrolled
from netdesk.ui.widgets.choices import ChoiceField
from netdesk.ui.widgets.frame import HeaderButton, HeaderContent, Page

OF_CAUSES = {"fishbone", "cause", "evidence", "cause_vote", "driver", "person", "measure", "cycle", "annotation"}


def start_fishbone(edit: Edit, effect: str, preset: str, problem: str | None) -> str:
    """A fishbone with its first bones; its id."""
    return causes.add_fishbone(edit, causes.named(effect), preset=preset, problem=problem)


class CausesPage(Page):
    """What we think causes it, and the evidence on each side."""

    room = "causes"
    refreshes_on_going = True
    #: The details of what is chosen stand on the page itself; the inspector beside it would leave no room.
    least_width = 1200

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.acts = CauseActs(context)

    def build(self) -> Iterator[None]:
        context = self._context
        self._which = ChoiceField(_("Fishbone"), name="fishbone_choice", quiet=True)
        self._which.chosen.connect(self._on_chosen)
        self._gaps = column(spacing=2, margins=(8, 8, 8, 4))
        below = QWidget()
        below.setLayout(self._gaps)
        self.inspector = CauseInspector(context, self.acts)
        yield
        self.session = SessionBar(context, self.acts)
        first = self._first()
        yield
        self.diagram = DiagramRoom(
            self.acts,
            self.inspector,
            name="causes",
            words=_("Causes"),
            above=self._which,
            below=below,
            over=self.session,
        )
        yield from self.diagram.build()
        yield
        self._stack = QStackedLayout(self)  # with its parent, else what is put in would open as windows
        self._stack.addWidget(first)
        self._stack.addWidget(self.diagram)
        self.acts.shown_changed.connect(self._show_aside)

    def fill(self) -> Iterator[None]:
        found = fishbone_in_use(self._context.workspace)
        if found is not None:
            yield from self.diagram.fill(str(found["id"]))

    # Nothing yet

    def _first(self) -> QWidget:
        card = Card(name="causes_empty")
        card.body.setContentsMargins(32, 28, 32, 28)
        card.body.setSpacing(12)
        words = _(
            "A fishbone asks why something happens before anyone says what to do. Write the effect at its head, the "
            "causes along its bones, and then the evidence for and against each one."
        )
        card.body.addWidget(label(_("Why does it happen?"), "section"))
        card.body.addWidget(label(words, wrap=True))
        self._effect = QLineEdit()
        self._effect.setObjectName("first_effect")
        self._effect.setAccessibleName(_("The effect"))
        self._effect.setPlaceholderText(_("One in five seventh graders misses two or more days a month"))
        self._effect.setToolTip(self._effect.placeholderText())
        self._effect.returnPressed.connect(self._start)
        self._preset = Segments(
            (("school", _("School")), ("6m", _("6M")), ("blank", _("Empty"))),
            name="first_preset",
            accessible=_("Bones to begin with"),
        )
        self._preset.show_value("school")
        begin = button(_("Start a fishbone"), self._start, name="first_fishbone", role="main", icon="plus")
        guided = button(_("Guided session"), self.guide, name="first_session")
        can = not self._context.read_only
        for made in (begin, guided, self._effect, self._preset):
            made.setEnabled(can)
        self._effect.setReadOnly(not can)
        card.body.addWidget(label(_("The effect, as a fact rather than a verdict"), "label"))
        card.body.addWidget(self._effect)
        card.body.addWidget(label(_("Bones to begin with; they can be changed"), "label"))
        card.body.addWidget(self._preset)
        card.body.addLayout(row(begin, guided, 1))
        inner = QWidget()
        inner.setLayout(column(card, 1, margins=(24, 16, 24, 16)))
        return scrolled(inner)

    def _problem(self) -> str | None:
        found = problems(self._context.workspace)
        return str(found[0]["id"]) if found else None

    def _start(self) -> None:
        made = self._context.edit(
            causes.ADD_FISHBONE, start_fishbone, self._effect.text(), self._preset.value() or "school", self._problem()
        )
        if made:
            self._effect.clear()
            self.go(made.value)
            self.diagram.outline.setFocus()

    def add_fishbone(self) -> None:
        """Begin another fishbone on an empty sheet."""
        self._open = ""
        self._stack.setCurrentIndex(0)
        self.header_changed.emit()
        self._effect.setFocus()

    # The page

    def header(self) -> HeaderContent:
        can = not self._context.read_only
        if self._stack.currentIndex() == 0:
            crumbs: tuple[tuple[str, Callable[[], object] | None], ...] = ()
            if self._context.workspace.select("fishbone"):
                crumbs = ((_("Causes"), lambda: self.go("")), (_("Another fishbone"), None))
            return HeaderContent(_("Causes"), _("What we think causes it, and the evidence on each side."), crumbs)
        return HeaderContent(
            self.acts.text_of(self.acts.root) or _("Causes"),
            _("What we think causes it, and the evidence on each side."),
            buttons=(
                HeaderButton("guide_causes", _("Guided session"), self.guide, enabled=can),
                HeaderButton("print_causes", _("Print"), lambda: self._context.go.emit("print", ""), "print"),
                HeaderButton("add_cause", _("Cause"), self.add_cause, "plus", main=True, enabled=can),
            ),
        )

    def go(self, target: str) -> None:
        """A fishbone's id opens it, a cause's chooses it, "" shows the fishbone that was open, else the newest."""
        workspace = self._context.workspace
        cause = workspace.get("cause", target) if target else None
        fishbone = workspace.get("fishbone", cause["fishbone"] if cause else target or self.acts.root)
        fishbone = fishbone or fishbone_in_use(workspace)
        self._open = fishbone["id"] if fishbone else ""
        self._stack.setCurrentIndex(1 if fishbone else 0)  # first, so that the outline wraps its words once
        self.acts.open(self._open)
        if cause is not None:
            self.acts.select_node(cause["id"])
        self._offer()
        self.header_changed.emit()

    def opened(self) -> str:
        return ""

    def selected(self) -> tuple[str, str] | None:
        current = self.acts.current
        if current is None or current.node == self.acts.root:
            return ("fishbone", self.acts.root) if self.acts.root else None
        return "cause", current.node

    def refresh(self, changed: set[tuple[str, str]] | None = None) -> None:
        if changed is not None and not {kind for kind, _id in changed} & OF_CAUSES:
            return
        if self._stack.currentIndex() == 0 and changed is not None:
            made = [id_ for kind, id_ in changed if kind == "fishbone"]
            if not made:
                return
        if not self._context.workspace.get("fishbone", self.acts.root):
            self.go("")
            return
        self.acts.reload()
        self._offer()
        if changed is None or ("fishbone", self.acts.root) in changed:
            self.header_changed.emit()

    def can_print(self) -> bool:
        return bool(self._open)

    def _offer(self) -> None:
        found = self._context.workspace.select("fishbone")
        choices = [(one["id"], title_of(one, 80) or _("Without an effect")) for one in found]
        if not self._context.read_only:
            choices.append(("new", _("Another fishbone …")))
        self._which.show_choices(choices, self.acts.root)
        self._which.setVisible(len(found) > 1)

    def _on_chosen(self, value: str) -> None:
        self._context.save_typing()
        if value == "new":
            self.add_fishbone()
            self._offer()
        else:
            self.go(value)

    def _show_aside(self) -> None:
        """The number of causes, and how many of each kind of gap, under the outline."""
        count = sum(1 for one in self.acts.entries.values() if not one.cause.get("category"))
        self.diagram.count.setText(ngettext("{n} cause", "{n} causes", count).format(n=count))
        empty(self._gaps)
        found = [gap.code for gap in cause_ledger.gaps(self.acts.entries)]
        if not found:
            return
        self._gaps.addWidget(label(_("Worth a look"), "head"))
        for code in dict.fromkeys(found):
            title, count = cause_ledger.gap_title(code), found.count(code)
            self._gaps.addLayout(counted_work(title, count, lambda: self.acts.select([]), f"gaps_{code}"))

    def add_cause(self) -> None:
        """Ask for a cause beside the chosen one, or under the chosen category."""
        current = self.acts.current
        entry = self.acts.entries.get(current.node) if current is not None else None
        where = "below" if entry is not None and entry.cause.get("category") else "beside"
        if current is None or current.node == self.acts.root:
            bones = [line.spot for line in self.acts.lines if line.depth == 1]
            if bones:
                self.acts.select([bones[0]])
                where = "below"
        self.diagram.canvas.hands.begin_new("below" if where == "below" else "beside")

    def guide(self) -> None:
        """Begin the guided session on this fishbone; where there is none yet, on the one that its effect makes."""
        self._context.save_typing()
        if self._stack.currentIndex() == 0:
            if not self._effect.text().strip():
                told = _("Write the effect first; the session begins with it.")
                self._context.told.emit(told, "", None)
                self._effect.setFocus()
                return
            self._start()
        if self.acts.root:
            self.session.start()
