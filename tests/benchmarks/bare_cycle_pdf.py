"""The baseline of the PDF benchmark: a page's strings, lines and shapes at fixed places, drawn by bare reportlab.

`record` writes down what a program drew on a canvas; `draw` draws the same again with nothing but reportlab, so that
the difference in time is what measuring, wrapping, arranging and charting cost.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

#: What a page is made of: the canvas's own verbs, with their arguments as they were given.
VERBS = (
    "setFont", "drawString", "line", "rect", "roundRect", "circle", "saveState", "restoreState", "translate", "scale",
    "setStrokeColor", "setFillColor", "setLineWidth", "setDash", "setLineCap", "setLineJoin", "showPage",
)  # fmt: skip
Strokes = list[tuple[str, tuple[Any, ...], dict[str, Any]]]


@contextmanager
def record() -> Iterator[Strokes]:
    """What is drawn on any canvas within the block, in order."""
    from reportlab.pdfgen.canvas import Canvas

    drawn: Strokes = []
    deep = 0

    def watched(name: str, inside: Callable[..., Any]) -> Callable[..., Any]:
        def verb(canvas: Any, *args: Any, **options: Any) -> Any:
            nonlocal deep
            if deep == 0:
                drawn.append((name, args, options))
            deep += 1
            try:
                return inside(canvas, *args, **options)
            finally:
                deep -= 1

        return verb

    def path(canvas: Any, one: Any, **options: Any) -> Any:
        drawn.append(("path", (tuple(one._code),), options))
        return inside_path(canvas, one, **options)

    inside_path = Canvas.drawPath
    with pytest.MonkeyPatch.context() as patch:
        for name in VERBS:
            patch.setattr(Canvas, name, watched(name, getattr(Canvas, name)))
        patch.setattr(Canvas, "drawPath", path)
        yield drawn


def draw(drawn: Strokes, size: tuple[float, float]) -> bytes:
    """The same pages again; the fonts must be known to reportlab."""
    from reportlab.pdfgen.canvas import Canvas

    held = io.BytesIO()
    canvas = Canvas(held, pagesize=size, pageCompression=1, invariant=1)
    for name, args, options in drawn:
        if name == "path":
            one = canvas.beginPath()
            one._code = list(args[0])
            canvas.drawPath(one, **options)
        else:
            getattr(canvas, name)(*args, **options)
    canvas.save()
    return held.getvalue()
