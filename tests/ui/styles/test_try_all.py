"""Trying all styles: every card is painted, also when the page goes in the middle. The worker is played by the test."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from pipeline.engine.job import Job
from pipeline.engine.studio import Studio
from presets import new_preset
from tests.ui.hand import played
from tests.ui.values import values
from ui.examples import ExampleRuns
from ui.form.form import Form, FormParser
from ui.painting import series
from ui.painting.actions import Actions
from ui.painting.reattach import attach
from ui.styles import try_all
from ui.styles.styles import Styles
from ui.styles.try_all import open_card, try_styles

FORM = Form(prompt="a cat", seed=3)


@pytest.fixture
def actions(studio: Studio, forms: FormParser, tmp_path: Path) -> Actions:
    return Actions(studio, forms, ExampleRuns(tmp_path / "examples"))


def painted(styles: Styles) -> list[str]:
    return [card["key"] for card in styles.cards() if card["painted"]]


def test_every_style_is_painted_onto_its_card_in_one_series(actions: Actions, styles: Styles) -> None:
    shown: list[Any] = []

    async def scene() -> None:
        async for updates in try_styles(actions, styles, FORM, "me"):
            shown.append(updates)

    hand = played(actions, scene())
    assert painted(styles) == [card["key"] for card in styles.cards()]
    assert len(hand.series) == len(styles.cards()) and len(set(hand.series)) == 1 and hand.series[0]
    assert (shown[-1]["generate"]["interactive"], shown[-1]["stop"]["interactive"]) == (True, False)


def test_a_page_that_goes_in_the_middle_drops_no_card(actions: Actions, styles: Styles) -> None:
    """Under load a connection broke: the stage said Done after the fifth of eight styles, and that was all."""

    async def scene() -> None:
        async with aclosing(try_styles(actions, styles, FORM, "me")) as views:
            async for _ in views:
                if len(painted(styles)) == 2:
                    break

    played(actions, scene())
    assert len(painted(styles)) == len(styles.cards())


def test_a_page_that_comes_back_goes_on_watching_and_nobody_else_does(actions: Actions, styles: Styles) -> None:
    seen: list[Any] = []

    async def scene() -> None:
        async with aclosing(try_styles(actions, styles, FORM, "me")) as views:
            await anext(views)
        async with aclosing(attach(actions, "", "somebody else")) as views:
            stranger: Any = await anext(views)
        assert stranger["stage"]["state"] == "idle"
        async for updates in attach(actions, "", "me"):
            seen.append(updates.get("seed"))

    played(actions, scene())
    assert 3 in seen  # the stage of the trial, with its seed
    assert len(painted(styles)) == len(styles.cards())


def test_skip_leaves_one_card_as_it_was_and_goes_on(actions: Actions, styles: Styles) -> None:
    async def scene() -> None:
        async with aclosing(try_styles(actions, styles, FORM, "me")) as views:
            updates: Any
            async for updates in views:
                stage = updates.get("stage", {})
                if stage.get("state") == "loading" and len(painted(styles)) == 2:
                    actions.skip(stage["job"], "me")

    played(actions, scene(), lingers=2)
    cards = styles.cards()
    assert painted(styles) == [card["key"] for card in cards if card["key"] != cards[2]["key"]]


def test_stop_between_two_styles_ends_the_trial(
    actions: Actions, styles: Styles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pressed when one style was done and the next one not begun, Stop once found nothing to stop."""
    real = try_all._keep_thumbnail

    def pressed(styles: Styles, key: str, job: Any) -> Any:
        actions.stop(job.id, "me")
        return real(styles, key, job)

    monkeypatch.setattr(try_all, "_keep_thumbnail", pressed)

    async def scene() -> None:
        async for _ in try_styles(actions, styles, FORM, "me"):
            pass

    played(actions, scene())
    assert len(painted(styles)) == 1


