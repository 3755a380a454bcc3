"""Diagrams as data: canvas and outline are twins over one set of acts, so whatever one can do the other can.

`acts` hold what is shown, what is selected and every deed as one edit; `hands` turn keys and mouse into acts, the same
way over both views; `canvas` paints what core.layout placed, `outline` shows it as a tree. It must not know where boxes
stand: that is computed from structure and order, and only painted here.
"""
