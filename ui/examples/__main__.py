"""Paints the thumbnails of the styles and the runs that the stage replays at a first visit: `make examples`.

Everything is remade from the prompts and seeds below, by the model that people will use.
"""

from __future__ import annotations

import argparse
import sys
import time

from pipeline.engine.job import Job
from pipeline.engine.studio import Studio
from pipeline.models.catalog import Catalog
from pipeline.request import GenerationRequest
from presets import Preset, load_builtin
from ui.settings import ASSETS

SUBJECT = "an orange cat, green eyes, wearing a pink scarf, portrait, smiling, light blue background"
SEED = 7
THUMBNAIL_SIDE_PX = 192
# File name, style, words, seed. The stage replays the first one by name.
EXAMPLES = (
    (
        "manga",
        "manga",
        "a white cat, large green eyes, wearing a pink scarf, portrait, smiling, light blue background",
        4,
    ),
)


def main() -> int:
    """Paints them all; gives back the exit code."""
    parser = argparse.ArgumentParser(prog="python -m ui.examples", description=__doc__)
    parser.add_argument("--only", choices=("thumbnails", "runs"), help="default: both")
    parser.add_argument("--subject", default=SUBJECT, help="what the thumbnails show")
    parser.add_argument("--seed", type=int, default=SEED, help="the thumbnails' seed")
    flags = parser.parse_args()
    catalog = Catalog.build()
    studio = Studio(catalog, default_model=catalog.default)
    studio.start()
    try:
        if flags.only != "runs":
            paint_thumbnails(studio, flags.subject, flags.seed)
        if flags.only != "thumbnails":
            paint_runs(studio)
    finally:
        studio.close()
    return 0


def paint_thumbnails(studio: Studio, subject: str, seed: int) -> None:
    """One picture a style, of the same subject from the same noise."""
    folder = ASSETS / "thumbnails"
    folder.mkdir(parents=True, exist_ok=True)
    for preset in offered(studio):
        if preset.thumbnail is None:
            continue
        job = paint(studio, request_for(studio, preset, subject, seed))
        assert job.finished is not None
        small = job.finished.images[0].resize((THUMBNAIL_SIDE_PX, THUMBNAIL_SIDE_PX), resample=1)
        small.save(folder / preset.thumbnail, quality=88, optimize=True)
        print(f"{preset.name}: {preset.thumbnail}", flush=True)


def paint_runs(studio: Studio) -> None:
    """Whole runs with every step at full size."""
    folder = ASSETS / "examples"
    folder.mkdir(parents=True, exist_ok=True)
    styles = {preset.key: preset for preset in offered(studio)}
    for name, key, words, seed in EXAMPLES:
        if key not in styles:
            continue
        job = paint(studio, request_for(studio, styles[key], words, seed), full_frames=True)
        assert job.run is not None
        job.run.save(folder / f"{name}.zip")
        print(f"{name}: {job.request.prompt}", flush=True)


def offered(studio: Studio) -> list[Preset]:
    """The built-in styles that the model has learnt."""
    world = studio.catalog.spec(studio.catalog.default).world
    return [preset for preset in load_builtin() if world is None or preset.level <= world.level]


def request_for(studio: Studio, preset: Preset, words: str, seed: int) -> GenerationRequest:
    """What the page would ask for with this style."""
    return GenerationRequest(
        prompt=preset.apply(words),
        negative_prompt=preset.negative_prompt,
        guidance_scale=preset.guidance_scale,
        guidance_end=studio.catalog.spec(studio.catalog.default).defaults.guidance_end,
        num_steps=preset.num_steps,
        scheduler=preset.scheduler,
        precision="exact",
        seed=seed,
    )


def paint(studio: Studio, request: GenerationRequest, *, full_frames: bool = False) -> Job:
    """The finished job. Raises RuntimeError where there is no picture."""
    job = studio.submit(request, owner="examples")
    while not job.status().over or (full_frames and job.run is not None and job.run.needs_full() is not None):
        time.sleep(0.05)
    if job.status().state != "done":
        raise RuntimeError(job.status().error or "the painting was stopped")
    return job


if __name__ == "__main__":
    sys.exit(main())
