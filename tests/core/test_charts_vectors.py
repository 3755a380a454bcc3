"""What trusted tools compute on the same series: qicharts2 first, NHSRplotthedots and qcc for their own rules."""

from __future__ import annotations

import pytest

from netdesk.core.charts import Result
from netdesk.errors import NetDeskError
from tests.core import chart_vectors as vectors

CHARTS = ("run", "i", "mr", "p", "pp", "u", "up", "c", "g", "t", "xbar", "s", "ip")
BETTER = {"increase": "up", "decrease": "down", "neutral": "neither"}
READINGS = {"special_cause_improvement": "improvement", "special_cause_concern": "concern"}


def runs_differ(result: Result, peer: dict) -> bool:
    for ours, theirs in zip(result.phases, peer["phases"], strict=True):
        counts = (ours.longest_run, ours.longest_run_limit, ours.crossings, ours.crossings_limit)
        names = ("longest_run", "longest_run_max", "n_crossings", "n_crossings_min")
        if (ours.n, ours.n_useful, ours.runs_signal) != (
            theirs["n_obs"], theirs["n_useful"] or 0, bool(theirs["runs_signal"])
        ):  # fmt: skip
            return True
        if ours.n_useful and counts != tuple(theirs[name] for name in names):
            return True
    return False


@pytest.mark.parametrize("name", vectors.SETS)
@pytest.mark.parametrize("chart", CHARTS)
def test_that_lines_runs_and_points_outside_are_those_of_qicharts2(name: str, chart: str) -> None:
    found, tried = set(), 0
    names = ("cl",) if chart == "run" else ("cl", "lcl", "ucl")
    for case in vectors.cases(name, "qicharts2", chart):
        if chart == "ip" and {"freeze", "exclude"} & set(case.options):
            continue  # its sigma is that of all points there; the next test
        tried += 1
        result = vectors.ours(case)
        outside = vectors.marked(result, "limits")
        if (
            vectors.lines_differ(result, case.peer["phases"], names)
            or runs_differ(result, case.peer)
            or outside != case.peer["sigma_signals"]
        ):
            found.add(case.id)
    listed = {case.id for case in vectors.cases(name, "qicharts2", chart) if case.id in vectors.DIFFERENCES}
    assert tried or name == "published"
    assert found == listed


@pytest.mark.parametrize("name", vectors.SETS)
def test_that_a_frozen_i_prime_chart_takes_its_sigma_from_the_baseline_as_pbcharts(name: str) -> None:
    tried = 0
    for case in vectors.cases(name, "pbcharts", "ip"):
        if {"freeze", "exclude"} & set(case.options):
            tried += 1
            ours = vectors.ours(case)
            for phase, theirs in zip(ours.phases, case.peer["phases"], strict=True):
                for bound in ("lcl", "ucl"):
                    line = theirs[bound]
                    shown = [getattr(point, bound) for point in ours.points[phase.start : phase.end + 1]]
                    # It has no limits at an excluded point and at a missing one; the lines themselves are the same.
                    given = line if isinstance(line, list) else [line] * len(shown)
                    pairs = [(one, other) for one, other in zip(shown, given, strict=True) if other is not None]
                    assert pairs and not any(vectors.unlike(one, other, 1.0) for one, other in pairs), case.id
    assert tried


@pytest.mark.parametrize("name", vectors.SETS)
def test_that_what_qicharts2_refuses_is_refused_in_words(name: str) -> None:
    for case in vectors.cases(name, "qicharts2", ok=False):
        with pytest.raises(NetDeskError) as refused:
            vectors.ours(case)
        assert refused.value.user_text.endswith(".")


@pytest.mark.parametrize("name", vectors.SETS)
def test_that_readings_are_those_of_nhsrplotthedots(name: str) -> None:
    differing = set()
    for case in vectors.cases(name, "NHSRplotthedots", "i"):
        result = vectors.ours(case, "mdc", better="up")
        theirs = {index: READINGS[reading] for index, _rule, reading in case.peer["special_causes"]}
        ours = {point.index + 1: point.reading for point in result.points if point.signals}
        if ours != theirs:
            differing.add(case.id.split(".")[0])
            assert case.id.split(".")[0] in vectors.MDC_DIFFERENCES, case.id
            if vectors.MDC_DIFFERENCES[case.id.split(".")[0]] == vectors.BETTER_SHOWN:
                assert set(ours) == set(theirs), case.id
    present = {case.id.split(".")[0] for case in vectors.cases(name, "NHSRplotthedots", "i")}
    assert differing == set(vectors.MDC_DIFFERENCES) & present


@pytest.mark.parametrize("name", vectors.SETS)
def test_that_icons_are_those_of_nhsrplotthedots(name: str) -> None:
    tried = 0
    for case in vectors.cases(name, "NHSRplotthedots", "i"):
        for direction, target, variation, icon, assured, _file in case.peer["icons"]:
            better = BETTER[direction]
            result = vectors.ours(case, "mdc", better=better, target=target)
            wanted = "common" if variation == "common_cause" else icon.removesuffix(".svg").replace("_", "-")
            assert result.variation == wanted, (case.id, direction)
            expected = assured and assured.removeprefix("consistent_")
            bounds = [(point.lcl, point.ucl) for point in result.points if point.ucl is not None][-1]
            # Its 2.66 is not our 3/1.128: a target on its limit lies a hair beside ours, which the last test covers.
            hair = 2e-4 * (bounds[1] - bounds[0])
            if target is None or min(abs(target - bound) for bound in bounds) > hair:
                tried += 1
                assert result.assurance == expected, (case.id, direction, target)
    assert tried > 100


@pytest.mark.parametrize("name", vectors.SETS)
def test_that_western_electric_and_nelson_mark_the_points_that_qcc_marks(name: str) -> None:
    differing, tried = set(), 0
    for case in vectors.cases(name, "qcc", "i", "p", "u", "c", "xbar", "s"):
        method = case.peer.get("method", {}).get("std.dev", "MR")
        if method not in ("MR", "UWAVE-SD") or case.options.get("screened_mr") or "rules" not in case.peer["phases"][0]:
            continue
        if set(case.options) - {"screened_mr"}:
            continue
        tried += 1
        results = {rules: vectors.ours(case, rules) for rules in ("western-electric", "nelson")}
        for rule, points in case.peer["phases"][0]["rules"].items():
            result = results["western-electric" if rule.startswith("we") else "nelson"]
            if vectors.marked(result, rule) != points:
                differing.add((case.id, rule))
    present = {case.id for case in vectors.cases(name, "qcc")}
    assert tried > 20
    assert differing == {one for one in vectors.QCC_DIFFERENCES if one[0] in present}


def test_that_a_target_on_the_limit_is_met_by_chance_only() -> None:
    for case in list(vectors.cases("synthetic", "NHSRplotthedots", "i"))[:20]:
        last = vectors.ours(case, "mdc").points[-1]
        if last.lcl is None or last.ucl is None or last.lcl == last.ucl:
            continue
        for target, assured in ((last.ucl, "inconsistent"), (last.lcl, "inconsistent"), (last.ucl * 1.001, "fail")):
            assert vectors.ours(case, "mdc", better="up", target=target).assurance == assured


def test_that_every_difference_has_its_reason() -> None:
    for reason in (*vectors.DIFFERENCES.values(), *vectors.MDC_DIFFERENCES.values(), *vectors.QCC_DIFFERENCES.values()):
        assert reason.endswith(".") and len(reason) > 40
