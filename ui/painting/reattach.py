"""A page that has been opened: what of this visitor runs is on it again, or the report on what ran last."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import gradio as gr

from ui.painting.actions import Actions
from ui.painting.series import Sheet


async def attach(actions: Actions, job_id: Any, owner: str) -> AsyncGenerator[Sheet, None]:
    """Goes on with the series that this visitor began last, else as `Actions.attach` does."""
    report = actions.last_report(owner)
    series = actions.series.get(owner)
    if series:
        async with aclosing(series[-1].look()) as sheets:
            async for sheet in sheets:
                yield sheet
        return
    async with aclosing(actions.attach(job_id, owner)) as stages:
        async for stage in stages:
            yield *stage, gr.skip(), gr.skip(), report
