"""`Run`: what one painting left behind: settings, timings, frames, and in memory the exact trajectory.

A run in memory holds every step's tensors (see `StepRecord`), which is what going on from a step needs. A saved run is
a capsule (`pipeline.run.capsule`): settings and pictures only, readable without torch.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.run.capsule import FrameKey, Frames, read_capsule, write_capsule, zipped_capsule
from pipeline.views import VIEWS
from pipeline.views.denoised import DENOISED

if TYPE_CHECKING:
    import torch
    from PIL import Image

    from pipeline.schedule.schedule import Schedule
    from pipeline.views.view import FastPreview, View

# What Pillow's JPEG encoder takes: raw mode, quality, progressive, smooth, optimize, keep RGB, stream type, dpi,
# subsampling, blocks and rows between restarts, tables, comment, extra, EXIF.
JPEG_SETTINGS = ("RGB", 90, False, 0, False, False, 0, (0, 0), 0, 0, 0, None, None, b"", b"")


@dataclass(frozen=True, kw_only=True)
class StepRecord:
    """One step, on the CPU in the run's own dtype.

    latents: `[B, C, H, W]` x_t before the step. denoised: `[B, C, H, W]` x0. after: `[B, C, H, W]` x_t after the step.
    solver, generators: history and random state before the step (see `pipeline.sampling.tap.Seen`).
    elapsed_s: since the first step began.
    """

    latents: torch.Tensor
    denoised: torch.Tensor
    after: torch.Tensor
    solver: dict[str, Any]
    generators: tuple[torch.Tensor, ...]
    elapsed_s: float


@dataclass(kw_only=True, eq=False, repr=False)
class Run:
    """One painting. `settings` is plain JSON; `timesteps`, `sigmas` and `elapsed_s` have one entry per step.

    Written by the painting thread only; frames may be asked for from any thread at any time.
    """

    settings: dict[str, Any]
    num_steps: int
    num_images: int
    timesteps: tuple[float, ...] = ()
    sigmas: tuple[float, ...] = ()
    elapsed_s: list[float] = field(default_factory=list)
    records: list[StepRecord] = field(default_factory=list)
    images: tuple[Image.Image, ...] = ()
    schedule: Schedule | None = None
    fast_preview: FastPreview | None = None
    _pictures: dict[FrameKey, Image.Image] = field(default_factory=dict)  # made, and not yet encoded as frames
    _frames: dict[FrameKey, bytes] = field(default_factory=dict)
    _full: set[int] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _saved_views: frozenset[str] = field(init=False)  # those that the frames of a saved run show

    def __post_init__(self) -> None:
        self._saved_views = frozenset(view for view, _, _ in self._frames)

    @property
    def steps_done(self) -> int:
        """How many steps have finished."""
        return len(self.elapsed_s)

    @property
    def full_frames(self) -> int:
        """How many steps have their x0 at full size."""
        return len(self._full)

    @property
    def views(self) -> tuple[str, ...]:
        """The keys of the views that its steps can be seen in, in the order of the buttons. Cheap; any thread."""
        return tuple(key for key, view in VIEWS.items() if key in self._saved_views or self._can_render(view))

    def frame(self, view: str, index: int, image: int = 0) -> bytes | None:
        """JPEG of step `index` (from 0) of picture `image`, or None where there is none. Any thread.

        view: a key of `pipeline.views.VIEWS`. "x0": the guess made in the step. "xt": the noisy latents after it.
        "noise": what the model took for noise.
        """
        if view not in VIEWS or not 0 <= index < self.steps_done or not 0 <= image < self.num_images:
            return None
        key = (view, index, image)
        with self._lock:
            if key not in self._frames:
                picture = self._picture(*key)
                if picture is None:
                    return None
                self._frames[key] = encode_jpeg(picture)
            return self._frames[key]

    def _picture(self, view: str, index: int, image: int) -> Image.Image | None:
        if (view, index, image) in self._pictures:
            return self._pictures[view, index, image]
        return VIEWS[view].render(self, index, image) if self._can_render(VIEWS[view]) else None

    def _can_render(self, view: View) -> bool:
        there = {
            "records": len(self.records) >= self.steps_done,
            "schedule": self.schedule is not None,
            "fast_preview": self.fast_preview is not None,
        }
        return all(there[need] for need in view.needs)

    def keep(self, record: StepRecord, previews: Sequence[Image.Image]) -> None:
        """Appends a finished step."""
        index = self.steps_done
        self.records.append(record)
        self._pictures.update({(DENOISED.key, index, image): picture for image, picture in enumerate(previews)})
        self.elapsed_s.append(record.elapsed_s)  # last: from here on the frame can be asked for

    def put_full(self, index: int, pictures: Sequence[Image.Image]) -> None:
        """Replaces the x0 frames of step `index` by the VAE's own pictures."""
        frames = {(DENOISED.key, index, image): encode_jpeg(picture) for image, picture in enumerate(pictures)}
        with self._lock:
            self._frames.update(frames)
            for key in frames:
                self._pictures.pop(key, None)
            self._full.add(index)

    def needs_full(self) -> int | None:
        """The newest step whose x0 is not yet at full size, or None: the end of a run is what people look at first."""
        return next((index for index in reversed(range(len(self.records))) if index not in self._full), None)

    def give_up_full(self) -> None:
        """No more full-size frames will come; the small ones stay."""
        self._full.update(range(len(self.records)))

    def save(self, path: Path) -> None:
        """Writes a capsule: a zip where `path` ends in .zip, else a folder. Raises OSError where it cannot."""
        write_capsule(path, *self._parts())

    def zipped(self) -> bytes:
        """The zip that `save` writes."""
        return zipped_capsule(*self._parts())

    def _parts(self) -> tuple[dict[str, Any], Frames, list[bytes]]:
        """What a capsule is written from."""
        about = {
            "settings": self.settings,
            "num_steps": self.num_steps,
            "num_images": self.num_images,
            "timesteps": self.timesteps,
            "sigmas": self.sigmas,
            "elapsed_s": self.elapsed_s,
        }
        steps, images = range(self.steps_done), range(self.num_images)
        keys = ((key, step, image) for key, view in VIEWS.items() if view.saved for step in steps for image in images)
        frames = {key: frame for key in keys if (frame := self.frame(*key)) is not None}
        return about, frames, [encode_png(image) for image in self.images]


