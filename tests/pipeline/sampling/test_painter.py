"""What a painter tells while it paints, and what it does when things go wrong."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.errors import InvalidRequest, NotFinite, OutOfMemory
from pipeline.events import Cancelled, Finished, GenerationEvent, Phase, Started, StepEvent
from pipeline.request import GenerationRequest
from pipeline.sampling.painter import Painter, open_painter

REQUEST = GenerationRequest(prompt="a manga cat", seed=1, num_steps=5, scheduler="DDIM", precision="exact")


def finished(painter: Painter, request: GenerationRequest = REQUEST) -> Finished:
    *_, last = painter.paint(request)
    assert isinstance(last, Finished)
    return last


@contextmanager
def hooked(painter: Painter, hook: Any) -> Iterator[None]:
    """A forward hook on the U-Net for the time of a test."""
    handle = painter.exact_denoiser.register_forward_hook(hook, with_kwargs=True)
    yield
    handle.remove()


def test_events_come_in_the_promised_order(painter: Painter) -> None:
    events = list(painter.paint(REQUEST))
    assert isinstance(events[0], Started)
    assert isinstance(events[-1], Finished)
    assert [event.step_index for event in events if isinstance(event, StepEvent)] == [0, 1, 2, 3, 4]
    names = [event.name for event in events if isinstance(event, Phase)]
    assert names == ["encoding", "denoising", "decoding", "finishing"]
    kinds = [type(event) for event in events]
    assert kinds.count(Started) == kinds.count(Finished) == 1


def test_started_tells_the_whole_schedule(painter: Painter) -> None:
    started = next(iter(painter.paint(REQUEST)))
    assert isinstance(started, Started)
    assert started.timesteps == (801.0, 601.0, 401.0, 201.0, 1.0)
    assert list(started.sigmas) == sorted(started.sigmas, reverse=True)
    assert (started.request.width_px, started.request.height_px) == (64, 64)
    assert started.tokens.count > 0


def test_a_photo_starts_late_and_says_where(painter: Painter, photo: Image.Image) -> None:
    events = list(painter.paint(REQUEST.with_(photo=photo, num_steps=10, strength=0.35)))
    started = events[0]
    assert isinstance(started, Started)
    assert (started.first_step, len(started.timesteps)) == (7, 3)
    assert sum(isinstance(event, StepEvent) for event in events) == 3


def test_a_strength_too_small_for_one_step_runs_one_and_says_so(painter: Painter, photo: Image.Image) -> None:
    """The stock pipeline dies there ("stack expects a non-empty TensorList")."""
    for num_steps in (1, 10, 49):
        request = REQUEST.with_(photo=photo, num_steps=num_steps, strength=0.01 + 0.04)
        events = list(painter.paint(request))
        started = events[0]
        assert isinstance(started, Started)
        assert len(started.timesteps) == request.plan.num_steps
        assert bool(started.notes) == (num_steps * 0.05 < 1)
        assert isinstance(events[-1], Finished)


def test_one_step_and_one_hundred_steps_run(painter: Painter) -> None:
    for num_steps in (1, 100):
        for scheduler in ("DDIM", "DPM++ 2M Karras"):
            request = REQUEST.with_(num_steps=num_steps, scheduler=scheduler)
            assert len(finished(painter, request).run.records) == num_steps


def test_guidance_1_skips_the_second_half_of_the_batch(painter: Painter) -> None:
    batches: list[int] = []
    with hooked(painter, lambda module, args, kwargs, out: batches.append(len(args[0]))):
        finished(painter, REQUEST.with_(guidance_scale=1.0, num_steps=2))
        finished(painter, REQUEST.with_(guidance_scale=1.5, num_steps=2))
    assert batches == [1, 1, 2, 2]


def test_prompt_negative_prompt_seed_and_guidance_each_change_the_picture(painter: Painter) -> None:
    requests = [
        REQUEST,
        REQUEST.with_(prompt="a dog"),
        REQUEST.with_(negative_prompt="fur"),
        REQUEST.with_(seed=2),
        REQUEST.with_(guidance_scale=12.0),
    ]
    pictures = {finished(painter, request).images[0].tobytes() for request in requests}
    assert len(pictures) == len(requests)


def test_picture_i_of_several_is_that_of_seed_plus_i(painter: Painter) -> None:
    import numpy as np

    several = finished(painter, REQUEST.with_(num_images=2)).images
    alone = finished(painter, REQUEST.with_(seed=2)).images[0]
    difference = np.abs(np.asarray(several[1], int) - np.asarray(alone, int)).max()
    assert difference <= 2, "the same but for rounding in another batch layout"


def test_hostile_prompts_paint(painter: Painter) -> None:
    for prompt in ("", "🐈‍⬛", "قطة", "a\0b", "\ud800 cat", "${x}", "{{x}}", "<img onerror=alert(1)>", "a " * 1900):
        assert finished(painter, REQUEST.with_(prompt=prompt, num_steps=1)).images


def test_cancel_stops_within_one_step_and_keeps_the_last_preview(painter: Painter) -> None:
    events: list[GenerationEvent] = []

    def asked_after_two_steps() -> bool:
        return sum(isinstance(event, StepEvent) for event in events) >= 2

    before = finished(painter).images[0].tobytes()
    painter.run(REQUEST, events.append, asked_after_two_steps)
    last = events[-1]
    assert isinstance(last, Cancelled)
    assert last.last_step_index == 1
    assert last.run.frame("x0", 1) is not None
    assert last.run.frame("x0", 2) is None
    assert finished(painter).images[0].tobytes() == before, "the next run is untouched"


def test_a_cancel_before_the_first_step_runs_none(painter: Painter) -> None:
    events: list[GenerationEvent] = []
    painter.run(REQUEST, events.append, lambda: True)
    assert isinstance(events[-1], Cancelled)
    assert events[-1].last_step_index == -1


def test_closing_the_iterator_cancels_and_leaves_no_thread_painting(painter: Painter) -> None:
    events = painter.paint(REQUEST.with_(num_steps=100))
    seen = [event for event, _ in zip(events, range(6), strict=False)]
    events.close()  # type: ignore[attr-defined]
    assert sum(isinstance(event, StepEvent) for event in seen) <= 4
    assert finished(painter).images
    assert sum(thread.name.startswith("painter") for thread in threading.enumerate()) <= 1


def test_numbers_that_overflow_are_told_as_such_and_the_next_run_works(painter: Painter) -> None:
    def spoil(module: Any, args: Any, kwargs: Any, out: Any) -> Any:
        return (out[0] * float("nan"),)

    with hooked(painter, spoil), pytest.raises(NotFinite) as told:
        finished(painter)
    assert told.value.step_index == 0
    assert "step 1" in str(told.value)
    assert finished(painter).images


def test_a_size_that_memory_cannot_hold_is_told_with_what_to_do(painter: Painter) -> None:
    def hungry(module: Any, args: Any, kwargs: Any, out: Any) -> Any:
        import torch

        return torch.empty(2**55)  # the real allocator's real answer

    with hooked(painter, hungry), pytest.raises(OutOfMemory, match="64 x 64"):
        finished(painter)
    assert finished(painter).images


def test_what_the_model_cannot_do_is_refused_by_name(painter: Painter) -> None:
    wrongs: dict[str, dict[str, Any] | None] = {
        "Width": {"width_px": 100},
        "Height": {"height_px": 2048},
        "Photo": None,
    }
    for field, changes in wrongs.items():
        with pytest.raises(InvalidRequest) as refused:
            if changes is None:
                painter.noised_photo(REQUEST)
            else:
                finished(painter, REQUEST.with_(**changes))
        assert refused.value.field == field


def test_a_photo_drowns_in_noise_as_strength_grows(painter: Painter, photo: Image.Image) -> None:
    import numpy as np

    clean = np.asarray(painter.decode_photo(photo), float)

    def distance(strength: float) -> float:
        noised = painter.noised_photo(REQUEST.with_(photo=photo, strength=strength, num_steps=50))
        return float(np.abs(np.asarray(noised, float) - clean).mean())

    assert distance(0.05) < distance(0.3) < distance(0.9)


def test_the_run_keeps_what_going_on_from_a_step_needs(painter: Painter) -> None:
    run = finished(painter, REQUEST.with_(scheduler="UniPC")).run
    record = run.records[2]
    assert record.latents.dtype == record.denoised.dtype
    assert (record.latents == run.records[1].after).all()
    assert {"model_outputs", "last_sample", "lower_order_nums"} <= set(record.solver)
    assert record.generators[0].numel() > 0


def test_a_kept_run_does_not_keep_the_model(model_folder: Path) -> None:
    import gc
    import weakref

    with open_painter(model_folder, device="cpu") as other:
        unet = weakref.ref(other.exact_denoiser)
        run = finished(other).run
    del other
    gc.collect()
    assert unet() is None
    assert run.frame("xt", 0) is not None
