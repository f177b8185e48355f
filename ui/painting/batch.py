"""Many photos through the same settings, one after the other: progress on the stage, pictures and a report as a zip."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import asdict, replace
from pathlib import Path

from pipeline.engine.job import Job
from pipeline.errors import GenerationError, InvalidRequest
from pipeline.request import GenerationRequest, parse_seed
from ui.form.form import Form
from ui.gradio_kit.updates import Updates
from ui.messages import sentence
from ui.painting.actions import Actions
from ui.painting.batch_choice import BatchChoice, parse_batch_choice
from ui.painting.batch_folder import BatchFolder, Outcome, sweep_batches
from ui.painting.series import Series, time_left
from ui.painting.watching import submit_order
from ui.stage.render import render_failure
from ui.web.responses import Json
from ui.web.uploads import upload_name, uploaded_file


async def paint_photos(
    actions: Actions, root: Path, form: Form, photos: object, owner: str
) -> AsyncGenerator[Updates, None]:
    """Paints every photo; one that cannot be painted is reported and the next one goes on. Stop ends it all, Skip only
    gives up the one at work.

    Pressed again with the same settings, only what is missing is painted.
    """
    try:
        choice, seed = parse_batch_choice(photos), parse_seed(form.seed)
        form = replace(form, photo=None, framing=None, seed=seed, num_images=1)
        # Settings that hold for none are said once.
        order = await asyncio.to_thread(actions.forms.order, form, photo_follows=True)
        folder = BatchFolder(root, owner, _settings_but_the_photo(order.request, form))
        batch = Batch(actions, folder, form, choice, owner, seed=seed)
    except Exception as error:
        yield {"stage": render_failure(sentence(error))}
        return
    await asyncio.to_thread(sweep_batches, root)
    batch.begin()
    async with aclosing(batch.look()) as views:
        async for updates in views:
            yield updates


def _settings_but_the_photo(request: GenerationRequest, form: Form) -> dict[str, object]:
    """All that makes the pictures but the photo: a style by what it says, since its words may be edited.

    A variation seed that was left empty is drawn anew for every photo, and is no other batch for it. Batches on disk
    are found by these very values, so the `branch` that requests once had stays among them.
    """
    settings = {**request.flat(), "blend": [asdict(each) for each in request.blend], "branch": None}
    settings |= {"fit": form.fit, "all_steps": bool(form.all_steps)}
    return settings | {"variation_seed": form.variation_seed if request.variation_strength else None}


class Batch(Series):
    """The photos one after the other; what cannot be painted, and what of the folder is no picture, is reported."""

    noun = "Photo"

    def __init__(
        self, actions: Actions, folder: BatchFolder, form: Form, choice: BatchChoice, owner: str, *, seed: int
    ) -> None:
        super().__init__(actions, owner, seed=seed, total=len(choice.photos))
        self._folder = folder
        self._form = form
        self._photos = choice.photos
        self._through = 0
        for name, reason in choice.unusable:
            folder.note(Outcome(photo=name, reason=reason))
        self._report(running=True)

    async def _one(self, place: int) -> bool:
        """One photo: kept from last time, painted, or reported as what could not be."""
        photo = self._photos[place]
        name = upload_name(photo, "photo")
        await asyncio.to_thread(self._hold_uploads, place)
        try:
            outcome = await self._outcome(photo, name)
        except GenerationError as error:
            outcome = Outcome(photo=name, reason=str(error))
        except OSError as error:
            outcome = Outcome(photo=name, reason=f"The picture cannot be written ({error.strerror}).")
        except Exception as error:
            outcome = Outcome(photo=name, reason=sentence(error))
        if outcome is not None:
            self._folder.note(outcome)
            self._through += 1
            self._report(running=True)
        return outcome is not None

    async def _outcome(self, photo: object, name: str) -> Outcome | None:
        """What became of it; None where all were stopped."""
        upload = uploaded_file("Photo", photo, self._actions.forms.uploads_dir)
        target = self._folder.target(name, await asyncio.to_thread(upload.read_bytes))
        if not target.is_file():
            job = await self._submitted(photo, name)
            status = job.status()
            if status.state == "stopped":
                return Outcome(photo=name, reason="Skipped.") if job is self._skipped else None
            if status.state != "done":
                return Outcome(photo=name, reason=status.error or "The painting failed.")
            self._folder.keep(target, await asyncio.to_thread(job.result_png))
        return Outcome(photo=name, file=target.name)

    async def _submitted(self, photo: object, name: str) -> Job:
        """The job of one photo, once it is over."""
        form = replace(self._form, photo=photo)
        order, job = await submit_order(
            self._actions.forms, self._actions.engine, form, self._owner, series=self._folder.series
        )
        await self._painted(order, job, name)
        return job

    def _hold_uploads(self, place: int) -> None:
        """The photos that still wait are in use: what nobody uses is removed after some hours."""
        for photo in self._photos[place:]:
            with suppress(InvalidRequest):
                uploaded_file("Photo", photo, self._actions.forms.uploads_dir)

    def _ended(self) -> None:
        self._report(running=False)

    def _report(self, *, running: bool) -> None:
        report = render_batch(
            self._folder,
            through=self._through,
            count=self._total,
            running=running,
            left_s=self._left_s(0.0) if running else None,
        )
        if not running:
            self._actions.keep_report(self._owner, report)
        self._show({"batch_report": report})


def render_batch(folder: BatchFolder, *, through: int, count: int, running: bool, left_s: float | None = None) -> Json:
    """What the batch's panel shows: a sentence, how far it is, the problems by photo, and where the zip is.

    through: so many of `count` have been gone through. left_s: seconds for the others, None where unknown.
    """
    painted = [outcome for outcome in folder.outcomes if outcome.file]
    problems = [{"photo": one.photo, "reason": one.reason} for one in folder.outcomes if one.reason]
    text = f"{len(painted)} of {count} photos are painted"
    text += f", {time_left(left_s)}." if left_s is not None and through < count else "."
    if not running and through < count:
        text += f" {count - through} are left: press the button again with the same settings to go on."
    return {
        "text": text,
        "done": through,
        "total": count if running else 0,
        "problems": problems,
        "archive": f"batches/{folder.token}.zip" if painted else "",
    }
