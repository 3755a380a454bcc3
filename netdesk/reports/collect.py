"""From the records to what reports print: a cycle's sheet, a measure's chart.

Reads through a session of `netdesk.models`; the series and the arguments of the analysis are those of
`operations.measures`, so that screen, print and command line show one and the same chart.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from netdesk.core.chart_input import ChartInput
from netdesk.core.chart_panels import Panel
from netdesk.i18n import _
from netdesk.models import RECORD_TABLES
from netdesk.operations import charts
from netdesk.operations.aims import sentence_of
from netdesk.operations.causal import causal_line
from netdesk.operations.source import Record, must_get
from netdesk.reports.chart import ChartPage, page_of_chart, page_of_line
from netdesk.reports.sheet import (
    Amendment,
    CycleSheet,
    DataItem,
    FieldNote,
    Lineage,
    Question,
    RampSheet,
    RampStep,
    Task,
)
from netdesk.store.rows import record_of, sort_key

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from netdesk.store.workspace import Workspace


class SessionSource:
    """The team's own records of a session, read as operations read them; they also tell when and by whom made.

    `persons_of_devices` names the person of a device: a record made by a device's own person names only the device.
    """

    def __init__(self, session: Session, persons_of_devices: Mapping[str, str] | None = None) -> None:
        self._session = session
        self._persons = dict(persons_of_devices or {})

    def get(self, kind: str, record: str, /) -> Record | None:
        """The living record, or None."""
        table = RECORD_TABLES[kind]
        row = self._session.execute(select(table).where(table.c.id == record, table.c.alive)).first()
        return None if row is None else self._with_origin(kind, row)

    @property
    def select(self) -> Callable[..., list[Record]]:
        """`select(kind, **equals)`: the team's and one's own living records whose fields equal these, in order."""
        return self._select

    def _select(self, kind: str, **equals: Any) -> list[Record]:
        table = RECORD_TABLES[kind]
        own = or_(table.c.space.like("T:%"), table.c.space.like("P:%"))
        query = select(table).where(own, table.c.alive, *(table.c[name] == value for name, value in equals.items()))
        return [self._with_origin(kind, row) for row in sorted(self._session.execute(query).all(), key=sort_key(kind))]

    def _with_origin(self, kind: str, row: Any) -> Record:
        made_by = row.created_by or self._persons.get(row.created_device, "")
        return {**record_of(kind, row), "created_w": row.created_w, "created_by": made_by}


def collect_cycle(workspace: Workspace, cycle: str) -> CycleSheet:
    """`cycle_sheet` of a workspace's cycle, with the names that its membership cards give."""
    persons = {card["device"]: card["person"] for card in workspace.cards()}
    persons[workspace.device_id] = workspace.person_id
    with workspace.read() as session:
        return cycle_sheet(session, cycle, persons)


def cycle_sheet(
    session: Session, cycle_id: str, persons_of_devices: Mapping[str, str] | None = None
) -> CycleSheet:
    """Everything that a cycle's summary prints. Raises NetDeskError if there is no such cycle."""
    source = SessionSource(session, persons_of_devices)
    cycle = must_get(source, "cycle", cycle_id)
    names = {one["id"]: one.get("name", "") for one in source.select("person")}
    team = next(iter(source.select("team")), {})
    ramp = _ramp(source, cycle)
    following = source.get("cycle", cycle["next"]) if cycle.get("next") else None
    aim, trail = _aim_and_trail(source, cycle)
    idea = source.get("change_idea", cycle["idea"]) if cycle.get("idea") else None
    first_title = ramp[0].get("title", "") if ramp else ""
    planned = source.select("data_item", cycle=cycle_id)
    return CycleSheet(
        title=cycle.get("title", ""),
        team=team.get("name", ""),
        school=team.get("school", ""),
        network=team.get("network_name", ""),
        ramp=_whole(cycle.get("ramp")) or (1 if len(ramp) > 1 else None),
        of=len(ramp) or None,
        ramp_title=first_title if first_title != cycle.get("title", "") else "",
        idea=(idea or {}).get("name", ""),
        scope=_number(cycle.get("scope")),
        people=_number(cycle.get("people")),
        planned_start=_day(cycle.get("planned_start")),
        planned_end=_day(cycle.get("planned_end")),
        started=_day(cycle.get("started")),
        ended=_day(cycle.get("ended")),
        **{name: cycle.get(name, "") for name in _WORDS},
        next_title=_numbered(following) if following else "",
        next_start=_day(following.get("started") or following.get("planned_start")) if following else None,
        next_end=_day(following.get("ended") or following.get("planned_end")) if following else None,
        aim=sentence_of(source, aim) if aim else "",
        trail=trail,
        roles=tuple(
            (names.get(one.get("person", ""), ""), one.get("role", ""))
            for one in source.select("cycle_person", cycle=cycle_id)
        ),
        questions=tuple(_question(source, one, names) for one in source.select("question", cycle=cycle_id)),
        data_items=tuple(_data_item(source, one) for one in planned),
        tasks=tuple(_task(one, names) for one in source.select("task", cycle=cycle_id)),
        field_notes=_field_notes(source, cycle_id),
        attachments=tuple(_attachment(one) for one in source.select("attachment", of=cycle_id)),
        lineage=tuple(
            Lineage(**{name: one.get(name, "") for name in ("from_team", "keep", "change", "because")})
            for one in source.select("lineage", of=cycle_id)
        ),
        charts=tuple(
            chart_input(session, measure, cycles=[one["id"] for one in ramp or [cycle]])
            for measure in _measures(source, planned, cycle, aim)
        ),
    )


