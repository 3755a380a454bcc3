"""One writer a file: readers cannot write by any road, and a second opening reads only and says by whom."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy import delete, insert, text, update
from sqlalchemy.orm import Session

from netdesk.errors import NetDeskError
from netdesk.models import Aim
from netdesk.store.workspace import Workspace
from tests.store.school import School, add, text_of


def set_attribute(session: Session) -> None:
    session.query(Aim).one().what = "No"
    session.flush()


def delete_entity(session: Session) -> None:
    session.delete(session.query(Aim).one())
    session.flush()


def add_entity(session: Session) -> None:
    session.add(Aim(id="0" * 32, space="T:x", alive=True, unknown=False, created_t="0", created_w=0, changed_t="0",
                    changed_w=0, created_device="", changed_device=""))  # fmt: skip
    session.commit()


def update_many(session: Session) -> None:
    session.execute(update(Aim).values(what="No"))


def bulk_mappings(session: Session) -> None:
    session.bulk_update_mappings(sqlalchemy.inspect(Aim), [{"id": session.query(Aim).one().id, "what": "No"}])


def delete_many(session: Session) -> None:
    session.execute(delete(Aim))


def insert_rows(session: Session) -> None:
    session.connection().execute(insert(Aim.__table__), [{"id": "0" * 32}])


def text_sql(session: Session) -> None:
    session.execute(text("UPDATE aim SET what = 'No'"))


def text_sql_on_the_log(session: Session) -> None:
    session.execute(text("DELETE FROM log_change"))


def driver_sql(session: Session) -> None:
    session.connection().exec_driver_sql("REPLACE INTO meta VALUES ('device', 'x')")


def raw_connection(session: Session) -> None:
    raw = session.connection().connection.dbapi_connection
    assert raw is not None
    raw.execute("DROP TABLE aim")


def after_commit(session: Session) -> None:
    session.commit()
    session.execute(text("UPDATE aim SET what = 'No'"))


ROADS = [
    set_attribute, delete_entity, add_entity, update_many, bulk_mappings, delete_many, insert_rows, text_sql,
    text_sql_on_the_log, driver_sql, raw_connection, after_commit,
]  # fmt: skip


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.__name__)
def test_that_a_reader_cannot_write_by_this_road(ana: Workspace, road: Callable[[Session], None]) -> None:
    add(ana, "aim", what="Attendance")
    before = text_of(ana)
    with pytest.raises((NetDeskError, sqlalchemy.exc.SQLAlchemyError, Exception)) as refused, ana.read() as session:
        road(session)
    chain = [refused.value, refused.value.__cause__, getattr(refused.value, "orig", None)]
    assert any("readonly" in str(one) or "cannot be written" in str(one) for one in chain), chain
    assert text_of(ana) == before


def test_that_a_workspace_gives_nobody_its_writing_connection(ana: Workspace) -> None:
    """No public name of a workspace, its log or an open session leads to a connection that can write."""

    def lead(thing: object) -> list[str]:
        found = []
        for name in dir(thing):
            if not name.startswith("_"):
                value: Any = getattr(thing, name)
                if isinstance(value, sqlalchemy.Engine | sqlalchemy.Connection | Session):
                    found.append(name)
        return found

    assert lead(ana) == []
    assert lead(ana.log) == []
    with ana.read() as session:
        assert session.execute(text("PRAGMA query_only")).scalar() == 1


def test_that_an_edit_inside_an_edit_is_a_bug_and_keeps_nothing(ana: Workspace) -> None:
    before = text_of(ana)
    with pytest.raises(RuntimeError), ana.edit("Outer") as outer:
        outer.add("aim", {"what": "Outer"})
        with ana.edit("Inner") as inner:
            inner.add("aim", {"what": "Inner"})
    assert text_of(ana) == before


def test_that_a_second_opening_reads_only_and_says_by_whom_the_file_is_open(school: School, ana: Workspace) -> None:
    add(ana, "aim", what="Attendance")
    second = school.open(ana.path)
    assert second.read_only
    assert second.locked_by is not None and " on " in second.locked_by and " since " in second.locked_by
    assert second.select("aim")[0]["what"] == "Attendance"
    for writing in (
        lambda: add(second, "aim", what="No"),
        second.undo,
        second.redo,
        lambda: second.set_setting("a", 1),
    ):
        with pytest.raises(NetDeskError) as refused:
            writing()
        assert second.locked_by in refused.value.user_text
        assert ana.path.name in refused.value.user_text
    add(ana, "aim", what="Reading")
    assert len(second.select("aim")) == 2, "a reader sees what the writer has done meanwhile"


def test_that_the_file_is_free_when_its_holder_closes_it(school: School, ana: Workspace) -> None:
    ana.close()
    assert not school.open(ana.path).read_only


def test_that_a_read_only_opening_takes_no_lock(school: School, ana: Workspace) -> None:
    ana.close()
    reader = school.open(ana.path, read_only=True)
    writer = school.open(ana.path)
    assert reader.read_only and not writer.read_only


HOLDER = """
import sys, time
from netdesk.store.workspace import Workspace
ws = Workspace.open(sys.argv[1])
assert not ws.read_only
with ws.edit("Add aim") as edit:
    edit.add("aim", {"what": "before the kill"})
print("held", flush=True)
sys.stdin.read()
"""


def test_that_the_lock_of_a_killed_holder_is_free_and_its_work_is_there(school: School, ana: Workspace) -> None:
    ana.close()
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(ana.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        second = school.open(ana.path)
        assert second.locked_by is not None
        second.close()
        os.kill(holder.pid, signal.SIGKILL)
    again = school.open(ana.path)
    assert not again.read_only
    assert again.locked_by is None
    assert [aim["what"] for aim in again.select("aim")] == ["before the kill"]
