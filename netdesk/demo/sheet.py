"""What a story sheet holds: one team's year and a half as plain, frozen data.

Weeks are school weeks, counted from 0 on the story's own axis (`school_year`): holidays have no number. Keys are
short names by which parts of a sheet point at each other; they never reach a record. Sentences may hold `{names}`
that `facts` fills from the generated data or from a cycle's own counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field

#: (numerator, denominator) that a test counted itself, or one number.
Count = tuple[int, int] | int | float


@dataclass(frozen=True)
class Person:
    """One member. `agrees`: the name may be published, which only that person can say."""

    key: str
    name: str
    role_title: str
    tier: str = "classroom"
    agrees: bool = False
    active: bool = True


@dataclass(frozen=True)
class Problem:
    """One version of the problem statement, in use from `week`."""

    week: int
    statement: str
    evidence: str


@dataclass(frozen=True)
class AimVersion:
    """One version of the aim; the first makes it. `start` and `goal` are in the measure's plotted units.

    No `start`: the median of the measure's frozen baseline; a text names a fact. `years`: by the end of this school
    year (1) or a later one.
    """

    week: int
    what: str
    for_whom: str
    start: float | str | None
    goal: float
    because: str
    years: int = 1
    rationale: str = ""


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence for or against a cause, noted in `week`."""

    side: str
    source_kind: str
    text: str
    week: int = 6


@dataclass(frozen=True)
class Cause:
    """A cause with its sub-causes. `votes` are people's dots before the evidence was looked at."""

    key: str
    text: str
    status: str = "open"
    confidence: str = ""
    note: str = ""
    evidence: tuple[Evidence, ...] = ()
    votes: tuple[tuple[str, int], ...] = ()
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True)
class Link:
    """A line of the driver diagram up to `parent` ("aim" or a driver's key): strong, or weak for a guess so far."""

    parent: str
    strength: str = "strong"


@dataclass(frozen=True)
class Driver:
    """A driver with its links upwards; several links make it shared."""

    key: str
    level: str
    name: str
    definition: str
    links: tuple[Link, ...]
    from_cause: str = ""
    week: int = 8


@dataclass(frozen=True)
class Idea:
    """A change idea with the research or practice it comes from."""

    key: str
    name: str
    description: str
    research: str
    links: tuple[Link, ...]
    week: int = 9


@dataclass(frozen=True)
class TheoryVersion:
    """What the team called its theory from `week` on, and why it changed."""

    week: int
    name: str
    because: str


@dataclass(frozen=True)
class Definition:
    """An operational definition in use from `week`; a second one is a visible break in the chart."""

    text: str
    numerator: str = ""
    denominator: str = ""
    exclusions: str = ""
    source: str = ""
    week: int = 0


@dataclass(frozen=True)
class Phase:
    """A phase of the chart. No `week`: the first one, for a frozen baseline. `cycle` is a cycle's key."""

    reason: str
    week: int | None = None
    frozen_points: int | None = None
    cycle: str = ""


@dataclass(frozen=True)
class Annotation:
    """A note on the chart at `week`."""

    week: int
    text: str
    cycle: str = ""


@dataclass(frozen=True)
class Exclusion:
    """A point left out of the lines, with its reason and the odd value that it had (plotted units)."""

    week: int
    reason: str
    value: float


@dataclass(frozen=True)
class Subgroup:
    """A sub-group of a measure: its own denominator and its distance from the whole (plotted units)."""

    key: str
    name: str
    out_of: int
    offset: float


