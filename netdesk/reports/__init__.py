"""Paper: cycle summaries and charts as PDF, painted from `core.drawing` and set in the bundled fonts.

It reads records and gives bytes. It must not know Qt, must not change a record, and loads reportlab only when a page is
made.
"""
