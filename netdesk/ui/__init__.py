"""The window: the only part that knows Qt and pyqtgraph.

Widgets hold ids and plain values and ask the workspace for the rest; whatever a person does goes through
``Context.edit`` as a labelled edit made by an operation. The window must not know SQL, the change log or the inside
of a bundle, and it keeps no rule of its own: wording of the aim, guards, rules of charts live to the right of it.
"""
