"""Every screen and every page of paper as a picture, for looking at: `make gallery`.

A scene is a small value: a name and what to open. The scenes lie in one module an area, beside this one; a new area is
a module with a tuple of scenes and one line in `catalogue`. The walker tests go through the same scenes.
"""
