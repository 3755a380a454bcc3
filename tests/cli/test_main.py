"""The command itself: help, versions, options that hold everywhere, and how wrong usage ends."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import netdesk
from netdesk.cli import main as main_module

COMMANDS = [
    *("new", "apply", "dump", "undo", "redo", "history", "conflicts", "resolve", "import"),
    *("join", "admit", "share", "preview", "receive"),
    *("hub", "report", "analyse", "check", "backup", "demo", "self-test"),
]


def program(*words: str, **settings: Any) -> subprocess.CompletedProcess[bytes]:
    settings.setdefault("capture_output", True)
    return subprocess.run([sys.executable, "-m", "netdesk", *words], timeout=60, check=False, **settings)


def test_that_help_names_every_command_that_is_built_and_no_other(run: Any) -> None:
    text = run("--help").good().out
    listed = re.findall(r"^    ([a-z-]+)(?: |$)", text, re.MULTILINE)
    assert listed == COMMANDS
    for word in main_module.NOT_BUILT:
        assert word not in listed
    for option in ("--data-dir", "--lang", "--as", "--version"):
        assert option in text


@pytest.mark.parametrize("command", COMMANDS)
def test_that_every_command_has_help(run: Any, command: str) -> None:
    ran = run(command, "--help").good()
    assert ran.out.startswith(f"usage: netdesk {command}")
    assert "--data-dir" in ran.out
    assert ran.err == ""


def test_that_version_names_program_and_formats(run: Any) -> None:
    pattern = rf"netdesk {re.escape(netdesk.__version__)} \(workspace format \d+\.\d+, bundle format \d+\.\d+\)\n"
    assert re.fullmatch(pattern, run("--version").good().out)


@pytest.mark.parametrize("word", [*main_module.NOT_BUILT])
def test_that_what_is_not_built_says_so(run: Any, word: str) -> None:
    assert "not built yet" in run(word, "a", "b", "--json").sentence(2)


@pytest.mark.parametrize(
    "words",
    [
        ("fly",),
        ("dmp", "x.netdesk"),
        ("dump",),
        ("dump", "a", "b"),
        ("dump", "a", "--space", "everything"),
        ("dump", "a", "--colour"),
        ("dump", "a", "--hist"),
        ("--lang", "fr", "dump", "a"),
        ("--data-dir",),
        ("history", "a", "--limit", "0"),
        ("history", "a", "--limit", "x"),
        ("share", "a"),
        ("join", "a"),
        ("admit", "a", "b", "--role", "king", "--out", "c"),
        ("receive", "a"),
        ("demo", "--seed", "x"),
        ("demo", "--today", "tomorrow"),
        ("backup", "a", "--list", "--restore", "x"),
        ("backup", "a", "--restore", "x"),
        ("backup", "a", "--out", "x"),
        ("analyse", "a"),
        ("report", "a", "cycle", "--out", "x.pdf"),
        ("report", "a", "poem", "x", "--out", "x.pdf"),
    ],
)
def test_that_wrong_usage_is_one_sentence(run: Any, words: tuple[str, ...]) -> None:
    run(*words).sentence(2)


def test_that_a_misspelt_command_gets_a_hint(run: Any) -> None:
    assert "dump" in run("dmp").sentence(2)


def test_that_options_for_everywhere_stand_before_or_after_the_command(run: Any, tmp_path: Path) -> None:
    run("--data-dir", tmp_path / "one", "new", tmp_path / "a.netdesk", "--team", "A").good()
    run("new", tmp_path / "b.netdesk", "--team", "B", "--lang", "es", f"--data-dir={tmp_path / 'two'}").good()
    assert (tmp_path / "one" / "keys").is_dir()
    assert (tmp_path / "two" / "keys").is_dir()


def test_that_commands_leave_qt_pandas_and_reportlab_alone(tmp_path: Path) -> None:
    code = (
        "import sys; from netdesk.cli.main import main; path = sys.argv[1];"
        "main(['new', path, '--team', 'A']); main(['dump', path]);"
        "heavy = {'PySide6', 'pyqtgraph', 'pandas', 'reportlab', 'numpy'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.netdesk")], capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


def test_that_help_loads_no_database(tmp_path: Path) -> None:
    code = (
        "import sys; from netdesk.cli.main import main; main(['--help']);"
        "heavy = {'sqlalchemy', 'cryptography', 'numpy', 'babel'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def test_that_the_program_works_where_the_terminal_is_not_utf8(tmp_path: Path) -> None:
    plain = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    path = tmp_path / "días.netdesk"
    assert program("new", str(path), "--team", "Días ¡sí!", env=plain).returncode == 0
    done = program("dump", str(path), env=plain)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Días ¡sí!" in done.stdout.decode("utf-8")
    assert (tmp_path / "días.netdesk").exists()


def test_that_a_name_that_is_not_utf8_is_no_traceback(tmp_path: Path) -> None:
    strange = os.fsencode(tmp_path) + b"/\xff\xfe.netdesk"
    done = subprocess.run(
        [sys.executable, "-m", "netdesk", "dump", strange], capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    done = subprocess.run(
        [sys.executable, "-m", "netdesk", "new", str(tmp_path / "a.netdesk"), "--team", b"\xff\xfe"],
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_that_a_reader_who_leaves_early_is_no_traceback(tmp_path: Path) -> None:
    path = tmp_path / "a.netdesk"
    assert program("new", str(path), "--team", "A" * 60_000).returncode == 0
    command = f'"{sys.executable}" -m netdesk dump "{path}" | head -c 10'
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60, check=False)
    assert len(done.stdout) == 10
    assert done.stderr == b""


# The window


def test_that_no_display_is_said_and_qt_not_tried(tmp_path: Path) -> None:
    bare = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    done = program(env=bare)
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert b"no display" in done.stderr


@pytest.mark.parametrize(("content", "status"), [(b"", 3), (b"my notes", 3), (None, 1)])
def test_that_the_window_opens_only_on_workspaces_and_bundles(
    run: Any, tmp_path: Path, content: bytes | None, status: int
) -> None:
    file = tmp_path / "x.netdesk"
    if content is not None:
        file.write_bytes(content)
    run(file).sentence(status)


def test_that_a_folder_is_no_file_to_open(run: Any, tmp_path: Path) -> None:
    assert "folder" in run(tmp_path).sentence(1)
