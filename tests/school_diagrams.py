"""Fishbones and theories of a school, of any size: for pictures, prints and timings."""

from __future__ import annotations

import random

from netdesk.core.layout import CauseInput, DriverInput, FishboneInput, LinkInput, NodeInput, RowInput

BONES = ("People", "Process", "Policy", "Place", "Materials", "Environment")
CAUSES = (
    "Families hear too late", "No one knows the new students", "Letters take nine days",
    "Calls come from an unknown number", "Late counts like absent", "Absence words are legal words",
    "Bus 12 skips rainy days", "Front gate shuts at 8:05", "Old phone numbers on file", "No form in Hmong",
    "Harvest work starts at 5", "Flu season",
)  # fmt: skip
PRIMARY = (
    "Families know the same morning", "Students want to be in first period", "Hard mornings have a way to school",
)  # fmt: skip
SECONDARY = (
    "Reach a family by 9:30", "One adult knows each student", "First period begins with something to come for",
    "A plan for the morning that goes wrong", "A second way to get a ride",
)  # fmt: skip
IDEAS = (
    "Morning phone check-in with families", "Text before the call", "Homeroom buddies",
    "Breakfast cart in first period", "Absence letter in plain words", "Automatic robocalls",
    "Carpool list by bus stop",
)  # fmt: skip
STATES = {
    "testing": "Testing, cycle 4", "adopted": "Adopted, Jan 30", "adapted": "Adapted, cycle 1",
    "abandoned": "Abandoned here, 2024", "untested": "no cycle yet",
}  # fmt: skip
LONG = (
    "The office calls from a number that families do not know, and so they let it ring until the afternoon, when "
    "nobody is at the desk any more and the machine that answers speaks only one language."
)


def _long(name: str) -> str:
    """Two hundred letters that begin with the name and end with a word."""
    return f"{name}. {LONG}"[:199].rsplit(" ", 1)[0].rstrip(",.") + "."


def school_fishbone(count: int, *, long: bool = False) -> FishboneInput:
    """A fishbone of `count` causes under six categories, most of them two deep; `long`: with 200 letters each."""
    rng = random.Random(1)
    causes = [CauseInput(f"k{n}", None, name, True) for n, name in enumerate(BONES)]
    for n in range(count):
        words = _long(CAUSES[n % 12]) if long else CAUSES[n % 12]
        parent = f"k{n % 6}" if n < 12 or rng.random() < 0.4 else f"c{rng.randrange(n)}"
        status = rng.choice(("open", "open", "supported", "ruled_out"))
        evidence = rng.choice(("", "3 for, 1 against · 2 votes", "1 against", "no evidence · 5 votes"))
        causes.append(CauseInput(f"c{n}", parent, words, False, status, "", evidence))
    effect = "One in five of our seventh graders misses two or more days a month"
    return FishboneInput(effect, tuple(causes), second_line="Effect, since Aug 2025")


def school_theory(count: int, *, long: bool = False) -> DriverInput:
    """A theory of `count` nodes in four columns, a fifth of them with several parents."""
    rng = random.Random(2)
    primary, secondary = max(3, count // 12), max(5, count // 5)
    ideas = count - 1 - primary - secondary
    line = tuple(rng.gauss(80, 4) for _week in range(18))
    aim = "Attendance of 148 seventh graders, from 89% to 93%, by May 29"
    nodes = [NodeInput("aim", "aim", aim, rows=(RowInput("92.7%, Mar 2", "measure", values=line),))]
    links = []
    for n in range(primary):
        rows = (RowInput("80%, Mar 2", "measure", values=line), RowInput("above the median", letter="S"))
        rows = rows if n % 3 else (RowInput("no measure yet", "no_measure"),)
        definition = "" if n % 2 else "What the family hears and when, on the day itself."
        nodes.append(NodeInput(f"p{n}", "primary", _long(PRIMARY[n % 3]) if long else PRIMARY[n % 3],
                               definition, rows=rows))  # fmt: skip
        links.append(LinkInput("aim", f"p{n}"))
    for n in range(secondary):
        rows = (RowInput("no measure yet", "no_measure"),) if n % 2 else (RowInput("71%", "measure", values=line),)
        words = _long(SECONDARY[n % 5]) if long else SECONDARY[n % 5]
        nodes.append(NodeInput(f"s{n}", "secondary", words, rows=rows))
        links.append(LinkInput(f"p{n * primary // secondary}", f"s{n}"))
        if rng.random() < 0.2:
            links.append(LinkInput(f"p{rng.randrange(primary)}", f"s{n}", rng.choice(("strong", "weak"))))
    for n in range(ideas):
        state = rng.choice(tuple(STATES))
        mark = "no_test" if state == "untested" else state
        row = RowInput(STATES[state], mark, state not in ("untested", "abandoned"))
        words = _long(IDEAS[n % 7]) if long else IDEAS[n % 7]
        nodes.append(NodeInput(f"i{n}", "idea", words, rows=(row,), status=state))
        home = n * secondary // ideas
        links.append(LinkInput(f"s{home}", f"i{n}"))
        if rng.random() < 0.2:
            near = min(secondary - 1, max(0, home + rng.choice((-2, -1, 1, 2))))
            links.append(LinkInput(f"s{near}", f"i{n}", rng.choice(("strong", "weak"))))
        if rng.random() < 0.04:
            links.append(LinkInput(f"p{rng.randrange(primary)}", f"i{n}", "weak"))
    return DriverInput(tuple(nodes), tuple(links))
