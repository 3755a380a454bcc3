"""One script on both diagrams, done twice: by mouse and by keyboard only. What comes of it must be the same."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QWidget

from netdesk.operations import theory
from netdesk.ui.diagram.acts import Acts, Spot
from netdesk.ui.main_window import MainWindow

from .driving import click, find, visit, wait_for

Key = Qt.Key
_CONTROL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_NONE = Qt.KeyboardModifier.NoModifier

EFFECT = "Mornings are missed"
#: 25 causes under three bones of one's own: (depth, words).
CAUSES = [
    (0, "Home"), (1, "Alarm is late"), (2, "Phones stay downstairs"), (1, "Nobody knows the bus time"),
    (1, "Small brothers come first"), (2, "Kindergarten opens at 8"), (2, "One car"), (1, "Shift work"),
    (0, "Way"), (1, "Bus 12 is full"), (2, "It was cut in August"), (2, "Two schools share it"), (1, "No sidewalk"),
    (1, "Rain"), (1, "The gate shuts at 8:05"), (2, "One guard"), (1, "Two buses"),
    (0, "School"), (1, "First period is a test"), (2, "Every Monday"), (1, "Nobody says hello"),
    (1, "Breakfast ends at 7:40"), (2, "Kitchen hours"), (1, "Late counts like absent"), (2, "Old rule"),
    (2, "Nobody owns it"), (1, "Letters come late"), (2, "Posted weekly"),
]  # fmt: skip
DRIVEN = ("Bus 12 is full", "Nobody says hello")
#: What the theory gets under the two drivers that come from causes: (parent, words, kind).
NODES = [
    ("Bus 12 is full", "Another way to school", "driver"), ("Bus 12 is full", "A seat for everyone", "driver"),
    ("Bus 12 is full", "Times that hold", "driver"), ("Nobody says hello", "One adult each", "driver"),
    ("Nobody says hello", "A start worth coming to", "driver"), ("Nobody says hello", "News the same day", "driver"),
    ("Another way to school", "Walking group", "idea"), ("Another way to school", "Carpool list", "idea"),
    ("A seat for everyone", "Second bus on Mondays", "idea"), ("A seat for everyone", "Count at the stop", "idea"),
    ("Times that hold", "Text at 7:10", "idea"), ("Times that hold", "Printed times", "idea"),
    ("One adult each", "Door greeting", "idea"), ("One adult each", "Homeroom buddies", "idea"),
    ("A start worth coming to", "Breakfast cart", "idea"), ("A start worth coming to", "Music at 7:50", "idea"),
    ("News the same day", "Morning call", "idea"), ("News the same day", "Postcard", "idea"),
]  # fmt: skip
#: Shared parents: (node, further parent).
SHARED = [("News the same day", "Bus 12 is full"), ("Door greeting", "A start worth coming to")]


class Twin:
    """One way of working: it chooses boxes and does deeds by name; subclasses say with what."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    def acts(self) -> Acts:
        return self.window.page().acts  # type: ignore[attr-defined,no-any-return]

    def view(self) -> Any:
        raise NotImplementedError

    def choose(self, words: str, parent: str = "") -> None:
        raise NotImplementedError

    def spot(self, words: str, parent: str = "") -> Spot:
        acts = self.acts()
        found = [
            line.spot
            for line in acts.lines
            if line.text == words and (not parent or acts.text_of(line.spot.parent or "") == parent)
        ]
        assert found, f"{words} is not shown"
        return found[0]

    def write(self, words: str) -> None:
        """Type into the field that is open, and Enter."""
        field = find(self.window, "in_place")
        wait_for(field.hasFocus, "the field to be typed in")
        QTest.keyClicks(field, words)
        QTest.keyClick(field, Key.Key_Return)
        QTest.qWait(1)

    def go(self, room: str) -> None:
        raise NotImplementedError


