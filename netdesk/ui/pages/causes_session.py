"""The guided session over the fishbone: timed steps from the effect to the votes, and writing in silence first.

What is written in silence stays on this computer, unseen and out of the log, until all of it is shown at once. From
then on the session works on the diagram itself: digits sort a cause under a bone, and later give votes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QWidget

from netdesk.i18n import N_, _, ngettext
from netdesk.operations import causes
from netdesk.operations.purpose import members
from netdesk.ui import theme
from netdesk.ui.context import Context
from netdesk.ui.diagram.cause_acts import CauseActs
from netdesk.ui.widgets.basic import button, column, label, row
from netdesk.ui.widgets.choices import ChoiceField

#: How many votes a person has.
VOTES: Final = 3


@dataclass(frozen=True, slots=True)
class SessionStep:
    """One step: its id, its name, how many minutes it takes, and what everybody does."""

    id: str
    title: str
    minutes: int
    prompt: str


STEPS: Final = (
    SessionStep(
        "effect", N_("Agree on the effect"), 3,
        N_("Read the effect aloud. Is it a fact everyone can see, without a cause or a verdict in it? Mend its words."),
    ),
    SessionStep(
        "silence", N_("Write in silence"), 5,
        N_("Each person writes causes alone, one a line. Nobody sees them yet, so the first voice does not win."),
    ),
    SessionStep(
        "sort", N_("Show and sort"), 8,
        N_("Show everything at once. Drag each cause to a bone, or choose it and press the bone's number."),
    ),
    SessionStep(
        "why", N_("Ask why"), 8,
        N_("Take the causes that puzzle you most. Ask why it happens, and write the answer under it with Tab."),
    ),
    SessionStep(
        "vote", N_("Vote"), 3,
        N_("Three votes each, for what you would look into first. Choose a cause and press 1, 2 or 3; 0 takes back."),
    ),
    SessionStep(
        "evidence", N_("Plan the evidence"), 5,
        N_("Look at what has many votes and little evidence. Who could find out what, by when? Add what you know now."),
    ),
)  # fmt: skip


class SessionBar(QFrame):
    """The step in hand over the diagram; ``ended`` when the session is over."""

    ended = Signal()

    def __init__(self, context: Context, acts: CauseActs) -> None:
        super().__init__()
        self.setObjectName("session")
        self.setProperty("role", "session")
        self._context, self._acts = context, acts
        self._at = 0
        self._left = 0
        self._voter = ""
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self.tick)
        self._title = label("", "step", name="session_title")
        self._time = label("", "strong", name="session_time")
        self._prompt = label("", "says", wrap=True, name="session_prompt")
        self._pause = button("", self._toggle_clock, name="session_pause")
        self._back = button(_("Back"), lambda: self.show_step(self._at - 1), name="session_back")
        self._next = button("", lambda: self.show_step(self._at + 1), name="session_next", role="main")
        stop = button(_("End the session"), self.stop, name="session_end")
        deeds = row(self._pause, self._back, self._next, stop, spacing=8)
        head = row(self._title, 1, self._time, spacing=16)
        large = self._large = theme.px(100) >= 140  # then the buttons have a line of their own, and lines stand closer
        if not large:
            head.addLayout(deeds)
        self._silent = self._silent_part()
        self._show = button("", self.reveal, name="session_reveal", role="main")
        self._bones = label("", "second", wrap=True, name="session_bones")
        self._vote = self._vote_part()
        tall = (4, (16, 4, 12, 4)) if large else (8, (16, 10, 12, 10))
        own = [deeds] if large else []
        lines = column(head, *own, self._prompt, self._silent, spacing=tall[0], margins=tall[1])
        lines.addLayout(row(self._show, 1))
        lines.addWidget(self._bones)
        lines.addWidget(self._vote)
        self.setLayout(lines)
        acts.shown_changed.connect(self._refresh)
        acts.selection_changed.connect(self._refresh)
        self.hide()

    def _silent_part(self) -> QWidget:
        self.line = QLineEdit()
        self.line.setObjectName("session_line")
        self.line.setPlaceholderText(_("A cause, then Enter: it is kept and hidden"))
        self.line.setAccessibleName(_("A cause, hidden until all are shown"))
        self.line.setReadOnly(self._context.read_only)
        self.line.returnPressed.connect(self._keep_line)
        self._hidden = label("", "second", name="session_hidden")
        self._take_back = button(_("Take the last one back"), self._drop_last, name="session_take_back", role="link")
        made = QWidget()
        made.setLayout(column(self.line, row(self._hidden, self._take_back, 1), spacing=4))
        return made

    def _vote_part(self) -> QWidget:
        self._who = ChoiceField(_("Who votes"), name="session_voter")
        self._who.setMinimumWidth(theme.px(200))
        self._who.chosen.connect(self._choose_voter)
        self._votes_left = label("", "strong", name="session_votes_left")
        self._votes_left.setMinimumHeight(theme.px(30))  # level with the choice, not with its title
        line = row(self._who, self._votes_left, 1, spacing=16)
        line.setAlignment(self._votes_left, Qt.AlignmentFlag.AlignBottom)
        made = QWidget()
        made.setLayout(line)
        return made

    # Steps

    @property
    def step(self) -> SessionStep:
        """The step in hand."""
        return STEPS[self._at]

    def start(self) -> None:
        """Begin, where something hidden waits with the silent writing."""
        self.show()
        self.show_step(1 if self.hidden() else 0)

    def stop(self) -> None:
        """End the session; what is still hidden stays hidden on this computer."""
        self._keep_line()
        self._clock.stop()
        self._acts.on_digit = None
        self.hide()
        self.ended.emit()

    def show_step(self, at: int) -> None:
        """Go to another step; its clock starts. After the last one the session ends."""
        self._keep_line()
        focused = self.window().focusWidget()
        typed_here = focused is not None and self.isAncestorOf(focused)
        if at >= len(STEPS):
            self.stop()
            return
        self._at = max(0, at)
        self._left = self.step.minutes * 60
        self._clock.start()
        self._acts.on_digit = {"sort": self._sort_digit, "vote": self._vote_digit}.get(self.step.id)
        self._refresh()
        if self.step.id == "silence":
            self.line.setFocus()
        elif typed_here:
            self._next.setFocus()  # what had the keyboard may belong to the step before, and be gone

    def tick(self) -> None:
        """One second has gone by."""
        self._left -= 1
        if self._left <= 0:
            self._clock.stop()
        self._show_time()

    def _toggle_clock(self) -> None:
        if self._clock.isActive():
            self._clock.stop()
        elif self._left <= 0:
            self._left = 60  # one more minute
            self._clock.start()
        else:
            self._clock.start()
        self._show_time()

    def _show_time(self) -> None:
        minutes, seconds = divmod(max(0, self._left), 60)
        over = self._left <= 0
        self._time.setText(_("Time is up; go on when you are ready") if over else f"{minutes}:{seconds:02d}")
        running = self._clock.isActive()
        _say(self._pause, _("One more minute") if over else _("Pause") if running else _("Go on"))

    def _refresh(self) -> None:
        if self.isHidden():
            return
        step, hidden = self.step, len(self.hidden())
        title = _("{n} of {of}: {title}").format(n=self._at + 1, of=len(STEPS), title=_(step.title))
        self._title.setText(title)
        self._prompt.setText(_(step.prompt))
        self._back.setEnabled(self._at > 0)
        last = self._at == len(STEPS) - 1
        following = "" if last else _("Next: {title}").format(title=_(STEPS[self._at + 1].title))
        _say(self._next, _("Finish") if last else _("Next") if self._large else following)
        self._next.setToolTip(following)
        self._show_time()
        self._silent.setVisible(step.id == "silence")
        self._hidden.setText(ngettext("{n} written and hidden", "{n} written and hidden", hidden).format(n=hidden))
        self._take_back.setVisible(hidden > 0)
        self._show.setVisible(step.id == "sort" and hidden > 0)
        _say(self._show, ngettext("Show the {n} that was written", "Show all {n} at once", hidden).format(n=hidden))
        self._bones.setVisible(step.id == "sort" and hidden == 0)
        numbered = [f"{n} {self._acts.text_of(bone)}" for n, bone in enumerate(self._bone_ids()[:9], start=1)]
        self._bones.setText("   ".join(numbered))
        self._vote.setVisible(step.id == "vote")
        if step.id == "vote":
            self._show_voters()

    # Silent writing: rows of this computer only

    @property
    def _setting(self) -> str:
        return f"silent:{self._acts.root}"

    def hidden(self) -> list[str]:
        """What is written and not shown yet."""
        found = self._context.workspace.setting(self._setting, [])
        return [str(one) for one in found] if isinstance(found, list) else []

    def _keep_line(self) -> None:
        words = " ".join(self.line.text().split())
        if words and self._acts.root:
            self._context.workspace.set_setting(self._setting, [*self.hidden(), words])
            self.line.clear()
            self._refresh()

    def _drop_last(self) -> None:
        kept = self.hidden()
        if kept:
            self._context.workspace.set_setting(self._setting, kept[:-1] or None)
            self.line.setText(kept[-1])
            self.line.setFocus()
            self._refresh()

    def reveal(self) -> None:
        """Make causes of all that was hidden, as one edit, under a bone to be sorted from."""
        bone = _("Not sorted yet")
        made = self._context.edit(
            causes.REVEAL_CAUSES, causes.reveal_hidden, self._acts.root, self.hidden(), bone
        )
        if made:
            self._context.workspace.set_setting(self._setting, None)
            if made.value:
                self._acts.select_node(made.value[0])
            self._refresh()

    # Sorting and voting by digits

    def _bone_ids(self) -> list[str]:
        return [line.spot.node for line in self._acts.lines if line.depth == 1]

    def _sort_digit(self, digit: int) -> bool:
        bones, current = self._bone_ids(), self._acts.current
        moved = [spot for spot in self._acts.movable if spot.node not in bones]
        if not moved or current is None or not 1 <= digit <= min(9, len(bones)):
            return False
        order = [line.spot for line in self._acts.lines]
        following = next((one for one in order[order.index(moved[-1]) + 1 :] if one.parent == moved[-1].parent), None)
        nodes = [spot.node for spot in moved]
        done = self._acts.do(causes.MOVE_CAUSE, causes.sort_causes, nodes, bones[digit - 1], _("Not sorted yet"))
        if done and following is not None:
            self._acts.select_node(following.node)
        return bool(done)

    def _show_voters(self) -> None:
        people = [(one["id"], one.get("name") or "?") for one in members(self._context.workspace)]
        writer = self._context.workspace.writer_id
        self._voter = self._voter if self._voter in dict(people) else writer
        self._who.show_choices(people, self._voter)
        left = VOTES - self._given()
        self._votes_left.setText(ngettext("{n} vote left", "{n} votes left", left).format(n=left))

    def _choose_voter(self, person: str) -> None:
        self._voter = person
        self._refresh()

    def _votes(self) -> dict[str, int]:
        found: list[dict[str, Any]] = self._context.workspace.select("cause_vote", person=self._voter)
        return {one["cause"]: int(one.get("weight") or 0) for one in found if one.get("cause") in self._acts.entries}

    def _given(self) -> int:
        return sum(self._votes().values())

    def _vote_digit(self, digit: int) -> bool:
        current = self._acts.current
        entry = self._acts.entries.get(current.node) if current is not None else None
        if entry is None or entry.cause.get("category") or digit > VOTES:
            return False
        given = self._votes()
        others = sum(weight for cause, weight in given.items() if cause != entry.cause["id"])
        if others + digit > VOTES:
            words = ngettext("There is {n} vote left.", "There are {n} votes left.", VOTES - others)
            self._context.told.emit(words.format(n=VOTES - others), "", None)
            return True
        self._context.edit(causes.VOTE, causes.vote, entry.cause["id"], self._voter, digit)
        self._refresh()
        return True


def _say(made: QPushButton, words: str) -> None:
    """Give a button other words, for the eye and the ear."""
    made.setText(words)
    made.setAccessibleName(words)
