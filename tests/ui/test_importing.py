"""A spreadsheet dropped on the window: shown row by row, changed by a person, taken in as one edit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QTableView

from netdesk.ui import deeds
from netdesk.ui.main_window import MainWindow

from .driving import Answers, choose, click, find, in_dialog, wait_for

HEAD = "Weekly attendance\nWeek of,present,enrolled\n"
TABLE = HEAD + "3/9/2026,691,740\n3/16/2026,688,740\n2/2/2026,650,740\n4/6/2026,<10,740\n"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "attendance.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def points(window: MainWindow) -> dict[str, Any]:
    return {one["id"]: one["value"] for one in window.context.workspace.select("observation")}


def rows(dialog: Any) -> list[list[str]]:
    model = find(dialog, "import_rows", 0).model()
    return [[model.index(n, m).data() for m in range(model.columnCount())] for n in range(model.rowCount())]


def drop(window: MainWindow, path: Path, deed: Any) -> None:
    """Open the file as a drop does, and do something in the preview."""
    in_dialog("import_preview", deed)
    deeds.open_file(window, path)
    wait_for(lambda: not window.working, "the work to end")


def test_that_every_row_is_shown_with_its_outcome(sample: MainWindow, sheet: Path) -> None:
    before = points(sample)
    seen: list[list[str]] = []

    def look(dialog: Any) -> None:
        assert isinstance(find(dialog, "import_rows"), QTableView)
        seen.extend(rows(dialog))
        assert find(dialog, "import_measure").currentText() == "Weekly attendance, Grade 7"
        assert "2 new · 1 changed · 1 row left out" in find(dialog, "import_summary").text()
        dialog.reject()

    drop(sample, sheet, look)
    assert [(line[0], line[3]) for line in seen[1:]] == [
        ("5", "650 of 740"),
        ("3", "691 of 740"),
        ("4", "688 of 740"),
    ]
    assert "hides a small number" in seen[0][4]
    assert seen[1][4].startswith("changes; was ")
    assert points(sample) == before


def test_that_taking_in_is_one_undo_step_and_the_same_file_again_none(sample: MainWindow, sheet: Path) -> None:
    before = points(sample)
    drop(sample, sheet, lambda dialog: click(dialog, "import_preview_accept"))
    wait_for(lambda: len(points(sample)) == len(before) + 2, "the points to be there")
    assert sample.place()[0] == "measures"
    told: list[str] = []

    def again(dialog: Any) -> None:
        label = find(dialog, "import_summary")
        assert isinstance(label, QLabel)
        told.append(label.text())
        dialog.reject()

    sheet.write_text("\n".join(TABLE.splitlines()[:-1]), encoding="utf-8")
    drop(sample, sheet, again)
    assert told == ["Everything in this sheet is there already; nothing would change."]
    sample.context.workspace.undo()
    assert points(sample) == before


def test_that_a_person_can_say_which_column_is_what(sample: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "office minutes on calls.csv"
    path.write_text("Day,Lines,Long\n2026-04-06,3,17\n2026-04-07,4,18\n", encoding="utf-8")

    def change(dialog: Any) -> None:
        choose(dialog, "import_measure", "Office minutes on calls, a day")
        choose(dialog, "import_value", "C  Long")
        assert [line[3] for line in rows(dialog)] == ["17", "18"]
        click(dialog, "import_preview_accept")

    before = points(sample)
    drop(sample, path, change)
    wait_for(lambda: len(points(sample)) == len(before) + 2, "the points to be there")
    added = [value for id_, value in points(sample).items() if id_ not in before]
    assert sorted(value["v"] for value in added) == ["17", "18"]


def test_that_the_order_of_day_and_month_can_be_turned(sample: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "office.csv"
    path.write_text("Day,Minutes\n1/2/2026,17\n", encoding="utf-8")
    seen: list[str] = []

    def change(dialog: Any) -> None:
        seen.append(find(dialog, "import_doubts").text())
        seen.append(rows(dialog)[0][1])
        choose(dialog, "import_order", "Day first: 7/9")
        seen.append(rows(dialog)[0][1])
        dialog.reject()

    drop(sample, path, change)
    assert "read with the month first" in seen[0]
    assert seen[1:] == ["Jan 2, 2026", "Feb 1, 2026"]


def test_that_a_file_that_is_no_spreadsheet_is_told_and_nothing_opens(sample: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "old.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    deeds.open_file(sample, path)
    wait_for(lambda: not sample.working, "the work to end")
    assert "damaged" in sample.banner.words.text()


def test_that_numbers_need_a_measure_first(window: MainWindow, sheet: Path, answers: Answers) -> None:
    deeds.open_file(window, sheet)
    assert window.place() == ("measures", "")
    assert "Add a measure first" in window.banner.words.text()
