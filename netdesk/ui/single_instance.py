"""One running NetDesk for each data folder: a second start hands its file over to the first and ends.

The two speak over a local socket that only this person may open; nothing leaves the computer. This is the one place
that may use Qt's network module.
"""

from __future__ import annotations

import getpass
import json
import zlib
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

LONGEST = 64 * 1024
#: A first program that does not answer within this time hangs; the second then opens a window of its own.
PATIENCE_MS = 2_000
#: A first program that is still painting its frame listens a moment later.
_AGAIN_MS = 100
_ANSWER = b"taken\n"


def name_for(data_dir: Path) -> str:
    """The socket's name for a data folder: the same for the same folder and person, short enough for every system."""
    who = f"{getpass.getuser()}\x1f{data_dir.absolute()}"
    return f"netdesk-{zlib.crc32(who.encode('utf-8', 'surrogateescape')):08x}"


def message_for(path: Path | None) -> bytes:
    """What the second program says: which file it was started with, if any."""
    return json.dumps({"netdesk": 1, "open": "" if path is None else str(path.absolute())}).encode() + b"\n"


def path_in(message: bytes) -> Path | None:
    """The file that a message names, None where it names none. ValueError for what is no message of ours."""
    if len(message) > LONGEST or not message.endswith(b"\n"):
        raise ValueError("not a whole message")
    said = json.loads(message)
    if not isinstance(said, dict) or said.get("netdesk") != 1 or not isinstance(said.get("open"), str):
        raise ValueError("not a message of NetDesk")
    if "\0" in said["open"]:
        raise ValueError("not a path")
    return Path(said["open"]) if said["open"] else None


def hand_over(name: str, path: Path | None, patience_ms: int = PATIENCE_MS) -> bool:
    """Give the file to the program that is running; False where none listens in this time, or none answers."""
    socket = QLocalSocket()
    waited = 0
    try:
        while True:
            socket.connectToServer(name)
            if socket.waitForConnected(PATIENCE_MS):
                break
            if waited >= patience_ms:
                return False
            QThread.msleep(_AGAIN_MS)
            waited += _AGAIN_MS
        socket.write(message_for(path))
        while not socket.canReadLine():
            if not socket.waitForReadyRead(PATIENCE_MS):
                return False
        return bytes(socket.readLine().data()) == _ANSWER
    finally:
        socket.abort()


class Desk(QObject):
    """The first program's ear. ``asked`` is sent with the path that a second start named, or None."""

    asked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)

    def listen(self, name: str) -> bool:
        """Be the first; to be called after `hand_over` found nobody. False where the system does not let us."""
        # A program that crashed leaves its socket's file behind on some systems, and nobody listens there.
        QLocalServer.removeServer(name)
        return self._server.listen(name)

    def close(self) -> None:
        """Listen no longer."""
        self._server.close()

    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda socket=socket: self._on_words(socket))
            socket.disconnected.connect(socket.deleteLater)
            self._on_words(socket)

    def _on_words(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > LONGEST:
                socket.abort()
            return
        try:
            path = path_in(bytes(socket.readLine(LONGEST).data()))
        except ValueError:
            socket.abort()
            return
        socket.write(_ANSWER)
        socket.flush()
        self.asked.emit(path)
