"""The project around the code keeps its promises: pins, make targets, resources, no network, true README."""

from __future__ import annotations

import importlib.metadata
import logging
import os
import re
import socket
import struct
import subprocess
import sys
import tomllib
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from netdesk import i18n, logs, paths
from netdesk.errors import NetDeskError, RefusedFile, WrongUsage

CHECKOUT = Path(__file__).resolve().parent.parent
PINS = [CHECKOUT / "packaging" / f"requirements-{kind}.txt" for kind in ("run", "dev")]
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))


# ---- no network ----------------------------------------------------------------------------------------------------


def test_that_no_test_can_open_a_connection() -> None:
    with socket.socket(socket.AF_INET) as one, pytest.raises(AssertionError, match="no network calls"):
        one.connect(("127.0.0.1", 9))


def test_that_no_test_can_listen_or_ask_for_a_name() -> None:
    with socket.socket(socket.AF_INET) as one, pytest.raises(AssertionError, match="no network calls"):
        one.bind(("127.0.0.1", 0))
    with pytest.raises(AssertionError, match="no network calls"):
        socket.getaddrinfo("example.org", 80)
    with pytest.raises(AssertionError, match="no network calls"):
        socket.create_connection(("127.0.0.1", 9), timeout=1)


def test_that_a_program_started_by_a_test_cannot_open_a_connection_either() -> None:
    program = "import socket; socket.create_connection(('127.0.0.1', 9), timeout=1)"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert "no network calls" in answer.stderr


# ---- pins ----------------------------------------------------------------------------------------------------------


def pinned(path: Path) -> dict[str, str]:
    """Name → version of every requirement in a pin file."""
    found = re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    return dict(found)


@pytest.mark.parametrize("path", PINS, ids=lambda path: path.stem)
def test_that_pins_name_no_index_and_no_place_on_a_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|--index-url|--extra-index-url|--find-links|--trusted-host)\b", text, re.MULTILINE)


@pytest.mark.parametrize("path", PINS, ids=lambda path: path.stem)
def test_that_every_pin_is_one_version_with_hashes(path: Path) -> None:
    logical_lines = path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    requirements = [line for line in logical_lines if line.strip() and not line.lstrip().startswith("#")]
    assert len(requirements) > 20
    assert [line for line in requirements if "==" not in line or "--hash=sha256:" not in line] == []
    names = [line.split("==")[0] for line in requirements]
    assert len(names) == len(set(names)), "one version for every Python, so that results are the same everywhere"


def test_that_the_dev_pins_hold_all_run_pins_unchanged() -> None:
    run, dev = (pinned(path) for path in PINS)
    assert run.items() <= dev.items()


def test_that_every_dependency_of_the_project_is_pinned() -> None:
    run, dev = (pinned(path) for path in PINS)
    named = {re.split(r"[^A-Za-z0-9_.-]", one)[0].lower() for one in PROJECT["project"]["dependencies"]}
    assert named <= set(run)
    assert set(PROJECT["dependency-groups"]["dev"]) <= set(dev)


def test_that_the_qt_binding_is_the_one_that_lives_on_python_3_11() -> None:
    assert pinned(PINS[0])["pyside6-essentials"] == "6.11.3"
    assert importlib.metadata.version("PySide6-Essentials") == "6.11.3"


# ---- make, README and what they name -------------------------------------------------------------------------------


def test_that_every_make_target_named_in_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (CHECKOUT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\bmake (?:[A-Z]+=\S+ )*([a-z]+)\b", " ".join(re.findall(r"`[^`]+`", readme))))
    assert {"run", "test", "check"} <= named
    assert named <= targets


def test_that_every_path_named_in_the_readme_exists() -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:netdesk|resources|tests|packaging|\.ci)/[\w./-]*)`", readme))
    assert len(named) > 5
    assert sorted(name for name in named if not (CHECKOUT / name).exists()) == []


@pytest.mark.parametrize("name", ["packaging/find-python", "packaging/system-packages", "packaging/environment",
                                  "packaging/pin", ".ci/run"])
def test_that_the_scripts_may_be_run_and_read_well(name: str) -> None:
    script = CHECKOUT / name
    assert os.access(script, os.X_OK)
    shell = "bash" if script.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash") else "sh"
    answer = subprocess.run([shell, "-n", str(script)], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="the test stands in for programs by name, as Linux finds them")
