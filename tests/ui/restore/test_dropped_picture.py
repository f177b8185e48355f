"""A picture that is dropped onto the page: its settings at once, or the picture as the photo, and the way back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from tests.pipeline.metadata.test_other_studios import COMFY, FOOOCUS, INVOKE
from tests.ui.values import values
from ui.finish.settings_in import from_picture
from ui.form.form import FormParser
from ui.restore.dropped_picture import FROM_PICTURE, as_photo, restore, take_dropped
from ui.restore.from_picture import RESTORED
from ui.styles.styles import Styles

A1111 = "a fox\nSteps: 9, Sampler: Heun, CFG scale: 6, Seed: 5, Size: 128x64, Clip skip: 2"
NOW = {name: f"what stood in {name}" for name in RESTORED} | {"model": "paper", "style": "", "preset_name": ""}
CHUNKS = {
    "AUTOMATIC1111": {"parameters": A1111},
    "ComfyUI": {"prompt": json.dumps(COMFY)},
    "InvokeAI": {"invokeai_metadata": json.dumps(INVOKE)},
    "Fooocus": {"parameters": json.dumps(FOOOCUS), "fooocus_scheme": "fooocus"},
    "Emerge": {"emerge": json.dumps({"version": 1, "prompt": "a fox", "seed": 5, "num_steps": 9})},
}


def dropped(uploads: Path, **chunks: str) -> dict[str, Any]:
    """The bar's value once such a picture has come."""
    info = PngImagePlugin.PngInfo()
    for key, text in chunks.items():
        info.add_text(key, text)
    Image.new("RGB", (80, 64), "teal").save(uploads / "dropped.png", pnginfo=info)
    return {"file": {"path": str(uploads / "dropped.png"), "orig_name": "dropped.png"}}


@pytest.mark.parametrize("origin", CHUNKS)
def test_settings_are_on_the_page_at_once_and_the_bar_says_so_and_offers_both(
    styles: Styles, forms: FormParser, uploads: Path, origin: str
) -> None:
    bar = dropped(uploads, **CHUNKS[origin])
    updates: dict[str, Any] = take_dropped(forms, styles, values(dropped=bar, **NOW))
    assert set(updates) <= set(FROM_PICTURE)
    assert "fox" in updates["prompt"] or "cat" in updates["prompt"]
    assert updates["seed"] in (5, 42) and updates["source"] == "Words"
    assert not {"settings_note", "photo"} & set(updates)
    after = updates["dropped"]
    assert after["text"].startswith(f"From a picture by {origin}: ") and after["can"] == ["photo", "undo"]
    assert after["before"] == {**NOW, "finish": from_picture({})} and after["file"] == bar["file"]


def test_what_could_not_be_honoured_is_named(styles: Styles, forms: FormParser, uploads: Path) -> None:
    after: Any = take_dropped(forms, styles, values(dropped=dropped(uploads, parameters=A1111), **NOW))["dropped"]
    assert "Not known here: Sampler Heun, Clip skip." in after["text"]


@pytest.mark.parametrize("chunks", [{}, {"parameters": "no settings"}, {"Software": "a camera"}])
def test_a_picture_without_settings_is_the_photo_and_nothing_else_changes(
    styles: Styles, forms: FormParser, uploads: Path, chunks: dict[str, str]
) -> None:
    bar = dropped(uploads, **chunks)
    assert take_dropped(forms, styles, values(dropped=bar, **NOW)) == {"photo": bar["file"]["path"], "dropped": {}}


def test_a_picture_of_whose_settings_none_holds_is_the_photo(styles: Styles, forms: FormParser, uploads: Path) -> None:
    bar = dropped(uploads, emerge=json.dumps({"num_steps": 9999}))
    updates = take_dropped(forms, styles, values(dropped=bar, **NOW))
    assert updates["photo"] == bar["file"]["path"] and set(updates) == {"photo", "dropped"}


def test_it_can_be_used_as_the_photo_instead_and_then_its_settings_again(
    styles: Styles, forms: FormParser, uploads: Path
) -> None:
    after: Any = take_dropped(forms, styles, values(dropped=dropped(uploads, parameters=A1111), **NOW))["dropped"]
    instead: dict[str, Any] = as_photo(forms, values(dropped=after))
    bar = instead["dropped"]
    assert instead["photo"] == after["file"]["path"] and bar["can"] == ["settings"] and "before" not in bar
    again: Any = restore(forms, styles, bar["file"], values(**NOW))["dropped"]
    assert again["before"] == {**NOW, "finish": from_picture({})}


@pytest.mark.parametrize("bar", [None, 7, {}, {"file": {"path": "/etc/passwd"}}, {"file": "x"}])
def test_what_is_no_upload_is_refused_by_name(styles: Styles, forms: FormParser, bar: Any) -> None:
    refusal = {"text": "Photo: not an uploaded file.", "tone": "bad"}
    assert take_dropped(forms, styles, values(dropped=bar, **NOW)) == {"dropped": refusal}
