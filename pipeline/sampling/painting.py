"""One painting, from request to pictures, on the thread that owns the model."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import torch
from numpy import isfinite
from PIL import Image

from pipeline.errors import NotFinite
from pipeline.events import Cancelled, Finished, GenerationEvent, Phase, Started, StepEvent
from pipeline.metadata.request_settings import settings_of
from pipeline.models.families.family import Family
from pipeline.models.tokens import TokenReport
from pipeline.photo.mask import keep_around, latent_mask
from pipeline.preview.tiers import Governor, PreviewChoice, Previewer, fast_pictures
from pipeline.request import GenerationRequest, seed_of_image
from pipeline.run.run import Run, StepRecord
from pipeline.sampling.guidance import end_guidance, guided_steps, watched_tensors
from pipeline.sampling.keep_layout import LayoutKeeper
from pipeline.sampling.tap import Seen, Tap
from pipeline.sampling.variation import varied_start, vary_added_noise
from pipeline.schedule.schedule import schedule_of
from pipeline.schedule.schedulers import build_scheduler


class Stop(Exception):
    """Raised inside the step callback of a stock pipeline to leave it; the pipeline stays usable."""


class Painting:
    """A single run of `request` (complete: see `ModelSpec.complete`) over the stock pipeline `pipe`."""

    def __init__(
        self,
        family: Family,
        pipe: Any,
        request: GenerationRequest,
        *,
        config: Any,
        previewer: Previewer,
        preview: PreviewChoice,
        tokens: TokenReport,
        on_event: Callable[[GenerationEvent], None],
        cancelled: Callable[[], bool],
    ) -> None:
        assert request.scheduler is not None
        self.request = request
        self._family = family
        self._pipe = pipe
        self._plan = request.plan
        self._sides = family.latent_sides(pipe, request.size)
        self._guided_steps = guided_steps(request)
        self._tokens = tokens
        self._on_event = on_event
        self._cancelled = cancelled
        self._governor = Governor(previewer, preview)
        self._generators = generators_for(request)
        self._scheduler = build_scheduler(request.scheduler, config)
        self._schedule = schedule_of(request.scheduler, self._scheduler, request.num_steps, self._plan.first_step)
        self._layout = LayoutKeeper(request, self._scheduler, self._schedule)
        self._tap = Tap(self._scheduler, self._generators, self._on_begin)
        self._began_s = 0.0
        self._denoising_s = 0.0
        self.run = Run(
            settings=settings_of(request),
            num_steps=self._plan.num_steps,
            num_images=request.num_images,
            timesteps=self._schedule.timesteps,
            sigmas=self._schedule.sigmas[:-1],
            schedule=self._schedule,
            fast_preview=partial(fast_pictures, previewer.linear),  # and not the model: a run outlives it
        )

    def paint(self) -> None:
        """Runs it; tells everything through `on_event`. Raises the errors of `pipeline.errors`."""
        self._began_s = time.perf_counter()
        self._on_event(self._started())
        try:
            self._stop_if_cancelled()
            self._on_event(Phase(name="encoding"))
            images = self._run_pipeline()
        except Stop:
            self._on_event(Cancelled(last_step_index=self.run.steps_done - 1, run=self.run))
            return
        self._on_event(Phase(name="finishing"))
        self._on_event(self._finished(tuple(images)))

    def _started(self) -> Started:
        return Started(
            request=self.request,
            run=self.run,
            tokens=self._tokens,
            timesteps=self._schedule.timesteps,
            sigmas=self._schedule.sigmas[:-1],
            first_step=self._plan.first_step,
            preview_method=self._governor.first_method,
            notes=tuple(filter(None, (self._plan.note,))),
        )

    def _run_pipeline(self) -> list[Image.Image]:
        self._pipe.scheduler = self._scheduler
        pixels = self._pipe(callback_on_step_end=self._on_step_end, **self._arguments()).images
        if not isfinite(pixels).all():
            raise NotFinite(-1)
        images: list[Image.Image] = self._pipe.image_processor.numpy_to_pil(pixels)
        mask, photo = self.request.mask, self.request.photo
        return [keep_around(image, photo, mask) for image in images] if mask and photo else images

    def _on_begin(self) -> None:
        self._denoising_s = time.perf_counter() - self._began_s
        self._on_event(Phase(name="denoising"))

    def _arguments(self) -> dict[str, Any]:
        """What the stock pipeline is called with."""
        request = self.request
        arguments: dict[str, Any] = {
            **self._family.prompt_arguments(self._pipe, request.words),
            "num_inference_steps": request.num_steps,
            "guidance_scale": request.guidance_scale,
            "callback_on_step_end_tensor_inputs": watched_tensors(self._family, self._pipe),
            "num_images_per_prompt": request.num_images,
            "generator": self._generators if len(self._generators) > 1 else self._generators[0],
            "output_type": "np",
        }
        if request.photo is None:
            return {**arguments, "width": request.width_px, "height": request.height_px, **self._varied_start()}
        arguments |= {"image": request.photo, "strength": self._plan.strength}
        if request.mask is None:
            self._vary_photo()
            return arguments
        sides = {"width": request.width_px, "height": request.height_px}
        mask = latent_mask(request.mask, self._pipe.vae_scale_factor)
        # At full strength stock starts from pure noise, as from text.
        start = self._varied_start() if self._plan.strength == 1.0 else self._vary_photo()
        return {**arguments, **sides, "mask_image": mask, **start}

    def _varied_start(self) -> dict[str, Any]:
        """The start from pure noise, where a variation asks for another one than the seed's."""
        request = self.request
        if not request.variation.strength:
            return {}
        return {"latents": varied_start(self._family, self._pipe, request, self._generators)}

    def _vary_photo(self) -> dict[str, Any]:
        """The same for a start from a photo, whose noise is added by the scheduler."""
        if self.request.variation.strength:
            vary_added_noise(self._scheduler, self.request.variation)
        return {}

    def _on_step_end(self, pipe: Any, index: int, timestep: Any, tensors: dict[str, Any]) -> dict[str, Any]:
        """The stock pipeline's own seam: after every step."""
        seen = self._tap.seen
        assert seen is not None
        denoised = self._grid(seen.denoised)
        after = self._layout.pulled(index, self._grid(tensors["latents"]), denoised)
        self._keep(index, seen, denoised, after)
        if index + 1 == self._plan.num_steps:
            self._on_event(Phase(name="decoding"))
            return {}
        self._stop_if_cancelled()
        ended = end_guidance(self._family, pipe, tensors) if index + 1 == self._guided_steps else {}
        return {"latents": self._family.codec.packed(after), **ended}

    def _grid(self, latents: torch.Tensor) -> torch.Tensor:
        """`[B, C, H, W]` of what the stock pipeline hands to its scheduler."""
        return self._family.codec.unpacked(latents, *self._sides)

    def _keep(self, index: int, seen: Seen, denoised: torch.Tensor, after: torch.Tensor) -> None:
        """Records step `index`. denoised, after: `[B, C, H, W]` its guess, and the latents after it."""
        began_s = time.perf_counter()
        elapsed_s = began_s - self._began_s
        copied = copy_to_cpu(denoised)
        values = copied.float().numpy()  # torch takes ten times as long as numpy for so few
        if not isfinite(values).all():
            raise NotFinite(index)
        previews, method = self._governor.frame(denoised, values, elapsed_s)
        self._governor.spent_s += time.perf_counter() - began_s
        record = StepRecord(
            latents=self.run.records[-1].after if index else copy_to_cpu(self._grid(seen.latents)),
            denoised=copied,
            after=copy_to_cpu(after),
            solver=seen.solver,
            generators=seen.generators,
            elapsed_s=elapsed_s,
        )
        self.run.keep(record, previews)
        self._on_event(self._step_event(index, elapsed_s, previews, method))

    def _step_event(self, index: int, elapsed_s: float, previews: tuple[Image.Image, ...], method: str) -> StepEvent:
        num_steps = self._plan.num_steps
        return StepEvent(
            step_index=index,
            num_steps=num_steps,
            timestep=self._schedule.timesteps[index],
            sigma=self._schedule.sigmas[index],
            elapsed_s=elapsed_s,
            eta_s=(elapsed_s - self._denoising_s) / (index + 1) * (num_steps - index - 1),
            previews=previews,
            preview_method=method,
        )

    def _finished(self, images: tuple[Image.Image, ...]) -> Finished:
        self.run.images = images
        elapsed_s = time.perf_counter() - self._began_s
        return Finished(
            images=images,
            run=self.run,
            elapsed_s=elapsed_s,
            peak_mib=peak_mib(),
            preview_cost=self._governor.spent_s / elapsed_s,
        )

    def _stop_if_cancelled(self) -> None:
        if self._cancelled():
            raise Stop


def copy_to_cpu(tensor: torch.Tensor) -> torch.Tensor:
    """A copy on the CPU, in its own dtype; never a view of what the pipeline goes on with."""
    copy = tensor.detach().cpu()
    return copy.clone() if copy.data_ptr() == tensor.data_ptr() else copy


def generators_for(request: GenerationRequest) -> list[torch.Generator]:
    """One CPU generator per picture (so that every device paints the same), seeded seed, seed + 1, ...

    Variations of one picture all start from its seed.
    """
    same = request.variation_strength > 0
    seeds = [seed_of_image(request.seed, 0 if same else image) for image in range(request.num_images)]
    return [torch.Generator("cpu").manual_seed(seed) for seed in seeds]


def peak_mib() -> float:
    """High-water mark in MiB: of the CUDA device since its last reset, else of this process."""
    if torch.cuda.is_available():
        return torch.cuda.max_memory_allocated() / 2**20
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss: bytes there, KiB elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20
