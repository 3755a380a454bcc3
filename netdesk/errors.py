"""Errors that a person can mend.

`NetDeskError` carries one clear sentence: what could not be done, why, and what to do about it. The window shows it in
a banner, the command line on one line of stderr. Every other exception is a bug and must reach the crash log, so
nothing here is ever raised to say "this should not happen".
"""

from __future__ import annotations

from typing import ClassVar


class NetDeskError(Exception):
    """The thing asked for could not be done, and the person can do something about it.

    `user_text` is the translated sentence to show; `exit_status` is what a command ends with.
    """

    exit_status: ClassVar[int] = 1

    def __init__(self, user_text: str) -> None:
        super().__init__(user_text)
        self.user_text = user_text


class WrongUsage(NetDeskError):
    """The command was called in a way it does not know (exit status 2)."""

    exit_status: ClassVar[int] = 2


class RefusedFile(NetDeskError):
    """A bundle or file was refused as damaged, hostile or of an unknown format (exit status 3)."""

    exit_status: ClassVar[int] = 3
