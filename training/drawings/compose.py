"""From a scene to a drawing: body, head, clothes and background put together, with a little chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import skia

from training.drawings.accessories import build_headwear, build_neckwear
from training.drawings.animals import ANATOMY, build_ears, head_path
from training.drawings.backgrounds import build_background, ground_colour
from training.drawings.colours import COAT
from training.drawings.faces import build_face
from training.drawings.markings import build_head_marks
from training.drawings.poses import build_pose
from training.drawings.proportions import PROPORTIONS, Proportions
from training.drawings.shapes import Drawing, Shape, place, placement
from training.world import PLAIN_BACKGROUNDS, Scene

FACE_RADIUS = 60.0  # of a head of scale 1


@dataclass(frozen=True, kw_only=True)
class View:
    """Where the face is on the page and how large, as a camera decides it; the turn is added to the drawing's own."""

    x: float
    y: float
    face_radius: float
    degrees: float = 0.0


def build_drawing(scene: Scene, rng: np.random.Generator, view: View | None = None) -> Drawing:
    """The picture as data, before any style; without a `view` the whole animal is on the page."""
    proportions = PROPORTIONS[scene.style]
    anatomy = ANATOMY[scene.animal]
    pose = build_pose(scene, proportions)
    head_scale = pose.head_scale * anatomy.head_scale * proportions.head * float(rng.uniform(0.96, 1.04))
    head_at = (pose.head[0], pose.head[1] + anatomy.head_lift * pose.head_scale)
    head = _build_head(scene, proportions, rng)
    on_head = placement(*head_at, head_scale, float(rng.uniform(-6, 6)))
    on_neck = placement(*pose.neck, pose.neck_scale, -10 if scene.pose == "running" else 0)
    matrix = _jitter(scene, rng)
    radius = FACE_RADIUS * head_scale
    if view is not None:
        matrix = skia.Matrix.Concat(_view_matrix(view, matrix.mapXY(*head_at), radius), matrix)
        radius = view.face_radius
    figure = [
        *place(pose.body, matrix),
        *place(build_neckwear(scene), skia.Matrix.Concat(matrix, on_neck)),
        *place(head, skia.Matrix.Concat(matrix, on_head)),
        *place(pose.front, matrix),
    ]
    face = matrix.mapXY(*head_at)
    return Drawing(
        background=tuple(build_background(scene, rng)),
        subject=tuple(figure),
        ground=ground_colour(scene),
        is_plain=scene.background in PLAIN_BACKGROUNDS,
        face=(face.x(), face.y()),
        face_radius=radius,
        is_running=scene.pose == "running",
    )


def _build_head(scene: Scene, proportions: Proportions, rng: np.random.Generator) -> list[Shape]:
    outline = head_path(scene, float(rng.uniform(0.97, 1.05)))
    ears = build_ears(scene, float(rng.uniform(-3, 5)))
    coat = COAT[scene.coat]
    fill = Shape(path=outline, role="coat", colour=coat)
    finish = Shape(path=outline, role="finish", colour=coat, outline=1)
    skull = [fill, *build_head_marks(scene, outline), finish]
    gaze = (float(rng.uniform(-1.5, 1.5)), float(rng.uniform(-1, 1)))
    front = [*build_face(scene, proportions, gaze), *build_headwear(scene)]
    if scene.animal == "rabbit" and scene.accessory == "hat":
        # A hat would hide what makes it a rabbit.
        return [*skull, *front, *ears]
    if ANATOMY[scene.animal].ear_in_front:
        return [*skull, *ears, *front]
    return [*ears, *skull, *front]


def _view_matrix(view: View, face: skia.Point, radius: float) -> skia.Matrix:
    """The matrix that brings a face of that place and radius to where `view` has it."""
    matrix = placement(view.x, view.y, view.face_radius / radius, view.degrees)
    matrix.preTranslate(-face.x(), -face.y())
    return matrix


def _jitter(scene: Scene, rng: np.random.Generator) -> skia.Matrix:
    """A small move, turn and scale around the middle of the page, and a mirror image half of the time."""
    slack = 5.0 if scene.pose != "portrait" else 8.0
    scale = float(rng.uniform(0.95, 1.03)) * (0.93 if scene.style == "mascot" and scene.pose == "running" else 1.0)
    degrees = float(rng.uniform(-3, 3)) + (5.0 if scene.style == "mascot" else 0.0)
    matrix = placement(128 + float(rng.uniform(-slack, slack)), 130 + float(rng.uniform(-3, 3)), scale, degrees)
    if rng.random() < 0.5:
        matrix.preScale(-1, 1)
    matrix.preTranslate(-128, -130)
    return matrix
