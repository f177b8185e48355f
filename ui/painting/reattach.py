"""A page that has been opened: what of this visitor runs is on it again, or the report on what ran last."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from ui.gradio_kit.updates import Updates
from ui.painting.actions import Actions


async def attach(actions: Actions, job_id: object, owner: str) -> AsyncGenerator[Updates, None]:
    """Goes on with the series that this visitor began last, else as `Actions.attach` does."""
    last_report = actions.last_report(owner)
    report: Updates = {} if last_report is None else {"batch_report": last_report}
    series = actions.series.get(owner)
    if series:
        async with aclosing(series[-1].look()) as views:
            async for updates in views:
                yield updates
        return
    async with aclosing(actions.attach(job_id, owner)) as stages:
        async for stage in stages:
            yield {**stage, **report}
