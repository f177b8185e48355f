"""A painting as a film: every file is opened again, and its frames, durations, loop and sizes are read."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageSequence, ImageStat

from pipeline.errors import InvalidRequest
from pipeline.film import film as emergence
from pipeline.film.film import Film, FilmStyle, film_of, write_film
from pipeline.run.run import Run, encode_jpeg, load_run

EXAMPLE = Path(__file__).parents[3] / "assets" / "examples" / "manga.zip"
STEPS = 6


def frames(count: int = STEPS, size: tuple[int, int] = (96, 64)) -> list[Image.Image]:
    """A square that wanders over a colour that changes: no two frames are alike."""
    made = []
    for index in range(count):
        frame = Image.new("RGB", size, (40 * index % 256, 120, 255 - 37 * index % 256))
        frame.paste("white", (index * 5, 10, index * 5 + 20, 30))
        made.append(frame)
    return made


def kept_run(*, small: int = 0, finished: bool = True, count: int = 1) -> Run:
    """A run of six steps, the first `small` of them as previews of a quarter of the size."""
    jpegs: dict[tuple[str, int, int], bytes] = {}
    for index, frame in enumerate(frames()):
        shown = frame.resize((24, 16)) if index < small else frame
        jpegs |= {("x0", index, image): encode_jpeg(shown) for image in range(count)}
    images = tuple(Image.new("RGB", (96, 64), "red") for _ in range(count)) if finished else ()
    return Run(
        settings={"prompt": "a cat, sitting"}, num_steps=STEPS, num_images=count, elapsed_s=[0.1] * STEPS,
        images=images, _frames=jpegs,
    )  # fmt: skip


def read(film: Film) -> tuple[list[int], list[Image.Image], Image.Image]:
    opened = Image.open(io.BytesIO(film.data))
    shown = [frame.convert("RGB") for frame in ImageSequence.Iterator(opened)]
    durations = []
    for index in range(len(shown)):
        opened.seek(index)
        opened.load()
        durations.append(int(opened.info["duration"]))
    return durations, shown, opened


def far(one: Image.Image, other: Image.Image) -> float:
    """The largest difference between the means of a channel."""
    pairs = zip(ImageStat.Stat(one).mean, ImageStat.Stat(other).mean, strict=True)
    return max(abs(first - second) for first, second in pairs)


@pytest.mark.parametrize("kind", ["gif", "webp", "apng"])
def test_every_step_is_a_frame_at_its_pace_and_the_picture_is_held(kind: str) -> None:
    film = write_film(frames(), FilmStyle(format=kind, pace_ms=150, hold_ms=1700, caption=False))
    durations, shown, opened = read(film)
    assert durations == [150] * (STEPS - 1) + [1700]
    assert opened.info["loop"] == 0
    assert (opened.format, opened.size) == ({"gif": "GIF", "webp": "WEBP", "apng": "PNG"}[kind], (96, 64))
    assert (film.frames, film.duration_ms, film.width_px, film.height_px) == (STEPS, 2450, 96, 64)
    for frame, seen in zip(frames(), shown, strict=True):
        assert far(frame, seen) <= 6


def test_an_apng_loses_nothing() -> None:
    _, shown, _ = read(write_film(frames(), FilmStyle(format="apng", caption=False)))
    assert [frame.tobytes() for frame in shown] == [frame.tobytes() for frame in frames()]


def test_all_frames_of_a_gif_share_one_palette() -> None:
    data = write_film(frames(), FilmStyle(caption=False)).data
    assert data[10] & 0x80
    assert local_palettes(data) == [False] * STEPS


def local_palettes(data: bytes) -> list[bool]:
    """Of each picture block of a GIF (specification 89a), whether it brings a palette of its own."""
    found, at = [], 13 + 3 * 2 ** ((data[10] & 7) + 1)
    while data[at] != 0x3B:
        if data[at] == 0x2C:
            found.append(bool(data[at + 9] & 0x80))
            at += 10 + (3 * 2 ** ((data[at + 9] & 7) + 1) if found[-1] else 0) + 1
        else:
            at += 2
        while data[at]:
            at += data[at] + 1
        at += 1
    return found


def test_a_pace_that_gif_cannot_say_is_rounded_to_hundredths_of_a_second() -> None:
    durations, _, _ = read(write_film(frames(), FilmStyle(pace_ms=84, hold_ms=0)))
    assert durations == [80] * STEPS


def test_the_strip_has_ten_frames_in_a_row() -> None:
    film = write_film(frames(12, (40, 40)), FilmStyle(format="png", caption=False))
    with Image.open(io.BytesIO(film.data)) as strip:
        assert strip.size == (10 * 42 + 2, 2 * 42 + 2)
        assert strip.convert("RGB").getpixel((2 + 20 + 42, 2 + 42 + 35)) == frames(12, (40, 40))[11].getpixel((20, 35))
    assert (film.frames, film.duration_ms) == (12, 0)


def test_the_caption_is_a_band_under_the_picture_that_counts_the_steps() -> None:
    plain = write_film(frames(), FilmStyle(format="apng", caption=False))
    film = write_film(frames(), FilmStyle(format="apng"), prompt="a cat with a scarf " * 30)
    _, shown, _ = read(film)
    assert film.width_px == plain.width_px and film.height_px > plain.height_px
    bands = [frame.crop((0, 64, *frame.size)).tobytes() for frame in shown]
    assert len(set(bands)) == STEPS
    assert [frame.crop((0, 0, 96, 64)).tobytes() for frame in shown] == [frame.tobytes() for frame in frames()]


def test_letters_that_the_font_lacks_are_left_out_and_named() -> None:
    film = write_film(frames(2), FilmStyle(), prompt="a 猫 cat 🐱 \u202e${x}")
    assert film.left_out == "".join(sorted("猫🐱\u202e"))


def test_a_size_makes_the_picture_smaller_and_never_larger() -> None:
    smaller = write_film(frames(2, (200, 100)), FilmStyle(side_px=100, caption=False))
    larger = write_film(frames(2, (200, 100)), FilmStyle(side_px=400, caption=False))
    assert (smaller.width_px, smaller.height_px) == (100, 50)
    assert (larger.width_px, larger.height_px) == (200, 100)


def test_a_film_that_would_be_too_large_is_made_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emergence, "MAX_PIXELS", 10_000)
    film = write_film(frames(4, (200, 100)), FilmStyle(caption=False))
    assert film.width_px * film.height_px * film.frames <= 10_200


def test_progress_is_told_and_ends_with_the_last_frame() -> None:
    told: list[tuple[int, int]] = []
    write_film(frames(), FilmStyle(format="webp"), on_progress=lambda done, count: told.append((done, count)))
    assert {count for _, count in told} == {STEPS}
    assert [done for done, _ in told][-1] == STEPS - 1
    by_its_old_name: list[tuple[int, int]] = []
    write_film(frames(), FilmStyle(format="webp"), told=lambda done, count: by_its_old_name.append((done, count)))
    assert by_its_old_name == told


def test_the_finished_picture_ends_the_film_of_a_run() -> None:
    _, shown, _ = read(film_of(kept_run(), FilmStyle(format="apng", caption=False)))
    assert len(shown) == STEPS
    assert shown[-1].getpixel((0, 0)) == (255, 0, 0)


def test_small_previews_are_enlarged_and_counted() -> None:
    film = film_of(kept_run(small=2), FilmStyle(format="webp", caption=False))
    assert (film.small, film.width_px, film.height_px) == (2, 96, 64)


def test_a_painting_that_was_stopped_is_a_film_of_what_there_is() -> None:
    film = film_of(kept_run(finished=False), FilmStyle(caption=False))
    assert (film.frames, film.width_px) == (STEPS, 96)


def test_several_pictures_are_a_grid_or_one_of_them() -> None:
    run = kept_run(count=3)
    grid = film_of(run, FilmStyle(caption=False), image=None)
    assert (grid.width_px, grid.height_px) == (2 * 96 + 2, 2 * 64 + 2)
    one = film_of(run, FilmStyle(caption=False), image=2)
    assert (one.width_px, one.height_px) == (96, 64)


def test_a_saved_example_is_a_film_too() -> None:
    run = load_run(EXAMPLE)
    film = film_of(run, FilmStyle(side_px=128))
    durations, _, _ = read(film)
    assert len(durations) == run.num_steps and film.width_px == 128


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"format": "exe"}, "Format"), ({"pace_ms": 1}, "Pace"), ({"pace_ms": "fast"}, "Pace"),
        ({"hold_ms": -1}, "Hold"), ({"hold_ms": 10**6}, "Hold"), ({"side_px": 3}, "Size"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_name(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        FilmStyle(**wrong)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_a_picture_that_is_not_there_and_a_run_without_steps_are_refused() -> None:
    with pytest.raises(InvalidRequest, match="Picture: got 3"):
        film_of(kept_run(), FilmStyle(), image=3)
    with pytest.raises(InvalidRequest, match="Frames"):
        film_of(Run(settings={}, num_steps=3, num_images=1), FilmStyle())


def test_without_its_extra_mp4_is_refused_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.film.formats.find_spec", lambda name: None)
    with pytest.raises(InvalidRequest, match="imageio-ffmpeg: run “make install-mp4” once"):
        FilmStyle(format="mp4")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # imageio-ffmpeg leaves pipes to the gc
def test_an_mp4_has_even_sides_and_holds_its_picture() -> None:
    ffmpeg = pytest.importorskip("imageio_ffmpeg", reason="MP4 is an optional extra: make install-mp4 adds it")
    film = write_film(frames(STEPS, (97, 63)), FilmStyle(format="mp4", pace_ms=100, hold_ms=1000, caption=False))
    assert (film.width_px, film.height_px) == (98, 64)
    assert counted(ffmpeg, film.data) == ((98, 64), STEPS - 1 + 10)


def counted(ffmpeg: object, data: bytes) -> tuple[Sequence[int], int]:
    """Size and number of frames of a film, as ffmpeg reads it."""
    import tempfile

    with tempfile.NamedTemporaryFile(suffix=".mp4") as file:
        file.write(data)
        file.flush()
        reader = ffmpeg.read_frames(file.name)  # type: ignore[attr-defined]
        about = next(reader)
        return about["size"], sum(1 for _ in reader)