def collect_ramp(workspace: Workspace, cycle: str) -> RampSheet:
    """The ramp that this cycle of a workspace belongs to; a cycle alone is a ramp of one step."""
    with workspace.read() as session:
        return ramp_sheet(session, cycle)


def ramp_sheet(session: Session, cycle_id: str) -> RampSheet:
    """Everything that a ramp's page prints. Raises NetDeskError if there is no such cycle."""
    source = SessionSource(session)
    cycle = must_get(source, "cycle", cycle_id)
    ramp = _ramp(source, cycle) or [cycle]
    first = ramp[0]
    team = next(iter(source.select("team")), {})
    aim, trail = _aim_and_trail(source, first)
    idea = source.get("change_idea", first["idea"]) if first.get("idea") else None
    planned = [item for one in ramp for item in source.select("data_item", cycle=one["id"])]
    measures = [aim["measure"]] if aim and aim.get("measure") and source.get("measure", aim["measure"]) else []
    measures = measures or _measures(source, planned, first, aim)[:1]
    return RampSheet(
        title=(idea or {}).get("name", "") or first.get("title", ""),
        team=team.get("name", ""),
        school=team.get("school", ""),
        network=team.get("network_name", ""),
        idea=(idea or {}).get("name", ""),
        aim=sentence_of(source, aim) if aim else "",
        trail=trail,
        steps=tuple(_step(source, number, one) for number, one in enumerate(ramp, 1)),
        charts=tuple(chart_input(session, measure, cycles=[one["id"] for one in ramp]) for measure in measures),
    )


def _step(source: SessionSource, number: int, cycle: Record) -> RampStep:
    said = [one.get("learned", "") for one in source.select("question", cycle=cycle["id"])]
    said = [words for words in (*said, cycle.get("study", ""), cycle.get("decision_because", "")) if words.strip()]
    return RampStep(
        number=_whole(cycle.get("ramp")) or number,
        title=cycle.get("title", ""),
        scope=_number(cycle.get("scope")),
        scope_unit=cycle.get("scope_unit", ""),
        start=_day(cycle.get("started") or cycle.get("planned_start")),
        end=_day(cycle.get("ended") or cycle.get("planned_end")),
        running=bool(cycle.get("started")) and not cycle.get("ended") and cycle.get("stage") == "do",
        stage=cycle.get("stage", ""),
        decision=cycle.get("decision", ""),
        learned=said[0].strip() if said else "",
    )


# The cycle's fields of words and choices that go to the sheet as they are.
_WORDS = (
    "purpose", "depth", "scope_unit", "tier", "stage", "plan", "do", "study", "act", "decision", "decision_because",
)  # fmt: skip


def _ramp(source: SessionSource, cycle: Record) -> list[Record]:
    """The cycles of the same ramp in their order, this one among them; a cycle alone is no ramp."""
    first = cycle.get("series") or cycle["id"]
    found = [one for one in source.select("cycle", series=first) if one["id"] != first]
    head = source.get("cycle", first)
    together = ([head] if head else []) + found
    if len(together) < 2:
        return []
    return sorted(together, key=lambda one: (_whole(one.get("ramp")) or 1, one.get("started") or "", one["id"]))


def _numbered(cycle: Record) -> str:
    number = _whole(cycle.get("ramp"))
    title = cycle.get("title", "")
    return _("cycle {n}: {title}").format(n=number, title=title) if number else title


def _aim_and_trail(source: SessionSource, cycle: Record) -> tuple[Record | None, tuple[str, ...]]:
    """The aim that the cycle's idea serves, and the way up to it in words; the team's aim in use if no way is told."""
    trail: list[str] = []
    node, seen = cycle.get("idea"), set[str]()
    aim: Record | None = None
    while node and node not in seen:
        seen.add(node)
        links = source.select("driver_link", child=node)
        strong = [one for one in links if one.get("strength") != "weak"] or links
        node = strong[0].get("parent") if strong else None
        driver = source.get("driver", node) if node else None
        if driver is None:
            aim = source.get("aim", node) if node else None
            break
        trail.append(_("the driver “{name}”").format(name=driver.get("name", "")))
        cause = source.get("cause", driver["from_cause"]) if driver.get("from_cause") else None
        if cause:
            trail.append(_("from the cause “{name}”").format(name=cause.get("text", "")))
        aim = source.get("aim", driver["aim"]) if driver.get("aim") else aim
    if aim is None:
        in_use = [one for one in source.select("aim") if one.get("active") is not False]
        aim = in_use[0] if in_use else None
    return aim, tuple(trail)