class ByKeyboard(Twin):
    """Only keys: in the outline and the canvas by turns, menus by their shortcuts, fields by Tab and typing."""

    def __init__(self, window: MainWindow, view: str = "outline") -> None:
        super().__init__(window)
        self._view = view

    def view(self) -> Any:
        return getattr(self.window.page().diagram, self._view)  # type: ignore[attr-defined]

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)
        QTest.qWait(1)

    def go(self, room: str) -> None:
        self.key({"causes": Key.Key_2, "theory": Key.Key_3}[room], _CONTROL)
        wait_for(lambda: self.window.page().room == room, room)

    def tab_to(self, wanted: QWidget) -> None:
        for _turn in range(300):
            if wanted.hasFocus():
                return
            self.key(Key.Key_Tab)
        raise AssertionError(f"Tab does not reach {wanted.objectName()}")

    def start_fishbone(self, effect: str) -> None:
        self.tab_to(find(self.window, "first_effect"))
        QTest.keyClicks(QApplication.focusWidget(), effect)
        self.tab_to(find(self.window, "first_preset_school"))
        self.key(Key.Key_Right)
        self.key(Key.Key_Right)
        self.tab_to(find(self.window, "first_fishbone"))
        self.key(Key.Key_Space)
        wait_for(lambda: self.acts().root, "the fishbone")

    def choose(self, words: str, parent: str = "") -> None:
        """Home, and down to the line: in the outline the arrows reach every place."""
        wanted = self.spot(words, parent)
        view = self.window.page().diagram.outline  # type: ignore[attr-defined]
        if not view.hasFocus():
            if QApplication.focusWidget() is self.window.page().diagram.canvas:  # type: ignore[attr-defined]
                view.setFocus()  # F6 of the person: from one twin to the other
            else:
                self.key(Key.Key_Escape)
                self.tab_to(view)
        order = [line.spot for line in self.acts().lines]
        here = self.acts().current
        if here is None:
            self.key(Key.Key_Home)
            here = self.acts().current
        steps = order.index(wanted) - order.index(here)
        for _step in range(abs(steps)):
            QTest.keyClick(view, Key.Key_Down if steps > 0 else Key.Key_Up)
        assert self.acts().current == wanted

    def add(self, words: str, how: str) -> None:
        self.key(Key.Key_Return if how == "beside" else Key.Key_Tab)
        self.write(words)

    def add_driver(self, parent: str, words: str, kind: str) -> None:
        self.choose(parent)
        self.add(words, "below")

    def rename(self, words: str, new: str) -> None:
        self.choose(words)
        self.key(Key.Key_F2)
        self.write(new)

    def up(self, words: str, parent: str = "") -> None:
        self.choose(words, parent)
        self.key(Key.Key_Up, _ALT)

    def move_under(self, words: str, target: str) -> None:
        self.choose(words)
        self.key(Key.Key_X, _CONTROL)
        self.choose(target)
        self.key(Key.Key_V, _CONTROL)

    def delete(self, words: str) -> None:
        self.choose(words)
        self.key(Key.Key_Delete)

    def undo(self) -> None:
        self.key(Key.Key_Z, _CONTROL)

    def link(self, words: str, parent: str) -> None:
        self.choose(words)
        self.key(Key.Key_L, _CONTROL)
        field = find(self.window, "filter_links")
        wait_for(field.hasFocus, "the list of parents")
        QTest.keyClicks(field, parent)
        self.key(Key.Key_Return)

    def unlink(self, words: str, parent: str) -> None:
        self.choose(words, parent)
        self.key(Key.Key_L, _CONTROL | _SHIFT)

    def press(self, name: str) -> None:
        self.key(Key.Key_Escape)  # so that Tab goes on
        self.tab_to(find(self.window, name))
        self.key(Key.Key_Space)

    def make_driver(self, words: str) -> None:
        self.choose(words)
        # The cause stays chosen: F6 goes on over the canvas to the details, where Tab is Tab.
        self.key(Key.Key_F6)
        self.key(Key.Key_F6)
        self.tab_to(find(self.window, "cause_to_driver"))
        self.key(Key.Key_Space)


