"""The command line: one file a group of commands; each parses, calls operations, and prints.

It holds no rule of its own: what a command may do is decided where the window asks too. Heavy libraries are loaded by
the command that needs them, and Qt only by the one that opens the window.
"""
