"""Finished pictures for the page: previews while somebody moves a slider, and the files to keep."""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.engine.protocol import Engine
from pipeline.finish import Finish, available_kinds, contact_sheet, dominant_colours, finish_picture, finished_file
from pipeline.finish.files import KINDS
from pipeline.finish.upscaling import check_factor, load_upscaler, upscaling
from pipeline.lettering.setting import draw_lettering
from pipeline.metadata.picture_files import file_stem, settings_of_picture
from ui.stage.saved_runs import SavedRuns
from ui.web.responses import Json

if TYPE_CHECKING:
    from PIL import Image

PREVIEW_SIDE_PX, UPSCALED_SIDE_PX = 512, 1024
MAX_UPSCALED, MAX_PREVIEWS = 8, 64  # at hand
KIND_LABELS = {
    "png": "PNG",
    "jpeg": "JPEG, on white where it is cut out",
    "webp": "WebP",
    "avif": "AVIF",
    "tiff": "TIFF",
    "print": "Print-ready PNG, 4500 × 5400 at 300 dpi",
}


@dataclass(frozen=True, kw_only=True)
class Painted:
    """What a finished job left: its pictures, its settings and the photo that it was painted from."""

    images: tuple[Image.Image, ...]
    settings: Json
    photo: Image.Image | None


@dataclass(frozen=True, kw_only=True)
class Preview:
    """WebP bytes; `lettering`: left, top, width and height of the words as shares of the picture, or ()."""

    webp: bytes
    lettering: tuple[float, ...] = ()


class Finisher:
    """May be called from any thread. Pictures are finished one at a time: a print file takes hundreds of MB."""

    def __init__(self, engine: Engine, saved_runs: SavedRuns) -> None:
        self._engine = engine
        self._saved_runs = saved_runs
        self._one_at_a_time = threading.Lock()
        self._preview = lru_cache(MAX_PREVIEWS)(self._render)
        self._upscaled: OrderedDict[tuple[str, int, int], Image.Image] = OrderedDict()
        self._unlettered = lru_cache(MAX_PREVIEWS // 4)(self._finish_small)

    def facts(self, job_id: str, image: int) -> Json | None:
        """What the panel asks first: how many pictures, their main colours, whether there is a photo, the formats."""
        painted = self._painted(job_id, image)
        if painted is None:
            return None
        return {
            "count": len(painted.images),
            "seed": _seed(painted, image),
            "photo": painted.photo is not None,
            "palette": list(dominant_colours(painted.images[image])),
            "kinds": [{"kind": kind, "label": KIND_LABELS[kind]} for kind in available_kinds()],
        }

    def preview(self, job_id: str, image: int, finish: Finish) -> Preview | None:
        """The picture as it would be, small. None where the job has no such finished picture."""
        try:
            return None if self._painted(job_id, image) is None else self._preview(job_id, image, finish)
        except LookupError:  # forgotten in this moment
            return None

    def upscaling(self, job_id: str, image: int, factor: int) -> Generator[tuple[int, int], None, None] | None:
        """Upscales a picture for its previews while it is gone through: how many of how many tiles are done.

        Nothing else is finished meanwhile: whoever does not go through to the end has to close it. None where the job
        has no such finished picture. Raises `InvalidRequest`.
        """
        painted = self._painted(job_id, image)
        if painted is None:
            return None
        picture = painted.images[image]
        if factor > 1:
            check_factor(picture, factor)
        return self._upscaling((job_id, image, factor), picture)

    def _upscaling(self, key: tuple[str, int, int], picture: Image.Image) -> Generator[tuple[int, int], None, None]:
        with self._one_at_a_time:
            if key[2] > 1 and key not in self._upscaled:
                self._upscaled[key] = yield from upscaling(picture, key[2], load_upscaler())
                while len(self._upscaled) > MAX_UPSCALED:
                    self._upscaled.popitem(last=False)

    def file(
        self, job_id: str, image: int, kind: str, finish: Finish, *, with_settings: bool
    ) -> tuple[bytes, str, str] | None:
        """Bytes, media type and name of the finished picture as a file. Raises `InvalidRequest`."""
        painted = self._painted(job_id, image)
        if painted is None:
            return None
        settings = painted.settings if with_settings else None
        with self._one_at_a_time:
            data = finished_file(
                painted.images[image], finish, kind, photo=painted.photo, settings=settings, image=image
            )
        suffix = "-print" if kind == "print" else "-finished"
        return data, KINDS[kind].media_type, f"{file_stem(painted.settings, image)}{suffix}.{KINDS[kind].extension}"

    def sheet(self, job_id: str, finish: Finish, *, with_settings: bool) -> bytes | None:
        """A PDF with every picture of the job, finished; with prompt and seeds where they may be told."""
        painted = self._painted(job_id, 0)
        if painted is None:
            return None
        with self._one_at_a_time:
            done = [finish_picture(picture, finish, photo=painted.photo).image for picture in painted.images]
            captions = [f"Seed {_seed(painted, image)}" if with_settings else "" for image in range(len(done))]
            return contact_sheet(done, captions, str(painted.settings.get("prompt", "")) if with_settings else "")

    def _painted(self, job_id: str, image: int) -> Painted | None:
        job = self._engine.job(job_id)
        if job is not None:
            if job.finished is None:
                return None
            found = Painted(images=job.finished.images, settings=job.finished.run.settings, photo=job.request.photo)
        else:
            run = self._saved_runs.run(job_id)
            if run is None:
                return None
            found = Painted(images=run.images, settings=run.settings, photo=None)
        return found if 0 <= image < len(found.images) else None

    def _render(self, job_id: str, image: int, finish: Finish) -> Preview:
        done, box = self._unlettered(job_id, image, replace(finish, lettering=None)), None
        if finish.lettering is not None:
            done, box = draw_lettering(done, finish.lettering)
        out = io.BytesIO()
        done.save(out, "WEBP", quality=92, method=2)
        width, height = done.size
        shares = () if box is None else (box.left / width, box.top / height, box.width / width, box.height / height)
        return Preview(webp=out.getvalue(), lettering=shares)

    def _finish_small(self, job_id: str, image: int, finish: Finish) -> Image.Image:
        """Without words: these are moved about, and all the rest is slower."""
        painted = self._painted(job_id, image)
        if painted is None:
            raise LookupError(job_id)
        for _ in self._upscaling((job_id, image, finish.upscale), painted.images[image]):
            pass  # the page has it done before, and sees how far it is
        with self._one_at_a_time:
            larger = self._upscaled.get((job_id, image, finish.upscale))
            small = (larger or painted.images[image]).copy()
            side_px = UPSCALED_SIDE_PX if larger else PREVIEW_SIDE_PX
            small.thumbnail((side_px, side_px))
            return finish_picture(small, replace(finish, upscale=1), photo=painted.photo).image


def _seed(painted: Painted, image: int) -> int:
    return int(settings_of_picture(painted.settings, image)["seed"])


def finish_fields(query: Mapping[str, str]) -> dict[str, str]:
    """The fields of `Finish` in an address: all but those that say which picture and how to save it."""
    return {name: value for name, value in query.items() if name not in ("image", "settings")}
