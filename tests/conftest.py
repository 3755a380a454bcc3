"""What holds for every test: no network, no display, no leftovers, one language, and a data folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import hypothesis.configuration
import pytest

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.pop("NETDESK_DATA_DIR", None)

# Programs that tests start must be bound by the same rule as the tests themselves.
NO_SOCKETS = HERE / "no_sockets"
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(NO_SOCKETS), os.environ.get("PYTHONPATH", "")]))
if "sitecustomize" not in sys.modules or not hasattr(sys.modules["sitecustomize"], "FORBIDDEN"):
    exec(compile((NO_SOCKETS / "sitecustomize.py").read_text(encoding="utf-8"), "no_sockets", "exec"), {})

hypothesis.settings.register_profile(
    "test",
    max_examples=25,
    deadline=None,
    derandomize=True,  # a test run says the same today and tomorrow; new examples are the soak's work
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.data_too_large],
)
hypothesis.settings.register_profile(
    "soak",
    parent=hypothesis.settings.get_profile("test"),
    max_examples=2_000,
    derandomize=False,
    print_blob=True,
)
hypothesis.settings.load_profile("test")
# It writes there while tests are collected, before any fixture runs.
_hypothesis_home = tempfile.TemporaryDirectory(prefix="netdesk-hypothesis-")
hypothesis.configuration.set_hypothesis_home_dir(_hypothesis_home.name)


@pytest.fixture(scope="session", autouse=True)
def one_data_dir_for_shared_fixtures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Fixtures that live longer than a test write here, never into the data folder of whoever runs the tests."""
    os.environ["NETDESK_DATA_DIR"] = str(tmp_path_factory.mktemp("shared-data"))
    yield
    os.environ.pop("NETDESK_DATA_DIR", None)


@pytest.fixture(autouse=True)
def own_data_dir(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Keys, settings, backups and logs of this test alone; the program's language and log are put back after it."""
    from netdesk import i18n, logs, paths
    from netdesk.core import garbage

    folder = tmp_path_factory.mktemp("data")
    monkeypatch.setenv("NETDESK_DATA_DIR", str(folder))
    paths.set_data_dir(None)
    yield folder
    logs.shut_down()
    paths.set_data_dir(None)
    i18n.set_language("en")
    garbage.collect()  # a test of the window leaves the search to the window, which is gone


# ---- nothing left behind -------------------------------------------------------------------------------------------

_before: set[str] | None = None
_left: set[str] = set()


def files_outside_the_history() -> set[str] | None:
    """Files in the checkout that git does not know, caches and environments left out; None without git."""
    try:
        answer = subprocess.run(
            ["git", "status", "--porcelain", "--untracked-files=all", "--ignored=matching"],
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    found = {line[3:] for line in answer.stdout.splitlines() if line[:2] in ("??", "!!")}
    return {name for name in found if "__pycache__" not in name and not name.startswith((".venv", "build/", ".ruff"))}


def pytest_sessionstart() -> None:
    """Remember what lies in the checkout; only where asked, because someone may be at work in it meanwhile."""
    global _before
    if os.environ.get("NETDESK_TESTS_LEAVE_NOTHING"):
        _before = files_outside_the_history()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run if it left files in the checkout."""
    if _before is None:
        return
    _left.update((files_outside_the_history() or set()) - _before)
    if _left:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the files that the run left."""
    for name in sorted(_left):
        terminalreporter.write_line(f"left behind in the checkout: {name}", red=True)
