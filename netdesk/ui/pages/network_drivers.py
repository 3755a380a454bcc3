"""Who works on which driver: so that teams that pull at the same end can be brought together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QBoxLayout

from netdesk.hub.network import SharedDriver, read_drivers
from netdesk.i18n import _, ngettext
from netdesk.ui.context import Context
from netdesk.ui.pages.network_parts import RIGHT, NetworkTab
from netdesk.ui.pages.story_parts import entry, fill, nothing
from netdesk.ui.widgets.basic import Card, column
from netdesk.ui.widgets.growing import Growing

CHUNK = 30


class Drivers(NetworkTab):
    """Drivers by name; first those that several teams work on."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._list = Growing(spacing=16, right=RIGHT)
        self.setLayout(column(self._list, spacing=0))

    def look(self) -> Callable[[], Any]:
        return partial(read_drivers, self.context.workspace)

    def show_found(self, found: tuple[SharedDriver, ...]) -> None:
        self._list.clear()
        parts = []
        several = [one for one in found if len(one.teams) > 1]
        alone = sorted((one for one in found if len(one.teams) == 1), key=lambda one: one.name.casefold())
        if not found:
            words = _("When teams publish their drivers, here stands who works on which.")
            self._list.add([nothing(_("No drivers published yet"), words, name="drivers_empty")])
        for title, name, drivers in (
            (_("Several teams work on it"), "drivers_several", several),
            (_("One team works on it"), "drivers_one", alone),
        ):
            for start in range(0, len(drivers), CHUNK):
                part = drivers[start : start + CHUNK]
                parts.append(partial(_card, title if not start else "", name, part))
        self._list.put_off(parts)


def _card(title: str, name: str, drivers: Sequence[SharedDriver]) -> Card:
    return fill(Card(title, name=name), [_driver(one) for one in drivers])


def _driver(one: SharedDriver) -> QBoxLayout:
    count = len(one.teams)
    words = ngettext("{n} team", "{n} teams", count).format(n=count) if count > 1 else ""
    return entry(one.name, ", ".join(one.teams), quiet=(words,))
