"""What two people's edits of one diagram leave to decide stands in the window's list, with places and links by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from netdesk.operations import causes
from netdesk.store.workspace import Workspace
from netdesk.sync import join, receive, send
from netdesk.ui import app as program
from tests.sync.test_diagrams_together import begin

from .driving import Answers, find


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Ana's workspace after Ben and she moved two causes under each other and linked two drivers both ways."""
    mine, theirs = tmp_path / "ana.netdesk", tmp_path / "ben.netdesk"
    names = ("ben.request", "invite.ndsync", "1.ndsync", "2.ndsync")
    asked, invite, first, second = (tmp_path / name for name in names)
    with Workspace.create(mine, team="Grade 7", person="Ana") as ana:
        ids = begin(ana)
        words = join.request(theirs, "Ben", asked)
        join.admit(ana, asked, words=words, out=invite)
        with Workspace.open(theirs) as ben:
            receive.receive(ben, [invite])
            send.share(ana, "team", first)
            receive.receive(ben, [first])
            with ana.edit(causes.MOVE_CAUSE) as edit:
                causes.append_causes(edit, [ids["Alarm"]], ids["Bus"])
                edit.add("driver_link", {"parent": ids["A1"], "child": ids["B1"]})
            with ben.edit(causes.MOVE_CAUSE) as edit:
                causes.append_causes(edit, [ids["Bus"]], ids["Alarm"])
                edit.add("driver_link", {"parent": ids["B1"], "child": ids["A1"]})
            send.share(ben, "team", second)
            receive.receive(ana, [second])
    return mine


def test_that_skipped_moves_and_links_stand_in_the_windows_list(qtbot, path: Path, answers: Answers) -> None:
    program.make_application()
    window = program.open_window(path, remembered=False)
    window.go("sharing", "conflicts")
    cards = [one for one in window.findChildren(QLabel) if one.isVisibleTo(window)]
    told = " | ".join(one.text() for one in cards)
    assert "It was moved to two places." in told and "This link would close a circle." in told
    assert "Under “Alarm”" in told or "Under “Bus”" in told
    assert "A1 → B1" in told or "B1 → A1" in told
    assert find(window, "keep_1").isEnabled()
    window.close()
