"""Pictures made as the other studios write them; an independent reader agrees on ours."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from pipeline.errors import RunUnreadable
from pipeline.metadata.a1111 import MAX_TEXT, parse_a1111, write_a1111
from pipeline.metadata.picture_files import FoundSettings, find_settings, png_with_settings

COMFY = {
    "3": {
        "class_type": "KSampler",
        "inputs": {
            "seed": 42, "steps": 25, "cfg": 6.5, "sampler_name": "dpmpp_2m", "scheduler": "karras", "denoise": 1.0,
            "model": ["4", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0],
        },
    },
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sd15.safetensors"}},
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 768, "batch_size": 1}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a manga cat", "clip": ["4", 1]}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "blurry", "clip": ["4", 1]}},
}  # fmt: skip
# [link, from node, from slot, to node, to slot, type], as ComfyUI saves its drawing of the graph.
WORKFLOW = {
    "links": [
        [1, 4, 0, 3, 0, "MODEL"], [2, 6, 0, 3, 1, "CONDITIONING"], [3, 7, 0, 3, 2, "CONDITIONING"],
        [4, 5, 0, 3, 3, "LATENT"], [5, 4, 1, 6, 0, "CLIP"], [6, 4, 1, 7, 0, "CLIP"],
    ]
}  # fmt: skip
INVOKE = {
    "app_version": "5.0.0", "generation_mode": "txt2img", "positive_prompt": "a manga cat", "negative_prompt": "blurry",
    "width": 512, "height": 768, "seed": 42, "cfg_scale": 6.5, "steps": 25, "scheduler": "euler_a",
    "model": {"name": "sd15", "hash": "x"},
}  # fmt: skip
FOOOCUS = {
    "prompt": "a manga cat", "negative_prompt": "blurry", "steps": 25, "guidance_scale": 6.5, "seed": 42,
    "resolution": "(512, 768)", "sampler": "dpmpp_2m_gpu", "scheduler": "karras", "sharpness": 2.0,
    "base_model": "sd15", "base_model_hash": "x", "performance": "Speed", "version": "Fooocus v2.5.5",
    "full_prompt": ["cinematic still a manga cat", "a manga cat, intricate"],
    "full_negative_prompt": ["anime, cartoon", "blurry"], "styles": "['Fooocus V2', 'Fooocus Cinematic']",
}  # fmt: skip


def comfy(**changes: Any) -> dict[str, Any]:
    """The graph with other values in its sampler."""
    return {**COMFY, "3": {**COMFY["3"], "inputs": {**COMFY["3"]["inputs"], **changes}}}  # type: ignore[dict-item]


def png(**chunks: str) -> io.BytesIO:
    info = PngImagePlugin.PngInfo()
    for key, text in chunks.items():
        info.add_text(key, text)
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG", pnginfo=info)
    return io.BytesIO(out.getvalue())


def found_in(**chunks: Any) -> FoundSettings:
    return find_settings(png(**{key: json.dumps(value) for key, value in chunks.items()}))


@pytest.mark.parametrize(
    ("chunks", "origin", "scheduler"),
    [
        ({"prompt": COMFY, "workflow": WORKFLOW}, "ComfyUI", "DPM++ 2M Karras"),
        ({"invokeai_metadata": INVOKE}, "InvokeAI", "Euler a"),
        ({"parameters": FOOOCUS, "fooocus_scheme": "fooocus"}, "Fooocus", "DPM++ 2M Karras"),
    ],
)
def test_a_picture_of_another_studio_gives_its_settings(chunks: dict[str, Any], origin: str, scheduler: str) -> None:
    found = found_in(**chunks)
    assert found.origin == origin
    wanted = {
        "prompt": "a manga cat", "negative_prompt": "blurry", "seed": 42, "num_steps": 25, "guidance_scale": 6.5,
        "scheduler": scheduler, "width_px": 512, "height_px": 768,
    }  # fmt: skip
    assert {name: found.settings.get(name) for name in wanted} == wanted
    assert found.settings["model"].removesuffix(".safetensors") == "sd15"
    assert not {"full_prompt", "full_negative_prompt"} & set(found.unused)


def test_fooocus_prompts_that_only_its_styles_wrote_are_joined() -> None:
    found = found_in(parameters={**FOOOCUS, "prompt": "", "negative_prompt": ""}, fooocus_scheme="fooocus")
    assert found.settings["prompt"] == "cinematic still a manga cat, a manga cat, intricate"
    assert found.settings["negative_prompt"] == "anime, cartoon, blurry"


@pytest.mark.parametrize(
    ("chunks", "scheduler", "named"),
    [
        ({"invokeai_metadata": {**INVOKE, "scheduler": "euler_k"}}, "Euler", ("Schedule karras",)),
        ({"invokeai_metadata": {**INVOKE, "scheduler": "dpmpp_2m_k"}}, "DPM++ 2M Karras", ()),
        ({"prompt": comfy(sampler_name="euler"), "workflow": WORKFLOW}, "Euler", ("Schedule karras",)),
        ({"prompt": comfy(scheduler="exponential"), "workflow": WORKFLOW}, "DPM++ 2M", ("Schedule exponential",)),
        ({"prompt": comfy(scheduler="normal"), "workflow": WORKFLOW}, "DPM++ 2M", ()),
        ({"prompt": comfy(sampler_name="heun"), "workflow": WORKFLOW}, None, ("Sampler heun", "Schedule karras")),
    ],
)
def test_a_noise_schedule_that_we_cannot_follow_is_named(
    chunks: dict[str, Any], scheduler: str | None, named: tuple[str, ...]
) -> None:
    found = found_in(**chunks)
    assert found.settings.get("scheduler") == scheduler
    assert tuple(name for name in found.unused if name.startswith(("Sampler", "Schedule"))) == named


@pytest.mark.parametrize(
    ("told", "scheduler", "named"),
    [
        ("Sampler: Euler, Schedule type: Karras", "Euler", ("Schedule type Karras",)),
        ("Sampler: DPM++ 2M, Schedule type: Exponential", "DPM++ 2M", ("Schedule type Exponential",)),
        ("Sampler: DPM++ 2M, Schedule type: Karras", "DPM++ 2M Karras", ()),
        ("Sampler: DPM++ 2M, Schedule type: Automatic", "DPM++ 2M Karras", ()),  # its own default
        ("Sampler: DPM++ 2M, Schedule type: Automatic, Version: Emerge", "DPM++ 2M", ()),  # as we once wrote it
        ("Sampler: DPM++ 2M, Schedule type: Uniform", "DPM++ 2M", ()),
        ("Sampler: Euler a, Schedule type: Automatic", "Euler a", ()),
        ("Sampler: Heun, Schedule type: Karras", None, ("Sampler Heun", "Schedule type Karras")),
    ],
)
def test_a_schedule_type_of_a1111_that_we_cannot_follow_is_named(
    told: str, scheduler: str | None, named: tuple[str, ...]
) -> None:
    found = find_settings(png(parameters=f"x\nSteps: 9, {told}, CFG scale: 6, Seed: 5"))
    assert (found.settings.get("scheduler"), found.unused) == (scheduler, named)


def test_a_comfyui_picture_that_was_saved_over_its_api_gives_its_settings_without_a_drawing() -> None:
    assert found_in(prompt=COMFY) == found_in(prompt=COMFY, workflow=WORKFLOW)


def test_what_a_comfyui_graph_takes_from_nodes_we_cannot_read_is_named() -> None:
    graph = {**comfy(seed=["8", 0], positive=["9", 0]), "8": {"class_type": "Dice", "inputs": {}}}
    found = found_in(prompt=graph)
    assert {"seed", "prompt"} <= set(found.unused) and "seed" not in found.settings
    assert found.settings["num_steps"] == 25


def test_a_comfyui_graph_without_a_sampler_says_so() -> None:
    with pytest.raises(RunUnreadable, match="ComfyUI.*KSampler"):
        found_in(prompt={"1": {"class_type": "LoadImage", "inputs": {"image": "cat.png"}}})


def test_what_we_have_no_use_for_is_named() -> None:
    assert "sharpness" in found_in(parameters=FOOOCUS, fooocus_scheme="fooocus").unused
    text = "x\nSteps: 9, Sampler: Heun, CFG scale: 6, Seed: 5, Clip skip: 2"
    assert find_settings(png(parameters=text)).unused == ("Sampler Heun", "Clip skip")


@pytest.mark.parametrize(
    ("line", "unused"),
    [
        (
            'Steps: 9, Seed: 5, CFG scale: 6, Lora hashes: "ink: 1a, wash: 2b", Hires upscale: 2',
            ("Lora hashes", "Hires upscale"),
        ),
        ("Steps: 9, Seed: 5, CFG scale: 6, Template: a (fat cat:1.3) on a mat", ("Template",)),
        ("Steps: 9,Seed: 5,CFG scale: 6, (no key: 1), " + "x" * 70 + ": 1, Fine/key-2: 1", ("Fine/key-2",)),
    ],
)
def test_a_key_of_a1111_is_short_and_begins_its_line_or_follows_a_comma(line: str, unused: tuple[str, ...]) -> None:
    found = find_settings(png(parameters=f"x\n{line}"))
    assert (found.settings["num_steps"], found.settings["seed"], found.settings["guidance_scale"]) == (9, 5, 6)
    assert found.unused == unused


@pytest.mark.parametrize("piece", ["a", "a, ", "a b", "aa: ", 'aa: "', 'aa: "\\', ", ", "a:a "])
def test_a_long_line_is_read_in_one_go(piece: str) -> None:
    """In a run of letters every letter was tried as the begin of a key, with all behind it: a picture with 100,000 of
    them in it held the whole studio for a minute."""
    for _ in range(20):
        with pytest.raises(RunUnreadable):
            parse_a1111(piece * (MAX_TEXT // len(piece)))


@pytest.mark.parametrize("broken", ['{"3": 7}', "{", "[]", '{"3": {"class_type": "KSampler", "inputs": null}}'])
def test_a_broken_graph_is_no_settings(broken: str) -> None:
    with pytest.raises(RunUnreadable):
        find_settings(png(prompt=broken, workflow="{}"))


def test_a_text_of_a1111_that_begins_with_a_brace_is_read_by_us() -> None:
    """Whatever began with one went to sd-parsers, whose reader of A1111's text looks for a closing brace from every
    "Hashes:{" to the end: a picture of 1 KB held the whole studio for a minute."""
    told = "{red|black} cat\nNegative prompt: blurry\nSteps: 9, Sampler: Euler, CFG scale: 6, Seed: 5"
    settings = find_settings(png(parameters=told)).settings
    assert (settings["prompt"], settings["negative_prompt"], settings["seed"]) == ("{red|black} cat", "blurry", 5)
    for _ in range(20):
        with pytest.raises(RunUnreadable):
            find_settings(png(parameters="{" + "Hashes:{" * 120_000))


@pytest.mark.parametrize("begin", ["[", '{"a":'])
def test_json_of_ours_that_is_nested_too_deep_is_passed_over(begin: str) -> None:
    """It ended the reading with an error of Python's own instead of a sentence for people."""
    nested = begin * (99_000 // len(begin))
    told = "x\nSteps: 9, Sampler: Euler, CFG scale: 6, Seed: 5"
    assert find_settings(png(emerge=nested, parameters=told)).settings["seed"] == 5
    with pytest.raises(RunUnreadable):
        find_settings(png(emerge=nested))


def test_an_independent_reader_finds_our_settings() -> None:
    from sd_parsers import ParserManager

    settings = {
        "prompt": "a manga cat", "negative_prompt": "blurry", "seed": 42, "num_steps": 25, "guidance_scale": 6.5,
        "scheduler": "Euler a", "width_px": 512, "height_px": 768, "model": "mau", "num_images": 1,
    }  # fmt: skip
    data = png_with_settings(Image.new("RGB", (8, 8)), settings)
    with Image.open(io.BytesIO(data)) as picture:
        read = ParserManager().parse(picture)
    assert read is not None
    sampler = read.samplers[0]
    assert (read.full_prompt, read.full_negative_prompt, sampler.name) == ("a manga cat", "blurry", "Euler a")
    assert (sampler.parameters["seed"], sampler.parameters["steps"]) == ("42", "25")


@pytest.mark.parametrize("scheduler", ["DPM++ 2M", "DPM++ 2M Karras", "Euler"])
def test_a_scheduler_survives_the_text_of_a1111(scheduler: str) -> None:
    text = write_a1111({"prompt": "x", "num_steps": 9, "seed": 1, "guidance_scale": 6.0, "scheduler": scheduler})
    assert parse_a1111(text)["scheduler"] == scheduler
    assert "Automatic" not in text


def test_the_keys_stand_in_the_order_of_a1111() -> None:
    settings = {
        "prompt": "x", "num_steps": 9, "seed": 1, "guidance_scale": 6.0, "scheduler": "Euler", "width_px": 64,
        "height_px": 64, "model": "mau", "photo": True, "strength": 0.6, "variation_seed": 2, "variation_strength": 0.1,
    }  # fmt: skip
    keys = [pair.split(":")[0] for pair in write_a1111(settings).split("\n")[-1].split(", ")]
    assert keys == [
        "Steps", "Sampler", "CFG scale", "Seed", "Size", "Model", "Variation seed", "Variation seed strength",
        "Denoising strength", "Version",
    ]  # fmt: skip


@pytest.mark.parametrize(("prompt", "chunk"), [("a café cat", b"tEXt"), ("a cat 猫", b"iTXt")])
def test_readers_that_know_plain_text_chunks_alone_find_what_latin_can_say(prompt: str, chunk: bytes) -> None:
    """All settings were written as iTXt, which many a gallery does not look at; A1111 only does so where it has to."""
    data = png_with_settings(Image.new("RGB", (8, 8)), {"prompt": prompt, "num_steps": 9, "seed": 1})
    assert (chunk + b"parameters\0" in data, chunk + b"emerge\0" in data) == (True, True)
    assert find_settings(io.BytesIO(data)).settings["prompt"] == prompt


def fooocus_exif(text: str, scheme: str) -> Image.Exif:
    """As Fooocus writes it: everything in the first directory, as plain text."""
    exif = Image.Exif()
    for tag, value in ((0x9286, text), (0x0131, "Fooocus v2.5.5"), (0x927C, scheme)):
        exif[tag] = value
    return exif


@pytest.mark.parametrize("format", ["JPEG", "WEBP", "AVIF"])
@pytest.mark.parametrize("scheme", ["fooocus", "a1111"])
def test_fooocus_jpeg_webp_and_avif_give_their_settings_in_both_of_its_schemes(format: str, scheme: str) -> None:
    """Only its PNGs did: sd-parsers does not look into the EXIF of these, and we looked into one directory of it."""
    a1111 = "a manga cat\nSteps: 25, Sampler: DPM++ 2M Karras, Seed: 42, Size: 512x768, CFG scale: 6.5, Sharpness: 2.0"
    text = a1111 if scheme == "a1111" else json.dumps(FOOOCUS)
    file = io.BytesIO()
    Image.new("RGB", (16, 16)).save(file, format, exif=fooocus_exif(text, scheme))
    found = find_settings(io.BytesIO(file.getvalue()))
    told = {name: found.settings[name] for name in ("prompt", "seed", "num_steps", "scheduler", "width_px")}
    assert told == {
        "prompt": "a manga cat", "seed": 42, "num_steps": 25, "scheduler": "DPM++ 2M Karras", "width_px": 512,
    }  # fmt: skip
    assert found.origin == ("AUTOMATIC1111" if scheme == "a1111" else "Fooocus")


@pytest.mark.parametrize("comment", [b"ASCII\0\0\0", b""])
def test_a_comment_in_plain_ascii_is_read_too(comment: bytes) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = comment + b"a cat\nSteps: 9, Sampler: Euler, CFG scale: 6, Seed: 5"
    file = io.BytesIO()
    Image.new("RGB", (16, 16)).save(file, "JPEG", exif=exif.tobytes())
    assert find_settings(io.BytesIO(file.getvalue())).settings["seed"] == 5


@pytest.mark.parametrize("comment", [b"ASCII\0\0\0A day at the sea", b"\0" * 300, b"\xff\xfe{", b"ASCII\0\0\0{}", 7])
def test_what_a_camera_says_is_no_settings(comment: bytes | int) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = comment
    exif[0x9286] = comment
    file = io.BytesIO()
    Image.new("RGB", (16, 16)).save(file, "JPEG", exif=exif.tobytes())
    with pytest.raises(RunUnreadable, match="There are no settings in this picture"):
        find_settings(io.BytesIO(file.getvalue()))


@pytest.mark.parametrize("format", ["BMP", "PPM", "TGA", "ICO", "JPEG2000"])
def test_a_format_that_never_carries_settings_is_not_even_opened(format: str) -> None:
    """A stranger's file was tried with all of Pillow's readers, old and rare ones too, in the process of the studio."""
    file = io.BytesIO()
    Image.new("RGB", (16, 16)).save(file, format)
    with pytest.raises(RunUnreadable, match="This is no picture that can be read"):
        find_settings(io.BytesIO(file.getvalue()))
