"""The one small step that Home suggests: the first of an ordered list that holds (interface page, Home)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from netdesk.i18n import _, format_date, ngettext
from netdesk.operations.home import CycleInHand, Home, MeasureFed, day
from netdesk.operations.source import title_of

#: Days from one point to the next.
PERIOD_DAYS: Final = {"day": 1, "week": 7, "2 weeks": 14, "month": 31, "term": 90}
LATE_AFTER: Final = 1.5
STUDY_WITHIN_DAYS: Final = 7
SEND_WITHIN_DAYS: Final = 14
NOTE_WITHIN_DAYS: Final = 7
#: A measure that nobody waits for and nobody fed for so many periods is out of use.
OUT_OF_USE_PERIODS: Final = 6


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next: `code` says which of the list it is, `room` and `target` where its button goes."""

    code: str
    title: str
    why: str
    act: str
    room: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a measure's chart says: letter, look and words; `signal` where it shows one, `unread` until looked at.

    `mark` names the signal (rule and first day), so that the same one is not told twice as it grows.
    """

    measure: str
    name: str
    letter: str
    look: str
    words: str
    detail: str
    signal: bool = False
    mark: str = ""
    unread: bool = False


def next_step(home: Home, readings: Sequence[Reading] = ()) -> Step:
    """The first step that holds; there is always one."""
    tries: tuple[Callable[[], Step | None], ...] = (
        lambda: _write_aim(home),
        lambda: _link_measure(home),
        lambda: _enter_point(home),
        lambda: _study(home),
        lambda: _read_signal(readings),
        lambda: _read_answer(home),
        lambda: _send(home),
    )
    return next((step for step in (one() for one in tries) if step is not None), None) or _next_test(home)


def _write_aim(home: Home) -> Step | None:
    if home.aim is not None:
        return None
    return Step(
        "no_aim",
        _("Write your aim in one sentence"),
        _("What will change, for whom, how much and by when. A first guess will do. 5 minutes."),
        _("Write the aim"),
        "purpose",
    )


def _link_measure(home: Home) -> Step | None:
    if home.aim is None or home.aim.measure:
        return None
    return Step(
        "no_measure",
        _("Say how you will know that you got there"),
        _("Your aim has no measure yet. Choose the number that will tell. 3 minutes."),
        _("Choose a measure") if home.measures else _("Add a measure"),
        "purpose" if home.measures else "measures",
    )


def _enter_point(home: Home) -> Step | None:
    late = [(one, wait) for one in home.measures if (wait := periods_waited(one, home)) is not None]
    late = [(one, wait) for one, wait in late if wait > LATE_AFTER and (one.needed or wait < OUT_OF_USE_PERIODS)]
    if not late:
        return None
    aims_own = home.aim.measure if home.aim else ""
    one, _wait = max(late, key=lambda found: (found[0].record["id"] == aims_own, found[0].needed, found[1]))
    name = one.record.get("name") or _("your measure")
    why = _("It has no point yet. 2 minutes.")
    if one.last is not None:
        why = _("Its last point is from {date}. 2 minutes.").format(date=format_date(one.last))
    title = _("Enter the newest number: {measure}").format(measure=name)
    return Step("late_point", title, why, _("Enter a point"), "measures", one.record["id"])


def periods_waited(one: MeasureFed, home: Home) -> float | None:
    """How many periods have gone since the newest point (or the measure's making); holidays do not count."""
    length = PERIOD_DAYS.get(str(one.record.get("every")))
    if length is None:
        return None
    since = one.last or one.made
    count = max(0, (home.today - since).days)
    if count <= length:
        return count / length
    off = {since + timedelta(days=n + 1) for n in range(min(count, 800))}
    school = {
        found
        for found in off
        if not any(first <= found <= last for first, last in home.gaps) and (length > 1 or found.weekday() < 5)
    }
    return (count - len(off) + len(school)) / length


def days_since_do(cycle: CycleInHand, today: date) -> int | None:
    """How long ago the Do ended without a Study being written; None where it has not, or something is written."""
    if cycle.stage not in ("do", "study") or cycle.ended is None or cycle.ended > today:
        return None
    if cycle.record.get("study") or any(one.get("observed") or one.get("matched") for one in cycle.questions):
        return None
    return (today - cycle.ended).days


def _study(home: Home) -> Step | None:
    waiting = [(days, one) for one in home.cycles if (days := days_since_do(one, home.today)) is not None]
    waiting = [(days, one) for days, one in waiting if days >= STUDY_WITHIN_DAYS]
    if not waiting:
        return None
    _days, cycle = max(waiting, key=lambda found: (found[0], found[1].id))
    predicted = any(one.get("prediction") for one in cycle.questions)
    why = _("The Do ended {date}. What did you see? 5 minutes.")
    if predicted:
        why = _("The Do ended {date}. Your prediction waits beside an empty box. 5 minutes.")
    return Step(
        "study",
        _("Write what happened: {test}").format(test=_title(cycle)),
        why.format(date=format_date(cycle.ended)) if cycle.ended else "",
        _("Write the result"),
        "cycles",
        cycle.id,
    )


def _read_signal(readings: Sequence[Reading]) -> Step | None:
    one = next((found for found in readings if found.signal and found.unread), None)
    if one is None:
        return None
    return Step(
        "signal",
        _("Look at a signal: {measure}").format(measure=one.name),
        f"{one.words[:1].upper()}{one.words[1:]}. {one.detail}".strip(),
        _("Look at the chart"),
        "measures",
        one.measure,
    )


def _read_answer(home: Home) -> Step | None:
    if not home.answers:
        return None
    one = home.answers[0]
    by = one.by_team or _("another team")
    title = _("Read the answer from {team}").format(team=by)
    why = _("It is about: {question}").format(question=one.about) if one.about else ""
    return Step("answer", title, why, _("Go to Sharing"), "sharing", one.id)


def _send(home: Home) -> Step | None:
    since = home.unsent_since
    if since is None or (home.today - since).days < SEND_WITHIN_DAYS:
        return None
    why = _("Something that you published has waited here since {date}. 2 minutes.").format(date=format_date(since))
    return Step("unsent", _("Send the hub what you published"), why, _("See what will leave"), "sharing")


def _next_test(home: Home) -> Step:
    planned = [one for one in home.cycles if one.stage == "plan"]
    if planned:
        cycle = min(planned, key=lambda one: (one.record.get("planned_start") or "9999", one.id))
        title = _("Get the next cycle ready: {test}").format(test=_title(cycle))
        strong, rest = what_next(cycle, home.today)
        why = _("Next: {step}.").format(step=f"{strong} {rest}".strip())
        return Step("next_test", title, why, _("Open the cycle"), "cycles", cycle.id)
    if home.last_closed is not None:
        title = _("Plan the next cycle after: {test}").format(test=title_of(home.last_closed) or _("your last cycle"))
        because = home.last_closed.get("decision_because") or _("What you wrote comes along; nothing is retyped.")
        return Step("next_test", title, because, _("Plan the next cycle"), "cycles", home.last_closed["id"])
    if home.cycles:
        cycle = home.cycles[0]
        strong, rest = what_next(cycle, home.today)
        title = _("Go on with: {test}").format(test=_title(cycle))
        why = _("Next: {step}.").format(step=f"{strong} {rest}".strip())
        return Step("next_test", title, why, _("Open the cycle"), "cycles", cycle.id)
    title = _("Plan a first small cycle")
    return Step("next_test", title, _("Five families, one class, one week. 4 fields."), _("Go to Cycles"), "cycles")


def what_next(cycle: CycleInHand, today: date) -> tuple[str, str]:
    """The next step of an open cycle in words: what, and the when or why that follows it."""
    return {"plan": _after_plan, "do": _after_do, "study": _after_study, "act": _after_act}[cycle.stage](cycle, today)


def _after_plan(cycle: CycleInHand, today: date) -> tuple[str, str]:
    if not cycle.questions:
        return _("write a question"), ""
    if not any(one.get("prediction") for one in cycle.questions):
        return _("write a prediction"), ""
    start = day(cycle.record.get("planned_start"))
    if start is None or start < today:
        return _("start the cycle"), ""
    return _("start"), _("on {date}").format(date=format_date(start))


def _after_do(cycle: CycleInHand, today: date) -> tuple[str, str]:
    waited = days_since_do(cycle, today)
    if waited:
        return _("study"), _days_after_do(waited)
    undone = sorted((one for one in cycle.tasks if not one.get("done")), key=lambda one: one.get("due") or "9999")
    if undone and (undone[0].get("due") or "9999") <= today.isoformat():
        return _("task"), title_of(undone[0], 40)
    begun = cycle.last_note or day(cycle.record.get("started"))
    if begun is not None and (today - begun).days >= NOTE_WITHIN_DAYS:
        return _("field note"), _("the last was {date}").format(date=format_date(begun)) if cycle.last_note else ""
    if cycle.ended is not None:
        return _("go on"), _("until {date}").format(date=format_date(cycle.ended))
    return _("field note"), ""


def _after_study(cycle: CycleInHand, today: date) -> tuple[str, str]:
    waited = days_since_do(cycle, today)
    if waited is not None:
        return _("study"), _days_after_do(waited) if waited else ""
    unseen = [one for one in cycle.questions if not (one.get("observed") or one.get("matched"))]
    if unseen:
        return _("study"), _("the questions still open")
    return _("go on to Act"), ""


def _days_after_do(waited: int) -> str:
    return ngettext("{n} day since the Do", "{n} days since the Do", waited).format(n=waited)


def _after_act(cycle: CycleInHand, _today: date) -> tuple[str, str]:
    if not cycle.record.get("decision"):
        return _("decide"), _("adopt, adapt or abandon")
    return _("close the cycle"), ""


def _title(cycle: CycleInHand) -> str:
    return title_of(cycle.record) or _("a cycle without a title")
