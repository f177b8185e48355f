"""Runs: frames on request, capsules, and settings in image files."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from pipeline.errors import RunUnreadable
from pipeline.events import Finished
from pipeline.metadata.a1111 import parse_a1111, write_a1111
from pipeline.metadata.picture_files import png_with_settings, read_settings
from pipeline.metadata.request_settings import request_from, settings_of
from pipeline.request import GenerationRequest
from pipeline.run.run import Run, encode_jpeg, load_run
from pipeline.sampling.painter import Painter

REQUEST = GenerationRequest(
    prompt="a manga cat,\nwith: “scarf”", negative_prompt="dog", seed=7, num_steps=4, num_images=2, precision="exact"
)


@pytest.fixture(scope="module")
def run(painter: Painter) -> Run:
    *_, last = painter.paint(REQUEST)
    assert isinstance(last, Finished)
    return last.run


def opened(frame: bytes | None) -> Image.Image:
    assert frame is not None
    return Image.open(io.BytesIO(frame))


def test_every_step_has_every_view_of_every_picture(run: Run) -> None:
    for view in ("x0", "xt", "noise"):
        for index in range(4):
            for image in range(2):
                assert opened(run.frame(view, index, image)).format == "JPEG"
    assert len({run.frame("x0", 1, 0), run.frame("xt", 1, 0), run.frame("noise", 1, 0), run.frame("x0", 1, 1)}) == 4


def test_what_is_not_there_is_none(run: Run) -> None:
    for view, index, image in (("x0", 4, 0), ("x0", -1, 0), ("x0", 0, 2), ("secret", 0, 0)):
        assert run.frame(view, index, image) is None


@pytest.mark.parametrize("size", [(64, 64), (900, 301), (1, 1)])
def test_a_jpeg_has_the_bytes_that_pillow_saves(size: tuple[int, int]) -> None:
    """The encoder's settings are handed over by place, which Pillow does not promise to keep."""
    picture = Image.effect_noise(size, 80).convert("RGB").quantize(64).convert("RGB")
    saved = io.BytesIO()
    picture.save(saved, "JPEG", quality=90, subsampling=0)
    assert encode_jpeg(picture) == saved.getvalue()


def test_full_size_frames_replace_the_small_ones_from_the_end_on(painter: Painter) -> None:
    *_, last = painter.paint(REQUEST)
    assert isinstance(last, Finished)
    run, order = last.run, []
    while (index := run.needs_full()) is not None:
        order.append(index)
        run.put_full(index, painter.decode(run.records[index].denoised))
    assert order == [3, 2, 1, 0]
    assert opened(run.frame("x0", 0, 1)).size == (64, 64)
    assert run.full_frames == 4


@pytest.mark.parametrize("name", ["run.zip", "run"])
def test_a_saved_run_reads_back_the_same(run: Run, tmp_path: Path, name: str) -> None:
    run.save(tmp_path / name)
    again = load_run(tmp_path / name)
    assert again.settings == run.settings
    assert (again.timesteps, again.sigmas) == (run.timesteps, run.sigmas)
    assert (again.elapsed_s, again.num_images) == (run.elapsed_s, 2)
    assert [image.tobytes() for image in again.images] == [image.tobytes() for image in run.images]
    for view in ("x0", "xt"):
        assert again.frame(view, 3, 1) == run.frame(view, 3, 1)
    assert again.frame("noise", 0) is None


def test_a_run_that_cannot_be_saved_leaves_no_half_of_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "run.zip").mkdir()
    with pytest.raises(OSError):
        run.save(tmp_path / "run.zip")
    assert [left.name for left in tmp_path.iterdir()] == ["run.zip"]


