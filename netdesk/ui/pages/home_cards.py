"""The cards of Home: the aim and its way, the one next step, tests in hand, what the data say, what came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from netdesk.core.records import KINDS
from netdesk.i18n import _, format_date, format_number, ngettext
from netdesk.operations.home import MOST_ARRIVED, AimNow, Arrival, Arrived, CycleInHand, day
from netdesk.operations.news import NewsItem
from netdesk.operations.next_step import Reading, Step, what_next
from netdesk.ui import theme
from netdesk.ui.icons import picture
from netdesk.ui.shown import choice_words, shown_number
from netdesk.ui.widgets.basic import Card, ElidedButton, boxed, button, column, label, letter_tag, row, rule
from netdesk.ui.widgets.frame import ElidedLabel
from netdesk.ui.widgets.sides import Sides
from netdesk.ui.widgets.way import StageMarks, Way

Go = Callable[[str, str], object]
MOST_READINGS = 4
MOST_CYCLES = 10
MOST_NEWS = 5
_ICONS = {"cycle": "cycles", "measure": "measures", "observation": "measures", "dictionary_entry": "measures"}
_PERCENT = ("%", "percent", "per cent", "por ciento")


class Opening(QFrame):
    """A row that opens something wherever it is clicked; its title is the button for the keyboard."""

    opened = Signal()

    def __init__(self, title: str, *, name: str) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.title = ElidedButton(title, self.opened.emit, name=name)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.opened.emit()


def amount(value: float | None, unit: str) -> str:
    """A number with its measure's unit, as people write it: "92.7%"."""
    if value is None:
        return ""
    number = format_number(round(value, 1))
    return f"{number}%" if unit.strip().lower() in _PERCENT else f"{number} {unit}".strip()


def aim_card(aim: AimNow, go: Go) -> Card:
    """The aim's sentence, the way from → now → to, and the days left."""
    card = Card(name="home_aim")
    card.body.setContentsMargins(theme.px(20), theme.px(12), theme.px(20), theme.px(12))
    line = Sides(spacing=24)
    sentence = label(aim.sentence, "aim", wrap=True, name="home_sentence")
    sentence.setMinimumWidth(theme.px(260))
    line.add(sentence, 4)
    if aim.share is not None:
        way = Way()
        now = _("now {amount}").format(amount=amount(aim.now, aim.unit))
        if aim.now_on is not None:
            now = _("{now}, {date}").format(now=now, date=format_date(aim.now_on))
        start = _("from {amount}").format(amount=amount(aim.start, aim.unit))
        way.show_way(start, now, _("to {amount}").format(amount=amount(aim.goal, aim.unit)), aim.share)
        line.add(column(1, way, 1), 4)
    elif aim.now is not None:
        line.add(label(_("now {amount}").format(amount=amount(aim.now, aim.unit)), "accent_strong"))
    if aim.days_left is not None and aim.by is not None:
        line.add(_days(aim.days_left, aim.by, go))
    card.body.addWidget(line)
    return card


def _days(left: int, by: date, go: Go) -> QWidget:
    made = QWidget()
    if left < 0:
        words = label(_("The day was {date}").format(date=format_date(by)), "second", name="home_days")
        again = button(_("Look at the aim again"), lambda: go("purpose", ""), name="home_aim_again", role="link")
        made.setLayout(column(words, again, spacing=0))
        return made
    number = label(format_number(left), "number", name="home_days")
    words = label(ngettext("day left", "days left", left), "second")
    for one in (number, words):
        one.setAlignment(Qt.AlignmentFlag.AlignRight)
    made.setLayout(column(number, words, spacing=0))
    return made


def step_card(step: Step, pressed: Callable[[], object], *, can: bool) -> QFrame:
    """The one small next step, with the only filled button of the page."""
    words = column(
        label(_("One small next step"), "accent"),
        label(step.title, "section", wrap=True, name="home_step_title"),
        label(step.why, "says", wrap=True, name="home_step_why"),
        spacing=4,
    )
    act = button(step.act, pressed, name="home_step", role="main", accessible=f"{step.act}: {step.title}")
    act.setEnabled(can)
    line = row(spacing=16, margins=(20, 12, 20, 12))
    line.addLayout(words, 1)
    line.addWidget(act, 0, Qt.AlignmentFlag.AlignVCenter)
    made = boxed(line, "next", name="home_next")
    made.setAccessibleName(_("One small next step"))
    return made


def listed(title: str, link: str, pressed: Callable[[], object], *, name: str) -> Card:
    """A card of rows, with a link to all of them in its heading."""
    card = Card(title, name=name)
    card.title.setProperty("role", "head")  # it takes its style when it is first shown
    card.heading.removeWidget(card.note)
    card.note.deleteLater()
    if link:
        card.heading.addWidget(button(link, pressed, name=f"{name}_all", role="link"))
    card.body.setContentsMargins(0, 0, 0, 0)
    card.body.setSpacing(0)
    return card


def fill(body: QVBoxLayout, rows: Sequence[QWidget]) -> None:
    """Put rows into a card's body, a hairline between them."""
    for n, one in enumerate(rows):
        if n:
            body.addWidget(rule())
        body.addWidget(one)


