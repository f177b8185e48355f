"""What gradio does with values before a handler sees them, made to speak: a refusal names the field.

On its own it fetches any URL that comes as a file, and answers a path that is no upload with `{"error": null}`.
"""

from __future__ import annotations

import inspect
import logging
from pathlib import Path

import gradio as gr
from gradio.blocks import BlockFunction
from gradio.components.api_component import Api
from gradio.state_holder import SessionState

from pipeline.errors import InvalidRequest
from ui.web.uploads import uploaded_file

logger = logging.getLogger(__name__)


class CheckedBlocks(gr.Blocks):
    """Blocks that check files by name before anything is opened or fetched. `uploads_dir` is set when it is built."""

    uploads_dir: Path

    async def preprocess_data(
        self, block_fn: BlockFunction, inputs: list[object], state: SessionState | None, explicit_call: bool = False
    ) -> list[object]:
        """The values for a handler. Raises `gr.Error` with a sentence for people."""
        # A program may leave out what has a default.
        missing = [block.value for block in block_fn.inputs[len(inputs) :] if isinstance(block, Api)]
        values = [*inputs, *missing]
        for index, value in enumerate(values[: len(block_fn.inputs)]):
            self._check_file(_field(block_fn, index), value)
        try:
            processed: list[object] = await super().preprocess_data(block_fn, values, state, explicit_call)
        except gr.Error:
            raise
        except Exception as error:
            logger.info("A value was refused: %s", error)
            raise gr.Error("A value came that does not fit its field.", print_exception=False) from None
        return processed

    def _check_file(self, field: str, value: object) -> None:
        if not isinstance(value, dict) or "path" not in value:
            return
        try:
            uploaded_file(field, value, self.uploads_dir)
        except InvalidRequest as error:
            raise gr.Error(str(error), print_exception=False) from None


def _field(block_fn: BlockFunction, index: int) -> str:
    """What a person calls the field of the `index`-th value."""
    block = block_fn.inputs[index]
    if not isinstance(block, Api) or block_fn.fn is None:
        return str(getattr(block, "label", None) or "A value")
    names = list(inspect.signature(block_fn.fn).parameters)
    return names[index].replace("_", " ").capitalize() if index < len(names) else "A value"
