"""Many photos through a style of one's own, also when the page goes in the middle. The worker is played by the test."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.request import Blended, GenerationRequest
from presets import Preset
from tests.ui.hand import Hand, played, shown_in
from ui.examples import ExampleRuns
from ui.form.form import Form, FormParser
from ui.painting import batch, series
from ui.painting.actions import Actions
from ui.painting.batch import paint_photos
from ui.painting.batch_folder import BatchFolder
from ui.painting.reattach import attach
from ui.painting.series import time_left
from ui.styles.styles import Styles

FORM = Form(prompt="a cat", seed=7)


@pytest.fixture
def actions(studio: Any, forms: FormParser, tmp_path: Path) -> Actions:
    return Actions(studio, forms, ExampleRuns(tmp_path / "examples"))


@pytest.fixture
def photos(uploads: Path) -> list[dict[str, str]]:
    """Three that can be painted, and between them one that is none."""
    for colour in ("grey", "orange", "teal"):
        Image.new("RGB", (80, 64), colour).save(uploads / f"{colour}.png")
    (uploads / "broken.jpg").write_bytes(b"not a picture")
    names = ("grey.png", "broken.jpg", "orange.png", "teal.png")
    return [{"path": str(uploads / name), "orig_name": f"cats/{name}"} for name in names]


Press = Callable[..., tuple[list[Any], Hand]]


@pytest.fixture
def press(actions: Actions, tmp_path: Path) -> Press:
    """Presses "Paint them all"; gives back everything that the page was told, and who painted."""

    def go(
        form: Form, photos: Any, *, leaving_after: int = 10_000, every_moment: bool = False
    ) -> tuple[list[Any], Hand]:
        told: list[Any] = []
        seen = shown_in(told)

        async def scene() -> None:
            async with aclosing(paint_photos(actions, tmp_path / "batches", form, photos, "me")) as views:
                async for updates in views:
                    told.append(updates)
                    if len(told) == leaving_after:
                        break

        return told, played(actions, scene(), seen=lambda job: not every_moment or seen(job))

    return go


def stage_of(updates: dict[str, Any]) -> dict[str, Any]:
    """What the stage was told, {} where it stays as it is."""
    stage: dict[str, Any] = updates.get("stage", {})
    return stage


def report_of(told: list[Any]) -> dict[str, Any]:
    """The last that the panel was told."""
    reports: list[dict[str, Any]] = [updates["batch_report"] for updates in told if "batch_report" in updates]
    assert all("archive" in report for report in reports)
    return reports[-1]


def rows(tmp_path: Path, report: dict[str, Any]) -> list[list[str]]:
    token = report["archive"].removeprefix("batches/").removesuffix(".zip")
    return list(csv.reader((tmp_path / "batches" / token / "report.csv").read_text().splitlines()))


def test_every_photo_is_painted_and_what_is_none_is_named(press: Press, photos: list[Any], tmp_path: Path) -> None:
    left_out = [{"name": "cats/film.mp4", "why": "kind"}, {"name": "cats/huge.png", "why": "large"}, "nonsense"]
    told, hand = press(FORM, {"photos": photos, "left_out": left_out, "uploading": 0})
    report = report_of(told)
    assert report["text"] == "3 of 4 photos are painted."
    assert [problem["photo"] for problem in report["problems"]] == [
        "cats/film.mp4", "cats/huge.png", "a file", "cats/broken.jpg",
    ]  # fmt: skip
    assert "larger than 15 MB" in report["problems"][1]["reason"]
    assert len(hand.requests) == 3 and len(set(hand.series)) == 1 and hand.series[0]
    assert [row[0] for row in rows(tmp_path, report)][-2:] == ["cats/orange.png", "cats/teal.png"]
    again, idle = press(FORM, {"photos": photos})
    assert idle.requests == [] and report_of(again)["text"] == report["text"]


@pytest.mark.usefixtures("_a_second_each")
def test_the_whole_is_told_with_the_time_that_is_left(press: Press, photos: list[Any]) -> None:
    told, _ = press(FORM, {"photos": photos}, every_moment=True)
    notes = [stage_of(updates)["notes"][0] for updates in told if stage_of(updates).get("notes")]
    assert notes[0] == "Photo 1 of 4: cats/grey.png."
    assert "Photo 4 of 4, a few seconds left: cats/teal.png." in notes
    assert [report_of(told[:end])["done"] for end in range(1, len(told))][-1] == 4


def test_a_page_that_goes_in_the_middle_drops_no_photo_and_finds_the_report_again(
    actions: Actions, press: Press, photos: list[Any]
) -> None:
    """The photos lived in what the page listened to: a reload left the rest of them unpainted."""
    _, hand = press(FORM, {"photos": photos}, leaving_after=3)
    assert len(hand.requests) == 3

    async def later(owner: str) -> Any:
        async with aclosing(attach(actions, "", owner)) as views:
            return await anext(views)

    assert asyncio.run(later("me"))["batch_report"]["text"] == "3 of 4 photos are painted."
    assert "batch_report" not in asyncio.run(later("somebody else"))


def test_a_page_that_comes_back_sees_stage_and_report_of_the_photos_that_are_painted(
    actions: Actions, photos: list[Any], tmp_path: Path
) -> None:
    seen: list[Any] = []

    async def scene() -> None:
        async with aclosing(paint_photos(actions, tmp_path, FORM, {"photos": photos}, "me")) as views:
            await anext(views)
        async for updates in attach(actions, "", "me"):
            seen.append(updates)

    played(actions, scene())
    assert seen[0]["batch_report"]["total"] == 4 and 7 in [updates.get("seed") for updates in seen]
    assert report_of(seen)["text"] == "3 of 4 photos are painted."


def test_stop_between_two_photos_ends_the_batch_and_pressing_again_goes_on(
    actions: Actions, press: Press, photos: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = batch.Batch._hold_uploads

    def pressed(self: Any, place: int) -> None:
        if place == 2:
            actions.stop("", "me")
        real(self, place)

    monkeypatch.setattr(batch.Batch, "_hold_uploads", pressed)
    told, hand = press(FORM, {"photos": photos})
    assert "press the button again" in report_of(told)["text"] and len(hand.requests) == 2
    monkeypatch.undo()
    told, hand = press(FORM, {"photos": photos})
    assert report_of(told)["text"] == "3 of 4 photos are painted." and len(hand.requests) == 1


def test_skip_gives_up_one_photo_and_the_others_are_painted(
    actions: Actions, photos: list[Any], tmp_path: Path
) -> None:
    told: list[Any] = []

    async def scene() -> None:
        async with aclosing(paint_photos(actions, tmp_path / "batches", FORM, {"photos": photos}, "me")) as views:
            async for updates in views:
                told.append(updates)
                stage = stage_of(updates)
                if stage.get("state") == "loading" and "orange" in stage["notes"][0]:
                    assert stage["series"] is True
                    actions.skip(stage["job"], "somebody else")
                    actions.skip("another painting", "me")
                    actions.skip(stage["job"], "me")

    hand = played(actions, scene(), lingers=1)
    report = report_of(told)
    assert len(hand.requests) == 3 and report["text"] == "2 of 4 photos are painted."
    assert {"photo": "cats/orange.png", "reason": "Skipped."} in report["problems"]


def test_a_batch_that_everybody_has_left_ends_after_a_while(
    press: Press, photos: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(series, "ALONE_S", 0.0)
    _, hand = press(FORM, {"photos": photos}, leaving_after=2)
    assert len(hand.requests) < 3


@pytest.mark.parametrize(
    ("photos", "told"),
    [
        (None, "Photos: got 0"),
        ({"photos": "x"}, "Photos: got 0"),
        ({"photos": ["x"] * 501}, "Photos: got 501"),
        ({"photos": ["x"], "uploading": 3}, "Photos: some are still on their way"),
    ],
)
def test_what_is_no_choice_of_photos_is_said(press: Press, photos: Any, told: str) -> None:
    views, hand = press(FORM, photos)
    assert len(views) == 1 and list(views[0]) == ["stage"] and hand.requests == []
    assert stage_of(views[0])["error"].startswith(told)


def test_a_batch_begins_anew_once_its_style_was_edited(
    press: Press, photos: list[Any], styles: Styles, ink: Preset
) -> None:
    def address(form: Form) -> str:
        return str(report_of(press(form, {"photos": photos[:1]})[0])["archive"])

    form = replace(FORM, style=ink.key)
    first = address(form)
    assert address(form) == first
    styles.store.save(ink.model_copy(update={"prompt_template": "chalk drawing of {prompt}"}), replace=True)
    assert address(form) != first
    styles.store.save(ink.model_copy(update={"num_steps": 13}), replace=True)
    assert address(form) != first
    styles.store.save(ink, replace=True)
    assert address(form) == first


def test_a_batch_begins_anew_for_other_settings_and_not_for_another_preview(
    press: Press, photos: list[Any], ink: Preset
) -> None:
    def address(form: Form) -> str:
        return str(report_of(press(form, {"photos": photos[:1]})[0])["archive"])

    form = replace(FORM, style=ink.key, variation_strength=0.2)
    others = [
        replace(form, seed=8),
        replace(form, fit="Pad"),
        replace(form, all_steps=True),
        replace(form, variation_seed=3),
    ]
    assert len({address(form), *map(address, others)}) == 5
    assert address(replace(form, preview="Auto")) == address(form)


def test_a_batch_that_was_begun_before_requests_had_parts_is_found_by_the_same_settings(tmp_path: Path) -> None:
    request = GenerationRequest(
        prompt="a cat", model="tiny", num_steps=3, seed=4, width_px=64, height_px=64, scheduler="DDIM",
        blend=(Blended(prompt="a dog", weight=0.25),), variation_strength=0.25, variation_seed=7,
    )  # fmt: skip
    settings = batch._settings_but_the_photo(request, Form(fit="Pad", variation_seed=7))
    assert BatchFolder(tmp_path, "ann", settings).token == "0256fcf0f93c3deb6e72379dbe61eb46"


@pytest.mark.parametrize(
    ("left_s", "words"),
    [
        (0.4, "a few seconds left"), (11, "about 10 seconds left"), (49, "about 50 seconds left"),
        (60, "about a minute left"), (119, "about 2 minutes left"), (3600, "about 60 minutes left"),
        (5400, "about 1.5 hours left"),
    ],
)  # fmt: skip
def test_a_time_is_told_in_words_that_promise_no_more_than_is_known(left_s: float, words: str) -> None:
    assert time_left(left_s) == words
