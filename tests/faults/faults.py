"""Seeded faults: small wrong turns in the core, each of which some test must notice.

A test suite can be green and weak. This list is the measure: every fault here was thought likely, would lose or hide
somebody's work, and is killed by the test named with it. A new rule of the fold brings its faults along.
"""

from __future__ import annotations

from tests.faults.chart_faults import CHART_FAULTS
from tests.faults.fault import Fault
from tests.faults.fold_faults import FOLD_FAULTS
from tests.faults.line_faults import LINE_FAULTS

FAULTS: tuple[Fault, ...] = (*FOLD_FAULTS, *LINE_FAULTS, *CHART_FAULTS)
