"""Pictures of cards travel in our own JSON, and come in through the safe decoder only."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pipeline.errors import InvalidRequest
from pipeline.photo import thumbnails
from presets import PresetStore, new_preset
from presets.style.fields import MAX_THUMBNAIL_BYTES
from presets.style.pictures import as_text, read_pictures


def jpeg(colour: str = "teal", side_px: int = 192, **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side_px, side_px), colour).save(out, "JPEG", **options)
    return out.getvalue()


def colour_of(data: bytes | None) -> tuple[int, ...]:
    with Image.open(io.BytesIO(data or b"")) as picture:
        found = picture.convert("RGB").getpixel((9, 9))
    assert isinstance(found, tuple)
    return found


@pytest.fixture
def store(tmp_path: Path) -> PresetStore:
    return PresetStore(tmp_path)


def exported(store: PresetStore) -> Any:
    return json.loads(store.export("json"))


def test_painted_cards_go_out_with_their_styles_and_come_back(store: PresetStore, tmp_path: Path) -> None:
    for name, colour in (("Ink", "red"), ("Wash", "blue"), ("Bare", "")):
        preset = store.save(new_preset(name=name, prompt_template=f"{name} of {{prompt}}"))
        if colour:
            store.cards.keep_thumbnails({preset.key: jpeg(colour)})
    content = store.export("json")
    elsewhere = PresetStore(tmp_path / "elsewhere")
    report = elsewhere.import_files([("styles.json", content)])
    assert (len(report.imported), report.remarks, report.pictures) == (3, (), ())
    keys = {preset.name: preset.key for preset in report.imported}
    assert colour_of(elsewhere.cards.thumbnail(keys["Ink"]))[0] > 240
    assert colour_of(elsewhere.cards.thumbnail(keys["Wash"]))[2] > 240
    assert elsewhere.cards.thumbnail(keys["Bare"]) is None


def test_one_style_is_a_file_of_its_own_with_its_picture(store: PresetStore, tmp_path: Path) -> None:
    preset = store.save(new_preset(name="Ink"))
    store.cards.keep_thumbnails({preset.key: jpeg("red")})
    text = store.export_json(preset.key)
    assert json.loads(text)["picture"].startswith("data:image/jpeg;base64,")
    report = PresetStore(tmp_path / "b").import_files([("ink.json", text.encode())])
    assert [each.name for each in report.imported] == ["Ink"]
    assert "picture" not in json.loads(store.export("json", ["manga"]))


def test_what_comes_back_is_small_and_carries_nothing_else(store: PresetStore) -> None:
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    (back,) = read_pictures([as_text(jpeg("red", 400, exif=exif))])
    assert isinstance(back, bytes) and b"where I live" not in back
    with Image.open(io.BytesIO(back)) as picture:
        assert max(picture.size) <= 192


BAD: list[tuple[object, str]] = [
    (7, "no JPEG in a data URL"),
    ("http://example.org/x.jpg", "no JPEG in a data URL"),
    ("data:image/svg+xml;base64,PHN2Zz4=", "no JPEG in a data URL"),
    ("data:image/jpeg;base64,!!!", "is damaged"),
    (as_text(b"\xff\xd8\xff" + b"no picture" * 9), "cannot be read"),
    (as_text(jpeg()[:300]), "cannot be read"),
    (as_text(b"<svg onload='x'>"), "cannot be read"),
    (as_text(b"x" * (MAX_THUMBNAIL_BYTES + 9)), "more than 60 KB"),
]


def test_what_is_no_such_picture_is_refused_by_name_and_the_others_come_in() -> None:
    texts = [text for text, _ in BAD]
    found = read_pictures([as_text(jpeg("red")), *texts, as_text(jpeg("blue"))])
    assert isinstance(found[0], bytes) and colour_of(found[0])[0] > 240
    assert isinstance(found[-1], bytes) and colour_of(found[-1])[2] > 240
    for (_, told), reason in zip(BAD, found[1:-1], strict=True):
        assert isinstance(reason, InvalidRequest) and told in str(reason)
    assert read_pictures([]) == []


def test_a_picture_that_breaks_the_decoder_does_not_take_the_others_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child's time is up, as with a bomb: every file has a process of its own then."""
    monkeypatch.setattr(thumbnails, "TIMEOUT_S", 0.001)
    found = read_pictures([as_text(jpeg("red")), as_text(b"MZ")])
    assert isinstance(found[0], bytes) and colour_of(found[0])[0] > 240
    assert isinstance(found[1], InvalidRequest)


def test_a_bad_picture_stays_out_with_a_remark_and_its_style_comes_in(store: PresetStore) -> None:
    fields = json.loads(new_preset(name="Ink").to_json())
    bad = base64.b64encode(b"MZ no picture").decode()
    content = json.dumps({**fields, "picture": f"data:image/jpeg;base64,{bad}"}).encode()
    report = store.import_files([("ink.json", content)])
    assert [preset.name for preset in report.imported] == ["Ink"]
    assert store.cards.all() == {}
    assert [(line.name, line.text.startswith("its picture was left out")) for line in report.remarks] == [("Ink", True)]


def test_undo_of_an_import_takes_styles_with_pictures_back(store: PresetStore) -> None:
    preset = new_preset(name="Ink")
    content = json.dumps({**json.loads(preset.to_json()), "picture": as_text(jpeg())}).encode()
    report = store.import_files([("ink.json", content)])
    store.undo(report.undo)
    assert store.own() == []


def test_a_csv_has_no_pictures(store: PresetStore) -> None:
    preset = store.save(new_preset(name="Ink"))
    store.cards.keep_thumbnails({preset.key: jpeg()})
    assert b"base64" not in store.export("csv")
    assert exported(store)["name"] == "Ink"
