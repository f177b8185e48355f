"""`Original`: the photo behind a request's photo and mask, as it was before it was framed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from PIL import Image

FitMode: TypeAlias = Literal["crop", "pad", "fit"]


@dataclass(frozen=True, kw_only=True)
class Original:
    """What a request's photo and mask were made of, so that the same framing can be had again.

    photo: the decoded upload, RGB, upright, without metadata. fit: as in `pipeline.photo.upload.fit_photo`.
    framing: plain JSON about the crop and the mask; painting does not look at it.
    """

    photo: Image.Image
    fit: FitMode = "crop"
    framing: dict[str, Any] = field(default_factory=dict)


def fingerprint(photo: Image.Image) -> str:
    """32 hex digits that are the same for the same pixels, and for no others."""
    digest = hashlib.sha256(f"{photo.mode} {photo.width} {photo.height} ".encode())
    digest.update(photo.tobytes())
    return digest.hexdigest()[:32]
