"""The golden vectors of the field's open tools, how they map to `analyse`, and where our side differs and why.

`synthetic.json.xz` is the shared synthetic.json as it is, compressed (`xz -9`). The published series may not be copied;
they are read beside the checkout, where they are.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from netdesk.core.charts import Result, analyse

DATA = Path(__file__).parents[1] / "data" / "charts"
PUBLISHED = Path(__file__).parents[3] / "shared" / "vectors" / "published.json"
SETS = ("synthetic", "published")

#: Kinds of cases that are for reading, not for us: other charts, a given centre line, a multiplied scale.
_FOREIGN_CHARTS = ("np", "r", "rebase")
_FOREIGN_OPTIONS = {"cl", "multiply"}

CONSTANT = "Of a stretch that never varies screening keeps no range; our limits are its centre line, not nothing."
NO_VARIATION = "All nothing or all of it: sigma is 0, so the limits are the centre line, not nothing."
EMPTY_GROUP = "qicharts2 counts an empty sub-group as -1 degrees of freedom in the pooled deviation; ours as none."
BRIDGED = "Our moving ranges bridge an excluded point; qicharts2's mr chart counts both ranges to it."
NO_RANGES = "Without any range there is no line; qicharts2 still gives 0 as the lower limit of an mr chart."

#: Cases in which a decision of ours makes another answer than qicharts2, by reason.
DIFFERENCES: dict[str, str] = {
    "syn_na_alternate.mr": NO_RANGES,
    "syn_const_tenth.i.screened": CONSTANT,
    "syn_const_then_shift.i.freeze10-screened": CONSTANT,
    "syn_const_then_shift.i.part10-screened": CONSTANT,
    "syn_p_tiny_den.i.part15-screened": CONSTANT,
    "syn_p_tiny_den.ip.part15-screened": CONSTANT,
    "syn_p_tiny_den.pp.part15-screened": NO_VARIATION,
    "syn_p_tiny_den.pp.part15-unscreened": NO_VARIATION,
    "syn_u_all_zero.i.screened": CONSTANT,
    "syn_u_all_zero.ip.screened": CONSTANT,
    "syn_u_all_zero.up.screened": NO_VARIATION,
    "syn_u_all_zero.up.unscreened": NO_VARIATION,
    "syn_c_all_zero.i.screened": CONSTANT,
    "syn_x_missing.s": EMPTY_GROUP,
    "syn_x_missing.xbar": EMPTY_GROUP,
    "mont_na_test.s": EMPTY_GROUP,
    "mont_na_test.xbar": EMPTY_GROUP,
    "mont_t07_08.mr.freeze26-excl6_20": BRIDGED,
}

TIES = "Equal neighbours end a trend there; ours neither count nor break."
ON_MEAN = "A point on the mean ends a run there; ours neither counts nor breaks."
BETTER_SHOWN = "One type a point by priority there; ours shows the improvement where both fire (as its own issue 194)."

#: Cases whose readings differ from NHSRplotthedots', by reason.
MDC_DIFFERENCES: dict[str, str] = {
    "syn_trend_monotone": BETTER_SHOWN,
    "syn_trend_with_ties": TIES,
    "syn_seasonal": BETTER_SHOWN,
    "syn_outlier_one": BETTER_SHOWN,
    "syn_runs_20_zeros": ON_MEAN,
    "syn_x_trend_tie": TIES,
    "syn_g_p02": BETTER_SHOWN,
    "wheeler_91": BETTER_SHOWN,
    "nhs_ons_deaths": BETTER_SHOWN,
}

NO_ZONES = "Where all points are alike there are no zones, so fifteen of them are not suspiciously near the centre."
ZONES = "Zones by each point's own sigma; qcc's are not on charts with unequal denominators."

#: (case, rule) whose marked points differ from qcc's, by reason.
QCC_DIFFERENCES: dict[tuple[str, str], str] = {
    ("syn_const_tenth.i.unscreened", "nelson7"): NO_ZONES,
    ("syn_trend_with_ties.i.unscreened", "nelson3"): TIES,
    ("syn_x_trend_tie.i.unscreened", "nelson3"): TIES,
    ("syn_p_outlier.p", "we3"): ZONES,
    ("syn_u_overdispersed.u", "we3"): ZONES,
    ("syn_u_shift.u", "we2"): ZONES,
    ("syn_u_shift.u", "we3"): ZONES,
}


class Case(NamedTuple):
    """One case, its series and one peer's result."""

    id: str
    chart: str
    options: dict[str, Any]
    series: dict[str, Any]
    plotted: list[float | None] | None
    peer: dict[str, Any]


