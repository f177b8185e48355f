"""`python -m training.running.loss_curves --out FOLDER`: the loss of every stage over its updates, as SVG."""

from __future__ import annotations

import argparse
from pathlib import Path

from training.folders import work_folder
from training.running.loss_log import SUFFIX, read_losses
from training.sizes import SIZES

WIDTH_PX, HEIGHT_PX, EDGE_PX = 520, 180, 44
INK, PALE = "#7a5cff", "#8888"


def draw_curve(title: str, losses: list[tuple[int, float]]) -> str:
    """An SVG of (step, loss), with both ends of both axes named."""
    steps, values = [step for step, _ in losses], [loss for _, loss in losses]
    first, last, low, high = min(steps), max(steps), min(values), max(values)
    right, bottom = WIDTH_PX - 12, HEIGHT_PX - 24

    def place(step: int, loss: float) -> str:
        x = EDGE_PX + (right - EDGE_PX) * (step - first) / max(1, last - first)
        y = bottom - (bottom - 28) * (loss - low) / max(1e-9, high - low)
        return f"{x:.1f},{y:.1f}"

    points = " ".join(place(step, loss) for step, loss in losses)
    words = f'font-family="sans-serif" font-size="11" fill="{PALE[:4]}"'
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH_PX} {HEIGHT_PX}" role="img">
<title>{title}: loss over updates</title>
<path d="M{EDGE_PX} 20V{bottom}H{right}" fill="none" stroke="{PALE}"/>
<polyline points="{points}" fill="none" stroke="{INK}" stroke-width="1.5" stroke-linejoin="round"/>
<text x="{EDGE_PX}" y="13" {words} font-weight="bold">{title}</text>
<text x="{EDGE_PX - 4}" y="32" {words} text-anchor="end">{high:.3g}</text>
<text x="{EDGE_PX - 4}" y="{bottom}" {words} text-anchor="end">{low:.3g}</text>
<text x="{EDGE_PX}" y="{HEIGHT_PX - 8}" {words}>update {first:,}</text>
<text x="{right}" y="{HEIGHT_PX - 8}" {words} text-anchor="end">{last:,}</text>
</svg>
"""


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m training.running.loss_curves", description=__doc__)
    parser.add_argument("--size", choices=list(SIZES), default="cpu")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    for path in sorted((work_folder() / options.size).rglob(f"*{SUFFIX}")):
        stage = path.name.removesuffix(SUFFIX)
        losses = read_losses(path.with_name(f"{stage}.pt"))
        if len(losses) > 1:
            (options.out / f"{stage}.svg").write_text(draw_curve(stage, losses))
            print(f"{stage}: {len(losses)} points")


if __name__ == "__main__":
    main()
