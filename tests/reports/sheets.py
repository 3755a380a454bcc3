"""A sheet with every field filled, for the tests of what is printed and for the benchmarks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from netdesk.core.chart_input import Annotation, ChartInput, Goal, Span
from netdesk.core.charts import analyse
from netdesk.reports.sheet import Amendment, CycleSheet, DataItem, FieldNote, Lineage, Question, Task

LOCKED = datetime(2025, 11, 20, 15, 42)
AMENDED = datetime(2025, 11, 25, 9, 5)
ATTENDED = [667, 662, 656, 650, 658, 669, 664, 653, 651, 660, 659, 647, 653, 662, 654, 663, 668, 678, 675, 682, 673,
            684, 682, 686]  # fmt: skip


def chart(points: int = 24) -> ChartInput:
    values = (ATTENDED * 3)[:points]
    possible = tuple(740.0 for _value in values)
    days = tuple(date(2025, 8, 18) + timedelta(weeks=week) for week in range(points))
    return ChartInput(
        title="Weekly attendance, Grade 7",
        dates=days,
        values=tuple(float(value) for value in values),
        result=analyse(values, possible, freeze=12, better="up"),
        denominators=possible,
        subtitle="% of student-days attended",
        unit="%",
        goal=Goal(0.93, date(2026, 5, 29)),
        spans=(Span("2", date(2025, 12, 1), date(2025, 12, 12)),),
        annotations=(Annotation(date(2025, 9, 8), "New bell schedule"),),
        better="up",
    )


def whole_sheet() -> CycleSheet:
    """Every field filled, each with words that are nowhere else."""
    amendment = Amendment("one in two calls", "two phones broke", "the office told us", AMENDED, "Ana Lu")
    return CycleSheet(
        title="Morning phone check-in",
        team="Grade 7 attendance team",
        school="Lincoln Middle School",
        network="Valley Network",
        ramp=2,
        of=4,
        ramp_title="Calls before nine",
        idea="Call families early",
        purpose="test",
        depth="full",
        scope=Decimal("12"),
        scope_unit="families",
        tier="school",
        planned_start=date(2025, 12, 1),
        planned_end=date(2025, 12, 12),
        started=date(2025, 12, 2),
        ended=date(2025, 12, 15),
        stage="act",
        plan="Rosa calls a family between eight and nine.",
        do="Calls began late on Monday.",
        study="The prediction stood above both weeks.",
        act="A text now goes first.",
        decision="adapt",
        decision_because="the call works once it is answered",
        next_title="cycle 3: the whole grade",
        next_start=date(2026, 1, 5),
        next_end=date(2026, 1, 30),
        people=Decimal("148"),
        aim="By May 29, 2026, raise weekly attendance from 89% to 93%.",
        trail=("the driver “Reach a family by 9:30”", "from the cause “Families hear too late”"),
        roles=(("Rosa Ortiz", "caller"), ("Mai Vang", "recorder")),
        questions=(
            Question("Will families answer?", "two in three", "most are home", LOCKED, "nine of 26", "no",
                     "unknown numbers", (amendment,)),
            Question("Under 20 minutes?", "yes, under", "", LOCKED, "14 on average", "yes", "one person can"),
            Question("Do they come?", "about half", "", LOCKED, "5 of 9 came", "cannot tell", "too few"),
            Question("Do they thank us?", "some will", "", LOCKED, "a few", "partly", "ask again"),
        ),
        data_items=(DataItem("calls answered", "Families reached", "Luis", "each day", "front desk", Decimal("4")),),
        tasks=(Task("Pick twelve", "Omar", "library", date(2025, 11, 28), True), Task("Try the words", "Ines")),
        field_notes=(
            FieldNote("Three calls done by 8:41.", datetime(2025, 12, 4, 9, 0), "as planned"),
            FieldNote("Number shows as unknown.", datetime(2025, 12, 5, 9, 0), "not as planned"),
            FieldNote("A grandmother rang back.", datetime(2025, 12, 8, 9, 0), "neither"),
        ),
        attachments=("call-sheet.jpg: first week",),
        lineage=(Lineage("Roosevelt High", "the hour", "the caller", "we speak Hmong"),),
        charts=(chart(),),
    )  # fmt: skip
