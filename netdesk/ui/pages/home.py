"""The Home room: where the team stands, and the one thing to do next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget

from netdesk.i18n import _
from netdesk.operations.home import Home, read_home
from netdesk.operations.news import mark_seen
from netdesk.operations.next_step import Reading, Step, next_step
from netdesk.ui import theme
from netdesk.ui.background import Reader
from netdesk.ui.context import Context
from netdesk.ui.pages import home_cards as cards
from netdesk.ui.pages.home_readings import ReadingAll, note_seen
from netdesk.ui.widgets.basic import Card, button, column, empty, label, row, scrolled
from netdesk.ui.widgets.frame import HeaderButton, HeaderContent, Page
from netdesk.ui.widgets.sides import Sides

#: Kinds whose changes can change what a chart says.
OF_CHARTS = {
    "measure", "observation", "exclusion", "phase", "target_step", "aim", "calendar_gap", "judgement",
}  # fmt: skip

#: The steps that come before any that depends on what the charts say.
SETTLED = ("no_aim", "no_measure", "late_point", "study")


class HomePage(Page):
    """Aim, next step, tests in hand, what the data say, what came: all of it read, nothing typed."""

    room = "home"
    refreshes_on_going = True

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._home: Home | None = None
        self._readings: list[Reading] = []
        self._step: Step | None = None
        #: What each place of the page says now.
        self._says_now: dict[QLayout, object] = {}
        self._reader = Reader(self, pause=0)
        self._reader.came.connect(self._take)
        context.closing.connect(self._reader.stop)
        self._reading = ReadingAll(context, self._show_readings, self)
        context.changed.connect(self._on_changed)
        self._top = column(spacing=16)
        self._news = column(spacing=0)
        self._next = column(spacing=0)
        self._left = column(spacing=16)
        self._right = column(spacing=16)
        self._says = column(spacing=0)
        left = column(self._news, self._next, self._left, 1, spacing=16)
        right = column(self._says, self._right, 1, spacing=16)
        across = Sides(spacing=16)
        across.add(left, 5)
        across.add(right, 3)
        inner = QWidget()
        inner.setLayout(column(self._top, across, 1, spacing=16, margins=(24, 16, 24, 16)))
        self.setLayout(column(scrolled(inner), spacing=0))

    @property
    def reading(self) -> bool:
        """Whether something of what stands here is still being read."""
        return self._reader.reading or self._reading.busy

    def header(self) -> HeaderContent:
        can = not self._context.read_only
        if self._context.workspace.hub:
            opening = HeaderButton("open_network", _("Network"), lambda: self._go("network", ""), "network", main=True)
            return HeaderContent(_("Home"), _("Where we stand, and the one thing to do next."), buttons=(opening,))
        return HeaderContent(
            _("Home"),
            _("Where we stand, and the one thing to do next."),
            buttons=(
                HeaderButton("quick_test", _("Quick test"), lambda: self._go("cycles", "new"), "plus", enabled=can),
                HeaderButton("enter_data", _("Enter data"), self._enter_data, enabled=can),
            ),
        )

    def refresh(self, changed: set[tuple[str, str]] | None = None) -> None:
        if changed is None:
            self._reading.forget()
        self._show()

    def go(self, target: str) -> None:
        """Home is one sheet; it is read anew each time, because days pass and signals are looked at."""
        self._show()

    @property
    def step(self) -> Step | None:
        """The step that is suggested; None until the charts are read, where it depends on them."""
        return self._step

    def _on_changed(self, changed: set[tuple[str, str]], _initiator: object) -> None:
        if {kind for kind, _id in changed} & OF_CHARTS:
            self._reading.forget()

    def _show(self) -> None:
        """Read what stands here and show it: the first time at once, later beside the window, where others wait."""
        if self._home is None:
            self._take(self._context.ahead_of_home() or self._read())
            return
        if self._step is not None and self._step.code not in SETTLED and not self._knows(self._home):
            self._show_step(None)  # what is suggested may no longer be the next thing to do
        self._reader.read(self._read)

    def _knows(self, home: Home) -> bool:
        return self._reading.knows([one.record["id"] for one in home.measures])

    def _read(self) -> Home:
        return read_home(self._context.workspace, self._context.today())

    def _take(self, home: Home) -> None:
        focused = self.focusWidget()
        name = focused.objectName() if focused is not None and focused.hasFocus() else ""
        self._home = home
        self._fill(self._top, (home.aim,), lambda: cards.aim_card(home.aim, self._go) if home.aim else None)
        news = home.news
        self._fill(self._news, news, lambda: cards.news_card(news, self._go, self._seen) if news else None)
        in_hand = (home.today, len(home.cycles), *home.cycles[: cards.MOST_CYCLES])
        begun = home.aim is not None or bool(home.measures)
        self._fill(self._left, (begun, in_hand), lambda: self._in_hand(home, begun))
        self._fill(self._right, (bool(home.measures), home.arrived), lambda: self._came(home))
        # What the charts say comes into the list of steps late; the steps before it can be shown at once.
        first = next_step(home)
        if first.code in SETTLED or not home.measures:
            self._show_step(first)
        elif not self._knows(home):
            self._show_step(None)
        if not home.measures:
            self._show_readings([])
        else:
            self._reading.start([one.record for one in home.measures])
        if name and self.focusWidget() is not focused:
            found = self.findChild(QWidget, name)
            if found is not None:
                found.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, place: QLayout, says: object, make: Callable[[], QWidget | None]) -> None:
        """Put the card that is made into its place; one that says the same as the one there is not made again."""
        if self._says_now.get(place, self) == says:
            return
        self._says_now[place] = says
        empty(place)
        card = make()
        if card is not None:
            place.addWidget(card)

    def _in_hand(self, home: Home, begun: bool) -> Card | None:
        count = len(home.cycles)
        if not count:
            return None if begun else self._welcome()
        link = _("All cycles") if count <= cards.MOST_CYCLES else _("All {n} cycles in hand").format(n=count)
        card = cards.listed(_("Cycles in hand"), link, lambda: self._go("cycles", ""), name="home_cycles")
        shown = home.cycles[: cards.MOST_CYCLES]
        cards.fill(card.body, [cards.cycle_row(one, home.today, self._go) for one in shown])
        return card

    def _came(self, home: Home) -> Card | None:
        if home.arrived is not None:
            return cards.arrived_card(home.arrived, self._go)
        return None if home.measures else self._example()

    def _show_readings(self, readings: list[Reading]) -> None:
        if self._home is None:
            return
        aims_own = self._home.aim.measure if self._home.aim else ""
        ordered = sorted(readings, key=lambda one: (not one.unread, not one.signal, one.measure != aims_own))
        self._readings = ordered
        self._show_step(next_step(self._home, ordered))
        shown = ordered[: cards.MOST_READINGS]
        self._fill(self._says, tuple(shown), lambda: self._readings_card(shown))

    def _readings_card(self, shown: list[Reading]) -> Card | None:
        if not shown:
            return None
        title, link = _("What the data say"), _("All measures")
        card = cards.listed(title, link, lambda: self._go("measures", ""), name="home_readings")
        cards.fill(card.body, [cards.reading_row(one, partial(self._look_at, one)) for one in shown])
        return card

    def _show_step(self, step: Step | None) -> None:
        if step == self._step and self._next.count():
            return
        self._step = step
        empty(self._next)
        if step is not None:
            can = not self._context.read_only or step.code in ("signal", "answer")
            self._next.addWidget(cards.step_card(step, self._take_step, can=can))

    def _take_step(self) -> None:
        if self._step is None:
            return
        reading = next((one for one in self._readings if one.measure == self._step.target), None)
        if self._step.code == "signal" and reading is not None:
            self._look_at(reading)
        else:
            self._go(self._step.room, self._step.target)

    def _seen(self) -> None:
        """What came back was read; it stays in the Story room."""
        mark_seen(self._context.workspace)
        self._show()

    def _look_at(self, reading: Reading) -> None:
        note_seen(self._context, reading)
        self._reading.forget()
        self._go("measures", reading.measure)

    def _enter_data(self) -> None:
        self._go("measures", self._home.aim.measure if self._home and self._home.aim else "")

    def _go(self, room: str, target: str) -> None:
        self._context.go.emit(room, target)

    def _welcome(self) -> Card:
        card = Card(name="home_empty")
        card.body.setContentsMargins(*(theme.px(24),) * 4)
        for title, words in (
            (_("Purpose"), _("One sentence: what will change, for whom, how much, by when.")),
            (_("Measures"), _("The number that will tell whether it does.")),
            (_("Cycles"), _("Small tests: say what you expect, try it, look, decide.")),
            (_("Sharing"), _("Files that carry the work to teammates and the hub. Nothing leaves unseen.")),
        ):
            card.body.addWidget(label(title, "strong"))
            card.body.addWidget(label(words, "second", wrap=True))
            card.body.addSpacing(theme.px(4))
        return card

    def _example(self) -> Card:
        card = Card(_("New here?"), name="home_example")
        words = _("Look around in the work of an invented team. It is a file of its own and changes nothing here.")
        card.body.addWidget(label(words, "second", wrap=True))
        opening = button(_("Open the example team"), lambda: self._go("example", ""), name="home_open_example")
        card.body.addLayout(row(opening, 1))
        return card
