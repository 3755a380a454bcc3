"""Dialogs of the hub: where files lie, what became of them, what was written, and entries of library and dictionary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from netdesk.hub.collect import lines_of
from netdesk.hub.giving_back import Returned
from netdesk.i18n import _, format_number, ngettext
from netdesk.ui.dialogs.base import Asking
from netdesk.ui.outgoing import kind_words
from netdesk.ui.shown import choice_words
from netdesk.ui.widgets.autosave import AutosaveText
from netdesk.ui.widgets.basic import button, column, label, row, rule
from netdesk.ui.widgets.choices import ChoiceField

#: So many lines of one sort are listed; of what went well the rest is only counted.
LISTED = 40


class TakeIn(Asking):
    """Asks whether a folder or single files shall be taken in; ``folder`` says which."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(
            parent,
            name="take_in",
            title=_("Take files in"),
            words=_(
                "Files from the teams can lie in one folder, with folders in it: each is taken in once, none twice. "
                "You can also drop them on this window."
            ),
            deed=_("Choose a folder"),
        )
        self.folder = True
        single = button(_("Choose single files instead"), self._single, name="take_single", role="link")
        self.body.addLayout(row(single, 1))

    def _single(self) -> None:
        self.folder = False
        self.accept()


class Taken(Asking):
    """What became of each file: taken in, known already, waiting for an earlier one, set aside and why."""

    def __init__(self, parent: QWidget | None, result: dict[str, Any], left: int) -> None:
        super().__init__(parent, name="taken", title=_("Files taken in"), deed=_("Close"), width=620)
        self._cancel.hide()
        found: dict[str, list[tuple[str, str]]] = {}
        for state, file, words in lines_of(result):
            found.setdefault(state, []).append((Path(file).name, words))
        said = {
            "taken": _("Taken in"),
            "already": _("Had been taken in before"),
            "waiting": _("Waits for an earlier file"),
            "set aside": _("Set aside"),
        }
        if left:
            words = ngettext("Stopped: {n} file has not been looked at.", "Stopped: {n} files have not been looked at.",
                             left)  # fmt: skip
            self.body.addWidget(label(words.format(n=left), "problem", wrap=True, name="taken_left"))
        if not found and not left:
            self.body.addWidget(label(_("There is no file from a team here."), wrap=True, name="taken_none"))
        # What asks for something stands first.
        for state in ("set aside", "waiting", "taken", "already"):
            if state in found:
                self._section(said[state], found[state], state.replace(" ", "_"), with_words=state != "already")

    def _section(self, title: str, files: list[tuple[str, str]], name: str, *, with_words: bool) -> None:
        self.body.addWidget(label(f"{title}  {len(files)}", "section", name=f"taken_{name}"))
        for file, words in files[:LISTED]:
            line = label(file, "strong" if words and with_words else "body", wrap=True, selectable=True)
            self.body.addWidget(line)
            if words and with_words:
                self.body.addWidget(label(words, "second", wrap=True, selectable=True))
        more = len(files) - LISTED
        if more > 0:
            self.body.addWidget(label(ngettext("and {n} more", "and {n} more", more).format(n=more), "quiet"))
        self.body.addWidget(rule())


class Written(Asking):
    """What was written for whom."""

    def __init__(self, parent: QWidget | None, folder: Path, written: Sequence[Returned], left: int) -> None:
        super().__init__(
            parent,
            name="written",
            title=_("Written for the teams"),
            words=_("One file a team, in {folder}. Send each its own.").format(folder=folder),
            deed=_("Close"),
            leave=_("Open the folder"),
            width=620,
        )
        self.accept_button.setDefault(True)
        if left:
            words = ngettext("Stopped: {n} team has no file yet.", "Stopped: {n} teams have no file yet.", left)
            self.body.addWidget(label(words.format(n=left), "problem", wrap=True, name="written_left"))
        for n, one in enumerate(written):
            if n:
                self.body.addWidget(rule())
            size = _("{n} KB").format(n=format_number(max(1, round(one.bytes / 1024)), places=0))
            lines = column(
                label(one.team, "strong", wrap=True, name="written_team"),
                label(_records_words(one.records), wrap=True),
                label(f"{one.file.name}, {size}", "second", wrap=True, selectable=True),
                spacing=2,
            )
            self.body.addLayout(lines)


