"""Keep and repaint: brush strokes become masks, and what is not masked stays the photo's own pixels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image

from pipeline.errors import InvalidRequest
from pipeline.events import Finished
from pipeline.photo.mask import MAX_STROKES, feathered, latent_mask, parse_brushwork, share_repainted
from pipeline.request import GenerationRequest
from pipeline.sampling.painter import Painter
from pipeline.schedule.schedulers import SCHEDULERS

DOT = {"points": [[0.5, 0.5]], "radius": 0.25}


def painted(painter: Painter, request: GenerationRequest) -> list[Image.Image]:
    *_, last = painter.paint(request)
    assert isinstance(last, Finished)
    return list(last.images)


@pytest.fixture(scope="module")
def mask() -> Image.Image:
    """The right half of 64 x 64, with a soft edge at its border."""
    mask = Image.new("L", (64, 64), 0)
    mask.paste(255, (32, 0, 64, 64))
    mask.paste(128, (28, 0, 32, 64))
    return mask


@pytest.mark.parametrize("strength", [0.5, 1.0])
@pytest.mark.parametrize("scheduler", SCHEDULERS)
def test_a_masked_picture_is_the_stock_inpainting_pipelines_with_the_photo_around_it(
    scheduler: str, strength: float, painter: Painter, model_folder: Any, photo: Image.Image, mask: Image.Image
) -> None:
    from diffusers import StableDiffusionInpaintPipeline

    from pipeline.sampling.painting import generators_for
    from pipeline.schedule.schedulers import build_scheduler

    request = GenerationRequest(
        prompt="a cat", seed=3, num_steps=4, scheduler=scheduler, strength=strength, photo=photo, mask=mask,
        precision="exact", num_images=2,
    )  # fmt: skip
    stock = StableDiffusionInpaintPipeline.from_pretrained(model_folder)
    stock.set_progress_bar_config(disable=True)
    stock.scheduler = build_scheduler(scheduler, stock.scheduler.config)
    theirs = stock(
        "a cat", image=photo, mask_image=latent_mask(mask, 8), width=64, height=64, strength=strength,
        num_inference_steps=4, guidance_scale=7.5, num_images_per_prompt=2, generator=generators_for(request),
    ).images  # fmt: skip
    ours = painted(painter, request)
    for picture, other in zip(ours, theirs, strict=True):
        assert picture.tobytes() == Image.composite(other, photo, mask).tobytes()
        assert picture.crop((0, 0, 28, 64)).tobytes() == photo.crop((0, 0, 28, 64)).tobytes()
        assert picture.crop((32, 0, 64, 64)).tobytes() == other.crop((32, 0, 64, 64)).tobytes()


def test_every_cell_of_latents_that_the_mask_touches_is_repainted() -> None:
    mask = Image.new("L", (64, 64), 0)
    mask.putpixel((9, 17), 1)
    cells = np.array(latent_mask(mask, 8))
    assert set(np.unique(cells)) == {0, 255}
    assert cells[16:24, 8:16].all() and cells.sum() == 64 * 255


def test_strokes_become_a_mask_and_an_eraser_takes_away() -> None:
    disc = parse_brushwork([DOT]).mask(100, 100)
    assert disc is not None
    assert share_repainted(disc) == pytest.approx(np.pi * 0.25**2, rel=0.05)
    ring = parse_brushwork([DOT, {"points": [[0.5, 0.5]], "radius": 0.1, "erases": True}]).mask(100, 100)
    assert ring is not None and ring.getpixel((50, 50)) == 0 and ring.getpixel((50, 30)) == 255
    kept = parse_brushwork([DOT], keeps=True).mask(100, 100)
    assert kept is not None and kept.getpixel((50, 50)) == 0 and kept.getpixel((2, 2)) == 255


def test_a_stroke_is_as_wide_at_its_joints_as_between_them() -> None:
    corner = parse_brushwork([{"points": [[0.2, 0.2], [0.8, 0.2], [0.8, 0.8]], "radius": 0.05}]).mask(200, 200)
    assert corner is not None
    for place in ((100, 40), (160, 100), (160, 40), (31, 40)):
        assert corner.getpixel(place) == 255, place
    assert corner.getpixel((100, 100)) == 0


def test_the_same_strokes_mean_the_same_place_at_every_size() -> None:
    small, large = parse_brushwork([DOT]).mask(64, 64), parse_brushwork([DOT]).mask(512, 512)
    assert small is not None and large is not None
    assert abs(share_repainted(small) - share_repainted(large)) < 0.03


def test_no_strokes_or_only_erasing_ones_mean_no_mask() -> None:
    assert parse_brushwork([]).mask(64, 64) is None
    assert parse_brushwork([{**DOT, "erases": True}], keeps=True).mask(64, 64) is None


def test_a_feather_fades_outwards_and_leaves_what_was_marked() -> None:
    mask = Image.new("L", (100, 100), 0)
    mask.paste(255, (40, 40, 60, 60))
    soft = np.array(feathered(mask, 8))
    assert soft[40:60, 40:60].min() == 255
    assert 0 < soft[50, 64] < 255
    assert soft[50, 90] == 0


@pytest.mark.parametrize(
    "strokes",
    [
        "abc", None, 7, [7], [{}], [{"points": [], "radius": 0.1}], [{"points": [[0.5]], "radius": 0.1}],
        [{"points": [[0.5, float("nan")]], "radius": 0.1}], [{"points": [["a", 0]], "radius": 0.1}],
        [{"points": [[0.5, 0.5]], "radius": 9}], [{"points": [[0.5, 0.5]]}], [DOT] * (MAX_STROKES + 1),
        [{"points": [[0.5, 0.5]] * 20_001, "radius": 0.1}],
    ],
)  # fmt: skip
def test_strokes_that_are_none_are_refused_by_name(strokes: Any) -> None:
    with pytest.raises(InvalidRequest, match="^Mask"):
        parse_brushwork(strokes)


def test_a_mask_without_a_photo_of_another_size_or_without_anything_in_it_is_refused(photo: Image.Image) -> None:
    mask = Image.new("L", (64, 64), 255)
    for fields in (
        {"mask": mask},
        {"mask": mask.resize((32, 32)), "photo": photo},
        {"mask": mask.convert("RGB"), "photo": photo},
        {"mask": Image.new("L", (64, 64), 0), "photo": photo},
    ):
        with pytest.raises(InvalidRequest, match="^Mask"):
            GenerationRequest(**fields)  # type: ignore[arg-type]


def test_settings_tell_how_much_was_repainted(photo: Image.Image, mask: Image.Image) -> None:
    from pipeline.metadata.request_settings import settings_of

    assert settings_of(GenerationRequest(photo=photo, mask=mask))["share_repainted"] == pytest.approx(36 / 64)
