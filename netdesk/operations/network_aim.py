"""The network's aim and the teams' aims under it: the link, and where they do not fit, said without blame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from netdesk.i18n import N_, _, format_date
from netdesk.operations.aims import compose_sentence
from netdesk.operations.others import seen
from netdesk.operations.source import Record

if TYPE_CHECKING:
    from netdesk.store.edit import Edit
    from netdesk.store.workspace import Workspace

LINK_AIM: Final = N_("Link our aim to the network's")


@dataclass(frozen=True, slots=True)
class AimFit:
    """An aim of a team beside the network's: both sentences, whether they are linked, and what does not fit."""

    team: str
    aim: str
    sentence: str
    parent: str
    parent_sentence: str
    linked: bool
    misfits: tuple[str, ...]


def link_aim(edit: Edit, aim: str, parent: str | None) -> None:
    """Say that our aim serves the network's (None: it does not)."""
    edit.put("aim", aim, {"parent": parent})


def network_aims(ws: Workspace) -> list[Record]:
    """The aims that the hub has published to the network, or at the hub those it works on; the newest last."""
    return [one.fields for one in seen(ws, "aim") if (one.own if ws.hub else one.team == "hub")]


def our_fit(ws: Workspace) -> AimFit | None:
    """Our aim in use beside the network's; None where either is missing."""
    ours = [one for one in ws.select("aim") if one.get("active", True)]
    theirs = network_aims(ws)
    if ws.hub or not ours or not theirs:
        return None
    aim = ours[-1]
    parent = next((one for one in theirs if one["id"] == aim.get("parent")), theirs[-1])
    measures = {one.id: one.fields for one in seen(ws, "measure")}
    return fit("", aim, parent, measures)


def fit(team: str, aim: Mapping[str, Any], parent: Mapping[str, Any], measures: Mapping[str, Record]) -> AimFit:
    """One aim beside the network's. ``measures`` are those of both, by id."""
    mine, theirs = measures.get(str(aim.get("measure")), {}), measures.get(str(parent.get("measure")), {})
    return AimFit(
        team=team,
        aim=str(aim["id"]),
        sentence=compose_sentence(aim, measure_name=mine.get("name", ""), unit=mine.get("unit", "")),
        parent=str(parent["id"]),
        parent_sentence=compose_sentence(parent, measure_name=theirs.get("name", ""), unit=theirs.get("unit", "")),
        linked=aim.get("parent") == parent["id"],
        misfits=tuple(_misfits(aim, parent, mine, theirs)),
    )


def _misfits(aim: Mapping[str, Any], parent: Mapping[str, Any], mine: Record, theirs: Record) -> list[str]:
    found = []
    if mine and theirs and not _same_measure(mine, theirs):
        found.append(
            _("Measured differently: {ours} here, {theirs} in the network.").format(
                ours=mine.get("name", ""), theirs=theirs.get("name", "")
            )
        )
    if aim.get("by") and parent.get("by") and str(aim["by"]) > str(parent["by"]):
        found.append(
            _("Ends later than the network's aim: {ours} after {theirs}.").format(
                ours=_day(aim["by"]), theirs=_day(parent["by"])
            )
        )
    ours, wanted = _direction(aim), _direction(parent)
    if ours and wanted and ours != wanted:
        found.append(_("Goes the other way: one number is to rise, the other to fall."))
    if not aim.get("by"):
        found.append(_("Has no date yet; the network's has."))
    return found


def _same_measure(mine: Record, theirs: Record) -> bool:
    if theirs.get("dictionary") or mine.get("dictionary"):
        return bool(mine.get("dictionary") == theirs.get("dictionary"))
    return str(mine.get("name", "")).casefold() == str(theirs.get("name", "")).casefold()


def _direction(aim: Mapping[str, Any]) -> int:
    if aim.get("from") is None or aim.get("to") is None:
        return 0
    return int(Decimal(str(aim["to"])).compare(Decimal(str(aim["from"]))))


def _day(text: object) -> str:
    return format_date(date.fromisoformat(str(text)), "long")
