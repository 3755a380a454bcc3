"""What the Home page says: where the aim stands, the tests in hand, and what came with the last bundle.

Pure reading in a fixed number of statements, whatever the size of the workspace. Which small step comes next is
`operations.next_step`'s to say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, Table, TextClause, func, or_, select, text
from sqlalchemy.orm import Session

from netdesk.core.records import KINDS, STAGES
from netdesk.models import RECORD_TABLES
from netdesk.models.log import BUNDLE, PEER, PEER_HEARD, SETTING
from netdesk.operations.aims import compose_sentence
from netdesk.operations.measure_marks import school_breaks
from netdesk.operations.news import NewsItem, read_news
from netdesk.operations.source import Record, title_of
from netdesk.store.rows import record_of, sort_key

if TYPE_CHECKING:
    from netdesk.store.workspace import Workspace

#: The local note of when published work last left for the hub: seconds since 1970.
SENT_TO_HUB: Final = "sent_to_hub"
#: How many things that came are shown by name.
MOST_ARRIVED: Final = 5
MOST_READ: Final = 400

_PERCENT: Final = ("%", "percent", "per cent", "por ciento", "")
#: The names by which what came is told, for each kind that is told at all; parts are told by what they belong to.
_TOLD: Final = (
    "notice", "feedback", "ask", "contribution", "dictionary_entry", "library_entry", "pin", "aim", "aim_version",
    "problem", "cycle", "change_idea", "measure", "insight", "comment", "annotation", "field_note", "driver", "cause",
    "norm", "tried_before", "task", "question",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AimNow:
    """The aim in use: its sentence, and from → now → to in its measure's unit (None where it is not known)."""

    id: str
    sentence: str
    start: float | None
    goal: float | None
    by: date | None
    days_left: int | None
    measure: str
    unit: str
    now: float | None = None
    now_on: date | None = None

    @property
    def share(self) -> float | None:
        """How much of the way from start to goal is made, 0-1; None where that cannot be said."""
        if self.start is None or self.goal is None or self.now is None or self.start == self.goal:
            return None
        return min(1.0, max(0.0, (self.now - self.start) / (self.goal - self.start)))


@dataclass(frozen=True, slots=True)
class CycleInHand:
    """One open cycle with its parts, for its line and for its next step."""

    record: Record
    questions: tuple[Record, ...]
    tasks: tuple[Record, ...]
    last_note: date | None

    @property
    def id(self) -> str:
        return str(self.record["id"])

    @property
    def stage(self) -> str:
        return str(self.record.get("stage") or "plan")

    @property
    def ended(self) -> date | None:
        """The day on which its Do ended or was to end."""
        return day(self.record.get("ended")) or day(self.record.get("planned_end"))


@dataclass(frozen=True, slots=True)
class MeasureFed:
    """A measure and its newest point's day (None without points); `made` is the day it was added."""

    record: Record
    last: date | None
    made: date
    needed: bool


