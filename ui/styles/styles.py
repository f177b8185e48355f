"""The styles as the page shows them: cards, what choosing one sets, and saving, renaming and taking back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal

import gradio as gr

from pipeline.engine.protocol import Engine
from pipeline.errors import GenerationError, InvalidRequest
from pipeline.finish import describe_finish, read_finish
from presets import Card, Preset, PresetError, PresetStore, load_builtin
from presets.style.fields import PLACEHOLDER
from ui.form.choices import OWN_SCHEDULER
from ui.form.style_mix import Share, as_mix, joined_negative, mean_of, parse_choice, scheduler_of, suited_range
from ui.gradio_kit.updates import Updates
from ui.messages import printable
from ui.settings import ASSETS
from ui.styles.fields import StyleFields
from ui.styles.notes import NO_NOTE, bad_note, good_note
from ui.styles.render import render_cards
from ui.web.responses import Json

logger = logging.getLogger(__name__)

AS_CHOSEN: Literal["as chosen"] = "as chosen"
Suits = tuple[float, float] | Literal["as chosen"] | None  # a guidance range, that of what is chosen, or none
NUMBERS = ("guidance_scale", "num_steps", "strength", "scheduler")
DESCRIBED = ("style_note", "style_tags", "style_author", "style_licence")
# What there is to edit of a style, beside its numbers and its negative prompt.
ABOUT_STYLE = ("template", "preset_name", *DESCRIBED, "suits_from", "suits_to")
NUMBERS_OF_NO_MODEL = (7.5, 20, 0.6)


class Styles:
    """Built-in styles and people's own, as far as the model in use has learnt them."""

    def __init__(self, store: PresetStore, engine: Engine, uploads_dir: Path) -> None:
        self.store = store
        self.engine = engine
        self.uploads_dir = uploads_dir

    def all(self) -> list[Preset]:
        """Every style in the order of the cards; without people's own where their file cannot be read."""
        try:
            return self.store.arranged()
        except GenerationError as error:
            logger.warning("%s", error)
            return list(load_builtin())

    def find(self, key: object) -> Preset | None:
        """The style of that key or name, None for "". Raises `InvalidRequest`."""
        return None if key in (None, "") else self.store.find(key)

    def chosen(self, value: object) -> tuple[Share, ...]:
        """The styles behind a choice on the cards, with their weights. Raises `InvalidRequest`."""
        return parse_choice(value, self.find)

    def cards(self) -> list[Json]:
        """What the cards show."""
        catalog = self.engine.catalog
        world = catalog.spec(catalog.default).world if catalog.default in catalog else None
        cards = render_cards(self.all(), None if world is None else world.level, self._touched())
        return [{**card, "thumbnail": card["thumbnail"] if _painted(card) else ""} for card in cards]

    def _touched(self) -> dict[str, Card]:
        try:
            return self.store.cards.all()
        except PresetError:
            return {}

    def thumbnail(self, key: str) -> bytes | None:
        """The JPEG that somebody painted onto a card, None where there is none."""
        try:
            return self.store.cards.thumbnail(key)
        except PresetError:
            return None

    def listed(self) -> list[Json]:
        """Every style with its settings, for programs."""
        return [{**preset.model_dump(mode="json"), "builtin": preset.builtin} for preset in self.all()]

    # ---- the page's handlers

    def choose(self, key: object, negative: object, model: object, set_by_style: object = "") -> Updates:
        """A card was chosen: the numbers that suit it, its negative prompt unless the person wrote one, and what there
        is to edit of it. A mix leaves the last but the words of the heaviest as it is.

        set_by_style: the negative prompt that a choice set last, a joined one or a deleted style's as well.
        """
        shares = self._found(key)
        preset = shares[0].preset
        updates: Updates = dict(zip(NUMBERS, self._numbers(shares, model), strict=True))
        if not self.is_written(negative, set_by_style):
            updates["negative_prompt"] = (
                preset.negative_prompt if preset and len(shares) == 1 else joined_negative(shares)
            )
        if len(shares) > 1:
            return {**updates, "template": shares[0].template}
        return {**updates, **_editable(preset)}

    def numbers(self, key: object, model: object) -> tuple[float, int, float]:
        """Guidance scale, steps and strength as what is chosen has them, for `model`."""
        return self._numbers(self._found(key), model)[:3]

    def _numbers(self, shares: tuple[Share, ...], model: object) -> tuple[float, int, float, str]:
        """Guidance scale, steps, strength (a mix's means) and scheduler; an unguided model has its own first two."""
        spec = self.engine.catalog.spec(model) if isinstance(model, str) and model in self.engine.catalog else None
        defaults = spec.defaults if spec else None
        plain = (defaults.guidance_scale, defaults.num_steps, defaults.strength) if defaults else NUMBERS_OF_NO_MODEL
        strength = round(mean_of(shares, lambda preset: preset.strength, plain[2]), 2)
        scheduler = scheduler_of(shares, spec) or OWN_SCHEDULER
        if spec is not None and not spec.capabilities.guidance:
            return plain[0], plain[1], strength, scheduler
        return (
            round(mean_of(shares, lambda preset: preset.guidance_scale, plain[0]), 2),
            round(mean_of(shares, lambda preset: preset.num_steps, plain[1])),
            strength,
            scheduler,
        )

    def suits(self, chosen: object) -> Json:
        """The guidance range of what is chosen, for the band on the slider; {} where nothing is known."""
        shares = self._found(chosen)
        known = suited_range(shares)
        if known is None:
            return {}
        low, high = known
        return {"low": low, "high": high, "name": printable(shares[0].name), "mixed": len(shares) > 1}

    def save(self, fields: StyleFields, chosen: object = "", suits: Suits = AS_CHOSEN) -> Updates:
        """Save preset: the settings of the page under a name. One's own of that name is overwritten, with Undo.

        A mix is saved with the templates of all its styles, and the page's one for the heaviest.
        suits: its guidance range; AS_CHOSEN: that of what is chosen, else as it was.
        """
        try:
            shares = self._found(chosen)
            if len(shares) > 1 and fields.note in {share.preset.note for share in shares if share.preset}:
                fields = replace(fields, note="")  # it belongs to the card that was chosen before
            mix = as_mix(shares, str(fields.template or PLACEHOLDER))
            suited = self._range(shares, fields.name, fields.guidance_scale, suits)
            preset = self._with_its_finish(fields.preset(mix=mix, guidance_range=suited), fields.finish)
            preset, undo = self.store.save_over(preset)
        except GenerationError as error:
            return {"preset_note": bad_note(error)}
        line = f"Saved over “{preset.name}”" if undo else f"Saved “{preset.name}”"
        finish = describe_finish(read_finish(preset.finish)[0])
        line += f", with its finish: {finish}." if finish else "."
        return {
            "style": self.cards_update(preset.key),
            "preset_name": preset.name,
            "preset_note": good_note(line, undo),
        }

    def save_new(self, fields: StyleFields) -> Json:
        """The same for programs, which get the preset and never overwrite one."""
        return self.store.save(fields.preset()).model_dump(mode="json")

    def rename(self, key: object, name: object) -> Updates:
        """Rename: the chosen style, if it is one's own."""
        try:
            preset, undo = self.store.rename_with_undo(single_key(key), name)
        except GenerationError as error:
            return {"preset_note": bad_note(error)}
        note = good_note(f"It is called “{preset.name}” now.", undo)
        return {"style": self.cards_update(preset.key), "preset_name": preset.name, "preset_note": note}

    def delete(self, key: object) -> Updates:
        """Delete: the chosen style, if it is one's own. Undo brings it back."""
        try:
            name = self.store.find(single_key(key)).name
            undo = self.store.delete(single_key(key))
        except GenerationError as error:
            return {"preset_note": bad_note(error)}
        return {"style": self.cards_update(""), "preset_name": "", "preset_note": good_note(f"Deleted “{name}”.", undo)}

    def undo(self, note: object) -> Updates:
        """Undo: what the note tells is taken back."""
        try:
            undone = self.store.undo(note.get("undo") if isinstance(note, dict) else None)
        except GenerationError as error:
            return {"preset_note": bad_note(error)}
        styles = {preset.key: preset for preset in self.all()}
        back = styles.get(undone.keys[0]) if len(undone.keys) == 1 else None
        line = f"“{back.name}” is as it was before." if back else "Taken back."
        if undone.num_skipped:
            line += f" {undone.num_skipped} changed since and stayed."
        chosen, name = (back.key, back.name) if back else ("", "")
        return {"style": self.cards_update(chosen), "preset_name": name, "preset_note": good_note(line)}

    # ---- the cards

    def star(self, key: object, favourite: object) -> Updates:
        """The star of a card was pressed: the cards as they are then."""
        return self._touch(lambda: self.store.cards.star(self.store.find(key).key, bool(favourite)))

    def move(self, key: object, before: object) -> Updates:
        """A card was moved before another one: the cards as they are then."""
        return self._touch(lambda: self.store.move(str(key), str(before)))

    def unpaint(self, key: object) -> Updates:
        """A card's painted picture is not wanted any more: the cards as they are then."""
        return self._touch(lambda: self.store.cards.forget_thumbnail(str(key)))

    def _touch(self, change: Callable[[], object]) -> Updates:
        try:
            change()
        except GenerationError as error:
            return {"preset_note": bad_note(error)}
        return {"style": self.cards_update(), "preset_note": NO_NOTE}

    def cards_update(self, chosen: str | None = None) -> gr.HTML:
        """The cards as they are now (another window may have saved one), with this one chosen; None: what is chosen
        stays."""
        cards = self.cards()
        return gr.HTML(cards=cards) if chosen is None else gr.HTML(value=chosen, cards=cards)

    def is_written(self, negative: object, set_by_style: object) -> bool:
        """Whether the person wrote this negative prompt: it is there, no style has it, and none has set it."""
        return bool(negative) and negative not in (set_by_style, *(style.negative_prompt for style in self.all()))

    # ---- how

    def _before(self, name: object) -> Preset | None:
        """One's own style that has this name already."""
        wanted = name.strip().casefold() if isinstance(name, str) else None
        return next((own for own in self.store.own() if own.name.casefold() == wanted), None)

    def _with_its_finish(self, preset: Preset, finish: object) -> Preset:
        """Finish settings stay what they were where a preset is saved over and nothing is said about them."""
        before = self._before(preset.name) if finish is None else None
        return preset if before is None else preset.model_copy(update={"finish": before.finish})

    def _range(
        self, shares: tuple[Share, ...], name: object, guidance: object, suits: Suits
    ) -> tuple[float, float] | None:
        """The range of what is saved, as `save` says. It holds `guidance`."""
        before = self._before(name)
        as_chosen = suited_range(shares) or (before.guidance_range if before else None)
        known = as_chosen if suits == AS_CHOSEN else suits
        if known is None or not isinstance(guidance, (int, float)):
            return known
        return min(known[0], float(guidance)), max(known[1], float(guidance))

    def _found(self, key: object) -> tuple[Share, ...]:
        try:
            return self.chosen(key)
        except GenerationError:  # deleted in another window
            return (Share(preset=None),)


def _editable(preset: Preset | None) -> Updates:
    """`ABOUT_STYLE` of a style, or of none, but for its guidance range. One that comes with Emerge is saved under
    another name."""
    if preset is None:
        return {"template": PLACEHOLDER, "preset_name": "", **dict.fromkeys(DESCRIBED, "")}
    described = (preset.note, ", ".join(preset.tags), preset.author, preset.licence)
    name = "" if preset.builtin else preset.name
    return {"template": preset.prompt_template, "preset_name": name, **dict(zip(DESCRIBED, described, strict=True))}


def _painted(card: Json) -> bool:
    """Whether there is such a picture: styles are thumbnailed by the model once it has been trained."""
    return bool(card["painted"]) or (ASSETS / card["thumbnail"]).is_file()


def single_key(key: object) -> str:
    """The key of the one style that is chosen. Raises `InvalidRequest`."""
    if not isinstance(key, str) or not key:
        raise InvalidRequest("Preset", "choose one of your own styles first.")
    return key
