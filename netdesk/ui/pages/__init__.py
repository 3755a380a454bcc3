"""The rooms of the window, one file a room or a part of one.

A page shows what the workspace holds and turns what a person does into operations; it refreshes only what changed. It
must not know other pages (it asks the window to go there) and must not compute what operations or core compute.
"""
