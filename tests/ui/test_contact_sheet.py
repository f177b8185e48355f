"""Trying all styles: every card is painted, also when the page goes in the middle. The worker is played by the test."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from pipeline.studio import Studio
from presets import new_preset
from ui import contact_sheet
from ui.actions import Actions
from ui.contact_sheet import attach, try_styles
from ui.examples import Gallery
from ui.form import Form, OrderDesk
from ui.shelf import Shelf

FORM = Form(prompt="a cat", seed=3)


@pytest.fixture
def actions(studio: Studio, desk: OrderDesk, tmp_path: Path) -> Actions:
    return Actions(studio, desk, Gallery(tmp_path / "examples"), tmp_path / "sample.png")


class Hand:
    """Paints what is in the line, one job a moment. `series`, `negatives`: those of the jobs that it had."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.series: list[str] = []
        self.negatives: list[str] = []

    async def paint(self) -> None:
        while True:
            job = self.studio.next_job(wait=False)
            if job is not None:
                self.series.append(job.series)
                self.negatives.append(job.request.negative_prompt)
                job.begin()
                finished: Any = SimpleNamespace(images=(Image.new("RGB", (8, 8), "teal"),))
                job.finished = finished
                job.end("done")
            await asyncio.sleep(0.01)


def played(actions: Actions, scene: Coroutine[Any, Any, None]) -> Hand:
    """Runs the scene while a hand paints; gives back the hand when no trial runs any more."""
    hand = Hand(actions.studio)

    async def go() -> None:
        painting = asyncio.create_task(hand.paint())
        await asyncio.wait_for(scene, 30)
        while actions.trials:
            await asyncio.sleep(0.01)
        painting.cancel()

    asyncio.run(go())
    return hand


def painted(shelf: Shelf) -> list[str]:
    return [card["key"] for card in shelf.cards() if card["painted"]]


def test_every_style_is_painted_onto_its_card_in_one_series(actions: Actions, shelf: Shelf) -> None:
    shown: list[Any] = []

    async def scene() -> None:
        async for *stage, cards, _ in try_styles(actions, shelf, FORM, "me"):
            shown.append((stage, cards))

    hand = played(actions, scene())
    assert painted(shelf) == [card["key"] for card in shelf.cards()]
    assert len(hand.series) == len(shelf.cards()) and len(set(hand.series)) == 1 and hand.series[0]
    last = shown[-1][0]
    assert (last[1]["interactive"], last[2]["interactive"]) == (True, False)


def test_a_page_that_goes_in_the_middle_drops_no_card(actions: Actions, shelf: Shelf) -> None:
    """Under load a connection broke: the stage said Done after the fifth of eight styles, and that was all."""

    async def scene() -> None:
        async with aclosing(try_styles(actions, shelf, FORM, "me")) as sheets:
            async for _ in sheets:
                if len(painted(shelf)) == 2:
                    break

    played(actions, scene())
    assert len(painted(shelf)) == len(shelf.cards())


def test_a_page_that_comes_back_goes_on_watching_and_nobody_else_does(actions: Actions, shelf: Shelf) -> None:
    seen: list[Any] = []

    async def scene() -> None:
        async with aclosing(try_styles(actions, shelf, FORM, "me")) as sheets:
            await anext(sheets)
        async with aclosing(attach(actions, "", "somebody else")) as sheets:
            stranger = await anext(sheets)
        assert stranger[0]["state"] == "idle"
        async for *_, seed in attach(actions, "", "me"):
            seen.append(seed)

    played(actions, scene())
    assert 3 in seen  # the stage of the trial, with its seed
    assert len(painted(shelf)) == len(shelf.cards())


def test_stop_between_two_styles_ends_the_trial(
    actions: Actions, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pressed when one style was done and the next one not begun, Stop once found nothing to stop."""
    real = contact_sheet._keep

    def pressed(shelf: Shelf, key: str, job: Any) -> bytes:
        actions.stop(job.id, "me")
        return real(shelf, key, job)

    monkeypatch.setattr(contact_sheet, "_keep", pressed)

    async def scene() -> None:
        async for _ in try_styles(actions, shelf, FORM, "me"):
            pass

    played(actions, scene())
    assert len(painted(shelf)) == 1


def test_a_trial_that_everybody_has_left_ends_after_a_while(
    actions: Actions, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contact_sheet, "ALONE_S", 0.0)

    async def scene() -> None:
        async with aclosing(try_styles(actions, shelf, FORM, "me")) as sheets:
            await anext(sheets)

    played(actions, scene())
    assert len(painted(shelf)) < len(shelf.cards())


def test_one_card_is_no_series_and_a_bad_seed_is_said(actions: Actions, shelf: Shelf) -> None:
    told: list[Any] = []

    async def scene() -> None:
        async for _ in try_styles(actions, shelf, FORM, "me", [shelf.cards()[0]["key"]]):
            pass
        async for sheet in try_styles(actions, shelf, Form(prompt="a cat", seed=-1), "me"):
            told.append(sheet)

    assert played(actions, scene()).series == [""]
    assert len(told) == 1 and told[0][0]["error"].startswith("Seed: got -1")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("photo", ["colour, blurry", "photo"]),
        ("colour, blurry", ["colour, blurry", "photo"]),  # left over from another style, as choosing a card sees it
        ("", ["colour, blurry", "photo"]),
        ("dogs", ["dogs", "dogs"]),
    ],
)
def test_each_style_brings_its_own_negative_prompt_unless_the_person_wrote_one(
    actions: Actions, shelf: Shelf, written: str, expected: list[str]
) -> None:
    """What the chosen style had put into the field was painted into all the others."""
    inky, toony = (
        shelf.store.save(new_preset(name=name, prompt_template="{prompt}", negative_prompt=negative))
        for name, negative in (("Inky", "colour, blurry"), ("Toony", "photo"))
    )
    shelf_keys = [card["key"] for card in shelf.cards()]

    async def scene() -> None:
        async for _ in try_styles(actions, shelf, replace(FORM, style=toony.key, negative_prompt=written), "me"):
            pass

    hand = played(actions, scene())
    painted_by = dict(zip([*shelf_keys], hand.negatives, strict=False))
    assert sorted([painted_by.get(inky.key), painted_by.get(toony.key)], key=str) == sorted(expected)
