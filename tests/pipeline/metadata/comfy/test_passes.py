"""Which sampler of a ComfyUI graph painted the picture, over what, and what stands between it and its checkpoint."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pipeline.metadata.comfy.graphs import BASE, TOLD, Graph, node, sampler, told, wired
from tests.pipeline.metadata.files import found_in_graph

FACE = node(
    "FaceDetailer", image=["out", 0], seed=9, steps=8, cfg=3.0, sampler_name="ddim", scheduler="karras", denoise=0.35,
    positive=["yes", 0], negative=["no", 0], model=["check", 0],
)  # fmt: skip
SECOND = {
    "larger": node("LatentUpscaleBy", samples=["paint", 0], scale_by=1.5),
    "again": sampler(seed=9, steps=8, cfg=3.0, sampler_name="dpmpp_2m", denoise=0.5, latent_image=["larger", 0]),
}
PIXELS = {
    "larger": node("ImageScale", image=["out", 0], width=1280, height=768),
    "back": node("VAEEncode", pixels=["larger", 0]),
    "again": sampler(seed=9, steps=8, cfg=3.0, denoise=1.0, latent_image=["back", 0]),
}
REFINED = {
    "again": node(
        "KSamplerAdvanced", add_noise="no", noise_seed=9, steps=8, cfg=3.0, sampler_name="ddim", scheduler="normal",
        start_at_step=4, latent_image=["paint", 0],
    ),
}  # fmt: skip
UPSCALED = {
    "again": node(
        "UltimateSDUpscale", image=["out", 0], seed=9, steps=8, cfg=3.0, sampler_name="ddim", scheduler="normal"
    ),
}


@pytest.mark.parametrize("more", [{"again": FACE}, SECOND, PIXELS, REFINED, UPSCALED])
@pytest.mark.parametrize("first", [True, False])
def test_settings_come_from_the_sampler_that_starts_the_picture(more: Graph, first: bool) -> None:
    graph = {**more, **BASE} if first else {**BASE, **more}
    got = found_in_graph(graph)
    assert {name: got.settings.get(name) for name in TOLD} == TOLD
    assert any(name.startswith(more["again"]["class_type"]) for name in got.unused)


def test_of_two_that_start_the_one_that_paints_all_of_it_is_taken() -> None:
    partly = sampler(seed=9, denoise=0.4, latent_image=["photo", 0])
    assert told({"partly": partly, **BASE, "photo": node("VAEEncode", pixels=["file", 0])}) == TOLD


def test_samplers_in_a_circle_are_read_all_the_same() -> None:
    graph = {**BASE, "paint": sampler(latent_image=["again", 0]), "again": sampler(seed=9, latent_image=["paint", 0])}
    assert told(graph)["seed"] == 314


@pytest.mark.parametrize(
    ("latent", "denoise", "strength"),
    [(["photo", 0], 0.45, 0.45), (["photo", 0], 1.0, 1.0), (["empty", 0], 0.9, None), (["nobody", 0], 0.9, None)],
)
def test_a_strength_comes_from_a_photo_alone(latent: list[Any], denoise: float, strength: float | None) -> None:
    more = {"photo": node("VAEEncode", pixels=["file", 0]), "file": node("LoadImage", image="bridge.png")}
    got = found_in_graph(wired(more, latent_image=latent, denoise=denoise))
    assert got.settings.get("strength") == strength
    assert ("denoise" in got.unused) == (strength is None)


BETWEEN = {
    "LoraLoader": node(
        "LoraLoader", lora_name="moss.safetensors", strength_model=0.8, model=["check", 0], clip=["check", 1]
    ),
    "Power Lora Loader (rgthree)": node(
        "Power Lora Loader (rgthree)", lora_1={"on": True, "lora": "moss", "strength": 0.8}, model=["check", 0]
    ),
    "FreeU_V2": node("FreeU_V2", b1=1.3, model=["check", 0]),
    "IPAdapterAdvanced": node("IPAdapterAdvanced", weight=0.7, model=["check", 0], image=["file", 0]),
    "ModelSamplingDiscrete": node("ModelSamplingDiscrete", sampling="v_prediction", zsnr=True, model=["check", 0]),
    "NobodysPatch": node("NobodysPatch", model=["check", 0]),
}


@pytest.mark.parametrize("name", BETWEEN)
def test_what_changes_the_model_is_named_and_the_checkpoint_found_behind_it(name: str) -> None:
    got = found_in_graph(wired({"between": BETWEEN[name]}, model=["between", 0]))
    assert {each: got.settings.get(each) for each in TOLD} == TOLD
    assert name in got.unused


def test_several_of_them_one_behind_the_other_are_named() -> None:
    chain = {name: {**each, "inputs": dict(each["inputs"])} for name, each in BETWEEN.items()}
    names = list(chain)
    for name, before in zip(names[1:], names[:-1], strict=True):
        chain[name]["inputs"]["model"] = [before, 0]
    got = found_in_graph(wired(chain, model=[names[-1], 0]))
    assert {each: got.settings.get(each) for each in TOLD} == TOLD
    assert set(names) <= set(got.unused)


@pytest.mark.parametrize(
    "loader",
    [
        node("UNETLoader", unet_name="bridge.safetensors", weight_dtype="default"),
        node("CheckpointLoader|pysssss", ckpt_name={"content": "bridge.safetensors", "image": None}),
        node("CheckpointLoaderSimple", ckpt_name=["menu", 0]),
    ],
)
def test_a_checkpoint_is_found_however_it_is_loaded(loader: dict[str, Any]) -> None:
    assert told({**BASE, "check": loader, "menu": node("Checkpoint Selector", ckpt_name="bridge.safetensors")}) == TOLD


def test_a_checkpoint_that_cannot_be_read_costs_its_name_alone() -> None:
    graph = {**BASE, "check": node("CheckpointLoaderSimple", ckpt_name=["nobody", 0])}
    assert told(graph) == {**TOLD, "model": None}
