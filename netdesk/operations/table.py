"""On the table: unfinished work put before others as a frozen copy, with a question and the feedback that is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from netdesk.core.records import FEEDBACK_BY_STAGE, KINDS, TREES
from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _, format_date
from netdesk.models import RECORD_TABLES
from netdesk.operations.others import Seen, by, called, seen, team_names, title_here
from netdesk.operations.source import Record, known_fields, must_get, title_of
from netdesk.store.publish import kind_of
from netdesk.store.staged import team_stage

if TYPE_CHECKING:
    from netdesk.store.edit import Edit
    from netdesk.store.workspace import Workspace

PUT_ON_TABLE: Final = N_("Put on the table")
TAKE_OFF_TABLE: Final = N_("Take off the table")
RELEASE: Final = N_("Release what was held back")
HOLD: Final = N_("Hold back critique")
KEEP_ON_TABLE: Final = N_("Keep on the table longer")


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a frozen copy: its number on the table (the spot that feedback names), what it is, what it says."""

    spot: int
    kind: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """A reply to feedback, and what was built on it: the kind, id and title of ours where that is here."""

    id: str
    text: str
    by_team: str
    on: date
    built_kind: str = ""
    built_on: str = ""
    built_title: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """Feedback that may be shown: by whom (``own``: our team, ``person`` in it), which spot it means, its replies."""

    id: str
    pin: str
    kind: str
    text: str
    evidence_seen: str
    spot: int | None
    by_team: str
    own: bool
    person: str
    on: date
    replies: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class OnTable:
    """Something on the table. ``mine`` is our team's, put there by ``person``; ``team`` the name of whose it is.

    ``may_give`` are the kinds of feedback that we may give now, in the order in which they are offered; a kind that is
    not in it has no box. ``held`` says how many cool comments wait here for a release. ``before`` and ``after`` are
    pins of the same work, earlier and later.
    """

    id: str
    of: str
    kind: str
    title: str
    question: str
    wanted: tuple[str, ...]
    stage: str
    hold: bool
    audience: str
    until: date | None
    over: bool
    mine: bool
    person: str
    team: str
    on: date
    before: str
    after: str
    frozen: Record
    may_give: tuple[str, ...]
    feedback: tuple[Given, ...]
    held: int


@dataclass(frozen=True, slots=True)
class Table:
    """The Table page: what is ours, what waits for us, what came back; and the team's stage with what it allows."""

    stage: str
    mine: tuple[OnTable, ...]
    waits: tuple[OnTable, ...]
    others: tuple[OnTable, ...]
    came_back: tuple[Given, ...]
    over: tuple[OnTable, ...]


def put_on_table(
    edit: Edit,
    of: str,
    question: str,
    *,
    wanted: Sequence[str] = (),
    audience: str = "team",
    until: date | None = None,
    hold: bool = False,
    before: str | None = None,
) -> str:
    """Put a frozen copy of an item of the team on the table; the pin's id. Nothing of it need be finished.

    ``before`` is an earlier pin of the same work: the two are shown side by side. On the network's table it is
    published, and leaves with the next bundle for the hub.
    """
    if not question.strip():
        raise NetDeskError(_("Say what you want to know: without a question the others can only admire it."))
    fields: dict[str, Any] = {
        "of": of,
        "question": question,
        "wanted": list(wanted) or None,
        "audience": audience,
        "until": until.isoformat() if until else None,
        "hold": hold or None,
        "before": before,
    }
    pin = edit.add("pin", known_fields("pin", fields))
    if audience == "network":
        edit.publish("pin", pin)
    return pin


