"""A PDF's page as a PNG picture."""

from __future__ import annotations

import io
from typing import Any

from netdesk.reports.pages import one_at_a_time


def first_page_png(pdf: bytes, scale: float) -> bytes:
    """The first page as PNG, `scale` pixels a point."""
    import pypdfium2

    with one_at_a_time:
        document: Any = pypdfium2.PdfDocument(pdf)
        try:
            picture = document[0].render(scale=scale).to_pil()
        finally:
            document.close()
    held = io.BytesIO()
    picture.save(held, "PNG")
    return held.getvalue()
