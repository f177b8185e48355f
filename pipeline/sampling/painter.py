"""`Painter`: a loaded model that paints requests and tells what happens while it does."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any

import torch
from PIL import Image

from pipeline.errors import InvalidRequest
from pipeline.events import GenerationEvent
from pipeline.failures import raising_out_of_memory
from pipeline.models.catalog import BUILTIN_FOLDER, BUILTIN_KEY, MORE_BUILTIN_KEYS
from pipeline.models.families import family_of
from pipeline.models.loading import load_pipeline, load_preview_decoder, pick_device
from pipeline.models.read_spec import read_spec
from pipeline.models.spec import ModelSpec
from pipeline.models.tokens import read_tokens
from pipeline.preview.linear import linear_decoder
from pipeline.preview.tiers import PreviewChoice, Previewer, decode_pictures
from pipeline.request import GenerationRequest, Precision
from pipeline.sampling.noising import noised_latents, photo_latents
from pipeline.sampling.painting import Painting, generators_for
from pipeline.score.score_net import ScoreNet
from pipeline.score.scorer import FOLDER, load_score_net, read_prompts, see_pictures
from pipeline.speed.precision import Pipelines, start_of

OnEvent = Callable[[GenerationEvent], None]


def open_painter(model: str | Path = "mau", *, device: str = "auto", cache_dir: Path | None = None) -> Painter:
    """Loads a model, ready to paint. `model`: catalog key, or as the host a folder, .safetensors file or Hub id.

    cache_dir: where fitted previews are kept between starts. Raises `ModelUnavailable`.
    """
    if model in (BUILTIN_KEY, *MORE_BUILTIN_KEYS):
        spec = read_spec(BUILTIN_FOLDER / model, str(model))
    else:
        spec = read_spec(model, Path(model).stem)
    return Painter(spec, device=device, cache_dir=cache_dir)


class Painter:
    """A model on a device. `run` belongs to one thread at a time; `paint` brings a thread of its own."""

    def __init__(
        self,
        spec: ModelSpec,
        *,
        device: str = "auto",
        cache_dir: Path | None = None,
        dtype: torch.dtype | None = None,
    ) -> None:
        """dtype: of the weights that precision "exact" means; float32 by default."""
        self.spec = spec
        self._family = family_of(spec)
        self.device = pick_device(device)
        self._take(load_pipeline(spec, self.device, dtype), cache_dir)

    def _take(self, pipe: Any, cache_dir: Path | None) -> None:
        self._config = pipe.scheduler.config
        self._exact_pipe = pipe
        self._pipelines = Pipelines(self._family, pipe)
        with torch.inference_mode():
            linear = linear_decoder(self._family.codec, pipe.vae, cache_dir)
            self.previewer = Previewer(self._family.codec, pipe, linear, load_preview_decoder(self.spec, pipe))
            self.previewer.measure(self._blank_latents(pipe.vae))
        self._thread: ThreadPoolExecutor | None = None
        self._score_net: ScoreNet | None = None  # loaded on first use

    def complete(self, request: GenerationRequest) -> GenerationRequest:
        """`request` with everything that it left open filled in. Raises `InvalidRequest`."""
        request = self.spec.complete(request)
        return request.with_(precision=request.precision or self.best_precision)

    @property
    def best_precision(self) -> Precision:
        """What precision None means on this device."""
        return self._pipelines.best

    def warm_up(self) -> None:
        """Does now, on the thread that owns the model, what would otherwise delay the first painting."""
        with torch.inference_mode():
            self._pipelines.warm_up(self.spec.native_size_px // self.spec.px_per_latent)

    def run(
        self,
        request: GenerationRequest,
        on_event: OnEvent,
        cancelled: Callable[[], bool] = lambda: False,
        *,
        preview: PreviewChoice = "Auto",
    ) -> None:
        """Paints `request` on this thread, telling `on_event` in order; `cancelled` is asked at every step.

        Raises `InvalidRequest`, `OutOfMemory`, `NotFinite`; the painter stays usable after each.
        """
        request = self.complete(request)
        assert request.precision is not None
        with torch.inference_mode(), raising_out_of_memory(request):
            Painting(
                self._family,
                self._pipelines.pick(request.precision, start_of(request)),
                request,
                config=self._config,
                previewer=self.previewer,
                preview=preview,
                tokens=read_tokens(
                    self.spec, request.prompt, emphasis=request.emphasis, whole=request.long_prompt == "whole"
                ),
                on_event=on_event,
                cancelled=cancelled,
            ).paint()

    def paint(self, request: GenerationRequest, *, preview: PreviewChoice = "Auto") -> Iterator[GenerationEvent]:
        """Paints on a thread of this painter's own. Closing the iterator cancels, and returns within one step.

        Raises what `run` raises.
        """
        events: queue.SimpleQueue[GenerationEvent | None] = queue.SimpleQueue()
        cancel = threading.Event()
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="painter")
        running = self._thread.submit(self.run, request, events.put, cancel.is_set, preview=preview)
        running.add_done_callback(lambda _: events.put(None))
        try:
            while (event := events.get()) is not None:
                yield event
            running.result()
        finally:
            cancel.set()
            _wait(running)

    def decode(self, latents: torch.Tensor) -> tuple[Image.Image, ...]:
        """`[B, C, H, W]` latents of a kept step -> full-size RGB pictures by the real VAE, as the final picture's."""
        with torch.inference_mode():
            return self._decoded(latents)

    def noised_photo(self, request: GenerationRequest) -> Image.Image:
        """The request's photo as the first step of its painting sees it: encoded, noised, decoded. RGB.

        Raises `InvalidRequest` where the request has no photo.
        """
        request = self.complete(request)
        if request.photo is None:
            raise InvalidRequest("Photo", "is missing.")
        with torch.inference_mode(), raising_out_of_memory(request):
            latents = noised_latents(self._family, self._exact_pipe, self._config, request, generators_for(request)[0])
            return self._decoded(latents)[0]

    def score(self, image: Image.Image, prompt: str) -> float:
        """How well a picture shows what a prompt says, by this model's words: a cosine, -1..1.

        With *mau*, 0.5 and more fits: of 100 held-out drawings the own caption scores 0.59 to 0.72 (5% to 95%), and
        those of the others 0.39 and less (99%).

        Raises `InvalidRequest` where the model brings no score.
        """
        folder = self.spec.source.folder
        if folder is None or not (folder / FOLDER).is_dir():
            raise InvalidRequest("Model", f"{self.spec.key} brings no score.")
        if self._score_net is None:
            self._score_net = load_score_net(folder / FOLDER)
        with torch.inference_mode():
            words = read_prompts(self._score_net, *self._family.text_encoder(self._exact_pipe), [prompt])
            return float(see_pictures(self._score_net, [image])[0] @ words[0])

    def decode_photo(self, photo: Image.Image) -> Image.Image:
        """What the VAE alone makes of an RGB photo: the best that any strength can give back."""
        with torch.inference_mode():
            latents = photo_latents(self._family, self._exact_pipe, photo, torch.Generator("cpu").manual_seed(0))
            return self._decoded(latents)[0]

    @property
    def exact_pipe(self) -> Any:
        """The stock text-to-image pipeline as diffusers loads it; what "exact" paints are its numbers."""
        return self._exact_pipe

    @property
    def exact_vae(self) -> Any:
        """The autoencoder, as diffusers loads it."""
        return self._exact_pipe.vae

    @property
    def exact_denoiser(self) -> torch.nn.Module:
        """The network that precision "exact" runs, to be looked at through hooks on itself (see
        `pipeline.speed.recording`)."""
        denoiser: torch.nn.Module = self._pipelines.denoiser("exact")
        return denoiser

    def close(self) -> None:
        """Ends this painter's thread and lets go of the model."""
        if self._thread is not None:
            self._thread.shutdown()
        self.__dict__.pop("_pipelines", None)
        self.__dict__.pop("_exact_pipe", None)
        self.__dict__.pop("previewer", None)

    def _decoded(self, latents: torch.Tensor) -> tuple[Image.Image, ...]:
        return decode_pictures(self._family.codec, self._exact_pipe, latents)

    def _blank_latents(self, vae: Any) -> torch.Tensor:
        """`[1, C, 8, 8]` of zeros: small, since what it is for takes time in proportion to the size."""
        return torch.zeros(1, self._family.codec.channels(vae), 8, 8, device=vae.device, dtype=vae.dtype)

    def __enter__(self) -> Painter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _wait(running: Future[None]) -> None:
    """Until the run has left the model; its error, if any, has been raised already or no longer matters."""
    running.exception()
