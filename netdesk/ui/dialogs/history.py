"""The history of one record (who changed what, when, before and after; any older value brought back), and what was
deleted."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLayout, QSizePolicy, QWidget

from netdesk.core.records import KINDS, OWNED, derive_id
from netdesk.core.textdiff import Piece, sides
from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _, ngettext
from netdesk.operations.source import title_of
from netdesk.store.edit import Edit
from netdesk.store.search import deleted_records
from netdesk.store.workspace import Workspace
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.field_words import QUIET_FIELDS, field_words, value_words
from netdesk.ui.outgoing import kind_words
from netdesk.ui.shown import shown_moment
from netdesk.ui.widgets.basic import boxed, button, column, empty, label, row, scrolled
from netdesk.ui.widgets.frame import ElidedLabel
from netdesk.ui.widgets.reading_order import ReadingOrder

#: The edits shown at first; "Show older changes" adds as many again.
STEP = 30
#: Parts of which there can be hundreds; their history is asked for one by one.
MANY = frozenset({"observation"})


def history_of(workspace: Workspace, kind: str, record: str) -> list[dict[str, Any]]:
    """The edits of a record and of the parts that belong to it alone, newest first, each with its changes."""
    edits: dict[str, dict[str, Any]] = {}
    for part_kind, part in [(kind, record), *_parts(workspace, kind, record)]:
        for edit in workspace.history((part_kind, part)):
            known = edits.setdefault(edit["edit"], {**edit, "changes": []})
            known["changes"] += edit["changes"]
    return sorted(edits.values(), key=lambda one: (one["when"], int(one["edit"].rpartition(".")[2])), reverse=True)


def _parts(workspace: Workspace, kind: str, record: str) -> list[tuple[str, str]]:
    if kind == "charter":
        return [(part, one["id"]) for part in ("tried_before", "norm") for one in workspace.select(part, deleted=True)]
    found: list[tuple[str, str]] = []
    for part, field in OWNED.get(kind, ()):
        if part in MANY:
            continue
        for one in workspace.select(part, deleted=True, **{field: record}):
            found += [(part, one["id"]), *_parts(workspace, part, one["id"])]
    return found


class History(ReadingOrder, QDialog):
    """Every change of a record, the newest first. Restoring a value is an edit like any other, and can be undone."""

    def __init__(self, parent: QWidget, context: Context, kind: str, record: str) -> None:
        super().__init__(parent)
        self._context, self._kind, self._record = context, kind, record
        self._limit = STEP
        self.setObjectName("history")
        found = context.workspace.select(kind, deleted=True, id=record)
        self._title = (title_of(found[0], 200) if found else "") or kind_words(kind)
        self.setWindowTitle(_("History"))
        self._problem = label("", "problem", wrap=True, name="history_problem")
        self._problem.hide()
        self._list = column(spacing=12, margins=(0, 0, 8, 0))
        inner = QWidget()
        inner.setLayout(self._list)
        heading = ElidedLabel(_("History: {title}").format(title=self._title), "title", name="history_title", lines=2)
        self._count = label("", "second", name="history_count")
        done = button(_("Close"), self.accept, name="history_close")
        done.setDefault(True)
        whole = column(heading, self._count, self._problem, spacing=4, margins=(24, 20, 16, 16))
        whole.addSpacing(theme.px(8))
        whole.addWidget(scrolled(inner), 1)
        whole.addSpacing(theme.px(8))
        whole.addLayout(row(1, done))
        self.setLayout(whole)
        self.resize(min(theme.px(760), parent.width() - 80), min(theme.px(580), parent.height() - 60))
        context.changed.connect(self._on_changed)
        self._refresh()

    def _on_changed(self, changed: set[tuple[str, str]], _initiator: object) -> None:
        self._refresh()

    def _refresh(self) -> None:
        edits = history_of(self._context.workspace, self._kind, self._record)
        shown = [(one, lines) for one in edits if (lines := _shown_lines(one["changes"]))]
        count = ngettext("{n} change, the newest first", "{n} changes, the newest first", len(shown))
        self._count.setText(count.format(n=len(shown)))
        empty(self._list)
        for n, (one, lines) in enumerate(shown[: self._limit]):
            self._list.addWidget(self._card(n, one, lines))
        if len(shown) > self._limit:
            self._list.addLayout(row(button(_("Show older changes"), self._more, name="history_more", role="link"), 1))
        self._list.addStretch(1)

    def _more(self) -> None:
        self._limit += STEP
        self._refresh()

    def _card(self, n: int, edit: dict[str, Any], lines: list[dict[str, Any]]) -> QWidget:
        deed = edit["label"] or _("Change")
        who = ElidedLabel(f"{edit['person']} · {shown_moment(edit['when'].replace('Z', '+00:00'))}", "second")
        strong = label(deed, "strong", wrap=True, name=f"history_deed_{n}")
        head = row(spacing=12)
        head.addWidget(strong, 1)
        if edit["undone"]:
            head.addWidget(label(_("taken back"), "tag"))
        body = column(head, who, spacing=4, margins=(16, 10, 16, 12))
        for m, line in enumerate(lines):
            body.addSpacing(theme.px(4))
            body.addLayout(self._line(f"{n}_{m}", line))
        return boxed(body, "card", name=f"history_edit_{n}")

    def _line(self, at: str, line: dict[str, Any]) -> QLayout:
        workspace, kind, field = self._context.workspace, line["kind"], line["field"]
        whose = "" if line["record"] == self._record else _part_words(workspace, kind, line["record"])
        if field is None:
            words = _("Deleted") if line["after"] == "deleted" else _("Brought back")
            return row(label(f"{whose}: {words}" if whose else words, "head", wrap=True))
        name = f"{whose} · {field_words(field)}" if whose else field_words(field)
        before = value_words(workspace, kind, field, line["before"])
        after = value_words(workspace, kind, field, line["after"])
        old, new = sides(before, after)
        made = column(ElidedLabel(name, "head"), spacing=2)
        both = row(spacing=12)
        if before:
            both.addLayout(self._value(f"before_{at}", _("Before"), old, before, line, line["before"], gone=True), 1)
        written = _("After") if before else ""
        both.addLayout(self._value(f"after_{at}", written, new, after, line, line["after"], gone=False), 1)
        made.addLayout(both)
        return made

    def _value(
        self, name: str, title: str, pieces: list[Piece], text: str, line: dict[str, Any], value: Any, *, gone: bool
    ) -> QLayout:
        words = _diff_label(pieces if title else [Piece(text, False)], gone=gone)
        words.setObjectName(f"history_{name}")
        words.setAccessibleName(f"{title}: {text}" if title else text)
        made = column(spacing=2)
        if title:
            made.addWidget(label(title, "label"))
        made.addWidget(words)
        if self._may_restore(line, value):
            said = _("Restore this value of {field}: {value}").format(field=field_words(line["field"]), value=text)
            pressed = self._restorer(line, value)
            link = button(_("Restore this value"), pressed, name=f"restore_{name}", role="link", accessible=said)
            made.addLayout(row(link, 1))
        made.addStretch(1)
        return made

    def _may_restore(self, line: dict[str, Any], value: Any) -> bool:
        spec = KINDS[line["kind"]].fields.get(line["field"])
        record = self._context.workspace.get(line["kind"], line["record"])
        if spec is None or record is None or spec.written_by_program or self._context.read_only:
            return False
        return line["field"] not in KINDS[line["kind"]].derived and record.get(spec.name) != value

    def _restorer(self, line: dict[str, Any], value: Any) -> Callable[[], None]:
        def restore() -> None:
            # The banner lies behind this dialog, so what cannot be done is said here.
            self._problem.hide()
            try:
                with self._context.workspace.edit(N_("Restore an older value"), initiator=self) as edit:
                    edit.put(line["kind"], line["record"], {line["field"]: value})
            except NetDeskError as error:
                self._problem.setText(error.user_text)
                self._problem.show()

        return restore


def _shown_lines(changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The changes that people made with words and choices, not the threads that hold records together."""
    kept = []
    for one in changes:
        spec = KINDS[one["kind"]].fields.get(one["field"] or "") if one["kind"] in KINDS else None
        if one["field"] is not None and (spec is None or one["field"] in QUIET_FIELDS):
            continue
        own = KINDS[one["kind"]].part_of if spec is not None and spec.type == "ref" else ""
        if own and spec is not None and own in spec.to:
            continue  # which sheet a line stands on
        kept.append(one)
    return kept


