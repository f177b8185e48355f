"""A picture that is dropped onto the page: its settings at once, or the picture as the photo, and the way back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from PIL import Image, PngImagePlugin

from tests.pipeline.metadata.test_other_studios import COMFY, FOOOCUS, INVOKE
from ui.photo.handlers import PhotoActions
from ui.restore.dropped_picture import PLACES, arrive, as_photo, restore
from ui.restore.settings import LABELS

A1111 = "a fox\nSteps: 9, Sampler: Heun, CFG scale: 6, Seed: 5, Size: 128x64, Clip skip: 2"
NOW = ("what stood here", 7)
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
    photo_actions: PhotoActions, uploads: Path, origin: str
) -> None:
    bar = dropped(uploads, **CHUNKS[origin])
    told = arrive(photo_actions, bar, "paper", "", "", *NOW)
    assert len(told) == PLACES + 3
    prompt, seed = (told[list(LABELS).index(name)] for name in ("prompt", "seed"))
    assert "fox" in prompt or "cat" in prompt
    assert seed in (5, 42) and told[len(LABELS) + 1] == "Words"
    assert told[len(LABELS) + 2] == told[-2] == gr.skip()  # the note under the button, and the photo
    after = told[-1]
    assert after["text"].startswith(f"From a picture by {origin}: ") and after["can"] == ["photo", "undo"]
    assert after["before"] == list(NOW) and after["file"] == bar["file"]


def test_what_could_not_be_honoured_is_named(photo_actions: PhotoActions, uploads: Path) -> None:
    told = arrive(photo_actions, dropped(uploads, parameters=A1111), "paper", "", "", *NOW)
    assert "Not known here: Sampler Heun, Clip skip." in told[-1]["text"]


@pytest.mark.parametrize("chunks", [{}, {"parameters": "no settings"}, {"Software": "a camera"}])
def test_a_picture_without_settings_is_the_photo_and_nothing_else_changes(
    photo_actions: PhotoActions, uploads: Path, chunks: dict[str, str]
) -> None:
    bar = dropped(uploads, **chunks)
    *others, photo, after = arrive(photo_actions, bar, "paper", "", "", *NOW)
    assert all(value == gr.skip() for value in others)
    assert (photo, after) == (bar["file"]["path"], {})


def test_a_picture_of_whose_settings_none_holds_is_the_photo(photo_actions: PhotoActions, uploads: Path) -> None:
    bar = dropped(uploads, emerge=json.dumps({"num_steps": 9999}))
    *others, photo, _ = arrive(photo_actions, bar, "paper", "", "", *NOW)
    assert photo == bar["file"]["path"] and all(value == gr.skip() for value in others)


def test_it_can_be_used_as_the_photo_instead_and_then_its_settings_again(
    photo_actions: PhotoActions, uploads: Path
) -> None:
    after = arrive(photo_actions, dropped(uploads, parameters=A1111), "paper", "", "", *NOW)[-1]
    photo, bar = as_photo(photo_actions, after)
    assert photo == after["file"]["path"] and bar["can"] == ["settings"] and "before" not in bar
    assert restore(photo_actions, bar["file"], "paper", "", "", *NOW)[-1]["before"] == list(NOW)


@pytest.mark.parametrize("bar", [None, 7, {}, {"file": {"path": "/etc/passwd"}}, {"file": "x"}])
def test_what_is_no_upload_is_refused_by_name(photo_actions: PhotoActions, bar: Any) -> None:
    *others, after = arrive(photo_actions, bar, "paper", "", "", *NOW)
    assert all(value == gr.skip() for value in others)
    assert after == {"text": "Photo: not an uploaded file.", "tone": "bad"}
