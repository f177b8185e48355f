"""What the page does with a picture that a person brings: takes it as the photo, frames it, shows what survives of it,
and finds the settings inside it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeAlias

import gradio as gr

from pipeline.checks import number, whole_number
from pipeline.engine.errands import NoisedPhoto
from pipeline.engine.protocol import Engine
from pipeline.errors import GenerationError
from pipeline.request import MAX_STEPS, MIN_STRENGTH
from pipeline.run.run import small_jpeg
from pipeline.schedule.steps import stretch_steps
from ui.finish.settings_in import from_picture
from ui.form.choices import SOURCES, sources_of
from ui.form.form import Form, OrderDesk
from ui.form.framing import FRAMED_SIDE_PX
from ui.photo.came_back import brings_its_source
from ui.photo.fitting import framed_sides
from ui.photo.render import render_survives
from ui.restore.settings import LABELS, recall
from ui.web.responses import Json, data_url

Update: TypeAlias = Any
LATE = "The model has no time to show the photo in noise just now: change something here to ask again."


class PhotoActions:
    """The handlers of the photo's corner, and of settings out of a picture. They hold nothing of any visitor."""

    def __init__(self, engine: Engine, desk: OrderDesk, sample_photo: Path) -> None:
        self.engine = engine
        self.desk = desk
        self.sample_photo = sample_photo

    def take_photo(self, photo: Any, bar: Any = None) -> tuple[Update, Update, Update]:
        """A photo came or went: the source switch, what is to be said about it, whether it brings settings.

        bar: what `ui.restore.dropped_picture` said last. A photo of the history, or one that an Undo has put back,
        brings its own.
        """
        try:
            opened = self.desk.photo(photo)
        except GenerationError as error:
            return gr.skip(), {"text": str(error), "tone": "bad"}, gr.update(visible=False)
        if opened is None:
            return gr.skip(), {"text": "", "tone": ""}, gr.update(visible=False)
        carries = gr.update(visible=self.carries_settings(photo))
        source = gr.skip() if brings_its_source(photo, bar) else SOURCES[1]
        return source, {"text": " ".join(opened.notes), "tone": ""}, carries

    def frame(self, photo: Any, fit: Any, model: Any, width: Any, height: Any) -> Update:
        """The photo for the framing panel, and the shape that it has to fill."""
        try:
            opened = self.desk.photo(photo)
            (across, down), told = framed_sides(self.desk.spec(model), opened, fit, width, height)
        except GenerationError:  # `take_photo` and `survives` say what is wrong
            return gr.skip()
        picture = "" if opened is None else data_url(small_jpeg(opened.image, FRAMED_SIDE_PX))
        return gr.HTML(photo=picture, frame={"width": across, "height": down, "fit": fit, "told": told})

    def sample(self) -> Update:
        """The sample photo, drawn by this project."""
        from PIL import Image

        with Image.open(self.sample_photo) as picture:
            return picture.convert("RGB")

    def survives(
        self,
        strength: Any,
        all_steps: Any,
        num_steps: Any,
        photo: Any,
        fit: Any,
        framing: Any,
        model: Any,
        width: Any,
        height: Any,
    ) -> Json:
        """How many steps a strength runs, where on the noise curve, and the person's own photo with that much noise."""
        try:
            checked = number("Strength", strength, MIN_STRENGTH, 1)
            steps = whole_number("Steps", num_steps, 1, MAX_STEPS)
            if all_steps:
                steps = stretch_steps(steps, checked, MAX_STEPS)
            form = Form(
                photo=photo, fit=fit, framing=framing, strength=checked, model=model, width_px=width, height_px=height,
                seed=1, variation_seed=1,
            )  # fmt: skip
            picture = self._noised(form)
            return render_survives(steps, checked, self.desk.spec(model).noise_curve, picture)
        except (GenerationError, TimeoutError) as error:
            line = LATE if isinstance(error, TimeoutError) else str(error)
            return {"line": line, "picture": "", "curve": []}

    def _noised(self, form: Form) -> str:
        if not form.photo or self.engine.readiness.state != "ready":
            return ""
        return data_url(self.engine.run_errand(NoisedPhoto(request=self.desk.order(form).request)))

    # ---- settings inside it

    def carries_settings(self, photo: Any) -> bool:
        """Whether settings can be had out of an uploaded picture."""
        try:
            return bool(self.desk.found_in(photo).settings)
        except GenerationError:
            return False

    def recall(self, picture: Any, model: Any) -> list[Update]:
        """The settings inside a picture onto the page: `LABELS` in order, then style, source and the note."""
        try:
            taken = recall(self.desk.found_in(picture), self.desk.catalog, self.desk.spec(model).key)
        except GenerationError as error:
            return [*[gr.skip()] * (len(LABELS) + 2), {"text": str(error), "tone": "bad"}]
        values = [taken.values.get(name, gr.skip()) for name in LABELS]
        source = sources_of(self.desk.spec(taken.values.get("model", model)))[0]
        return [*values, "", source, {"text": taken.sentence, "tone": "good"}]

    def recall_finish(self, picture: Any) -> Update:
        """What was done to the finished picture, for the Finish panel."""
        try:
            return from_picture(self.desk.found_in(picture).settings)
        except GenerationError:  # `recall` says what is wrong
            return gr.skip()
