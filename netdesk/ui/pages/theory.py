"""The Theory room: the driver diagram as canvas and outline, what is still to do, and how the theory has changed."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QStackedLayout, QWidget

from netdesk.i18n import _, ngettext
from netdesk.operations import theory
from netdesk.operations.aims import aim_in_use, sentence_of
from netdesk.ui.context import Context
from netdesk.ui.diagram.room import DiagramRoom, counted_work
from netdesk.ui.diagram.theory_acts import TheoryActs
from netdesk.ui.pages.theory_inspector import TheoryInspector
from netdesk.ui.widgets.basic import Card, button, column, empty, label, row, scrolled
from netdesk.ui.widgets.choices import ChoiceField
from netdesk.ui.widgets.frame import HeaderButton, HeaderContent, Page

OF_THEORY = {
    "aim", "driver", "driver_link", "change_idea", "theory_version", "measure", "observation", "cycle", "cause",
    "publication", "phase", "exclusion",
}  # fmt: skip


class TheoryPage(Page):
    """What we believe will move the aim, and what we are testing."""

    room = "theory"
    refreshes_on_going = True
    #: The details of what is chosen stand on the page itself; the inspector beside it would leave no room.
    least_width = 1200

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.acts = TheoryActs(context)

    def build(self) -> Iterator[None]:
        context = self._context
        self._which = ChoiceField(_("Aim"), name="theory_aim", quiet=True)
        self._which.chosen.connect(self.go)
        self._todo = column(spacing=2, margins=(8, 8, 8, 4))
        below = QWidget()
        below.setLayout(self._todo)
        self.inspector = TheoryInspector(context, self.acts)
        self.inspector.work.asks_idea.connect(self.add_idea)
        yield
        first = self._first()
        yield
        self.diagram = DiagramRoom(
            self.acts, self.inspector, name="theory", words=_("Theory"), above=self._which, below=below
        )
        yield from self.diagram.build()
        yield
        self._stack = QStackedLayout(self)  # with its parent, else what is put in would open as windows
        self._stack.addWidget(first)
        self._stack.addWidget(self.diagram)
        self.acts.shown_changed.connect(self._show_aside)

    def fill(self) -> Iterator[None]:
        found = aim_in_use(self._context.workspace)
        if found is not None:
            yield from self.diagram.fill(str(found["id"]))

    def _first(self) -> QWidget:
        card = Card(name="theory_empty")
        card.body.setContentsMargins(32, 28, 32, 28)
        card.body.setSpacing(12)
        words = _(
            "A theory of improvement says what must change for the aim to be met (the drivers), and what you will try "
            "(the change ideas). It begins with the aim."
        )
        card.body.addWidget(label(_("What will move the aim?"), "section"))
        card.body.addWidget(label(words, wrap=True))
        write = button(
            _("Write the aim"), lambda: self._context.go.emit("purpose", ""), name="theory_write_aim", role="main"
        )
        card.body.addLayout(row(write, 1))
        inner = QWidget()
        inner.setLayout(column(card, 1, margins=(24, 16, 24, 16)))
        return scrolled(inner)

    def header(self) -> HeaderContent:
        can = not self._context.read_only
        title, purpose = _("Theory of improvement"), _("What we believe will move the aim, and what we are testing.")
        if self._stack.currentIndex() == 0:
            return HeaderContent(title, purpose)
        return HeaderContent(
            title,
            purpose,
            buttons=(
                HeaderButton("theory_changes", _("What changed"), self.show_changes, "history"),
                HeaderButton("print_theory", _("Print"), lambda: self._context.go.emit("print", ""), "print"),
                HeaderButton("add_theory_idea", _("Change idea"), self.add_idea, "plus", main=True, enabled=can),
            ),
        )

    def go(self, target: str) -> None:
        """An aim's id opens its theory, a driver's or idea's chooses it there, "" shows what was open."""
        workspace = self._context.workspace
        wanted = workspace.get("aim", target) if target else None
        open_ = wanted or workspace.get("aim", self.acts.aim) or aim_in_use(workspace)
        aim = str(open_["id"]) if open_ else ""
        self._stack.setCurrentIndex(1 if aim else 0)  # first, so that the outline wraps its words once
        self.acts.open(aim)
        if target and not wanted and not self.acts.select_node(target):
            for other in workspace.select("aim"):
                self.acts.open(other["id"])
                if self.acts.select_node(target):
                    break
            else:
                self.acts.open(aim)
        self._offer()
        self.header_changed.emit()

    def opened(self) -> str:
        return ""

    def selected(self) -> tuple[str, str] | None:
        node = self.acts.current.node if self.acts.current is not None else self.acts.root
        return (self.acts.kind_of(node), node) if self.acts.kind_of(node) else None

    def refresh(self, changed: set[tuple[str, str]] | None = None) -> None:
        if changed is not None and not {kind for kind, _id in changed} & OF_THEORY:
            return
        if not self._context.workspace.get("aim", self.acts.aim):
            self.go("")
            return
        self.acts.reload()
        self._offer()

    def can_print(self) -> bool:
        return bool(self.acts.root)

    def _offer(self) -> None:
        workspace = self._context.workspace
        found = [one for one in workspace.select("aim") if one.get("active") is not False]
        if self.acts.root and self.acts.root not in [one["id"] for one in found]:
            found.append(self.acts.graph.nodes[self.acts.root].record)
        choices = [(one["id"], sentence_of(workspace, one) or _("Aim without words")) for one in found]
        self._which.show_choices(choices, self.acts.root)
        self._which.setVisible(len(found) > 1)

    def _show_aside(self) -> None:
        """The number of ideas, and how much of each kind of work, under the outline."""
        ideas = sum(1 for one in self.acts.graph.nodes.values() if one.kind == "change_idea")
        self.diagram.count.setText(ngettext("{n} idea", "{n} ideas", ideas).format(n=ideas))
        empty(self._todo)
        if not self.acts.root:
            return
        found = [one.code for one in self.acts.work]
        if found:
            self._todo.addWidget(label(_("Still to do"), "head"))
        for code in dict.fromkeys(found):
            words, count = theory.work_title(code), found.count(code)
            self._todo.addLayout(counted_work(words, count, lambda: self.acts.select([]), f"work_{code}"))

    def add_idea(self) -> None:
        """Ask for a change idea: under the chosen driver, beside the chosen idea, else under nothing yet."""
        acts, current = self.acts, self.acts.current
        kind = acts.kind_of(current.node) if current is not None else ""
        parent = current.node if kind == "driver" and current else current.parent if kind and current else None
        parent = parent if acts.kind_of(parent or "") == "driver" else None
        self.diagram.canvas.hands.ask_words(
            _("New change idea under {name}").format(name=acts.text_of(parent)) if parent else _("New change idea"),
            lambda text: acts.add_idea(parent, text),
        )

    def show_changes(self) -> None:
        """Versions of the theory, and what is different since; once more closes them."""
        if self.inspector.versions.isHidden():
            self.inspector.versions.open()
        else:
            self.inspector.versions.close_panel()
