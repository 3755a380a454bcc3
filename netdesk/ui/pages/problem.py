"""The problem as the team sees it, how it saw it before, and why the network works on it together."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from netdesk.core.records import derive_id
from netdesk.i18n import N_, _
from netdesk.operations import purpose
from netdesk.store.edit import Edit
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.dialogs.purpose import NewProblem
from netdesk.ui.evidence_link import EvidenceChoice, evidence_button, has_page, shown_evidence
from netdesk.ui.shown import read_field, shown_date, shown_value
from netdesk.ui.widgets.autosave import Field, Save
from netdesk.ui.widgets.basic import Card, boxed, button, column, empty, label, row, rule


def put_problem(edit: Edit, problem: str | None, fields: dict[str, Any], context: Context) -> str:
    """Put fields of the problem in use, which is made with its first words."""
    return purpose.put_problem(edit, problem, fields, today=context.today())


def see_anew(edit: Edit, statement: str, evidence: str, link: str | None, context: Context) -> str:
    """Keep a new version of the problem from today on."""
    return purpose.new_problem(edit, statement, since=context.today(), evidence=evidence, evidence_link=link)


class ProblemCard(Card):
    """The problem in use, typed in place; a new way to see it is a version of its own."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("The problem"), name="problem")
        self._context = context
        self._problem: dict[str, Any] | None = None
        anew = button(_("We see it differently now"), self.see_anew, name="problem_anew", role="link")
        anew.setEnabled(not context.read_only)
        self.heading.removeWidget(self.note)
        self.heading.addWidget(self.note)
        if theme.px(100) < 150:  # in large text the heading has no room for it
            self.heading.addWidget(anew)
        self._anew = anew
        self._fields = {
            "statement": Field(
                _("The problem"),
                context,
                name="problem_statement",
                hint=_("Who misses what, and since when?"),
                many=True,
                quiet=True,
                large=True,
            ),
            "evidence": Field(
                _("How we know"),
                context,
                name="problem_evidence",
                hint=_("What did you see or count?"),
                many=True,
                head=True,
                quiet=True,
            ),
        }
        self._fields["statement"].title.hide()
        self._link = EvidenceChoice(context, name="problem_link", quiet=True)
        self._link.chosen.connect(self._choose)
        self._before = column(spacing=0)
        self.body.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        self.body.addWidget(self._fields["statement"])
        self.body.addWidget(self._fields["evidence"])
        self.body.addWidget(self._link)
        if theme.px(100) >= 150:
            self.body.addLayout(row(anew, 1))
        self.body.addLayout(self._before)

    def refresh(self) -> None:
        """Show the problem and its history as they are now."""
        workspace = self._context.workspace
        versions = purpose.problems(workspace)
        self._problem = versions[0] if versions else None
        record = self._problem or {}
        key = record.get("id", "new")
        for name, field in self._fields.items():
            field.show_value(("problem", key, name), shown_value("problem", name, record), self._saver(name))
        self._link.setVisible(self._problem is not None)
        if self._problem is not None:
            link = record.get("evidence_link")
            self._link.show_link(link, purpose.evidence_of(workspace, link))
        self._anew.setVisible(self._problem is not None)
        since = shown_date(record.get("since"))
        self.note.setText(_("since {date}").format(date=since) if since else "")
        self._show_before(versions[1:])

    def see_anew(self) -> None:
        """Ask how the team sees the problem now and keep it as a new version."""
        self._context.save_typing()
        dialog = NewProblem(self, self._context, (self._problem or {}).get("statement", ""))
        if dialog.exec():
            said = dialog.statement(), dialog.evidence(), dialog.evidence_link()
            self._context.edit(purpose.NEW_PROBLEM, see_anew, *said, self._context)
        dialog.deleteLater()

    def _show_before(self, versions: list[dict[str, Any]]) -> None:
        empty(self._before)
        if not versions:
            return
        self._before.addSpacing(theme.px(4))
        self._before.addWidget(rule())
        head = label(_("How we saw it before"), "head")
        head.setContentsMargins(theme.px(8), theme.px(8), 0, theme.px(2))
        self._before.addWidget(head)
        for one in versions:
            line = row(spacing=12, margins=(8, 4, 8, 4))
            when = label(shown_date(one.get("since")), "second")
            when.setMinimumWidth(theme.px(90))
            line.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(label(one.get("statement", ""), "says", wrap=True), 5, Qt.AlignmentFlag.AlignTop)
            add_reason(line, self._context, one.get("evidence", ""), one.get("evidence_link"), one["id"])
            self._before.addLayout(line)

    def _saver(self, name: str) -> Save:
        def save(text: str) -> bool:
            problem = self._problem["id"] if self._problem else None
            value = text.rstrip() or None
            return bool(self._context.edit(purpose.EDIT_PROBLEM, put_problem, problem, {name: value}, self._context))

        return save

    def _choose(self, link: str) -> None:
        if self._problem is not None:
            fields = {"evidence_link": link or None}
            self._context.put(N_("Name evidence for the problem"), "problem", self._problem["id"], fields)


