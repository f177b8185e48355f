"""What was chosen on the style cards: one style, or several with a weight each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.checks import number, shown
from pipeline.errors import InvalidRequest
from pipeline.models.spec import ModelSpec
from presets import Piece, Preset
from presets.style.fields import PLACEHOLDER
from presets.style.mix import MOST_MIXED

Find = Callable[[object], "Preset | None"]


@dataclass(frozen=True, kw_only=True)
class Share:
    """A style's part of the whole; `preset` is None for the person's words alone. Weights of a mix sum to 1."""

    preset: Preset | None
    weight: float = 1.0

    @property
    def name(self) -> str:
        """What the style is called."""
        return self.preset.name if self.preset else "As written"

    @property
    def template(self) -> str:
        """The style's words around the person's."""
        return self.preset.prompt_template if self.preset else PLACEHOLDER

    def pieces(self, words: str) -> tuple[Piece, ...]:
        """The final prompt in this style, in pieces."""
        if self.preset is None:
            return (Piece(words, False),) if words else ()
        return self.preset.pieces(words)

    def apply(self, words: str) -> str:
        """The final prompt in this style."""
        return self.preset.apply(words) if self.preset else words


def parse_choice(value: object, find: Find) -> tuple[Share, ...]:
    """The shares of a choice, the heaviest first: a key or name, "" for none, or a list of {"key", "weight"}.

    Raises `InvalidRequest`, naming what cannot be used.
    """
    if not isinstance(value, list):
        return (Share(preset=find(value)),)
    if not 1 <= len(value) <= MOST_MIXED or not all(isinstance(each, dict) for each in value):
        raise InvalidRequest("Preset", f"got {shown(value)}, allowed are up to {MOST_MIXED} styles with weights.")
    found = [(find(each.get("key", "")), number("Weight", each.get("weight", 1), 0, 1)) for each in value]
    if len({preset and preset.key for preset, _ in found}) < len(found):
        raise InvalidRequest("Preset", "one style is chosen twice: give it one weight.")
    whole = sum(weight for _, weight in found)
    if not whole:  # all sliders at 0 means: all alike
        found, whole = [(preset, 1.0) for preset, _ in found], float(len(found))
    shares = [Share(preset=preset, weight=weight / whole) for preset, weight in found if weight]
    return tuple(sorted(shares, key=lambda share: -share.weight))


def split_mixes(shares: tuple[Share, ...]) -> tuple[Share, ...]:
    """Every prompt that is painted, the heaviest first: a style that is a mix itself counts as its parts.

    Raises `InvalidRequest` where these are more than can be mixed.
    """
    parts = [
        Share(preset=part, weight=share.weight * weight)
        for share in shares
        for part, weight in (share.preset.parts if share.preset else ((None, 1.0),))
    ]
    if len(parts) > MOST_MIXED:
        raise InvalidRequest("Preset", f"with all their parts these are {len(parts)} styles, allowed are {MOST_MIXED}.")
    return tuple(sorted(parts, key=lambda share: -share.weight))


def as_mix(shares: tuple[Share, ...], template: str) -> list[dict[str, object]]:
    """What is chosen as a preset keeps it, [] for one plain style; `template` is the first one's. Raises as above."""
    parts = split_mixes(shares)
    if len(parts) == 1:
        return []
    mix = [{"name": p.name, "prompt_template": p.template, "weight": round(p.weight, 4)} for p in parts]
    return [{**mix[0], "prompt_template": template}, *mix[1:]]


def describe_shares(shares: tuple[Share, ...]) -> str:
    """The choice in words: "Manga", or "Manga 70% + Pencil 30%"; "" for the person's words alone."""
    if len(shares) == 1:
        return shares[0].name if shares[0].preset else ""
    return " + ".join(f"{share.name} {share.weight:.0%}" for share in shares)


def mean_of(shares: tuple[Share, ...], value: Callable[[Preset], float], otherwise: float) -> float:
    """A number's mean over the shares; `otherwise` is what goes without a style."""
    return float(sum(share.weight * (value(share.preset) if share.preset else otherwise) for share in shares))


def suited_range(shares: tuple[Share, ...]) -> tuple[float, float] | None:
    """Where the guidance scale suits what is chosen: the mean of the styles that say so, None where none does."""
    known = [(s.weight, s.preset.guidance_range) for s in shares if s.preset and s.preset.guidance_range]
    whole = sum(weight for weight, _ in known)
    if not whole:
        return None
    low, high = (sum(weight * ends[end] for weight, ends in known) / whole for end in (0, 1))
    return round(low, 1), round(high, 1)


def scheduler_of(shares: tuple[Share, ...], spec: ModelSpec | None) -> str | None:
    """The heaviest style's scheduler; None where it names none, and where the model cannot use what it names."""
    named = next((share.preset.scheduler for share in shares if share.preset), None)
    return named if spec is None or named in spec.capabilities.schedulers else None


def joined_negative(shares: tuple[Share, ...]) -> str:
    """The negative prompts of all shares, each phrase once."""
    phrases: dict[str, str] = {}
    for share in shares:
        for phrase in (share.preset.negative_prompt if share.preset else "").split(","):
            if phrase.strip():
                phrases.setdefault(phrase.strip().casefold(), phrase.strip())
    return ", ".join(phrases.values())
