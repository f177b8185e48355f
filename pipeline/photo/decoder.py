"""A program of its own: reads an uploaded file from standard input and writes a clean RGB picture to standard output.

Run by `pipeline.photo.upload` as a child process, by its path and with nothing of Emerge imported, so that it starts
quickly and a hostile file meets a process that holds nothing. Output is one line of JSON, `{"size", "notes"}` or
`{"reason"}`, and after a size the raw pixels, `[H, W, 3]` bytes, sRGB. Exit status 0 in both cases.
"""

import io
import json
import re
import struct
import sys
import warnings

from PIL import (
    GifImagePlugin,
    Image,
    ImageChops,
    ImageCms,
    JpegImagePlugin,
    PngImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

# Only these plugins are imported and asked. The JPEG one also opens the multi-picture files (MPO) of phones.
FILES = (
    JpegImagePlugin.JpegImageFile,
    PngImagePlugin.PngImageFile,
    WebPImagePlugin.WebPImageFile,
    GifImagePlugin.GifImageFile,
)
FORMATS = [plugin.format for plugin in FILES]
MEMORY_LIMIT_BYTES = 1 << 30
CPU_LIMIT_S = 10
MIN_SIDE_PX = 64
MAX_RATIO = 8
# A JPEG is decoded at a half, quarter or eighth of its size where that is enough, so it may be larger than the rest.
MAX_PIXELS = 24_000_000
MAX_PIXELS_JPEG = 64_000_000
EXIF_ORIENTATION = 0x0112
TRANSPOSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
MOVING = {"GIF": "GIF", "PNG": "animated PNG", "WEBP": "animated WebP", "MPO": "multi-picture JPEG"}


class Refused(Exception):
    """The file is no photo that we take; its text is the reason."""


def limit_resources() -> None:
    """Bounds this process's memory and CPU time, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the parent's timeout still holds
        return
    for kind, limit in ((resource.RLIMIT_AS, MEMORY_LIMIT_BYTES), (resource.RLIMIT_CPU, CPU_LIMIT_S)):
        try:
            resource.setrlimit(kind, (limit, limit))
        except (ValueError, OSError):  # macOS refuses some limits
            continue


def check_size(width_px: int, height_px: int, image_format: str) -> None:
    """Refuses by the header alone, before any pixel is decoded."""
    here = f"it is {width_px} x {height_px} pixels"
    if min(width_px, height_px) < MIN_SIDE_PX:
        raise Refused(f"{here}, and each side needs at least {MIN_SIDE_PX}")
    if max(width_px, height_px) > MAX_RATIO * min(width_px, height_px):
        raise Refused(f"{here}, and the longer side may be at most {MAX_RATIO} times the shorter")
    most = MAX_PIXELS_JPEG if image_format in ("JPEG", "MPO") else MAX_PIXELS
    if width_px * height_px > most:
        raise Refused(f"{here}, and at most {most // 1_000_000} million are taken: make it smaller first")


def read_orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 where there is none or it cannot be read."""
    try:
        return int(image.getexif().get(EXIF_ORIENTATION, 1))
    except Exception:
        return 1


class LenientStream(PngImagePlugin.PngStream):
    """Reads a PNG, and passes over what is beside the pixels where it is damaged, or too large once it is unpacked."""

    def call(self, cid: bytes, pos: int, length: int) -> bytes:
        """What a chunk holds, once it is understood."""
        try:
            return super().call(cid, pos, length)
        except (ValueError, SyntaxError, struct.error):
            if not is_ancillary(cid) or self.fp is None:
                raise
            self.fp.seek(pos)
            return self.fp.read(length)

    def crc(self, cid: bytes, data: bytes) -> None:
        """Only what the pixels need has to have the right checksum."""
        if is_ancillary(cid):
            self.crc_skip(cid, data)
        else:
            super().crc(cid, data)


def is_ancillary(cid: bytes) -> bool:
    """Whether the pixels can be read without a chunk: its first letter is a small one then. PNG specification, 5.4."""
    return cid[:1].islower()


def see_through(image: Image.Image, bits: int) -> Image.Image | None:
    """RGBA of a picture with one colour that is seen through, None where Pillow reads that itself.

    Its value stands in the file with the bits of the file, and Pillow compares it with values that it has scaled.
    """
    key = image.info.get("transparency")
    if image.mode == "L" and isinstance(key, int) and bits < 8:
        return with_key(image, [key * 255 // ((1 << bits) - 1)])
    if image.mode == "RGB" and isinstance(key, tuple) and bits == 16:
        return with_key(image, [value >> 8 for value in key])
    if image.mode == "I;16" and isinstance(key, int):
        grey, raw = to_grey(image), image.tobytes()
        low, high = (Image.frombytes("L", image.size, raw[half::2]) for half in (0, 1))
        seen = ImageChops.lighter(unlike(low, key % 256), unlike(high, key // 256))
        return Image.merge("RGBA", (grey, grey, grey, seen))
    return None


def with_key(image: Image.Image, key: list[int]) -> Image.Image:
    """RGBA, where the colour `key` is seen through. image: L or RGB."""
    seen = unlike(image.getchannel(0), key[0])
    for band, value in enumerate(key[1:], 1):
        seen = ImageChops.lighter(seen, unlike(image.getchannel(band), value))
    return Image.merge("RGBA", (*image.convert("RGB").split(), seen))


def unlike(band: Image.Image, value: int) -> Image.Image:
    """255 where a band has another value, else 0."""
    return band.point([255 * (each != value) for each in range(256)])


def to_grey(image: Image.Image) -> Image.Image:
    """16 bits as 8. convert() would clip them to white instead of scaling them."""
    return image.convert("I").point(lambda value: value * (1 / 257) + 0.5).convert("L")


def bits_of(image: Image.Image) -> int:
    """The bits of a value in a PNG's file, 8 for anything else; to be asked before the pixels are read."""
    raw = str(image.tile[0][3]) if isinstance(image, PngImagePlugin.PngImageFile) and image.tile else ""
    depth = re.search(r";(\d+)", raw)
    return int(depth[1]) if depth else 8


def to_plain_mode(image: Image.Image, bits: int = 8) -> Image.Image:
    """The same picture in L, RGB, RGBA or CMYK, whatever it came in. bits: of a value in its file."""
    keyed = see_through(image, bits)
    if keyed is not None:
        return keyed
    if image.mode.startswith("I"):
        return to_grey(image)
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode == "1":
        return image.convert("L")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def shrink(image: Image.Image, max_side_px: int) -> Image.Image:
    """At most `max_side_px` on the longer side, proportions kept."""
    scale = max_side_px / max(image.size)
    if scale >= 1:
        return image
    width_px, height_px = (max(1, round(side * scale)) for side in image.size)
    return image.resize((width_px, height_px), Image.Resampling.LANCZOS, reducing_gap=3.0)


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB in sRGB by the file's own ICC profile; by a plain conversion where there is none or it is broken."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return image.convert("RGB")


def on_white(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Sees through to white where the picture is transparent."""
    if image.mode != "RGBA":
        return to_srgb(image, profile)
    colours = to_srgb(image.convert("RGB"), profile)
    white = Image.new("RGB", image.size, "white")
    white.paste(colours, mask=image.getchannel("A"))
    return white


def decode(data: bytes, max_side_px: int) -> tuple[Image.Image, list[str]]:
    """The clean RGB picture and notes on what was left out. Raises `Refused`, or what Pillow raises on a bad file."""
    PngImagePlugin.PngStream = LenientStream  # type: ignore[misc]
    image = Image.open(io.BytesIO(data), formats=FORMATS)
    image_format = image.format or ""
    check_size(*image.size, image_format)
    bits = bits_of(image)
    notes = []
    if getattr(image, "is_animated", False):
        notes.append(f"Only the first frame of this {MOVING.get(image_format, image_format)} is used.")
    profile = image.info.get("icc_profile")
    orientation = read_orientation(image)
    image.draft("RGB", (max_side_px, max_side_px))
    image.load()
    plain = shrink(to_plain_mode(image, bits), max_side_px)
    picture = on_white(plain, profile)
    if orientation in TRANSPOSE:
        picture = picture.transpose(TRANSPOSE[orientation])
    return picture, notes


def explain(error: BaseException) -> str:
    """The reason, as people read it, behind what a decoder raised."""
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, MemoryError):
        return "decoding it takes too much memory"
    if isinstance(error, UnidentifiedImageError):
        return "it holds no picture in a format that is known here"
    return "it is damaged or incomplete"


def main() -> None:
    """Standard input to standard output; the first argument is the longest side wanted, in pixels."""
    limit_resources()
    warnings.simplefilter("ignore")
    # Our own check_size comes first and is stricter.
    Image.MAX_IMAGE_PIXELS = None
    out = sys.stdout.buffer
    try:
        picture, notes = decode(sys.stdin.buffer.read(), int(sys.argv[1]))
        out.write(json.dumps({"size": picture.size, "notes": notes}).encode() + b"\n" + picture.tobytes())
    except Exception as error:
        out.write(json.dumps({"reason": explain(error)}).encode() + b"\n")


if __name__ == "__main__":
    main()
