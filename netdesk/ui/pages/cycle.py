"""One cycle on one sheet, like the paper form: Plan at the left; Do, Study and Act at the right in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QVBoxLayout, QWidget

from netdesk.core.records import KINDS, STAGES
from netdesk.i18n import N_, _
from netdesk.operations import cycles, people
from netdesk.operations.source import ReadOnce, Source, title_of
from netdesk.store.edit import Edit
from netdesk.ui import ask, theme
from netdesk.ui.context import Context, add_record
from netdesk.ui.icons import pixmap
from netdesk.ui.pages.cycle_depth import (
    DEPTHS,
    depth_words,
    is_asked,
    purpose_words,
    roomy,
    show_decision_icons,
    tier_words,
)
from netdesk.ui.pages.cycle_hints import Hints, study_waits_words
from netdesk.ui.pages.cycle_rows import DataRow, NoteRow, PersonRow, TaskRow
from netdesk.ui.pages.questions import QuestionHeads, QuestionRow
from netdesk.ui.recolour import keep_coloured
from netdesk.ui.shown import choice_words, read_field, shown_value
from netdesk.ui.widgets.autosave import Field, Save
from netdesk.ui.widgets.basic import (
    Segments,
    boxed,
    button,
    column,
    inset,
    inset_head,
    label,
    row,
    rule,
    scrolled,
)
from netdesk.ui.widgets.choices import ChoiceField
from netdesk.ui.widgets.rows import Rows
from netdesk.ui.widgets.share_level import ShareLevel
from netdesk.ui.widgets.sides import Sides

DECISIONS = KINDS["cycle"].fields["decision"].choices
PART_KINDS = ("data_item", "task", "field_note", "cycle_person")
PLAN_WIDTH = 288


def step(edit: Edit, cycle: str, stage: str, context: Context) -> None:
    """Move the cycle to a stage, with today's date where the stage notes one."""
    if stage == "do":
        cycles.start_do(edit, cycle, today=context.today())
    else:
        cycles.step_to(edit, cycle, stage, today=context.today())


