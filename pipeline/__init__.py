"""Diffusion, watched while it happens. Importing this loads neither torch nor diffusers.

    from pipeline import GenerationRequest, open_painter
    with open_painter("mau", device="auto") as painter:
        for event in painter.paint(GenerationRequest(prompt="manga cat", seed=7, num_steps=20)):
            ...

Glossary of symbols and shapes (B pictures, H x W latent positions of C channels; SD: C = 4, 8 px each way)
    x_t   `latents`           `[B, C, H, W]` the noisy latents as the solver keeps them: most at unit
                                              variance, Euler as x0 + sigma * eps
    x0    `denoised_latents`  `[B, C, H, W]` the model's current guess at the finished picture's latents
    eps   `noise`             `[B, C, H, W]` the noise that the model sees in x_t
    sigma                     noise level relative to the signal: x_t ~ x0 + sigma * eps, up to a scale
    alpha_bar                 the share of signal variance: 1 / (1 + sigma^2)
    preview                   small RGB picture of latents        image: RGB picture at full size
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import (
    GenerationError,
    InvalidRequest,
    ModelUnavailable,
    NotFinite,
    OutOfMemory,
    QueueFull,
    RunUnreadable,
)
from pipeline.events import Cancelled, Finished, GenerationEvent, Phase, Started, StepEvent
from pipeline.film.film import Film, FilmStyle, film_of, write_film
from pipeline.finish import CutOut, Finish, finished_file
from pipeline.lettering import Lettering
from pipeline.metadata.picture_files import FoundSettings, find_settings, png_with_settings, read_settings
from pipeline.metadata.without_settings import plain_png
from pipeline.photo.upload import Photo, fit_photo, open_photo
from pipeline.request import Blended, GenerationRequest, PhotoStart, Prompt, Sampling, Size, Variation
from pipeline.run.run import Run, load_run

if TYPE_CHECKING:
    from pipeline.finish import contact_sheet, finish_picture
    from pipeline.sampling.painter import Painter, open_painter

__all__ = [
    "Blended",
    "Cancelled",
    "CutOut",
    "Film",
    "FilmStyle",
    "Finish",
    "Finished",
    "FoundSettings",
    "GenerationError",
    "GenerationEvent",
    "GenerationRequest",
    "InvalidRequest",
    "Lettering",
    "ModelUnavailable",
    "NotFinite",
    "OutOfMemory",
    "Painter",
    "Phase",
    "Photo",
    "PhotoStart",
    "Prompt",
    "QueueFull",
    "Run",
    "RunUnreadable",
    "Sampling",
    "Size",
    "Started",
    "StepEvent",
    "Variation",
    "contact_sheet",
    "film_of",
    "find_settings",
    "finish_picture",
    "finished_file",
    "fit_photo",
    "load_run",
    "open_painter",
    "open_photo",
    "plain_png",
    "png_with_settings",
    "read_settings",
    "write_film",
]


def __getattr__(name: str) -> object:
    if name in ("Painter", "open_painter"):
        from pipeline.sampling import painter

        return getattr(painter, name)
    if name in ("contact_sheet", "finish_picture"):
        from pipeline import finish

        return getattr(finish, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
