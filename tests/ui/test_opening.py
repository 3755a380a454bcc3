"""From the first press to the open workspace: the frame stands before the store is loaded, and waits well."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMainWindow

from netdesk.errors import NetDeskError
from netdesk.store.workspace import Workspace
from netdesk.ui import ahead, tasks, window_state
from netdesk.ui import app as program
from netdesk.ui.ahead import package_in_steps
from netdesk.ui.main_window import MainWindow

from .driving import find

#: What a frame has no use for, and what Home has none for where its charts were read before.
OF_THE_STORE = {"sqlalchemy", "cryptography", "babel", "numpy", "pandas", "reportlab", "openpyxl", "pyqtgraph"}
OF_THE_CHARTS = {"numpy", "pandas", "reportlab", "openpyxl", "pyqtgraph"}


def modules_of(tmp_path: Path, deed: str) -> set[str]:
    """The top-level names of what a fresh program has loaded after this; it must end without a complaint."""
    text = f"import json, sys\n{deed}\nprint(json.dumps(sorted({{one.partition('.')[0] for one in sys.modules}})))"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "NETDESK_DATA_DIR": str(tmp_path / "data")}
    done = subprocess.run([sys.executable, "-c", text], env=environment, capture_output=True, text=True, check=True)
    complaints = [line for line in done.stderr.splitlines() if "propagateSizeHints" not in line]
    assert complaints == []
    return set(json.loads(done.stdout.splitlines()[-1]))


FRAME = """
from netdesk.ui import app as program
from netdesk.ui.main_window import MainWindow
app = program.make_application()
window = MainWindow("Grade 7 attendance")
program._show_frame(window)
assert window.isVisible() and not window.grab().isNull() and not window.taken
"""
HOME = """
from pathlib import Path
from netdesk.ui import app as program
app = program.make_application()
window = program.open_window(Path({path!r}), remembered=False)
assert window.page().room == "home" and not window.pages["home"].reading
window.close()
"""


def test_that_the_frame_is_painted_before_anything_of_the_store_is_loaded(tmp_path: Path) -> None:
    assert modules_of(tmp_path, FRAME).isdisjoint(OF_THE_STORE)


def test_that_home_loads_nothing_of_charts_where_they_were_read_before(qtbot, tmp_path: Path) -> None:
    path = tmp_path / "team.netdesk"
    with Workspace.create(path, team="A", person="Ana") as made, made.edit("Add a measure") as edit:
        edit.add("measure", {"name": "Weekly attendance"})
    program.make_application()
    window = program.open_window(path, remembered=False)
    qtbot.waitUntil(lambda: not window.pages["home"].reading)
    window.close()
    assert modules_of(tmp_path, HOME.format(path=str(path))).isdisjoint(OF_THE_CHARTS)


def test_that_what_is_imported_in_a_thread_knows_nothing_of_qt(tmp_path: Path) -> None:
    names = ahead.plain_modules()
    loaded = modules_of(tmp_path, f"import importlib\nfor one in {names}: importlib.import_module(one)")
    assert "numpy" in loaded and loaded.isdisjoint({"PySide6", "pyqtgraph", "reportlab", "pandas"})


def test_that_what_is_loaded_ahead_comes_in_steps(tmp_path: Path) -> None:
    deed = """
from netdesk.ui import app as program
from netdesk.ui.ahead import import_ahead
program.make_application()
assert len(list(import_ahead(hub=False))) > 20
"""
    assert "pyqtgraph" in modules_of(tmp_path, deed)


def test_that_a_program_left_while_it_loads_ahead_ends_quietly(tmp_path: Path) -> None:
    deed = """
from netdesk.ui import app as program
from netdesk.ui.ahead import import_ahead
program.make_application()
steps = import_ahead(hub=False)
while "pyqtgraph.functions" not in sys.modules: next(steps)
"""
    assert "pyqtgraph" in modules_of(tmp_path, deed)


def test_that_a_chart_wanted_while_its_library_is_loaded_in_steps_has_it_whole(tmp_path: Path) -> None:
    deed = """
