"""Many photos through the same settings, one after the other: progress on the stage, pictures and a report as a zip."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, TypeAlias

import gradio as gr

from pipeline.errors import GenerationError, InvalidRequest
from pipeline.request import GenerationRequest, parse_seed
from ui import render
from ui.actions import Actions, Stage, buttons, submit_order
from ui.batch_folder import BatchFolder, Outcome
from ui.form import Form, upload_name, uploaded_file
from ui.messages import sentence

MAX_PHOTOS = 500
Told: TypeAlias = tuple[Any, ...]  # the stage's three values, the batch's report, the seed


async def paint_photos(actions: Actions, root: Path, form: Form, photos: Any, owner: str) -> AsyncGenerator[Told, None]:
    """Paints every photo; one that cannot be painted is reported and the next one goes on. Stop ends it all.

    Pressed again with the same settings, only what is missing is painted.
    """
    try:
        chosen = _checked(photos)
        form = replace(form, photo=None, framing=None, seed=parse_seed(form.seed), num_images=1)
        # Settings that hold for none are said once.
        order = await asyncio.to_thread(actions.desk.order, form, photo_follows=True)
        folder = BatchFolder(root, owner, _told(order.request, form))
    except Exception as error:
        yield render.render_failure(sentence(error)), gr.skip(), gr.skip(), gr.skip(), gr.skip()
        return
    stopped = False
    for place, photo in enumerate(chosen):
        yield gr.skip(), *buttons(busy=True), render_batch(folder, len(chosen), running=True), form.seed
        async with aclosing(_one(actions, folder, form, photo, f"Photo {place + 1} of {len(chosen)}", owner)) as stages:
            async for stage in stages:
                stopped = stage[0]["state"] == "stopped"
                yield stage[0], *buttons(busy=True), gr.skip(), gr.skip()
        if stopped:
            break
    yield gr.skip(), *buttons(busy=False), render_batch(folder, len(chosen), running=False), gr.skip()


def _told(request: GenerationRequest, form: Form) -> dict[str, Any]:
    """All that makes the pictures but the photo: a style by what it says, since its words may be edited.

    A variation seed that was left empty is drawn anew for every photo, and is no other batch for it.
    """
    told = {**asdict(request), "fit": form.fit, "all_steps": bool(form.all_steps)}
    return told | {"variation_seed": form.variation_seed if request.variation_strength else None}


def _checked(photos: Any) -> list[Any]:
    chosen = photos if isinstance(photos, list) else []
    if not 1 <= len(chosen) <= MAX_PHOTOS:
        raise InvalidRequest("Photos", f"got {len(chosen)}, allowed are 1 to {MAX_PHOTOS}: choose them first.")
    return chosen


async def _one(
    actions: Actions, folder: BatchFolder, form: Form, photo: Any, progress: str, owner: str
) -> AsyncGenerator[Stage, None]:
    """One photo: kept from last time, painted, or reported as what could not be."""
    name = upload_name(photo, "photo")
    try:
        upload = uploaded_file("Photo", photo, actions.desk.uploads_dir)
        target = folder.target(name, await asyncio.to_thread(upload.read_bytes))
        if not target.is_file():
            order, job = await submit_order(
                actions.desk, actions.studio, replace(form, photo=photo), owner, series=folder.series
            )
            async with aclosing(actions.watch(job, order.style, (f"{progress}: {name}.", *order.notes))) as stages:
                async for stage in stages:
                    yield stage
            status = job.status()
            if status.state == "stopped":
                return
            if status.state != "done":
                folder.note(Outcome(photo=name, reason=status.error or "The painting failed."))
                return
            folder.keep(target, await asyncio.to_thread(job.result_png))
        folder.note(Outcome(photo=name, file=target.name))
    except GenerationError as error:
        folder.note(Outcome(photo=name, reason=str(error)))
    except OSError as error:
        folder.note(Outcome(photo=name, reason=f"The picture cannot be written ({error.strerror})."))
    except Exception as error:
        folder.note(Outcome(photo=name, reason=sentence(error)))


def render_batch(folder: BatchFolder, count: int, *, running: bool) -> render.Json:
    """What the batch's panel shows: a sentence, the problems by photo, and where the zip is."""
    painted = [outcome for outcome in folder.outcomes if outcome.file]
    problems = [{"photo": one.photo, "reason": one.reason} for one in folder.outcomes if one.reason]
    left = count - len(folder.outcomes)
    text = f"{len(painted)} of {count} photos are painted."
    if not running and left:
        text += f" {left} are left: press the button again with the same settings to go on."
    return {"text": text, "problems": problems, "archive": f"batches/{folder.token}.zip" if painted else ""}
