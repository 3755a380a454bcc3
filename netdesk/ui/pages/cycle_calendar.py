"""The calendar: a month of tests as bars over their days, school breaks shaded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache, partial
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from netdesk.core.chart_lanes import lanes_of
from netdesk.i18n import _, locale_name, ngettext
from netdesk.operations.measure_marks import school_breaks
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.icons import pixmap, put_icon
from netdesk.ui.pages.cycle_tile import Tile, span_of, spoken, title_of
from netdesk.ui.widgets.basic import button, column, empty, label, row
from netdesk.ui.widgets.frame import ElidedLabel

HEAD = 26
LANE = 28
LEAST_LANES = 1
#: So many bars stand in a week; the list has every test.
MOST_BARS = 12

Record = dict[str, Any]


def month_words(day: date) -> str:
    """The month and its year, such as "December 2025"."""
    from babel.dates import format_skeleton

    return str(format_skeleton("yMMMM", day, locale=locale_name()))


def weekday_words() -> list[str]:
    """The short names of the days, from the first day of the week on as the language has it."""
    from babel.dates import get_day_names

    names = get_day_names("abbreviated", context="stand-alone", locale=locale_name())
    return [str(names[(first_weekday() + n) % 7]) for n in range(7)]


def first_weekday() -> int:
    """The day a week begins with, Monday 0, as the language has it."""
    return _first_weekday(locale_name())


@cache
def _first_weekday(locale: str) -> int:
    from babel import Locale
    from babel.core import get_global

    # A language alone names no country, and it is the country that begins the week: the likeliest one then.
    likely = get_global("likely_subtags").get(locale, locale)
    return int(Locale.parse(likely).first_week_day)


def weeks_of(month: date) -> list[date]:
    """The first days of the weeks that a month touches."""
    first = month.replace(day=1)
    start = first - timedelta(days=(first.weekday() - first_weekday()) % 7)
    found = [start + timedelta(days=7 * n) for n in range(6)]
    return [day for day in found if day <= first or (day.year, day.month) == (first.year, first.month)]


class Bar(Tile):
    """One test in one week: its stage as shape, its title where there is room."""

    def __init__(self, context: Context, cycle: Record, pressed: Callable[[], object]) -> None:
        super().__init__(spoken(context, cycle), pressed, name=f"bar_{cycle['id']}", tint=True)
        self._stage, self._title = cycle.get("stage") or "plan", title_of(cycle)
        self.setToolTip(self.accessibleName())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_surface(painter)
        size = theme.px(13)
        mark = pixmap(f"stage-{self._stage}", theme.tokens().accent, size)
        painter.drawPixmap(theme.px(6), (self.height() - size) // 2, mark)
        left = theme.px(6) + size + theme.px(5)
        self.write(painter, QRectF(left, 0, self.width() - left - theme.px(6), self.height()), self._title)
        painter.end()


class Week(QWidget):
    """Seven days in a row, and the bars over them."""

    def __init__(self, start: date, month: date, today: date, gaps: Sequence[tuple[date, date]]) -> None:
        super().__init__()
        self._start, self._month, self._today, self._gaps = start, month, today, gaps
        self._bars: list[tuple[Bar, int, int, int]] = []

    def put_bars(self, bars: Sequence[tuple[Bar, date, date]]) -> None:
        """Show these bars, each over its days in this week."""
        spans = []
        for _bar, first, last in bars:
            left = max(0, (first - self._start).days)
            right = min(6, (last - self._start).days)
            spans.append((left, right))
        lanes = lanes_of([(float(left), right + 0.9) for left, right in spans], room=0.05)
        for (bar, _first, _last), (left, right), lane in zip(bars, spans, lanes, strict=True):
            bar.setParent(self)
            self._bars.append((bar, left, right, lane))
        count = max([lane + 1 for lane in lanes] + [LEAST_LANES])
        self.setMinimumHeight(theme.px(HEAD) + count * theme.px(LANE) + theme.px(4))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        day = self.width() / 7
        for bar, left, right, lane in self._bars:
            x = round(left * day) + 3
            y = theme.px(HEAD) + lane * theme.px(LANE)
            bar.setGeometry(x, y, round((right + 1) * day) - x - 3, theme.px(LANE) - 3)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.tokens()
        width = self.width() / 7
        for n in range(7):
            day = self._start + timedelta(days=n)
            area = QRectF(n * width, 0, width, self.height())
            if any(first <= day <= last for first, last in self._gaps):
                painter.fillRect(area, QColor(colours.sunken))
            painter.setPen(QPen(QColor(colours.grid), 1))
            if n:
                painter.drawLine(area.topLeft(), area.bottomLeft())
            self._number(painter, day, area)
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.drawLine(0, 0, self.width(), 0)
        painter.end()

    def _number(self, painter: QPainter, day: date, area: QRectF) -> None:
        colours = theme.tokens()
        size = theme.px(20)
        place = QRectF(area.left() + theme.px(6), theme.px(3), size, size)
        own = (day.year, day.month) == (self._month.year, self._month.month)
        colour = colours.text if own else colours.quiet
        font = theme.font(12, bold=day == self._today)
        if day == self._today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            painter.drawEllipse(place)
            colour = colours.on_accent
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(day.day))


class Calendar(QFrame):
    """One month; the arrows go to the months before and after."""

    def __init__(self, context: Context, opened: Callable[[str], object], see_all: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setObjectName("cycle_calendar")
        self._context, self._opened, self._see_all = context, opened, see_all
        self._found: list[Record] = []
        self._asked: date | None = None
        self.month = label("", "section", name="calendar_month")
        before = self._arrow("month_before", _("Month before"), "chevron-left", -1)
        after = self._arrow("month_after", _("Month after"), "chevron-right", 1)
        today = button(_("Today"), lambda: self._show(None), name="calendar_today", role="link")
        head = row(before, after, self.month, 1, today, spacing=6, margins=(12, 8, 12, 6))
        self._days = row(spacing=0, margins=(0, 0, 0, 2))
        self._weeks = column(spacing=0)
        self._undated = column(spacing=4, margins=(16, 8, 16, 12))
        self.setLayout(column(head, self._days, self._weeks, self._undated, spacing=0))
        self.layout().setStretch(2, 1)

    def clear(self) -> None:
        """Show nothing."""
        empty(self._weeks, unseen=True)
        empty(self._undated, unseen=True)

    def show_cycles(self, found: list[Record]) -> None:
        """Show these cycles, in the month that is open; at first the one with something in it nearest to today."""
        self._found = found
        self._show(self._asked)

    def _arrow(self, name: str, words: str, icon: str, step: int) -> QToolButton:
        made = QToolButton()
        made.setObjectName(name)
        made.setAccessibleName(words)
        made.setToolTip(words)
        put_icon(made, icon, "text")
        made.clicked.connect(lambda: self._step(step))
        return made

    def _step(self, step: int) -> None:
        month = self._asked or self._context.today().replace(day=1)
        self._show((month.replace(day=1) + timedelta(days=45 if step > 0 else -15)).replace(day=1))

    def _show(self, month: date | None) -> None:
        self._asked = month
        today = self._context.today()
        month = month or today.replace(day=1)
        words = month_words(month)
        self.month.setText(words)
        self.setAccessibleName(words)
        empty(self._days)
        for name in weekday_words():
            one = label(name, "head")
            one.setContentsMargins(theme.px(8), 0, 0, 0)
            self._days.addWidget(one, 1)
        empty(self._weeks)
        dated = [(one, *span_of(one, today)) for one in self._found]
        gaps = self._gaps()
        shown: set[str] = set()
        here: set[str] = set()
        for start in weeks_of(month):
            made = Week(start, month, today, gaps)
            week = [
                (one, first, last or first)
                for one, first, last in dated
                if first and first <= start + timedelta(days=6) and (last or first) >= start
            ]
            week.sort(key=lambda each: each[1])
            here |= {one["id"] for one, _first, _last in week}
            shown |= {one["id"] for one, _first, _last in week[:MOST_BARS]}
            made.put_bars(
                [
                    (Bar(self._context, one, partial(self._opened, one["id"])), first, last)
                    for one, first, last in week[:MOST_BARS]
                ]
            )
            self._weeks.addWidget(made, 1)
        self._show_below(len(here - shown), [one for one, first, _last in dated if first is None])

    def _show_below(self, more: int, undated: list[Record]) -> None:
        """How many tests of the month had no room, and those without a date."""
        empty(self._undated)
        if more:
            words = ngettext("{n} more in the list", "{n} more in the list", more).format(n=more)
            seeing = button(words, self._see_all, name="calendar_more", role="link")
            self._undated.addWidget(seeing, 0, Qt.AlignmentFlag.AlignLeft)
        if not undated:
            return
        self._undated.addWidget(label(_("Without a date yet"), "head"))
        for one in undated[:6]:
            made = Bar(self._context, one, partial(self._opened, one["id"]))
            made.setFixedHeight(theme.px(LANE))
            self._undated.addWidget(made)
        if len(undated) > 6:
            titles = ", ".join(title_of(one) for one in undated[6:])
            self._undated.addWidget(ElidedLabel(_("And {titles}").format(titles=titles), "second"))

    def _gaps(self) -> list[tuple[date, date]]:
        found = school_breaks(self._context.workspace.select("calendar_gap"))
        return [(first, last) for first, last, _name in found]
