"""The printed chain: both questions with every step, what is missing, and the same in HTML."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from netdesk import Workspace
from netdesk.errors import NetDeskError
from netdesk.operations import aims, cycles, drivers
from netdesk.reports.chain import chain_pdf, collect_chain
from netdesk.reports.html import chain_html

DAY = date(2026, 3, 2)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[tuple[Workspace, str]]:
    with Workspace.create(tmp_path / "team.netdesk", team="Lincoln", person="Ana") as workspace:
        with workspace.edit("Begin") as edit:
            edit.add("problem", {"statement": "1 in 5 misses two days", "since": "2026-01-10"})
            aim = aims.add_aim(edit, {"what": "Raise attendance"})
            driver = drivers.add_driver(edit, aim, "Families know")
            idea = drivers.add_idea(edit, "Morning call", parent=driver)
            cycle = cycles.add_cycle(edit, "12 families", fields={"idea": idea})
            edit.put("cycle", cycle, {"stage": "closed", "decision": "adapt", "decision_because": "Text first"})
        yield workspace, idea


def test_that_the_page_tells_the_whole_way_and_what_is_missing(made: tuple[Workspace, str]) -> None:
    workspace, idea = made
    sheet = collect_chain(workspace, "change_idea", idea, "en")
    pdf = chain_pdf(sheet, paper="a4", printed_on=DAY)
    assert pdf == chain_pdf(sheet, paper="a4", printed_on=DAY)
    words = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)
    html = chain_html(sheet, printed_on=DAY)
    for told in (
        "Morning call", "Driver: Families know", "Problem: 1 in 5 misses two days", "Cycle: 12 families",
        "Decision: Adapted", "Missing in this chain", "No measure says whether the aim is met.",
    ):  # fmt: skip
        assert told in words
        assert told in html


def test_that_a_chain_of_what_is_gone_is_refused(made: tuple[Workspace, str]) -> None:
    with pytest.raises(NetDeskError, match="not here any more"):
        collect_chain(made[0], "driver", "9" * 32, "en")
