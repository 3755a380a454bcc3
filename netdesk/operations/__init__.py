"""What people do, as functions on an edit's transaction: the verbs of the domain, for window and command line alike.

Each takes an open `Edit` first and writes only through it, so one deed is one undo step and all checks are the store's.
It must not know how anything is shown, what a bundle is, or open a workspace by itself.
"""