def test_a_saved_run_is_read_without_torch(run: Run, tmp_path: Path) -> None:
    run.save(tmp_path / "run.zip")
    code = (
        "import sys; from pathlib import Path; from pipeline.run.run import load_run;"
        f"assert load_run(Path({str(tmp_path / 'run.zip')!r})).frame('x0', 3); assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_damaged_capsule_is_told_as_such(run: Run, tmp_path: Path) -> None:
    run.save(tmp_path / "run.zip")
    whole = (tmp_path / "run.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("run.json", json.dumps({"version": 99}))
    (tmp_path / "empty.zip").write_bytes(b"")
    for name in ("cut.zip", "other.zip", "empty.zip", "missing.zip"):
        with pytest.raises(RunUnreadable):
            load_run(tmp_path / name)


def test_a_capsule_writes_nothing_outside_and_reads_no_strange_names(run: Run, tmp_path: Path) -> None:
    run.save(tmp_path / "run.zip")
    with zipfile.ZipFile(tmp_path / "run.zip", "a") as archive:
        archive.writestr("../x0/0000-0.jpg", b"no")
        archive.writestr("x0/../../0000-0.jpg", b"no")
    assert load_run(tmp_path / "run.zip").frame("x0", 0) == run.frame("x0", 0)


def test_settings_make_the_request_again() -> None:
    assert request_from(settings_of(REQUEST)) == REQUEST
    assert request_from(json.loads(json.dumps(settings_of(REQUEST)))) == REQUEST


def test_a_png_carries_its_settings_both_ways(run: Run) -> None:
    png = png_with_settings(run.images[1], run.settings, image=1)
    settings = read_settings(io.BytesIO(png))
    assert settings == {**run.settings, "seed": 8, "num_images": 1}
    picture = Image.open(io.BytesIO(png))
    assert picture.tobytes() == run.images[1].tobytes()
    assert parse_a1111(picture.info["parameters"])["prompt"] == REQUEST.prompt


def test_a1111_text_is_written_as_galleries_read_it() -> None:
    settings = settings_of(REQUEST.with_(scheduler="DPM++ 2M Karras", width_px=256, height_px=512, num_images=1))
    assert write_a1111(settings) == (
        "a manga cat,\nwith: “scarf”\nNegative prompt: dog\nSteps: 4, Sampler: DPM++ 2M, Schedule type: Karras, "
        "CFG scale: 7.5, Seed: 7, Size: 256x512, Model: mau, Version: Emerge"
    )


def test_a1111_text_of_others_is_read() -> None:
    settings = parse_a1111(
        "masterpiece, cat\nsecond line\nNegative prompt: blurry,\nbad\nSteps: 28, Sampler: DPM++ 2M Karras, "
        'CFG scale: 7, Seed: 965400086, Size: 512x768, Model hash: 45dee52b, Model: "a, b", '
        "Denoising strength: 0.6, Clip skip: 2, Version: v1.9.0"
    )
    assert settings == {
        "prompt": "masterpiece, cat\nsecond line",
        "negative_prompt": "blurry,\nbad",
        "num_steps": 28,
        "guidance_scale": 7.0,
        "seed": 965400086,
        "model": "a, b",
        "strength": 0.6,
        "width_px": 512,
        "height_px": 768,
        "scheduler": "DPM++ 2M Karras",
    }


def test_a_jpeg_with_a1111_text_in_its_exif_is_read() -> None:
    picture = Image.new("RGB", (8, 8))
    exif = picture.getexif()
    text = "a cat 🐈\nSteps: 4, Sampler: Euler a, CFG scale: 7, Seed: 1"
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + text.encode("utf-16-be")
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    assert read_settings(io.BytesIO(out.getvalue()))["scheduler"] == "Euler a"
    assert read_settings(io.BytesIO(out.getvalue()))["prompt"] == "a cat 🐈"


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n"])
def test_a_file_without_settings_says_so(data: bytes) -> None:
    with pytest.raises(RunUnreadable):
        read_settings(io.BytesIO(data))


def test_a_plain_picture_has_no_settings() -> None:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    with pytest.raises(RunUnreadable, match="no settings"):
        read_settings(io.BytesIO(out.getvalue()))


def test_a_lone_surrogate_in_a_prompt_does_not_keep_a_picture_from_being_saved() -> None:
    settings = settings_of(REQUEST.with_(prompt="\ud800 cat\0"))
    assert png_with_settings(Image.new("RGB", (8, 8)), settings)
