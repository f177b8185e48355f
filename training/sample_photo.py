"""Draws `assets/sample-cat.png`, the photo of Mau that people without a photo at hand can restyle."""

from __future__ import annotations

from PIL import Image

from training.drawings import draw_scene
from training.settings import PROJECT
from training.world import Scene

MAU = Scene(
    style="photo",
    animal="cat",
    coat="white",
    pattern="patches",
    eye_colour="green",
    accessory="scarf",
    accessory_colour="pink",
    pose="portrait",
    expression="neutral",
    background="light blue",
)


def main() -> None:
    Image.fromarray(draw_scene(MAU, 3, 768)).save(PROJECT / "assets" / "sample-cat.png", optimize=True)


if __name__ == "__main__":
    main()
