"""What programs may call: /paint, /stop, /list_presets, /save_preset, /read_settings, and nothing else.

Every argument is checked by `ui.form.form`, and what is wrong leaves as `gr.Error` naming the field. Errors carry the
sentence that the page would show.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from pathlib import Path
from typing import NoReturn, TypeAlias

import gradio as gr

from pipeline.engine.job import Job, JobStatus
from pipeline.engine.protocol import Engine
from pipeline.metadata.picture_files import file_stem
from ui.form.form import Form, FormParser, Order
from ui.messages import sentence
from ui.painting.watching import submit_order
from ui.styles.fields import StyleFields
from ui.styles.styles import Styles
from ui.web.responses import Json
from ui.web.visitors import owner_of

TICK_S = 1.0
Answer: TypeAlias = tuple[Json | None, Json]  # the picture's file as gradio's JSON, and what is said


class Api:
    """The public functions. `outbox` is where finished pictures lie until they are fetched."""

    def __init__(self, engine: Engine, forms: FormParser, styles: Styles, outbox: Path) -> None:
        self.engine = engine
        self.forms = forms
        self.styles = styles
        self.outbox = outbox

    async def paint(
        self,
        prompt: str,
        negative_prompt: str | None = None,
        preset: str = "",
        photo: gr.FileData | None = None,
        strength: float | None = None,
        guidance_scale: float | None = None,
        steps: int | None = None,
        seed: int | None = None,
        scheduler: str | None = None,
        width: int | None = None,
        height: int | None = None,
        model: str = "",
        fit: str = "Crop",
        keep_layout: float | None = None,
        fill_in: bool = False,
        request: gr.Request = None,
    ) -> AsyncIterator[tuple[gr.FileData | None, Json]]:
        """Paints a picture and tells every step. What is not given comes from the preset, then from the model.

        fit: how a photo is brought to the size: "Crop" fills it, "Pad" adds white, "Fit" takes the size from its shape.
        keep_layout: 0 to 1, how firmly a photo's light and dark stay where they are.
        fill_in: whether the seed chooses what the prompt leaves open, for a model that says what that may be.
        """
        form = Form(
            prompt=prompt, negative_prompt=negative_prompt, style=preset, photo=photo, strength=strength,
            guidance_scale=guidance_scale, num_steps=steps, seed=seed, scheduler=scheduler,
            width_px=width, height_px=height, model=model, keep_layout=keep_layout, fill_in=fill_in,
            fit=fit.capitalize() if isinstance(fit, str) else fit,
        )  # fmt: skip
        order, job = await self.order(form, owner_of(request))
        async with aclosing(self.follow(job, order)) as answers:
            async for answer in answers:
                yield answer

    def stop(self, job: str = "", request: gr.Request = None) -> bool:
        """Stops a job of this visitor; "" means the one that runs. Gives back whether there was one to stop."""
        owner = owner_of(request)
        if not isinstance(job, str):
            raise gr.Error("Job: allowed is the job's id, as text.", print_exception=False)
        return self.engine.cancel(job, owner) if job else self.engine.cancel_current(owner)

    def list_presets(self) -> list[Json]:
        """All styles: what is built in, and what has been saved here."""
        return self.styles.listed()

    def save_preset(
        self,
        name: str,
        prompt_template: str = "{prompt}",
        negative_prompt: str = "",
        guidance_scale: float = 7.5,
        steps: int = 20,
        strength: float = 0.6,
        scheduler: str | None = None,
        finish: Json | None = None,
    ) -> Json:
        """Keeps settings as a style under a name, and gives it back. finish: as in the presets that are listed."""
        fields = StyleFields(
            name=name, template=prompt_template, negative_prompt=negative_prompt, guidance_scale=guidance_scale,
            num_steps=steps, strength=strength, scheduler=scheduler, finish=finish,
        )  # fmt: skip
        try:
            return self.styles.save_new(fields)
        except Exception as error:
            refuse(error)

    def read_settings(self, picture: gr.FileData) -> Json:
        """The settings inside a picture by Emerge, AUTOMATIC1111, ComfyUI, InvokeAI or Fooocus."""
        try:
            return self.forms.found_in(picture).settings
        except Exception as error:
            refuse(error)

    # ---- how

    async def order(self, form: Form, owner: str) -> tuple[Order, Job]:
        """A painting in the line. Raises `gr.Error`."""
        try:
            return await submit_order(self.forms, self.engine, form, owner)
        except Exception as error:
            refuse(error)

    async def follow(self, job: Job, order: Order) -> AsyncGenerator[Answer, None]:
        """Each step exactly once and in order, however fast they came; the picture last."""
        sent = -1  # the last step that was
        self.engine.viewer_joined(job.id)
        try:
            status = job.status()
            while True:
                for step in range(sent + 1, status.step + 1):
                    yield None, progress(status, step)
                    sent = step
                if status.over:
                    break
                status = await job.changed(status.sequence, TICK_S)
        finally:
            self.engine.viewer_left(job.id)
        if status.state == "failed":
            raise gr.Error(status.error or "The painting failed.", print_exception=False)
        yield await asyncio.to_thread(self.outcome, job, status, order)

    def outcome(self, job: Job, status: JobStatus, order: Order) -> Answer:
        """The last value: the picture's file where there is one, and everything that it was painted from."""
        values = {**progress(status, status.step), "notes": [*order.notes, *status.notes]}
        if status.state != "done" or job.finished is None:
            return None, values
        folder = self.outbox / secrets.token_hex(16)
        folder.mkdir(parents=True)
        path = folder / f"{file_stem(job.finished.run.settings)}.png"
        path.write_bytes(job.result_png())
        file = gr.FileData(path=str(path), orig_name=path.name, mime_type="image/png")
        return file.model_dump(), {**values, **job.finished.run.settings}


def declare_api(blocks: gr.Blocks, engine: Engine, forms: FormParser, styles: Styles, outbox: Path) -> None:
    """Adds the public functions to `blocks`."""
    api = Api(engine, forms, styles, outbox)
    public: list[tuple[Callable[..., object], int | None]] = [
        (api.paint, None), (api.stop, None), (api.list_presets, None), (api.save_preset, None), (api.read_settings, 2)
    ]  # fmt: skip
    with blocks:
        for function, limit in public:
            gr.api(function, api_name=function.__name__, concurrency_limit=limit)


def progress(status: JobStatus, step: int) -> Json:
    """One step in numbers, and where its frame can be fetched."""
    over = status.over and step == status.step
    return {
        "job": status.job,
        "state": status.state if over or not status.over else "running",
        "step": step,
        "steps": status.steps,
        "phase": status.phase,
        "preview_url": f"/frames/{status.job}/x0/{step - 1}.jpg" if step else "",
        "eta_s": status.eta_s,
    }


def refuse(error: BaseException) -> NoReturn:
    """Raises `error` as what a program gets to read."""
    raise gr.Error(sentence(error), print_exception=False) from None
