"""Pages of a PDF as pictures, for the preview and for a printer. Everything here may run off the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

from netdesk.reports.pages import one_at_a_time

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

#: One point of PDF is a 72nd of an inch.
POINTS_PER_INCH = 72.0
#: What a printer is given: finer than that costs memory on an old laptop and shows nothing.
PRINT_DPI = 300


def page_images(pdf: bytes, scale: float) -> Iterator[QImage]:
    """Each page as a picture, `scale` pixels a point."""
    import pypdfium2

    with one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(len(document)):
            with one_at_a_time:
                page: Any = document[number]
                bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
                whole = QImage(
                    bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888
                )
                picture = whole.copy()  # the bytes go with the bitmap
                page.close()
            yield picture
    finally:
        with one_at_a_time:
            document.close()


def print_pages(pdf: bytes, printer: QPrinter, step: Callable[[int], object] = lambda _page: None) -> int:
    """Send the pages to the printer, one sheet each; how many there were. `step` is told before each page."""
    first, last = printer.fromPage() or 1, printer.toPage() or 10_000
    dots = min(printer.resolution(), PRINT_DPI)
    painter = QPainter()
    count = 0
    for number, picture in enumerate(page_images(pdf, dots / POINTS_PER_INCH), 1):
        if not first <= number <= last:
            continue
        step(number)
        if count:
            printer.newPage()
        else:
            points = QSizeF(picture.width(), picture.height()) * (POINTS_PER_INCH / dots)
            size = QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
            printer.setPageSize(size)
            printer.setFullPage(True)
            printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
            if not painter.begin(printer):
                raise OSError(printer.printerName() or "printer")
        painter.drawImage(QRectF(printer.paperRect(_device_pixel())), picture)
        count += 1
    if painter.isActive():
        painter.end()
    return count


def _device_pixel() -> Any:
    from PySide6.QtPrintSupport import QPrinter

    return QPrinter.Unit.DevicePixel
