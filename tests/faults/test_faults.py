"""The tests of the core notice every seeded fault: each is put into a copy of the program, and its test must fail."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.fault import Fault
from tests.faults.faults import FAULTS

CHECKOUT = Path(__file__).resolve().parent.parent.parent

#: Tried at every `make test`: one of each sort. `make soak` tries the whole list.
SAMPLE = frozenset(
    {
        "heads-dropped-by-clock",
        "winner-by-arrival",
        "conflict-on-equal-values",
        "deletion-covers-any-device",
        "restoring-is-no-life",
        "lock-by-time-only",
        "tree-circles-allowed",
        "links-not-in-order",
        "chain-without-previous",
        "salt-of-new-ignored",
        "clock-not-moved-by-seeing",
        "derived-id-skips-absent-parts",
        "on-the-centre-ends-a-run",
        "individuals-frozen-in-their-centre-only",
    }
)


def copy_of_the_core(folder: Path) -> Path:
    """A checkout of just the core, its tests and their data."""
    here = shutil.ignore_patterns("__pycache__")
    for part in ("netdesk/core", "tests/core", "tests/data/changes", "tests/data/charts", "tests/no_sockets"):
        shutil.copytree(CHECKOUT / part, folder / part, ignore=here)
    for name in ("__init__", "errors", "i18n", "logs", "paths"):
        shutil.copy(CHECKOUT / "netdesk" / f"{name}.py", folder / "netdesk")
    shutil.copy(CHECKOUT / "tests" / "conftest.py", folder / "tests")
    (folder / "pytest.ini").write_text(
        "[pytest]\naddopts = -p no:cacheprovider --import-mode=importlib -m 'not soak and not slow'\n"
        "pythonpath = .\nmarkers =\n    soak: long\n    slow: seconds\n    bench: time\n",
        encoding="utf-8",
    )
    return folder


def run_tests(folder: Path, test: str) -> tuple[int | None, str]:
    """Run a test file of the copy up to its first failure: (exit status, or None if it hung; what it printed)."""
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(folder)}
    environment.pop("NETDESK_TESTS_LEAVE_NOTHING", None)
    # What fails need not be made small here, and a listing of where it failed would cost more than all the rest.
    program = (
        "import sys, hypothesis, pytest\n"
        "import netdesk.core.fold\n"
        f"assert netdesk.core.fold.__file__.startswith({str(folder)!r})\n"
        "class Quick:\n"
        "    def pytest_configure(self, config):\n"
        "        test = hypothesis.settings.get_profile('test')\n"
        "        phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]\n"
        "        hypothesis.settings.register_profile('quick', parent=test, phases=phases)\n"
        "        hypothesis.settings.load_profile('quick')\n"
        f"sys.exit(pytest.main(['-x', '-q', '--tb=line', {test!r}], plugins=[Quick()]))\n"
    )
    try:
        answer = subprocess.run(
            [sys.executable, "-c", program],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None, "it hung"
    return answer.returncode, answer.stdout + answer.stderr


def assert_killed(fault: Fault, folder: Path) -> None:
    """Seed the fault into a copy and run its test, which must end by a failed assertion or error, not by a crash."""
    copy = copy_of_the_core(folder)
    source = copy / fault.file
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace(fault.old, fault.new), encoding="utf-8")
    status, said = run_tests(copy, fault.test)
    assert status == pytest.ExitCode.TESTS_FAILED, f"{fault.id} lives: {fault.why}\n{said}"


def test_that_every_fault_of_the_list_still_fits_the_program() -> None:
    assert len(FAULTS) >= 20
    assert len({fault.id for fault in FAULTS}) == len(FAULTS)
    assert {fault.id for fault in FAULTS} >= SAMPLE
    for fault in FAULTS:
        text = (CHECKOUT / fault.file).read_text(encoding="utf-8")
        assert text.count(fault.old) == 1, f"{fault.id}: its old text stands {text.count(fault.old)} times"
        assert fault.new != fault.old and fault.why and (CHECKOUT / fault.test).is_file()
        compile(text.replace(fault.old, fault.new), fault.file, "exec")


@pytest.mark.slow
@pytest.mark.parametrize("test", sorted({fault.test for fault in FAULTS if fault.id in SAMPLE}))
def test_that_the_copy_without_a_fault_passes(tmp_path: Path, test: str) -> None:
    status, said = run_tests(copy_of_the_core(tmp_path), test)
    assert status == pytest.ExitCode.OK, said


@pytest.mark.slow
@pytest.mark.parametrize("fault", [one for one in FAULTS if one.id in SAMPLE], ids=lambda fault: fault.id)
def test_that_a_sample_of_the_faults_is_noticed(tmp_path: Path, fault: Fault) -> None:
    assert_killed(fault, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("test", sorted({fault.test for fault in FAULTS}))
def test_that_every_copy_without_a_fault_passes(tmp_path: Path, test: str) -> None:
    status, said = run_tests(copy_of_the_core(tmp_path), test)
    assert status == pytest.ExitCode.OK, said


@pytest.mark.soak
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_that_every_fault_is_noticed(tmp_path: Path, fault: Fault) -> None:
    assert_killed(fault, tmp_path)
