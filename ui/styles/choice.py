"""The form beside the style cards: what a choice fills in, and whose words its negative prompt holds."""

from __future__ import annotations

from pipeline.errors import GenerationError
from presets.style.fields import PLACEHOLDER, check_range
from ui.finish.settings_in import apply_again, finish_on_page, finish_settings
from ui.gradio_kit.updates import Updates, Values
from ui.styles.fields import StyleFields
from ui.styles.import_export import load
from ui.styles.notes import bad_note
from ui.styles.styles import ABOUT_STYLE, DESCRIBED, NUMBERS, Styles
from ui.web.responses import Json

# What a choice fills in.
FILLED = ("negative_prompt", *NUMBERS, *ABOUT_STYLE, "negative_by_style")
# What it depends on.
CHOOSING = ("style", "negative_prompt", "model", "negative_by_style")
# What a style is saved from.
SAVED = (
    "style",
    "template",
    "preset_name",
    "negative_prompt",
    *NUMBERS,
    *DESCRIBED,
    "suits_from",
    "suits_to",
    "finish",
)


def choose(styles: Styles, values: Values) -> Updates:
    """A card was chosen: `FILLED`. negative_by_style: what a style set last; a mix's is joined, so that no single style
    can vouch for it."""
    return fill_in(styles, values["style"], values)


def fill_in(styles: Styles, key: object, values: Values) -> Updates:
    """What choosing `key` fills in, whatever is chosen on the page."""
    updates = styles.choose(key, values["negative_prompt"], values["model"], values["negative_by_style"])
    if "negative_prompt" in updates:
        updates["negative_by_style"] = updates["negative_prompt"]
    return {**updates, **guidance_ends(styles, key)}


def guidance_ends(styles: Styles, chosen: object) -> Updates:
    """Where the guidance range of what is chosen begins and ends; None where nothing is known."""
    suits = styles.suits(chosen)
    return {"suits_from": suits.get("low"), "suits_to": suits.get("high")}


def style_fields(styles: Styles, key: str, model: object) -> Updates:
    """`ABOUT_STYLE` of a style."""
    filled = {**styles.choose(key, "", model), **guidance_ends(styles, key)}
    return {name: filled[name] for name in ABOUT_STYLE}


def save(styles: Styles, values: Values) -> Updates:
    """Save preset: the settings of the page, with what the Finish panel says."""
    note, tags, author, licence = (values[name] for name in DESCRIBED)
    try:
        suits = _guidance_range(values["suits_from"], values["suits_to"])
        fields = StyleFields(
            name=values["preset_name"], template=values["template"], negative_prompt=values["negative_prompt"],
            note=note, tags=tags, author=author, licence=licence, finish=finish_on_page(values["finish"]),
            **{name: values[name] for name in NUMBERS},
        )  # fmt: skip
    except GenerationError as error:
        return {"preset_note": bad_note(error)}
    return styles.save(fields, values["style"], suits)


def _guidance_range(low: object, high: object) -> tuple[float, float] | None:
    """The range that two fields say, None where both are empty. Raises `InvalidRequest`."""
    return None if low in (None, "") and high in (None, "") else check_range((low, high))


def import_styles(styles: Styles, values: Values) -> Updates:
    """Import: cards and note; then, where it was a single style, all that choosing it fills in, and its finish."""
    cards, one, note = load(styles, values["import_presets"])
    imported: Updates = {"preset_note": note} if cards is None else {"style": cards, "preset_note": note}
    if one is None:
        return imported
    return {**imported, **fill_in(styles, one.key, values), "finish": from_style(styles, one.key)}


def undo(styles: Styles, values: Values) -> Updates:
    """Undo: cards and note; then, where one style came back, all that choosing it fills in, and its finish.

    Else the next Save preset would write the edits over it again. A name that came back leaves edits alone.
    """
    before = {preset.key: preset for preset in styles.all()}
    undone = styles.undo(values["preset_note"])
    back = next((preset for preset in styles.all() if preset.name == undone.get("preset_name")), None)
    was = before.get(back.key) if back else None
    if back is None or (was and was.model_copy(update={"name": back.name}) == back):
        return undone
    filled = fill_in(styles, back.key, {**values, "negative_prompt": "", "negative_by_style": ""})
    return {**undone, **filled, "finish": apply_again(from_style(styles, back.key))}


def delete(styles: Styles, values: Values) -> Updates:
    """Delete: cards and note; then what choosing no style fills in, but for the numbers, which stay as they are."""
    deleted = styles.delete(values["style"])
    if "style" not in deleted:
        return deleted
    filled = {name: value for name, value in fill_in(styles, "", values).items() if name not in NUMBERS}
    return {**filled, **deleted}


def leave_style(styles: Styles, values: Values) -> Updates:
    """Settings of no style go onto the page: `ABOUT_STYLE` of none.

    What belonged to the one before would be saved with those numbers, and over that style. A new name that the person
    has typed stays.
    """
    name = values["preset_name"]
    wanted = name.strip().casefold() if isinstance(name, str) else None
    taken = any(preset.name.casefold() == wanted for preset in styles.all())
    updates: Updates = {"preset_name": ""} if taken else {}
    if values["style"]:
        ends: Updates = {"suits_from": None, "suits_to": None}
        updates |= {"template": PLACEHOLDER, **dict.fromkeys(DESCRIBED, ""), **ends}
    return updates


def from_style(styles: Styles, chosen: object) -> Json:
    """For the Finish panel: the finish of the chosen style, of a mix that of the heaviest one that has any."""
    try:
        shares = styles.chosen(chosen)
    except GenerationError:  # deleted in another window
        shares = ()
    for share in shares:
        if share.preset is not None and share.preset.finish:
            return finish_settings(share.preset.key, f"“{share.preset.name}”", share.preset.finish)
    keys = sorted(share.preset.key for share in shares if share.preset is not None)  # whatever their weights
    return finish_settings("+".join(keys), "The style", {})
