"""Who may see a record: the team, or (published) also the hub. Publishing is an act, made here."""

from __future__ import annotations

from netdesk.core.records import derive_id
from netdesk.i18n import N_, _
from netdesk.store.edit import Edit
from netdesk.ui.context import Context
from netdesk.ui.widgets.choices import ChoiceField


def publish(edit: Edit, kind: str, record: str) -> None:
    """Publish a record with its parts."""
    edit.publish(kind, record)


def unpublish(edit: Edit, kind: str, record: str) -> None:
    """Take a published record back."""
    edit.unpublish(kind, record)


class ShareLevel(ChoiceField):
    """Shows and sets whether one record is published."""

    def __init__(self, context: Context, *, name: str, quiet: bool = True) -> None:
        super().__init__(_("Who may see this"), name=name, quiet=quiet)
        self._context = context
        self._kind, self._record = "", ""
        self.setEnabled(not context.read_only)
        self.chosen.connect(self._choose)

    def show_record(self, kind: str, record: str) -> None:
        """Show the level of this record."""
        self._kind, self._record = kind, record
        published = self._context.workspace.get("publication", derive_id("publication", [record])) is not None
        choices = [("team", _("Our team")), ("published", _("Published: our team and the hub"))]
        self.show_choices(choices, "published" if published else "team")

    def _choose(self, level: str) -> None:
        from netdesk.ui.dialogs.share import may_publish

        if level == "published" and may_publish(self, self._context, self._kind, self._record):
            done = self._context.edit(N_("Publish"), publish, self._kind, self._record)
            if done:
                told = _("Published. It leaves with the next file for the hub, not before.")
                self._context.told.emit(told, "", None)
        elif level != "published":
            self._context.edit(N_("Take back from the published"), unpublish, self._kind, self._record)
        self.show_record(self._kind, self._record)
