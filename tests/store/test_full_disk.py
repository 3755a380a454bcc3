"""A full disk at every write: the old state or the new, one sentence, and work goes on once there is room."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from netdesk import paths
from netdesk.errors import NetDeskError
from netdesk.store import keys
from netdesk.store.check import check
from netdesk.store.workspace import Workspace
from tests.store.school import School, add, hand_over, put, rows_of, text_of

if sys.platform == "win32":
    pytest.skip("a limit on file sizes is a matter of POSIX", allow_module_level=True)

import resource
import signal


@contextlib.contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """The system refuses each write past this many bytes, as a full disk would."""
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def sizes(step: int) -> Iterator[int]:
    """Limits at the edges of the log's header and first pages, then in steps."""
    yield from (0, 1, 31, 32, 33, 4096, 4151, 4152, 4153)
    size = 6000
    while True:
        yield size
        size += step


def fails_until_there_is_room(
    deed: Callable[[], Any], state: Callable[[], Any], limit: Callable[[int], contextlib.AbstractContextManager[None]],
    step: int,
) -> int:  # fmt: skip
    """Try the deed with more and more room; each failure is one sentence and leaves the state; returns the failures."""
    before = state()
    failures = 0
    for size in sizes(step):
        try:
            with limit(size):
                deed()
            break
        except NetDeskError as error:
            failures += 1
            assert error.user_text.endswith("."), error.user_text
            assert "disk" in error.user_text or "written" in error.user_text or "made" in error.user_text
        assert state() == before, f"changed at {size}"
        assert failures < 400
    assert state() != before
    return failures


def work(edit: Any) -> None:
    cycle = edit.add("cycle", {"title": "New", "study": "x" * 9000})
    for n in range(4):
        edit.add("question", {"cycle": cycle, "text": f"Question {n}", "prediction": "y" * 3000})


def test_that_an_edit_on_a_full_disk_keeps_the_old_state_at_every_write(ana: Workspace) -> None:
    aim = add(ana, "aim", what="Attendance")
    ana.checkpoint()

    def deed() -> None:
        with ana.edit("Work") as edit:
            edit.put("aim", aim, {"what": "Reading"})
            work(edit)

    def state() -> Any:
        return text_of(ana), ana.log.vector(ana.spaces["team"]), ana.undo_label()

    assert fails_until_there_is_room(deed, state, no_file_longer_than, 2600) >= 12
    assert check(ana) == []
    put(ana, "aim", aim, what="Writing")
    assert ana.undo().label == "Change"


def test_that_a_database_that_may_not_grow_keeps_the_old_state(school: School, ana: Workspace) -> None:
    add(ana, "aim", what="Attendance")
    pages = ana.pragma("page_count")

    @contextlib.contextmanager
    def limit(size: int) -> Iterator[None]:
        ana.pragma(f"max_page_count={pages + size // 2000}")
        try:
            yield
        finally:
            ana.pragma("max_page_count=1000000000")

    def deed() -> None:
        with ana.edit("Work") as edit:
            work(edit)

    assert fails_until_there_is_room(deed, lambda: rows_of(ana), limit, 2000) >= 5
    assert check(school.reopen(ana)) == []


def test_that_the_sentence_of_a_full_disk_says_what_why_and_what_to_do(ana: Workspace) -> None:
    ana.pragma(f"max_page_count={ana.pragma('page_count')}")
    with pytest.raises(NetDeskError) as full, ana.edit("Work") as edit:
        work(edit)
    ana.pragma("max_page_count=1000000000")
    assert full.value.user_text == (
        "The disk is full, so nothing of this was kept; all work before it is safe. Free some space, try again."
    )


def test_that_receiving_on_a_full_disk_takes_nothing_or_all(school: School, ana: Workspace) -> None:
    ben = school.member(ana)
    aim = add(ana, "aim", what="Attendance")
    hand_over(ana, ben)
    put(ben, "aim", aim, what="Ben's")
    put(ana, "aim", aim, what="Ana's")
    with ana.edit("Work") as edit:
        work(edit)
    ben.checkpoint()

    def state() -> Any:
        return rows_of(ben), ben.log.vector(ben.spaces["team"])

    assert fails_until_there_is_room(lambda: hand_over(ana, ben), state, no_file_longer_than, 2500) >= 12
    assert check(ben) == []
    assert len(ben.conflicts()) == 1


def test_that_a_draft_or_setting_on_a_full_disk_is_refused_with_a_sentence(ana: Workspace) -> None:
    cycle = add(ana, "cycle", title="First")
    ana.checkpoint()
    for deed in (lambda: ana.keep_draft("cycle", cycle, "study", "x"), lambda: ana.set_setting("a", "b")):
        with pytest.raises(NetDeskError), no_file_longer_than(0):
            deed()
    assert ana.drafts() == [] and ana.setting("a") is None
    ana.keep_draft("cycle", cycle, "study", "x")
    assert len(ana.drafts()) == 1


def files_in(folder: Path) -> set[str]:
    return {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()}


def test_that_a_backup_on_a_full_disk_leaves_the_backups_there_were(ana: Workspace) -> None:
    add(ana, "aim", what="Attendance")
    ana.back_up()

    def state() -> Any:
        return [one.id for one in ana.backups()], files_in(paths.backups_dir())

    failures = fails_until_there_is_room(ana.back_up, state, no_file_longer_than, 40_000)
    assert failures >= 5
    assert check(ana) == []


def test_that_saving_a_copy_on_a_full_disk_leaves_no_half_copy(school: School, ana: Workspace) -> None:
    add(ana, "aim", what="Attendance")
    ana.checkpoint()
    target = school.folder / "copy.netdesk"
    assert (
        fails_until_there_is_room(
            lambda: ana.save_copy(target), lambda: files_in(school.folder), no_file_longer_than, 60_000
        )
        >= 5
    )
    assert check(school.open("copy")) == []


def test_that_making_a_workspace_on_a_full_disk_leaves_no_half_workspace(school: School) -> None:
    path = school.folder / "new.netdesk"

    def make() -> None:
        Workspace.create(path, team="Lincoln", person="Ana").close()

    assert fails_until_there_is_room(make, lambda: files_in(school.folder), no_file_longer_than, 150_000) >= 5
    assert check(school.open("new")) == []


def test_that_sharing_on_a_full_disk_leaves_no_half_bundle(school: School, ana: Workspace, tmp_path: Path) -> None:
    from netdesk.sync.container import read_container
    from netdesk.sync.join import admit, request
    from netdesk.sync.send import share

    asked, outbox = tmp_path / "ben.request", tmp_path / "outbox"
    outbox.mkdir()
    words = request(school.path("Ben"), "Ben", asked)
    admit(ana, asked, words=words, out=tmp_path / "invite.ndsync")
    with ana.edit("Work") as edit:
        work(edit)
    made: list[str] = []

    def deed() -> None:
        made.append(share(ana, "team", outbox, full=True)["file"])

    def state() -> Any:
        return files_in(outbox), text_of(ana)

    assert fails_until_there_is_room(deed, state, no_file_longer_than, 3000) >= 5
    assert read_container(Path(made[0]), keys.verify).manifest
    assert check(ana) == []


def test_that_closing_on_a_full_disk_loses_nothing(school: School, ana: Workspace) -> None:
    add(ana, "aim", what="Attendance")
    before = text_of(ana)
    school.time += 100_000
    with no_file_longer_than(0):
        ana.close()
    assert text_of(school.open(ana.path)) == before
