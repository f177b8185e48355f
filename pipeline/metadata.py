"""Settings into image files and back: A1111's text, which galleries read, beside our own JSON.

The text is the format of AUTOMATIC1111's "parameters" PNG chunk; JPEG and WebP carry it in EXIF UserComment.
"""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.errors import InvalidRequest, RunUnreadable
from pipeline.foreign_metadata import read_foreign
from pipeline.request import seed_of_image

if TYPE_CHECKING:
    from PIL import Image, PngImagePlugin

A1111_KEY, OWN_KEY = "parameters", "emerge"
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "AVIF", "TIFF")  # which carry settings: no other reader sees the file
VERSION = 1
USER_COMMENT, EXIF_IFD = 0x9286, 0x8769
MAX_EXIF_JSON = 40_000  # a JPEG's EXIF has 64 KB in all; beyond this A1111's text has to do
OWN_TAG = 0xEE6D  # from 0x8000 on, TIFF 6.0 leaves numbers to whoever writes the file
UNICODE, ASCII = b"UNICODE\0", b"ASCII\0\0\0"
SAMPLERS = {
    "DDIM": ("DDIM", None),
    "DDPM": ("DDPM", None),
    "Euler": ("Euler", None),
    "Euler a": ("Euler a", None),
    "DPM++ 2M": ("DPM++ 2M", "Uniform"),
    "DPM++ 2M Karras": ("DPM++ 2M", "Karras"),
    "UniPC": ("UniPC", None),
}
PLAIN_SCHEDULES = ("Automatic", "Uniform")  # these leave a sampler as it is
# Our name -> A1111's, and how its value is read.
READERS: dict[str, tuple[str, Any]] = {
    "num_steps": ("Steps", int),
    "guidance_scale": ("CFG scale", float),
    "seed": ("Seed", int),
    "model": ("Model", str),
    "strength": ("Denoising strength", float),
    "variation_seed": ("Variation seed", int),
    "variation_strength": ("Variation seed strength", float),
}
USED_KEYS = {key for key, _ in READERS.values()} | {"Size", "Sampler", "Schedule type", "Version", "Model hash"}
# A key is short and begins the line or follows a comma: looked for everywhere, a long word costs its length squared.
PARAMETER = re.compile(r'(?:^|,)\s*(\w[\w \-/]{1,60}):\s*("(?:\\.|[^\\"])+"|[^,]*)(?=,|$)')
MAX_TEXT = 100_000  # characters of settings that are read from a file
MAX_PARAMETERS = 20_000  # and of the line of keys and values in them


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
    info.add_text(OWN_KEY, _text(_own_json(settings)))
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
    return f"{write_a1111(settings)}\0{_text(_own_json(settings))}".encode()


def settings_of_picture(settings: dict[str, Any], image: int) -> dict[str, Any]:
    """The settings that paint picture `image` of a run alone: its own seed, and one picture."""
    varied = "variation_seed" if settings.get("variation_strength") else "seed"
    return {**settings, varied: seed_of_image(int(settings.get(varied, 0)), image), "num_images": 1}


def file_stem(settings: dict[str, Any], image: int = 0) -> str:
    """What the file of picture `image` is called, without its ending: by the seeds that paint it."""
    own = settings_of_picture(settings, image)
    varied = f"-{own['variation_seed']}" if own.get("variation_strength") else ""
    return f"emerge-{own['seed']}{varied}"


def write_a1111(settings: dict[str, Any]) -> str:
    """The text that AUTOMATIC1111 writes for these settings."""
    sampler, schedule = SAMPLERS.get(settings.get("scheduler") or "", (settings.get("scheduler"), None))
    parameters = {
        "Steps": settings.get("num_steps"),
        "Sampler": sampler,
        "Schedule type": schedule,
        "CFG scale": _plain(settings.get("guidance_scale")),
        "Seed": settings.get("seed"),
        "Size": f"{settings.get('width_px')}x{settings.get('height_px')}",
        "Model": settings.get("model"),
        "Variation seed": settings.get("variation_seed"),
        "Variation seed strength": _plain(settings.get("variation_strength")),
        "Denoising strength": _plain(settings.get("strength")) if settings.get("photo") else None,
        "Version": "Emerge",
    }
    pairs = ", ".join(f"{key}: {_quoted(value)}" for key, value in parameters.items() if value is not None)
    negative = settings.get("negative_prompt")
    lines = [_text(settings.get("prompt", "")), f"Negative prompt: {_text(negative)}" if negative else None, pairs]
    return "\n".join(line for line in lines if line is not None)


def parse_a1111(text: str) -> dict[str, Any]:
    """The settings in an A1111 text, in our names; what it does not say is left out. Raises `RunUnreadable`."""
    *lines, last = _lines(text)
    pairs = parameters_in(last)
    if len(pairs) < 3:
        raise RunUnreadable("There are no settings in this text.")
    prompt, negative = _split_prompts(lines)
    found = {key: _unquoted(value) for key, value in pairs}
    settings: dict[str, Any] = {"prompt": prompt, "negative_prompt": negative}
    for name, (key, read) in READERS.items():
        if key in found:
            settings[name] = _number(read, found[key], key)
    size = re.fullmatch(r"(\d{1,5})x(\d{1,5})", found.get("Size", ""))
    if size:
        settings |= {"width_px": int(size[1]), "height_px": int(size[2])}
    karras = ("Karras",) if found.get("Version") == "Emerge" else ("Karras", "Automatic")  # A1111's default for 2M
    scheduler = _scheduler(found.get("Sampler"), found.get("Schedule type") in karras)
    return settings | ({"scheduler": scheduler} if scheduler else {})


