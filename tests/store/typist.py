"""A child process that edits without pause and prints each acknowledged edit; its parent kills it.

Usage: python -m tests.store.typist WORKSPACE SEED. Each line is "KIND RECORD FIELD TEXT": once it is printed, the edit
has been answered, and no kill may lose it.
"""

from __future__ import annotations

import os
import random
import sys

from netdesk.store.workspace import Workspace


def type_on(path: str, seed: int) -> None:
    chance = random.Random(seed)
    # An odd clock and short backups, so that a kill also falls into a checkpoint or a backup.
    with Workspace.open(path) as workspace:
        if workspace.read_only:
            sys.exit("the lock is not free")
        say = os.fdopen(1, "wb", buffering=0)
        say.write(b"ready\n")
        known = [one["id"] for one in workspace.select("norm")]
        count = 0
        while True:
            count += 1
            text = f"{seed}-{count}"
            with workspace.edit("Type") as edit:
                if not known or chance.random() < 0.2:
                    record = edit.add("norm", {"text": text})
                else:
                    record = chance.choice(known)
                    edit.put("norm", record, {"text": text})
                if chance.random() < 0.1:
                    cycle = edit.add("cycle", {"title": text, "study": "x" * 3000})
                    edit.add("question", {"cycle": cycle, "text": text})
            say.write(f"norm {record} text {text}\n".encode())
            if record not in known:
                known.append(record)
            if chance.random() < 0.03:
                workspace.checkpoint()
            if chance.random() < 0.005:
                workspace.back_up()


if __name__ == "__main__":
    type_on(sys.argv[1], int(sys.argv[2]))
