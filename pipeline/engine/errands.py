"""Small pieces of work with a model beside paintings, each a named value that can be sent to whoever owns the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.request import GenerationRequest
from pipeline.run.run import encode_jpeg

if TYPE_CHECKING:
    from pipeline.sampling.painter import Painter


@dataclass(frozen=True, kw_only=True)
class NoisedPhoto:
    """JPEG of the request's photo at the noise that a painting at the request's strength starts from."""

    request: GenerationRequest

    @property
    def model(self) -> str:
        """The catalog key of the model that is needed."""
        return self.request.model

    def run_with(self, painter: Painter) -> bytes:
        """Does it, on the thread that owns the model."""
        return encode_jpeg(painter.noised_photo(self.request))
