"""Find across everything: words by their beginnings, without accents, up to date, and never in the workspace itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from netdesk.store.search import MARK_END, MARK_START, SearchIndex, deleted_records, query_of
from netdesk.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path):
    with Workspace.create(tmp_path / "team.netdesk", team="Readers", person="José Núñez") as made:
        yield made


@pytest.fixture
def index(workspace: Workspace):
    made = SearchIndex(workspace)
    yield made
    made.close()


def add(workspace: Workspace, kind: str, **fields) -> str:
    with workspace.edit("Add") as edit:
        return edit.add(kind, fields)


def ids(index: SearchIndex, words: str, **how) -> list[str]:
    index.refresh()
    return [one.id for one in index.find(words, **how)]


def test_that_words_are_found_by_their_beginning_without_case_and_accents(workspace, index) -> None:
    cycle = add(workspace, "cycle", title="Llamada de la mañana", plan="Call the family on the first day out.")
    assert ids(index, "MANANA") == ids(index, "llam fam") == ids(index, "mañ") == [cycle]
    assert ids(index, "llam nobody") == []
    assert ids(index, "nunez") == [workspace.person_id]


def test_that_nothing_typed_can_break_the_question(workspace, index) -> None:
    add(workspace, "cycle", title='A "quoted" title: 50% (of) it*')
    for words in ('"', "*", "a AND", "NEAR(", "-", "title:", "^x", "'", "", "   ", "\x00", '"quot', "50%", "(of)"):
        ids(index, words)
    assert len(ids(index, '"quot')) == len(ids(index, "50%")) == 1
    assert query_of("--") == ""


def test_that_a_name_that_matches_comes_before_a_mention_and_names_can_be_asked_alone(workspace, index) -> None:
    mention = add(workspace, "problem", statement="Attendance falls in winter. " * 3)
    named = add(workspace, "measure", name="Weekly attendance", unit="%")
    assert ids(index, "attend") == [named, mention]
    assert ids(index, "attend", names_only=True) == [named]


def test_that_the_snippet_marks_what_matched(workspace, index) -> None:
    add(workspace, "cycle", title="Calls", study="Unknown numbers go unanswered by most families in the morning.")
    index.refresh()
    (found,) = index.find("unans")
    assert f"{MARK_START}unanswered{MARK_END}" in found.snippet


def test_that_the_index_follows_edits_undo_and_deletion_and_reads_only_what_changed(workspace, index) -> None:
    first = add(workspace, "cycle", title="Buddies")
    assert ids(index, "bud") == [first]
    assert index.refresh() == 0
    add(workspace, "cycle", title="Breakfast")
    assert index.refresh() == 1
    with workspace.edit("Rename") as edit:
        edit.put("cycle", first, {"title": "Homeroom"})
    assert ids(index, "bud") == [] and ids(index, "home") == [first]
    workspace.undo()
    assert ids(index, "bud") == [first] and ids(index, "home") == []
    with workspace.edit("Delete") as edit:
        edit.delete("cycle", first)
    assert ids(index, "bud") == []


def test_that_the_next_opening_goes_on_where_the_last_left_off(workspace, own_data_dir: Path) -> None:
    add(workspace, "cycle", title="Buddies")
    first = SearchIndex(workspace)
    assert first.refresh() > 0
    first.close()
    later = add(workspace, "cycle", title="Breakfast")
    second = SearchIndex(workspace)
    assert second.refresh() == 1
    assert ids(second, "break") == [later]
    second.close()
    (file,) = (own_data_dir / "search").iterdir()
    file.write_bytes(b"damaged, or of another program")
    third = SearchIndex(workspace)
    assert third.refresh() > 1 and ids(third, "break") == [later]
    third.close()


def test_that_what_was_deleted_leaves_no_words_in_the_index_file(workspace, own_data_dir: Path) -> None:
    secret = add(workspace, "cycle", title="Zanzibar")
    index = SearchIndex(workspace)
    index.refresh()
    (file,) = (own_data_dir / "search").iterdir()
    assert b"anzibar" in file.read_bytes()
    with workspace.edit("Rename") as edit:
        edit.put("cycle", secret, {"title": "Plain"})
    index.refresh()
    index.close()
    assert b"anzibar" not in file.read_bytes()


def test_that_a_workspace_open_for_reading_only_is_searched_in_memory(workspace, own_data_dir: Path) -> None:
    cycle = add(workspace, "cycle", title="Buddies")
    with Workspace.open(workspace.path, read_only=True) as reader:
        index = SearchIndex(reader)
        assert ids(index, "bud") == [cycle]
        index.close()
    assert not (own_data_dir / "search").exists()


def test_that_searching_changes_nothing_in_the_workspace(workspace, index) -> None:
    add(workspace, "cycle", title="Buddies")
    before = workspace.dump(history=True)
    index.refresh()
    index.find("bud")
    assert workspace.dump(history=True) == before


def test_that_deleted_records_are_listed_newest_first_without_the_parts_that_went_along(workspace) -> None:
    cycle = add(workspace, "cycle", title="Buddies")
    question = add(workspace, "question", cycle=cycle, text="Will they come?")
    alone = add(workspace, "question", cycle=add(workspace, "cycle", title="Breakfast"), text="Will it be eaten?")
    assert deleted_records(workspace) == []
    with workspace.edit("Delete") as edit:
        edit.delete("question", alone)
    with workspace.edit("Delete") as edit:
        edit.delete("cycle", cycle)
    assert workspace.get("question", question) is None
    assert {one["id"] for one in deleted_records(workspace)} == {alone, cycle}
    assert {one["person"] for one in deleted_records(workspace)} == {"José Núñez"}
    with workspace.edit("Restore") as edit:
        edit.restore("cycle", cycle)
    assert [one["id"] for one in deleted_records(workspace)] == [alone]
    assert workspace.get("question", question) is not None