def test_a_trial_that_everybody_has_left_ends_after_a_while(
    actions: Actions, styles: Styles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(series, "ALONE_S", 0.0)

    async def scene() -> None:
        async with aclosing(try_styles(actions, styles, FORM, "me")) as views:
            await anext(views)

    played(actions, scene())
    assert len(painted(styles)) < len(styles.cards())


def test_one_card_is_no_series_and_a_bad_seed_is_said(actions: Actions, styles: Styles) -> None:
    shown: list[Any] = []

    async def scene() -> None:
        async for _ in try_styles(actions, styles, FORM, "me", [styles.cards()[0]["key"]]):
            pass
        async for updates in try_styles(actions, styles, Form(prompt="a cat", seed=-1), "me"):
            shown.append(updates)

    assert played(actions, scene()).series == [""]
    assert len(shown) == 1 and shown[0]["stage"]["error"].startswith("Seed: got -1")


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
    actions: Actions, styles: Styles, written: str, expected: list[str]
) -> None:
    """What the chosen style had put into the field was painted into all the others."""
    inky, toony = (
        styles.store.save(new_preset(name=name, prompt_template="{prompt}", negative_prompt=negative))
        for name, negative in (("Inky", "colour, blurry"), ("Toony", "photo"))
    )
    keys = [card["key"] for card in styles.cards()]

    async def scene() -> None:
        async for _ in try_styles(actions, styles, replace(FORM, style=toony.key, negative_prompt=written), "me"):
            pass

    hand = played(actions, scene())
    painted_by = dict(zip([*keys], [request.negative_prompt for request in hand.requests], strict=False))
    assert sorted([painted_by.get(inky.key), painted_by.get(toony.key)], key=str) == sorted(expected)


def test_more_styles_than_two_dozen_are_all_tried_in_the_order_of_the_cards(actions: Actions, styles: Styles) -> None:
    """It stopped after the first two dozen."""
    for number in range(17):
        styles.store.save(new_preset(name=f"Own {number}", prompt_template=f"own {number}, {{prompt}}"))
    shown: list[Any] = []

    async def scene() -> None:
        async for updates in try_styles(actions, styles, FORM, "me"):
            shown.append(updates)

    def seen(job: Job) -> bool:
        return any(updates.get("stage", {}).get("job") == job.id for updates in shown)

    hand = played(actions, scene(), seen=seen)
    assert painted(styles) == [card["key"] for card in styles.cards()]
    own = [request.prompt for request in hand.requests if request.prompt.startswith("own ")]
    assert own == [f"own {card['name'].split()[1]}, a cat" for card in styles.cards() if card["own"]]
    last = [updates["style"] for updates in shown if "style" in updates][-1].props["tried"]
    count = len(styles.cards())
    assert last["text"] == f"{count} of {count} styles are tried." and len(last["cards"]) == count
    notes = [updates["stage"]["notes"][0] for updates in shown if updates.get("stage", {}).get("notes")]
    assert notes[0].startswith("Style 1 of ") and notes[-1].startswith(f"Style {count} of {count}: ")
    assert any(note.startswith(f"Style {count} of {count}, a few seconds left: ") for note in notes)


def test_only_what_the_cards_show_is_tried_and_keeps_the_seed_that_it_was_tried_with(
    actions: Actions, styles: Styles
) -> None:
    async def scene() -> None:
        async for _ in try_styles(actions, styles, FORM, "me", ["pencil", "manga", "gone", 7]):
            pass

    assert len(played(actions, scene()).requests) == 2
    assert {card["key"]: card["seed"] for card in styles.cards() if card["painted"]} == {"manga": 3, "pencil": 3}
    styles.unpaint("manga")
    assert {card["key"] for card in styles.cards() if card["seed"] is not None} == {"pencil"}


def test_a_tried_card_opens_as_a_full_run_with_its_seed(styles: Styles) -> None:
    page = values(style="", negative_prompt="", model="paper", negative_by_style="")
    opened: Any = open_card(styles, page, {"key": "manga", "seed": 3})
    manga = styles.store.find("manga")
    assert (opened["style"].value, opened["seed"], opened["num_steps"]) == ("manga", 3, manga.num_steps)
    assert (opened["negative_prompt"], opened["guidance_scale"]) == (manga.negative_prompt, manga.guidance_scale)
    assert "seed" not in open_card(styles, page, {"key": "manga", "seed": None})
    for wrong in ({"key": "gone", "seed": 3}, {"key": "manga", "seed": "x"}, {}):
        with pytest.raises(gr.Error):
            open_card(styles, page, wrong)
