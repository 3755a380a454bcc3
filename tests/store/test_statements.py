"""How an edit speaks to the database: safe pragmas, few statements, the right indexes, no history read."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event, text

from netdesk.core.records import KINDS
from netdesk.models import RECORD_TABLES
from netdesk.models.log import CHANGE, HEAD
from netdesk.store import rows
from netdesk.store.workspace import Workspace
from tests.store.school import School, add, exchange, put

MOST = 6


def writer_engine(workspace: Workspace) -> Any:
    return workspace._need_writer()._Log__engine  # type: ignore[attr-defined]


@contextlib.contextmanager
def statements(workspace: Workspace) -> Iterator[list[tuple[str, Any]]]:
    """What the writer says between BEGIN and COMMIT: (statement, parameters)."""
    said: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            said.append((statement, parameters))

    engine = writer_engine(workspace)
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


def plan_of(workspace: Workspace, statement: str, parameters: Any) -> str:
    if isinstance(parameters, list):
        parameters = parameters[0]
    with workspace.read() as session:
        rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    return " | ".join(row[-1] for row in rows)


@pytest.fixture
def busy(ana: Workspace) -> tuple[Workspace, str, str]:
    """A workspace with some hundred records: (workspace, a cycle, a measure)."""
    with ana.edit("Fill") as edit:
        cycle = edit.add("cycle", {"title": "First", "study": "…"})
        measure = edit.add("measure", {"name": "Absences"})
        for n in range(150):
            period = f"2025-{n // 28 + 1:02d}-{n % 28 + 1:02d}"
            edit.add("observation", {"measure": measure, "period": period, "value": {"v": n}})
            edit.add("cycle", {"title": f"Cycle {n}"})
    return ana, cycle, measure


def test_that_the_writer_has_the_safe_pragmas(ana: Workspace) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 0, "trusted_schema": 0}
    assert {name: ana.pragma(name) for name in wanted} == wanted
    if sys.platform == "darwin":
        assert (ana.pragma("fullfsync"), ana.pragma("checkpoint_fullfsync")) == (1, 1)


def test_that_readers_have_theirs(ana: Workspace) -> None:
    with ana.read() as session:
        assert session.execute(text("PRAGMA query_only")).scalar() == 1
        assert session.execute(text("PRAGMA trusted_schema")).scalar() == 0


def test_that_a_single_put_takes_few_statements_and_reads_no_history(busy: tuple[Workspace, str, str]) -> None:
    ana, cycle, _measure = busy
    with statements(ana) as said:
        put(ana, "cycle", cycle, study="It worked")
    assert len(said) <= MOST, said
    assert not any(one.startswith("SELECT") and "log_change" in one for one, _parameters in said)


def test_that_a_put_after_many_puts_takes_no_more(busy: tuple[Workspace, str, str]) -> None:
    ana, cycle, _measure = busy
    for n in range(30):
        put(ana, "cycle", cycle, study=f"Text {n}")
    with statements(ana) as said:
        put(ana, "cycle", cycle, study="It worked")
    assert len(said) <= MOST
    assert not any("log_change" in one for one, _parameters in said if one.startswith("SELECT"))


@pytest.mark.parametrize("fields", [{"title": "New"}, {"title": "New", "plan": "a", "do": "b", "people": 3}])
def test_that_a_single_add_takes_few_statements_and_reads_no_history(
    busy: tuple[Workspace, str, str], fields: dict[str, Any]
) -> None:
    ana, _cycle, _measure = busy
    with statements(ana) as said:
        add(ana, "cycle", **fields)
    assert len(said) <= MOST, said
    assert not any("log_change" in one for one, _parameters in said if one.startswith("SELECT"))


def test_that_a_single_observation_takes_few_statements(busy: tuple[Workspace, str, str]) -> None:
    ana, _cycle, measure = busy
    with statements(ana) as said:
        record = add(ana, "observation", measure=measure, period="2026-03-01", value={"v": 1})
    assert len(said) <= MOST, said
    with statements(ana) as said:
        put(ana, "observation", record, value={"v": 2})
    assert len(said) <= MOST, said


def test_that_a_deletion_of_what_has_no_parts_takes_few_statements(busy: tuple[Workspace, str, str]) -> None:
    ana, _cycle, _measure = busy
    norm = add(ana, "norm", text="Begin on time")
    with statements(ana) as said, ana.edit("Delete") as edit:
        edit.delete("norm", norm)
    assert len(said) <= MOST + 1, said


def test_that_many_adds_take_hardly_more_statements_than_one(ana: Workspace) -> None:
    measure = add(ana, "measure", name="Absences")
    with statements(ana) as said, ana.edit("Paste") as edit:
        for day in range(1, 29):
            edit.add("observation", {"measure": measure, "period": f"2026-02-{day:02d}", "value": {"v": day}})
    assert len(said) <= 28 + MOST, "at most one question a record, whether it is there"


SEARCHES = {
    "log_change": ("log_change_record", "log_change_edit", "PRIMARY KEY"),
    "log_head": ("PRIMARY KEY",),
    "log_conflict": ("log_conflict_record", "sqlite_autoindex_log_conflict_1"),
    "log_stream": ("INTEGER PRIMARY KEY", "log_stream"),
}


def test_that_the_hot_statements_use_their_indexes(school: School, busy: tuple[Workspace, str, str]) -> None:
    """The planner once chose the stream's prefix for a search by record, and edits fell to tens a second."""
    ana, cycle, measure = busy
    ben = school.member(ana)
    with statements(ana) as said:
        put(ana, "cycle", cycle, study="It worked")
        record = add(ana, "observation", measure=measure, period="2026-03-01", value={"v": 1})
        with ana.edit("Delete") as edit:
            edit.delete("observation", record)
        with ana.edit("Restore") as edit:
            edit.restore("observation", record)
        ana.undo()
        ana.redo()
        exchange(ana, ben)
        put(ben, "cycle", cycle, study="Ben's")
        put(ana, "cycle", cycle, study="Ana's")
        exchange(ana, ben)
    plans = {one: plan_of(ana, one, parameters) for one, parameters in said if not one.startswith("INSERT")}
    assert len(plans) >= 12
    for statement, plan in plans.items():
        for step in plan.split(" | "):
            if step.startswith(("SCAN log_change", "SCAN log_head", "SCAN cycle", "SCAN observation")):
                pytest.fail(f"{statement}\n{plan}")
        if "log_change.record" in statement.partition("WHERE")[2]:
            assert "log_change_record" in plan, (statement, plan)


