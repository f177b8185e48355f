"""Several prompts in one picture: the weighted mean of what the text encoder makes of each.

The mean is taken over the embeddings that the stock pipeline itself computes, and handed back to it as `prompt_embeds`:
a public argument of every diffusers pipeline. It is no convex set that a text encoder was trained on, so a mean is a
picture between the two in practice and by no law.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.request import GenerationRequest
from pipeline.tokens import SURROGATE

if TYPE_CHECKING:
    import torch


def blended_embeddings(pipe: Any, request: GenerationRequest) -> torch.Tensor:
    """`[1, T, D]` in the text encoder's dtype: the request's prompt and those of its blend by their weights."""
    shares = [(request.prompt, request.prompt_weight), *((each.prompt, each.weight) for each in request.blend)]
    embeddings = [weight * _encode(pipe, prompt) for prompt, weight in shares]
    mean: torch.Tensor = sum(embeddings[1:], start=embeddings[0])
    return mean


def _encode(pipe: Any, prompt: str) -> torch.Tensor:
    clean = SURROGATE.sub("\ufffd", prompt)
    positive: torch.Tensor = pipe.encode_prompt(
        clean, pipe._execution_device, num_images_per_prompt=1, do_classifier_free_guidance=False
    )[0]
    return positive