class CycleView(QWidget):
    """The sheet of one cycle; every part of it is typed where it stands."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.cycle: dict[str, Any] = {}
        self._source: Source = context.workspace
        self._stage = 0
        self._fields: dict[str, Field] = {}
        self._labels: dict[str, str] = {}
        self._rows: dict[str, Rows] = {}
        self._choices: dict[str, ChoiceField] = {}
        self._parts: dict[str, QWidget] = {}
        self._previous = ""
        self._has_ideas = False
        self._people_to_add: list[tuple[str, str]] = []

    def build(self) -> Iterator[None]:
        """Make the sheet, with pauses between its parts; each goes to its place as it is made."""
        plan, right = column(spacing=6, margins=(10, 12, 12, 16)), column(spacing=0)
        between = QFrame()
        between.setProperty("role", "rule_down")
        both = Sides(spacing=0)
        both.add(boxed(plan, name="sheet_plan"), width=PLAN_WIDTH)
        both.add(between)
        both.add(right, 1)
        inner = QWidget()
        sheet = boxed(column(both, spacing=0), "card", name="cycle_sheet")
        inner.setLayout(column(sheet, 1, spacing=0, margins=(24, 12, 24, 12)))
        self.setLayout(column(scrolled(inner), spacing=0))
        yield
        yield from self._build_plan(plan)
        for name, build in (("do", self._build_do), ("study", self._build_study), ("act", self._build_act)):
            if name != "do":
                right.addWidget(rule())
            part = column(spacing=6, margins=(10, 12, 16, 12))
            right.addWidget(boxed(part, name=f"sheet_{name}"))
            yield from build(part)
            yield
        right.addStretch(1)
        keep_coloured(self, self._show_marks)

    # The parts of the sheet

    def _build_plan(self, made: QVBoxLayout) -> Iterator[None]:
        heading = Sides(spacing=4)
        heading.add(self._step_title("plan", _("Plan")), 1)
        heading.add(self._depth_choice())
        made.addWidget(heading)
        yield
        title = self._field(
            "title", _("What we try"), _("What will you try?"), N_("Edit the cycle's title"), strong=True
        )
        plan = self._field("plan", _("Plan"), _("Who does what, when and where?"), N_("Edit the plan"))
        title.title.hide()
        plan.title.hide()
        made.addWidget(title)
        made.addWidget(plan)
        yield
        start = self._field("planned_start", _("From"), _("e.g. Dec 1"), N_("Edit planned dates"), many=False)
        end = self._field("planned_end", _("Until"), _("e.g. Dec 12"), N_("Edit planned dates"), many=False)
        scope = self._field("scope", _("How many"), _("e.g. 12"), N_("Edit the scale of the test"), many=False)
        unit = self._field("scope_unit", _("Of what"), _("e.g. families"), N_("Edit the scale of the test"))
        made.addLayout(_beside(start, end))
        made.addLayout(_beside(scope, unit))
        for field in self._plan_choices():
            yield
            made.addWidget(field)
        made.addWidget(rule())
        for part in self._plan_parts():
            yield
            made.addWidget(part)
        self._level = ShareLevel(self._context, name="cycle_level")
        made.addWidget(self._level)
        self._hints = Hints()
        made.addWidget(self._hints)
        self._before = button("", self._go_before, name="open_previous_cycle", role="link", icon="chevron-left")
        made.addLayout(row(self._before, 1))
        made.addStretch(1)
        yield

    def _depth_choice(self) -> Segments:
        words = depth_words()
        self._depth = Segments([(one, words[one]) for one in DEPTHS], name="cycle_depth", accessible=_("Depth"))
        self._depth.chosen.connect(self._choose_depth)
        self._depth.setEnabled(not self._context.read_only)
        return roomy(self._depth, DEPTHS)

    def _plan_choices(self) -> Iterator[ChoiceField]:
        offered = (
            ("idea", _("Change idea"), N_("Link idea to the cycle")),
            ("purpose", _("What this cycle is for"), N_("Say what the cycle is for")),
            ("tier", _("Where it takes place"), N_("Say where the cycle takes place")),
        )
        for name, title, edit_label in offered:
            made = ChoiceField(title, name=f"cycle_{name}", quiet=True)
            made.chosen.connect(lambda value, name=name, words=edit_label: self._put(words, {name: value or None}))
            made.setEnabled(not self._context.read_only)
            self._choices[name] = made
            yield made

    def _plan_parts(self) -> Iterator[QWidget]:
        data = self._part("data_item", DataRow, N_("Add data to collect"), _("Add data"), {})
        tasks = self._part("task", TaskRow, N_("Add task"), _("Add a task"), {})
        for kind, words, part in (
            ("data_item", _("Data we collect"), data),
            ("task", _("Tasks"), tasks),
            ("cycle_person", _("People in this cycle"), self._people()),
        ):
            made = self._parts[kind] = QWidget()
            made.setLayout(column(inset_head(words), part, spacing=2))
            yield made
        self._rule = rule()
        yield self._rule

    def _people(self) -> QWidget:
        rows = Rows(lambda: PersonRow(self._context), name="rows_cycle_person")
        self._rows["cycle_person"] = rows
        self._adding_person = button(
            _("Add a person"), self._offer_people, name="add_cycle_person", role="link", icon="plus"
        )
        # A menu, not a list: in a list every arrow key would put one more person into the test.
        self.people_menu = QMenu(self)
        self.people_menu.setObjectName("people_menu")
        made = QWidget()
        made.setLayout(column(rows, row(self._adding_person, 1), spacing=2))
        return made

    def _build_do(self, made: QVBoxLayout) -> Iterator[None]:
        made.addWidget(self._step_title("do", _("Do")))
        notes = self._part("field_note", NoteRow, N_("Add field note"), _("Add a field note"), {})
        words = self._field("do", _("What was done"), _("What was done, and what was different from the plan?"),
                            N_("Edit what was done"))  # fmt: skip
        words.title.hide()
        self._do_body = QWidget()
        self._do_body.setLayout(column(words, notes, spacing=4))
        waits = _("Begins when you start the cycle. The predictions lock then.")
        self._do_waits = inset(label(waits, "quiet", wrap=True))
        made.addWidget(self._do_waits)
        made.addWidget(self._do_body)
        yield

    def _build_study(self, made: QVBoxLayout) -> Iterator[None]:
        from netdesk.ui.pages.cycle_study import StudyChart  # at use: charts take time to load

        self._heads = QuestionHeads()
        questions = Rows(lambda: QuestionRow(self._context), name="rows_question", spacing=6)
        self._rows["question"] = questions
        self._heads.turned.connect(self._turn_questions)
        self._add_question = button(_("Add a question"), self._ask_new, name="add_question", role="link", icon="plus")
        self._waiting = inset(label("", "second", wrap=True, name="study_waits"))
        for part in (self._step_title("study", _("Study")), self._waiting, self._heads, questions):
            made.addWidget(part)
        made.addLayout(row(self._add_question, 1))
        yield
        questions.make_ahead()
        yield
        self._chart = StudyChart(self._context)
        made.addWidget(self._chart)
        yield
        words = self._field(
            "study", _("What the cycle taught us"), _("What do the numbers and the notes say together?"),
            N_("Edit study notes"), head=True,
        )  # fmt: skip
        made.addWidget(words)

    def _build_act(self, made: QVBoxLayout) -> Iterator[None]:
        words = choice_words()
        self._decision = Segments(
            [(one, words[one]) for one in DECISIONS], name="cycle_decision", accessible=_("Decision")
        )
        self._decision.chosen.connect(lambda value: self._put(cycles.DECIDE, {"decision": value}))
        self._decision.setEnabled(not self._context.read_only)
        keep_coloured(self._decision, self._show_decision_icons)
        waits = _("Comes after Study: adopt, adapt, abandon, repeat or scale, and why.")
        self._act_waits = inset(label(waits, "quiet", wrap=True))
        reasons = Sides(spacing=12)
        self._act_body = QWidget()
        self._act_body.setLayout(column(row(self._decision, margins=(8, 0, 0, 0)), reasons, spacing=8))
        for part in (self._step_title("act", _("Act")), self._act_waits, self._act_body):
            made.addWidget(part)
        yield
        because = self._field("decision_because", _("Because"), _("Why this decision?"), N_("Edit the reason"))
        people = self._field("people", _("People affected"), "12", N_("Edit people affected"), many=False)
        act = self._field("act", _("What happens next"), _("What happens next, and who tells whom?"),
                          N_("Edit what happens next"))  # fmt: skip
        for part in (because, act):
            reasons.add(column(part, 1), 1)
        reasons.add(column(people, 1), width=130)
        self._next = button("", self._go_next, name="open_next_cycle", role="link", icon="chevron-right")
        self._plan_next = button(_("Plan the next cycle"), self.plan_next, name="plan_next", role="link", icon="plus")
        made.addLayout(row(self._next, self._plan_next, 1))

    def _step_title(self, stage: str, words: str) -> QWidget:
        mark = QLabel()
        mark.setObjectName(f"mark_{stage}")
        mark.setFixedSize(theme.px(16), theme.px(16))
        made = QWidget()
        made.setLayout(row(mark, label(words, "step"), 1, spacing=8, margins=(8, 0, 0, 0)))
        return made

    # Showing

    def show_cycle(self, cycle: str, changed: set[tuple[str, str]] | None = None) -> None:
        """Show this cycle as it is now; ``changed`` names what changed, if that is known."""
        source = self._source = ReadOnce(self._context.workspace)
        kinds = None if changed is None else {kind for kind, _id in changed}
        self.cycle = source.get("cycle", cycle) or {}
        for name, field in self._fields.items():
            field.show_value(("cycle", cycle, name), shown_value("cycle", name, self.cycle), self._saver(name))
        self._stage = stage = STAGES.index(self.cycle.get("stage") or "plan")
        for kind in PART_KINDS:
            if kinds is None or kinds & {kind, "measure", "person", "cycle"}:
                records = source.select(kind, cycle=cycle)
                self._rows[kind].show_records([{**one, "depth": self.asked_depth} for one in records])
        if kinds is None or kinds & {"question", "amendment", "cycle"}:
            self._show_questions(stage)
        if kinds is None or kinds & {"data_item", "measure", "observation", "cycle", "question", "phase"}:
            self._show_chart()
        self._show_choices()
        self._show_stage(stage)
        self._show_depth(stage)
        self._hints.show_cycle(source, cycle)
        waits = study_waits_words(self.cycle, self._context.today())
        self._waiting.setText(waits)
        self._waiting.setVisible(bool(waits))
        self._level.show_record("cycle", cycle)
        self._decision.show_value(self.cycle.get("decision"))
        self._show_neighbours(stage)

    @property
    def asked_depth(self) -> str:
        """How deep this cycle's sheet goes: one that says nothing is quick."""
        return self.cycle.get("depth") or DEPTHS[0]

    def _show_choices(self) -> None:
        source = self._source
        ideas = [("", _("No idea linked"))]
        ideas += [(one["id"], one.get("name") or _("Unnamed idea")) for one in source.select("change_idea")]
        for name, offered in (
            ("idea", ideas),
            ("purpose", [("", _("Not said")), *purpose_words().items()]),
            ("tier", [("", _("Not said")), *tier_words().items()]),
        ):
            self._choices[name].show_choices(offered, self.cycle.get(name))
        self._has_ideas = len(ideas) > 1
        inside = {one.get("person") for one in source.select("cycle_person", cycle=self.cycle["id"])}
        named = sorted(people.names(source).items(), key=lambda one: one[1].casefold())
        self._people_to_add = [one for one in named if one[0] not in inside]
        self._adding_person.setVisible(not self._context.read_only and bool(self._people_to_add))

    def _show_marks(self) -> None:
        for n, name in enumerate(("plan", "do", "study", "act")):
            mark = self.findChild(QLabel, f"mark_{name}")
            shape = "stage-closed" if n < self._stage else "stage-do" if n == self._stage else "stage-plan"
            mark.setPixmap(pixmap(shape, theme.tokens().accent, theme.px(16)))
            words = _("done") if n < self._stage else _("now") if n == self._stage else _("not yet")
            mark.setAccessibleName(words)

    def _show_stage(self, stage: int) -> None:
        self._show_marks()
        begun = stage >= STAGES.index("do")
        studied = stage >= STAGES.index("study")
        self._do_waits.setVisible(not begun)
        self._do_body.setVisible(begun)
        self._act_waits.setVisible(not studied)
        self._act_body.setVisible(studied)
        self._add_question.setVisible(not begun and not self._context.read_only)

    def _show_depth(self, stage: int) -> None:
        """Ask for what this depth asks for; what is filled stays in sight at every depth."""
        cycle, depth = self.cycle, self.asked_depth
        self._depth.show_value(depth)
        for name in ("plan", "act", "people"):
            self._fields[name].setVisible(is_asked(name, depth, cycle.get(name)))
        scale = is_asked("scope", depth, cycle.get("scope") or cycle.get("scope_unit"))
        self._fields["scope"].setVisible(scale)
        self._fields["scope_unit"].setVisible(scale)
        studied = stage >= STAGES.index("study")
        self._fields["study"].setVisible(studied and is_asked("study", depth, cycle.get("study")))
        for name, choice in self._choices.items():
            offered = name != "idea" or self._has_ideas
            choice.setVisible(offered and is_asked(name, depth, cycle.get(name)))
        for kind, part in self._parts.items():
            part.setVisible(is_asked(kind, depth, self._rows[kind].all()))
        self._rule.setVisible(any(not part.isHidden() for part in self._parts.values()))

    def _show_questions(self, stage: int) -> None:
        begun = stage >= STAGES.index("do")
        questions = self._source.select("question", cycle=self.cycle["id"])
        locks = {question.get("locked_at") or "" for question in questions}
        one_lock = next(iter(locks)) if len(locks) == 1 else ""
        for question in questions:
            question["studied"] = begun
            question["depth"] = self.asked_depth
            question["lock_in_head"] = bool(one_lock)
            question["amendments"] = cycles.amendments_of(self._context.workspace, question["id"])
        self._heads.show_stage(begun, one_lock)
        self._heads.setVisible(bool(questions))
        self._rows["question"].show_records(questions)
        self._turn_questions(self._heads.stacked)

    def _turn_questions(self, stacked: bool) -> None:
        for one in self._rows["question"].all():
            one.show_stacked(stacked)

    def _show_chart(self) -> None:
        source, cycle = self._source, self.cycle["id"]
        items = source.select("data_item", cycle=cycle)
        self._chart.show_cycle(self.cycle, items, source.select("question", cycle=cycle))

    def _show_neighbours(self, stage: int) -> None:
        source = self._source
        following = source.get("cycle", self.cycle["next"]) if self.cycle.get("next") else None
        before = source.select("cycle", next=self.cycle["id"])
        for made, other, words in (
            (self._next, following, _("Next: {title}")),
            (self._before, before[0] if before else None, _("Before: {title}")),
        ):
            made.setVisible(other is not None)
            if other is not None:
                text = words.format(title=other.get("title", ""))
                made.setText(f" {title_of({'text': text}, 34)}")
                made.setToolTip(text)
                made.setAccessibleName(text)
        self._previous = before[0]["id"] if before else ""
        decided = stage >= STAGES.index("study") and bool(self.cycle.get("decision"))
        self._plan_next.setVisible(following is None and decided and not self._context.read_only)

    # Deeds

    def step(self, stage: str) -> None:
        """Move the cycle on, as one edit; a test without any prediction is asked about, never refused."""
        self._context.save_typing()
        cycle = self.cycle["id"]
        if stage == "do":
            questions = self._context.workspace.select("question", cycle=cycle)
            predicted = [one for one in questions if one.get("prediction")]
            question = _("No prediction is written down, so there will be nothing to compare with. Start all the same?")
            if not predicted and not ask.confirm(self, _("Start the cycle"), question, _("Start without")):
                return
            if self._context.edit(cycles.START_DO, step, cycle, stage, self._context) and predicted:
                self._context.told.emit(_("The cycle has begun and the predictions are locked."), "", None)
        else:
            self._context.edit(cycles.STEP_CYCLE, step, cycle, stage, self._context)

    def _ask_new(self) -> None:
        outcome = self._context.edit(cycles.ADD_QUESTION, add_record, "question", {"cycle": self.cycle["id"]})
        if outcome:
            self._rows["question"].row_of(outcome.value).take_focus()

    def plan_next(self) -> None:
        """Plan the next step of the ramp, with what is carried forward, and open it."""
        self._context.save_typing()
        outcome = self._context.edit(cycles.NEXT_CYCLE, cycles.next_cycle, self.cycle["id"])
        if outcome:
            self._context.go.emit("cycles", outcome.value)

    def _choose_depth(self, depth: str) -> None:
        self._context.save_typing()
        self._put(cycles.SET_DEPTH, {"depth": depth})

    def _offer_people(self) -> None:
        self.people_menu.clear()
        for person, name in self._people_to_add:
            self.people_menu.addAction(name.replace("&", "&&")).triggered.connect(
                lambda _checked=False, person=person: self._add_person(person)
            )
        self.people_menu.popup(self._adding_person.mapToGlobal(self._adding_person.rect().bottomLeft()))

    def _add_person(self, person: str) -> None:
        outcome = self._context.edit(cycles.JOIN_CYCLE, cycles.join_cycle, self.cycle["id"], person)
        if outcome:
            self._rows["cycle_person"].row_of(outcome.value).take_focus()

    def _show_decision_icons(self) -> None:
        show_decision_icons(self._decision)
        roomy(self._decision, DECISIONS)

    def _go_before(self) -> None:
        if self._previous:
            self._context.go.emit("cycles", self._previous)

    def _go_next(self) -> None:
        if self.cycle.get("next"):
            self._context.go.emit("cycles", self.cycle["next"])

    def _put(self, edit_label: str, fields: dict[str, Any]) -> bool:
        return bool(self._context.put(edit_label, "cycle", self.cycle["id"], fields))

    def _saver(self, name: str) -> Save:
        def save(text: str) -> bool:
            value = read_field("cycle", name, text, self._context.today())
            return self._put(self._labels[name], {name: value})

        return save

    def _field(
        self, name: str, title: str, hint: str, edit_label: str, *, many: bool = True, strong: bool = False,
        head: bool = False,
    ) -> Field:  # fmt: skip
        made = Field(
            title, self._context, name=f"cycle_{name}", hint=hint, many=many, quiet=True, strong=strong, head=head
        )
        self._fields[name] = made
        self._labels[name] = edit_label
        return made

    def _part(self, kind: str, make: type, add_label: str, words: str, fields: dict[str, Any]) -> QWidget:
        rows = Rows(lambda: make(self._context), name=f"rows_{kind}")
        self._rows[kind] = rows

        def add() -> None:
            first = {"cycle": self.cycle["id"], **fields}
            if kind == "field_note":
                first["on"] = f"{self._context.today().isoformat()}T12:00:00Z"
            outcome = self._context.edit(add_label, add_record, kind, first)
            if outcome:
                rows.row_of(outcome.value).take_focus()

        adding = button(words, add, name=f"add_{kind}", role="link", icon="plus")
        if self._context.read_only:
            adding.hide()
        made = QWidget()
        made.setLayout(column(rows, row(adding, 1), spacing=2))
        return made


def _beside(left: QWidget, right: QWidget) -> Any:
    line = row(spacing=8)
    line.addWidget(left, 1, Qt.AlignmentFlag.AlignTop)
    line.addWidget(right, 1, Qt.AlignmentFlag.AlignTop)
    return line
