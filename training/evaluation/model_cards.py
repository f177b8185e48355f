"""The model cards: what a built-in model is, what it was trained on, with which settings, and how well it does."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from training.evaluation.sheets import FLOW_SHEETS, MODEL_SHEETS, list_sheets
from training.stages.autoencoder import CLEARED_SHARE
from training.world import LEVELS, Level

Record: TypeAlias = dict[str, Any]
PLURALS = {"fox": "foxes"}

INTRODUCTION = """---
license: apache-2.0
library_name: diffusers
pipeline_tag: text-to-image
---
# mau

A latent diffusion model small enough to live beside the code. It paints 256 px pictures of its own little
world, offline, on two CPU cores. It was trained from scratch by this project on pictures that `training/` draws
itself; no photograph, no other artist's work and no other model's weights went into it.

```python
from diffusers import StableDiffusionPipeline

StableDiffusionPipeline.from_pretrained("assets/models/mau")("manga-style illustration of a white cat").images[0]
```
"""

FLOW_INTRODUCTION = """---
license: apache-2.0
library_name: diffusers
pipeline_tag: text-to-image
---
# mau-flow

The few-step sister of `mau`: a rectified flow that paints the same little world in four steps with no second pass for
guidance. It started from the U-Net of `mau` and learnt the paths on which `mau` paints when it is guided; nothing else
went into it. Its autoencoder and its text encoder are those of the `mau` beside it. Guidance is inside it already:
leave the scale at 1.

```python
from diffusers import StableDiffusionPipeline

flow = StableDiffusionPipeline.from_pretrained("assets/models/mau-flow")
flow("manga-style illustration of a white cat", num_inference_steps=4, guidance_scale=1.0).images[0]
```
"""

LIMITS = """
## Limits
It knows {world} in eight styles and nothing else: `words.json` lists every word of its captions, and a word that is
not there means little to it. The autoencoder keeps outlines, whiskers and the lights in the eyes, and loses grain,
hatching and the finest dots; plain grounds come out mottled where a drawing's are flat. The judge behind the figures
is a small classifier of our own; it reads attributes, not beauty.

## Licence
Apache-2.0, as the project.
"""


def write_card(model: Path) -> None:
    """Write `README.md` of a model folder from its `training.json` and, where it is there, `evaluation.json`."""
    _write(model, INTRODUCTION, _describe_training, _describe_figures)


def write_flow_card(model: Path) -> None:
    """Write `README.md` of the flow's folder from its `training.json` and, where it is there, `evaluation.json`."""
    _write(model, FLOW_INTRODUCTION, _describe_flow_training, _describe_few_steps)


def _write(model: Path, introduction: str, training: Callable[[Record], str], figures: Callable[[Record], str]) -> None:
    record = json.loads((model / "training.json").read_text())
    parts = [introduction, training(record)]
    evaluation = model / "evaluation.json"
    if evaluation.exists():
        parts.append(figures(json.loads(evaluation.read_text())))
    (model / "README.md").write_text("\n".join([*parts, LIMITS.format(world=_describe_world(LEVELS[record["level"]]))]))


def _describe_world(level: Level) -> str:
    *others, last = (PLURALS.get(animal, animal + "s") for animal in level.animals)
    animals = f"{', '.join(others)} and {last}" if others else last
    return f"{animals} before plain backgrounds and five scenes," if level.scene_share else animals


def _describe_flow_training(record: Record) -> str:
    return f"""## Training
{record["trajectories"]:,} paths of `mau` (12 steps, guided as it paints best), kept at five noise levels;
{record["updates"]:,} updates of {record["settings"]["unet_batch"]} in {record["spent_s"] / 60:.0f} minutes, size
`{record["size"]}`. See `training/stages/flow.py` and `training/stages/trajectories.py`; the seed of a path is its
number. {_describe_following(record["following"]) if "following" in record else ""}"""


def _describe_following(following: Record) -> str:
    return f"""
Since then the text encoder of `mau` has learnt on, and the flow followed it: {following["updates"]:,} updates in
{following["spent_s"] / 60:.0f} minutes with the flow of before as teacher (`training/stages/follow.py`).
"""


def _describe_few_steps(report: Record) -> str:
    from training.evaluation.few_steps import format_few_steps

    return f"""## Figures
{report["prompts"]} held-out prompts, the same noise for all, `mau` guided, `mau-flow` not.
`make evaluate` gives them again.

{format_few_steps(report["few_steps"])}
{list_sheets(FLOW_SHEETS)}
"""


def _describe_training(record: Record) -> str:
    settings = json.dumps(record["settings"], indent=1)
    minutes, autoencoder, sharpening = record["spent_s"] / 60, record["autoencoder"], record["sharpening"]
    clearing, rephrasing, apart = record["clearing"], record["rephrasing"], record["telling_apart"]
    return f"""## Training
Level {record["level"]} of the world in `training/world.py`, size `{record["size"]}`:
{autoencoder["updates"]:,} updates of the autoencoder in {autoencoder["spent_s"] / 60:.0f} minutes,
{record["samples"]:,} captioned drawings for the denoiser in {minutes:.0f} minutes, and since then
{sharpening["updates"]:,} updates of the autoencoder on whole pictures in {sharpening["spent_s"] / 60:.0f},
which left its latents where they were, and {clearing["updates"]:,} of the decoder alone in
{clearing["spent_s"] / 60:.0f}, on drawings as the denoiser repaints them, of which it took
{CLEARED_SHARE:.0%} of the way. The text encoder alone learnt freer wordings in {rephrasing["updates"]:,} updates and
{rephrasing["spent_s"] / 60:.0f} minutes, while captions kept meaning what they meant (`training/stages/rephrase.py`),
and to tell the one with the name from its look-alikes in {apart["updates"]:,} and {apart["spent_s"] / 60:.0f} more
(`training/stages/apart.py`).
All on one or two CPU cores. A drawing's number is its seed; weights begin at random.
Prompts that restyle a photo end in "as in the photo", and what a prompt leaves open is filled in from the table in
`words.json`: both is done by the studio. A training from nothing takes these settings, minutes on two cores:

```json
{settings}
```
"""


def _describe_figures(report: Record) -> str:
    from training.evaluation.report import format_report

    return f"""## Figures
{report["prompts"]} held-out prompts, {report["steps"]} steps, guidance {report["guidance"]} for the first
{report["guidance_end"]:.0%} of them.
`make evaluate` gives them again.

{format_report(report)}

### Goals
{report.get("goals", "Not measured.")}
{list_sheets(MODEL_SHEETS)}
"""