def _measures(source: SessionSource, planned: list[Record], cycle: Record, aim: Record | None) -> list[str]:
    """The measures whose charts belong to the cycle: those it collects, else those of its idea, else the aim's."""
    wanted = [one["measure"] for one in planned if one.get("measure")]
    if not wanted and cycle.get("idea"):
        wanted = [one["id"] for one in source.select("measure", of=cycle["idea"])]
    if not wanted and aim and aim.get("measure"):
        wanted = [aim["measure"]]
    return [measure for measure in dict.fromkeys(wanted) if source.get("measure", measure)]


def _question(source: SessionSource, question: Record, names: dict[str, str]) -> Question:
    words = ("text", "prediction", "because", "observed", "matched", "learned")
    return Question(
        **{name: question.get(name, "") for name in words},
        locked_at=_moment(question.get("locked_at")),
        amendments=tuple(
            Amendment(
                prediction=one.get("prediction", ""),
                because=one.get("because", ""),
                reason=one.get("reason", ""),
                on=_local(datetime.fromtimestamp(one["created_w"], UTC)) if one.get("created_w") else None,
                by=names.get(one.get("created_by") or "", ""),
            )
            for one in source.select("amendment", question=question["id"])
        ),
    )


def _data_item(source: SessionSource, item: Record) -> DataItem:
    measure = source.get("measure", item["measure"]) if item.get("measure") else None
    return DataItem(
        **{name: item.get(name, "") for name in ("what", "who", "when_text", "where")},
        measure=(measure or {}).get("name", ""),
        minutes=_number(item.get("minutes")),
    )


def _task(task: Record, names: dict[str, str]) -> Task:
    return Task(
        what=task.get("what", ""),
        who=names.get(task.get("who", ""), ""),
        where=task.get("where", ""),
        due=_day(task.get("due")),
        done=bool(task.get("done")),
    )


def _field_notes(source: SessionSource, cycle_id: str) -> tuple[FieldNote, ...]:
    notes = sorted(source.select("field_note", cycle=cycle_id), key=lambda one: one.get("on") or "")
    return tuple(FieldNote(one.get("text", ""), _moment(one.get("on")), one.get("expected", "")) for one in notes)


def _attachment(attachment: Record) -> str:
    name, caption = attachment.get("name", ""), attachment.get("caption", "")
    return f"{name}: {caption}" if name and caption else name or caption


def chart_input(session: Session, measure_id: str, *, cycles: Collection[str] | None = None) -> ChartInput:
    """The chart of a measure, as `operations.charts.chart_input` makes it, read from a session."""
    return charts.chart_input(SessionSource(session), measure_id, cycles=cycles)


def collect_chart(workspace: Workspace, measure_id: str) -> ChartPage:
    """The page of a measure's chart, with its sub-groups side by side where it has some."""
    with workspace.read() as session:
        source = SessionSource(session)
        chart = charts.chart_input(source, measure_id)
        names = charts.group_names(source, measure_id)
        panels = [Panel(names[group], one) for group, one in charts.groups_of(source, measure_id).items()]
        return _signed(replace(page_of_chart(chart, panels), facts=_facts(source, measure_id)), source)


def collect_line(workspace: Workspace, record: str) -> ChartPage:
    """The page of the causal line of an aim, a driver, a change idea or a measure."""
    with workspace.read() as session:
        source = SessionSource(session)
        return _signed(page_of_line(causal_line(source, record)), source)


def _signed(page: ChartPage, source: SessionSource) -> ChartPage:
    team = next(iter(source.select("team")), {})
    return replace(
        page, team=team.get("name", ""), school=team.get("school", ""), network=team.get("network_name", "")
    )


def _facts(source: SessionSource, measure_id: str) -> tuple[tuple[str, str], ...]:
    """How the measure is counted, by its newest definition."""
    definitions = source.select("measure_definition", measure=measure_id)
    newest = max(definitions, key=lambda one: one.get("since") or "", default={})
    named = (
        (_("How it is counted."), "text"),
        (_("Counted:"), "numerator"),
        (_("Out of:"), "denominator"),
        (_("Left out:"), "exclusions"),
        (_("Source:"), "source"),
    )
    return tuple((name, newest[field]) for name, field in named if newest.get(field))


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _moment(written: str | None) -> datetime | None:
    """A stored instant in this computer's time."""
    return _local(datetime.fromisoformat(written)) if written else None


def _local(when: datetime) -> datetime:
    return when.astimezone().replace(tzinfo=None) if when.tzinfo else when


def _number(written: str | None) -> Decimal | None:
    try:
        return Decimal(written) if written else None
    except InvalidOperation:
        return None


def _whole(written: str | None) -> int | None:
    number = _number(written)
    return int(number) if number is not None else None
