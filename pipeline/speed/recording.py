"""A small denoiser on a CPU, recorded once and played back: the same operations without the Python between them.

A step of the built-in model is some 600 operations of a few microseconds each, and Python spends about as long between
them as in them. TorchScript's recording plays them back to back, with the very same numbers; tried beside it,
torch.compile is no faster here, takes 40 s to get ready and needs a C++ compiler on the machine.
"""

from __future__ import annotations

import functools
import warnings
from typing import Any

import torch

# Above this the operations take so long themselves that the rest does not count, and the copied weights do.
MAX_SMALL_WEIGHTS = 60_000_000


def is_small(network: torch.nn.Module) -> bool:
    """Whether `network` is on a CPU, and so small that recording pays and a second copy of it does not matter."""
    weights = list(network.parameters())
    return weights[0].device.type == "cpu" and sum(weight.numel() for weight in weights) <= MAX_SMALL_WEIGHTS


def play_recorded(denoiser: torch.nn.Module, side_multiple: int) -> None:
    """Makes `denoiser` answer from a recording, made at the first call (half a second); what was not recorded runs as
    ever: extra arguments, and latents of a side that is no multiple of `side_multiple`.

    Hooks of the denoiser itself still see every call, those of the modules inside no longer do.
    """
    denoiser.forward = _Player(denoiser.forward, side_multiple)


class _Player:
    """In the place of a denoiser's `forward`. The keys and values of a prompt are computed once, not at every step."""

    def __init__(self, forward: Any, side_multiple: int) -> None:
        self._forward = forward
        self._side_multiple = side_multiple
        self._prompt_layers = [
            layer
            for module in forward.__self__.modules()
            if getattr(module, "is_cross_attention", False)
            for layer in (module.to_k, module.to_v)
        ]
        self._recording: Any = None
        self._prompt: torch.Tensor | None = None
        self._prompt_answers: list[torch.Tensor] = []

    def __call__(
        self, sample: torch.Tensor, timestep: Any, encoder_hidden_states: torch.Tensor, **rest: Any
    ) -> tuple[torch.Tensor, ...]:
        more = any(value is not None for name, value in rest.items() if name != "return_dict")
        if more or self._uneven(sample) or not isinstance(timestep, torch.Tensor):
            plain: tuple[torch.Tensor, ...] = self._forward(sample, timestep, encoder_hidden_states, **rest)
            return plain
        if encoder_hidden_states is not self._prompt:
            self._prompt = encoder_hidden_states
            self._prompt_answers = [layer(encoder_hidden_states) for layer in self._prompt_layers]
        # float: recorded from a whole number, it would take whole numbers only
        inputs = (sample, timestep.float(), encoder_hidden_states, *self._prompt_answers)
        if self._recording is None:
            self._recording = _record(_Opened(self._forward, self._prompt_layers), inputs)
        return (self._recording(*inputs),)

    def _uneven(self, sample: torch.Tensor) -> bool:
        return any(side % self._side_multiple for side in sample.shape[-2:])


def _record(module: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> Any:
    with warnings.catch_warnings():
        # torch would rather have torch.compile (see above); sizes that Python looks at are only checked, not used.
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", torch.jit.TracerWarning)  # type: ignore[attr-defined]
        traced = torch.jit.trace(module.eval(), inputs, check_trace=False)  # type: ignore[no-untyped-call]
        return torch.jit.freeze(traced)


class _Opened(torch.nn.Module):
    """A denoiser whose prompt layers give the answers that come with the call: a recording takes those as inputs."""

    def __init__(self, forward: Any, prompt_layers: list[Any]) -> None:
        super().__init__()
        self.denoiser = forward.__self__
        self._forward_of_denoiser = forward
        self._prompt_layers = prompt_layers

    def forward(
        self, sample: torch.Tensor, timestep: torch.Tensor, prompt: torch.Tensor, *answers: torch.Tensor
    ) -> torch.Tensor:
        own = [layer.forward for layer in self._prompt_layers]
        for layer, answer in zip(self._prompt_layers, answers, strict=True):
            layer.forward = functools.partial(_give, answer)
        try:
            predicted: torch.Tensor = self._forward_of_denoiser(sample, timestep, prompt, return_dict=False)[0]
        finally:
            for layer, forward in zip(self._prompt_layers, own, strict=True):
                layer.forward = forward
        return predicted


def _give(answer: torch.Tensor, prompt: torch.Tensor) -> torch.Tensor:
    return answer