def load_run(path: Path) -> Run:
    """Reads a capsule back, without torch. Raises `RunUnreadable`."""
    from PIL import Image

    about, frames, pngs = read_capsule(path)
    return Run(
        settings=about["settings"],
        num_steps=about["num_steps"],
        num_images=about["num_images"],
        timesteps=tuple(about["timesteps"]),
        sigmas=tuple(about["sigmas"]),
        elapsed_s=list(about["elapsed_s"]),
        images=tuple(Image.open(io.BytesIO(png)).convert("RGB") for png in pngs),
        _frames=frames,
        _full={index for _, index, _ in frames},
    )


def encode_jpeg(picture: Image.Image) -> bytes:
    """RGB -> JPEG, quality 90, colours at full resolution (a 64 px preview has none to spare), nothing else inside.

    By the encoder itself: the bytes that `Image.save` writes, without its hundreds of lines. Between two steps of a
    model their code is gone from the caches of the processor, and to fetch it takes as long as to encode a preview.
    """
    return picture.tobytes("jpeg", JPEG_SETTINGS)


def small_jpeg(picture: Image.Image, side_px: int) -> bytes:
    """RGB -> JPEG of at most `side_px` on the longer side."""
    small = picture.copy()
    small.thumbnail((side_px, side_px))
    return encode_jpeg(small)


def encode_png(picture: Image.Image) -> bytes:
    """RGB -> PNG."""
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
