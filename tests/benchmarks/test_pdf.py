"""`make bench`: the printed cycle against bare reportlab, and the memory of a long batch."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields, replace
from datetime import date

import pytest

from netdesk.reports.cycle import cycle_pdf
from netdesk.reports.pages import PAPERS
from netdesk.reports.sheet import CycleSheet
from tests.benchmarks import bare_cycle_pdf
from tests.benchmarks.measure import median_seconds, say
from tests.reports.sheets import whole_sheet

pytestmark = pytest.mark.bench

PRINTED = date(2026, 3, 3)
BATCH = 300


def test_that_a_cycle_is_timed_against_the_same_strings_and_lines_by_bare_reportlab() -> None:
    sheet = whole_sheet()
    with bare_cycle_pdf.record() as drawn:
        ours = cycle_pdf(sheet, printed_on=PRINTED)
    bare = bare_cycle_pdf.draw(drawn, PAPERS["letter"])
    assert abs(len(bare) - len(ours)) < 2_000, "the baseline must draw the same page"

    # The caches of paragraphs and charts would make the second round free: each round prints other words.
    count = 0

    def fresh() -> None:
        nonlocal count
        count += 1
        cycle_pdf(renamed(count), printed_on=PRINTED)

    ours_seconds = median_seconds(fresh, rounds=15)
    bare_seconds = median_seconds(lambda: bare_cycle_pdf.draw(drawn, PAPERS["letter"]), rounds=15)
    say("cycle PDF", f"{ours_seconds * 1000:.0f} ms")
    say("the same strokes by bare reportlab", f"{bare_seconds * 1000:.0f} ms")
    say("cycle PDF / bare reportlab", f"{ours_seconds / bare_seconds:.2f}x", "<= 2x")


def renamed(number: int) -> CycleSheet:
    """The sheet with every paragraph and chart a little different."""
    sheet = whole_sheet()
    texts = {one.name: f"{getattr(sheet, one.name)} {number}" for one in fields(sheet)
             if one.name in ("title", "plan", "do", "study", "act", "decision_because", "aim")}  # fmt: skip
    questions = tuple(
        replace(one, text=f"{one.text} {number}", prediction=f"{one.prediction} {number}",
                observed=f"{one.observed} {number}", learned=f"{one.learned} {number}")
        for one in sheet.questions
    )  # fmt: skip
    charts = tuple(replace(one, title=f"{one.title} {number}") for one in sheet.charts)
    return replace(sheet, **texts, questions=questions, charts=charts)


def test_that_a_batch_of_300_pages_needs_no_more_memory_than_one() -> None:
    program = f"""
import resource, sys
from datetime import date
from tests.benchmarks.test_pdf import renamed
from netdesk.reports.cycle import cycle_pdf
def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
cycle_pdf(renamed(0), printed_on=date(2026, 3, 3))
first = most()
for number in range(1, {BATCH}):
    cycle_pdf(renamed(number), printed_on=date(2026, 3, 3))
print(first, most())
"""
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    first, last = map(float, answer.stdout.split())
    say("memory after 1 cycle", f"{first:.0f} MB")
    say(f"memory after {BATCH} cycles, one PDF each", f"{last:.0f} MB", "no growth over 40 MB")
