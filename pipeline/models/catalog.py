"""The models that a visitor may name: `ModelSpec`, and the `Catalog` that the host fills at start.

The built-in "mau" and "mau-flow", the host's --model, and every folder and .safetensors file in <data_dir>/models.
What a model is gets read from its own configuration files; the families are told apart in
`pipeline.models.families`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

from pipeline.checks import shown
from pipeline.errors import InvalidRequest, ModelUnavailable
from pipeline.models.spec import ModelSpec

BUILTIN_FOLDER = Path(__file__).resolve().parents[2] / "assets" / "models"
BUILTIN_KEY = "mau"
MORE_BUILTIN_KEYS = ("mau-flow",)  # offered where their folders are there
logger = logging.getLogger(__name__)


class Catalog:
    """The menu of models, in order. Filled by the host at start, only read afterwards.

    A broken entry of the models folder does not keep the others from being offered: it is in `problems`
    (key -> what is wrong), and asking for it raises `ModelUnavailable` with that.
    """

    def __init__(self) -> None:
        self._specs: dict[str, ModelSpec] = {}
        self.problems: dict[str, str] = {}
        self.default = BUILTIN_KEY  # the key that the host starts with

    @classmethod
    def build(
        cls, *, model: str | None = None, data_dir: Path | None = None, builtin_folder: Path = BUILTIN_FOLDER
    ) -> Catalog:
        """The built-in models, then `model` (key, folder, .safetensors file or Hub id), then <data_dir>/models/*."""
        catalog = cls()
        catalog.add(builtin_folder / BUILTIN_KEY, key=BUILTIN_KEY)
        for key in MORE_BUILTIN_KEYS:
            if (builtin_folder / key).is_dir():
                catalog.add(builtin_folder / key, key=key)
        if model is not None and model not in {*catalog.keys, *catalog.problems}:
            catalog.default = catalog.add(model)
        for path in _offered(data_dir):
            catalog.add(path)
        return catalog

    def add(self, source: str | Path, key: str | None = None) -> str:
        """Reads what `source` is and offers it; gives back its key. A broken one goes to `problems`."""
        from pipeline.models.read_spec import read_spec

        key = self._free_key(key or _key_for(source))
        try:
            self._specs[key] = read_spec(source, key)
        except ModelUnavailable as error:
            self.problems[key] = error.hint
            logger.warning("%s", error)
        return key

    def spec(self, key: str) -> ModelSpec:
        """Raises `InvalidRequest` for a key that is not in the menu, `ModelUnavailable` for a broken entry."""
        if key in self._specs:
            return self._specs[key]
        if key in self.problems:
            raise ModelUnavailable(key, self.problems[key])
        known = ", ".join(self._specs) or "none, since no model is there"
        raise InvalidRequest("Model", f"got {shown(key)}, allowed are {known}.")

    def __iter__(self) -> Iterator[ModelSpec]:
        return iter(self._specs.values())

    def __contains__(self, key: str) -> bool:
        return key in self._specs

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys in menu order."""
        return tuple(self._specs)

    def _free_key(self, key: str) -> str:
        taken = {*self._specs, *self.problems}
        candidates = [key, *(f"{key}-{count}" for count in range(2, len(taken) + 3))]
        return next(candidate for candidate in candidates if candidate not in taken)


def _offered(data_dir: Path | None) -> list[Path]:
    """Folders with a model_index.json and .safetensors files in <data_dir>/models, by name."""
    if data_dir is None or not (data_dir / "models").is_dir():
        return []
    entries = sorted((data_dir / "models").iterdir(), key=lambda path: path.name.lower())
    return [path for path in entries if path.suffix == ".safetensors" or (path / "model_index.json").is_file()]


def _key_for(source: str | Path) -> str:
    path = Path(source)
    return path.stem if path.suffix == ".safetensors" else path.name or str(source)
