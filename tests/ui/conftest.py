"""A catalog whose one model is only its configuration, and a studio that has not been started: no torch is loaded."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline.engine.studio import Studio
from pipeline.models.catalog import Catalog
from presets import Preset, PresetStore, new_preset
from ui.form.form import FormParser
from ui.painting import series
from ui.photo.handlers import PhotoActions
from ui.styles.styles import Styles

CONFIGS = {
    "model_index.json": {"_class_name": "StableDiffusionPipeline"},
    "unet/config.json": {"sample_size": 32, "in_channels": 4, "out_channels": 4},
    "vae/config.json": {"block_out_channels": [8, 8, 8, 8]},
    "text_encoder/config.json": {"max_position_embeddings": 64},
    "tokenizer/vocab.json": {},
    "tokenizer/tokenizer.json": {},
    "scheduler/scheduler_config.json": {"_class_name": "DDIMScheduler"},
}


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    folder = tmp_path / "paper"
    for name, config in CONFIGS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(config))
    for part in ("unet", "vae", "text_encoder"):
        (folder / part / "model.safetensors").write_bytes(b"")
    return Catalog.build(model=str(folder), builtin_folder=tmp_path / "none")


@pytest.fixture
def studio(catalog: Catalog) -> Studio:
    return Studio(catalog, default_model=catalog.default)


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    folder = tmp_path / "uploads"
    folder.mkdir()
    return folder


@pytest.fixture
def styles(tmp_path: Path, studio: Studio, uploads: Path) -> Styles:
    return Styles(PresetStore(tmp_path / "data"), studio, uploads)


@pytest.fixture
def ink(styles: Styles) -> Preset:
    """A preset of one's own that sets everything."""
    preset = new_preset(
        name="Ink",
        prompt_template="ink drawing of {prompt}",
        negative_prompt="soft fur",
        guidance_scale=8,
        num_steps=12,
    )
    styles.store.save(preset)
    return preset


@pytest.fixture
def forms(catalog: Catalog, styles: Styles, uploads: Path) -> FormParser:
    return FormParser(catalog, styles, uploads)


@pytest.fixture
def photo_actions(studio: Studio, forms: FormParser, tmp_path: Path) -> PhotoActions:
    """Its sample photo is not there."""
    return PhotoActions(studio, forms, tmp_path / "sample.png")


@pytest.fixture
def _a_second_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """To a series every painting takes a second, however slow the machine is."""
    seconds = itertools.count()
    monkeypatch.setattr(series, "time", SimpleNamespace(monotonic=lambda: float(next(seconds))))
