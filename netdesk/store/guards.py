"""What an edit may not do, said in one sentence each: the guards of the records page, for window and apply alike."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from netdesk.core.fold import closes_cycle, path_between
from netdesk.core.records import FEEDBACK_BY_STAGE, KINDS, LINK, OWNED, STAGES, TREES
from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.models import RECORD_TABLES
from netdesk.models.log import CHANGE
from netdesk.store import frozen, staged

if TYPE_CHECKING:
    from netdesk.store.edit import Edit

#: Parts of a derived id that may be absent.
OPTIONAL_PARTS = frozenset({"subgroup", "ordinal"})


def check_writable(edit: Edit, space: str) -> None:
    """Only the team's own records and the person's private ones are written; copies follow their source."""
    if space not in (edit.spaces["team"], edit.spaces["me"]):
        raise NetDeskError(_("This is a published or received copy and is not changed here. Change the original."))


def check_add(edit: Edit, kind: str, record: str, values: dict[str, Any], space: str) -> None:
    """Guards for a new record; the program's own fields may be filled in here."""
    edit.note_references(kind, values, space)
    if edit.loading:
        return
    spec = KINDS[kind]
    if kind == "publication":
        raise NetDeskError(_('A publication is made by "publish", so that its copies are made with it.'))
    for part in spec.derived:
        if part != "(team)" and part not in OPTIONAL_PARTS and part not in values:
            raise NetDeskError(_('A {kind} needs "{field}".').format(kind=_(spec.label), field=part))
    _check_private(edit, kind, values, space)
    _check_program_fields(edit, kind, values)
    _check_person(edit, kind, record, values)
    if kind == "calendar_gap":
        _check_break(values)
    elif kind == LINK:
        check_link(edit, values["parent"], values["child"])
    elif kind == "stage_step" and not values.get("agreed_by"):
        raise NetDeskError(_("A step of feedback needs the names of those who agreed to it."))
    elif kind == "pin":
        frozen.freeze(edit, values, space)
    elif kind == "feedback":
        _check_feedback(edit, values)
    if "by_team" in spec.fields and not values.get("by_team"):
        # Copies travel without the team's own record: whoever reads one there must know whose it is.
        name = (edit.get("team", edit.team) or {}).get("name")
        if name:
            values["by_team"] = name
    if kind in TREES and values.get("pos"):
        check_tree(edit, kind, record, values, values["pos"][0])


def _check_private(edit: Edit, kind: str, values: dict[str, Any], space: str) -> None:
    if space != edit.spaces["me"]:
        return
    if edit.note.person is not None and edit.note.person != edit.device_person:
        raise NetDeskError(
            _("Several persons write in this file, so nothing in it can be only yours. Use the team level.")
        )
    derived = KINDS[kind].derived
    if not derived:
        return
    owner = values.get(derived[0])
    if derived[0] == "(team)" or (owner is not None and not _in_me(edit, owner)):
        raise NetDeskError(
            _("There is one such {kind} for the whole team, so it cannot be only yours. Use the team level.").format(
                kind=_(KINDS[kind].label)
            )
        )


def _check_program_fields(edit: Edit, kind: str, values: dict[str, Any]) -> None:
    if edit.by_program:
        return
    for name in values:
        field = KINDS[kind].fields[name]
        if field.written_by_program:
            raise NetDeskError(
                _('"{field}" of a {kind} is written only by the program. {help}')
                .format(field=name, kind=_(KINDS[kind].label), help=_(field.help) if field.help else "")
                .strip()
            )


def _check_break(values: dict[str, Any]) -> None:
    first, last = values.get("from"), values.get("to")
    if first and last and last < first:
        raise NetDeskError(
            _("A school break cannot end on {last}, before it begins on {first}. Change one of the two days.").format(
                last=last, first=first
            )
        )


def _check_person(edit: Edit, kind: str, record: str, values: dict[str, Any]) -> None:
    if kind == "person" and "agrees" in values and record != edit.writer:
        raise NetDeskError(_("Only the person may say that their name may be published."))


def check_link(edit: Edit, parent: str, child: str) -> None:
    """Refuse a link that closes a cycle, naming the cycle."""
    below: dict[str, set[str]] = {}
    for link in edit.select(LINK):
        below.setdefault(link["parent"], set()).add(link["child"])
    path = path_between(below, child, parent)
    if path:
        names = " → ".join(name_of(edit, node) for node in [parent, *path])
        raise NetDeskError(
            _("This link would make a circle in the theory: {path}. Take one of these links away first.").format(
                path=names
            )
        )


