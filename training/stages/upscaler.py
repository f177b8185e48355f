"""The upscaler: a network that doubles a picture's sides, trained on the drawings at two sizes.

A drawing is vectors, so its truth at 512 and 1024 pixels is there for the drawing. Half of the pictures that go in are
drawings made smaller; the others went through the autoencoder, as every painted picture does, so that its blur is
taken back too. Pictures with the statistics of photographs keep it from turning everything into a cartoon. Loss: L1,
and L1 of neighbouring-pixel differences, which is what keeps a line a line.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from safetensors.torch import save_file
from torch import Tensor

from pipeline.finish.upscaler_net import UpscalerNet
from pipeline.finish.upscaling import UPSCALER_FOLDER, WEIGHTS, load_upscaler, upscale
from pipeline.preview.tiers import to_pixels
from training.drawings import draw_scene
from training.evaluation.reconstruction import held_out_faces, psnr_db, reconstruct
from training.evaluation.sheets import CLOSE_PX, RECORDED_SHEETS, lay_out
from training.pictures.dataset import held_out_scene, training_scene
from training.pictures.natural import draw_natural
from training.running.device import best_device, mixed_precision
from training.running.trainer import open_trainer
from training.sizes import IMAGE_PX, Size
from training.stages.autoencoder import load_autoencoder
from training.world import LEVELS

PEAK_RATE = 2e-3
CROP_PX = 48
BATCH = 16
FIRST_SEED = 700_000
# One drawing in so many is shown at four times the size as well, one picture in so many is no drawing.
EVERY_LARGE, EVERY_NATURAL = 4, 4
NUM_HELD_OUT = 24
SHEET_STYLES = ("manga", "mascot", "pencil", "sticker")
SHEET = "upscaler.webp"
Picture = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class ScaledPair:
    """`small` `[H, W, 3]` and `large` `[2H, 2W, 3]`, uint8."""

    small: Picture
    large: Picture


def draw_pairs(folder: Path, size: Size) -> list[ScaledPair]:
    """What the upscaler learns from; the same every time."""
    network, pairs = load_autoencoder(folder, size), []
    for number in range(size.num_upscaled):
        scene, seed = training_scene(number, max(LEVELS)), FIRST_SEED + number
        large = draw_scene(scene, seed, 2 * IMAGE_PX)
        small = _halve(large)
        pairs += [ScaledPair(small=small, large=large), ScaledPair(small=reconstruct(network, small), large=large)]
        if number % EVERY_LARGE == 0:
            largest = draw_scene(scene, seed, 4 * IMAGE_PX)
            pairs.append(ScaledPair(small=_halve(largest), large=largest))
        if number % EVERY_NATURAL == 0:
            natural = draw_natural(seed, 2 * IMAGE_PX)
            pairs.append(ScaledPair(small=_halve(natural), large=natural))
    return pairs


def _halve(picture: Picture) -> Picture:
    """Means of 2x2 pixels, which is how the drawings themselves are smoothed."""
    return np.asarray(Image.fromarray(picture).reduce(2))


def train_upscaler(folder: Path, size: Size, minutes: float) -> None:
    torch.manual_seed(19)
    device = best_device()
    pairs = draw_pairs(folder, size)  # not part of the budget
    network = UpscalerNet().to(device)
    trainer = open_trainer(folder / "upscaler.pt", network, minutes, peak_rate=PEAK_RATE, weight_decay=0.0)
    rng = np.random.default_rng((5, trainer.step))
    while not trainer.finished:
        small, large = (part.to(device) for part in _batch(pairs, rng))
        trainer.update(upscaler_loss(network, small, large))
    trainer.save()
    network.load_state_dict(trainer.average.weights)
    export_upscaler(network.cpu(), folder, size, trainer.step, trainer.budget.spent_s)


def _batch(pairs: list[ScaledPair], rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """`[B, 3, 48, 48]` and `[B, 3, 96, 96]` float32 in -1..1."""
    crops = [_crop(pairs[int(row)], rng) for row in rng.integers(len(pairs), size=BATCH)]
    small, large = (to_pixels(np.stack(part)) for part in ([c.small for c in crops], [c.large for c in crops]))
    return small, large


def _crop(pair: ScaledPair, rng: np.random.Generator) -> ScaledPair:
    """The same corner of both, turned and mirrored alike."""
    height, width = pair.small.shape[:2]
    top, left = (int(rng.integers(side - CROP_PX + 1)) for side in (height, width))
    turns, flips = int(rng.integers(4)), rng.random() < 0.5
    small = pair.small[top : top + CROP_PX, left : left + CROP_PX]
    large = pair.large[2 * top : 2 * (top + CROP_PX), 2 * left : 2 * (left + CROP_PX)]
    small, large = (np.rot90(part, turns) for part in (small, large))
    return ScaledPair(small=small[:, ::-1] if flips else small, large=large[:, ::-1] if flips else large)


def upscaler_loss(network: UpscalerNet, small: Tensor, large: Tensor) -> Tensor:
    """L1 of pixels and of neighbouring-pixel differences."""
    with mixed_precision(small.device):
        error = network(small).float() - large
    across, down = error[..., 1:] - error[..., :-1], error[..., 1:, :] - error[..., :-1, :]
    return error.abs().mean() + 0.5 * (across.abs().mean() + down.abs().mean())


def upscaler_folder(folder: Path, size: Size) -> Path:
    """Where the upscaler of `size` is: in the project; one that only proves the code, beside its checkpoints."""
    return UPSCALER_FOLDER if size.name != "smoke" else folder / "upscaler"


def export_upscaler(network: UpscalerNet, folder: Path, size: Size, step: int, spent_s: float) -> None:
    """Writes the network in float16 with its figures beside it."""
    target = upscaler_folder(folder, size)
    target.mkdir(parents=True, exist_ok=True)
    save_file({name: value.half().contiguous() for name, value in network.state_dict().items()}, target / WEIGHTS)
    record = {"size": size.name, "updates": step, "spent_s": spent_s, "psnr_db": measure_psnr(network, folder, size)}
    (target / "upscaler.json").write_text(json.dumps(record, indent=1) + "\n")


def update_figures(folder: Path, size: Size) -> None:
    """New figures for the upscaler that is there, and its sheet: the autoencoder has learnt on since it was trained."""
    target = upscaler_folder(folder, size)
    network, record_path = load_upscaler(target), target / "upscaler.json"
    record = json.loads(record_path.read_text()) | {"psnr_db": measure_psnr(network, folder, size)}
    record_path.write_text(json.dumps(record, indent=1) + "\n")
    lay_out(draw_close_ups(network), 3, CLOSE_PX).save(
        target.parent / SHEET if size.name == "smoke" else RECORDED_SHEETS / SHEET
    )


def draw_close_ups(network: UpscalerNet) -> Picture:
    """Corners of held-out drawings at 1024 px, `[12, 192, 192, 3]`: as drawn, by Lanczos from 256 px, by `network`."""
    rows: list[Picture] = []
    for number, scene in enumerate(held_out_faces(SHEET_STYLES, max(LEVELS))):
        seed, large_px = 3 * FIRST_SEED + number, 4 * IMAGE_PX
        small = Image.fromarray(draw_scene(scene, seed, IMAGE_PX))
        versions = (
            draw_scene(scene, seed, large_px),
            small.resize((large_px, large_px), Image.Resampling.LANCZOS),
            upscale(small, 4, network.eval()),
        )
        rows += [np.asarray(version)[400:592, 400:592] for version in versions]
    return np.stack(rows)


def measure_psnr(network: UpscalerNet, folder: Path, size: Size) -> dict[str, dict[str, float]]:
    """Mean PSNR in dB against the drawing at the larger size, of held-out drawings, beside Lanczos.

    "256 to 512" and "256 to 1024" begin from the drawing made smaller, "painted" from what the autoencoder makes of it.
    """
    autoencoder = load_autoencoder(folder, size)
    psnrs: dict[str, dict[str, list[float]]] = {}
    for number in range(NUM_HELD_OUT if size.name != "smoke" else 2):
        scene, seed = held_out_scene(number, max(LEVELS)), 2 * FIRST_SEED + number
        small = draw_scene(scene, seed, IMAGE_PX)
        for name, start, factor in (
            ("256 to 512", small, 2),
            ("256 to 1024", small, 4),
            ("256 to 512, painted", reconstruct(autoencoder, small), 2),
            ("256 to 1024, painted", reconstruct(autoencoder, small), 4),
        ):
            truth, picture = draw_scene(scene, seed, factor * IMAGE_PX), Image.fromarray(start)
            versions = {
                "upscaler": upscale(picture, factor, network.eval()),
                "lanczos": picture.resize((factor * IMAGE_PX,) * 2, Image.Resampling.LANCZOS),
            }
            for version, enlarged in versions.items():
                psnrs.setdefault(name, {}).setdefault(version, []).append(psnr_db(np.asarray(enlarged), truth))
    return {
        name: {version: round(float(np.mean(row)), 2) for version, row in versions.items()}
        for name, versions in psnrs.items()
    }
