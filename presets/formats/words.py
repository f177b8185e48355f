"""What other studios keep of a style: a name and words. Here the words of a style as they are written for them."""

from __future__ import annotations

from presets.style.fields import PLACEHOLDER
from presets.style.preset import Preset


def words_of(preset: Preset) -> str:
    """The prompt template; of a mix the words of all its parts, the first one's around {prompt}, each phrase once.

    Other studios know no mix with weights, and the first part alone would be another style.
    """
    (first, _), *others = preset.parts
    if not others:
        return preset.prompt_template
    words = first.prompt_template.rstrip(" ,;.")
    known = {_folded(phrase) for phrase in words.replace(PLACEHOLDER, "").split(",")}
    for part, _ in others:
        for phrase in part.apply("").split(","):
            if phrase.strip() and _folded(phrase) not in known:
                known.add(_folded(phrase))
                words += f", {phrase.strip()}"
    return words


def _folded(phrase: str) -> str:
    return " ".join(phrase.split()).strip(" .;").casefold()
