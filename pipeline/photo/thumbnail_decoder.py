"""A program of its own, as decoder.py, for many small pictures at once: a process for each would take minutes.

Standard input is one line of JSON, the lengths of the files, and then the files; standard output is for each what
decoder.py writes for one. The first argument is the longest side wanted, in pixels.
"""

import importlib.util
import io
import json
import sys
import warnings
from pathlib import Path
from types import ModuleType

from PIL import Image


def load_photo_decoder() -> ModuleType:
    """The module beside this, by its path: nothing of Emerge is imported."""
    path = Path(__file__).with_name("decoder.py")
    spec = importlib.util.spec_from_file_location("photo_decoder", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Reads all of it, then decodes one after the other."""
    decoder = load_photo_decoder()
    decoder.limit_resources()
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # decoder.check_size comes first and is stricter
    lengths, _, files = sys.stdin.buffer.read().partition(b"\n")
    stream, out = io.BytesIO(files), sys.stdout.buffer
    for length in json.loads(lengths):
        try:
            picture, _ = decoder.decode(stream.read(length), int(sys.argv[1]))
            out.write(json.dumps({"size": picture.size}).encode() + b"\n" + picture.tobytes())
        except Exception as error:
            out.write(json.dumps({"reason": decoder.explain(error)}).encode() + b"\n")


if __name__ == "__main__":
    main()
