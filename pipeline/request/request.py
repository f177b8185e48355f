"""`GenerationRequest`: what a person asks for, checked as it is made."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Unpack

from pipeline.checks import keep_checked, shown, whole_number
from pipeline.errors import InvalidRequest
from pipeline.request.flat_names import FLAT_NAMES, FlatNames, RequestValues
from pipeline.request.limits import MAX_IMAGES, MAX_SEED
from pipeline.request.parts import PhotoStart, Prompt, Sampling, Size, Variation
from pipeline.schedule.steps import StepPlan, plan_steps


@dataclass(frozen=True, kw_only=True, init=False)
class GenerationRequest(FlatNames):
    """One painting. Raises `InvalidRequest`, naming the field, for any value that no model takes.

        GenerationRequest(prompt="manga cat", seed=7, num_steps=20)
        GenerationRequest(words=Prompt(text="manga cat"), seed=7, sampling=Sampling(num_steps=20))

    are the same request: what is in a part has a name without it too (`pipeline.request.flat_names`), to make it, to
    change it (`with_`) and to read it. Where a part comes with such a name, the name counts.

    seed: 0..2^32-1, already drawn (see `parse_seed`); image i of several uses seed + i.
    """

    words: Prompt = Prompt()
    model: str = "mau"
    seed: int = 0
    variation: Variation = Variation()
    sampling: Sampling = Sampling()
    start: PhotoStart = PhotoStart()
    size: Size = Size()
    num_images: int = 1

    def __init__(self, **values: Unpack[RequestValues]) -> None:
        """Raises TypeError for a name that is none of a request's."""
        given: dict[str, Any] = {**values}
        own = {each.name: given.pop(each.name, each.default) for each in fields(self)}
        for part, changes in _by_part(given).items():
            own[part] = replace(own[part], **changes)
        keep_checked(self, **own)
        self._check()

    def _check(self) -> None:
        if not isinstance(self.model, str) or not self.model:
            raise InvalidRequest("Model", f"got {shown(self.model)}, allowed is the name of a model in the menu.")
        keep_checked(
            self,
            seed=whole_number("Seed", self.seed, 0, MAX_SEED),
            num_images=whole_number("Pictures", self.num_images, 1, MAX_IMAGES),
        )
        if self.photo is None:
            return
        width, height = self.photo.size
        sides = (self.width_px or width, self.height_px or height)
        if sides != (width, height):
            raise InvalidRequest(
                "Photo", f"is {width} x {height} pixels, but the picture {sides[0]} x {sides[1]}: crop or pad it first."
            )

    @property
    def prompt_weight(self) -> float:
        """What share `prompt` has where others are mixed in; 1 where none is."""
        return self.words.weight

    @property
    def kept_layout(self) -> float:
        """`keep_layout` where it has an effect: with a photo, and all of it repainted; else 0."""
        return self.start.kept_layout

    @property
    def plan(self) -> StepPlan:
        """The steps that will really run."""
        return plan_steps(self.num_steps, None if self.photo is None else self.strength)

    def with_(self, **changes: Unpack[RequestValues]) -> GenerationRequest:
        """A copy with some values changed, parts or their flat names, checked again."""
        now = {each.name: getattr(self, each.name) for each in fields(self)}
        return GenerationRequest(**{**now, **changes})

    def flat(self) -> dict[str, Any]:
        """All its values by their flat names."""
        own = {each.name: getattr(self, each.name) for each in fields(self) if each.name not in PARTS}
        return own | {name: getattr(self, name) for name in FLAT_NAMES}


PARTS = {each.part for each in FLAT_NAMES.values()}


def _by_part(values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Flat names -> what they change in which part, in the parts' order. Raises TypeError for a name that is none."""
    changes: dict[str, dict[str, Any]] = {}
    for name, flat in FLAT_NAMES.items():
        if name in values:
            changes.setdefault(flat.part, {})[flat.field] = values.pop(name)
    for unknown in values:
        raise TypeError(f"GenerationRequest.__init__() got an unexpected keyword argument {unknown!r}")
    return changes
