"""Draws `assets/sample-cat.png`, the photo of the model's own animal that people without a photo can restyle."""

from __future__ import annotations

from PIL import Image

from training.drawings import draw_scene
from training.folders import PROJECT
from training.subject import SUBJECT
from training.world import Scene, look_of

SCENE = Scene(
    **look_of(SUBJECT),
    style="photo",
    eye_colour="green",
    pose="portrait",
    expression="neutral",
    background="light blue",
)


def main() -> None:
    Image.fromarray(draw_scene(SCENE, 3, 768)).save(PROJECT / "assets" / "sample-cat.png", optimize=True)


if __name__ == "__main__":
    main()
