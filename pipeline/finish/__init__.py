"""What is done to a painted picture without running the model again: colour, cut-out, lettering, files.

    from pipeline import CutOut, Finish, Lettering, finished_file
    finish = Finish(contrast=20, num_colours=8, cut_out=CutOut(), lettering=Lettering(text="MAU", arc=40))
    Path("shirt.png").write_bytes(finished_file(picture, finish, "print"))

Importing this loads neither numpy nor Pillow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.finish.exchange import describe_finish, flat_fields, read_finish
from pipeline.finish.files import available_kinds, encode_picture, finished_file
from pipeline.finish.options import CutOut, Finish, finish_from_json, parse_finish

if TYPE_CHECKING:
    from pipeline.finish.applying import FinishedPicture, finish_picture
    from pipeline.finish.flat import dominant_colours
    from pipeline.finish.sheet import contact_sheet

__all__ = [
    "CutOut",
    "Finish",
    "FinishedPicture",
    "available_kinds",
    "contact_sheet",
    "dominant_colours",
    "encode_picture",
    "flat_fields",
    "finish_from_json",
    "finish_picture",
    "finished_file",
    "parse_finish",
    "read_finish",
    "describe_finish",
]
LATE = {
    "FinishedPicture": "applying",
    "finish_picture": "applying",
    "dominant_colours": "flat",
    "contact_sheet": "sheet",
}


def __getattr__(name: str) -> object:
    if name in LATE:
        from importlib import import_module

        return getattr(import_module(f"pipeline.finish.{LATE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
