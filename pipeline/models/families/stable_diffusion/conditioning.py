"""What a prompt becomes before the U-Net sees it: the stock pipeline's own reading, or embeddings of ours.

The stock pipeline reads one window of tokens, all of the same weight. Where the prompt has weights
(`pipeline.prompt.emphasis`), or is longer and shall be read whole, the embeddings are made here and handed in through
the stock pipeline's `prompt_embeds`: every window is encoded by itself and they are laid end to end, as AUTOMATIC1111
does it; a weight moves a token's embedding away from, or towards, that of the empty prompt at its place, as ComfyUI
does it. So are the prompts of a blend.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.prompt.emphasis import Emphasis, weigh_characters
from pipeline.prompt.windows import window_starts
from pipeline.request import Prompt

if TYPE_CHECKING:
    import torch

Window = tuple[list[int], list[float]]  # token ids and their weights


def prompt_arguments(pipe: Any, prompt: Prompt) -> dict[str, Any]:
    """The arguments of a stock pipeline that say what is wanted and what is not.

    A blend is the weighted mean of the embeddings of its prompts. Text encoders were trained on no such means: that a
    picture comes out between its prompts is what happens, and no law.
    """
    written = (prompt.negative, prompt.text, *(each.prompt for each in prompt.blend))
    texts = [weigh_characters(text, brackets=prompt.emphasis) for text in written]
    windows = [_windows(pipe, text, prompt.long == "whole") for text in texts]
    length = max(map(len, windows))
    if all(text.even for text in texts) and length == 1 and not prompt.blend:
        return {"prompt": texts[1].text, "negative_prompt": texts[0].text or None}
    negative, *positives = [_embeddings(pipe, [*each, *[([], [])] * (length - len(each))]) for each in windows]
    weights = (prompt.weight, *(each.weight for each in prompt.blend))
    weighted = [weight * embedding for weight, embedding in zip(weights, positives, strict=True)]
    return {"prompt_embeds": sum(weighted[1:], start=weighted[0]), "negative_prompt_embeds": negative}


def _windows(pipe: Any, text: Emphasis, whole: bool) -> list[Window]:
    """The tokens of a text in windows of what the model reads at once; only the first where not `whole`."""
    read = pipe.tokenizer(text.text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
    ids: list[int] = list(read.input_ids)
    weights = [text.weights[start] if start < len(text.weights) else 1.0 for start, _ in read.offset_mapping]
    room = pipe.tokenizer.model_max_length - 2
    if not whole:
        return [(ids[:room], weights[:room])]
    commas = {place for place, (start, end) in enumerate(read.offset_mapping) if "," in text.text[start:end]}
    starts = window_starts(len(ids), room, commas)
    ends = (*starts[1:], len(ids))
    return [(ids[start:end], weights[start:end]) for start, end in zip(starts, ends, strict=True)]


def _embeddings(pipe: Any, windows: list[Window]) -> torch.Tensor:
    """`[1, windows * tokens, C]` in the text encoder's dtype."""
    import torch

    parts = [_window_embedding(pipe, *window) for window in windows]
    return torch.cat(parts, dim=1)


def _window_embedding(pipe: Any, ids: list[int], weights: list[float]) -> torch.Tensor:
    """`[1, tokens, C]` of one window between its marks, padded."""
    import torch

    plain = _encoded(pipe, ids)
    if all(weight == 1.0 for weight in weights):
        return plain
    marked = [1.0, *weights] + [1.0] * (plain.shape[1] - 1 - len(weights))
    scale = torch.tensor(marked, device=plain.device, dtype=plain.dtype)[None, :, None]
    empty = _encoded(pipe, [])
    return torch.where(scale == 1.0, plain, empty + (plain - empty) * scale)


def _encoded(pipe: Any, ids: list[int]) -> torch.Tensor:
    """`[1, tokens, C]`, as StableDiffusionPipeline.encode_prompt makes it of one window."""
    import torch

    tokenizer, device = pipe.tokenizer, pipe.text_encoder.device
    row = [tokenizer.bos_token_id, *ids, tokenizer.eos_token_id]
    row += [tokenizer.pad_token_id] * (tokenizer.model_max_length - len(row))
    hidden: torch.Tensor = pipe.text_encoder(torch.tensor([row], device=device), attention_mask=None)[0]
    return hidden
