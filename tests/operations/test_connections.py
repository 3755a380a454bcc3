"""Why are we doing this, and what came of it: one step each way over every kind of link."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from netdesk import paths
from netdesk.operations.connections import came, why
from netdesk.operations.source import title_of
from netdesk.store.workspace import Workspace


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    document = json.loads(paths.resource("templates", "example.json").read_text(encoding="utf-8"))
    path: Path = tmp_path_factory.mktemp("connections") / "example.netdesk"
    with Workspace.create(path, team="Grade 7 attendance", dump=document) as made:
        yield made


def record(workspace: Workspace, kind: str, beginning: str) -> str:
    return next(one["id"] for one in workspace.select(kind) if title_of(one).startswith(beginning))


def told(found: list) -> list[tuple[str, str]]:
    return [(one.kind, one.title.partition(",")[0]) for one in found]


def test_that_a_test_names_its_idea_what_it_measures_and_the_test_before(example: Workspace) -> None:
    cycle = record(example, "cycle", "12 families")
    assert told(why(example, "cycle", cycle)) == [
        ("change_idea", "Morning phone check-in with families"),
        ("cycle", "5 families"),
        ("measure", "Families reached by 9:30"),
    ]
    kinds = [one.kind for one in came(example, "cycle", cycle)]
    assert kinds[0] == "cycle" and came(example, "cycle", cycle)[0].title.startswith("The whole grade")
    assert came(example, "cycle", cycle)[0].stage == "closed"


def test_that_the_driver_diagram_leads_up_to_the_reason_and_down_to_what_came(example: Workspace) -> None:
    driver = record(example, "driver", "Reach a family")
    assert ("driver", "Families know the same morning") in told(why(example, "driver", driver))
    below = told(came(example, "driver", driver))
    assert ("change_idea", "Morning phone check-in with families") in below
    assert ("measure", "Families reached by 9:30") in below


def test_that_an_aim_leads_to_its_primary_drivers_and_names_its_measure_once(example: Workspace) -> None:
    [aim] = example.select("aim")
    below = came(example, "aim", aim["id"])
    primary = [one["id"] for one in example.select("driver", level="primary")]
    assert sorted(one.id for one in below if one.kind == "driver") == sorted(primary)
    assert [one.kind for one in why(example, "aim", aim["id"])].count("measure") == 1
    assert "measure" not in {one.kind for one in below}


def test_that_parts_are_named_by_what_they_belong_to_and_people_never(example: Workspace) -> None:
    for kind in ("cycle", "measure", "driver", "change_idea", "aim", "problem", "fishbone"):
        for one in example.select(kind):
            for asked in (why, came):
                found = asked(example, kind, one["id"])
                assert one["id"] not in {other.id for other in found}
                assert len({other.id for other in found}) == len(found)
                assert not {other.kind for other in found} & {"person", "question", "data_item", "task", "evidence"}


def test_that_what_is_gone_is_named_by_nothing_and_names_nothing(example: Workspace) -> None:
    assert why(example, "cycle", "0" * 32) == came(example, "cycle", "0" * 32) == []
