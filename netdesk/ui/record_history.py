"""The history of one record: who changed what, when, before and after; any older value can be brought back."""

from __future__ import annotations

import html
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLayout, QSizePolicy, QWidget

from netdesk.core.records import KINDS, OWNED
from netdesk.core.textdiff import Piece, sides
from netdesk.i18n import N_, _, ngettext
from netdesk.operations.source import title_of
from netdesk.store.workspace import Workspace
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.field_words import QUIET_FIELDS, field_words, value_words
from netdesk.ui.outgoing import kind_words
from netdesk.ui.shown import shown_moment
from netdesk.ui.widgets.basic import button, column, empty, label, row, rule
from netdesk.ui.widgets.frame import ElidedLabel

#: The edits shown at first; "Show older changes" adds as many again.
STEP = 30
#: Parts of which there can be hundreds; their history is asked for one by one.
MANY = frozenset({"observation"})


def history_of(workspace: Workspace, kind: str, record: str) -> list[dict[str, Any]]:
    """The edits of a record and of the parts that belong to it alone, newest first, each with its changes."""
    return workspace.history((kind, record), *_parts(workspace, kind, record))


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


class RecordHistory(QWidget):
    """Every change of a record, the newest first. Restoring a value is an edit like any other, and can be undone."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._record = context, ""
        self._limit = STEP
        self._edits: list[dict[str, Any]] = []
        self._count = label("", "second", wrap=True, name="history_count")
        self._list = column(spacing=12)
        self.setLayout(column(self._count, self._list, spacing=8))

    def show_edits(self, record: str, edits: list[dict[str, Any]]) -> None:
        """Show these edits of a record, as `history_of` gives them."""
        if record != self._record:
            self._limit = STEP
        self._record, self._edits = record, edits
        shown = [(one, lines) for one in edits if (lines := _shown_lines(one["changes"]))]
        count = ngettext("{n} change, the newest first", "{n} changes, the newest first", len(shown))
        self._count.setText(count.format(n=len(shown)))
        empty(self._list)
        for n, (one, lines) in enumerate(shown[: self._limit]):
            if n:
                self._list.addWidget(rule())
            self._list.addLayout(self._card(n, one, lines))
        if len(shown) > self._limit:
            self._list.addLayout(row(button(_("Show older changes"), self._more, name="history_more", role="link"), 1))

    def _more(self) -> None:
        self._limit += STEP
        self.show_edits(self._record, self._edits)

    def _card(self, n: int, edit: dict[str, Any], lines: list[dict[str, Any]]) -> QLayout:
        deed = edit["label"] or _("Change")
        who = ElidedLabel(f"{edit['person']} · {shown_moment(edit['when'].replace('Z', '+00:00'))}", "second")
        strong = label(deed, "strong", wrap=True, name=f"history_deed_{n}")
        head = row(spacing=12)
        head.addWidget(strong, 1)
        if edit["undone"]:
            head.addWidget(label(_("taken back"), "tag"))
        body = column(head, who, spacing=2)
        for m, line in enumerate(lines):
            body.addSpacing(theme.px(4))
            body.addLayout(self._line(f"{n}_{m}", line))
        return body

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
        if before:
            made.addLayout(self._value(f"before_{at}", _("Before"), old, before, line, line["before"], gone=True))
        written = _("After") if before else ""
        made.addLayout(self._value(f"after_{at}", written, new, after, line, line["after"], gone=False))
        return made

    def _value(
        self, name: str, title: str, pieces: list[Piece], text: str, line: dict[str, Any], value: Any, *, gone: bool
    ) -> QLayout:
        words = diff_label(pieces if title else [Piece(text, False)], gone=gone)
        words.setObjectName(f"history_{name}")
        words.setAccessibleName(f"{title}: {text}" if title else text)
        made = column(spacing=2)
        made.addWidget(words)
        if self._may_restore(line, value):
            said = _("Restore this value of {field}: {value}").format(field=field_words(line["field"]), value=text)
            link = button(
                _("Restore this value"), lambda: self._restore(line, value), name=f"restore_{name}", role="link",
                accessible=said,
            )  # fmt: skip
            made.addLayout(row(1, link))
        return made

    def _may_restore(self, line: dict[str, Any], value: Any) -> bool:
        spec = KINDS[line["kind"]].fields.get(line["field"])
        record = self._context.workspace.get(line["kind"], line["record"])
        if spec is None or record is None or spec.written_by_program or self._context.read_only:
            return False
        return line["field"] not in KINDS[line["kind"]].derived and record.get(spec.name) != value

    def _restore(self, line: dict[str, Any], value: Any) -> None:
        self._context.put(N_("Restore an older value"), line["kind"], line["record"], {line["field"]: value})


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


def diff_label(pieces: list[Piece], *, gone: bool) -> QLabel:
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