def add_reason(line: QHBoxLayout, context: Context, words: str, link: str | None, name: str) -> None:
    """Put why a version came to be, and the evidence it names, at the end of its line."""
    reason = column(spacing=0)
    if words:
        reason.addWidget(label(words, "quiet", wrap=True))
    found = purpose.evidence_of(context.workspace, link)
    if found is not None:
        if has_page(found):
            reason.addWidget(evidence_button(found, context.go.emit, name=f"evidence_{name}"))
        else:
            reason.addWidget(label(shown_evidence(found), "second", wrap=True, name=f"evidence_{name}"))
    holder = QWidget()
    holder.setLayout(reason)
    line.addWidget(holder, 4, Qt.AlignmentFlag.AlignTop)


class TogetherCard(Card):
    """Why together is better than alone: a theory with a prediction, a day to look again, and what was found."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Why together"), name="together")
        self._context = context
        self._record = derive_id("why_together", [context.workspace.team_id])
        asked = (
            ("theory", _("What we can do together and not alone"), _("Six teams that try different things …")),
            ("prediction", _("What we expect to see by then"), _("Within a year we will have taken one idea")),
            ("review_on", _("When we look again"), _("Jun 1, 2027")),
            ("found", _("What we found"), _("Did it happen? What did it cost, and was it worth it?")),
        )
        self._fields = {}
        for name, title, hint in asked:
            many = name != "review_on"
            self._fields[name] = Field(
                title, context, name=f"together_{name}", hint=hint, many=many, head=True, quiet=True
            )
        self._due = boxed(
            column(label(_("The day to look again has come. What did you find?"), wrap=True), margins=(12, 6, 12, 6)),
            "hint",
            name="together_due",
        )
        self.body.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(12))
        for name in ("theory", "prediction", "review_on"):
            self.body.addWidget(self._fields[name])
        self.body.addWidget(self._due)
        self.body.addWidget(self._fields["found"])

    def refresh(self) -> None:
        """Show it as it is now."""
        record = self._context.workspace.get("why_together", self._record) or {}
        for name, field in self._fields.items():
            shown = shown_value("why_together", name, record)
            field.show_value(("why_together", self._record, name), shown, self._saver(name))
        self._due.setVisible(purpose.review_is_due(record, self._context.today()))
        self._fields["found"].setVisible(bool(record.get("prediction") or record.get("found")))

    def _saver(self, name: str) -> Save:
        def save(text: str) -> bool:
            value = read_field("why_together", name, text, self._context.today())
            done = self._context.edit(
                purpose.EDIT_TOGETHER, purpose.put_single, "why_together", self._record, {name: value}
            )
            return bool(done)

        return save
