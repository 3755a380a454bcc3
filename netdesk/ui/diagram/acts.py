"""What can be done on a diagram, whichever view it is done in: selection, clipboard, and each deed as one edit."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from netdesk.core import outline, status_marks
from netdesk.core.diagram_drawing import NOTHING, Emphasis
from netdesk.core.layout import Placed
from netdesk.errors import NetDeskError
from netdesk.i18n import _
from netdesk.ui.context import Context
from netdesk.ui.steps import beside

Where = Literal["beside", "below"]
#: Where something is dropped at a box: as its last child, or as the sibling before or after it.
Drop = Literal["into", "before", "after"]


class Spot(NamedTuple):
    """A place of a node: the parent it is shown under (None: at the top) and the node."""

    parent: str | None
    node: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the outline: its spot, how deep, its words, its mark (a shape of `core.status_marks`, or None), and
    what is said aside."""

    spot: Spot
    depth: int
    text: str
    mark: status_marks.Shape | None = None
    aside: str = ""
    bold: bool = False
    faint: bool = False
    spoken: str = ""


class Acts(QObject):
    """The diagram that is open. ``shown_changed`` after `reload`, ``selection_changed`` when something else is chosen.

    Subclasses read the records into ``lines`` and ``placed``, and name the operations. Every deed gives whether it was
    done; what a person can mend is told in the banner by the context.
    """

    shown_changed = Signal()
    selection_changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.context = context
        self.lines: list[Line] = []
        self.placed = Placed(0, 0, {}, ())
        self.selection: tuple[Spot, ...] = ()
        self.cut_spots: tuple[Spot, ...] = ()
        self._cut_text = ""
        #: What was read last, and after how many changes of the workspace: coming back to it costs no reading.
        self._read: tuple[int, str] | None = None
        #: What a digit means while a session asks for it; gives whether it meant anything.
        self.on_digit: Callable[[int], bool] | None = None

    # What is shown

    @property
    @abstractmethod
    def root(self) -> str:
        """The id of the node that all hangs under: the effect or the aim; "" where no diagram is open."""

    @abstractmethod
    def reading(self) -> Iterator[None]:
        """Read the records into ``lines`` and ``placed``, with pauses while nothing of it is shown yet."""

    def read(self) -> None:
        """Read the records into ``lines`` and ``placed``."""
        for _pause in self.reading():
            pass

    @abstractmethod
    def text_of(self, node: str) -> str:
        """The stored words of a node."""

    @abstractmethod
    def lay_out(self, root: str) -> None:
        """Lay out the diagram under this node in a thread, so that its words are measured when it is read."""

    def opening(self, root: str) -> Iterator[None]:
        """Read the diagram under this node in steps; `reload` then only shows it."""
        with suppress(NetDeskError):  # gone meanwhile: what there is will be shown
            yield from beside(partial(self.lay_out, root))
        if self._read is not None:
            return  # another was opened meanwhile
        self.wanted = root
        now = self._now
        yield from self.reading()
        self._read = now

    @property
    @abstractmethod
    def wanted(self) -> str:
        """The id of the node whose diagram is to be read."""

    @wanted.setter
    @abstractmethod
    def wanted(self, root: str) -> None: ...

    @property
    def _now(self) -> tuple[int, str]:
        return self.context.told_changes, self.wanted

    def reload(self) -> None:
        """Show the records as they are now; what is gone is no longer selected."""
        now = self._now
        if now != self._read:
            self.read()
            self._read = now
        here = {line.spot for line in self.lines}
        nodes = {line.spot.node: line.spot for line in reversed(self.lines)}
        kept = []
        for spot in self.selection:
            found = spot if spot in here else nodes.get(spot.node)
            if found is not None and found not in kept:
                kept.append(found)
        self.cut_spots = tuple(spot for spot in self.cut_spots if spot in here)
        before, self.selection = self.selection, tuple(kept)
        self.shown_changed.emit()
        if before != self.selection:
            self.selection_changed.emit()

    @property
    def writable(self) -> bool:
        """Whether anything may be changed here."""
        return not self.context.read_only

    # Selection

    @property
    def current(self) -> Spot | None:
        """The spot that acts are about: the one chosen last."""
        return self.selection[-1] if self.selection else None

    def select(self, spots: Iterable[Spot]) -> None:
        """Choose these; the last is the current one."""
        chosen = tuple(dict.fromkeys(spots))
        if chosen != self.selection:
            self.selection = chosen
            self.selection_changed.emit()

    def select_node(self, node: str, parent: str | None = None) -> bool:
        """Choose a node, at this parent if it is shown there; whether it is shown at all."""
        found = [line.spot for line in self.lines if line.spot.node == node]
        if not found:
            return False
        self.select([next((spot for spot in found if spot.parent == parent), found[0])])
        return True

    def toggle(self, spot: Spot) -> None:
        """Choose it too, or no longer."""
        rest = [one for one in self.selection if one != spot]
        self.select(rest if spot in self.selection else [*rest, spot])

    def select_through(self, spot: Spot) -> None:
        """Choose every line from the current one to this."""
        order = [line.spot for line in self.lines]
        if self.current not in order or spot not in order:
            self.select([spot])
            return
        a, b = order.index(self.current), order.index(spot)
        between = order[min(a, b) : max(a, b) + 1]
        self.select([one for one in between if one != spot] + [spot])

    @property
    def movable(self) -> list[Spot]:
        """The chosen spots without the root, in the order of the lines."""
        chosen = set(self.selection)
        return [line.spot for line in self.lines if line.spot in chosen and line.spot.node != self.root]

    def parent_spot(self, spot: Spot) -> Spot | None:
        """The spot of a spot's parent, the one right above it in the outline."""
        at = next((n for n, line in enumerate(self.lines) if line.spot == spot), None)
        if at is None:
            return None
        depth = self.lines[at].depth
        return next((line.spot for line in reversed(self.lines[:at]) if line.depth < depth), None)

    def find(self, words: str, *, after: Spot | None = None) -> Spot | None:
        """The next spot whose words hold these, from ``after`` on and round again; None where none does."""
        wanted = words.casefold().strip()
        order = [line for line in self.lines if wanted and wanted in line.text.casefold()]
        if not order:
            return None
        places = {line.spot: n for n, line in enumerate(self.lines)}
        start = places.get(after, -1) if after else -1
        return next((line.spot for line in order if places[line.spot] > start), order[0].spot)

    def chain_of(self, nodes: frozenset[str]) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
        """The boxes and lines (from, to) of the way from these nodes up to the root, which the canvas lights up."""
        return frozenset(), frozenset()

    def changes(self) -> Emphasis:
        """What a comparison with an earlier state says on boxes and lines."""
        return NOTHING

    # Deeds

    def do(self, label: str, operation: Callable[..., Any], *args: Any) -> Any:
        """One edit; what it gave back, or None where it was not done (a deed without an answer gives True)."""
        outcome = self.context.edit(label, operation, *args)
        if not outcome:
            return None
        return True if outcome.value is None else outcome.value

    @abstractmethod
    def add(self, where: Where, text: str) -> bool:
        """A new node beside or below the current one; it is chosen then."""

    @abstractmethod
    def new_words(self, where: Where) -> str:
        """What a new node there would be, as the hint in its field; "" where none can be."""

    @abstractmethod
    def rename(self, node: str, text: str) -> bool:
        """Other words for a node."""

    @abstractmethod
    def name_key(self, node: str) -> tuple[str, str, str] | None:
        """(kind, id, field) of a node's words; None where they are not changed here."""

    @abstractmethod
    def step(self, step: int) -> bool:
        """The current node one place up (-1) or down (1) among its siblings."""

    @abstractmethod
    def indent(self) -> bool:
        """The current node under the sibling before it."""

    @abstractmethod
    def outdent(self) -> bool:
        """The current node beside its parent."""

    @abstractmethod
    def delete(self) -> bool:
        """Delete the chosen nodes with what belongs to them."""

    @abstractmethod
    def drop(self, spots: Sequence[Spot], target: Spot, how: Drop) -> bool:
        """Move spots to a place at another one."""

    @abstractmethod
    def drop_words(self, spots: Sequence[Spot], target: Spot, how: Drop, *, linking: bool) -> str:
        """What a drop there would do, in words; "" where it cannot be."""

    @abstractmethod
    def paste_below(self, parent: str, entries: Sequence[tuple[int, str]]) -> list[str] | None:
        """An indented list as nodes under ``parent``; their ids."""

    def link(self, spots: Sequence[Spot], parent: str) -> bool:
        """Let nodes serve a further parent; only the theory can."""
        self.context.told.emit(_("A cause hangs in one place. In the theory a driver may serve several."), "", None)
        return False

    def unlink(self) -> bool:
        """Take the current node from the parent it is shown under; only the theory can."""
        return self.link([], "")

    def link_choices(self) -> list[tuple[str, str]]:
        """(id, words) of the nodes that the chosen ones could serve too."""
        return []

    # Clipboard

    def copied(self) -> str:
        """The chosen nodes with what hangs under them, as indented text."""
        chosen = set(self.selection)
        entries: list[tuple[int, str]] = []
        top: int | None = None
        base = 0
        for line in self.lines:
            inside = top is not None and line.depth > top
            if not inside:
                top = None
                if line.spot not in chosen:
                    continue
                top, base = line.depth, line.depth
            entries.append((line.depth - base, line.text))
        return outline.write(entries)

    def copy(self) -> bool:
        """Put the chosen nodes on the clipboard as indented text."""
        text = self.copied()
        if not text:
            return False
        QGuiApplication.clipboard().setText(text)
        self._set_cut((), "")
        return True

    def cut(self) -> bool:
        """Mark the chosen nodes for moving: pasting puts them elsewhere with all that belongs to them."""
        spots = tuple(self.movable)
        if not spots or not self.writable or not self.copy():
            return False
        self._set_cut(spots, self.copied())
        return True

    def forget_cut(self) -> bool:
        """Unmark what was cut; whether anything was."""
        had = bool(self.cut_spots)
        self._set_cut((), "")
        return had

    def paste(self) -> bool:
        """Under the current node: what was cut moves there, other text becomes nodes, one a line, indented as it is."""
        target = self.current or (Spot(None, self.root) if self.root else None)
        text = QGuiApplication.clipboard().text()
        if target is None or not self.writable or not text.strip():
            return False
        if self.cut_spots and text == self._cut_text:
            spots = self.cut_spots
            if not self.drop(spots, target, "into"):
                return False
            self._set_cut((), "")
            return True
        made = self.paste_below(target.node, outline.read(text))
        if made:
            self.select([spot for spot in (self._spot_of(one, target.node) for one in made[:1]) if spot])
        return bool(made)

    def _spot_of(self, node: str, parent: str) -> Spot | None:
        found = [line.spot for line in self.lines if line.spot.node == node]
        return next((spot for spot in found if spot.parent == parent), found[0] if found else None)

    def _set_cut(self, spots: tuple[Spot, ...], text: str) -> None:
        self._cut_text = text
        if spots != self.cut_spots:
            self.cut_spots = spots
            self.shown_changed.emit()
