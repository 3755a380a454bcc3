"""What came back, the first thing on Home: thanks, uptake, feedback, and what was built on ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from netdesk.i18n import _
from netdesk.operations.adopt import taken_up
from netdesk.operations.asks import read_asks
from netdesk.operations.others import Seen, called, heard_of, seen, team_names
from netdesk.operations.source import title_of

if TYPE_CHECKING:
    from netdesk.store.workspace import Workspace

#: The local setting that says up to when (seconds since 1970) the news was seen.
NEWS_SEEN: Final = "news_seen"
_ORDER: Final = (
    "thanks", "uptake", "built on", "mattered", "feedback", "note", "ask", "on the table", "library", "dictionary",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One thing that came back: its sort, a headline, the words, from whom, and where it leads (kind and id here).

    ``new`` until the news was seen; ``came`` is when it left its sender, in seconds since 1970.
    """

    sort: str
    headline: str
    words: str
    team: str
    kind: str
    id: str
    came: int
    new: bool


def read_news(ws: Workspace, *, most: int = 40) -> tuple[NewsItem, ...]:
    """What others sent us, new things first, then by what weighs most, then the newest."""
    if not heard_of(ws):  # a team by itself opens its file without asking forty tables what others sent
        return ()
    names = team_names(ws)
    last = int(ws.setting(NEWS_SEEN, 0))
    found = [*_notices(ws, names), *_about_feedback(ws, names), *_asked(ws), *_shelves(ws, names)]
    items = [NewsItem(sort, head, words, team, kind, id_, came, came > last)
             for sort, head, words, team, kind, id_, came in found]  # fmt: skip
    return tuple(sorted(items, key=lambda one: (not one.new, _ORDER.index(one.sort), -one.came, one.id))[:most])


def mark_seen(ws: Workspace) -> None:
    """The news was read: what is here now is no longer new."""
    newest = max((one.came for one in read_news(ws, most=10_000)), default=0)
    ws.set_setting(NEWS_SEEN, newest)


_Row = tuple[str, str, str, str, str, str, int]


def _notices(ws: Workspace, names: dict[str, str]) -> list[_Row]:
    found = []
    users = _users(ws)
    for one in seen(ws, "notice"):
        if one.own:
            continue
        sort = str(one.fields.get("type") or "note")
        about = str(one.fields.get("about") or "")
        titles = {
            "thanks": _("Thank you for what you shared"),
            "uptake": _("Your idea is in use"),
            "note": _("A note from the hub"),
        }
        kind = next((k for k in ("change_idea", "cycle", "pin") if about and ws.get(k, about) is not None), "notice")
        where = about if kind != "notice" else one.id
        text = str(one.fields.get("text") or "")
        sort = sort if sort in titles else "note"
        team = users.get(about, "") if sort == "uptake" else names.get(one.team, "")
        found.append((sort, titles[sort], text, team, kind, where, one.came))
    return found


def _users(ws: Workspace) -> dict[str, str]:
    """{id of an idea or cycle of ours: the teams that took it up}; the hub passes the news on, but it is theirs."""
    found: dict[str, dict[str, None]] = {}
    for use in taken_up(ws):
        if not use.own and use.team:
            found.setdefault(use.from_id, {})[use.team] = None
    return {what: ", ".join(teams) for what, teams in found.items()}


def _about_feedback(ws: Workspace, names: dict[str, str]) -> list[_Row]:
    pins = {one.id: one for one in seen(ws, "pin")}
    given = {one.id: one for one in seen(ws, "feedback")}
    found: list[_Row] = []
    for one in given.values():
        pin = pins.get(str(one.fields.get("pin")))
        if pin is not None and pin.own and not one.own:
            head = _("Feedback on “{title}”").format(title=title_of(pin.fields))
            team = called(one, names)
            found.append(("feedback", head, str(one.fields.get("text") or ""), team, "pin", pin.id, one.came))
    for one in seen(ws, "reply"):
        ours = given.get(str(one.fields.get("feedback")))
        if one.own or ours is None or not ours.own:
            continue
        built = bool(one.fields.get("built_on"))
        head = _("They built on what you said") if built else _("A reply to what you said")
        where = str(ours.fields.get("pin") or "")
        text, team = str(one.fields.get("text") or ""), names.get(one.team, "")
        found.append(("built on" if built else "feedback", head, text, team, "pin", where, one.came))
    for one in seen(ws, "contribution"):
        what = str(one.fields.get("what") or "")
        if not one.own and one.fields.get("mattered") and _is_ours(ws, what, given):
            head, team = _("What you gave mattered"), str(one.fields.get("taken_up_by") or names.get(one.team, ""))
            found.append(("mattered", head, str(one.fields["mattered"]), team, "contribution", one.id, one.came))
    return found


def _is_ours(ws: Workspace, what: str, given: dict[str, Seen]) -> bool:
    if what in given:
        return given[what].own
    return any(ws.get(kind, what) is not None for kind in ("change_idea", "cycle", "contribution"))


def _asked(ws: Workspace) -> list[_Row]:
    came = {one.id: one.came for one in seen(ws, "ask")}
    return [
        ("ask", _("You are asked: {n} minutes").format(n=one.minutes or "?"), one.text, one.by_team, "ask", one.id,
         came[one.id])
        for one in read_asks(ws)
        if one.for_us and not one.own and one.state == "asked"
    ]  # fmt: skip


def _shelves(ws: Workspace, names: dict[str, str]) -> list[_Row]:
    found: list[_Row] = []
    for one in seen(ws, "pin"):
        if not one.own:
            team = called(one, names)
            text = str(one.fields.get("question") or "")
            found.append(("on the table", _("On the network's table"), text, team, "pin", one.id, one.came))
    for sort, kind, head in (
        ("library", "library_entry", _("New in the library")),
        ("dictionary", "dictionary_entry", _("New in the measure dictionary")),
    ):
        for one in seen(ws, kind):
            if not one.own:
                team = str(one.fields.get("from_team") or names.get(one.team, ""))
                found.append((sort, head, title_of(one.fields), team, kind, one.id, one.came))
    return found
