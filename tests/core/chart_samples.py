"""Charts with everything on them, made from a seed: for tests that look for words over words, and for the gallery."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from netdesk.core.chart_input import Annotation, ChartInput, DefinitionChange, Gap, Goal, GoalStep, Span
from netdesk.core.chart_panels import Panel
from netdesk.core.chart_stack import ChartStack, Storey
from netdesk.core.charts import analyse, constants

START = date(2025, 8, 18)
LONG = ("A long name that goes on and on " * 8)[:200]
HAPPENED = ("New bell schedule", "Snow day", "Two substitutes", "Door greeting begins", "Testing week",
            "Music at the door", "Field trip", "New seating", "Power cut", "Flu week", "Visitors",
            "Assembly")  # fmt: skip
WINTER = Gap(date(2025, 12, 20), date(2026, 1, 4), "Winter break")
#: Rates of six groups and how many students each has; the fourth is too small on most days.
GROUPS = (("All other students", 0.93, 300), ("English learners", 0.9, 64), ("Students with disabilities", 0.87, 58),
          ("Foster youth", 0.8, 9), ("Economically disadvantaged", 0.885, 190),
          ("New to the school this year", 0.86, 14))  # fmt: skip


def weeks(count: int, start: date = START) -> tuple[date, ...]:
    return tuple(start + timedelta(weeks=week) for week in range(count))


def control_chart(seed: int, chart: str, rules: str, points: int = 40, words: int = 8) -> ChartInput:
    """Any chart by any rules: long names, two phases, an excluded and a judged point, goals in steps, a new definition,
    school breaks, cycles and notes."""
    source = random.Random(seed)
    days = weeks(points)
    below = tuple(float(source.randint(60, 700)) for _day in days)
    level = [source.choice((0.0, 0.0, 0.4)) * (day > points // 2) for day in range(points)]
    counts = tuple(float(max(1, round(of * min(0.95, 0.3 + 0.3 * up + source.gauss(0, 0.05)))))
                   for of, up in zip(below, level, strict=True))  # fmt: skip
    samples = tuple(tuple(source.gauss(20 + 5 * up, 4) for _one in range(source.randint(2, 6))) for up in level)
    pairs = chart in (*constants.CHARTS_OF_PARTS, "iprime")
    given = samples if chart in constants.CHARTS_OF_SUBGROUPS else counts
    goal = 0.5 if pairs else 20.0
    changed = sorted(source.sample(range(2, points), 2))
    result = analyse(
        given, below if pairs else None, chart=chart, rules=rules, freeze=max(points // 4, 2), splits=(points // 2,),
        exclude=(3,), target=goal, better=source.choice(("up", "down", "neither")),
    )  # fmt: skip
    return ChartInput(
        title=LONG if source.random() < 0.3 else "Tardies in Grade 7",
        dates=days,
        values=tuple(point.value for point in result.points) if chart in constants.CHARTS_OF_SUBGROUPS else counts,
        result=result,
        denominators=below if pairs else None,
        subtitle=source.choice(("", "counted at the door", LONG)),
        unit=source.choice(("", "%", "minutes of independent writing", "min")),
        goal=Goal(goal, days[-1]),
        spans=tuple(Span(source.choice((LONG, f"{n}")), days[at], source.choice((None, days[min(at + 4, points - 1)])))
                    for n, at in enumerate(source.sample(range(points), 5))),
        annotations=tuple(Annotation(source.choice(days), LONG[: source.randint(5, 120)]) for _n in range(words)),
        gaps=(Gap(days[points // 3], days[points // 3 + 2], "Winter break"),),
        better=result.better,
        reasons=("", source.choice((LONG, "After the change"))),
        judged=frozenset({points - 1}),
        goal_steps=(GoalStep(goal * 0.9), GoalStep(goal, days[points // 2])),
        definitions=(DefinitionChange(days[changed[0]], LONG), DefinitionChange(days[changed[1]])),
        left_out={3: source.choice((LONG, "Fire drill week"))},
        days_apart=7,
    )  # fmt: skip


def attendance_with_limits() -> ChartInput:
    """A p′ chart with two phases, a frozen baseline, an excluded point, a goal in steps and a changed definition."""
    attended = [667, 662, 656, 650, 658, 669, 664, 600, 651, 428, 659, 647, 653, 546, 654, 663, 690, 697, 684, 691, 682,
                547, 682, 689]  # fmt: skip
    possible = [740.0] * 24
    possible[9], possible[13], possible[21] = 480.0, 610.0, 592.0
    days = tuple(START + timedelta(weeks=week + (week > 13) + 2 * (week > 16)) for week in range(24))
    return ChartInput(
        title="Weekly attendance, Grade 7",
        dates=days,
        values=tuple(float(one) for one in attended),
        result=analyse(attended, possible, chart="pp", freeze=12, exclude=(7,), splits=(16,), better="up", target=0.93),
        denominators=tuple(possible),
        subtitle="% of student-days attended",
        unit="%",
        goal=Goal(0.93, date(2026, 5, 29)),
        spans=(Span("1", date(2025, 11, 10), date(2025, 11, 20)), Span("2", date(2025, 12, 1), date(2025, 12, 12)),
               Span("3 Grade 7", date(2026, 1, 5), date(2026, 1, 30)), Span("4", date(2026, 2, 16))),
        annotations=(Annotation(START + timedelta(weeks=3), "New bell schedule"),
                     Annotation(date(2026, 1, 5), "Text first, then call")),
        gaps=(Gap(date(2025, 11, 22), date(2025, 11, 30), "Thanksgiving"), WINTER),
        better="up",
        reasons=("The first weeks", "Text first, then call"),
        goal_steps=(GoalStep(0.91), GoalStep(0.93, date(2026, 1, 5))),
        definitions=(DefinitionChange(date(2025, 10, 20), "half a day counts as present"),),
        left_out={7: "Fire drill week"},
        notes=tuple("4 days: holiday" if of < 740 else "" for of in possible),
        days_apart=7,
    )  # fmt: skip


def sixty_points() -> ChartInput:
    """A chart with sixty points, twelve notes, six cycles and two phases."""
    source = random.Random(9)
    values = [round(source.gauss(20, 3) - (4 if week > 40 else 0), 1) for week in range(60)]
    days = weeks(60)
    return ChartInput(
        title="Minutes lost at the start of class",
        dates=days,
        values=tuple(values),
        result=analyse(values, chart="i", rules="ihi", better="down", splits=(30,), target=15),
        subtitle="minutes a week",
        unit="minutes",
        goal=Goal(15),
        spans=tuple(Span(f"{n + 1}", days[5 + n * 9], days[9 + n * 9]) for n in range(6)),
        annotations=tuple(Annotation(days[2 + 5 * n], words) for n, words in enumerate(HAPPENED)),
        gaps=(WINTER,),
        better="down",
        reasons=("Before the greeting", "Door greeting"),
        days_apart=7,
    )


def six_groups() -> list[Panel]:
    """The attendance of six groups, one of them mostly too small to show."""
    source = random.Random(2)
    panels = []
    for name, level, size in GROUPS:
        below = [float(size + source.randint(-5, 5)) for _week in range(24)]
        hidden = frozenset(week for week, of in enumerate(below) if of < 10)
        rates = [min(1.0, level + (0.03 if size == 64 and week > 12 else 0) + source.gauss(0, 0.02))
                 for week in range(24)]  # fmt: skip
        counts = [None if week in hidden else float(round(of * rate))
                  for week, (of, rate) in enumerate(zip(below, rates, strict=True))]  # fmt: skip
        panels.append(Panel(name, ChartInput(
            title=name, dates=weeks(24), values=tuple(counts), result=analyse(counts, below, better="up"),
            denominators=tuple(below), unit="%", goal=Goal(0.93), better="up", hidden=hidden, days_apart=7,
            gaps=(WINTER,),
        )))  # fmt: skip
    return panels


def causal_line() -> ChartStack:
    """Families reached, absences explained, days attended, and the three cycles between them."""
    source = random.Random(5)
    days = weeks(24)
    reached = [float(round(source.gauss(20, 4) if week < 12 else source.gauss(78, 6))) for week in range(24)]
    explained = [float(round(source.gauss(35, 5) if week < 14 else source.gauss(62, 5))) for week in range(24)]
    outcome = attendance_with_limits()
    outcome = replace(
        outcome, dates=days, definitions=(), goal_steps=(), left_out={}, gaps=(WINTER,), reasons=(),
        result=analyse(outcome.values, outcome.denominators, better="up", freeze=12, target=0.93),
    )  # fmt: skip
    process = ChartInput("Families reached by 9:30", days, tuple(reached), analyse(reached, better="up", splits=(12,)),
                         subtitle="share of first-day absences", unit="%", goal=Goal(80), better="up")  # fmt: skip
    driver = ChartInput("Absences explained the same day", days, tuple(explained), analyse(explained, better="up"),
                        unit="%", better="up")  # fmt: skip
    spans = (Span("1", date(2025, 11, 10), date(2025, 11, 20)), Span("2", date(2025, 12, 1), date(2025, 12, 12)),
             Span("3 Grade 7", date(2026, 1, 5), date(2026, 1, 22)))  # fmt: skip
    storeys = (Storey("process", process), Storey("driver", driver), Storey("outcome", outcome))
    return ChartStack("From what we do to what we want", storeys, spans)
