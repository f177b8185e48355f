"""Settings out of a picture onto the page: what the model in use can take, and a sentence about the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.errors import InvalidRequest
from pipeline.finish import describe_finish, read_finish
from pipeline.metadata.picture_files import FoundSettings
from pipeline.models.catalog import Catalog
from pipeline.models.spec import World
from pipeline.request import SETTINGS, GenerationRequest
from ui.form.choices import LONG_PROMPTS
from ui.form.form import FORM

# Our settings -> what a person calls them. `model` goes first: the others are checked against it.
LABELS = {
    "model": "Model",
    "prompt": "Prompt",
    "negative_prompt": "Negative prompt",
    "guidance_scale": "Guidance scale",
    "guidance_end": "Guidance until",
    "num_steps": "Steps",
    "seed": "Seed",
    "variation_strength": "Variation",
    "variation_seed": "Variation seed",
    "strength": "Strength",
    "keep_layout": "Keep layout",
    "scheduler": "Scheduler",
    "width_px": "Width",
    "height_px": "Height",
    "long_prompt": "Long prompts",
    "precision": "Precision",
    "num_images": "Pictures",
    "fill_in": "Fill in what I leave open",
}
# Numbers of which one line in a request's part says everything, and for which the page has a control.
MORE = {name: each for name, each in SETTINGS.items() if name in FORM and name not in LABELS}
LABELS |= {name: each.label for name, each in MORE.items()}
# What a file leaves unsaid where it says the first: name and value, set all the same, and not worth a word.
# Only a file of ours says how many pictures: another studio's does not tell how its prompt was read.
UNSAID: dict[str, dict[str, object]] = {
    "seed": {"variation_strength": 0.0},
    "guidance_scale": {"guidance_end": 1.0},
    "strength": {"keep_layout": 0.0},
    "num_images": {"long_prompt": "cut", **{name: each.default for name, each in MORE.items()}},
}
# Where the page calls a value otherwise.
ON_PAGE: dict[str, dict[object, str]] = {"long_prompt": {mode: label for label, mode in LONG_PROMPTS.items()}}
MOST_NAMED = 6
PHOTO_AGAIN = "Photo: it was painted from one, which the file does not hold: choose it again."
MASK_AGAIN = "Photo and mask: the file does not hold them: choose the photo and paint over it again."


@dataclass(frozen=True, kw_only=True)
class UsableSettings:
    """`values` by the names of `LABELS`, as the page calls them; `refused` are sentences, `unused` names from the file.

    `finish`: what was done to the finished picture, in a few words; `ui.finish.settings_in` takes it to the Finish
    panel.
    """

    values: dict[str, object]
    refused: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    origin: str = field(default="Emerge")
    finish: str = ""

    @property
    def sentence(self) -> str:
        """What was taken over, and what could not be."""
        unsaid = [(name, _on_page(name, plain)) for plains in UNSAID.values() for name, plain in plains.items()]
        names = [LABELS[name] for name, value in self.values.items() if (name, value) not in unsaid]
        used = ", ".join([*names, *([f"Finish ({self.finish})"] if self.finish else [])])
        first = f"From a picture by {self.origin}: {used}." if used else f"Nothing of {self.origin}'s could be used."
        parts = [first, *self.refused]
        if self.unused:
            more = f" and {len(self.unused) - MOST_NAMED} more" if len(self.unused) > MOST_NAMED else ""
            parts.append(f"Not known here: {', '.join(self.unused[:MOST_NAMED])}{more}.")
        return " ".join(parts)


def usable_settings(found: FoundSettings, catalog: Catalog, model: str) -> UsableSettings:
    """The settings of `found` that hold for its model where it is in the menu, else for `model`."""
    values: dict[str, object] = {}
    refused: list[str] = []
    its_model = found.settings.get("model")
    if isinstance(its_model, str) and its_model in catalog:
        values["model"] = model = its_model
    elif its_model:
        refused.append(f"Model: “{str(its_model)[:60]}” is not in the menu.")
    if found.settings.get("blend"):
        refused.append("Several styles were mixed in it: the prompt is that of the heaviest one.")
    spec = catalog.spec(model)
    # A seed without a variation means that there was none, and not the one that the page has just now.
    plain = {name: value for said, plains in UNSAID.items() if said in found.settings for name, value in plains.items()}
    settings = {**plain, **found.settings}
    for name in list(LABELS)[1:]:
        value = settings.get(name)
        if value is None or (name == "strength" and not value):
            continue
        try:
            checked = GenerationRequest(**{name: value})
            spec.complete(checked)
        except InvalidRequest as error:
            refused.append(str(error))
            continue
        values[name] = _on_page(name, getattr(checked, name))
    if spec.world and "prompt" in values:
        values |= _as_written(str(values["prompt"]), spec.world)
    if found.settings.get("photo"):
        refused.append(MASK_AGAIN if found.settings.get("share_repainted") else PHOTO_AGAIN)
    finish, lost = read_finish(found.settings.get("finish"))
    refused += lost
    if finish.colour_match != "off":
        refused.append("Colour match: shows once a picture has been painted from the photo again.")
    return UsableSettings(
        values=values, refused=tuple(refused), unused=found.unused, origin=found.origin, finish=describe_finish(finish)
    )


def _as_written(prompt: str, world: World) -> dict[str, object]:
    """Without what the page adds beside a photo; not filled in where it was painted from words that leave much open."""
    if world.of_photo and world.of_photo in prompt:
        return {"prompt": re.sub(rf",? {re.escape(world.of_photo)}", "", prompt)}
    return {"fill_in": False} if world.open_details.left_open(prompt) else {}


def _on_page(name: str, value: object) -> object:
    return ON_PAGE.get(name, {}).get(value, value)
