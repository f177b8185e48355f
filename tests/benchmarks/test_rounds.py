"""The arithmetic of the benchmarks, with arms that take no time."""

from __future__ import annotations

from benchmarks.rounds import WARM_UPS, estimate_median, measure, ratio
from benchmarks.table import Figure


def test_every_arm_runs_once_a_round_and_the_warm_ups_do_not_count() -> None:
    calls: list[str] = []
    timings = measure({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, rounds=5)
    assert [len(values) for values in timings.values()] == [5, 5]
    assert all(set(calls[start : start + 2]) == {"a", "b"} for start in range(0, 2 * (5 + WARM_UPS), 2))
    assert calls != ["a", "b"] * (5 + WARM_UPS)


def test_a_ratio_is_the_median_of_the_rounds_and_not_of_the_sums() -> None:
    interval = ratio({"a": [2.0, 200.0, 6.0], "b": [1.0, 100.0, 2.0]}, "a", "b")
    assert interval.median == 2.0
    assert (interval.low, interval.high) == (2.0, 3.0)


def test_an_interval_holds_its_median_and_is_the_same_each_time() -> None:
    values = [float(number) for number in range(20)]
    interval = estimate_median(values)
    assert interval.low <= interval.median <= interval.high
    assert interval == estimate_median(values)


def test_a_figure_says_whether_it_keeps_its_goal() -> None:
    facts = {"what": "x", "how": "y", "unit": "", "low": 0.9, "high": 1.1}
    assert Figure(median=1.0, goal=1.01, **facts).met == "yes"  # type: ignore[arg-type]
    assert Figure(median=1.02, goal=1.01, **facts).met == "no"  # type: ignore[arg-type]
    assert Figure(median=1.02, goal=None, **facts).met == ""  # type: ignore[arg-type]
