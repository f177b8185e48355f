"""Writes the trained parts as one stock diffusers folder, in float16 safetensors, with its known words and its card."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from diffusers import DPMSolverMultistepScheduler, StableDiffusionPipeline, UNet2DConditionModel
from transformers import CLIPTextModel

from training.evaluation.model_cards import write_card, write_flow_card
from training.folders import exported_folder
from training.guidance import GUIDANCE_END, GUIDANCE_SCALE
from training.restore import SHIPPED_RECORD
from training.running.checkpoint import load_checkpoint
from training.schedule import build_schedule
from training.sizes import Size
from training.stages.autoencoder import BASE, CLEARED, SHARPENED, load_autoencoder
from training.stages.denoiser import build_unet
from training.stages.flow import build_flow_scheduler
from training.stages.follow import FOLLOWED_FLOW, TEACHER, following_folder
from training.stages.text import build_text_encoder
from training.stages.tokenizer import load_tokenizer
from training.stages.trajectories import NUM_WINDOWS, load_trajectories
from training.text_encoders import APART, REPHRASED, TEXT_ENCODERS, text_encoder_path, text_encoder_weights
from training.words.captions import PHOTO_CLAUSE
from training.words.open_details import build_open_details
from training.words.prompts import known_words
from training.world import LEVELS, STYLES

KEEP_LAYOUT = 0.7  # the pull towards a photo that restyles best; it goes into words.json, and the page starts there


def export_model(folder: Path, size: Size, target: Path | None = None) -> None:
    """Write the averaged weights of the last checkpoints to `target` (the built-in model's folder by default).

    Raises:
        FileNotFoundError: a stage has not run yet.
    """
    target = target or exported_folder(folder, size)
    state = load_denoiser(folder, size)
    _write_folder(build_pipeline(folder, size, state), target)
    words = {"words": sorted(known_words()), "level": size.level, "styles": list(STYLES)}
    words["animals"] = list(LEVELS[size.level].animals)
    words |= {"guidance_scale": GUIDANCE_SCALE, "guidance_end": GUIDANCE_END, "keep_layout": KEEP_LAYOUT}
    words |= {"of_photo": PHOTO_CLAUSE, "open_details": build_open_details(LEVELS[size.level])}
    (target / "words.json").write_text(json.dumps(words, indent=1) + "\n")
    spent = {key: state[name] for key, name in (("samples", "num_samples"), ("spent_s", "spent_s"))}
    earlier = _shipped_record(folder)
    record = {"size": size.name, "level": size.level, **_add(spent, earlier)}
    text_encoders = {"rephrasing": REPHRASED, "telling_apart": APART}
    checkpoints = {"autoencoder": BASE, "sharpening": SHARPENED, "clearing": CLEARED}
    checkpoints |= {stage: text_encoder_path(folder, size, state, name).name for stage, name in text_encoders.items()}
    for name, checkpoint in checkpoints.items():
        trained = load_checkpoint(folder / checkpoint) or {"step": 0, "spent_s": 0.0}
        spent = {"updates": trained["step"], "spent_s": trained["spent_s"]}
        record[name] = _add(spent, earlier.get(name, {}))
    (target / "training.json").write_text(json.dumps({**record, **_settings(size)}, indent=1) + "\n")
    write_card(target)


def _write_folder(pipeline: StableDiffusionPipeline, target: Path) -> None:
    pipeline.to(torch.float16)
    pipeline.save_pretrained(target)
    for config in [target / "model_index.json", *target.glob("*/config.json")]:
        _edit_config(config, _drop_local_path)
    _edit_config(target / "text_encoder" / "config.json", _set_float32)
    _edit_config(target / "vae" / "config.json", _drop_block_out_channels)
    (target / "evaluation.json").unlink(missing_ok=True)  # those are figures of other weights


def export_flow(folder: Path, size: Size, target: Path | None = None) -> None:
    """Write the flow as a stock folder of its own, with the autoencoder and text encoder of the model it learnt from.

    Raises:
        FileNotFoundError: the flow has not been trained yet.
    """
    source = exported_folder(folder, size)
    target = target or source.with_name("mau-flow")
    state = load_checkpoint(folder / f"flow-{size.level}.pt")
    if state is None:
        raise FileNotFoundError("train the flow first: python -m training flow")
    record = {"size": size.name, "level": size.level, "updates": state["step"], "spent_s": state["spent_s"]}
    record["trajectories"] = len(load_trajectories(folder, size)[1])
    _write_flow(source, target, state, {**record, **_settings(size)})


def export_followed_flow(folder: Path, model: Path, flow: Path) -> None:
    """Write the flow that followed the text encoder in `model` over the one in `flow`, with what `model` has now.

    Raises:
        FileNotFoundError: it has not followed that text encoder yet.
    """
    work = following_folder(folder, model)
    state = load_checkpoint(work / FOLLOWED_FLOW)
    if state is None:
        raise FileNotFoundError("teach the flow first: python -m training follow")
    record = json.loads((work / TEACHER / "training.json").read_text())
    spent = {"updates": state["step"], "spent_s": state["spent_s"]}
    _write_flow(model, flow, state, record | {"following": _add(spent, record.get("following", {}))})


def _write_flow(source: Path, target: Path, state: dict[str, Any], record: dict[str, Any]) -> None:
    """The flow of the checkpoint `state`, with everything else of the model in `source`, its words and its card."""
    pipeline = StableDiffusionPipeline.from_pretrained(source, dtype=torch.float32)
    pipeline.unet.load_state_dict(state["average"]["weights"])
    pipeline.scheduler = build_flow_scheduler()
    _write_folder(pipeline, target)
    words = json.loads((source / "words.json").read_text()) | {
        "guidance_scale": 1.0,
        "guidance_end": 1.0,
        "keep_layout": 0.0,  # it keeps by itself what `mau` keeps by the pull
        "guided": False,
    }
    (target / "words.json").write_text(json.dumps(words | {"num_steps": NUM_WINDOWS}, indent=1) + "\n")
    (target / "training.json").write_text(json.dumps(record, indent=1) + "\n")
    write_flow_card(target)


def load_denoiser(folder: Path, size: Size) -> dict[str, Any]:
    """The last checkpoint of the denoiser and the text encoder that learnt with it.

    Raises:
        FileNotFoundError: the stage has not run yet.
    """
    state = load_checkpoint(folder / f"denoiser-{size.level}.pt")
    if state is None:
        raise FileNotFoundError("train the denoiser first: python -m training denoiser")
    return state


def build_pipeline(
    folder: Path, size: Size, state: dict[str, Any], until: str = TEXT_ENCODERS[-1]
) -> StableDiffusionPipeline:
    """The model as it stands in its checkpoints, float32, on the CPU; `state` is `load_denoiser`'s. Its text encoder
    is the last of `TEXT_ENCODERS`, `until` at most."""
    tokenizer = load_tokenizer(folder)
    unet: UNet2DConditionModel = build_unet(size)
    unet.load_state_dict(state["unet_average"]["weights"])
    text: CLIPTextModel = build_text_encoder(size, tokenizer)
    text.load_state_dict(text_encoder_weights(folder, size, state, until=until))
    scheduler = DPMSolverMultistepScheduler(
        **build_schedule(), algorithm_type="dpmsolver++", solver_order=2, timestep_spacing="trailing", steps_offset=1
    )
    return StableDiffusionPipeline(
        vae=load_autoencoder(folder, size),
        text_encoder=text,
        tokenizer=tokenizer,
        unet=unet,
        scheduler=scheduler,
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )


def _shipped_record(folder: Path) -> dict[str, Any]:
    """What the weights were trained with before `training.restore` took them up; empty where they began here."""
    path = folder / SHIPPED_RECORD
    return json.loads(path.read_text()) if path.exists() else {}


def _add(spent: dict[str, float], earlier: dict[str, Any]) -> dict[str, float]:
    return {name: value + earlier.get(name, 0) for name, value in spent.items()}


def _edit_config(config: Path, change: Callable[[dict[str, Any]], None]) -> None:
    settings = json.loads(config.read_text())
    change(settings)
    config.write_text(json.dumps(settings, indent=2, sort_keys=True) + "\n")


def _drop_local_path(settings: dict[str, Any]) -> None:
    # The folder that a part was read from, on the machine that it was read on.
    settings.pop("_name_or_path", None)


def _set_float32(settings: dict[str, Any]) -> None:
    # transformers 5 would keep the file's float16 while diffusers loads float32: the pipeline would mix the two.
    settings["dtype"] = "float32"


def _drop_block_out_channels(settings: dict[str, Any]) -> None:
    # AutoencoderTiny writes this for its own use and then warns about it whenever it is loaded.
    settings.pop("block_out_channels", None)


def _settings(size: Size) -> dict[str, Any]:
    return {"settings": {**size.__dict__}, "schedule": "training/schedule.py"}
