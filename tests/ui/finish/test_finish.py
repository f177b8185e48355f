"""The routes and controls of the Finish panel, over an example's finished picture."""

from __future__ import annotations

import asyncio
import gc
import io
import re
import threading
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from PIL import Image, ImageDraw
from starlette.types import Message, Scope

from pipeline.engine.studio import Studio
from pipeline.events import Finished
from pipeline.finish import parse_finish
from pipeline.metadata.picture_files import find_settings
from pipeline.request import GenerationRequest
from pipeline.run.run import Run
from ui.examples import ExampleRuns
from ui.finish.controls import DEFAULTS, build_template
from ui.finish.finisher import Finisher
from ui.finish.routes import finish_routes
from ui.settings import ASSETS
from ui.stage.saved_runs import SavedRuns

SETTINGS = {"prompt": "a cat", "seed": 7, "num_steps": 3, "guidance_scale": 5.0, "width_px": 64, "height_px": 64}


def cat(colour: str) -> Image.Image:
    picture = Image.new("RGB", (64, 64), "skyblue")
    ImageDraw.Draw(picture).ellipse((14, 14, 50, 50), fill=colour, outline="black", width=2)
    return picture


@pytest.fixture
def job(studio: Studio) -> str:
    """A finished job of two pictures after a photo."""
    request = GenerationRequest(model=studio.catalog.default, photo=cat("tan"), num_images=2, width_px=64, height_px=64)
    painted = studio.submit(request, "somebody")
    images = (cat("orange"), cat("white"))
    run = Run(settings={**SETTINGS, "num_images": 2}, num_steps=3, num_images=2, images=images)
    painted.finished = Finished(images=images, run=run, elapsed_s=1, peak_mib=1, preview_cost=0)
    return painted.id


@pytest.fixture
def site(studio: Studio) -> FastAPI:
    app = FastAPI()
    app.include_router(finish_routes(Finisher(studio, SavedRuns(ExampleRuns(ASSETS / "examples"), None))))
    return app


@pytest.fixture
def client(site: FastAPI) -> Iterator[TestClient]:
    with TestClient(site) as opened:
        yield opened


def picture_at(client: TestClient, address: str) -> Image.Image:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    opened = Image.open(io.BytesIO(answer.content))
    opened.load()
    return opened


def test_a_preview_shows_the_wish_on_the_picture_that_was_chosen(client: TestClient, job: str) -> None:
    plain, second, cut = (
        picture_at(client, f"/frames/{job}/finish.webp{query}") for query in ("", "?image=1", "?cut_out=1")
    )
    assert plain.convert("RGB").tobytes() != second.convert("RGB").tobytes()
    assert cut.convert("RGBA").getpixel((0, 0))[3] == 0  # type: ignore[index]


def test_a_preview_says_where_the_words_are(client: TestClient, job: str) -> None:
    told = client.get(f"/frames/{job}/finish.webp?text=MAU&x=0.5&y=0.5").headers["x-lettering"]
    left, top, width, height = map(float, told.split(","))
    assert (left + width / 2, top + height / 2) == pytest.approx((0.5, 0.5), abs=0.02)
    assert client.get(f"/frames/{job}/finish.webp").headers["x-lettering"] == ""


def test_a_letter_that_cannot_be_set_is_named_without_an_error_status(client: TestClient, job: str) -> None:
    answer = client.get(f"/frames/{job}/finish.webp", params={"text": "Mau 🐱"})
    assert answer.status_code == 200
    assert answer.json()["field"] == "Lettering"
    assert "cat face" in answer.json()["message"]


@pytest.mark.parametrize("query", ["contrast=1e9", "num_colours=1", "text=a&font=../x", "text=a&fill=red", "who=1"])
def test_a_file_with_a_wrong_wish_is_refused_by_name(client: TestClient, job: str, query: str) -> None:
    answer = client.get(f"/frames/{job}/finished-png?{query}")
    assert answer.status_code == 422
    assert answer.json()["field"]
    assert client.get(f"/frames/{job}/contact-sheet.pdf?{query}").status_code == 422


def test_a_file_is_named_by_its_seed_and_carries_its_settings_unless_that_is_switched_off(
    client: TestClient, job: str
) -> None:
    answer = client.get(f"/frames/{job}/finished-jpeg?image=1&contrast=9")
    assert 'filename="emerge-8-finished.jpg"' in answer.headers["content-disposition"]
    assert find_settings(io.BytesIO(answer.content)).settings["seed"] == 8
    silent = client.get(f"/frames/{job}/finished-jpeg?settings=0").content
    assert b"Steps" not in silent and "Steps".encode("utf-16-be") not in silent