class ByMouse(Twin):
    """Only the mouse but for the words themselves: boxes are clicked and dragged, deeds taken from the menu."""

    def view(self) -> Any:
        return self.window.page().diagram.canvas  # type: ignore[attr-defined]

    def go(self, room: str) -> None:
        visit(self.window, room)

    def start_fishbone(self, effect: str) -> None:
        click(self.window, "first_effect")
        QTest.keyClicks(find(self.window, "first_effect"), effect)
        click(self.window, "first_preset_blank")
        click(self.window, "first_fishbone")

    def at(self, spot: Spot, share: float = 0.5) -> QPoint:
        self.view().bring_into_view(spot)
        QTest.qWait(1)
        area = self.view().area_of(spot)
        return QPoint(area.left() + min(20, area.width() // 2), area.top() + int(area.height() * share))

    def choose(self, words: str, parent: str = "") -> None:
        viewport = self.view().viewport()
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=self.at(self.spot(words, parent)))
        QTest.qWait(1)
        assert self.acts().text_of(self.acts().current.node) == words  # type: ignore[union-attr]

    def menu(self, place: int) -> None:
        """The n-th of the deeds that the menu of the chosen box offers."""
        self.view().hands.menu_deeds()[place][2]()
        QTest.qWait(1)

    def menu_named(self, words: str) -> None:
        deeds = {one[0]: one[2] for one in self.view().hands.menu_deeds()}
        deeds[words]()
        QTest.qWait(1)

    def add(self, words: str, how: str) -> None:
        self.menu(0 if how == "beside" else 1)
        self.write(words)

    def add_driver(self, parent: str, words: str, kind: str) -> None:
        self.choose(parent)
        self.menu(1)
        self.write(words)

    def rename(self, words: str, new: str) -> None:
        viewport = self.view().viewport()
        QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=self.at(self.choose_spot(words)))
        self.write(new)

    def choose_spot(self, words: str) -> Spot:
        self.choose(words)
        return self.spot(words)

    def up(self, words: str, parent: str = "") -> None:
        """Drag it onto the upper edge of the one before."""
        spot = self.spot(words, parent)
        siblings = [line.spot for line in self.acts().lines if line.spot.parent == spot.parent]
        self.drag(spot, siblings[siblings.index(spot) - 1], 0.1)

    def drag(
        self, spot: Spot, target: Spot, share: float = 0.5, modifiers: Qt.KeyboardModifier = _NONE
    ) -> None:
        viewport = self.view().viewport()
        end = self.at(target, share)
        start = self.at(spot)  # last: bringing it into view may scroll
        assert self.view().spot_at(start) == spot
        area = self.view().area_of(target)
        end = QPoint(area.left() + min(20, area.width() // 2), area.top() + int(area.height() * share))
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, modifiers, start)
        QTest.mouseMove(viewport, start + QPoint(4, 4))
        move_to(viewport, start + QPoint(15, 15), modifiers)
        move_to(viewport, end, modifiers)
        assert find(self.window, "drop_words").text(), "a drag shows what it would do"
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, modifiers, end)
        QTest.qWait(1)

    def move_under(self, words: str, target: str) -> None:
        self.drag(self.spot(words), self.spot(target))

    def delete(self, words: str) -> None:
        self.choose(words)
        self.menu_named("Delete")

    def undo(self) -> None:
        self.window._actions["undo"].trigger()

    def link(self, words: str, parent: str) -> None:
        self.choose(words)
        self.menu_named("Also serves…")
        listed: QListWidget = find(self.window, "link_list")
        row = next(n for n in range(listed.count()) if listed.item(n).text() == parent)
        listed.scrollToItem(listed.item(row))
        area = listed.visualItemRect(listed.item(row))
        QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=area.center())

    def unlink(self, words: str, parent: str) -> None:
        self.choose(words)
        click(self.window, f"unlink_{self.spot(parent).node}")

    def make_driver(self, words: str) -> None:
        self.choose(words)
        click(self.window, "cause_to_driver")


def move_to(viewport: QWidget, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
    """Move the pressed mouse; QTest's own move carries no button."""
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    left = Qt.MouseButton.LeftButton
    everywhere = QPointF(viewport.mapToGlobal(at))
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), everywhere, Qt.MouseButton.NoButton, left, modifiers)
    QApplication.sendEvent(viewport, event)
    QTest.qWait(1)


def draw_both(hand: Any) -> None:
    """The whole script: a fishbone of 25 causes, two of them made drivers, a theory of 20 nodes with shared parents."""
    hand.go("causes")
    hand.start_fishbone(EFFECT)
    last_at: dict[int, str] = {}
    hand.choose(EFFECT)
    for depth, words in CAUSES:
        if depth in last_at:
            hand.choose(last_at[depth])
            hand.add(words, "beside")
        else:
            hand.choose(last_at[depth - 1] if depth else EFFECT)
            hand.add(words, "below")
        last_at = {d: text for d, text in last_at.items() if d < depth} | {depth: words}
    hand.rename("Rain", "Rain and no shelter")
    hand.up("Two buses")
    hand.move_under("Letters come late", "Home")
    hand.delete("Shift work")
    hand.undo()
    hand.delete("No sidewalk")
    for words in DRIVEN:
        hand.make_driver(words)
    hand.go("theory")
    for parent, words, kind in NODES:
        hand.add_driver(parent, words, kind)
    for words, parent in SHARED:
        hand.link(words, parent)
    hand.link("Postcard", "Times that hold")
    hand.unlink("Postcard", "Times that hold")
    hand.up("Music at 7:50")
    hand.move_under("Carpool list", "Times that hold")


def shape_of(window: MainWindow) -> dict[str, Any]:
    """What was made, without ids, keys and times: causes as an indented list, the theory as links by name."""
    workspace = window.context.workspace
    acts = window.pages["causes"].acts  # type: ignore[attr-defined]
    acts.reload()
    causes = {one["id"]: one for one in workspace.select("cause")}
    names = {one["id"]: one["text"] for one in causes.values()}
    bones = {one["id"] for one in causes.values() if one.get("category")}
    graph = theory.read_graph(workspace, workspace.select("aim")[0]["id"])
    links = [
        (graph.nodes[one["parent"]].text, graph.nodes[one["child"]].text, one.get("strength"))
        for node in graph.nodes
        for one in graph.below.get(node, ())
    ]
    return {
        "causes": [(line.depth, line.text, line.spot.node in bones) for line in acts.lines],
        "from": sorted((one["name"], names.get(one.get("from_cause", ""), "")) for one in workspace.select("driver")),
        "levels": sorted((one["name"], one["level"]) for one in workspace.select("driver")),
        "ideas": sorted(one["name"] for one in workspace.select("change_idea")),
        "links": sorted(links, key=lambda one: one[0]),
    }


def clear_clipboard() -> None:
    """Leave nothing on the clipboard."""
    QGuiApplication.clipboard().clear()
