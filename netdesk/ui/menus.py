"""The menus of the window, filled from the one table of actions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from netdesk.i18n import _
from netdesk.ui import deeds, recent
from netdesk.ui.actions import ACTIONS, keys_of

if TYPE_CHECKING:
    from netdesk.ui.main_window import MainWindow


def fill_menus(window: MainWindow, menus: Mapping[str, QMenu], actions: dict[str, QAction]) -> Iterator[None]:
    """Put every action into its menu and, by its id, into ``actions``; pauses after each group of them."""
    hub = bool(window.context.workspace.hub)
    for one in ACTIONS:
        action = QAction(_(one.words), window)
        action.setObjectName(f"action_{one.id}")
        if one.shortcut:
            action.setShortcuts(keys_of(one))
        action.triggered.connect(lambda _checked=False, one=one: one.deed(window))
        elsewhere = one.only == ("team" if hub else "hub")
        if (one.writes and window.context.read_only) or elsewhere:
            action.setEnabled(False)
        action.setVisible(not elsewhere)
        action.setCheckable(one.checks)
        actions[one.id] = action
        menus[one.menu].addAction(action)
        if one.id == "open":
            _build_recent(window, menus[one.menu])
        if one.ends_group:
            menus[one.menu].addSeparator()
            yield


def _build_recent(window: MainWindow, menu: QMenu) -> None:
    opened = menu.addMenu(_("Open &recent"))
    opened.setObjectName("menu_recent")

    def fill() -> None:
        opened.clear()
        files = [path for path in recent.recent_files() if path != window.context.workspace.path.absolute()]
        for path, title in zip(files, recent.titles(files), strict=True):
            act = opened.addAction(title.replace("&", "&&"))
            act.setToolTip(str(path))
            act.triggered.connect(lambda _checked=False, path=path: deeds.open_file(window, path))
        if not files:
            opened.addAction(_("None yet")).setEnabled(False)
            return
        opened.addSeparator()
        opened.addAction(_("Empty this list")).triggered.connect(lambda _checked=False: recent.forget_all())

    opened.setToolTipsVisible(True)
    opened.aboutToShow.connect(fill)