def parameters_in(line: str) -> list[tuple[str, str]]:
    """Keys and values, as they stand, in a line such as "Steps: 20, Sampler: Euler a"."""
    return PARAMETER.findall(line[:MAX_PARAMETERS])


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
        with Image.open(file, formats=FORMATS) as picture:
            found = _find(picture)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise RunUnreadable("This is no picture that can be read.") from error
    if found is None:
        raise RunUnreadable("There are no settings in this picture.")
    return found


def _find(picture: Image.Image) -> FoundSettings | None:
    comment, _, behind = _gif_comment(picture).partition("\0")
    own = _own(picture.info.get(OWN_KEY) or behind or _exif_json(picture))
    if own is not None:
        return FoundSettings(settings=own, origin="Emerge")
    text = picture.info.get(A1111_KEY) or comment or _exif_text(picture)
    if isinstance(text, str) and text.strip() and _json_object(text) is None:
        settings = parse_a1111(text)
        return FoundSettings(settings=settings, origin="AUTOMATIC1111", unused=_unused_in(text, settings))
    foreign = read_foreign(picture, text)
    if foreign is None:
        return None
    settings, origin, unused = foreign
    return FoundSettings(settings=settings, origin=origin, unused=unused)


def _unused_in(text: str, settings: dict[str, Any]) -> tuple[str, ...]:
    """What an A1111 text says and we have no use for; of a sampler and of its schedule the name."""
    pairs = parameters_in(_lines(text)[-1])
    ours = settings.get("scheduler")
    unknown = [f"{key} {value}" for key, value in pairs if key == "Sampler" and ours is None]
    spacings = PLAIN_SCHEDULES if ours != "DPM++ 2M Karras" else (*PLAIN_SCHEDULES, "Karras")
    unknown += [f"{key} {value}" for key, value in pairs if key == "Schedule type" and value not in spacings]
    return (*unknown, *(key for key, _ in pairs if key not in USED_KEYS))


def _lines(text: str) -> list[str]:
    """Prompt, negative prompt and, last, the line of parameters."""
    return text[:MAX_TEXT].strip().split("\n")


def _own(text: Any) -> dict[str, Any] | None:
    data = _json_object(text[:MAX_TEXT]) if isinstance(text, str) else None
    return None if data is None else {key: value for key, value in data.items() if key != "version"}


def _json_object(text: str) -> dict[str, Any] | None:
    """The JSON object that `text` is, None where it is none."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _gif_comment(picture: Image.Image) -> str:
    raw = picture.info.get("comment") if picture.format == "GIF" else None
    return raw[: 2 * MAX_TEXT].decode("utf-8", "replace") if isinstance(raw, bytes) else ""


def _exif_text(picture: Image.Image) -> str | None:
    if picture.format == "PNG":  # Pillow would decode all of it to look behind the pixels
        return None
    exif = picture.getexif()  # Fooocus puts the comment into the first directory, where Pillow's Exif puts everything
    return _user_comment(exif.get_ifd(EXIF_IFD).get(USER_COMMENT) or exif.get(USER_COMMENT))


def _exif_json(picture: Image.Image) -> str | None:
    if picture.format == "PNG":
        return None
    raw = picture.getexif().get_ifd(EXIF_IFD).get(OWN_TAG)
    return raw[:MAX_TEXT].decode("utf-8", "replace") if isinstance(raw, bytes) else None


def _user_comment(raw: Any) -> str | None:
    """EXIF UserComment: 8 bytes that name the encoding, then text; some write the text alone. None for a camera's."""
    if isinstance(raw, str):
        return raw if "Steps: " in raw or raw.lstrip().startswith("{") else None
    if not isinstance(raw, bytes):
        return None
    if not raw.startswith(UNICODE):
        return _user_comment(raw.removeprefix(ASCII).decode("utf-8", "replace"))
    body = raw[8 : 8 + 2 * MAX_TEXT]
    # The standard leaves the byte order open. The line of parameters is ASCII, whatever script the prompt is in.
    big_endian = body[::2].count(0) >= body[1::2].count(0)
    return body.decode("utf-16-be" if big_endian else "utf-16-le", "replace")


def _split_prompts(lines: list[str]) -> tuple[str, str]:
    starts = [number for number, line in enumerate(lines) if line.startswith("Negative prompt:")]
    cut = starts[0] if starts else len(lines)
    negative = "\n".join(lines[cut:]).removeprefix("Negative prompt:").strip()
    return "\n".join(lines[:cut]).strip(), negative


def _scheduler(sampler: str | None, karras: bool) -> str | None:
    """Our name of an A1111 sampler; older files say "DPM++ 2M Karras" in one."""
    if sampler not in SAMPLERS:
        return None
    return "DPM++ 2M Karras" if sampler == "DPM++ 2M" and karras else sampler


def _number(read: Any, value: str, key: str) -> Any:
    try:
        return read(value)
    except ValueError:
        raise InvalidRequest(key, f"got {value[:40]!r}, which cannot be read.") from None


def _plain(value: float | None) -> str | None:
    return None if value is None else f"{value:g}"


def _quoted(value: Any) -> str:
    text = _text(str(value))
    return json.dumps(text, ensure_ascii=False) if re.search(r"[,:\n]", text) else text


def _unquoted(value: str) -> str:
    if not (value.startswith('"') and value.endswith('"')):
        return value.strip()
    try:
        return str(json.loads(value))
    except ValueError:
        return value.strip('"')


def _text(value: Any) -> str:
    """`value` as text that UTF-8 can hold."""
    return str(value).encode("utf-8", "replace").decode("utf-8")