def withdraw(edit: Edit, pin: str, *, today: date) -> str:
    """Take it off the table; the sentence to say. What was said about it stays with the team."""
    record = must_get(edit, "pin", pin)
    edit.put("pin", pin, {"until": (today - timedelta(days=1)).isoformat()})
    if edit.select("publication", of=pin):
        edit.unpublish("pin", pin)
        return _(
            "It is off the table. The network's copy goes with the next bundles. A copy that a team has received stays "
            "in its file's history, and what was printed stays on paper."
        )
    if record.get("audience") == "network":
        return _("It is off the table. It had not left the team.")
    return _("It is off the table. Teammates who have received it keep it in their history; it went no further.")


def release(edit: Edit, pin: str) -> str:
    """Let the cool comments that were held back be seen; the sentence to say."""
    edit.put("pin", pin, {"hold": False})
    if edit.select("publication", of=pin):
        edit.publish("pin", pin)
        return _("What was held back here is shown now. What waits at the hub comes with its next bundle.")
    return _("What was held back is shown now.")


def hold_back(edit: Edit, pin: str) -> None:
    """Keep cool comments on this back until they are released."""
    edit.put("pin", pin, {"hold": True})
    if edit.select("publication", of=pin):
        edit.publish("pin", pin)


def keep_until(edit: Edit, pin: str, until: date | None) -> None:
    """Another last day on the table (None: no end)."""
    edit.put("pin", pin, {"until": until.isoformat() if until else None})
    if edit.select("publication", of=pin):
        edit.publish("pin", pin)


def read_table(ws: Workspace, today: date) -> Table:
    """Everything for the Table page as it stands on this day."""
    found = _pins(ws, today)
    mine = [one for one in found if one.mine and not one.over]
    others = [one for one in found if not one.mine and not one.over]
    waits = [one for one in found if not one.over and one.may_give and _waits_for(one, ws.writer_id)]
    back = [given for one in found if one.mine for given in one.feedback if not given.own]
    with ws.read() as session:
        stage = team_stage(session.connection())
    return Table(
        stage,
        tuple(mine),
        tuple(waits),
        tuple(others),
        tuple(sorted(back, key=lambda one: (one.on, one.id), reverse=True)),
        tuple(one for one in found if one.over),
    )


def _waits_for(one: OnTable, person: str) -> bool:
    """Whether nobody of us has said anything to another team's pin, or this person nothing to a teammate's."""
    if one.mine:
        return one.person != person and not any(given.person == person for given in one.feedback)
    return not any(given.own for given in one.feedback)


def read_pin(ws: Workspace, pin: str, today: date) -> OnTable:
    """One pin with all that may be shown of it; NetDeskError where it is not here."""
    for one in _pins(ws, today):
        if one.id == pin:
            return one
    raise NetDeskError(_("There is nothing {id} on the table. It may have been taken off.").format(id=pin))


def _pins(ws: Workspace, today: date) -> list[OnTable]:
    names = team_names(ws)
    pins = seen(ws, "pin")
    given = _feedback(ws, names)
    later = {str(one.fields["before"]): one.id for one in pins if one.fields.get("before")}
    with ws.read() as session:
        stage = team_stage(session.connection())
        table = RECORD_TABLES["feedback"]
        waiting: dict[str, int] = {}
        for row in session.connection().execute(table.select().where(table.c.withheld, table.c.kind == "cool")):
            waiting[row.pin] = waiting.get(row.pin, 0) + 1
        kinds = {one.id: kind_of(session.connection(), str(one.fields.get("of"))) for one in pins if one.own}
    found = []
    for one in pins:
        fields = one.fields
        copy = fields.get("frozen")
        frozen: Record = copy if isinstance(copy, dict) else {}
        lower = min(stage, str(fields.get("stage") or "0"))
        allowed = FEEDBACK_BY_STAGE.get(lower, frozenset())
        until = date.fromisoformat(fields["until"]) if fields.get("until") else None
        held = waiting.get(one.id, 0) if one.own and fields.get("hold") and "cool" in allowed else 0
        found.append(
            OnTable(
                id=one.id,
                of=str(fields.get("of") or ""),
                kind=str(frozen.get("kind") or kinds.get(one.id) or ""),
                title=title_of(frozen.get("fields") or {}),
                question=str(fields.get("question") or ""),
                wanted=tuple(fields.get("wanted") or ()),
                stage=lower,
                hold=bool(fields.get("hold")),
                audience=str(fields.get("audience") or "team"),
                until=until,
                over=until is not None and until < today,
                mine=one.own,
                person=one.person,
                team=called(one, names),
                on=one.on,
                before=str(fields.get("before") or ""),
                after=later.get(one.id, ""),
                frozen=frozen,
                may_give=tuple(kind for kind in ("warm", "clarifying", "probing", "cool") if kind in allowed),
                feedback=tuple(given.get(one.id, ())),
                held=held,
            )
        )
    return sorted(found, key=lambda one: (one.until or date.max, -one.on.toordinal(), one.id))


