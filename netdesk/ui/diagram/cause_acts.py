"""The acts of a fishbone: causes in a tree under the effect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from netdesk.core import status_marks
from netdesk.core.layout import place_fishbone
from netdesk.i18n import _, ngettext
from netdesk.operations import cause_ledger, causes
from netdesk.operations.cause_ledger import Entry
from netdesk.operations.diagrams import fishbone_input
from netdesk.operations.source import Record
from netdesk.ui.context import Context
from netdesk.ui.diagram.acts import Acts, Drop, Line, Spot, Where


class CauseActs(Acts):
    """A fishbone that is open; ``entries`` is its ledger."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.fishbone: Record = {}
        self.entries: dict[str, Entry] = {}

    def open(self, fishbone: str) -> None:
        """Show another fishbone."""
        if self.root != fishbone:
            self.selection = ()
        self.wanted = fishbone
        self.reload()

    @property
    def root(self) -> str:
        return str(self.fishbone.get("id", ""))

    @property
    def wanted(self) -> str:
        return self.root

    @wanted.setter
    def wanted(self, root: str) -> None:
        self.fishbone = self.context.workspace.get("fishbone", root) or {}

    def lay_out(self, root: str) -> None:
        place_fishbone(fishbone_input(self.context.workspace, root))

    def reading(self) -> Iterator[None]:
        workspace = self.context.workspace
        self.fishbone = workspace.get("fishbone", self.root) or {} if self.root else {}
        if not self.fishbone:
            self.entries, self.lines = {}, []
            return
        self.entries = cause_ledger.ledger(workspace, self.root)
        yield
        self.lines = self._outline()
        yield
        self.placed = place_fishbone(fishbone_input(workspace, self.root, entries=self.entries))

    def _outline(self) -> list[Line]:
        effect = self.fishbone.get("effect") or _("Effect without words")
        lines = [Line(Spot(None, self.root), 0, effect, bold=True, spoken=_("Effect: {text}").format(text=effect))]
        below: dict[str | None, list[Entry]] = {}
        for one in self.entries.values():
            parent = causes.parent_of(one.cause)
            below.setdefault(parent if parent in self.entries else None, []).append(one)

        def walk(parent: str | None, depth: int) -> None:
            for one in below.get(parent, ()):
                lines.append(self._line(one, Spot(parent or self.root, one.cause["id"]), depth))
                walk(one.cause["id"], depth + 1)

        walk(None, 1)
        return lines

    def _line(self, one: Entry, spot: Spot, depth: int) -> Line:
        text = str(one.cause.get("text") or _("Cause without words"))
        if one.cause.get("category"):
            return Line(spot, depth, text, bold=True, spoken=_("Category: {text}").format(text=text))
        status = one.cause.get("status") or "open"
        mark, word = status_marks.CAUSE[status]
        said = [text, _(word)]
        if one.evidence:
            count = len(one.evidence)
            said.append(ngettext("{n} piece of evidence", "{n} pieces of evidence", count).format(n=count))
        return Line(spot, depth, text, mark, faint=status == "ruled_out", spoken=", ".join(said))

    def text_of(self, node: str) -> str:
        if node == self.root:
            return str(self.fishbone.get("effect") or "")
        return str(self.entries[node].cause.get("text") or "") if node in self.entries else ""

    def bone_of(self, cause: str) -> str:
        """The words of the category that a cause hangs under, "" for a category."""
        seen: set[str] = set()
        above = causes.parent_of(self.entries[cause].cause) if cause in self.entries else None
        top = ""
        while above in self.entries and above not in seen:
            seen.add(above)
            top = self.text_of(above)
            above = causes.parent_of(self.entries[above].cause)
        return top

    # Deeds

    def _above(self, spot: Spot) -> str | None:
        """The parent as records know it: what hangs under the effect is a bone."""
        return None if spot.parent in (None, self.root) else spot.parent

    def new_words(self, where: Where) -> str:
        current = self.current
        if not self.root:
            return ""
        if current is None or current.node == self.root or (where == "beside" and self._above(current) is None):
            return _("New category")
        above = self.text_of(current.node if where == "below" else current.parent or "")
        is_why = where == "below" and self._above(current) is not None
        return _("Why? {cause}").format(cause=above) if is_why else _("New cause under {name}").format(name=above)

    def add(self, where: Where, text: str) -> bool:
        current = self.current
        if current is None or current.node == self.root:
            made = self.do(causes.ADD_CAUSE, causes.add_bone, self.root, text)
        elif where == "beside":
            made = self.do(causes.ADD_CAUSE, causes.add_beside, current.node, text)
        else:
            made = self.do(causes.ADD_CAUSE, causes.add_below, current.node, text)
        return bool(made) and self.select_node(made)

    def rename(self, node: str, text: str) -> bool:
        if node == self.root:
            return bool(self.do(causes.RENAME_EFFECT, causes.rename_effect, node, text))
        return bool(self.do(causes.RENAME_CAUSE, causes.rename_cause, node, text))

    def name_key(self, node: str) -> tuple[str, str, str] | None:
        if node == self.root:
            return ("fishbone", node, "effect")
        return ("cause", node, "text") if node in self.entries else None

    def step(self, step: int) -> bool:
        return self._move(causes.step_cause, step)

    def indent(self) -> bool:
        return self._move(causes.indent_cause)

    def outdent(self) -> bool:
        return self._move(causes.outdent_cause)

    def _move(self, operation: object, *args: object) -> bool:
        current = self.current
        if current is None or current.node == self.root or not self.writable:
            return False
        return bool(self.do(causes.MOVE_CAUSE, operation, current.node, *args))  # type: ignore[arg-type]

    def delete(self) -> bool:
        chosen = [spot.node for spot in self.movable]
        if not chosen or not self.writable:
            return False
        following = self._after_deleting(set(chosen))
        done = bool(self.do(causes.DELETE_CAUSE, causes.delete_causes, chosen))
        if done and following is not None:
            self.select_node(following.node, following.parent)
        return done

    def _after_deleting(self, gone: set[str]) -> Spot | None:
        """What is chosen when these are gone: the sibling after, else before, else the parent."""
        spot = self.current
        if spot is None:
            return None
        siblings = [line.spot for line in self.lines if line.spot.parent == spot.parent]
        place = siblings.index(spot) if spot in siblings else 0
        order = [*siblings[place + 1 :], *reversed(siblings[:place])]
        return next((one for one in order if one.node not in gone), self.parent_spot(spot))

    def drop(self, spots: Sequence[Spot], target: Spot, how: Drop) -> bool:
        moved = [spot.node for spot in spots]
        parent = target.node if how == "into" else target.parent
        under = None if parent in (None, self.root) else parent
        if how == "into":
            return bool(self.do(causes.MOVE_CAUSE, causes.append_causes, moved, under))
        after = target.node if how == "after" else self._before(target, set(moved))
        return bool(self.do(causes.MOVE_CAUSE, causes.move_causes, moved, under, after))

    def _before(self, target: Spot, moved: set[str]) -> str | None:
        """The sibling that something put before the target comes after."""
        rest = [line.spot.node for line in self.lines if line.spot.parent == target.parent]
        rest = [node for node in rest if node not in moved or node == target.node]
        place = rest.index(target.node) if target.node in rest else 0
        return rest[place - 1] if place else None

    def drop_words(self, spots: Sequence[Spot], target: Spot, how: Drop, *, linking: bool) -> str:
        moved = {spot.node for spot in spots}
        above: Spot | None = target
        while above is not None:
            if above.node in moved:
                return ""
            above = self.parent_spot(above)
        words = self.text_of(target.node)
        if linking:
            return ""
        if how == "into":
            return _("Under “{name}”").format(name=words)
        return (_("Before “{name}”") if how == "before" else _("After “{name}”")).format(name=words)

    def paste_below(self, parent: str, entries: Sequence[tuple[int, str]]) -> list[str] | None:
        under = None if parent == self.root else parent
        made: list[str] | None = self.do(causes.PASTE_CAUSES, causes.paste_causes, self.root, under, list(entries))
        return made
