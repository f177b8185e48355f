"""What programs get: gradio_client and raw HTTP against the real server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from PIL import Image

from tests.browser.house import House

PUBLIC = ["/list_presets", "/paint", "/read_settings", "/save_preset", "/stop"]


@pytest.fixture(scope="module")
def house(old_house: House) -> House:
    """Where styles may stay."""
    return old_house


@pytest.fixture(scope="module")
def client(house: House) -> Iterator[Client]:
    opened = Client(house.url, verbose=False)
    yield opened
    opened.close()


def test_paint_tells_every_step_exactly_once_and_then_gives_the_picture(client: Client) -> None:
    values = list(client.submit("a cat", steps=7, seed=5, api_name="/paint"))
    running = [told["step"] for file, told in values[:-1] if told["step"]]
    assert running == list(range(1, 8))
    assert all(file is None for file, _ in values[:-1])
    path, told = values[-1]
    assert (told["state"], told["seed"], told["prompt"]) == ("done", 5, "a cat")
    with Image.open(path) as picture:
        assert picture.format == "PNG"
    assert client.predict(handle_file(path), api_name="/read_settings")["seed"] == 5


def test_a_photo_can_be_fitted_in_its_own_shape(client: Client, tmp_path: Path) -> None:
    Image.new("RGB", (150, 100), "teal").save(tmp_path / "wide.png")
    told = client.predict("a cat", steps=3, photo=handle_file(tmp_path / "wide.png"), fit="fit", api_name="/paint")[1]
    assert told["width_px"] / told["height_px"] == 1.5
    with pytest.raises(AppError, match="Fit: got 'Stretch'"):
        client.predict("a cat", photo=handle_file(tmp_path / "wide.png"), fit="stretch", api_name="/paint")


def test_a_step_names_the_address_of_its_frame(client: Client, house: House) -> None:
    values = list(client.submit("a cat", steps=3, api_name="/paint"))
    frame = httpx.get(house.url + values[-2][1]["preview_url"])
    assert frame.headers["content-type"] == "image/jpeg"
    assert "immutable" in frame.headers["cache-control"]


def test_the_same_seed_gives_the_same_picture(client: Client) -> None:
    first, second = (client.predict("a cat", steps=3, seed=9, api_name="/paint")[0] for _ in range(2))
    with Image.open(first) as one, Image.open(second) as other:
        assert one.tobytes() == other.tobytes()


def test_stop_stops_this_visitors_running_job(client: Client) -> None:
    job = client.submit("a cat", steps=100, api_name="/paint")
    for told in job:
        if told[1]["step"] >= 2:
            break
    assert client.predict(api_name="/stop") is True
    assert job.result(timeout=60)[1]["state"] == "stopped"
    assert client.predict(api_name="/stop") is False
    assert client.predict("no such job", api_name="/stop") is False


def test_a_saved_preset_is_listed_and_paints(client: Client) -> None:
    finish = {"contrast": 5, "lettering": {"text": "MAU"}}
    saved = client.predict(
        "From a program", "ink of {prompt}", guidance_scale=3, steps=2, finish=finish, api_name="/save_preset"
    )
    assert saved["finish"] == finish
    with pytest.raises(AppError, match="^Contrast: got 101"):
        client.predict("Another", finish={"contrast": 101}, api_name="/save_preset")
    assert saved["key"] in [preset["key"] for preset in client.predict(api_name="/list_presets")]
    told = client.predict("cat", preset="From a program", api_name="/paint")[1]
    assert (told["prompt"], told["guidance_scale"], told["num_steps"]) == ("ink of cat", 3, 2)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"seed": -1}, "Seed: got -1"),
        ({"seed": "abc"}, "Seed: got 'abc'"),
        ({"steps": 0}, "Steps: got 0"),
        ({"guidance_scale": 99}, "Guidance scale: got 99"),
        ({"width": 7}, "Width: got 7"),
        ({"scheduler": "nope"}, "Scheduler: got 'nope'"),
        ({"model": "/etc"}, "Model: got '/etc'"),
        ({"preset": "nope"}, "Preset: got 'nope'"),
        ({"photo": "/etc/passwd"}, "Photo: not an uploaded file"),
    ],
)
def test_a_bad_value_comes_back_by_name(client: Client, fields: dict[str, Any], message: str) -> None:
    with pytest.raises(AppError, match="^" + message.replace("(", r"\(")):
        client.predict("a cat", **fields, api_name="/paint")


def call(house: House, body: str) -> str:
    """The last event of a call, whose body is sent as it is."""
    event = house.raw("call/paint", body).json()["event_id"]
    return httpx.get(f"{house.url}/gradio_api/call/paint/{event}", timeout=60).text


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('{"data":["x",null,"",null,null,null,NaN]}', "Steps: got nan"),
        ('{"data":["x",null,"",null,NaN]}', "Strength: got nan"),
        ('{"data":["x",null,"",null,null,null,null,Infinity]}', "Seed: got inf"),
        ('{"data":["x",null,"",{"path":"/etc/passwd","meta":{"_type":"gradio.FileData"}}]}', "Photo: not an uploaded"),
        ('{"data":["x",null,"",{"path":"http://127.0.0.1:1/a.png","meta":{"_type":"gradio.FileData"}}]}', "Photo: not"),
        ('{"data":["x",null,"",{"path":"/etc/passwd"}]}', "Photo: not an uploaded file"),
        ('{"data":[{"a":1}]}', "Prompt: got"),
        ('{"data":[]}', "Prompt: got None"),
    ],
)
def test_what_gradio_client_would_not_send_is_refused_by_name(house: House, body: str, message: str) -> None:
    answer = call(house, body)
    assert "event: error" in answer
    assert message in json.loads(answer.split("data: ")[1])["error"]


def test_half_of_a_surrogate_pair_does_not_break_the_answer(house: House) -> None:
    answer = call(house, '{"data":["a \\ud800 b",null,"",null,null,null,1]}')
    assert "event: complete" in answer


def test_nothing_else_is_public(house: House) -> None:
    """An upgrade of gradio, or a new event, must not add a door without anybody noticing."""
    info = httpx.get(f"{house.url}/gradio_api/info").json()
    assert sorted(info["named_endpoints"]) == PUBLIC
    assert info["unnamed_endpoints"] == {}


def test_the_process_is_healthy_and_ready(house: House) -> None:
    assert httpx.get(f"{house.url}/healthz").json() == {"state": "up"}
    assert httpx.get(f"{house.url}/readyz").json()["state"] == "ready"
    assert httpx.get(f"{house.url}/frames/{'0' * 32}/x0/0.jpg").status_code == 404
