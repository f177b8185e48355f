"""Settings into image files and back: A1111's text, which galleries read, beside our own JSON.

The text is the format of AUTOMATIC1111's "parameters" PNG chunk; JPEG and WebP carry it in EXIF UserComment.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from pipeline.errors import RunUnreadable
from pipeline.metadata.a1111 import MAX_TEXT, read_a1111, text_of, write_a1111
from pipeline.metadata.other_studios import read_foreign
from pipeline.metadata.png_text import SIGNATURE, read_png_text
from pipeline.metadata.raw_settings import json_object, plain_text
from pipeline.metadata.user_comment import UNICODE, read_user_comment
from pipeline.request import seed_of_image

if TYPE_CHECKING:
    from PIL import Image, PngImagePlugin

A1111_KEY, OWN_KEY = "parameters", "emerge"
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "AVIF", "TIFF")  # which carry settings: no other reader sees the file
VERSION = 1
USER_COMMENT, EXIF_IFD = 0x9286, 0x8769
MAX_EXIF_JSON = 40_000  # a JPEG's EXIF has 64 KB in all; beyond this A1111's text has to do
OWN_TAG = 0xEE6D  # from 0x8000 on, TIFF 6.0 leaves numbers to whoever writes the file
GRAPH_KEY, GRAPH_TAGS = "prompt", (0x0110, 0x010F, 0x010E)  # of ComfyUI and of those who save its pictures
RAW_EXIF = ("Raw profile type exif", "Raw profile type APP1")  # as ImageMagick writes it into a PNG, in hexadecimal
# The texts of a PNG that may be settings; the last six are those of InvokeAI and NovelAI.
TEXT_KEYS = {
    A1111_KEY, OWN_KEY, GRAPH_KEY, *RAW_EXIF, "invokeai_metadata", "sd-metadata", "Dream", "Comment", "Description",
    "Source",
}  # fmt: skip
MAX_COMMENT = 1_000_000  # characters: a graph may stand there


def png_with_settings(picture: Image.Image, settings: dict[str, Any], image: int = 0) -> bytes:
    """RGB -> PNG with both chunks; picture `image` of several carries its own seed."""
    out = io.BytesIO()
    picture.save(out, "PNG", pnginfo=png_chunks(settings_of_picture(settings, image)))
    return out.getvalue()


def png_chunks(settings: dict[str, Any]) -> PngImagePlugin.PngInfo:
    """Both chunks for the settings of one picture: tEXt, which is all that some readers look at, as far as Latin-1 has
    the letters, else iTXt. AUTOMATIC1111 writes them so."""
    from PIL import PngImagePlugin

    info = PngImagePlugin.PngInfo()
    info.add_text(A1111_KEY, write_a1111(settings))
    info.add_text(OWN_KEY, text_of(_own_json(settings)))
    return info


def _own_json(settings: dict[str, Any]) -> str:
    return json.dumps({"version": VERSION, **settings}, ensure_ascii=False)


def exif_block(settings: dict[str, Any]) -> bytes:
    """EXIF with one picture's settings, A1111's text and our own JSON, for JPEG, WebP, AVIF and TIFF."""
    from PIL import Image

    exif = Image.Exif()
    exif.get_ifd(EXIF_IFD)[USER_COMMENT] = UNICODE + write_a1111(settings).encode("utf-16-be")
    whole = _own_json(settings).encode("utf-8", "replace")
    if len(whole) <= MAX_EXIF_JSON:
        exif.get_ifd(EXIF_IFD)[OWN_TAG] = whole
    return exif.tobytes()


def gif_comment(settings: dict[str, Any]) -> bytes:
    """Both for a GIF's comment: A1111's text, where readers of comments stop at a zero, and our own JSON behind it."""
    return f"{write_a1111(settings)}\0{text_of(_own_json(settings))}".encode()


def settings_of_picture(settings: dict[str, Any], image: int) -> dict[str, Any]:
    """The settings that paint picture `image` of a run alone: its own seed, and one picture."""
    varied = "variation_seed" if settings.get("variation_strength") else "seed"
    return {**settings, varied: seed_of_image(int(settings.get(varied, 0)), image), "num_images": 1}


def file_stem(settings: dict[str, Any], image: int = 0) -> str:
    """What the file of picture `image` is called, without its ending: by the seeds that paint it."""
    own = settings_of_picture(settings, image)
    varied = f"-{own['variation_seed']}" if own.get("variation_strength") else ""
    return f"emerge-{own['seed']}{varied}"


@dataclass(frozen=True, kw_only=True)
class FoundSettings:
    """Settings in our names, the studio that wrote them, and the names of what was there besides."""

    settings: dict[str, Any]
    origin: str
    unused: tuple[str, ...] = ()


def read_settings(file: Any) -> dict[str, Any]:
    """The settings inside an image file. Raises `RunUnreadable` where there are none that can be read."""
    return find_settings(file).settings


def find_settings(file: Any) -> FoundSettings:
    """The settings inside an image file (path or binary stream): ours first, else another studio's.

    Raises `RunUnreadable` where there are none that can be read.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with _opened(file) as stream:
            texts = _texts_in(stream)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise RunUnreadable("This is no picture that can be read.") from error
    found = _find(texts)
    if found is None:
        raise RunUnreadable("There are no settings in this picture.")
    return found


