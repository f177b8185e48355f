"""What the guard lets through, tried on a small application behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

import app as program
from ui.settings import Settings
from ui.web.guard import Guard, Rules
from ui.web.visitors import visitor_in

VISITOR = "0123456789abcdef" * 2


async def echo(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


def client(*arguments: str, host: str = "127.0.0.1:7860", **environment: str) -> TestClient:
    settings = program.parse(["--data-dir", "somewhere", *arguments], environment)
    rules = Rules.of(settings)
    site = Starlette(routes=[Route("/{path:path}", echo, methods=["GET", "POST"])])
    return TestClient(Guard(site, rules), base_url=f"http://{host}")


@pytest.fixture
def page() -> Iterator[TestClient]:
    with client() as opened:
        yield opened


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost:7860", "localhost", "[::1]:7860"])
def test_loopback_names_are_admitted(page: TestClient, host: str) -> None:
    assert page.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.168.1.5:7860", "", "]["])
def test_a_name_that_is_not_ours_is_refused_so_that_rebinding_it_gains_nothing(page: TestClient, host: str) -> None:
    assert page.get("/", headers={"host": host}).status_code == 403


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:3000", "http://localhost:7860", "http://[abc"]
)
def test_a_request_from_another_origin_is_refused(page: TestClient, origin: str) -> None:
    assert page.post("/gradio_api/upload", headers={"origin": origin}).status_code == 403


def test_the_page_itself_may_post(page: TestClient) -> None:
    sent = {"origin": "http://127.0.0.1:7860", "sec-fetch-site": "same-origin"}
    assert page.post("/gradio_api/queue/join", headers=sent).status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_on_another_site_cannot_post_even_without_an_origin(page: TestClient, site: str) -> None:
    assert page.post("/gradio_api/upload", headers={"sec-fetch-site": site}).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=http://example.com/x.png",
        "/gradio_api/file=https%3A%2F%2Fexample.com%2Fx.png",
        "/gradio_api/file=%68ttp://example.com/x",
        "/gradio_api/file=//http://example.com/x",
        "/gradio_api/file=ftp://example.com/x",
        "/gradio_api/proxy=https://example.com",
        "/gradio_api/component_server",
        "/monitoring/summary",
        "/gradio_api/deep_link",
        "/gradio_api/vibe-edit",
        "/gradio_api/run-history/records",
        "/GRADIO_API/Token/",
        "/login",
    ],
)
def test_side_doors_are_closed(page: TestClient, path: str) -> None:
    assert page.get(path).status_code == 403


def test_a_file_of_ours_is_served(page: TestClient) -> None:
    assert page.get("/gradio_api/file=/home/somebody/passing/abc/emerge-7.png").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/home/somebody/passing/abc/token-cat.png",
        "/home/somebody/passing/abc/login.png",
        "/home/somebody/passing/abc/file=http.png",
        "/srv/runs/passing/abc/cat.png",
        "/srv/file/stream/monitoring/passing/abc/cat.png",
    ],
)
def test_a_file_that_is_named_like_a_side_door_is_served(page: TestClient, path: str) -> None:
    """A photo called token-cat.png was refused, and so was every photo where the data directory lay in /runs."""
    assert page.get(f"/gradio_api/file={path}").status_code == 200


def test_a_body_that_says_it_is_too_large_is_refused(page: TestClient) -> None:
    assert page.post("/", content=b"x", headers={"content-length": str(21 * 2**20)}).status_code == 413


def test_a_chunked_body_is_counted_as_it_comes(page: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(21):
            yield b"x" * 2**20

    assert page.post("/", content=chunks()).status_code == 413
    assert page.post("/", content=iter([b"x" * 2**20])).text == str(2**20)


def test_every_answer_carries_the_safety_headers(page: TestClient) -> None:
    headers = page.get("/").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["content-security-policy"] == "frame-ancestors 'none'"


def test_a_newcomer_gets_a_cookie_that_scripts_cannot_read_and_keeps_it(page: TestClient) -> None:
    cookie = page.get("/").headers["set-cookie"]
    assert visitor_in(cookie.split(";")[0]) is not None
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert "set-cookie" not in page.get("/").headers


def test_a_made_up_cookie_names_nobody() -> None:
    assert visitor_in("emerge_visitor=../../etc") is None
    assert visitor_in("emerge_visitor=\x00; =;;") is None
    assert visitor_in(f"not_emerge_visitor={VISITOR}; emerge_visitor={VISITOR}f") is None


@pytest.mark.parametrize("before", ["", "a=b; ", 'prefs={"a":1}; ', "words; =;; (x)=[]; ", "emerge_visitor=old;"])
@pytest.mark.parametrize("after", ["", "; a=b", '; prefs={"a":1}'])
def test_a_cookie_of_another_program_on_this_machine_hides_nobody(before: str, after: str) -> None:
    """With one cookie that Python could not read, every page that was opened was a newcomer's."""
    assert visitor_in(f"{before}emerge_visitor={VISITOR}{after}") == VISITOR


def test_an_allowed_host_may_open_and_frame_the_page() -> None:
    with client("--allow-host", "cats.example", host="cats.example") as page:
        answer = page.get("/")
        assert answer.status_code == 200
        assert answer.headers["content-security-policy"] == "frame-ancestors 'self' https://cats.example"
        assert page.post("/", headers={"origin": "https://cats.example"}).status_code == 200


def test_a_space_admits_its_own_name_and_lets_hugging_face_frame_it() -> None:
    with client(host="me-emerge.hf.space", SPACE_ID="me/emerge", SPACE_HOST="me-emerge.hf.space") as page:
        answer = page.get("/")
        assert answer.status_code == 200
        assert "https://huggingface.co" in answer.headers["content-security-policy"]
        assert "SameSite=None; Secure; Partitioned" in answer.headers["set-cookie"]


def test_listening_on_every_address_admits_addresses_but_no_names() -> None:
    with client("--host", "0.0.0.0", host="192.168.1.5:7860") as page:
        assert page.get("/").status_code == 200
        assert page.get("/", headers={"host": "evil.example"}).status_code == 403


def test_without_a_space_nothing_listens_beyond_this_machine() -> None:
    assert program.parse(["--data-dir", "x"], {}).host == "127.0.0.1"
    assert program.parse(["--data-dir", "x"], {"SPACE_ID": "me/emerge"}).host == "0.0.0.0"
    assert Settings(data_dir=Path("x"), model="owner/name").needs_hub
    assert not Settings(data_dir=Path("x"), model="mau").needs_hub
