"""The Sharing room and its dialogs: listed before it leaves, shown before it lands, conflicts side by side."""

from __future__ import annotations

import email
import email.policy
import re
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QTextEdit

from netdesk.store.workspace import Workspace
from netdesk.sync import join, receive, send
from netdesk.sync.send import MAIL_BYTES
from netdesk.ui import deeds, outside
from netdesk.ui.dialogs.receive import RECORDS
from netdesk.ui.main_window import MainWindow
from netdesk.ui.outgoing import plan
from netdesk.ui.pages.sharing_outgoing import OutgoingCard

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


def outgoing_to(window: MainWindow, receiver: str) -> OutgoingCard:
    """The list of what would leave for a receiver, read to its end."""
    window.go("sharing", "out")
    click(window, f"share_{receiver}")
    card = window.pages["sharing"].outgoing
    card.finish()
    return card


def publish_held(window: MainWindow, title: str) -> None:
    """Press Publish on the line of what is held back that has this title."""
    held = find(window, "held").findChildren(QPushButton, "held_publish")
    click(window, "held_publish", [one.accessibleName() for one in held].index(f"Publish {title}"))


def share_with_team(window: MainWindow, answers: Answers, name: str) -> Path:
    answers.saved_as = name
    outgoing_to(window, "team")
    click(window, "outgoing_save")
    wait_for(lambda: not window.working and (answers.folder / name).exists(), "the bundle")
    return answers.folder / name


def test_that_what_will_leave_is_listed_before_and_is_what_the_file_holds(
    window: MainWindow, answers: Answers, teammate: Workspace
) -> None:
    type_into(window, "aim_what", "Raise weekly attendance")
    rows = outgoing_to(window, "team").list.rows()
    aim = next(one for one in rows if one.kind == "aim")
    assert (aim.name, aim.says, aim.columns[:2]) == ("Raise weekly attendance", "Aim", ("new", "Team"))
    bundle = share_with_team(window, answers, "out.ndsync")
    assert receive.preview(bundle, teammate)["changed"] == {"aim": 1}
    assert receive.receive(teammate, [bundle])["received"]
    assert teammate.dump() == window.context.workspace.dump()


def test_that_the_menu_lists_what_will_leave_before_it_asks_for_a_place(
    window: MainWindow, answers: Answers, teammate: Workspace
) -> None:
    type_into(window, "aim_what", "Raise weekly attendance")
    seen: list[str] = []

    def look(dialog) -> None:
        seen.append(texts_of(find(dialog, "share_records")))
        click(dialog, "share_preview_accept")

    in_dialog("share_preview", look)
    answers.saved_as = "out.ndsync"
    deeds.share(window, "team")
    wait_for(lambda: not window.working and (answers.folder / "out.ndsync").exists(), "the bundle")
    assert "Raise weekly attendance" in seen[0] and "Aim" in seen[0]


def test_that_looking_at_what_would_leave_changes_nothing(window: MainWindow, teammate: Workspace) -> None:
    workspace = window.context.workspace
    type_into(window, "aim_what", "Raise weekly attendance")
    before = (workspace.dump(), workspace.peers(), [(one.space, one.seq) for one in workspace.log.streams()])
    outgoing = plan(workspace, "team")
    assert [one.title for one in outgoing.records if one.kind == "aim"] == ["Raise weekly attendance"]
    assert outgoing.bytes > 0
    assert (workspace.dump(), workspace.peers(), [(one.space, one.seq) for one in workspace.log.streams()]) == before
    assert not list(workspace.path.parent.glob("*.ndsync.part"))


def test_that_what_lies_on_the_table_is_listed_by_what_it_shows(window: MainWindow) -> None:
    workspace = window.context.workspace
    with workspace.edit("Put on the table") as edit:
        cycle = edit.add("cycle", {"title": "Text before the call"})
        edit.add("pin", {"of": cycle, "question": "Is 8:15 too early?"})
    listed = {one.kind: one.title for one in plan(workspace, "team").records}
    assert listed["pin"] == "Text before the call"


def test_that_a_hub_that_was_never_admitted_is_a_sentence_where_the_list_would_be(window: MainWindow) -> None:
    outgoing_to(window, "hub")
    assert "No hub has been admitted" in find(window, "outgoing_message").text()
    assert not find(window, "outgoing_save").isEnabled()


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
    assert "Made by Ben" in seen[0] and "Norm" in seen[0] and "We say the number first." in seen[0]
    assert find(window, "norm_text").toPlainText() == "We say the number first."