def _feedback(ws: Workspace, names: dict[str, str]) -> dict[str, list[Given]]:
    """{pin: what was said about it that may be shown}."""
    said = by("feedback", seen(ws, "reply"))
    built = {str(one.fields["built_on"]) for found in said.values() for one in found if one.fields.get("built_on")}
    titles = {record: title_here(ws, record) for record in sorted(built)}
    given_to: dict[str, list[Given]] = {}
    for one in seen(ws, "feedback"):
        fields = one.fields
        spot = str(fields.get("spot") or "")
        given = Given(
            id=one.id,
            pin=str(fields.get("pin") or ""),
            kind=str(fields.get("kind") or ""),
            text=str(fields.get("text") or ""),
            evidence_seen=str(fields.get("evidence_seen") or ""),
            spot=int(spot) if spot.isdigit() else None,
            by_team=called(one, names),
            own=one.own,
            person=one.person,
            on=one.on,
            replies=tuple(_said(reply, names, titles) for reply in said.get(one.id, ())),
        )
        given_to.setdefault(given.pin, []).append(given)
    return given_to


def _said(reply: Seen, names: dict[str, str], titles: dict[str, tuple[str, str]]) -> Said:
    built = str(reply.fields.get("built_on") or "")
    kind, title = titles.get(built, ("", ""))
    return Said(
        reply.id, str(reply.fields.get("text") or ""), names.get(reply.team, ""), reply.on, kind, built, title
    )


#: Fields of a frozen copy that say nothing to a reader.
_QUIET: Final = frozenset(
    {"pos", "order", "preset", "active", "depth", "ramp", "chart", "rules", "category", "ordinal"}
)
#: Labels of fields that are not called as they are written.
_CALLED: Final = {
    "when_text": N_("when"), "for_whom": N_("for whom"), "decision_because": N_("why so decided"),
    "locked_at": N_("prediction locked on"), "scope": N_("how many"), "people": N_("people affected"),
}  # fmt: skip
#: Short facts, which share one line.
_FACTS: Final = frozenset({"choice", "num", "date", "bool"})


def frozen_parts(frozen: Record) -> tuple[Part, ...]:
    """A frozen copy as numbered lines in a fixed order: texts, short facts, then each part. Spots count from 1.

    Points of a measure are one line, so that a year of them does not take fifty numbers. The title is left to the
    heading.
    """
    kind, item = str(frozen.get("kind") or ""), frozen.get("fields") or {}
    told = _told(kind, {name: value for name, value in item.items() if value != _heading(item)})
    lines = [(kind, label, text) for name, label, text in told if not _is_fact(kind, name)]
    facts = [f"{label}: {text}" for name, label, text in told if _is_fact(kind, name)]
    if facts:
        lines.append((kind, _("In short"), " · ".join(facts)))
    points = []
    for part, depth in _in_reading_order(frozen.get("parts") or ()):
        fields = part.get("fields") or {}
        if part.get("kind") == "observation":
            points.append(f"{fields.get('period', '')}: {_value(fields.get('value'))}")
        elif part.get("kind") in KINDS:
            own = _part_lines(part["kind"], fields, depth)
            if own:
                main = part["kind"] == "cause" and fields.get("category")
                label = _("main group") if main else _(KINDS[part["kind"]].label)
                lines.append((part["kind"], label.capitalize(), "\n".join(own)))
    if points:
        lines.append(("observation", _("Points"), "; ".join(points)))
    return tuple(Part(n, *line) for n, line in enumerate(lines, 1))


