"""From what happened to what the stage shows. Pure: no gradio, no state, nothing is awaited."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.engine.job import Job, JobStatus
from pipeline.metadata.request_settings import changed_settings
from pipeline.photo.mask import share_repainted
from pipeline.request import SETTINGS, GenerationRequest
from pipeline.views import VIEWS
from ui.messages import printable
from ui.web.responses import Json

# Numbers that stand in the line of another one: how long guidance lasts.
WITH_ANOTHER = {"guidance_end"}
INVITATION = "Write what you would like to see, and watch it come out of the noise."


def render_stage(job: Job, status: JobStatus, style: str = "") -> Json:
    """The stage's value while a job runs and afterwards: numbers, and the settings that were asked for."""
    return {
        **render_status(status),
        "photo": job.request.photo is not None,
        "variation_seed": job.request.variation_seed if job.request.variation_strength > 0 else None,
        "facts": render_facts(job.request, style),
        "notes": list(status.notes),
    }


def render_status(status: JobStatus) -> Json:
    """The part of a job that changes with every step."""
    return {
        "job": status.job,
        "state": status.state,
        "phase": status.phase,
        "step": status.step,
        "steps": status.steps,
        "sequence": status.sequence,
        "position": status.position,
        "eta_s": _rounded(status.eta_s),
        "elapsed_s": _rounded(status.elapsed_s),
        "steps_per_s": _rounded(status.steps_per_s),
        "preview_method": status.preview_method,
        "num_images": status.num_images,
        "full_frames": status.full_frames,
        "views": list(status.views),
        "error": status.error,
    }


def render_views() -> list[Json]:
    """What there is to look at, for the stage's buttons, in their order: key, label, and a sentence that explains it.

    Which of them a run can show is in the stage's value: `views`, a list of keys.
    """
    return [{"key": view.key, "label": view.label, "help": view.help} for view in VIEWS.values()]


def render_facts(request: GenerationRequest, style: str = "") -> Json:
    """What a picture was painted from, named as on the page."""
    facts: Json = {"Prompt": printable(request.prompt) or "(none: painted without words)"}
    if style:
        facts["Style"] = style
    if request.blend:
        facts["Mixed with"] = "; ".join(f"{each.weight:.0%} {printable(each.prompt)}" for each in request.blend)
    if request.negative_prompt:
        facts["Negative prompt"] = printable(request.negative_prompt)
    facts["Seed"] = request.seed
    varied = request.variation_strength > 0
    if varied:
        facts["Variation"] = f"{request.variation_strength:g} towards seed {request.variation_seed}"
    if request.num_images > 1:
        facts["Pictures"] = f"{request.num_images}, each with the next {'variation ' * varied}seed"
    facts["Steps"] = request.num_steps
    until = f" for the first {request.guidance_end:.0%} of the steps" if request.guidance_end < 1 else ""
    facts["Guidance scale"] = f"{request.guidance_scale:g}{until}"
    if request.photo is not None:
        layout = f", layout kept at {request.kept_layout:g}" if request.kept_layout else ""
        facts["Strength"] = f"{request.strength:g}{layout}"
    if request.mask is not None:
        facts["Repainted"] = f"{share_repainted(request.mask):.0%} of the photo"
    if request.scheduler:
        facts["Scheduler"] = request.scheduler
    if request.width_px and request.height_px:
        facts["Size"] = f"{request.width_px} × {request.height_px}"
    facts |= setting_facts({name: getattr(request, name) for name in SETTINGS})
    facts["Model"] = request.model
    return facts


def setting_facts(values: Mapping[str, object]) -> Json:
    """Label -> value of the numbers that are one line of a request's part, where they are not at their defaults."""
    changed = changed_settings(values)
    return {
        SETTINGS[name].label: f"{value:g}"
        for name, value in changed.items()
        if name not in WITH_ANOTHER and isinstance(value, (int, float))
    }


def render_idle(invite: str = INVITATION) -> Json:
    """A stage with nothing on it."""
    return {"job": None, "state": "idle", "step": 0, "steps": 0, "invite": invite}


def render_failure(error: str) -> Json:
    """A request that was refused before it became a job."""
    return {"job": None, "state": "failed", "step": 0, "steps": 0, "error": error, "invite": ""}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