@dataclass(kw_only=True)
class _Texts:
    """Everything in a file that may be settings. `own`: our JSON; `comments`: where A1111 writes, `graphs`: where
    ComfyUI writes, the likelier first; `chunks`: the texts of a PNG by their keys."""

    own: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    graphs: list[str] = field(default_factory=list)
    chunks: dict[str, str] = field(default_factory=dict)


def _find(texts: _Texts) -> FoundSettings | None:
    """The settings that say most. Raises `RunUnreadable` where there are some that nobody here can read."""
    own = next((data for data in map(_own, texts.own) if data is not None), None)
    if own is not None:
        return FoundSettings(settings=own, origin="Emerge")
    a1111 = [text for text in texts.comments if text.strip() and json_object(text) is None]
    numbers = _first_of(lambda text: read_a1111(text, prompts_alone=False), a1111)
    if numbers is not None:
        return numbers
    reason = None
    try:
        foreign = read_foreign(texts.chunks, texts.comments, texts.graphs)
    except RunUnreadable as error:
        foreign, reason = None, error
    if foreign is not None:
        settings, origin, unused = foreign
        return FoundSettings(settings=settings, origin=origin, unused=unused)
    prompts = _first_of(read_a1111, a1111)  # without numbers, so whatever stands beside them says more
    if prompts is None and reason is not None:
        raise reason
    return prompts


def _first_of(read: Callable[[str], tuple[dict[str, Any], tuple[str, ...]]], texts: list[str]) -> FoundSettings | None:
    """A1111's settings in the first of the texts that holds any."""
    for text in texts:
        try:
            settings, unused = read(text)
        except RunUnreadable:
            continue
        return FoundSettings(settings=settings, origin="AUTOMATIC1111", unused=unused)
    return None


def _own(text: str) -> dict[str, Any] | None:
    data = json_object(text[:MAX_TEXT])
    if data is None:
        return None
    said = data.items()
    return {key: plain_text(each) if isinstance(each, str) else each for key, each in said if key != "version"}


@contextmanager
def _opened(file: Any) -> Iterator[BinaryIO]:
    """The file as a stream at its beginning."""
    if isinstance(file, (str, bytes, os.PathLike)):
        with open(file, "rb") as stream:
            yield stream
    else:
        file.seek(0)
        yield file


def _texts_in(stream: BinaryIO) -> _Texts:
    """What a file says. Raises what Pillow raises where it is no picture."""
    from PIL import Image

    if stream.read(len(SIGNATURE)) == SIGNATURE:
        return _texts_in_png(stream)
    stream.seek(0)
    with Image.open(stream, formats=FORMATS) as picture:
        texts = _Texts()
        comment, _, behind = _gif_comment(picture).partition("\0")
        texts.own += [behind] if behind else []
        texts.comments += [comment] if comment else []
        _add_exif(texts, picture.getexif)
    return texts


def _texts_in_png(stream: BinaryIO) -> _Texts:
    """Without a look at its pixels, which Pillow would decode to see what is said behind them."""
    from PIL import Image

    stream.seek(0)
    found = read_png_text(stream, TEXT_KEYS)
    if found is None:
        raise ValueError("no PNG with pixels")
    said = found.texts
    texts = _Texts(chunks=said)
    for key, place in ((OWN_KEY, texts.own), (A1111_KEY, texts.comments), (GRAPH_KEY, texts.graphs)):
        place += [said[key]] if key in said else []

    def load() -> Image.Exif:
        raw = next((said[key] for key in RAW_EXIF if key in said), "")
        exif = Image.Exif()
        exif.load(found.exif or bytes.fromhex("".join(raw.split("\n")[3:])))
        return exif

    _add_exif(texts, load)
    return texts


def _add_exif(texts: _Texts, load: Callable[[], Image.Exif]) -> None:
    """What the EXIF of a picture says, as far as it can be read."""
    try:
        exif = load()
        inner = exif.get_ifd(EXIF_IFD)
        own, raw = inner.get(OWN_TAG), inner.get(USER_COMMENT) or exif.get(USER_COMMENT)  # Fooocus writes it outside
        candidates = [exif.get(tag) for tag in GRAPH_TAGS]
    except Exception:  # Pillow raises many kinds of errors on EXIF that is broken, and the picture is none the worse
        return
    texts.own += [own[:MAX_TEXT].decode("utf-8", "replace")] if isinstance(own, bytes) else []
    comment = read_user_comment(raw, MAX_COMMENT)
    texts.comments += [comment] if comment else []
    texts.graphs += [*(tag for tag in candidates if isinstance(tag, str)), *([comment] if comment else [])]


def _gif_comment(picture: Image.Image) -> str:
    raw = picture.info.get("comment") if picture.format == "GIF" else None
    return raw[: 2 * MAX_TEXT].decode("utf-8", "replace") if isinstance(raw, bytes) else ""