def test_that_the_search_by_record_is_the_records_index_also_after_analyze(busy: tuple[Workspace, str, str]) -> None:
    ana, cycle, _measure = busy
    by_record = f"SELECT body FROM {CHANGE.name} WHERE record = ?"
    heads = f"SELECT * FROM {HEAD.name} WHERE record = ?"
    for _turn in range(2):
        assert "USING INDEX log_change_record (record=?)" in plan_of(ana, by_record, (cycle,))
        assert "USING PRIMARY KEY (record=?)" in plan_of(ana, heads, (cycle,))
        with ana._need_writer().transaction() as connection:
            connection.exec_driver_sql("ANALYZE")


def test_that_lines_of_a_stream_are_read_by_the_key_in_order(busy: tuple[Workspace, str, str]) -> None:
    ana, _cycle, _measure = busy
    plan = plan_of(ana, "SELECT body FROM log_change WHERE stream = ? AND seq > ? ORDER BY seq", (1, 5))
    assert "PRIMARY KEY (stream=? AND seq>?)" in plan and "TEMP B-TREE" not in plan


def test_that_parts_are_found_by_their_owner(busy: tuple[Workspace, str, str]) -> None:
    ana, cycle, _measure = busy
    for kind, field in (("observation", "measure"), ("question", "cycle"), ("cause", "fishbone")):
        plan = plan_of(ana, f"SELECT * FROM {kind} WHERE space IN (?) AND alive AND {field} = ?", ("T:x", cycle))
        assert f"USING INDEX {kind}_{field}" in plan


def test_that_what_is_read_again_with_other_values_is_not_built_again(busy: tuple[Workspace, str, str]) -> None:
    workspace, cycle, measure = busy
    asked: list[dict[str, Any]] = [{"measure": measure}, {"measure": None}, {"measure": measure, "period": None}]
    first = [len(workspace.select("observation", **equals)) for equals in asked]
    assert first == [150, 0, 0] and workspace.get("cycle", cycle) and workspace.get("cycle", "nobody's") is None
    built = rows._query.cache_info().misses, rows._living.cache_info().misses
    assert [len(workspace.select("observation", **equals)) for equals in asked] == first
    assert workspace.select("observation", measure="nobody's") == []
    assert workspace.get("cycle", workspace.select("cycle")[1]["id"])["title"] == "Cycle 0"  # type: ignore[index]
    assert workspace.select("cycle")
    assert (rows._query.cache_info().misses, rows._living.cache_info().misses) <= (built[0] + 1, built[1])


def test_that_every_kind_has_its_table_with_its_columns(ana: Workspace) -> None:
    with ana.read() as session:
        for kind, spec in KINDS.items():
            names = {row[1] for row in session.execute(text(f'PRAGMA table_info("{kind}")'))}
            assert {field.name for field in spec.fields.values()} <= names
            assert names == {column.name for column in RECORD_TABLES[kind].columns}