def test_several_pictures_come_on_one_sheet(client: TestClient, job: str) -> None:
    answer = client.get(f"/frames/{job}/contact-sheet.pdf?num_colours=4")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    title = "a cat".encode("utf-16-be")
    assert title in answer.content or b"a cat" in answer.content
    silent = client.get(f"/frames/{job}/contact-sheet.pdf?settings=0").content
    assert title not in silent and b"a cat" not in silent


def test_the_panel_is_told_what_there_is(client: TestClient, job: str) -> None:
    told = client.get(f"/frames/{job}/finish.json").json()
    assert (told["count"], told["seed"], told["photo"]) == (2, 7, True)
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in told["palette"])
    assert {"png", "jpeg", "tiff", "print"} <= {each["kind"] for each in told["kinds"]}


async def leave_after_a_line(site: FastAPI, path: str, query: bytes) -> list[bytes]:
    """Asks as uvicorn does, for a client that is gone once the first bytes have come. Gives back what came."""
    came: list[bytes] = []
    first = asyncio.Event()

    async def receive() -> Message:
        await first.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message.get("body"):
            came.append(message["body"])
            first.set()
            await asyncio.sleep(60)

    scope: Scope = {"type": "http", "asgi": {"spec_version": "2.3"}, "method": "GET", "path": path, "headers": []}
    await site({**scope, "query_string": query}, receive, send)
    return came


def test_who_leaves_in_the_middle_of_upscaling_lets_others_finish_their_pictures(site: FastAPI, job: str) -> None:
    """A closed tab kept the finisher locked: no preview and no file for anybody until Python collected its garbage."""
    answers: list[int] = []

    def ask() -> None:
        answers.append(TestClient(site).get(f"/frames/{job}/finished-png").status_code)

    async def leave_and_ask() -> None:
        assert await leave_after_a_line(site, f"/frames/{job}/upscale", b"upscale=4") == [b"1 2\n"]
        other = threading.Thread(target=ask, daemon=True)
        other.start()
        await asyncio.to_thread(other.join, 20)

    gc.disable()
    try:
        asyncio.run(leave_and_ask())
    finally:
        gc.enable()
    assert answers == [200]


def test_an_example_can_be_finished_too(client: TestClient) -> None:
    example = next(iter(ExampleRuns(ASSETS / "examples").runs))
    assert client.get(f"/frames/{example}/finish.json").json()["photo"] is False
    picture_at(client, f"/frames/{example}/finish.webp?vibrance=40")


@pytest.mark.parametrize("name", ["finish.webp", "finish.json", "finished-png", "contact-sheet.pdf"])
def test_of_what_is_not_there_nothing_is_given(client: TestClient, job: str, studio: Studio, name: str) -> None:
    unfinished = studio.submit(GenerationRequest(model=studio.catalog.default), "somebody").id
    for address in (f"/frames/nobody/{name}", f"/frames/{unfinished}/{name}"):
        assert client.get(address).status_code == 404
    if name != "contact-sheet.pdf":
        assert client.get(f"/frames/{job}/{name}?image=2").status_code == 404
        assert client.get(f"/frames/{job}/{name}?image=-1").status_code == 404


def test_every_control_stands_at_a_value_that_is_allowed_and_that_is_the_default() -> None:
    template = build_template()
    named = dict(re.findall(r'<input type="(?:range|color)" name="(\w+)"[^>]* value="([^"]+)"', template))
    assert set(named) <= set(DEFAULTS)
    assert parse_finish(
        {name: value for name, value in named.items() if name != "num_colours"} | {"text": "a", "cut_out": "1"}
    )
    for name, value in named.items():
        assert name == "num_colours" or value == (
            f"{DEFAULTS[name]:g}" if not isinstance(DEFAULTS[name], str) else DEFAULTS[name]
        )


def test_every_control_of_the_panel_has_a_help_text() -> None:
    template = build_template()
    for helped in re.findall(r'aria-describedby="([\w-]+)"', template):
        assert f'id="{helped}"' in template
    assert len(re.findall(r'type="range"', template)) == len(re.findall(r'type="range"[^>]*aria-describedby', template))
    assert "{{" not in template and "${" not in template  # gradio would fill these in
