"""`make bench`: a 500-node diagram opened to painted and edited to repainted, against its primitives painted bare."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from netdesk.operations import aims, drivers
from netdesk.store.workspace import Workspace
from netdesk.ui import app as program
from netdesk.ui.charts.painter import paint
from netdesk.ui.context import Context
from netdesk.ui.diagram.acts import Acts
from netdesk.ui.diagram.canvas import Canvas
from netdesk.ui.diagram.cause_acts import CauseActs
from netdesk.ui.diagram.scene import Drawn
from netdesk.ui.diagram.theory_acts import TheoryActs
from tests.benchmarks.measure import median_seconds, say

pytestmark = pytest.mark.bench

NODES = 500
WORDS = ("Families hear too late", "The list is ready at eleven", "One adult knows each student by name", "Bus 12")


@pytest.fixture
def context(qtbot: Any, tmp_path: Path) -> Iterator[Context]:
    program.make_application()
    with Workspace.create(tmp_path / "team.netdesk", team="Grade 7", person="Rosa") as workspace:
        with workspace.edit("Begin") as edit:
            fill_diagrams(edit)
        made = Context(workspace)
        yield made
        made.close()


def fill_diagrams(edit: Any) -> None:
    """A theory of 500 nodes (some with two parents) and a fishbone of 500 causes; written as a bundle would, by id."""
    aim = aims.add_aim(edit, {"what": "Raise attendance", "to": "93"})
    uppers: list[str] = []
    for n in range(NODES - 1):
        name = f"{WORDS[n % 4]} {n}"
        if n < 8:
            node = drivers.add_driver(edit, aim, name)
        elif n < 90:
            node = drivers.add_driver(edit, uppers[n % 8], name)
        else:
            node = drivers.add_idea(edit, name, parent=uppers[8 + n % 80])
            if n % 9 == 0:
                drivers.link(edit, uppers[8 + (n + 1) % 80], node, strength="weak")
        uppers.append(node)
    fishbone = edit.add("fishbone", {"effect": "One in five misses two days a month", "preset": "blank"})
    keys = [f"a{digit}{other}" for digit in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" for other in "123456789ABCDEFGHIJ"]
    made: list[str] = []
    for n in range(NODES - 1):
        above = None if n < 8 else made[n % 8] if n < 250 else made[n - 240]
        fields = {"fishbone": fishbone, "pos": [above, keys[n]], "text": f"{WORDS[n % 4]} {n}"}
        made.append(edit.add("cause", {**fields, "category": True if above is None else None}))


def open_acts(context: Context, kind: str) -> Acts:
    if kind == "theory":
        theory_acts = TheoryActs(context)
        theory_acts.aim = context.workspace.select("aim")[0]["id"]
        return theory_acts
    cause_acts = CauseActs(context)
    cause_acts.fishbone = context.workspace.select("fishbone")[0]
    return cause_acts


@pytest.mark.parametrize("kind", ["theory", "fishbone"])
def test_that_a_large_diagram_opens_and_repaints_in_step_with_its_bare_painting(context: Context, kind: str) -> None:
    acts = open_acts(context, kind)
    image = QImage(4000, 9000, QImage.Format.Format_ARGB32_Premultiplied)
    canvas = Canvas(acts, name="bench", accessible="bench")
    canvas.resize(1000, 700)

    def opened() -> None:
        acts.reload()
        painter = QPainter(image)
        canvas.scene().render(painter)
        painter.end()

    def opened_fresh() -> None:
        fresh = Canvas(acts, name="fresh", accessible="fresh")
        acts.reload()
        painter = QPainter(image)
        fresh.scene().render(painter)
        painter.end()
        acts.shown_changed.disconnect(fresh.show_acts)
        acts.selection_changed.disconnect(fresh._on_selection)
        fresh.deleteLater()

    opened()
    assert len(acts.placed.boxes) == NODES
    children = canvas.scene().primitives()  # type: ignore[attr-defined]

    def bare() -> None:
        painter = QPainter(image)
        paint(painter, children)
        painter.end()

    base = median_seconds(bare)
    acts.shown_changed.disconnect(canvas.show_acts)
    opening = median_seconds(opened_fresh)
    acts.shown_changed.connect(canvas.show_acts)
    canvas.show()
    QApplication.processEvents()
    number = 0

    def edited() -> None:
        nonlocal number
        number += 1
        acts.rename(acts.lines[40].spot.node, f"Another name {number}")
        acts.reload()
        QApplication.processEvents()

    Drawn.painted = 0
    editing = median_seconds(edited)
    reading = median_seconds(acts.read)
    say(f"{kind} of 500: its primitives painted bare", f"{base * 1000:.0f} ms")
    say(f"{kind} of 500: read and laid out", f"{reading * 1000:.0f} ms")
    say(f"{kind} of 500: opened to painted", f"{opening * 1000:.0f} ms")
    say(f"{kind} of 500: opened / bare", f"{opening / base:.2f}x", "<= 3x")
    say(f"{kind} of 500: one edit to repainted", f"{editing * 1000:.0f} ms")
    say(f"{kind} of 500: one edit / bare", f"{editing / base:.2f}x", "<= 3x")
    assert Drawn.painted < 6 * len(canvas.scene().items()), "an edit must not repaint what it does not touch"
    canvas.close()
