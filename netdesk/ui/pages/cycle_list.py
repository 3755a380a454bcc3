"""The list of tests, and what narrows it; with it the shelf of what does not work here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from netdesk.core.records import KINDS, STAGES
from netdesk.i18n import _, ngettext
from netdesk.operations import cycles, people
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.icons import pixmap
from netdesk.ui.pages.cycle_depth import DECISION_ICONS
from netdesk.ui.pages.cycle_tile import Tile, day_words, scale_words, spoken, tag_width, title_of, wait_words
from netdesk.ui.shown import choice_words
from netdesk.ui.widgets.basic import Card, button, column, empty, label, row
from netdesk.ui.widgets.choices import QuietCombo
from netdesk.ui.widgets.portions import add_in_portions
from netdesk.ui.widgets.sides import Sides

DECISIONS = KINDS["cycle"].fields["decision"].choices
TYPING_PAUSE_MS = 200
#: So many rows a card shows, and adds at each "Show more".
SHOWN = 40

Record = dict[str, Any]


class Filters(Sides):
    """What narrows the tests shown: words, stage, change idea, person, decision; ``changed`` when one changes."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(spacing=6)
        self._context = context
        self._words = QLineEdit()
        self._words.setObjectName("filter_text")
        self._words.setAccessibleName(_("Find in cycles"))
        self._words.setPlaceholderText(_("Find in cycles"))
        self._words.setClearButtonEnabled(True)
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        self._words.textChanged.connect(lambda _text: self._pause.start())
        self._combos: dict[str, QuietCombo] = {}
        self._offered: dict[str, list[tuple[str, str]]] = {}
        room = self._words.fontMetrics().horizontalAdvance(self._words.placeholderText())
        self._words.setMinimumWidth(room + theme.px(48))
        self.add(self._words, 3)

    def build(self) -> Iterator[None]:
        """Add what there is to choose from, with pauses: a list to choose from takes its time."""
        pairs = [row(spacing=6), row(spacing=6)]  # in large text they stand two and two
        for pair in pairs:
            self.add(pair, 4)
        for n, (name, title) in enumerate((
            ("stage", _("Stage")),
            ("idea", _("Change idea")),
            ("person", _("Person")),
            ("decision", _("Decision")),
        )):
            made = QuietCombo()
            made.setObjectName(f"filter_{name}")
            made.setAccessibleName(_("Only cycles with this: {filter}").format(filter=title))
            made.activated.connect(lambda _index: self.changed.emit())
            self._combos[name] = made
            pairs[n // 2].addWidget(made, 1)
            yield
        self._clear = button(_("Show all"), self.clear, name="filter_clear", role="link")
        self.add(self._clear)

    def offer(self) -> None:
        """Offer the stages, ideas, people and decisions there are now; what is chosen stays."""
        workspace = self._context.workspace
        words = choice_words()
        ideas = [(one["id"], one.get("name") or _("Unnamed idea")) for one in workspace.select("change_idea")]
        named = sorted(people.names(workspace).items(), key=lambda one: one[1].casefold())
        decisions = [(one, words[one]) for one in DECISIONS]
        shelf = [(one, _("Abandon: what does not work here") if one == "abandon" else text) for one, text in decisions]
        for name, every, offered in (
            ("stage", _("All stages"), [(one, words[one]) for one in STAGES]),
            ("idea", _("All ideas"), ideas),
            ("person", _("Everybody"), named),
            ("decision", _("All decisions"), shelf),
        ):
            combo, chosen = self._combos[name], self.value(name)
            combo.setVisible(bool(offered))
            if self._offered.get(name) == offered:
                continue
            self._offered[name] = offered
            combo.clear()
            combo.addItem(every, "")
            for value, text in offered:
                combo.addItem(text, value)
            combo.setCurrentIndex(max(0, combo.findData(chosen)))
            combo.setMinimumWidth(combo.fontMetrics().horizontalAdvance(every) + theme.px(48))
            widest = max(combo.fontMetrics().horizontalAdvance(combo.itemText(n)) for n in range(combo.count()))
            combo.view().setMinimumWidth(min(widest + theme.px(32), theme.px(420)))

    def show_narrowed(self) -> None:
        """Say what narrows the tests, and offer to show all where something does."""
        for combo in self._combos.values():
            combo.setToolTip(combo.currentText())
        self._clear.setVisible(bool(self.asked()))

    def value(self, name: str) -> str:
        """What is chosen for "stage", "idea", "person" or "decision"; "" for all."""
        return self._combos[name].currentData() or ""

    def asked(self) -> dict[str, str]:
        """Everything that narrows the tests now, as `find_cycles` takes it."""
        asked = {"text": self._words.text().strip()} | {name: self.value(name) for name in self._combos}
        return {name: value for name, value in asked.items() if value}

    def clear(self) -> None:
        """Narrow nothing."""
        self._words.blockSignals(True)
        self._words.clear()
        self._words.blockSignals(False)
        for combo in self._combos.values():
            combo.setCurrentIndex(0)
        self._words.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()


class CycleRow(Tile):
    """One cycle in the list: its stage as shape and word, title, what it asks or what was decided."""

    def __init__(
        self, context: Context, cycle: Record, questions: int, opened: Callable[[str], object], *, first: bool
    ) -> None:
        super().__init__(spoken(context, cycle), lambda: opened(cycle["id"]), name=f"open_cycle_{cycle['id']}")
        decision, stage = cycle.get("decision"), cycle.get("stage") or "plan"
        self._look = DECISION_ICONS[decision] if decision else (f"stage-{stage}", "accent")
        self._stage, self._title, self._first = choice_words()[decision or stage], title_of(cycle), first
        self._waits, self._days = wait_words(context, cycle), day_words(cycle)
        self._about = " ".join(str(cycle.get("decision_because") or "").split())
        if not self._about:
            asked = ngettext("{n} question", "{n} questions", questions).format(n=questions) if questions else ""
            self._about = " · ".join(part for part in (scale_words(cycle), asked) if part)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setToolTip("\n".join(part for part in (self._title, self._about) if part))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(400), theme.px(36))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, high = theme.tokens(), self.height()
        if not self._first:
            painter.fillRect(QRect(0, 0, self.width(), 1), QColor(colours.border))
        left, right, size = theme.px(20), self.width() - theme.px(20), theme.px(16)
        mark = pixmap(self._look[0], getattr(colours, self._look[1]), size)
        painter.drawPixmap(left, (high - size) // 2, mark)
        left += size + theme.px(12)
        plain = QFontMetrics(theme.font(12))
        wide = max(plain.horizontalAdvance(self._stage) + 2, theme.px(56))
        self.write(painter, QRectF(left, 0, wide, high), self._stage, role="second")
        left += wide + theme.px(20)
        days = theme.px(190)
        self.write(painter, QRectF(right - days, 0, days, high), self._days, role="quiet", right=True)
        right -= days + theme.px(12)
        tag = tag_width(self._waits) + theme.px(12) if self._waits else 0
        # Title and words share what is left, four parts to five.
        rest = max(right - left - tag, 0)
        narrow = rest < theme.px(300)  # large text in a small window: the title alone, the words in the tool tip
        title = rest if narrow else (rest - theme.px(12)) * 4 // 9
        under = self.underMouse()
        self.write(painter, QRectF(left, 0, title, high), self._title, size=13, bold=True,
                   role="accent" if under else "text")  # fmt: skip
        left += title + theme.px(12)
        if tag:
            self.write_tag(painter, QRectF(left, 0, tag - theme.px(12), high), self._waits)
            left += tag
        if not narrow:
            self.write(painter, QRectF(left, 0, right - left, high), self._about, role="second")
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), 4, 4)
        painter.end()