def name_of(edit: Edit, record: str) -> str:
    """How people know a node of the theory or a cause; its id where it has no name."""
    for kind, field in (("driver", "name"), ("change_idea", "name"), ("aim", "what"), ("cause", "text")):
        found = edit.get(kind, record)
        if found:
            return f"“{found.get(field, record)}”"
    return record


def _add_outside(edit: Edit, kind: str, place: dict[str, tuple[str | None, str]], parent: str) -> None:
    """Complete ``place`` with what the parent hangs under, however far up, wherever it stands.

    A record that was put into another tree keeps its place under its old parent: the replay of moves knows no trees.
    """
    above: str | None = parent
    passed: set[str] = set()
    while above is not None and above not in passed:
        passed.add(above)
        if above not in place:
            found = edit.select_where(kind, {"id": above}, deleted=True)
            place[above] = tuple(found[0].get("pos") or (None, "")) if found else (None, "")
        above = place[above][0]


def check_tree(edit: Edit, kind: str, record: str, values: dict[str, Any], parent: str | None) -> None:
    if parent is None:
        return
    tree = TREES[kind]
    place: dict[str, tuple[str | None, str]] = {}
    # Deleted ones too: a teammate's work can keep what hangs under them alive, and the replay of moves sees them.
    for one in edit.select_where(kind, {tree: values.get(tree)}, deleted=True):
        place[one["id"]] = tuple(one.get("pos") or (None, ""))
    if not edit.loading and (parent not in place or edit.get(kind, parent) is None):
        raise NetDeskError(_("The cause to hang this under is not in this fishbone. Name one that is, or none."))
    _add_outside(edit, kind, place, parent)
    if closes_cycle(place, record, parent):
        names = []
        above: str | None = parent
        while above is not None and above != record:
            names.append(name_of(edit, above))
            above = place.get(above, (None, ""))[0]
        raise NetDeskError(
            _("{name} cannot go under {path}, because that is under {name}. Move that one first.").format(
                name=name_of(edit, record), path=" → ".join(names)
            )
        )


def _check_feedback(edit: Edit, values: dict[str, Any]) -> None:
    edit.flush()
    if values.get("pin") is None:
        raise NetDeskError(_('Feedback is given to something on the table: it needs "pin".'))
    pin = staged.pin_stages(edit.connection).get(values["pin"])
    if pin is None:
        return  # the check of what the edit names says it
    if not pin.there:
        raise NetDeskError(_("This is no longer on the table, so it takes no more feedback."))
    stage = min(pin.stage, staged.team_stage(edit.connection))
    if values.get("kind") not in FEEDBACK_BY_STAGE[stage]:
        kinds = [one for one in KINDS["feedback"].fields["kind"].choices if one in FEEDBACK_BY_STAGE[stage]]
        raise NetDeskError(
            _("At stage {stage} these kinds of feedback are agreed to: {kinds}. An agreement raises the stage.").format(
                stage=stage, kinds=", ".join(_(one) for one in kinds) or _("none")
            )
        )


def check_put(edit: Edit, kind: str, record: str, before: dict[str, Any], values: dict[str, Any], space: str) -> None:
    """Guards for changed fields."""
    edit.note_references(kind, values, space)
    spec = KINDS[kind]
    for name in spec.derived:
        if name in values:
            raise NetDeskError(
                _(
                    '"{field}" of a {kind} cannot be changed, because the id follows from it. Delete it, add it anew.'
                ).format(field=name, kind=_(spec.label))
            )
    _check_program_fields(edit, kind, values)
    _check_person(edit, kind, record, values)
    if kind == "question" and before.get("locked_at") and ("prediction" in values or "because" in values):
        raise NetDeskError(
            _("This prediction was locked when the cycle began ({when}). Add an amendment; both will be shown.").format(
                when=before["locked_at"]
            )
        )
    if kind == "calendar_gap":
        _check_break({**before, **values})
    if kind == "stage_step" and "agreed_by" in values and not values["agreed_by"]:
        raise NetDeskError(_("A step of feedback needs the names of those who agreed to it."))
    if kind == "feedback":
        _check_feedback(edit, {**before, **values})
    if kind == "pin" and "of" in values:
        raise NetDeskError(_("What lies on the table is a frozen copy. Put the other item on the table by itself."))
    if kind in TREES and values.get("pos"):
        check_tree(edit, kind, record, {**before, **values}, values["pos"][0])


def after_put(edit: Edit, kind: str, record: str, before: dict[str, Any], values: dict[str, Any]) -> None:
    """What follows from changed fields: a cycle that leaves Plan locks its predictions."""
    if kind == "cycle" and has_begun(values.get("stage")) and not has_begun(before.get("stage")):
        lock_questions(edit, record)


