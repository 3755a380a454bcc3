"""The six story sheets: whole, valid, and true to the numbers that are made for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest

from netdesk.core.records import KINDS
from netdesk.demo.facts import fill, known_from
from netdesk.demo.school_year import WEEKS, school_weeks
from netdesk.demo.series import chart, series
from netdesk.demo.sheet import Story, all_causes
from netdesk.demo.stories import STORIES
from netdesk.demo.telling import Telling

TODAY = date(2026, 11, 22)
each_story = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.slug)


def texts_of(part: Any) -> Iterator[str]:
    """Every text anywhere in a part of a sheet."""
    if isinstance(part, str):
        yield part
    elif is_dataclass(part):
        for one in fields(part):
            yield from texts_of(getattr(part, one.name))
    elif isinstance(part, (list, tuple)):
        for one in part:
            yield from texts_of(one)


def choices(kind: str, field: str) -> tuple[str, ...]:
    return KINDS[kind].fields[field].choices


def test_that_there_are_six_teams_that_differ() -> None:
    assert len({story.slug for story in STORIES}) == len(STORIES) == 6
    assert {len(story.people) for story in STORIES} == {4, 5, 6}
    assert {story.preset for story in STORIES} == set(choices("fishbone", "preset"))
    assert len({len(all_causes(story)) for story in STORIES}) >= 4
    assert {measure.every for story in STORIES for measure in story.measures} >= {"week", "2 weeks", "month"}


@each_story
def test_that_every_choice_is_one_of_the_records(story: Story) -> None:
    for cause, parent in all_causes(story):
        assert parent is None or cause.status in choices("cause", "status")
        assert cause.confidence in ("", *choices("cause", "confidence"))
        assert all(one.source_kind in choices("evidence", "source_kind") for one in cause.evidence)
    for measure in story.measures:
        for name in ("type", "better", "every", "rules"):
            assert getattr(measure, name) in choices("measure", name)
    for cycle in story.cycles:
        for name in ("purpose", "depth", "tier"):
            assert getattr(cycle, name) in choices("cycle", name)
        assert cycle.decision in ("", *choices("cycle", "decision"))
        assert all(one.matched in ("", *choices("question", "matched")) for one in cycle.questions)
        assert all(note.expected in choices("field_note", "expected") for note in cycle.notes)
    assert all(person.tier in choices("person", "tier") for person in story.people)


@each_story
def test_that_each_team_has_a_whole_story(story: Story) -> None:
    assert all((story.burning_question, story.why_now, story.boundaries, story.who_is_missing, story.together_theory))
    assert len(story.tried_before) >= 2 and len(story.norms) >= 3
    assert len(story.problems) >= 2 and len(story.aims) >= 2 and len(story.theory) >= 2
    causes = [cause for cause, parent in all_causes(story) if parent is not None]
    assert 10 <= len(causes) <= 20
    assert {"supported", "ruled_out", "open"} <= {cause.status for cause in causes}
    assert {piece.side for cause in causes for piece in cause.evidence} == {"for", "against"}
    assert any(cause.votes for cause in causes)
    assert any(parent is not None and cause.causes for cause, parent in all_causes(story))
    links = [one.links for one in (*story.drivers, *story.ideas)]
    assert any(len(found) > 1 for found in links)
    assert {link.strength for found in links for link in found} == {"strong", "weak"}
    assert all(idea.research for idea in story.ideas)
    assert {"outcome", "process", "balancing"} <= {measure.type for measure in story.measures}
    assert any(measure.phases for measure in story.measures) and any(measure.targets for measure in story.measures)


@each_story
def test_that_cycles_climb_ramps_and_end_in_honest_decisions(story: Story) -> None:
    closed = [cycle for cycle in story.cycles if cycle.until == "closed"]
    assert 6 <= len(closed) <= 9
    assert "abandon" in {cycle.decision for cycle in closed}
    assert [cycle.until for cycle in story.cycles].count("do") == 1
    assert [cycle.until for cycle in story.cycles].count("plan") == 1
    assert any(cycle.series and cycle.ramp >= 3 for cycle in closed)
    for cycle in closed:
        assert cycle.decision_because and cycle.study and cycle.act and cycle.people
        for question in cycle.questions:
            assert question.prediction and question.because and question.observed
            assert question.matched and question.learned
    matched = [question.matched for cycle in closed for question in cycle.questions]
    assert matched.count("no") >= 3 and "yes" in matched and "partly" in matched


@each_story
def test_that_a_wrong_prediction_is_thanked(story: Story) -> None:
    thanked = {remark.about.removeprefix("cycle:") for remark in story.remarks if remark.sort == "thanks"}
    wrong = {one.key for one in story.cycles if any(question.matched == "no" for question in one.questions)}
    assert thanked and thanked <= wrong


@each_story
def test_that_keys_name_parts_that_exist_in_time(story: Story) -> None:
    drivers = {driver.key: driver.week for driver in story.drivers}
    for part in (*story.drivers, *story.ideas):
        for link in part.links:
            assert link.parent == "aim" or drivers[link.parent] <= part.week
    ideas = {idea.key: idea.week for idea in story.ideas}
    cycles = {cycle.key: cycle for cycle in story.cycles}
    for cycle in story.cycles:
        assert ideas[cycle.idea] < cycle.week
        assert not cycle.series or cycles[cycle.series].week < cycle.week
        assert not cycle.next or cycles[cycle.next].week > cycle.week
        assert cycle.until != "closed" or cycle.week + cycle.weeks + cycle.late <= WEEKS
    assert all(remark.week < WEEKS for remark in story.remarks)


@each_story
@pytest.mark.parametrize("today", [TODAY, date(2026, 7, 10), date(2027, 3, 5)], ids=str)
@pytest.mark.parametrize("seed", [1, 20])
def test_that_charts_show_what_the_story_says(story: Story, today: date, seed: int) -> None:
    weeks = school_weeks(today)
    shapes = {measure.shape for measure in story.measures}
    assert {"shift", "steady"} <= shapes
    for measure in story.measures:
        points = series(measure, weeks, f"{seed}/{story.slug}")
        result = chart(measure, points)
        if measure.shape == "steady":
            assert not any(point.signals for point in result.points)
        if measure.shape == "shift":
            shifted = [i for i, point in enumerate(result.points) if "shift" in point.signals]
            assert any(result.points[i].reading == "improvement" for i in shifted)
            assert min(points[i].week for i in shifted) >= (measure.turn or 0)


@each_story
def test_that_a_month_is_missing_and_stays_missing(story: Story) -> None:
    weeks = school_weeks(TODAY)
    gaps = [(measure, first, last) for measure in story.measures for first, last in measure.missing]
    assert gaps
    for measure, first, last in gaps:
        assert last - first >= 3
        entered = {point.week for point in series(measure, weeks, "1")}
        assert not entered & set(range(first, last + 1))
        assert min(entered) < first and max(entered) > last


@each_story
def test_that_the_same_seed_gives_the_same_numbers_and_another_does_not(story: Story) -> None:
    weeks = school_weeks(TODAY)
    first, again, other = (Telling(story, weeks, seed).points for seed in ("3/a", "3/a", "4/a"))
    assert first == again
    assert first != other


@each_story
def test_that_every_sentence_gets_its_numbers(story: Story) -> None:
    telling = Telling(story, school_weeks(TODAY), f"1/{story.slug}")
    for cycle in story.cycles:
        for text in texts_of(cycle):
            assert "{" not in fill(text, telling.facts, cycle.key)
    for part in fields(story):
        if part.name != "cycles":
            for text in texts_of(getattr(story, part.name)):
                assert "{" not in fill(text, telling.facts)


@each_story
def test_that_a_count_is_a_part_of_its_whole(story: Story) -> None:
    for cycle in story.cycles:
        for count in cycle.numbers.values():
            assert not isinstance(count, tuple) or 0 <= count[0] <= count[1]


def test_that_a_sentence_with_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError):
        fill("It rose to {no_such_number}.", {})


@each_story
def test_that_no_pupil_is_named(story: Story) -> None:
    """A word with a capital inside a sentence is a member of the team, a place of the story, or a known common word."""
    known = set(KNOWN)
    for person in story.people:
        known |= set(re.findall(r"\w+", person.name))
    known |= set(re.findall(r"\w+", f"{story.school} {story.district}"))
    known |= {word for idea in (*story.ideas, *story.drivers) for word in re.findall(r"\w+", idea.name)}
    said = [text for cycle in story.cycles for text in texts_of(cycle)] + list(texts_of(story.causes))
    for text in said:
        for word in re.findall(r"(?<=[a-z,;] )[A-ZÀ-Ý][^\W\d_]+", text):
            assert word in known, text


KNOWN = re.findall(
    r"\w+",
    """
    Grade English Spanish Hmong Vietnamese Somali Friday Fridays Monday Mondays Tuesday Tuesdays Wednesday Wednesdays
    Thursday Thursdays Ms Mr Unknown Fs Incompletes Incomplete Roosevelt Jefferson Lincoln Bus Orchard Road Reader
    October May January September Do Finish
    """,
)


def named_in(part: Any) -> set[str]:
    """The {names} in all texts of a part."""
    return {name for text in texts_of(part) for name in re.findall(r"\{(\w+)\}", text)}


@each_story
@pytest.mark.parametrize("today", [TODAY, date(2027, 3, 5)], ids=str)
def test_that_nobody_writes_a_number_before_it_is_known(story: Story, today: date) -> None:
    telling = Telling(story, school_weeks(today), f"1/{story.slug}")
    known = known_from(story, telling.points)
    said: list[tuple[int, Any]] = [
        *((one.week, one) for one in (*story.problems, *story.aims, *story.theory, *story.remarks)),
        *((piece.week, piece) for cause, _parent in all_causes(story) for piece in cause.evidence),
    ]
    for cycle in story.cycles:
        said.append((cycle.week - 1, [(one.text, one.prediction, one.because) for one in cycle.questions]))
        said.append((cycle.week + cycle.weeks - 1 + cycle.late, replace(cycle, questions=())))
        said.append((cycle.week + cycle.weeks - 1 + cycle.late, [(q.observed, q.learned) for q in cycle.questions]))
    for week, part in said:
        for name in named_in(part):
            assert known.get(name, 0) <= week, (name, week)