def _records_words(records: Mapping[str, int]) -> str:
    if not records:
        return _("nothing new")
    ordered = sorted(records.items(), key=lambda one: kind_words(one[0]).casefold())
    return ", ".join(f"{kind_words(kind)} {count}" for kind, count in ordered)


class _Entry(Asking):
    """Texts with labels, of which the name is needed."""

    def __init__(self, parent: QWidget | None, *, name: str, title: str, words: str, deed: str) -> None:
        super().__init__(parent, name=name, title=title, words=words, deed=deed, width=600)
        self._name = name
        self._texts: dict[str, AutosaveText] = {}

    def _ask(self, field: str, question: str, text: str, *, hint: str = "", lines: int = 1) -> None:
        made = AutosaveText(name=f"{self._name}_{field}", accessible=question, hint=hint, lines=lines)
        made.set_plain(text)
        words = label(question, "label")
        words.setBuddy(made)
        made.textChanged.connect(self._check)
        self._texts[field] = made
        self.body.addLayout(column(words, made, spacing=4))

    def _check(self) -> None:
        self.accept_button.setEnabled(bool(self._texts["name"].plain().strip()))

    def texts(self) -> dict[str, str]:
        """What is written in each field."""
        return {field: made.plain().strip() for field, made in self._texts.items()}


class LibraryEntry(_Entry):
    """How the library tells of an idea: its name, what it is, and what was found."""

    def __init__(
        self, parent: QWidget | None, title: str, name: str, description: str, found: str, *, words: str = ""
    ) -> None:
        super().__init__(parent, name="library_entry", title=title, words=words, deed=title)
        self._ask("name", _("Name"), name)
        self._ask("description", _("What is done"), description, lines=3)
        hint = _("Reached 7 of 10 families in three schools; did not help where phones are shared.")
        self._ask("found", _("What was found"), found, lines=3, hint=hint)
        self._check()

    def fields(self) -> dict[str, str]:
        """The answers."""
        return self.texts()


class DictionaryEntry(_Entry):
    """A definition that teams can count by."""

    def __init__(self, parent: QWidget | None, title: str, known: Mapping[str, Any], *, words: str = "") -> None:
        super().__init__(parent, name="dictionary_entry", title=title, words=words, deed=title)
        asked = (
            ("name", _("Name"), _("Weekly attendance"), 1),
            ("text", _("Definition"), _("Days attended out of days possible, all enrolled students, per week"), 2),
            ("numerator", _("How many"), _("days attended"), 1),
            ("denominator", _("Out of"), _("days possible"), 1),
            ("exclusions", _("Left out"), _("students who moved away during the week"), 1),
            ("unit", _("Unit"), "%", 1),
            ("source", _("Where it comes from"), _("the attendance system, every Monday"), 1),
        )
        for field, question, hint, lines in asked:
            self._ask(field, question, str(known.get(field) or ""), hint=hint, lines=lines)
        said = choice_words()
        self._type = ChoiceField(_("Kind"), name="dictionary_entry_type")
        kinds = [(one, said[one]) for one in ("outcome", "process", "balancing", "driver")]
        self._type.show_choices([("", _("None yet")), *kinds], str(known.get("type") or ""))
        self._better = ChoiceField(_("Better is"), name="dictionary_entry_better")
        ways = [(one, said[one]) for one in ("up", "down", "neither")]
        self._better.show_choices(ways, str(known.get("better") or "up"))
        self.body.addLayout(row(self._type, self._better, spacing=16))
        self._check()

    def fields(self) -> dict[str, Any]:
        """The answers; None for what was left empty."""
        said: dict[str, Any] = {field: words or None for field, words in self.texts().items()}
        return {**said, "type": self._type.value() or None, "better": self._better.value() or None}
