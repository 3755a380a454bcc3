"""A PDF's page as a PNG picture. The library that renders pages may be called by one thread at a time."""

from __future__ import annotations

import io
from threading import Lock
from typing import Any, Final

#: Held by whoever renders, here or in the window's preview.
ONE_AT_A_TIME: Final = Lock()


def page_png(pdf: bytes, scale: float, *, page: int = 0) -> bytes:
    """One page as PNG, `scale` pixels a point."""
    import pypdfium2

    with ONE_AT_A_TIME:
        document: Any = pypdfium2.PdfDocument(pdf)
        try:
            picture = document[page].render(scale=scale).to_pil()
        finally:
            document.close()
    held = io.BytesIO()
    picture.save(held, "PNG", dpi=(72 * scale, 72 * scale))
    return held.getvalue()
