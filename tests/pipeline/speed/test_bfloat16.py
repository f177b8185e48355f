"""bfloat16 is used where it is quicker, not where it is only there."""

from __future__ import annotations

import pytest
import torch

from pipeline.speed import bfloat16

CPU = torch.device("cpu")


@pytest.mark.parametrize(
    ("flag", "bfloat16_s", "expected"),
    [(True, 1.0, True), (True, 3.0, False), (False, 1.0, False)],
    ids=["quicker", "slower", "emulated"],
)
def test_both_the_flag_and_the_clock_decide(
    monkeypatch: pytest.MonkeyPatch, flag: bool, bfloat16_s: float, expected: bool
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_bf16": flag})
    monkeypatch.setattr(bfloat16, "_product_s", lambda dtype: bfloat16_s if dtype == torch.bfloat16 else 2.0)
    bfloat16.is_quicker_on_cpu.cache_clear()
    assert bfloat16.multiplies_in_bfloat16(CPU) is expected
    bfloat16.is_quicker_on_cpu.cache_clear()


def test_the_answer_stays_the_same() -> None:
    assert len({bfloat16.multiplies_in_bfloat16(CPU) for _ in range(5)}) == 1
    assert not bfloat16.multiplies_in_bfloat16(torch.device("meta"))
