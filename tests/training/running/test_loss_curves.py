"""What a stage says is kept and drawn."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from training.running import loss_curves, loss_log
from training.running.loss_log import LossLog, read_losses


def test_losses_are_kept_over_resumed_runs_and_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(loss_log, "LOG_EVERY_S", 0.0)
    monkeypatch.setenv("EMERGE_TRAIN_DIR", str(tmp_path))
    checkpoint = tmp_path / "smoke" / "flow-3.pt"
    checkpoint.parent.mkdir()
    for step, loss in ((1, 0.5), (2, 0.25), (3, 0.125)):
        LossLog(checkpoint).add(loss, step, step / 4)
    assert read_losses(checkpoint) == [(1, 0.5), (2, 0.25), (3, 0.125)]
    assert "flow-3 75.0% step 3 loss 0.1250" in capsys.readouterr().out
    loss_curves.main(["--size", "smoke", "--out", str(tmp_path / "out")])
    svg = ET.fromstring((tmp_path / "out" / "flow-3.svg").read_text())
    texts = [element.text for element in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["flow-3", "0.5", "0.125", "update 1", "3"]


def test_a_stage_that_has_logged_nothing_has_no_losses(tmp_path: Path) -> None:
    assert read_losses(tmp_path / "text.pt") == []