def _part_words(workspace: Workspace, kind: str, record: str) -> str:
    found = workspace.select(kind, deleted=True, id=record)
    title = title_of(found[0], 40) if found else ""
    return f"{kind_words(kind)} “{title}”" if title else kind_words(kind)


def _diff_label(pieces: list[Piece], *, gone: bool) -> QLabel:
    """The words of one version; its own ones struck through (before) or underlined (after), so not by colour alone."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.RichText)
    look = "text-decoration: line-through" if gone else "text-decoration: underline; font-weight: 700"
    parts = []
    for text, own in pieces:
        words = html.escape(text).replace("\n", "<br>")
        space = words[: len(words) - len(words.lstrip())]  # a line through the space before a word looks torn
        parts.append(f'{space}<span style="{look}">{words.lstrip()}</span>' if own else words)
    made.setText("".join(parts) or f"<i>{html.escape(_('empty'))}</i>")
    made.setWordWrap(True)
    made.setProperty("role", "before" if gone else "after")
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return made


class Deleted(ReadingOrder, QDialog):
    """What was deleted and can be restored, newest first."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("deleted")
        self.setWindowTitle(_("Deleted"))
        self._list = column(spacing=8, margins=(0, 0, 8, 0))
        inner = QWidget()
        inner.setLayout(self._list)
        words = _("Nothing is ever lost by deleting. What you restore comes back whole, with all that belonged to it.")
        done = button(_("Close"), self.accept, name="deleted_close")
        done.setDefault(True)
        whole = column(label(_("Deleted"), "title"), label(words, "second", wrap=True), margins=(24, 20, 16, 16))
        whole.addWidget(scrolled(inner), 1)
        whole.addLayout(row(1, done))
        self.setLayout(whole)
        self.resize(min(theme.px(680), parent.width() - 80), min(theme.px(520), parent.height() - 60))
        context.changed.connect(lambda _changed, _who: self._refresh())
        self._refresh()

    def _refresh(self) -> None:
        empty(self._list)
        found = deleted_records(self._context.workspace)
        if not found:
            self._list.addWidget(label(_("Nothing is deleted."), "second", name="deleted_none"))
        for n, one in enumerate(found):
            self._list.addWidget(self._row(n, one))
        self._list.addStretch(1)

    def _row(self, n: int, one: dict[str, Any]) -> QWidget:
        kind, id_ = one["kind"], one["id"]
        title = title_of(one["record"], 200) or kind_words(kind)
        when = shown_moment(one["when"].replace("Z", "+00:00"))
        parts = (kind_words(kind), one["person"], _("deleted {when}").format(when=when))
        words = column(spacing=0)
        words.addWidget(ElidedLabel(title, "strong", name=f"deleted_{n}"))
        words.addWidget(ElidedLabel(" · ".join(part for part in parts if part), "second"))
        line = row(spacing=12, margins=(16, 8, 12, 8))
        line.addLayout(words, 1)
        said = _("Show the history of {title}").format(title=title)
        show = button(_("History"), lambda: self._show(kind, id_), name=f"deleted_history_{n}", accessible=said)
        line.addWidget(show)
        said = _("Restore {title}").format(title=title)
        restore = button(_("Restore"), lambda: self._restore(kind, id_), name=f"deleted_restore_{n}", accessible=said)
        restore.setEnabled(not self._context.read_only)
        line.addWidget(restore)
        return boxed(line, "card")

    def _show(self, kind: str, record: str) -> None:
        dialog = History(self, self._context, kind, record)
        dialog.exec()
        dialog.deleteLater()

    def _restore(self, kind: str, record: str) -> None:
        self._context.edit(N_("Restore what was deleted"), restore_record, kind, record)


def restore_record(edit: Edit, kind: str, record: str) -> None:
    """Bring back a deleted record, with what was deleted with it."""
    edit.restore(kind, record)


def charter_of(workspace: Workspace) -> str:
    """The id that the team's charter has, whether it is written yet or not."""
    return derive_id("charter", [workspace.team_id])
