"""`TextModel`: an instruction model that answers in words, read from a local folder. It never meets the network."""

from __future__ import annotations

import copy
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import CannotWrite
from pipeline.failures import is_out_of_memory

if TYPE_CHECKING:
    import torch

MAX_NEW_TOKENS = 320


@dataclass(kw_only=True)
class TextTask:
    """Something that a model is asked to write; `result` will be its answer.

    so_far: `[1, T]` token ids, the question among them, where something else had to be done in between.
    """

    instruction: str
    text: str
    result: Future[str] = field(default_factory=Future)
    so_far: torch.Tensor | None = None
    question_tokens: int = 0


def folder_problem(folder: Path) -> str:
    """Why `folder` holds no instruction model, or "". Torch-free."""
    if not (folder / "config.json").is_file():
        return f"{folder} holds no config.json: give the folder of a language model for transformers"
    if not any(folder.glob("*.safetensors")):
        return f"{folder} holds no .safetensors weights (pickled ones are not opened)"
    return ""


class TextModel:
    """A loaded instruction model. Belongs to one thread at a time. Raises `CannotWrite`."""

    def __init__(self, folder: Path, device: torch.device) -> None:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        from pipeline.models.loading import quiet_libraries

        quiet_libraries()
        local: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
        # Half precision only where it is multiplied in: a CPU may take ten times as long with it.
        dtype = torch.float32 if device.type == "cpu" else "auto"
        try:
            self._tokenizer = AutoTokenizer.from_pretrained(folder, **local)
            model = AutoModelForCausalLM.from_pretrained(folder, use_safetensors=True, dtype=dtype, **local)
            self._model: Any = model.to(device).eval()
        except Exception as error:
            if is_out_of_memory(error):
                raise CannotWrite("There is not enough memory for the instruction model.") from error
            first = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
            raise CannotWrite(f"The instruction model cannot be loaded ({first}).") from error

    def go_on(self, task: TextTask, interrupted: Callable[[], bool]) -> bool:
        """Writes on, always the likeliest word, until the answer is there or `interrupted` after any of its tokens.

        Whether it is there; it is in `task.result` then.
        """
        import torch

        with torch.inference_mode():
            ids = self._question(task) if task.so_far is None else task.so_far
            most = self._most_tokens(task) - (ids.shape[1] - task.question_tokens)
            config = self._config(most)
            written = self._model.generate(
                ids, attention_mask=torch.ones_like(ids), generation_config=config,
                stopping_criteria=[_between_tokens(interrupted)],
            )  # fmt: skip
        ends = config.eos_token_id if isinstance(config.eos_token_id, list) else [config.eos_token_id]
        if written.shape[1] - ids.shape[1] < most and int(written[0, -1]) not in ends:
            task.so_far = written
            return False
        if not task.result.cancelled():
            answer = self._tokenizer.decode(written[0, task.question_tokens :], skip_special_tokens=True)
            task.result.set_result(answer)
        return True

    def _question(self, task: TextTask) -> torch.Tensor:
        """`[1, T]` token ids of what is asked, as the model's chat template has it, or plainly where it has none."""
        if self._tokenizer.chat_template:
            messages = [{"role": "user", "content": f"{task.instruction}\n\n{task.text}"}]
            text = self._tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        else:
            text = f"{task.instruction}\n\n{task.text}\n\n"
        marks = not self._tokenizer.chat_template  # a template writes them itself
        ids: torch.Tensor = self._tokenizer(text, return_tensors="pt", add_special_tokens=marks).input_ids
        task.question_tokens = ids.shape[1]
        if self._most_tokens(task) < 1:
            raise CannotWrite("The prompt is too long for the instruction model.")
        return ids.to(self._model.device)

    def _most_tokens(self, task: TextTask) -> int:
        """How many tokens the answer may have."""
        longest = getattr(self._model.config, "max_position_embeddings", None) or 2048
        return min(MAX_NEW_TOKENS, longest - task.question_tokens)

    def _config(self, most: int) -> Any:
        config = copy.deepcopy(self._model.generation_config)
        ends = config.eos_token_id if config.eos_token_id is not None else self._tokenizer.eos_token_id
        pad = self._tokenizer.pad_token_id
        pad = pad if pad is not None else (ends[0] if isinstance(ends, list) else ends)
        config.update(
            do_sample=False, temperature=None, top_p=None, top_k=None, max_length=None, max_new_tokens=most,
            eos_token_id=ends, pad_token_id=pad,
        )  # fmt: skip
        return config


def _between_tokens(interrupted: Callable[[], bool]) -> Any:
    """A stopping criterion of transformers that asks after every token."""
    import torch
    from transformers import StoppingCriteria

    class Between(StoppingCriteria):
        def __call__(self, input_ids: torch.Tensor, scores: Any, **more: Any) -> torch.Tensor:
            return torch.full((input_ids.shape[0],), interrupted(), device=input_ids.device, dtype=torch.bool)

    return Between()
