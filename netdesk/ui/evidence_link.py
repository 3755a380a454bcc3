"""Naming the evidence: a list of measures, tests and chart notes to choose from, and the link to what was chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from netdesk.i18n import _
from netdesk.operations.purpose import Evidence, evidence_choices
from netdesk.ui.context import Context
from netdesk.ui.widgets.basic import ElidedButton
from netdesk.ui.widgets.choices import ChoiceField

#: Kinds whose page can show the evidence.
_ROOMS = {"measure": "measures", "cycle": "cycles"}


def kind_words(kind: str) -> str:
    """What kind of evidence it is, in a word."""
    words = {"measure": _("Measure"), "cycle": _("Cycle"), "annotation": _("On a chart"), "problem": _("Problem")}
    return words.get(kind, _("Record"))


def shown_evidence(one: Evidence) -> str:
    """Kind and name, as lists show them."""
    return _("{kind}: {title}").format(kind=kind_words(one.kind), title=one.title or _("without a name"))


def has_page(one: Evidence) -> bool:
    """Whether a page can show this evidence."""
    return one.kind in _ROOMS


class EvidenceChoice(ChoiceField):
    """A list of what can be named as evidence; none is a choice too."""

    def __init__(self, context: Context, *, name: str, quiet: bool = False, none: str = "") -> None:
        super().__init__(_("Evidence in NetDesk"), name=name, quiet=quiet)
        self._context = context
        self._none = none or _("None")
        self.setEnabled(not context.read_only)

    def show_link(self, link: str | None, also: Evidence | None = None) -> None:
        """Offer everything, and show what is chosen; ``also`` is offered too where it is of another kind."""
        found = evidence_choices(self._context.workspace)
        if also is not None and also.id not in {one.id for one in found}:
            found.append(also)
        choices = [("", self._none)] + [(one.id, shown_evidence(one)) for one in found]
        self.show_choices(choices, link)


def evidence_button(one: Evidence, go: Callable[[str, str], object], *, name: str) -> QPushButton:
    """The evidence by name, as a link to its page; only where it has one."""
    return ElidedButton(shown_evidence(one), lambda: go(_ROOMS[one.kind], one.id), name=name, link=True)
