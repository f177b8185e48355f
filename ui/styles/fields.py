"""The fields that a style is saved from, as the page or a program gives them: unchecked."""

from __future__ import annotations

from dataclasses import dataclass

from presets import Preset, new_preset
from presets.style.fields import PLACEHOLDER
from ui.form.choices import OWN_SCHEDULER


@dataclass(frozen=True, kw_only=True)
class StyleFields:
    """None and "" mean nothing was said; `finish` None, that it stays as it is."""

    name: object
    template: object = PLACEHOLDER
    negative_prompt: object = ""
    guidance_scale: object = 7.5
    num_steps: object = 20
    strength: object = 0.6
    scheduler: object = None
    note: object = ""
    tags: object = ""
    author: object = ""
    licence: object = ""
    finish: object = None

    def preset(self, **more: object) -> Preset:
        """The style, checked. Raises `InvalidRequest` naming the field."""
        if self.finish is not None:
            more["finish"] = self.finish
        return new_preset(
            name=self.name,
            prompt_template=self.template or PLACEHOLDER,
            negative_prompt=self.negative_prompt or "",
            guidance_scale=self.guidance_scale,
            num_steps=self.num_steps,
            strength=self.strength,
            scheduler=None if self.scheduler == OWN_SCHEDULER else self.scheduler,
            note=self.note or "",
            tags=self.tags or "",
            author=self.author or "",
            licence=self.licence or "",
            **{name: value for name, value in more.items() if value is not None},
        )
