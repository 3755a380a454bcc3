"""What may be given to the charts, what is refused in one sentence, and how the chance tables are made."""

from __future__ import annotations

import itertools
import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from netdesk.core.charts import analyse, chance, chance_frozen, chance_simulation, chance_table, runs
from netdesk.errors import NetDeskError


@pytest.mark.parametrize(
    ("values", "below", "chart", "said"),
    [
        ([1, math.inf], None, "run", "point 2 is without end"),
        ([1, 2], [1, math.inf], "u", "point 2 is without end"),
        ([[1, 2], [3, 4]], None, "run", "x̄ or s chart"),
        ([1, 2], None, "p", "out of how many"),
        ([1, 2], [3, 4], "c", "takes no denominators"),
        ([1, 2], [3, 4], "t", "takes no denominators"),
        ([[1, 2]], [3], "xbar", "takes no denominators"),
        ([[1, 2], 3.0], None, "s", "point 2 is one number"),
        ([1, 2], [1], "u", "2 values but 1 denominators"),
        ([1, 2], [1, -1], "run", "denominator of point 2 is below zero"),
        ([1, -2], None, "g", "point 2 is below zero"),
        ([1, 5], [3, 4], "p", "Point 2 counts more than there are"),
        ([1, 0], None, "t", "Point 2 has no time"),
    ],
)
def test_that_what_a_chart_cannot_show_is_refused_in_one_sentence(
    values: list[Any], below: list[float] | None, chart: str, said: str
) -> None:
    with pytest.raises(NetDeskError) as refused:
        analyse(values, below, chart=chart)
    assert said in refused.value.user_text and refused.value.user_text.endswith((".", "?"))


@pytest.mark.parametrize(
    "values", [(1, 2.5, None), [Decimal("1"), Decimal("2.5"), math.nan], np.array([1, 2.5, np.nan]), {1: 0, 2.5: 0}]
)
def test_that_any_sequence_of_numbers_will_do(values: Any) -> None:
    assert [point.value for point in analyse(values).points][:2] == [1.0, 2.5]


def test_that_what_was_given_is_not_changed() -> None:
    above, below, excluded = np.array([1.0, 2.0, 3.0]), np.array([4.0, 0.0, 4.0]), [0]
    analyse(above, below, chart="u", exclude=excluded)
    assert (above.tolist(), below.tolist(), excluded) == ([1.0, 2.0, 3.0], [4.0, 0.0, 4.0], [0])


def test_that_results_are_values() -> None:
    one, two = analyse([1, 2, 3]), analyse([1, 2, 3])
    assert one == two and hash(one) == hash(two) and one != analyse([1, 2, 4]) and one != 3


def test_that_no_chance_is_told_where_there_is_nothing_to_judge() -> None:
    assert analyse([None, None]).chance_alone is None
    assert analyse([None, 1.0, 2.0, 3.0], freeze=1).chance_alone == 0.0  # no point sets a line
    assert chance.anhoej_chance(0) == 0.0
    assert chance.whole_chance("i", "mdc", 1) == 0.0
    assert chance.whole_chance("i", "ihi", 5_000) == pytest.approx(1.0, abs=1e-6)
    assert chance._beyond(10_000, 9_000, 20, 5) == 1.0


def test_that_every_length_and_baseline_has_a_chance_without_jumps() -> None:
    for family in chance_simulation.FAMILIES:
        for rules in chance_table.WHOLE[family]:
            row = [chance.whole_chance(family, rules, count) for count in range(2, 400)]
            assert all(0 <= one <= 1 for one in row)
            assert max(abs(after - before) for before, after in itertools.pairwise(row[118:])) < 0.01
            for baseline in (1, 4, 5, 18, 29, 30, 77):
                frozen = [chance.frozen_chance(family, rules, baseline, later) for later in range(1, 120)]
                assert all(0 <= one <= 1 for one in frozen) and frozen[-1] > frozen[0]


def test_that_unscreened_charts_and_other_families_have_their_own_chance() -> None:
    values = [float(n % 5) for n in range(24)]
    for result, family in (
        (analyse(values, chart="i"), "i"),
        (analyse(values, chart="i", screening=False), "i-unscreened"),
        (analyse(values, [9] * 24, chart="p"), "known"),
        (analyse(values, [9] * 24, chart="pp"), "i"),
    ):
        assert result.chance_alone == pytest.approx(chance.whole_chance(family, "anhoej", 24))
    ranges = analyse(values, chart="mr", rules="ihi").chance_alone
    assert ranges == pytest.approx(chance.whole_chance("mr", "anhoej", 23))
    times = analyse([one + 1 for one in values], chart="t", freeze=12).chance_alone
    assert times == pytest.approx(chance.frozen_chance("i", "anhoej", 12, 12))


def test_that_the_runs_laws_know_their_ends() -> None:
    assert runs.crossings_limit(0) is None and runs.longest_run_limit(0) is None
    assert runs.runs_law(0, 0) == (1.0,) and runs.runs_law(3, 0) == (0.0, 1.0)
    assert runs.exact_runs_limits(12, 0) == (1, 1)
    assert runs.runs_limits(40, 40, "printed") == runs.runs_limits(40, 40)
    with pytest.raises(ValueError, match="not negative"):
        runs.runs_law(-1, 2)


def test_that_the_committed_tables_are_what_the_script_writes(tmp_path: Path) -> None:
    chance_simulation.write_tables(tmp_path, chance_table.WHOLE, chance_frozen.FROZEN)
    for name in ("chance_table.py", "chance_frozen.py"):
        committed = Path(chance_table.__file__).with_name(name).read_text(encoding="utf-8")
        assert (tmp_path / name).read_text(encoding="utf-8") == committed


def test_that_the_script_fills_every_place_of_the_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chance_simulation, "SERIES", 40)
    monkeypatch.setattr(chance_simulation, "LENGTHS", (2, 12, 30))
    monkeypatch.setattr(chance_simulation, "BASELINES", (4, 10))
    chance_simulation.main(tmp_path)
    made: dict[str, Any] = {}
    for name in ("chance_table", "chance_frozen"):
        exec(compile((tmp_path / f"{name}.py").read_text(encoding="utf-8"), name, "exec"), made)
    assert set(made["WHOLE"]) == set(chance_simulation.FAMILIES)
    assert set(made["FROZEN"]) == set(chance_simulation.FROZEN_FAMILIES)
    assert all(len(row) == 3 for rows in made["WHOLE"].values() for row in rows.values())
    later = chance_simulation.LONGEST_LATER
    assert all(len(row) == later for rules in made["FROZEN"].values() for rows in rules.values() for row in rows)