def _with_lessons(row_of: CycleRow, cycle: Record, questions: list[Record]) -> QWidget:
    """The row with what was learned, whole: it stands on the shelf so that nobody has to learn it again."""
    lessons = [cycle["study"]] if cycle.get("study") else []
    lessons += [one["learned"] for one in questions if one.get("learned")]
    below = column(spacing=2, margins=(116, 0, 210, 10))
    for words in lessons or [_("What it taught is not written down yet.")]:
        below.addWidget(label(words, "body" if lessons else "quiet", wrap=True, name="lesson"))
    made = QWidget()
    made.setLayout(column(row_of, below, spacing=0))
    return made


class CycleList(QWidget):
    """The tests in hand and the closed ones; with the decision abandon, the shelf with its lessons."""

    def __init__(self, context: Context, opened: Callable[[str], object]) -> None:
        super().__init__()
        self.setObjectName("cycle_list")
        self._context, self._opened = context, opened
        self._lines = column(spacing=16)
        self.setLayout(self._lines)

    def clear(self) -> None:
        """Show nothing."""
        empty(self._lines, unseen=True)

    def show_cycles(self, found: list[Record], *, shelf: bool) -> None:
        """Show these cycles in cards."""
        empty(self._lines)
        order = {stage: n for n, stage in enumerate(STAGES)}
        in_hand = [one for one in found if one.get("stage") != "closed"]
        in_hand.sort(key=lambda one: -order.get(one.get("stage") or "plan", 0))
        closed = [one for one in found if one.get("stage") == "closed"]
        closed.sort(key=lambda one: one.get("ended") or "", reverse=True)
        groups = [("in_hand", _("In hand"), in_hand), ("closed", _("Closed"), closed)]
        if shelf:
            groups = [("shelf", _("What does not work here"), [*closed, *in_hand])]
        for name, title, some in groups:
            if some:
                self._lines.addWidget(self._card(name, title, some, lessons=shelf))
        self._lines.addStretch(1)

    def _card(self, name: str, title: str, some: list[Record], *, lessons: bool) -> Card:
        card = Card(title, name=f"cycles_{name}", note=str(len(some)))
        card.body.setContentsMargins(0, 4, 0, 4)
        card.body.setSpacing(0)
        if lessons:
            words = _("Knowing this is worth as much as a success: nobody here has to find it out again.")
            about = label(words, "second", wrap=True)
            about.setContentsMargins(theme.px(20), theme.px(4), theme.px(20), theme.px(6))
            card.body.addWidget(about)
        counts = cycles.question_counts(self._context.workspace)
        asked: dict[str, list[Record]] = defaultdict(list)
        for one in self._context.workspace.select("question") if lessons else ():
            asked[one.get("cycle") or ""].append(one)

        def make(n: int) -> QWidget:
            id_ = some[n]["id"]
            made = CycleRow(self._context, some[n], counts.get(id_, 0), self._opened, first=n == 0)
            return _with_lessons(made, some[n], asked[id_]) if lessons else made

        add_in_portions(card.body, len(some), make, portion=SHOWN, name="list_more")
        return card


def matching(context: Context, asked: dict[str, str]) -> list[Record]:
    """The cycles that answer to the filters."""
    return cycles.find_cycles(context.workspace, **asked)
