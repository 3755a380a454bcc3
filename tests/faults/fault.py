"""What a seeded fault is, and the files and tests that faults speak of."""

from __future__ import annotations

from dataclasses import dataclass

FOLD, CHANGES, CLOCK = "netdesk/core/fold.py", "netdesk/core/changes.py", "netdesk/core/clock.py"
RECORDS, ORDER = "netdesk/core/records.py", "netdesk/core/order.py"

TEST_FOLD, TEST_REPLICAS = "tests/core/test_fold.py", "tests/core/test_replicas.py"
TEST_CHANGES, TEST_CLOCK = "tests/core/test_changes.py", "tests/core/test_clock.py"
TEST_RECORDS, TEST_ORDER = "tests/core/test_records.py", "tests/core/test_fields.py"


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong turn: in ``file`` the text ``old``, which stands there once, becomes ``new``; ``test`` must fail."""

    id: str
    file: str
    old: str
    new: str
    why: str
    test: str
