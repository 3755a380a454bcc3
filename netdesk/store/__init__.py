"""One workspace file: open, edit, log, refold, undo, history, lock, backup, check.

The one writer connection lives in ``log``; every reader is a connection with ``PRAGMA query_only=ON``. This package
must not know bundles, reports or windows, nor what the domain's verbs mean beyond the guards of ``core.records``.
"""
