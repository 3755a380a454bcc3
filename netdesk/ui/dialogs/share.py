"""Before anything leaves: what is in the bundle, listed; and writing one text out of two versions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QTextEdit, QWidget

from netdesk.i18n import N_, _, ngettext
from netdesk.operations.publish import SMALL_GROUP, SMALL_GROUPS, asks_small_groups
from netdesk.operations.publish import publish as publish_item
from netdesk.operations.source import title_of
from netdesk.ui import ask, theme
from netdesk.ui.context import Context
from netdesk.ui.dialogs.base import Asking
from netdesk.ui.outgoing import Outgoing, kind_words
from netdesk.ui.widgets.basic import boxed, column, label, row, rule, scrolled
from netdesk.ui.widgets.frame import ElidedLabel


def size_words(size: int) -> str:
    """A file's size as people say it."""
    if size < 1_000_000:
        return _("{n} KB").format(n=max(1, round(size / 1000)))
    return _("{n} MB").format(n=round(size / 1_000_000, 1))


def _changes(count: int) -> str:
    return ngettext("{n} change", "{n} changes", count).format(n=count)


def _listing(lines: list[tuple[str, str, str]], name: str, height: int) -> QWidget:
    """A scrolling list of (strong, quiet, at the right)."""
    made = QGridLayout()
    made.setHorizontalSpacing(theme.px(12))
    made.setVerticalSpacing(theme.px(6))
    for place, share in enumerate((5, 3, 0)):
        made.setColumnStretch(place, share)
    for n, (strong, quiet, right) in enumerate(lines):
        if n:
            made.addWidget(rule(), 2 * n - 1, 0, 1, 3)
        made.addWidget(ElidedLabel(strong, "strong"), 2 * n, 0)
        made.addWidget(ElidedLabel(quiet, "second"), 2 * n, 1)
        made.addWidget(label(right, "second"), 2 * n, 2, Qt.AlignmentFlag.AlignRight)
    inner = QWidget()
    inner.setLayout(column(made, 1, margins=(12, 8, 12, 8)))
    area = scrolled(inner)
    area.setMinimumHeight(height)
    return boxed(column(area, spacing=0), "card", name=name)


class SharePreview(Asking):
    """Lists every record that would leave, and what is held back and why; nothing else is in the file."""

    def __init__(
        self, parent: QWidget | None, outgoing: Outgoing, *, title: str, changed: int, held: list[str]
    ) -> None:
        words = ngettext(
            "{n} record, {size}, signed by this computer. Nothing that is not listed here is in the file.",
            "{n} records, {size}, signed by this computer. Nothing that is not listed here is in the file.",
            len(outgoing.records),
        ).format(n=len(outgoing.records), size=size_words(outgoing.bytes))
        if not outgoing.records:
            words = _("Nothing new to send. The file only says what you have received, which helps the other side.")
        super().__init__(parent, name="share_preview", title=title, words=words, deed=_("Save the file"), width=640)
        self.publish = QCheckBox(
            ngettext(
                "Also publish {n} record that has changed",
                "Also publish {n} records that have changed",
                changed,
            ).format(n=changed)
        )
        self.publish.setObjectName("share_publish")
        self.publish.setAccessibleName(self.publish.text())
        if outgoing.records:
            lines = [(one.title, kind_words(one.kind), _changes(one.changes)) for one in outgoing.records]
            self.body.addWidget(_listing(lines, "share_records", 220), 1)
        if held:
            self.body.addWidget(label(_("Held back"), "head"))
            self.body.addWidget(_listing([(one, "", "") for one in held], "share_held", 80))
        since = label(_("Published before, and changed since then."), "second", wrap=True)
        since.setContentsMargins(theme.px(24), 0, 0, 0)
        self.publish.setAccessibleDescription(since.text())
        offer = QWidget()
        offer.setLayout(column(self.publish, since, spacing=0))
        self.body.addWidget(offer)
        offer.setVisible(changed > 0)


class WriteOne(Asking):
    """One text out of two versions, which stand above it to read and copy from."""

    def __init__(self, parent: QWidget | None, title: str, versions: list[tuple[str, str]]) -> None:
        super().__init__(
            parent,
            name="write_one",
            title=title,
            words=_("Write the text that shall stand. Both versions stay in the history."),
            deed=_("Keep this text"),
            width=600,
        )
        both = row(spacing=12)
        for person, text in versions:
            words = label(text, wrap=True, selectable=True)
            inside = QWidget()
            inside.setLayout(column(label(person, "strong", wrap=True), words, 1, spacing=4, margins=(12, 8, 12, 8)))
            area = scrolled(inside)
            area.setMaximumHeight(160)
            both.addWidget(boxed(column(area, spacing=0), "card"), 1)
        self.body.addLayout(both)
        self._edit = QTextEdit()
        self._edit.setObjectName("write_one_text")
        self._edit.setAccessibleName(_("The text that shall stand"))
        self._edit.setAcceptRichText(False)
        self._edit.setTabChangesFocus(True)
        self._edit.setPlainText(versions[0][1] if versions else "")
        self._edit.setMinimumHeight(120)
        self.body.addWidget(self._edit, 1)

    def text(self) -> str:
        """What was written."""
        return self._edit.toPlainText().strip()


def may_publish(parent: QWidget | None, context: Context, kind: str, record: str) -> bool:
    """Whether a record may be published: of a measure without numbers of people, asks once about small groups."""
    workspace = context.workspace
    if kind != "measure":
        return True
    answers = dict(workspace.setting(SMALL_GROUPS, {}))
    if asks_small_groups(workspace, record, answers):
        name = title_of(workspace.get(kind, record) or {})
        question = _(
            "“{name}” holds counts or single values, which do not say how many people stand behind them."
            "\n\nDo at least {least} people stand behind each of its numbers? If not, somebody could be recognized, "
            "and it stays with the team. You are asked this once."
        ).format(name=name, least=SMALL_GROUP)
        enough = ask.confirm(
            parent, _("Small groups"), question, _("Yes, {least} or more").format(least=SMALL_GROUP),
            no=_("No, or not sure"),
        )  # fmt: skip
        answers[record] = not enough
        workspace.set_setting(SMALL_GROUPS, answers)
    if answers.get(record):
        told = _("It stays with the team, because groups under {least} stand behind it. See Held back, in Sharing.")
        context.told.emit(told.format(least=SMALL_GROUP), "", None)
        return False
    return True


def publish_record(parent: QWidget | None, context: Context, kind: str, record: str) -> bool:
    """Publish a record with its parts, after what must be asked first; says what to read again."""
    if not may_publish(parent, context, kind, record):
        return False
    done = context.edit(N_("Publish"), publish_item, kind, record)
    if done:
        told = _("Published. It leaves with the next file for the hub, not before.")
        context.told.emit(" ".join([told, *(one.text for one in done.value[:2])]), "", None)
    return bool(done)
