"""The window: the only part that knows Qt and pyqtgraph.

Widgets hold ids and plain values and ask the workspace for the rest; whatever a person does goes through
``Context.edit`` as a labelled edit made by an operation. The window must not know SQL, the change log or the inside
of a bundle, and it keeps no rule of its own: wording of the aim, guards, rules of charts live to the right of it.
"""

import builtins

# PySide puts itself before Python's import, to read and keep the source text of every module that is loaded after it,
# in case that module asks for PySide's own spelling of names. None does here; without it a start takes a tenth less
# time and 20 MB less memory.
_plain_import = builtins.__import__
import PySide6.QtCore  # noqa: E402, F401 - only after what it replaces is kept

builtins.__import__ = _plain_import
