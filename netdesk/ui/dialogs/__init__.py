"""Questions that need an answer before the work goes on: a new workspace, what will leave, what would change.

A dialog collects or shows and hands back plain values; it must not write to the workspace itself.
"""
