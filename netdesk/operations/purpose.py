"""Why the team exists, beside its aim: charter and why-together (one of each), the problem's versions, the people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from netdesk.i18n import N_
from netdesk.models import RECORD_TABLES
from netdesk.operations.source import Record, Source, known_fields, title_of

if TYPE_CHECKING:
    from netdesk.store.edit import Edit
    from netdesk.store.workspace import Workspace

EDIT_TOGETHER: Final = N_("Edit why we work together")
EDIT_PROBLEM: Final = N_("Edit the problem")
NEW_PROBLEM: Final = N_("See the problem anew")
LEAVE_TEAM: Final = N_("Take a member off the list")

#: What can have changed an aim or a problem, in the order in which it is offered.
EVIDENCE_KINDS: Final = ("measure", "cycle", "annotation")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A record that can be named as evidence."""

    kind: str
    id: str
    title: str


def put_single(edit: Edit, kind: str, record: str, fields: Mapping[str, Any]) -> None:
    """Put fields of a record of which a team has one (charter, why_together); it is made with its first words."""
    if edit.get(kind, record) is None:
        edit.add(kind, {name: value for name, value in fields.items() if value is not None})
    else:
        edit.put(kind, record, dict(fields))


def problems(source: Source) -> list[Record]:
    """Every version of the problem, the one in use first: the newest by its day, of one day the one made last."""
    made = source.select("problem")
    order = sorted(range(len(made)), key=lambda n: (made[n].get("since") or "", n), reverse=True)
    return [made[n] for n in order]


def put_problem(edit: Edit, problem: str | None, fields: Mapping[str, Any], *, today: date) -> str:
    """Put fields of a version of the problem; the first is made with its first words. Its id."""
    if problem is None:
        return edit.add("problem", known_fields("problem", {"since": today.isoformat(), **fields}))
    edit.put("problem", problem, dict(fields))
    return problem


def new_problem(
    edit: Edit, statement: str, *, since: date, evidence: str | None = None, evidence_link: str | None = None
) -> str:
    """The problem as the team sees it from this day on; the version before stays in the history. Its id."""
    fields = {
        "statement": statement,
        "evidence": evidence or None,
        "evidence_link": evidence_link,
        "since": since.isoformat(),
    }
    return edit.add("problem", known_fields("problem", fields))


def leave_team(edit: Edit, person: str) -> None:
    """Take a person off the list of members; what they did keeps their name."""
    edit.put("person", person, {"active": False})


def members(source: Source) -> list[Record]:
    """The people who are in the team now."""
    return [one for one in source.select("person") if one.get("active") is not False]


def evidence_choices(source: Source) -> list[Evidence]:
    """What can be named as evidence: measures, tests, and things marked on charts, by name."""
    found = []
    for kind in EVIDENCE_KINDS:
        some = [Evidence(kind, one["id"], title_of(one, 80)) for one in source.select(kind)]
        found += sorted((one for one in some if one.title), key=lambda one: one.title.casefold())
    return found


def evidence_of(source: Source, record: str | None) -> Evidence | None:
    """The record that a link names, if it is still there."""
    if not record:
        return None
    for kind in (*EVIDENCE_KINDS, "problem", "evidence", "insight", "field_note", "question", "driver", "cause"):
        found = source.get(kind, record)
        if found is not None:
            return Evidence(kind, record, title_of(found, 80))
    return None


def review_is_due(together: Mapping[str, Any], today: date) -> bool:
    """Whether the day to look again at why we work together has come and nothing is written yet."""
    return bool(together.get("review_on")) and together["review_on"] <= today.isoformat() and not together.get("found")


def authors(workspace: Workspace, kind: str, records: Iterable[str]) -> dict[str, str]:
    """Record id → the name of who made it, where a name is known."""
    table, people = RECORD_TABLES[kind], RECORD_TABLES["person"]
    owners = {card["device"]: card["person"] for card in workspace.cards()}
    with workspace.read() as session:
        made = session.execute(
            select(table.c.id, table.c.created_by, table.c.created_device).where(table.c.id.in_(list(records)))
        ).all()
        names = {row.id: row.name for row in session.execute(select(people.c.id, people.c.name)) if row.name}
    by = {row.id: names.get(row.created_by or owners.get(row.created_device, ""), "") for row in made}
    return {record: name for record, name in by.items() if name}
