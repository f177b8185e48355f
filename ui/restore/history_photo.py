"""The photo of a kept restyle: beside its picture, and back onto the page as it was framed and masked."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

import gradio as gr
from PIL import Image

from pipeline.photo.original import FitMode
from pipeline.photo.upload import fit_photo
from pipeline.run.run import encode_jpeg, small_jpeg
from presets.history.history import History
from ui.form.choices import FITS
from ui.form.framing import FRAMED_SIDE_PX, Framing, parse_framing
from ui.gradio_kit.updates import Updates
from ui.web.responses import data_url

FRAMED = ("photo", "fit", "framing", "all_steps")  # a photo, and how it is framed
REUSED = "reused"  # the folder of the photos that came out of the history
TINT, TINTED = "#c9285f", 0.5  # what was repainted, and how strongly it is marked


def framed_photo(history: History, key: str, *, masked: bool = False) -> bytes | None:
    """JPEG of the photo as the painting saw it, None where it is gone; `masked`: what was repainted is marked."""
    run, original = history.find(key), history.original(key)
    if run is None or original is None:
        return None
    path, about = original
    framing, size = _framing(about), (run.width_px, run.height_px)
    photo = fit_photo(_opened(path), *size, _fit(about), framing.centre)
    mask = framing.brushwork.mask(*size) if masked else None
    if mask is not None:
        tinted = Image.blend(photo, Image.new("RGB", size, TINT), TINTED)
        photo = Image.composite(tinted, photo, mask)
    return encode_jpeg(photo)


def is_masked(about: Mapping[str, object]) -> bool:
    """Whether something of the photo was to stay."""
    return any(not stroke.erases for stroke in _framing(about).brushwork.strokes)


def reframe(history: History, uploads_dir: Path, wish: object) -> Updates:
    """The photo of a kept run back onto the page: `FRAMED`.

    Nothing where only a part of the settings is wanted, or where the run began from no photo that is kept.
    """
    key, part = (wish.get("key"), wish.get("part", "all")) if isinstance(wish, dict) else (None, None)
    original = history.original(key) if isinstance(key, str) and part == "all" else None
    if original is None:
        return {}
    path, about = original
    copy = uploads_dir / REUSED / path.name  # gradio serves what lies in the folder of uploads, and nothing else
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, copy)
    picture = data_url(small_jpeg(_opened(path), FRAMED_SIDE_PX))
    wanted = {**_framing(about).to_json(), "photo": picture, "token": secrets.token_hex(8)}
    fit = next(label for label, mode in FITS.items() if mode == _fit(about))
    # The steps that the settings say have been stretched already.
    return {"photo": str(copy), "fit": fit, "framing": gr.HTML(wanted=wanted), "all_steps": False}


def _opened(path: Path) -> Image.Image:
    with Image.open(path, formats=("PNG",)) as picture:
        return picture.convert("RGB")


def _fit(about: Mapping[str, object]) -> FitMode:
    return next((mode for mode in FITS.values() if mode == about.get("fit")), "crop")


def _framing(about: Mapping[str, object]) -> Framing:
    return parse_framing(about.get("framing"))
