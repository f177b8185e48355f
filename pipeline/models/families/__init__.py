"""The families of models that are known. A row is all that the rest of the pipeline needs of one."""

from __future__ import annotations

from pipeline.models.families.family import Family
from pipeline.models.families.stable_diffusion.family import STABLE_DIFFUSION
from pipeline.models.spec import ModelSpec

FAMILIES: dict[str, Family] = {family.key: family for family in (STABLE_DIFFUSION,)}


def family_of(spec: ModelSpec) -> Family:
    """The family of a model."""
    return FAMILIES[spec.family]


def family_of_pipeline(class_name: str) -> Family | None:
    """The family that a folder's model_index.json names by one of its stock classes; None for one that is unknown."""
    return next((family for family in FAMILIES.values() if class_name in family.pipelines.values()), None)


def names_of_families(last: str) -> str:
    """All that can be painted with, as people call it, with `last` ("and", "or") before the last name."""
    *names, end = [name for family in FAMILIES.values() for name in family.names]
    return f"{', '.join(names)} {last} {end}" if names else end
