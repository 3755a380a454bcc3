"""The Sharing room and its dialogs: listed before it leaves, shown before it lands, conflicts side by side."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from netdesk.store.workspace import Workspace
from netdesk.sync import join, receive, send
from netdesk.ui import deeds
from netdesk.ui.main_window import MainWindow
from netdesk.ui.outgoing import plan

from .driving import Answers, click, find, in_dialog, type_into, wait_for


@pytest.fixture
def teammate(window: MainWindow, tmp_path: Path):
    """Ben's workspace, joined to the window's team."""
    path, asked, invite = tmp_path / "ben.netdesk", tmp_path / "ben.request", tmp_path / "ben-invite.ndsync"
    words = join.request(path, "Ben", asked)
    join.admit(window.context.workspace, asked, words=words, out=invite)
    with Workspace.open(path) as made:
        assert receive.receive(made, [invite])["received"]
        yield made


def texts_of(widget) -> str:
    return " | ".join(one.accessibleName() or one.text() for one in widget.findChildren(QLabel))


def share_with_team(window: MainWindow, answers: Answers, name: str) -> Path:
    answers.saved_as = name
    in_dialog("share_preview", lambda dialog: click(dialog, "share_preview_accept"))
    window.go("sharing")
    click(window, "share_team")
    wait_for(lambda: not window.working and (answers.folder / name).exists(), "the bundle")
    return answers.folder / name


def test_that_what_will_leave_is_listed_before_and_is_what_the_file_holds(
    window: MainWindow, answers: Answers, teammate: Workspace
) -> None:
    type_into(window, "aim_what", "Raise weekly attendance")
    seen: list[str] = []

    def look(dialog) -> None:
        seen.append(texts_of(find(dialog, "share_records")))
        click(dialog, "share_preview_accept")

    in_dialog("share_preview", look)
    answers.saved_as = "out.ndsync"
    window.go("sharing")
    click(window, "share_team")
    bundle = answers.folder / "out.ndsync"
    wait_for(lambda: not window.working and bundle.exists(), "the bundle")
    assert "Raise weekly attendance" in seen[0] and "Aim" in seen[0]
    assert receive.preview(bundle, teammate)["changed"] == {"aim": 1}
    assert receive.receive(teammate, [bundle])["received"]
    assert teammate.dump() == window.context.workspace.dump()


def test_that_looking_at_what_would_leave_changes_nothing(window: MainWindow, teammate: Workspace) -> None:
    workspace = window.context.workspace
    type_into(window, "aim_what", "Raise weekly attendance")
    before = (workspace.dump(), workspace.peers(), [(one.space, one.seq) for one in workspace.log.streams()])
    outgoing = plan(workspace, "team")
    assert [one.title for one in outgoing.records if one.kind == "aim"] == ["Raise weekly attendance"]
    assert outgoing.bytes > 0
    assert (workspace.dump(), workspace.peers(), [(one.space, one.seq) for one in workspace.log.streams()]) == before
    assert not list(workspace.path.parent.glob("*.ndsync.part"))


def test_that_a_hub_that_was_never_admitted_is_a_sentence_in_the_banner(window: MainWindow) -> None:
    window.go("sharing")
    click(window, "share_hub")
    wait_for(lambda: not window.working, "the answer")
    assert "No hub has been admitted" in find(window, "banner_words").text()


def test_that_a_received_file_is_shown_first_and_refreshes_the_page(
    window: MainWindow, answers: Answers, teammate: Workspace, tmp_path: Path
) -> None:
    with teammate.edit("Add norm") as edit:
        edit.add("norm", {"text": "We say the number first."})
    bundle = Path(send.share(teammate, "team", tmp_path / "ben.ndsync")["file"])
    seen: list[str] = []

    def look(dialog) -> None:
        seen.append(texts_of(dialog))
        click(dialog, "receive_preview_accept")

    in_dialog("receive_preview", look)
    window.go("purpose")
    answers.opened = bundle
    deeds.receive(window)
    wait_for(lambda: not window.working and seen, "the receive")
    wait_for(lambda: not window.working, "the receive")
    assert "Made by Ben" in seen[0] and "Norm" in seen[0]
    assert find(window, "norm_text").toPlainText() == "We say the number first."


def test_that_a_conflict_is_side_by_side_and_settled_by_one_press(
    window: MainWindow, answers: Answers, teammate: Workspace, tmp_path: Path
) -> None:
    type_into(window, "aim_what", "Raise attendance")
    receive.receive(teammate, [share_with_team(window, answers, "first.ndsync")])
    window.go("purpose")
    type_into(window, "aim_what", "Raise daily attendance")
    aim = teammate.select("aim")[0]["id"]
    with teammate.edit("Edit the aim") as edit:
        edit.put("aim", aim, {"what": "Raise weekly attendance"})
    bundle = Path(send.share(teammate, "team", tmp_path / "ben.ndsync")["file"])
    receive.receive(window.context.workspace, [bundle])
    assert find(window, "rail_sharing_badge").text() == "1"
    window.go("sharing")
    versions = {find(window, "conflict_value", which).text() for which in (0, 1)}
    assert versions == {"Raise daily attendance", "Raise weekly attendance"}
    conflict = window.context.workspace.conflicts()[0]
    wanted = next(one["n"] for one in conflict["values"] if one["value"] == "Raise weekly attendance")
    click(window, f"keep_{wanted}")
    assert window.context.workspace.conflicts() == []
    assert window.context.workspace.get("aim", aim)["what"] == "Raise weekly attendance"


def test_that_a_damaged_file_is_refused_in_one_sentence(window: MainWindow, tmp_path: Path) -> None:
    bad = tmp_path / "bad.ndsync"
    bad.write_bytes(b"not a bundle")
    before = window.context.workspace.dump()
    deeds.receive_file(window, bad)
    wait_for(lambda: not window.working, "the answer")
    words = find(window, "banner_words").text()
    assert words.endswith(".") and "Traceback" not in words
    assert window.context.workspace.dump() == before


def test_that_a_new_member_is_admitted_from_the_menu_by_six_words(
    window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    asked = tmp_path / "cleo.request"
    words = join.request(tmp_path / "cleo.netdesk", "Cleo", asked)
    answers.opened, answers.said, answers.saved_as = asked, words, "cleo-invite.ndsync"
    deeds.admit(window)
    wait_for(lambda: not window.working and (tmp_path / "cleo-invite.ndsync").exists(), "the invite")
    assert words in answers.asked[1]
    with Workspace.open(tmp_path / "cleo.netdesk") as cleo:
        assert receive.receive(cleo, [tmp_path / "cleo-invite.ndsync"])["received"]
        assert {one["name"] for one in cleo.select("person")} == {"Rosa Ortiz", "Cleo"}