def _in_reading_order(parts: Iterable[Record]) -> list[tuple[Record, int]]:
    """The parts with their depth: those of a tree under what they hang under, all others as they were frozen."""
    found = list(parts)
    here = {part.get("id") for part in found if part.get("kind") in TREES}
    tops: list[Record] = []
    below: dict[str, list[Record]] = {}
    for part in found:
        pos = (part.get("fields") or {}).get("pos") if part.get("id") in here else None
        above = str(pos[0]) if pos and pos[0] in here else ""
        (below.setdefault(above, []) if above else tops).append(part)
    ordered: list[tuple[Record, int]] = []
    taken: set[int] = set()

    def put(part: Record, depth: int) -> None:
        if id(part) not in taken:
            taken.add(id(part))
            ordered.append((part, depth))
            for one in below.get(str(part.get("id")), ()):
                put(one, depth + 1)

    for part in (*tops, *found):  # a copy from elsewhere whose parts hang in a circle loses none of them
        put(part, 0)
    return ordered


def _part_lines(kind: str, fields: Record, depth: int) -> list[str]:
    """A part in lines: its title, then each text, then its short facts in one line."""
    title = _heading(fields)
    asks_why = kind == "cause" and depth > 1
    own = [_("Why? {text}").format(text=title) if asks_why else title] if title else []
    told = [one for one in _told(kind, fields) if one[2] != title]
    own += [f"{label}: {text}" for name, label, text in told if not _is_fact(kind, name)]
    facts = [f"{label}: {text}" for name, label, text in told if _is_fact(kind, name)]
    return [*own, " · ".join(facts)] if facts else own


def _heading(fields: Record) -> str:
    return next((str(fields[name]) for name in ("name", "title", "what", "text") if fields.get(name)), "")


def _is_fact(kind: str, name: str) -> bool:
    field = KINDS[kind].fields[name]
    return field.type in _FACTS or (field.type == "text" and name.endswith("_unit"))


def _told(kind: str, fields: Record) -> list[tuple[str, str, str]]:
    """(field, its label, its words) of what a reader can use, in the order of the table of records."""
    found = []
    for name, field in KINDS[kind].fields.items() if kind in KINDS else ():
        value = fields.get(name)
        if value is None or name in _QUIET or field.type in ("ref", "json", "key", "pos"):
            continue
        if fields.get(name.removesuffix("_unit")) is not None and name.endswith("_unit"):
            continue  # said with its number
        label = _(_CALLED.get(name, name.replace("_", " "))).capitalize()
        unit = str(fields.get(f"{name}_unit") or "")
        found.append((name, label, f"{_words(field.type, value)} {unit}".strip()))
    return found


def _words(type_: str, value: Any) -> str:
    if type_ == "list":
        return ", ".join(value)
    if type_ == "pair":
        return _value(value)
    if type_ == "bool":
        return _("yes") if value else _("no")
    if type_ == "date":
        try:
            return format_date(date.fromisoformat(str(value)))
        except ValueError:
            return str(value)
    if type_ == "when":
        return format_date(datetime.fromisoformat(str(value)).astimezone().date())
    return _(str(value).replace("_", " ")) if type_ == "choice" else str(value)


def _value(pair: Any) -> str:
    if not isinstance(pair, dict):
        return ""
    return f"{pair.get('n')}/{pair.get('d')}" if "d" in pair else str(pair.get("v", ""))
