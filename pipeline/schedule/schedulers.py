"""The schedulers that a request may name. One row has all that is known of one; to add one, add its row.

A scheduler is built fresh for every run, from the model's own noise schedule. Needs no torch until one is built.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from diffusers import SchedulerMixin

Scale: TypeAlias = Literal["unit variance", "exploding", "straight"]  # see `pipeline.schedule.schedule`


@dataclass(frozen=True, kw_only=True)
class Solver:
    """A class of diffusers. `options` are set beside the model's configuration, `fallbacks` where it says nothing."""

    class_name: str
    options: Mapping[str, Any] = field(default_factory=dict)
    fallbacks: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Scheduler:
    """diffusion, flow: what solves it for a model of either kind; `flow` None: it paints with none.
    scale: how a diffusion's latents are held on the way.
    a1111: sampler and schedule type as AUTOMATIC1111 writes them. comfy: sampler in ComfyUI, whose scheduler is
    `spacing`. others: what InvokeAI, Fooocus and NovelAI call the sampler where they do otherwise.
    """

    name: str
    diffusion: Solver
    flow: Solver | None = None
    scale: Scale = "unit variance"
    a1111: tuple[str, str | None]
    comfy: str
    others: tuple[str, ...] = ()

    @property
    def spacing(self) -> str:
        """How its noise levels are spaced, as all studios call it ("karras"); "" for the usual."""
        schedule = self.a1111[1]
        return "" if schedule in (None, "Uniform") else str(schedule).lower()


# DDIM and DDPM clamp x0 to -1..1 by default, which is meant for pixels and not for latents.
NOT_CLAMPED = {"clip_sample": False}
DPM_2M = {"algorithm_type": "dpmsolver++"}
# A flow's path is straight: of first order, DPM-Solver++ takes Euler's step there.
FLOW_1 = {**DPM_2M, "solver_order": 1, "use_flow_sigmas": True}
FLOW_2 = {**DPM_2M, "solver_order": 2, "use_flow_sigmas": True}

_ROWS = (
    Scheduler(
        name="DDIM",
        diffusion=Solver(class_name="DDIMScheduler", fallbacks=NOT_CLAMPED),
        a1111=("DDIM", None),
        comfy="ddim",
    ),
    Scheduler(
        name="DDPM",
        diffusion=Solver(class_name="DDPMScheduler", fallbacks=NOT_CLAMPED),
        a1111=("DDPM", None),
        comfy="ddpm",
    ),
    Scheduler(
        name="Euler",
        diffusion=Solver(class_name="EulerDiscreteScheduler", options={"use_karras_sigmas": False}),
        flow=Solver(class_name="DPMSolverMultistepScheduler", options=FLOW_1),
        scale="exploding",
        a1111=("Euler", None),
        comfy="euler",
        others=("k_euler",),
    ),
    Scheduler(
        name="Euler a",
        diffusion=Solver(class_name="EulerAncestralDiscreteScheduler"),
        scale="exploding",
        a1111=("Euler a", None),
        comfy="euler_ancestral",
        others=("euler_a", "k_euler_ancestral"),
    ),
    Scheduler(
        name="DPM++ 2M",
        diffusion=Solver(class_name="DPMSolverMultistepScheduler", options={**DPM_2M, "use_karras_sigmas": False}),
        flow=Solver(class_name="DPMSolverMultistepScheduler", options=FLOW_2),
        a1111=("DPM++ 2M", "Uniform"),
        comfy="dpmpp_2m",
        others=("k_dpmpp_2m",),
    ),
    Scheduler(
        name="DPM++ 2M Karras",
        diffusion=Solver(class_name="DPMSolverMultistepScheduler", options={**DPM_2M, "use_karras_sigmas": True}),
        a1111=("DPM++ 2M", "Karras"),
        comfy="dpmpp_2m",
        others=("k_dpmpp_2m",),
    ),
    Scheduler(
        name="UniPC",
        diffusion=Solver(class_name="UniPCMultistepScheduler", options={"use_karras_sigmas": False}),
        flow=Solver(class_name="UniPCMultistepScheduler", options={"solver_order": 2, "use_flow_sigmas": True}),
        a1111=("UniPC", None),
        comfy="uni_pc",
        others=("unipc",),
    ),
)
SCHEDULERS: dict[str, Scheduler] = {row.name: row for row in _ROWS}
# What diffusers takes where a configuration leaves an option out.
STOCK_OPTIONS = {"algorithm_type": "dpmsolver++", "solver_order": 2, "use_karras_sigmas": False}


def is_flow(config: Mapping[str, Any]) -> bool:
    """Whether a scheduler configuration is that of a flow, which predicts a velocity along a straight path."""
    return bool(config.get("prediction_type") == "flow_prediction")


def schedulers_for(config: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of those that paint with a model of this scheduler configuration."""
    return tuple(row.name for row in SCHEDULERS.values() if _solver(row, config) is not None)


def scheduler_in(config: Mapping[str, Any]) -> str:
    """The name of the scheduler that a configuration is of; where it is none of these, the first that paints."""
    fitting = [(row.name, _solver(row, config)) for row in SCHEDULERS.values()]
    named = {
        name: sum(config.get(option, STOCK_OPTIONS.get(option)) == value for option, value in solver.options.items())
        for name, solver in fitting
        if solver is not None and solver.class_name == config.get("_class_name")
    }
    return max(named, key=lambda name: named[name]) if named else schedulers_for(config)[0]


def build_scheduler(name: str, config: Any) -> SchedulerMixin:
    """A fresh scheduler `name` on the noise schedule of `config` (a diffusers scheduler configuration)."""
    import diffusers

    solver = _solver(SCHEDULERS[name], config)
    assert solver is not None, f"{name} does not paint with a flow"
    fallbacks = {option: value for option, value in solver.fallbacks.items() if option not in config}
    scheduler: SchedulerMixin = getattr(diffusers, solver.class_name).from_config(config, **fallbacks, **solver.options)
    return scheduler


def scheduler_from_a1111(sampler: str | None, spacing: str = "") -> Scheduler | None:
    """What AUTOMATIC1111 calls `sampler`; older files say sampler and spacing in one, as our names do."""
    rows = [row for row in SCHEDULERS.values() if row.a1111[0] == sampler]
    return _spaced(rows, spacing) or SCHEDULERS.get(sampler or "")


def scheduler_from_studio(sampler: str, spacing: str = "") -> Scheduler | None:
    """What ComfyUI, InvokeAI, Fooocus or NovelAI calls `sampler`; of the usual spacing where there is none of
    `spacing`."""
    return _spaced([row for row in SCHEDULERS.values() if sampler in (row.comfy, *row.others)], spacing)


def _spaced(rows: list[Scheduler], spacing: str) -> Scheduler | None:
    by_spacing = {row.spacing: row for row in rows}
    return by_spacing.get(spacing) or by_spacing.get("")


def _solver(row: Scheduler, config: Mapping[str, Any]) -> Solver | None:
    return row.flow if is_flow(config) else row.diffusion
