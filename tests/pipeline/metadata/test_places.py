"""Where settings stand in a file, and how their text is encoded there."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from PIL import Image

from pipeline.errors import RunUnreadable
from pipeline.metadata.picture_files import find_settings
from pipeline.photo.upload import open_photo
from tests.pipeline.metadata.files import (
    chunk,
    exif_with,
    found,
    international_chunk,
    packed_chunk,
    png_with,
    saved,
    text_chunk,
)

LINE = "Steps: 28, Sampler: Euler a, CFG scale: 4.5, Seed: 1234, Model: inkmix"
TEXT = f"a red kite over dunes\nNegative prompt: blur, text\n{LINE}"
JAPANESE = f"凧 over dunes\nNegative prompt: blur, text\n{LINE}"
OWN = json.dumps({"version": 1, "prompt": "a red kite", "seed": 5})
GRAPH = {
    "1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "ink.safetensors"}},
    "2": {"class_type": "CLIPTextEncode", "inputs": {"text": "a red kite", "clip": ["1", 1]}},
    "3": {
        "class_type": "KSampler",
        "inputs": {
            "seed": 1234, "steps": 28, "cfg": 4.5, "sampler_name": "euler_ancestral", "scheduler": "normal",
            "positive": ["2", 0], "model": ["1", 0],
        },
    },
}  # fmt: skip
LARGE = "history " * 700_000
UNICODE, ASCII, NONE = b"UNICODE\0", b"ASCII\0\0\0", bytes(8)


@pytest.mark.parametrize(
    "comment",
    [
        UNICODE + JAPANESE.encode("utf-16-be"),
        UNICODE + JAPANESE.encode("utf-16-le"),
        UNICODE + b"\xfe\xff" + JAPANESE.encode("utf-16-be"),
        UNICODE + b"\xff\xfe" + JAPANESE.encode("utf-16-le"),
        UNICODE + JAPANESE.encode(),
        UNICODE + b"\xef\xbb\xbf" + JAPANESE.encode(),
        ASCII + JAPANESE.encode(),
        ASCII + JAPANESE.encode("utf-16-le"),
        NONE + JAPANESE.encode(),
        NONE + JAPANESE.encode("utf-16-be"),
        JAPANESE.encode(),
        b"\xef\xbb\xbf" + JAPANESE.encode(),
    ],
)
@pytest.mark.parametrize("filling", [b"", bytes(2), bytes(40)])
def test_a_comment_is_read_however_its_text_is_encoded(comment: bytes, filling: bytes) -> None:
    settings = found(saved(exif_with(comment + filling))).settings
    assert (settings["prompt"], settings["seed"], settings["model"]) == ("凧 over dunes", 1234, "inkmix")


@pytest.mark.parametrize(
    "text", [f"\ufeff{TEXT}", f"{TEXT}\0\0\0", TEXT.replace("kite", "ki\0te").replace("blur", "\ufeffblur")]
)
def test_marks_of_an_encoding_and_zeros_are_no_part_of_a_prompt(text: str) -> None:
    for data in (
        png_with(international_chunk("parameters", text, packed=False)),
        saved(exif_with(ASCII + text.encode())),
    ):
        settings = found(data).settings
        told = [settings[name] for name in ("prompt", "negative_prompt", "model")]
        assert told == ["a red kite over dunes", "blur, text", "inkmix"]


def test_zeros_inside_json_are_no_part_of_a_prompt() -> None:
    said = {"positive_prompt": "a red\0 kite", "negative_prompt": "\ufeffblur", "steps": 9, "model": {"name": "ink\0"}}
    settings = found(png_with(text_chunk("invokeai_metadata", json.dumps(said)))).settings
    assert settings == {"prompt": "a red kite", "negative_prompt": "blur", "num_steps": 9, "model": "ink"}
    own = found(png_with(text_chunk("emerge", json.dumps({"prompt": "a\0 kite"}))))
    assert own.settings == {"prompt": "a kite"}


CHUNKS = {
    "plain": text_chunk("parameters", TEXT),
    "packed": packed_chunk("parameters", TEXT),
    "international": international_chunk("parameters", TEXT, packed=False),
    "international and packed": international_chunk("parameters", TEXT, packed=True),
    "exif": chunk(b"eXIf", exif_with(UNICODE + TEXT.encode("utf-16-be")).tobytes()[6:]),
    "exif with a prefix": chunk(b"eXIf", exif_with(ASCII + TEXT.encode()).tobytes()),
    "exif in hexadecimal": packed_chunk(
        "Raw profile type exif", f"\nexif\n      99\n{exif_with(ASCII + TEXT.encode()).tobytes().hex()}\n"
    ),
}


@pytest.mark.parametrize("kind", CHUNKS)
@pytest.mark.parametrize("behind", [False, True])
@pytest.mark.parametrize("end", [False, True])
def test_a_png_says_its_settings_in_any_chunk_before_or_behind_its_pixels(kind: str, behind: bool, end: bool) -> None:
    text = CHUNKS[kind]
    data = png_with(behind=(text,), end=end) if behind else png_with(text, end=end)
    assert (found(data).settings["prompt"], found(data).settings["seed"]) == ("a red kite over dunes", 1234)


@pytest.mark.parametrize("text", [text_chunk("emerge", OWN), international_chunk("emerge", OWN, packed=True)])
def test_our_own_settings_behind_the_pixels_are_read(text: bytes) -> None:
    assert found(png_with(behind=(text,))).settings == {"prompt": "a red kite", "seed": 5}


def test_the_text_before_the_pixels_counts_where_there_are_two() -> None:
    later, empty = text_chunk("parameters", TEXT.replace("1234", "9")), text_chunk("parameters", " ")
    assert found(png_with(CHUNKS["plain"], behind=(later,))).settings["seed"] == 1234
    assert found(png_with(empty, behind=(later,))).settings["seed"] == 9


def test_utf8_in_a_chunk_that_should_be_latin_is_read_as_what_it_is() -> None:
    latin = chunk(b"tEXt", b"parameters\0" + TEXT.replace("kite", "café").encode("latin-1"))
    assert found(png_with(latin)).settings["prompt"] == "a red café over dunes"
    assert found(png_with(text_chunk("parameters", JAPANESE))).settings["prompt"] == "凧 over dunes"


OTHERS = {
    "large and packed": packed_chunk("Raw profile type xmp", LARGE),
    "large and international": international_chunk("XML:com.adobe.xmp", LARGE, packed=True),
    "large of a key that is read": packed_chunk("Comment", LARGE),
    "packed in an unknown way": chunk(b"zTXt", b"Comment\0\x07abc"),
    "a large profile": chunk(b"iCCP", b"large\0\0" + packed_chunk("x", LARGE)[11:-4]),
    "a wrong checksum": text_chunk("Comment", "x")[:-4] + b"\0\0\0\0",
    "cut short": chunk(b"cHRM", b"\0\0"),
    "not text": chunk(b"iTXt", b"Comment\0"),
    "many": b"".join(text_chunk(f"camera:{number}", "1, 0, 2") for number in range(200)),
}


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("behind", [False, True])
def test_other_chunks_keep_nobody_from_the_settings_nor_from_the_pixels(kind: str, behind: bool) -> None:
    other = OTHERS[kind]
    data = png_with(CHUNKS["plain"], behind=(other,)) if behind else png_with(other, CHUNKS["plain"])
    assert found(data).settings["seed"] == 1234
    large = io.BytesIO()
    Image.new("L", (64, 64), 90).save(large, "PNG")
    pixels = large.getvalue()
    cut = len(pixels) - 12 if behind else 33  # before IEND, or behind IHDR
    photo = open_photo(pixels[:cut] + other + pixels[cut:])
    assert photo.image.getpixel((5, 5)) == (90, 90, 90)


@pytest.mark.parametrize("data", [png_with()[:33], b"\x89PNG\r\n\x1a\n" + bytes(40), png_with()[:20]])
def test_a_png_without_pixels_is_no_picture(data: bytes) -> None:
    with pytest.raises(RunUnreadable, match="no picture"):
        found(data)


def test_a_path_is_read_as_a_stream_is(tmp_path: Any) -> None:
    file = tmp_path / "kite.png"
    file.write_bytes(png_with(CHUNKS["plain"]))
    assert find_settings(file).settings["seed"] == find_settings(str(file)).settings["seed"] == 1234
    with pytest.raises(RunUnreadable):
        find_settings(tmp_path / "none.png")


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
@pytest.mark.parametrize(
    "exif",
    [
        exif_with(x010e=f"Prompt: {json.dumps(GRAPH)}"),
        exif_with(x010f=f"prompt:{json.dumps(GRAPH)}", x0110="workflow:{}"),
        exif_with(x010e=json.dumps(GRAPH)),
        exif_with(UNICODE + json.dumps(GRAPH).encode("utf-16-be")),
        exif_with(ASCII + json.dumps({**GRAPH, "extra": {"a": 1}, "extraMetadata": "x"}).encode()),
        exif_with(ASCII + json.dumps({"prompt": GRAPH, "workflow": {}}).encode()),
        exif_with(ASCII + json.dumps({"prompt": json.dumps(GRAPH)}).encode()),
    ],
)
def test_a_graph_is_found_in_whatever_tag_it_was_put(kind: str, exif: Image.Exif) -> None:
    got = found(saved(exif, kind))
    told = [got.settings[name] for name in ("prompt", "seed", "num_steps", "guidance_scale", "scheduler", "model")]
    assert told == ["a red kite", 1234, 28, 4.5, "Euler a", "ink.safetensors"]


@pytest.mark.parametrize(
    "remark", ["rendered on Tuesday", " ", '{"tool": "sorter", "stars": 4}', "[1]", "a\nNegative prompt: b"]
)
def test_a_text_that_is_no_settings_hides_none_that_stand_elsewhere(remark: str) -> None:
    got = found(png_with(text_chunk("parameters", remark), text_chunk("prompt", json.dumps(GRAPH))))
    assert (got.origin, got.settings["prompt"]) == ("ComfyUI", "a red kite")
    invoke = json.dumps({"positive_prompt": "a red kite", "steps": 9, "scheduler": "euler"})
    data = png_with(
        text_chunk("parameters", remark), text_chunk("invokeai_metadata", invoke), text_chunk("prompt", "{}")
    )
    assert found(data).settings["num_steps"] == 9
    assert (
        found(saved(exif_with(ASCII + remark.encode(), x0110=f"prompt:{json.dumps(GRAPH)}"))).settings["seed"] == 1234
    )


def test_a_graph_that_paints_nothing_hides_no_other_settings() -> None:
    graph = text_chunk("prompt", json.dumps({"1": {"class_type": "LoadImage", "inputs": {"image": "x.png"}}}))
    invoke = text_chunk("invokeai_metadata", json.dumps({"positive_prompt": "a red kite", "steps": 9}))
    assert found(png_with(graph, invoke)).origin == "InvokeAI"
    assert found(png_with(graph, text_chunk("parameters", "a\nNegative prompt: b"))).settings["prompt"] == "a"


def test_exif_that_is_broken_does_not_keep_the_rest_from_being_read() -> None:
    broken = chunk(b"eXIf", b"MM\0*\xff\xff\xff\xff" + bytes(20))
    assert found(png_with(broken, CHUNKS["plain"])).settings["seed"] == 1234
    with pytest.raises(RunUnreadable, match="no settings"):
        found(png_with(broken))
