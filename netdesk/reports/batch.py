"""Many reports at once: one file for each finished cycle, step by step, so that a caller can show progress and stop."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netdesk.core.pace import Step, no_step
from netdesk.operations.cycles import is_finished
from netdesk.reports.collect import collect_cycle
from netdesk.reports.cycle import cycle_pdf

if TYPE_CHECKING:
    from netdesk.store.workspace import Workspace


def finished_cycles(workspace: Workspace) -> list[dict[str, Any]]:
    """The cycles that `print_finished` prints."""
    return [cycle for cycle in workspace.select("cycle") if is_finished(cycle)]


def print_finished(
    workspace: Workspace,
    folder: Path,
    *,
    paper: str,
    lang: str,
    printed_on: date,
    write: Callable[[Path, bytes], object],
    step: Step = no_step,
) -> list[Path]:
    """One PDF for each finished cycle, written into the folder by `write`; their paths, in order.

    `step` is told how many are done of how many, before each and at the end; what it raises ends the work, and the
    files that were written stay: each is whole.
    """
    finished = finished_cycles(workspace)
    made: list[Path] = []
    taken: set[str] = set()
    for cycle in finished:
        step(len(made), len(finished))
        name = file_name(cycle, taken)
        taken.add(name)
        write(folder / name, cycle_pdf(collect_cycle(workspace, cycle["id"]), paper=paper, lang=lang,
                                       printed_on=printed_on))  # fmt: skip
        made.append(folder / name)
    step(len(made), len(finished))
    return made


def file_name(cycle: Mapping[str, Any], taken: set[str]) -> str:
    """A name such as 2026-01-05-call-home.pdf, of letters that every disk takes; none of `taken`."""
    plain = unicodedata.normalize("NFKD", cycle.get("title") or "").encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "cycle"
    day = cycle.get("started") or cycle.get("planned_start") or ""
    name = "-".join(part for part in (day, words) if part) + ".pdf"
    return name if name not in taken else name.removesuffix(".pdf") + f"-{cycle['id'][:8]}.pdf"
