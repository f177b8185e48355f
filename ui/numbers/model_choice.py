"""Another model or shape was chosen: what the controls beside it offer and say then."""

from __future__ import annotations

import gradio as gr

from pipeline.errors import GenerationError
from pipeline.models.shapes import shapes_of
from pipeline.models.spec import ModelSpec
from ui.form.choices import OWN_SCHEDULER, fills_in, shape_labels, side_limits, sources_of
from ui.form.form import FormParser
from ui.gradio_kit.updates import Updates, Values

SIDES = ("width_px", "height_px")
# What is offered with a model.
OFFERED = (
    "source", "negative_prompt", "scheduler", "guidance_end", "guidance_scale", "shape", *SIDES, "fill_in",
)  # fmt: skip
# What another model sets besides.
SUITED = (*OFFERED, "keep_layout", "num_steps")


def suit(forms: FormParser, values: Values) -> Updates:
    """Another model was chosen: `SUITED` as it takes them."""
    spec = _spec(forms, values["model"])
    if spec is None:
        return {}
    offered = offer_of(spec)
    scheduler = values["scheduler"] if values["scheduler"] in spec.capabilities.schedulers else OWN_SCHEDULER
    own: dict[str, object] = {
        "scheduler": scheduler,
        "guidance_end": spec.defaults.guidance_end,
        "shape": shape_labels(spec)[0],
        "width_px": spec.native_size_px,
        "height_px": spec.native_size_px,
        **_pace(forms, spec, values["style"], values["guidance_scale"]),
    }
    updates: Updates = {name: gr.update(**settings) for name, settings in offered.items()}
    updates["keep_layout"] = spec.defaults.keep_layout
    for name, value in own.items():
        updates[name] = gr.update(**offered.get(name, {}), value=value)
    return updates


def offer(forms: FormParser, values: Values) -> Updates:
    """What there is to choose with a model, and no value of it: `OFFERED`."""
    spec = _spec(forms, values["model"])
    return {} if spec is None else {name: gr.update(**settings) for name, settings in offer_of(spec).items()}


def reshape(forms: FormParser, values: Values) -> Updates:
    """A shape was chosen: width and height."""
    spec = _spec(forms, values["model"])
    shapes = () if spec is None else shapes_of(spec)
    chosen = next((shape for shape in shapes if shape.label == values["shape"]), None)
    return {} if chosen is None else {"width_px": chosen.width_px, "height_px": chosen.height_px}


def offer_of(spec: ModelSpec) -> dict[str, dict[str, object]]:
    """The properties of `OFFERED` that a model decides."""
    can = spec.capabilities
    sides: dict[str, object] = dict(side_limits(spec))
    return {
        "source": _source(spec),
        "negative_prompt": {"visible": can.negative_prompt},
        "scheduler": {"choices": [OWN_SCHEDULER, *can.schedulers]},
        "guidance_end": {"visible": can.guidance},
        "guidance_scale": {"visible": can.guidance},
        "shape": {"choices": shape_labels(spec)},
        "width_px": sides,
        "height_px": sides,
        "fill_in": {"visible": fills_in(spec)},
    }


def _source(spec: ModelSpec) -> dict[str, object]:
    """“Start from” as the model can: what there is no choice about is not shown, or chosen already."""
    sources = sources_of(spec)
    settings: dict[str, object] = {"choices": sources, "visible": spec.capabilities.photo}
    return settings if len(sources) > 1 else {**settings, "value": sources[0]}


def _pace(forms: FormParser, spec: ModelSpec, style: object, guidance: object) -> dict[str, object]:
    """Guidance scale and steps: those of a model that takes no guidance are its own, and left behind with it."""
    if spec.capabilities.guidance and guidance != 1:
        return {}
    scale, steps, _ = forms.styles.numbers(style, spec.key)
    return {"guidance_scale": scale, "num_steps": steps}


def _spec(forms: FormParser, model: object) -> ModelSpec | None:
    try:
        return forms.spec(model)
    except GenerationError:
        return None