@dataclass(frozen=True)
class Measure:
    """A measure and the level its numbers are scattered around.

    `levels` are (week, level in plotted units: a proportion 0-1 where `out_of` is given); a level holds until the next
    one. `shape` says what its chart has to show: "shift" (signalled in the good direction, after `turn`), "steady" (no
    signal at all), "free". `missing` are (first week, last week) for which nobody entered anything.
    """

    key: str
    name: str
    type: str
    of: str
    unit: str
    better: str
    every: str
    collector: str
    minutes: int
    definitions: tuple[Definition, ...]
    levels: tuple[tuple[int, float], ...]
    noise: float
    out_of: int | None = None
    by_day: bool = False
    places: int = 0
    start: int = 0
    stop: int | None = None
    turn: int | None = None
    shape: str = "free"
    rules: str = "anhoej"
    missing: tuple[tuple[int, int], ...] = ()
    phases: tuple[Phase, ...] = ()
    targets: tuple[tuple[int, float], ...] = ()
    annotations: tuple[Annotation, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    subgroups: tuple[Subgroup, ...] = ()
    notes: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Window:
    """A number for the sentences: `of` (median, low, high, first, last, count) the measure's points in these weeks."""

    name: str
    measure: str
    first: int
    last: int
    of: str = "median"


@dataclass(frozen=True)
class Question:
    """One question of a cycle. `amended`: (new prediction, its because, the reason) made after the lock."""

    text: str
    prediction: str
    because: str
    observed: str = ""
    matched: str = ""
    learned: str = ""
    amended: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class DataPlan:
    """One data item of a cycle: what, who, when, where and how long it takes."""

    what: str
    who: str
    when_text: str
    where: str
    minutes: int
    measure: str = ""


@dataclass(frozen=True)
class Task:
    """One task of a cycle. `who` is a person's key; `due` is counted in days from the cycle's start."""

    what: str
    who: str
    where: str = ""
    due: int = 0


@dataclass(frozen=True)
class FieldNote:
    """What was seen in Do, on day `day` of the cycle (0 is its first Monday)."""

    day: int
    text: str
    expected: str = "as planned"


@dataclass(frozen=True)
class Cycle:
    """One PDSA cycle. `numbers` are the counts of this test; each may be used as {name} and {name_pct}.

    `until` is the stage it has reached today. `weeks` is its planned length in school weeks, `late` how many weeks the
    study was written after the end.
    """

    key: str
    title: str
    idea: str
    ramp: int
    purpose: str
    depth: str
    scope: int
    scope_unit: str
    week: int
    weeks: int
    lead: str
    plan: str
    questions: tuple[Question, ...]
    do: str = ""
    study: str = ""
    act: str = ""
    decision: str = ""
    decision_because: str = ""
    people: int | None = None
    tier: str = "classroom"
    series: str = ""
    next: str = ""
    until: str = "closed"
    late: int = 0
    data: tuple[DataPlan, ...] = ()
    tasks: tuple[Task, ...] = ()
    notes: tuple[FieldNote, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    numbers: dict[str, Count] = field(default_factory=dict)


@dataclass(frozen=True)
class Remark:
    """Something said about a part: `about` is "cycle:key", "idea:key", "cause:key", "measure:key" or "aim".

    `sort` is comment, private (only the lead's), insight, thanks (a notice within the team), contribution or ask;
    `changed` is what it changed (of an insight) or why it mattered (of a contribution).
    """

    week: int
    sort: str
    text: str
    about: str = ""
    by: str = ""
    changed: str = ""
    minutes: int | None = None
    state: str = ""
    to: str = ""


@dataclass(frozen=True)
class Publishing:
    """What the team publishes in `week`: parts as in `Remark.about`, and "charter", "fishbone", "theory", "team"."""

    week: int
    what: tuple[str, ...]


@dataclass(frozen=True)
class MateEdit:
    """A deed on the second laptop (`where` "mate") or on the lead's: a field of a part gets a value, or a comment is
    made.

    Two of them on one field, with no bundle in between, leave a conflict for people to see.
    """

    week: int
    days: int
    where: str
    about: str
    field: str
    value: str


@dataclass(frozen=True)
class Story:
    """One team's whole story."""

    slug: str
    team: str
    school: str
    district: str
    context: tuple[str, ...]
    lead: str
    people: tuple[Person, ...]
    burning_question: str
    why_now: str
    boundaries: str
    who_is_affected: str
    who_is_missing: str
    tried_before: tuple[tuple[str, str], ...]
    norms: tuple[str, ...]
    together_theory: str
    together_prediction: str
    together_found: str
    problems: tuple[Problem, ...]
    aim_measure: str
    aims: tuple[AimVersion, ...]
    effect: str
    preset: str
    causes: tuple[Cause, ...]
    drivers: tuple[Driver, ...]
    ideas: tuple[Idea, ...]
    theory: tuple[TheoryVersion, ...]
    measures: tuple[Measure, ...]
    cycles: tuple[Cycle, ...]
    remarks: tuple[Remark, ...]
    publishing: tuple[Publishing, ...]
    windows: tuple[Window, ...] = ()
    #: The person with a second laptop, the week in which it joins, and what is written on both in between.
    teammate: str = ""
    joins: int = 0
    exchanges: tuple[tuple[int, int], ...] = ()
    mate_edits: tuple[MateEdit, ...] = ()


def all_causes(story: Story) -> list[tuple[Cause, str | None]]:
    """Every cause of the fishbone with its parent's key, parents first."""
    found: list[tuple[Cause, str | None]] = []

    def walk(causes: tuple[Cause, ...], parent: str | None) -> None:
        for cause in causes:
            found.append((cause, parent))
            walk(cause.causes, cause.key)

    walk(story.causes, None)
    return found


def for_(source_kind: str, text: str, week: int = 6) -> Evidence:
    """Evidence that speaks for a cause."""
    return Evidence("for", source_kind, text, week)


def against(source_kind: str, text: str, week: int = 6) -> Evidence:
    """Evidence that speaks against a cause."""
    return Evidence("against", source_kind, text, week)
