"""Drafts that a crash left behind become edits when the workspace is opened again."""

from __future__ import annotations

from typing import Any

from netdesk.core.records import KINDS, derive_id
from netdesk.errors import NetDeskError
from netdesk.i18n import N_
from netdesk.operations.purpose import problems, put_problem, put_single
from netdesk.store.edit import Edit
from netdesk.ui.context import Context
from netdesk.ui.pages.aim import current_aim, put_aim
from netdesk.ui.shown import read_field

#: Kinds of which a team has one, made with its first words.
SINGLE = ("charter", "why_together")


def recover(context: Context) -> int:
    """Make one edit of the drafts that are there; gives how many became part of it.

    A draft that cannot be read, or whose record is gone, is left where it is: nothing typed is thrown away.
    """
    workspace = context.workspace
    if workspace.read_only or workspace.waiting:
        return 0
    found = [one for one in workspace.drafts() if _can_become_edit(context, one)]
    if not found:
        return 0
    made = context.edit(N_("Keep what was typed before"), _take_in, found, context)
    if not made:
        return 0
    for one in found:
        workspace.drop_draft(one["kind"], one["record"], one["field"])
    return len(found)


def _can_become_edit(context: Context, draft: dict[str, Any]) -> bool:
    kind, record, field = draft["kind"], draft["record"], draft["field"]
    if kind not in KINDS or field not in KINDS[kind].fields:
        return False
    try:
        read_field(kind, field, draft["text"], context.today())
    except NetDeskError:
        return False
    new = kind in ("aim", "problem") and record == "new"
    single = kind in SINGLE and record == derive_id(kind, [context.workspace.team_id])
    return new or single or context.workspace.get(kind, record) is not None


def _take_in(edit: Edit, drafts: list[dict[str, Any]], context: Context) -> None:
    aim = current_aim(context)
    aim_id = aim["id"] if aim else None
    for one in drafts:
        kind, record = one["kind"], one["record"]
        fields = {one["field"]: read_field(kind, one["field"], one["text"], context.today())}
        if kind == "aim" and record == "new":
            aim_id = put_aim(edit, aim_id, fields)
        elif kind == "problem" and record == "new":
            found = problems(edit)
            put_problem(edit, found[0]["id"] if found else None, fields, today=context.today())
        elif kind in SINGLE:
            put_single(edit, kind, record, fields)
        else:
            edit.put(kind, record, fields)
