"""Beside the frozen copy: how we give feedback now, what was said, and the box for what we say.

A kind of feedback that the team has not agreed to has no heading, no button and no space here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from netdesk.i18n import _, format_date, ngettext
from netdesk.operations.feedback import EVIDENCE_PROMPT, KINDS_IN_ORDER, Stage, prompts, stage_words
from netdesk.operations.practice import PracticeWork, Practised
from netdesk.operations.table import Given, OnTable, Said, frozen_parts
from netdesk.ui import theme
from netdesk.ui.widgets.autosave import AutosaveText
from netdesk.ui.widgets.basic import Segments, boxed, button, column, empty, label, letter_tag, row, rule, scrolled
from netdesk.ui.widgets.choices import ChoiceField

WIDTH = 392


def kind_letter(kind: str) -> str:
    """The letter by which a kind is known beside its words."""
    return {"warm": _("W"), "clarifying": _("C"), "probing": _("P"), "cool": _("K")}.get(kind, "")


def kind_name(kind: str) -> str:
    """A kind in one word, where its box is chosen."""
    words = {"warm": _("Strength"), "clarifying": _("Clarifying"), "probing": _("Probing"), "cool": _("Cool")}
    return words[kind]


def spot_mark(spot: int) -> QLabel:
    """A numbered spot in a ring."""
    made = label(str(spot), "spot")
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setMinimumSize(theme.px(20), theme.px(20))
    made.setAccessibleName(_("Spot {n}").format(n=spot))
    return made


class Composer(QWidget):
    """The box for what we say: a kind, its beginnings, the words, what was seen, the spot; ``given`` carries all."""

    given = Signal(str, str, str, object)

    def __init__(self, kinds: Sequence[str], spots: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._kinds = Segments(
            [(kind, kind_name(kind)) for kind in kinds], name="feedback_kind", accessible=_("Kind of feedback")
        )
        self._kinds.show_value(kinds[0])
        self._kinds.chosen.connect(lambda _kind: self._show_kind())
        self._begin = _untitled(_("Begin with"), "feedback_begin")
        self._begin.chosen.connect(self._begin_with)
        self._spot = _untitled(_("About spot"), "feedback_spot")
        self._spot.show_choices([("", _("All of it")), *spots], "")
        self.text = AutosaveText(name="feedback_text", accessible=_("Your words"), lines=2)
        self.seen = AutosaveText(name="feedback_seen", accessible=_(EVIDENCE_PROMPT), hint=_(EVIDENCE_PROMPT))
        self._add = button(_("Say it"), self._give, name="feedback_add", role="main")
        self.text.textChanged.connect(self._check)
        self.setLayout(
            column(
                self._kinds,
                self.text,
                self.seen,
                row(self._begin, self._spot, self._add, spacing=8),
                spacing=8,
                margins=(16, 12, 16, 12),
            )
        )
        self._show_kind()
        self._check()

    def kind(self) -> str:
        """The kind that is chosen."""
        return self._kinds.value() or ""

    def _show_kind(self) -> None:
        _name, purpose, stems = prompts(self.kind())
        self.text.set_hint(purpose)
        self._begin.show_choices([("", _("Begin with …")), *((stem, stem) for stem in stems)], "")

    def _begin_with(self, stem: str) -> None:
        if stem and not self.text.plain().strip():
            self.text.set_plain(stem)
            self.text.setFocus()

    def _check(self) -> None:
        some = bool(self.text.plain().strip())
        self._add.setEnabled(some)
        self.seen.setVisible(some)

    def _give(self) -> None:
        spot = self._spot.value()
        self.given.emit(
            self.kind(), self.text.plain().strip(), self.seen.plain().strip(), int(spot) if spot else None
        )


def _untitled(title: str, name: str) -> ChoiceField:
    """A list whose title only a screen reader needs."""
    made = ChoiceField(title, name=name)
    made.title.hide()
    return made


class FeedbackSide(QFrame):
    """What was said about the open pin. ``answer`` carries a feedback's id, ``agree`` asks for another stage."""

    given = Signal(str, str, str, object)
    answer = Signal(str)
    agree = Signal()
    release = Signal()
    opened = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "inspector")
        self.setObjectName("table_feedback")
        self._stage = column(spacing=4, margins=(16, 12, 16, 12))
        self._said = column(spacing=8, margins=(16, 12, 16, 12))
        self._composer = column(spacing=0)
        inner = QWidget()
        parts = column(self._stage, rule(), spacing=0)
        parts.addLayout(self._said, 1)
        parts.addLayout(self._composer)
        inner.setLayout(parts)
        # All of it scrolls together: at 200 % the box alone is higher than a small screen.
        self.setLayout(column(scrolled(inner), spacing=0))

    def show_pin(self, pin: OnTable | None, stage: Stage, *, read_only: bool) -> None:
        """Show the stage, and what was said about this pin (None: nothing is open)."""
        self._show_stage(stage, read_only)
        empty(self._said)
        empty(self._composer)
        if pin is None:
            self._said.addStretch(1)
            return
        self._show_said(pin, read_only)
        if pin.may_give and not read_only and not pin.over:
            spots = [(str(one.spot), f"{one.spot}  {one.label}") for one in frozen_parts(pin.frozen)]
            made = Composer(pin.may_give, spots)
            made.given.connect(self.given)
            self._composer.addWidget(rule())
            self._composer.addWidget(made)

    def show_practice(self, work: PracticeWork, stage: Stage, written: Sequence[Practised], *, read_only: bool) -> None:
        """Show the box for practising on outside work, and what others said of it once one's own is written."""
        self._show_stage(stage, read_only)
        empty(self._said)
        empty(self._composer)
        words = _("What you write here stays on this computer. Then you see what others said of the same work.")
        self._said.addWidget(label(words, "second", wrap=True))
        for mine in written:
            self._said.addWidget(label(prompts(mine.kind)[0], "strong"))
            self._said.addWidget(label(mine.text, wrap=True))
            for one in (example for example in work.examples if example.kind == mine.kind):
                said = column(label(_("Others said: {text}").format(text=one.text), "says", wrap=True), spacing=2)
                said.addWidget(label(one.why, "second", wrap=True))
                said.setContentsMargins(theme.px(8), theme.px(2), theme.px(8), theme.px(2))
                self._said.addWidget(boxed(said, "sentence", name="practice_example"))
        self._said.addStretch(1)
        if not read_only:
            made = Composer(KINDS_IN_ORDER, [(str(n), f"{n}  {head}") for n, (head, _t) in enumerate(work.lines, 1)])
            made.given.connect(self.given)
            self._composer.addWidget(rule())
            self._composer.addWidget(made)

    def _show_stage(self, stage: Stage, read_only: bool) -> None:
        empty(self._stage)
        name, meaning = stage_words(stage.stage)
        head = row(label(_("How we give feedback now"), "head", wrap=True))
        head.setStretch(0, 1)
        if not read_only:
            head.addWidget(button(_("Change together"), self.agree.emit, name="stage_change", role="link"))
        self._stage.addLayout(head)
        words = _("Stage {n}: {name}").format(n=stage.stage, name=name)
        self._stage.addWidget(label(words, "accent_strong", name="stage_name", wrap=True))
        self._stage.addWidget(label(meaning, "second", wrap=True))
        if stage.steps:
            newest = stage.steps[0]
            agreed = _("Agreed by {names}.").format(names=", ".join(newest.agreed_by))
            self._stage.addWidget(label(agreed, "second", wrap=True, name="stage_agreed"))

    def _show_said(self, pin: OnTable, read_only: bool) -> None:
        some = False
        for kind in KINDS_IN_ORDER:
            found = [one for one in pin.feedback if one.kind == kind]
            if not found:
                continue
            some = True
            name, purpose, _stems = prompts(kind)
            self._said.addWidget(label(name, "strong"))
            self._said.addWidget(label(purpose, "second", wrap=True))
            for one in found:
                self._said.addLayout(self._one(one, pin, read_only))
        if pin.held and not read_only:
            self._said.addWidget(self._held(pin.held))
            some = True
        if not some:
            words = _("Nothing has been said yet.") if pin.mine else _("You may be the first to say something.")
            self._said.addWidget(label(words, "quiet", wrap=True, name="nothing_said"))
        self._said.addStretch(1)

    def _held(self, count: int) -> QWidget:
        said = ngettext(
            "{n} critical comment waits until you ask for it.",
            "{n} critical comments wait until you ask for them.",
            count,
        )
        words = label(said.format(n=count), wrap=True)
        show = button(_("Show them now"), self.release.emit, name="release_held")
        return boxed(column(words, row(show, 1), margins=(12, 8, 12, 8)), "hint", name="held_back")

    def _one(self, one: Given, pin: OnTable, read_only: bool) -> QVBoxLayout:
        tag = letter_tag(kind_letter(one.kind))
        tag.setAccessibleName(prompts(one.kind)[0])
        words = column(label(one.text, wrap=True, selectable=True), spacing=2)
        if one.evidence_seen:
            seen = _("Seen: {what}").format(what=one.evidence_seen)
            words.addWidget(label(seen, "second", wrap=True))
        by = row(spacing=6)
        if one.spot is not None:
            by.addWidget(spot_mark(one.spot), 0, Qt.AlignmentFlag.AlignTop)
        by.addWidget(label(f"{one.by_team or _('Our team')}, {format_date(one.on)}", "second", wrap=True), 1)
        if pin.mine and not read_only:
            reply = button(_("Answer"), lambda: self.answer.emit(one.id), name="answer", role="link")
            reply.setAccessibleName(_("Answer: {text}").format(text=one.text[:60]))
            by.addWidget(reply)
        words.addLayout(by)
        for said in one.replies:
            words.addWidget(self._reply(said))
        line = row(spacing=8)
        line.addWidget(tag, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        whole = column(spacing=0)
        whole.addLayout(line)
        return whole

    def _reply(self, said: Said) -> QWidget:
        parts: list[Any] = []
        if said.text:
            by = said.by_team or _("Our team")
            parts.append(label(_("{team}: {text}").format(team=by, text=said.text), "says", wrap=True))
        if said.built_on:
            title = said.built_title or _("their work")
            parts.append(label(_("Built on: {what}").format(what=title), "accent", wrap=True))
            if said.built_kind and said.built_title:
                go = button(
                    _("Open it"),
                    lambda: self.opened.emit(said.built_kind, said.built_on),
                    name="open_built_on",
                    role="link",
                )
                go.setAccessibleName(_("Open {what}").format(what=title))
                parts.append(row(go, 1))
        return boxed(column(*parts, spacing=2, margins=(8, 2, 8, 2)), "sentence")
