"""The errors that people see. `str(error)` is one sentence for a person; anything else that is raised is a bug.

GenerationError
├── InvalidRequest      a field of the request: `field`, `reason`
├── ModelUnavailable    a model that is missing, damaged or unknown: `key`, `hint`
├── OutOfMemory         the picture is too large for this machine
├── NotFinite           the numbers overflowed while denoising
├── QueueFull           too many pictures wait already
├── CannotWrite         the instruction model cannot be loaded, or is asked too much
└── RunUnreadable       a saved run or its settings cannot be read
"""

from __future__ import annotations

from typing import Any

BUG = "Something went wrong inside Emerge; the details are in its log."  # what is read of anything else


class GenerationError(Exception):
    """Something that the person can act on; its text is what they read. It survives the way to another process."""

    def __reduce__(self) -> tuple[Any, ...]:
        # By itself an exception is made anew from its sentence, which is not what these classes are made from.
        return _restored, (type(self), self.args, self.__dict__)


def _restored(kind: type[GenerationError], args: tuple[Any, ...], fields: dict[str, Any]) -> GenerationError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(fields)
    return error


class InvalidRequest(GenerationError):
    """A field that came with a value outside what is allowed; nothing has run."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class ModelUnavailable(GenerationError):
    """A model that cannot be painted with; `hint` says what to do about it."""

    def __init__(self, key: str, hint: str) -> None:
        super().__init__(f"The model “{key}” is not available: {hint}")
        self.key = key
        self.hint = hint


class CannotWrite(GenerationError):
    """The instruction model cannot be loaded, or what it was asked is too long for it."""


class OutOfMemory(GenerationError):
    """The machine has no room for a picture of this size; the next, smaller run works."""

    def __init__(self, width_px: int, height_px: int, num_images: int = 1) -> None:
        many = f"{num_images} pictures" if num_images > 1 else "a picture"
        super().__init__(
            f"Not enough memory for {many} of {width_px} x {height_px} pixels: "
            "choose a smaller size or fewer pictures, or close other programs."
        )
        self.width_px = width_px
        self.height_px = height_px
        self.num_images = num_images


class NotFinite(GenerationError):
    """The latents became NaN or infinite at `step_index` (from 0; -1 = in the final decode)."""

    def __init__(self, step_index: int) -> None:
        where = "while decoding" if step_index < 0 else f"at step {step_index + 1}"
        super().__init__(
            f"The numbers overflowed {where}, so there is no picture: "
            "try another scheduler, a lower guidance scale or precision “exact”."
        )
        self.step_index = step_index


class QueueFull(GenerationError):
    """The queue is full; nothing was queued."""

    def __init__(self, waiting: int) -> None:
        super().__init__(f"{waiting} pictures are already waiting: try again in a moment.")
        self.waiting = waiting


class RunUnreadable(GenerationError):
    """A file that holds no run (or settings) that can be read."""
