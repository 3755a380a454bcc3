"""The science of the charts: lines, rules, readings and words for a series of numbers.

Pure functions from numbers to a frozen `Result`. It knows nothing of records, dates, files, colours or screens; what a
chart looks like is `core.chart_drawing`'s matter.
"""

from __future__ import annotations

from netdesk.core.charts.analysis import analyse
from netdesk.core.charts.result import Phase, Point, Result, Signal
from netdesk.core.charts.suggestion import Suggestion, suggest_chart

__all__ = ["Phase", "Point", "Result", "Signal", "Suggestion", "analyse", "suggest_chart"]
