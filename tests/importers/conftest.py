"""A team with two measures, one of pairs and one of single values, and files that schools really have."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from netdesk import Workspace
from netdesk.importers.files import read_data
from netdesk.importers.plan import ImportPlan, plan_import
from netdesk.operations.measures import ADD_MEASURE, add_measure

TODAY = date(2024, 6, 3)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "team.netdesk", team="Lincoln", person="Ana") as made:
        yield made


@pytest.fixture
def attendance(workspace: Workspace) -> str:
    """Present out of enrolled."""
    with workspace.edit(ADD_MEASURE) as edit:
        return add_measure(
            edit,
            {"name": "Weekly attendance", "unit": "%", "better": "up", "every": "week"},
            definition={"numerator": "Students present", "denominator": "Students enrolled"},
        )


@pytest.fixture
def minutes(workspace: Workspace) -> str:
    """A single value a week."""
    with workspace.edit(ADD_MEASURE) as edit:
        return add_measure(edit, {"name": "Minutes of writing", "unit": "minutes", "better": "up", "every": "week"})


Planner = Callable[..., ImportPlan]


@pytest.fixture
def plan(workspace: Workspace) -> Planner:
    """What a file's bytes would do to a measure."""

    def planner(data: bytes | str, measure: str, **more: Any) -> ImportPlan:
        raw = data.encode() if isinstance(data, str) else data
        return plan_import(workspace, measure, read_data(raw, "data"), today=TODAY, **more)

    return planner


def book(*sheets: tuple[str, Sequence[Sequence[Any]]], hidden: Sequence[str] = (), merged: Sequence[str] = ()) -> bytes:
    """An .xlsx file's bytes: sheets of rows."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name in hidden:
            sheet.sheet_state = "hidden"
        for cells in merged:
            sheet.merge_cells(cells)
    out = io.BytesIO()
    made.save(out)
    made.close()
    return out.getvalue()


def said(plan: ImportPlan) -> list[tuple[str, str]]:
    """The points as (period, value) texts, in order of period."""
    return [
        (one.point.period.isoformat(), one.point.value.get("v") or f"{one.point.value['n']}/{one.point.value['d']}")
        for one in sorted(plan.points, key=lambda one: one.point.period)
    ]
