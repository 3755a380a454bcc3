"""The charts of the screen, painted by pyqtgraph from a prepared chart input and its reading.

They must not compute medians, limits or signals: those come from netdesk.core.charts, the same for screen and print.
"""
