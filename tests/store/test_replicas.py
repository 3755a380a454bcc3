"""Several workspaces of one team: whatever the order of work and exchange, rows follow from the log alone."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netdesk import paths
from netdesk.store.check import check
from netdesk.store.refold import refold_all
from netdesk.store.workspace import Workspace
from tests.store.deeds import Deeds, begin
from tests.store.school import School, add, exchange, hand_over, put, rows_of, shared_text

DAY = 86_400.0


def refolded(workspace: Workspace) -> dict[str, list[str]]:
    """The rows as they come out when all are thrown away and made again from the log, on a copy."""
    with workspace.preview_copy() as copy:
        with copy._start_transaction() as connection:
            refold_all(connection, copy._need_writer())
        return rows_of(copy)


def work_together(folder: Path, seed: int, rounds: int, people: int) -> None:
    """Random deeds, undos and partial exchanges among some people with odd clocks; then everyone has everything."""
    school = School(folder, seed)
    paths.set_data_dir(folder / "data")
    chance = random.Random(seed)
    ana = school.team("Ana")
    begin(ana)
    team = [ana, *(school.member(ana, name) for name in ("Ben", "Cy")[: people - 1])]
    exchange(*team)
    for workspace in team[1:]:
        skew = chance.choice((0, 3600, 400 * DAY, -3000 * DAY))
        workspace.now = lambda skew=skew: max(school.now() + skew, 1.0)  # type: ignore[misc]
    deeds = [Deeds(workspace, chance) for workspace in team]
    for _round in range(rounds):
        for _deed in range(chance.randint(1, 5)):
            one = chance.choice(deeds)
            turn = chance.random()
            if turn < 0.15 and one.workspace.undo_label():
                one.workspace.undo()
            elif turn < 0.25 and one.workspace.redo_label():
                one.workspace.redo()
            else:
                one.do()
        giver, taker = chance.sample(team, 2)
        # Half a stream is delivered as often as a whole one.
        upto = {s.device: chance.randint(s.seq // 2, s.seq) for s in giver.log.streams()}
        ahead = {s.device: taker.log.vector(s.space).get(s.device, 0) for s in giver.log.streams()}
        hand_over(giver, taker, upto={d: max(n, ahead[d]) for d, n in upto.items()} if chance.random() < 0.5 else None)
    for workspace in team:
        assert rows_of(workspace) == refolded(workspace)
    exchange(*team)
    exchange(*team)
    texts = [shared_text(workspace) for workspace in team]
    assert len(set(texts)) == 1
    before = rows_of(ana)
    exchange(*team)
    assert rows_of(ana) == before, "the same again changes nothing"
    for workspace in team:
        assert check(workspace) == []
    school.close()


@pytest.mark.slow
@given(seed=st.integers(0, 1 << 32), people=st.integers(2, 3))
@settings(max_examples=4)
def test_that_replicas_converge_and_rows_are_what_the_log_says(
    tmp_path_factory: pytest.TempPathFactory, seed: int, people: int
) -> None:
    work_together(tmp_path_factory.mktemp("team"), seed, 8, people)


@pytest.mark.soak
@given(seed=st.integers(0, 1 << 32), people=st.integers(2, 3))
@settings(max_examples=60)
def test_that_replicas_converge_after_long_work(
    tmp_path_factory: pytest.TempPathFactory, seed: int, people: int
) -> None:
    work_together(tmp_path_factory.mktemp("team"), seed, 25, people)


def test_that_a_later_edit_made_with_knowledge_of_another_wins_whatever_the_clocks_say(
    school: School, ana: Workspace
) -> None:
    ben = school.member(ana)
    ben.now = lambda: school.now() - 3000 * DAY
    ana.now = lambda: school.now() + 400 * DAY
    aim = add(ana, "aim", what="Attendance")
    exchange(ana, ben)
    put(ben, "aim", aim, what="Ben's, made later by a clock of years ago")
    exchange(ana, ben)
    assert (ana.get("aim", aim) or {})["what"].startswith("Ben's")
    assert ana.conflicts() == ben.conflicts() == []


def test_that_a_move_under_what_was_deleted_meanwhile_does_not_close_a_circle(school: School, ana: Workspace) -> None:
    """Ben's note keeps a cause alive whose parent Ana deleted; Ana then moves the grandparent under it."""
    ben = school.member(ana)
    bone = add(ana, "fishbone", effect="Absence")
    top, middle, low = (add(ana, "cause", fishbone=bone, text=text) for text in ("top", "middle", "low"))
    with ana.edit("Move") as edit:
        edit.move("cause", middle, parent=top)
        edit.move("cause", low, parent=middle)
    exchange(ana, ben)
    with ana.edit("Delete") as edit:
        edit.delete("cause", middle)
    put(ben, "cause", low, note="Seen on Monday")
    exchange(ana, ben)
    assert {one["text"] for one in ana.select("cause")} == {"top", "low"}
    with pytest.raises(Exception, match="cannot go under"), ana.edit("Move") as edit:
        edit.move("cause", top, parent=low)
    assert rows_of(ana) == refolded(ana)