@lru_cache(maxsize=2)
def load(name: str) -> dict[str, Any]:
    """The whole of one file; the test is skipped where the published one is absent."""
    if name == "published":
        if not PUBLISHED.is_file():
            pytest.skip("the published vectors are not beside this checkout")
        text = PUBLISHED.read_text(encoding="utf-8")
    else:
        text = lzma.decompress((DATA / f"{name}.json.xz").read_bytes()).decode()
    document: dict[str, Any] = json.loads(text)
    return document


def cases(name: str, peer: str, *charts: str, ok: bool = True) -> Iterator[Case]:
    """The cases of these charts (all, if none is named) that this peer answered."""
    document = load(name)
    for case in document["cases"]:
        if (charts and case["chart"] not in charts) or case["chart"] in _FOREIGN_CHARTS:
            continue
        if _FOREIGN_OPTIONS & set(case["options"]):
            continue
        series = document["series"][case["series"]]
        for result in case["results"]:
            if result["peer"] == peer and (result["status"] == "ok") == ok:
                yield Case(case["id"], case["chart"], case["options"], series, case.get("plotted"), result)


def ours(case: Case, rules: str = "anhoej", **more: Any) -> Result:
    """What we make of the same input. A phase that ends after point k (1-based) is followed by one from index k on."""
    values, denominators = case.series["y"], case.series.get("n")
    if case.series["kind"] == "subgroup":
        groups: list[list[float | None]] = [[] for _group in range(case.series["n_points"])]
        for place, value in zip(case.series["x"], values, strict=True):
            groups[place - 1].append(value)
        values, denominators = (groups if case.chart in ("xbar", "s") else case.plotted), None
    if case.chart in ("c", "g", "t"):
        denominators = None
    options = case.options
    return analyse(
        values,
        denominators,
        chart="iprime" if case.chart == "ip" else case.chart,
        rules=rules,
        freeze=options.get("freeze"),
        splits=tuple(options.get("part", ())),
        exclude=tuple(index - 1 for index in options.get("exclude", ())),
        screening=options.get("screened_mr", True),
        can_be_negative=options.get("y_neg", True),
        **more,
    )


def marked(result: Result, rule: str) -> list[int]:
    """The 1-based points that carry a rule's signal."""
    return [point.index + 1 for point in result.points if rule in point.signals]


def unlike(ours_: float | None, theirs: float | None, scale: float) -> bool:
    """Whether two numbers differ by more than the vectors' tolerance."""
    if ours_ is None or theirs is None:
        return ours_ is not theirs
    return abs(ours_ - theirs) > 1e-9 * max(abs(ours_), abs(theirs), 0.001 * scale)


def lines_differ(result: Result, phases: list[dict[str, Any]], names: tuple[str, ...] = ("cl", "lcl", "ucl")) -> bool:
    """Whether any line of any phase differs from a peer's, which gives one number or one a point."""
    assert [(one.start + 1, one.end + 1) for one in result.phases] == [(one["from"], one["to"]) for one in phases]
    scale = max((abs(point.value) for point in result.points if point.value is not None), default=0.0)
    for ours_, theirs in zip(result.phases, phases, strict=True):
        points = result.points[ours_.start : ours_.end + 1]
        for name in names:
            given = theirs.get(name)
            line = given if isinstance(given, list) else [given] * len(points)
            own = [point.centre if name == "cl" else point.lcl if name == "lcl" else point.ucl for point in points]
            if any(unlike(one, other, scale) for one, other in zip(own, line, strict=True)):
                return True
    return False
