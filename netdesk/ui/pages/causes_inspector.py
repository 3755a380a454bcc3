"""What is known of the chosen cause: its state, the evidence on each side, votes beside it, and where it led."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QWidget

from netdesk.i18n import _, ngettext
from netdesk.operations import cause_ledger, causes, people
from netdesk.operations.aims import aim_in_use
from netdesk.operations.cause_ledger import Entry, Gap
from netdesk.operations.source import title_of
from netdesk.ui.context import Context
from netdesk.ui.diagram.cause_acts import CauseActs
from netdesk.ui.diagram.details import list_work, show_soon
from netdesk.ui.field_words import field_words
from netdesk.ui.pages.causes_evidence import EvidenceSide
from netdesk.ui.widgets.autosave import Field
from netdesk.ui.widgets.basic import (
    ElidedButton,
    Segments,
    boxed,
    button,
    column,
    empty,
    inset,
    inset_head,
    label,
    row,
    rule,
)
from netdesk.ui.widgets.chain import ChainPanel
from netdesk.ui.widgets.frame import ElidedLabel
from netdesk.ui.widgets.marks import TwoBars
from netdesk.ui.widgets.share_level import ShareLevel


class CauseInspector(QWidget):
    """Shows the chosen cause, the effect, or (with nothing chosen) what the fishbone still asks for."""

    def __init__(self, context: Context, acts: CauseActs) -> None:
        super().__init__()
        self.setObjectName("cause_inspector")
        self._context, self._acts = context, acts
        self._cause = CauseFields(context, acts)
        self._effect = EffectFields(context, acts)
        self._gaps = GapList(context, acts)
        outer = column(self._cause, self._effect, self._gaps, spacing=0)
        outer.addStretch(1)
        self.setLayout(outer)
        show_soon(self, acts, self.refresh)

    def refresh(self) -> None:
        """Show what is chosen now."""
        current = self._acts.current
        entry = self._acts.entries.get(current.node) if current is not None else None
        self._cause.setVisible(entry is not None)
        at_root = current is not None and current.node == self._acts.root
        self._effect.setVisible(at_root)
        self._gaps.setVisible(entry is None and not at_root)
        if entry is not None:
            self._cause.show_entry(entry)
        elif at_root:
            self._effect.refresh()
        else:
            self._gaps.refresh()


class EffectFields(QWidget):
    """The effect in words, who may see the fishbone, and its chain."""

    def __init__(self, context: Context, acts: CauseActs) -> None:
        super().__init__()
        self._context, self._acts = context, acts
        self._words = Field(_("Effect"), context, name="effect_text", many=True, head=True, quiet=True, strong=True)
        self._share = ShareLevel(context, name="fishbone_share")
        self._chain = ChainPanel(context, name="fishbone_chain")
        delete = button(_("Delete this fishbone"), self._delete, name="fishbone_delete", role="link", icon="trash")
        delete.setEnabled(not context.read_only)
        parts = column(self._words, self._share, rule(), self._chain, rule(), spacing=12, margins=(8, 16, 12, 16))
        parts.addLayout(row(delete, 1))
        self.setLayout(parts)

    def refresh(self) -> None:
        """Show the effect as it is now."""
        root = self._acts.root
        self._words.show_value(
            ("fishbone", root, "effect"), self._acts.text_of(root), lambda text: self._acts.rename(root, text)
        )
        self._share.show_record("fishbone", root)
        self._chain.show_chain("fishbone", root)

    def _delete(self) -> None:
        root = self._acts.root
        if self._context.edit(causes.DELETE_FISHBONE, causes.delete_fishbone, root):
            self._context.told.emit(_("The fishbone is deleted. Undo brings it back."), "", None)


class CauseFields(QWidget):
    """Everything about one cause. Categories show only their words and their place in the chain."""

    def __init__(self, context: Context, acts: CauseActs) -> None:
        super().__init__()
        self._context, self._acts = context, acts
        self._id = ""
        can = not context.read_only
        self._kind = inset(ElidedLabel("", "head", name="cause_kind"))
        self._words = Field("", context, name="cause_text", many=True, quiet=True, strong=True)
        self._words.edit.setAccessibleName(_("Cause"))
        states = [("open", _("Open")), ("supported", _("Supported")), ("ruled_out", _("Ruled out"))]
        self._status = Segments(states, name="cause_status", accessible=_("State"))
        self._status.chosen.connect(lambda value: self._set(causes.SET_STATUS, "status", value))
        sure = [("low", _("Low")), ("middle", _("Middle")), ("high", _("High"))]
        self._confidence = Segments(sure, name="cause_confidence", accessible=_("How sure we are"))
        self._confidence.chosen.connect(lambda value: self._set(causes.SET_CONFIDENCE, "confidence", value))
        for part in (self._status, self._confidence):
            part.setEnabled(can)
        self._note_words = label(cause_ledger.kind_note(), "says", wrap=True, name="cause_blame_words")
        self._blame = boxed(column(self._note_words, margins=(10, 8, 10, 8)), "hint", name="cause_blame")
        self._note = Field(field_words("note"), context, name="cause_note", many=True, head=True, quiet=True)
        self._for = EvidenceSide(context, "for")
        self._against = EvidenceSide(context, "against")
        self._ledger = QWidget()
        self._ledger.setLayout(self._ledger_part())
        self._led = column(spacing=4)
        self._chain = ChainPanel(context, name="cause_chain")
        parts = column(self._kind, self._words, spacing=8, margins=(8, 14, 12, 16))
        for one in (self._ledger, self._note):
            parts.addWidget(one)
        parts.addLayout(self._led)
        parts.addWidget(rule())
        parts.addWidget(self._chain)
        self.setLayout(parts)

    def _ledger_part(self) -> QLayout:
        self._bars = TwoBars()
        votes = [(str(n), str(n)) for n in range(4)]
        self._vote = Segments(votes, name="cause_vote", accessible=_("My votes"))
        self._vote.setEnabled(not self._context.read_only)
        self._vote.chosen.connect(self._give_vote)
        self._most = label("", "quiet", wrap=True, name="cause_votes_words")
        lines = column(self._status, self._blame, spacing=8)
        lines.addLayout(column(inset_head(_("How sure we are")), self._confidence, spacing=4))
        for one in (rule(), self._for, self._against, rule(), inset_head(_("Votes beside evidence")), self._bars):
            lines.addWidget(one)
        mine = row(label(_("My votes"), "second"), spacing=8)
        mine.addWidget(self._vote, 1)
        lines.addLayout(mine)
        lines.addWidget(self._most)
        lines.addWidget(rule())
        return lines

    def show_entry(self, entry: Entry) -> None:
        """Show this cause."""
        cause = entry.cause
        self._id = cause["id"]
        is_category = bool(cause.get("category"))
        bone = self._acts.bone_of(self._id)
        under = _("Cause, under {name}").format(name=bone) if bone else _("Cause")
        self._kind.set_whole(_("Category") if is_category else under)
        key = ("cause", self._id, "text")
        self._words.show_value(key, cause.get("text") or "", lambda text: self._acts.rename(self._id, text))
        self._ledger.setVisible(not is_category)
        self._note.show_value(("cause", self._id, "note"), cause.get("note") or "", self._save_note)
        empty(self._led)
        if is_category:
            self._chain.hide()
            return
        self._chain.show()
        self._status.show_value(cause.get("status") or "open")
        self._confidence.show_value(cause.get("confidence"))
        names = list(people.names(self._context.workspace).values())
        self._blame.setVisible(cause_ledger.blames(cause.get("text") or "", names))
        self._for.show_entry(entry)
        self._against.show_entry(entry)
        self._show_votes(entry)
        self._show_drivers(entry)
        self._chain.show_chain("cause", self._id)

    def _show_votes(self, entry: Entry) -> None:
        entries = self._acts.entries.values()
        most_votes = max(int(one.votes) for one in entries)
        most_pieces = max(len(one.evidence) for one in entries)
        self._bars.show_numbers(len(entry.evidence), int(entry.votes), most_pieces, most_votes)
        workspace = self._context.workspace
        own = workspace.select("cause_vote", cause=self._id, person=workspace.writer_id)
        self._vote.show_value(str(own[0].get("weight") or "0") if own else "0")
        best = max(entries, key=lambda one: (one.votes, -len(one.evidence)))
        words = ""
        if most_votes and best is not entry:
            pieces = len(best.evidence)
            has = ngettext("has {n} piece of evidence", "has {n} pieces of evidence", pieces).format(n=pieces)
            words = _("Most votes went to “{cause}” ({n}), which {has}.").format(
                cause=title_of(best.cause), n=int(best.votes), has=has if pieces else _("has no evidence yet")
            )
        self._most.setText(words)
        self._most.setVisible(bool(words))

    def _show_drivers(self, entry: Entry) -> None:
        workspace = self._context.workspace
        for driver in entry.drivers:
            self._led.addWidget(inset(label(_("Became the driver"), "second")))
            self._led.addWidget(self._driver(driver, title_of(workspace.get("driver", driver) or {})))
        if not self._context.read_only:
            words = _("Make another driver of it") if entry.drivers else _("Make a driver of it")
            made = ElidedButton(words, self._make_driver, name="cause_to_driver", icon="theory")
            self._led.addLayout(row(made, 1))

    def _driver(self, driver: str, name: str) -> QWidget:
        return ElidedButton(
            name, lambda: self._context.go.emit("theory", driver), name=f"cause_driver_{driver}", link=True
        )

    def _make_driver(self) -> None:
        aim = aim_in_use(self._context.workspace)
        if aim is None:
            self._context.told.emit(
                _("A driver leads to an aim, and there is none yet."), _("Write the aim"),
                lambda: self._context.go.emit("purpose", ""),
            )  # fmt: skip
            return
        made = self._context.edit(causes.CAUSE_TO_DRIVER, causes.cause_to_driver, self._id, aim["id"])
        if made:
            told = _("The driver hangs under the aim and remembers its cause.")
            self._context.told.emit(told, _("Look at it"), lambda: self._context.go.emit("theory", made.value))

    def _give_vote(self, weight: str) -> None:
        self._context.edit(causes.VOTE, causes.vote, self._id, self._context.workspace.writer_id, int(weight))

    def _set(self, words: str, field: str, value: str) -> None:
        self._context.edit(words, causes.set_cause, self._id, field, value)

    def _save_note(self, text: str) -> bool:
        return bool(self._context.edit(causes.EDIT_NOTE, causes.set_cause, self._id, "note", text.rstrip()))


class GapList(QWidget):
    """What to look at next, by kind of gap, each with the one act that closes it."""

    def __init__(self, context: Context, acts: CauseActs) -> None:
        super().__init__()
        self.setObjectName("cause_gaps")
        self._found: list[Gap] | None = None
        self._context, self._acts = context, acts
        self._lines = column(spacing=4, margins=(8, 14, 12, 16))
        self.setLayout(self._lines)

    def refresh(self) -> None:
        """Show the gaps as they are now."""
        nothing = _("Nothing here asks for attention. Choose a cause to see its evidence.")
        found = cause_ledger.gaps(self._acts.entries)
        if found == self._found:
            return
        self._found = found
        list_work(self._lines, _("Worth a look"), nothing, found, cause_ledger.gap_title, self._gap)

    def _gap(self, gap: Gap) -> QWidget:
        opener = ElidedButton(
            gap.text,
            lambda: self._acts.select_node(gap.cause),
            name=f"gap_{gap.code}_{gap.cause}",
            link=True,
            said=_("{cause}: {words}").format(cause=gap.text, words=gap.words),
        )
        said = label(gap.words, "quiet", wrap=True)
        inset(said)
        return boxed(column(opener, said, spacing=0))
