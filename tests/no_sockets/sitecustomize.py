"""Forbids network sockets in this process: Python imports a module of this name by itself at every start.

conftest.py puts this folder on PYTHONPATH, so the programs that tests start are bound by it as the tests are. An audit
hook cannot be taken off again and sees every road to a socket that Python code has.
"""

from __future__ import annotations

import sys

FORBIDDEN = {
    "socket.bind",
    "socket.connect",
    "socket.getaddrinfo",
    "socket.gethostbyaddr",
    "socket.gethostbyname",
    "socket.sendmsg",
    "socket.sendto",
}


def forbid(event: str, _arguments: tuple[object, ...]) -> None:
    """Raise on every event that would name or reach another machine, or wait for one."""
    if event in FORBIDDEN:
        raise AssertionError(f"NetDesk makes no network calls, yet something tried {event}")


sys.addaudithook(forbid)
