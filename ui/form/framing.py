"""How a person frames their photo: which part of it is cropped or padded, and what of it is repainted."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from pipeline.checks import number
from pipeline.errors import InvalidRequest
from pipeline.photo.mask import Brushwork, parse_brushwork
from ui.web.responses import Json

MIDDLE = 0.5
FRAMED_SIDE_PX = 640  # of the photo in the framing panel


@dataclass(frozen=True, kw_only=True)
class Framing:
    """`centre` as in `pipeline.photo.upload.fit_photo`; `brushwork` in fractions of the framed picture."""

    centre: tuple[float, float] = (MIDDLE, MIDDLE)
    brushwork: Brushwork = Brushwork()

    def to_json(self) -> Json:
        """The same as plain JSON, which `parse_framing` reads."""
        (x, y), work = self.centre, self.brushwork
        strokes = [asdict(stroke) for stroke in work.strokes]
        return {"x": x, "y": y, "strokes": strokes, "keeps": work.keeps, "feather": work.feather}


def parse_framing(value: object) -> Framing:
    """From what the framing panel says: `{"x", "y", "strokes", "keeps", "feather"}`, each of them optional.

    Raises `InvalidRequest` for "Crop", "Mask" or "Feather".
    """
    if value is None or value == "":
        return Framing()
    if not isinstance(value, dict):
        raise InvalidRequest("Crop", "allowed is the place of the crop, as x and y from 0 to 1.")
    x, y = (number("Crop", value.get(axis, MIDDLE), 0.0, 1.0) for axis in ("x", "y"))
    brushwork = parse_brushwork(value.get("strokes", ()), value.get("keeps", False), value.get("feather", 0.0))
    return Framing(centre=(x, y), brushwork=brushwork)
