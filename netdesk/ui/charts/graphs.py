"""pyqtgraph, whole: also where only some steps of its loading were taken ahead."""

from netdesk.ui.ahead import GRAPHS

GRAPHS.finish()

import pyqtgraph  # noqa: E402

__all__ = ["pyqtgraph"]
