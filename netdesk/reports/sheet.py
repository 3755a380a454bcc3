"""What a cycle summary prints: plain values, filled from the records or by a script."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from netdesk.core.chart_input import ChartInput
from netdesk.operations.table import Part


@dataclass(frozen=True, slots=True)
class Amendment:
    """A later word on a locked prediction."""

    prediction: str = ""
    because: str = ""
    reason: str = ""
    on: datetime | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the cycle with its prediction and what came of it. `matched`: yes, partly, no, cannot tell."""

    text: str
    prediction: str = ""
    because: str = ""
    locked_at: datetime | None = None
    observed: str = ""
    matched: str = ""
    learned: str = ""
    amendments: tuple[Amendment, ...] = ()


@dataclass(frozen=True, slots=True)
class DataItem:
    """Data to collect."""

    what: str = ""
    measure: str = ""
    who: str = ""
    when_text: str = ""
    where: str = ""
    minutes: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do for the test."""

    what: str
    who: str = ""
    where: str = ""
    due: date | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class FieldNote:
    """What was seen in Do. `expected`: as planned, not as planned, neither."""

    text: str
    on: datetime | None = None
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Lineage:
    """From whom a change was taken over, and what was kept and changed of it."""

    from_team: str = ""
    keep: str = ""
    change: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class CycleSheet:
    """One cycle, ready to print. Empty fields are left out of the page; every filled one is on it.

    `ramp` and `of` are the cycle's number and the count of cycles in its ramp; `trail` leads from the idea up to the
    aim ("driver …", "cause …"), each a sentence part; times are local.
    """

    title: str
    team: str = ""
    school: str = ""
    network: str = ""
    ramp: int | None = None
    of: int | None = None
    ramp_title: str = ""
    idea: str = ""
    purpose: str = ""
    depth: str = ""
    scope: Decimal | None = None
    scope_unit: str = ""
    tier: str = ""
    planned_start: date | None = None
    planned_end: date | None = None
    started: date | None = None
    ended: date | None = None
    stage: str = ""
    plan: str = ""
    do: str = ""
    study: str = ""
    act: str = ""
    decision: str = ""
    decision_because: str = ""
    next_title: str = ""
    next_start: date | None = None
    next_end: date | None = None
    people: Decimal | None = None
    aim: str = ""
    trail: tuple[str, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    questions: tuple[Question, ...] = ()
    data_items: tuple[DataItem, ...] = ()
    tasks: tuple[Task, ...] = ()
    field_notes: tuple[FieldNote, ...] = ()
    attachments: tuple[str, ...] = ()
    lineage: tuple[Lineage, ...] = ()
    charts: tuple[ChartInput, ...] = ()


@dataclass(frozen=True, slots=True)
class RampStep:
    """One cycle of a ramp: how far and how large it was, what was decided, and the first thing that was learned."""

    number: int
    title: str
    scope: Decimal | None = None
    scope_unit: str = ""
    start: date | None = None
    end: date | None = None
    running: bool = False
    stage: str = ""
    decision: str = ""
    learned: str = ""


@dataclass(frozen=True, slots=True)
class RampSheet:
    """The cycles of one series, from the first and smallest on, and the charts that they are to move."""

    title: str
    team: str = ""
    school: str = ""
    network: str = ""
    idea: str = ""
    aim: str = ""
    trail: tuple[str, ...] = ()
    steps: tuple[RampStep, ...] = ()
    charts: tuple[ChartInput, ...] = ()


@dataclass(frozen=True, slots=True)
class PinSheet:
    """A pin, ready to print: its question, what is wanted, its numbered lines, a chart where it is a measure.

    ``kinds`` are the kinds of feedback there is a place for.
    """

    title: str
    kind: str
    team: str
    question: str
    wanted: tuple[str, ...]
    stage: str
    kinds: tuple[str, ...]
    until: date | None
    on: date
    parts: tuple[Part, ...]
    chart: ChartInput | None