def test_that_a_record_whose_beginning_has_not_come_yet_waits_unseen_and_can_be_begun_here(
    school: School, ana: Workspace
) -> None:
    """Cy holds Ben's change of a point, but not yet Ana's stream in which it begins; Cy enters the same point."""
    ben, cy = school.member(ana, "Ben"), school.member(ana, "Cy")
    measure = add(ana, "measure", name="Absences")
    exchange(ana, ben, cy)
    point = add(ana, "observation", measure=measure, period="2026-03-01", value={"v": 1})
    hand_over(ana, ben)
    put(ben, "observation", point, note="counted twice")
    known = cy.log.vector(cy.spaces["team"])
    hand_over(ben, cy, upto={ben.device_id: 10**6, ana.device_id: known[ana.device_id]})
    assert cy.get("observation", point) is None
    assert add(cy, "observation", measure=measure, period="2026-03-01", value={"v": 2}) == point
    assert rows_of(cy) == refolded(cy)
    exchange(ana, ben, cy)
    exchange(ana, ben, cy)
    assert shared_text(ana) == shared_text(ben) == shared_text(cy)
    assert [(one["type"], one["field"]) for one in ana.conflicts()] == [("value", "value")]


def test_that_what_is_out_of_order_or_damaged_is_refused_and_nothing_is_kept(school: School, ana: Workspace) -> None:
    from netdesk.core.arriving import read_line
    from netdesk.errors import RefusedFile

    ben = school.member(ana)
    add(ana, "aim", what="Attendance")
    add(ana, "aim", what="Reading")
    space = ana.spaces["team"]
    lines = list(ana.log.lines(space, ana.device_id, ben.log.vector(space)[ana.device_id]))
    before = rows_of(ben)
    for wrong in (lines[1:], lines[::-1], [lines[0], lines[0]], [lines[0].replace(b'"t":"01', b'"t":"00')]):
        with pytest.raises(RefusedFile), ben.receiving() as receiving:
            receiving.append(space, ana.device_id, [read_line(one) for one in wrong], None)
    assert rows_of(ben) == before
    assert ben.log.vector(space) == {ana.device_id: ana.log.vector(space)[ana.device_id] - 2}
    hand_over(ana, ben)
    assert shared_text(ana) == shared_text(ben)


def test_that_a_repaired_copy_says_what_the_log_says(school: School, ana: Workspace) -> None:
    from netdesk.store.check import repair

    aim = add(ana, "aim", what="Attendance")
    rows = rows_of(ana)
    with ana._start_transaction() as connection:
        connection.exec_driver_sql("UPDATE aim SET what = 'tampered'")
    assert [problem["where"] for problem in check(ana)] == [f"rows aim {aim}"]
    out = school.folder / "repaired.netdesk"
    repair(ana, out)
    repaired = school.open("repaired")
    assert check(repaired) == []
    assert rows_of(repaired) == rows