def test_that_a_file_is_previewed_record_by_record_with_before_and_after(
    window: MainWindow, answers: Answers, teammate: Workspace, tmp_path: Path
) -> None:
    with window.context.workspace.edit("Plan") as edit:
        cycle = edit.add("cycle", {"title": "Calls", "plan": "We call by nine."})
        gone = edit.add("norm", {"text": "We begin late."})
    receive.receive(teammate, [share_with_team(window, answers, "first.ndsync")])
    with window.context.workspace.edit("Rename") as edit:
        edit.put("cycle", cycle, {"title": "Morning calls"})
    with teammate.edit("Work") as edit:
        edit.put("cycle", cycle, {"title": "Early calls", "plan": "We call by eight."})
        edit.delete("norm", gone)
        measure = edit.add("measure", {"name": "Answered"})
        edit.add("observation", {"measure": measure, "period": "2026-03-02", "value": {"v": "4"}})
        for n in range(RECORDS):
            edit.add("cycle", {"title": f"Test {n}"})
    bundle = Path(send.share(teammate, "team", tmp_path / "ben.ndsync")["file"])
    seen: dict[str, str] = {}

    def look(dialog) -> None:
        for one in dialog.findChildren(QLabel):
            if one.objectName().startswith("receive_"):
                seen[one.objectName()] = one.accessibleName() or one.text()
        dialog.reject()

    in_dialog("receive_preview", look)
    deeds.receive_file(window, bundle)
    wait_for(lambda: not window.working and seen, "the preview")
    shown = {seen[f"receive_record_{n}"]: (n, seen[f"receive_what_{n}"]) for n in range(RECORDS)}
    n, what = shown["Early calls"]
    assert what == "Cycle · changed"
    assert any(one == "Before: We call by nine." for one in seen.values())
    assert any(one == "After: We call by eight." for one in seen.values())
    assert "“Title” was changed here too" in seen[f"receive_conflict_{n}"]
    assert shown["We begin late."][1].endswith("deleted")
    n, what = shown["Answered"]
    assert (what, seen[f"receive_parts_{n}"]) == ("Measure · new", "1 point new")
    assert seen["receive_more"] == "and 3 more records"
    assert window.context.workspace.get("cycle", cycle)["title"] == "Morning calls"


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
    window.go("sharing", "conflicts")
    shown = [find(window, "conflict_value", which) for which in (0, 1)]
    versions = {one.accessibleName() for one in shown}
    marked = sorted(re.findall(r"underline;\">(\w+)", one.text())[0] for one in shown)
    assert marked == ["daily", "weekly"]
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


# The whole page


@pytest.fixture
def hub(window: MainWindow, tmp_path: Path):
    """A hub's workspace that the window's team has admitted."""
    asked, invite = tmp_path / "hub.request", tmp_path / "hub-invite.ndsync"
    with Workspace.create(tmp_path / "hub.netdesk", team="Valley network", hub=True, person="Hana") as made:
        words = join.request(made, "Hana", asked)
        join.admit(window.context.workspace, asked, role="hub", words=words, out=invite)
        assert receive.receive(made, [invite])["received"]
        yield made


@pytest.fixture
def opened():
    """The files that were handed to the system's programs."""
    found: list[Path] = []
    outside.answer_with(lambda path: found.append(path) or True)
    yield found
    outside.answer_with(None)


def add_measure(window: MainWindow, name: str, values: list[dict[str, str]]) -> str:
    with window.context.workspace.edit("Add measure") as edit:
        measure = edit.add("measure", {"name": name})
        for week, value in enumerate(values, 1):
            edit.add("observation", {"measure": measure, "period": f"2026-02-{week:02}", "value": value})
    return measure


def test_that_parts_are_listed_with_their_record_and_sizes_add_up(window: MainWindow, teammate: Workspace) -> None:
    add_measure(window, "Weekly attendance", [{"n": "90", "d": "100"}, {"n": "91", "d": "100"}])
    outgoing = plan(window.context.workspace, "team")
    one = next(one for one in outgoing.records if one.kind == "measure")
    assert one.parts == (("observation", 2),)
    assert not [one for one in outgoing.records if one.kind == "observation"]
    assert sum(one.bytes for one in outgoing.records) == pytest.approx(outgoing.bytes, rel=0.1)
    rows = outgoing_to(window, "team").list.rows()
    assert "Measure. 2 points" in [row.says for row in rows]