def has_begun(stage: str | None) -> bool:
    """Whether a cycle at this stage has begun its Do."""
    return stage is not None and stage in STAGES[1:]


def lock_questions(edit: Edit, cycle: str) -> None:
    """Lock every open prediction of a cycle: the text is written once more, so the lock names what it holds."""
    now = datetime.fromtimestamp(edit.note.w, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for question in edit.select("question", cycle=cycle):
        if question.get("locked_at"):
            continue
        for name in ("prediction", "because"):
            state = edit.need("question", question["id"])
            edit.write_put(state, name, question.get(name))
        edit.write_put(edit.need("question", question["id"]), "locked_at", now)


def check_delete(edit: Edit, kind: str, record: str) -> None:
    """Guards for a deletion."""
    if kind == "team":
        raise NetDeskError(_("The team itself cannot be deleted."))
    if kind == "person" and record in (edit.device_person, edit.writer):
        raise NetDeskError(_("The person who writes here cannot be deleted."))
    if kind == "publication":
        raise NetDeskError(_('A publication is taken back by "unpublish", so that its copies go with it.'))


def check_restore(edit: Edit, kind: str, values: dict[str, Any]) -> None:
    """Guards for a restored record."""
    if kind == LINK and values.get("parent") and values.get("child"):
        check_link(edit, values["parent"], values["child"])


def deleted_with(edit: Edit, kind: str, record: str) -> list[tuple[str, str]]:
    """What goes with a deleted record, innermost first: its children in a tree, its links, its parts."""
    found: list[tuple[str, str]] = []
    if kind in TREES:
        own = edit.get(kind, record) or {}
        for child in edit.select_where(kind, {TREES[kind]: own.get(TREES[kind])}):
            if (child.get("pos") or [None])[0] == record:
                found += [*deleted_with(edit, kind, child["id"]), (kind, child["id"])]
    for part, field in OWNED.get(kind, ()):
        for one in edit.select_where(part, {field: record}):
            if (part, one["id"]) not in found:
                found += [pair for pair in deleted_with(edit, part, one["id"]) if pair not in found]
                found.append((part, one["id"]))
    return list(dict.fromkeys(found))


def belongs_to(kind: str, values: dict[str, Any], owner: tuple[str, str]) -> bool:
    """Whether a record of this kind with these values hangs under ``owner`` or is a part of it."""
    if kind in TREES and kind == owner[0] and (values.get("pos") or [None])[0] == owner[1]:
        return True
    return any(part == kind and values.get(field) == owner[1] for part, field in OWNED.get(owner[0], ()))


# References


def check_references(edit: Edit) -> None:
    """At the end of an edit: what it names must be there, of the right kind, and not private if this is not."""
    for (kind, name, space), ids in edit.named.items():
        field = KINDS[kind].fields[name]
        for record in sorted(ids):
            found = _kinds_and_spaces(edit, record, field.to)
            if not found:
                kinds = " / ".join(_(KINDS[one].label) for one in field.to) or _("record")
                raise NetDeskError(
                    _('"{field}" names {id}, but there is no such {kinds} here. Check the id.').format(
                        field=name, id=record, kinds=kinds
                    )
                )
            if space == edit.spaces["team"] and edit.spaces["me"] in found and len(found) == 1:
                raise NetDeskError(
                    _(
                        '"{field}" names a record that is only yours, which the team could not see. '
                        "Move both to the team level, or keep both to yourself."
                    ).format(field=name)
                )


def _in_me(edit: Edit, record: str) -> bool:
    return edit.spaces["me"] in _kinds_and_spaces(edit, record, ())


def _kinds_and_spaces(edit: Edit, record: str, kinds: tuple[str, ...]) -> set[str]:
    """The spaces that hold a record of this id, or a copy of it, among these kinds (any kind if none is named)."""
    spaces: set[str] = set()
    for kind in kinds:
        state = edit.states.get(record)
        if state is not None and state.kind == kind:
            return {state.space}
        table = RECORD_TABLES[kind]
        query = select(table.c.space).where((table.c.id == record) | (table.c.copy_of == record))
        spaces |= {row[0] for row in edit.connection.execute(query)}
    if not kinds:
        query = select(CHANGE.c.stream).where(CHANGE.c.record == record).distinct()
        spaces = {edit.log.stream_by_id(row[0]).space for row in edit.connection.execute(query)}
        for table in () if spaces else RECORD_TABLES.values():
            copies = select(table.c.space).where(table.c.copy_of == record)
            spaces |= {row[0] for row in edit.connection.execute(copies)}
    return spaces
