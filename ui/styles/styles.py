"""The styles as the page shows them: cards, what choosing one sets, and saving, renaming and taking back."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Literal

import gradio as gr

from pipeline.engine.protocol import Engine
from pipeline.errors import GenerationError, InvalidRequest
from pipeline.finish import read_finish, told_finish
from presets import Card, Preset, PresetError, PresetStore, load_builtin, new_preset
from presets.style.fields import PLACEHOLDER
from ui.form.choices import OWN_SCHEDULER
from ui.form.style_mix import Share, as_mix, joined_negative, mean_of, parse_choice, scheduler_of, suited_range
from ui.messages import printable, sentence
from ui.settings import ASSETS
from ui.styles.render import render_cards
from ui.web.responses import Json

logger = logging.getLogger(__name__)

Told = tuple[Any, Any, Any]  # the cards, the name field, the note
AS_CHOSEN: Literal["as chosen"] = "as chosen"
Suits = tuple[float, float] | Literal["as chosen"] | None  # a guidance range, that of what is chosen, or none
NUMBERS_OF_NO_MODEL = (7.5, 20, 0.6)


class Shelf:
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

    def listed(self) -> list[dict[str, Any]]:
        """Every style with its settings, for programs."""
        return [{**preset.model_dump(mode="json"), "builtin": preset.builtin} for preset in self.all()]

    # ---- the page's handlers

    def choose(self, key: Any, prompt: Any, negative: Any, model: Any, set_by_style: Any = "") -> list[Any]:
        """A card was chosen: the numbers that suit it, its negative prompt unless the person wrote one, and what
        there is to edit of it: template, name, note, tags, author, licence.

        set_by_style: the negative prompt that a choice set last, a joined one or a deleted style's as well.
        """
        shares = self._found(key)
        own_words = self.is_written(negative, set_by_style)
        words = gr.skip() if own_words else joined_negative(shares)
        if len(shares) > 1:
            return [words, *self._numbers(shares, model), shares[0].template, *(gr.skip(),) * 5]
        preset = shares[0].preset
        if preset is None:
            return [words, *self._numbers(shares, model), PLACEHOLDER, "", "", "", "", ""]
        return [
            words if own_words else preset.negative_prompt,
            *self._numbers(shares, model),
            preset.prompt_template,
            "" if preset.builtin else preset.name,
            preset.note,
            ", ".join(preset.tags),
            preset.author,
            preset.licence,
        ]

    def numbers(self, key: Any, model: Any) -> tuple[float, int, float]:
        """Guidance scale, steps and strength as what is chosen has them, for `model`."""
        return self._numbers(self._found(key), model)[:3]

    def _numbers(self, shares: tuple[Share, ...], model: Any) -> tuple[float, int, float, str]:
        """Guidance scale, steps, strength (a mix's means) and scheduler; an unguided model has its own first two."""
        spec = self.engine.catalog.spec(model) if model in self.engine.catalog else None
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

    def suits(self, chosen: Any) -> dict[str, Any]:
        """The guidance range of what is chosen, for the band on the slider; {} where nothing is known."""
        shares = self._found(chosen)
        known = suited_range(shares)
        if known is None:
            return {}
        low, high = known
        return {"low": low, "high": high, "name": printable(shares[0].name), "mixed": len(shares) > 1}

    def refresh(self, chosen: Any) -> Any:
        """The cards as they are now (another window may have saved one)."""
        return gr.HTML(cards=self.cards())

    def save(
        self, name: Any, template: Any, negative: Any, guidance: Any, steps: Any, strength: Any, scheduler: Any,
        note: Any = "", tags: Any = "", author: Any = "", licence: Any = "", chosen: Any = "", finish: Any = None,
        suits: Suits = AS_CHOSEN,
    ) -> Told:  # fmt: skip
        """Save preset: the settings of the page under a name. One's own of that name is overwritten, with Undo.

        A mix is saved with the templates of all its styles, and the page's one for the heaviest.
        suits: its guidance range; AS_CHOSEN: that of what is chosen, else as it was.
        """
        about = {"note": note, "tags": tags, "author": author, "licence": licence}
        try:
            shares = self._found(chosen)
            if len(shares) > 1 and note in {share.preset.note for share in shares if share.preset}:
                about["note"] = ""  # left over from the card that was chosen before
            mix = as_mix(shares, template or PLACEHOLDER)
            more = {**_given(about, finish), "mix": mix, "guidance_range": self._range(shares, name, guidance, suits)}
            asked = _build(name, template, negative, guidance, steps, strength, scheduler, **more)
            preset, undo = self.store.save_over(self._with_its_finish(asked, finish))
        except GenerationError as error:
            return gr.skip(), gr.skip(), bad(error)
        told = f"Saved over “{preset.name}”" if undo else f"Saved “{preset.name}”"
        finished = told_finish(read_finish(preset.finish)[0])
        told += f", with its finish: {finished}." if finished else "."
        return self.shown(preset.key), preset.name, good(told, undo)

    def keep(
        self, name: Any, template: Any, negative: Any, guidance: Any, steps: Any, strength: Any, scheduler: Any,
        finish: Any = None,
    ) -> dict[str, Any]:  # fmt: skip
        """The same for programs, which get the preset and never overwrite one."""
        preset = _build(name, template, negative, guidance, steps, strength, scheduler, **_given({}, finish))
        return self.store.save(preset).model_dump(mode="json")

    def rename(self, key: Any, name: Any) -> Told:
        """Rename: the chosen style, if it is one's own."""
        try:
            preset, undo = self.store.rename_with_undo(single(key), name)
        except GenerationError as error:
            return gr.skip(), gr.skip(), bad(error)
        return self.shown(preset.key), preset.name, good(f"It is called “{preset.name}” now.", undo)

    def delete(self, key: Any) -> Told:
        """Delete: the chosen style, if it is one's own. Undo brings it back."""
        try:
            name = self.store.find(single(key)).name
            undo = self.store.delete(key)
        except GenerationError as error:
            return gr.skip(), gr.skip(), bad(error)
        return self.shown(""), "", good(f"Deleted “{name}”.", undo)

    def undo(self, note: Any) -> Told:
        """Undo: what the note tells is taken back."""
        try:
            undone = self.store.undo(note.get("undo") if isinstance(note, dict) else None)
        except GenerationError as error:
            return gr.skip(), gr.skip(), bad(error)
        left = {preset.key: preset for preset in self.all()}
        back = left.get(undone.keys[0]) if len(undone.keys) == 1 else None
        told = f"“{back.name}” is as it was before." if back else "Taken back."
        if undone.kept:
            told += f" {undone.kept} changed since and stayed."
        return self.shown(back.key if back else ""), back.name if back else "", good(told)

    # ---- the cards

    def star(self, key: Any, favourite: Any) -> Any:
        """The star of a card was pressed: the cards anew."""
        return self._touch(lambda: self.store.cards.star(self.store.find(key).key, bool(favourite)))

    def move(self, key: Any, before: Any) -> Any:
        """A card was moved before another one: the cards anew."""
        return self._touch(lambda: self.store.move(str(key), str(before)))

    def unpaint(self, key: Any) -> Any:
        """A card's painted picture is not wanted any more: the cards anew."""
        return self._touch(lambda: self.store.cards.forget_thumbnail(str(key)))

    def _touch(self, change: Any) -> Any:
        try:
            change()
        except GenerationError as error:
            return gr.skip(), bad(error)
        return gr.HTML(cards=self.cards()), {"text": "", "tone": ""}

    def shown(self, chosen: str) -> Any:
        """The cards with this one chosen."""
        return gr.HTML(value=chosen, cards=self.cards())

    def is_written(self, negative: Any, set_by_style: Any) -> bool:
        """Whether the person wrote this negative prompt: it is there, no style has it, and none has set it."""
        return bool(negative) and negative not in (set_by_style, *(style.negative_prompt for style in self.all()))

    # ---- how

    def _before(self, name: Any) -> Preset | None:
        """One's own style that has this name already."""
        wanted = name.strip().casefold() if isinstance(name, str) else None
        return next((own for own in self.store.own() if own.name.casefold() == wanted), None)

    def _with_its_finish(self, preset: Preset, finish: Any) -> Preset:
        """Finish settings stay what they were where a preset is saved over and nothing is said about them."""
        before = self._before(preset.name) if finish is None else None
        return preset if before is None else preset.model_copy(update={"finish": before.finish})

    def _range(self, shares: tuple[Share, ...], name: Any, guidance: Any, suits: Suits) -> tuple[float, float] | None:
        """The range of what is saved, as `save` says. It holds `guidance`."""
        before = self._before(name)
        as_chosen = suited_range(shares) or (before.guidance_range if before else None)
        known = as_chosen if suits == AS_CHOSEN else suits
        if known is None or not isinstance(guidance, (int, float)):
            return known
        return min(known[0], float(guidance)), max(known[1], float(guidance))

    def _found(self, key: Any) -> tuple[Share, ...]:
        try:
            return self.chosen(key)
        except GenerationError:  # deleted in another window
            return (Share(preset=None),)


def _given(about: dict[str, Any], finish: Any) -> dict[str, Any]:
    """What of a preset's description was written, None being nothing."""
    fields = {**{name: value or "" for name, value in about.items()}, "finish": finish}
    return {name: value for name, value in fields.items() if value is not None}


def _build(
    name: Any, template: Any, negative: Any, guidance: Any, steps: Any, strength: Any, scheduler: Any, **more: Any
) -> Preset:
    return new_preset(
        name=name,
        prompt_template=template or PLACEHOLDER,
        negative_prompt=negative or "",
        guidance_scale=guidance,
        num_steps=steps,
        strength=strength,
        scheduler=None if scheduler == OWN_SCHEDULER else scheduler,
        **more,
    )


def _painted(card: Json) -> bool:
    """Whether there is such a picture: styles are thumbnailed by the model once it has been trained."""
    return bool(card["painted"]) or (ASSETS / card["thumbnail"]).is_file()


def single(key: Any) -> str:
    """The key of the one style that is chosen. Raises `InvalidRequest`."""
    if not isinstance(key, str) or not key:
        raise InvalidRequest("Preset", "choose one of your own styles first.")
    return key


def good(text: str, undo: str = "") -> dict[str, Any]:
    """A note on something that went well, with the token for Undo."""
    return {"text": printable(text), "tone": "good", "undo": undo}


def bad(error: BaseException) -> dict[str, Any]:
    """A note on something that did not."""
    return {"text": sentence(error), "tone": "bad"}