from netdesk.ui.ahead import GRAPHS
steps = GRAPHS.steps()
for _ in range(20): next(steps)
import sys
assert not hasattr(sys.modules["pyqtgraph"], "PlotItem")
from netdesk.ui.charts.measure_chart import MeasureChart
assert hasattr(sys.modules["pyqtgraph"], "PlotItem")
assert list(steps) == []
"""
    assert "pyqtgraph" in modules_of(tmp_path, deed)


def test_that_a_package_loaded_in_steps_is_what_it_is_when_imported_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tmp_path / "netdesk_whole"
    whole.mkdir()
    (whole / "__init__.py").write_text("from .part import *\nfrom . import part\ntwice = 2 * once\n", encoding="utf-8")
    (whole / "part.py").write_text("import netdesk_whole\nonce = 21\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert len(list(package_in_steps("netdesk_whole"))) == 3
    made = sys.modules["netdesk_whole"]
    assert importlib.import_module("netdesk_whole") is made and list(package_in_steps("netdesk_whole")) == []
    assert made.twice == 42 and made.part.netdesk_whole is made
    assert importlib.import_module("netdesk_whole.part") is made.part


def test_that_who_imports_a_package_whose_steps_failed_is_told_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netdesk_broken.py").write_text("once = 1\ntwice = 2 * onze\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    for load in (lambda: list(package_in_steps("netdesk_broken")), lambda: importlib.import_module("netdesk_broken")):
        with pytest.raises(NameError, match="onze"):
            load()
        assert "netdesk_broken" not in sys.modules


def test_that_loading_modules_keeps_no_source_text_of_theirs(tmp_path: Path) -> None:
    deed = "import netdesk.ui, linecache, fractions\nassert fractions.__file__ not in linecache.cache, 'it was read'"
    assert "fractions" in modules_of(tmp_path, deed)


def test_that_the_frame_says_what_it_opens_and_lets_itself_be_closed(qtbot) -> None:
    program.make_application()
    window = MainWindow("Grade 7 attendance")
    window.show()
    assert window.windowTitle() == "Grade 7 attendance – NetDesk"
    assert find(window, "rail_team").text() == "Grade 7 attendance"
    assert find(window, "page_title").text() == "Opening …"
    closed: list[bool] = []
    window.closed.connect(lambda: closed.append(True))
    assert window.close() and closed


def test_that_a_window_closed_while_it_opens_its_workspace_is_gone_and_lets_go_of_the_file(
    qtbot, tmp_path: Path
) -> None:
    app = program.make_application()
    path = tmp_path / "team.netdesk"
    Workspace.create(path, team="A", person="Ana").close()

    def close_it() -> None:
        for one in app.topLevelWidgets():
            if isinstance(one, MainWindow) and one.opening:
                assert not one.close()  # it goes once its workspace is closed again

    with pytest.raises(program.LeftError):
        program.open_window(path, shown=close_it)
    assert not [one for one in app.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible()]
    with Workspace.open(path) as again:
        assert not again.read_only  # nobody else has it any more


def test_that_a_file_that_cannot_be_opened_leaves_no_window_behind(qtbot, tmp_path: Path) -> None:
    program.make_application()
    path = tmp_path / "broken.netdesk"
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 4096)
    with pytest.raises(NetDeskError):
        program.open_window(path, remembered=False)
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow) and one.isVisible()]


def test_that_the_room_that_was_open_is_opened_at_once_and_no_other_is_made(
    qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.make_application()
    path = tmp_path / "team.netdesk"
    Workspace.create(path, team="A", person="Ana").close()
    first = program.open_window(path)
    first.go("purpose")
    first.close()
    again = program.open_window(path)
    assert [page.room for page in again.pages.made()] == ["purpose"]
    again.close()


@pytest.mark.parametrize("places", [None, 7, {"w": "home"}, {"w": [1, 2]}, {"w": ["home"]}])
def test_that_a_place_that_cannot_be_read_is_home(places: object) -> None:
    assert window_state.place_before("w", {"places": places}) == ("home", "")


def test_that_what_must_be_had_first_is_done_off_the_window_s_thread_and_its_error_is_raised(qtbot) -> None:
    import threading

    assert tasks.wait_for(threading.current_thread) is not threading.main_thread()
    with pytest.raises(ZeroDivisionError):
        tasks.wait_for(lambda: 1 // 0)