def cycle_row(cycle: CycleInHand, today: date, go: Go) -> Opening:
    """One test in hand: title and scope, stage as shapes and a word, its next step."""
    title = cycle.record.get("title") or _("Cycle without a title")
    made = Opening(title, name=f"home_cycle_{cycle.id}")
    made.opened.connect(lambda: go("cycles", cycle.id))
    about = ElidedLabel(_about(cycle), "second")
    about.setContentsMargins(theme.px(8), 0, 0, 0)
    names = column(made.title, about, spacing=0)
    strong, rest = what_next(cycle, today)
    stage = label(choice_words()[cycle.stage], "accent_strong")
    stage.setMinimumWidth(theme.px(44))
    step = column(
        label(_("Next: {step}").format(step=strong), "says", wrap=True),
        *((label(rest, "quiet", wrap=True),) if rest else ()),
        spacing=0,
    )
    line = row(spacing=12, margins=(12, 10, 16, 10))
    line.addLayout(names, 6)
    line.addWidget(StageMarks(cycle.stage), 0, Qt.AlignmentFlag.AlignVCenter)
    line.addWidget(stage, 0, Qt.AlignmentFlag.AlignVCenter)
    holder = QWidget()
    holder.setLayout(step)
    line.addWidget(holder, 4, Qt.AlignmentFlag.AlignVCenter)
    line.addWidget(picture("chevron-right", "quiet", 14), 0, Qt.AlignmentFlag.AlignVCenter)
    made.setLayout(line)
    return made


def _about(cycle: CycleInHand) -> str:
    record = cycle.record
    parts = []
    if record.get("scope"):
        parts.append(f"{shown_number(record['scope'])} {record.get('scope_unit', '')}".strip())
    first = day(record.get("started")) or day(record.get("planned_start"))
    last = cycle.ended
    if first and last:
        parts.append(f"{format_date(first)} – {format_date(last)}")
    elif first:
        words = _("starts {date}") if cycle.stage == "plan" else _("since {date}")
        parts.append(words.format(date=format_date(first)))
    return " · ".join(parts)


def reading_row(reading: Reading, opened: Callable[[], object]) -> Opening:
    """What one measure says: its letter, the measure with the words, and the reason below."""
    title = _("{measure}: {words}").format(measure=reading.name, words=reading.words)
    made = Opening(title, name=f"home_reading_{reading.measure}")
    made.opened.connect(opened)
    tag = letter_tag(reading.letter or "–", reading.look)
    detail = label(reading.detail, "second", wrap=True)
    detail.setContentsMargins(theme.px(8), 0, 0, 0)
    line = row(spacing=4, margins=(20, 8, 16, 8))
    line.addLayout(column(tag, 1, margins=(0, 4, 0, 0)))  # level with the words of its title
    line.addLayout(column(made.title, detail, spacing=0), 1)
    made.setLayout(line)
    return made


def arrived_card(arrived: Arrived, go: Go) -> Card:
    """What the last bundle brought, the weightiest first."""
    date_words = format_date(arrived.on)
    if arrived.from_hub:
        title = _("What came from the hub, {date}").format(date=date_words)
    elif arrived.who:
        title = _("What came from {person}, {date}").format(person=arrived.who, date=date_words)
    else:
        title = _("What came, {date}").format(date=date_words)
    count = len(arrived.things)
    more = ngettext("See it", "See all {n}", count).format(n=count) if count > MOST_ARRIVED else _("Sharing")
    card = listed(title, more, lambda: go("sharing", ""), name="home_arrived")
    fill(card.body, [_arrival_row(one) for one in arrived.things[:MOST_ARRIVED]])
    if not arrived.things:
        words = _("Nothing in it changed what you see here.")
        card.body.addLayout(column(label(words, "quiet", wrap=True), margins=(20, 12, 20, 12)))
    return card


def news_card(news: Sequence[NewsItem], go: Go, seen: Callable[[], object]) -> Card:
    """What came back: thanks and uptake before anything else, each leading to what it is about."""
    card = listed(_("What came back"), _("Seen"), seen, name="home_news")
    fill(card.body, [_news_row(one, go) for one in news[:MOST_NEWS]])
    return card


def _news_row(one: NewsItem, go: Go) -> QWidget:
    icon = {"feedback": "table", "built on": "table", "on the table": "table", "dictionary": "measures"}
    rooms = {"pin": "table", "change_idea": "story", "cycle": "cycles", "contribution": "story", "notice": "story"}
    made = Opening(one.headline, name="news_item")
    made.opened.connect(lambda: go(rooms.get(one.kind, "story"), one.id if one.kind in ("pin", "cycle") else ""))
    line = row(picture(icon.get(one.sort, "story"), "accent" if one.new else "second", 16), spacing=8)
    line.setContentsMargins(theme.px(20), theme.px(8), theme.px(16), theme.px(8))
    line.itemAt(0).setAlignment(Qt.AlignmentFlag.AlignTop)
    words = column(made.title, spacing=0)
    said = f"{one.team}: {one.words}" if one.team and one.words else one.words or one.team
    if said:
        words.addWidget(_inset(label(said, wrap=True)))
    line.addLayout(words, 1)
    made.setLayout(line)
    return made


def _inset(made: QLabel) -> QLabel:
    made.setContentsMargins(theme.px(8), 0, 0, 0)
    return made


def _arrival_row(one: Arrival) -> QWidget:
    made = QWidget()
    kind = _(KINDS[one.kind].label)
    second = one.text or kind[:1].upper() + kind[1:]
    if one.kind == "observation":
        second = ngettext("{n} new point", "{n} new points", one.count).format(n=one.count)
    line = row(picture(_ICONS.get(one.kind, "receive"), "second", 16), spacing=12, margins=(20, 8, 20, 8))
    line.itemAt(0).setAlignment(Qt.AlignmentFlag.AlignTop)
    line.addLayout(column(label(one.title, "strong", wrap=True), label(second, "second", wrap=True), spacing=0), 1)
    made.setLayout(line)
    return made