def test_that_what_is_held_back_is_as_plain_as_what_leaves(window: MainWindow, hub: Workspace) -> None:
    with window.context.workspace.edit("Write") as edit:
        edit.add("cycle", {"title": "Homeroom buddies"})
        edit.add("insight", {"text": "A note of mine"}, level="me")
        edit.publish("aim", edit.add("aim", {"what": "Raise attendance"}))
    shown = outgoing_to(window, "hub")
    assert [row.name for row in shown.list.rows() if row.kind == "aim"] == ["Raise attendance"]
    held = texts_of(find(window, "held"))
    assert "Homeroom buddies" in held and "A note of mine" in held
    assert "Raise attendance" not in held


def test_that_a_published_record_that_changed_is_published_from_its_line(window: MainWindow, hub: Workspace) -> None:
    workspace = window.context.workspace
    with workspace.edit("Write") as edit:
        aim = edit.add("aim", {"what": "Raise attendance"})
        edit.publish("aim", aim)
    with workspace.edit("Write") as edit:
        edit.put("aim", aim, {"what": "Raise daily attendance"})
    outgoing_to(window, "hub")
    assert "Raise daily attendance" in texts_of(find(window, "unshared"))
    click(window, "changed_publish")
    assert workspace.unpublished_changes() == []
    assert [one["what"] for one in workspace.select("aim", space="published")] == ["Raise daily attendance"]


def test_that_the_team_is_published_from_what_is_held_back_and_its_school_with_it(
    window: MainWindow, hub: Workspace
) -> None:
    outgoing_to(window, "hub")
    assert "Name and school of the team" in texts_of(find(window, "held"))
    publish_held(window, "Grade 7 attendance")
    (team,) = window.context.workspace.select("team", space="published")
    assert team["school"] == "Lincoln Middle"


def test_that_the_tabs_stand_in_one_line_again_when_there_is_room(window: MainWindow) -> None:
    window.go("sharing", "out")
    tabs = window.pages["sharing"].tabs
    tabs.resize(tabs.minimumSizeHint().width(), tabs.height())
    assert tabs.stacked
    tabs.set_words("out", "Going out  12")
    wait_for(lambda: not tabs.stacked and tabs.isVisible(), "the tabs in one line")


def test_that_a_name_in_a_published_text_is_pointed_out_and_does_not_block(window: MainWindow, hub: Workspace) -> None:
    with window.context.workspace.edit("Write") as edit:
        edit.publish("cycle", edit.add("cycle", {"title": "Calls", "plan": "Rosa Ortiz calls at 8."}))
    card = outgoing_to(window, "hub")
    assert "Rosa Ortiz" in texts_of(find(window, "cautions"))
    assert find(window, "outgoing_save").isEnabled() and card.list.rows()


def test_that_the_list_asks_once_a_measure_about_small_groups(
    window: MainWindow, answers: Answers, hub: Workspace
) -> None:
    workspace = window.context.workspace
    add_measure(window, "Office minutes", [{"v": "14"}])
    answers.agreed = False
    outgoing_to(window, "hub")
    publish_held(window, "Office minutes")
    assert "Office minutes" in answers.asked[-1] and "10" in answers.asked[-1]
    assert workspace.select("publication") == []
    outgoing_to(window, "hub")
    assert "groups under 10 stand behind" in texts_of(find(window, "held"))
    asked = len(answers.asked)
    click(window, "held_look")
    answers.agreed = True
    outgoing_to(window, "hub")
    publish_held(window, "Office minutes")
    assert len(answers.asked) == asked + 1
    assert len(workspace.select("publication")) == 1


def test_that_a_measure_that_says_how_many_stand_behind_it_is_not_asked_about(
    window: MainWindow, answers: Answers, hub: Workspace
) -> None:
    add_measure(window, "Families reached", [{"n": "20", "d": "26"}, {"n": "2", "d": "5"}])
    outgoing_to(window, "hub")
    publish_held(window, "Families reached")
    assert answers.asked == []
    outgoing_to(window, "hub")
    assert "1 point from a group under 10" in texts_of(find(window, "held"))


def test_that_the_words_of_a_message_are_on_the_clipboard_and_the_folder_opens(
    window: MainWindow, answers: Answers, teammate: Workspace, opened: list[Path]
) -> None:
    share_with_team(window, answers, "out.ndsync")
    wait_for(lambda: not window.working, "the end")
    assert "Grade 7 attendance" in QGuiApplication.clipboard().text()
    click(window, "banner_act")
    assert opened == [answers.folder]


