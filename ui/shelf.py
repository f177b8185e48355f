"""The styles as the page shows them: cards, what choosing one sets, and saving, renaming and carrying them."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import gradio as gr

from pipeline.errors import GenerationError, InvalidRequest
from pipeline.studio import Studio
from presets import Preset, PresetStore, load_builtin, new_preset, parse_preset
from presets.fields import PLACEHOLDER
from ui import render
from ui.form import OWN_SCHEDULER, uploaded_file
from ui.messages import sentence
from ui.settings import ASSETS

logger = logging.getLogger(__name__)

Told = tuple[Any, Any, Any]  # the cards, the name field, the note


class Shelf:
    """Built-in styles and people's own, as far as the model in use has learnt them."""

    def __init__(self, store: PresetStore, studio: Studio, uploads_dir: Path) -> None:
        self.store = store
        self.studio = studio
        self.uploads_dir = uploads_dir

    def all(self) -> list[Preset]:
        """Every style; without people's own where their file cannot be read."""
        try:
            return self.store.all()
        except GenerationError as error:
            logger.warning("%s", error)
            return list(load_builtin())

    def find(self, key: object) -> Preset | None:
        """The style of that key or name, None for "". Raises `InvalidRequest`."""
        return None if key in (None, "") else self.store.find(key)

    def cards(self) -> list[render.Json]:
        """What the cards show."""
        catalog = self.studio.catalog
        world = catalog.spec(catalog.default).world if catalog.default in catalog else None
        cards = render.render_cards(self.all(), None if world is None else world.level)
        return [{**card, "thumbnail": card["thumbnail"] if _painted(card["thumbnail"]) else ""} for card in cards]

    def listed(self) -> list[dict[str, Any]]:
        """Every style with its settings, for programs."""
        return [{**preset.model_dump(mode="json"), "builtin": preset.builtin} for preset in self.all()]

    # ---- the page's handlers

    def choose(self, key: Any, prompt: Any, negative: Any, model: Any) -> list[Any]:
        """A card was chosen: the numbers that suit it, and its negative prompt unless the person wrote one."""
        preset = self._found(key)
        defaults = self.studio.catalog.spec(model).defaults if model in self.studio.catalog else None
        own_words = bool(negative) and all(negative != other.negative_prompt for other in self.all())
        if preset is None:
            numbers = (defaults.guidance_scale, defaults.num_steps, defaults.strength) if defaults else (7.5, 20, 0.6)
            return [gr.skip() if own_words else "", *numbers, OWN_SCHEDULER, PLACEHOLDER]
        return [
            gr.skip() if own_words else preset.negative_prompt,
            preset.guidance_scale,
            preset.num_steps,
            preset.strength,
            preset.scheduler or OWN_SCHEDULER,
            preset.prompt_template,
        ]

    def refresh(self, chosen: Any) -> Any:
        """The cards as they are now (another window may have saved one)."""
        return gr.HTML(cards=self.cards())

    def save(
        self, name: Any, template: Any, negative: Any, guidance: Any, steps: Any, strength: Any, scheduler: Any
    ) -> Told:
        """Save preset: the settings of the page under a name. One's own of that name is overwritten."""
        try:
            preset = self._keep(name, template, negative, guidance, steps, strength, scheduler, replace=True)
        except GenerationError as error:
            return gr.skip(), gr.skip(), _bad(error)
        return self._cards(preset.key), "", _good(f"Saved “{preset.name}”.")

    def keep(
        self, name: Any, template: Any, negative: Any, guidance: Any, steps: Any, strength: Any, scheduler: Any
    ) -> dict[str, Any]:
        """The same for programs, which get the preset and never overwrite one."""
        preset = self._keep(name, template, negative, guidance, steps, strength, scheduler, replace=False)
        return preset.model_dump(mode="json")

    def rename(self, key: Any, name: Any) -> Told:
        """Rename: the chosen style, if it is one's own."""
        try:
            preset = self.store.rename(_chosen(key), name)
        except GenerationError as error:
            return gr.skip(), gr.skip(), _bad(error)
        return self._cards(preset.key), "", _good(f"It is called “{preset.name}” now.")

    def delete(self, key: Any) -> Told:
        """Delete: the chosen style, if it is one's own."""
        try:
            name = self.store.find(_chosen(key)).name
            self.store.delete(key)
        except GenerationError as error:
            return gr.skip(), gr.skip(), _bad(error)
        return self._cards(""), gr.skip(), _good(f"Deleted “{name}”.")

    def load(self, file: Any) -> Told:
        """Import: a style out of a file that Emerge exported."""
        try:
            path = uploaded_file("Preset file", file, self.uploads_dir)
            report = self.store.import_files([(path.name, path.read_bytes())])
        except (GenerationError, OSError) as error:
            return gr.skip(), gr.skip(), _bad(error)
        return self._cards(report.imported[0].key if report.imported else ""), gr.skip(), _good(report.sentence)

    def export(self, key: str) -> tuple[str, str] | None:
        """A style as a file, name and text; None where there is none."""
        try:
            text = self.store.export_json(key)
        except InvalidRequest:
            return None
        return parse_preset(text).file_name, text

    def _keep(
        self,
        name: Any,
        template: Any,
        negative: Any,
        guidance: Any,
        steps: Any,
        strength: Any,
        scheduler: Any,
        *,
        replace: bool,
    ) -> Preset:
        preset = new_preset(
            name=name,
            prompt_template=template or PLACEHOLDER,
            negative_prompt=negative or "",
            guidance_scale=guidance,
            num_steps=steps,
            strength=strength,
            scheduler=None if scheduler == OWN_SCHEDULER else scheduler,
        )
        return self.store.save(preset, replace=replace)

    def _found(self, key: Any) -> Preset | None:
        try:
            return self.find(key)
        except GenerationError:  # deleted in another window
            return None

    def _cards(self, chosen: str) -> Any:
        return gr.HTML(value=chosen, cards=self.cards())


def _painted(thumbnail: str) -> bool:
    """Whether there is such a picture: styles are thumbnailed by the model once it has been trained."""
    return (ASSETS / thumbnail).is_file()


def _chosen(key: Any) -> str:
    if not isinstance(key, str) or not key:
        raise InvalidRequest("Preset", "choose one of your own styles first.")
    return key


def _good(text: str) -> dict[str, str]:
    return {"text": text, "tone": "good"}


def _bad(error: BaseException) -> dict[str, str]:
    return {"text": sentence(error), "tone": "bad"}
