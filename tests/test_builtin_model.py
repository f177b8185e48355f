"""The weights that ship: a stock diffusers folder that runs with no argument beyond its name, and is small."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ASSETS = Path(__file__).resolve().parent.parent / "assets"
MAU = ASSETS / "models" / "mau"

PAINT = """
import sys, torch
from PIL import Image
from diffusers import StableDiffusionImg2ImgPipeline, StableDiffusionPipeline
options = {"torch_dtype": torch.bfloat16} if sys.argv[2] == "bfloat16" else {}
for kind in (StableDiffusionPipeline, StableDiffusionImg2ImgPipeline):
    pipe = kind.from_pretrained(sys.argv[1], **options)
    pipe.set_progress_bar_config(disable=True)
    photo = {"image": Image.new("RGB", (256, 256), "pink")} if kind is StableDiffusionImg2ImgPipeline else {}
    image = pipe("manga cat", num_inference_steps=2, **photo).images[0]
    assert image.size == (256, 256), image.size
    assert {value.dtype for value in pipe.unet.parameters()} == {options.get("torch_dtype", torch.float32)}
"""


@pytest.mark.parametrize(("model", "dtype"), [("mau", "float32"), ("mau", "bfloat16"), ("mau-flow", "float32")])
def test_stock_pipelines_load_and_run_the_folder_in_a_fresh_process(model: str, dtype: str) -> None:
    folder = str(MAU.with_name(model))
    done = subprocess.run(
        [sys.executable, "-c", PAINT, folder, dtype], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize(
    ("folders", "most"),
    [(["mau"], 40), (["mau", "mau-flow"], 65), (["mau/score"], 5), (["upscaler"], 4), (["judge"], 4)],
)
def test_models_stay_as_small_as_they_are_meant_to_be(folders: list[str], most: float) -> None:
    from training.evaluation.footprint import megabytes

    assert sum(megabytes(MAU.parent / folder) for folder in folders) <= most


def test_the_weights_are_float16_safetensors_and_nothing_else() -> None:
    from safetensors import safe_open

    assert not [path for path in MAU.rglob("*") if path.suffix in (".bin", ".pt", ".ckpt", ".pkl")]
    for path in MAU.rglob("*.safetensors"):
        with safe_open(path, "pt") as weights:
            kinds = {weights.get_slice(name).get_dtype() for name in weights.keys()}
        assert kinds <= {"F16", "I64"}, path


@pytest.mark.parametrize("model", ["mau", "mau-flow"])
def test_no_file_of_a_model_says_where_it_once_lay(model: str) -> None:
    configs = [path for path in (MAU.parent / model).rglob("*.json") if path.parent.name != "tokenizer"]
    assert len(configs) > 5
    assert [path for path in configs if "_name_or_path" in path.read_text()] == []


def test_both_models_read_and_write_the_same_latents() -> None:
    weights = Path("vae") / "diffusion_pytorch_model.safetensors"
    assert (MAU / weights).read_bytes() == (MAU.with_name("mau-flow") / weights).read_bytes()


def test_both_models_read_prompts_alike() -> None:
    weights = Path("text_encoder") / "model.safetensors"
    assert (MAU / weights).read_bytes() == (MAU.with_name("mau-flow") / weights).read_bytes()


def test_the_known_words_are_those_of_the_grammars() -> None:
    from training.words.prompts import known_words

    assert set(json.loads((MAU / "words.json").read_text())["words"]) == known_words()
