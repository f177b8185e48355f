"""“Add what fits”: words for the parts of a brief that are still empty, after its subject and style.

Rules, no model: `brief.json` has words by kind of subject and by style, and what does not go together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from presets.brief.brief import FACETS, join_chips, known_style, rules, says

BY_KIND = ("subject", "keep", "style")  # parts that follow the subject; the others follow the style


def fitting(
    chips: dict[str, tuple[str, ...]], style: str = "", knows: Callable[[str], bool] = lambda words: True
) -> dict[str, tuple[str, ...]]:
    """One phrase for every empty part of these chips for which there is one that fits; nothing for the others.

    style: as in `presets.brief.brief.make_brief`; around a chosen style none is added. knows: whether the model has
    seen all words of a phrase; others are not added.
    """
    added: dict[str, tuple[str, ...]] = {}
    for facet in _in_order(styled=bool(style)):
        if any(chip.strip() for chip in chips.get(facet, ())):
            continue
        now = {**chips, **added}
        text = join_chips(now)
        phrases = (phrase for phrase in _words(facet, now, style) if knows(phrase) and _goes_with(phrase, text))
        if phrase := next(phrases, ""):
            added[facet] = (phrase,)
    return {facet: added[facet] for facet in FACETS if facet in added}


def _in_order(*, styled: bool) -> Iterable[str]:
    """Who it is and in which style before what follows from them."""
    first = [facet for facet in ("subject", "style") if not (styled and facet == "style")]
    return [*first, *(facet for facet in FACETS if facet not in ("subject", "style"))]


def _words(facet: str, chips: dict[str, tuple[str, ...]], style: str) -> list[str]:
    if facet in BY_KIND:
        by_kind = rules()["by_kind"]
        kind = _kind(" ".join(chips.get("subject", ())))
        return [*by_kind[kind].get(facet, ()), *by_kind[""].get(facet, ())]
    suggestions = rules()["suggestions"]
    key = style or known_style(" ".join(chips.get("style", ())))
    return [*suggestions.get(key, suggestions[""]).get(facet, ()), *suggestions[""].get(facet, ())]


def _kind(subject: str) -> str:
    kinds = (kind for kind, names in rules()["kinds"].items() if any(says(subject, name) for name in names))
    return next(kinds, "")


def _goes_with(phrase: str, text: str) -> bool:
    """Whether a phrase repeats nothing that the text says, and nothing in that is against it."""
    against = [word for pair in rules()["against"] if phrase in pair["added"] for word in pair["said"]]
    return not says(text, phrase) and not any(says(text, word) for word in against)
