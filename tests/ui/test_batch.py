"""Many photos through a style of one's own, with the built-in painter left out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from presets import Preset
from ui import batch
from ui.actions import Actions
from ui.batch_folder import BatchFolder, Outcome
from ui.examples import Gallery
from ui.form import Form, OrderDesk
from ui.shelf import Shelf


@pytest.fixture
def press(studio: Any, desk: OrderDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Presses "Paint them all" and gives back the folder's address."""
    actions = Actions(studio, desk, Gallery(tmp_path / "examples"), tmp_path / "sample.png")

    async def painted(_: Any, folder: BatchFolder, *__: Any) -> AsyncGenerator[Any, None]:
        folder.note(Outcome(photo="cat.png", file="cat.png"))
        stages: list[Any] = []  # nothing is shown of it
        for stage in stages:
            yield stage

    monkeypatch.setattr(batch, "_one", painted)

    async def go(form: Form) -> str:
        told = [each async for each in batch.paint_photos(actions, tmp_path / "batches", form, ["cat.png"], "me")]
        return str(told[-1][3]["archive"])

    return lambda form: asyncio.run(go(form))


def test_a_batch_begins_anew_once_its_style_was_edited(press: Any, shelf: Shelf, ink: Preset) -> None:
    form = Form(prompt="a cat", style=ink.key, seed=7)
    first = press(form)
    assert press(form) == first
    shelf.store.save(ink.model_copy(update={"prompt_template": "chalk drawing of {prompt}"}), replace=True)
    assert press(form) != first
    shelf.store.save(ink.model_copy(update={"num_steps": 13}), replace=True)
    assert press(form) != first
    shelf.store.save(ink, replace=True)
    assert press(form) == first


def test_a_batch_begins_anew_for_other_settings_and_not_for_another_preview(press: Any, ink: Preset) -> None:
    form = Form(prompt="a cat", style=ink.key, seed=7, variation_strength=0.2)
    first = press(form)
    others = [
        replace(form, seed=8),
        replace(form, fit="Pad"),
        replace(form, all_steps=True),
        replace(form, variation_seed=3),
    ]
    assert len({first, *map(press, others)}) == 5
    assert press(replace(form, preview="Auto")) == first