def test_that_without_root_make_stops_with_the_one_line_to_run(tmp_path: Path) -> None:
    stand_ins = {"id": "echo 1000", "apt-get": "echo apt-get was run; exit 9", "ldconfig": "echo 'libGL.so.1 (libc6)'"}
    for name, body in stand_ins.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    answer = subprocess.run(
        [str(CHECKOUT / "packaging" / "system-packages"), "test"],
        env={**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert len(answer.stderr.splitlines()) == 1
    assert "sudo apt-get install -y " in answer.stderr
    assert " libxcb-cursor0 " in answer.stderr and " libgl1 " not in answer.stderr


# ---- resources -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("family", ["NotoSans", "NotoSansArabic", "NotoSansHebrew"])
@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_that_the_fonts_are_static_truetype_and_may_be_embedded(family: str, weight: str) -> None:
    data = paths.resource("fonts", f"{family}-{weight}.ttf").read_bytes()
    version, count = struct.unpack(">IH", data[:6])
    rows = [struct.unpack(">4sIII", data[12 + 16 * n : 28 + 16 * n]) for n in range(count)]
    tables = {name.decode(): (start, length) for name, _checksum, start, length in rows}
    assert version == 0x00010000
    assert "glyf" in tables and "CFF " not in tables and "fvar" not in tables
    embedding = struct.unpack(">H", data[tables["OS/2"][0] + 8 :][:2])[0]
    assert embedding == 0, "0 is installable embedding: no restriction"


def test_that_fonts_and_words_come_with_their_licences() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in paths.resource("fonts", "OFL.txt").read_text(encoding="utf-8")
    assert "MIT License" in paths.resource("words-LICENSE.txt").read_text(encoding="utf-8")


def test_that_the_word_list_has_2048_short_words_told_apart_by_four_letters() -> None:
    words = paths.resource("words.txt").read_text(encoding="utf-8").split("\n")[:-1]
    assert len(words) == 2048
    assert words == sorted(words)
    assert all(re.fullmatch(r"[a-z]{3,8}", word) for word in words)
    assert len({word[:4] for word in words}) == 2048


# ---- paths, language, log, errors ----------------------------------------------------------------------------------


def test_that_the_data_folder_is_the_one_given_else_the_environments(
    tmp_path: Path, own_data_dir: Path
) -> None:
    assert paths.data_dir() == own_data_dir
    paths.set_data_dir(tmp_path / "elsewhere")
    assert paths.data_dir() == tmp_path / "elsewhere"
    assert {paths.keys_dir(), paths.backups_dir(), paths.logs_dir()} == set((tmp_path / "elsewhere").iterdir())
    paths.set_data_dir(None)
    assert paths.data_dir() == own_data_dir


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
def test_that_only_the_owner_may_look_at_the_keys() -> None:
    assert paths.keys_dir().stat().st_mode & 0o077 == 0


def test_that_a_language_without_a_catalogue_speaks_english() -> None:
    i18n.set_language("xx")
    assert i18n.language() == "en"
    i18n.set_language("es")
    assert i18n.language() == "es"
    assert i18n._("a sentence nobody has translated") == "a sentence nobody has translated"
    assert i18n._("") == ""
    assert i18n.ngettext("{n} point", "{n} points", 3).format(n=3) == "3 points"


def test_that_dates_and_numbers_are_written_as_the_language_writes_them() -> None:
    day = date(2026, 9, 7)
    assert i18n.format_date(day, "long") == "September 7, 2026"
    assert i18n.format_date(datetime(2026, 9, 7, 23, 59)) == i18n.format_date(day) == "Sep 7, 2026"
    assert i18n.format_number(Decimal("1234.5")) == "1,234.5"
    assert i18n.format_number(2, places=1) == "2.0"
    assert i18n.format_percent(0.425, places=1) == "42.5%"
    i18n.set_language("es")
    assert i18n.format_date(day, "long") == "7 de septiembre de 2026"
    assert i18n.format_number(12345.5) == "12.345,5"


def test_that_the_log_lies_in_the_data_folder_and_closes() -> None:
    where = logs.set_up()
    assert where == paths.logs_dir() / "netdesk.log"
    logging.getLogger("netdesk.test").info("opened")
    logs.shut_down()
    assert where is not None and "opened" in where.read_text(encoding="utf-8")
    logging.getLogger("netdesk.test").info("after the end")
    assert "after the end" not in where.read_text(encoding="utf-8")


def test_that_a_crash_leaves_a_trace_for_the_next_start() -> None:
    program = "import faulthandler; from netdesk import logs; logs.set_up(); faulthandler._sigabrt()"
    answer = subprocess.run([sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, check=False)
    assert answer.returncode != 0
    assert "Fatal Python error: Aborted" in logs.left_by_a_crash()
    logs.forget_crash()
    assert logs.left_by_a_crash() == ""


def test_that_the_program_runs_without_a_log_where_none_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("", encoding="utf-8")
    paths.set_data_dir(tmp_path / "a-file")
    assert logs.set_up() is None


def test_that_each_error_a_person_can_mend_has_its_exit_status() -> None:
    assert [kind.exit_status for kind in (NetDeskError, WrongUsage, RefusedFile)] == [1, 2, 3]
    error = RefusedFile("This bundle is damaged; ask for it again.")
    assert isinstance(error, NetDeskError)
    assert error.user_text == str(error) == "This bundle is damaged; ask for it again."
