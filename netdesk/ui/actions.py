"""The one table of actions: id, words, shortcut and deed. Menus and the list of shortcuts are made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netdesk.i18n import N_
from netdesk.ui import deeds

if TYPE_CHECKING:
    from PySide6.QtGui import QKeySequence

    from netdesk.ui.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the window can do. ``writes`` actions are off in a workspace that may only be read.

    ``only`` is "hub" or "team" where an action makes sense in such a workspace alone.
    """

    id: str
    menu: str
    words: str
    deed: Callable[[MainWindow], object]
    shortcut: str = ""
    writes: bool = False
    ends_group: bool = False
    checks: bool = False
    only: str = ""


#: Menus in their order: id and words.
MENUS = (
    ("file", N_("&File")),
    ("edit", N_("&Edit")),
    ("go", N_("&Go")),
    ("share", N_("&Share")),
    ("view", N_("&View")),
    ("help", N_("&Help")),
)

ACTIONS = (
    Action("new", "file", N_("&New workspace…"), deeds.new_workspace, "Ctrl+Shift+N"),
    Action("example", "file", N_("Open the &example team…"), deeds.open_example),
    Action("open", "file", N_("&Open…"), deeds.open_workspace, "Ctrl+O", ends_group=True),
    Action("import", "file", N_("&Import numbers…"), deeds.import_numbers, "Ctrl+Shift+I", writes=True),
    Action("save_copy", "file", N_("Save a &copy…"), deeds.save_copy),
    Action("backups", "file", N_("&Backups…"), deeds.show_backups),
    Action("print", "file", N_("&Print summary…"), deeds.print_page, "Ctrl+P"),
    Action("print_finished", "file", N_("Print &all finished cycles…"), deeds.print_finished, ends_group=True),
    Action("close", "file", N_("&Close"), deeds.close_window, "Ctrl+W"),
    Action("undo", "edit", N_("&Undo"), deeds.undo, "Ctrl+Z", writes=True),
    Action("redo", "edit", N_("&Redo"), deeds.redo, "Ctrl+Shift+Z", writes=True, ends_group=True),
    Action("add_test", "edit", N_("Add a &cycle…"), deeds.add_test, "Ctrl+N", writes=True, ends_group=True),
    Action("add_fishbone", "edit", N_("Add a fish&bone"), deeds.add_fishbone, writes=True),
    Action("guide", "edit", N_("&Guided session on causes"), deeds.guide_session, writes=True),
    Action("versions", "edit", N_("What changed in the the&ory"), deeds.theory_changes, ends_group=True),
    Action("palette", "edit", N_("&Find a record or an action…"), deeds.palette, "Ctrl+K"),
    Action("find", "edit", N_("Find e&verywhere…"), deeds.find_everywhere, "Ctrl+Shift+F", ends_group=True),
    Action("history", "edit", N_("&History of this"), deeds.history, "Ctrl+H"),
    Action("deleted", "edit", N_("&Deleted…"), deeds.deleted),
    Action("go_home", "go", N_("&Home"), lambda window: window.go("home"), "Alt+Home"),
    Action("go_purpose", "go", N_("&Purpose"), lambda window: window.go("purpose"), "Ctrl+1"),
    Action("go_causes", "go", N_("C&auses"), lambda window: window.go("causes"), "Ctrl+2"),
    Action("go_theory", "go", N_("T&heory"), lambda window: window.go("theory"), "Ctrl+3"),
    Action("go_measures", "go", N_("&Measures"), lambda window: window.go("measures"), "Ctrl+4"),
    Action("go_cycles", "go", N_("&Cycles"), lambda window: window.go("cycles"), "Ctrl+5"),
    Action("go_table", "go", N_("&Table"), lambda window: window.go("table"), "Ctrl+6"),
    Action("go_story", "go", N_("St&ory"), lambda window: window.go("story"), "Ctrl+7"),
    Action("go_sharing", "go", N_("&Sharing"), lambda window: window.go("sharing"), "Ctrl+8"),
    Action("go_network", "go", N_("&Network"), lambda one: one.go("network"), "Ctrl+9", ends_group=True, only="hub"),
    Action("chain", "go", N_("&Why are we doing this?"), deeds.show_chain, "Ctrl+J"),
    Action("missing", "go", N_("What is &missing in our chain"), deeds.show_missing, ends_group=True),
    Action("back", "go", N_("&Back"), lambda window: window.back(), "Alt+Left"),
    Action("share_team", "share", N_("Share with the &team…"), lambda window: deeds.share(window, "team"), writes=True),
    Action("share_hub", "share", N_("Share with the &hub…"), deeds.share_with_hub, writes=True, only="team"),
    Action("take_in", "share", N_("Take files &in…"), deeds.take_files_in, "Ctrl+T", writes=True, only="hub"),
    Action(
        "give_back", "share", N_("&Write what goes back…"), deeds.give_back, "Ctrl+Shift+T", writes=True,
        only="hub",
    ),
    Action("receive", "share", N_("&Receive…"), deeds.receive, "Ctrl+R", writes=True, ends_group=True),
    Action("join_admit", "share", N_("&Admit a new member or the hub…"), deeds.admit, writes=True),
    Action("rail", "view", N_("&Icons only at the left"), deeds.fold_rail, "Ctrl+B", checks=True),
    Action("inspector", "view", N_("De&tails at the right"), deeds.inspector, "Ctrl+I", checks=True),
    Action("purposes", "view", N_("Show what each page is &for"), lambda one: one.dismiss(set()), ends_group=True),
    Action("larger", "view", N_("Lar&ger text"), lambda window: deeds.step_text(window, 1), "Ctrl++"),
    Action("smaller", "view", N_("S&maller text"), lambda window: deeds.step_text(window, -1), "Ctrl+-"),
    Action("usual_size", "view", N_("&Usual text"), lambda one: deeds.step_text(one, 0), "Ctrl+0", ends_group=True),
    Action("mode_system", "view", N_("Colours of the &system"), lambda window: window.set_mode("system"), checks=True),
    Action("mode_light", "view", N_("&Light"), lambda window: window.set_mode("light"), checks=True),
    Action("mode_dark", "view", N_("&Dark"), lambda window: window.set_mode("dark"), checks=True),
    Action("mode_contrast", "view", N_("High &contrast"), lambda window: window.set_mode("contrast"), checks=True),
    Action("help", "help", N_("Help for this &page"), deeds.help_page, "F1"),
    Action("shortcuts", "help", N_("&Shortcuts"), deeds.shortcuts, "Ctrl+/", ends_group=True),
    Action("report", "help", N_("Save problem &report…"), deeds.save_report),
    Action("about", "help", N_("&About NetDesk"), deeds.about),
)


def keys_of(action: Action) -> list[QKeySequence]:
    """The keys that do it; for undo and redo those of the system."""
    from PySide6.QtGui import QKeySequence

    standard = {"undo": QKeySequence.StandardKey.Undo, "redo": QKeySequence.StandardKey.Redo}
    if action.id in standard:
        return QKeySequence.keyBindings(standard[action.id])
    if action.id == "larger":  # the plus of most keyboards needs Shift
        return [QKeySequence(action.shortcut), QKeySequence("Ctrl+=")]
    return [QKeySequence(action.shortcut)]
