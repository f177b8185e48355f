"""“Paint as I type”: every change of the words is painted at once, as a sketch that the history does not keep."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from pipeline.errors import InvalidRequest
from pipeline.request import parse_seed
from ui.form.form import Form
from ui.gradio_kit.updates import Updates
from ui.painting.actions import Actions


async def sketch_words(actions: Actions, form: Form, owner: str, *, live: bool) -> AsyncGenerator[Updates, None]:
    """Paints the form as it is now, one picture, where that is switched on (`live`). Where the seed is empty one is
    drawn and stays, so that the picture follows the words and not the noise."""
    if not live:
        yield {}
        return
    try:
        form = replace(form, seed=parse_seed(form.seed), num_images=1)
    except InvalidRequest:
        pass  # said where it is painted
    else:
        yield {"seed": form.seed}
    async with aclosing(actions.generate(form, owner, sketch=True)) as stages:
        async for stage in stages:
            yield stage
