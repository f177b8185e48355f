"""Goals: what is missed says so."""

from __future__ import annotations

from typing import Any

from training.evaluation.goals import Goal, count_lost_points, format_goals

FEW = {"mau in 20": {"overall": 0.968}, "mau-flow in 4": {"overall": 0.95}, "mau-flow in 8": {"overall": 0.955}}
FOOTPRINT = {
    "mau_mb": 22.0,
    "both_mb": 41.0,
    "score_mb": 3.4,
    "upscaler_mb": 0.13,
    "mau_20_steps_s": 0.7,
    "flow_4_steps_s": 0.31,
}


def _report() -> dict[str, Any]:
    restyle = {"layout": 0.7, "coat": 0.8, "style": 0.79}
    return {
        "autoencoder_db": {"drawings": 27.1, "chelsea": 28.1, "coffee": 25.6, "astronaut": 22.86},
        "attributes": {"overall": {"model": 0.968}, "eye_colour": {"model": 0.84}, "style": {"model": 1.0}},
        "variety": {"diversity": 1.29, "nearest": 1.34},
        "paraphrases": {"overall": 0.93},
        "paraphrases_expected": 0.97,
        "score": 0.994,
        "restyle": {"kept": {"chelsea": restyle, "no cats": restyle, "drawn": restyle}},
    }


def test_a_goal_is_met_at_its_bound_and_missed_beyond_it() -> None:
    least, most = (
        Goal(part="a", what="b", measured=3, bound=3),
        Goal(part="a", what="b", measured=3, bound=3, at_most=True),
    )
    assert least.is_met and most.is_met
    assert not Goal(part="a", what="b", measured=2.9, bound=3).is_met
    assert not Goal(part="a", what="b", measured=3.1, bound=3, at_most=True).is_met


def test_the_table_tells_what_is_missed() -> None:
    table = format_goals(_report(), FEW, FOOTPRINT)
    assert "| autoencoder | held-out drawings | at least 30.00 dB | 27.10 dB | **no** |" in table
    assert "| autoencoder | coffee, never seen | at least 23.00 dB | 25.60 dB | yes |" in table
    assert "| denoiser | the least of them, eye colour | at least 85.0% | 84.0% | **no** |" in table
    assert "| restyle | five drawn cats: hue of the coat kept | at least 80% | 80% | yes |" in table
    assert "| mau-flow | points lost to mau in 20 steps, in 8 steps | at most 1.0 | 1.3 | **no** |" in table
    assert "| speed here | mau-flow, 4 steps | at most 0.30 s | 0.31 s | **no** |" in table
    missed = table.count("**no**")
    assert table.endswith(f"{table.count('| yes |')} of {table.count('| yes |') + missed} goals are met.")


def test_points_are_counted_against_the_attributes_that_were_asked_for() -> None:
    assert round(count_lost_points(_report()), 6) == 4.0
