"""The chain on paper: why we are doing this, what came of it, and what is missing, as one path after the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from netdesk.errors import NetDeskError
from netdesk.i18n import N_, _
from netdesk.operations import chain
from netdesk.operations.chain import Step
from netdesk.operations.source import Source
from netdesk.reports.flow import BODY, SMALL, Flow, Look, lines_of
from netdesk.reports.pages import close_heading, heading_rows, new_flow, sheet_pdf, spoken

if TYPE_CHECKING:
    from netdesk.operations.chain import Chain

#: How far a step stands in for each step it lies below.
INDENT: Final = 14.0
DEEPEST: Final = 8


@dataclass(frozen=True, slots=True)
class ChainSheet:
    """What the page says of one record: its name, its chain, and whose it is."""

    title: str
    chain: Chain
    team: str = ""
    school: str = ""
    network: str = ""


def collect_chain(source: Source, kind: str, id_: str, lang: str) -> ChainSheet:
    """The chain through a record in this language; NetDeskError where the record is gone."""
    with spoken(lang):
        found = chain.chain(source, kind, id_)
        if not found.why:
            raise NetDeskError(_("What this chain is about is not here any more. Look for it in the history."))
        team = next(iter(source.select("team")), {})
        names = (team.get("name") or "", team.get("school") or "", team.get("network_name") or "")
        return ChainSheet(found.why[0].title, found, *names)


def chain_pdf(sheet: ChainSheet, *, paper: str = "letter", lang: str = "en", printed_on: date) -> bytes:
    """The page of one chain as a PDF: the same bytes for the same sheet, paper, language and day.

    Raises WrongUsage for a paper that is neither "letter" nor "a4".
    """
    return sheet_pdf(sheet, _laid, N_("The chain"), paper=paper, lang=lang, printed_on=printed_on)


def parts_of(sheet: ChainSheet) -> list[tuple[str, list[tuple[int, str, str]]]]:
    """The page in words: (heading, [(depth, what it is and its title, what is said of it)])."""
    why = [(one.depth, *_words(one)) for one in sheet.chain.why]
    came = [(one.depth - 1, *_words(one)) for one in sheet.chain.came[1:]]
    missing = [(0, one.title, one.words) for one in sheet.chain.broken]
    parts = [
        (_("Why are we doing this?"), why),
        (_("What came of it?"), came or [(0, _("Nothing yet."), "")]),
        (_("Missing in this chain"), missing),
    ]
    return [(heading, lines) for heading, lines in parts if lines]


def _words(step: Step) -> tuple[str, str]:
    named = _("{kind}: {title}").format(kind=chain.kind_words(step.kind), title=step.title)
    also = _("also for: {names}").format(names="; ".join(step.also)) if step.also else ""
    return named, ", ".join(part for part in (step.note, also) if part)


def _laid(sheet: ChainSheet, size: tuple[float, float], foot: str, look: Look) -> Flow:
    flow = new_flow(size, foot, look)
    flow.put(heading_rows(_("The chain"), sheet.title, (sheet.school, sheet.team), flow.width), keep=3)
    close_heading(flow)
    for heading, lines in parts_of(sheet):
        flow.space(10)
        flow.put(lines_of([(heading, True)], flow.width, BODY), keep=2)
        for depth, named, said in lines:
            flow.space(3)
            indent = INDENT * min(depth, DEEPEST)
            flow.put(lines_of([(named, depth == 0)], flow.width, BODY, indent=indent), keep=2)
            if said:
                flow.put(lines_of(said, flow.width, SMALL, colour="second_text", indent=indent))
    return flow
