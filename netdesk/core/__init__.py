"""The pure heart: records, changes, clock, fold, input fields, charts, drawing and text.

It must not know databases, files, Qt, or any library beyond the standard one and numpy: everything here is a
function of its arguments, so that tests can be exact and every replica computes the same.
"""
