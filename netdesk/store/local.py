"""What stays on this computer: texts being typed, settings, backups. Local rows are never in the log."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select

from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.models.log import DRAFT, SETTING
from netdesk.store import backup
from netdesk.store.open_file import OpenFile

#: A second place for backups is asked for after the first week, and no sooner again than after a month.
ASK_AFTER_DAYS = 7
ASK_AGAIN_DAYS = 30


class LocalRows(OpenFile):
    """Drafts and settings of a workspace."""

    def draft(self, kind: str, record: str, field: str) -> str | None:
        """The text being typed in a field, if it is not an edit yet."""
        for one in self.drafts():
            if (one["kind"], one["record"], one["field"]) == (kind, record, field):
                return str(one["text"])
        return None

    def drafts(self) -> list[dict[str, Any]]:
        """All texts that are not edits yet: kind, record, field, text, w."""
        with self._connection() as connection:
            return [dict(row._mapping) for row in connection.execute(select(DRAFT).order_by(DRAFT.c.w))]

    def keep_draft(self, kind: str, record: str, field: str, text: str) -> None:
        """Keep the text being typed, so that a crash does not lose it."""
        with self._need_writer().transaction() as connection:
            row = {"kind": kind, "record": record, "field": field, "text": text, "w": int(self._now())}
            connection.execute(insert(DRAFT).prefix_with("OR REPLACE", dialect="sqlite"), row)

    def drop_draft(self, kind: str, record: str, field: str) -> None:
        """The text became an edit, or was given up."""
        with self._need_writer().transaction() as connection:
            connection.execute(delete(DRAFT).where(DRAFT.c.record == record, DRAFT.c.field == field))

    def setting(self, name: str, default: Any = None) -> Any:
        """A local setting (any JSON value)."""
        with self._connection() as connection:
            value = connection.execute(select(SETTING.c.value).where(SETTING.c.name == name)).scalar()
            return default if value is None else json.loads(value)

    def set_setting(self, name: str, value: Any) -> None:
        """Keep a local setting; None takes it away."""
        with self._need_writer().transaction() as connection:
            connection.execute(delete(SETTING).where(SETTING.c.name == name))
            if value is not None:
                connection.execute(insert(SETTING), {"name": name, "value": json.dumps(value)})


class Safety(LocalRows):
    """Backups, copies and the write-ahead log of a workspace."""

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the main file (when idle, before a backup, on closing)."""
        if self._writer is not None:
            self._writer.checkpoint()

    def back_up(self) -> backup.Backup:
        """Make a backup now."""
        self.checkpoint()
        made = backup.make_backup(self.path, self.workspace_id, self._now())
        self.set_setting("backup", {"w": int(self._now()), "seqs": self._written()})
        place = self.second_place()
        if place is not None:
            try:
                backup.copy_to_second(made, place, self.workspace_id, self.path.stem)
            except NetDeskError as error:
                # A stick that is not in its slot must not keep the backup here from counting; the list says it.
                self.set_setting("second_place_missed", error.user_text)
            else:
                self.set_setting("second_place_missed", None)
        return made

    def backups(self) -> list[backup.Backup]:
        """The backups of this workspace, newest first."""
        return backup.list_backups(self.workspace_id)

    def second_place(self) -> Path | None:
        """The folder outside this computer where backups are copied to; None if none was chosen."""
        place = self.setting("second_place")
        return Path(place) if isinstance(place, str) and place else None

    def set_second_place(self, place: Path | None) -> None:
        """Copy every backup to this folder too from now on, beginning with one now; None ends it.

        NetDeskError where nothing can be written there; the choice is not kept then.
        """
        if place is not None:
            self.checkpoint()
            made = backup.make_backup(self.path, self.workspace_id, self._now())
            backup.copy_to_second(made, place, self.workspace_id, self.path.stem)
        self.set_setting("second_place", None if place is None else str(place.absolute()))
        self.set_setting("second_place_missed", None)

    def second_backups(self) -> list[backup.Backup]:
        """The backups in the second place, newest first; none where it cannot be reached now."""
        place = self.second_place()
        if place is None:
            return []
        try:
            return backup.list_in(backup.second_folder(place, self.workspace_id, self.path.stem))
        except OSError:
            return []

    def second_place_due(self) -> bool:
        """Whether it is time to ask for a second place: a week after this computer first asked itself, once a month."""
        if self.read_only or self.second_place() is not None:
            return False
        now = int(self._now())
        asked = self.setting("second_place_ask")
        if not isinstance(asked, int):
            self.ask_second_place_in(ASK_AFTER_DAYS)
            return False
        return now >= asked

    def ask_second_place_in(self, days: int) -> None:
        """Do not ask for a second place before so many days have gone by."""
        self.set_setting("second_place_ask", int(self._now()) + days * 86_400)

    def save_copy(self, target: Path) -> None:
        """Write a whole copy of the workspace to a new file; opened, it becomes a device of its own."""
        if target.exists():
            raise NetDeskError(_("{name} is already there. Name a new file.").format(name=target))
        backup.copy_database(self.path, target)

    def _written(self) -> int:
        return sum(stream.seq for stream in self._streams_log().streams())

    def _backup_if_due(self) -> None:
        last = self.setting("backup", {"w": 0, "seqs": 0})
        is_old = abs(self._now() - last["w"]) >= backup.EVERY_SECONDS
        if is_old and self._written() != last["seqs"]:
            self.back_up()

    def pragma(self, name: str) -> Any:
        """A pragma as the writing connection has it."""
        return self._need_writer().pragma(name)
