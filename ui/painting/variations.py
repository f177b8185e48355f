"""Painting on from one of several pictures: by its own seed, and by the words that it was painted from.

Several pictures of one press have one prompt, filled in by the first one's seed; the seed of another one alone would
fill in something else.
"""

from __future__ import annotations

from pipeline.errors import GenerationError
from pipeline.request import parse_seed
from ui.form.final_prompt import added_to, final_prompt
from ui.form.form import FormParser
from ui.form.style_mix import split_mixes
from ui.gradio_kit.updates import Updates, Values
from ui.messages import printable

NEAR, SEVERAL = 0.2, 4  # how far variations go, and how many are painted
WORDS = ("prompt", "style", "model", "fill_in")  # the words of the page, and what completes them
VARIED = ("seed", "variation_strength", "num_images", "prompt")


def vary(forms: FormParser, values: Values) -> Updates:
    """Variations of the picture on the stage: `VARIED`. job_box: of that picture, as in `filled_in_words`."""
    seed = _of(values["job_box"], "seed")
    return {"seed": seed, "variation_strength": NEAR, "num_images": SEVERAL, **filled_in_words(forms, values)}


def reuse_last(forms: FormParser, values: Values) -> Updates:
    """Seed, variation seed and Prompt that paint the picture on the stage."""
    towards = _of(values["job_box"], "variation_seed")
    variation_seed = values["variation_seed"] if towards is None else towards
    return {
        "seed": _of(values["job_box"], "seed"), "variation_seed": variation_seed, **filled_in_words(forms, values)
    }  # fmt: skip


def filled_in_words(forms: FormParser, values: Values) -> Updates:
    """The Prompt with what the first picture's seed filled in, where the picture has another seed and the page's words
    (`WORDS`) are still those that it was painted from; else nothing.

    job_box: of the picture: seed, variation_seed, first (the seed of the first picture) and prompt (the whole one).
    """
    painted = values["job_box"]
    if values["fill_in"] is not True or _of(painted, "seed") == _of(painted, "first"):
        return {}
    try:
        written, parts = forms.words(values["prompt"]).strip(), split_mixes(forms.styles.chosen(values["style"]))
        first = parse_seed(_of(painted, "first"))
        added = added_to(written, parts, forms.spec(values["model"]), photo=False, fill_in=True, seed=first)
    except GenerationError:  # Generate will say it
        return {}
    same = printable(final_prompt(parts[0], written, added)) == _of(painted, "prompt")
    return {"prompt": written + added.behind(written)} if same else {}


def _of(painted: object, name: str) -> object:
    return painted.get(name) if isinstance(painted, dict) else None
