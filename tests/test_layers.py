"""The order of the packages holds: imports go only right, and heavy libraries load only where they are used."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
SOURCES = sorted((CHECKOUT / "netdesk").rglob("*.py"))

# A story sheet is content, one team's year told from top to bottom; cut in two it would be harder to read, not easier.
MAY_BE_LONG = CHECKOUT / "netdesk" / "demo" / "stories"

HEAVY = ("PySide6", "pyqtgraph", "pandas", "numpy", "reportlab", "openpyxl", "sqlalchemy", "babel", "cryptography")


def run_python(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )


def loaded_by(program: str) -> set[str]:
    """The top-level names of the modules that a fresh Python has after `program`."""
    report = "import json, sys; print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    answer = run_python(f"{program}\n{report}")
    assert answer.returncode == 0, answer.stderr
    return set(json.loads(answer.stdout.splitlines()[-1]))


def test_that_every_import_goes_right_and_every_package_has_its_layer() -> None:
    answer = run_python(
        "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "0 broken" in answer.stdout


def test_that_importing_netdesk_loads_no_heavy_library() -> None:
    assert loaded_by("import netdesk").isdisjoint(HEAVY)


def test_that_the_foundation_loads_no_heavy_library() -> None:
    assert loaded_by("import netdesk.errors, netdesk.i18n, netdesk.logs, netdesk.paths").isdisjoint(HEAVY)


def test_that_the_scripting_door_loads_each_name_when_it_is_first_used() -> None:
    analyse = "import netdesk; assert callable(netdesk.analyse)"
    assert loaded_by(analyse).isdisjoint({"PySide6", "pyqtgraph", "pandas", "reportlab", "sqlalchemy"})
    workspace = "from netdesk import Workspace; assert isinstance(Workspace, type)"
    assert loaded_by(workspace).isdisjoint({"PySide6", "pyqtgraph", "pandas", "reportlab"})


def test_that_the_scripting_door_refuses_a_name_it_does_not_have() -> None:
    import netdesk

    with pytest.raises(AttributeError, match="no attribute 'Workbench'"):
        netdesk.Workbench  # noqa: B018 - asking for it is the test
    assert {"Workspace", "analyse", "__version__"} <= set(dir(netdesk))


def test_that_every_package_says_what_it_is_for() -> None:
    packages = [path for path in SOURCES if path.name == "__init__.py"]
    silent = [str(path) for path in packages if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert packages
    assert silent == []


def test_that_no_file_is_longer_than_500_lines_and_no_function_longer_than_60() -> None:
    too_long: list[str] = []
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 500 and MAY_BE_LONG not in path.parents:
            too_long.append(f"{path.relative_to(CHECKOUT)}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > 60:
                    too_long.append(f"{path.relative_to(CHECKOUT)}:{node.lineno} {node.name}: {length} lines")
    assert too_long == []