@dataclass(frozen=True, slots=True)
class Arrival:
    """One thing that came: its kind, title and, where they are told together, how many."""

    kind: str
    id: str
    title: str
    text: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Arrived:
    """What the last bundle brought: from whom, whether that is the hub, when, and all of it, the weightiest first."""

    who: str
    from_hub: bool
    on: date
    things: tuple[Arrival, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Feedback on something of ours that nobody has replied to."""

    id: str
    pin: str
    about: str
    by_team: str


@dataclass(frozen=True, slots=True)
class Home:
    """All that the Home page shows, but for the charts' readings."""

    today: date
    aim: AimNow | None
    cycles: tuple[CycleInHand, ...]
    measures: tuple[MeasureFed, ...]
    gaps: tuple[tuple[date, date], ...]
    answers: tuple[Answer, ...]
    unsent_since: date | None
    last_closed: Record | None
    arrived: Arrived | None
    #: What came back from others and was not seen yet.
    news: tuple[NewsItem, ...]


def day(said: object) -> date | None:
    """The day of a stored date or instant, or None."""
    if not isinstance(said, str) or len(said) < 10:
        return None
    try:
        return date.fromisoformat(said[:10])
    except ValueError:
        return None


def read_home(workspace: Workspace, today: date) -> Home:
    """Everything for the Home page as it stands on this day."""
    with workspace.read() as session:
        cycles = _own(session, "cycle")
        in_hand = _in_hand(session, cycles)
        aim_record = _aim_in_use(_own(session, "aim"))
        measures = _own_rows(session, "measure")
        needed = _needed(session, aim_record, in_hand)
        return Home(
            today=today,
            aim=_aim_now(session, aim_record, measures, today),
            cycles=in_hand,
            measures=_fed(session, measures, needed),
            gaps=_gaps(session),
            answers=_answers(session),
            unsent_since=_unsent_since(session, workspace),
            last_closed=_last_closed(cycles),
            arrived=_arrived(session, workspace),
            news=tuple(one for one in read_news(workspace) if one.new),
        )


def _own_rows(session: Session, kind: str) -> list[Any]:
    table = RECORD_TABLES[kind]
    return sorted(session.execute(select(table).where(_is_own(table), table.c.alive)).all(), key=sort_key(kind))


def _is_own(table: Table) -> ColumnElement[bool]:
    """Of the team or the person: what was published, and what the hub sent, are copies that name the same records."""
    return or_(table.c.space.like("T:%"), table.c.space.like("P:%"))


def _own(session: Session, kind: str) -> list[Record]:
    return [record_of(kind, row) for row in _own_rows(session, kind)]


def _aim_in_use(aims: list[Record]) -> Record | None:
    said = [one for one in aims if one.get("what") or one.get("to")]
    return next((one for one in said if one.get("active")), said[0] if said else None)


def _aim_now(session: Session, aim: Record | None, measures: list[Any], today: date) -> AimNow | None:
    if aim is None:
        return None
    measure = next((record_of("measure", row) for row in measures if row.id == aim.get("measure")), {})
    unit = str(measure.get("unit", ""))
    by = day(aim.get("by"))
    value, on = _newest_value(session, aim.get("measure"), unit)
    return AimNow(
        id=aim["id"],
        sentence=compose_sentence(aim, measure_name=measure.get("name", ""), unit=unit),
        start=_float(aim.get("from")),
        goal=_float(aim.get("to")),
        by=by,
        days_left=(by - today).days if by else None,
        measure=str(measure.get("id", "")),
        unit=unit,
        now=value,
        now_on=on,
    )


def _newest_value(session: Session, measure: str | None, unit: str) -> tuple[float | None, date | None]:
    table = RECORD_TABLES["observation"]
    query = select(table.c.value, table.c.period).where(
        table.c.measure == (measure or ""), table.c.alive, table.c.subgroup.is_(None), table.c.value.is_not(None),
        _is_own(table),
    )  # fmt: skip
    row = session.execute(query.order_by(table.c.period.desc(), table.c.ordinal.desc()).limit(1)).first()
    if row is None or not row.value:
        return None, None
    pair: Mapping[str, str] = row.value
    if "d" not in pair:
        return _float(pair.get("v")), day(row.period)
    below = Decimal(pair["d"])
    if not below:
        return None, None
    times = 100 if unit.strip().lower() in _PERCENT else 1
    return float(Decimal(pair["n"]) / below * times), day(row.period)


def _float(value: object) -> float | None:
    try:
        return None if value is None else float(str(value))
    except ValueError:
        return None


def _in_hand(session: Session, cycles: list[Record]) -> tuple[CycleInHand, ...]:
    still_open = [one for one in cycles if one.get("stage") != "closed"]
    ids = {one["id"] for one in still_open}
    parts: dict[str, dict[str, list[Record]]] = {}
    for kind in ("question", "task"):
        table = RECORD_TABLES[kind]
        rows = session.execute(select(table).where(table.c.alive, table.c.cycle.in_(ids), _is_own(table))).all()
        parts[kind] = defaultdict(list)
        for row in sorted(rows, key=sort_key(kind)):
            parts[kind][row.cycle].append(record_of(kind, row))
    notes = RECORD_TABLES["field_note"]
    newest = select(notes.c.cycle, func.max(notes.c.on)).where(
        notes.c.alive, notes.c.cycle.in_(ids), _is_own(notes)
    )
    last_notes = {row[0]: day(row[1]) for row in session.execute(newest.group_by(notes.c.cycle))}
    found = [
        CycleInHand(one, tuple(parts["question"][id_]), tuple(parts["task"][id_]), last_notes.get(id_))
        for one in still_open
        for id_ in (one["id"],)
    ]
    place = {stage: n for n, stage in enumerate(STAGES)}
    return tuple(sorted(found, key=lambda one: (-place[one.stage], one.record.get("planned_start") or "", one.id)))


def _needed(session: Session, aim: Record | None, in_hand: Sequence[CycleInHand]) -> set[str]:
    """Measures that somebody waits for: the aim's and those that an open test collects."""
    table = RECORD_TABLES["data_item"]
    running = [one.id for one in in_hand if one.stage != "plan"]
    query = select(table.c.measure).where(table.c.alive, table.c.measure.is_not(None), table.c.cycle.in_(running))
    return {row[0] for row in session.execute(query)} | ({aim["measure"]} if aim and aim.get("measure") else set())


def _fed(session: Session, measures: list[Any], needed: set[str]) -> tuple[MeasureFed, ...]:
    table = RECORD_TABLES["observation"]
    query = select(table.c.measure, func.max(table.c.period)).where(table.c.alive, _is_own(table))
    newest = {row[0]: day(row[1]) for row in session.execute(query.group_by(table.c.measure))}
    return tuple(
        MeasureFed(record_of("measure", row), newest.get(row.id), _local_day(row.created_w), row.id in needed)
        for row in measures
    )


def _local_day(seconds: int) -> date:
    return datetime.fromtimestamp(seconds, UTC).astimezone().date()


def _gaps(session: Session) -> tuple[tuple[date, date], ...]:
    return tuple((first, last) for first, last, _name in school_breaks(_own(session, "calendar_gap")))


def _answers(session: Session) -> tuple[Answer, ...]:
    """Feedback on our pins that nobody has replied to; what may not be shown yet is not among the living rows."""
    pins, feedback = RECORD_TABLES["pin"], RECORD_TABLES["feedback"]
    own = {row.id: row for row in _own_rows(session, "pin")}
    if not own:
        return ()
    replies = RECORD_TABLES["reply"]
    replied = {row[0] for row in session.execute(select(replies.c.feedback).where(replies.c.alive))}
    # Feedback from elsewhere names our pin or the published copy of it.
    copies = {row.id: row.copy_of for row in session.execute(select(pins.c.id, pins.c.copy_of)) if row.copy_of}
    found = []
    for row in session.execute(select(feedback).where(feedback.c.alive, feedback.c.space.not_like("N:%"))):
        pin = own.get(copies.get(row.pin, row.pin))
        if pin is None or {row.id, row.copy_of} & replied:
            continue
        found.append(Answer(row.id, pin.id, title_of({"text": pin.question}), row.by_team or ""))
    return tuple(found)


def _unsent_since(session: Session, workspace: Workspace) -> date | None:
    """Since when published work has waited that no hub is known to hold and no file took along; None if none has."""
    space = workspace.spaces.get("published")
    if space is None or workspace.hub:
        return None
    sent = session.execute(select(SETTING.c.value).where(SETTING.c.name == SENT_TO_HUB)).scalar()
    heard = session.execute(
        select(func.max(PEER_HEARD.c.w)).where(
            PEER_HEARD.c.peer.in_(select(PEER.c.peer).where(PEER.c.space == space, PEER.c.peer != workspace.device_id))
        )
    ).scalar()
    gone = max(int(float(sent or 0)), heard or 0)
    waiting = [
        row[0] for row in session.execute(_oldest_waiting(), {"space": space, "gone": gone}) if row[0] is not None
    ]
    return _local_day(min(waiting)) if waiting else None


@cache
def _oldest_waiting() -> TextClause:
    # As text: put together by SQLAlchemy, a union over all kinds costs more time than SQLite takes to answer it.
    kinds = [kind for kind in KINDS if KINDS[kind].shared]
    parts = [f'SELECT min(changed_w) FROM "{kind}" WHERE space = :space AND changed_w > :gone' for kind in kinds]
    return text(" UNION ALL ".join(parts))


def _last_closed(cycles: Iterable[Record]) -> Record | None:
    """The newest closed test whose ramp is to go on and has no next step yet."""
    records = list(cycles)
    going = {one.get("series") or one["id"] for one in records if one.get("stage") != "closed"}
    found = [
        one
        for one in records
        if one.get("stage") == "closed"
        and one.get("decision") not in ("abandon", "adopt")
        and not one.get("next")
        and (one.get("series") or one["id"]) not in going
    ]
    return max(found, key=lambda one: (one.get("ended") or "", one["id"]), default=None)


def _arrived(session: Session, workspace: Workspace) -> Arrived | None:
    """What the newest bundle brought: what its sender wrote since the bundle before, at most as much as it held."""
    bundles = session.execute(select(BUNDLE).where(BUNDLE.c.changes > 0).order_by(BUNDLE.c.w.desc()).limit(20)).all()
    last = next((one for one in bundles if one.device != workspace.device_id), None)
    if last is None:
        return None
    before = max((one.w for one in bundles if one.device == last.device and one.w < last.w), default=0)
    rows = session.execute(
        _changed_by(), {"device": last.device, "after": before, "most": min(last.changes, MOST_READ)}
    ).all()
    card = next((one for one in workspace.cards() if one["device"] == last.device), None)
    people = RECORD_TABLES["person"]
    name = session.execute(
        select(people.c.name).where(people.c.id == (card["person"] if card else ""), people.c.name.is_not(None))
    ).scalar()
    from_hub = bool(card) and card is not None and card["role"] == "hub"
    return Arrived(str(name or ""), from_hub, _local_day(last.w), _things(rows))


_TITLES: Final = ("name", "title", "what", "text", "statement", "sentence", "question")
_TEXTS: Final = ("description", "because", "found", "plan", "prediction", "from_team", "by_team")


@cache
def _changed_by() -> TextClause:
    """(kind, id, title, words, changed_w) of living records that :device changed last, the newest first.

    Points are told once for each measure.
    """
    parts = []
    for kind in _TOLD:
        title, words = (_first_of(kind, names) for names in (_TITLES, _TEXTS))
        parts.append(
            f"SELECT '{kind}' AS kind, id, {title} AS title, {words} AS words, changed_w FROM \"{kind}\" "
            "WHERE alive AND changed_device = :device AND changed_w > :after"
        )
    parts.append(
        "SELECT 'observation', m.id, max(m.name), count(*), max(o.changed_w) FROM observation o "
        "JOIN measure m ON m.id = o.measure WHERE o.alive AND o.changed_device = :device AND o.changed_w > :after "
        "GROUP BY m.id"
    )
    return text(" UNION ALL ".join(parts) + " ORDER BY changed_w DESC LIMIT :most")


def _first_of(kind: str, names: Sequence[str]) -> str:
    columns = [f'"{name}"' for name in names if name in KINDS[kind].fields]
    return f"coalesce({', '.join(columns)}, '')" if columns else "''"


def _things(rows: Sequence[Any]) -> tuple[Arrival, ...]:
    order = {kind: n for n, kind in enumerate((*_TOLD[:7], "observation", *_TOLD[7:]))}
    found = []
    for row in rows:
        if row.title:
            words, count = ("", int(row.words)) if row.kind == "observation" else (str(row.words), 1)
            found.append(Arrival(row.kind, row.id, title_of({"text": row.title}, 90), _short(words), count))
    return tuple(sorted(found, key=lambda one: order[one.kind]))


def _short(words: str) -> str:
    return title_of({"text": words}, 160)
