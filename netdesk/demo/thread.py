"""The thread between the teams, lived through the same operations and bundles as everything in the demo."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial

from netdesk.demo.exchange import Network, send_from_hub, send_to_hub
from netdesk.demo.school_year import SchoolWeeks
from netdesk.demo.stories import thread as sheet
from netdesk.hub.giving_back import prepare
from netdesk.i18n import N_
from netdesk.operations import adopt, asks, contributions, cycles, dictionary, feedback, measures, network_aim, table
from netdesk.store.workspace import Workspace

Act = Callable[[Network], None]
KINDS = {"idea": "change_idea"}


def thread_events(weeks: SchoolWeeks) -> Iterator[tuple[float, Act]]:
    """(moment, deed) of all that goes between teams, in no particular order."""
    for out, back in sheet.ROUNDS:
        yield weeks.moment(out, 4), _send_all
        yield weeks.moment(back, 4), _return_all
    yield weeks.moment(54, 4, 110), lambda network: _prepare(network)
    yield weeks.moment(30, 2, 50), partial(_network_aim, weeks=weeks)
    for n, agreement in enumerate(sheet.AGREEMENTS):
        yield weeks.moment(agreement.week, 1, 200 + n), partial(_agree, agreement=agreement)
    for n, pinned in enumerate(sheet.PINS):
        yield weeks.moment(pinned.week, 1, 300 + n), partial(_pin, pinned=pinned, until=weeks.day(
            pinned.week + pinned.weeks, 4
        ))  # fmt: skip
    for n, comment in enumerate(sheet.COMMENTS):
        yield weeks.moment(comment.week, 1, 400 + n), partial(_comment, comment=comment)
    for n, mattered in enumerate(sheet.MATTERED):
        yield weeks.moment(mattered[1], 2, 500 + n), partial(_mattered, said=mattered)
    for n, answered in enumerate(sheet.ANSWERS):
        yield weeks.moment(answered.week, 2, 510 + n), partial(_reply, answered=answered)
    for n, counted in enumerate(sheet.COUNTED_BY):
        yield weeks.moment(counted[1], 2, 520 + n), partial(_count_by, counted=counted, weeks=weeks)
    for n, taken in enumerate(sheet.TAKEN_OVER):
        yield weeks.moment(taken.week, 2, 540 + n), partial(_take_over, taken=taken)
        if taken.ends:
            yield weeks.moment(taken.ends, 3, 540 + n), partial(_end_test, taken=taken)
    for n, thanks in enumerate(sheet.THANKS):
        yield weeks.moment(thanks[1], 2, 560 + n), partial(_thank, thanks=thanks)
    for n, answer in enumerate(sheet.ASK_ANSWERS):
        yield weeks.moment(answer[1], 2, 570 + n), partial(_answer_ask, answer=answer)


def _today(ws: Workspace) -> date:
    return datetime.fromtimestamp(ws.now()).date()


def _whose(network: Network, slug: str) -> Workspace | None:
    """The workspace that acts; None where this demo tells the story without that team."""
    if slug == sheet.HUB:
        return network.hub
    team = network.teams.get(slug)
    return team.workspace if team is not None else None


def _part(network: Network, slug: str, about: str) -> str | None:
    team = network.teams.get(slug)
    return team.telling.ids.get(about) if team is not None else None


def _send_all(network: Network) -> None:
    for slug in network.teams:
        send_to_hub(network, slug)


def _prepare(network: Network) -> None:
    prepare(network.hub)


def _return_all(network: Network) -> None:
    prepare(network.hub)
    for slug in network.teams:
        send_from_hub(network, slug)


def _network_aim(network: Network, weeks: SchoolWeeks) -> None:
    with network.hub.edit(N_("Set the network's aim")) as edit:
        aim = edit.add("aim", {**sheet.NETWORK_AIM, "by": weeks.year_end().isoformat(), "active": True})
        edit.add("why_together", {**sheet.WHY_TOGETHER, "review_on": weeks.year_end().isoformat()})
        edit.publish("aim", aim)
    network.made["aim"] = aim


def _agree(network: Network, agreement: sheet.Agreement) -> None:
    ws = _whose(network, agreement.slug)
    if ws is not None:
        names = [one["name"] for one in ws.select("person") if one.get("name") and one.get("active", True)]
        with ws.edit(feedback.AGREE_ON_STAGE) as edit:
            feedback.agree_on_stage(edit, agreement.to, names, on=_today(ws), because=agreement.because)


def _pin(network: Network, pinned: sheet.Pinned, until: date) -> None:
    ws, about = _whose(network, pinned.slug), _part(network, pinned.slug, pinned.about)
    if ws is not None and about is not None:
        with ws.edit(table.PUT_ON_TABLE) as edit:
            network.made[pinned.key] = table.put_on_table(
                edit, about, pinned.question, wanted=pinned.wanted, audience="network", until=until, hold=pinned.hold
            )


def _comment(network: Network, comment: sheet.Comment) -> None:
    ws, pin = _whose(network, comment.slug), network.made.get(comment.pin)
    if ws is not None and pin is not None:
        with ws.edit(feedback.GIVE_FEEDBACK) as edit:
            network.made[comment.key] = feedback.give(
                edit, pin, comment.kind, comment.text, evidence_seen=comment.seen, spot=comment.spot
            )


def _reply(network: Network, answered: sheet.Answered) -> None:
    ws, said = _whose(network, answered.slug), network.made.get(answered.comment)
    if ws is not None and said is not None:
        built = _part(network, answered.slug, answered.built_on) if answered.built_on else None
        with ws.edit(feedback.REPLY) as edit:
            feedback.reply(edit, said, answered.text, built_on=built)


def _mattered(network: Network, said: tuple[str, int, str, str, int]) -> None:
    slug, _week, comment, words, minutes = said
    ws, what = _whose(network, slug), network.made.get(comment)
    if ws is not None and what is not None:
        with ws.edit(contributions.SAY_IT_MATTERED) as edit:
            contributions.say_it_mattered(edit, what, words, minutes=minutes)


def _take_over(network: Network, taken: sheet.TakenOver) -> None:
    ws, idea = _whose(network, taken.slug), _part(network, taken.origin, f"idea:{taken.idea}")
    if ws is None or idea is None:
        return
    with ws.edit(adopt.ADOPT) as edit:
        ours = adopt.adopt_idea(edit, idea, keep=taken.keep, change=taken.change, because=taken.because)
        cycle = cycles.add_cycle(
            edit,
            taken.test,
            depth="guided",
            question="Does it work here?",
            prediction="In more than half of the cases",
            because=taken.because,
            fields={"idea": ours, "purpose": "test", "plan": taken.plan},
        )
    with ws.edit(cycles.START_DO) as edit:
        cycles.start_do(edit, cycle, today=_today(ws))
        edit.publish("cycle", cycle)
    network.made[taken.key] = cycle


def _end_test(network: Network, taken: sheet.TakenOver) -> None:
    ws, cycle = _whose(network, taken.slug), network.made.get(taken.key)
    if ws is not None and cycle is not None:
        with ws.edit(cycles.DECIDE) as edit:
            cycles.decide(edit, cycle, taken.decision, taken.decision_because)
            cycles.step_to(edit, cycle, "closed", today=_today(ws))
            edit.publish("cycle", cycle)


def _thank(network: Network, thanks: tuple[str, int, str, str, str]) -> None:
    slug, _week, origin, cycle, words = thanks
    ws, about = _whose(network, slug), _part(network, origin, f"cycle:{cycle}")
    if ws is not None and about is not None:
        with ws.edit(asks.THANK) as edit:
            asks.thank(edit, about, network.teams[origin].telling.story.team, words or None)


def _answer_ask(network: Network, answer: tuple[str, int, str, int]) -> None:
    slug, _week, words, minutes = answer
    ws = _whose(network, slug)
    asked = [one for one in asks.read_asks(ws) if one.for_us and not one.own] if ws is not None else []
    if ws is not None and asked:
        with ws.edit(asks.ANSWER) as edit:
            asks.answer(edit, asked[0].id, words, minutes=minutes)


def _count_by(network: Network, counted: tuple[str, int, str, str, int, int], weeks: SchoolWeeks) -> None:
    slug, week, name, measure, level, spread = counted
    ws = _whose(network, slug)
    entries = [one for one in dictionary.read_dictionary(ws).entries if one.fields.get("name") == name] if ws else []
    if ws is None or not entries:
        return
    ours = _part(network, slug, f"measure:{measure}") if measure else None
    if ours is not None:
        # What they count by is noted; what they count stays as it was, so a difference is seen and not hidden.
        with ws.edit(dictionary.USE_ENTRY) as edit:
            edit.put("measure", ours, {"dictionary": entries[0].id})
            edit.publish("measure", ours)
            aim = _part(network, slug, "aim")
            if aim is not None and level == 0 and name == "Weekly attendance" and "aim" in network.made:
                network_aim.link_aim(edit, aim, network.made["aim"])
                edit.publish("aim", aim)
        return
    chance = random.Random(f"{slug}/{name}")
    rows = [
        measures.PointRow(weeks.monday(n), {"n": min(level + chance.randint(-spread, spread), 100), "d": 100})
        for n in range(week - 26, week)
    ]
    with ws.edit(dictionary.USE_ENTRY) as edit:
        made = dictionary.use_entry(edit, entries[0].id, since=weeks.monday(week - 26))
        measures.set_points(edit, made, rows)
        edit.publish("measure", made)
