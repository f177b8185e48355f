"""Studios that write one JSON object: what is missing, null or of another type costs itself alone, and is named."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.errors import RunUnreadable
from pipeline.metadata.picture_files import FoundSettings
from tests.pipeline.metadata.files import found, png_with, text_chunk

TOLD = {
    "prompt": "a blue door", "negative_prompt": "people", "seed": 77, "num_steps": 14, "guidance_scale": 5.5,
    "scheduler": "DPM++ 2M Karras", "width_px": 640, "height_px": 512, "model": "doormix",
}  # fmt: skip
INVOKE = {
    "generation_mode": "txt2img", "positive_prompt": "a blue door", "negative_prompt": "people", "width": 640,
    "height": 512, "seed": 77, "cfg_scale": 5.5, "steps": 14, "scheduler": "dpmpp_2m_k",
    "model": {"name": "doormix", "hash": "x"}, "app_version": "5.1.0",
}  # fmt: skip
FOOOCUS = {
    "prompt": "a blue door", "negative_prompt": "people", "steps": 14, "resolution": "(640, 512)",
    "guidance_scale": 5.5, "base_model": "doormix", "base_model_hash": "x", "sampler": "dpmpp_2m_gpu",
    "scheduler": "karras", "seed": "77", "version": "Fooocus v2.5.5", "full_prompt": ["a blue door, still"],
    "full_negative_prompt": ["people"],
}  # fmt: skip
RUINED = {
    "Prompt": "a blue door", "Negative": "people", "steps": 14, "cfg": 5.5, "width": 640, "height": 512, "seed": 77,
    "sampler_name": "dpmpp_2m", "scheduler": "karras", "base_model_name": "doormix", "denoise": None,
    "software": "RuinedFooocus",
}  # fmt: skip
NOVEL = {
    "prompt": "a blue door", "uc": "people", "steps": 14, "scale": 5.5, "width": 640, "height": 512, "seed": 77,
    "sampler": "k_dpmpp_2m", "noise_schedule": "karras", "strength": 0.7, "request_type": "PromptGenerateRequest",
}  # fmt: skip
STUDIOS = {"InvokeAI": INVOKE, "Fooocus": FOOOCUS, "RuinedFooocus": RUINED, "NovelAI": NOVEL}
# Their names of what ours are called.
KEYS = {
    "InvokeAI": {
        "prompt": "positive_prompt", "negative_prompt": "negative_prompt", "seed": "seed", "num_steps": "steps",
        "guidance_scale": "cfg_scale", "scheduler": "scheduler", "width_px": "width", "model": "model",
    },
    "Fooocus": {
        "prompt": "prompt", "negative_prompt": "negative_prompt", "seed": "seed", "num_steps": "steps",
        "guidance_scale": "guidance_scale", "scheduler": "sampler", "model": "base_model",
    },
    "RuinedFooocus": {
        "prompt": "Prompt", "negative_prompt": "Negative", "seed": "seed", "num_steps": "steps",
        "guidance_scale": "cfg", "scheduler": "sampler_name", "height_px": "height", "model": "base_model_name",
    },
    "NovelAI": {
        "prompt": "prompt", "negative_prompt": "uc", "seed": "seed", "num_steps": "steps", "guidance_scale": "scale",
        "scheduler": "sampler",
    },
}  # fmt: skip
NAMES = {
    "prompt": "prompt", "negative_prompt": "negative prompt", "seed": "seed", "num_steps": "steps",
    "guidance_scale": "guidance scale", "scheduler": "sampler",
}  # fmt: skip


def found_in_json(studio: str, data: dict[str, Any]) -> FoundSettings:
    """What is found in a picture with this JSON where the studio writes it."""
    key = {"InvokeAI": "invokeai_metadata", "NovelAI": "Comment"}.get(studio, "parameters")
    source = [text_chunk("Source", "doormix 9CC2F394")] if studio == "NovelAI" else []
    return found(png_with(text_chunk(key, json.dumps(data)), *source))


@pytest.mark.parametrize("studio", STUDIOS)
def test_everything_that_is_said_comes(studio: str) -> None:
    got = found_in_json(studio, STUDIOS[studio])
    assert (got.origin, got.settings) == (studio, TOLD)


@pytest.mark.parametrize(("studio", "name"), [(studio, name) for studio, names in KEYS.items() for name in names])
@pytest.mark.parametrize("value", ["missing", None, [1, 2], {"a": 1}, True])
def test_what_is_not_there_costs_itself_alone_and_is_named(studio: str, name: str, value: Any) -> None:
    key = KEYS[studio][name]
    data = {**STUDIOS[studio], key: value}
    if value == "missing":
        del data[key]
    got = found_in_json(studio, data)
    gone = {name} if name != "model" or studio != "NovelAI" else set()
    if studio == "InvokeAI" and name == "negative_prompt" and value in ("missing", None):
        assert got.settings == {**TOLD, "negative_prompt": ""}  # it has none then
        return
    assert got.settings == {each: told for each, told in TOLD.items() if each not in gone}
    assert NAMES.get(name, "") in (*got.unused, "")


def test_a_scale_for_every_step_is_named_and_not_taken() -> None:
    got = found_in_json("InvokeAI", {**INVOKE, "cfg_scale": [6.0, 5.0]})
    assert "guidance_scale" not in got.settings and "guidance scale" in got.unused


@pytest.mark.parametrize(("mode", "strength"), [("txt2img", None), ("flux_txt2img", None), ("img2img", 0.4)])
def test_a_strength_of_invokeai_is_that_of_a_photo(mode: str, strength: float | None) -> None:
    settings = found_in_json("InvokeAI", {**INVOKE, "generation_mode": mode, "strength": 0.4}).settings
    assert settings.get("strength") == strength


@pytest.mark.parametrize("model", ["doormix", {"model_name": "doormix"}, {"name": "doormix", "model_name": None}])
def test_a_model_of_invokeai_is_called_as_each_of_its_versions_does(model: Any) -> None:
    assert found_in_json("InvokeAI", {**INVOKE, "model": model}).settings["model"] == "doormix"


def test_weights_of_invokeai_are_ours_and_its_functions_are_named() -> None:
    got = found_in_json("InvokeAI", {**INVOKE, "positive_prompt": "a blue++ (old door)0.8", "negative_prompt": "fog-"})
    assert got.settings["prompt"] == "a (blue:1.21) (old door:0.8)"
    assert got.settings["negative_prompt"] == "(fog:0.9)"
    functions = found_in_json("InvokeAI", {**INVOKE, "positive_prompt": '("a door", "a gate").blend(1, 0.5)'})
    assert "functions in the prompt" in functions.unused


@pytest.mark.parametrize("key", ["sd-metadata", "Dream"])
def test_pictures_of_older_versions_of_invokeai_are_read(key: str) -> None:
    dream = '"a blue door [people]" -s 14 -S 77 -W 640 -H 512 -C 5.5 -A k_dpmpp_2m'
    image = {
        "prompt": [{"prompt": "a blue door [people]", "weight": 1.0}], "steps": 14, "cfg_scale": 5.5, "seed": 77,
        "width": 640, "height": 512, "sampler": "k_dpmpp_2m",
    }  # fmt: skip
    text = dream if key == "Dream" else json.dumps({"model_weights": "doormix", "image": image})
    got = found(png_with(text_chunk(key, text)))
    names = ("prompt", "negative_prompt", "seed", "num_steps", "guidance_scale", "width_px", "height_px", "scheduler")
    assert [got.settings.get(name) for name in names] == ["a blue door", "people", 77, 14, 5.5, 640, 512, "DPM++ 2M"]
    assert got.origin == "InvokeAI"


@pytest.mark.parametrize("text", ["{}", "null", "7", '{"image": null}', '"no dream'])
def test_broken_settings_of_older_versions_are_none(text: str) -> None:
    for key in ("sd-metadata", "Dream", "invokeai_metadata", "Comment"):
        with pytest.raises(RunUnreadable):
            found(png_with(text_chunk(key, text), text_chunk("Source", "x")))


def test_a_studio_that_is_known_and_not_read_is_called_by_its_name() -> None:
    said = {"sui_image_params": {"prompt": "a blue door", "seed": 77}, "sui_extra_data": {}}
    with pytest.raises(RunUnreadable, match="written by SwarmUI, which is not read here"):
        found_in_json("SwarmUI", said)


def test_json_of_another_program_is_no_settings() -> None:
    for said in ({"tool": "sorter", "stars": 4}, {"prompt": "a blue door"}, {"seed": 1, "width": 8}):
        with pytest.raises(RunUnreadable, match="no settings"):
            found_in_json("Fooocus", said)
