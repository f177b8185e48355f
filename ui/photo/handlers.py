"""What the page does with a picture that is the photo: takes it, frames it, and shows what survives of it."""

from __future__ import annotations

from pathlib import Path

import gradio as gr
from PIL import Image

from pipeline.checks import number, whole_number
from pipeline.engine.errands import NoisedPhoto
from pipeline.engine.protocol import Engine
from pipeline.errors import GenerationError
from pipeline.request import MAX_STEPS, MIN_STRENGTH
from pipeline.run.run import small_jpeg
from pipeline.schedule.steps import stretch_steps
from ui.form.choices import SOURCES
from ui.form.form import Form, FormParser
from ui.form.framing import FRAMED_SIDE_PX
from ui.gradio_kit.updates import Updates, Values
from ui.photo.fitting import framed_sides
from ui.photo.render import render_survives
from ui.photo.restored_photo import is_restored
from ui.restore.from_picture import holds_settings
from ui.web.responses import Json, data_url

LATE = "The model has no time to show the photo in noise just now: change something here to ask again."
# What `PhotoActions.survives` reads.
SURVIVING = ("strength", "all_steps", "num_steps", "photo", "fit", "framing", "model", "width_px", "height_px")


class PhotoActions:
    """The handlers of the photo's corner. They hold nothing of any visitor."""

    def __init__(self, engine: Engine, forms: FormParser, sample_photo: Path) -> None:
        self.engine = engine
        self.forms = forms
        self.sample_photo = sample_photo

    def take_photo(self, values: Values) -> Updates:
        """A photo came or went: the source switch, what is to be said about it, whether it brings settings.

        dropped: what `ui.restore.dropped_picture` said last. A photo of the history, or one that an Undo has put back,
        brings its own.
        """
        photo, no_settings = values["photo"], gr.update(visible=False)
        try:
            opened = self.forms.photo(photo)
        except GenerationError as error:
            return {"photo_note": {"text": str(error), "tone": "bad"}, "photo_settings": no_settings}
        if opened is None:
            return {"photo_note": {"text": "", "tone": ""}, "photo_settings": no_settings}
        source: Updates = {} if is_restored(photo, values["dropped"]) else {"source": SOURCES[1]}
        return {
            **source,
            "photo_note": {"text": " ".join(opened.notes), "tone": ""},
            "photo_settings": gr.update(visible=holds_settings(self.forms, photo)),
        }

    def frame(self, values: Values) -> Updates:
        """The photo for the framing panel, and the shape that it has to fill."""
        try:
            opened = self.forms.photo(values["photo"])
            (across, down), line = framed_sides(self.forms.spec(values["model"]), opened, values)
        except GenerationError:  # `take_photo` and `survives` say what is wrong
            return {}
        picture = "" if opened is None else data_url(small_jpeg(opened.image, FRAMED_SIDE_PX))
        frame = {"width": across, "height": down, "fit": values["fit"], "told": line}
        return {"framing": gr.HTML(photo=picture, frame=frame)}

    def sample(self, values: Values) -> Updates:
        """The sample photo, drawn by this project."""
        with Image.open(self.sample_photo) as picture:
            return {"photo": picture.convert("RGB")}

    def survives(self, values: Values) -> Updates:
        """How many steps a strength runs, where on the noise curve, and the person's own photo with that much noise."""
        try:
            return {"survives": self._survives(values)}
        except (GenerationError, TimeoutError) as error:
            line = LATE if isinstance(error, TimeoutError) else str(error)
            return {"survives": {"line": line, "picture": "", "curve": []}}

    def _survives(self, values: Values) -> Json:
        strength = number("Strength", values["strength"], MIN_STRENGTH, 1)
        steps = whole_number("Steps", values["num_steps"], 1, MAX_STEPS)
        if values["all_steps"]:
            steps = stretch_steps(steps, strength, MAX_STEPS)
        form = Form(
            strength=strength, seed=1, variation_seed=1,
            **{name: values[name] for name in ("photo", "fit", "framing", "model", "width_px", "height_px")},
        )  # fmt: skip
        picture = self._noised(form)
        return render_survives(steps, strength, self.forms.spec(values["model"]).noise_curve, picture)

    def _noised(self, form: Form) -> str:
        if not form.photo or self.engine.readiness.state != "ready":
            return ""
        return data_url(self.engine.run_errand(NoisedPhoto(request=self.forms.order(form).request)))