def test_that_an_email_draft_holds_the_bundle_and_is_marked_unsent(
    window: MainWindow, teammate: Workspace, opened: list[Path]
) -> None:
    type_into(window, "aim_what", "Raise weekly attendance")
    outgoing_to(window, "team")
    click(window, "outgoing_mail")
    wait_for(lambda: not window.working and opened, "the draft")
    draft = email.message_from_bytes(opened[0].read_bytes(), policy=email.policy.default)
    assert opened[0].suffix == ".eml" and draft["X-Unsent"] == "1"
    assert "Grade 7 attendance" in draft["Subject"] and draft["To"] is None
    attached = next(iter(draft.iter_attachments()))
    bundle = opened[0].with_name("copied.ndsync")
    bundle.write_bytes(attached.get_content())
    assert receive.receive(teammate, [bundle])["received"]


def test_that_a_file_too_large_for_mail_says_so_and_offers_no_draft(
    window: MainWindow, teammate: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netdesk.sync.send.MAIL_BYTES", 10)
    outgoing_to(window, "team")
    assert MAIL_BYTES == 14 * 1024 * 1024
    assert not find(window, "outgoing_mail").isEnabled() and find(window, "outgoing_save").isEnabled()
    assert "Too large" in find(window, "outgoing_fits").whole()


def test_that_the_page_in_the_file_can_be_read_before_it_leaves(window: MainWindow, opened: list[Path]) -> None:
    type_into(window, "aim_what", "Raise weekly attendance")
    outgoing_to(window, "team")
    click(window, "outgoing_read")
    assert "Raise weekly attendance" in opened[0].read_text(encoding="utf-8")


def test_that_one_text_can_be_written_from_two_versions(
    window: MainWindow, answers: Answers, teammate: Workspace, tmp_path: Path
) -> None:
    type_into(window, "aim_what", "Raise attendance")
    receive.receive(teammate, [share_with_team(window, answers, "first.ndsync")])
    window.go("purpose")
    type_into(window, "aim_what", "Raise daily attendance")
    aim = teammate.select("aim")[0]["id"]
    with teammate.edit("Edit the aim") as edit:
        edit.put("aim", aim, {"what": "Raise weekly attendance"})
    receive.receive(window.context.workspace, [Path(send.share(teammate, "team", tmp_path / "ben.ndsync")["file"])])

    def write(dialog) -> None:
        assert "Raise weekly attendance" in texts_of(dialog)
        dialog.findChild(QTextEdit, "write_one_text").setPlainText("Raise attendance, day by day and week by week")
        click(dialog, "write_one_accept")

    in_dialog("write_one", write)
    window.go("sharing", "conflicts")
    click(window, "conflict_write")
    wait_for(lambda: window.context.workspace.conflicts() == [], "the end of the conflict")
    assert window.context.workspace.get("aim", aim)["what"] == "Raise attendance, day by day and week by week"


def test_that_two_computers_show_the_same_six_words_and_when_they_heard(
    window: MainWindow, teammate: Workspace, tmp_path: Path
) -> None:
    bundle = Path(send.share(teammate, "team", tmp_path / "ben.ndsync")["file"])
    receive.receive(window.context.workspace, [bundle])
    window.go("sharing", "people")
    people = texts_of(find(window, "people"))
    card = next(one for one in teammate.cards() if one["device"] == teammate.device_id)
    from netdesk.ui.pages.sharing_people import device_words

    words = device_words(card["sign"])
    assert len(words.split()) == 6 and words in people
    assert "this computer" in people and "last heard from" in people


def test_that_files_in_the_shared_folder_are_listed_by_whose_they_are(
    window: MainWindow, answers: Answers, teammate: Workspace, tmp_path: Path
) -> None:
    inbox = tmp_path / "drive"
    inbox.mkdir()
    send.share(teammate, "team", inbox / "ben.ndsync")
    (inbox / "half.ndsync").write_bytes(b"PK")
    window.go("sharing", "in")
    answers.opened = inbox
    click(window, "incoming_folder")
    window.pages["sharing"].incoming.finish()
    shown = texts_of(find(window, "incoming_files"))
    assert "From Ben" in shown and "Cannot be read" in shown
    in_dialog("receive_preview", lambda dialog: click(dialog, "receive_preview_accept"))
    click(window, "incoming_look")
    wait_for(lambda: not window.working and "taken in" in texts_of(window.pages["sharing"].incoming), "the receive")
