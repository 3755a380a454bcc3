"""The self-test of the built program: every part once, on real files in a temporary folder, each step said aloud."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from netdesk import paths
from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _
from netdesk.operations import aims, cycles, measures
from netdesk.store.workspace import Workspace
from netdesk.sync import join
from netdesk.sync.receive import receive
from netdesk.sync.send import share

Say = Callable[[str], None]
#: Shows the workspace in a window and says whether that went well; None where this machine has no display.
WindowStep = Callable[[Path], bool | None]


class StepFailed(Exception):
    """A step did not give what it must give; the text says what."""


def run(say: Say, window: WindowStep | None = None) -> bool:
    """Try everything once and say each step; True only if all held. Nothing is left behind.

    `window` is the command line's way to show a window (this package knows none); without it the step is passed over.
    """
    with tempfile.TemporaryDirectory(prefix="netdesk-self-test-") as name, _own_data_dir(Path(name) / "data"):
        try:
            _steps(Path(name), say, window)
        except (StepFailed, NetDeskError, OSError) as error:
            say(_("FAILED: {why}").format(why=error))
            return False
    say(_("All held."))
    return True


@contextmanager
def _own_data_dir(folder: Path) -> Iterator[None]:
    # Keys and backups of the test must not lie among the person's own.
    try:
        before: Path | None = paths.data_dir()
    except OSError:
        before = None
    paths.set_data_dir(folder)
    try:
        yield
    finally:
        paths.set_data_dir(before)


def _steps(folder: Path, say: Say, window: WindowStep | None) -> None:
    path = folder / "self-test.netdesk"
    with Workspace.create(path, team="Self-test", school="Example School", person="Ana") as ws:
        say(_("A workspace was made."))
        cycle = _edit(ws)
        say(_("An aim, a measure with 12 points and a cycle were written."))
        _undo(ws)
        say(_("An edit was undone and redone."))
        _print(ws, cycle)
        say(_("A cycle summary was printed as PDF."))
        _share(ws, folder)
        say(_("A teammate joined; bundles went both ways; both copies hold the same."))
    with Workspace.open(path, read_only=True) as again:
        _must(again.get("cycle", cycle) is not None, _("the closed file does not hold the cycle"))
        say(_("The file was closed and opened again."))
    shown = window(path) if window is not None else None
    if shown is None:
        say(_("No window was tried: there is no display here."))
    else:
        _must(shown, _("the window did not open"))
        say(_("A window was shown."))


def _must(held: bool, why: str) -> None:
    if not held:
        raise StepFailed(why)


def _edit(ws: Workspace) -> str:
    with ws.edit(aims.EDIT_AIM) as edit:
        aim = aims.add_aim(edit, {"what": "read more", "for_whom": "our third graders", "from": 40, "to": 60})
        measure = measures.add_measure(edit, {"name": "Minutes read", "of": aim, "better": "up", "every": "week"})
        edit.put("aim", aim, {"measure": measure})
    with ws.edit(measures.ENTER_POINTS) as edit:
        rows = [measures.PointRow(date(2026, 9, 1 + n), {"v": 40 + n % 5}) for n in range(12)]
        measures.set_points(edit, measure, rows)
    with ws.edit(cycles.ADD_CYCLE) as edit:
        cycle = cycles.add_cycle(
            edit, "Ten minutes", question="Will they?", prediction="Most will.", because="they ask for it."
        )
    with ws.edit(cycles.START_DO) as edit:
        cycles.start_do(edit, cycle, today=date(2026, 9, 14))
    _must(len(ws.select("observation", measure=measure)) == 12, _("not every point was kept"))
    _must(bool(ws.select("question", cycle=cycle)[0].get("locked_at")), _("the prediction is not locked"))
    return cycle


def _undo(ws: Workspace) -> None:
    before = ws.dump()
    with ws.edit(N_("Add a norm")) as edit:
        edit.add("norm", {"text": "One mouth at a time."})
    after = ws.dump()
    ws.undo()
    _must(ws.dump() == before, _("undo did not give back what was there"))
    ws.redo()
    _must(ws.dump() == after, _("redo did not give back what was there"))


def _print(ws: Workspace, cycle: str) -> None:
    from netdesk.reports.collect import collect_cycle
    from netdesk.reports.cycle import cycle_pdf

    page = cycle_pdf(collect_cycle(ws, cycle), printed_on=date(2026, 9, 20))
    _must(page.startswith(b"%PDF-") and len(page) > 1000, _("the PDF is empty"))


def _share(ws: Workspace, folder: Path) -> None:
    asked, invite = folder / "ben.request", folder / "invite.ndsync"
    mate_path = folder / "mate" / "self-test.netdesk"
    mate_path.parent.mkdir()
    words = join.request(mate_path, "Ben", asked)
    join.admit(ws, asked, words=words, out=invite)
    with Workspace.open(mate_path) as mate:
        _take(mate, invite)
        with mate.edit(N_("Add a norm")) as edit:
            edit.add("norm", {"text": "Whoever predicts wrongly is thanked."})
        _take(ws, Path(share(mate, "team", folder / "from-ben.ndsync")["file"]))
        with ws.edit(N_("Add a norm")) as edit:
            edit.add("norm", {"text": "We look at the system."})
        _take(mate, Path(share(ws, "team", folder / "from-ana.ndsync")["file"]))
        _must(mate.dump() == ws.dump(), _("the two copies differ"))


def _take(ws: Workspace, bundle: Path) -> None:
    result = receive(ws, [bundle])
    _must(len(result["received"]) == 1, _("a bundle was not taken in: {result}").format(result=result))
